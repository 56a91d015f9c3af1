"""Targets in running text: which numbers are wanted, and what is said about each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from parsers import nlp
from parsers.fields.targets.measure import aim
from parsers.values import numbers, periods, sections
from parsers.values.numbers import Quantity
from parsers.values.periods import PeriodMention
from parsers.values.sections import Bearings, Outlook, Section
from pipeline.model import Block, Field, PartialDate, Target, Zones
from pipeline.reference.count_nouns import NounKind
from pipeline.reference.cues import pattern
from pipeline.text import squeeze


class Mode(StrEnum):
    """How much a number needs beside it to be a goal: nothing, an action, a word of aim, or a strong word of aim."""

    FREE = "free"
    ACTION = "action"
    CUED = "cued"
    STRICT = "strict"


_CONFIDENCE = {Mode.FREE: 0.9, Mode.ACTION: 0.75, Mode.CUED: 0.85, Mode.STRICT: 0.8}
#: Letters of a paragraph. Clauses are looked for around every figure: in one endless line of figures that never ends.
_LONGEST = 12_000
_BASELINE = re.compile(r"\b(?:so\s+(?:với|cùng\s+kỳ)|bằng\s+(?=\d+(?:[.,]\d+)?\s*%\s+(?:cùng|so)))\s*", re.IGNORECASE)
_LIFE = re.compile(r"\btuổi\s+thọ\b[^,;.]*$", re.IGNORECASE)
_COMPARED = re.compile(r"\bso\s+(?:với|cùng)\b[^,;.]*$", re.IGNORECASE)
_FROM = re.compile(r"\btừ\s*$", re.IGNORECASE)
_ONTO = re.compile(r"[^,;.]{0,40}?(?<!trở )\b(?:lên|xuống|còn)\b", re.IGNORECASE)
_SET = re.compile(r"(?:\bcủa|thuộc|trong|trong số|cả|các|trên địa bàn|nhóm|theo|thứ|top|khối|ở)\s*$", re.IGNORECASE)
#: So few letters between a colon and a figure say nothing of their own: "Yếu: dưới 2%".
_SHORT = 14
_PAUSE = re.compile(r"[,;:]\s+")
_CLAUSE_END = re.compile(r"[,;]\s|\.\s*$|\s(?=theo\s+(?:Kế hoạch|Quyết định|Nghị quyết|Chỉ thị|Hướng dẫn)\b)")
#: A price for each piece is no sum to be reached.
_EACH = re.compile(r"\bmỗi\s+(?:[^\W\d]+\s+){1,2}(?:là\s+|trị\s+giá\s+)?$", re.IGNORECASE)
_OF_WHICH = re.compile(r"trong\s+đó\s*$", re.IGNORECASE)
_PART = re.compile(r"trong\s+đó|gồm|ít\s+nhất|tối\s+thiểu|đạt", re.IGNORECASE)
_MARKS_OF = re.compile(r"(?:tiêu\s+chí|tiêu\s+chuẩn|chỉ\s+tiêu|điểm|sao)\b", re.IGNORECASE)
_FULFIL = re.compile(r"[^,;.:]{0,40}\b(?:đạt|có|hoàn\s+thành)(?:\s+(?:chuẩn|đủ|từ|trên|được))*\s*", re.IGNORECASE)
_ADJACENT = re.compile(r"\s*\(?\s*(?:vào\s+|trong\s+)?")
_ITEM_LEAD = re.compile(r"^\W*(?:[\w.)]+\s+)?$")


def _mode(look: Outlook, section: Section) -> Mode | None:
    if section in (Section.OTHER, Section.PAST):
        return None
    if look is Outlook.PAST:
        return {Section.GOAL: Mode.FREE, Section.PLAN: Mode.ACTION}.get(section)
    if look is Outlook.NEITHER:
        return Mode.FREE if section is Section.GOAL else Mode.STRICT
    if section is Section.GOAL:
        return Mode.FREE
    return Mode.ACTION if section in (Section.PLAN, Section.TASK, Section.TIME) else Mode.CUED


@dataclass(frozen=True)
class Passage:
    """One block under reading, with everything that is looked up more than once, each read when it is first asked for."""

    text: str
    quantities: tuple[Quantity, ...]
    body: int

    @cached_property
    def analysis(self) -> nlp.Analysis:
        """Its sentences and cues."""
        return nlp.analyse(self.text)

    @cached_property
    def mentions(self) -> tuple[PeriodMention, ...]:
        """The periods and days that it names."""
        return tuple(periods.find_all(self.text))

    @cached_property
    def strives(self) -> bool:
        """Whether a strong word of aim stands anywhere in it."""
        return _strives(self.text)

    def sentence(self, at: int) -> tuple[int, int]:
        """Give the sentence around a character, without the block's label."""
        for span in self.analysis.sentences:
            if span.start <= at < span.end:
                return max(span.start, self.body), span.end
        return self.body, len(self.text)

    def opening(self, start: int) -> int:
        """Give where the sentence before ``start`` began when only semicolons stand between: tense carries over them."""
        for span in reversed(self.analysis.sentences):
            if span.end <= start and self.text[span.end - 1] == ";" and not self.text[span.end : start].strip():
                start = max(span.start, self.body)
        return start

    def clause(self, quantity: Quantity) -> tuple[int, int]:
        """Give the stretch between commas around a quantity, widened until it says what is done, and by whom."""
        start, end = self.sentence(quantity.start)
        pauses = _PAUSE.finditer(self.text, start, quantity.start)
        cuts = [m.end() for m in pauses if not _open(self.text, start, m.start())]
        left = cuts[-1] if cuts else start
        while cuts and not self._says(left, quantity.start):
            cuts.pop()
            left = cuts[-1] if cuts else start
        if cuts and self.text[:left].rstrip().endswith(":") and quantity.start - left < _SHORT:
            cuts.pop()
            left = cuts[-1] if cuts else start
        closings = _CLAUSE_END.finditer(self.text, quantity.stop, end)
        ends = [m.start() for m in closings if not _open(self.text, start, m.start())]
        while ends and self._lists(quantity, ends[0], ends[1] if len(ends) > 1 else end):
            ends.pop(0)
        aims = [c.start for c in self.analysis.within("strong_goal", left, quantity.start)]
        return aims[-1] if aims else left, ends[0] if ends else end

    def _lists(self, quantity: Quantity, cut: int, following: int) -> bool:
        """Tell whether the comma at ``cut`` only lists doers of a share: "100% cơ quan, đơn vị xây dựng kế hoạch"."""
        if (
            quantity.kind is not NounKind.RATIO
            or self.text[cut] != ","
            or any(cut < q.start < following for q in self.quantities)
        ):
            return False
        return not any(
            self.analysis.within(group, quantity.stop, cut) for group in ("reach", "task_verb", "up", "down")
        )

    def _says(self, start: int, end: int) -> bool:
        return any(self.analysis.within(group, start, end) for group in ("reach", "up", "down", "strong_goal"))


