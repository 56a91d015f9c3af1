"""Findings that a person accepted: what stays as it is, who said so, when and why."""

from outputs.council import wording as say
from outputs.council.cites import Cites
from outputs.council.facts import Cell, Column, Row, Table
from pipeline.consolidate import Consolidation


def accepted(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give the findings accepted with a reason as one table, none when nothing was accepted."""
    rows = []
    for n, one in enumerate(data.accepted, 1):
        number = cites.numbers.get(one.row.dispatch or "")
        unit = data.by_unit[one.row.unit].name if one.row.unit in data.by_unit else ""
        source = Cell(f"[{number}]" if number else "", ref=f"d{number}" if number else "")
        by = f"{one.who}, {one.at:%d/%m/%Y}"
        said = Cell(say.quoted(one.row.finding.message))
        rows.append(Row((Cell(str(n)), Cell(unit), said, Cell(one.reason), Cell(by), source)))
    if not rows:
        return ()
    columns = (
        Column("TT", 9, "center"), Column("Đơn vị", 28), Column("Nội dung", 66), Column("Lý do chấp nhận", 30),
        Column("Người chấp nhận", 19), Column("Nguồn", 13, "center"),
    )  # fmt: skip
    return (Table("chap-nhan", "Các điểm đã được chấp nhận, có lý do", columns, tuple(rows)),)
