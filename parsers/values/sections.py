"""What a passage is for, told by the headings above it and the kind of document: past results, goals, plans, schedules, tasks."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from parsers.values import dates
from pipeline.model import Block, Table, Zones
from pipeline.reference.cues import pattern, phrases
from pipeline.text import squeeze
from pipeline.zones.outline import label_of


class Outlook(StrEnum):
    """Where a document or annex looks: back (a report), ahead (a plan), or neither (rules, decisions, letters)."""

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


_GROUPS = {
    "heading_other": Section.OTHER,
    "heading_goal": Section.GOAL,
    "heading_time": Section.TIME,
    "heading_task": Section.TASK,
    "heading_past": Section.PAST,
    "heading_plan": Section.PLAN,
    "heading_purpose": Section.PURPOSE,
}
_PLANS = re.compile(
    r"\b(?:kế\s+hoạch|chương\s+trình|đề\s+án|phương\s+án|chiến\s+lược|phát\s+động|đăng\s+ký\s+thi\s+đua|giao\s+ước|chỉ\s+tiêu)\b",
    re.IGNORECASE,
)
_PLAN_TITLE = re.compile(
    r"\s*(?:DỰ THẢO\s+)?(?:KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|CHỈ THỊ|LỜI PHÁT ĐỘNG|PHÁT ĐỘNG|BẢN ĐĂNG KÝ|GIAO ƯỚC)\b"
)
_REPORT_TITLE = re.compile(r"\s*(?:DỰ THẢO\s+)?(?:BÁO CÁO|BẢN TỔNG HỢP|BIÊN BẢN|BẢNG TỔNG HỢP)\b")
_ISSUES = re.compile(r"\b(?:ban\s+hành|phê\s+duyệt|giao)\b", re.IGNORECASE)
_LAUNCHES = re.compile(r"phát\s+động|triển\s+khai\b.*\b(?:kế\s+hoạch|phong\s+trào)", re.IGNORECASE)
#: A guide to running a movement sets its goals; one on awards or marks does not.
_GUIDES_MOVEMENT = re.compile(
    r"HƯỚNG DẪN\b\W*(?:(?:thực\s+hiện|triển\s+khai|tổ\s+chức)\b.{0,40}\bphong\s+trào\b)(?!.*\bkhen\s+thưởng)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"V\s*/\s*v|về\s+việc", re.IGNORECASE)
_ATTACHED = re.compile(
    r"ban\s+hành\s+kèm\s+theo.{0,80}?\b(?:kế\s+hoạch|chương\s+trình|đề\s+án|phương\s+án)\b", re.IGNORECASE | re.DOTALL
)
_AHEAD = re.compile(
    r"\b(?:phương\s+hướng|kế\s+hoạch|nhiệm\s+vụ|mục\s+tiêu|định\s+hướng|thời\s+gian\s+tới|chỉ\s+tiêu\s+phấn\s+đấu)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:kết\s+quả|tình\s+hình|đánh\s+giá|thực\s+trạng|thực\s+hiện\s+(?:nhiệm\s+vụ|kế\s+hoạch|chỉ\s+tiêu))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\s*(?:(?:phần|mục|chương)\s+(?:[IVXLC]+|\d{1,2}|thứ\s+\w+)\b\s*[.:/-]*\s*|(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)/:-]+\s*|[-+•*]\s*)?",
    re.IGNORECASE,
)
#: "…với các chỉ tiêu chủ yếu như sau:" stands above goals however long it is.
_ANNOUNCES_GOALS = re.compile(
    r"\b(?:chỉ\s+tiêu|mục\s+tiêu)\b[^.:]{0,60}\b(?:sau(?:\s+đây)?|cụ\s+thể)\s*:\s*$", re.IGNORECASE
)
_STRIVES = re.compile(r"\bphấn\s+đấu\b", re.IGNORECASE)
_PART = re.compile(r"\s*(?:phần|chương|mục)\s+(?:[IVXLC]+|\d{1,2}|thứ\s+\w+)\s*[.:/-]*\s*", re.IGNORECASE)
_ANNEX = re.compile(r"^PHỤ LỤC\s*(?:SỐ\s*)?(?:[IVXLC]+\b|\d+\b)?\s*[.:-]*\s*")
_INLINE = re.compile(r"[^.;:]{2,60}:")
#: A heading is at most so long; longer items are sentences of their own that merely stand above others.
_HEADING = 220


@lru_cache(maxsize=1024)
def of_heading(heading: str) -> Section:
    """Give the section that one heading opens: the phrase that stands first decides, NONE when it says nothing."""
    text = squeeze(heading)
    label = _LABEL.match(text)
    head = text[label.end() if label else 0 :][:120]
    if _ANNOUNCES_GOALS.search(text):
        return Section.GOAL
    reach = 60 if len(head) <= 80 else 24
    found = pattern(*_GROUPS).search(head)
    return Section.NONE if found is None or found.start() > reach else _opened_by()[found[0].casefold()]


@cache
def _opened_by() -> dict[str, Section]:
    """Give the section that each phrase opens; one that stands in several groups opens that of the first."""
    return {phrase: section for group, section in reversed(_GROUPS.items()) for phrase in phrases()[group]}


@lru_cache(maxsize=1024)
def of_headings(headings: tuple[str, ...]) -> Section:
    """Give the section under ``headings``, from the top down: past results and criteria keep all that stands below them."""
    state = Section.NONE
    for heading in headings:
        if len(heading) > _HEADING:
            continue
        section = of_heading(heading)
        ahead = _AHEAD.search(heading) is not None and _BACK.search(heading) is None
        if section is Section.NONE or state is Section.OTHER:
            continue
        if state is Section.PAST and not (section is Section.PLAN and ahead):
            continue
        if state is Section.GOAL and section in (Section.PLAN, Section.PURPOSE, Section.PAST):
            continue
        state = section
    return state


@dataclass(frozen=True, slots=True)
class Bearings:
    """Which way the main text and each annex look, their titles, and the year of the date line (None when unread).

    ``parts`` gives the whole heading for one whose words stand on the next line (Phần II / Phương hướng, nhiệm vụ).
    """

    outlooks: tuple[Outlook, ...]
    titles: tuple[str, ...]
    year: int | None
    parts: dict[tuple[int, str], str] = field(default_factory=dict, hash=False)
    #: By the first line of a block: the sentence above its list that announces goals.
    leads: dict[int, str] = field(default_factory=dict, hash=False)

    def outlook(self, annex: int) -> Outlook:
        """Give the outlook of an annex; 0 is the main text."""
        return self.outlooks[annex] if annex < len(self.outlooks) else self.outlooks[0]

    def title(self, annex: int) -> str:
        """Give the title of an annex on one line; empty for the main text."""
        return self.titles[annex] if annex < len(self.titles) else ""

    def section(self, block: Block) -> Section:
        """Give the section a block stands in; an opening of its own (``2. Mục tiêu: …``) counts as the lowest heading."""
        at = block.text.find(block.label) + len(block.label) if block.label else 0
        own = _INLINE.match(block.text, at)
        if own and not block.label and of_heading(own[0]) is not Section.GOAL:
            own = None
        above = self._above(block)
        lead = self.leads.get(block.pieces[0].line.index) if block.pieces else None
        # A report's "đạt các chỉ tiêu sau:" stands above results.
        if lead and (self.outlook(block.annex) is not Outlook.PAST or _STRIVES.search(lead)):
            above = (*above, lead)
        return of_headings((*above, own[0])) if own else of_headings(above)

    def _above(self, block: Block) -> tuple[str, ...]:
        title = (self.title(block.annex),) if block.annex else ()
        if self.parts:
            return (*title, *(self.parts.get((block.annex, heading), heading) for heading in block.headings))
        return (*title, *block.headings)

    def context(self, zones: Zones, table: Table) -> tuple[int, tuple[str, ...]]:
        """Give the annex of a table and the headings it stands under, the annex's title first and its caption last."""
        nearest: Block | None = None
        for block in zones.body:
            if block.pieces and block.pieces[-1].line.index < table.anchor:
                nearest = block
        if nearest is None:
            return 0, ()
        return nearest.annex, (*self._above(nearest), nearest.text)


