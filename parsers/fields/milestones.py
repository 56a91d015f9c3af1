"""Milestones (tiến độ): steps of a plan with their days, out of schedules, outline items and report deadlines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from parsers.values import dates, periods, schedules, sections
from parsers.values.periods import PeriodKind, PeriodMention
from parsers.values.sections import Bearings, Outlook, Section
from pipeline.model import Block, Candidate, Evidence, Field, Milestone, Profile, Zones
from pipeline.reference.cues import pattern
from pipeline.text import squeeze

#: A step with a day has a figure or a quarter; what comes back every year and says no day is none.
_HINT = re.compile(r"\d|[Qq]uý|QUÝ")
_REPORT = re.compile(
    r"\b(?:báo\s+cáo|đăng\s+ký|hồ\s+sơ|danh\s+sách|kế\s+hoạch|văn\s+bản|kết\s+quả)\b.*\b(?:gửi|gởi|về|trước|chậm\s+nhất)\b|\b(?:gửi|gởi|nộp)\b",
    re.IGNORECASE | re.DOTALL,
)
#: "Sơ kết vào tháng 6 và tổng kết vào tháng 12/2024": two steps.
_NEXT_STEP = re.compile(r"(?:,|\bvà)\s+", re.IGNORECASE)
#: The time that figures are of, and no time for doing anything.
_OF_FIGURES = re.compile(r"(?:\bsố\s+liệu\b|(?<!định )\bkỳ\s+báo\s+cáo\b)[^,;)]*$", re.IGNORECASE)
#: A heading that says where or when papers are to be handed in.
_DUE_HERE = re.compile(r"\b(?:gửi|gởi|nộp|thời\s+hạn|thời\s+gian|hạn\s+cuối)\b", re.IGNORECASE)
#: "phát động từ ngày 05/01", "từ tháng 10/2025 đến khi tổ chức thành công Đại hội": a first day and no last one.
_SINCE = re.compile(r"\btừ\s*$", re.IGNORECASE)
_POINTS = (PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER)
_REVIEW = re.compile(r"\b(?:sơ\s+kết|tổng\s+kết)\b", re.IGNORECASE)
_CITED = re.compile(
    r"(?:(?:kế\s+hoạch|quyết\s+định|nghị\s+quyết|nghị\s+định|thông\s+tư|chỉ\s+thị|công\s+văn|luật|hướng\s+dẫn|tờ\s+trình|báo\s+cáo|thông\s+báo|kết\s+luận|chương\s+trình|công\s+điện|văn\s+bản)"
    r"\s+(?:liên\s+tịch\s+)?số\s*:?\s*(?=[\d.…/])[^,;]{0,70}|\b(?:(?<!đăng )ký|ban\s+hành|số\s+[\w./-]+)\s+)(?:ngày\s*)?$",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"\bhiệu\s+lực\b|\bkể\s+từ\s+ngày\b|\báp\s+dụng\s+từ\b|\bcó\s+giá\s+trị\s+(?:đến|từ)\b|\bhết\s+hạn\b", re.IGNORECASE
)
#: "kỷ niệm ngày thành lập ngành 28/8": the day that is celebrated and not the day of doing it, unless a word says so.
_ANNIVERSARY = re.compile(
    r"(?:\bngày\s+(?:thành\s+lập|truyền\s+thống|quốc\s+tế|sinh)|\bkỷ\s+niệm|\bchào\s+mừng|\bnhân(?:\s+dịp)?(?=\s*$)|\bngày\s+(?-i:[A-ZĐÀ-Ỹ]))"
    r"[^;:.]*$",
    re.IGNORECASE,
)
_ON = re.compile(
    r"(?:\bvào|\btừ|\btrong|\bdự\s+kiến|\blúc|\bgiờ|\bsáng|\bchiều|\btối|,)(?:\s+ngày)?\s*$", re.IGNORECASE
)
#: The grounds of a document name the days of other papers: "Xét đơn ngày 30/12/2023 của …".
_GROUNDS = re.compile(
    r"\W*(?:căn\s+cứ|xét\s+(?:đơn|đề|tờ)|theo\s+(?:đề|tờ|công|văn)|thực\s+hiện\s+(?:công|chỉ|quyết|kế|văn))\s",
    re.IGNORECASE,
)
_ROUND = re.compile(r"\bđợt\s+(?:\d|[IVX])", re.IGNORECASE)
#: "nộp trước ngày 01/8 được xét theo quy định cũ", "sau ngày 04/12 sẽ không xét": a condition.
_CONDITION = re.compile(r"\W*(?:được|thì|sẽ|không|vẫn|chưa|trở\s+(?:đi|về))\b", re.IGNORECASE)
_AFTER = re.compile(r"\bsau(?:\s+ngày)?\s*$", re.IGNORECASE)
#: "Hạn cuối nhận bài: 23 giờ 59 phút ngày 15/11": a deadline whose word stands first.
_LIMIT = re.compile(
    r"\bhạn\b(?:[^.;:]{0,40}:|\s+(?:đăng\s+ký|nộp|gửi|nhận)[^.;:,]{0,40}?)\s*"
    r"(?:\d{1,2}\s*(?:giờ|h)\s*(?:\d{2}(?:\s*phút)?)?,?\s*)?(?:ngày\s*)?$",
    re.IGNORECASE,
)
#: What is told of the past, in a document that is no report: "Ngày 15/01 đã tổ chức".
_TOLD = re.compile(r"\bđã\b", re.IGNORECASE)
_STRIVES = re.compile(r"\bphấn\s+đấu\b", re.IGNORECASE)
#: "phấn đấu đến 30/6 có 80%" is a goal.
_SHARE = re.compile(r"\d\s*%")
#: A phase that is only named: "Giai đoạn 1 (2021 - 2023)".
_PHASE = re.compile(r"\W*(?:giai\s+đoạn|đợt|bước)\s*(?:\d{1,2}|[IVX]+)?\W*", re.IGNORECASE)
_LONG = (PeriodKind.YEAR, PeriodKind.YEARS, PeriodKind.SCHOOL_YEAR)
_DAYS = (PeriodKind.DAY, PeriodKind.SPAN)
_SO = re.compile(r"\bso\s+với\b[^,;.]*$", re.IGNORECASE)
_NAMING = re.compile(
    r"(?:sơ\s+kết|tổng\s+kết|báo\s+cáo|đánh\s+giá|giai\s+đoạn|kế\s+hoạch|chương\s+trình|phong\s+trào[^,;.]*|nhiệm\s+vụ|phương\s+hướng|công\s+tác|kết\s+quả[^,;.:]*|chỉ\s+tiêu|ngân\s+sách|mục\s+tiêu"
    r"|dự\s+toán|tình\s+hình[^,;.:]*|đề\s+án|thi\s+đua[^,;.:]*|năm\s+học|quy\s+hoạch[^,;.:]*|”|\"|trong)\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;]\s+|(?<=[^\d\W])\.\s+(?=[A-ZĐÀ-Ỹ])|(?<=\d)\.\s+(?=[A-ZĐ])")
_CLOSING = " .;,:/"
#: No step takes more years than this.
_LONGEST = 6
_BETWEEN = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|;|và|&)?\s*", re.IGNORECASE)
#: From this month on a plan named after the next year is made for it.
_YEAR_END = 10
_YEAR_NAMED = re.compile(r"(?<![-–]\s)(?<!\d[-–])\bnăm\s+(20\d\d)(?!\s*[-–]\s*\d)", re.IGNORECASE)


def _clauses(block: Block) -> Iterator[tuple[int, int]]:
    """Give the stretches between semicolons and full stops, without the block's label."""
    at = block.text.find(block.label) + len(block.label) if block.label else 0
    for cut in _CLAUSE.finditer(block.text, at):
        if cut.start() > at:
            yield at, cut.start()
        at = cut.end()
    if at < len(block.text):
        yield at, len(block.text)


