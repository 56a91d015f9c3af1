"""Sổ đăng ký văn bản đến: the year's arrivals in the ten columns of NĐ 30/2020/NĐ-CP, Phụ lục IV, as an Excel file."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol

from outputs.store import FileRow, Head
from outputs.workbook import CELL, CENTER, DATE, NOTE, SUBTITLE, TITLE, WHOLE, Style, Value, Workbook, open_workbook
from pipeline.model import PartialDate, Profile
from pipeline.reference.document_types import DocumentType, all_types

#: The decree's columns and, in characters, their widths on a landscape page.
COLUMNS: tuple[tuple[str, float], ...] = (
    ("Ngày đến", 11),
    ("Số đến", 7),
    ("Tác giả", 22),
    ("Số, ký hiệu", 16),
    ("Ngày tháng", 11),
    ("Tên loại và trích yếu nội dung", 36),
    ("Đơn vị hoặc người nhận", 14),
    ("Ngày chuyển", 10),
    ("Ký nhận", 8),
    ("Ghi chú", 16),
)
#: The decree's columns of the register of how they are dealt with (theo dõi giải quyết văn bản đến).
FOLLOW_UP: tuple[tuple[str, float], ...] = (
    ("Số đến", 7),
    ("Tên loại, số, ký hiệu, ngày tháng và tác giả văn bản", 52),
    ("Đơn vị hoặc người nhận", 20),
    ("Thời hạn giải quyết", 14),
    ("Tiến độ giải quyết", 20),
    ("Số, ký hiệu văn bản trả lời", 18),
    ("Ghi chú", 22),
)
_FOLLOW_STYLES = (CENTER, CELL, CELL, CENTER, CELL, CELL, CELL)
_STYLES = (DATE, CENTER, CELL, CELL, CENTER, CELL, CELL, CENTER, CELL, CELL)
_UNREAD: tuple[tuple[str, float], ...] = (
    ("TT", 6),
    ("Ngày đến", 11),
    ("Tên tệp", 40),
    ("Lý do", 64),
    ("Nằm trong", 26),
)
#: Days are those of Việt Nam, which has no summer time.
_VIETNAM = timezone(timedelta(hours=7))


class Arrivals(Protocol):
    """What the register asks of the store."""

    def heads(self, *, year: int | None = None) -> Sequence[Head]:
        """Give the dispatches that arrived in a year."""

    def files(self, *states: str) -> Sequence[FileRow]:
        """Give the files in some states."""

    def table(self, name: str) -> Iterable[Mapping[str, Any]]:
        """Give every row of one table."""


def write_register(store: Arrivals, year: int, path: Path, *, office: str = "", created: datetime | None = None) -> int:
    """Write the register of ``year`` to ``path`` and give the number of its entries.

    Every file that arrived has its line, replaced versions too, each under the number it got on arrival. Files that
    could not be read stand on a sheet of their own, to be entered by hand. Those that set a task are followed up on the
    last sheet. ``office`` is printed above the title.
    """
    heads = sorted(store.heads(year=year), key=lambda head: head.arrival_number)
    unread = [f for f in store.files("quarantined") if f.received_at.astimezone(_VIETNAM).year == year]
    title = f"Sổ đăng ký văn bản đến năm {year}"
    with open_workbook(path, title=title, created=created or datetime.now(UTC)) as book:
        _entries(book, year, heads, office)
        if unread:
            _by_hand(book, unread)
        _follow_up(book, year, heads, _dues(store.table("task")), office)
    return len(heads)


def _entries(book: Workbook, year: int, heads: Sequence[Head], office: str) -> None:
    sheet = book.sheet(f"Văn bản đến {year}")
    sheet.widths(*(width for _, width in COLUMNS))
    last = len(COLUMNS) - 1
    sheet.span(0, 0, 3, office, Style(bold=True, align="center"))
    sheet.span(1, 0, last, "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", TITLE)
    sheet.span(2, 0, last, _scope(year, heads), SUBTITLE)
    numbers = {head.id: head.arrival_number for head in heads}
    replaced: dict[str, list[int]] = {}
    for head in heads:
        if head.superseded_by is not None:
            replaced.setdefault(head.superseded_by, []).append(head.arrival_number)
    rows = [_row(head, numbers, replaced.get(head.id, [])) for head in heads]
    below = sheet.table(4, [name for name, _ in COLUMNS], rows, _STYLES)
    sheet.filter(4, below - 1, len(COLUMNS))
    note = "Số đến do phần mềm cấp theo thứ tự tiếp nhận trong năm; các cột bỏ trống để ghi tay."
    sheet.span(below + 1, 0, last, note, NOTE)


def _scope(year: int, heads: Sequence[Head]) -> str:
    if not heads:
        return f"Năm {year}: chưa có văn bản đến"
    first, last = heads[0], heads[-1]
    days = " đến ngày ".join(f"{head.received_at.astimezone(_VIETNAM):%d/%m/%Y}" for head in (first, last))
    return f"Năm {year}. Từ ngày {days}. Từ số {first.arrival_number} đến số {last.arrival_number}"


def _row(head: Head, numbers: dict[str, int], replaced: list[int]) -> list[Value]:
    return [
        head.received_at.astimezone(_VIETNAM).date(),
        head.arrival_number,
        head.issuer_name or head.issuer,
        head.symbol,
        _day(head.issued_on),
        _subject(head),
        None,
        None,
        None,
        _note(head, numbers, replaced),
    ]


def _day(issued_on: str | None) -> str | None:
    """The day as printed in registers, cut off where it was not read: ``05/9/2022`` is ``05/09/2022``, ``09/2022``."""
    if issued_on is None:
        return None
    date = PartialDate.parse(issued_on)
    parts = [f"{part:02d}" for part in (date.day, date.month) if part is not None]
    return "/".join([*parts, str(date.year)])


def _subject(head: Head) -> str:
    kind = _kind(head)
    lines = [head.doc_type if kind is None else kind.name, head.subject]
    return "\n".join(line for line in lines if line) or head.file_name


def _kind(head: Head) -> DocumentType | None:
    """The kind behind a code; where one code means several, the one of the document's own profile."""
    found = [kind for kind in all_types() if kind.code == head.doc_type]
    own = [kind for kind in found if (kind.kind == "party") == (head.profile == Profile.PARTY)]
    return next(iter(own or found), None)


