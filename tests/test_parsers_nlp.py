"""Sentences and cues of administrative prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import nlp
from parsers.nlp import analyse


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in analyse(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tổ chức lớp học. Mở hội thi.", ["Tổ chức lớp học.", "Mở hội thi."]),
        ("Họp tại TP. Lạc Hồng do ThS. Lê Văn Thử chủ trì.", ["Họp tại TP. Lạc Hồng do ThS. Lê Văn Thử chủ trì."]),
        ("thi đua, khen thưởng, v.v. của đơn vị", ["thi đua, khen thưởng, v.v. của đơn vị"]),
        ("1. Mục tiêu: giảm nghèo.", ["1. Mục tiêu: giảm nghèo."]),
        ("a. Đối với tập thể. Có mô hình hay.", ["a. Đối với tập thể.", "Có mô hình hay."]),
        ("Giúp 5 hộ; xây 2 nhà;", ["Giúp 5 hộ;", "xây 2 nhà;"]),
        (
            "Báo cáo (trước ngày 15/11; gửi Văn phòng) về Sở. Hết.",
            ["Báo cáo (trước ngày 15/11; gửi Văn phòng) về Sở.", "Hết."],
        ),
        ("Đạt 7.000 phòng.Cụ thể như sau", ["Đạt 7.000 phòng.", "Cụ thể như sau"]),
        ("Cuộc sống ấm no. Nhân dân phấn khởi.", ["Cuộc sống ấm no.", "Nhân dân phấn khởi."]),
        # a bracket that never closes shields nothing
        ("Tuyên truyền (qua loa. Phát tờ rơi. Mở hội thi.", ["Tuyên truyền (qua loa.", "Phát tờ rơi.", "Mở hội thi."]),
        ("", []),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


def test_cues_are_whole_phrases_the_longest_first():
    text = "Phấn đấu giảm xuống còn 3%"
    cues = {g: [text[c.start : c.end] for c in found] for g, found in analyse(text).cues.items() if found}
    assert cues["strong_goal"] == ["Phấn đấu"]
    assert cues["down"] == ["giảm xuống còn"]


@given(st.text(alphabet="abĐạ .;:()“”/-1,", max_size=80))
def test_sentences_cover_every_letter_once_and_in_order(text):
    spans = analyse(text).sentences
    assert "".join(text[s.start : s.end] for s in spans).replace(" ", "") == text.replace(" ", "")


def test_words_of_past_documents_are_let_go_and_nothing_reads_otherwise(monkeypatch) -> None:
    kept = len(nlp._pipeline().vocab.strings)
    monkeypatch.setattr(nlp, "_WORDS", kept + 100)
    text = "Tổ chức lớp học. Mở hội thi, phấn đấu giảm nghèo."
    first = analyse.__wrapped__(text)
    for block in range(60):
        analyse.__wrapped__(" ".join(f"từ{block}x{word}" for word in range(20)))
        assert len(nlp._pipeline().vocab.strings) < kept + 700
    assert analyse.__wrapped__(text) == first