def days(mention: PeriodMention) -> tuple[date | None, date | None]:
    """Give first and last day of a step; a deadline has no first day, what comes back every year has neither."""
    if mention.recurring or mention.period is None:
        return None, None
    if mention.deadline or mention.as_of:
        return None, mention.period.end
    return mention.period.start, mention.period.end


def _names_something(text: str, mention: PeriodMention) -> bool:
    """Tell whether the period belongs to a name (kế hoạch năm 2023, so với năm 2021) and is no time for the step."""
    before = text[: mention.start]
    if _SO.search(before) or _CITED.search(before[-110:]):
        return True
    printed = text[mention.start : mention.end].lower()
    if mention.deadline or printed.startswith(("vào", "trong", "từ")):
        return False
    if mention.kind in _DAYS and (_is_old(mention) or (_ANNIVERSARY.search(before) and not _ON.search(before))):
        return True
    whole = mention.kind in (PeriodKind.YEAR, PeriodKind.YEARS, PeriodKind.SCHOOL_YEAR, PeriodKind.MONTHS)
    return whole and _NAMING.search(before) is not None


def _is_old(mention: PeriodMention) -> bool:
    """Tell whether a span runs over more years than any step does: "(20/11/1982 - 20/11/2023)"."""
    return mention.period is not None and mention.period.end.year - mention.period.start.year > _LONGEST


