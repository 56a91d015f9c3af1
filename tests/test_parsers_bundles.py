"""Files that stand for several: which files come out, under which name, from where, and what is refused."""

import base64
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import registry
from pipeline import bundles
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import Member, Outcome, Source, Status
from pipeline.process import process
from pipeline.reference import agencies
from tests import messages
from tests.cabinet import docx, p, zipped
from tests.messages import PLAN, Tree

PLAN_BYTES = PLAN.encode()


def unpacked(path, folder):
    return registry.unpack(open_source(path), folder)


def names(found):
    return [(member.inside, member.name) for member in found.members]


def contents(found):
    return [member.path.read_bytes() for member in found.members if member.path]


def refusal(path, folder):
    with pytest.raises(FileError) as caught:
        unpacked(path, folder)
    return caught.value.failure.code


def test_every_file_of_a_zip_is_a_file_of_its_own(tmp_path):
    path = zipped({"đợt 1/kế hoạch.txt": PLAN, "báo cáo.docx": b"PK", "trống/": b""}, tmp_path / "a.zip")
    found = unpacked(path, tmp_path)
    assert names(found) == [("đợt 1", "kế hoạch.txt"), ("", "báo cáo.docx")]
    assert contents(found) == [PLAN_BYTES, b"PK"]
    assert not found.speaks and [note.code for note in found.notes] == ["BUNDLE"]
    assert found.members[0].origin(Source("hồ sơ.zip", path, "", 1, "x", "thư.eml")) == "thư.eml › hồ sơ.zip › đợt 1"


def test_two_files_of_one_name_are_two_files(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.txt", "một")
        archive.writestr("a.txt", "hai")
    assert contents(unpacked(path, tmp_path)) == ["một".encode(), b"hai"]


def test_what_programs_leave_beside_files_is_no_member(tmp_path):
    path = zipped(
        {"a.txt": "x", "__MACOSX/._a.txt": "y", ".DS_Store": "z", "d/Thumbs.db": "t", "~$a.doc": "u"},
        tmp_path / "a.zip",
    )
    assert names(unpacked(path, tmp_path)) == [("", "a.txt")]


def test_a_damaged_file_of_a_zip_is_a_member_that_failed(tmp_path):
    path = zipped({"a.txt": "một hai ba bốn năm", "b.txt": "hai"}, tmp_path / "a.zip")
    data = bytearray(path.read_bytes())
    at = data.index(b"a.txt") + 5
    data[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    found = unpacked(path, tmp_path)
    assert [member.failure and member.failure.code for member in found.members] == [Code.DAMAGED, None]


@pytest.mark.parametrize(
    ("name", "shown", "reason"),
    [
        ("a\u202egpj.exe", "agpj.exe", "marks that turn the writing around print nothing"),
        ("x" * 300 + ".docx", "x" * 300 + ".docx", "longer than a disk takes: the name stays, the file's is cut"),
        ("a\x01b:c*.txt", "abc.txt", "signs that no Windows disk takes"),
        ("nghi\u0323.txt", "nghị.txt", "composed, as everywhere"),
        (". .", "tệp", "a name of nothing"),
    ],
)
def test_names_are_made_safe(tmp_path, name, shown, reason):
    found = unpacked(zipped({name: "x"}, tmp_path / "a.zip"), tmp_path)
    member = found.members[0]
    assert member.name == shown, reason
    assert member.path.read_bytes() == b"x" and len(member.path.name.encode()) <= 255


def test_names_without_the_mark_of_unicode(tmp_path):
    """Older Windows writes code page 1258 and many tools write UTF-8, both without saying so."""
    for stored, meant in (("kế.txt".encode(), "kế.txt"), ("kê\u0301.txt".encode("cp1258"), "kế.txt")):
        path = zipped({"k.txt": "x"}, tmp_path / "a.zip")
        raw = path.read_bytes().replace(b"k.txt", b"@" * len(stored))
        short = zipped({"@" * len(stored): "x"}, tmp_path / "b.zip")
        raw = short.read_bytes().replace(b"@" * len(stored), stored)
        path.write_bytes(raw)
        assert names(unpacked(path, tmp_path)) == [("", meant)]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "C:\\a.txt", "a/../../b.txt", "..\\a.txt"])
def test_paths_that_lead_outside_are_refused(tmp_path, name):
    folder = tmp_path / "ra"
    assert refusal(zipped({"ok.txt": "x", name: "x"}, tmp_path / "a.zip"), folder) is Code.HOSTILE
    assert not folder.exists(), "nothing is written before all names are known"


