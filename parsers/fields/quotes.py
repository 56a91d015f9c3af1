"""The report's own words on difficulties and proposals, quoted whole: the council reads what units wrote."""

import re

from pipeline.model import Block, Candidate, Field, Profile, Quote, Zones
from pipeline.reference.quote_sections import kind_of

#: A section that says there is nothing to say: "Đơn vị không có kiến nghị.", "Không."
_NOTHING = re.compile(
    r"^\W*(?:[^.]{0,60}\b)?không(?: có)?(?: kiến nghị| đề xuất| khó khăn| vướng mắc|[\s,và]+)*\W*$", re.IGNORECASE
)
#: A heading is short; a long outline item under a quoted section is one of its paragraphs.
_HEADING_CHARS = 90
_CLOSING = re.compile(r"^\s*Trên đây là\b", re.IGNORECASE)


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give the paragraphs of the main text that stand under a quoted heading, in order."""
    out = []
    for block in zones.body:
        kind = _kind(block)
        if kind is None or _CLOSING.match(block.text):
            continue
        text = block.text.removeprefix(block.label).strip(" -+•\t")
        evidence = block.evidence()
        if text and evidence and not _NOTHING.match(text):
            out.append(Candidate("quotes", Field.of(Quote(kind, text), evidence, 0.9)))
    return tuple(out)


def _kind(block: Block) -> str | None:
    """Give the kind of section a paragraph stands in; the nearest heading decides, and headings are not quoted."""
    if block.annex or (block.level is not None and len(block.text) < _HEADING_CHARS and kind_of(block.text)):
        return None
    for heading in reversed(block.headings):
        if len(heading) < _HEADING_CHARS and (kind := kind_of(heading)):
            return kind
    return None
