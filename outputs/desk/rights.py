"""Who may do what: a table of role x action kept as data. What the table does not grant is denied."""

import csv
from functools import cache
from pathlib import Path

#: Roles as stored, and what people call them.
ROLES = {
    "van_thu": "Văn thư",
    "chuyen_vien": "Chuyên viên",
    "lanh_dao": "Lãnh đạo duyệt",
    "quan_tri": "Quản trị",
}
_TABLE = Path(__file__).with_name("rights.csv")


@cache
def table() -> dict[str, dict[str, bool]]:
    """Give the whole table: action, then role, then whether it may. Raises ValueError for a cell that is not 0 or 1."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    cells = {"0": False, "1": True}
    try:
        return {row["action"]: {role: cells[row[role]] for role in ROLES} for row in rows}
    except KeyError as error:
        raise ValueError(f"rights.csv: {error}") from error


@cache
def meanings() -> dict[str, str]:
    """Give what each action is called, for people."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return {row["action"]: row["meaning"] for row in csv.DictReader(stream)}


def allows(role: str, action: str) -> bool:
    """Tell whether a role may do an action; an unknown role or action may not."""
    return table().get(action, {}).get(role, False)
