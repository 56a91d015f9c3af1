"""What a document is sent for, as Nơi nhận abbreviates it: ``(b/c)`` is để báo cáo."""

import csv
import re
from functools import cache
from importlib.resources import files

from pipeline.text import key, squeeze

_TO = re.compile(r"^để\s+", re.IGNORECASE)
#: Purposes written out in free words open like this.
_FREE = re.compile(r"^(?:để|qua|đăng|thay|nhằm)\s+\S", re.IGNORECASE)


@cache
def _purposes() -> dict[str, str]:
    with files("pipeline.reference").joinpath("purposes.csv").open(encoding="utf-8") as handle:
        return {key(row["text"]): row["purpose"] for row in csv.DictReader(handle)}


def purpose_of(text: str) -> str | None:
    """Give the purpose that ``text`` (``để b/c``, ``báo cáo``, ``để đăng lên cổng``) states; None when it states none."""
    words = squeeze(text)
    known = _purposes().get(key(_TO.sub("", words)))
    return known or (words if _FREE.match(words) else None)
