"""Facts -> Word. The layout lives in the Word files of ``templates``, which officers may edit; this fills them in."""

import copy
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from outputs.council.archive import frozen
from outputs.council.facts import Block, Paragraph, ReportFacts, Table
from outputs.council.profiles import TEMPLATES
from outputs.council.template import TemplateError, check

TEMPLATE = TEMPLATES / "consolidated.docx"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TWIPS = 1440 / 25.4
_EMU = 36000
_JC = {"left": "left", "center": "center", "right": "right"}
_PICTURE_WIDTH = 160
#: Rows, header included: tables up to the first stay on one page; of longer ones the first and the last stay together.
_SHORT, _OPENING, _ENDING = 7, 3, 2
#: Longer tables go on as tables of so many rows, each from a new page: LibreOffice takes twice as long over one of thousands.
_LONG, _PART = 300, 250


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
            span.text.strip() if source else _tied(span.text),
            bold=span.kind == "strong",
            italic=span.kind == "italic",
            superscript=source,
        )
    return out


def _block(block: Block, template: Any) -> dict[str, Any]:
    if block.table is not None:
        return {"kind": "table", "table": block.table}
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
        "annexes": facts.printed_annexes,
    }


def _tables(facts: ReportFacts) -> dict[str, Table]:
    blocks = [b.table for s in facts.sections for b in s.blocks if b.table is not None]
    return {t.id: t for t in [*blocks, *(t for a in facts.printed_annexes for t in a.tables)]}


def _fit(body: Any, tables: Mapping[str, Table]) -> None:
    """Give every data table the widths, sides and bold rows of its facts; the template cannot know them."""
    for element in list(body.iter(f"{_W}tbl")):
        mark = element.find(f"{_W}tblPr/{_W}tblDescription")
        table = None if mark is None else tables.get(mark.get(f"{_W}val", ""))
        if table is None:
            continue
        widths = [round(c.width * _TWIPS) for c in table.columns]
        properties = element.find(f"{_W}tblPr")
        width = properties.find(f"{_W}tblW")
        if width is not None:
            width.set(f"{_W}w", str(sum(widths)))
            width.set(f"{_W}type", "dxa")
        layout = properties.find(f"{_W}tblLayout")
        if layout is None:
            layout = properties.makeelement(f"{_W}tblLayout", {})
            properties.find(f"{_W}tblCellMar").addprevious(layout)
        layout.set(f"{_W}type", "fixed")
        for grid, size in zip(element.findall(f"{_W}tblGrid/{_W}gridCol"), widths, strict=False):
            grid.set(f"{_W}w", str(size))
        rows = element.findall(f"{_W}tr")
        for number, row in enumerate(rows):
            together = len(rows) <= _SHORT or number < _OPENING or number >= len(rows) - _ENDING
            # A line over a group stays with the first row of the group.
            if number < len(rows) - 1 and (together or (number > 0 and table.rows[number - 1].span)):
                _keep_with_next(row)
            strong = number > 0 and table.rows[number - 1].strong
            if number > 0 and table.rows[number - 1].span:
                _span(row, sum(widths), len(widths))
                continue
            for column, cell in enumerate(row.findall(f"{_W}tc")):
                _fit_cell(cell, widths[column], table.columns[column].align if number else "center", strong)
        _part(element)


def _part(element: Any) -> None:
    """Let a very long table go on in further tables with the same header, each on a new page."""
    head, *rows = element.findall(f"{_W}tr")
    if len(rows) <= _LONG:
        return
    before = element
    for start in range(_PART, len(rows), _PART):
        paragraph = element.makeelement(f"{_W}p", {})
        layout = paragraph.makeelement(f"{_W}pPr", {})
        layout.append(layout.makeelement(f"{_W}pageBreakBefore", {}))
        layout.append(layout.makeelement(f"{_W}spacing", {f"{_W}line": "20", f"{_W}lineRule": "exact"}))
        paragraph.append(layout)
        table = element.makeelement(f"{_W}tbl", {})
        for name in ("tblPr", "tblGrid"):
            table.append(copy.deepcopy(element.find(f"{_W}{name}")))
        table.append(copy.deepcopy(head))
        for row in rows[start : start + _PART]:
            table.append(row)
        before.addnext(paragraph)
        paragraph.addnext(table)
        before = table


def _close(body: Any) -> None:
    """Make the last section break the document's own end: a break with nothing behind it would add a blank page."""
    end = body.find(f"{_W}sectPr")
    last = None if end is None else end.getprevious()
    inner = None if last is None else last.find(f"{_W}pPr/{_W}sectPr")
    if end is not None and inner is not None:
        body.replace(end, inner)
        body.remove(last)


def _keep_with_next(row: Any) -> None:
    """Keep a row on the page of the one below: no header stands alone, no short table is torn."""
    for paragraph in row.iter(f"{_W}p"):
        layout = paragraph.find(f"{_W}pPr")
        if layout.find(f"{_W}keepNext") is None:
            layout.find(f"{_W}pStyle").addnext(layout.makeelement(f"{_W}keepNext", {}))


def _span(row: Any, width: int, columns: int) -> None:
    """Let the first cell of a row reach over all columns."""
    first, *rest = row.findall(f"{_W}tc")
    for cell in rest:
        row.remove(cell)
    _fit_cell(first, width, "left", True)
    properties = first.find(f"{_W}tcPr")
    properties.find(f"{_W}tcW").addnext(properties.makeelement(f"{_W}gridSpan", {f"{_W}val": str(columns)}))


def _fit_cell(cell: Any, width: int, align: str, strong: bool) -> None:
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        properties = cell.makeelement(f"{_W}tcPr", {})
        cell.insert(0, properties)
    size = properties.find(f"{_W}tcW")
    if size is None:
        size = properties.makeelement(f"{_W}tcW", {})
        properties.insert(0, size)
    size.set(f"{_W}w", str(width))
    size.set(f"{_W}type", "dxa")
    if properties.find(f"{_W}vAlign") is None:
        middle = properties.makeelement(f"{_W}vAlign", {f"{_W}val": "center"})
        properties.append(middle)
    for paragraph in cell.findall(f"{_W}p"):
        layout = paragraph.find(f"{_W}pPr")
        old = layout.find(f"{_W}jc")
        if old is not None:
            layout.remove(old)
        layout.append(layout.makeelement(f"{_W}jc", {f"{_W}val": _JC[align]}))
        if strong:
            for run in paragraph.findall(f"{_W}r"):
                look = run.find(f"{_W}rPr")
                if look is None:
                    look = run.makeelement(f"{_W}rPr", {})
                    run.insert(0, look)
                look.insert(0, look.makeelement(f"{_W}b", {}))


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
    _fit(body, _tables(facts))
    _close(body)
    properties = filled.docx.core_properties
    made = datetime.combine(facts.day, time(), UTC).replace(tzinfo=None)
    properties.created = properties.modified = made
    properties.title, properties.author, properties.last_modified_by = (
        facts.title,
        facts.office.words,
        facts.office.words,
    )
    properties.revision = 1
    out = io.BytesIO()
    filled.save(out)
    return frozen(out.getvalue())
