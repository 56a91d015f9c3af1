"""Laws of the body families: they never raise, and every value stands on letters of the page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.fields import milestones, movements, targets, tasks
from pipeline.model import Profile
from tests.factories import block, zones

_PROSE = """phấn đấu giảm tăng đạt từ đến còn ít nhất trên dưới so với năm 2025 quý III/2023 1.000 1,5 1/3 15/21 % hộ nghèo tỷ đồng
triệu ( ) “ ” " ; , . : - – phong trào thi đua Giao Phòng Nội vụ chủ trì báo cáo trước ngày 15/11 hằng tính giai đoạn 2021-2025
đã hiện có trong đó tháng 31/2/2023 Đợt 1: 2 500"""
_WORDS = st.sampled_from(_PROSE.split())
_TEXTS = st.lists(_WORDS, min_size=1, max_size=30).map(" ".join)
_HEADINGS = st.sampled_from(
    [(), ("II. MỤC TIÊU",), ("V. TIẾN ĐỘ",), ("VI. TỔ CHỨC THỰC HIỆN", "1. Phòng Nội vụ:"), ("I. KẾT QUẢ",)]
)
_TITLES = st.sampled_from(["KẾ HOẠCH phong trào thi đua “Làng vui”", "BÁO CÁO kết quả", "QUYẾT ĐỊNH", ""])


@pytest.mark.parametrize("family", [movements, targets, milestones, tasks], ids=lambda m: m.__name__.rsplit(".", 1)[-1])
@settings(max_examples=60, deadline=None)
@given(text=_TEXTS, headings=_HEADINGS, title=_TITLES)
def test_families_never_raise_and_point_at_the_page(family, text, headings, title):
    made = zones(
        block(f"- {text}", label="-", headings=headings), title=title, date="Lạc Hồng, ngày 10 tháng 02 năm 2022"
    )
    found = family.find(made, Profile.STATE)
    lines = made.layout.lines
    for candidate in found:
        assert candidate.field.raw == " ".join(e.text for e in candidate.field.evidence)
        assert all(e.text and e.text in lines[e.index].text for e in candidate.field.evidence)
    assert family.find(made, Profile.STATE) == found
