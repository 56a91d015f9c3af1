"""Which plan each report answers: by the number it cites, else by movement, issuer and period; "not sure" where several fit."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from pipeline.consolidate.known import issuer, symbol
from pipeline.consolidate.values import Answer
from pipeline.model import Reference
from pipeline.movements import fold
from pipeline.obligations import issued_on
from pipeline.ports import StoredDispatch
from pipeline.text import key


def _names(stored: StoredDispatch) -> frozenset[str]:
    return frozenset(fold(m.value.name) for m in stored.dispatch.movements)


def _cites(reference: Reference, plan: StoredDispatch) -> bool:
    """Tell whether a citation means the plan: numbers begin anew each year, so a day that differs speaks against it."""
    if key(reference.symbol) != symbol(plan):
        return False
    day = issued_on(plan)
    return (
        reference.issued_on is None
        or day is None
        or reference.issued_on.period.start <= day <= (reference.issued_on.period.end)
    )


def _addressed(report: StoredDispatch) -> Set[str]:
    """Give the registry ids of the bodies that a report is sent to, and of the body above its issuer."""
    found = {m.value.agency for m in report.dispatch.addressees} | {m.value.agency for m in report.dispatch.recipients}
    if report.dispatch.parent_issuer is not None:
        found.add(report.dispatch.parent_issuer.value.agency)
    return {a for a in found if a is not None}


def _runs(plan: StoredDispatch, on: date) -> bool:
    """Tell whether the movement that a plan launches runs on a day, as far as the plan says when it runs."""
    said = [m.value for m in plan.dispatch.movements if m.value.start is not None or m.value.end is not None]
    return not said or any(
        (m.start is None or m.start.period.start <= on) and (m.end is None or on <= m.end.period.end) for m in said
    )


def answers(
    reports: Sequence[StoredDispatch],
    plans: Sequence[StoredDispatch],
    unit_of: Mapping[str, str],
    about: Mapping[str, date],
    own: str | None = None,
) -> tuple[Answer, ...]:
    """Give for each report the plan it answers.

    ``about`` is the last day that each report speaks of; ``own`` is the reporting office, whose plan comes before those
    above it where a report cites both. Plans are those in force.
    """
    return tuple(_answer(r, plans, unit_of.get(r.id), about[r.id], own) for r in reports)


def _answer(
    report: StoredDispatch, plans: Sequence[StoredDispatch], unit: str | None, about: date, own: str | None
) -> Answer:
    above = _addressed(report) | ({own} if own is not None else set())
    cited = [p for p in plans if any(_cites(r.value, p) for r in report.dispatch.references)]
    if cited:
        binding = [p for p in cited if issuer(p)[0] in above] or cited
        return _chosen(report, unit, binding, ("reference",), certain=True)
    names = _names(report)
    fitting = [
        p
        for p in plans
        if (issued_on(p) or about) <= about and _runs(p, about) and (not names or not _names(p) or names & _names(p))
    ]
    binding = [p for p in fitting if issuer(p)[0] in above]
    by = ("movement", "issuer", "period") if binding else ("movement", "period")
    return _chosen(report, unit, binding or fitting, by, certain=bool(binding) and len(binding) == 1)


def _chosen(
    report: StoredDispatch, unit: str | None, plans: Sequence[StoredDispatch], by: tuple[str, ...], *, certain: bool
) -> Answer:
    """Give the newest of the plans; the others stay visible as options where nothing tells them apart."""
    ordered = sorted(plans, key=lambda p: (issued_on(p) or date.min, p.id), reverse=True)
    if not ordered:
        return Answer(report.id, unit, None)
    return Answer(report.id, unit, ordered[0].id, by, certain, tuple(p.id for p in ordered[1:]))
