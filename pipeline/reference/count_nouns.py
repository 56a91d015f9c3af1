"""The nouns that stand after a figure and say what it counts or measures (danh từ chỉ đơn vị): hộ, lượt người, tấn, %."""

import csv
from enum import StrEnum
from functools import cache
from importlib.resources import files


class NounKind(StrEnum):
    """What a figure with this noun is: whole things counted, a measured quantity, money, a ratio, a stretch of time, or a grade."""

    COUNT = "count"
    MEASURE = "measure"
    MONEY = "money"
    RATIO = "ratio"
    TIME = "time"
    GRADE = "grade"


@cache
def count_nouns() -> dict[str, NounKind]:
    """Give every noun in lower case with its kind."""
    text = files("pipeline.reference").joinpath("count_nouns.csv").read_text(encoding="utf-8")
    return {row["noun"].casefold(): NounKind(row["kind"]) for row in csv.DictReader(text.splitlines())}


@cache
def misread_units() -> dict[str, str]:
    """Give what a scan makes of a unit by what the page prints (``đông`` of ``đồng``): words that can be no other unit."""
    text = files("pipeline.reference").joinpath("misread_units.csv").read_text(encoding="utf-8")
    return {row["read"]: row["printed"] for row in csv.DictReader(text.splitlines())}
