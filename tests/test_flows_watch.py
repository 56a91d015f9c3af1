"""The drop folder: a file is taken once it is whole, whatever its writer does; troubles are said once and pass."""

import errno
import os
import threading
import time
import unicodedata
from itertools import chain

import pytest

from flows.dropped import Drops, whole_now
from flows.settings import Settings
from flows.taking_in import Summary, Taken
from flows.watch import Watch


class Clock:
    """A clock that goes when told."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def drops(folder, clock, quiet=2.0):
    watched = Drops(folder, quiet, clock)
    watched.look()
    return watched


def after(watched, clock, seconds):
    clock.now += seconds
    watched.look()
    return [p.name for p in watched.whole()]


def test_a_file_is_whole_once_it_stood_still(tmp_path, clock):
    (tmp_path / "a.docx").write_text("x")
    watched = drops(tmp_path, clock)
    assert watched.whole() == [] and watched.moving() == 1
    assert after(watched, clock, 1.9) == []
    assert after(watched, clock, 0.2) == ["a.docx"] and watched.moving() == 0


def test_a_writer_that_pauses_with_the_file_open_is_waited_for_but_not_for_ever(tmp_path, clock):
    with (tmp_path / "a.docx").open("w") as writer:
        writer.write("half"), writer.flush()
        watched = drops(tmp_path, clock)
        assert after(watched, clock, 10) == [], "open for writing"
        writer.write("more"), writer.flush()
        assert after(watched, clock, 1) == []
    assert after(watched, clock, 2.5) == ["a.docx"]
    with (tmp_path / "b.docx").open("w") as writer:
        writer.write("kept open"), writer.flush()
        watched = drops(tmp_path, clock)
        assert after(watched, clock, 31) == ["a.docx", "b.docx"], "fifteen times the quiet time is enough"


def test_writers_that_overwrite_rename_and_delete(tmp_path, clock):
    for name in ("over.docx", "renamed.part", "gone.docx"):
        (tmp_path / name).write_text("one")
    watched = drops(tmp_path, clock)
    clock.now += 1.5
    (tmp_path / "over.docx").write_text("two")
    os.utime(tmp_path / "over.docx", (1, 1))
    (tmp_path / "renamed.part").rename(tmp_path / "renamed.docx")
    (tmp_path / "gone.docx").unlink()
    assert after(watched, clock, 0) == []
    assert after(watched, clock, 1) == [], "each began anew"
    assert after(watched, clock, 1.1) == ["over.docx", "renamed.docx"]


def test_names_sub_folders_and_what_is_nobodys(tmp_path, clock):
    name = "Báo cáo số 5 của Chi cục Thủy sản.docx"
    nfc, nfd = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    (tmp_path / "Chi cục" / "sâu").mkdir(parents=True), (tmp_path / ".thidua" / "run" / "x").mkdir(parents=True)
    for path in (f"Chi cục/{nfc}", f"Chi cục/{nfd}", "Chi cục/sâu/2.pdf", "~$2.docx", "Thumbs.db", "a.docx.filepart"):
        (tmp_path / path).write_text("x")
    (tmp_path / ".thidua" / "run" / "x" / "held.docx").write_text("x")
    watched = drops(tmp_path, clock)
    clock.now += 3
    watched.look()
    assert {str(p.relative_to(tmp_path)) for p in watched.whole()} == {
        f"Chi cục/{nfc}", f"Chi cục/{nfd}", "Chi cục/sâu/2.pdf"
    }  # fmt: skip


def test_an_empty_file_is_given_longer(tmp_path, clock):
    (tmp_path / "a.docx").touch()
    watched = drops(tmp_path, clock)
    assert after(watched, clock, 9) == []
    assert after(watched, clock, 2) == ["a.docx"]


def test_what_is_no_file_is_a_trouble_with_a_name(tmp_path, clock):
    (tmp_path / "link.docx").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "pipe")
    watched = drops(tmp_path, clock)
    assert sorted(watched.troubles) == [str(tmp_path / "link.docx"), str(tmp_path / "pipe")]
    assert drops(tmp_path / "gone", clock).troubles == {str(tmp_path / "gone"): os.strerror(errno.ENOENT)}


@pytest.mark.parametrize(
    ("age", "waits"),
    [(3600, 0), (0, 1), (-86_400, 1)],
    ids=["written long ago", "written just now", "the clock was set back a day"],
)
def test_a_night_run_waits_only_for_what_may_still_be_written(tmp_path, monkeypatch, age, waits):
    (tmp_path / "a.docx").write_text("x")
    written = time.time()
    monkeypatch.setattr("flows.dropped.time.time", lambda: written + age)
    slept = []
    found = whole_now(tmp_path, 0.2, lambda s: (slept.append(s), time.sleep(s)))
    assert [p.name for p in found] == ["a.docx"] and len(slept) == waits


def test_a_night_run_leaves_what_is_still_written(tmp_path):
    done, going = tmp_path / "done.docx", tmp_path / "going.docx"
    done.write_text("x"), going.write_text("x")
    assert whole_now(tmp_path, 0.2, lambda s: (time.sleep(s), going.write_text("xx"))) == [done]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    settings = Settings()
    settings.inbox.mkdir(parents=True)
    return settings


class Office:
    """Takes files in as a run would: they leave the drop folder. Fails as often as told."""

    def __init__(self, *faults):
        self.faults = list(faults)
        self.runs = []

    def __call__(self, paths):
        if self.faults:
            raise self.faults.pop(0)
        self.runs.append([p.name for p in paths])
        for path in paths:
            path.unlink()
        return Summary("run", tuple(Taken(p.name, "new") for p in paths))


def ticks(watch, clock, seconds, changed=False):
    for _ in range(round(seconds * 4)):
        watch.tick(changed)
        clock.now += 0.25


def test_a_burst_is_one_run(home, clock):
    office, said = Office(), []
    watch = Watch(home, office, said.append, clock)
    ticks(watch, clock, 1)
    for name in ("a.txt", "b.txt", "c.txt"):
        (home.inbox / name).write_text("x")
        ticks(watch, clock, 0.5, changed=True)
    ticks(watch, clock, 4)
    assert office.runs == [["a.txt", "b.txt", "c.txt"]]
    assert said[-1].startswith("Đã tiếp nhận 3 tệp")


def test_who_drops_behind_hundreds_does_not_wait_for_them(home, clock):
    """What is left of a burst comes after what was dropped while its first part was taken in."""
    home = home.model_copy(update={"watch": home.watch.model_copy(update={"burst": 2})})
    office = Office()
    watch = Watch(home, office, lambda _: None, clock)
    ticks(watch, clock, 1)
    for name in ("a.txt", "b.txt", "c.txt", "d.txt", "e.txt"):
        (home.inbox / name).write_text("x")
    ticks(watch, clock, 1, changed=True)
    (home.inbox / "z.txt").write_text("x")
    ticks(watch, clock, 8, changed=True)
    assert sorted(name for run in office.runs for name in run) == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "z.txt"]
    assert office.runs[0] == ["z.txt", "a.txt"], "the last one dropped goes first when not all can"


def test_a_slow_writer_does_not_hold_the_others_up(home, clock):
    office = Office()
    watch = Watch(home, office, lambda _: None, clock)
    (home.inbox / "a.txt").write_text("x")
    for size in range(1, 40):
        (home.inbox / "slow.txt").write_text("x" * size)
        ticks(watch, clock, 0.25, changed=True)
    assert office.runs == [["a.txt"]]
    ticks(watch, clock, 4)
    assert office.runs == [["a.txt"], ["slow.txt"]]


def test_a_rescan_finds_what_no_signal_told(home, clock):
    office = Office()
    watch = Watch(home, office, lambda _: None, clock)
    ticks(watch, clock, 1)
    (home.inbox / "a.txt").write_text("x")
    ticks(watch, clock, 50)
    assert office.runs == []
    ticks(watch, clock, 15)
    assert office.runs == [["a.txt"]]


def test_a_full_disk_is_said_once_and_work_resumes_by_itself(home, clock):
    full = OSError(errno.ENOSPC, "No space left on device")
    office, said = Office(full, full, full), []
    watch = Watch(home, office, said.append, clock)
    (home.inbox / "a.txt").write_text("x")
    ticks(watch, clock, 60)
    assert office.runs == [["a.txt"]]
    assert said[0] == "Chưa tiếp nhận được: đĩa đầy, cần dọn chỗ trống. Tệp được giữ nguyên, sẽ tự thử lại."
    assert said[1] == "Đã tiếp nhận trở lại." and said[2].startswith("MỚI") and len(said) == 4


def test_what_cannot_be_had_is_tried_again_but_not_all_the_time(home, clock):
    """Somebody's file that stays where it is: told once, and again only when it changes or much later."""
    tried = []

    def take(paths):
        tried.append([p.name for p in paths])
        return Summary("run", tuple(Taken(p.name, "failed", message="[UNREADABLE]") for p in paths))

    watch = Watch(home, take, lambda _: None, clock)
    stuck = home.inbox / "a.txt"
    stuck.write_text("x")
    ticks(watch, clock, 300, changed=True)
    assert tried == [["a.txt"]]
    stuck.write_text("xx")
    ticks(watch, clock, 5, changed=True)
    assert tried == [["a.txt"]] * 2


