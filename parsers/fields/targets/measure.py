"""What is said about one wanted number: the way it should go, how often, against which baseline, and what is measured."""

import re
from fractions import Fraction
from functools import cache

from parsers import nlp
from parsers.values import indicators, units
from parsers.values.numbers import Quantity
from pipeline.model import Target
from pipeline.reference.count_nouns import NounKind
from pipeline.reference.indicators import Kind
from pipeline.reference.indicators import indicators as indicator_rows
from pipeline.text import squeeze

_PER = re.compile(
    r"\b(?:(?:bình\s+quân|trung\s+bình)\s+)?(?:mỗi|hằng|hàng|từng)\s+(?P<what>năm|quý|tháng)\b", re.IGNORECASE
)
_PER_AFTER = re.compile(
    r"\s*(?:[^\W\d]+\s+){0,2}?(?:/\s*|mỗi\s+|hằng\s+|hàng\s+|một\s+)(?P<what>năm|quý|tháng)\b", re.IGNORECASE
)
_MEAN = re.compile(r"\b(?:bình\s+quân|trung\s+bình)\b", re.IGNORECASE)
_PER_NAME = {"năm": "year", "quý": "quarter", "tháng": "month"}
_BASELINE = re.compile(r"\bso\s+(?:với\s+)?(?P<what>[^,;.()]+)", re.IGNORECASE)
_TAIL_END = re.compile(
    r"[;:.()]|\bso\s+với\b|\btheo\b|(?:vào|trong|đến)\s+năm\b|\bvà\s+(?=[^,;.]{0,40}\d)",
    re.IGNORECASE,
)
_NOISE = (
    r"(?:phấn\s+đấu|mục\s+tiêu|chỉ\s+tiêu|(?:đến\s+)?(?:hết\s+|cuối\s+|trong\s+|vào\s+)?năm\s+\d{4}|giai\s+đoạn\s+\d{4}\s*-\s*\d{4}"
    r"|từ\s+\d{4}\s*-\s*\d{4}|bình\s+quân|trung\s+bình|(?:mỗi|hằng|hàng)\s+(?:năm|quý|tháng)|ít\s+nhất|tối\s+thiểu|trên|không\s+dưới|không\s+quá"
    r"|tối\s+đa|dưới|khoảng|gần|hơn|đạt|có|còn|là|từ|được|tăng|giảm|nâng|xuống|lên|thêm|trong\s+đó|gồm|bảo\s+đảm|đảm\s+bảo|duy\s+trì)"
)
#: Words of aim, bound and time at the two ends of the words before a figure; inside they belong to the measure.
_LEADING = re.compile(rf"^\W*(?:{_NOISE}(?:[\s,:]+|$))+", re.IGNORECASE)
_TRAILING = re.compile(rf"(?:[\s,:]+{_NOISE})+\W*$", re.IGNORECASE)


