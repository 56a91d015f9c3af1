"""Excel's door: sheets as Vietnamese offices print them (Times New Roman, A4, thin borders, dates as ngày/tháng/năm).

Text is always written as text, so no cell of a stranger's document ever becomes a formula or a link.
"""

import contextlib
import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

#: What a cell may hold. A fraction is printed as ``1/3``; None leaves the cell blank (with its border).
Value = str | int | float | Decimal | Fraction | date | datetime | bool | None

#: Excel's own limits.
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_HIGHEST = 409.0
#: Points from one line of 12 point text to the next.
_LINE = 16.0
#: Dots of a row of 12 point text on the screen.
_ROW_PIXELS = 21
#: Letters of 12 point text in one unit of column width, on the safe side.
_LETTERS = 1.15
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
#: Thousands and up to two decimals; for whole numbers it would leave a lone decimal mark, so they take the other.
_DECIMAL = "#,##0.##"
_WHOLE = "#,##0"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. ``number`` is Excel's number format; ``fill`` and ``color`` are ``#RRGGBB``; ``size`` in points."""

    bold: bool = False
    italic: bool = False
    size: float = 12
    align: str = "left"
    border: bool = False
    wrap: bool = True
    number: str | None = None
    fill: str | None = None
    color: str | None = None
    indent: int = 0


PLAIN = Style()
TITLE = Style(bold=True, size=14, align="center")
SUBTITLE = Style(italic=True, align="center")
HEADER = Style(bold=True, align="center", border=True, fill="#E7EDF5")
CELL = Style(border=True)
CENTER = Style(border=True, align="center")
#: Whole numbers and decimals with the separators of the reader's own Excel.
NUMBER = Style(border=True, align="right", number=_DECIMAL)
WHOLE = Style(border=True, align="right", number=_WHOLE)
DATE = Style(border=True, align="center", number="dd/mm/yyyy")
TOTAL = Style(border=True, align="right", number=_DECIMAL, bold=True)
NOTE = Style(italic=True, size=11)


