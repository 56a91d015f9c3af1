"""Check 6: was it issued by the day it came in? Asked where a dispatch is taken in; a loose file has no day of arrival."""

from dataclasses import replace
from datetime import date

from pipeline.checks.case import printed
from pipeline.model import Dispatch, Finding, Outcome, Profile, Severity, Status
from pipeline.reference import rules

_CODE = "DATE_AFTER_ARRIVAL"
#: Below this the day may be the reader's: a person looks, but nobody is told that the office erred.
_SURE = 0.9


def judged(outcome: Outcome, received: date) -> Outcome:
    """Give the outcome with what its day of arrival (in Viet Nam) says of each dispatch in it; done twice, told once."""
    further = tuple(judged(one, received) for one in outcome.further)
    if further != outcome.further:
        outcome = replace(outcome, further=further)
    if outcome.dispatch is None:
        return outcome
    found = check(outcome.dispatch, outcome.profile, received)
    if not found or any(known.code == _CODE for known in outcome.findings):
        return outcome
    return replace(outcome, findings=(*outcome.findings, *found), status=Status.NEEDS_REVIEW)


def check(dispatch: Dispatch, profile: Profile, received: date) -> tuple[Finding, ...]:
    """Give ``DATE_AFTER_ARRIVAL`` for a dispatch that cannot have been issued yet on the day it came in.

    A date whose day or month was not read is after that day only when all of its month or year is.
    """
    issued = dispatch.issued_on
    rule = rules.in_force(_CODE, profile, received)
    if issued is None or rule is None or issued.value.period.start <= received:
        return ()
    message = f"Ngày ban hành {printed(issued.value)} sau ngày đến {received:%d/%m/%Y}."
    suggestion = "Đối chiếu ngày trên bản gốc; nếu bản gốc ghi đúng như vậy thì hỏi lại đơn vị gửi."
    severity = rule.severity if issued.confidence >= _SURE else Severity.WARNING
    return (Finding(_CODE, severity, message, rule.cited, "issued_on", issued.evidence, suggestion),)
