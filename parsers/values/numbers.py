"""Figures as Vietnamese prose writes them: ``.`` groups thousands, ``,`` is the decimal mark, the unit follows.

What the notation leaves open is never guessed: such a figure has its other readings in ``alternatives``,
and no value at all when none of the readings follows the Vietnamese convention.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from pipeline.model import Number
from pipeline.reference.count_nouns import NounKind, count_nouns, misread_units

#: Words that multiply the figure before a unit, in powers of ten.
SCALES = {"trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tr": 6, "trđ": 6, "tỷ": 9, "tỉ": 9}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of a text: characters ``start`` to ``end`` are the figure, ``unit_start`` to ``unit_end`` its unit.

    ``unit`` is as printed, with a scale word (``triệu đồng``); ``kind`` is None for a noun that no list knows.
    ``bound`` is ``>=``, ``<=``, ``=`` or ``range``; ``total`` is 21 in "15/21 chỉ tiêu". ``value`` is None where the
    notation has no Vietnamese reading; ``alternatives`` are the readings that were not taken.
    """

    start: int
    end: int
    value: Number | None
    value_max: Number | None = None
    bound: str = "="
    approximate: bool = False
    alternatives: tuple[Number, ...] = ()
    total: Decimal | None = None
    unit: str | None = None
    unit_start: int | None = None
    unit_end: int | None = None
    kind: NounKind | None = None
    per: str | None = None

    @property
    def stop(self) -> int:
        """Where the figure and its unit end."""
        return self.end if self.unit_end is None else self.unit_end

    @property
    def ambiguous(self) -> bool:
        """True when another reading is possible."""
        return bool(self.alternatives)


