"""A made-up year from a seed: 40 units, 12 months, five movements; reports in time, late, revised, withdrawn, sent twice;
two units merge and one is renamed in the middle of the year.

``script`` gives the dispatches, and beside them the plain rows of what happened: an oracle computes from the rows alone.
All bodies and figures are invented.
"""

import calendar
import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from pipeline.model import Basis, Period, Reference, Relation, Task
from pipeline.obligations import ExpectedUnit
from pipeline.ports import MovementRow, StoredDispatch
from pipeline.reference.agencies import Agency, Registry, Succession
from tests.movement import OFFICE, dispatch, field, result

YEAR = 2024
REFORM = date(YEAR, 7, 1)
UNITS = 40
MOVEMENTS = tuple(MovementRow(f"phong-trao-{m}", f"Phong trào mẫu {m}", date(YEAR, 1, 1), None, 1) for m in range(1, 6))
#: The last movement counts houses from the first day of the year on (luỹ kế), the others month by month.
RUNNING = MOVEMENTS[-1].id
#: Old unit to the one that stands for it from the reform on: 38 and 39 merge, 40 is renamed.
HEIRS = {"u38": "u41", "u39": "u41", "u40": "u42"}
NEW = ("u41", "u42")
FATES = ("on_time",) * 66 + ("late",) * 12 + ("missing",) * 8 + ("revised",) * 8 + ("withdrawn",) * 3 + ("twice",) * 3


def unit_name(unit: str) -> str:
    return f"Đơn vị số {unit[1:]}"


def registry() -> Registry:
    ended, begun = REFORM - timedelta(days=1), REFORM
    units = [f"u{n:02d}" for n in range(1, UNITS + 1)]
    bodies = [Agency(u, unit_name(u), valid_to=ended if u in HEIRS else None) for u in units]
    bodies += [Agency(u, unit_name(u), valid_from=begun) for u in NEW]
    kinds = {"u41": "merge", "u42": "rename"}
    return Registry.of(bodies, [Succession(old, new, begun, kinds[new], "QĐ mẫu") for old, new in HEIRS.items()])


def month(number: int) -> Period:
    return Period(date(YEAR, number, 1), date(YEAR, number, calendar.monthrange(YEAR, number)[1]))


def due(number: int) -> date:
    """The plans ask for each month's report before the 6th of the next one."""
    return month(number).end + timedelta(days=5)


def as_of(number: int) -> date:
    """Every month is closed 40 days after its end."""
    return month(number).end + timedelta(days=40)


def expected(on: date) -> tuple[ExpectedUnit, ...]:
    return tuple(ExpectedUnit(a.id, a.name) for a in registry().agencies.values() if a.alive(on))


@dataclass(frozen=True)
class Script:
    """``rows`` are plain: one a report sent, with what became of it; ``dispatches`` by movement are what the program sees."""

    dispatches: dict[str, tuple[StoredDispatch, ...]]
    rows: list[dict[str, object]]


def plan(movement: MovementRow) -> StoredDispatch:
    task = Task("Các đơn vị", "Báo cáo kết quả về Sở trước ngày 06 hằng tháng")
    return dispatch(
        f"plan-{movement.id}", "KH", f"1/KH-{movement.id}", f"{YEAR}-01-02", OFFICE, "Sở Mẫu", tasks=(field(task),)
    )


class _Writer:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.rows: list[dict[str, object]] = []
        self.papers: list[StoredDispatch] = []
        self.number = 0
        self.totals: dict[tuple[str, str], int] = {}

    def report(self, movement: MovementRow, unit: str, at: int, day: date, houses: int, replaces: str | None = None):
        dice, span = self.dice, month(at)
        self.number += 1
        symbol, id = f"{self.number}/BC-{unit}", f"r{self.number:05d}"
        households, money = dice.randint(0, 60), Decimal(dice.randint(1, 9999)) / 10
        running = movement.id == RUNNING
        first = date(YEAR, 1, 1) if running else span.start
        figures = (
            result("B06", households, "hộ", None, period_start=span.start, period_end=span.end),
            result("C01", money, "triệu đồng", None, period_start=span.start, period_end=span.end),
            result(
                "D01", houses, "nhà", None, period_start=first, period_end=span.end,
                basis=Basis.CUMULATIVE if running else Basis.PERIOD,
            ),
        )  # fmt: skip
        references = [Reference(f"1/KH-{movement.id}", "KH", relation=Relation.IMPLEMENTS)]
        if replaces is not None:
            references.append(Reference(replaces, "BC", relation=Relation.REPLACES))
        paper = dispatch(
            id, "BC", symbol, str(day), unit, unit_name(unit), results=figures, references=tuple(map(field, references))
        )
        self.papers.append(paper)
        self.rows.append(
            {
                "id": id,
                "movement": movement.id,
                "unit": unit,
                "month": at,
                "sent": day,
                "replaces": replaces,
                "symbol": symbol,
                "withdrawn": None,
                "B06": households,
                "C01": int(money * 1_000_000),
                "D01": houses,
            }
        )
        return paper

    def withdraw(self, paper: StoredDispatch, unit: str, day: date) -> None:
        self.number += 1
        assert paper.dispatch.symbol is not None
        reference = field(Reference(paper.dispatch.symbol.value, "BC", relation=Relation.REPLACES))
        self.papers.append(
            dispatch(
                f"w{self.number:05d}",
                "CV",
                f"{self.number}/{unit}-VP",
                str(day),
                unit,
                unit_name(unit),
                subject=field("V/v thu hồi văn bản"),
                references=(reference,),
            )
        )
        self.rows[-1]["withdrawn"] = day

    def tell(self, movement: MovementRow, unit: str, at: int) -> None:
        """Let one unit do one month's duty, well or badly."""
        dice = self.dice
        fate = dice.choice(FATES)
        if fate == "missing":
            return
        new = dice.randint(0, 5)
        if movement.id == RUNNING:
            new += self.totals.get((movement.id, unit), 0)
            self.totals[movement.id, unit] = new
        day = due(at) - timedelta(days=dice.randint(0, 4))
        if fate == "late":
            day = due(at) + timedelta(days=dice.randint(1, 45))
        paper = self.report(movement, unit, at, day, new)
        if fate == "revised":
            assert paper.dispatch.symbol is not None
            later = day + timedelta(days=dice.randint(1, 50))
            self.report(movement, unit, at, later, new, paper.dispatch.symbol.value)
        elif fate == "withdrawn":
            self.withdraw(paper, unit, day + timedelta(days=dice.randint(1, 50)))
        elif fate == "twice":
            # The store keeps the second copy as the version in force and points the first one at it.
            copy = replace(
                paper,
                id=f"{paper.id}-2",
                sha256=f"{paper.id}-2".ljust(64, "0"),
                received_at=datetime(day.year, day.month, day.day, 15, tzinfo=UTC),
            )
            self.papers[-1] = replace(paper, superseded_by=copy.id)
            self.papers.append(copy)


def script(seed: int) -> Script:
    """Give the year that ``seed`` tells."""
    writer = _Writer(seed)
    out: dict[str, tuple[StoredDispatch, ...]] = {}
    for movement in MOVEMENTS:
        writer.papers = [plan(movement)]
        for at in range(1, 13):
            alive = [a.id for a in registry().agencies.values() if a.alive(month(at).end)]
            for unit in alive:
                writer.tell(movement, unit, at)
        out[movement.id] = tuple(writer.papers)
    return Script(out, writer.rows)
