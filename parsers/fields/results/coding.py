"""Which indicator a figure of running text is, by its label and by the figures before it in the sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from parsers.fields.results.phrases import Look
from parsers.values import indicators, units
from parsers.values.numbers import Quantity
from pipeline.reference.count_nouns import NounKind
from pipeline.reference.indicators import Kind, indicator
from pipeline.reference.indicators import indicators as dictionary

_SHARE = re.compile(r"\b(?:chiếm|tỷ\s+lệ|tỉ\s+lệ|tương\s+ứng|bằng)\b", re.IGNORECASE)
_WORTH = re.compile(r"\b(?:trị\s+giá|kinh\s+phí|số\s+tiền|giá\s+trị|tổng\s+vốn)\b", re.IGNORECASE)
_WHO = re.compile(r"^.{2,80}?\bđã\s+", re.IGNORECASE)
_HAVING = re.compile(r"(?:^|\s)(?P<verb>có|còn)\s+(?P<what>\S.*)$", re.IGNORECASE)
_GAP = re.compile(r"\s*(?:,\s*|và\s+)?")
_SCALES = ("tỷ", "tỉ", "triệu", "nghìn", "ngàn")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the sentence has stated so far: the code of its first sum and of its last figure; ``sums`` whether there was a sum."""

    head: str | None = None
    last: str | None = None
    sums: bool = False

    def after(self, code: str | None, unit: str | None, look: Look) -> "Seen":
        """Give what is seen after one more figure; a share of the plan changes nothing."""
        if look.of_plan:
            return self
        money = unit is not None and units.read(unit).is_money
        return Seen(code if money and not self.sums else self.head, code, self.sums or money)


def code_of(label: str, unit: str | None, before: str, look: Look, seen: Seen) -> str | None:
    """Give the code, None when not sure.

    A part (trong đó) needs its whole to be the sum the sentence began with; a share or a cost behind a counted figure is the
    ratio or the cost that the dictionary ties to that figure.
    """
    if look.of_plan:
        return "E09"
    code = next((c for text in _variants(label, unit) if (c := indicators.match(text, unit).code) is not None), None)
    if code is not None:
        whole = (one := indicator(code)) and one.part_of
        return None if whole and seen.sums and seen.head != whole and unit and units.read(unit).is_money else code
    if seen.last is None or unit is None:
        return None
    kind = units.read(unit).kind
    if kind == "percent" and _SHARE.search(before):
        tied = [one.code for one in dictionary() if one.kind is Kind.RATIO and one.numerator == seen.last]
    elif kind == "money" and _WORTH.search(before):
        tied = [one.code for one in dictionary() if seen.last in one.cost_of]
    else:
        return None
    return tied[0] if len(tied) == 1 else None


def _variants(label: str, unit: str | None) -> list[str]:
    """Give the label, then without who did it (``Sở đã …``), then what there is behind "có" and "còn"."""
    out = [label] if _tells_enough(label, unit) else []
    done = _WHO.sub("", label)
    if done != label:
        out.append(done)
    having = _HAVING.search(label)
    if having is not None:
        out.append(f"{having['what']} còn" if having["verb"].casefold() == "còn" else having["what"])
    return out


def _tells_enough(label: str, unit: str | None) -> bool:
    """Tell whether a label says more than its unit does: "hộ nghèo" alone tells no indicator in running text."""
    return len(label.split()) > 2 or (unit is not None and units.read(unit).kind not in ("households", "people"))


def whole_sums(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """Give the figures with a sum written in two steps as one: ``1 tỷ 250 triệu đồng`` is 1.25 ``tỷ đồng``."""
    out: list[Quantity] = []
    for quantity in found:
        last = out[-1] if out else None
        if last is not None and (joined := _joined(last, quantity, text)) is not None:
            out[-1] = joined
        else:
            out.append(quantity)
    return out


def _joined(first: Quantity, second: Quantity, text: str) -> Quantity | None:
    unit = (first.unit or "").casefold()
    if first.kind is not NounKind.MONEY or second.kind is not NounKind.MONEY or unit not in _SCALES:
        return None
    if not isinstance(first.value, Decimal) or not isinstance(second.value, Decimal):
        return None
    large, small = units.read(unit), units.read(second.unit or "")
    if not small.is_money or small.factor >= large.factor or not _GAP.fullmatch(text[first.stop : second.start]):
        return None
    value = Decimal(f"{(first.value + second.value * small.factor / large.factor).normalize():f}")
    return replace(first, value=value, unit=f"{first.unit} đồng", unit_end=second.stop, alternatives=())
