"""Awards granted or proposed in tables: one receiver a row, the award from a column, a group row or the list's heading."""

import re
from collections.abc import Iterator

from parsers.fields.awards import names, scans, subjects
from parsers.values import worksheets
from pipeline.model import Award, Candidate, Cell, Evidence, Field, Table, Zones
from pipeline.reference.awards import CatalogueAward
from pipeline.text import bare, squeeze

_ROLES = (
    ("award", re.compile(r"hinh thuc|danh hieu|de nghi khen|muc khen|de nghi tang|khen thuong de nghi|hinh thuc khen")),
    ("merit", re.compile(r"thanh tich|ly do|ket qua|tom tat|nhan xet")),
    ("position", re.compile(r"chuc vu|chuc danh|cong viec|nhiem vu")),
    (
        "name",
        re.compile(
            r"ho va ten|ho ten|ho, ten|ten ca nhan|ten tap the|ten don vi|^tap the|^ca nhan|tap the ca nhan|ten ho|ten nguoi|^ten$|"
            r"doi tuong duoc|ten to$|^to$"
        ),
    ),
    ("unit", re.compile(r"don vi|noi cong tac|co quan|dia chi|phong ban|truong$|dia phuong|thuoc")),
    ("year", re.compile(r"^nam$|nam hoc")),
)
_FIGURES = re.compile(
    r"so luong|tong so|\bsl\b|ke hoach|ty le|thuc hien|ket qua nam|\bso tap the|\bso ca nhan|\bdvt\b|don vi tinh|chi tieu|noi dung"
)
_TOTAL = re.compile(r"(?:tong|cong|tong cong|tong so)\b.*")
_MARK = re.compile(r"^\(?(?:\d{1,4}|[IVX]{1,5}|[a-zA-ZđĐ])[.)]?$")


def find(
    zones: Zones, giver: str, status: str, year: int | None, doc_award: tuple[CatalogueAward | None, str]
) -> Iterator[Candidate]:
    """Give the receivers of every list table; ``doc_award`` is what the articles give when the table does not say."""
    for table in zones.tables:
        if table.name is None:
            yield from _of_table(zones, table, _above(zones, table), giver, status, year, doc_award)
    for sheet in zones.layout.tables:
        for block in worksheets.blocks(sheet) if sheet.name is not None else ():
            yield from _of_table(zones, block.table, list(block.above[-8:]), giver, status, year, doc_award)


def _text(cell: Cell | None) -> str:
    return "" if cell is None else squeeze(cell.text)


def _columns(table: Table) -> tuple[int, dict[str, int]] | None:
    """Give where the data rows begin and which column is what; None when the table lists no receivers."""
    for at, row in enumerate(table.grid[:4]):
        roles: dict[str, int] = {}
        folded = [bare(_text(cell)) for cell in row]
        for i, word in enumerate(folded):
            if i and row[i] is row[i - 1]:
                continue
            for role, pattern in _ROLES:
                if role not in roles and word and pattern.search(word):
                    roles[role] = i
                    break
        if any(_FIGURES.search(word) for word in folded):
            return None
        if "name" not in roles and "unit" in roles and ("award" in roles or "merit" in roles):
            roles["name"] = roles.pop("unit")
        if "name" in roles and len(set(roles.values())) >= 1 and len([w for w in folded if w]) >= 2:
            head = max((c.row + c.row_span for c in row if c is not None), default=at + 1)
            return min(head, table.rows), roles
    return None


def _above(zones: Zones, table: Table) -> list[str]:
    return [line.text for line in zones.layout.lines[max(0, table.anchor - 8) : table.anchor]]


