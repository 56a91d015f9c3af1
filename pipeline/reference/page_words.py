"""The words by which bodies, offices and opening formulas are told on the page, from ``page_words.csv``."""

import csv
import re
from functools import cache
from importlib.resources import files

from pipeline.text import bare


@cache
def words(role: str) -> tuple[str, ...]:
    """Give the words of a role (``place``, ``body``, ``no_body``, ``office``, ``rank``, ``opener``, ``soft_opener``), bare."""
    with files("pipeline.reference").joinpath("page_words.csv").open(encoding="utf-8") as handle:
        return tuple(dict.fromkeys(bare(row["word"]) for row in csv.DictReader(handle) if row["role"] == role))


@cache
def beginning(role: str) -> re.Pattern[str]:
    """Give the pattern that a flat text beginning with a word of ``role`` matches, the longest word first."""
    longest = sorted(words(role), key=len, reverse=True)
    inner = "|".join(word.replace(" ", r"[\s,]+") for word in longest)
    return re.compile(rf"\W*(?:{inner})(?![a-z0-9])")


def begins(role: str, letters: str) -> bool:
    """Tell whether flat ``letters`` begin with a word of ``role``."""
    return beginning(role).match(letters) is not None


def is_body(letters: str) -> bool:
    """Tell whether flat ``letters`` begin the name of a body (cơ quan, tổ chức), not the middle of one."""
    return begins("body", letters) and not begins("no_body", letters)
