"""One dispatch as it goes about: a Word draft without a number, the signed PDF, its scan, the edXML that carries it.

All made up, all in real formats: whatever order they come in, they are one dispatch, the signed PDF leads, figures count once.
"""

import itertools
import re
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.taking_in import Intake, Summary
from outputs.store import open_store
from parsers import registry
from parsers.formats import scan
from pipeline.bundles import unfolded
from pipeline.process import process
from pipeline.reference import agencies
from tests import cabinet, messages
from tests.papers import MORNING

SUBJECT = 'Kết quả phong trào thi đua "Chung tay vì cộng đồng" năm 2023'
HEAD = (
    ("UBND TỈNH HỒNG LAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: {number}/BC-SNV", "Hồng Lam, ngày {day} tháng {month} năm 2023"),
)
BODY = """Sở Nội vụ báo cáo kết quả thực hiện phong trào như sau:
I. KẾT QUẢ THỰC HIỆN
Trong năm đã vận động được 4.250 triệu đồng ủng hộ quỹ vì người nghèo,
hỗ trợ 312 hộ nghèo xây mới nhà ở, sửa chữa 128 căn nhà cho gia đình chính sách.
Toàn tỉnh có 45 xã đạt chuẩn nông thôn mới, trong đó có 12 xã đạt chuẩn nâng cao.
Các cấp hội đã giúp 1.960 lượt hội viên vay vốn phát triển sản xuất, kinh doanh.
II. TỒN TẠI, HẠN CHẾ
Một số đơn vị chưa quan tâm tuyên truyền, việc nhân rộng điển hình còn chậm.
III. PHƯƠNG HƯỚNG
Tiếp tục vận động cán bộ, công chức, viên chức hưởng ứng phong trào trong năm tới.""".splitlines()
FOOT = (("Nơi nhận:", "GIÁM ĐỐC"), ("- UBND tỉnh;", ""), ("- Lưu: VT.", ""), ("", "Nguyễn Văn Mẫu"))


def filled(text, number, day, month):
    return text.format(number=number, day=day, month=month)


def draft(path):
    """The Word draft: number and day are blank, one sentence is still worded otherwise."""
    blank = ("      ", "    ", "    ")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="4500"/></w:tcPr>{"".join(cabinet.p(filled(row[i], *blank)) for row in HEAD)}</w:tc>'
        for i in (0, 1)
    )
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
    body = [line.replace("còn chậm", "còn rất chậm ở cơ sở") for line in BODY]
    foot = "".join(f"<w:tc><w:tcPr/>{''.join(cabinet.p(row[i]) for row in FOOT if row[i])}</w:tc>" for i in (0, 1))
    end = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{foot}</w:tr></w:tbl>"
    middle = '<w:jc w:val="center"/>'
    title = cabinet.p("BÁO CÁO", properties=middle) + cabinet.p(SUBJECT, properties=middle)
    return cabinet.docx(path, table + title + "".join(cabinet.p(line) for line in body) + end)


