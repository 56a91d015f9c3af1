"""The tables and annexes (phụ lục) of the report as strings."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from outputs.council import wording as say
from outputs.council.cites import Cites, anchor
from outputs.council.facts import Annex, Cell, Column, FigureRow, MatrixRow, Measure, Row, SourceFile, Table
from outputs.council.prose import verdict
from pipeline.consolidate import Cell as Figure
from pipeline.consolidate import Consolidation
from pipeline.model import Basis, Evidence, Severity, State
from pipeline.obligations import Standing
from pipeline.reference.indicators import Indicator, OverUnits

#: Indicators side by side on one landscape page.
_SIDE_BY_SIDE = 8
#: More places than this are told in the workbook only.
_PRINTED = 300
_SEVERITY = {Severity.ERROR: "Cần xử lý", Severity.WARNING: "Cần xác minh", Severity.INFO: "Lưu ý"}


def _sign(state: State) -> str:
    return say.NOT_APPLICABLE if state is State.NOT_APPLICABLE else say.MISSING


def _place(evidence: Sequence[Evidence]) -> str:
    """Give where a figure stands, each place once."""
    return "; ".join(dict.fromkeys(e.line for e in evidence))


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
    """Give the totals of all indicators."""
    units = sum(u.expected for u in data.units)
    rows = []
    for n, indicator in enumerate(data.indicators, 1):
        total = data.by_total[indicator.code]
        remarks = []
        if total.value is None and total.state is State.NOT_APPLICABLE and total.counted:
            remarks.append("không tính số chung")
        if total.may_overlap:
            remarks.append("có thể trùng")
        if total.cumulative:
            remarks.append("có số luỹ kế")
        rows.append(
            Row(
                (
                    Cell(str(n)),
                    Cell(indicator.name),
                    Cell(indicator.display_unit),
                    _total(data, indicator),
                    Cell(f"{len(total.counted)}/{units}"),
                    Cell("; ".join(remarks)),
                ),
                anchor=f"m-{indicator.code}",
            )
        )
    columns = (
        Column("TT", 10, "center"), Column("Chỉ tiêu", 68), Column("Đơn vị tính", 22, "center"), Column("Kết quả", 24, "right"),
        Column("Số đơn vị có số liệu", 20, "center"), Column("Ghi chú", 21),
    )  # fmt: skip
    return Table(
        "tong-hop", "Bảng 1. Tổng hợp kết quả thực hiện các chỉ tiêu", columns, tuple(rows), "", (say.LEGEND + ".",)
    )


def matrix(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give unit x indicator, as many tables as the page needs."""
    out = []
    many = len(data.indicators)
    size = -(-many // -(-many // _SIDE_BY_SIDE))
    groups = [data.indicators[i : i + size] for i in range(0, many, size)]
    notes = [say.LEGEND + "; số trong ngoặc vuông là mã nguồn số liệu (Phụ lục 06)."]
    if any(c.conflict for c in data.cells):
        notes.append("* các báo cáo nêu số liệu khác nhau, xem Phụ lục 05.")
    if any(c.basis is Basis.CUMULATIVE for c in data.cells):
        notes.append("† số luỹ kế từ trước kỳ báo cáo.")
    outside = [u for u in data.units if not u.expected]
    if outside:
        notes.append("Đơn vị ghi (ngoài danh sách) không cộng vào tổng số.")
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
        title = f"Biểu số 1{part}. Số liệu của các đơn vị theo chỉ tiêu"
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
        note = say.upper_first(verdict(row.verdict)) + (f": {row.reason}" if row.reason else "")
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
    return (Table("chi-tieu", "Biểu số 2. Kết quả thực hiện so với chỉ tiêu kế hoạch", columns, tuple(rows)),)


def _number(value: object) -> str:
    return say.figure(value) if isinstance(value, Decimal) else str(value)


_STATUS = {"proposed": "đề nghị", "granted": "đã khen"}


def award_counts(data: Consolidation) -> tuple[Table, ...]:
    """Give the number of subjects by form, one column for each kind of subject that occurs."""
    counts = [c for c in data.award_counts if c.status in _STATUS]
    if not counts:
        return ()
    order = ("tập thể", "cá nhân", "hộ", "doanh nghiệp")
    kinds = [k for k in order if any(c.subject_kind == k for c in counts)]
    kinds += sorted({c.subject_kind for c in counts if c.subject_kind and c.subject_kind not in order})
    loose = any(c.subject_kind is None for c in counts)
    forms = list(dict.fromkeys((c.status, c.award) for c in counts))
    rows = []
    for n, (status, form) in enumerate(forms, 1):
        mine = [c for c in counts if (c.status, c.award) == (status, form)]
        shares = [sum(c.count for c in mine if c.subject_kind == k) for k in kinds]
        rest = sum(c.count for c in mine if c.subject_kind is None)
        numbers = shares + ([rest] if loose else []) + [sum(c.count for c in mine)]
        cells = tuple(Cell(say.figure(v), value=Decimal(v)) for v in numbers)
        rows.append(Row((Cell(str(n)), Cell(form), Cell(_STATUS[status]), *cells)))
    titles = [say.upper_first(k) for k in kinds] + (["Chưa rõ"] if loose else []) + ["Cộng"]
    width = min(22.0, 90 / len(titles))
    columns = (
        Column("TT", 10, "center"), Column("Hình thức khen thưởng", 133 - width * len(titles)), Column("Loại", 22, "center"),
        *(Column(t, width, "right") for t in titles),
    )  # fmt: skip
    return (Table("khen-thuong", "Bảng 2. Khen thưởng theo hình thức và đối tượng", columns, tuple(rows)),)


def nominees(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give the named subjects, grouped by form."""
    rows: list[Row] = []
    form = ""
    for number, one in enumerate(data.nominees, 1):
        award = one.award.value
        head = f"{award.award} ({_STATUS.get(award.status, award.status)})"
        if head != form:
            form = head
            rows.append(Row((Cell(head), *(Cell(""),) * 5), True, span=True))
        unit = award.unit or (data.by_unit[one.unit].name if one.unit in data.by_unit else "")
        refs = [f"d{cites.numbers[d]}" for d in one.documents if d in cites.numbers]
        cells = (
            Cell(str(number)),
            Cell(award.name or ""),
            Cell(award.position or ""),
            Cell(unit),
            Cell(award.subject_kind or ""),
            Cell(cites.codes(one.documents), ref=refs[0] if refs else ""),
        )
        rows.append(Row(cells))
    if not rows:
        return ()
    columns = (
        Column("TT", 10, "center"), Column("Họ và tên, tên tập thể", 48), Column("Chức vụ", 32), Column("Đơn vị", 42),
        Column("Đối tượng", 18, "center"), Column("Nguồn", 15, "center"),
    )  # fmt: skip
    return (Table("de-nghi", "Biểu số 3. Danh sách đề nghị khen thưởng và đã khen thưởng", columns, tuple(rows)),)


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
    return (Table("chua-bao-cao", "Biểu số 4. Đơn vị chưa gửi hoặc gửi chậm báo cáo", columns, tuple(rows), "", notes),)


def findings(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give what a person has to look at, the gravest first."""
    rows = []
    for n, row in enumerate(data.findings, 1):
        number = cites.numbers.get(row.dispatch or "")
        where = _place(row.finding.evidence)
        said = row.finding.message + (f" {row.finding.suggestion}" if row.finding.suggestion else "")
        unit = data.by_unit[row.unit].name if row.unit in data.by_unit else ""
        source = Cell(f"[{number}]" if number else "", ref=f"d{number}" if number else "")
        rows.append(
            Row((Cell(str(n)), Cell(_SEVERITY[row.finding.severity]), Cell(unit), Cell(said), Cell(where), source))
        )
    if not rows:
        return ()
    columns = (
        Column("TT", 9, "center"), Column("Mức độ", 20), Column("Đơn vị", 30), Column("Nội dung", 68), Column("Vị trí", 24),
        Column("Nguồn", 14, "center"),
    )  # fmt: skip
    return (Table("xac-minh", "Biểu số 5. Các điểm cần xác minh", columns, tuple(rows)),)


def documents(data: Consolidation, cites: Cites) -> Table:
    """Give the source documents behind the codes."""
    rows = []
    for number, one in enumerate(cites.documents, 1):
        name = data.by_unit[one.unit].name if one.unit in data.by_unit else (one.issuer or "")
        about = one.subject or ""
        if one.replaced_by is not None:
            new = cites.numbers.get(one.replaced_by)
            about += (" " if about else "") + (f"(đã thay thế bởi [{new}])" if new else "(đã được thay thế)")
        cells = (
            Cell(f"[{number}]"),
            Cell(" ".join(p for p in (say.type_name(one.doc_type), one.symbol or "(không số)") if p)),
            Cell(say.short_day(one.issued_on)),
            Cell(name),
            Cell(about),
        )
        rows.append(Row(cells, anchor=f"d{number}"))
    columns = (
        Column("Mã", 12, "center"), Column("Văn bản", 40), Column("Ngày ban hành", 24, "center"), Column("Cơ quan, đơn vị", 41),
        Column("Trích yếu", 48),
    )  # fmt: skip
    return Table("van-ban", "Biểu số 6.1. Văn bản nguồn", columns, tuple(rows))


def manifest(data: Consolidation, cites: Cites) -> tuple[SourceFile, ...]:
    """Give the files behind the codes with their hashes."""
    out = []
    for row, one in zip(documents(data, cites).rows, cites.documents, strict=True):
        code, document, issued, unit, subject = (c.text for c in row.cells)
        arrived = say.short_day(one.received_at.date())
        out.append(SourceFile(code, document, issued, unit, subject, one.file_name, one.sha256, arrived))
    return tuple(out)


def figures(data: Consolidation, cites: Cites) -> tuple[FigureRow, ...]:
    """Give every stated figure, used or not, with its place and the reason."""
    out: list[FigureRow] = []
    seen: set[tuple[str, int]] = set()
    for cell in data.cells:
        indicator = data.by_indicator[cell.indicator]
        for source in cell.sources:
            if cell.derived or (source.dispatch, source.index) in seen:
                continue
            seen.add((source.dispatch, source.index))
            use = "đưa vào tổng hợp" if source.used else "không cộng (đã có số liệu bao trùm hoặc mới hơn)"
            if source.value is None:
                use = "không áp dụng" if source.result.value.state is State.NOT_APPLICABLE else "để trống"
            out.append(_row(data, cites, source.dispatch, source.index, indicator, source.value, use))
    for dispatch, index, _, why in data.unused:
        if (dispatch, index) not in seen and dispatch in cites.numbers:
            out.append(_row(data, cites, dispatch, index, None, None, f"không dùng: {why}"))
    out.sort(key=lambda r: tuple(int(n) for n in r.anchor[1:].split("-")))
    return tuple(out)


def _row(
    data: Consolidation,
    cites: Cites,
    dispatch: str,
    index: int,
    indicator: Indicator | None,
    value: Decimal | None,
    use: str,
) -> FigureRow:
    document = data.by_document[dispatch]
    field = data.by_result[dispatch, index]
    result = field.value
    number = cites.numbers[dispatch]
    end = result.period_end or result.as_of
    days = ""
    if result.as_of is not None and result.basis is Basis.CUMULATIVE:
        days = f"luỹ kế đến {say.short_day(result.as_of)}"
    elif result.as_of is not None:
        days = say.short_day(result.as_of)
    elif result.period_start and end:
        days = say.short_period(type(data.period)(result.period_start, end))
    plain = value / say.divisor(indicator) if value is not None and indicator is not None else None
    if plain is None and isinstance(result.value, Decimal):
        plain = result.value
    return FigureRow(
        f"[{number}]",
        anchor(number, index),
        data.by_unit[document.unit].name if document.unit in data.by_unit else (document.issuer or ""),
        indicator.name if indicator is not None else result.label,
        plain,
        "" if plain is None else say.figure(plain),
        (indicator.display_unit if indicator is not None and value is not None else result.unit) or "",
        days,
        document.symbol or "",
        say.short_day(document.issued_on),
        _place(field.evidence),
        field.raw,
        field.confidence,
        use,
        document.file_name,
    )


def sources(data: Consolidation, cites: Cites, rows: Sequence[FigureRow]) -> tuple[Table, ...]:
    """Give the documents and the place of every figure that counts; too many for paper stand in the workbook."""
    used = [r for r in rows if r.use.startswith("đưa vào")]
    if len(used) > _PRINTED:
        note = f"Vị trí của {say.figure(len(used))} số liệu được ghi tại trang «Số liệu nguồn» của tệp Excel kèm theo."
        return (replace(documents(data, cites), notes=(note,)),)
    columns = (
        Column("Mã", 11, "center"), Column("Chỉ tiêu", 62), Column("Số liệu", 35, "right"), Column("Kỳ số liệu", 24, "center"),
        Column("Vị trí trong văn bản", 33),
    )  # fmt: skip
    lines = tuple(
        Row(
            (Cell(r.code), Cell(r.indicator), Cell(f"{r.text} {r.measure}"), Cell(r.days), Cell(r.place)),
            anchor=r.anchor,
        )
        for r in used
    )
    places = Table("nguon", "Biểu số 6.2. Vị trí của số liệu trong văn bản nguồn", columns, lines)
    return (documents(data, cites), places) if lines else (documents(data, cites),)


def annexes(data: Consolidation, cites: Cites, rows: Sequence[FigureRow]) -> tuple[Annex, ...]:
    """Give the six annexes in order."""
    return (
        Annex("pl01", "01", "SỐ LIỆU CỦA CÁC ĐƠN VỊ THEO CHỈ TIÊU", matrix(data, cites) if data.indicators else (),
              "Chưa có số liệu của đơn vị nào trong kỳ báo cáo.", True),
        Annex("pl02", "02", "KẾT QUẢ THỰC HIỆN SO VỚI CHỈ TIÊU KẾ HOẠCH", progress(data, cites),
              "Các kế hoạch đã tiếp nhận không nêu chỉ tiêu định lượng."),
        Annex("pl03", "03", "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", nominees(data, cites),
              "Chưa có trường hợp nào được đề nghị khen thưởng trong các văn bản đã tiếp nhận."),
        Annex("pl04", "04", "ĐƠN VỊ CHƯA GỬI HOẶC GỬI CHẬM BÁO CÁO", absent(data, cites),
              "Tất cả các đơn vị đến hạn đều đã gửi báo cáo đúng hạn."),
        Annex("pl05", "05", "CÁC ĐIỂM CẦN XÁC MINH", findings(data, cites), "Không có điểm nào cần xác minh."),
        Annex("pl06", "06", "NGUỒN SỐ LIỆU", sources(data, cites, rows), "Chưa có văn bản nguồn."),
    )  # fmt: skip


def measures(data: Consolidation) -> tuple[Measure, ...]:
    """Give the indicators as the workbook's columns."""
    out = []
    for indicator in data.indicators:
        total = data.by_total[indicator.code].value
        adds = total is not None and indicator.over_units in (OverUnits.SUM, OverUnits.DISTINCT)
        divisor = say.divisor(indicator)
        shown = None if total is None else total / divisor
        out.append(Measure(indicator.code, indicator.name, indicator.display_unit, divisor, adds, shown))
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
