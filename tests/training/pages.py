"""Values read from the corpus and its damaged copies, each with what its evidence comes to and whether it is right."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from parsers import registry
from pipeline import intake, zones
from pipeline.assemble import gather
from pipeline.confidence import Weighed, evidence
from pipeline.evaluate import judged, load_gold
from pipeline.record import as_fields
from pipeline.reference import agencies
from tests.training.damage import DAMAGES

CORPUS = Path(__file__).parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class Point:
    """One found value: its document, how the page was damaged, its field, its weighed evidence, the truth."""

    document: str
    damage: str
    field: str
    weighed: Weighed
    right: bool


def points(
    corpus: Path = CORPUS, seeds: tuple[int, ...] = (1, 2), damages: tuple[str, ...] = tuple(DAMAGES)
) -> Iterator[Point]:
    """Give every judged value of every page; a page that a damage leaves as it is comes once."""
    toolkit = registry.toolkit(agencies.load())
    for name, gold in load_gold(corpus / "gold").items():
        layout = toolkit.read(intake.open_source(corpus / "docs" / name))
        for damage in damages:
            for seed in seeds if damage != "as_it_is" else seeds[:1]:
                # Text seeds are the same in every process, unlike hashes.
                page = DAMAGES[damage](layout, Random(f"{name} {damage} {seed}"))
                if damage != "as_it_is" and page == layout:
                    continue
                split = zones.split(page)
                profile = toolkit.detect(split)
                candidates = [c for find in toolkit.families for c in find(split, profile)]
                facts, _ = gather(candidates, toolkit.resolve, split)
                found = evidence(facts)
                for value in judged(gold, {"fields": as_fields(facts.dispatch)}):
                    at = value.at
                    own = found.scalars[value.field] if at is None else found.lists[value.field][at]
                    yield Point(name, damage, value.field, own, value.right)


def by_field(values: list[Point]) -> dict[str, list[Point]]:
    """Give the points of each field."""
    out: dict[str, Any] = {}
    for point in values:
        out.setdefault(point.field, []).append(point)
    return dict(sorted(out.items()))
