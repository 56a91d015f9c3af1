"""How a run makes files its own: nothing is lost, nothing is had by two."""

import os
import subprocess
import sys

import pytest

from flows.files import WorkFolder, expand, free_name, is_temporary, release


@pytest.mark.parametrize(
    ("name", "temporary"),
    [
        ("~$bao cao.docx", True),  # Word's owner file
        (".~lock.bao cao.odt#", True),  # LibreOffice's lock
        ("bao cao.docx.part", True),  # a download under way
        ("bao cao.docx.crdownload", True),
        ("bao cao.docx", False),
        ("Báo cáo số 5~2023.pdf", False),  # a tilde inside a name means nothing
    ],
)
def test_temporary_names(tmp_path, name, temporary):
    assert is_temporary(tmp_path / name) is temporary


def test_a_folder_stands_for_its_files_and_those_below(tmp_path):
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("1.docx", "b/2.pdf", "b/c/3.txt", "b/~$2.docx"):
        (tmp_path / name).write_text("x")
    assert [p.name for p in expand([tmp_path])] == ["1.docx", "2.pdf", "3.txt"]


def test_what_a_person_named_never_vanishes(tmp_path):
    """An empty folder, a folder named like a document, a path with nothing there: each comes back to fail with a name."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "in" / "bao cao.docx").mkdir(parents=True)
    gone = tmp_path / "gone.docx"
    assert list(expand([tmp_path / "empty", tmp_path / "in", gone])) == [
        tmp_path / "empty",
        tmp_path / "in",
        tmp_path / "in" / "bao cao.docx",
        gone,
    ]


def test_the_drop_folder_is_emptied_and_other_files_stay(tmp_path):
    inbox, desk = tmp_path / "inbox", tmp_path / "desk"
    inbox.mkdir(), desk.mkdir()
    dropped, own = inbox / "a.docx", desk / "a.docx"
    dropped.write_text("dropped"), own.write_text("own")
    folder = WorkFolder(tmp_path / "work", "run")
    first, second = folder.claim(dropped, inbox), folder.claim(own, inbox)
    assert not dropped.exists() and own.exists()
    assert (first.path.read_text(), second.path.read_text()) == ("dropped", "own")
    with pytest.raises(FileNotFoundError):
        folder.claim(dropped, inbox)
    release(first), release(second)
    folder.close()
    assert list((tmp_path / "work").iterdir()) == []


def test_a_living_run_keeps_its_files_and_a_dead_one_is_taken_over(tmp_path):
    work = tmp_path / "work"
    alive = WorkFolder(work, "alive")
    (tmp_path / "kept.txt").write_text("kept")
    alive.claim(tmp_path / "kept.txt", tmp_path / "inbox")
    # A process that claims a file and dies without a word.
    code = (
        "import os, pathlib, sys; from flows.files import WorkFolder;"
        "work, path = map(pathlib.Path, sys.argv[1:]); WorkFolder(work, 'dead').claim(path, work); os._exit(9)"
    )
    lost = tmp_path / "lost.txt"
    lost.write_text("lost")
    done = subprocess.run([sys.executable, "-c", code, work, lost], check=False, env=os.environ)
    assert done.returncode == 9
    heir = WorkFolder(work, "heir")
    found = heir.take_over()
    assert [(c.name, c.path.read_text()) for c in found] == [("lost.txt", "lost")]
    assert not (work / "dead").exists() and (work / "alive").exists()


def test_free_name(tmp_path):
    (tmp_path / "a.txt").touch(), (tmp_path / "a (2).txt").touch()
    assert free_name(tmp_path, "a.txt").name == "a (3).txt"
