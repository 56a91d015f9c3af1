"""Do the figures of one dispatch add up? Parts and totals, shares of the plan, start and end, tables and prose.

What rounding explains stays silent; what a table's own order explains (a row that sums the rows below it) is no contradiction.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pipeline.model import Basis, Dispatch, Field, Finding, Result, Severity, State, Target
from pipeline.reference.indicators import indicator, indicators
from pipeline.text import key

_ASK = "Cộng lại và đối chiếu bản gốc; nếu bản gốc ghi đúng như vậy, đề nghị đơn vị gửi đính chính."
_RULE = "Đối chiếu số liệu trong một văn bản"
_PLACE = re.compile(
    r"(?:trang\s+\d+,\s*)?bảng\s+(?P<table>\d+),\s*hàng\s+(?P<row>\d+)(?:,\s*cột\s+(?P<column>\d+))?|(?P<sheet>.+)!(?P<letters>[A-Z]+)(?P<number>\d+)"
)
_SHARE = (key("%"), key("‰"))
_NO_SUM = re.compile(r"(?:%|‰|phần trăm|/|lần|bình quân)", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:tỷ lệ|tỉ lệ|bình quân|trung bình|hệ số|tỷ trọng)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two figures may lie apart.

    ``relative`` of the larger one, ``points`` for percentages, ``approximate`` where the text says "khoảng".
    """

    relative: Fraction = Fraction(1, 200)
    points: Fraction = Fraction(3, 20)
    approximate: Fraction = Fraction(1, 20)


#: Rounding as reports do it: half a percent, 0.15 points; 5 % where the text says about.
DEFAULT = Tolerance()

_Stated = Field[Result]
_Cell = tuple[str, str, str]


def check(dispatch: Dispatch, tolerance: Tolerance = DEFAULT) -> tuple[Finding, ...]:
    """Give findings for figures that contradict each other; changes no value."""
    stated = [f for f in dispatch.results if f.value.state is State.STATED and f.value.value is not None]
    return (
        *_totals(stated, tolerance),
        *_parts(stated, tolerance),
        *_shares(stated, dispatch.targets, tolerance),
        *_balances(stated, tolerance),
        *_table_and_prose(stated, tolerance),
    )


def _amount(field: _Stated) -> Fraction:
    """Give the figure in its smallest unit: đồng for money, as printed for everything else."""
    result = field.value
    if result.value_vnd is not None:
        return Fraction(result.value_vnd)
    assert result.value is not None
    return Fraction(result.value)


def _cell(field: Field[Result] | Field[Target]) -> _Cell | None:
    """Give (table, row, column) of the value's cell, None for running text and for pages without cells."""
    found = _PLACE.fullmatch(field.evidence[-1].line)
    if found is None:
        return None
    if found["table"]:
        return found["table"], found["row"], found["column"] or ""
    return found["sheet"], found["number"], found["letters"]


def _close(one: Fraction, other: Fraction, share: Fraction) -> bool:
    return abs(one - other) <= max(abs(one), abs(other)) * share


def _shown(field: _Stated) -> str:
    """Give a figure with its unit as a Vietnamese reader writes it."""
    value = field.value.value
    text = f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else _vietnamese(value)
    return f"{text} {field.value.unit}" if field.value.unit else text


def _vietnamese(value: Decimal | None) -> str:
    whole, _, part = f"{value or 0:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    part = part.rstrip("0")
    return f"{grouped},{part}" if part else grouped


def _decimal(value: Fraction) -> str:
    if value.denominator == 1:
        return _vietnamese(Decimal(value.numerator))
    return _vietnamese(round(Decimal(value.numerator) / Decimal(value.denominator), 4))


def _where(field: _Stated) -> str:
    return field.evidence[-1].line


def _finding(code: str, message: str, *fields: _Stated, severity: Severity = Severity.WARNING) -> Finding:
    evidence = tuple(e for f in fields for e in f.evidence)
    return Finding(code, severity, message, _RULE, "results", evidence, _ASK)


