"""A list of units as a spreadsheet that an office fills in and hands back: headings, rows, and what each column holds."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from outputs.workbook import CELL, DATE, TITLE, WHOLE, Sheet, Style, Value, open_workbook
from pipeline.reference.unit_lists import Cells, columns

_WIDTHS = {"name": 42.0, "aliases": 36.0, "parent": 22.0, "source": 26.0, "short": 18.0, "id": 20.0}
_DAYS = ("valid_from", "valid_to")


def as_workbook(rows: Sequence[Cells], proposed: Sequence[Cells] = ()) -> bytes:
    """Give an Excel file whose first sheet holds ``rows``; ``proposed`` are rows on a second one, to be copied over."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "danh-sach-don-vi.xlsx"
        with open_workbook(path, title="Danh sách đơn vị", created=datetime.now(UTC)) as book:
            _list(book.sheet("Đơn vị"), rows)
            if proposed:
                _list(book.sheet("Đề xuất bổ sung"), proposed)
            _meanings(book.sheet("Hướng dẫn"))
        return path.read_bytes()


def _list(sheet: Sheet, rows: Sequence[Cells]) -> None:
    """Write headings in the first row: nothing above them, so that the sheet can be sorted and handed back as it is."""
    sheet.widths(*(_WIDTHS.get(c.name, 13.0) for c in columns()))
    looks: list[Style] = [DATE if c.name in _DAYS else WHOLE if c.name == "headcount" else CELL for c in columns()]
    written = [[_value(c.name, row.get(c.name, "")) for c in columns()] for row in rows]
    sheet.table(0, [c.heading for c in columns()], written, looks)


def _value(name: str, text: str) -> Value:
    if not text:
        return None
    if name == "headcount" and text.isascii() and text.isdecimal():
        return int(text)
    try:
        return date.fromisoformat(text) if name in _DAYS else text
    except ValueError:
        return text


def _meanings(sheet: Sheet) -> None:
    sheet.widths(28, 90)
    sheet.span(0, 0, 1, "Cách điền danh sách đơn vị", TITLE)
    sheet.table(2, ["Cột", "Nội dung"], [[c.heading, c.meaning] for c in columns()], [CELL, CELL])
