"""Nothing that was filed is lost, counted twice or moved without a word, whatever is filed."""

import random
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidate import SourceChoice, consolidate
from pipeline.model import Basis, State
from pipeline.reference.agencies import Agency, Registry, Succession
from pipeline.reference.indicators import indicators
from pipeline.successions import Lineage, Structure
from tests.movement import MOVEMENT, OFFICE, UNITS, YEAR, dispatch, report, result

DAY = date(2024, 1, 15)
#: Indicator, unit as printed: what fits, what does not, what no dictionary knows.
FILED = (
    ("D01", "nhà"), ("D01", "căn"), ("D01", "hộ"), ("C01", "triệu đồng"), ("C01", "tỷ đồng"), ("C01", "nhà"), ("C04", "đồng"),
    ("B06", "hộ"), ("B02", "hộ"), ("B03", "%"), ("A05", "lượt người"), ("A05", "người"), (None, "cái"), ("Z99", "hộ"),
)  # fmt: skip
WHEN = ("2023", "2023-Q1", "2023-Q2", "2023-06", "2022", "2022-Q4", "2024", None)

figure = st.tuples(
    st.sampled_from(FILED),
    st.one_of(st.none(), st.integers(-3, 900).map(Decimal), st.decimals(0, 50, places=1)),
    st.sampled_from(WHEN),
    st.sampled_from(Basis),
    st.booleans(),
    st.sampled_from((0.3, 0.95)),
    st.sampled_from((State.MISSING, State.NOT_APPLICABLE)),
)
filing = st.tuples(st.integers(1, 6), st.integers(1, 28), st.lists(figure, max_size=5), st.booleans())


def papers(filings):
    out = []
    for n, (unit, day, figures, stranger) in enumerate(filings):
        results = tuple(
            result(
                code, value, printed, when, basis=basis, confidence=sure,
                state=State.STATED if value is not None else silent,
                about="Phòng Một" if sub else None,
            )
            for (code, printed), value, when, basis, sub, sure, silent in figures
        )  # fmt: skip
        if stranger:
            name = f"Hội Mẫu {unit}"
            out.append(
                dispatch(f"la-{n}", "BC", f"{n}/BC-HM", f"2023-12-{day:02d}", f"hoi-{unit}", name, results=results)
            )
        else:
            out.append(report(unit, f"2023-12-{day:02d}", results, f"-{n}"))
    return out


def run(dispatches, **terms):
    return consolidate(dispatches, YEAR, DAY, UNITS[:4], indicators(), movement=MOVEMENT, own=OFFICE, **terms)


def choice(indicator, unit, over=(), id="q1", day=1):
    return SourceChoice(id, indicator, unit, over, "Lan", datetime(2024, 1, day, tzinfo=UTC), "Có danh sách")


@settings(max_examples=120, deadline=None)
@given(st.lists(filing, max_size=8))
def test_every_figure_filed_is_in_a_cell_or_told_why_not(filings):
    data = run(papers(filings))
    in_force = {d.id for d in data.documents if d.role.value == "report" and d.replaced_by is None}
    filed = Counter((p.id, n) for p in papers(filings) if p.id in in_force for n in range(len(p.dispatch.results)))
    shown = Counter((s.dispatch, s.index) for c in data.cells for s in c.sources if s.dispatch in in_force)
    told = Counter((d, n) for d, n, _, _ in data.unused)
    assert shown + told == filed, "each once: shown with its cell, or listed with the reason"
    assert all(why for *_, why in data.unused)


@settings(max_examples=120, deadline=None)
@given(st.lists(filing, max_size=8))
def test_the_total_and_what_is_left_out_of_it_are_all_that_units_state(filings):
    data = run(papers(filings))
    for total in data.totals:
        cells = {c.unit: c.value for c in data.cells if c.indicator == total.indicator and c.value is not None}
        outside = {u.id for u in data.units if not u.expected}
        if total.value is None or data.by_indicator[total.indicator].kind.value == "R":
            continue
        apart = {u: v for u, v in cells.items() if u in outside or u in total.left_out}
        assert total.value + sum(apart.values()) == sum(cells.values())
        assert set(total.counted) | set(apart) == set(cells) and not set(total.counted) & set(apart)
        assert set(total.missing) == {u.id for u in data.units if u.expected} - set(cells) - {
            c.unit for c in data.cells if c.indicator == total.indicator and c.state is State.NOT_APPLICABLE
        }


