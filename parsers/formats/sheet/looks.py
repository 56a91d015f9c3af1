"""What an XLSX package says of its cells besides their values: hidden rows, fonts, percentages, uncounted formulas."""

import re
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from parsers.containers import Container, Element
from pipeline.errors import FileError
from pipeline.model import Alignment

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFF = frozenset({"0", "false"})
#: Built-in number formats that print a percentage (ECMA-376 18.8.30).
PERCENT = frozenset({9, 10})
#: Text in quotes or escaped in a number format is printed as it is and means nothing.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: How cells are set, by the words of ECMA-376 18.18.40.
ALIGNMENTS = {
    "left": Alignment.LEFT,
    "center": Alignment.CENTER,
    "centerContinuous": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "justify": Alignment.JUSTIFY,
    "distributed": Alignment.JUSTIFY,
}
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CellLook:
    """How one cell is set; None where the file does not tell. ``percent``: its number is printed times a hundred."""

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    alignment: Alignment | None = None
    percent: bool = False


@dataclass(slots=True)
class SheetLook:
    """One sheet: looks by (row, column) from 0, hidden rows and columns, formulas whose value was never counted."""

    looks: dict[Place, CellLook] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    uncounted: list[Place] = field(default_factory=list)
    #: Height and width of merged cells where the values' reader does not tell them.
    spans: dict[Place, Place] = field(default_factory=dict)
    #: Cells between the first and the last filled one, blank ones included.
    area: int = 0


def sheet_looks(container: Container) -> dict[str, SheetLook]:
    """Give the look of every worksheet by its name; a sheet whose part is missing or damaged has none."""
    workbook = container.xml("xl/workbook.xml")
    if workbook is None:
        return {}
    paths = _targets(container, "xl/workbook.xml")
    styles = _cell_looks(_part(container, "xl/styles.xml"))
    out = {}
    for sheet in workbook.iterfind(f"{_M}sheets/{_M}sheet"):
        root = _part(container, paths.get(sheet.get(_R_ID, ""), ""))
        if root is not None:
            out[sheet.get("name", "")] = _sheet_look(root, styles)
    return out


def _part(container: Container, name: str) -> Element | None:
    try:
        return container.xml(name)
    except FileError as error:
        if error.failure.code == "HOSTILE":
            raise
        return None


def _targets(container: Container, name: str) -> dict[str, str]:
    folder, _, file = name.rpartition("/")
    root = _part(container, f"{folder}/_rels/{file}.rels")
    out = {}
    for relation in () if root is None else root.iterfind(_RELATION):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(name), target))
        out[relation.get("Id", "")] = path
    return out


def _sheet_look(root: Element, styles: list[CellLook]) -> SheetLook:
    out = SheetLook()
    for column in root.iterfind(f"{_M}cols/{_M}col"):
        if column.get("hidden", "0") not in _OFF:
            first, last = _number(column.get("min")), _number(column.get("max"))
            if first is not None and last is not None and last - first < 256:
                out.hidden_columns += range(first - 1, last)
    number = -1
    top, left, bottom, right = 1 << 30, 1 << 30, -1, -1
    for row in root.iterfind(f"{_M}sheetData/{_M}row"):
        told = _number(row.get("r"))
        number = number + 1 if told is None else told - 1
        filled = False
        for cell in row:
            place = address(cell.get("r", ""))
            if place is None:
                continue
            style = _number(cell.get("s"))
            if style is not None and 0 <= style < len(styles):
                out.looks[place] = styles[style]
            value = cell.findtext(f"{_M}v")
            if value or cell.find(f"{_M}is") is not None:
                filled = True
                top, left = min(top, place[0]), min(left, place[1])
                bottom, right = max(bottom, place[0]), max(right, place[1])
            if not value and cell.find(f"{_M}f") is not None:
                out.uncounted.append(place)
        if filled and row.get("hidden", "0") not in _OFF:
            out.hidden_rows.append(number)
    out.area = max(0, bottom - top + 1) * max(0, right - left + 1)
    return out


def address(text: str) -> Place | None:
    """Give (row, column) from 0 of an address: ``address("B7") == (6, 1)``; None when it is none."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def column_name(column: int) -> str:
    """Give a column's letters: ``column_name(27) == "AB"``."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def _cell_looks(root: Element | None) -> list[CellLook]:
    if root is None:
        return []
    formats = {
        _number(one.get("numFmtId")): prints_percent(one.get("formatCode", ""))
        for one in root.iterfind(f"{_M}numFmts/{_M}numFmt")
    }
    fonts = [_font(font) for font in root.iterfind(f"{_M}fonts/{_M}font")]
    out = []
    for one in root.iterfind(f"{_M}cellXfs/{_M}xf"):
        at = _number(one.get("fontId"))
        font = fonts[at] if at is not None and 0 <= at < len(fonts) else CellLook()
        form = _number(one.get("numFmtId"))
        set_as = one.find(f"{_M}alignment")
        out.append(
            CellLook(
                font.font,
                font.size,
                font.bold,
                font.italic,
                None if set_as is None else ALIGNMENTS.get(set_as.get("horizontal", "")),
                formats.get(form, form in PERCENT),
            )
        )
    return out


def prints_percent(form: str) -> bool:
    """Tell whether a number format prints a percentage; a sign that is only text does not count."""
    return "%" in _LITERAL.sub("", form)


def _font(font: Element) -> CellLook:
    def on(name: str) -> bool:
        child = font.find(_M + name)
        return child is not None and child.get("val", "1") not in _OFF

    size, name = font.find(f"{_M}sz"), font.find(f"{_M}name")
    try:
        points = None if size is None else float(size.get("val", ""))
    except ValueError:
        points = None
    return CellLook(None if name is None else name.get("val"), points, on("b"), on("i"))


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None
