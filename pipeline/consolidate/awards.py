"""Awards proposed and granted: distinct subjects, counted by form and kind; the same subject twice is said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from pipeline.consolidate.values import AwardCount, FindingRow, Nominee
from pipeline.model import Award, Field, Finding, Period, Severity
from pipeline.ports import StoredDispatch
from pipeline.text import key

_COUNTED = ("proposed", "granted")


def _subject(award: Award) -> tuple[str, ...]:
    return key(award.name or ""), key(award.unit or "")


def _form(award: Award) -> str:
    return award.award_code or key(award.award)


def within(period: Period, days: Mapping[str, date]) -> Callable[[StoredDispatch, Award], bool]:
    """Give what tells whether an award is about the period: by the year in its list, else by the day of its document.

    A list that names no year may be written up to 60 days after the period; one for a part of a year must be as well.
    ``days`` are those of the dispatches.
    """
    years = range(period.start.year, period.end.year + 1)
    late = period.end + timedelta(days=60)
    whole = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)

    def about(stored: StoredDispatch, award: Award) -> bool:
        if award.year is not None and (whole or award.year not in years):
            return award.year in years
        return period.start <= days[stored.id] <= late

    return about


def nominees(
    dispatches: Sequence[StoredDispatch],
    unit_of: Mapping[str, str],
    names: Mapping[str, str],
    about: Callable[[StoredDispatch, Award], bool],
) -> tuple[tuple[Nominee, ...], tuple[FindingRow, ...]]:
    """Give every named subject once for each form and standing, and those that two units put forward.

    A subject named in a tờ trình and again in its list is one subject; one that is granted is no longer proposed.
    Awards that are not ``about`` the period are another report's.
    """
    found: dict[tuple[object, ...], list[tuple[StoredDispatch, Field[Award]]]] = {}
    for stored in dispatches:
        for field in stored.dispatch.awards:
            award = field.value
            if award.status in _COUNTED and award.name and about(stored, award):
                mark: tuple[object, ...] = (
                    award.status,
                    _form(award),
                    *_subject(award),
                    award.year,
                    award.subject_kind,
                )
                found.setdefault(mark, []).append((stored, field))
    granted = {mark[1:] for mark in found if mark[0] == "granted"}
    rows: list[Nominee] = []
    for mark, group in found.items():
        if mark[0] == "proposed" and mark[1:] in granted:
            continue
        stored, field = max(group, key=lambda g: (g[1].confidence, g[0].id))
        documents = tuple(sorted({s.id for s, _ in group}))
        rows.append(Nominee(field, unit_of.get(stored.id), documents))
    rows.sort(key=lambda n: (_order(n.award.value), n.award.value.name or "", n.award.value.unit or "", n.documents))
    return tuple(rows), _twice(rows, names)


def _order(award: Award) -> tuple[str, ...]:
    return award.status, _form(award), award.subject_kind or "", key(award.unit or "")


def _twice(rows: Sequence[Nominee], names: Mapping[str, str]) -> tuple[FindingRow, ...]:
    """Give a finding for each name that different reporting units put forward for the same form."""
    groups: dict[tuple[str, str, str], list[Nominee]] = {}
    for row in rows:
        award = row.award.value
        groups.setdefault((award.status, _form(award), key(award.name or "")), []).append(row)
    out = []
    for group in groups.values():
        units = sorted({r.unit for r in group if r.unit is not None})
        if len(units) < 2:
            continue
        award = group[0].award.value
        by = ", ".join(names.get(u, u) for u in units)
        message = f"«{award.name}» được nhiều đơn vị đề nghị cùng hình thức {award.award}: {by}; cần xác minh có trùng hay không."
        evidence = tuple(e for r in group for e in r.award.evidence)
        finding = Finding(
            "AWARD_TWICE", Severity.WARNING, message, "Một thành tích chỉ khen thưởng một lần", "awards", evidence
        )
        out.append(FindingRow(group[0].documents[0], finding, units[0]))
    return tuple(out)


def counts(rows: Sequence[Nominee]) -> tuple[AwardCount, ...]:
    """Give the number of distinct subjects by standing, form and kind of subject."""
    groups: dict[tuple[str, str, str], list[Award]] = {}
    for row in rows:
        award = row.award.value
        groups.setdefault((award.status, _form(award), award.subject_kind or ""), []).append(award)
    return tuple(
        AwardCount(min(a.award for a in group), group[0].award_code, kind or None, status, len(group))
        for (status, _, kind), group in sorted(groups.items())
    )