def printed(path):
    """The final as Word prints it: one page of text with the fonts in it."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"pdf.fonttype": 42, "font.family": "DejaVu Serif"}):
        sheet = Figure(figsize=(8.27, 11.69))

        def put(x, y, text, size=11, **rest):
            sheet.text(x / 595, 1 - y / 842, text, fontsize=size, **rest)

        y = 60
        for left, right in HEAD:
            put(160, y, filled(left, "119", "12", "6"), 10, ha="center", weight="bold" if y < 90 else None)
            put(420, y, filled(right, "119", "12", "6"), 10, ha="center", weight="bold" if y < 90 else None)
            y += 20
        put(297, 140, "BÁO CÁO", 13, ha="center", weight="bold")
        put(297, 160, SUBJECT, 11, ha="center", weight="bold")
        for y, line in enumerate(BODY):
            put(70, 195 + 22 * y, line)
        for y, (left, right) in enumerate(FOOT):
            put(70, 440 + 22 * y, left, 10)
            put(430, 440 + 22 * y, right, 11, ha="center", weight="bold")
        sheet.savefig(path, format="pdf", metadata={"CreationDate": None})
    return path


def signed(path):
    """The same with a signature dictionary added behind its end, as signing software does; nobody checks its bytes."""
    data = path.read_bytes()
    root = int(re.search(rb"/Root (\d+) 0 R", data)[1])
    size = int(re.search(rb"/Size (\d+)", data)[1])
    catalogue = re.search(rb"%d 0 obj\s*<<(.*?)>>\s*endobj" % root, data, re.DOTALL)[1]
    page = re.search(rb"(\d+) 0 obj\s*<<[^>]*?/Type /Page\b", data, re.DOTALL)[1]
    objects = {
        root: b"<<%s /AcroForm << /SigFlags 3 /Fields [ %d 0 R ] >> >>" % (catalogue, size),
        size: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (S) /Rect [0 0 0 0] /P %s 0 R /V %d 0 R >>"
        % (page, size + 1),
        size + 1: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M (D:20230612090000+07'00')"
        b" /ByteRange [0 10 20 10] /Contents <00> >>",
    }
    before = re.findall(rb"startxref\s+(\d+)", data)[-1]
    out, table = bytearray(data), b""
    for number, content in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n%strailer\n<< /Size %d /Root %d 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        table, size + 2, root, before, start,
    )  # fmt: skip
    target = path.with_name("bản ký số.pdf")
    target.write_bytes(out)
    return target


def scanned(path, target):
    """A picture of the printed page at 200 dots an inch, a PDF without a letter in it."""
    import pypdfium2

    page = pypdfium2.PdfDocument(path)[0]
    page.render(scale=200 / 72).to_pil().convert("L").save(target, format="PDF", resolution=200)
    return target


def message(target, carried: Path):
    inner = messages.header("119", "BC-SNV", "2023/06/12", SUBJECT.replace('"', "&quot;")).replace(
        "Kế hoạch", "Báo cáo"
    )
    content = messages.attachment(carried.name, messages.wrapped(carried.read_bytes()))
    return messages.edxml(target, content, inner=inner)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("versions")
    page = printed(folder / "in.pdf")
    final = signed(page)
    out = {
        "draft": draft(folder / "dự thảo.docx"),
        "signed": final,
        "edxml": message(folder / "gói.edxml", final),
    }
    if scan.problem() is None:
        out["scan"] = scanned(page, folder / "bản quét.pdf")
    return out


@pytest.fixture(scope="module")
def outcomes(files, tmp_path_factory):
    """Each file read once; the edXML message gives its envelope and the page it carries."""
    toolkit = registry.toolkit(agencies.load())
    inside = tmp_path_factory.mktemp("members")

    def run(paths):
        return (process(path, toolkit, inside) for path in paths)

    return {name: list(unfolded(next(run([path])), run)) for name, path in files.items()}


def test_the_files_are_what_they_are_made_to_be(outcomes):
    read = {name: found[0] for name, found in outcomes.items()}
    assert read["signed"].reading.signed and not read["signed"].reading.ocr
    assert (
        read["signed"].dispatch.symbol.value == "119/BC-SNV"
        and str(read["signed"].dispatch.issued_on.value) == "2023-06-12"
    )
    assert read["draft"].dispatch.number is None and read["draft"].dispatch.subject.value == SUBJECT
    assert [o.source.sha256 for o in outcomes["edxml"]][1] == read["signed"].source.sha256
    assert outcomes["edxml"][1].vouched, "the envelope says what its page says"
    if "scan" in read:
        assert read["scan"].reading.ocr


def test_in_every_order_they_are_one_dispatch(outcomes, store_url):
    """On both databases; every order, since the files are read once."""
    with open_store(store_url) as store:
        for number, order in enumerate(itertools.permutations(outcomes)):
            # Another issuer for each order: one store holds them all.
            for minutes, name in enumerate(order):
                for one in outcomes[name]:
                    body = replace(one.dispatch.issuer.value, text=f"SỞ SỐ {number}", agency=f"so-{number}", name=None)
                    copy = replace(
                        one,
                        source=replace(one.source, sha256=f"{number:02d}{one.source.sha256[2:]}"),
                        dispatch=replace(one.dispatch, issuer=replace(one.dispatch.issuer, value=body)),
                    )
                    moment = MORNING + timedelta(minutes=minutes)
                    store.save(copy, run_id="x", received_at=moment, archived_as=None)
        heads = store.heads(in_force=True)
        assert len(heads) == number + 1 and {h.symbol for h in heads} == {"119/BC-SNV"}
        for head in heads:
            copies = store.versions.copies(head.id)
            assert len(copies) == len(outcomes)
            assert copies[0].leads and copies[0].form == "bản điện tử có chữ ký số"
            assert all(c.why for c in copies)
        counted = {h.id for h in heads}
        figures = [row for row in store.table("result") if row["dispatch_id"] in counted and row["value"] == "4250"]
        assert len(figures) == len(heads), "each figure once a dispatch"
        assert store.verify().whole and store.balance().balanced


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    monkeypatch.setenv("THIDUA_WORKERS", "1")
    (tmp_path / "var" / "inbox").mkdir(parents=True)
    return tmp_path


def take(home, run_id):
    settings = Settings()
    with Intake(settings, run_id) as intake:
        intake.store.start_run("ingest", run_id=run_id)
        left = intake.folder.take_over(settings.inbox)
        mine, failures = intake.claim(sorted(settings.inbox.iterdir()))
        taken = failures + list(intake.take(left + mine))
        intake.store.end_run(run_id, Summary(run_id, tuple(taken)).counts)
        balance, chain = intake.store.balance(), intake.store.verify()
    assert balance.balanced and chain.whole
    return Summary(run_id, tuple(taken)), balance


def test_taken_in_they_are_one_dispatch(home, files):
    """The whole way, in two runs: the draft first, the rest the day after."""
    (home / "var" / "inbox" / "dự thảo.docx").write_bytes(files["draft"].read_bytes())
    take(home, "first")
    for path in files.values():
        (home / "var" / "inbox" / path.name).write_bytes(path.read_bytes())
    summary, balance = take(home, "second")
    kinds = sorted(t.kind for t in summary.taken)
    assert kinds == sorted(["same_file", "same_file", *["new_version"] * (len(files) - 1)])
    assert balance.stored == len(files)
    with open_store(Settings().store_url) as store:
        (head,) = store.heads(in_force=True)
        copies = store.versions.copies(head.id)
        assert (copies[0].form, len(copies)) == ("bản điện tử có chữ ký số", len(files))
        assert store.versions.ties(None, "proposed") == []


# Several dispatches in one file


def plans(*numbers):
    """A text file of so many dispatches, one behind the other."""
    return "\n".join(messages.PLAN.replace("119/KH", f"{n}/KH").replace("Phát động", f"Việc {n}") for n in numbers)


def rows(home, query):
    with sqlite3.connect(home / "var" / "thidua.db") as connection:
        return connection.execute(query).fetchall()


def test_a_file_of_three_is_archived_once_and_told_of_three_times(home):
    (home / "var" / "inbox" / "gộp.txt").write_text(plans(1, 2, 3), encoding="utf-8")
    summary, balance = take(home, "first")
    assert [(t.name, t.kind, t.symbol) for t in summary.taken] == [
        ("gộp.txt", "new", "1/KH-SNV"),
        ("gộp.txt#2", "new", "2/KH-SNV"),
        ("gộp.txt#3", "new", "3/KH-SNV"),
    ]
    assert summary.totals()[0].startswith("Đã tiếp nhận 1 tệp, có thêm 2 văn bản nằm chung tệp: 3 mới")
    assert (balance.received, balance.stored) == (1, 1)
    assert len([p for p in (home / "var" / "archive").glob("*/*") if p.is_file()]) == 1
    (home / "var" / "inbox" / "lại.txt").write_text(plans(1, 2, 3), encoding="utf-8")
    summary, balance = take(home, "second")
    assert [t.kind for t in summary.taken] == ["same_file"] and balance.received == 1
    assert len(rows(home, "SELECT * FROM dispatch")) == 3


def test_a_file_of_two_inside_a_bundle(home):
    cabinet.zipped({"gộp.txt": plans(4, 5), "một.txt": plans(6)}, home / "var" / "inbox" / "hồ sơ.zip")
    summary, balance = take(home, "first")
    assert sorted((t.name, t.kind) for t in summary.taken) == [
        ("gộp.txt", "new"),
        ("gộp.txt#2", "new"),
        ("hồ sơ.zip", "bundle"),
        ("một.txt", "new"),
    ]
    assert (balance.received, balance.stored) == (3, 3)


# A member that could not be had


def test_a_lost_member_lets_nothing_of_its_bundle_go(home, monkeypatch):
    """Killed right after a member without bytes is written down: the bundle's own copy is there for the next run."""
    lost = messages.attachment("thiếu.pdf", "", "cid:9").replace(
        "<ContentTransferEncoded></ContentTransferEncoded>", ""
    )
    sent = messages.attachment("kh.txt", messages.wrapped(messages.PLAN.encode())) + lost
    messages.edxml(home / "var" / "inbox" / "gói.edxml", sent)
    real, seen = Intake._write_down, []

    def dying(self, outcome, archived_as):
        told = real(self, outcome, archived_as)
        if outcome.failure is not None:
            seen.extend(p.name for p in self.folder.path.glob("*/*") if p.is_file())
            raise KeyboardInterrupt
        return told

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "_write_down", dying)
        with pytest.raises(KeyboardInterrupt):
            take(home, "first")
    assert "gói.edxml" in seen
    assert rows(home, "SELECT state FROM file WHERE name = 'gói.edxml'") == [("received",)]
    _, balance = take(home, "second")
    assert (balance.waiting, balance.received, balance.stored, balance.quarantined) == (0, 3, 2, 1)
    assert not list((home / "var" / "work").iterdir())


