"""Two editions of one consolidation side by side: what came, what changed, what is settled, in rows and in words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.consolidate.values import Cell, Consolidation, Document, Role
from pipeline.model import State
from pipeline.obligations import Owed, Standing
from pipeline.reference.indicators import Indicator
from pipeline.text import key

_STANDINGS = {
    Standing.ON_TIME: "đúng hạn",
    Standing.LATE: "trễ hạn",
    Standing.UNDATED: "không rõ thời điểm",
    Standing.MISSING: "chưa gửi",
    Standing.NOT_DUE: "chưa đến hạn",
}
_SILENT = {State.MISSING: "chưa có số liệu", State.NOT_APPLICABLE: "không áp dụng"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, as a row of a table. ``kind`` is ``document``, ``unit``, ``reporting``, ``cell``, ``total``, ``award``."""

    kind: str
    unit: str | None
    subject: str
    before: str
    after: str
    sentence: str


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _shown(value: Decimal | None, state: State, indicator: Indicator) -> str:
    if value is None:
        return _SILENT.get(state, "chưa có số liệu")
    if indicator.is_money:
        return f"{_number(value / 1_000_000)} triệu đồng"
    return f"{_number(round(value, 4))} {indicator.display_unit or indicator.unit}".strip()


def _symbol(document: Document) -> str:
    return f"số {document.symbol}" if document.symbol else f"«{document.file_name}»"


def _documents(old: Consolidation, new: Consolidation) -> list[Change]:
    out = []
    for document in new.documents:
        if document.role is not Role.REPORT:
            continue
        before = old.by_document.get(document.id)
        name = (
            new.by_unit[document.unit].name if document.unit in new.by_unit else (document.issuer or "Đơn vị chưa rõ")
        )
        what = _symbol(document)
        if before is None:
            replaced = [d for d in new.documents if d.replaced_by == document.id and d.id in old.by_document]
            if replaced:
                sentence = f"{name} gửi báo cáo {what} thay thế báo cáo {_symbol(replaced[0])}."
                out.append(Change("document", document.unit, name, _symbol(replaced[0]), what, sentence))
            else:
                out.append(Change("document", document.unit, name, "", what, f"{name} bổ sung báo cáo {what}."))
        elif (
            before.replaced_by is None
            and document.replaced_by is not None
            and document.replaced_by in old.by_document
            and not document.withdrawn
        ):
            out.append(
                Change("document", document.unit, name, what, "", f"Báo cáo {what} của {name} không còn hiệu lực.")
            )
        elif document.replaced_by is not None and before.replaced_by is None:
            heir = new.by_document.get(document.replaced_by)
            if document.withdrawn:
                sentence = f"Báo cáo {what} của {name} không được tính nữa: {document.withdrawn}"
                out.append(Change("document", document.unit, name, what, "", sentence))
            elif heir is not None and heir.role is not Role.REPORT:
                sentence = f"{name} thu hồi báo cáo {what} bằng văn bản {_symbol(heir)}."
                out.append(Change("document", document.unit, name, what, "", sentence))
    for gone in sorted(set(old.by_document) - set(new.by_document)):
        document = old.by_document[gone]
        if document.role is Role.REPORT:
            name = (
                old.by_unit[document.unit].name
                if document.unit in old.by_unit
                else (document.issuer or "Đơn vị chưa rõ")
            )
            out.append(
                Change(
                    "document",
                    document.unit,
                    name,
                    _symbol(document),
                    "",
                    f"Bỏ báo cáo {_symbol(document)} của {name}.",
                )
            )
    return out


def _units(old: Consolidation, new: Consolidation) -> list[Change]:
    out = [
        Change("unit", u.id, u.name, "", "có", f"Thêm đơn vị {u.name}.") for u in new.units if u.id not in old.by_unit
    ]
    return out + [
        Change("unit", u.id, u.name, "có", "", f"Bớt đơn vị {u.name}.") for u in old.units if u.id not in new.by_unit
    ]


def _owed(data: Consolidation) -> dict[tuple[str, object], Owed]:
    return {(o.unit.agency_id, o.deadline.due if o.deadline else None): o for o in data.reporting.owed}


def _reporting(old: Consolidation, new: Consolidation) -> list[Change]:
    before, out = _owed(old), []
    for mark, owed in _owed(new).items():
        was = before.get(mark)
        if was is None or was.standing is owed.standing:
            continue
        due = f" (hạn {owed.deadline.due:%d/%m/%Y})" if owed.deadline else ""
        one, other = _STANDINGS[was.standing], _STANDINGS[owed.standing]
        sentence = f"{owed.unit.name}: từ {one} sang {other}{due}."
        out.append(Change("reporting", owed.unit.agency_id, f"{owed.unit.name}{due}", one, other, sentence))
    return out


