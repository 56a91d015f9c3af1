"""Awards granted or proposed in tables: one receiver a row, the award from a column, a group row or the list's heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from parsers.fields.awards import names, scans, subjects
from parsers.fields.awards.listings import Columns, text_of, understand
from parsers.values import stacked, worksheets
from pipeline.model import Award, Candidate, Cell, Evidence, Field, Table, Zones
from pipeline.reference.awards import CatalogueAward
from pipeline.text import bare

#: "Công ty", "Công an", "Tổng cục" are no sums.
_TOTAL = re.compile(
    r"(?!tong (?:cong ty|cuc|lien)|cong (?:ty|an|doan|nhan|trinh|dan|chung))(?:tong|cong|tong cong|tong so)\b.*"
)
_MARK = re.compile(r"^\(?(?:\d{1,4}|[IVX]{1,5}|[a-zA-ZđĐ])[.)]?$")


#: "The same as above" in an award cell.
_DITTO = re.compile(r"(?:-?\s*nt\s*-?|-?//-?|[\"”“]+|như\s+trên)\.?", re.IGNORECASE)
#: The row's own number, read into the name: "12|Tổ Kỹ thuật", "3. Trần Thị Mẫu".
_NUMBER_BEFORE = re.compile(r"^\W*\d{1,3}\s*[|\]\[).:,]?\s*(?=[^\W\d_]{2})")
_TICK = re.compile(r"[xX✓✔√+vV]|\[x\]", re.IGNORECASE)
_BLANK = re.compile(r"[-–—.\s]*")

_Row = tuple[Cell | None, ...]
#: An award as an article gives it: of the catalogue when known, and as printed.
Given = tuple[CatalogueAward | None, str]


@dataclass(slots=True)
class _State:
    """What the rows of one list lean on: the award given by the lines above or a group row, the kind, the last row's award."""

    given: CatalogueAward | None
    words: str
    kind: str | None
    before: tuple[CatalogueAward | None, str] | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One receiver as read from a row, with the award it gets and the columns that tell it."""

    row: _Row
    subject: subjects.Subject
    award: CatalogueAward | None
    words: str
    sure: float
    places: tuple[int, ...]


def find(zones: Zones, giver: str, status: str, year: int | None, doc_awards: tuple[Given, ...]) -> Iterator[Candidate]:
    """Give the receivers of every list table; ``doc_awards`` are what the first article gives when the table does not say."""
    entries: list[_Entry] = []
    before: tuple[int, tuple[tuple[Columns, _State], ...]] | None = None
    for drawn in zones.tables:
        if drawn.name is not None:
            continue
        table = stacked.unstacked(drawn, zones.layout.lines)
        lists = _lists(table, _above(zones, table), doc_awards)
        if not lists and before is not None and before[0] == table.columns and _goes_on(table):
            # A list that runs over a page has its header on the first page only.
            lists = tuple((replace(columns, first=0), state) for columns, state in before[1])
        before = (table.columns, lists) if lists else None
        entries += _entries(table, lists)
    for sheet in zones.layout.tables:
        for block in worksheets.blocks(sheet) if sheet.name is not None else ():
            entries += _entries(block.table, _lists(block.table, list(block.above[-8:]), doc_awards))
    yield from _emit(zones, entries, giver, status, year)


def _above(zones: Zones, table: Table) -> list[str]:
    """Give the eight lines above a table; the cells of the tables before it are none of them."""
    drawn = {at for other in zones.tables for cell in other.cells for at in cell.lines}
    above = (at for at in range(table.anchor - 1, -1, -1) if at not in drawn)
    return [zones.layout.lines[at].text for at in islice(above, 8)][::-1]


def _goes_on(table: Table) -> bool:
    """Tell whether a table opens with a numbered row."""
    first = [text for cell in table.grid[0] if (text := text_of(cell))]
    return len(first) > 1 and re.fullmatch(r"\d{1,4}[.)]?", first[0]) is not None


def _lists(table: Table, near: list[str], doc_awards: tuple[Given, ...]) -> tuple[tuple[Columns, _State], ...]:
    given, words = (
        _nearest(near) or _echoed(near, doc_awards) or (doc_awards[0] if len(doc_awards) == 1 else (None, ""))
    )
    above = subjects.heading_kind(" ".join(near)[-160:])
    return tuple(
        (columns, _State(given, words, _head_kind(text_of(table.grid[columns.first - 1][columns.name[0]])) or above))
        for columns in understand(table)
    )


def _entries(table: Table, lists: tuple[tuple[Columns, _State], ...]) -> list[_Entry]:
    out: list[_Entry] = []
    for columns, state in lists:
        group: list[_Entry] = []
        for row in table.grid[columns.first :]:
            group += _of_row(row, columns, state)
        settled = subjects.settle([entry.subject for entry in group])
        out += [replace(entry, subject=subject) for entry, subject in zip(group, settled, strict=True)]
    return out


def _of_row(row: _Row, columns: Columns, state: _State) -> list[_Entry]:
    """Give the receiver of one row, once for each award ticked; a group row only changes ``state``."""
    name = columns.name_of(row)
    filled = {t for cell in row if (t := text_of(cell)) and not _MARK.match(t)}
    if not filled or re.fullmatch(r"[\d()\s.]*", name) or columns.repeats_head(row):
        return []
    heads = len(filled) == 1 or _spans(row, columns)
    stated = _stated(name)
    heads = heads and not subjects.is_household(name)
    if heads and (stated is not None or subjects.heading_kind(name) is not None):
        state.given, state.words = stated or (state.given, state.words)
        state.kind = subjects.heading_kind(name) or (None if stated else state.kind)
        state.before = None
        return []
    if _TOTAL.fullmatch(bare(name)) or (heads and re.search(r":\s*\d+\s*$", name)):
        return []
    subject = _subject(row, _NUMBER_BEFORE.sub("", name), columns, state.kind)
    if subject is None:
        return []
    places = tuple(
        dict.fromkeys((*columns.name, *(columns.roles[r] for r in ("position", "unit") if r in columns.roles)))
    )
    ticks = [at for at in columns.ticked if _TICK.fullmatch(text_of(row[at]))]
    if columns.ticked:
        return [_Entry(row, subject, *columns.ticked[at], 0.85, (*places, at)) for at in ticks]
    at_award = (columns.roles["award"],) if "award" in columns.roles else ()
    several = {n.award.code: n for n in names.find(text_of(row[at_award[0]]))} if at_award else {}
    if len(several) > 1:
        return [_Entry(row, subject, n.award, n.text, 0.85, (*places, *at_award)) for n in several.values()]
    award, words, sure = _award_of(row, columns, state)
    if not words:
        return []
    state.before = (award, words)
    return [_Entry(row, subject, award, words, sure, (*places, *at_award))]


def _award_of(row: _Row, columns: Columns, state: _State) -> tuple[CatalogueAward | None, str, float]:
    """Give the award of a row and how sure: its own cell, "the same as above", or what the list gives."""
    own = text_of(row[columns.roles["award"]]) if "award" in columns.roles else ""
    stated = _stated(own)
    if stated is not None:
        # "Đề nghị Chủ tịch UBND tỉnh tặng Bằng khen": the cell may say who gives it.
        given = names.by_giver(stated[0], own) if stated[0] is not None else None
        return given, stated[1], 0.9
    if _DITTO.fullmatch(own) and state.before is not None:
        return *state.before, 0.85
    if own and not _BLANK.fullmatch(own):
        return None, own, 0.9 if state.given else 0.7
    if not state.words and state.before is not None:
        return *state.before, 0.5
    return state.given, state.words, 0.9 if state.given else 0.7


def _subject(row: _Row, name: str, columns: Columns, kind: str | None) -> subjects.Subject | None:
    subject = subjects.parse(name, kind)
    if subject is None:
        return None
    roles = columns.roles
    post = text_of(row[roles["position"]]) if "position" in roles else ""
    unit = text_of(row[roles["unit"]]) if "unit" in roles else ""
    if kind is None and subject.kind == subjects.COLLECTIVE and post and not _BLANK.fullmatch(post):
        subject = subjects.parse(name, subjects.PERSON) or subject
    return replace(subject, position=_or_none(post) or subject.position, unit=_or_none(unit) or subject.unit)


def _emit(zones: Zones, entries: list[_Entry], giver: str, status: str, year: int | None) -> Iterator[Candidate]:
    read_as = [entry.subject for entry in entries]
    for entry, subject in zip(entries, scans.mend(read_as) if zones.layout.ocr else read_as, strict=True):
        found = names.by_giver(entry.award, giver if status == "granted" else "") if entry.award else None
        value = Award(
            entry.words,
            found.general if found else None,
            subject.kind,
            subject.name,
            subject.position,
            subject.unit,
            status,
            year,
        )
        evidence = _evidence(zones, entry.row, entry.places)
        if evidence:
            reasons = () if subject.name == entry.subject.name else (scans.REASON,)
            read = min(zones.layout.lines[e.index].legibility for e in evidence)
            yield Candidate("awards", Field.of(value, evidence, min(entry.sure, subject.sure, read), *reasons))


def _nearest(near: list[str]) -> tuple[CatalogueAward | None, str] | None:
    """Give the one award the lines above state; where lists of several follow each other, the one nearest to the table."""
    whole = _stated(" ".join(near))
    if whole is not None:
        return whole
    return next((stated for at in range(len(near) - 1, 0, -1) if (stated := _stated(" ".join(near[at:])))), None)


def _echoed(near: list[str], doc_awards: tuple[Given, ...]) -> Given | None:
    """Give the one of the article's awards whose last words stand above the table, where a scan tore its name apart."""
    above = bare(" ".join(near))
    told = [given for given in doc_awards if " ".join(bare(given[1]).split()[-4:]) in above]
    return told[0] if len(doc_awards) > 1 and len(told) == 1 else None


def _head_kind(text: str) -> str | None:
    """Give the kind that the name column's header tells; "Họ tên/Tập thể" tells none."""
    return None if "ho" in bare(text).split() and "hộ" not in text.casefold() else subjects.heading_kind(text)


def _or_none(text: str) -> str | None:
    return None if _BLANK.fullmatch(text) else text


def _spans(row: _Row, columns: Columns) -> bool:
    cell = row[columns.name[0]]
    return cell is not None and cell.column_span >= max(2, len(row) - 2, len(columns.name) + 1)


def _stated(text: str) -> tuple[CatalogueAward | None, str] | None:
    found = names.find(text) or names.find(text, toneless=True)
    if not found or len({f.award.code for f in found}) != 1:
        return None
    return found[-1].award, found[-1].text


def _evidence(zones: Zones, row: _Row, places: tuple[int, ...]) -> tuple[Evidence, ...]:
    out: list[Evidence] = []
    seen: set[int] = set()
    for at in places:
        for index in row[at].lines if row[at] is not None else ():  # type: ignore[union-attr]
            line = zones.layout.lines[index]
            if line.text.strip() and index not in seen:
                seen.add(index)
                out.append(Evidence.of(line))
    return tuple(out)
