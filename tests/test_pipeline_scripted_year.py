"""A whole year against an oracle that knows none of the program: pandas over the plain rows of what happened."""

from datetime import date
from functools import cache

import pandas as pd
import pytest

from pipeline.consolidate import Consolidation, consolidate
from pipeline.model import Basis, State
from pipeline.obligations import Standing
from pipeline.reference.indicators import indicators
from pipeline.successions import Lineage, Structure
from tests.scripted_year import HEIRS, MOVEMENTS, REFORM, RUNNING, Script, as_of, due, expected, month, registry, script

SEED = 20240701
CODES = ("B06", "C01", "D01")


@cache
def year() -> Script:
    return script(SEED)


@cache
def consolidated(movement: str, at: int) -> Consolidation:
    return consolidate(
        year().dispatches[movement],
        month(at),
        as_of(at),
        expected(as_of(at)),
        indicators(),
        movement=next(m for m in MOVEMENTS if m.id == movement),
        own="so-nong-nghiep-ha-dong-giang",
        lineage=Lineage(registry()),
        structure=Structure.MAPPED,
    )


# ---- the oracle: rows and pandas only


@cache
def rows() -> pd.DataFrame:
    frame = pd.DataFrame(year().rows)
    return frame.assign(
        sent=pd.to_datetime(frame["sent"]),
        withdrawn=pd.to_datetime(frame["withdrawn"]),
        running=frame["movement"] == RUNNING,
    )


def told(movement: str, at: int) -> pd.DataFrame:
    """Reports of the movement known on the closing day, each with the unit that stands for its sender."""
    closing = pd.Timestamp(as_of(at))
    known = rows()[(rows()["movement"] == movement) & (rows()["sent"] <= closing)]
    known = known[~(known["withdrawn"] <= closing)]
    heirs = HEIRS if as_of(at) >= REFORM else {}
    return known.assign(heir=known["unit"].replace(heirs))


def in_force(known: pd.DataFrame) -> pd.DataFrame:
    return known[~known["symbol"].isin(known["replaces"].dropna())]


def oracle_figures(movement: str, at: int) -> dict[tuple[str, str], int]:
    force = in_force(told(movement, at))
    now = force[force["month"] == at].copy()
    if movement == RUNNING:
        before = force[force["month"] == at - 1].set_index("unit")["D01"]
        own = now["unit"].map(before)
        now["D01"] = (now["D01"] - own).where(own.notna(), now["D01"])
    sums = now.groupby("heir")[list(CODES)].sum()
    return {(unit, code): int(sums.loc[unit, code]) for unit in sums.index for code in CODES}


def oracle_standing(movement: str, at: int) -> dict[str, tuple[str, int]]:
    sent = told(movement, at)
    first = sent[sent["month"] == at].groupby("heir")["sent"].min()
    out = {}
    for unit in expected(as_of(at)):
        if unit.agency_id not in first.index:
            out[unit.agency_id] = ("missing", 0)
        else:
            late = max(0, (first[unit.agency_id] - pd.Timestamp(due(at))).days)
            out[unit.agency_id] = ("late" if late else "on_time", late)
    return out


CASES = [(m.id, at) for m in MOVEMENTS for at in range(1, 13)]


@pytest.mark.parametrize(("movement", "at"), CASES)
def test_every_cell_and_every_total(movement, at):
    data, wanted = consolidated(movement, at), oracle_figures(movement, at)
    assert sorted(u.id for u in data.units) == sorted(u.agency_id for u in expected(as_of(at)))
    found = {(c.unit, c.indicator): int(c.value) for c in data.cells if c.value is not None}
    assert found == wanted
    silent = {(c.unit, c.indicator) for c in data.cells if c.state is State.MISSING}
    assert silent == {(u.id, code) for u in data.units for code in CODES} - set(wanted)
    for code in CODES:
        assert int(data.by_total[code].value) == sum(v for (_, c), v in wanted.items() if c == code)


@pytest.mark.parametrize(("movement", "at"), CASES)
def test_reporting_and_on_time_rates_and_the_overdue_list(movement, at):
    reporting, wanted = consolidated(movement, at).reporting, oracle_standing(movement, at)
    assert [d.due for d in reporting.deadlines] == [due(at)]
    assert {o.unit.agency_id: (o.standing.value, o.days_late) for o in reporting.owed} == wanted
    table = pd.Series({unit: standing for unit, (standing, _) in wanted.items()})
    assert float(reporting.rate) == pytest.approx(100 * (table != "missing").mean())
    assert float(reporting.on_time_rate) == pytest.approx(100 * (table == "on_time").mean())
    overdue = {o.unit.agency_id for o in reporting.owed if o.standing is Standing.MISSING}
    assert overdue == set(table[table == "missing"].index)


def test_the_year_holds_every_kind_of_event():
    frame = rows()
    assert len(frame) > 2000
    assert frame["replaces"].notna().sum() > 50 and frame["withdrawn"].notna().sum() > 20
    assert any(d.superseded_by for papers in year().dispatches.values() for d in papers)
    assert {"u38", "u39", "u40"} <= set(frame["unit"]) and {"u41", "u42"} <= set(frame["unit"])


def test_what_cannot_be_told_apart_is_said():
    """A running figure without the month before, a merged unit of which one part is silent, a report taken back."""
    codes = {r.finding.code for case in CASES for r in consolidated(*case).findings}
    assert {"CUMULATIVE_ONLY", "PART_MISSING", "WITHDRAWN", "MAPPED_UNIT"} <= codes
    flagged = [c for case in CASES for c in consolidated(*case).cells if c.basis is Basis.CUMULATIVE]
    assert flagged and all(c.indicator == "D01" for c in flagged)


def test_one_seed_tells_one_year():
    assert script(3).rows == script(3).rows
    assert script(3).rows != script(4).rows
    assert as_of(1) == date(2024, 3, 11)
