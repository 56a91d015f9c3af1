"""Every normalized table as a file: CSV for Excel, Parquet for analysis, JSONL for programs."""

import csv
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from outputs import tables
from outputs.store.columns import Kind

#: Rows put together before they are written: enough to be fast, few enough to fit.
_BATCH = 5_000
#: What a spreadsheet takes for the start of a formula, full-width forms included (OWASP, CSV injection).
_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,/]\d+)*")

Rows = Iterable[Mapping[str, Any]]


def export(read: Callable[[str], Rows], folder: Path, kind: str, names: Sequence[str] | None = None) -> dict[str, Path]:
    """Write one file a table into ``folder`` and give the path of each.

    ``read`` gives the rows of a table by its name (``SqlStore.table``), ``names`` are the tables, all of the store's when
    left out; ``kind`` is ``csv``, ``parquet`` or ``jsonl``.
    A file appears whole or not at all. Raises ValueError for another kind.
    """
    if kind not in WRITERS:
        raise ValueError(f"not one of {', '.join(WRITERS)}: {kind!r}")
    folder.mkdir(parents=True, exist_ok=True)
    out = {}
    for table in tables.names() if names is None else names:
        out[table] = folder / f"{table}.{kind}"
        with _whole(out[table]) as draft:
            WRITERS[kind](table, read(table), draft)
    return out


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def harmless(text: str) -> str:
    """Give a text that no spreadsheet runs: an apostrophe before what would start a formula, except before a number."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _csv_cell(value: Any, kind: Kind) -> str:
    if value is None:
        return ""
    if kind == "json":
        return tables.as_text(value) or ""
    if kind == "boolean":
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else str(value)


def write_csv(table: str, rows: Rows, path: Path) -> None:
    """Write a table as CSV with a byte order mark, by which Excel knows Vietnamese. A missing value is an empty cell."""
    kinds = tables.layout(table)
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(kinds)
        for row in tables.rows(table, rows):
            writer.writerow([_csv_cell(row[name], kind) for name, kind in kinds.items()])


def write_jsonl(table: str, rows: Rows, path: Path) -> None:
    """Write a table as one JSON object a line; structures stay structures, dates and instants are ISO text."""
    with path.open("w", encoding="utf-8", errors="replace") as stream:
        for row in tables.rows(table, rows):
            stream.write(json.dumps(row, ensure_ascii=False, default=_iso) + "\n")


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def write_parquet(table: str, rows: Rows, path: Path) -> None:
    """Write a table as Parquet with fixed types, so that a table without rows has the same columns."""
    # pyarrow takes long to import and is needed for this alone.
    import pyarrow
    import pyarrow.parquet

    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "float": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "moment": pyarrow.timestamp("us", tz="UTC"),
        "json": pyarrow.string(),
    }
    schema = pyarrow.schema([(name, types[kind]) for name, kind in tables.layout(table).items()])
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        batch: list[Mapping[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                writer.write_table(pyarrow.Table.from_pandas(tables.frame(table, batch), schema, preserve_index=False))
                batch = []
        if batch:
            writer.write_table(pyarrow.Table.from_pandas(tables.frame(table, batch), schema, preserve_index=False))


#: Format on the command line -> what writes it.
WRITERS: dict[str, Callable[[str, Rows, Path], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "jsonl": write_jsonl,
}
