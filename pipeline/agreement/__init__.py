"""Which parts of a dispatch bear each other out and which do not: observations, without a verdict.

Each test gives (field, agrees) pairs and is silent where it has nothing to compare. What an observation is worth
is data (``pipeline.reference.agreements``); ``pipeline.confidence`` puts them together.
"""

from collections.abc import Iterator

from pipeline.agreement import between, form
from pipeline.agreement.facts import Facts
from pipeline.agreement.items import ITEM_TESTS, observe_item

__all__ = ["ITEM_TESTS", "Facts", "observe", "observe_item"]


def observe(facts: Facts) -> Iterator[tuple[str, str, bool]]:
    """Give every observation on a scalar field as (rule, field, agrees)."""
    for rule, test in (between.TESTS | form.TESTS).items():
        for name, agrees in test(facts):
            yield rule, name, agrees
