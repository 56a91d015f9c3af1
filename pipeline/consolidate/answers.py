"""Which plan each report answers: by the number it cites, else by movement, issuer and period; "not sure" where several fit."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from functools import lru_cache

from pipeline.consolidate.known import issuer
from pipeline.consolidate.values import Answer
from pipeline.likeness import levenshtein
from pipeline.model import Reference
from pipeline.movements import fold
from pipeline.obligations import issued_on
from pipeline.ports import StoredDispatch
from pipeline.text import flat

#: Notations this alike are one misread: a letter of six to ten.
_MISREAD = 0.8


def _names(stored: StoredDispatch) -> frozenset[str]:
    return frozenset(fold(m.value.name) for m in stored.dispatch.movements)


def _cites(reference: Reference, plan: StoredDispatch) -> bool:
    """Tell whether a citation means the plan: numbers begin anew each year, so a day that differs speaks against it.

    Marks do not count (``119KH-UBND``); a letter misread in the notation does not where number and whole day agree.
    """
    field = plan.dispatch.symbol
    if field is None:
        return False
    cited, own, day = _parts(reference.symbol), _parts(field.value), issued_on(plan)
    known, said = plan.dispatch.issued_on, reference.issued_on
    if said is not None and day is not None and not said.period.start <= day <= said.period.end:
        return False
    if cited == own:
        return True
    whole = said is not None and known is not None and said.day is not None and known.value.day is not None
    return whole and cited[0] == own[0] and levenshtein(cited[1], own[1]) >= _MISREAD


@lru_cache(maxsize=4096)
def _parts(symbol: str) -> tuple[str, str]:
    """Give number and notation of a symbol without marks, tones and case: ``("119", "khubnd")``."""
    letters = "".join(c for c in flat(symbol) if c.isalnum())
    notation = letters.lstrip("0123456789")
    return letters[: len(letters) - len(notation)].lstrip("0"), notation


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
