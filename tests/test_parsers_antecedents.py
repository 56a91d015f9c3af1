"""What "nêu trên", "này" and a bare number mean, and when they mean nothing for sure. All made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.fields import references
from parsers.values import mentions
from pipeline.model import Profile, Reference
from tests.factories import block, layout, zones

PLAN = "KẾ HOẠCH Tổ chức phong trào thi đua “Làng vui”"
FIRST = "Kế hoạch số 12/KH-UBND ngày 02/3/2022 của UBND tỉnh Lạc Hồng"
OTHER = "Kế hoạch số 34/KH-HĐTĐKT ngày 03/3/2022 của Hội đồng Thi đua - Khen thưởng tỉnh"


def read(*texts: str, title: str = PLAN) -> list[Reference]:
    split = zones(*texts, title=title)
    lines = [line.text for line in split.layout.lines]
    found = [c.field.value for c in references.find(split, Profile.STATE)]
    assert all(any(e.text in text for text in lines) for r in found for e in r.mentions)
    return found


def again(*texts: str, title: str = PLAN) -> list[tuple[str, str, list[str]]]:
    return [(r.symbol, r.relation.value, [e.text for e in r.mentions]) for r in read(*texts, title=title)]


MEANT = [
    (
        "what is carried out is told where it is named again",
        [f"Ngày 02/3, tỉnh đã gửi {FIRST}.", "Để thực hiện Kế hoạch nêu trên, các đơn vị báo cáo."],
        ("implements", ["Kế hoạch nêu trên"]),
    ),
    ("in the same sentence", [f"Tỉnh đã gửi {FIRST}; Kế hoạch nói trên nêu rõ."], ("mentions", ["Kế hoạch nói trên"])),
    ("by its number alone", [f"Đã nhận {FIRST}.", "Triển khai Kế hoạch số 12."], ("implements", ["Kế hoạch số 12"])),
    ("by number and word", [f"Theo {FIRST}.", "Kế hoạch 12 nêu trên đã hết."], ("basis", ["Kế hoạch 12 nêu trên"])),
    ("a bare word before its issuer", [f"Theo {FIRST}.", "Kế hoạch trên của tỉnh."], ("basis", ["Kế hoạch trên"])),
    ("any document, right after", [f"Theo {FIRST}.", "Thực hiện Văn bản nêu trên."], ("basis", ["Văn bản nêu trên"])),
    ("a place follows, not a pointer", [f"Theo {FIRST}.", "Kế hoạch trên địa bàn tỉnh."], ("basis", [])),
    ("several at once", [f"Theo {FIRST}.", "Thực hiện các Kế hoạch nêu trên."], ("basis", [])),
    ("another type", [f"Theo {FIRST}.", "Thực hiện Quyết định nêu trên."], ("basis", [])),
    ("another number", [f"Theo {FIRST}.", "Thực hiện Kế hoạch số 13."], ("basis", [])),
    ("a common noun", [f"Theo {FIRST}.", "Làm tốt kế hoạch đó."], ("basis", [])),
    ("the document itself", [f"Theo {FIRST}.", "Thực hiện Kế hoạch này."], ("basis", [])),
    ("the document itself, any word", [f"Theo {FIRST}.", "Thực hiện văn bản này."], ("basis", [])),
]


@pytest.mark.parametrize(("why", "texts", "want"), MEANT, ids=[c[0] for c in MEANT])
def test_meant(why: str, texts: list[str], want: tuple[str, list[str]]) -> None:
    assert again(*texts) == [("12/KH-UBND", *want)]


def test_nothing_is_invented_without_a_symbol() -> None:
    assert again("Thực hiện Quyết định nêu trên và Kế hoạch số 12, các đơn vị báo cáo.") == []


def test_two_in_one_passage_are_not_told_apart_unless_the_issuer_is_named() -> None:
    both = f"Ngày 05/3, đơn vị nhận {FIRST} và {OTHER}."
    assert all(mentions == [] for _, _, mentions in again(both, "Để thực hiện Kế hoạch nêu trên, Sở đề nghị."))
    named = again(both, "Để thực hiện Kế hoạch nêu trên của UBND tỉnh Lạc Hồng, Sở đề nghị.")
    assert [(symbol, relation) for symbol, relation, _ in named] == [
        ("12/KH-UBND", "implements"),
        ("34/KH-HĐTĐKT", "mentions"),
    ]


def test_the_last_passage_counts_and_bases_in_a_row_are_one_passage() -> None:
    assert again(f"Đã nhận {FIRST}.", f"Đã nhận {OTHER}.", "Thực hiện Kế hoạch nêu trên.")[1][2] == [
        "Kế hoạch nêu trên"
    ]
    assert [m for _, _, m in again(f"Căn cứ {FIRST};", f"Căn cứ {OTHER};", "Thực hiện Kế hoạch nêu trên.")] == [[], []]


def test_in_a_letter_this_plan_is_the_one_it_speaks_of() -> None:
    texts = (f"Thực hiện {FIRST}.", "Đề nghị báo cáo kết quả thực hiện Kế hoạch này. Công văn này thay công văn cũ.")
    assert again(*texts, title="")[0][2] == ["Kế hoạch này"]
    decision = (
        "Căn cứ Kế hoạch số 12/KH-UBND;",
        "Ban hành kèm theo Quyết định này Kế hoạch.",
        "Thực hiện Kế hoạch này.",
    )
    assert again(*decision, title="QUYẾT ĐỊNH Về việc ban hành Kế hoạch")[0][2] == []


def test_a_document_inside_the_subject_of_another_is_not_meant() -> None:
    found = again(
        "Thực hiện Nghị định số 85/2023/NĐ-CP ngày 07/12/2023 của Chính phủ sửa đổi Nghị định số 115/2020/NĐ-CP;",
        "Nghị định nêu trên có hiệu lực.",
    )
    assert [m for _, _, m in found] == [["Nghị định nêu trên"], []]


def test_what_the_v_v_line_cites_is_meant_in_the_body_and_replaced_there() -> None:
    page = layout("Số: 15/SNV-TĐKT", "V/v báo cáo theo Công văn số 12/UBND-NC", "Sở thay thế Công văn nêu trên.")
    split = zones(source=page, head_left=page.lines[:2], body=(block(page.lines[2].text, 2),))
    (only,) = [c.field for c in references.find(split, Profile.STATE)]
    assert (only.value.symbol, only.value.relation.value) == ("12/UBND-NC", "replaces")
    assert only.reasons[-1] == "Quan hệ lấy theo chỗ nhắc lại «Công văn nêu trên»."


@given(st.text(alphabet="Kế hoạch quyếtđịn số12/KH-UBnêutràyđó.,; ", max_size=80))
def test_a_mention_opens_with_its_type_and_stands_in_the_text(text: str) -> None:
    for mention in mentions.find_all(text, frozenset({"1", "2", "12"})):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mentions.type_name(text[mention.start : mention.end].split()[0], "") or text[mention.start].isalpha()
