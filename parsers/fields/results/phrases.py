"""What the words around a figure make of it: its label, and whether it is a level, a share of the plan or a comparison."""

import re
from dataclasses import dataclass

from parsers.values.numbers import Quantity
from pipeline.reference.count_nouns import NounKind
from pipeline.text import plain_marks, squeeze

#: How many letters before a figure its verbs may reach back.
_NEAR = 60
_HAVING = re.compile(r"\b(có|còn|được)(?:\s+(?:thêm|khoảng|gần|trên|hơn))?\s*$", re.IGNORECASE)
_ITEM = re.compile(r"[-+*•–—·]|[a-zđ][.)]|\d{1,2}[.)]?")
#: Words between a subject and its figure that name nothing.
_VERBS = re.compile(
    r"(?:\b(?:ước(?:\s+tính)?|thực\s+hiện(?:\s+được)?|đạt(?:\s+được)?|được|là|có|còn|khoảng|gần|trên|hơn|xấp\s+xỉ|chừng|đã|bằng|lên|"
    r"tới|đến|tổng\s+cộng|ở\s+mức|vào|hiện|hiện\s+nay|tương\s+đương|ước\s+khoảng|tăng|giảm|xuống|từ)\b[\s,]*)+$",
    re.IGNORECASE,
)
#: A verb that names the change belongs to the label ("tỷ lệ hộ nghèo giảm còn").
_CHANGE = re.compile(
    r"\b(tăng|giảm)(?:\s+(?:xuống|lên|thêm))?(?:\s+(còn))?(?:\s+(?:là|khoảng|gần|trên|hơn|được))*\s*$", re.IGNORECASE
)
_LEAVES = re.compile(r"\bcòn(?:\s+(?:là|khoảng|lại|gần|trên|dưới))*\s*$", re.IGNORECASE)
#: These open the full name of a figure; nothing behind the figure is needed to know what it counts.
_NAMED = re.compile(
    r"(?:tổng\s+)?(?:số|tỷ\s+lệ|tỉ\s+lệ|dân\s+số|mức|tuổi\s+thọ|diện\s+tích|sản\s+lượng|hệ\s+số)\b", re.IGNORECASE
)
_OPENERS = re.compile(
    r"^(?:(?:trong\s+(?:năm|kỳ|quý|tháng)(?:\s+qua)?|trong\s+đó|ngoài\s+ra|đồng\s+thời|bên\s+cạnh\s+đó|cụ\s+thể|bao\s+gồm|gồm|và|cùng|cũng|đã|còn|riêng|hiện|hiện\s+nay|đến\s+nay|nay|qua\s+đó|"
    r"từ\s+đó|theo\s+đó|kết\s+quả|tính|đến|có|trong|năm\s+(?:nay|qua)|trong\s+(?:năm|kỳ|quý|tháng)(?:\s+qua)?)(?=\s|$|[:,])[\s:,]*)+",
    re.IGNORECASE,
)
#: A clause that opens the name of a measure, and one that names another: "tổng doanh thu thương mại, dịch vụ".
_MEASURE = re.compile(
    r"(?:tổng|giá\s+trị|doanh\s+thu|sản\s+lượng|diện\s+tích|số|tỷ\s+lệ|tỉ\s+lệ|thu\s+nhập|kim\s+ngạch|vốn|chi|thu|mức)\b",
    re.IGNORECASE,
)
_PLAIN_NAME = re.compile(r"[^\W\d_]+(?:[\s-]+[^\W\d_]+){0,4}")
#: What the things counted before a figure fulfil: "8 xã đạt 19 tiêu chí".
_MARKS_OF = re.compile(r"(?:tiêu\s+chí|tiêu\s+chuẩn)\b", re.IGNORECASE)
_FULFIL = re.compile(r"[^,;.:]{0,40}\b(?:đạt|hoàn\s+thành)(?:\s+(?:chuẩn|đủ|từ|trên|dưới|được))*\s*", re.IGNORECASE)
#: A clause that opens so leans on the one before it.
_LEANS = re.compile(
    r"^\s*(?:với|trị\s+giá|cho|tương\s+(?:đương|ứng)|và|tại|thuộc|của|ở|trên|về|chiếm|đạt|tăng|giảm|vượt|ước|còn|bằng|là|"
    r"cùng|để|do|nhằm|phục\s+vụ|quy\s+ra)\b|"
    r"^\s*(?:(?:tổng\s+)?(?:giá\s+trị|số\s+tiền|kinh\s+phí|vốn|trị\s+giá))(?:\s+(?:là|đạt|ước|khoảng|gần|trên|hơn|thực\s+hiện|hỗ\s+trợ))*\s*$",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"(?:\b(?:ước|là|đạt|được|còn|bằng|đến|lên|tới|có|mức|thực\s+hiện|xuống|chiếm|giảm|tăng|giá|phí|tiền|vốn|lệ|số|trọng|cộng|thu|chi|nợ)\b|[:=])(?:\s+(?:khoảng|gần|trên|hơn|xấp\s+xỉ|chừng)\b)*[\s,]*$",
    re.IGNORECASE,
)
_OF_PLAN_AFTER = re.compile(
    r"\s*(?:/\s*năm\s*)?(?:\(?\s*)?(?:so(?:\s+với)?\s+)?(?:của\s+)?(?:kế\s+hoạch|KH\b|chỉ\s+tiêu|dự\s+toán|nhiệm\s+vụ|mục\s+tiêu|nghị\s+quyết|chỉ\s+tiêu\s+giao)",
    re.IGNORECASE,
)
_OF_PLAN_UNIT = re.compile(r"%\s*(?:kế\s+hoạch|KH)\b", re.IGNORECASE)
_AGAINST_AFTER = re.compile(r"[^;.]{0,25}?\b(?:so|cùng\s+kỳ)\b|\s*\(?\s*so\b", re.IGNORECASE)
_MORE_OR_LESS = re.compile(
    r"\b(?:tăng|giảm|vượt|hụt|cao\s+hơn|thấp\s+hơn|tăng\s+thêm|bằng|gấp)(?:\s+(?:thêm|lên|xuống|khoảng|gần|trên|hơn|là|được|bình\s+quân))*\s*$",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\b(?:còn|xuống\s+còn|lên\s+đến|lên\s+mức)\s*(?:khoảng|gần|trên|dưới)?\s*$", re.IGNORECASE)
#: The figure is a goal, a rule or somebody else's: nothing reached. "cần", "phải" are verbs in small letters only (Cần Thơ).
_NOT_REACHED = re.compile(
    r"\b(?:[Pp]hấn\s+đấu|[Dd]ự\s+kiến|sẽ|[Mm]ục\s+tiêu|đề\s+ra|được\s+giao|yêu\s+cầu|quy\s+định|định\s+mức|cần|phải|"
    r"[Tt]ối\s+thiểu|[Cc]hưa\s+(?:đạt|đến|tới|bằng)|"
    r"[ÍIíi]t\s+nhất|[Kk]hông\s+quá|[Tt]ối\s+đa|đứng\s+(?:trong|thứ)|xếp|(?<!quân )[Mm]ỗi|so(?:\s+với)?|tỷ\s+giá|"
    r"lãi\s+suất|mức\s+giá|kiến\s+nghị)\b"
    r"(?:\s+\S+){0,6}\s*$|\b(?:nhóm|loại)\s*$|"
    r"\b(?:[Kk]ế\s+hoạch|[Cc]hỉ\s+tiêu|KH|[Dd]ự\s+toán)(?:\s+(?:năm|giao|là|cả|được|tỉnh|huyện|đăng|ký|\d{4}))*\s*:?\s*$|"
    r"\b(?:[Cc]ùng\s+kỳ|[Nn]ăm\s+trước|[Tt]háng\s+trước|[Kk]ỳ\s+trước)(?:\s+(?:là|đạt|năm|\d{4}))*\s*:?\s*$"
)
#: "thôn 5 xã Ea", "Ban chỉ đạo 35 tỉnh": the figure is the name's own.
_NUMBERED_NAME = re.compile(
    r"(?<!số )\b(thôn|ấp|khóm|bản|buôn|khu\s+phố|tổ\s+dân\s+phố|ban\s+chỉ\s+đạo|quốc\s+lộ|tỉnh\s+lộ|khóa|khoá)\s*$",
    re.IGNORECASE,
)
#: "giảm từ 3,5 % xuống còn 2,3 %": the first figure is where it began.
_FROM = re.compile(r"\btừ(?:\s+(?:gần|hơn|trên|dưới|khoảng|mức))*\s*$", re.IGNORECASE)
_ONWARD = re.compile(r"[^,;.:]{0,30}?\b(?:xuống|lên|còn|đến|tới)\b", re.IGNORECASE)
#: The size of the set a count is taken from: "283 đơn vị thuộc 58 tỉnh".
_SET = re.compile(r"(?:\bthuộc|\btrong\s+(?:tổng\s+)?số|\btrên\s+tổng\s+số)\s*$", re.IGNORECASE)
_PER_PIECE = re.compile(
    r"/\s*(?:kg|tấn|tạ|lít|m2|m²|m3|m³|cái|con|kwh|bộ|lượt|hộ|ngày|giờ|sản\s+phẩm)\b", re.IGNORECASE
)
_TIME_UNITS = frozenset(("ngày", "tháng", "năm", "giờ", "phút", "tuần", "quý", "buổi sáng", "đêm"))
_AGE_BEFORE = re.compile(r"\b(?:trẻ|em|dưới|trên|từ|độ|đủ|người|và|đến)\s*$", re.IGNORECASE)
_RATIO_NAME = re.compile(r"\b(?:tỷ|tỉ)\s+(?:lệ|suất|trọng)|\bmức\b|\bđộ\s+che\s+phủ|\bbình\s+quân\b", re.IGNORECASE)
_PUNCT = " \t,;:.-–—+*•()[]/"
_AFTER_STOP = re.compile(
    r"[,;:()\[\]]|\b(?:với|trị\s+giá|gồm|trong\s+đó|đạt|(?:tăng|giảm)(?=\s*(?:$|so|thêm|được|khoảng))|chiếm|theo|do|nhằm|để|được|và|cho|tại|trên|ở|so|từ|đến)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a figure stands: ``skip`` nothing reached, ``of_plan`` a share of the plan, ``stated`` told by a copula or a colon.

    ``change`` is a rise or fall in percent: worth telling only where no level stands before it.
    """

    skip: bool
    of_plan: bool
    stated: bool
    change: bool = False


def is_item(label: str) -> bool:
    """Tell whether a block's mark is that of a list item rather than of a heading."""
    return _ITEM.fullmatch(label.strip()) is not None


def after_label(text: str, label: str) -> int:
    """Give where the text of a block begins behind its printed mark."""
    at = text.find(label.strip()) + len(label.strip()) if label.strip() and label.strip() in text[:40] else 0
    while at < len(text) and text[at] in " \t-–—+*•.)":
        at += 1
    return at


def shift(spans: tuple[tuple[int, int], ...], by: int) -> tuple[tuple[int, int], ...]:
    """Give spans counted from ``by`` on, those before it left out."""
    return tuple((start - by, end - by) for start, end in spans if start >= by)


def core(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Give the words of ``text`` that name what is counted: openers, dates and the verbs before the figure taken off."""
    rest = (
        "".join(c for i, c in enumerate(text) if not any(start <= i < end for start, end in spans)) if spans else text
    )
    rest = squeeze(plain_marks(rest)).strip(_PUNCT)
    before = None
    while before != rest:
        before = rest
        rest = _OPENERS.sub("", rest)
        tail = _VERBS.search(rest, max(0, len(rest) - _NEAR))
        rest = (rest[: tail.start()] if tail else rest).strip(_PUNCT)
        if len(rest) > 1 and rest[0] == rest[-1] == '"' and rest.count('"') == 2:
            rest = rest[1:-1]
    return rest


def leans(text: str) -> bool:
    """Tell whether a clause cannot stand without the one before it."""
    return _LEANS.match(text) is not None


def continues(opening: str, name: str) -> bool:
    """Tell whether ``name`` only goes on with the measure that the clause before it opened."""
    return (
        _MEASURE.match(opening) is not None
        and _PLAIN_NAME.fullmatch(name) is not None
        and name[0].islower()
        and _MEASURE.match(name) is None
        and _LEANS.match(name) is None
    )


def describes(between: str, unit: str | None) -> bool:
    """Tell whether a figure behind ``between`` says what the things counted before it fulfil, and counts nothing itself."""
    return unit is not None and _MARKS_OF.match(unit) is not None and _FULFIL.fullmatch(between) is not None


def join(base: str, more: str) -> str:
    """Give two pieces of a label as one, the second left out when the first already ends with it."""
    if not base or not more:
        return base or more
    return base if base.casefold().endswith(more.casefold()) else f"{base}, {more}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure counts: the label, whether its own words say it, and the doing that further counts of a list share."""

    text: str
    independent: bool
    doing: str


def label(
    before: str,
    quantity: Quantity,
    after: str,
    spans: tuple[tuple[int, int], ...],
    base: str,
    named: bool,
    doing: str = "",
) -> Told:
    """Give what the figure counts.

    ``before`` and ``after`` are the words of its clause; a counted noun belongs to the label when a verb stands before the
    figure (``xây mới 12 nhà Đại đoàn kết``), not when a copula does (``số nhà xây mới là 12 nhà``) or a colon behind a
    name (``named``). ``base`` is what a clause without words of its own leans on, ``doing`` the verb of a running list.
    """
    words = core(before, tuple((s, e) for s, e in spans if e <= len(before)))
    near = squeeze(before)[-_NEAR:]
    item = object_of(after)
    noun = quantity.kind in (None, NounKind.COUNT) and quantity.unit is not None
    rate = quantity.kind is NounKind.RATIO and bool(item)
    having = _HAVING.search(near)
    verb = having[1].casefold() if having else ""
    # "Đơn vị có 41 hộ thoát nghèo": what is counted stands behind the figure.
    has = noun and (
        (verb == "có" and (not words or bool(item)))
        or (verb == "còn" and bool(item))
        or (verb == "được" and bool(words))
    )
    counted = (
        (noun or rate)
        and not _NAMED.match(words)
        and (has or _COPULA.search(before[-_NEAR:]) is None)
        and not (named and not words)
    )
    if counted or (not words and not base):
        shown = verb if has and words and verb != "được" else ""
        own = squeeze(f"{words} {shown} {'' if rate else quantity.unit or ''} {item}").strip(_PUNCT)
    else:
        own = squeeze(f"{words} {_turn(near)}")
    leaning = (not words and not has) or _LEANS.match(squeeze(before)) is not None
    if not leaning or not base:
        return Told(own, bool(own), words if counted else "")
    if counted and doing and squeeze(before).casefold() in ("", "và", "cùng", "hoặc"):
        return Told(squeeze(f"{doing} {own}"), False, doing)
    first = re.match(r"\s*(cho|với|tại|của|và|trị\s+giá)\b", before, re.IGNORECASE)
    opened = (
        f"{first[1].lower()} {own}" if first and own and not own.casefold().startswith(first[1].casefold()) else own
    )
    glue = " " if (first and counted) or own == "còn" else ", "
    return Told(squeeze(f"{base}{glue}{opened}").strip(_PUNCT) if own else base, False, doing)


def _turn(near: str) -> str:
    """Give the word that names a change before the figure (``giảm``, ``giảm còn``, ``còn``), empty when there is none."""
    change = _CHANGE.search(near)
    if change is not None:
        return f"{change[1].lower()}{' còn' if change[2] else ''}"
    return "còn" if _LEAVES.search(near) else ""


def object_of(after: str) -> str:
    """Give the words behind a figure's unit that still name what is counted."""
    return squeeze(after[: object_end(after)]).strip(_PUNCT)


def object_end(after: str) -> int:
    """Give where those words end."""
    stop = _AFTER_STOP.search(after)
    return stop.start() if stop else len(after)


def look(before: str, after: str, text: str, quantity: Quantity) -> Look:
    """Judge a figure by the words of its clause before and after it."""
    whole, before = before, before[-2 * _NEAR :]
    percent = quantity.kind is NounKind.RATIO or (quantity.unit or "").startswith("%")
    stated = _COPULA.search(before) is not None or before.rstrip().endswith(":") or not whole.strip()
    unit = (quantity.unit or "").casefold()
    if not whole.strip() and quantity.start < 6 and (quantity.unit or "")[:1].isupper():
        # A numbered row of names ("1 Đội Quản lý …"), not a count.
        return Look(True, False, stated)
    if unit in _TIME_UNITS or unit.split(" ")[0:1] == ["tháng"]:
        return Look(True, False, stated)
    if unit == "tuổi" and _AGE_BEFORE.search(before):
        return Look(True, False, stated)
    if quantity.kind is NounKind.MONEY and _PER_PIECE.search(text[quantity.end : quantity.stop + 12]):
        return Look(True, False, stated)
    if _FROM.search(before) and _ONWARD.match(after):
        return Look(True, False, stated)
    if not percent and _SET.search(text[max(0, quantity.start - 24) : quantity.start]):
        return Look(True, False, stated)
    if _NOT_REACHED.search(before):
        return Look(True, False, stated)
    named = _NUMBERED_NAME.search(before)
    if named is not None and unit.split(" ")[0] != named[1].casefold().split(" ")[0]:
        return Look(True, False, stated)
    if percent:
        if _OF_PLAN_AFTER.match(after) or _OF_PLAN_UNIT.match(quantity.unit or ""):
            return Look(_MORE_OR_LESS.search(before) is not None and "bằng" not in before, True, stated)
        changed = _MORE_OR_LESS.search(before) is not None and not _LEFT.search(before)
        ratio = _RATIO_NAME.search(before) is not None
        if changed and (not ratio or "cùng kỳ" in after):
            return Look(_AGAINST_AFTER.match(after) is not None, False, stated, change=True)
    elif _MORE_OR_LESS.search(before) and _AGAINST_AFTER.match(after) and "giảm" not in before:
        return Look(True, False, stated)
    return Look(False, False, stated)
