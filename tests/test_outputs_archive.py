"""The archive never loses or rewrites a byte; the quarantine says in plain words what happened."""

import hashlib
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from outputs.archive import Archive, Quarantine
from pipeline.errors import SENTENCES, Code, Failure, FileError
from pipeline.model import Source
from tests.papers import MORNING


def lay(folder: Path, name: str = "Công văn số 5.DOCX", data: bytes = b"noi dung", origin: str | None = None) -> Source:
    path = folder / "inbox"
    path.mkdir(exist_ok=True)
    (path / "x").write_bytes(data)
    return Source(name, path / "x", hashlib.sha256(data).hexdigest(), len(data), "application/test", origin)


def test_bytes_are_kept_under_their_hash_read_only(tmp_path):
    source, archive = lay(tmp_path), Archive(tmp_path / "archive")
    kept = archive.put(source)
    assert kept == f"{source.sha256[:2]}/{source.sha256}.docx"
    path = archive.path(kept)
    assert path.read_bytes() == b"noi dung"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert [p.name for p in path.parent.iterdir()] == [path.name], "no draft is left"


def test_the_same_bytes_are_written_once_whatever_their_name(tmp_path):
    archive = Archive(tmp_path / "archive")
    first = archive.put(lay(tmp_path))
    inode = archive.path(first).stat().st_ino
    assert archive.put(lay(tmp_path, "khác.pdf")) == first
    assert archive.path(first).stat().st_ino == inode
    assert list(archive) == [first]


@pytest.mark.parametrize("name", ["không đuôi", "x.docx.exe;rm", "..", "a.đuôi", "x." + "y" * 40])
def test_a_strange_ending_is_left_off(tmp_path, name):
    source = lay(tmp_path, name)
    assert Archive(tmp_path / "a").put(source) == f"{source.sha256[:2]}/{source.sha256}"


def test_bytes_that_changed_since_they_were_hashed_are_refused(tmp_path):
    source, archive = lay(tmp_path), Archive(tmp_path / "archive")
    source.path.write_bytes(b"dang ghi them")
    with pytest.raises(FileError) as caught:
        archive.put(source)
    assert caught.value.failure.code is Code.IN_USE
    assert list(archive) == [] and list((tmp_path / "archive" / source.sha256[:2]).iterdir()) == []


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    source, archive = lay(tmp_path), Archive(tmp_path / "archive")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        archive.put(source)
    assert archive.find(source.sha256) is None