@pytest.mark.parametrize("mode", [0o120777, 0o020644, 0o060644, 0o010644, 0o140644])
def test_links_and_devices_are_refused(tmp_path, mode):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.create_system, info.external_attr = 3, mode << 16
        archive.writestr(info, "/etc/passwd")
    assert refusal(path, tmp_path / "ra") is Code.HOSTILE


def test_a_zip_of_nothing_is_empty(tmp_path):
    assert refusal(zipped({".DS_Store": "x"}, tmp_path / "a.zip"), tmp_path) is Code.EMPTY


def test_an_office_document_is_no_bundle(tmp_path):
    assert unpacked(docx(tmp_path / "a.docx", p("KẾ HOẠCH")), tmp_path).members == ()


# Mails


def test_attachments_of_a_mail(tmp_path):
    path = messages.mail(tmp_path / "a.eml", "Kính gửi anh chị.", ("kế hoạch.txt", PLAN_BYTES), ("b.zip", b"PK"))
    found = unpacked(path, tmp_path)
    assert names(found) == [("", "kế hoạch.txt"), ("", "b.zip")], "words of a clerk are no document"
    assert contents(found)[0] == PLAN_BYTES
    assert found.notes[0].message == (
        "Thư của Văn thư <vt@mau.vn>, gửi Mon, 12 Jun 2023 08:00:00 +0700, tiêu đề «Gửi văn bản», 2 tệp đính kèm, "
        "nội dung thư chỉ là lời gửi."
    )


def test_a_dispatch_as_the_text_of_a_mail(tmp_path):
    found = unpacked(messages.mail(tmp_path / "a.eml", PLAN, ("a.txt", b"x")), tmp_path)
    assert names(found) == [("", "a.txt"), ("", "nội dung thư.txt")]
    assert found.members[1].path.read_text(encoding="utf-8").replace("\r\n", "\n").strip() == PLAN.strip()


def test_a_mail_without_attachments_is_its_text(tmp_path):
    assert names(unpacked(messages.mail(tmp_path / "a.eml", "Chào."), tmp_path)) == [("", "nội dung thư.txt")]


def raw_mail(path, *lines):
    path.write_bytes("\r\n".join(lines).encode())
    return path


def test_pictures_of_the_letterhead_are_not_taken_in_and_scans_are(tmp_path):
    def picture(name, size):
        return ("--r", "Content-Type: image/png", f'Content-Disposition: inline; filename="{name}"', "", "x" * size)

    path = raw_mail(
        tmp_path / "a.eml", "MIME-Version: 1.0", "To: a@mau.vn", "Content-Type: multipart/related; boundary=r", "",
        "--r", "Content-Type: text/html; charset=utf-8", "", "<p>Chào</p>", *picture("logo.png", 200),
        *picture("trang 1.png", 70_000), "--r--",
    )  # fmt: skip
    found = unpacked(path, tmp_path)
    assert names(found) == [("", "trang 1.png")] and "bỏ qua 1 phần" in found.notes[0].message


def test_a_page_with_columns_stays_a_page(tmp_path):
    head = "<table><tr><td>Số: 5/KH-SNV</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>"
    path = raw_mail(
        tmp_path / "a.eml", "MIME-Version: 1.0", "To: a@mau.vn", "Content-Type: text/html; charset=utf-8", "", head
    )  # fmt: skip
    found = unpacked(path, tmp_path)
    assert names(found) == [("", "nội dung thư.html")]
    assert registry.read(open_source(found.members[0].path)).tables


def test_a_mail_in_a_mail_is_a_bundle_of_its_own(tmp_path):
    inner = messages.mail(tmp_path / "in.eml", "Chào.", ("a.txt", b"x")).read_bytes().decode()
    path = raw_mail(
        tmp_path / "a.eml", "MIME-Version: 1.0", "To: a@mau.vn", "Content-Type: multipart/mixed; boundary=ngoai", "",
        "--ngoai", "Content-Type: message/rfc822", "", inner, "--ngoai--",
    )  # fmt: skip
    member = unpacked(path, tmp_path).members[0]
    assert member.name.endswith(".eml") and names(unpacked(member.path, tmp_path)) == [("", "a.txt")]


def test_a_header_cannot_forge_a_line(tmp_path):
    path = raw_mail(
        tmp_path / "a.eml", "MIME-Version: 1.0", "Subject: =?utf-8?Q?a=0D=0ABcc:_b?=", "From: x", "", "Chào"
    )  # fmt: skip
    assert "\n" not in unpacked(path, tmp_path).notes[0].message


