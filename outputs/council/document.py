"""Facts -> Word. The layout lives in the Word files of ``templates``, which officers may edit; this fills them in."""

import io
import re
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from outputs.council.archive import frozen
from outputs.council.facts import Annex, Block, Paragraph, ReportFacts, Table
from outputs.council.grid import Grids, pattern
from outputs.council.profiles import TEMPLATES
from outputs.council.template import TemplateError, check

TEMPLATE = TEMPLATES / "consolidated.docx"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EMU = 36000
_PICTURE_WIDTH = 160
#: Letters that a property of an Office file holds.
_LONGEST_PROPERTY = 255


#: What may not stand alone at the end or the beginning of a line: an annex and its number, the dash of an item or a range.
_TIED = re.compile(r"(?<=\bPhụ) (?=lục [IVX])|(?<=\bPhụ lục) (?=[IVX])|(?<=^-) | (?=[-–] )")


def _tied(text: str) -> str:
    return _TIED.sub("\u00a0", text)


def _rich(paragraph: Paragraph) -> Any:
    # docxtpl pulls in python-docx; the registry and --help must not wait for it.
    from docxtpl import RichText

    out = RichText()
    for span in paragraph.spans:
        source = span.kind == "source"
        out.add(
            # A narrow space that holds: no line begins with the code of a source.
            f"\u00a0{span.text.strip()}" if source else _tied(span.text),
            bold=span.kind == "strong",
            italic=span.kind == "italic",
            superscript=source,
        )
    return out


def _block(block: Block, template: Any) -> dict[str, Any]:
    if block.table is not None:
        return {"kind": "table", "table": pattern(block.table)}
    if block.picture is not None:
        from docxtpl import InlineImage

        image = InlineImage(template, io.BytesIO(block.picture.png), width=_PICTURE_WIDTH * _EMU)
        return {"kind": "picture", "image": image, "title": block.picture.title}
    assert block.paragraph is not None
    return {"kind": block.paragraph.kind, "rich": _rich(block.paragraph)}


def _context(facts: ReportFacts, template: Any) -> dict[str, Any]:
    office = facts.office
    return {
        "office": office,
        "code": office.code,
        "notation": facts.symbol.rpartition("/")[2],
        "parent": facts.parent,
        "issuer": facts.issuer,
        "spoken": office.words,
        "symbol": facts.symbol,
        "place_date": facts.place_date,
        "month_year": facts.place_date[facts.place_date.index("tháng") :],
        "heading": facts.heading,
        "kind": facts.kind,
        "about": facts.about,
        "title": _tied(facts.title_lines or facts.title),
        "headline": [{"label": label, "value": value} for label, value in facts.headline],
        "addressee": office.addressee,
        "through": office.through,
        "opening": [{"rich": _rich(p)} for p in facts.opening],
        "sections": [
            {"number": s.number, "title": s.title, "blocks": [_block(b, template) for b in s.blocks]}
            for s in facts.sections
        ],
        "closing": facts.closing,
        "recipients": office.recipients,
        "archive": office.archive,
        "capacity": office.capacity,
        "position": office.position,
        "signer": office.signer,
        "annexes": [_annex(a) for a in facts.printed_annexes],
    }


def _annex(annex: Annex) -> dict[str, Any]:
    """Give an annex as the template sees it; the title of an only table would say the annex's own title again."""
    plain = {name: getattr(annex, name) for name in ("id", "number", "title", "empty", "wide")}
    tables = [pattern(t) for t in annex.tables]
    return plain | {"tables": [t | {"title": ""} for t in tables] if len(tables) == 1 else tables}


def _tables(facts: ReportFacts) -> dict[str, Table]:
    blocks = [b.table for s in facts.sections for b in s.blocks if b.table is not None]
    return {t.id: t for t in [*blocks, *(t for a in facts.printed_annexes for t in a.tables)]}


def _close(body: Any) -> None:
    """Make the last section break the document's own end: a break with nothing behind it would add a blank page."""
    end = body.find(f"{_W}sectPr")
    last = None if end is None else end.getprevious()
    inner = None if last is None else last.find(f"{_W}pPr/{_W}sectPr")
    if end is not None and inner is not None:
        body.replace(end, inner)
        body.remove(last)


def document(facts: ReportFacts, template: Path = TEMPLATE) -> bytes:
    """Give the Word file; the same facts give the same bytes."""
    from docxtpl import DocxTemplate

    check(template)
    filled = DocxTemplate(str(template))
    try:
        filled.render(_context(facts, filled), autoescape=True)
    except Exception as error:
        # What the check cannot foresee (a filter that is not there, a sum of texts): the engine's own words help a little.
        raise TemplateError(f"Mẫu «{template.name}» không điền được: {error}") from error
    body = filled.docx.element.body
    grids = Grids(_tables(facts))
    grids.fit(body)
    _close(body)
    properties = filled.docx.core_properties
    made = datetime.combine(facts.day, time(), UTC).replace(tzinfo=None)
    properties.created = properties.modified = made
    properties.title = facts.title[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = facts.office.words[:_LONGEST_PROPERTY]
    properties.revision = 1
    out = io.BytesIO()
    filled.save(out)
    return frozen(out.getvalue(), {"word/document.xml": grids.write})