@settings(max_examples=120, deadline=None)
@given(st.lists(filing, max_size=8))
def test_what_is_left_out_contradicted_or_doubtful_is_named(filings):
    data = run(papers(filings))
    said = {(r.unit, r.finding.code) for r in data.findings}
    for unit in data.units:
        if not unit.expected and any(c.sources for c in data.cells if c.unit == unit.id):
            assert (unit.id, "OUTSIDE_LIST") in said
    for cell in data.cells:
        if cell.conflict:
            assert {(cell.unit, "CONFLICT"), (cell.unit, "CONFLICT_WITHIN")} & said
        if cell.value is not None and cell.basis is Basis.CUMULATIVE and cell.coverage == ():
            indicator = data.by_indicator[cell.indicator]
            assert (cell.unit, "CUMULATIVE_ONLY") in said or indicator.over_time.value != "sum"
        if any(s.result.confidence < 0.6 and s.value is not None for s in cell.used):
            assert (cell.unit, "LOW_CONFIDENCE") in said
        if any(s.value is not None and s.value < 0 for s in cell.used):
            assert (cell.unit, "NEGATIVE") in said
    for document, *_, why in data.unused:
        unit = data.by_document[document].unit
        if "đơn vị tính" in why:
            assert (unit, "UNIT_MISMATCH") in said
        elif "danh mục" in why:
            assert (unit, "UNMAPPED") in said


@settings(max_examples=80, deadline=None)
@given(st.lists(filing, max_size=8), st.integers(1, 5), st.lists(st.integers(1, 4), max_size=3), st.randoms())
def test_a_chosen_source_moves_only_its_indicator_and_says_what_it_leaves_out(filings, unit, over, shuffler):
    chosen = (
        choice("D01", UNITS[unit - 1].agency_id, tuple(UNITS[n - 1].agency_id for n in over)),
        choice("D01", UNITS[0].agency_id, id="q0", day=2),
    )
    plain = run(papers(filings))
    mixed = list(papers(filings))
    shuffler.shuffle(mixed)
    for sources in (chosen[:1], chosen, chosen[::-1]):
        data = run(mixed, sources=sources)
        assert data.cells == plain.cells, "what units filed stays as it is"
        assert [t for t in data.totals if t.indicator != "D01"] == [t for t in plain.totals if t.indicator != "D01"]
        if (total := data.by_total.get("D01")) is None:
            continue
        cells = {c.unit: c.value for c in data.cells if c.indicator == "D01" and c.value is not None}
        mine = {u.id for u in data.units if u.expected}
        held = sum((v for u, v in cells.items() if u in mine), Decimal(0))
        aside = sum((cells[u] for u in total.left_out), Decimal(0))
        assert (total.value or 0) + aside == held
        message = " ".join(r.finding.message for r in data.findings if r.finding.code == "SOURCE_CHOSEN")
        assert all(data.by_unit[u].name in message for u in total.left_out)
        if total.left_out:
            assert total.authority in total.counted
    assert run(mixed, sources=chosen) == run(papers(filings), sources=chosen[::-1])


@settings(max_examples=60, deadline=None)
@given(st.lists(filing, max_size=8), st.randoms())
def test_the_order_in_which_papers_come_changes_nothing(filings, shuffler: random.Random):
    mixed = list(papers(filings))
    shuffler.shuffle(mixed)
    assert run(mixed) == run(papers(filings))


def _merged():
    """Units 2 and 3 became one on the first day of 2024."""
    bodies = [Agency(u.agency_id, u.name) for u in UNITS if u.agency_id not in ("don-vi-2", "don-vi-3")]
    bodies += [Agency(u.agency_id, u.name, valid_to=date(2023, 12, 31)) for u in UNITS[1:3]]
    bodies.append(Agency("don-vi-moi", "Chi cục Mới", valid_from=date(2024, 1, 1)))
    steps = [Succession(f"don-vi-{n}", "don-vi-moi", date(2024, 1, 1), "merge", "QĐ mẫu") for n in (2, 3)]
    return Lineage(Registry.of(bodies, steps))


@settings(max_examples=80, deadline=None)
@given(st.lists(filing, max_size=8))
def test_laying_units_under_their_heirs_changes_no_sum(filings):
    filed = run(papers(filings), lineage=_merged())
    mapped = run(papers(filings), lineage=_merged(), structure=Structure.MAPPED)
    assert "don-vi-2" not in mapped.by_unit and "don-vi-3" not in mapped.by_unit
    for total in filed.totals:
        indicator = filed.by_indicator[total.indicator]
        if indicator.kind.value != "R" and indicator.over_units.value in ("sum", "distinct"):
            assert mapped.by_total[total.indicator].value == total.value
