"""The sections of the report as sentences that vary with the figures; what nobody reported is said to be unknown, never zero."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from outputs.council import compared
from outputs.council import wording as say
from outputs.council.cites import Cites
from outputs.council.facts import Paragraph, Span
from pipeline.consolidate import Cell, Consolidation, Total, Verdict
from pipeline.model import State
from pipeline.obligations import Standing
from pipeline.reference.indicators import Direction, Indicator, OverUnits

#: More names than this are told in the annex.
_NAMED = 10
#: Units without a figure are named while they are the exception.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """Where an indicator is told and in which words; ``{n}`` is its figure with the unit."""

    section: str
    group: str
    phrase: str


@cache
def phrases() -> dict[str, Phrase]:
    """Give the phrases by code of indicator."""
    with (files("outputs.council") / "templates" / "phrases.csv").open(encoding="utf-8") as file:
        return {r["code"]: Phrase(r["section"], r["group"], r["phrase"]) for r in csv.DictReader(file)}


def phrase(indicator: Indicator) -> Phrase:
    """Give the words for an indicator; one without a row is told by its name among the results."""
    return phrases().get(indicator.code) or Phrase(
        "results", "Các chỉ tiêu khác", f"{say.lower_first(indicator.name)}: {{n}}"
    )


def text(*spans: str | Span, kind: str = "text") -> Paragraph:
    """Give a paragraph of strings and spans."""
    return Paragraph(tuple(Span(s) if isinstance(s, str) else s for s in spans), kind)


def expected_units(data: Consolidation) -> int:
    """Give how many units count."""
    return sum(u.expected for u in data.units)


def coverage(data: Consolidation, total: Total) -> str:
    """Give ``số liệu của 09/10 đơn vị`` when not all units state a figure, blank when they do."""
    units = expected_units(data)
    return (
        "" if len(total.counted) >= units else f"số liệu của {say.count(len(total.counted))}/{say.count(units)} đơn vị"
    )


def clause(data: Consolidation, indicator: Indicator) -> str | None:
    """Give the words for a total, None when there is no total."""
    total = data.by_total.get(indicator.code)
    if total is None or total.value is None:
        return None
    return phrase(indicator).phrase.format(n=say.amount(total.value, indicator))


def _qualified(data: Consolidation, indicator: Indicator) -> str:
    total = data.by_total[indicator.code]
    remarks = [coverage(data, total)]
    if total.cumulative:
        remarks.append(f"trong đó {say.count(len(total.cumulative))} đơn vị chỉ có số luỹ kế")
    said = "; ".join(r for r in remarks if r)
    return f" ({said})" if said else ""


def _unit(data: Consolidation, cell: Cell, indicator: Indicator, cites: Cites) -> tuple[Span, ...]:
    assert cell.value is not None
    name = data.by_unit[cell.unit].name
    return (Span(f"{name} ({say.amount(cell.value, indicator)})"), *cites.spans(cell))


def _joined(groups: Sequence[tuple[Span, ...]]) -> tuple[Span, ...]:
    out: list[Span] = []
    for n, group in enumerate(groups):
        if n:
            out.append(Span("; "))
        out += group
    return tuple(out)


def _units_of(data: Consolidation, indicator: Indicator, cites: Cites) -> list[Span]:
    """Tell which units lead, which report none and which leave it open (units that sent nothing are told of elsewhere)."""
    cells = [data.by_cell[u.id, indicator.code] for u in data.units if u.expected]
    stated = [c for c in cells if c.value is not None]
    out: list[Span] = []
    above = sorted((c for c in stated if c.value), key=lambda c: -(c.value or 0))
    if indicator.direction is Direction.UP and indicator.over_units is not OverUnits.LIST and len(above) > 2:
        out += [
            Span(" Đơn vị có kết quả cao: "),
            *_joined([_unit(data, c, indicator, cites) for c in above[:2]]),
            Span("."),
        ]
    elif 0 < len(above) <= 2 and len(cells) > 1:
        out += [Span(" Cụ thể: "), *_joined([_unit(data, c, indicator, cites) for c in above]), Span(".")]
    silent = {o.unit.agency_id for o in data.reporting.owed if o.report is None}
    for label, chosen in (
        ("Không phát sinh", [c for c in stated if c.value == 0] if indicator.direction is Direction.UP else []),
        ("Không áp dụng", [c for c in cells if c.state is State.NOT_APPLICABLE]),
        ("Chưa có số liệu", [c for c in cells if c.state is State.MISSING and c.unit not in silent]),
    ):
        if chosen and (label != "Chưa có số liệu" or len(chosen) <= _FEW):
            out.append(Span(f" {label}: {_named([data.by_unit[c.unit].name for c in chosen])}."))
    return out


def reporting(data: Consolidation, cites: Cites) -> list[Paragraph]:
    """Tell who reported, in time, late and not at all."""
    state = data.reporting
    units = expected_units(data)
    until = say.day(data.as_of)
    out: list[Paragraph] = []
    if not state.expected:
        words = "chưa có đơn vị nào đến hạn báo cáo" if state.owed else "chưa có đơn vị nào gửi báo cáo"
        return [text(f"Tính đến {until}, {words}.")]
    rate = "" if state.rate is None else f", đạt {say.percent(state.rate)}"
    if len(state.deadlines) > 1:
        first = (
            f"Tính đến {until}, {say.count(units)} đơn vị phải gửi {say.count(state.expected)} báo cáo theo "
            f"{say.count(len(state.deadlines))} thời hạn; đã nhận {say.count(state.received)} báo cáo{rate}"
        )
    elif state.received:
        first = f"Tính đến {until}, có {say.count(state.received)}/{say.count(state.expected)} đơn vị gửi báo cáo{rate}"
    else:
        first = f"Tính đến {until}, chưa nhận được báo cáo của đơn vị nào trong số {say.count(state.expected)} đơn vị phải báo cáo"
    late = [o for o in state.owed if o.standing is Standing.LATE]
    if state.deadlines and state.received:
        kind = "báo cáo" if len(state.deadlines) > 1 else "đơn vị"
        due = f" (thời hạn: {say.listed([say.deadline(d.due, d.before) for d in state.deadlines])})"
        on_time = "" if state.on_time_rate is None else f" ({say.percent(state.on_time_rate)} số phải gửi)"
        if state.on_time < state.received:
            none = f"; không có {kind} nào gửi đúng hạn"
            first += f"; trong đó {say.count(state.on_time)} {kind} gửi đúng hạn{on_time}" if state.on_time else none
            first += (f", {say.count(len(late))} {kind} gửi chậm" if late and state.on_time else "") + due
        else:
            first += f"; tất cả các báo cáo đã nhận đều đúng hạn{due}"
    out.append(text(f"{first}."))
    if late:
        groups: list[tuple[Span, ...]] = []
        for owed in late[:_NAMED]:
            name = Span(f"{owed.unit.name} (chậm {say.count(owed.days_late)} ngày)")
            groups.append((name, Span(f" {cites.codes([owed.report or ''])}", "source", _doc(cites, owed.report))))
        more = f" và {say.count(len(late) - _NAMED)} đơn vị khác" if len(late) > _NAMED else ""
        out.append(Paragraph((Span("Gửi chậm: "), *_joined(groups), Span(f"{more}{cites.see('absent')}.")), "item"))
    unknown = list(dict.fromkeys(o.unit.name for o in state.owed if o.standing is Standing.UNDATED))
    if unknown and state.deadlines:
        out.append(text(f"Đã gửi nhưng văn bản không rõ ngày: {say.listed(unknown)}.", kind="item"))
    absent = list(dict.fromkeys(o.unit.name for o in state.owed if o.standing is Standing.MISSING))
    if absent and state.received:
        out.append(text(f"Chưa gửi báo cáo: {_named(absent)}{cites.see('absent')}.", kind="item"))
    waiting = list(dict.fromkeys(o.unit.name for o in state.owed if o.standing is Standing.NOT_DUE))
    if waiting:
        out.append(text(f"Chưa đến hạn: {say.listed(waiting)}.", kind="item"))
    gone = [d for d in data.documents if d.unit is not None and d.replaced_by is not None and d.id in cites.numbers]
    # What was taken back is among the doubts, with the words of who took it back.
    old = [d for d in gone if not d.withdrawn]
    for one in old:
        new = f" {cites.code(one.replaced_by)}" if one.replaced_by in cites.numbers else ""
        unit = data.by_unit[one.unit].name if one.unit in data.by_unit else one.issuer or ""
        out.append(
            text(
                f"{unit} đã gửi báo cáo thay thế",
                Span(new, "source", _doc(cites, one.replaced_by)),
                "; số liệu lấy theo văn bản sau cùng.",
                kind="item",
            )
        )
    doubts = len(data.doubts)
    if doubts:
        where = f", nêu tại {cites.annex('findings')}" if cites.annex("findings") else ""
        out.append(text(f"Quá trình tổng hợp ghi nhận {say.count(doubts)} điểm cần xác minh{where}."))
    return out


def _named(names: Sequence[str]) -> str:
    """Give the names, only the first of many."""
    if len(names) <= _NAMED:
        return say.listed(names)
    return f"{'; '.join(names[:_NAMED])} và {say.count(len(names) - _NAMED)} đơn vị khác"


def _doc(cites: Cites, dispatch: str | None) -> str:
    return f"d{cites.numbers[dispatch]}" if dispatch in cites.numbers else ""


def direction(data: Consolidation) -> list[Paragraph]:
    """Tell what was issued, taught and inspected, in one sentence; what has no figure is named."""
    mine = [i for i in data.indicators if phrase(i).section == "direction"]
    said = [(c, data.by_total[i.code]) for i in mine if (c := clause(data, i)) is not None]
    if not said:
        return []
    fewest = min((len(t.counted) for _, t in said), default=0)
    units = expected_units(data)
    remark = f" (số liệu của {say.count(fewest)}/{say.count(units)} đơn vị)" if fewest < units else ""
    return [text(f"Trong kỳ, các đơn vị đã {'; '.join(c for c, _ in said)}{remark}.")]


def presented(data: Consolidation, money: str = "") -> Consolidation:
    """Give the data without the indicators that the report works out itself; their figures stay among the sources.

    ``money`` is the unit that sums of money are printed in, blank for the dictionary's.
    """
    kept = tuple(
        replace(i, name=say.curly(i.name), display_unit=money if money and i.is_money else i.display_unit)
        for i in data.indicators
        if phrase(i).section != "skip"
    )
    codes = {i.code for i in kept}
    why = "chỉ tiêu này báo cáo tự tính, không tổng hợp"
    moved = {(s.dispatch, s.index): s.result for c in data.cells if c.indicator not in codes for s in c.sources}
    return replace(
        data,
        indicators=kept,
        cells=tuple(c for c in data.cells if c.indicator in codes),
        totals=tuple(t for t in data.totals if t.indicator in codes),
        progress=tuple(p for p in data.progress if p.indicator is None or p.indicator in codes),
        unused=data.unused + tuple((d, n, result, why) for (d, n), result in sorted(moved.items(), key=lambda m: m[0])),
    )


def _parts(data: Consolidation, indicator: Indicator) -> list[str]:
    """Give the words of the parts (trong đó) of an indicator that has a total."""
    if data.by_total[indicator.code].value is None:
        return []
    return [c for i in data.indicators if i.part_of == indicator.code and (c := clause(data, i)) is not None]


def items(data: Consolidation, section: str, cites: Cites) -> list[Paragraph]:
    """Tell every indicator of a section, one item each, with a numbered heading for each group."""
    mine = [i for i in data.indicators if phrase(i).section == section]
    moved = compared.by_code(data)
    out: list[Paragraph] = []
    overlapping: list[str] = []
    group = ""
    for indicator in mine:
        total = data.by_total[indicator.code]
        if not any(data.by_cell[u.id, indicator.code].state is not State.MISSING for u in data.units if u.expected):
            continue
        if indicator.part_of in data.by_total and _parts(data, data.by_indicator[indicator.part_of]):
            continue
        if phrase(indicator).group != group:
            group = phrase(indicator).group
            out.append(text(group, kind="heading"))
        words, change = clause(data, indicator), ""
        if words is None:
            if total.state is State.STATED or not total.counted:
                continue
            where = f"; số liệu từng đơn vị tại {cites.annex('matrix')}" if cites.annex("matrix") else ""
            head = f"{indicator.name}: không tính số chung do thiếu tử số, mẫu số{where}"
        else:
            parts = _parts(data, indicator)
            within = f", trong đó: {'; '.join(parts)}" if parts else ""
            since = moved.get(indicator.code)
            head = say.upper_first(words) + _qualified(data, indicator) + within
            change = "" if since is None else f" {compared.sentence(data, since, indicator)}"
            overlapping += [say.lower_first(indicator.name)] if total.may_overlap else []
        out.append(Paragraph((Span(f"{head}.{change}"), *_units_of(data, indicator, cites)), "item"))
    if overlapping:
        words = f"Số liệu sau đây cộng từ báo cáo của các đơn vị nên có thể trùng: {'; '.join(overlapping)}."
        out.append(text(words))
    return out


_VERDICTS = {
    Verdict.MET: "đạt",
    Verdict.NOT_MET: "chưa đạt",
    Verdict.IN_PROGRESS: "đang thực hiện",
    Verdict.NOT_MEASURABLE: "chưa đủ căn cứ đánh giá",
}


def verdict(value: Verdict) -> str:
    """Give a verdict in words."""
    return _VERDICTS[value]


def compared_with_before(data: Consolidation) -> list[Paragraph]:
    """Tell what rose and fell against the earlier period, nothing when none is known."""
    said = compared.overview(data)
    return [text(f"So sánh với {compared.then(data)}", kind="heading"), text(said)] if said else []


def targets(data: Consolidation, cites: Cites) -> list[Paragraph]:
    """Tell how many targets are reached, and each of them with its figure."""
    rows = data.progress
    if not rows:
        return []
    tally = {v: sum(r.verdict is v for r in rows) for v in Verdict}
    parts = [f"{say.count(n)} chỉ tiêu {verdict(v)}" for v, n in tally.items() if n]
    out = [
        text("Kết quả so với chỉ tiêu đề ra", kind="heading"),
        text(
            f"Trong {say.count(len(rows))} chỉ tiêu định lượng của kế hoạch có {say.listed(parts)}{cites.see('progress')}."
        ),
    ]
    for row in rows:
        words = say.curly(say.upper_first(row.target.value.text.rstrip(" .;")))
        indicator = data.by_indicator.get(row.indicator or "")
        source = Span(f" {cites.code(row.plan)}", "source", _doc(cites, row.plan))
        if row.reached is None or indicator is None:
            tail = f": {verdict(row.verdict)}" + (f" ({say.quoted(row.reason)})" if row.reason else "")
        else:
            tail = f": thực hiện {say.amount(row.reached, indicator)}"
            if row.percent is not None:
                tail += f", bằng {say.percent(row.percent)} chỉ tiêu"
            tail += f"; {verdict(row.verdict)}" + (f" ({say.quoted(row.reason)})" if row.reason else "")
        out.append(Paragraph((Span(words), source, Span(f"{tail}.")), "item"))
    return out