def _totals(stated: Sequence[_Stated], tolerance: Tolerance) -> Iterator[Finding]:
    """Compare the total row of a table with the rows it adds up, column by column."""
    columns: dict[tuple[str, str], list[_Stated]] = defaultdict(list)
    for field in stated:
        cell = _cell(field)
        if field.value.table and cell is not None:
            columns[cell[0], cell[2]].append(field)
    for fields in columns.values():
        totals = [f for f in fields if f.value.is_total]
        parts = [f for f in fields if not f.value.is_total]
        if len(totals) != 1 or len(parts) < 2 or not _addable(totals[0], parts):
            continue
        amounts = [_amount(f) for f in parts]
        total, sums = _amount(totals[0]), _sums(amounts)
        if any(_close(total, s, tolerance.relative) for s in sums) or total in amounts:
            continue
        unit = f" {totals[0].value.unit}" if totals[0].value.unit else ""
        shown = sums[0] / _factor(totals[0])
        message = (
            f"Cột «{totals[0].value.label}»: tổng ghi {_shown(totals[0])} ({_where(totals[0])}), "
            f"cộng {len(parts)} dòng được {_decimal(shown)}{unit}."
        )
        yield _finding("ARITHMETIC_TOTAL", message, totals[0])


def _factor(field: _Stated) -> Fraction:
    value = field.value.value
    return _amount(field) / Fraction(value) if value else Fraction(1)


def _addable(total: _Stated, parts: Sequence[_Stated]) -> bool:
    units = {key(f.value.unit or "") for f in (total, *parts)}
    unit = total.value.unit or ""
    if len(units) != 1 or _NO_SUM.search(unit) or _AVERAGE.search(total.value.label):
        return False
    return not any(_AVERAGE.search(f.value.label) for f in parts)


def _sums(amounts: list[Fraction]) -> list[Fraction]:
    """Give the sum of all rows, and the sum without rows that another row above already adds up (trong đó)."""
    out = [sum(amounts, Fraction(0))]
    kept: list[Fraction] = []
    at = 0
    while at < len(amounts):
        kept.append(amounts[at])
        running, step = Fraction(0), 0
        for ahead in range(at + 1, len(amounts)):
            running += amounts[ahead]
            if running == amounts[at] and amounts[at] != 0:
                step = ahead - at
                break
            if running > amounts[at]:
                break
        at += 1 + step
    out.append(sum(kept, Fraction(0)))
    return out


def _main(stated: Sequence[_Stated]) -> dict[tuple[object, ...], dict[str, _Stated]]:
    """Give the document's own figures by time and indicator; the first one stated wins, sub-units and totals aside."""
    out: dict[tuple[object, ...], dict[str, _Stated]] = defaultdict(dict)
    for field in stated:
        one = field.value
        if one.indicator is not None and one.about is None:
            out[one.period_start, one.period_end, one.basis, one.table].setdefault(one.indicator, field)
    return out


def _parts(stated: Sequence[_Stated], tolerance: Tolerance) -> Iterator[Finding]:
    """Compare an indicator with those that are stated as parts of it (trong đó): together they may not exceed it."""
    wholes = {one.part_of for one in indicators() if one.part_of is not None}
    seen: set[tuple[str, Fraction, Fraction]] = set()
    for group in _main(stated).values():
        for code in sorted(wholes):
            parts = [group[c] for c in sorted(group) if (i := indicator(c)) is not None and i.part_of == code]
            if code not in group or not parts:
                continue
            total, together = _amount(group[code]), sum((_amount(p) for p in parts), Fraction(0))
            if together <= total or _close(total, together, tolerance.relative) or (code, total, together) in seen:
                continue
            seen.add((code, total, together))
            listed = " + ".join(_shown(p) for p in parts)
            message = (
                f"«{group[code].value.label}» ghi {_shown(group[code])} ({_where(group[code])}), "
                f"nhỏ hơn các phần «trong đó»: {listed} ({', '.join(dict.fromkeys(_where(p) for p in parts))})."
            )
            yield _finding("ARITHMETIC_PARTS", message, group[code], *parts)