class Sheet:
    """One worksheet; rows and columns are counted from 0."""

    def __init__(self, book: "Workbook", sheet: Any) -> None:
        """Wrap a worksheet of ``book``."""
        self._book = book
        self._sheet = sheet
        self._widths: tuple[float, ...] = ()

    def write(self, row: int, column: int, value: Value, style: Style = CELL, note: str | None = None) -> None:
        """Write one cell; ``note`` becomes its comment (the evidence behind a figure)."""
        if style.number == _DECIMAL and isinstance(value, int | float | Decimal) and value == int(value):
            style = replace(style, number=_WHOLE)
        look = self._book.look(style)
        match value:
            case None:
                self._sheet.write_blank(row, column, None, look)
            case bool():
                self._sheet.write_string(row, column, "có" if value else "không", look)
            case int() | float() | Decimal():
                self._sheet.write_number(row, column, value if isinstance(value, int) else float(value), look)
            case Fraction():
                self._sheet.write_string(row, column, f"{value.numerator}/{value.denominator}", look)
            case datetime():
                # A moment is written by its own wall clock: Excel knows no time zones.
                self._sheet.write_datetime(row, column, value.replace(tzinfo=None), look)
            case date():
                self._sheet.write_datetime(row, column, value, look)
            case str():
                self._sheet.write_string(row, column, legible(value), look)
        if note:
            self._sheet.write_comment(row, column, legible(note), {"x_scale": 2.5, "y_scale": 1.5, "font_size": 10})

    def formula(self, row: int, column: int, formula: str, result: float, style: Style = TOTAL) -> None:
        """Write a formula of our own (``=SUM(C5:C14)``) with its ``result``, for viewers that do not compute."""
        if style.number == _DECIMAL and result == int(result):
            style = replace(style, number=_WHOLE)
        self._sheet.write_formula(row, column, formula, self._book.look(style), result)

    def link(self, row: int, column: int, sheet: str, cell: str, text: str, style: Style = CELL) -> None:
        """Write a jump to a cell of another sheet of this workbook."""
        look = self._book.look(style)
        self._sheet.write_url(row, column, f"internal:'{sheet_name(sheet)}'!{cell}", look, legible(text))

    def span(
        self, row: int, first: int, last: int, text: str, style: Style = PLAIN, *, last_row: int | None = None
    ) -> None:
        """Write a text over the columns ``first`` to ``last`` (and down to ``last_row``)."""
        bottom = row if last_row is None else last_row
        if first == last and row == bottom:
            self.write(row, first, text, style)
        else:
            self._sheet.merge_range(row, first, bottom, last, legible(text), self._book.look(style))

    def table(
        self, top: int, header: Sequence[str], rows: Sequence[Sequence[Value]], styles: Sequence[Style] | None = None
    ) -> int:
        """Write a header and rows with borders, one style a column, and give the first free row below.

        The header repeats on every printed page and stays when one scrolls.
        """
        for column, text in enumerate(header):
            self.write(top, column, text, HEADER)
        self._grow(top, header)
        looks = styles or [CELL] * len(header)
        for index, values in enumerate(rows, top + 1):
            self._grow(index, values)
            for column, value in enumerate(values):
                self.write(index, column, value, looks[column])
        self._sheet.repeat_rows(top)
        self._sheet.freeze_panes(top + 1, 0)
        return top + 1 + len(rows)

    def native(
        self,
        top: int,
        name: str,
        header: Sequence[str],
        rows: Sequence[Sequence[Value]],
        styles: Sequence[Style] | None = None,
    ) -> int:
        """Write a native Excel table (sortable, with filters) called ``name`` and give the first free row below.

        Headers must differ from each other; a table without rows keeps one blank row, as Excel demands.
        """
        looks = list(styles or [CELL] * len(header))
        filled = list(rows) or [[None] * len(header)]
        columns = [{"header": legible(text), "header_format": self._book.look(HEADER)} for text in header]
        self._sheet.add_table(
            top, 0, top + len(filled), len(header) - 1, {"name": name, "columns": columns, "style": None}
        )
        for index, values in enumerate(filled, top + 1):
            for column, value in enumerate(values):
                self.write(index, column, value, looks[column])
        self._sheet.repeat_rows(top)
        return top + 1 + len(filled)

    def chart(self, row: int, column: int, title: str, top: int, rows: int, *, upright: bool) -> int:
        """Draw ``rows`` bars below a table's header in row ``top``: labels in column 0, figures in column 1.

        Black on grey, so that it prints without colour. Gives the first free row below.
        """
        chart = self._book.bars(upright)
        name = self._sheet.get_name()
        look = {"fill": {"color": "#D5DBE3"}, "border": {"color": "black", "width": 0.75}, "gap": 60}
        font = {"name": "Times New Roman", "size": 11}
        chart.add_series(
            {
                "categories": [name, top + 1, 0, top + rows, 0],
                "values": [name, top + 1, 1, top + rows, 1],
                "data_labels": {"value": True, "font": font},
            }
            | look
        )
        chart.set_title({"name": title, "name_font": font | {"size": 12, "bold": True}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": False}})
        chart.set_y_axis({"num_font": font, "major_gridlines": {"visible": False}})
        if not upright:
            # The first unit stands on top, as in the table beside it.
            chart.set_y_axis({"num_font": font, "reverse": True, "major_gridlines": {"visible": False}})
            chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        height = 280 if upright else 110 + 26 * rows
        chart.set_size({"width": 640, "height": height})
        self._sheet.insert_chart(row, column, chart)
        return row + math.ceil(height / _ROW_PIXELS) + 1

    def area(self, last_row: int, last_column: int) -> None:
        """Print from the first cell to this one."""
        self._sheet.print_area(0, 0, last_row, last_column)

    def filter(self, top: int, bottom: int, columns: int) -> None:
        """Offer a filter on the header in row ``top``."""
        self._sheet.autofilter(top, 0, bottom, columns - 1)

    def widths(self, *widths: float) -> None:
        """Set the widths of the columns from the first on, in characters; before a table, so that its rows fit."""
        self._widths = widths
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def height(self, row: int, points: float) -> None:
        """Set the height of a row: merged cells do not grow by themselves."""
        self._sheet.set_row(row, points)

    def _grow(self, row: int, values: Sequence[Value]) -> None:
        """Make a row as high as its longest text needs: not every program does it on opening."""
        lines = 1
        for value, width in zip(values, self._widths, strict=False):
            if isinstance(value, str):
                lines = max(lines, sum(max(1, math.ceil(len(part) / (width * _LETTERS))) for part in value.split("\n")))
        if lines > 1:
            self.height(row, min(lines * _LINE, _HIGHEST))

    def freeze(self, row: int, column: int) -> None:
        """Keep the rows above and the columns left of a cell in view."""
        self._sheet.freeze_panes(row, column)


class Workbook:
    """An Excel file being written. Made by :func:`open_workbook`."""

    def __init__(self, book: Any) -> None:
        """Wrap an open xlsxwriter workbook."""
        self._book = book
        self._looks: dict[Style, Any] = {}
        self._names: set[str] = set()

    def look(self, style: Style) -> Any:
        """Give the library's format for a style, made once."""
        if style not in self._looks:
            options: dict[str, Any] = {
                "font_name": "Times New Roman", "font_size": style.size, "bold": style.bold, "italic": style.italic,
                "align": style.align, "valign": "vcenter",
                "text_wrap": style.wrap, "border": int(style.border), "indent": style.indent,
            }  # fmt: skip
            options |= {
                name: value
                for name, value in (("num_format", style.number), ("bg_color", style.fill), ("font_color", style.color))
                if value is not None
            }
            self._looks[style] = self._book.add_format(options)
        return self._looks[style]

    def bars(self, upright: bool) -> Any:
        """Give a new chart of the library: bars that stand or lie."""
        return self._book.add_chart({"type": "column" if upright else "bar"})

    def sheet(self, name: str, *, landscape: bool = True) -> Sheet:
        """Add a sheet, A4, fitted to one page in width; a name that is taken gets a number."""
        base = unique = sheet_name(name)
        count = 1
        while unique.casefold() in self._names:
            count += 1
            unique = f"{base[: _LONGEST_NAME - len(str(count)) - 1]} {count}"
        self._names.add(unique.casefold())
        sheet = self._book.add_worksheet(unique)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        # NĐ 30/2020, Phụ lục I: 20 mm above and below, 30 left, 15 right; xlsxwriter counts in inches.
        sheet.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
        sheet.fit_to_pages(1, 0)
        sheet.set_header("&C&P")
        return Sheet(self, sheet)


def legible(text: str) -> str:
    """Give a text that Excel can hold: control characters away, cut at Excel's own limit."""
    clean = _CONTROL.sub("", text)
    return clean if len(clean) <= _LONGEST_TEXT else clean[: _LONGEST_TEXT - 1] + "…"


def sheet_name(name: str) -> str:
    """Give a name that Excel accepts for a sheet: at most 31 characters, no brackets, slashes, colons or wildcards."""
    return _FORBIDDEN.sub(" ", name).strip().strip("'")[:_LONGEST_NAME].strip() or "Trang"


@contextlib.contextmanager
def open_workbook(
    path: Path, *, title: str, created: datetime, properties: Mapping[str, str] | None = None
) -> Iterator[Workbook]:
    """Write an Excel file at ``path``: whole when the block ends well, not at all when it raises.

    ``created`` stands in the file's properties; the same content and moment give the same bytes.
    ``properties`` are further ones (``author``, ``company``, ``comments``).
    """
    # Imported here because the command line reaches this module before anything is written.
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(draft, options)
    book.set_properties({"title": title, "created": created.replace(tzinfo=None)} | dict(properties or {}))
    try:
        yield Workbook(book)
        book.close()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
