"""Papers that the checks of a consolidation are tried on, and what is said of them. All persons, units and figures are invented."""

from datetime import date

from pipeline.checks.council import Matter, judge
from pipeline.consolidate import consolidate
from pipeline.model import Award, Field, Period, Quote
from pipeline.obligations import ExpectedUnit
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, dispatch
from tests.movement import field as stated

NAMES = {f"dv-{n}": f"Chi cục Mẫu {n}" for n in range(1, 10)}
SPOKEN = (
    stated(Quote("difficulty", "Kinh phí còn hạn chế.")),
    stated(Quote("proposal", "Đề nghị bố trí kinh phí.")),
)


def report(unit, *results, year="2023", quotes=SPOKEN, **parts):
    parts.setdefault("subject", stated("Kết quả phong trào thi đua"))
    return dispatch(
        parts.pop("id", f"bc-{unit}-{year}"),
        parts.pop("kind", "BC"),
        f"5/BC-{unit}",
        parts.pop("issued", f"{year}-12-12"),
        f"dv-{unit}",
        NAMES[f"dv-{unit}"],
        results=results,
        quotes=quotes,
        **parts,
    )


def paper(unit, kind, *awards, issued="2023-12-14", id="", subject="Đề nghị khen thưởng", **parts):
    return dispatch(
        id or f"{kind}-{unit}-{issued}",
        kind,
        f"9/{kind}-{unit}",
        issued,
        f"dv-{unit}",
        NAMES[f"dv-{unit}"],
        subject=stated(subject),
        awards=awards,
        **parts,
    )


def award(name, code, kind="cá nhân", unit="", position=None, status="proposed", year=2023, form=None) -> Field[Award]:
    return stated(Award(form or code, code, kind, name, position, unit, status, year), name, "bảng 1, hàng 2")


def consolidated(dispatches, units=(1,), year="2023", as_of=None):
    return consolidate(
        dispatches,
        Period.parse(year),
        as_of or date(int(year) + 1, 1, 15),
        tuple(ExpectedUnit(f"dv-{n}", NAMES[f"dv-{n}"]) for n in units),
        indicators(),
        movement=MOVEMENT,
        own=OFFICE,
    )


def findings(dispatches, units=(1,), year="2023", last=None, as_of=None, **known):
    data = consolidated(dispatches, units, year, as_of)
    before = consolidated(last, units, str(int(year) - 1)) if last is not None else None
    return judge(Matter(data, dispatches, before, **known))


def codes(*args, **known):
    return {r.finding.code for r in findings(*args, **known)}


def said(code, *args, **known):
    return next(r.finding for r in findings(*args, **known) if r.finding.code == code)
