"""Checks of one dispatch: pure functions from a record to findings. Families are strangers; ``run`` joins them."""

from pipeline.checks import (
    agreement,
    arithmetic,
    authority,
    citations,
    issuing,
    marks,
    presence,
    recipients,
    wording,
)
from pipeline.checks.case import Case
from pipeline.model import Dispatch, Finding, Profile, Zones
from pipeline.ports import Resolver

_FAMILIES = (
    marks.check,
    presence.check,
    wording.check,
    agreement.check,
    issuing.check,
    authority.check,
    recipients.check,
    citations.check,
)


def run(
    dispatch: Dispatch,
    zones: Zones,
    profile: Profile,
    *,
    resolve: Resolver | None = None,
) -> tuple[Finding, ...]:
    """Give every finding about one dispatch; changes no value.

    Args:
        dispatch: The fields as assembled.
        zones: The page they came from.
        profile: Whose layout rules it follows.
        resolve: Names agencies; without it nothing is said about who exists when.
    """
    case = Case(dispatch, zones, profile, resolve)
    return (*(finding for check in _FAMILIES for finding in check(case)), *arithmetic.check(dispatch))
