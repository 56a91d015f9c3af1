"""Do the sub-folders that a file was dropped in and its page say the same? Asked where a dispatch is taken in.

A folder's name is evidence from outside the page: it raises or lowers a confidence, it never becomes a value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from pipeline.confidence import witnessed
from pipeline.hints import Hints
from pipeline.model import Dispatch, Finding, Outcome, Severity, Status
from pipeline.reference.agencies import Agency, Registry
from pipeline.text import bare

_BODY, _PERIOD = "FOLDER_UNIT", "FOLDER_PERIOD"
#: From this on a value on the page stands whatever the folder is called; below it a person chooses between the two.
_SURE = 0.9
#: From this on a value that was reported as doubtful is no longer so.
_ENOUGH = 0.7
_DOUBT = "DOUBTFUL"
#: A plan comes before its period, a report after it, each within so many days; farther than ``_FAR`` neither does.
_BEFORE, _AFTER, _FAR = timedelta(days=100), timedelta(days=190), timedelta(days=400)
#: A shorter name of a movement is found in any folder by chance.
_WORDS = 3


def judged(outcome: Outcome, read: Callable[[Dispatch], Hints], registry: Registry) -> Outcome:
    """Give the outcome with what its folders say of each dispatch in it; done twice, told once."""
    further = tuple(judged(one, read, registry) for one in outcome.further)
    if further != outcome.further:
        outcome = replace(outcome, further=further)
    page = outcome.dispatch
    if page is None or page == Dispatch() or any(f.code in (_BODY, _PERIOD) for f in outcome.findings):
        return outcome
    hints = read(page)
    told = _told(page, hints, registry)
    heard = witnessed(page, "folder", told)
    found = tuple(_findings(heard, hints, told))
    settled = {n for n, agrees in told.items() if agrees is True and getattr(heard, n).confidence >= _ENOUGH}
    kept = tuple(f for f in outcome.findings if f.code != _DOUBT or f.field not in settled)
    return replace(outcome, dispatch=heard, findings=(*kept, *found), status=_status(outcome, (*kept, *found)))


def _status(outcome: Outcome, findings: tuple[Finding, ...]) -> Status:
    if any(f.severity is not Severity.INFO for f in findings):
        return Status.NEEDS_REVIEW
    return Status.CLEAN if findings != outcome.findings else outcome.status


def _told(page: Dispatch, hints: Hints, registry: Registry) -> Mapping[str, bool | Sequence[bool | None]]:
    """Give which fields the folders bear out and which they deny; what they say nothing of is left out."""
    out: dict[str, bool | Sequence[bool | None]] = {}
    issuer, issued = page.issuer, page.issued_on
    if hints.body is not None and issuer is not None and issuer.value.agency is not None:
        same = _same(hints.body, issuer.value.agency, registry)
        if same is not None:
            out["issuer"] = same
    if hints.period is not None and issued is not None:
        days, meant = issued.value.period, hints.period
        if days.end >= meant.start - _BEFORE and days.start <= meant.end + _AFTER:
            out["issued_on"] = True
        elif days.end < meant.start - _FAR or days.start > meant.end + _FAR:
            out["issued_on"] = False
    named = [True if _names(hints.words, one.value.name) else None for one in page.movements]
    return out | {"movements": named} if any(named) else out


def _same(one: Agency, other: str, registry: Registry) -> bool | None:
    """Tell whether two bodies are one; None for one above the other, and for one that took the other's place."""
    if one.id == other:
        return True
    if _is_above(one.id, other, registry) or _is_above(other, one.id, registry):
        return None
    ends = {one.id, other}
    return None if any({s.from_id, s.to_id} == ends for s in registry.successions) else False


def _is_above(upper: str, lower: str, registry: Registry) -> bool:
    seen: set[str] = set()
    at: str | None = lower
    while at is not None and at not in seen and at in registry.agencies:
        seen.add(at)
        at = registry.agencies[at].parent
    return upper in seen


def _names(words: str, movement: str) -> bool:
    name = bare(movement)
    return len(name.split()) >= _WORDS and f" {name} " in words


def _findings(page: Dispatch, hints: Hints, told: Mapping[str, bool | Sequence[bool | None]]) -> Iterator[Finding]:
    issuer, issued = page.issuer, page.issued_on
    if hints.body is not None:
        place, name = f"Tệp được thả trong thư mục «{hints.body_in}»", hints.body.name
        if issuer is None:
            message = f"{place}: chưa đọc được cơ quan ban hành, có thể là «{name}» (chưa chắc chắn)."
            suggestion = f"Xem bản gốc; nếu đúng thì ghi «{name}» vào cơ quan ban hành."
            yield Finding(_BODY, Severity.WARNING, message, None, "issuer", (), suggestion)
        elif issuer.value.agency is None:
            message = f"{place}: «{issuer.value.text}» có thể là «{name}» (chưa chắc chắn)."
            suggestion = f"Đối chiếu với danh mục đơn vị; nếu đúng thì chọn «{name}»."
            yield Finding(_BODY, Severity.INFO, message, None, "issuer", issuer.evidence, suggestion)
        elif told.get("issuer") is False:
            severity = Severity.INFO if issuer.confidence >= _SURE else Severity.WARNING
            message = f"{place} của «{name}», nhưng văn bản ghi cơ quan ban hành là «{issuer.value.text}»."
            suggestion = "Kiểm tra tệp có bị thả nhầm thư mục không; tên thư mục không làm đổi giá trị đã đọc."
            yield Finding(_BODY, severity, message, None, "issuer", issuer.evidence, suggestion)
    if hints.period is not None:
        days = f"{hints.period.start:%d/%m/%Y}\u2013{hints.period.end:%d/%m/%Y}"
        place = f"Tệp được thả trong thư mục «{hints.period_in}» ({days})"
        if issued is None:
            message = f"{place}; chưa đọc được ngày ban hành."
            yield Finding(_PERIOD, Severity.INFO, message, None, "issued_on")
        elif told.get("issued_on") is False:
            severity = Severity.INFO if issued.confidence >= _SURE else Severity.WARNING
            day = "/".join(reversed(str(issued.value).split("-")))
            message = f"{place}, cách xa ngày ban hành {day}."
            suggestion = "Đối chiếu ngày trên bản gốc, và kiểm tra tệp có bị thả nhầm thư mục không."
            yield Finding(_PERIOD, severity, message, None, "issued_on", issued.evidence, suggestion)
