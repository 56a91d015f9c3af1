"""Figures reached (kết quả): out of running text and out of tables."""

from parsers.fields.results import prose
from parsers.fields.results.sections import When, heading_period, reports, title_of, year_of
from pipeline.model import Candidate, Profile, Zones


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give every figure that the document reports as reached, in reading order: prose first, then tables."""
    title = title_of(zones)
    year = year_of(title)
    whole = reports(title)
    time = heading_period(title, year) or When()
    return tuple(prose.find(zones.body, whole, time, year))