def _of_table(
    zones: Zones,
    table: Table,
    near: list[str],
    giver: str,
    status: str,
    year: int | None,
    doc_award: tuple[CatalogueAward | None, str],
) -> Iterator[Candidate]:
    shape = _columns(table)
    if shape is None:
        return
    first, roles = shape
    above = " ".join(near)
    given, words = _nearest(near) or doc_award
    kind = _head_kind(_text(table.grid[first - 1][roles["name"]])) or subjects.heading_kind(above[-160:])
    group: list[tuple[tuple[Cell | None, ...], subjects.Subject, CatalogueAward | None, str, float]] = []
    for row in table.grid[first:]:
        name = _text(row[roles["name"]])
        filled = {t for cell in row if (t := _text(cell)) and not _MARK.match(t)}
        if not filled or re.fullmatch(r"[\d()\s.]*", name):
            continue
        heads = len(filled) == 1 or (row[roles["name"]] is not None and _spans(row, roles["name"]))
        if heads and (_stated(name) is not None or subjects.heading_kind(name) is not None):
            stated = _stated(name)
            given, words = stated or (given, words)
            kind = subjects.heading_kind(name) or (None if stated else kind)
            continue
        if _TOTAL.fullmatch(bare(name)) or (heads and re.search(r":\s*\d+\s*$", name)):
            continue
        subject = subjects.parse(name, kind)
        if subject is None:
            continue
        post = _text(row[roles["position"]]) if "position" in roles else ""
        unit = _text(row[roles["unit"]]) if "unit" in roles else ""
        if kind is None and subject.kind == subjects.COLLECTIVE and post and not re.fullmatch(r"[-–—.\s]*", post):
            subject = subjects.parse(name, subjects.PERSON) or subject
        subject = subjects.Subject(
            subject.name, subject.kind, _or_none(post) or subject.position, _or_none(unit) or subject.unit, subject.sure
        )
        own = _text(row[roles["award"]]) if "award" in roles else ""
        stated = _stated(own)
        row_award, row_words = stated or (
            (None, own) if own and not re.fullmatch(r"[-–—.\s]*", own) else (given, words)
        )
        if not row_words:
            continue
        group.append((row, subject, row_award, row_words, 0.9 if stated or given else 0.7))
    settled = subjects.settle([g[1] for g in group])
    mended = scans.mend(settled) if zones.layout.ocr else settled
    for (row, _, row_award, row_words, sure), original, subject in zip(group, settled, mended, strict=True):
        found = names.by_giver(row_award, giver if status == "granted" else "") if row_award else None
        value = Award(
            row_words,
            found.general if found else None,
            subject.kind,
            subject.name,
            subject.position,
            subject.unit,
            status,
            year,
        )
        evidence = _evidence(zones, row, [roles[r] for r in ("name", "position", "unit", "award") if r in roles])
        if evidence:
            reasons = () if subject.name == original.name else (scans.REASON,)
            read = min(zones.layout.lines[e.index].legibility for e in evidence)
            yield Candidate("awards", Field.of(value, evidence, min(sure, subject.sure, read), *reasons))


def _nearest(near: list[str]) -> tuple[CatalogueAward | None, str] | None:
    """Give the one award the lines above state; where lists of several follow each other, the one nearest to the table."""
    whole = _stated(" ".join(near))
    if whole is not None:
        return whole
    return next((stated for at in range(len(near) - 1, 0, -1) if (stated := _stated(" ".join(near[at:])))), None)


def _head_kind(text: str) -> str | None:
    """Give the kind that the name column's header tells; "Họ tên/Tập thể" tells none."""
    return None if "ho" in bare(text).split() and "hộ" not in text.casefold() else subjects.heading_kind(text)


def _or_none(text: str) -> str | None:
    return None if re.fullmatch(r"[-–—.\s]*", text) else text


def _spans(row: tuple[Cell | None, ...], at: int) -> bool:
    cell = row[at]
    return cell is not None and cell.column_span >= max(2, len(row) - 2)


def _stated(text: str) -> tuple[CatalogueAward | None, str] | None:
    found = names.find(text) or names.find(text, toneless=True)
    if not found or len({f.award.code for f in found}) != 1:
        return None
    return found[-1].award, found[-1].text


def _evidence(zones: Zones, row: tuple[Cell | None, ...], places: list[int]) -> tuple[Evidence, ...]:
    out: list[Evidence] = []
    seen: set[int] = set()
    for at in places:
        for index in row[at].lines if row[at] is not None else ():  # type: ignore[union-attr]
            line = zones.layout.lines[index]
            if line.text.strip() and index not in seen:
                seen.add(index)
                out.append(Evidence.of(line))
    return tuple(out)
