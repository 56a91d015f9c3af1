"""Which indicator a figure of running text is, by its label and by the figures before it in the sentence."""

import re
from dataclasses import dataclass

from parsers.fields.results.phrases import Look
from parsers.values import indicators, units
from pipeline.reference.indicators import Kind, indicator
from pipeline.reference.indicators import indicators as dictionary

_SHARE = re.compile(r"\b(?:chiếm|tỷ\s+lệ|tỉ\s+lệ|tương\s+ứng|bằng)\b", re.IGNORECASE)
_WORTH = re.compile(r"\b(?:trị\s+giá|kinh\s+phí|số\s+tiền|giá\s+trị|tổng\s+vốn)\b", re.IGNORECASE)
_WHO = re.compile(r"^.{2,80}?\bđã\s+", re.IGNORECASE)
_HAVING = re.compile(r"(?:^|\s)(?P<verb>có|còn)\s+(?P<what>\S.*)$", re.IGNORECASE)


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
