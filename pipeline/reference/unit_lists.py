"""An office's list of units as a person hands it in: a sheet's cells to rows, each row looked over before it is used.

A list replaces the one in force, so a row that is wrong stops the whole list: leaving it out would take its unit away.
Headings are known in Vietnamese and as the file keeps them (``unit_columns.csv``).
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pipeline.reference.agencies import UNIT_COLUMNS, Agency
from pipeline.reference.agency_names import fold
from pipeline.text import bare, clean, slug, squeeze

#: Rows of one list; a province has some 3,000 bodies down to its schools.
MOST_ROWS = 20_000
#: The heading stands within so many rows of the top: above it are the office's name and the title.
_HEADING_WITHIN = 15
#: Letters of a cell, and of those that hold several names.
_LONGEST, _LONGEST_LIST = 300, 2_000
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
#: How a spreadsheet program writes a day that it keeps with a time of day.
_MIDNIGHT = re.compile(r"[T ]00:00(:00)?$")
_BETWEEN = re.compile(r"[|;]")
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its name in the file, its heading for people, what it holds, and an example."""

    name: str
    heading: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class Grid:
    """What a sheet holds: cells by column with the number of their row, and the headings that no column has."""

    rows: tuple[tuple[int, Cells], ...]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One row looked over. ``state`` is ``new``, ``changed``, ``same`` or ``refused``; ``why`` are Vietnamese sentences.

    ``changes`` are heading, old and new text; ``cells`` the row as the file would keep it.
    """

    number: int
    state: str
    cells: Cells
    why: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A list looked over against the one in force; ``gone`` are rows of that one which the new list no longer has."""

    rows: tuple[Judged, ...]
    gone: tuple[Cells, ...] = ()
    unused: tuple[str, ...] = ()

    def of(self, state: str) -> tuple[Judged, ...]:
        """Give the rows of one state."""
        return tuple(row for row in self.rows if row.state == state)

    @property
    def usable(self) -> bool:
        """Tell whether the list may be put in force: it has a row, and none is refused."""
        return bool(self.rows) and not self.of("refused")

    @property
    def differs(self) -> bool:
        """Tell whether anything would change."""
        return bool(self.gone or self.of("new") or self.of("changed"))


@cache
def columns() -> tuple[Column, ...]:
    """Give the columns in the order of the file."""
    rows = {row["column"]: row for row in _rows()}
    return tuple(Column(n, rows[n]["heading"], rows[n]["meaning"], rows[n]["example"]) for n in UNIT_COLUMNS)


