"""Milestones (tiến độ): steps of a plan with their days, out of schedules, outline items and report deadlines."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from parsers.values import periods, schedules, sections
from parsers.values.periods import PeriodKind, PeriodMention
from parsers.values.sections import Bearings, Outlook, Section
from pipeline.model import Block, Candidate, Evidence, Field, Milestone, Profile, Zones
from pipeline.text import squeeze

_HINT = re.compile(r"\d|quý\s|hằng năm|hàng năm|hằng quý|hằng tháng", re.IGNORECASE)
_STEP = re.compile(
    r"\b(?:tổ\s+chức|triển\s+khai|xây\s+dựng|ban\s+hành|phát\s+động|sơ\s+kết|tổng\s+kết|đánh\s+giá|báo\s+cáo|đăng\s+ký|gửi|nộp|hoàn\s+thành|tiến\s+hành"
    r"|kiểm\s+tra|rà\s+soát|tổng\s+hợp|thẩm\s+định|trình|họp|hội\s+nghị|lễ|khai\s+mạc|bế\s+mạc|phát\s+hành|công\s+bố|xét|bình\s+xét|chấm|tập\s+huấn"
    r"|khảo\s+sát|quán\s+triệt|thành\s+lập|lập|chuẩn\s+bị|nghiệm\s+thu|bàn\s+giao|khởi\s+công|khánh\s+thành|thực\s+hiện|phổ\s+biến|tuyên\s+truyền)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:báo\s+cáo|đăng\s+ký|hồ\s+sơ|danh\s+sách|kế\s+hoạch|văn\s+bản|kết\s+quả)\b.*\b(?:gửi|gởi|về|trước|chậm\s+nhất)\b|\b(?:gửi|gởi|nộp)\b",
    re.IGNORECASE | re.DOTALL,
)
#: "Sơ kết vào tháng 6 và tổng kết vào tháng 12/2024": two steps.
_NEXT_STEP = re.compile(rf"(?:,|\bvà)\s+(?={_STEP.pattern})", re.IGNORECASE)
#: The time that figures are of, and no time for doing anything.
_OF_FIGURES = re.compile(r"\bsố\s+liệu\b|(?<!định )\bkỳ\s+báo\s+cáo\b", re.IGNORECASE)
#: A heading that says where or when papers are to be handed in.
_DUE_HERE = re.compile(r"\b(?:gửi|gởi|nộp|thời\s+hạn|thời\s+gian|hạn\s+cuối)\b", re.IGNORECASE)
#: "phát động từ ngày 05/01", "từ tháng 10/2025 đến khi tổ chức thành công Đại hội": a first day and no last one.
_SINCE = re.compile(r"\btừ\s*$", re.IGNORECASE)
_POINTS = (PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER)
_REVIEW = re.compile(r"\b(?:sơ\s+kết|tổng\s+kết)\b", re.IGNORECASE)
_CITED = re.compile(
    r"(?:(?:kế\s+hoạch|quyết\s+định|nghị\s+quyết|nghị\s+định|thông\s+tư|chỉ\s+thị|công\s+văn|luật|hướng\s+dẫn|tờ\s+trình|báo\s+cáo|thông\s+báo|kết\s+luận|chương\s+trình|công\s+điện|văn\s+bản)"
    r"\s+(?:liên\s+tịch\s+)?số\b[^,;]{0,70}|\b(?:ký|ban\s+hành|số\s+[\w./-]+)\s+)(?:ngày\s*)?$",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"\bhiệu\s+lực\b|\bkể\s+từ\s+ngày\b|\báp\s+dụng\s+từ\b",
    re.IGNORECASE,
)
_ANNIVERSARY = re.compile(r"\bngày\s+(?:thành\s+lập|truyền\s+thống|quốc\s+tế|sinh)|\bkỷ\s+niệm\b", re.IGNORECASE)
_LONG = (PeriodKind.YEAR, PeriodKind.YEARS, PeriodKind.SCHOOL_YEAR)
_DAYS = (PeriodKind.DAY, PeriodKind.SPAN)
_SO = re.compile(r"\bso\s+với\b[^,;.]*$", re.IGNORECASE)
_NAMING = re.compile(
    r"(?:giai\s+đoạn|kế\s+hoạch|chương\s+trình|phong\s+trào[^,;.]*|nhiệm\s+vụ|phương\s+hướng|công\s+tác|kết\s+quả[^,;.:]*|chỉ\s+tiêu|ngân\s+sách|mục\s+tiêu"
    r"|dự\s+toán|tình\s+hình[^,;.:]*|đề\s+án|thi\s+đua[^,;.:]*|năm\s+học|quy\s+hoạch[^,;.:]*|”|\"|trong)\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;]\s+|(?<=[^\d\W])\.\s+(?=[A-ZĐÀ-Ỹ])|(?<=\d)\.\s+(?=[A-ZĐ])")
_CLOSING = " .;,:/"


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
    whole = mention.kind in (PeriodKind.YEAR, PeriodKind.YEARS, PeriodKind.SCHOOL_YEAR, PeriodKind.MONTHS)
    printed = text[mention.start : mention.end].lower()
    return (
        whole
        and not mention.deadline
        and not printed.startswith(("vào", "trong", "từ"))
        and _NAMING.search(before) is not None
    )


def _outside(text: str, mention: PeriodMention) -> bool:
    return text.rfind("(", 0, mention.start) <= text.rfind(")", 0, mention.start)


def _parts(text: str, mentions: list[PeriodMention]) -> list[tuple[int, int]]:
    """Cut a clause at the commas between its deadlines, and where another step begins: each is a step of its own."""
    dated = [m for m in mentions if m.kind not in (*_LONG, PeriodKind.YEARLY) and _outside(text, m)]
    cuts = [0]
    for before, after in pairwise(dated):
        comma = text.rfind(",", before.end, after.start)
        step = _NEXT_STEP.search(text, before.end, after.start)
        if comma >= 0 and all(m.deadline and m.kind is PeriodKind.DAY for m in (before, after)):
            cuts.append(comma + 1)
        elif step is not None:
            cuts.append(step.end())
    return list(pairwise([*cuts, len(text)]))


def _step(text: str, section: Section, look: Outlook, mentions: list[PeriodMention]) -> PeriodMention | None:
    """Give the mention that dates the step of one clause, None when nothing there is a step with a time."""
    dated = [m for m in mentions if m.kind is not PeriodKind.YEARLY and not _names_something(text, m)]
    dated = [m for m in dated if _outside(text, m)] or [m for m in dated if m.deadline or section is Section.TIME]
    if not dated or _IN_FORCE.search(text) or _OF_FIGURES.search(text[: dated[0].start]):
        return None
    last = dated[-1]
    if section is Section.TIME:
        return next((m for m in reversed(dated) if m.kind is PeriodKind.SPAN), last)
    if _ANNIVERSARY.search(text):
        return None
    if _REPORT.search(text) and (last.kind in _DAYS or (last.deadline and last.kind not in _LONG)):
        return last
    if look is not Outlook.AHEAD:
        return None
    ends = text[: last.start].rstrip().endswith((":", "(")) and not text[last.end :].strip(" .;)")
    acts = ends or _STEP.search(text) is not None
    planned = section in (Section.TASK, Section.PLAN)
    if last.kind not in _LONG and (planned or last.kind is not PeriodKind.MONTHS):
        return last if acts else None
    return (
        last if last.kind is PeriodKind.YEAR and _REVIEW.search(text) and (planned or section is Section.NONE) else None
    )


def _named_day(text: str, mentions: list[PeriodMention]) -> PeriodMention | None:
    """Give the day or the days that end an item of a list of deadlines: "Đối với hồ sơ …: từ ngày 25/7 đến ngày 31/7"."""
    days = [m for m in mentions if m.kind in _DAYS and not _names_something(text, m)]
    if not days or not re.fullmatch(r"[\s.;)]*", text[days[-1].end :]):
        return None
    return days[-1] if re.search(r"[:(]\s*$", text[: days[-1].start]) else None


def _from_blocks(zones: Zones, bearings: Bearings) -> Iterator[Field[Milestone]]:
    for block in zones.body:
        if _HINT.search(block.text) is None:
            continue
        section, look = bearings.section(block), bearings.outlook(block.annex)
        if section in (Section.PAST, Section.GOAL) or (
            look is Outlook.PAST and section not in (Section.PLAN, Section.TIME)
        ):
            continue
        # Among the rules on awards only the days by which dossiers are due.
        rules = section is Section.OTHER and look is not Outlook.AHEAD
        due_here = any(_DUE_HERE.search(heading) for heading in block.headings[-1:])
        for start, end in _clauses(block):
            whole = periods.find_all(block.text[start:end], bearings.year)
            for first, last in _parts(block.text[start:end], whole) if whole else ():
                field = _milestone(block, start + first, start + last, section, look, bearings.year, due_here)
                if field is not None and (field.value.end is not None or not rules):
                    yield field


def _milestone(
    block: Block, start: int, end: int, section: Section, look: Outlook, year: int | None, due_here: bool
) -> Field[Milestone] | None:
    while end > start and block.text[end - 1] in _CLOSING:
        end -= 1
    text = block.text[start:end]
    mentions = periods.find_all(text, year)
    mention = _step(text, section, look, mentions) or (_named_day(text, mentions) if due_here else None)
    if mention is None or squeeze(text) == squeeze(text[mention.start : mention.end]):
        return None
    first, last = days(mention)
    if mention.kind in _POINTS and not mention.recurring and _SINCE.search(text, 0, mention.start):
        last = None
    evidence = block.evidence(start, end)
    if not evidence or (year is not None and (last is not None and last.year < year)):
        return None
    confidence = 0.92 if section is Section.TIME else 0.78
    confidence -= 0.2 * mention.hinted + 0.15 * mention.recurring
    return Field.of(Milestone(squeeze(text), first, last), evidence, round(confidence, 2))


def _from_tables(zones: Zones, bearings: Bearings) -> Iterator[Field[Milestone]]:
    for row in schedules.rows(zones, bearings):
        if (
            row.when is None
            or row.when.kind is PeriodKind.YEARLY
            or bearings.outlook(row.annex) is Outlook.PAST
            or sections.of_headings(row.headings) is Section.PAST
        ):
            continue
        first, last = days(row.when)
        text = squeeze(row.what[0].text).lstrip("-+•* ").strip(_CLOSING)
        evidence = (Evidence.of(row.what[0]), *(Evidence.of(line) for line in row.when_lines if line.text.strip()))
        if text:
            yield Field.of(Milestone(text, first, last), evidence, 0.85 - 0.2 * row.when.hinted)


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Propose ``milestones`` in the order of the page."""
    bearings = sections.bearings(zones)
    found = [*_from_blocks(zones, bearings), *_from_tables(zones, bearings)]
    found.sort(key=lambda field: field.evidence[0].index)
    return tuple(Candidate("milestones", field) for field in found)
