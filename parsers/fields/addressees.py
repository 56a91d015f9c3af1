"""Kính gửi: the bodies a công văn, tờ trình or báo cáo is addressed to.

NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.9a: one body behind the colon, or one dash line a body.
"""

import re
from collections.abc import Iterator

from parsers.values.listing import DASH, NUMBER, Item, items, pieces
from pipeline.model import Addressee, Candidate, Field, Line, Profile, Zones
from pipeline.reference.people import opens_with_body

_LABEL = re.compile(r"^[\s\-\u2010-\u2015*]*(?:đồng\s+)?k[íi]nh\s+(?:g[ửuởo]i|tr[ìi]nh)\s*[:;.]?\s*", re.IGNORECASE)
_BETWEEN = re.compile(r";\s*(?=\S)")
_SURE, _JOINED = 0.96, 0.85


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``addressees`` in printed order."""
    parts = list(_parts(zones.addressees))
    if not any(DASH.match(text) or NUMBER.match(text) for _, text in parts):
        return tuple(Candidate("addressees", _addressee(item)) for item in _undashed(parts))
    return tuple(Candidate("addressees", _addressee(item)) for item in items(parts) if item.text)


def _parts(lines: tuple[Line, ...]) -> Iterator[tuple[Line, str]]:
    for line, text in pieces(lines):
        label = _LABEL.match(text)
        yield line, text[label.end() :] if label else text


def _undashed(parts: list[tuple[Line, str]]) -> list[Item]:
    """Cut at semicolons; a new line is a new body when the one before is closed, or when it opens as a body does."""
    out: list[Item] = []
    closed = True
    for line, whole in parts:
        for position, text in enumerate(_BETWEEN.split(whole)):
            if not text.strip(" \t;.,"):
                continue
            if closed or position or _opens_body(out, line, text):
                out.append(Item(((line, text),), dashed=False))
            else:
                out[-1] = Item((*out[-1].pieces, (line, text)), dashed=False)
            closed = text.rstrip().endswith((";", "."))
        closed = closed or whole.rstrip().endswith(";")
    return out


def _opens_body(before: list[Item], line: Line, text: str) -> bool:
    # "các", "cơ quan" in small letters go on with the line above.
    if line.starts_paragraph is False or not text.strip()[0].isupper() or not opens_with_body(text):
        return False
    return not before[-1].pieces[-1][1].rstrip().endswith((",", "-", "và", "các", "của", "thuộc"))


def _addressee(item: Item) -> Field[Addressee]:
    single = item.dashed or len(item.pieces) == 1
    return Field.of(Addressee(item.text), item.evidence, (_SURE if single else _JOINED) * item.legibility)