def test_two_writers_at_once_keep_one_file(tmp_path):
    source, archive = lay(tmp_path, data=os.urandom(300_000)), Archive(tmp_path / "archive")
    out: list[str] = []
    threads = [threading.Thread(target=lambda: out.append(archive.put(source))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(out) == 4 and len(set(out)) == 1 == len(list(archive))
    assert archive.verify([(source.sha256, out[0])]).whole


def test_a_file_system_without_links_is_enough(tmp_path, monkeypatch):
    def refuse(*paths):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    source, archive = lay(tmp_path), Archive(tmp_path / "archive")
    assert archive.verify([(source.sha256, archive.put(source))]).whole


def test_the_proof_names_what_is_missing_changed_or_unknown(tmp_path):
    archive = Archive(tmp_path / "archive")
    kept = {n: archive.put(lay(tmp_path, data=n.encode())) for n in ("a", "b", "c", "d")}
    hashes = {n: hashlib.sha256(n.encode()).hexdigest() for n in kept}
    archive.path(kept["a"]).unlink()
    archive.path(kept["b"]).chmod(0o644)
    archive.path(kept["b"]).write_bytes(b"sua trom")
    proof = archive.verify([(hashes[n], kept[n]) for n in ("a", "b", "c")] + [("0" * 64, None)])
    assert (proof.checked, proof.missing, proof.damaged) == (2, (kept["a"], "0" * 64), (kept["b"],))
    assert proof.unknown == (kept["d"],)
    assert not proof.whole
    assert archive.verify([(hashes["c"], kept["c"])]).whole, "an unknown file is no loss"


@pytest.mark.parametrize("path", ["../inbox/x", "/etc/passwd", "aa/../../x"])
def test_no_path_leads_out_of_the_archive(tmp_path, path):
    with pytest.raises(ValueError, match="not in the archive"):
        Archive(tmp_path / "archive").path(path)


def hold(quarantine: Quarantine, source: Source, failure: Failure) -> Path:
    return quarantine.put(source, failure, run_id="đợt 1", received_at=MORNING)


def test_a_failed_file_lies_by_its_reason_with_words_for_people_and_programs(tmp_path):
    source, quarantine = lay(tmp_path, origin="Thư của Chi cục.eml"), Quarantine(tmp_path / "quarantine")
    path = hold(quarantine, source, Failure(Code.DAMAGED, "trang 3"))
    assert path == tmp_path / "quarantine" / "DAMAGED" / f"{source.sha256[:12]}_Công văn số 5.DOCX"
    assert path.read_bytes() == b"noi dung"
    reason = json.loads(path.with_name(path.name + ".json").read_text("utf-8"))
    assert (reason["code"], reason["detail"], reason["sha256"], reason["run"]) == (
        "DAMAGED",
        "trang 3",
        source.sha256,
        "đợt 1",
    )
    letter = path.with_name(path.name + ".txt").read_text("utf-8-sig")
    assert Failure(Code.DAMAGED, "trang 3").message in letter
    assert "Nhận lúc: 08:30 ngày 03/07/2023" in letter and "Thư của Chi cục.eml" in letter


def test_a_file_failing_for_another_reason_moves_and_one_read_at_last_goes(tmp_path):
    source, quarantine = lay(tmp_path), Quarantine(tmp_path / "quarantine")
    first = hold(quarantine, source, Failure(Code.TIMEOUT))
    moment = first.with_name(first.name + ".txt").stat().st_mtime_ns
    assert hold(quarantine, source, Failure(Code.TIMEOUT)) == first
    assert first.with_name(first.name + ".txt").stat().st_mtime_ns == moment, "the same again changes nothing"
    second = hold(quarantine, source, Failure(Code.DAMAGED))
    assert second.exists() and not first.exists()
    quarantine.release(source.sha256)
    assert [p for p in (tmp_path / "quarantine").rglob("*") if p.is_file()] == []


@pytest.mark.parametrize(
    "name", ["a/b\\c:*?.docx", "…" * 200 + ".docx", ".", "x" * 10 + "." + "y" * 300, "\ud800.pdf", "con\x00.doc"]
)
def test_any_name_can_lie_in_the_quarantine(tmp_path, name):
    path = hold(Quarantine(tmp_path / "q"), lay(tmp_path, name), Failure(Code.DAMAGED))
    assert path.is_file() and path.parent == tmp_path / "q" / "DAMAGED"


def test_files_that_could_not_be_hashed_stay_apart(tmp_path):
    quarantine = Quarantine(tmp_path / "q")
    sources = [Source(name, tmp_path / name, "", 0, "") for name in ("một.docx", "hai.docx")]
    paths = [hold(quarantine, source, Failure(Code.NOT_FOUND)) for source in sources]
    quarantine.release("")
    assert [path.with_name(path.name + ".json").exists() for path in paths] == [True, True]
    assert Archive(tmp_path / "a").verify([("name:x", None)]).whole, "no bytes, nothing lost"


def test_a_file_whose_bytes_are_gone_still_leaves_its_reason(tmp_path):
    source = Source("đã xoá.docx", tmp_path / "không có", "a" * 64, 0, "")
    path = hold(Quarantine(tmp_path / "q"), source, Failure(Code.NOT_FOUND))
    assert not path.exists()
    assert SENTENCES[Code.NOT_FOUND] in path.with_name(path.name + ".txt").read_text("utf-8-sig")