def test_files_of_a_dead_run_are_owed_a_run(home, clock):
    """A run died with claimed files: the watcher starts one although nothing was dropped."""
    lost = home.work / "dead" / "0" / "a.txt"
    lost.parent.mkdir(parents=True)
    lost.write_text("x")
    runs = []
    watch = Watch(home, lambda paths: runs.append(paths), lambda _: None, clock)
    ticks(watch, clock, 3)
    assert runs == [[]]


def test_an_unreadable_folder_is_said_once_and_its_return_too(home, clock, monkeypatch):
    said, shut = [], home.inbox / "shut"
    shut.mkdir()
    (shut / "a.txt").write_text("x")
    watch = Watch(home, Office(), said.append, clock)
    real = os.scandir

    def refuse(path):
        if str(path) == str(shut):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    # Tests may run as root, whom no permission stops.
    with monkeypatch.context() as patched:
        patched.setattr("os.scandir", refuse)
        ticks(watch, clock, 200)
    assert said == [f"Không đọc được {shut}: Permission denied."]
    ticks(watch, clock, 70)
    assert said[1] == f"Đã đọc lại được {shut}." and said[-1].startswith("Đã tiếp nhận 1 tệp")


@pytest.mark.parametrize("polling", [False, True], ids=["signals", "polling"])
def test_watching_for_real(home, monkeypatch, polling):
    """Files appear while it watches, one of them in a folder made meanwhile; the drop folder goes and comes back."""
    monkeypatch.setenv("THIDUA_WATCH__POLLING", str(polling))
    monkeypatch.setenv("THIDUA_WATCH__QUIET_SECONDS", "0.3")
    monkeypatch.setenv("THIDUA_WATCH__RESCAN_SECONDS", "5")
    office = Office()
    watch = Watch(Settings(), office, lambda _: None)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        time.sleep(0.5)
        (home.inbox / "1.txt").write_text("x")
        (home.inbox / "new").mkdir()
        (home.inbox / "new" / "2.txt").write_text("x")
        assert _until(lambda: sorted(chain(*office.runs)) == ["1.txt", "2.txt"])
        (home.inbox / "new").rmdir()
        home.inbox.rename(home.var / "away")
        time.sleep(0.6)
        (home.var / "away" / "3.txt").write_text("x")
        if home.inbox.exists():
            home.inbox.rmdir()
        (home.var / "away").rename(home.inbox)
        assert _until(lambda: "3.txt" in chain(*office.runs), 20)
    finally:
        watch.stop.set()
        thread.join(10)
    assert not thread.is_alive()


def _until(true, seconds=10.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False
