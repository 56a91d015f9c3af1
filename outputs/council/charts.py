"""Charts as PNG: targets reached, units compared, the course over time. Readable in black and white, the same bytes always."""

import io
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from outputs.council import wording as say
from outputs.council.facts import Bar, Picture
from pipeline.consolidate import Consolidation, Verdict
from pipeline.consolidate.earlier import counted, course
from pipeline.model import State
from pipeline.reference.indicators import Direction, Indicator, OverUnits

#: Comes with matplotlib and has every Vietnamese letter, so a chart has the same bytes on every machine.
_FONT = "DejaVu Serif"
#: More units than this do not fit one printed chart.
_MOST = 30


def _drawn(width: float, height: float, draw: Callable[[Any], None]) -> bytes:
    """Give the PNG of one pair of axes; inches."""
    # matplotlib takes a second to load and is needed only when a chart is drawn.
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": _FONT, "font.size": 8, "hatch.linewidth": 0.6}):
        figure = Figure(figsize=(width, height), dpi=200)
        FigureCanvasAgg(figure)
        axes: Any = figure.add_subplot()
        draw(axes)
        axes.spines["top"].set_visible(False)
        axes.spines["right"].set_visible(False)
        figure.tight_layout(pad=0.4)
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _lying(bars_: Sequence[Bar], hatches: Sequence[str], goal: float | None) -> bytes:
    """Draw bars one under another; a label takes as many lines as it needs."""
    labels = [_wrapped(b.label) for b in bars_]
    values = [float(b.value or 0) for b in bars_]
    lines = sum(0.1 + 0.118 * (1 + label.count("\n")) for label in labels)

    def draw(axes: Any) -> None:
        bars = axes.barh(range(len(labels)), values, color="#d5dbe3", edgecolor="black", linewidth=0.7, height=0.62)
        for bar, hatch in zip(bars, hatches, strict=True):
            bar.set_hatch(hatch)
        top = max([*values, goal or 0.0, 1e-9])
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
        for row, (value, one) in enumerate(zip(values, bars_, strict=True)):
            axes.text(value + top * 0.012, row, one.text, va="center", bbox=box)
        if goal is not None:
            axes.axvline(goal, color="black", linewidth=1, linestyle="--")
        axes.set_yticks(range(len(labels)), labels, linespacing=1.1)
        axes.invert_yaxis()
        axes.set_xlim(0, top * 1.24)
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)

    return _drawn(6.3, 0.25 + lines, draw)


def _standing(bars_: Sequence[Bar]) -> bytes:
    """Draw bars side by side, the last one dark: the period that is reported."""
    values = [float(b.value or 0) for b in bars_]
    colors = ["#d5dbe3"] * (len(bars_) - 1) + ["#7d8794"]

    def draw(axes: Any) -> None:
        axes.bar(range(len(bars_)), values, color=colors, edgecolor="black", linewidth=0.7, width=0.55)
        top = max([*values, 1e-9])
        for column, (value, one) in enumerate(zip(values, bars_, strict=True)):
            axes.text(column, value + top * 0.02, one.text, ha="center", va="bottom")
        axes.set_xticks(range(len(bars_)), [_wrapped(b.label, 14) for b in bars_])
        axes.set_xlim(-0.7, len(bars_) - 0.3)
        axes.set_ylim(0, top * 1.15)
        axes.yaxis.set_visible(False)
        axes.spines["left"].set_visible(False)

    return _drawn(6.3, 2.2, draw)


def _wrapped(text: str, width: int = 42) -> str:
    """Give a label on at most three lines, cut at a word when it is still longer."""
    return "\n".join(textwrap.wrap(text, width, max_lines=3, placeholder="…"))


def _words(bars: Sequence[Bar]) -> str:
    return "; ".join(f"{b.label}: {b.text}" for b in bars)


def progress(data: Consolidation) -> Picture | None:
    """Give reached against target in percent, None when fewer than two targets can be measured."""
    rows = [p for p in data.progress if p.percent is not None]
    if len(rows) < 2:
        return None
    most = Decimal(300)
    bars = tuple(
        Bar(
            say.curly(say.upper_first(p.target.value.text.strip(" .;"))),
            min(p.percent or Decimal(0), most),
            say.percent(p.percent or Decimal(0)),
        )
        for p in rows
    )
    hatches = ["" if p.verdict is Verdict.MET else "///" for p in rows]
    title = "Mức đạt so với chỉ tiêu (nét đứt: 100%; gạch chéo: chưa đạt)"
    return Picture("muc-dat", title, _lying(bars, hatches, 100.0), _words(bars), bars, "%")


def _wanted(data: Consolidation) -> Iterator[Indicator]:
    """Give the added-up indicators where more is better, those of targets first."""
    codes = [p.indicator for p in data.progress if p.indicator] + [i.code for i in data.indicators]
    for code in dict.fromkeys(codes):
        indicator = data.by_indicator.get(code or "")
        if (
            indicator is not None
            and indicator.direction is Direction.UP
            and indicator.over_units in (OverUnits.SUM, OverUnits.DISTINCT)
        ):
            yield indicator


def comparison(data: Consolidation) -> Picture | None:
    """Give the units side by side for the first target that they share, else for the first sum where more is better."""
    for indicator in _wanted(data):
        cells = [data.by_cell[u.id, indicator.code] for u in data.units if u.expected]
        if sum(c.value is not None for c in cells) < 3 or len(cells) > _MOST:
            continue
        divisor = say.divisor(indicator)
        bars = tuple(
            Bar(
                data.by_unit[c.unit].name,
                None if c.value is None else c.value / divisor,
                ("chưa có số liệu" if c.state is State.MISSING else "không áp dụng")
                if c.value is None
                else say.cell(c.value, indicator),
            )
            for c in cells
        )
        title = f"{say.curly(indicator.name)} theo đơn vị ({indicator.display_unit})"
        drawn = _lying(bars, [""] * len(bars), None)
        return Picture("don-vi", title, drawn, _words(bars), bars, indicator.display_unit)
    return None


def over_time(data: Consolidation) -> Picture | None:
    """Give the course of the first such indicator that at least three periods state, over the units that state it in all."""
    for indicator in _wanted(data):
        told = course(data, indicator)
        if not told:
            continue
        divisor = say.divisor(indicator)
        bars = tuple(Bar(say.upper_first(say.short_period(p)), v / divisor, say.cell(v, indicator)) for p, v in told)
        units = len(counted(data, indicator))
        whole = units == len(data.by_total[indicator.code].counted)
        among = "" if whole else f"; {say.count(units)} đơn vị có số liệu của các kỳ"
        title = f"{say.curly(indicator.name)} theo thời gian ({indicator.display_unit}{among})"
        return Picture("thoi-gian", title, _standing(bars), _words(bars), bars, indicator.display_unit, True)
    return None


def pictures(data: Consolidation) -> tuple[Picture, ...]:
    """Give the charts that the figures allow, numbered in their order."""
    made = [p for p in (progress(data), comparison(data), over_time(data)) if p is not None]
    return tuple(replace(p, title=f"Hình {n}. {p.title}") for n, p in enumerate(made, 1))
