"""What is written comes back the same, and stays small."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import (
    Addressee,
    AgencyMention,
    Award,
    Basis,
    Box,
    Dispatch,
    Evidence,
    Field,
    Finding,
    Milestone,
    MovementMention,
    PartialDate,
    Recipient,
    Reference,
    Relation,
    Result,
    Severity,
    State,
    Target,
    Task,
)
from pipeline.plain import from_plain, to_plain

words = st.text(max_size=12)
maybe = st.none() | words
days = st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1))
parts = st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)).flatmap(
    lambda d: st.sampled_from([PartialDate(d.year), PartialDate(d.year, d.month), PartialDate(d.year, d.month, d.day)])
)
figures = st.decimals(allow_nan=False, allow_infinity=False) | st.fractions()
points = st.floats(0, 1000, width=32)
boxes = st.none() | st.tuples(points, points).map(sorted).map(lambda p: Box(p[0], p[0], p[1], p[1]))
evidence = st.builds(Evidence, st.integers(0, 999), words, words, st.none() | st.integers(1, 99), boxes)


def of(values):
    proofs = st.lists(evidence, min_size=1, max_size=2).map(tuple)
    return st.builds(Field, values, words, st.floats(0, 1), proofs, st.lists(words, max_size=1).map(tuple))


rows = {
    "addressees": st.builds(Addressee, words, maybe),
    "recipients": st.builds(Recipient, words, maybe, maybe),
    "references": st.builds(Reference, words, maybe, parts, maybe, maybe, st.sampled_from(Relation)),
    "movements": st.builds(MovementMention, words, parts, parts),
    "targets": st.builds(Target, words, figures, st.none() | figures, maybe, due=parts, value_vnd=st.none() | st.integers()),
    "milestones": st.builds(Milestone, words, days, days),
    "tasks": st.builds(Task, maybe, words, parts),
    "results": st.builds(
        Result, words, st.none() | figures, maybe, maybe, days, days, days, st.sampled_from(Basis), st.sampled_from(State),
        st.none() | st.integers(), maybe, st.booleans(), st.booleans(),
    ),
    "awards": st.builds(Award, words, maybe, maybe, maybe, maybe, maybe, words, st.none() | st.integers(1900, 2100)),
}  # fmt: skip
scalars = {
    "issued_on": parts.filter(lambda p: p is not None),
    "issuer": st.builds(AgencyMention, words, maybe, maybe),
    "parent_issuer": st.builds(AgencyMention, words, maybe, maybe),
}
HINTS = get_type_hints(Dispatch)


def kind_of(name):
    """A list field that this file does not know yet, made from its annotations: ``tuple[Field[X], ...]``."""
    return st.from_type(get_args(get_args(HINTS[name])[0])[0])


dispatches = st.builds(
    Dispatch,
    **{
        f.name: st.lists(of(rows[f.name] if f.name in rows else kind_of(f.name)), max_size=2).map(tuple)
        if f.default == ()
        else st.none() | of(scalars.get(f.name, words))
        for f in fields(Dispatch)
    },
)


@settings(max_examples=50, deadline=None)
@given(dispatches)
def test_a_dispatch_comes_back_exactly(dispatch):
    assert from_plain(Dispatch, json.loads(json.dumps(to_plain(dispatch)))) == dispatch


@given(st.lists(st.builds(Finding, words, st.sampled_from(Severity), words, maybe, maybe, st.tuples(evidence), maybe)))
def test_findings_come_back_exactly(findings):
    assert from_plain(tuple[Finding, ...], json.loads(json.dumps(to_plain(tuple(findings))))) == tuple(findings)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Fraction(1, 1), "1/1"),
        (Decimal("1.50"), "1.50"),
        (PartialDate(2022, 9), "2022-09"),
        (date(2022, 9, 1), "2022-09-01"),
        (State.MISSING, "missing"),
        (Task(None, "x"), {"actor": None, "text": "x"}),
        ((Addressee("x"),), [{"text": "x"}]),
        (True, True),
    ],
)
def test_values_are_plain_and_defaults_left_out(value, plain):
    assert to_plain(value) == plain


def test_a_whole_fraction_stays_a_fraction():
    back = from_plain(Target, to_plain(Target("x", Fraction(3, 1))))
    assert isinstance(back.value, Fraction)


def test_an_unknown_key_is_not_swallowed():
    with pytest.raises(KeyError):
        from_plain(Task, {"actor": None, "text": "x", "gone": 1})
