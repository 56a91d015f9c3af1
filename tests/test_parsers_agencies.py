"""Names of bodies to registry ids: over 200 made-up spellings, and laws that hold for every body of the registry."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values.agencies import Matcher
from pipeline.reference import agencies
from pipeline.reference.agencies import Agency, Registry
from pipeline.text import bare

with (Path(__file__).parent / "agency_spellings.csv").open(encoding="utf-8") as handle:
    SPELLINGS = [tuple(row.values()) for row in csv.DictReader(handle)]


@cache
def matcher() -> Matcher:
    return Matcher(agencies.load())


def named(text, on="2022-09-28", province=None):
    return matcher().match(text, date.fromisoformat(on) if on else None, province or None).agency


def test_there_are_enough_spellings():
    assert len(SPELLINGS) >= 150


@pytest.mark.parametrize(("text", "on", "province", "agency", "why"), SPELLINGS)
def test_a_spelling_names_its_body_or_none(text, on, province, agency, why):
    found = named(text, on, province)
    assert (found.id if found else "") == agency, why


def test_every_body_is_found_under_its_own_name():
    """On its last day, or today, the full name of a body of the registry never names another one."""
    wrong = []
    for body in matcher().registry.agencies.values():
        on = body.valid_to or max(body.valid_from or date.min, date(2026, 1, 1))
        found = matcher().match(body.name, on).agency
        if found is None or found.id != body.id:
            wrong.append((body.id, found and found.id))
    assert wrong == []


def test_no_body_is_found_after_its_last_day():
    for body in matcher().registry.agencies.values():
        if body.valid_to is not None:
            found = matcher().match(body.name, body.valid_to + timedelta(days=1)).agency
            assert found is None or found.id != body.id


def test_several_bodies_are_shown_and_none_is_chosen():
    match = matcher().match("UBND tỉnh Hưng Yên", None)
    assert match.agency is None
    assert [a.id for a in match.candidates] == ["ubnd.hung-yen", "ubnd.hung-yen-2025"]


def test_an_office_finds_its_own_units_by_name_and_alias():
    units = [Agency("cc-tl", "Chi cục Thủy lợi", "Chi cục TL", "CCTL", aliases=("Chi cục Thuỷ lợi và PCTT",))]
    own = Matcher(Registry.of([*agencies.load().agencies.values(), *units]))
    for text in ("CHI CỤC THUỶ LỢI", "Chi cục TL", "Chi cục Thủy lợi và PCTT", "Chi cục Thủy lơi"):
        found = own.match(text, date(2023, 1, 1)).agency
        assert found is not None and found.id == "cc-tl"
    assert own.match("Chi cục Thủy sản", date(2023, 1, 1)).agency is None


def test_a_person_is_shown_the_bodies_that_look_like_it():
    near = matcher().near("Sở Nông nghệp và Phát triễn nông thôn tĩnh Thái Bình", date(2022, 1, 1))
    assert "snnptnt.thai-binh" in [a.id for a in near]


def slips(name: str) -> list[str]:
    """Give ``name`` as a hurried hand types it: a letter lost, doubled, swapped; a word lost; without marks."""
    words = name.split()
    return [
        *(name[:at] + name[at + 1 :] for at in range(len(name))),
        *(name[:at] + name[at] + name[at:] for at in range(len(name))),
        *(name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)),
        *(" ".join(words[:at] + words[at + 1 :]) for at in range(len(words))),
        bare(name),
        name.upper(),
        name.replace(" và ", " & "),
    ]


@given(
    body=st.sampled_from(sorted(agencies.load().agencies.values(), key=lambda a: a.id)),
    at=st.integers(min_value=0),
    inside=st.booleans(),
)
def test_a_slip_in_a_name_never_makes_it_another_body(body, at, inside):
    typed = slips(body.name)
    text = typed[at % len(typed)]
    on = body.valid_to or max(body.valid_from or date.min, date(2026, 1, 1))
    found = matcher().match(text, on, body.province if inside else None).agency
    # One slip from a province's name may leave another's, marks aside: nobody can tell them apart then.
    assert found is None or found.id == body.id or found.name in typed or bare(found.name) == bare(text)