def test_an_outlook_mail(tmp_path):
    inner: Tree = messages.msg_tree(("sâu.txt", PLAN_BYTES), text="Chào.", subject="Chuyển tiếp")
    path = messages.msg(tmp_path / "a.msg", ("kế hoạch.txt", PLAN_BYTES), inner=inner)
    found = unpacked(path, tmp_path)
    assert names(found) == [("", "kế hoạch.txt"), ("Chuyển tiếp", "sâu.txt")]
    assert contents(found)[0].strip() == PLAN_BYTES.strip()
    assert "Thư của Văn thư, gửi 04:00 ngày 12/06/2023, tiêu đề «Gửi văn bản»" in found.notes[0].message


def test_outlook_mails_nested_too_deep(tmp_path):
    tree = messages.msg_tree(("a.txt", b"x"), text="")
    for _ in range(3):
        tree = messages.msg_tree(text="", inner=tree)
    (tmp_path / "a.msg").write_bytes(messages.storages(tree))
    assert refusal(tmp_path / "a.msg", tmp_path) is Code.HOSTILE


# edXML


def test_files_in_an_edxml_message(tmp_path):
    carried = (
        messages.attachment("kế hoạch.txt", messages.wrapped(PLAN_BYTES))
        + messages.attachment("phụ lục.txt", "eA==", "cid:2")
        + messages.attachment("hỏng.pdf", "không phải base64", "cid:3")
    )
    found = unpacked(messages.edxml(tmp_path / "a.edxml", carried), tmp_path)
    assert found.speaks and names(found) == [("", "kế hoạch.txt"), ("", "phụ lục.txt"), ("", "hỏng.pdf")]
    assert contents(found) == [PLAN_BYTES, b"x"]
    assert found.members[2].failure.code is Code.DAMAGED


def test_a_file_of_an_edxml_message_that_is_a_zip_itself(tmp_path):
    """One entry is the gateway's wrapping; several are the office's own document or bundle."""
    word = docx(tmp_path / "a.docx", p("KẾ HOẠCH")).read_bytes()
    plain = messages.attachment("a.docx", base64.b64encode(word).decode())
    twice = messages.attachment("b.docx", messages.wrapped(word), "cid:2")
    assert contents(unpacked(messages.edxml(tmp_path / "a.edxml", plain + twice), tmp_path)) == [word, word]


def test_files_of_the_older_dialect(tmp_path):
    found = unpacked(messages.soap(tmp_path / "a.edxml", "kế hoạch.txt", PLAN_BYTES), tmp_path)
    assert names(found) == [("", "kế hoạch.txt")] and contents(found) == [PLAN_BYTES]


# The whole way


def toolkit():
    return registry.toolkit(agencies.load())


def run_in(folder):
    kit = toolkit()
    return lambda paths: (process(path, kit, folder) for path in paths)


def outcomes(path, folder):
    run = run_in(folder)
    return [out for one in run([path]) for out in bundles.unfolded(one, run)]


def shown(found):
    return [(out.source.origin, out.source.name, out.status is not Status.FAILED) for out in found]


def test_one_record_a_member_and_one_for_each_that_cannot_be_read(tmp_path):
    mail = messages.mail(tmp_path / "thư.eml", "Chào.", ("kh.txt", PLAN_BYTES)).read_bytes()
    path = zipped({"a/kh.txt": PLAN, "thư.eml": mail, "trống.txt": b"", "lạ.bin": bytes(200)}, tmp_path / "hồ sơ.zip")
    assert shown(outcomes(path, tmp_path)) == [
        ("hồ sơ.zip › a", "kh.txt", True),
        ("hồ sơ.zip › thư.eml", "kh.txt", True),
        ("hồ sơ.zip", "trống.txt", False),
        ("hồ sơ.zip", "lạ.bin", False),
    ]


def test_bundles_are_opened_three_deep(tmp_path):
    for layer in range(1, 5):
        inside = {"a.txt": PLAN} if layer == 1 else {f"{layer - 1}.zip": (tmp_path / f"{layer - 1}.zip").read_bytes()}
        zipped(inside, tmp_path / f"{layer}.zip")
    assert shown(outcomes(tmp_path / "3.zip", tmp_path)) == [("3.zip › 2.zip › 1.zip", "a.txt", True)]
    found = outcomes(tmp_path / "4.zip", tmp_path)
    assert shown(found) == [("4.zip › 3.zip › 2.zip", "1.zip", False)]
    assert found[0].failure.code is Code.HOSTILE