def _strives(text: str) -> bool:
    """Tell whether ``text`` can hold a cue ``strong_goal``: a quick look before its sentences are told."""
    return pattern("strong_goal").search(text) is not None


def _open(text: str, start: int, at: int) -> bool:
    """Tell whether a bracket opened after ``start`` is still open at ``at`` and closes later."""
    opened = text.rfind("(", start, at)
    return opened >= 0 and text.find(")", opened, at) < 0 and ")" in text[at : at + 300]


def _in_brackets(text: str, start: int, at: int) -> bool:
    opened = text.rfind("(", start, at)
    return opened >= 0 and text.find(")", opened, at) < 0 and _PART.search(text, opened, at) is None


def _ended(mention: PeriodMention, year: int) -> bool:
    return mention.period is not None and mention.period.end.year < year


def _moves_on(text: str, mention: PeriodMention, quantity: Quantity) -> bool:
    """Tell whether the period belongs to the figure that is left behind: "từ 6,5% năm 2021 xuống còn 3%"."""
    return _ONTO.search(text, mention.end, quantity.start) is not None and "từ" in text[: mention.start].lower().split()


def _countable(quantity: Quantity, text: str) -> bool:
    """Tell whether a figure has a reading and a unit that can be wanted.

    ``text`` is what stands before it: years of age are wanted of a life (tuổi thọ), not of a group.
    """
    if quantity.unit is None or quantity.kind is NounKind.GRADE:
        return False
    if quantity.kind is NounKind.TIME and _LIFE.search(text) is None:
        return False
    return quantity.value is not None or bool(quantity.alternatives)


