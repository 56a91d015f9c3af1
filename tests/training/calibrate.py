"""``make calibrate``: sets what the rules' evidence comes to on a scale of what was measured, and says what that is worth.

Every document of the project's corpus is read as it is and in copies damaged as files are damaged (``damage.py``): on the
pages themselves the rules are nearly always right, so the pages alone would teach that everything is certain. For each field two
numbers are fitted by regularized logistic regression (Platt 1999): right ~ slope x log odds + offset. They draw to
slope 1 and offset 0 where little was seen; the slope stays positive, so that no order changes.

The report is made by cross-validation over documents: no page is judged by a scale that saw a copy of it.
``--write`` puts the scales into ``pipeline/reference/calibration.csv``. ``thidua evaluate`` then tells what they are worth
on any other corpus.
"""

import csv
import math
import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random

from pipeline.confidence import stated
from pipeline.evaluate import LISTS, SCALARS, Calibration, of_points
from pipeline.reference.agreements import Scale
from tests.training.pages import Point, by_field, points

TARGET = Path(__file__).parents[2] / "pipeline" / "reference" / "calibration.csv"
FOLDS = 5
#: How far slope and offset stray from 1 and 0 where nothing was measured (standard deviations of their priors).
_SLOPE, _OFFSET = 0.15, 1.0
#: A slope so small would make all values of a field alike.
_FLATTEST = 0.2


def fit(values: Iterable[Point]) -> Scale:
    """Give the scale of one field: Newton's steps on the penalized likelihood, which has one summit.

    The offset never lifts: that no damaged copy was read wrongly does not say that no file will be.
    """
    seen = [(point.weighed.odds, point.right) for point in values]
    slope, offset = 1.0, 0.0
    held = False
    for _ in range(100):
        gs, go = (1 - slope) / _SLOPE**2, -offset / _OFFSET**2
        hss, hso, hoo = 1 / _SLOPE**2, 0.0, 1 / _OFFSET**2
        for odds, right in seen:
            p = _share(slope * odds + offset)
            gs, go = gs + (right - p) * odds, go + right - p
            w = p * (1 - p)
            hss, hso, hoo = hss + w * odds**2, hso + w * odds, hoo + w
        det = hss * hoo - hso**2
        ds, do = (gs / hss, 0.0) if held else ((hoo * gs - hso * go) / det, (hss * go - hso * gs) / det)
        slope, offset = slope + ds, offset + do
        if abs(ds) + abs(do) < 1e-9:
            if offset <= 0:
                break
            slope, offset, held = 1.0, 0.0, True
    return Scale(round(max(slope, _FLATTEST), 3), round(offset, 3), len(seen), sum(right for _, right in seen))


def crossed(values: list[Point]) -> list[tuple[Point, float]]:
    """Give each value with the confidence under scales that saw no page of its document."""
    names = sorted({p.document for p in values})
    Random(1).shuffle(names)
    out = []
    for fold in range(FOLDS):
        held = set(names[fold::FOLDS])
        scales = {n: fit(p for p in own if p.document not in held) for n, own in by_field(values).items()}
        out += [(p, stated(p.weighed, scales[p.field])) for p in values if p.document in held]
    return out


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, odds))))


def show(title: str, found: Calibration) -> None:
    """Print one line: how many values, the calibration error, what the sure ones are worth."""
    count = sum(band.fields for band in found.bands)
    print(
        f"{title:<34} n={count:>6} ECE={found.error:.4f}  >=0.9: {found.sure_right}/{found.sure} = {found.sure_share:.4f}"
    )


def main(words: list[str]) -> None:
    """Measure, fit, report, and write when told to."""
    values = list(points())
    held = crossed(values)
    for title, names in (("head", SCALARS), ("lists", LISTS)):
        show(
            f"{title}, evidence unscaled",
            of_points((stated(p.weighed, None), p.right) for p in values if p.field in names),
        )
        show(f"{title}, cross-validated", of_points((c, p.right) for p, c in held if p.field in names))
    print("stated against true, cross-validated, all fields")
    for band in of_points((c, p.right) for p, c in held).bands:
        print(f"  {band.low:.1f}-{band.high:.1f} n={band.fields:>6} stated {band.stated:.3f} true {band.true:.3f}")
    for damage in dict.fromkeys(p.damage for p in values):
        show(f"  {damage}", of_points((c, p.right) for p, c in held if p.damage == damage))
    scales = {name: fit(own) for name, own in by_field(values).items()}
    for name, scale in scales.items():
        show(f"  {name} x{scale.slope} {scale.offset:+}", of_points((c, p.right) for p, c in held if p.field == name))
    if "--write" in words:
        with TARGET.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("field", "slope", "offset", "values", "right"))
            rows.writerows((name, s.slope, s.offset, s.values, s.right) for name, s in scales.items())


if __name__ == "__main__":
    main(sys.argv[1:])
