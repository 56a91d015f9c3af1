"""The tables and annexes (phụ lục) of the report as strings."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from outputs.council import compared, sources
from outputs.council import wording as say
from outputs.council.accepted import accepted, not_added
from outputs.council.awarded import nominees, nominees_title
from outputs.council.cites import Cites, place
from outputs.council.facts import Annex, Cell, Column, FigureRow, MatrixRow, Measure, Row, Table
from outputs.council.prose import phrase, verdict
from outputs.spelling import spelled
from pipeline.consolidate import Cell as Figure
from pipeline.consolidate import Consolidation, FindingRow
from pipeline.consolidate.earlier import Shift
from pipeline.model import Basis, Severity, State
from pipeline.obligations import Standing
from pipeline.reference.indicators import Indicator, OverUnits

#: Indicators side by side on one landscape page.
_SIDE_BY_SIDE = 8
_SEVERITY = {Severity.ERROR: "Cần xử lý", Severity.WARNING: "Cần xác minh", Severity.INFO: "Lưu ý"}


def _sign(state: State) -> str:
    """Give the sign of a table for a figure that is not there."""
    return say.NOT_APPLICABLE if state is State.NOT_APPLICABLE else say.MISSING


def _figure(cell: Figure | None, indicator: Indicator, cites: Cites) -> Cell:
    if cell is None or cell.value is None:
        return Cell(_sign(cell.state if cell else State.MISSING))
    mark = "*" if cell.conflict else ("†" if cell.basis is Basis.CUMULATIVE else "")
    shown = cell.value / say.divisor(indicator)
    return Cell(say.cell(cell.value, indicator) + mark, cites.of(cell), cites.ref(cell), shown, mark)


def _total(data: Consolidation, indicator: Indicator) -> Cell:
    total = data.by_total[indicator.code]
    if total.value is None:
        return Cell(_sign(total.state))
    return Cell(say.cell(total.value, indicator), value=total.value / say.divisor(indicator))


def summary(data: Consolidation, cites: Cites) -> Table:
    """Give the totals of all indicators, beside those of the earlier period where they can be compared."""
    units = sum(u.expected for u in data.units)
    moved = compared.by_code(data)
    titles = compared.titles(data)
    rows = []
    for n, indicator in enumerate(data.indicators, 1):
        total = data.by_total[indicator.code]
        remarks = []
        if total.value is None and total.state is State.NOT_APPLICABLE and total.counted:
            remarks.append("không tính số chung")
        if total.may_overlap:
            remarks.append("có thể trùng")
        if total.authority is not None:
            remarks.append(f"theo số của {data.by_unit[total.authority].name}")
        elif total.left_out:
            remarks.append("không cộng số đã có trong số của đơn vị kế thừa")
        if total.cumulative:
            remarks.append("có số luỹ kế")
        since = [_then(moved.get(indicator.code), indicator), _change(moved.get(indicator.code), indicator)]
        cells = (
            Cell(str(n)),
            Cell(indicator.name),
            Cell(indicator.display_unit),
            _total(data, indicator),
            *(since if titles else ()),
            Cell(f"{len(total.counted)}/{units}"),
            Cell("; ".join(remarks)),
        )
        rows.append(Row(cells, anchor=f"m-{indicator.code}"))
    sizes = (9, 42, 19, 21, 15, 17) if titles else (10, 68, 22, 24, 20, 21)
    tt, name, unit, number, counted, note = sizes
    columns = (
        Column("TT", tt, "center"), Column("Chỉ tiêu", name), Column("Đơn vị tính", unit, "center"),
        Column("Kết quả", number, "right"), *(Column(t, 21, "right") for t in titles),
        Column("Số đơn vị có số liệu", counted, "center"), Column("Ghi chú", note),
    )  # fmt: skip
    notes = [say.LEGEND + "."]
    if any(not s.all_units for s in moved.values()):
        notes.append("* so trên các đơn vị có số liệu của cả hai kỳ.")
    return Table("tong-hop", "Bảng 1. Tổng hợp kết quả thực hiện các chỉ tiêu", columns, tuple(rows), "", tuple(notes))


def _then(shift: Shift | None, indicator: Indicator) -> Cell:
    """Give the earlier figure as a cell, the sign for a missing one when nothing can be compared."""
    if shift is None:
        return Cell(say.MISSING)
    mark = "" if shift.all_units else "*"
    return Cell(say.cell(shift.then, indicator) + mark, value=shift.then / say.divisor(indicator), flag=mark)


def _change(shift: Shift | None, indicator: Indicator) -> Cell:
    if shift is None:
        return Cell(say.MISSING)
    mark = "" if shift.all_units else "*"
    return Cell(compared.signed(shift.change, indicator) + mark, value=shift.change / say.divisor(indicator), flag=mark)


def matrix(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give unit x indicator, as many tables as the page needs."""
    out = []
    many = len(data.indicators)
    size = -(-many // -(-many // _SIDE_BY_SIDE))
    groups = [data.indicators[i : i + size] for i in range(0, many, size)]
    notes = [f"{say.LEGEND}; số trong ngoặc vuông là mã nguồn số liệu{cites.see('sources')}."]
    if any(c.conflict for c in data.cells):
        notes.append(f"* các báo cáo nêu số liệu khác nhau{cites.see('findings')}.")
    if any(c.basis is Basis.CUMULATIVE for c in data.cells):
        notes.append("† số luỹ kế từ trước kỳ báo cáo.")
    outside = [u for u in data.units if not u.expected]
    if outside:
        notes.append("Đơn vị ghi (ngoài danh sách) không cộng vào tổng số.")
    notes += not_added(data)
    for n, group in enumerate(groups, 1):
        width = round(min(27.0, 190 / len(group)), 1)
        columns = (
            Column("TT", 10, "center"),
            Column("Đơn vị", 247 - 10 - width * len(group)),
            *(Column(f"{i.name} ({i.display_unit})", width, "right") for i in group),
        )
        rows = []
        for k, unit in enumerate(data.units, 1):
            name = unit.name if unit.expected else f"{unit.name} (ngoài danh sách)"
            cells = [_figure(data.by_cell.get((unit.id, i.code)), i, cites) for i in group]
            rows.append(Row((Cell(str(k)), Cell(name), *cells)))
        rows.append(Row((Cell(""), Cell("Tổng số"), *(_total(data, i) for i in group)), True))
        part = f" ({n}/{len(groups)})" if len(groups) > 1 else ""
        title = f"{cites.form('matrix', part) or f'Biểu{part}. '}Số liệu của các đơn vị theo chỉ tiêu"
        out.append(Table(f"ma-tran-{n}", title, columns, tuple(rows), "", tuple(notes) if n == len(groups) else ()))
    return tuple(out)


def progress(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give the targets of the plans with what was reached."""
    rows = []
    for n, row in enumerate(data.progress, 1):
        indicator = data.by_indicator.get(row.indicator or "")
        target = row.target.value
        goal = "" if row.goal is None or indicator is None else say.cell(row.goal, indicator)
        if goal and row.goal_max is not None and indicator is not None:
            goal += f" - {say.cell(row.goal_max, indicator)}"
        if not goal:
            high = "" if target.value_max is None else f" - {_number(target.value_max)}"
            goal = f"{_number(target.value)}{high}"
        sign = {">=": "≥ ", "<=": "≤ "}.get(target.operator, "")
        unit = indicator.display_unit if indicator is not None and row.goal is not None else (target.unit or "")
        reached = say.MISSING if row.reached is None or indicator is None else say.cell(row.reached, indicator)
        share = "" if row.percent is None else say.percent(row.percent)
        note = say.upper_first(verdict(row.verdict)) + (f": {say.quoted(row.reason)}" if row.reason else "")
        cells = (
            Cell(str(n)),
            Cell(target.text, cites.code(row.plan), f"d{cites.numbers[row.plan]}"),
            Cell(unit),
            Cell(sign + goal),
            Cell(reached, ref=f"m-{row.indicator}" if row.reached is not None else "", value=row.reached),
            Cell(share),
            Cell(note),
        )
        rows.append(Row(cells))
    if not rows:
        return ()
    columns = (
        Column("TT", 9, "center"), Column("Chỉ tiêu của kế hoạch", 50), Column("Đơn vị tính", 18, "center"),
        Column("Kế hoạch", 21, "right"), Column("Thực hiện", 20, "right"), Column("Tỷ lệ", 17, "right"), Column("Đánh giá", 30),
    )  # fmt: skip
    return (
        Table("chi-tieu", f"{cites.form('progress')}Kết quả thực hiện so với chỉ tiêu kế hoạch", columns, tuple(rows)),
    )


def _number(value: object) -> str:
    return say.figure(value) if isinstance(value, Decimal) else str(value)


_STANDING = {
    Standing.LATE: "gửi chậm",
    Standing.MISSING: "chưa gửi",
    Standing.NOT_DUE: "chưa đến hạn",
    Standing.ON_TIME: "đúng hạn",
    Standing.UNDATED: "đã gửi",
}


def absent(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give the units that sent nothing or sent it late."""
    rows: list[Row] = []
    for owed in data.reporting.owed:
        if owed.standing not in (Standing.MISSING, Standing.LATE):
            continue
        due = "" if owed.deadline is None else say.short_deadline(owed.deadline.due, owed.deadline.before)
        base = "" if owed.deadline is None else cites.code(owed.deadline.plan)
        end = owed.handed_in or data.as_of
        days = "" if owed.deadline is None else str(max(0, (end - owed.deadline.due).days))
        state = say.upper_first(_STANDING[owed.standing])
        given = say.short_day(owed.handed_in)
        rows.append(
            Row((Cell(str(len(rows) + 1)), Cell(owed.unit.name), Cell(due, base), Cell(given), Cell(days), Cell(state)))
        )
    if not rows:
        return ()
    columns = (
        Column("TT", 10, "center"), Column("Đơn vị", 65), Column("Thời hạn", 27, "center"), Column("Ngày văn bản", 24, "center"),
        Column("Số ngày chậm", 17, "center"), Column("Tình trạng", 22),
    )  # fmt: skip
    notes = (f"Số ngày chậm của đơn vị chưa gửi tính đến {say.day(data.as_of)}.",)
    return (
        Table(
            "chua-bao-cao",
            f"{cites.form('absent')}Đơn vị chưa gửi hoặc gửi chậm báo cáo",
            columns,
            tuple(rows),
            "",
            notes,
        ),
    )


def findings(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give what a person has to look at, the gravest first, and beside it what one has accepted with a reason."""
    return (*_findings(data, cites, data.doubts, "xac-minh"), *accepted(data, cites))


def remarks(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give what is worth knowing and asks for nothing; paper does without it."""
    return _findings(data, cites, [f for f in data.findings if f not in set(data.doubts)], "luu-y")


def _findings(data: Consolidation, cites: Cites, found: Sequence[FindingRow], id: str) -> tuple[Table, ...]:
    rows = []
    for n, row in enumerate(found, 1):
        number = cites.numbers.get(row.dispatch or "")
        where = place(row.finding.evidence)
        said = row.finding.message + (f" {row.finding.suggestion}" if row.finding.suggestion else "")
        unit = data.by_unit[row.unit].name if row.unit in data.by_unit else ""
        source = Cell(f"[{number}]" if number else "", ref=f"d{number}" if number else "")
        rows.append(
            Row(
                (
                    Cell(str(n)),
                    Cell(_SEVERITY[row.finding.severity]),
                    Cell(unit),
                    Cell(say.quoted(said)),
                    Cell(where),
                    source,
                )
            )
        )
    if not rows:
        return ()
    columns = (
        Column("TT", 9, "center"), Column("Mức độ", 19), Column("Đơn vị", 28), Column("Nội dung", 76), Column("Vị trí", 20),
        Column("Nguồn", 13, "center"),
    )  # fmt: skip
    title = "Các điểm cần xác minh" if id == "xac-minh" else "Các điểm lưu ý"
    return (Table(id, f"{cites.form('findings') if id == 'xac-minh' else ''}{title}", columns, tuple(rows)),)


def resources(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give what was mobilised by source, the whole sum in words under it."""
    mine = [i for i in data.indicators if phrase(i).section == "resources"]
    units = sum(u.expected for u in data.units)
    rows: list[Row] = []
    notes: list[str] = []
    for indicator in mine:
        total = data.by_total[indicator.code]
        whole = data.by_total.get(indicator.part_of or "")
        share = ""
        if total.value is not None and whole is not None and whole.value:
            share = say.percent(100 * total.value / whole.value)
        counted = f"{len(total.counted)}/{units}"
        name = Cell(indicator.name)
        number = Cell("" if whole is not None else str(1 + sum(r.strong for r in rows)))
        cells = (number, name, Cell(indicator.display_unit), _total(data, indicator), Cell(share), Cell(counted))
        rows.append(Row(cells, strong=whole is None))
        if indicator.is_money and whole is None and total.value and any(i.part_of == indicator.code for i in mine):
            exact = say.figure(total.value)
            notes.append(f"{indicator.name}: {exact} đồng. Bằng chữ: {say.upper_first(spelled(total.value))} đồng.")
    if not rows:
        return ()
    columns = (
        Column("TT", 10, "center"), Column("Nguồn lực", 70), Column("Đơn vị tính", 22, "center"), Column("Kết quả", 25, "right"),
        Column("Tỷ trọng", 18, "right"), Column("Số đơn vị có số liệu", 20, "center"),
    )  # fmt: skip
    title = f"{cites.form('resources')}Nguồn lực huy động theo nguồn"
    return (Table("nguon-luc", title, columns, tuple(rows), "", (*notes, say.LEGEND + ".")),)


def filled(data: Consolidation, name: str) -> bool:
    """Tell whether an annex has a line: one without is not printed, and the others close up."""
    tests: Mapping[str, Callable[[], bool]] = {
        "matrix": lambda: bool(data.indicators),
        "progress": lambda: bool(data.progress),
        "resources": lambda: any(phrase(i).section == "resources" for i in data.indicators),
        "nominees": lambda: bool(data.nominees),
        "absent": lambda: any(o.standing in (Standing.MISSING, Standing.LATE) for o in data.reporting.owed),
        "findings": lambda: bool(data.doubts),
        "sources": lambda: bool(data.documents),
    }
    return tests[name]()


def annexes(data: Consolidation, cites: Cites, rows: Sequence[FigureRow]) -> tuple[Annex, ...]:
    """Give every annex; those that this report prints come first and in its order, the others have no number."""
    every = {
        "matrix": ("SỐ LIỆU CỦA CÁC ĐƠN VỊ THEO CHỈ TIÊU", matrix(data, cites) if data.indicators else (),
                   "Chưa có số liệu của đơn vị nào trong kỳ báo cáo."),
        "progress": ("KẾT QUẢ THỰC HIỆN SO VỚI CHỈ TIÊU KẾ HOẠCH", progress(data, cites),
                     "Các kế hoạch đã tiếp nhận không nêu chỉ tiêu định lượng."),
        "resources": ("NGUỒN LỰC HUY ĐỘNG", resources(data, cites),
                      "Chưa có số liệu về nguồn lực huy động trong kỳ báo cáo."),
        "nominees": (nominees_title(data).upper(), nominees(data, cites),
                     "Chưa có trường hợp nào được đề nghị khen thưởng trong các văn bản đã tiếp nhận."),
        "absent": ("ĐƠN VỊ CHƯA GỬI HOẶC GỬI CHẬM BÁO CÁO", absent(data, cites),
                   "Tất cả các đơn vị đến hạn đều đã gửi báo cáo đúng hạn."),
        "findings": ("CÁC ĐIỂM CẦN XÁC MINH", findings(data, cites), "Không có điểm nào cần xác minh."),
        "sources": ("NGUỒN SỐ LIỆU", sources.sources(data, cites, rows), "Chưa có văn bản nguồn."),
        "remarks": ("CÁC ĐIỂM LƯU Ý", remarks(data, cites), "Không có điểm nào cần lưu ý."),
    }  # fmt: skip
    order = [*cites.annexes, *(n for n in every if n not in cites.annexes)]
    return tuple(
        Annex(f"pl-{n}", cites.annexes.get(n, ""), title, tables, empty, n == "matrix")
        for n, (title, tables, empty) in ((n, every[n]) for n in order)
    )


def measures(data: Consolidation) -> tuple[Measure, ...]:
    """Give the indicators as the workbook's columns."""
    out = []
    moved = compared.by_code(data)
    for indicator in data.indicators:
        total = data.by_total[indicator.code].value
        adds = total is not None and indicator.over_units in (OverUnits.SUM, OverUnits.DISTINCT)
        divisor = say.divisor(indicator)
        shown = None if total is None else total / divisor
        since = moved.get(indicator.code)
        then, change = (None, None) if since is None else (since.then / divisor, since.change / divisor)
        partly = since is not None and not since.all_units
        unit = indicator.display_unit
        out.append(Measure(indicator.code, indicator.name, unit, divisor, adds, shown, then, change, partly))
    return tuple(out)


def matrix_rows(data: Consolidation, cites: Cites) -> tuple[MatrixRow, ...]:
    """Give the units as the workbook's rows."""
    out = []
    for unit in data.units:
        values: list[Decimal | str] = []
        codes: list[str] = []
        for indicator in data.indicators:
            cell = data.by_cell[unit.id, indicator.code]
            values.append(_sign(cell.state) if cell.value is None else cell.value / say.divisor(indicator))
            codes += [s.dispatch for s in cell.used]
        out.append(MatrixRow(unit.name, unit.expected, tuple(values), cites.codes(codes)))
    return tuple(out)