def _known(quantity: Quantity) -> bool:
    """Tell whether a list knows what the figure counts; other nouns need a strong word of aim, or goals all around."""
    return quantity.kind is not None or isinstance(quantity.value, Fraction)


def _elsewhere(passage: Passage, quantity: Quantity, clause: int, start: int) -> bool:
    """Tell whether the figure is a baseline, the lower end of a move, a remark in brackets, or the size of a named set."""
    text, before = passage.text, passage.text[clause : quantity.start]
    compared = list(_BASELINE.finditer(before))
    # Behind the comma another figure begins: "gấp 2 lần so với năm 2023, ít nhất 10 sáng kiến".
    if (compared and ", " not in before[compared[-1].end() :]) or _in_brackets(text, start, quantity.start):
        return True
    if _FROM.search(before) and quantity.bound != "range" and _ONTO.match(text, quantity.stop):
        return True
    if quantity.kind is NounKind.MONEY and _EACH.search(before):
        return True
    share = quantity.kind is NounKind.RATIO or isinstance(quantity.value, Fraction)
    return not share and _SET.search(before) is not None and _OF_WHICH.search(before) is None


def _describes(passage: Passage, quantity: Quantity) -> bool:
    """Tell whether the figure only says what the things counted before it fulfil: "25 xã đạt 19/19 tiêu chí"."""
    before = [q for q in passage.quantities if q.stop <= quantity.start]
    if not before or quantity.unit is None or _MARKS_OF.match(quantity.unit) is None:
        return False
    return before[-1].kind in (NounKind.COUNT, NounKind.RATIO) and (
        _FULFIL.fullmatch(passage.text, before[-1].stop, quantity.start) is not None
    )


def _told(passage: Passage, quantity: Quantity, start: int, year: int | None, free: bool) -> bool:
    """Tell whether the sentence speaks of what has been: a word of the past, or a year that is over.

    Among goals (``free``) a passive tells no past: "tỷ lệ lao động được khen thưởng chiếm 60%".
    """
    opening = passage.opening(start)
    past = [
        cue
        for cue in passage.analysis.within("past", opening, quantity.start)
        if not (free and passage.text[cue.start :].casefold().startswith("được"))
    ]
    aims = passage.analysis.within("strong_goal", opening, quantity.start)
    if past and not (aims and aims[-1].start > past[-1].end):
        return True
    spoken = [
        m
        for m in passage.mentions
        if start <= m.start and m.end <= quantity.start and m.period is not None
        if not _COMPARED.search(passage.text, start, m.start)
    ]
    over = year is not None and bool(spoken) and _ended(spoken[-1], year)
    return over and not _moves_on(passage.text, spoken[-1], quantity)


def _wanted(passage: Passage, quantity: Quantity, mode: Mode, year: int | None) -> bool:
    free = mode is Mode.FREE
    if not _countable(quantity, passage.text[passage.body : quantity.start]):
        return False
    if not free and (mode is Mode.STRICT or not _known(quantity)) and not passage.strives:
        return False
    analysis = passage.analysis
    start, _ = passage.sentence(quantity.start)
    clause, _ = passage.clause(quantity)
    # "Phấn đấu đến năm 2015 đạt 20%; đến năm 2020 đạt 50%": the aim carries over semicolons.
    strong = bool(analysis.within("strong_goal", passage.opening(start), quantity.start))
    if not (strong or free or _known(quantity)) or not _countable(quantity, passage.text[start : quantity.start]):
        return False
    if (
        _describes(passage, quantity)
        or _elsewhere(passage, quantity, clause, start)
        or _told(passage, quantity, start, year, free)
    ):
        return False
    if quantity.kind is not NounKind.RATIO and not strong:
        spent = quantity.kind is NounKind.MONEY and analysis.within("budget", start, quantity.stop)
        if analysis.within("aside", clause, quantity.stop) or (spent and not free):
            return False
    if mode in (Mode.FREE, Mode.STRICT):
        return strong or free
    cued = strong or bool(analysis.within("goal", start, quantity.start)) or quantity.bound in (">=", "<=")
    leads = _ITEM_LEAD.match(passage.text[: quantity.start]) is not None
    if mode is Mode.CUED or cued:
        return cued or (leads and quantity.kind is NounKind.RATIO)
    acts = any(analysis.within(group, start, quantity.start) for group in ("reach", "up", "down"))
    dated = any(start <= m.start and m.end <= quantity.start and m.period is not None for m in passage.mentions)
    return acts or dated or leads


