"""One page of a PDF put together: rows in reading order, ruled tables cell by cell, stamps apart, the unseen left out."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from parsers.formats.pdf.alignment import alignments, in_cell
from parsers.formats.pdf.lines import Row, cut, printed, rows
from parsers.formats.pdf.pages import Page
from parsers.formats.pdf.runs import Run
from parsers.formats.pdf.signatures import is_stamp_text
from parsers.formats.pdf.tables import RuledTable, ruled_tables
from pipeline.model import Alignment

#: An image over this part of a page makes it a scan when hardly any letter is drawn on it.
_SCAN_SHARE = 0.5
_FEW_LETTERS = 20
#: A page of so many drawings and hardly a letter has its letters drawn as curves.
_MANY_DRAWINGS = 300
#: How far the text of a scanner's own hidden layer can be trusted.
_LAYER_LEGIBILITY = 0.7
#: A hidden layer of at least so many letters must bear marks on one letter in ``_MARKED_SHARE``.
_ENOUGH_LETTERS = 200
_MARKED_SHARE = 10


@dataclass(slots=True)
class Item:
    """One line to be: its row, how it is set, and its cell (table of the page, row, column) when it stands in one."""

    row: Row
    alignment: Alignment | None
    cell: tuple[int, int, int] | None = None
    stamp: bool = False


@dataclass(slots=True)
class Sheet:
    """One page ready to be written: items in reading order, tables with the count of items before each."""

    page: Page
    legibility: float = 1.0
    items: list[Item] = field(default_factory=list)
    tables: list[tuple[RuledTable, int]] = field(default_factory=list)
    #: What a clerk should know of this page.
    is_scan: bool = False
    is_layer: bool = False
    has_hidden: bool = False
    is_garbled: bool = False


def needs_ocr(page: Page) -> bool:
    """Tell whether a page shows text that only a picture holds."""
    letters = sum(len(run.text) for run in page.runs if run.widget is None)
    return letters < _FEW_LETTERS and (page.image_share >= _SCAN_SHARE or page.drawings > _MANY_DRAWINGS)


def sheet(page: Page) -> Sheet:
    """Put the runs of a page together."""
    out = Sheet(page, is_scan=needs_ocr(page))
    shown = _readable(out)
    out.is_garbled = _is_garbled(shown)
    runs = printed(shown)
    grids = ruled_tables(page.rules)
    inside: list[list[list[Run]]] = [[[] for _ in grid.cells] for grid in grids]
    outside: list[Run] = []
    for run in runs:
        _place(run, grids, inside, outside)
    found = rows([run for run in outside if run.angle == 0])
    stamps: list[Row] = []
    lines: list[Row] = []
    for row in found:
        (stamps if _is_stamp(row, page) else lines).append(row)
    lines += [Row([run], run.base) for run in outside if run.angle != 0]
    waiting = [(grid, cells) for grid, cells in zip(grids, inside, strict=True) if any(cells)]
    for row, alignment in zip(lines, alignments(lines, page.width), strict=True):
        while waiting and (waiting[0][0].box.y0 < row.base or row.runs[0].angle != 0):
            _add_table(out, *waiting.pop(0))
        out.items.append(Item(row, alignment))
    for grid, cells in waiting:
        _add_table(out, grid, cells)
    # Two stamps side by side would interleave: each is kept whole, behind the page's own lines.
    stamps.sort(key=lambda row: (row.runs[0].widget or 0, row.base))
    out.items += [Item(row, Alignment.LEFT, stamp=True) for row in stamps]
    return out


def _readable(out: Sheet) -> list[Run]:
    """Give the runs to be read: what is seen, or the hidden text layer of a scan."""
    page = out.page
    shown = [run for run in page.runs if not run.hidden]
    hidden = [run for run in page.runs if run.hidden and run.text.strip()]
    if not hidden:
        return shown
    letters = sum(len(run.text) for run in hidden)
    if page.image_share >= _SCAN_SHARE and letters > sum(len(run.text) for run in shown if run.widget is None):
        if not _reads_vietnamese("".join(run.text for run in hidden)):
            # A scanner set to another language: letters without their marks are worse than none.
            out.is_scan = True
            return shown
        out.is_layer, out.legibility = True, _LAYER_LEGIBILITY
        return list(page.runs)
    out.has_hidden = True
    return shown


def _reads_vietnamese(text: str) -> bool:
    """Tell whether long text has the marked letters of Vietnamese; in print every fourth letter bears a mark."""
    letters = [c for c in unicodedata.normalize("NFC", text) if c.isalpha()]
    marked = sum(c > "\x7f" for c in letters)
    return len(letters) < _ENOUGH_LETTERS or marked * _MARKED_SHARE >= len(letters)


def _is_stamp(row: Row, page: Page) -> bool:
    """Tell whether a row is wholly printed by a signature field, or reads like what signing software prints."""
    widgets = {run.widget for run in row.runs}
    if None in widgets:
        return False
    kinds = {page.fields[w] if w is not None and 0 <= w < len(page.fields) else "" for w in widgets}
    return "Sig" in kinds or is_stamp_text(row.text())


def _is_garbled(runs: list[Run]) -> bool:
    """Tell whether letters came out as codes without a meaning: a font without a map to Unicode."""
    letters = {c: n for c, n in Counter("".join(run.text for run in runs)).items() if not c.isspace()}
    broken = sum(n for c, n in letters.items() if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or not c.isprintable())
    return broken * 10 > sum(letters.values()) and broken > _FEW_LETTERS


def _place(run: Run, grids: list[RuledTable], inside: list[list[list[Run]]], outside: list[Run]) -> None:
    """Put ``run``, cut at upright rules, into the cell it stands in, or outside of all tables."""
    middle = (run.y0 + run.y1) / 2
    for grid, cells in zip(grids, inside, strict=True):
        box = grid.box
        if run.widget is None and box.y0 <= middle <= box.y1 and box.x0 - 2 <= (run.x0 + run.x1) / 2 <= box.x1 + 2:
            for part in cut(run, grid.edges_at(middle)):
                at = grid.cell_at((part.x0 + part.x1) / 2, middle)
                (outside if at is None else cells[at]).append(part)
            return
    outside.append(run)


def _add_table(out: Sheet, grid: RuledTable, cells: list[list[Run]]) -> None:
    number, before = len(out.tables), len(out.items)
    for cell, runs in zip(grid.cells, cells, strict=True):
        lines = rows([run for run in runs if run.angle == 0], columns=False)
        turned = [run for run in runs if run.angle != 0]
        lines += [Row(turned, turned[0].base)] if turned else []
        out.items += [Item(row, in_cell(row, cell.box), (number, cell.row, cell.column)) for row in lines]
    out.tables.append((grid, before))