_FIGURE = (
    r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d.])|\d+(?:[.,]\d+)?"
)
_YEAR = r"(?:19|20)\d\d"
_ROMAN = r"(?:IV|I{1,3})"
_CAPITAL = "".join(
    c for c in map(chr, range(0x41, 0x1EFA)) if c.isalpha() and c.isupper() and not 0x250 <= ord(c) < 0x1E00
)
#: Marks, dates and addresses: digits that count nothing. Tried before a figure at every place.
_NOISE = "|".join(
    (
        r"^\s*[([]?\d{1,2}(?:\.\d{1,2})*[.)\]/](?=\s*[^\d\s]|\s+\d)",
        rf"^\s*\d{{1,2}}(?:\.\d{{1,2}})+\.?\s+(?=(?-i:[{_CAPITAL}]))",
        r"\(\d{1,2}\)",
        r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}\b|\b\d{1,2}\s?/\s?\d{4}\b",
        rf"\b(?:quý|q\.?)\s*(?:{_ROMAN}|[1-4])\b(?:\s*/\s*\d{{4}})?",
        r"\bngày\s+\d{1,2}(?:\s*(?:-|đến|và|,)\s*(?:ngày\s+)?\d{1,2})?(?:\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?|\s+tháng\s+\d{1,2})?"
        r"(?!\s*(?:%|triệu))",
        r"\btháng\s+\d{1,2}(?:\s*(?:-|đến|và|,)\s*(?:tháng\s+)?\d{1,2}(?!\d))?(?:\s*[/.-]\s*\d{4})?\b",
        r"\b(?:\d{1,2}|ba|sáu|chín)\s+tháng(?=\s*(?:đầu|cuối|năm|\d|[,;:.)]|của|$))(?:\s+(?:đầu|cuối)(?:\s+năm)?)?",
        rf"\bnăm(?:\s+học)?\s+{_YEAR}(?:\s*(?:-|–|đến|,|và)\s*(?:năm\s+)?{_YEAR})*",
        rf"\b{_YEAR}\s*(?:-|–|đến|/|và)\s*(?:năm\s+)?{_YEAR}\b(?!\.\d)",
        rf"(?<![\w.,])\d{{1,5}}[a-z]?(?:/\d{{4}})?\s?[/-]\s?(?-i:[{_CAPITAL}])[\w&]*(?:[/-][\w&]+)*",
        r"\b(?:điều|khoản|điểm|mục|phần|chương|phụ lục|biểu|mẫu|bảng|trang|lần thứ|thứ|khóa|khoá)"
        r"(?:\s+số)?\s+\d+(?:\.\d+)*(?:\s*(?:,|và|đến)\s*\d{1,2}\b(?!\s*%))*",
        r"\b(?:luật|nghị quyết|nghị định|quyết định|thông tư|chỉ thị|kế hoạch|công văn|đề án|chương trình)"
        r"\s+(?:số\s+)?\d[\d.]*(?!\s*%)(?:/[\w/&-]+)?",
        r"(?<!tổng )(?<!rong )(?<!có )(?<!ới )\bsố(?:\s*:)?\s*\d+(?:[/-][\w/&-]+)?(?![.,]?\d)",
        r"\b(?:ISO|TCVN|QCVN|IEC|QĐ|COVID)\s*[-:]?\s*\d+(?:\s*[:/-]\s*\d+)*",
        r"(?<![\d.,])\(?0\d{1,3}\)?(?:[ .-]?\d{3,4}){2}(?:[ .-]?\d{1,3})?(?![\d.,]\d)",
        r"\b\d{1,2}\s?(?:h\d{0,2}|giờ\s+\d{2})\b(?!a)",
        r"[^\W\d]+\d\w*|\d+[A-Za-z]+\d\w*|https?://\S+|[\w.]+@\S+",
    )
)
_SCAN = re.compile(
    rf"(?P<noise>{_NOISE})"
    r"|(?P<share>(?<![\w.,/-])\d{1,4}\s?/\s?\d{1,4}(?![\d/]|[.,]\d))"
    rf"|(?P<figure>(?<![\w.,/])(?:{_FIGURE})(?![\d]))"
    r"|(?P<word>\b(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?:\s+(?:mươi|mốt|một|hai|ba|bốn|tư|lăm|năm|sáu|bảy|tám|chín|trăm))*\b)",
    re.IGNORECASE,
)
#: Where a figure may begin: what is dear to try is only tried from a few words before such a place.
_HINT = re.compile(r"\d|\b(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_REACH = 20
_YEAR_ONLY = re.compile(_YEAR)
_AFTER_LABEL = re.compile(r"(?:\bnăm|đến|từ|trước|sau|trong|và|-|,)\s*$", re.IGNORECASE)
_LOWER = re.compile(
    r"(?:ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|trên|hơn|vượt|≥|>=|>)(?:\s+(?:là|đạt|từ|được))?\s*$",
    re.IGNORECASE,
)
_UPPER = re.compile(
    r"(?:không quá|tối đa|không vượt quá|không cao hơn|không lớn hơn"
    r"|(?<!không )(?:dưới|thấp hơn|nhỏ hơn|ít hơn)|≤|<=|<)(?:\s+(?:là|còn))?\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:khoảng|gần|xấp xỉ|trên dưới|ước|ước đạt|ước tính|chừng)(?:\s+(?:là|từ|đạt))?\s*$", re.IGNORECASE
)
_UPWARDS = re.compile(r"\s*trở lên\b", re.IGNORECASE)
#: "từ 70% số hộ trở lên": the noun may stand between.
_UPWARDS_LATER = re.compile(r"(?:\s+[^\W\d]+){1,4}?\s+trở lên\b", re.IGNORECASE)
_FROM = re.compile(r"\btừ\s*$", re.IGNORECASE)
_DOWNWARDS = re.compile(r"\s*trở xuống\b", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:-|–|—|đến|tới)\s*(?:dưới\s+)?", re.IGNORECASE)
_RANGE_END = re.compile(_JOINT.pattern + rf"(?P<figure>{_FIGURE})(?![\d/])", re.IGNORECASE)
_SMALLER = re.compile(
    rf"\s*(?P<figure>{_FIGURE})\s*(?P<scale>triệu|nghìn|ngàn)(?!\w)\s*(?P<money>đồng|đ|VNĐ|VND)?(?!\w)", re.IGNORECASE
)
#: "1 nghìn 200 tỷ đồng" is 1.200 tỷ đồng.
_THOUSANDS = re.compile(r"\s*(?:nghìn|ngàn)\s+(?P<rest>\d{1,3})(?=\s*(?:tỷ|tỉ|triệu)\b)", re.IGNORECASE)
_SHARE_BEFORE = re.compile(
    r"(?:giảm|tăng|chiếm|bằng|hơn|trên|dưới|khoảng|gần|ít nhất|tối thiểu|quá|còn|thêm|đạt|có|thiểu|ít hơn|thành)\s*$",
    re.IGNORECASE,
)
_SHARE_AFTER = re.compile(r"\s*(?:quy mô|tổng|số|diện tích|dân số|thời gian|mức|chi phí|lượng)\b", re.IGNORECASE)
_DAY_BEFORE = re.compile(
    r"(?:ngày|đến|trước|sau|từ|dịp|lễ|kỷ niệm|hết|(?<!\d)\d{1,2}/\d{1,2}\s*(?:và|,|-))\s*$", re.IGNORECASE
)
_STOP = re.compile(
    r"\b(?:so|với|trong|trên|tại|cho|của|và|để|được|bị|đã|sẽ|theo|từ|đến|là|có|đạt|bằng|nhằm|gồm|do|đối|ở|vào|về|trở|hoặc|năm|tăng|giảm"
    r"|(?<!trực )thuộc|như|"
    r"hàng|hằng|mỗi|phấn|còn|khi|nếu|thì|mà|phải|cần|này|đó|các|những|hiện|chưa|không|tham|tỷ|tỉ|qua|bình)\b|[^\w\s]|\d",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
           "tám": 8, "chín": 9}  # fmt: skip


@cache
def _unit_pattern() -> re.Pattern[str]:
    nouns_of = count_nouns()
    nouns = sorted(nouns_of, key=len, reverse=True)
    body = "|".join(re.escape(n).replace(r"\ ", r"\s+") + (r"(?!\w)" if n[-1].isalnum() else "") for n in nouns)
    scale = "|".join(sorted(SCALES, key=len, reverse=True))
    misread = {read: printed for read, printed in misread_units().items() if read[0].isalpha() or read == "%o"}
    # Money is only misread behind its scale; alone "đông" is a season.
    alone = "|".join(re.escape(read) for read, printed in misread.items() if nouns_of[printed] is not NounKind.MONEY)
    behind = "|".join(re.escape(read) for read, printed in misread.items() if nouns_of[printed] is NounKind.MONEY)
    rate = r"(?:\s*/\s*(?:1\s*)?[^\W\d_]+\d?(?:\s+(?:canh tác|lao động|dân))?)*"
    scaled = rf"(?P<scale>(?:{scale})(?:\s+(?:{scale}))?)(?!\w)\.?\s*(?P<scaled>{body}|(?:{behind})(?!\w))?"
    return re.compile(
        rf"\s*(?:{scaled}|(?P<noun>(?:{alone})(?!\w)|{body}))(?P<rate>{rate})",
        re.IGNORECASE,
    )


def parse(text: str) -> Number | None:
    """Read a text that is one figure and nothing else; None when it is not, or when it has no Vietnamese reading."""
    text = text.strip()
    if re.fullmatch(r"\d+\s*/\s*[1-9]\d*", text):
        top, bottom = text.split("/")
        return Fraction(int(top), int(bottom))
    sign = text.startswith(("-", "−", "–"))
    body = text[1:].strip() if sign else text
    if re.fullmatch(_FIGURE, body) is None:
        return None
    value, _ = _read(body)
    if value is None:
        return None
    return -value if sign else value


def format_number(value: Number) -> str:
    """Write a figure the Vietnamese way: ``1.234,5``; a fraction as ``1/3``. Law: ``parse(format_number(x)) == x``."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    sign, digits = ("-", -value) if value < 0 else ("", value)
    whole, _, part = f"{digits:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def _read(figure: str) -> tuple[Decimal | None, tuple[Decimal, ...]]:
    """Give the Vietnamese reading of bare digits and marks, and the English one where the two differ in kind."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", figure):
        return Decimal(figure.replace(",", "")), ()
    if re.fullmatch(r"\d+\.\d+", figure) and re.fullmatch(r"\d{1,3}\.\d{3}", figure) is None:
        return None, (Decimal(figure),)
    return Decimal(figure.replace(".", "").replace(" ", "").replace(",", ".")), ()