def _due(passage: Passage, quantity: Quantity, clause_end: int, headings: tuple[str, ...]) -> PartialDate | None:
    start, _ = passage.sentence(quantity.start)
    text = passage.text
    behind = [
        m
        for m in passage.mentions
        if m.last and m.start - quantity.stop >= 0 and _ADJACENT.fullmatch(text, quantity.stop, m.start)
    ]
    if behind:
        return behind[0].last
    before = [
        m
        for m in passage.mentions
        if start <= m.start and m.end <= quantity.start and m.last and not _COMPARED.search(text, start, m.start)
    ]
    if before and (before[-1].deadline or not _moves_on(text, before[-1], quantity)):
        return before[-1].last
    baseline = _BASELINE.search(passage.text, quantity.stop, clause_end)
    stop = baseline.start() if baseline else clause_end
    after = [m for m in passage.mentions if quantity.stop <= m.start and m.end <= stop and m.last]
    if after:
        return after[0].last
    for heading in reversed(headings[-2:]):
        opening = squeeze(heading)[:120]
        if re.match(r"\W*(?:[\w.]+[.)]\s*)?(?:đến|năm|giai\s+đoạn)\b", opening, re.IGNORECASE) or (
            sections.of_heading(heading) is Section.GOAL
        ):
            named = [m for m in periods.find_all(opening) if m.last]
            if named:
                return named[-1].last
    return None


def passage_of(block: Block) -> Passage | None:
    """Give a block ready for reading; None when it holds no figure with a unit, or is longer than any paragraph."""
    if len(block.text) > _LONGEST:
        return None
    quantities = tuple(q for q in numbers.find_all(block.text) if q.unit is not None)
    if not quantities:
        return None
    label = block.text.find(block.label) + len(block.label) if block.label else 0
    return Passage(block.text, quantities, max(label, 0))


def targets_of(block: Block, mode: Mode, year: int | None) -> Iterator[Field[Target]]:
    """Give the targets of one block, every number judged by ``mode``."""
    passage = passage_of(block)
    if passage is None:
        return
    for quantity in passage.quantities:
        if not _wanted(passage, quantity, mode, year):
            continue
        start, end = passage.clause(quantity)
        while end > start and passage.text[end - 1] in " .,;:/":
            end -= 1
        evidence = block.evidence(start, end)
        if not evidence:
            continue
        target = aim(passage.text, passage.analysis, quantity, (start, end), passage.sentence(quantity.start)[0])
        if target is None:
            continue
        due = _due(passage, quantity, end, block.headings)
        value = replace(target, due=due)
        reasons = ("Con số có thể đọc theo nhiều cách, cần kiểm tra.",) if quantity.ambiguous else ()
        yield Field.of(value, evidence, 0.45 if quantity.ambiguous else _CONFIDENCE[mode], *reasons)


def read(zones: Zones, bearings: Bearings) -> list[Field[Target]]:
    """Give the targets of the body outside tables, in order."""
    out: list[Field[Target]] = []
    for block in zones.body:
        if numbers.may_count(block.text):
            mode = _mode(bearings.outlook(block.annex), bearings.section(block))
            if mode is not None and (mode is not Mode.STRICT or _strives(block.text)):
                out.extend(targets_of(block, mode, bearings.year))
    return out