def _outside(text: str, mention: PeriodMention) -> bool:
    return text.rfind("(", 0, mention.start) <= text.rfind(")", 0, mention.start)


def _parts(text: str, mentions: list[PeriodMention]) -> list[tuple[int, int]]:
    """Cut a clause at the commas between its deadlines, and where another step begins: each is a step of its own."""
    dated = [
        m
        for m in mentions
        if m.kind not in (*_LONG, PeriodKind.YEARLY) and (_outside(text, m) or (m.deadline and m.kind in _DAYS))
    ]
    cuts = [0]
    for before, after in pairwise(dated):
        comma = text.rfind(",", before.end, after.start)
        step = next((cut for cut in _NEXT_STEP.finditer(text, before.end, after.start) if _acts(text, cut.end())), None)
        if comma >= 0 and all(m.deadline and m.kind is PeriodKind.DAY for m in (before, after)):
            cuts.append(comma + 1)
        elif step is not None:
            cuts.append(step.end())
    return list(pairwise([*cuts, len(text)]))


def _acts(text: str, at: int) -> bool:
    return pattern("step").match(text, at) is not None or _ROUND.match(text, at) is not None


def _step(text: str, stand: "_Stand", mentions: list[PeriodMention]) -> PeriodMention | None:
    """Give the mention that dates the step of one clause, None when nothing there is a step with a time."""
    section = stand.section
    dated = [m for m in mentions if m.kind is not PeriodKind.YEARLY and not _names_something(text, m)]
    dated = [m for m in dated if _outside(text, m)] or [
        m for m in dated if m.deadline or m.kind is PeriodKind.SPAN or section is Section.TIME
    ]
    if not dated or _IN_FORCE.search(text) or _OF_FIGURES.search(text[: dated[0].start]):
        return None
    last = dated[-1]
    if last.kind in _LONG:
        # "Năm 2030: tổng kết (trước ngày 30/9/2030)": the bracket says it finer.
        last = next((m for m in mentions if m.deadline and m.kind is PeriodKind.DAY and m.start > last.end), last)
    if _CONDITION.match(text, last.end) or _AFTER.search(text, 0, last.start) or stand.is_over(last):
        return None
    if _STRIVES.search(text, 0, last.start) and _SHARE.search(text, last.end):
        return None
    if _GROUNDS.match(text) and not last.deadline:
        return None
    if section is Section.TIME:
        return next((m for m in reversed(dated) if m.kind is PeriodKind.SPAN), last)
    if _REPORT.search(text) and (last.kind in _DAYS or (last.deadline and last.kind not in _LONG)):
        return last
    ends = text[: last.start].rstrip().endswith((":", "(")) and not text[last.end :].strip(" .;)")
    acts = ends or pattern("step").search(text) is not None or _ROUND.search(text) is not None
    if stand.look is not Outlook.AHEAD:
        return last if acts and stand.demands(text, last) else None
    planned = section in (Section.TASK, Section.PLAN)
    if last.kind not in _LONG and (planned or last.kind is not PeriodKind.MONTHS):
        return last if acts or (planned and last.deadline and last.kind is PeriodKind.DAY) else None
    return (
        last if last.kind is PeriodKind.YEAR and _REVIEW.search(text) and (planned or section is Section.NONE) else None
    )


