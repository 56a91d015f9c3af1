"""Text that is a table: every row has the same number of values between the same separators (RFC 4180)."""

import csv
import re
from collections import Counter

#: Excel writes semicolons where the comma stands in numbers, as in Vietnam.
_SEPARATORS = (";", "\t", ",", "|")
#: Excel's own line that names the separator.
_NAMED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
#: A text whose rows happen to be alike is no table before it has so many rows; commas stand in any sentence.
_FEWEST = {";": 2, "\t": 3, ",": 3, "|": 3}
_FEWEST_COLUMNS = {";": 2, "\t": 2, ",": 3, "|": 3}
#: A value of a table is short; so long a middle one is a sentence.
_LONGEST_VALUE = 200
#: Up to this many letters tell whether the rest may be a table.
_SAMPLE = 64 * 1024

Row = tuple[int, list[str]]


def table(text: str) -> list[Row] | None:
    """Give the rows of a text that is a table, each with the number of its first line from 1; None for any other text."""
    named = _NAMED.match(text)
    if named is not None:
        return _rows(text[named.end() :], named[1], 1)
    end = len(text) if len(text) <= _SAMPLE else text.rfind("\n", 0, _SAMPLE) + 1
    for separator in _SEPARATORS:
        if separator in text[:end] and _is_table(_rows(text[:end], separator, 0), separator):
            return _rows(text, separator, 0)
    return None


def _rows(text: str, separator: str, before: int) -> list[Row] | None:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    out: list[Row] = []
    line = before + 1
    try:
        for row in reader:
            if any(value.strip() for value in row):
                out.append((line, row))
            line = before + reader.line_num + 1
    except csv.Error:
        # A value without an end, or longer than any value is.
        return None
    return out


def _is_table(rows: list[Row] | None, separator: str) -> bool:
    if rows is None or len(rows) < _FEWEST[separator]:
        return False
    widths = Counter(len(row) for _, row in rows)
    ((width, count),) = widths.most_common(1)
    values = sorted(len(value) for _, row in rows for value in row if value.strip())
    return (
        width >= _FEWEST_COLUMNS[separator]
        # Titles above a table may lack the separators behind them; every other row has them all.
        and count >= max(_FEWEST[separator], 0.8 * len(rows))
        and max(widths) == width
        and values[len(values) // 2] <= _LONGEST_VALUE
    )
