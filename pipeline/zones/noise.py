"""Lines that are no text of the document: page numbers, running heads, rules, what a digital signature draws."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.model import Ignored, Layout, Line, Part
from pipeline.text import flat
from pipeline.zones.columns import strip_of
from pipeline.zones.letters import STAMP, Kind, country_at, despaced, kind_of
from pipeline.zones.signing import is_name

_NUMBER = re.compile(r"\W*(?:trang\s*|page\s*)?\d{1,4}(?:\s*(?:/|of|tren)\s*\d{1,4})?\W*")
_DAY = re.compile(r"\d{1,2}")
_PARTS = {
    Part.SIGNATURE: "signature stamp",
    Part.HEADER: "running header",
    Part.FOOTER: "running footer",
    Part.ENVELOPE: "envelope",
}


def sift(layout: Layout) -> tuple[list[Line], list[Ignored]]:
    """Give the lines of the document itself, in order, and the rest with reasons."""
    kept: list[Line] = []
    out: list[Ignored] = []
    heads_in_header = _head_in_header(layout.lines)
    for line in layout.lines:
        reason = _PARTS.get(line.part)
        if reason == "signature stamp" and _filled_in(line):
            reason = None
        if reason == "running header" and heads_in_header:
            reason = None
        if reason is None and not line.text.strip():
            reason = "blank"
        if reason is None:
            kept.append(line)
        else:
            out.append(Ignored(line, reason))
    if any(line.page is not None for line in kept):
        kept = _without_page_marks(kept, out)
        kept = _without_stamps(kept, out)
    return kept, out


def _filled_in(line: Line) -> bool:
    """Tell whether what was drawn with a signature is the number or the day an office's software fills in on page 1."""
    if line.page is not None and line.page > 1:
        return False
    letters = flat(line.text).strip()
    return _DAY.fullmatch(letters) is not None or kind_of(letters) in (Kind.SYMBOL, Kind.DATE)


def _head_in_header(lines: Sequence[Line]) -> bool:
    """Tell whether the head of the document was typed into the page header."""
    typed = [line for line in lines if line.part is Part.HEADER]
    # Most documents have no page header: then no other line is looked at.
    if not any(_is_over_document(flat(line.text).strip()) for line in typed):
        return False
    return not any(line.part is not Part.HEADER and _is_over_document(flat(line.text).strip()) for line in lines)


def _is_over_document(letters: str) -> bool:
    """Tell whether flat ``letters`` hold the national title, or are the title of the Party or the Youth Union."""
    return country_at(letters) is not None or kind_of(letters) in (Kind.PARTY, Kind.YOUTH)


def _without_page_marks(lines: list[Line], out: list[Ignored]) -> list[Line]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.page is not None and line.cell is None:
            pages[line.page].append(line)
    edges = {page: _edges(found) for page, found in pages.items()}
    repeated = Counter(key for found in edges.values() for key in {despaced(flat(line.text)) for line in found})
    marks: dict[int, str] = {}
    for page, found in edges.items():
        for line in found:
            letters = flat(line.text).strip()
            if _NUMBER.fullmatch(letters):
                marks[line.index] = "page number"
            elif (
                repeated[despaced(letters)] > 1
                and len(letters) > 3
                and country_at(letters) is None
                and not _beside_country(line, pages[page])
                and not is_name(strip_of(line))
            ):
                marks[line.index] = "running header"
    return _part(lines, out, marks)


def _beside_country(line: Line, page: Sequence[Line]) -> bool:
    """Tell whether ``line`` stands in the row of the national title: each document of a file opens with its issuer."""
    if line.box is None:
        return False
    middle = (line.box.y0 + line.box.y1) / 2
    beside = (o for o in page if o.box is not None and o is not line and o.box.y0 - 8 <= middle <= o.box.y1 + 8)
    return any(country_at(flat(other.text)) is not None for other in beside)


def _edges(lines: list[Line]) -> list[Line]:
    """Give the first and last printed lines of a page by height; by order where there are no boxes."""
    boxed = [line for line in lines if line.box is not None]
    if len(boxed) < 2:
        return [lines[0], lines[-1]]
    by_height = sorted(boxed, key=lambda line: line.box.y0 if line.box else 0.0)
    return [by_height[0], by_height[-1]]


def _without_stamps(lines: list[Line], out: list[Ignored]) -> list[Line]:
    """Take out the block of text a digital signature draws, grown from its telling lines (``Người ký:``, a time of signing)."""
    marks: dict[int, str] = {}
    for at, line in enumerate(lines):
        if line.cell is not None or len(line.text) > 60 or not _tells_stamp(flat(line.text).strip()):
            continue
        marks[line.index] = "signature stamp"
        for step in (-1, 1):
            last, other = line, at + step
            tries = 0
            while 0 <= other < len(lines) and tries < 14:
                if _same_stamp(last, lines[other]):
                    marks[lines[other].index] = "signature stamp"
                    last = lines[other]
                other += step
                tries += 1
    return _part(lines, out, marks) if marks else lines


def _tells_stamp(letters: str) -> bool:
    found = STAMP.search(letters)
    if found is None:
        return False
    # An address in a sentence is no stamp; one that is the whole line may be.
    return found.start() <= 2 or found.end() - found.start() >= 0.6 * len(letters)


def _same_stamp(line: Line, other: Line) -> bool:
    if line.box is None or other.box is None or line.page != other.page or other.cell is not None:
        return False
    a, b = line.box, other.box
    gap = max(a.y0, b.y0) - min(a.y1, b.y1)
    near = gap < 0.6 * max(a.height, 1.0) and min(a.x1, b.x1) - max(a.x0, b.x0) > 0 and abs(a.x0 - b.x0) < 40
    alike = line.font == other.font and line.bold == other.bold and (
        line.size is None or other.size is None or abs(line.size - other.size) < 0.6
    )  # fmt: skip
    return near and alike and len(other.text) <= 40


def _part(lines: list[Line], out: list[Ignored], marks: dict[int, str]) -> list[Line]:
    out.extend(Ignored(line, marks[line.index]) for line in lines if line.index in marks)
    return [line for line in lines if line.index not in marks]