def read_words(words: str) -> int | None:
    """Read a number in words below a thousand: ``ba mươi`` is 30, ``hai trăm`` is 200; None for anything else."""
    total, current = 0, None
    for word in words.lower().split():
        if word in _DIGITS:
            if current is not None:
                return None
            current = _DIGITS[word]
        elif word == "mười":
            if current is not None:
                return None
            total += 10
        elif word in ("mươi", "trăm") and current:
            total += current * (10 if word == "mươi" else 100)
            current = None
        else:
            return None
    return total + (current or 0)


def noun_phrase(text: str, start: int, words: int = 5) -> str:
    """Give up to ``words`` words of ``text`` from ``start`` on, ended by a preposition, a verb, a figure or a mark."""
    stop = _STOP.search(text, start)
    piece = text[start : stop.start() if stop else len(text)].strip()
    return " ".join(piece.split()[:words])


def _unit(text: str, quantity: Quantity) -> Quantity:
    """Give ``quantity`` with the unit printed behind it; an unknown noun keeps at most two words and no kind."""
    match = _unit_pattern().match(text, quantity.end)
    if match is None:
        word = re.compile(r"\s+").match(text, quantity.end)
        first = _WORD.match(text, word.end()) if word else None
        if first is None or first[0] != first[0].lower() or _STOP.match(text, first.start()):
            return quantity
        phrase = noun_phrase(text, first.start(), 2)
        return replace(quantity, unit=phrase, unit_start=first.start(), unit_end=first.start() + len(phrase))
    nouns = count_nouns()
    noun = match["scaled"] or match["noun"]
    printed = misread_units().get(noun.casefold()) if noun else None
    read, noun = noun, printed or noun
    kind = None if noun is None else nouns.get(" ".join(noun.casefold().split()))
    scale = match["scale"]
    if scale and kind is None and re.search(r"đ$|^tr|^t[ỷỉ]", scale, re.IGNORECASE):
        kind = NounKind.MONEY
    start = match.end() - len(match[0].lstrip())
    end, per = match.end(), None
    rate = re.search(r"/\s*(năm|quý|tháng)\s*$", match["rate"], re.IGNORECASE)
    if rate:
        per = {"năm": "year", "quý": "quarter", "tháng": "month"}[rate[1].lower()]
    if kind is NounKind.RATIO:
        end = match.start("rate")
    unit = " ".join(text[start:end].split())
    if printed is not None and read is not None:
        unit = unit.replace(read, printed)
    if scale and noun is None:
        follow = noun_phrase(text, match.end(), 1) if kind is not NounKind.MONEY else ""
        at = text.find(follow, match.end()) if follow else -1
        if follow and at >= 0:
            unit, end = f"{unit} {follow}", at + len(follow)
    return replace(quantity, unit=unit, unit_start=start, unit_end=end, kind=kind, per=per)