#: A head that names the measure itself: "số hộ nghèo còn 600 hộ".
_SUBJECT = re.compile(
    r"(?:tỷ|tỉ)\s+lệ|số\b|tổng|tốc\s+độ|mức\b|thu\s+nhập|doanh\s+thu|giá\s+trị|sản\s+lượng|diện\s+tích|năng\s+suất",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\btrở\s+(?:lên|xuống)\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(?:giảm|tăng)\b", re.IGNORECASE)
_LEVEL = re.compile(r"\b(?:còn|xuống|lên|là|đạt)\b|:\s*$", re.IGNORECASE)
_FROM_ON = re.compile(r"\s+từ\s+\d.*$", re.IGNORECASE | re.DOTALL)
_METRIC_WORDS = 14


def _direction(text: str, analysis: nlp.Analysis, start: int, at: int) -> str | None:
    ups, downs = analysis.within("up", start, at), analysis.within("down", start, at)
    downs = tuple(d for d in downs if text[d.start : d.end].lower() not in ("còn", "dưới") or at - d.end <= 14)
    last_up = ups[-1].start if ups else -1
    last_down = downs[-1].start if downs else -1
    if last_up == last_down:
        return None
    return "up" if last_up > last_down else "down"


def _per(text: str, quantity: Quantity, clause: int, sentence: int) -> str | None:
    if quantity.per and quantity.kind is NounKind.RATIO:
        return quantity.per
    found = list(_PER.finditer(text, clause, quantity.start))
    if not found and _MEAN.search(text, clause, quantity.start):
        found = list(_PER.finditer(text, sentence, clause))
    # "Hằng năm, mỗi đơn vị …": said once at the head, it holds for the whole sentence.
    head = _PER.match(text, sentence + len(text[sentence:]) - len(text[sentence:].lstrip()))
    if head and not found:
        found = [head]
    if found:
        return _PER_NAME[found[-1]["what"].lower()]
    after = _PER_AFTER.match(text, quantity.stop)
    return _PER_NAME[after["what"].lower()] if after else quantity.per


def _metric(text: str, quantity: Quantity, clause: tuple[int, int]) -> str | None:
    """Give what is measured: the words behind a share or a count, else the words before it that are no verb of aim."""
    stop = _TAIL_END.search(text, quantity.stop)
    tail = squeeze(_ONWARDS.sub("", text[quantity.stop : min(stop.start() if stop else len(text), clause[1])]))
    head = _FROM_ON.sub("", text[clause[0] : quantity.start])
    head = squeeze(_TRAILING.sub("", _LEADING.sub("", head))).strip(" ,;:-")
    if isinstance(quantity.value, Fraction):
        return quantity.unit
    named = _SUBJECT.match(head) is not None or text[: quantity.start].rstrip().endswith(":")
    if quantity.kind in (NounKind.RATIO, NounKind.MONEY):
        return (
            head if named or not tail else re.sub(r"^(?:(?:số|tổng số|là|được|có|các|những)\s+)+", "", tail)
        ) or None
    if named and not tail:
        return head
    return " ".join(f"{quantity.unit or ''} {tail}".split()[:_METRIC_WORDS]) or None


def _indicator(metric: str | None, quantity: Quantity, direction: str | None, before: str) -> str | None:
    """Give the indicator's code: a change is matched as a change, and a stock only where a level is stated."""
    if metric is None:
        return None
    moved = _CHANGE.search(before)
    by = moved is not None and not _LEVEL.search(before, moved.end())
    verb = {"up": "tăng", "down": "giảm"}.get(direction or "") if by else None
    labels = [f"{verb} {metric}", f"số {metric} {verb}"] if verb else [metric, f"số {metric}"]
    for label in labels:
        if squeeze(label.casefold()).removeprefix("số ") == (quantity.unit or "").casefold():
            continue
        code = indicators.match(label, quantity.unit).code
        if code is not None:
            stock = quantity.kind is NounKind.COUNT and _kinds().get(code) is Kind.STOCK
            return None if stock and not (_LEVEL.search(before) or _SUBJECT.match(metric)) else code
    return None


@cache
def _kinds() -> dict[str, Kind]:
    return {one.code: one.kind for one in indicator_rows()}


def aim(text: str, analysis: nlp.Analysis, quantity: Quantity, clause: tuple[int, int], sentence: int) -> Target | None:
    """Give the target of one wanted quantity without its due date; None when the figure has no reading at all."""
    value = quantity.value if quantity.value is not None else next(iter(quantity.alternatives), None)
    if value is None:
        return None
    direction = _direction(text, analysis, clause[0], quantity.start)
    baseline = _BASELINE.search(text, quantity.stop, clause[1])
    metric = _metric(text, quantity, clause)
    return Target(
        text=squeeze(text[clause[0] : clause[1]]),
        value=value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        operator=quantity.bound,
        direction=direction,
        per=_per(text, quantity, clause[0], sentence),
        indicator=_indicator(metric, quantity, direction, text[clause[0] : quantity.start]),
        metric=metric,
        baseline=squeeze(baseline["what"]) if baseline else None,
        value_vnd=units.to_vnd(value, quantity.unit),
    )