def _shares(stated: Sequence[_Stated], targets: Sequence[Field[Target]], tolerance: Tolerance) -> Iterator[Finding]:
    """Compare a stated share of the plan with done / planned, where plan, result and share stand in one row."""
    plans: dict[tuple[str, str], list[Field[Target]]] = defaultdict(list)
    for target in targets:
        place = _cell(target)
        if place is not None and target.value.value_max is None:
            plans[place[0], place[1]].append(target)
    rows: dict[tuple[str, str], list[_Stated]] = defaultdict(list)
    for field in stated:
        place = _cell(field)
        if field.value.table and place is not None:
            rows[place[0], place[1]].append(field)
    for row, fields in rows.items():
        done = [f for f in fields if f.value.indicator != "E09" and f.value.basis is Basis.PERIOD]
        share = [f for f in fields if f.value.indicator == "E09"]
        plan = plans.get(row, [])
        if len(done) != 1 or len(share) != 1 or len(plan) != 1 or not plan[0].value.value:
            continue
        if key(plan[0].value.unit or "") != key(done[0].value.unit or "") or done[0].value.value is None:
            continue
        exact = Fraction(done[0].value.value) / Fraction(plan[0].value.value) * 100
        printed = _amount(share[0])
        if abs(exact - printed) <= max(tolerance.points, _half_unit(share[0])):
            continue
        message = (
            f"«{done[0].value.label}»: thực hiện {_shown(done[0])} trên kế hoạch {_decimal(Fraction(plan[0].value.value))} "
            f"là {_decimal(Fraction(round(exact, 2)))} %, văn bản ghi {_shown(share[0])} ({_where(share[0])})."
        )
        yield _finding("ARITHMETIC_PERCENT", message, done[0], share[0])


def _half_unit(field: _Stated) -> Fraction:
    """Give half of the last printed place: 105 may be anything from 104.5 to 105.5."""
    value = field.value.value
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Fraction(1, 2 * 10**places)


def _balances(stated: Sequence[_Stated], tolerance: Tolerance) -> Iterator[Finding]:
    """Compare poor households at start, end and change (B01 - B02 = B06), and the rate with its two counts."""
    for group in _main(stated).values():
        if all(code in group for code in ("B01", "B02", "B06")):
            start, end, change = (group[c] for c in ("B01", "B02", "B06"))
            difference = _amount(start) - _amount(end)
            if difference != _amount(change):
                message = (
                    f"Hộ nghèo đầu kỳ {_shown(start)} trừ cuối kỳ {_shown(end)} là {_decimal(difference)}, "
                    f"văn bản ghi giảm {_shown(change)} ({_where(change)})."
                )
                yield _finding("ARITHMETIC_CHANGE", message, start, end, change)
        for rate in indicators():
            parts = (rate.numerator, rate.denominator)
            if rate.code not in group or None in parts or not all(c in group for c in parts):
                continue
            top, bottom, printed = group[str(parts[0])], group[str(parts[1])], group[rate.code]
            if not _amount(bottom):
                continue
            exact = _amount(top) / _amount(bottom) * 100
            if abs(exact - _amount(printed)) > max(tolerance.points, _half_unit(printed)):
                message = (
                    f"«{printed.value.label}» ghi {_shown(printed)} ({_where(printed)}), trong khi "
                    f"{_shown(top)} trên {_shown(bottom)} là {_decimal(Fraction(round(exact, 2)))} %."
                )
                yield _finding("ARITHMETIC_RATE", message, printed, top, bottom)


def _table_and_prose(stated: Sequence[_Stated], tolerance: Tolerance) -> Iterator[Finding]:
    """Compare the figure of an indicator in a table with the one in the text, for the same time."""
    by_code: dict[tuple[object, ...], tuple[list[_Stated], list[_Stated]]] = defaultdict(lambda: ([], []))
    for field in stated:
        one = field.value
        if one.indicator is None or one.indicator == "E09" or one.about is not None:
            continue
        group = by_code[one.indicator, one.period_start, one.period_end, one.basis, one.as_of]
        group[0 if one.table else 1].append(field)
    for in_tables, in_prose in by_code.values():
        for told in in_prose:
            same = [t for t in in_tables if _comparable(t, told)]
            # A text may go into parts of the figure; one that the table bears out settles the matter.
            if not same or any(_agree(t, p, tolerance) for t in same for p in in_prose):
                continue
            message = (
                f"«{told.value.label}»: lời văn ghi {_shown(told)} ({_where(told)}), "
                f"bảng ghi {_shown(same[0])} ({_where(same[0])})."
            )
            yield _finding("ARITHMETIC_TABLE_PROSE", message, told, same[0])


def _comparable(one: _Stated, other: _Stated) -> bool:
    money = one.value.value_vnd is not None and other.value.value_vnd is not None
    return money or key(one.value.unit or "") == key(other.value.unit or "")


def _agree(one: _Stated, other: _Stated, tolerance: Tolerance) -> bool:
    about = min(one.confidence, other.confidence) <= 0.8
    share = tolerance.approximate if about else tolerance.relative
    if key(one.value.unit or "") in _SHARE or (one.value.unit or "").startswith("%"):
        return abs(_amount(one) - _amount(other)) <= tolerance.points
    return _close(_amount(one), _amount(other), share)
