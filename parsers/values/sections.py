"""What a passage is for, told by the headings above it and the kind of document: past results, goals, plans, schedules, tasks."""

import re
from enum import StrEnum
from functools import lru_cache

from pipeline.model import Block, Zones
from pipeline.reference.cues import pattern
from pipeline.text import squeeze


class Outlook(StrEnum):
    """Where the whole document looks: back (a report), ahead (a plan), or neither (rules, decisions, letters)."""

    PAST = "past"
    AHEAD = "ahead"
    NEITHER = "neither"


class Section(StrEnum):
    """What a section holds. OTHER is criteria, awards, budgets, petitions: figures there are neither goals nor results."""

    PAST = "past"
    GOAL = "goal"
    PLAN = "plan"
    TIME = "time"
    TASK = "task"
    PURPOSE = "purpose"
    OTHER = "other"
    NONE = "none"


_GROUPS = (
    ("heading_other", Section.OTHER),
    ("heading_goal", Section.GOAL),
    ("heading_time", Section.TIME),
    ("heading_task", Section.TASK),
    ("heading_past", Section.PAST),
    ("heading_plan", Section.PLAN),
    ("heading_purpose", Section.PURPOSE),
)
_PLANS = re.compile(
    r"\b(?:kế\s+hoạch|chương\s+trình|đề\s+án|phương\s+án|chiến\s+lược|dự\s+thảo\s+kế\s+hoạch|phát\s+động|đăng\s+ký\s+thi\s+đua|giao\s+ước)\b",
    re.IGNORECASE,
)
_PLAN_TITLE = re.compile(
    r"\s*(?:DỰ THẢO\s+)?(?:KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|CHỈ THỊ|LỜI PHÁT ĐỘNG|PHÁT ĐỘNG|BẢN ĐĂNG KÝ|GIAO ƯỚC)\b"
)
_REPORT_TITLE = re.compile(r"\s*(?:DỰ THẢO\s+)?(?:BÁO CÁO|BẢN TỔNG HỢP|BIÊN BẢN|BẢNG TỔNG HỢP)\b")
_ISSUES = re.compile(r"\b(?:ban\s+hành|phê\s+duyệt|triển\s+khai|giao)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:phương\s+hướng|kế\s+hoạch|nhiệm\s+vụ|mục\s+tiêu|định\s+hướng|thời\s+gian\s+tới|chỉ\s+tiêu\s+phấn\s+đấu)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:kết\s+quả|tình\s+hình|đánh\s+giá|thực\s+trạng|thực\s+hiện\s+(?:nhiệm\s+vụ|kế\s+hoạch|chỉ\s+tiêu))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*(?:(?:phần|mục|chương)\s+)?(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])?\s*[.)/:-]*\s*", re.IGNORECASE
)
_INLINE = re.compile(r"^[^.;:]{2,60}:")


def outlook(zones: Zones) -> Outlook:
    """Tell where the document looks, by its title; a decision or letter that issues a plan looks ahead."""
    title = squeeze(" ".join(line.text for line in zones.title))
    if not title:
        title = squeeze(
            " ".join(line.text for line in zones.head_left if re.search(r"V\s*/\s*v|về việc", line.text, re.IGNORECASE))
        )
        return (
            Outlook.AHEAD
            if re.search(r"phát động|triển khai.*(?:kế hoạch|phong trào)", title, re.IGNORECASE)
            else Outlook.NEITHER
        )
    if _REPORT_TITLE.match(title):
        return Outlook.PAST
    if _PLAN_TITLE.match(title):
        return Outlook.AHEAD
    return Outlook.AHEAD if _ISSUES.search(title) and _PLANS.search(title) else Outlook.NEITHER


@lru_cache(maxsize=1024)
def of_heading(heading: str) -> Section:
    """Give the section that one heading opens: the phrase that stands first decides, NONE when it says nothing."""
    text = squeeze(heading)
    text = text[_LABEL.match(text).end() :] if _LABEL.match(text) else text  # type: ignore[union-attr]
    head = text[:120]
    best: tuple[int, int, Section] | None = None
    for group, section in _GROUPS:
        match = pattern(group).search(head)
        if match and match.start() <= 60 and (best is None or (match.start(), -match.end()) < best[:2]):
            best = (match.start(), -match.end(), section)
    return Section.NONE if best is None else best[2]


@lru_cache(maxsize=1024)
def _of_headings(headings: tuple[str, ...]) -> Section:
    state = Section.NONE
    for heading in headings:
        if len(heading) > 220:
            continue
        section = of_heading(heading)
        if section is Section.NONE:
            continue
        if state is Section.PAST and not (
            section is Section.PLAN and _AHEAD.search(heading) and not _BACK.search(heading)
        ):
            continue
        if state is Section.OTHER:
            continue
        if state is Section.GOAL and section in (Section.PLAN, Section.PURPOSE, Section.PAST):
            continue
        state = section
    return state


def of_block(block: Block) -> Section:
    """Give the section a block stands in; an opening of its own (``2. Mục tiêu: …``) counts as the lowest heading."""
    own = _INLINE.match(block.text)
    return _of_headings((*block.headings, own[0])) if own and block.label else _of_headings(block.headings)
