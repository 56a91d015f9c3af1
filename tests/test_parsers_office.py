"""LibreOffice as the last resort: what happens with it, without it, and when it hangs."""

import hashlib
import stat
from pathlib import Path

import pytest

from parsers import registry
from parsers.formats import office
from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.model import Source
from tests.compound_files import Word


def source(path: Path) -> Source:
    data = path.read_bytes()
    return Source(path.name, path, hashlib.sha256(data).hexdigest(), len(data), media.DOC)


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program of the name soffice first on the path."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


@pytest.fixture
def old_word(tmp_path):
    return source(Word(version=0x0065).run("Cũ").end().save(tmp_path / "cu.doc"))


def test_without_libreoffice_the_missing_tool_is_named(old_word, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileError) as caught:
        registry.read(old_word)
    assert caught.value.failure.code is Code.MISSING_TOOL
    assert "LibreOffice" in caught.value.failure.message


def test_a_hanging_libreoffice_is_ended_in_time(old_word, tmp_path, monkeypatch):
    pretend(tmp_path, monkeypatch, "sleep 60")
    with pytest.raises(FileError) as caught, office.converted(old_word, seconds=0.3):
        pytest.fail("nothing was made")
    assert caught.value.failure.code is Code.TIMEOUT


def test_a_libreoffice_that_makes_nothing_means_damage(old_word, tmp_path, monkeypatch):
    pretend(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(FileError) as caught, office.converted(old_word):
        pytest.fail("nothing was made")
    assert caught.value.failure.code is Code.DAMAGED


def test_what_it_makes_is_gone_afterwards_and_the_hash_stays(old_word, tmp_path, monkeypatch):
    # The output folder is the word behind --outdir.
    pretend(tmp_path, monkeypatch, 'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; echo x > "$2/in.docx"')
    with office.converted(old_word) as made:
        assert made.path.read_text() == "x\n"
        assert (made.sha256, made.name) == (old_word.sha256, old_word.name)
    assert not made.path.exists()


def test_a_damaged_file_stays_damaged_when_libreoffice_cannot_help(tmp_path, monkeypatch):
    pretend(tmp_path, monkeypatch, "exit 1")
    path = Word().run("Sở Nội vụ").end().save(tmp_path / "hong.doc")
    path.write_bytes(path.read_bytes()[:1500])
    with pytest.raises(FileError) as caught:
        registry.read(source(path))
    assert caught.value.failure.code is Code.DAMAGED


def test_a_locked_file_is_not_tried(tmp_path, monkeypatch):
    pretend(tmp_path, monkeypatch, f"touch {tmp_path}/called")
    with pytest.raises(FileError) as caught:
        registry.read(source(Word(flags=0x0300).run("Mật").end().save(tmp_path / "mat.doc")))
    assert caught.value.failure.code is Code.ENCRYPTED
    assert not (tmp_path / "called").exists()


@pytest.mark.skipif(office.program() is None, reason="LibreOffice chưa cài")
def test_the_real_program_and_the_native_reader_agree(tmp_path):
    from parsers.formats import legacy_word, word

    word_file = Word().run("Uỷ ban nhân dân").end().cell("một").cell("hai").row(0, 3000, 6000).run("Kế hoạch").end()
    given = source(word_file.save(tmp_path / "vb.doc"))
    with office.converted(given) as docx:
        by_office = word.read(docx)
    assert [line.text for line in by_office.lines] == [line.text for line in legacy_word.read(given).lines]