def _named_day(text: str, mentions: list[PeriodMention]) -> PeriodMention | None:
    """Give the day or the days that end an item of a list of deadlines: "Đối với hồ sơ …: từ ngày 25/7 đến ngày 31/7"."""
    days = [m for m in mentions if m.kind in _DAYS and not _names_something(text, m)]
    if not days or not re.fullmatch(r"[\s.;)]*", text[days[-1].end :]):
        return None
    return days[-1] if re.search(r"[:(]\s*$", text[: days[-1].start]) else None


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a clause stands: its section, which way its document looks, and the day and year that yearless days lean on.

    ``issued`` is the whole date of the document, None when it is not read whole. ``due_here`` is True below a heading
    that says where papers are handed in.
    """

    section: Section
    look: Outlook
    year: int | None
    issued: date | None
    due_here: bool

    def is_over(self, mention: PeriodMention) -> bool:
        """Tell whether a letter's day lies before the letter: it tells of what was asked, and asks for nothing."""
        past = self.issued is not None and mention.period is not None and mention.period.end < self.issued
        return past and self.look is Outlook.NEITHER and self.section is not Section.TIME

    def demands(self, text: str, mention: PeriodMention) -> bool:
        """Tell whether a letter, a guide or a report's outlook asks for a step: its days lie ahead of the document."""
        told = _TOLD.search(text, 0, mention.start) or _SINCE.search(text, 0, mention.start)
        if told or mention.period is None or mention.kind in _LONG:
            return False
        if self.look is Outlook.PAST:
            return self.section is Section.PLAN and mention.kind is not PeriodKind.MONTHS and not _STRIVES.search(text)
        ahead = self.issued is not None and mention.period.end > self.issued
        return ahead and (mention.deadline or not mention.hinted) and mention.kind is not PeriodKind.MONTHS


def _from_blocks(zones: Zones, bearings: Bearings, issued: date | None) -> Iterator[Field[Milestone]]:
    for block in zones.body:
        if _HINT.search(block.text) is None:
            continue
        section, look = bearings.section(block), bearings.outlook(block.annex)
        if section in (Section.PAST, Section.GOAL) or (
            look is Outlook.PAST and section not in (Section.PLAN, Section.TIME)
        ):
            continue
        whole = periods.find_all(block.text, bearings.year)
        if not whole:
            continue
        # Among the rules on awards only the days by which dossiers are due.
        rules = section is Section.OTHER and look is not Outlook.AHEAD
        due_here = any(_DUE_HERE.search(heading) for heading in block.headings[-1:])
        stand = _Stand(section, look, bearings.year, issued, due_here)
        for start, end in _clauses(block):
            if all(m.end <= start or m.start >= end for m in whole):
                continue
            found = periods.find_all(block.text[start:end], bearings.year)
            parts = _parts(block.text[start:end], found) if found else []
            for first, last in parts:
                for field in _milestones(block, start + first, start + last, stand, found if len(parts) == 1 else None):
                    if field.value.end is not None or not rules:
                        yield field


