"""Urgency (mức độ khẩn) and secrecy (độ mật), as stamped in the head: NĐ 30/2020, Phụ lục I, ô 10a and 10b."""

import re

from pipeline.model import Candidate, Evidence, Field, Line, Profile, Zones
from pipeline.text import flat

_URGENCY = (
    (re.compile(r"\bhoa\s*toc\b"), "HỎA TỐC"),
    (re.compile(r"\bthuong\s+khan\b"), "THƯỢNG KHẨN"),
    (re.compile(r"\bkhan\b"), "KHẨN"),
)
_SECRECY = (
    (re.compile(r"\btuyet\s+mat\b"), "TUYỆT MẬT"),
    (re.compile(r"\btoi\s+mat\b"), "TỐI MẬT"),
    (re.compile(r"\bmat\b"), "MẬT"),
)


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``urgency`` and ``secrecy``; nothing when the head bears no such mark."""
    found = []
    for line in zones.marks:
        for name, values in (("urgency", _URGENCY), ("secrecy", _SECRECY)):
            value = _value(line, values)
            if value is not None:
                found.append(Candidate(name, Field.of(value, (Evidence.of(line),), 0.97 * line.legibility)))
    return tuple(found)


def _value(line: Line, values: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
    letters = flat(line.text)
    return next((value for pattern, value in values if pattern.search(letters)), None)
