"""Which parts of a document tell what was done, and for which period; plans, requests and proposals do not."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from parsers.values import periods
from parsers.values.periods import PeriodKind, PeriodMention
from pipeline.model import Block, Period, Zones
from pipeline.text import bare, plain_marks, squeeze

_LABEL = re.compile(r"^\s*(?:\(\w{1,3}\)|(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)/]|[-+*•–—])\s*")
_TYPE_ALONE = re.compile(
    r"(?:bao cao|thong bao|bang tong hop|ke hoach|quyet dinh|to trinh|huong dan|nghi quyet|chi thi)"
)
#: Titles that promise figures reached.
_REPORT = re.compile(
    r"^\s*báo\s+cáo\b|kết\s+quả|tình\s+hình\s+(?:thực\s+hiện|hoạt\s+động|triển\s+khai|kinh\s+tế)|sơ\s+kết|tổng\s+kết|"
    r"tổng\s+hợp|thống\s+kê|số\s+liệu|biểu\s+mẫu",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^\s*(?:V\s*/\s*v|Về\s+việc)\b\s*:?\s*", re.IGNORECASE)
#: Types that set tasks or ask for something: only their sections that look back report.
_ORDERS = re.compile(
    r"^\s*(?:kế\s+hoạch|chương\s+trình|hướng\s+dẫn|quyết\s+định|tờ\s+trình|nghị\s+quyết|chỉ\s+thị|đề\s+án|quy\s+(?:chế|định)|thông\s+tư|"
    r"nghị\s+định|giấy\s+mời|hợp\s+đồng|phương\s+án|dự\s+án)\b",
    re.IGNORECASE,
)
#: A letter that wants figures from others has none of its own.
_ASKS = re.compile(r"\b(?:đề\s+nghị|yêu\s+cầu|đôn\s+đốc|hướng\s+dẫn|tăng\s+cường|triển\s+khai)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"^(?:(?:một\s+số|các|những|về)\s+)?(?:kế\s+hoạch|phương\s+hướng|định\s+hướng|kiến\s+nghị|đề\s+xuất|đề\s+nghị|giải\s+pháp|dự\s+kiến|"
    r"tổ\s+chức\s+thực\s+hiện|bài\s+học|khó\s+khăn|tồn\s+tại|hạn\s+chế|nguyên\s+nhân|căn\s+cứ|sự\s+cần\s+thiết)\b",
    re.IGNORECASE,
)
#: Ahead only unless a heading above looks back ("II. Kết quả … 1. Mục tiêu giảm nghèo").
_MAYBE_AHEAD = re.compile(
    r"^(?:(?:một\s+số|các|những|về)\s+)?(?:nhiệm\s+vụ|mục\s+tiêu|biện\s+pháp)\b|"
    r"\b(?:thời\s+gian\s+tới|năm\s+tới|những\s+tháng\s+cuối\s+năm|6\s+tháng\s+cuối\s+năm|phấn\s+đấu)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^(?:(?:một\s+số|các|những|về|đánh\s+giá)\s+)*(?:kết\s+quả|tình\s+hình|thực\s+trạng|công\s+tác\s+(?:chỉ\s+đạo|lãnh\s+đạo)|những\s+kết\s+quả|"
    r"ưu\s+điểm|thành\s+tích|đánh\s+giá)\b|\bkết\s+quả\s+(?:thực\s+hiện|đạt\s+được|hoạt\s+động)\b",
    re.IGNORECASE,
)
#: A year behind these belongs to another paper or to the thing compared with.
_FOREIGN = re.compile(
    r"(?:so(?:\s+với)?|kế\s+hoạch|cùng\s+kỳ|quyết\s+định|nghị\s+quyết|đề\s+án|chương\s+trình|thông\s+tư|công\s+văn|chỉ\s+tiêu|luật)(?:\s+\S+){0,2}\s*$",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(
    r"\bl[uũ]ỹ?\s*y?\s*kế\b|\bluỹ\s+kế\b|\blũy\s+kế\b|\bcộng\s+dồn\b|\btính\s+đến\b|\btính\s+từ\b|\btừ\s+(?:đầu\s+)?(?:năm|giai\s+đoạn|khi)\b[^.;]*?\bđến\s+nay\b",
    re.IGNORECASE,
)


#: A block of so many letters may be a heading itself.
_HEADING = 160
_RIGHT_BEHIND = re.compile(r"\s*\(?(?:vào|trong|của)?\s*")


class Facing(StrEnum):
    """Which way a heading looks: to what was done, to what is to be done, or there unless one above it looks back."""

    BACK = "back"
    AHEAD = "ahead"
    MAYBE_AHEAD = "maybe_ahead"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class When:
    """What time a figure speaks of: its days, its as-of day, and whether it runs on from an earlier day (luỹ kế)."""

    period: Period | None = None
    as_of: date | None = None
    cumulative: bool = False


def title_of(zones: Zones) -> str:
    """Give type name and subject, or the V/v of a letter, on one line; empty when there is neither."""
    title = squeeze(" ".join(line.text for line in zones.title))
    if title:
        return title
    about = [line.text for line in zones.head_left]
    for i, text in enumerate(about):
        if re.match(r"\s*(?:V\s*/\s*v|Về\s+việc)\b", text, re.IGNORECASE):
            return squeeze(" ".join(about[i:]))
    # A poor scan may leave the title in the body.
    early = [block.text for block in zones.body[:6]]
    for i, text in enumerate(early):
        if _TYPE_ALONE.fullmatch(bare(text)):
            return squeeze(" ".join(early[i : i + 3]))
    return ""


def reports(title: str) -> bool:
    """Tell whether a document with this title tells what was done, as a whole."""
    title = _LETTER.sub("", plain_marks(title), count=1)
    if re.match(r"\s*báo\s+cáo\b", title, re.IGNORECASE):
        return True
    if _ORDERS.match(title) or _ASKS.search(title):
        return False
    return _REPORT.search(title) is not None


def looks_back(block: Block, whole: bool) -> bool:
    """Tell whether ``block`` tells what was done, by its own heading and those above it, else by the document."""
    own = _facing(block.text) if len(block.text) <= _HEADING else Facing.NEITHER
    if own in (Facing.AHEAD, Facing.BACK):
        return own is Facing.BACK
    weak = False
    for heading in reversed(block.headings):
        above = _facing(heading)
        if above in (Facing.AHEAD, Facing.BACK):
            return above is Facing.BACK
        weak = weak or above is Facing.MAYBE_AHEAD
    return whole and not weak


@lru_cache(maxsize=1024)
def _facing(text: str) -> Facing:
    """Tell which way a heading looks; it stands above many blocks."""
    heading = _LABEL.sub("", plain_marks(text)).strip()
    if _AHEAD.match(heading):
        return Facing.AHEAD
    if _BACK.search(heading):
        return Facing.BACK
    return Facing.MAYBE_AHEAD if _MAYBE_AHEAD.search(heading) else Facing.NEITHER


@lru_cache(maxsize=512)
def heading_period(text: str, year: int | None) -> When | None:
    """Give the time that a heading or title names last, None when it names none."""
    found = [m for m in periods.find_all(text, year) if m.period is not None and m.kind is not PeriodKind.DAY]
    # "(Số liệu từ ngày 19/4 đến ngày 16/5/2019)" is closer than "tháng 5 năm 2019".
    found.sort(key=lambda m: m.kind is not PeriodKind.SPAN)
    first = next((m for m in found if not _FOREIGN.search(text[max(0, m.start - 60) : m.start])), None)
    return None if first is None else When(first.period)


def year_of(text: str) -> int | None:
    """Give the first year that a title names, to read ``6 tháng đầu năm`` with."""
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    return int(found[0]) if found else None


def when(text: str, at: int, since: int, mentions: list[PeriodMention], default: When, stop: int | None = None) -> When:
    """Give the time of a figure that stands at ``at``: the last period named after ``since`` and before it, else ``default``.

    A period right behind the figure, which ends at ``stop``, is its own (``435 tỷ đồng năm 2006``).
    """
    stretch = text[since:at]
    cumulative = _RUNS_ON.search(stretch) is not None
    period, as_of = None, None
    for mention in mentions:
        if not since <= mention.start < at or mention.period is None:
            continue
        if _FOREIGN.search(text[max(since, mention.start - 60) : mention.start]):
            continue
        if mention.as_of is not None:
            as_of = mention.as_of
        elif mention.deadline or re.search(r"đến(?:\s+(?:hết|cuối))?\s*$", text[since : mention.start], re.IGNORECASE):
            as_of = mention.period.end
        elif mention.kind is not PeriodKind.DAY:
            period = mention.period
    for mention in mentions if stop is not None else ():
        behind = stop is not None and mention.start >= stop
        if (
            behind
            and mention.kind is PeriodKind.YEAR
            and mention.period
            and _RIGHT_BEHIND.fullmatch(text[stop : mention.start])
        ):
            period = mention.period
    return When(period or default.period, as_of or default.as_of, cumulative or default.cumulative)


def is_running(text: str) -> bool:
    """Tell whether a heading or a column says that its figures run on (luỹ kế)."""
    return _RUNS_ON.search(plain_marks(text)) is not None


def ahead(text: str) -> bool:
    """Tell whether a heading near a table speaks of what is to be done."""
    text = plain_marks(text)
    return re.search(
        r"\b(?:kế\s+hoạch\s+(?:năm|thực\s+hiện|giai)|mục\s+tiêu|nhiệm\s+vụ\s+(?:năm|trọng\s+tâm)|dự\s+kiến)\b",
        text,
        re.IGNORECASE,
    ) is not None and not re.search(
        r"\bkết\s+quả\b|\btình\s+hình\s+thực\s+hiện\b|\bthực\s+hiện\s+(?:kế\s+hoạch|các\s+chỉ\s+tiêu|mục\s+tiêu)",
        text,
        re.IGNORECASE,
    )
