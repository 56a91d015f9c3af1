"""Two charts as PNG: targets reached, units compared. Readable in black and white, the same bytes every time."""

import io
import textwrap
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from outputs.council import wording as say
from outputs.council.facts import Picture
from pipeline.consolidate import Consolidation, Verdict
from pipeline.reference.indicators import Direction, OverUnits

#: Comes with matplotlib and has every Vietnamese letter, so a chart has the same bytes on every machine.
_FONT = "DejaVu Serif"
#: More units than this do not fit one printed chart.
_MOST = 30


def _bars(
    labels: Sequence[str], values: Sequence[float], texts: Sequence[str], hatches: Sequence[str], goal: float | None
) -> bytes:
    # matplotlib takes a second to load and is needed only when a chart is drawn.
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": _FONT, "font.size": 8, "hatch.linewidth": 0.6}):
        lines = sum(0.13 + 0.12 * (1 + label.count("\n")) for label in labels)
        figure = Figure(figsize=(6.3, 0.4 + lines), dpi=200)
        FigureCanvasAgg(figure)
        axes: Any = figure.add_subplot()
        bars = axes.barh(range(len(labels)), values, color="#d5dbe3", edgecolor="black", linewidth=0.7, height=0.62)
        for bar, hatch in zip(bars, hatches, strict=True):
            bar.set_hatch(hatch)
        top = max([*values, goal or 0.0, 1e-9])
        for row, (value, text) in enumerate(zip(values, texts, strict=True)):
            axes.text(
                value + top * 0.012,
                row,
                text,
                va="center",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
            )
        if goal is not None:
            axes.axvline(goal, color="black", linewidth=1, linestyle="--")
        axes.set_yticks(range(len(labels)), labels)
        axes.invert_yaxis()
        axes.set_xlim(0, top * 1.24)
        axes.xaxis.set_visible(False)
        for side in ("top", "right", "bottom"):
            axes.spines[side].set_visible(False)
        figure.tight_layout(pad=0.4)
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _wrapped(text: str, width: int = 42) -> str:
    """Give a label on at most three lines, cut at a word when it is still longer."""
    return "\n".join(textwrap.wrap(text, width, max_lines=3, placeholder="…"))


def progress(data: Consolidation) -> Picture | None:
    """Give reached against target in percent, None when fewer than two targets can be measured."""
    rows = [p for p in data.progress if p.percent is not None]
    if len(rows) < 2:
        return None
    labels = [_wrapped(say.upper_first(p.target.value.text.strip(" .;"))) for p in rows]
    shares = [min(float(p.percent or 0), 300.0) for p in rows]
    texts = [say.percent(p.percent or Decimal(0)) for p in rows]
    hatches = ["" if p.verdict is Verdict.MET else "///" for p in rows]
    words = "; ".join(f"{' '.join(label.split())}: {text}" for label, text in zip(labels, texts, strict=True))
    title = "Hình 1. Mức đạt so với chỉ tiêu (nét đứt: 100%; gạch chéo: chưa đạt)"
    return Picture("hinh-1", title, _bars(labels, shares, texts, hatches, 100.0), words)


def comparison(data: Consolidation, number: int) -> Picture | None:
    """Give the units side by side for the first target that they share, else for the first sum where more is better."""
    wanted = [p.indicator for p in data.progress if p.indicator] + [i.code for i in data.indicators]
    for code in dict.fromkeys(wanted):
        indicator = data.by_indicator.get(code or "")
        if indicator is None or indicator.direction is not Direction.UP:
            continue
        if indicator.over_units not in (OverUnits.SUM, OverUnits.DISTINCT):
            continue
        cells = [data.by_cell[u.id, indicator.code] for u in data.units if u.expected]
        stated = [c for c in cells if c.value is not None]
        if len(stated) < 3 or len(cells) > _MOST:
            continue
        divisor = say.divisor(indicator)
        labels = [_wrapped(data.by_unit[c.unit].name) for c in cells]
        values = [0.0 if c.value is None else float(c.value / divisor) for c in cells]
        texts = ["chưa có số liệu" if c.value is None and c.state.value == "missing" else
                 ("không áp dụng" if c.value is None else say.cell(c.value, indicator)) for c in cells]  # fmt: skip
        words = "; ".join(f"{' '.join(label.split())}: {text}" for label, text in zip(labels, texts, strict=True))
        title = f"Hình {number}. {say.curly(indicator.name)} theo đơn vị ({indicator.display_unit})"
        return Picture(f"hinh-{number}", title, _bars(labels, values, texts, [""] * len(cells), None), words)
    return None


def pictures(data: Consolidation) -> tuple[Picture, ...]:
    """Give the charts that the figures allow."""
    first = progress(data)
    second = comparison(data, 2 if first else 1)
    return tuple(p for p in (first, second) if p is not None)