def test_what_a_bundle_brings_in_all_is_bounded(tmp_path, monkeypatch):
    """Inner bundles share one allowance: a thousand small ones are as bad as a large one."""
    inner = zipped({f"{i}.txt": "x" for i in range(4)}, tmp_path / "in.zip").read_bytes()
    path = zipped({f"{i}.zip": inner for i in range(3)}, tmp_path / "a.zip")
    monkeypatch.setattr(bundles.Allowance, "__init__", lambda self: self.__dict__.update(members=8, bytes=10**6))
    found = outcomes(path, tmp_path)
    assert [out.failure.code for out in found if out.failure] == [Code.HOSTILE, Code.HOSTILE]


def test_the_page_and_its_envelope_agree(tmp_path):
    carried = messages.attachment("kh.txt", messages.wrapped(PLAN_BYTES))
    envelope, page = outcomes(messages.edxml(tmp_path / "a.edxml", carried), tmp_path)
    assert envelope.dispatch.symbol.value == page.dispatch.symbol.value == "119/KH-SNV"
    assert [f for f in page.findings if f.code == "ENVELOPE_DIFFERS"] == []


@pytest.mark.parametrize(
    ("field", "changes", "said"),
    [
        ("symbol", {"number": "120"}, "«120/KH-SNV», trên văn bản là «119/KH-SNV»"),
        ("issued_on", {"day": "2023/06/13"}, "«2023-06-13», trên văn bản là «2023-06-12»"),
        ("subject", {"subject": "Tổng kết công tác phòng cháy"}, "«Tổng kết công tác phòng cháy», trên văn bản là"),
    ],
)
def test_the_page_contradicts_its_envelope(tmp_path, field, changes, said):
    carried = messages.attachment("kh.txt", messages.wrapped(PLAN_BYTES))
    path = messages.edxml(tmp_path / "a.edxml", carried, inner=messages.header(**changes))
    _, page = outcomes(path, tmp_path)
    found = [f for f in page.findings if f.code == "ENVELOPE_DIFFERS"]
    assert [f.field for f in found] == [field] and said in found[0].message
    assert page.status is Status.NEEDS_REVIEW


def test_an_annex_is_not_held_against_the_envelope(tmp_path):
    other = PLAN.replace("119/KH", "45/KH").encode()
    carried = messages.attachment("kh.txt", messages.wrapped(PLAN_BYTES)) + messages.attachment(
        "viện dẫn.txt", messages.wrapped(other), "cid:2"
    )
    found = outcomes(messages.edxml(tmp_path / "a.edxml", carried), tmp_path)
    assert [f for out in found for f in out.findings if f.code == "ENVELOPE_DIFFERS"] == []


# Laws


def test_a_member_is_there_or_missing():
    with pytest.raises(ValueError, match="path or a failure"):
        Member("a")
    with pytest.raises(ValueError, match="dispatch or a bundle"):
        Outcome(Source("a", None, "", 0, "x"), Status.CLEAN)


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["zip", "eml", "msg", "edxml", "soap"]),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=20),
    cut=st.floats(0.05, 1),
)
def test_any_bytes_unpack_or_are_refused_by_name(tmp_path_factory, kind, changes, cut):
    folder = tmp_path_factory.mktemp("any")
    data = bytearray(_good(folder, kind))
    for place, byte in changes:
        data[int(place * len(data))] = byte
    path = folder / "any.bin"
    path.write_bytes(bytes(data[: max(1, int(cut * len(data)))]))
    try:
        source = open_source(path)
        for member in registry.unpack(source, folder).members:
            assert member.failure or member.path.parent.parent.parent == folder
        registry.read(source)
    except FileError as error:
        assert error.failure.message


def _good(folder, kind):
    carried = messages.attachment("kh.txt", messages.wrapped(PLAN_BYTES))
    path = folder / f"good.{kind}"
    match kind:
        case "zip":
            zipped({"a/b.txt": PLAN, "c.txt": "x"}, path)
        case "eml":
            messages.mail(path, PLAN, ("a.txt", b"x"))
        case "msg":
            messages.msg(path, ("a.txt", b"x"))
        case "edxml":
            messages.edxml(path, carried)
        case "soap":
            messages.soap(path, "a.txt", PLAN_BYTES)
    return path.read_bytes()
