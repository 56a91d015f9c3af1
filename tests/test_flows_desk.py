"""What the desk sets off: names made safe, files laid whole, views from a process of their own, the first administrator."""

import io
import json
import subprocess
import sys
import threading
import zipfile
from datetime import date

import pytest

from flows.desk import Hands, create_admin
from flows.desk.dropping import safe_name
from flows.desk.hands import money
from flows.settings import Settings
from outputs.archive import Archive
from outputs.desk.commands import CannotDo
from outputs.store import open_store
from parsers.pictures import Picture
from parsers.viewing import png
from pipeline.intake import open_source


@pytest.fixture
def hands(tmp_path):
    hands = Hands(Settings(home=tmp_path))
    yield hands
    hands.close()


@pytest.fixture
def commands(hands):
    return hands.commands()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Báo cáo.docx", "Báo cáo.docx"),
        ("a\x00b\r\n.docx", "a_b__.docx"),
        ('<img src=x onerror="alert(1)">.pdf', "_img src=x onerror=_alert(1)__.pdf"),
        ("=cmd|' /C calc'!A0.xlsx", "C calc'!A0.xlsx"),
        ("ba\u202exslx.exe", "ba_xslx.exe"),
        ("", "tep"),
        ("   ", "tep"),
        ("Ba\u0301o.docx", "Báo.docx"),
    ],
)
def test_a_name_is_made_safe(given, name):
    assert safe_name(given) == name


def test_a_long_name_is_cut_and_keeps_its_ending():
    name = safe_name("á" * 500 + ".docx")
    assert name.endswith(".docx") and len(name.encode()) <= 200
    assert len(safe_name("a." + "b" * 500).encode()) <= 200


@pytest.mark.parametrize("given", ["~$bao cao.docx", ".htaccess", "a.part", "x/../.thidua"])
def test_a_name_that_nobody_would_take_in_is_refused(given):
    with pytest.raises(CannotDo, match="tệp tạm"):
        safe_name(given)


def test_two_files_of_one_name_lie_side_by_side(hands, commands):
    names = [commands.take_in("../a.docx", io.BytesIO(data)) for data in (b"1", b"2")]
    assert names == ["a.docx", "a (2).docx"]
    assert sorted(p.read_bytes() for p in hands.settings.inbox.iterdir()) == [b"1", b"2"]


