"""What people decided, as the report says it: findings accepted with a reason, figures not added since another holds them."""

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


def not_added(data: Consolidation) -> list[str]:
    """Give a sentence for each unit whose figures stand under its heir, and for each total that does not add every figure."""
    out = [row.finding.message for row in data.findings if row.finding.code == "MAPPED_UNIT"]
    for total in data.totals:
        if not total.left_out:
            continue
        names = "; ".join(data.by_unit[u].name for u in total.left_out)
        why = "số của đơn vị kế thừa cho cùng kỳ"
        chosen = next((s for s in data.sources if s.indicator == total.indicator), None)
        if chosen is not None and total.authority is not None:
            source = data.by_unit[total.authority].name
            why = f"số của {source} ({chosen.who} chọn ngày {chosen.at:%d/%m/%Y}, lý do: {chosen.reason})"
        out.append(f"«{data.by_indicator[total.indicator].name}»: tổng không cộng số của {names}, đã nằm trong {why}.")
    return out
