"""Tables that list receivers: which column names them, which tells post, unit and award, where the rows begin."""

import re
from dataclasses import dataclass, field

from parsers.fields.awards import names
from pipeline.model import Cell, Table
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
#: The second of two columns that share a name: "Họ và tên đệm | Tên".
_GIVEN_NAME = re.compile(r"ten")
_FAMILY_NAME = re.compile(r"ho(?: va)?(?: ten)?(?: dem| lot| chu dem)?|ho va ten")


@dataclass(frozen=True, slots=True)
class Columns:
    """One list of a table: its first data row, its columns by role, and the columns headed by an award that are only ticked.

    ``name`` holds the columns that together are the name. ``head`` are the texts of the header that names it.
    """

    first: int
    roles: dict[str, int]
    name: tuple[int, ...]
    head: str
    ticked: dict[int, tuple[CatalogueAward, str]] = field(default_factory=dict)

    def name_of(self, row: tuple[Cell | None, ...]) -> str:
        """Give the name that a row holds, its two columns joined."""
        cells: list[Cell] = []
        for at in self.name:
            cell = row[at]
            if cell is not None and all(cell is not other for other in cells):
                cells.append(cell)
        return squeeze(" ".join(cell.text for cell in cells))

    def repeats_head(self, row: tuple[Cell | None, ...]) -> bool:
        """Tell whether a row is the header printed again on a new page."""
        return bare(self.name_of(row)) == self.head


def text_of(cell: Cell | None) -> str:
    """Give a cell's text on one line, empty for none."""
    return "" if cell is None else squeeze(cell.text)


def understand(table: Table) -> tuple[Columns, ...]:
    """Give the lists of a table, two when they stand side by side; none when the table lists no receivers."""
    for at, row in enumerate(table.grid[:4]):
        folded = [bare(text_of(cell)) for cell in row]
        if any(_FIGURES.search(word) for word in folded):
            return ()
        head = min(max((c.row + c.row_span for c in row if c is not None), default=at + 1), table.rows)
        found = []
        for start, stop in _sides(folded):
            columns = _side(table, at, head, folded, start, stop)
            if columns is not None:
                found.append(columns)
        if found:
            return tuple(found)
    return ()


def _sides(folded: list[str]) -> list[tuple[int, int]]:
    """Cut a header that stands twice in one row: "STT | Họ tên | Đơn vị | STT | Họ tên | Đơn vị"."""
    half, odd = divmod(len(folded), 2)
    if not odd and half >= 2 and folded[:half] == folded[half:] and any(folded[:half]):
        return [(0, half), (half, len(folded))]
    return [(0, len(folded))]


def _side(table: Table, at: int, head: int, folded: list[str], start: int, stop: int) -> Columns | None:
    row = table.grid[at]
    roles: dict[str, int] = {}
    ticked: dict[int, tuple[CatalogueAward, str]] = {}
    for i in range(start, stop):
        above = [text_of(table.grid[r][i]) for r in range(at, head)]
        stated = [n for text in above[-1:] for n in names.find(text)]
        if len(stated) == 1 and i > start and len(stated[0].text) * 2 > len(above[-1]):
            ticked[i] = (stated[0].award, stated[0].text)
            continue
        if i > start and row[i] is row[i - 1]:
            continue
        for role, pattern in _ROLES:
            if role not in roles and folded[i] and pattern.search(folded[i]):
                roles[role] = i
                break
    if "name" not in roles and "unit" in roles and ("award" in roles or "merit" in roles or ticked):
        roles["name"] = roles.pop("unit")
    if "name" not in roles or len([w for w in folded[start:stop] if w]) < 2:
        return None
    at_name = roles["name"]
    together = [at_name]
    for i in range(at_name + 1, stop):
        same = row[i] is not None and row[i] is row[at_name]
        given = i == at_name + 1 and _GIVEN_NAME.fullmatch(folded[i]) and _FAMILY_NAME.fullmatch(folded[at_name])
        if not (same or given):
            break
        together.append(i)
    return Columns(head, roles, tuple(together), folded[at_name], ticked)