def _doubt(quantity: Quantity, figure: str) -> Quantity:
    """Give ``quantity`` with its other reading where three digits behind one mark may be decimals or thousands."""
    unit = (quantity.unit or "").casefold()
    if not isinstance(quantity.value, Decimal) or re.fullmatch(r"\d{1,3}[.,]\d{3}", figure) is None:
        return quantity
    if "." in figure and figure.endswith("00"):
        # Nobody writes a decimal with two idle noughts: 62.500 tấn are thousands.
        return quantity
    other = quantity.value / 1000 if "." in figure else quantity.value * 1000
    if "." in figure:
        if unit.startswith(("%", "‰", "điểm")):
            return replace(quantity, value=None, alternatives=(other, quantity.value))
        if unit.startswith(("tỷ", "tỉ", "tấn", "triệu tấn")):
            return replace(quantity, alternatives=(other,))
    elif quantity.kind is NounKind.COUNT and not any(unit.startswith(s) for s in SCALES):
        return replace(quantity, value=None, alternatives=(quantity.value, other))
    return quantity


def _bounded(text: str, quantity: Quantity) -> Quantity:
    """Give ``quantity`` with the bound and the hedge that the words around it state."""
    before = text[max(0, quantity.start - 28) : quantity.start]
    before = re.sub(r"\btừ\s*$", "", before, flags=re.IGNORECASE) if quantity.bound == "range" else before
    approximate = _ABOUT.search(before) is not None
    bound = quantity.bound
    if bound == "=":
        if _UPWARDS.match(text, quantity.stop) or (_FROM.search(before) and _UPWARDS_LATER.match(text, quantity.stop)):
            bound = ">="
        elif _DOWNWARDS.match(text, quantity.stop) or _UPPER.search(before):
            bound = "<="
        elif _LOWER.search(before) and not (quantity.value == 1 and quantity.kind is NounKind.MEASURE):
            bound = ">="
    return replace(quantity, bound=bound, approximate=approximate)