def test_many_at_once_lose_nothing(hands, commands):
    crowd = [threading.Thread(target=commands.take_in, args=("a.docx", io.BytesIO(str(n).encode()))) for n in range(12)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert {p.read_bytes() for p in hands.settings.inbox.iterdir()} == {str(n).encode() for n in range(12)}


def test_a_file_that_breaks_off_leaves_nothing(hands, commands):
    class Broken(io.BytesIO):
        def read(self, *size):
            raise OSError(28, "No space left on device")

    with pytest.raises(CannotDo):
        commands.take_in("a.docx", Broken())
    assert list(hands.settings.inbox.iterdir()) == []


def archived(hands, name, data):
    path = hands.settings.home / name
    path.write_bytes(data)
    return Archive(hands.settings.archive).put(open_source(path))


def test_a_file_without_pages_is_shown_by_its_lines(hands):
    shown = hands.views.show(archived(hands, "a.txt", "Số: 1/BC\nKính gửi: Sở Thử".encode()))
    assert [line.text for line in shown.lines] == ["Số: 1/BC", "Kính gửi: Sở Thử"] and shown.pages == ()


def test_a_file_that_cannot_be_shown_says_why(hands):
    with pytest.raises(CannotDo, match=r"hỏng|định dạng"):
        hands.views.show(archived(hands, "a.pdf", b"%PDF-1.7\nhong"))


@pytest.mark.parametrize("path", ["../../../etc/passwd", "ab/khong-co.pdf", "/etc/passwd"])
def test_only_the_archive_is_shown(commands, path):
    for view in (
        commands.show,
        commands.original,
        lambda p: commands.picture(p, 1),
        lambda p: commands.words(p, 1, (0, 0, 9, 9)),
    ):
        with pytest.raises(CannotDo):
            view(path)


@pytest.mark.parametrize(("identifier", "name"), [("..", "x"), ("0" * 32, "phieu.json"), ("0" * 32, "../phieu.json")])
def test_only_files_of_an_edition_are_given(hands, commands, identifier, name):
    folder = hands.settings.reports / "ban-duyet" / ("0" * 32)
    folder.mkdir(parents=True)
    plain = {"movement": "m", "period": "2023", "as_of": str(date(2024, 1, 1)), "who": "hoa", "state": "done",
             "made_at": "2024-01-01T00:00:00+00:00", "lines": []}  # fmt: skip
    (folder / "phieu.json").write_text(json.dumps(plain), encoding="utf-8")
    (folder / "bao-cao.docx").write_bytes(b"docx")
    assert commands.editions()[0].files == ("bao-cao.docx",)
    assert commands.edition_file("0" * 32, "bao-cao.docx").read_bytes() == b"docx"
    with pytest.raises(CannotDo):
        commands.edition_file(identifier, name)


# Word templates


def retagged(path, old, new, extra=None):
    """The program's template with one tag written otherwise, as bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            target.writestr(item, data.replace(old, new) if item.filename == "word/document.xml" else data)
        if extra is not None:
            target.writestr(extra, b"x")
    return out.getvalue()


def test_an_offices_own_template_is_in_force_until_it_is_given_up(commands):
    shipped = commands.paper_file("brief.docx")
    own = retagged(shipped, b"addressee", b"addressee")
    commands.put_paper("brief.docx", io.BytesIO(own))
    assert commands.paper_file("brief.docx").read_bytes() == own
    assert [p.name for p in commands.papers() if p.own_since] == ["brief.docx"]
    commands.drop_paper("brief.docx")
    assert commands.paper_file("brief.docx") == shipped
    assert not [p for p in commands.papers() if p.own_since]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda path: retagged(path, b"addressee", b"addresse"), r"«addresse».*«addressee»"),
        (lambda path: retagged(path, b"<w:body>", b"<w:body>", "word/vbaProject.bin"), "macro"),
        (lambda path: retagged(path, b"<?xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><?xml"), "."),
        (lambda path: b"%PDF-1.7\n", "."),
        (lambda path: "một văn bản".encode(), "dạng .docx"),
        (lambda path: b"", "."),
        (lambda path: bytes(11 * 1024 * 1024), "lớn quá 10 MB"),
    ],
    ids=["tag", "macro", "doctype", "pdf", "text", "empty", "large"],
)
def test_a_template_that_cannot_be_used_changes_nothing(hands, commands, made, why):
    before = commands.paper_file("brief.docx")
    with pytest.raises(CannotDo, match=f"(?s){why}"):
        commands.put_paper("brief.docx", io.BytesIO(made(before)))
    assert commands.paper_file("brief.docx") == before
    assert list((hands.settings.home / "templates").glob("*")) == []


@pytest.mark.parametrize("name", ["../thidua.toml", "profiles.toml", "khac.docx", ""])
def test_only_templates_that_reports_use_are_given_or_replaced(commands, name):
    for act in (commands.paper_file, commands.drop_paper, lambda n: commands.put_paper(n, io.BytesIO(b"x"))):
        with pytest.raises(CannotDo):
            act(name)


# Editions


def test_editions_of_two_periods_are_not_compared(commands):
    with pytest.raises(CannotDo, match="không lưu bản kê"):
        commands.compare("0" * 32, "1" * 32)


@pytest.mark.parametrize(
    ("value", "unit", "dong"),
    [("1.234,5", "triệu đồng", 1_234_500_000), ("2", "tỷ đồng", 2 * 10**9), ("3", "nhà", None), ("5", "%", None)],
)
def test_money_in_whole_dong(value, unit, dong):
    assert money(value, unit) == dong


def test_a_picture_is_a_png_of_one_channel_when_grey():
    grey, red = png(Picture(1, 2, 1, 72, bytes(6))), png(Picture(1, 2, 1, 72, b"\xff\0\0" * 2))
    assert grey.startswith(b"\x89PNG\r\n\x1a\n") and (grey[25], red[25]) == (0, 2)


def test_the_first_administrator_is_made_on_the_command_line(tmp_path):
    command = [sys.executable, "-c", "from flows.command import app; app()", "desk", "--create-admin", "Lan"]

    def run(password):
        return subprocess.run(
            command, input=password, text=True, capture_output=True, check=False,
            env={"THIDUA_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        )  # fmt: skip

    assert run("ngắn\n").returncode == 2
    done = run("mật khẩu đủ dài\n")
    assert done.returncode == 0 and "mật khẩu đủ dài" not in done.stdout
    assert run("mật khẩu đủ dài\n").returncode == 2
    with open_store(f"sqlite:///{tmp_path / 'var' / 'thidua.db'}") as store:
        assert [(p.name, p.role) for p in store.people.all()] == [("lan", "quan_tri")]


def test_a_name_that_is_none_makes_no_administrator(tmp_path):
    with pytest.raises(ValueError, match="chữ thường"):
        create_admin(Settings(home=tmp_path), "Đỗ Thị Thử", "mật khẩu đủ dài")