def _note(head: Head, numbers: dict[str, int], replaced: list[int]) -> str | None:
    notes = [head.urgency] if head.urgency else []
    if head.superseded_by is not None:
        newer = numbers.get(head.superseded_by)
        notes.append("Đã có bản mới" + ("" if newer is None else f", số đến {newer}"))
    if replaced:
        notes.append(f"Thay bản số đến {', '.join(map(str, replaced))}")
    if head.status == "needs_review":
        notes.append("Cần rà soát")
    return "; ".join(notes) or None


def _by_hand(book: Workbook, unread: Sequence[FileRow]) -> None:
    sheet = book.sheet("Chưa đọc được")
    sheet.widths(*(width for _, width in _UNREAD))
    sheet.span(0, 0, len(_UNREAD) - 1, "TỆP CHƯA ĐỌC ĐƯỢC, CẦN VÀO SỔ BẰNG TAY", TITLE)
    rows: list[list[Value]] = [
        [number, file.received_at.astimezone(_VIETNAM).date(), file.name, file.failure_message, file.origin]
        for number, file in enumerate(unread, 1)
    ]
    sheet.table(2, [name for name, _ in _UNREAD], rows, (WHOLE, DATE, CELL, CELL, CELL))


def _dues(tasks: Iterable[Mapping[str, Any]]) -> dict[str, str | None]:
    """Give the first day that a task of a dispatch is due, None where no task names one; others are not there."""
    out: dict[str, str | None] = {}
    for task in tasks:
        due, before = task["due"], out.get(task["dispatch_id"])
        out[task["dispatch_id"]] = due if before is None else (before if due is None else min(before, due))
    return out


def _follow_up(book: Workbook, year: int, heads: Sequence[Head], dues: Mapping[str, str | None], office: str) -> None:
    """Write the dispatches in force that set a task; who deals with them and the answer are written by hand."""
    sheet = book.sheet(f"Theo dõi giải quyết {year}")
    sheet.widths(*(width for _, width in FOLLOW_UP))
    last = len(FOLLOW_UP) - 1
    sheet.span(0, 0, 2, office, Style(bold=True, align="center"))
    sheet.span(1, 0, last, "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN", TITLE)
    mine = [head for head in heads if head.id in dues and head.superseded_by is None]
    said = f"{len(mine)} văn bản có giao nhiệm vụ" if mine else "chưa có văn bản nào giao nhiệm vụ"
    sheet.span(2, 0, last, f"Năm {year}: {said}", SUBTITLE)
    rows: list[list[Value]] = [
        [head.arrival_number, _described(head), None, _day(dues[head.id]), None, None, head.urgency] for head in mine
    ]
    below = sheet.table(4, [name for name, _ in FOLLOW_UP], rows, _FOLLOW_STYLES)
    sheet.filter(4, below - 1, len(FOLLOW_UP))
    sheet.span(below + 1, 0, last, "Các cột bỏ trống để ghi tay; thời hạn đọc từ nhiệm vụ nêu trong văn bản.", NOTE)


def _described(head: Head) -> str:
    kind = _kind(head)
    day = _day(head.issued_on)
    parts = [
        (head.doc_type or "Văn bản") if kind is None else kind.name,
        f"số {head.symbol}" if head.symbol else "",
        f"ngày {day}" if day else "",
        f"của {head.issuer_name or head.issuer}" if head.issuer_name or head.issuer else "",
    ]
    return " ".join(p for p in parts if p)
