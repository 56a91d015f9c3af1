"""Writes ``examples/inbox``: one plan, the reports of eleven units, and what goes wrong in practice.

One revised report, one late, one duplicate, one with a wrong total, one unreadable file. All made up.
Run: ``python examples/make_inbox.py``. LibreOffice makes the PDF files; they are committed, so the demo needs none.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import xlsxwriter
from letterhead import NOTE, Letter
from units import DEPARTMENT, MOVEMENT, PERIOD, PLAN, PROVINCE, UNITS, Unit

INBOX = Path(__file__).parent / "inbox"
LABELS = {
    "A05": ("Số lượt người được tuyên truyền", "lượt người"),
    "C01": ("Tổng kinh phí huy động thực hiện phong trào", "triệu đồng"),
    "C02": ("Trong đó: ngân sách nhà nước", "triệu đồng"),
    "C03": ("Trong đó: xã hội hóa", "triệu đồng"),
    "C04": ("Số tiền ủng hộ Quỹ “Vì người nghèo”", "triệu đồng"),
    "C06": ("Số ngày công lao động giúp hộ nghèo", "ngày công"),
    "D01": ("Số nhà Đại đoàn kết xây mới", "nhà"),
    "D02": ("Số nhà Đại đoàn kết sửa chữa", "nhà"),
    "D03": ("Số nhà tạm, nhà dột nát đã xóa", "nhà"),
    "D05": ("Số mô hình giảm nghèo, sinh kế hỗ trợ", "mô hình"),
    "D06": ("Số hộ tham gia, hưởng lợi mô hình", "hộ"),
    "D07": ("Số lượt người được tập huấn khuyến nông", "lượt người"),
    "B09": ("Số hộ thoát nghèo", "hộ"),
    "D15": ("Số hộ nghèo được nhận giúp đỡ", "hộ"),
}
PHRASES = {
    "A05": "Tổ chức tuyên truyền về công tác giảm nghèo cho {} lượt người.",
    "C01": "Tổng kinh phí huy động thực hiện phong trào là {} triệu đồng, trong đó ngân sách nhà nước {C02} triệu đồng, "
    "xã hội hóa {C03} triệu đồng.",
    "C04": "Cán bộ, công chức, viên chức ủng hộ Quỹ “Vì người nghèo” {} triệu đồng.",
    "C06": "Đóng góp {} ngày công lao động giúp hộ nghèo.",
    "D01": "Hỗ trợ xây mới {} nhà Đại đoàn kết.",
    "D02": "Hỗ trợ sửa chữa {} nhà Đại đoàn kết.",
    "D03": "Xóa {} nhà tạm, nhà dột nát.",
    "D05": "Xây dựng, nhân rộng {} mô hình giảm nghèo.",
    "D06": "Có {} hộ tham gia mô hình.",
    "D07": "Tập huấn khuyến nông cho {} lượt người.",
    "B09": "Có {} hộ thoát nghèo.",
    "D15": "Nhận giúp đỡ có địa chỉ {} hộ nghèo.",
}


def shown(value: float) -> str:
    """Give a figure as Vietnamese readers write it; counts under ten are padded."""
    if value == int(value):
        return f"{int(value):02d}" if value < 10 else f"{int(value):,}".replace(",", ".")
    return f"{value:,.2f}".rstrip("0").replace(",", " ").replace(".", ",").replace(" ", ".")


def day(d: int, m: int, year: int = 2023) -> str:
    return (
        f"{PROVINCE}, ngày {d:02d} tháng {m:02d} năm {year}"
        if m < 3
        else f"{PROVINCE}, ngày {d:02d} tháng {m} năm {year}"
    )


def plan() -> None:
    letter = Letter(f"ỦY BAN NHÂN DÂN\nTỈNH {PROVINCE.upper()}", DEPARTMENT.upper(), PLAN[0], day(28, 9, 2022))
    letter.title("KẾ HOẠCH", f"Tổ chức thực hiện Phong trào thi đua “{MOVEMENT}” {PERIOD}")
    letter.say(
        f"Thực hiện Kế hoạch số 87/KH-UBND ngày 07/9/2022 của Ủy ban nhân dân tỉnh {PROVINCE} về việc tổ chức thực hiện phong trào thi đua "
        f"“{MOVEMENT}” {PERIOD} trên địa bàn tỉnh; {DEPARTMENT} xây dựng kế hoạch tổ chức thực hiện như sau:"
    )
    letter.heading("I. MỤC ĐÍCH, YÊU CẦU")
    letter.say(
        "1. Nâng cao trách nhiệm của các phòng, đơn vị trực thuộc đối với công tác giảm nghèo; động viên cán bộ, công chức, viên chức chung tay giúp hộ nghèo vươn lên.",
        "2. Nội dung thi đua thiết thực, gắn với nhiệm vụ chuyên môn của từng đơn vị; khen thưởng kịp thời, đúng người, đúng việc.",
    )
    letter.heading("II. CHỈ TIÊU THI ĐUA")
    letter.say(
        "1. Phấn đấu bình quân mỗi năm giúp từ 150 đến 200 hộ thoát nghèo.",
        "2. Mỗi năm tập huấn khuyến nông cho ít nhất 5.000 lượt người.",
        "3. Mỗi năm hỗ trợ xây mới tối thiểu 10 nhà Đại đoàn kết.",
        "4. Mỗi năm huy động trên 2.000 triệu đồng thực hiện phong trào.",
    )
    letter.heading("III. NỘI DUNG VÀ GIẢI PHÁP")
    letter.say(
        "1. Tham mưu cơ chế, chính sách hỗ trợ sản xuất cho hộ nghèo, hộ cận nghèo.",
        "2. Xây dựng và nhân rộng các mô hình sinh kế phù hợp với từng địa bàn.",
        "3. Vận động ủng hộ Quỹ “Vì người nghèo”, đóng góp ngày công, nhận giúp đỡ hộ nghèo có địa chỉ.",
    )
    letter.heading("IV. HÌNH THỨC KHEN THƯỞNG")
    letter.say(
        "Giấy khen của Giám đốc Sở, Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh tặng cho tập thể, cá nhân có thành tích xuất sắc, tiêu biểu "
        "vào dịp sơ kết, tổng kết phong trào."
    )
    letter.heading("V. TIẾN ĐỘ THỰC HIỆN")
    letter.say(
        "1. Xây dựng kế hoạch, phát động phong trào thi đua: quý III năm 2022.",
        "2. Sơ kết phong trào thi đua: quý IV/2023.",
        "3. Tổng kết phong trào thi đua vào năm 2025.",
    )
    letter.heading("VI. TỔ CHỨC THỰC HIỆN")
    letter.say(
        "1. Các phòng, đơn vị trực thuộc Sở căn cứ Kế hoạch này xây dựng kế hoạch của đơn vị; báo cáo kết quả thực hiện về Sở (qua Văn phòng Sở) trước ngày 15/12 hằng năm.",
        "2. Văn phòng Sở chủ trì, phối hợp với các đơn vị theo dõi, đôn đốc, tổng hợp kết quả, tham mưu Giám đốc Sở báo cáo Hội đồng Thi đua - Khen thưởng tỉnh.",
        f"Trên đây là Kế hoạch tổ chức thực hiện Phong trào thi đua “{MOVEMENT}” {PERIOD} của {DEPARTMENT}./.",
    )
    letter.sign(
        ["Hội đồng TĐKT tỉnh", "Ban TĐKT - Sở Nội vụ", "Ban Giám đốc Sở", "Các phòng, đơn vị trực thuộc Sở"],
        "VT, VP",
        ["GIÁM ĐỐC"],
        "Cù Huy Sơn",
    )
    letter.save(INBOX / "01. Ke hoach phong trao thi dua 2021-2025.docx")


def report(unit: Unit, number: int, d: int, m: int, figures: dict[str, float], *, replaces: str = "") -> Letter:
    symbol = f"{number}/BC-{unit.code}"
    issuer = unit.name.upper()
    letter = Letter(DEPARTMENT.upper(), issuer, symbol, day(d, m))
    letter.title("BÁO CÁO", f"Kết quả thực hiện Phong trào thi đua “{MOVEMENT}” năm 2023")
    letter.to(f"{DEPARTMENT} (qua Văn phòng Sở)")
    letter.say(
        f"Thực hiện Kế hoạch số {PLAN[0]} ngày {PLAN[1]} của {DEPARTMENT} về tổ chức thực hiện Phong trào thi đua “{MOVEMENT}” {PERIOD}, "
        f"{unit.name} báo cáo kết quả năm 2023 như sau:"
    )
    if replaces:
        letter.say(f"Báo cáo này thay thế {replaces}.")
    letter.heading("I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO")
    letter.say(
        "Đơn vị đã ban hành kế hoạch thực hiện phong trào, phân công lãnh đạo phụ trách, đưa nội dung phong trào vào sinh hoạt chuyên môn hằng tháng."
    )
    letter.heading("II. KẾT QUẢ THỰC HIỆN")
    if unit.shape in ("prose", "pdf", "revised"):
        for i, (code, phrase) in enumerate(((c, p) for c, p in PHRASES.items() if c in figures), 1):
            letter.say(f"{i}. " + phrase.format(shown(figures[code]), **{k: shown(v) for k, v in figures.items()}))
        missing = [LABELS[c][0] for c in ("D01", "D02", "D03") if c not in figures]
        if len(missing) == 3:
            letter.say("Trong năm, đơn vị không phát sinh hỗ trợ nhà ở.")
    else:
        letter.say(
            f"Trong năm 2023, đơn vị có {shown(figures.get('B09', 0))} hộ thoát nghèo."
            if figures.get("B09")
            else "Trong năm 2023, đơn vị tập trung vận động ủng hộ và giúp đỡ hộ nghèo.",
            "Kết quả chi tiết tại Phụ lục kèm theo Báo cáo này.",
        )
    letter.heading("III. KHEN THƯỞNG")
    if unit.nominees:
        letter.say("Đơn vị đề nghị khen thưởng các tập thể, cá nhân sau:")
        rows = [[str(i), name, position, award] for i, (name, position, award) in enumerate(unit.nominees, 1)]
        letter.table([["STT", "Họ và tên/Tập thể", "Chức vụ", "Hình thức đề nghị khen thưởng"]], rows)
    else:
        letter.say("Năm 2023, đơn vị không đề nghị khen thưởng.")
    letter.heading("IV. TỒN TẠI, HẠN CHẾ")
    letter.say(unit.weakness or "Nguồn lực của đơn vị còn hạn chế so với nhu cầu của hộ nghèo.")
    letter.heading("V. KIẾN NGHỊ, ĐỀ XUẤT")
    letter.say(unit.proposal or "Đơn vị không có kiến nghị.", f"Trên đây là báo cáo của {unit.name}./.")
    letter.sign([DEPARTMENT, "Lãnh đạo đơn vị"], "VT", [unit.head], unit.signer)
    parent = f"Báo cáo số {symbol} ngày {d:02d}/{m}/2023 của {unit.name}"
    if unit.shape in ("table", "total"):
        letter.annex("Kết quả thực hiện các chỉ tiêu năm 2023", parent)
        rows = [[str(i), LABELS[c][0], LABELS[c][1], shown(v)] for i, (c, v) in enumerate(figures.items(), 1)]
        letter.table([["STT", "Chỉ tiêu", "Đơn vị tính", "Kết quả năm 2023"]], rows)
    if unit.shape == "wide":
        letter.annex("Kết quả thực hiện các chỉ tiêu năm 2023", parent)
        rows = [
            [
                str(i),
                LABELS[c][0],
                LABELS[c][1],
                shown(round(v * 0.9)),
                shown(v),
                shown(round(v * 1.4)),
                shown(round(v / round(v * 0.9) * 100, 1)),
            ]
            for i, (c, v) in enumerate(figures.items(), 1)
        ]
        letter.table(
            [
                ["STT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2023", "Kết quả thực hiện", "", "Đạt (%)"],
                ["", "", "", "", "Năm 2023", "Lũy kế từ năm 2022", ""],
            ],
            rows,
            merges=[((0, i), (1, i)) for i in (0, 1, 2, 3, 6)] + [((0, 4), (0, 5))],
        )
    return letter


def sheet(unit: Unit) -> None:
    """A report that came as a workbook: head on the first rows, figures below, signature at the end."""
    path = INBOX / f"BC {unit.code} nam 2023.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Bao cao")
        bold, head = (
            book.add_format({"bold": True, "align": "center"}),
            book.add_format({"bold": True, "border": 1, "text_wrap": True}),
        )
        cell = book.add_format({"border": 1})
        page.set_column(0, 0, 6), page.set_column(1, 1, 52), page.set_column(2, 3, 24)
        page.merge_range("A1:B1", DEPARTMENT.upper(), book.add_format({"align": "center"}))
        page.merge_range("C1:D1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold)
        page.merge_range("A2:B2", unit.name.upper(), bold)
        page.merge_range("C2:D2", "Độc lập - Tự do - Hạnh phúc", bold)
        page.merge_range("A3:B3", f"Số: {unit.number}/BC-{unit.code}", book.add_format({"align": "center"}))
        page.merge_range("C3:D3", day(*unit.day), book.add_format({"italic": True, "align": "center"}))
        page.merge_range("A5:D5", "BÁO CÁO", bold)
        page.merge_range("A6:D6", f"Kết quả thực hiện Phong trào thi đua “{MOVEMENT}” năm 2023", bold)
        page.merge_range("A7:D7", f"(Thực hiện Kế hoạch số {PLAN[0]} ngày {PLAN[1]} của {DEPARTMENT})")
        for column, text in enumerate(("STT", "Chỉ tiêu", "Đơn vị tính", "Kết quả năm 2023")):
            page.write(8, column, text, head)
        for row, (code, value) in enumerate(unit.figures.items(), 9):
            page.write(row, 0, row - 8, cell), page.write(row, 1, LABELS[code][0], cell)
            page.write(row, 2, LABELS[code][1], cell), page.write(row, 3, value, cell)
        last = 10 + len(unit.figures)
        page.merge_range(last, 2, last, 3, unit.head, bold)
        page.merge_range(last + 4, 2, last + 4, 3, unit.signer, bold)
        (
            page.write(last, 0, "Nơi nhận:"),
            page.write(last + 1, 0, f"- {DEPARTMENT};"),
            page.write(last + 2, 0, "- Lưu: VT."),
        )
        page.write(last + 6, 0, NOTE)


def to_pdf(letter: Letter, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{name}.docx"
        letter.save(source)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(INBOX), str(source)],
            check=True, capture_output=True,
        )  # fmt: skip


def main() -> None:
    shutil.rmtree(INBOX, ignore_errors=True)
    INBOX.mkdir()
    plan()
    for unit in UNITS:
        name = f"BC {unit.code} nam 2023"
        d, m = unit.day
        if unit.shape == "sheet":
            sheet(unit)
        elif unit.shape == "pdf":
            to_pdf(report(unit, unit.number, d, m, unit.figures), name)
        elif unit.shape == "revised":
            first = unit.figures | {"D07": 225, "B09": 9}
            report(unit, unit.number, d, m, first).save(INBOX / f"{name}.docx")
            old = f"Báo cáo số {unit.number}/BC-{unit.code} ngày {d:02d}/{m}/2023 của {unit.name}"
            report(unit, unit.number + 8, 14, 12, unit.figures, replaces=old).save(INBOX / f"{name} (thay the).docx")
        else:
            report(unit, unit.number, d, m, unit.figures).save(INBOX / f"{name}.docx")
    shutil.copyfile(INBOX / "BC TTKN nam 2023.docx", INBOX / "Copy of BC TTKN.docx")
    whole = (INBOX / "BC CCCNTY nam 2023.docx").read_bytes()
    (INBOX / "BC BQLDA nam 2023.docx").write_bytes(whole[: len(whole) // 3])


if __name__ == "__main__":
    main()
