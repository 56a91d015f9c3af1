"""The measure: found against gold, stated confidence against true, figures against the last ones kept."""

from pipeline.evaluate.calibration import (
    PARTIAL,
    SURE,
    Band,
    Calibration,
    Judged,
    calibration,
    judged,
    of_points,
)
from pipeline.evaluate.history import SLACK, changes, fallen, figures, raised
from pipeline.evaluate.matching import HEAD, LISTS, SCALARS, SCORED
from pipeline.evaluate.scoring import Count, Miss, Report, by_name, evaluate, fields_right, gold_of, load_gold

__all__ = [
    "HEAD", "LISTS", "PARTIAL", "SCALARS", "SCORED", "SLACK", "SURE", "Band", "Calibration", "Count", "Judged", "Miss",
    "Report", "by_name", "calibration", "changes", "evaluate", "fallen", "fields_right", "figures", "gold_of", "judged",
    "load_gold", "of_points", "raised",
]  # fmt: skip