def _rows() -> list[dict[str, str]]:
    with (files("pipeline.reference") / "unit_columns.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@cache
def _headings() -> dict[str, str]:
    return {
        bare(text): row["column"]
        for row in _rows()
        for text in (row["heading"], row["column"], *row["also"].split("|"))
    }


def grid(sheet: Iterable[tuple[int, Sequence[str]]]) -> Grid:
    """Give the rows of a sheet (row number and cells), read by its headings.

    Raises:
        ValueError: a Vietnamese sentence: no headings, a heading twice, too many rows.
    """
    named: dict[int, str] = {}
    unused: list[str] = []
    out: list[tuple[int, Cells]] = []
    for number, cells in sheet:
        texts = [squeeze(clean(cell)) for cell in cells]
        if not named and number > _HEADING_WITHIN:
            break
        if not named:
            found = {at: _headings()[bare(text)] for at, text in enumerate(texts) if bare(text) in _headings()}
            if "name" in found.values() and (len(found) > 1 or sum(map(bool, texts)) == 1):
                _once(found, texts)
                named = found
                unused = [text for at, text in enumerate(texts) if text and at not in found]
            continue
        if not any(texts):
            continue
        if len(out) >= MOST_ROWS:
            raise ValueError(f"Bảng có quá {MOST_ROWS:,} dòng.".replace(",", "."))
        out.append((number, {name: texts[at] if at < len(texts) else "" for at, name in named.items()}))
    if not named:
        raise ValueError("Không thấy dòng tiêu đề. Cần một dòng có ô «Tên đơn vị» và các cột khác như trong bảng mẫu.")
    return Grid(tuple(out), tuple(unused))


def _once(found: Mapping[int, str], texts: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for at, name in found.items():
        if name in seen:
            raise ValueError(f"Hai cột cùng là một nội dung: «{seen[name]}» và «{texts[at]}». Bỏ một cột.")
        seen[name] = texts[at]


def of_csv(text: str) -> tuple[Cells, ...]:
    """Give the rows of the list in force, every column filled or blank."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return tuple({n: (row.get(n) or "").strip() for n in UNIT_COLUMNS} for row in reader if any(row.values()))


def as_csv(rows: Iterable[Cells]) -> str:
    """Give the file that keeps a list."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, UNIT_COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(dict(row) for row in rows)
    return out.getvalue()


def judge(handed_in: Grid, in_force: Sequence[Cells], shipped: Mapping[str, Agency]) -> Judgement:
    """Look every row over against its neighbours, the list in force and the bodies that ship with the program."""
    present = {row["id"] or slug(row["name"]): row for row in in_force}
    by_name = _unique((fold(row["name"]), identifier) for identifier, row in present.items())
    filled = [(number, _filled(_whole(cells, present, by_name))) for number, cells in handed_in.rows]
    own = {cells["id"]: cells for _, (cells, _) in filled}
    names = _unique((fold(cells["name"]), i) for i, cells in own.items()) | {i: i for i in own}
    names = _unique((fold(a.name), a.id) for a in shipped.values()) | {i: i for i in shipped} | names
    above = {i: names.get(c["parent"]) or names.get(fold(c["parent"])) or c["parent"] for i, c in own.items()}
    known = {*own, *shipped}
    first: dict[str, int] = {}
    named: dict[tuple[str, str], list[tuple[int, Cells]]] = {}
    out = []
    for number, (cells, faults) in filled:
        identifier = cells["id"]
        done = {**cells, "parent": above.get(identifier, "")}
        why = [*faults, *_ties(done, known, above)]
        if identifier in first:
            why.append(f"Trùng mã «{identifier}» với dòng {first[identifier]}.")
        first.setdefault(identifier, number)
        alike = named.setdefault((fold(done["name"]), done["parent"]), [])
        why += [
            f"Trùng tên, cùng cấp trên và cùng thời gian với dòng {at}."
            for at, other in alike
            if other["id"] != identifier and _together(done, other)
        ][:1]
        alike.append((number, done))
        out.append(_judged(number, done, tuple(why), present.get(identifier)))
    gone = tuple(row for identifier, row in present.items() if identifier not in own)
    return Judgement(tuple(out), gone, handed_in.unused)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give what names one body only; a name of two names neither."""
    out: dict[str, set[str]] = {}
    for name, identifier in pairs:
        if name:
            out.setdefault(name, set()).add(identifier)
    return {name: next(iter(ids)) for name, ids in out.items() if len(ids) == 1}


def _judged(number: int, cells: Cells, why: tuple[str, ...], old: Cells | None) -> Judged:
    if why:
        return Judged(number, "refused", cells, why)
    if old is None:
        return Judged(number, "new", cells)
    # A blank id, kind and the like stand for what the reader of the file puts there.
    before = {**old, "id": cells["id"], "kind": old["kind"] or "unit"}
    changes = tuple((c.heading, before[c.name], cells[c.name]) for c in columns() if before[c.name] != cells[c.name])
    return Judged(number, "changed" if changes else "same", cells, (), changes)


def _whole(cells: Cells, present: Mapping[str, Cells], by_name: Mapping[str, str]) -> dict[str, str]:
    """Give a row with every column: a column that the sheet lacks keeps what is in force, a blank cell takes it away."""
    # A unit keeps the id it has: a list without ids is matched by its names.
    identifier = cells.get("id") or by_name.get(fold(cells["name"]), "") or slug(cells["name"])
    before = present.get(identifier, {})
    return {name: cells[name] if name in cells else before.get(name, "") for name in UNIT_COLUMNS} | {"id": identifier}


def _filled(cells: Cells) -> tuple[dict[str, str], list[str]]:
    """Give a row as the file would keep it, and what is wrong inside it."""
    out = dict(cells)
    why = []
    for column in columns():
        text = out[column.name]
        if len(text) > (_LONGEST_LIST if column.name in ("aliases", "successor") else _LONGEST):
            why.append(f"«{column.heading}» quá dài.")
            out[column.name] = text[:_LONGEST]
        elif not text.isprintable():
            why.append(f"«{column.heading}» có ký tự không in được.")
    if not out["name"]:
        why.append("Thiếu tên đơn vị.")
    if out["name"] and not _IDENTIFIER.fullmatch(out["id"]):
        why.append(f"Mã «{out['id'][:40]}» chỉ gồm chữ thường không dấu, số, dấu chấm, gạch; tối đa 80 ký tự.")
    out["kind"] = out["kind"] or "unit"
    for name in ("valid_from", "valid_to"):
        try:
            out[name] = _day(out[name])
        except ValueError:
            heading = next(c.heading for c in columns() if c.name == name)
            why.append(f"«{heading}»: «{out[name][:30]}» không phải ngày. Ghi như 28/09/2022.")
            out[name] = ""
    if out["valid_from"] and out["valid_to"] and out["valid_to"] < out["valid_from"]:
        why.append("«Đến ngày» trước «Từ ngày».")
    if out["headcount"]:
        told = out["headcount"].replace(".", "") if _THOUSANDS.fullmatch(out["headcount"]) else out["headcount"]
        if told.isascii() and told.isdecimal() and int(told) > 0:
            out["headcount"] = str(int(told))
        else:
            why.append(f"«Số người»: «{out['headcount'][:30]}» không phải số nguyên dương.")
    for name in ("aliases", "successor"):
        parts = dict.fromkeys(part.strip() for part in _BETWEEN.split(out[name]) if part.strip())
        out[name] = "|".join(parts)
    return out, why


def _day(text: str) -> str:
    """Give a whole day as ISO text, blank for blank. Raises ValueError."""
    typed = _MIDNIGHT.sub("", text)
    if not typed:
        return ""
    if match := _DAY.fullmatch(typed):
        typed = f"{int(match[3]):04}-{int(match[2]):02}-{int(match[1]):02}"
    return date.fromisoformat(typed).isoformat()


def _ties(cells: Cells, known: set[str], above: Mapping[str, str]) -> list[str]:
    """Give what is wrong with the bodies that a row names: its parent and its heirs."""
    why = []
    parent = cells["parent"]
    if parent and parent not in known:
        why.append(
            f"«Trực thuộc»: không có đơn vị nào mang mã hoặc tên «{parent[:60]}», hoặc có nhiều đơn vị cùng tên."
        )
    elif _circular(cells["id"], above):
        why.append("«Trực thuộc» đi vòng về chính đơn vị này.")
    heirs = [heir for heir in cells["successor"].split("|") if heir]
    why += [f"«Đơn vị kế thừa»: không có đơn vị mang mã «{heir[:60]}»." for heir in heirs if heir not in known]
    if cells["id"] in heirs:
        why.append("Đơn vị không thể kế thừa chính nó.")
    if heirs and not cells["valid_to"]:
        why.append("Có đơn vị kế thừa thì phải ghi «Đến ngày».")
    return why


def _circular(identifier: str, above: Mapping[str, str]) -> bool:
    seen, at = {identifier}, above.get(identifier, "")
    while at and at in above:
        if at in seen:
            return at == identifier
        seen.add(at)
        at = above[at]
    return at == identifier


def _together(one: Cells, other: Cells) -> bool:
    """Tell whether two bodies lived at the same time."""
    first, last = date.min.isoformat(), date.max.isoformat()
    start = max(one["valid_from"] or first, other["valid_from"] or first)
    return start <= min(one["valid_to"] or last, other["valid_to"] or last)
