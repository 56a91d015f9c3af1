"""Rows read as one row, cut apart by the heights of their lines. All made up."""

from dataclasses import replace

import pytest

from parsers.values.stacked import unstacked
from pipeline.model import Box, Cell, Line, Table
from tests.factories import line


def stack(*columns: tuple[tuple[float, str], ...]) -> tuple[Table, tuple[Line, ...]]:
    """A table of one header row and one row whose cells hold a line at each height."""
    lines: list[Line] = []
    cells = [Cell(0, c, f"Cột {c}") for c in range(len(columns))]
    for c, texts in enumerate(columns):
        first = len(lines)
        for y, text in texts:
            lines.append(replace(line(text, len(lines)), box=Box(100.0 * c, y, 100.0 * c + 80, y + 10), page=1))
        cells.append(Cell(1, c, "\n".join(t for _, t in texts), tuple(range(first, len(lines)))))
    return Table(0, 2, len(columns), tuple(cells)), tuple(lines)


NAMES = tuple((20.0 * n, f"Tổ {n}") for n in range(1, 6))
UNITS = tuple((20.0 * n + 2, f"Phòng {n}") for n in range(1, 6))


def rows(table: Table) -> list[list[str]]:
    return [["" if cell is None else cell.text for cell in row] for row in table.grid]


def test_lines_at_one_height_are_one_row():
    table, lines = stack(((20.0, "1"), (60.0, "3")), NAMES, UNITS)
    found = unstacked(table, lines)
    assert rows(found)[1:] == [
        ["1", "Tổ 1", "Phòng 1"],
        ["", "Tổ 2", "Phòng 2"],
        ["3", "Tổ 3", "Phòng 3"],
        ["", "Tổ 4", "Phòng 4"],
        ["", "Tổ 5", "Phòng 5"],
    ]
    assert [i for cell in found.cells for i in cell.lines] != [], "the lines stay with their cells"


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ((NAMES[:3], UNITS[:3]), "three lines are a name that wraps"),
        ((NAMES, ((30.0, "một ô"),)), "one text beside a stack is no stack"),
        ((NAMES, tuple((200.0 + 3 * n, "dòng") for n in range(5))), "lines at other heights"),
    ],
)
def test_what_is_no_stack_stays_as_it_is(columns, why):
    table, lines = stack(*columns)
    assert unstacked(table, lines) is table, why


def test_lines_without_a_place_are_left_alone():
    table, lines = stack(NAMES, UNITS)
    assert unstacked(table, tuple(replace(one, box=None) for one in lines)) is table


def test_no_line_is_lost():
    table, lines = stack(NAMES, UNITS)
    kept = sorted(i for cell in unstacked(table, lines).cells for i in cell.lines)
    assert kept == list(range(len(lines)))