def _cells(old: Consolidation, new: Consolidation) -> list[Change]:
    out = []
    for cell in new.cells:
        indicator = new.by_indicator[cell.indicator]
        was = old.by_cell.get((cell.unit, cell.indicator)) or Cell(cell.unit, cell.indicator, State.MISSING)
        if (was.state, was.value) == (cell.state, cell.value):
            continue
        name = new.by_unit[cell.unit].name
        one, other = _shown(was.value, was.state, indicator), _shown(cell.value, cell.state, indicator)
        verb = "bổ sung" if was.value is None else "không còn" if cell.value is None else "điều chỉnh"
        told = f": {other}" if was.value is None else f": từ {one} thành {other}"
        out.append(
            Change(
                "cell", cell.unit, f"{name}, {indicator.name}", one, other, f"{name} {verb} «{indicator.name}»{told}."
            )
        )
    for lost in old.cells:
        if (lost.unit, lost.indicator) not in new.by_cell and lost.value is not None and lost.unit in new.by_unit:
            indicator, name = old.by_indicator[lost.indicator], new.by_unit[lost.unit].name
            one = _shown(lost.value, lost.state, indicator)
            sentence = f"{name} không còn «{indicator.name}»: từ {one} thành chưa có số liệu."
            out.append(Change("cell", lost.unit, f"{name}, {indicator.name}", one, _SILENT[State.MISSING], sentence))
    return out


def _totals(old: Consolidation, new: Consolidation) -> list[Change]:
    out = []
    for code in dict.fromkeys((*(t.indicator for t in old.totals), *(t.indicator for t in new.totals))):
        was, now = old.by_total.get(code), new.by_total.get(code)
        indicator = new.by_indicator.get(code) or old.by_indicator[code]
        one = _shown(was.value if was else None, was.state if was else State.MISSING, indicator)
        other = _shown(now.value if now else None, now.state if now else State.MISSING, indicator)
        if one == other:
            continue
        more = ""
        if was is not None and now is not None and was.value is not None and now.value is not None:
            step = now.value - was.value
            more = f" ({'tăng' if step > 0 else 'giảm'} {_shown(abs(step), State.STATED, indicator)})"
        sentence = f"Tổng «{indicator.name}» từ {one} thành {other}{more}."
        out.append(Change("total", None, indicator.name, one, other, sentence))
    return out


def _awards(old: Consolidation, new: Consolidation) -> list[Change]:
    def people(data: Consolidation) -> dict[tuple[str, ...], str]:
        return {
            (key(a.name or ""), key(a.unit or ""), a.award_code or key(a.award), a.status): f"{a.name} ({a.award})"
            for a in (n.award.value for n in data.nominees)
        }

    before, after = people(old), people(new)
    words = {"proposed": "đề nghị khen thưởng", "granted": "quyết định khen thưởng"}
    out = [
        Change("award", None, after[m], "", words[m[3]], f"Thêm {words[m[3]]}: {after[m]}.")
        for m in sorted(after.keys() - before)
    ]
    return out + [
        Change("award", None, before[m], words[m[3]], "", f"Bớt {words[m[3]]}: {before[m]}.")
        for m in sorted(before.keys() - after)
    ]


def compare(old: Consolidation, new: Consolidation) -> tuple[Change, ...]:
    """Give every difference from ``old`` to ``new``: documents, units, reporting, cells, totals, awards."""
    parts = (_documents, _units, _reporting, _cells, _totals, _awards)
    return tuple(change for part in parts for change in part(old, new))


def in_words(changes: Sequence[Change], limit: int | None = None) -> tuple[str, ...]:
    """Give a sentence a difference, those of one unit together; beyond ``limit`` cells of a unit only their number."""
    by_unit: dict[str | None, list[Change]] = defaultdict(list)
    for change in changes:
        by_unit[change.unit].append(change)
    out: list[str] = []
    for unit in sorted(by_unit, key=lambda u: (u is None, u or "")):
        cells = [c for c in by_unit[unit] if c.kind == "cell"]
        out += [c.sentence for c in by_unit[unit] if c.kind != "cell"]
        shown = cells if limit is None else cells[:limit]
        out += [c.sentence for c in shown]
        if len(shown) < len(cells):
            out.append(f"Và {len(cells) - len(shown)} số liệu khác của đơn vị này.")
    return tuple(out) or ("Hai bản không khác nhau.",)