# On the command line


def test_versions_are_seen_separated_and_put_back_by_command(home, files):
    from flows import versions

    for name in ("draft", "signed"):
        (home / "var" / "inbox" / files[name].name).write_bytes(files[name].read_bytes())
    take(home, "first")
    settings = Settings()

    def told(dispatch=None, what=None, other=None, **rest):
        rest = {"reason": None, "who": "Văn thư"} | rest
        return versions.told(settings, dispatch, what, other, **rest)

    head, lead, other = told()
    assert head.startswith("119/BC-SNV") and lead.startswith(" → bản ký số.pdf") and "dự thảo.docx" in other
    assert "cùng trích yếu; lời văn giống" in other
    draft_id = other.split()[-1]
    assert len(told(draft_id, "separate", reason="Hai văn bản khác nhau")) == 1
    assert told() == ["Không có văn bản nào gồm nhiều tệp."]
    assert len(told("119/BC-SNV", "join", draft_id)) == 2
    assert told(draft_id, "lead")[0].startswith(" → dự thảo.docx")
    assert told(draft_id, "unlead")[0].startswith(" → bản ký số.pdf")
    assert "[không tính]" in "\n".join(told(draft_id, "withdraw", reason="Bản cũ"))
    assert "[không tính]" not in "\n".join(told(draft_id, "keep"))
    assert len(told(draft_id, "rules")) == 2
    for wrong in (("99/BC-X",), (draft_id, "withdraw"), (draft_id, "join"), (None, "lead"), (draft_id, "nhảy")):
        with pytest.raises(versions.CannotDo):
            told(*wrong)


def test_what_waits_for_a_person_is_in_the_status(home, capsys):
    from flows import overview

    text = messages.PLAN.replace(
        "nêu gương người tốt.", " ".join(f"nêu gương {w} việc tốt ở {w}" for w in "abcdefghiklmn")
    )
    other = text.replace("119/KH-SNV", "    /KH-SNV").replace("ngày 12", "ngày 15")
    for name, content in (("ký.txt", text), ("dự thảo.txt", other)):
        (home / "var" / "inbox" / name).write_text(content, encoding="utf-8")
    take(home, "first")
    assert overview.status(Settings()) == 1
    out = capsys.readouterr().out
    assert "Có thể là một văn bản: «" in out and "Hai bản ghi hai ngày khác nhau." in out
