"""What the consolidated figures are: summed by the dictionary's rules, never twice, never guessed, each with its source."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidate import Consolidation, Verdict, consolidate
from pipeline.consolidate.measure import fits, measure, read_unit
from pipeline.model import Basis, Field, Period, Reference, Relation, Result, State, Target
from pipeline.obligations import ExpectedUnit
from pipeline.ports import StoredDispatch
from pipeline.reference.indicators import indicator, indicators
from tests.movement import MOVEMENT, OFFICE, UNITS, YEAR, award, dispatch, field, movement, plan, report, result


def run(
    *dispatches: StoredDispatch, period: Period = YEAR, as_of: date = date(2023, 12, 31), **rest: object
) -> Consolidation:
    options: dict[str, object] = {"movement": MOVEMENT, "own": OFFICE} | rest
    expected = options.pop("expected", UNITS)
    return consolidate(dispatches, period, as_of, expected, indicators(), **options)  # type: ignore[arg-type]


def one(*results: Field[Result], **rest: object) -> Consolidation:
    """A movement in which unit 1 alone reports ``results``."""
    return run(report(1, "2023-12-12", results), **rest)


def codes(data: Consolidation) -> list[str]:
    return [f.finding.code for f in data.findings]


@pytest.fixture(scope="module")
def whole() -> Consolidation:
    return run(*movement())


# The oracle: the same totals, worked out by pandas from the figures of the reports that count.


def test_totals_equal_a_recomputation_by_other_means(whole: Consolidation) -> None:
    rows = []
    for stored in movement():
        issuer = stored.dispatch.issuer
        assert issuer is not None
        for item in stored.dispatch.results:
            value = item.value
            rows.append(
                {
                    "unit": issuer.value.agency,
                    "code": value.indicator,
                    "value": value.value_vnd if value.value_vnd is not None else value.value,
                    "issued": str(stored.dispatch.issued_on.value) if stored.dispatch.issued_on else "",
                    "basis": value.basis.value,
                    "start": value.period_start,
                    "as_of": value.as_of,
                    "gone": stored.superseded_by is not None,
                }
            )
    frame = pd.DataFrame(rows)
    frame = frame[~frame["gone"] & frame["unit"].isin([u.agency_id for u in UNITS]) & frame["value"].notna()]
    running = frame[frame["basis"] == "cumulative"].sort_values("as_of")
    frame = frame[frame["basis"] == "period"]
    # Unit 5's figures for the first quarter lie inside its yearly ones.
    yearly = frame.sort_values("issued").groupby(["unit", "code"]).tail(1)
    sums = yearly.groupby("code")["value"].sum()
    for code in ("A01", "A04", "A05", "B02", "B06", "B08", "C01", "C04", "D05"):
        assert whole.by_total[code].value == Decimal(str(sums[code])), code
    difference = running["value"].iloc[-1] - running["value"].iloc[0]
    assert whole.by_total["D01"].value == sums["D01"] + difference
    assert whole.by_total["B03"].value == 100 * Decimal(int(sums["B02"])) / Decimal(int(sums["B08"]))


def test_the_order_of_the_input_changes_nothing(whole: Consolidation) -> None:
    dispatches = list(movement())
    for seed in range(5):
        random.Random(seed).shuffle(dispatches)
        assert run(*dispatches) == whole


def test_every_figure_of_the_reports_is_shown_or_accounted_for(whole: Consolidation) -> None:
    shown = {(s.dispatch, s.index) for c in whole.cells for s in c.sources if not c.derived}
    shown |= {(dispatch, index) for dispatch, index, _, _ in whole.unused}
    reports = {d.id for d in whole.documents if d.role.value == "report" and d.replaced_by is None}
    stated = {(d.id, n) for d in movement() if d.id in reports for n in range(len(d.dispatch.results))}
    assert stated == shown


# What counts once.


def test_a_revised_report_takes_the_place_of_the_earlier_one(whole: Consolidation) -> None:
    cell = whole.by_cell["don-vi-2", "D01"]
    assert (cell.value, [s.dispatch for s in cell.sources]) == (2, ["report-02b"])


def test_a_document_that_says_it_replaces_another_takes_its_place() -> None:
    old = report(1, "2023-12-01", (result("D01", 5, "nhà"),))
    new = report(
        1,
        "2023-12-09",
        (result("D01", 7, "nhà"),),
        "z",
        references=(field(Reference("21/BC-DV1", "BC", relation=Relation.REPLACES)),),
    )
    data = run(old, new)
    assert data.by_total["D01"].value == 7
    assert "CONFLICT" not in codes(data)


def test_a_yearly_figure_covers_the_parts_of_the_year(whole: Consolidation) -> None:
    cell = whole.by_cell["don-vi-5", "D01"]
    assert cell.value == 5
    assert [(s.dispatch, s.used) for s in cell.sources] == [("report-05", True), ("report-05h", False)]


def test_periods_that_do_not_touch_are_added() -> None:
    quarters = [result("D01", n, "nhà", f"2023-Q{n}") for n in (1, 2, 3, 4)]
    data = one(*quarters)
    assert data.by_total["D01"].value == 10
    assert len(data.by_cell["don-vi-1", "D01"].coverage) == 4


def test_periods_that_overlap_are_not_added_and_that_is_said() -> None:
    nine = result("D01", 9, "nhà", None, period_start=date(2023, 1, 1), period_end=date(2023, 9, 30))
    last = result("D01", 6, "nhà", None, period_start=date(2023, 7, 1), period_end=date(2023, 12, 31))
    data = one(nine, last)
    assert data.by_total["D01"].value == 9
    assert "OVERLAP" in codes(data)


def test_total_rows_are_the_units_figure_and_never_added_to_their_parts() -> None:
    parts = [result("D01", n, "nhà", about=f"Xã {n}", table=True) for n in (1, 2, 3)]
    data = one(*parts, result("D01", 6, "nhà", is_total=True, table=True, label="Tổng cộng"))
    assert data.by_total["D01"].value == 6
    assert codes(data) == []


def test_figures_of_sub_units_alone_are_not_the_units() -> None:
    data = one(*(result("D01", n, "nhà", about=f"Xã {n}") for n in (1, 2)))
    assert "D01" not in data.by_total
    assert codes(data) == ["PARTS_ONLY"]
    assert len(data.unused) == 2


def test_the_same_figure_in_prose_and_table_counts_once() -> None:
    data = one(result("D01", 4, "nhà"), result("D01", 4, "nhà", table=True))
    assert data.by_total["D01"].value == 4
    assert len(data.by_cell["don-vi-1", "D01"].used) == 2
    assert codes(data) == []


def test_figures_without_an_indicator_are_named() -> None:
    data = one(result(None, 7, "cuộc", label="tổ chức tọa đàm"), result("D01", 1, "nhà"))
    (row,) = data.findings
    assert row.finding.code == "UNMAPPED"
    assert "tổ chức tọa đàm 7 cuộc" in row.finding.message


def test_counts_that_end_earlier_than_the_others_are_said() -> None:
    data = run(
        report(1, "2023-12-12", (result("D01", 1, "nhà"),)),
        report(
            2,
            "2023-10-12",
            (result("D01", 1, "nhà", None, period_start=date(2023, 1, 1), period_end=date(2023, 9, 30)),),
        ),
    )
    (row,) = data.findings
    assert (row.finding.code, row.unit) == ("COVERAGE", "don-vi-2")


def test_a_figure_that_reaches_beyond_the_period_is_not_cut_to_fit() -> None:
    data = one(result("D01", 9, "nhà", None, period_start=date(2022, 9, 1), period_end=date(2023, 9, 30)))
    cell = data.by_cell["don-vi-1", "D01"]
    assert (cell.state, cell.value, len(cell.sources)) == (State.MISSING, None, 1)
    assert codes(data) == ["OUTSIDE_PERIOD"]


def test_a_units_own_plan_sets_no_targets() -> None:
    wish = (field(Target("Xây 90 nhà", Decimal(90), unit="nhà", indicator="D01")),)
    below = dispatch("kh", "KH", "3/KH-DV1", "2023-03-01", UNITS[0].agency_id, UNITS[0].name, targets=wish)
    mine = report(1, "2023-12-12", (result("D01", 4, "nhà"),))
    assert all(p.plan == "plan" for p in run(plan(), below, mine).progress)
    assert run(below, mine, expected=(), own=None).progress == ()


# What contradicts.


def test_two_documents_that_differ_are_a_finding_and_the_newer_counts(whole: Consolidation) -> None:
    cell = whole.by_cell["don-vi-6", "D01"]
    assert (cell.value, cell.conflict, [s.dispatch for s in cell.used]) == (8, True, ["letter-06"])
    (row,) = [f for f in whole.findings if f.finding.code == "CONFLICT"]
    assert "6 (văn bản ngày 12/12/2023)" in row.finding.message
    assert "8 (văn bản ngày 14/12/2023)" in row.finding.message


def test_one_document_with_two_figures_is_a_finding() -> None:
    data = one(result("D01", 4, "nhà"), result("D01", 5, "nhà", confidence=0.7))
    assert data.by_total["D01"].value == 4
    assert codes(data) == ["CONFLICT_WITHIN"]


def test_a_ratio_that_its_parts_contradict_is_a_finding() -> None:
    data = one(result("B02", 50, "hộ"), result("B08", 1000, "hộ"), result("B03", 7, "%"))
    assert data.by_cell["don-vi-1", "B03"].value == 7
    assert data.by_total["B03"].value == 5
    assert codes(data) == ["RATIO_MISMATCH"]


# Missing, zero, not applicable.


def test_missing_zero_and_not_applicable_are_three_things(whole: Consolidation) -> None:
    assert whole.by_cell["don-vi-7", "C04"].state is State.MISSING
    assert whole.by_cell["don-vi-7", "D01"].state is State.NOT_APPLICABLE
    zero = whole.by_cell["don-vi-7", "D05"]
    assert (zero.state, zero.value) == (State.STATED, 0)
    assert whole.by_cell["don-vi-10", "D01"].state is State.MISSING


def test_a_figure_and_not_applicable_contradict_each_other_and_a_blank_does_not() -> None:
    denied = result("D01", None, None, state=State.NOT_APPLICABLE)
    data = one(result("D01", 5, "nhà"), denied)
    (cell,) = [c for c in data.cells if c.unit == UNITS[0].agency_id and c.indicator == "D01"]
    assert (cell.value, [s.used for s in cell.sources]) == (5, [True, False])
    assert "STATE_CONFLICT" in codes(data)
    assert "STATE_CONFLICT" not in codes(one(result("D01", 5, "nhà"), result("D01", None, None, state=State.MISSING)))
    assert "STATE_CONFLICT" not in codes(
        one(
            result("D01", 5, "nhà", "2023-Q1"),
            replace(denied, value=replace(denied.value, period_start=date(2023, 7, 1), period_end=date(2023, 9, 30))),
        )
    )


def test_what_cannot_be_is_counted_and_named() -> None:
    assert "NEGATIVE" in codes(one(result("D01", -3, "nhà")))
    assert "NEGATIVE" not in codes(one(result("D01", 0, "nhà")))
    assert "FUTURE_FIGURE" in codes(one(result("B06", 5, "hộ"), result("D01", 3, "nhà", "2024")))
    # A report of mid-December speaks of the whole year.
    assert "FUTURE_FIGURE" not in codes(one(result("D01", 3, "nhà", "2023")))


def test_a_total_names_who_is_missing_and_leaves_out_who_it_does_not_concern(whole: Consolidation) -> None:
    total = whole.by_total["D01"]
    assert total.missing == ("don-vi-10",)
    assert "don-vi-7" not in total.counted


def test_nobodys_figure_is_no_zero() -> None:
    data = run(plan())
    assert data.by_total["D01"].value is None
    assert data.by_total["D01"].state is State.MISSING


# What may not be added.


def test_rates_are_recomputed_never_averaged(whole: Consolidation) -> None:
    rates = [c.value for c in whole.cells if c.indicator == "B03" and c.value is not None]
    assert whole.by_total["B03"].value == Decimal(100 * 1215) / Decimal(40500)
    assert all(c.derived for c in whole.cells if c.indicator == "B03" and c.value is not None)
    assert len(rates) == 9


def test_a_rate_without_its_parts_has_no_total() -> None:
    data = run(report(1, "2023-12-12", (result("D14", 90, "%"),)), report(2, "2023-12-12", (result("D14", 70, "%"),)))
    assert data.by_total["D14"].value is None
    assert data.by_cell["don-vi-1", "D14"].value == 90


@pytest.mark.parametrize(
    ("code", "unit", "why"),
    [
        ("D08", "lượt người", "people are not attendances"),
        ("B02", "lượt hộ", "households are not visits"),
        ("C04", "nhà", "money is not houses"),
        ("D01", "triệu đồng", "houses are not money"),
        ("D01", "%", "a share is no count"),
    ],
)
def test_figures_of_another_kind_are_not_merged(code: str, unit: str, why: str) -> None:
    data = one(result(code, 5, unit))
    assert code not in data.by_total, why
    assert "UNIT_MISMATCH" in codes(data)


@pytest.mark.parametrize(
    ("code", "value", "unit", "expected"),
    [
        ("D01", "12", "căn", "12"),
        ("D08", "1.2", "nghìn người", "1200"),
        ("C04", "1.5", "tỷ đồng", "1500000000"),
        ("C04", "250", "triệu", "250000000"),
        ("B03", "2.6", "%", "2.6"),
        ("D01", "12", None, "12"),
    ],
)
def test_measures(code: str, value: str, unit: str | None, expected: str) -> None:
    row = indicator(code)
    assert row is not None
    assert measure(Result("x", Decimal(value), unit, code), row) == Decimal(expected)


def test_a_bare_number_is_no_sum_of_money() -> None:
    money = indicator("C04")
    assert money is not None
    assert not fits(None, money)
    assert measure(Result("x", Decimal(5), None, "C04"), money) is None


def test_a_fraction_is_no_count() -> None:
    row = indicator("D01")
    assert row is not None
    assert measure(Result("x", Fraction(1, 3), "nhà", "D01"), row) is None


def test_units_are_read_with_their_worth() -> None:
    assert read_unit("nghìn tỷ đồng") == ("money", Decimal(10**12))
    assert read_unit("%")[0] == "percent"
    assert read_unit("gì đó")[0] is None


def test_possible_double_counting_is_marked(whole: Consolidation) -> None:
    assert whole.by_total["D01"].may_overlap
    assert not whole.by_total["B06"].may_overlap


# Cumulative figures.


def cumulative(value: int, as_of: str, since: str | None = None) -> Field[Result]:
    start = date.fromisoformat(since) if since else None
    return result(
        "D01", value, "nhà", None, basis=Basis.CUMULATIVE, as_of=date.fromisoformat(as_of), period_start=start
    )


def test_a_cumulative_figure_becomes_the_periods_by_difference(whole: Consolidation) -> None:
    assert whole.by_cell["don-vi-8", "D01"].value == 5


def test_without_the_previous_one_a_cumulative_figure_stays_what_it_is() -> None:
    data = one(cumulative(14, "2023-12-10"))
    cell = data.by_cell["don-vi-1", "D01"]
    assert (cell.value, cell.basis) == (14, Basis.CUMULATIVE)
    assert data.by_total["D01"].cumulative == ("don-vi-1",)
    assert codes(data) == ["CUMULATIVE_ONLY"]


def test_a_cumulative_figure_that_began_in_the_period_counts_it_all() -> None:
    data = one(cumulative(3, "2023-03-31", "2023-01-01"), cumulative(14, "2023-12-10", "2023-01-01"))
    assert data.by_total["D01"].value == 14


def test_over_the_whole_movement_the_last_cumulative_figure_counts() -> None:
    data = one(
        cumulative(9, "2022-12-31"), cumulative(14, "2023-12-10"), period=Period(date(2021, 1, 1), date(2023, 12, 31))
    )
    assert data.by_total["D01"].value == 14


def test_a_cumulative_series_may_not_fall() -> None:
    data = one(cumulative(14, "2022-12-31"), cumulative(9, "2023-12-10"))
    assert "CUMULATIVE_DROP" in codes(data)
    assert data.by_cell["don-vi-1", "D01"].basis is Basis.CUMULATIVE


# Stocks.


def test_a_stock_takes_the_last_day_and_the_beginning_the_first() -> None:
    data = one(
        result("B02", 90, "hộ", None, as_of=date(2023, 6, 30)),
        result("B02", 80, "hộ", None, as_of=date(2023, 12, 1)),
        result("B01", 120, "hộ", None, as_of=date(2022, 12, 31)),
        result("B01", 110, "hộ", None, as_of=date(2023, 6, 30)),
    )
    assert data.by_total["B02"].value == 80
    assert data.by_total["B01"].value == 120


def test_a_state_takes_the_periods_column_not_the_running_one() -> None:
    running = result("D15", 63, "hộ", basis=Basis.CUMULATIVE)
    data = one(result("D15", 45, "hộ"), running)
    assert data.by_total["D15"].value == 45
    assert codes(data) == []


def test_a_stock_of_another_year_is_none_of_this_one() -> None:
    data = one(result("B02", 90, "hộ", None, as_of=date(2022, 6, 30)), result("D01", 1, "nhà"))
    assert data.by_total["B02"].value is None


def test_a_figure_without_a_period_counts_by_its_document_and_that_is_said() -> None:
    data = one(result("D01", 4, "nhà", None))
    assert data.by_total["D01"].value == 4
    assert codes(data) == ["PERIOD_UNKNOWN"]


# Who counts.


def test_the_offices_own_report_is_no_source(whole: Consolidation) -> None:
    assert all(s.dispatch != "own" for c in whole.cells for s in c.sources)


def test_a_unit_outside_the_list_is_shown_and_not_added() -> None:
    data = run(
        report(1, "2023-12-12", (result("D01", 4, "nhà"),)),
        report(2, "2023-12-12", (result("D01", 5, "nhà"),)),
        expected=UNITS[:1],
    )
    assert data.by_total["D01"].value == 4
    assert data.by_cell["don-vi-2", "D01"].value == 5
    assert "OUTSIDE_LIST" in codes(data)


def test_without_a_list_every_unit_counts() -> None:
    data = run(
        report(1, "2023-12-12", (result("D01", 4, "nhà"),)),
        report(2, "2023-12-12", (result("D01", 5, "nhà"),)),
        expected=(),
    )
    assert data.by_total["D01"].value == 9


def test_a_unit_is_known_by_its_name_when_the_registry_gave_no_id() -> None:
    stored = report(1, "2023-12-12", (result("D01", 4, "nhà"),))
    lost = (ExpectedUnit("khac", UNITS[0].name),)
    assert run(stored, expected=lost).by_cell.keys() == {("don-vi-1", "D01"), ("khac", "D01")}


def test_documents_dated_after_the_reports_day_are_unknown_to_it() -> None:
    early = run(*movement(), as_of=date(2023, 12, 15))
    assert early.by_total["D01"].value is not None
    assert early.by_cell["don-vi-4", "D01"].state is State.MISSING
    # The revision of 20/12 is not known yet: the first version is in force.
    assert early.by_cell["don-vi-2", "D01"].value == 1


# Targets.


def verdicts(data: Consolidation) -> list[tuple[str, Verdict]]:
    return [(p.indicator or "", p.verdict) for p in data.progress]


def test_targets_are_measured_against_the_totals(whole: Consolidation) -> None:
    assert verdicts(whole) == [
        ("B06", Verdict.MET),
        ("D01", Verdict.NOT_MET),
        ("C04", Verdict.NOT_MET),
        ("", Verdict.NOT_MEASURABLE),
        ("B03", Verdict.MET),
    ]
    money = whole.progress[2]
    assert (money.goal, money.reached, money.percent) == (1_200_000_000, 1_176_000_000, 98)


def target(**parts: object) -> Consolidation:
    base = plan()
    wanted = field(Target("Xây mới nhà Đại đoàn kết", **parts))  # type: ignore[arg-type]
    fields = {n: getattr(base.dispatch, n) for n in base.dispatch.__dataclass_fields__} | {"targets": (wanted,)}
    stored = StoredDispatch(
        "plan", base.sha256, base.file_name, base.received_at, type(base.dispatch)(**fields), base.profile
    )
    period = Period(date(2022, 1, 1), date(2023, 12, 31))
    years = (result("D01", 30, "nhà", "2022"), result("D01", 30, "nhà", "2023"))
    return run(stored, report(1, "2023-12-12", years), period=period)


@pytest.mark.parametrize(
    ("parts", "goal", "verdict"),
    [
        ({"value": Decimal(25), "per": "year", "unit": "nhà"}, 50, Verdict.MET),
        ({"value": Decimal(40), "per": "year", "unit": "nhà"}, 80, Verdict.NOT_MET),
        ({"value": Decimal(50), "value_max": Decimal(70), "operator": "range", "unit": "nhà"}, 50, Verdict.MET),
        ({"value": Decimal(8), "per": "quarter", "unit": "nhà"}, 64, Verdict.NOT_MET),
    ],
)
def test_a_target_a_year_counts_for_every_year(parts: dict[str, object], goal: int, verdict: Verdict) -> None:
    (progress,) = target(indicator="D01", **parts).progress
    assert (progress.goal, progress.verdict) == (goal, verdict)


def test_a_target_that_is_not_due_is_in_progress() -> None:
    from pipeline.model import PartialDate

    (progress,) = target(indicator="D01", value=Decimal(500), unit="nhà", due=PartialDate(2025)).progress
    assert progress.verdict is Verdict.IN_PROGRESS


def test_a_share_of_a_baseline_is_not_measured_by_guessing() -> None:
    (progress,) = target(indicator="D01", value=Fraction(1, 3), unit="số nhà").progress
    assert (progress.verdict, progress.percent) == (Verdict.NOT_MEASURABLE, None)
    assert progress.reason


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("Mỗi năm tập huấn khuyến nông cho ít nhất 5.000 lượt người", "lượt người", "D07"),
        ("Mỗi năm tập huấn khuyến nông cho ít nhất 5.000 lượt người", "hộ", None),
        ("Tổ chức 3 cuộc họp", "cuộc", None),
        # The amount stands in the middle of what it is an amount of.
        ("Huy động trên 2.000 triệu đồng thực hiện phong trào", "triệu đồng", "C01"),
        ("Phấn đấu huy động ít nhất 2 tỷ đồng thực hiện phong trào", "tỷ đồng", "C01"),
        ("Xây mới tối thiểu 50 nhà Đại đoàn kết", "nhà", "D01"),
        ("Hằng năm đào tạo nghề cho từ 300 lao động nông thôn trở lên", "lao động", "D08"),
        ("Vận động ủng hộ Quỹ “Vì người nghèo” không dưới 500 triệu đồng", "triệu đồng", "C04"),
        # Another purpose, another measure, too few words: nobody is told.
        ("Huy động trên 500 triệu đồng xây dựng nhà văn hóa", "triệu đồng", None),
        ("Huy động trên 2.000 người thực hiện phong trào", "người", None),
        ("Huy động 500 triệu đồng", "triệu đồng", None),
    ],
)
def test_a_target_without_an_indicator_is_known_by_its_words(text: str, unit: str, code: str | None) -> None:
    base = plan()
    wanted = (field(Target(text, Decimal(5), unit=unit)),)
    stored = replace(base, dispatch=replace(base.dispatch, targets=wanted))
    assert [p.indicator for p in run(stored).progress] == [code]


def test_a_falling_rate_is_not_taken_for_the_rate_itself() -> None:
    base = plan()
    wanted = (field(Target("Giảm tỷ lệ hộ nghèo 1% mỗi năm", Decimal(1), unit="%", direction="down")),)
    stored = replace(base, dispatch=replace(base.dispatch, targets=wanted))
    assert [p.indicator for p in run(stored).progress] == [None]


def test_a_target_in_another_unit_is_not_measured() -> None:
    (progress,) = target(indicator="D01", value=Decimal(5), unit="tỷ đồng").progress
    assert progress.verdict is Verdict.NOT_MEASURABLE


# Awards.


def test_a_subject_counts_once_however_often_it_is_named() -> None:
    twice = award("Lê Thị Mơ", "cá nhân", "Giấy khen của Giám đốc Sở", "GK", UNITS[0].name)
    data = run(report(1, "2023-12-12", awards=(twice, twice)))
    assert [(c.award, c.count) for c in data.award_counts] == [("Giấy khen của Giám đốc Sở", 1)]


def test_the_same_name_from_two_units_is_a_question(whole: Consolidation) -> None:
    assert "AWARD_TWICE" in codes(whole)
    assert sum(c.count for c in whole.award_counts) == 4


def test_what_is_granted_is_no_longer_proposed() -> None:
    asked = award("Lê Thị Mơ", "cá nhân", "Giấy khen của Giám đốc Sở", "GK", UNITS[0].name)
    given = award("Lê Thị Mơ", "cá nhân", "Giấy khen của Giám đốc Sở", "GK", UNITS[0].name, status="granted")
    data = run(report(1, "2023-12-12", awards=(asked, given)))
    assert [(c.status, c.count) for c in data.award_counts] == [("granted", 1)]


# Laws.

_PERIODS = ("2023", "2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2022", "2022-Q4")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 40), st.sampled_from(_PERIODS), st.integers(1, 28)), max_size=14
    ),
    st.randoms(),
)
def test_totals_add_up_and_do_not_depend_on_order(
    reports: list[tuple[int, int, str, int]], shuffler: random.Random
) -> None:
    dispatches = [
        report(u, f"2023-12-{d:02d}", (result("D01", v, "nhà", p),), f"-{n}") for n, (u, v, p, d) in enumerate(reports)
    ]
    data = run(*dispatches)
    shuffled = list(dispatches)
    shuffler.shuffle(shuffled)
    assert run(*shuffled) == data
    if "D01" not in data.by_total:
        assert all(p.startswith("2022") for _, _, p, _ in reports)
        return
    cells = [c for c in data.cells if c.indicator == "D01"]
    shown = {s.dispatch for c in cells for s in c.sources}
    assert shown == {d.id for d in data.documents if d.role.value == "report"}, "a figure was lost"
    stated = [c.value for c in cells if c.value is not None]
    assert data.by_total["D01"].value == (sum(stated) if stated else None)
    for cell in cells:
        days = sorted(cell.coverage)
        assert all(a.end < b.start for a, b in pairwise(days)), "a day counted twice"
        assert cell.value is None or cell.value == sum(
            {s.result.value.period_start: s.value or 0 for s in cell.used}.values()
        )