def _milestones(
    block: Block, start: int, end: int, stand: _Stand, mentions: list[PeriodMention] | None
) -> Iterator[Field[Milestone]]:
    """Give the steps of one part of a clause: one, or one for each of the days it names in a row (25/6 và 25/12).

    ``mentions`` are its periods where they are read already.
    """
    while end > start and block.text[end - 1] in _CLOSING:
        end -= 1
    text = block.text[start:end]
    if mentions is None:
        mentions = periods.find_all(text, stand.year)
    mention = _step(text, stand, mentions) or (_named_day(text, mentions) if stand.due_here else None)
    if mention is None or squeeze(text) == squeeze(text[mention.start : mention.end]):
        return
    rest = f"{text[: mention.start]} {text[mention.end :]}"
    if mention.kind in _LONG and _PHASE.fullmatch(rest):
        return
    evidence = block.evidence(start, end)
    limit = _LIMIT.search(text, 0, mention.start) is not None
    for one in _in_a_row(text, mentions, mention):
        first, last = days(replace(one, deadline=one.deadline or (limit and one.kind is PeriodKind.DAY)))
        if one.kind in _POINTS and not one.recurring and _SINCE.search(text, 0, one.start):
            last = None
        if not evidence or (stand.year is not None and (last is not None and last.year < stand.year)):
            continue
        confidence = 0.92 if stand.section is Section.TIME else 0.78
        confidence -= 0.2 * one.hinted + 0.15 * one.recurring
        yield Field.of(Milestone(squeeze(text), first, last), evidence, round(confidence, 2))


def _in_a_row(text: str, mentions: list[PeriodMention], chosen: PeriodMention) -> list[PeriodMention]:
    """Give the mention that dates a step together with those of its kind that stand right before it in a list."""
    at = next(i for i, m in enumerate(mentions) if m is chosen or m == chosen)
    row = [chosen]
    while at and _same_row(text, mentions[at - 1], mentions[at]):
        at -= 1
        row.append(mentions[at])
    return row[::-1]


def _same_row(text: str, before: PeriodMention, after: PeriodMention) -> bool:
    alike = before.kind is after.kind and before.kind in _POINTS and before.deadline == after.deadline
    return alike and _BETWEEN.fullmatch(text, before.end, after.start) is not None


def _from_tables(zones: Zones, bearings: Bearings) -> Iterator[Field[Milestone]]:
    for row in schedules.rows(zones, bearings):
        if (
            row.when is None
            or row.when.kind is PeriodKind.YEARLY
            or bearings.outlook(row.annex) is Outlook.PAST
            or sections.of_headings(row.headings) is Section.PAST
        ):
            continue
        text = squeeze(row.what[0].text).lstrip("-+•* ").strip(_CLOSING)
        evidence = (Evidence.of(row.what[0]), *(Evidence.of(line) for line in row.when_lines if line.text.strip()))
        further = [m for m in row.also if m.kind is row.when.kind and m.kind in _POINTS]
        for when in (row.when, *further) if text else ():
            yield Field.of(Milestone(text, *days(when)), evidence, 0.85 - 0.2 * when.hinted)


def _issued(zones: Zones) -> date | None:
    """Give the day of the date line; None when it is not read whole."""
    found = (value for line in zones.head_right for _, _, value in dates.find_all(line.text))
    whole = next(found, None)
    return whole.period.end if whole is not None and whole.day is not None else None


def _year_ahead(zones: Zones, year: int | None, issued: date | None) -> int | None:
    """Give the year that yearless days are of: that of the date line, or the next one for the plan of it made at a year's end."""
    if issued is None or issued.month < _YEAR_END:
        return year
    title = " ".join(line.text for line in (*zones.title, *zones.head_left))
    named = {int(found) for found in _YEAR_NAMED.findall(title)}
    return issued.year + 1 if named == {issued.year + 1} else year


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Propose ``milestones`` in the order of the page."""
    bearings, issued = sections.bearings(zones), _issued(zones)
    bearings = replace(bearings, year=_year_ahead(zones, bearings.year, issued))
    found = [*_from_blocks(zones, bearings, issued), *_from_tables(zones, bearings)]
    found.sort(key=lambda field: field.evidence[0].index)
    return tuple(Candidate("milestones", field) for field in found)
