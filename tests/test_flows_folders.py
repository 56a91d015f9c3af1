"""The sub-folder that a file was dropped in goes with it: through the claim, a run's death, a bundle, into ledger and findings."""

import os
import sqlite3
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import folders
from flows.files import WorkFolder, expand, release
from flows.settings import Settings
from flows.taking_in import Intake
from tests.crashes import REPORT


def text(number=1):
    # No issuer that can be read: only the place tells the province.
    return REPORT.format(number=number).replace("SỞ NỘI VỤ\nCHI CỤC MẪU\n", "").replace("Hồng Lam", "Lâm Đồng")


@pytest.fixture
def inbox(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    monkeypatch.setenv("THIDUA_WORKERS", "1")
    place = tmp_path / "var" / "inbox"
    place.mkdir(parents=True)
    return place


def lay(place: Path, name: str, content: str) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    path = place / name
    path.write_text(content, encoding="utf-8")
    return path


def take(asked=None, run_id="run"):
    settings = Settings()
    with Intake(settings, run_id) as intake:
        intake.store.start_run("ingest", run_id=run_id)
        left = intake.folder.take_over(settings.inbox)
        paths = list(expand(asked or [settings.inbox]))
        mine, failures = intake.claim(paths, asked or ())
        assert failures == []
        list(intake.take(left + mine))
    with sqlite3.connect(settings.var / "thidua.db") as connection:
        kept = dict(connection.execute("SELECT name, folder FROM file").fetchall())
        query = "SELECT file.name, message FROM finding JOIN file USING (sha256) WHERE code LIKE 'FOLDER%'"
        return kept, connection.execute(query).fetchall()


def test_watched_or_asked_for_a_sub_folder_hints_alike(inbox, tmp_path):
    lay(inbox / "SO_TAI_CHINH" / "2023-Q4", "một.txt", text(1))
    lay(inbox, "trần.txt", text(2))
    watched = take()
    elsewhere = tmp_path / "ổ mạng"
    lay(elsewhere / "SO_TAI_CHINH" / "2023-Q4", "hai.txt", text(3))
    kept, told = take([elsewhere], "second")
    assert watched[0] == {"một.txt": "SO_TAI_CHINH/2023-Q4", "trần.txt": None}
    assert kept["hai.txt"] == "ổ mạng/SO_TAI_CHINH/2023-Q4", "a folder that was named hints too"
    messages = dict(told)
    assert messages["một.txt"] == messages["hai.txt"] and "«Sở Tài chính tỉnh Lâm Đồng»" in messages["một.txt"]
    assert "trần.txt" not in messages


def test_a_file_named_by_itself_or_inside_the_drop_folder(inbox, tmp_path):
    alone = lay(tmp_path / "Sở Tài chính", "a.txt", "x")
    inside = lay(inbox / "Sở Tài chính", "b.txt", "x")
    assert folders.below(alone, inbox, ()) == ""
    assert folders.below(inside, inbox, [inside.parent]) == "Sở Tài chính", "the same, however it was asked for"


def test_what_a_bundle_brings_came_in_its_folder(inbox):
    (inbox / "Sở Tài chính").mkdir()
    with zipfile.ZipFile(inbox / "Sở Tài chính" / "bó.zip", "w") as made:
        made.writestr("trong.txt", text())
    kept, told = take()
    assert kept == {"bó.zip": "Sở Tài chính", "trong.txt": "Sở Tài chính"}
    assert [name for name, _ in told] == ["trong.txt"]


def test_an_heir_takes_the_note_along_and_the_end_leaves_nothing(inbox, tmp_path):
    work = tmp_path / "work"
    dead, heir = WorkFolder(work, "dead"), WorkFolder(work, "heir")
    first = dead.claim(lay(inbox / unicodedata.normalize("NFD", "Sở Tài chính"), "a.txt", "x"), inbox)
    assert first.folder == "Sở Tài chính"
    # Its lock goes as the lock of a process that died.
    os.close(dead._lock)
    (found,) = heir.take_over(inbox)
    assert found.folder == "Sở Tài chính" and found.path.parent.parent == heir.path
    release(found)
    assert [p.name for p in heir.path.iterdir()] == [".lock"]
    heir.close()
    assert list(work.iterdir()) == []


def test_a_drop_folder_on_another_disk(inbox, tmp_path, monkeypatch):
    """Owned there by a rename, fetched by the heir of a run that died in between."""
    import errno

    real = Path.rename

    def rename(self, target):
        if self.is_relative_to(inbox) and not Path(target).is_relative_to(inbox):
            raise OSError(errno.EXDEV, "cross-device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    run = WorkFolder(tmp_path / "work", "run")
    claimed = run.claim(lay(inbox / "Sở Tài chính", "a.txt", "x"), inbox)
    release(claimed)
    assert claimed.folder == "Sở Tài chính"
    assert list((inbox / ".thidua").iterdir()) == []

    def unplugged(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(WorkFolder, "_fetch", unplugged)
        with pytest.raises(KeyboardInterrupt):
            run.claim(lay(inbox / "Sở Tài chính", "b.txt", "y"), inbox)
    run.close()
    (found,) = WorkFolder(tmp_path / "work", "heir").take_over(inbox)
    assert (found.name, found.folder, found.path.read_text()) == ("b.txt", "Sở Tài chính", "y")
    assert not list((inbox / ".thidua").rglob("*.from"))


@pytest.mark.parametrize(
    ("name", "wanted", "why"),
    [
        ("\u202eMẬT gnort\u202c", "MẬT gnort", "no mark that turns the writing round"),
        ("a\nb\tc", "a b c", "no line of its own"),
        ("\x1b[31mđỏ", "[31mđỏ", "no command to a terminal"),
        ("<script>alert(1)<", "<script>alert(1)<", "text stays text: pages escape it"),
        ("x" * 250, "x" * 200, "no end of a name"),
        ("\u200b", "", "nothing that prints"),
    ],
)
def test_hostile_names_become_harmless_text(inbox, name, wanted, why):
    assert folders.below(lay(inbox / name, "a.txt", "x"), inbox) == wanted, why


def test_a_name_that_is_no_unicode(inbox):
    place = Path(os.fsdecode(os.fsencode(inbox) + b"/So\xff"))
    assert folders.below(lay(place, "a.txt", "x"), inbox) == "So"


@given(st.text(max_size=300))
def test_a_note_comes_back_as_it_was_written(tmp_path_factory, name):
    place = tmp_path_factory.getbasetemp() / "place"
    told = folders._told(name.split("/"))
    folders.note(place, told)
    assert folders.noted(place / "a.txt") == told and len(told) <= 200
    folders.forget(place)
    assert folders.noted(place / "a.txt") == ""