def _share(text: str, match: re.Match[str]) -> Quantity | None:
    """Read ``a/b``: a share (1/3), a count out of a total (15/21 chỉ tiêu), or None for a day and a month."""
    top, bottom = (int(part) for part in match[0].split("/"))
    before = text[max(0, match.start() - 20) : match.start()]
    plain = _unit(text, Quantity(match.start(), match.end(), Decimal(top), total=Decimal(bottom)))
    small = 0 < top < bottom <= 10
    if small and (
        _SHARE_AFTER.match(text, match.end()) or (_SHARE_BEFORE.search(before) and (bottom <= 5 or plain.kind is None))
    ):
        at = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
        unit = noun_phrase(text, at, 8) or None
        end = None if unit is None else at + len(unit)
        return Quantity(
            match.start(), match.end(), Fraction(top, bottom), unit=unit, unit_start=at if unit else None, unit_end=end
        )
    if bottom and top <= bottom and plain.kind is NounKind.COUNT and not _DAY_BEFORE.search(before):
        return plain
    return None


def _with_smaller(text: str, quantity: Quantity) -> Quantity:
    """Give "2 tỷ 500 triệu đồng" as one figure, 2,5 of tỷ đồng."""
    own = SCALES.get((quantity.unit or "").casefold())
    match = _SMALLER.match(text, quantity.stop) if own and isinstance(quantity.value, Decimal) else None
    if match is None or own is None or not isinstance(quantity.value, Decimal):
        return quantity
    power = SCALES[match["scale"].casefold()]
    value, _ = _read(match["figure"])
    if value is None or power >= own or value >= 1000:
        return quantity
    unit = f"{quantity.unit} {match['money']}" if match["money"] else quantity.unit
    return replace(
        quantity, value=quantity.value + value.scaleb(power - own), unit=unit, unit_end=match.end(), kind=NounKind.MONEY
    )


def _figure(text: str, match: re.Match[str]) -> Quantity | None:
    figure = match["figure"]
    before = text[max(0, match.start() - 12) : match.start()]
    value, alternatives = _read(figure)
    end = match.end()
    if (more := _THOUSANDS.match(text, end)) is not None and value is not None:
        value, end = value * 1000 + int(more["rest"]), more.end()
    quantity = _unit(text, Quantity(match.start(), end, value, alternatives=alternatives))
    quantity = _with_smaller(text, quantity)
    if _YEAR_ONLY.fullmatch(figure) and (quantity.kind is None or _AFTER_LABEL.search(before)):
        return None
    if quantity.unit is None and re.match(r"\w", text[match.end() : match.end() + 1]):
        return None
    ending = _RANGE_END.match(text, quantity.end) or (_RANGE_END.match(text, quantity.stop) if quantity.kind else None)
    if ending and value is not None and not _YEAR_ONLY.fullmatch(ending["figure"]):
        top, _ = _read(ending["figure"])
        whole = _unit(text, Quantity(match.start(), ending.end(), value, value_max=top, bound="range"))
        rising = (
            top is not None
            and top > value
            and not (text[match.end() - 1 : ending.end()].count("-") and quantity.kind and whole.kind is None)
        )
        if rising and (quantity.kind is None or ending.start() == quantity.end or _same(quantity.unit, whole.unit)):
            return _bounded(text, whole)
    return _bounded(text, _doubt(quantity, figure))


def _same(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first.casefold() == second.casefold()


def may_count(text: str) -> bool:
    """Tell whether ``text`` can hold a figure at all: a quick look before any real reading."""
    return _DIGIT.search(text) is not None or _HINT.search(text) is not None


def find_all(text: str) -> list[Quantity]:
    """Give the figures of ``text`` in order; dates, symbols, labels, years, articles and telephone numbers are none."""
    return list(_find(text)) if may_count(text) else []


@lru_cache(maxsize=1024)
def _find(text: str) -> tuple[Quantity, ...]:
    """Several families read the same block: the answer is kept for a while."""
    out: list[Quantity] = []
    at = 0
    while (hint := _HINT.search(text, at)) is not None:
        near = hint.start() - _REACH
        match = _SCAN.search(text, max(at, text.rfind(" ", 0, near) + 1 if near > 0 else 0))
        if match is None:
            break
        at = match.end()
        found: Quantity | None = None
        if match["share"]:
            found = _share(text, match)
        elif match["figure"]:
            found = _figure(text, match)
        elif match["word"]:
            number = read_words(match["word"])
            if number is not None:
                spelled = _unit(text, Quantity(match.start(), match.end(), Decimal(number)))
                found = _bounded(text, spelled) if spelled.kind is NounKind.COUNT else None
        if found is not None:
            out.append(found)
            # A sum of two scales is one figure: what lies inside is not read again.
            at = max(at, found.stop if found.kind is NounKind.MONEY else found.end)
    return tuple(out)
