"""Check 19: a figure a thousand times too large or small, and jumps that nothing explains.

Robust z-score: Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993): 0.6745 (x - median) / MAD, suspicious
beyond 3.5. It is taken of logarithms, since units differ in size by factors.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from pipeline.checks.council.matter import Matter, finding
from pipeline.consolidate.values import Cell, FindingRow
from pipeline.model import Severity
from pipeline.reference.indicators import Indicator, Kind

_RULE_SLIP = "Thống nhất đơn vị tính (đồng, nghìn, triệu, tỷ) giữa các kỳ và các đơn vị"
_RULE_JUMP = "Đối chiếu với kỳ trước và các đơn vị cùng loại"


@dataclass(frozen=True, slots=True)
class Limits:
    """From where a figure is doubted.

    ``slip`` is how far (as a factor) a figure may lie from a whole power of a thousand to be a slip of the unit;
    ``z`` the robust score, ``factor`` the least times that a jump is of its peers, ``peers`` the least number of them.
    """

    slip: float = 2.5
    z: float = 3.5
    factor: float = 5.0
    peers: int = 5


DEFAULT = Limits()


def robust(value: float, others: Sequence[float]) -> float:
    """Give the robust z-score of ``value`` among ``others``; infinite where the others are all the same."""
    middle = median(others)
    spread = median(abs(x - middle) for x in others)
    if spread == 0:
        return 0.0 if value == middle else math.copysign(math.inf, value - middle)
    return 0.6745 * (value - middle) / spread


def _thousands(ratio: float, slip: float) -> int:
    """Give how many whole thousands a ratio is off by (1 for a thousand, -2 for a millionth), 0 when it is none."""
    if ratio <= 0:
        return 0
    power = round(math.log10(ratio) / 3)
    return power if power and abs(math.log10(ratio) - 3 * power) <= math.log10(slip) else 0


def _shown(value: Decimal, indicator: Indicator) -> str:
    if indicator.is_money:
        value = value / 1_000_000
    text = f"{value.normalize():,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{text} {'triệu đồng' if indicator.is_money else indicator.unit}"


def _usable(cell: Cell | None) -> bool:
    return cell is not None and cell.value is not None and cell.value > 0 and not cell.derived


def _row(code: str, severity: Severity, message: str, rule: str, cell: Cell, suggestion: str) -> FindingRow:
    used = cell.used
    found = finding(code, severity, message, rule, [s.result for s in used], suggestion, on="results")
    return FindingRow(used[-1].dispatch if used else None, found, cell.unit)


def magnitudes(matter: Matter, limits: Limits = DEFAULT) -> Iterator[FindingRow]:
    """Give a finding for each figure that its last period or its peers say is in the wrong unit, or that jumps."""
    data = matter.data
    for indicator in data.indicators:
        if indicator.kind is Kind.RATIO:
            continue
        cells = [c for u in data.units if (c := data.by_cell.get((u.id, indicator.code))) is not None and _usable(c)]
        last = {c.unit: _before(matter, c) for c in cells}
        growth = {u: _growth(c, b) for c in cells if (b := last[u := c.unit]) is not None}
        for cell in cells:
            assert cell.value is not None
            peers = [math.log10(c.value) for c in cells if c is not cell and c.value is not None]
            others = [g for u, g in growth.items() if u != cell.unit]
            found = tuple(_judge(matter, indicator, cell, last[cell.unit], peers, limits))
            yield from found or _grown(matter, indicator, cell, last[cell.unit], others, limits)


def _before(matter: Matter, cell: Cell) -> Cell | None:
    """Give the figure of the last period that a figure may be held against, None without one of the same kind."""
    before = matter.last.by_cell.get((cell.unit, cell.indicator)) if matter.last is not None else None
    return before if before is not None and _usable(before) and before.basis is cell.basis else None


def _growth(cell: Cell, before: Cell) -> float:
    assert cell.value is not None and before.value is not None
    return math.log10(cell.value / before.value)


def _grown(
    matter: Matter, indicator: Indicator, cell: Cell, before: Cell | None, others: Sequence[float], limits: Limits
) -> Iterator[FindingRow]:
    """Give a finding for a figure that rose or fell since the last period by far more than those of the others did."""
    if before is None or before.value is None or len(others) < limits.peers:
        return
    growth = _growth(cell, before)
    times = 10 ** abs(growth - median(others))
    if abs(robust(growth, others)) < limits.z or times < limits.factor:
        return
    assert cell.value is not None
    message = (
        f"{matter.name(cell.unit)}: «{indicator.name}» {_shown(cell.value, indicator)}, kỳ trước "
        f"{_shown(before.value, indicator)}; {'tăng' if growth > 0 else 'giảm'} khác hẳn mức chung của các đơn vị khác."
    )
    yield _row("JUMP", Severity.INFO, message, _RULE_JUMP, cell, "Đề nghị đơn vị xác nhận số liệu.")


def _judge(
    matter: Matter, indicator: Indicator, cell: Cell, before: Cell | None, peers: Sequence[float], limits: Limits
) -> Iterator[FindingRow]:
    assert cell.value is not None
    value, name = math.log10(cell.value), matter.name(cell.unit)
    shown = _shown(cell.value, indicator)
    enough = len(peers) >= limits.peers
    if before is not None and before.value is not None:
        ratio = float(cell.value / before.value)
        if _thousands(ratio, limits.slip):
            message = f"{name}: «{indicator.name}» {shown}, kỳ trước {_shown(before.value, indicator)}; nghi nhầm đơn vị tính."
            yield _row(
                "MAGNITUDE_SLIP", Severity.WARNING, message, _RULE_SLIP, cell, "Đối chiếu đơn vị tính trong bản gốc."
            )
            return
    if not enough:
        return
    score = robust(value, peers)
    times = 10 ** abs(value - median(peers))
    if abs(score) < limits.z or times < limits.factor:
        return
    shift = _thousands(10 ** (value - median(peers)), limits.slip * limits.factor)
    if before is None and shift and abs(robust(value - 3 * shift, peers)) < limits.z:
        message = (
            f"{name}: «{indicator.name}» {shown}, trung vị của các đơn vị khác là "
            f"{_shown(round(Decimal(10 ** median(peers)), 1), indicator)}; nghi nhầm đơn vị tính."
        )
        yield _row(
            "MAGNITUDE_SLIP", Severity.WARNING, message, _RULE_SLIP, cell, "Đối chiếu đơn vị tính trong bản gốc."
        )
    elif (
        before is None
        or before.value is None
        or not 1 / limits.factor < float(cell.value / before.value) < limits.factor
    ):
        message = (
            f"{name}: «{indicator.name}» {shown} lệch xa các đơn vị khác "
            f"({'cao' if score > 0 else 'thấp'} hơn trung vị {times:.0f} lần)."
        )
        yield _row("JUMP", Severity.INFO, message, _RULE_JUMP, cell, "Đề nghị đơn vị xác nhận số liệu.")
