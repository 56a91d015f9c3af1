"""Where the figures come from: the source documents behind the codes, and the place of every figure."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from outputs.council import wording as say
from outputs.council.cites import Cites, anchor, place
from outputs.council.facts import Cell, Column, FigureRow, Row, SourceFile, Table
from pipeline.consolidate import Cell as Figure
from pipeline.consolidate import Consolidation, Source
from pipeline.model import Basis, State
from pipeline.reference.indicators import Indicator

#: More places than this are told in the workbook only.
_PRINTED = 300


def documents(data: Consolidation, cites: Cites) -> Table:
    """Give the source documents behind the codes."""
    rows = []
    for number, one in enumerate(cites.documents, 1):
        name = data.by_unit[one.unit].name if one.unit in data.by_unit else (one.issuer or "")
        about = say.curly(one.subject or "")
        if one.withdrawn:
            about += (" " if about else "") + "(đã thu hồi hoặc bị thay thế, không tính)"
        elif one.replaced_by is not None:
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
        Column("Mã", 11, "center"), Column("Văn bản", 35), Column("Ngày ban hành", 22, "center"), Column("Cơ quan, đơn vị", 37),
        Column("Trích yếu", 60),
    )  # fmt: skip
    return Table("van-ban", f"{cites.form('sources', '.1')}Văn bản nguồn", columns, tuple(rows))


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
            out.append(
                _row(data, cites, source.dispatch, source.index, indicator, source.value, _use(data, cell, source))
            )
    for dispatch, index, _, why in data.unused:
        if (dispatch, index) not in seen and dispatch in cites.numbers:
            out.append(_row(data, cites, dispatch, index, None, None, f"không dùng: {why}"))
    out.sort(key=lambda r: tuple(int(n) for n in r.anchor[1:].split("-")))
    return tuple(out)


def _use(data: Consolidation, cell: Figure, source: Source) -> str:
    """Say whether a stated figure counts, and why not."""
    if source.value is None:
        return "không áp dụng" if source.result.value.state is State.NOT_APPLICABLE else "để trống"
    if not source.used:
        return "không cộng (đã có số liệu bao trùm hoặc mới hơn)" if cell.used else "không cộng (ngoài kỳ báo cáo)"
    return "đưa vào tổng hợp" if data.by_unit[cell.unit].expected else "nêu riêng (đơn vị ngoài danh sách)"


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
        place(field.evidence),
        field.raw,
        field.confidence,
        use,
        document.file_name,
    )


def sources(data: Consolidation, cites: Cites, rows: Sequence[FigureRow]) -> tuple[Table, ...]:
    """Give the documents and the place of every figure that counts; too many for paper stand in the workbook."""
    used = [r for r in rows if r.use.startswith(("đưa vào", "nêu riêng"))]
    if len(used) > _PRINTED:
        note = f"Vị trí của {say.figure(len(used))} số liệu được ghi tại trang «Số liệu nguồn» của tệp Excel kèm theo."
        return (replace(documents(data, cites), notes=(note,)),)
    columns = (
        Column("Mã", 11, "center"), Column("Chỉ tiêu", 58), Column("Số liệu", 33, "right"), Column("Kỳ số liệu", 23, "center"),
        Column("Vị trí trong văn bản", 40),
    )  # fmt: skip
    lines = tuple(
        Row(
            (Cell(r.code), Cell(r.indicator), Cell(f"{r.text} {r.measure}"), Cell(r.days), Cell(r.place)),
            anchor=r.anchor,
        )
        for r in used
    )
    places = Table("nguon", f"{cites.form('sources', '.2')}Vị trí của số liệu trong văn bản nguồn", columns, lines)
    return (documents(data, cites), places) if lines else (documents(data, cites),)
