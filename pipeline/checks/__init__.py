"""Checks of one dispatch: pure functions from a record to findings. Families are strangers; ``run`` joins them."""

from pipeline.checks import agreement, arithmetic, presence
from pipeline.model import Dispatch, Finding, Profile


def run(dispatch: Dispatch, profile: Profile) -> tuple[Finding, ...]:
    """Give every finding about one dispatch; changes no value."""
    return (*presence.check(dispatch, profile), *agreement.check(dispatch), *arithmetic.check(dispatch))
