"""Cited documents: what each is, what it is to the citing one, and what is no citation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.fields import references
from pipeline.model import Block, Profile, Reference, Relation, Table, Zones
from pipeline.model.layout import Cell
from tests.factories import block, layout, line, zones


def read(*texts: str | Block, **rest: object) -> list[Reference]:
    return cited(zones(*texts, **rest))  # type: ignore[arg-type]


def cited(split: Zones) -> list[Reference]:
    found = references.find(split, Profile.STATE)
    printed = [*(b.text for b in split.body), *(made.text for made in split.layout.lines)]
    for candidate in found:
        assert candidate.name == "references"
        assert all(any(e.text in text for text in printed) for e in candidate.field.evidence)
    return [c.field.value for c in found]


def test_the_citation_of_a_plan() -> None:
    (reference,) = read(
        "Thực hiện Kế hoạch số 219/KH-UBND ngày 07/9/2022 của Ủy ban nhân dân tỉnh về tổ chức phong trào thi đua "
        "“Vì người nghèo - Không để ai; bị bỏ lại” giai đoạn 2021-2025 trên địa bàn tỉnh; Sở Nội vụ xây dựng kế hoạch như sau:"
    )
    assert reference.symbol == "219/KH-UBND"
    assert reference.doc_type == "Kế hoạch"
    assert str(reference.issued_on) == "2022-09-07"
    assert reference.issuer == "Ủy ban nhân dân tỉnh"
    assert reference.subject == (
        "về tổ chức phong trào thi đua “Vì người nghèo - Không để ai; bị bỏ lại” giai đoạn 2021-2025 trên địa bàn tỉnh"
    )
    assert reference.relation is Relation.IMPLEMENTS


RELATIONS = [
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;", "basis"),
    ("Xét đề nghị của Giám đốc Sở Y tế tại Tờ trình số 6/TTr-SYT ngày 02/3/2020,", "basis"),
    ("Theo đề nghị của Sở Y tế tại Công văn số 12/SYT-NV,", "basis"),
    ("- Căn cứ Hướng dẫn số 37 - HD/VPTW, ngày 20/12/2010 của Văn phòng Trung ương Đảng;", "basis"),
    ("Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị,", "implements"),
    ("Sở đã tổ chức thực hiện nghiêm Kế hoạch số 12/KH-UBND.", "implements"),
    ("1. Sửa đổi, bổ sung Điều 3 Quyết định số 12/2019/QĐ-UBND như sau:", "amends"),
    ("Quyết định này thay thế Quyết định số 12/2019/QĐ-UBND ngày 02/3/2019.", "replaces"),
    ("Bãi bỏ Quyết định số 12/2019/QĐ-UBND.", "replaces"),
    ("(Ban hành kèm theo Quyết định số 12/2019/QĐ-UBND ngày 02/3/2019)", "attached_to"),
    ("(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2019 của UBND tỉnh)", "attached_to"),
    ("Việc khen thưởng theo quy định tại Thông tư số 12/2019/TT-BNV.", "mentions"),
    ("Các đơn vị thực hiện theo hướng dẫn tại Công văn số 12/SNV-TĐKT.", "mentions"),
]


@pytest.mark.parametrize(("text", "relation"), RELATIONS)
def test_relation(text: str, relation: str) -> None:
    (reference,) = read(text)
    assert reference.relation.value == relation


LISTS = [
    (
        "a title that cites another document",
        "Căn cứ Nghị định số 85/2023/NĐ-CP ngày 07/12/2023 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số "
        "115/2020/NĐ-CP ngày 25/9/2020 về tuyển dụng viên chức;",
        [("85/2023/NĐ-CP", "Nghị định", "basis"), ("115/2020/NĐ-CP", "Nghị định", "mentions")],
    ),
    (
        "one căn cứ, several documents",
        "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022; Nghị định số 98/2023/NĐ-CP ngày 31/12/2023;",
        [("06/2022/QH15", "Luật", "basis"), ("98/2023/NĐ-CP", "Nghị định", "basis")],
    ),
    (
        "the second number has no type of its own",
        "Căn cứ các Thông báo số 39/TB-VPCP ngày 01/02/2008 và 172/TB-VPCP ngày 05/8/2007 của Văn phòng Chính phủ;",
        [("39/TB-VPCP", "Thông báo", "basis"), ("172/TB-VPCP", "Thông báo", "basis")],
    ),
    (
        "a list of replaced documents",
        "Quyết định này thay thế Quyết định số 12/2010/QĐ-UBND ngày 01/02/2010 của UBND tỉnh và Quyết định số 13/2011/QĐ-UBND.",
        [("12/2010/QĐ-UBND", "Quyết định", "replaces"), ("13/2011/QĐ-UBND", "Quyết định", "replaces")],
    ),
    (
        "the document itself, forms, standards, nicknames",
        "Kế hoạch này theo mẫu số 02/TĐKT, TCVN 7978:2009, Đề án 06/CP, phong trào năm 2022/2023.",
        [],
    ),
]


@pytest.mark.parametrize(("why", "text", "want"), LISTS, ids=[c[0] for c in LISTS])
def test_lists(why: str, text: str, want: list[tuple[str, str, str]]) -> None:
    assert [(r.symbol, r.doc_type, r.relation.value) for r in read(text)] == want


def test_parts_of_a_citation() -> None:
    first, second = read(
        "Xét đề nghị của Giám đốc Sở Tài chính tại Tờ trình số 66/TTr-STC ngày 29/4/2008 về việc phê duyệt Kế hoạch.",
        "Theo CV số 12/UBND-NC của UBND tỉnh ngày 5 tháng 6 năm 2020 v/v khen thưởng đột xuất (gửi kèm)",
    )
    assert (first.issuer, first.subject) == ("Giám đốc Sở Tài chính", "về việc phê duyệt Kế hoạch")
    assert (second.issuer, second.subject) == ("UBND tỉnh", "v/v khen thưởng đột xuất")
    assert str(second.issued_on) == "2020-06-05"


def test_one_per_symbol_and_not_the_own_one() -> None:
    page = layout("Số: 15/KH-SNV", "V/v thực hiện Quyết định số 666/QĐ-TTg")
    split = Zones(
        page,
        head_left=page.lines,
        body=(
            block("Thực hiện Quyết định số 666/QĐ-TTg ngày 02/6/2022; (kèm theo Kế hoạch số 15/KH-SNV)"),
            block("Quyết định số 666/QĐ-TTg và QUYẾT ĐỊNH SỐ 666/QĐ-TTG, Quyết định số 666/QĐ/TTg"),
        ),
    )
    (only,) = cited(split)
    assert (only.symbol, str(only.issued_on)) == ("666/QĐ-TTg", "2022-06-02")


def test_a_title_may_carry_the_own_symbol() -> None:
    page = layout("Nghị định của Chính phủ số 114/2003/NĐ-CP", "Kế hoạch thực hiện Nghị quyết số 5/NQ-HĐND")
    assert [r.symbol for r in cited(Zones(page, title=page.lines))] == ["5/NQ-HĐND"]


def test_what_the_v_v_line_cites_counts_even_over_a_line_end() -> None:
    page = layout("Số: 15/SNV-TĐKT", "V/v triển khai Quyết định số 666/QĐ-", "TTg của Thủ tướng")
    assert [r.symbol for r in cited(Zones(page, head_left=page.lines))] == ["666/QĐ-TTg"]


def test_annexes_do_not_count_but_tables_of_the_main_text_do() -> None:
    page = layout(
        "Căn cứ Kế hoạch số 1/KH-UBND", "Công văn số 2/SNV-TC", "Căn cứ Công văn số 3/SNV-TC", "Công văn số 4/SNV-TC"
    )
    main, inner, annex, later = page.lines

    def table(index: int, row: int) -> Table:
        return Table(index, 1, 1, (Cell(0, 0, page.lines[row].text, (row,)),))

    split = Zones(
        page,
        body=(block(main.text, main.index), block(annex.text, annex.index, annex=1)),
        tables=(table(0, inner.index), table(1, later.index)),
    )
    assert [r.symbol for r in cited(split)] == ["1/KH-UBND", "2/SNV-TC"]


def test_a_misprint_is_kept_with_low_confidence() -> None:
    (candidate,) = references.find(zones("Căn cứ Quyết định số 18/20202QĐ-UBND ngày 15/7/2020;"), Profile.STATE)
    assert candidate.field.value.symbol == "18/20202QĐ-UBND"
    assert candidate.field.confidence < 0.7


WORDS = [
    "Căn cứ",
    "Thực hiện",
    "Kế hoạch",
    "số",
    "12/KH-UBND",
    "ngày 02/3/2020",
    "của",
    "UBND tỉnh",
    "về",
    ";",
    ",",
    "và",
    "(",
    ")",
    ".",
    "“",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_evidence_stands_in_the_text_and_symbols_are_distinct(words: list[str]) -> None:
    text = " ".join(words)
    found = references.find(Zones(layout(text), body=(Block(text, (), ""), block(text))), Profile.STATE)
    assert len({c.field.value.symbol for c in found}) == len(found)
    for candidate in found:
        assert candidate.field.raw in text
        assert "12/KH-UBND" in candidate.field.raw


@given(st.text(max_size=100))
def test_nothing_raises(text: str) -> None:
    made = line(text.replace("\n", " ").replace("\r", " "))
    references.find(zones(made.text), Profile.STATE)