#: The document under reading with its bearings: several families ask for them in turn.
_last: tuple[Zones, Bearings] | None = None


def bearings(zones: Zones) -> Bearings:
    """Tell where the document and each of its annexes look, by their titles; made once for all families that ask in turn."""
    global _last
    if _last is None or _last[0] is not zones:
        _last = zones, _bearings(zones)
    return _last[1]


def _bearings(zones: Zones) -> Bearings:
    main = _main(zones)
    attached = any(_ATTACHED.search(block.text) for block in zones.body if block.annex == 0)
    openings: dict[int, list[str]] = {}
    closed: set[int] = set()
    for block in zones.body:
        if block.annex and block.annex not in closed:
            if block.label or len(openings.setdefault(block.annex, [])) >= 8:
                closed.add(block.annex)
            else:
                openings[block.annex].append(block.text)
    last = max((block.annex for block in zones.body), default=0)
    outlooks, titles = [main], [""]
    for annex in range(1, last + 1):
        lines = openings.get(annex, [])
        named = next((i for i, text in enumerate(lines) if _PLAN_TITLE.match(text) or _REPORT_TITLE.match(text)), None)
        if named is not None:
            outlooks.append(Outlook.PAST if _REPORT_TITLE.match(lines[named]) else Outlook.AHEAD)
        else:
            outlooks.append(Outlook.AHEAD if attached else main)
        capitals = [text for text in lines if text.isupper() and not text.startswith(("CỘNG HÒA", "CỘNG HOÀ"))]
        titles.append(_ANNEX.sub("", squeeze(" ".join(capitals))))
    return Bearings(tuple(outlooks), tuple(titles), _year(zones), _parts(zones), _leads(zones))


