"""Units as printed, made comparable: their kind, their worth, and where a table or a label states them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from pipeline.reference.count_nouns import NounKind, count_nouns
from pipeline.reference.units import UnitRow, units
from pipeline.text import clean, key, plain_marks, squeeze


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``text`` as printed, ``name`` normalized, ``kind`` as in the reference (``unknown`` when not there).

    A figure times ``factor`` counts single ``name``: ``tỷ đồng`` is 1 000 000 000 of ``đồng``.
    """

    text: str
    name: str
    kind: str
    factor: Decimal = Decimal(1)

    @property
    def is_money(self) -> bool:
        """Whether the figure is a sum in đồng."""
        return self.kind == "money"


_PER = re.compile(r"\s*/\s*")
_EDGES = " \t.,;:()[]-–"
_CAPTION = re.compile(
    r"(?:Đơn\s*vị(?:\s*tính)?|ĐVT|ĐV\s*tính|Đ\.?v\.?t|Dvt|ĐVT)\s*[:;.]\s*(?P<unit>[^()\n]+?)\s*\)?\s*$", re.IGNORECASE
)
_BRACKET = re.compile(r"\(\s*(?:ĐVT|Đơn\s*vị(?:\s*tính)?)?\s*:?\s*(?P<unit>[^()]{1,30}?)\s*\)", re.IGNORECASE)
_AFTER_COMMA = re.compile(r",\s*(?P<unit>[^,()]{1,20})$")


def _fold(text: str) -> str:
    """Give a key that keeps the signs that are units: %, ‰, digits, slashes, powers."""
    text = squeeze(plain_marks(clean(text))).strip(_EDGES).casefold()
    return _PER.sub("/", text.replace("²", "2").replace("³", "3"))


@cache
def _rows() -> dict[str, UnitRow]:
    out: dict[str, UnitRow] = {}
    for row in units():
        for name in (row.unit, *row.variants):
            out.setdefault(_fold(name), row)
            out.setdefault(key(name) or _fold(name), row)
    return out


@cache
def _multipliers() -> tuple[tuple[str, UnitRow], ...]:
    pairs = [(name, row) for name, row in _rows().items() if row.kind == "multiplier"]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _find(text: str) -> UnitRow | None:
    rows = _rows()
    folded = _fold(text)
    return rows.get(folded) or rows.get(key(folded))


@lru_cache(maxsize=4096)
def read(text: str) -> Unit:
    """Give the unit that ``text`` prints; one that the reference does not know keeps its folded words and kind ``unknown``."""
    printed = squeeze(text).strip(" \t.,;:")
    row = _find(printed)
    if row is not None and row.kind != "multiplier":
        return Unit(printed, row.unit, row.kind, row.factor)
    if row is not None:
        return Unit(printed, "đồng", "money", row.factor)
    folded = _fold(printed)
    for name, multiplier in _multipliers():
        if folded.startswith(name):
            rest = folded[len(name) :].lstrip(" .-")
            # "tr" before letters of another word is no million: only a blank, a dot or đồng may follow.
            glued = folded[len(name) : len(name) + 1].isalpha()
            if rest and not (glued and not (name[-1].isdigit() or rest.startswith("đ"))):
                inner = read(rest)
                if inner.kind != "unknown" or not glued:
                    return Unit(printed, inner.name, inner.kind, multiplier.factor * inner.factor)
    head = folded.split("/")[0].strip()
    if head != folded and (row := _find(head)) is not None and row.kind not in ("multiplier", "money"):
        return Unit(printed, folded, f"{row.kind}_per", row.factor)
    return Unit(printed, folded, "unknown")


def same_kind(one: Unit, other: Unit) -> bool:
    """Tell whether figures in the two units may be compared: người and lượt người may not, nor hộ and lượt hộ."""
    if "unknown" in (one.kind, other.kind):
        return one.name == other.name
    return one.kind == other.kind


def to_vnd(value: Decimal | Fraction, unit: str | None) -> int | None:
    """Give ``value`` in whole đồng when ``unit`` is money and the sum comes out whole, None otherwise."""
    if unit is None or not (read_unit := read(unit)).is_money:
        return None
    amount = Fraction(value) * Fraction(read_unit.factor)
    return int(amount) if amount.denominator == 1 else None


def caption(text: str) -> str | None:
    """Give the unit of a caption line (``Đơn vị tính: triệu đồng``), as printed; None when the line is no such caption."""
    found = _CAPTION.search(plain_marks(text))
    if found is None:
        return None
    unit = squeeze(text[found.start("unit") : found.end("unit")])
    return unit if unit and len(unit) <= 40 else None


_COUNTED = re.compile(
    r"(?:tổng\s+)?số\s+(?:lượng\s+|lượt\s+(?=người))?(?P<noun>[^\W\d_]+(?:\s+[^\W\d_]+){0,2})", re.IGNORECASE
)
#: Numbers of these are names and sums, not counts of things.
_UNCOUNTED = frozenset(("tiền", "liệu", "vốn", "dư", "thu", "chi", "nợ", "điểm", "đơn vị", "kỳ", "bộ", "giấy"))


def counted(label: str) -> str | None:
    """Give the noun that a label says it counts (``Số hộ thoát nghèo`` counts ``hộ``); None when it says none."""
    found = _COUNTED.match(label.strip())
    if found is None:
        return None
    words = found["noun"].split()
    for n in range(len(words), 0, -1):
        noun = " ".join(words[:n])
        if count_nouns().get(noun.casefold()) is NounKind.COUNT and noun.casefold() not in _UNCOUNTED:
            return noun
    return None


def of_label(label: str) -> tuple[str, str | None]:
    """Give a row or column label without the unit it states in brackets or after a comma, and that unit.

    ``Kinh phí (triệu đồng) -> ("Kinh phí", "triệu đồng")``; a bracket that holds no known unit stays.
    """
    for found in reversed(list(_BRACKET.finditer(label))):
        unit = found["unit"]
        counted = not label[found.end() :].strip() and squeeze(unit).casefold() in count_nouns()
        if counted or read(unit).kind != "unknown":
            return squeeze(label[: found.start()] + label[found.end() :]), squeeze(unit)
    found_after = _AFTER_COMMA.search(label)
    if found_after is not None and read(found_after["unit"]).kind in ("money", "percent", "area_ha", "mass_t"):
        return squeeze(label[: found_after.start()]), squeeze(found_after["unit"])
    return label, None