def _leads(zones: Zones) -> dict[int, str]:
    """Give, for each item of a list, the unlabelled sentence above it that announces goals (``… với các chỉ tiêu sau:``)."""
    out: dict[int, str] = {}
    lead, rank = "", 0
    for block in zones.body:
        label = label_of(block.text) if block.label else None
        if label is None:
            lead, rank = (
                (block.text if _ANNOUNCES_GOALS.search(block.text) and not _BACK.search(block.text) else ""),
                -1,
            )
            continue
        rank = label.rank if rank < 0 else rank
        if lead and label.rank >= rank and block.pieces:
            out[block.pieces[0].line.index] = squeeze(lead)[-_HEADING:]
        else:
            lead = ""
    return out


def _parts(zones: Zones) -> dict[tuple[int, str], str]:
    out: dict[tuple[int, str], str] = {}
    for block, after in pairwise(zones.body):
        if block.label and _PART.fullmatch(block.text) and not after.label and len(after.text) <= 150:
            out[block.annex, block.text] = f"{squeeze(block.text)} {squeeze(after.text)}"
    return out


def _main(zones: Zones) -> Outlook:
    title = squeeze(" ".join(line.text for line in zones.title))
    if _REPORT_TITLE.match(title):
        return Outlook.PAST
    if _PLAN_TITLE.match(title) or (_ISSUES.search(title) and _PLANS.search(title)):
        return Outlook.AHEAD
    if _GUIDES_MOVEMENT.match(title):
        return Outlook.AHEAD
    about = squeeze(" ".join(line.text for line in zones.head_left if _ABOUT.search(line.text)))
    return Outlook.AHEAD if _LAUNCHES.search(title or about) else Outlook.NEITHER


def _year(zones: Zones) -> int | None:
    for line in zones.head_right:
        for _, _, value in dates.find_all(line.text):
            return value.year
    return None
