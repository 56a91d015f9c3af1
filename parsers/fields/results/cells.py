"""Table cells as figures: read in the style that their own column shows, never by a guess made cell by cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from parsers.values import numbers
from pipeline.model import Number, State
from pipeline.text import plain_marks, squeeze


class Style(StrEnum):
    """How a column writes figures: ``1.234,5``, ``1,234.5``, or nothing that tells the two apart."""

    VIETNAMESE = "vietnamese"
    ENGLISH = "english"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell as read: its value, the unit printed inside it, how sure, and why not. ``total`` is 12 in ``9/12``."""

    value: Number | None
    unit: str | None = None
    confidence: float = 0.95
    reason: str = ""
    state: State = State.STATED
    total: Decimal | None = None


_BODY = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_FIGURE = re.compile(rf"(?P<sign>[-–−+])?\s*(?P<body>{_BODY})\s*(?P<unit>%|‰|[^\d\s/][^\d/]{{0,24}})?", re.IGNORECASE)
_SHARE = re.compile(r"(?P<top>\d{1,5})\s*/\s*(?P<bottom>\d{1,5})\s*(?P<unit>%|[^\d\s/][^\d/]{0,20})?")
_BLANK = re.compile(r"[-–—−.…_x×X/*]{0,3}|\.{2,}|n/a|không có số liệu", re.IGNORECASE)
_ZERO = re.compile(r"không(?:\s+(?:có|phát sinh))?|0|không có phát sinh", re.IGNORECASE)
_LEGEND = re.compile(
    r"[\"'(]?\s*(?P<mark>-|x|×|\.\.\.|…)\s*[\")']?\s*(?::|=|là)\s*(?P<says>[^.;\n]{3,60})", re.IGNORECASE
)
_SAYS_ZERO = re.compile(r"không\s+(?:có\s+)?phát\s+sinh|không\s+có\s+hiện\s+tượng|bằng\s+(?:0|không)", re.IGNORECASE)
_SAYS_NOT = re.compile(r"không\s+(?:áp\s+dụng|thuộc|phải|tính|có\s+chỉ\s+tiêu|đánh\s+giá)", re.IGNORECASE)

_VIETNAMESE = re.compile(r"\d,\d{1,2}$|\d,\d{4,}$|\d\.\d{3}\.\d{3}|\.\d{3},\d|\d \d{3}|^0,\d")
_ENGLISH = re.compile(r"\d\.\d{1,2}$|\d\.\d{4,}$|\d,\d{3},\d{3}|,\d{3}\.\d|^0\.\d")


def style(texts: Iterable[str]) -> Style:
    """Give the style that the figures of one column show; OPEN when none of them tells, or when they contradict."""
    vietnamese = english = 0
    for text in texts:
        match = _FIGURE.fullmatch(squeeze(plain_marks(text)))
        if match is not None:
            vietnamese += _VIETNAMESE.search(match["body"]) is not None
            english += _ENGLISH.search(match["body"]) is not None
    if (vietnamese > 0) == (english > 0):
        return Style.OPEN
    return Style.VIETNAMESE if vietnamese else Style.ENGLISH


def legend(texts: Iterable[str]) -> dict[str, State | None]:
    """Give what the marks of a table stand for by its own notes: a state, or None for "it is zero"."""
    out: dict[str, State | None] = {}
    for text in texts:
        for found in _LEGEND.finditer(plain_marks(text)):
            mark = found["mark"].casefold().replace("…", "...").replace("×", "x")
            if _SAYS_ZERO.search(found["says"]):
                out[mark] = None
            elif _SAYS_NOT.search(found["says"]):
                out[mark] = State.NOT_APPLICABLE
    return out


def is_blank(text: str) -> bool:
    """Tell whether a cell holds nothing but a mark for nothing."""
    return _BLANK.fullmatch(squeeze(plain_marks(text))) is not None


def is_figure(text: str) -> bool:
    """Tell whether a cell is a figure, with or without a unit of its own."""
    text = squeeze(plain_marks(text))
    match = _FIGURE.fullmatch(text)
    if match is None:
        return _SHARE.fullmatch(text) is not None
    return match["unit"] is None or len(match["unit"].split()) <= 3


def read(
    text: str, column: Style, number: str | None = None, marks: dict[str, State | None] | None = None
) -> Figure | None:
    """Read one cell; None when it holds words. ``number`` is the stored number of a spreadsheet cell, ``marks`` the legend.

    A blank is MISSING, a mark is what the legend says and MISSING without one, ``0`` and "không" are zero.
    """
    printed = squeeze(plain_marks(text))
    if number is not None and not printed.endswith(("%", "‰")):
        try:
            return Figure(Decimal(number), confidence=0.98)
        except InvalidOperation:
            return None
    if _BLANK.fullmatch(printed):
        mark = printed.casefold().replace("…", "...").replace("×", "x")
        if marks and mark in marks:
            state = marks[mark]
            return Figure(Decimal(0), confidence=0.85) if state is None else Figure(None, state=state)
        return Figure(None, state=State.MISSING, confidence=0.9 if not printed else 0.75)
    if _ZERO.fullmatch(printed):
        return Figure(Decimal(0), confidence=0.95 if printed == "0" else 0.8)
    share = _SHARE.fullmatch(printed)
    if share is not None and int(share["bottom"]) > 0 and int(share["top"]) <= int(share["bottom"]):
        return Figure(Decimal(share["top"]), share["unit"], 0.8, total=Decimal(share["bottom"]))
    match = _FIGURE.fullmatch(printed)
    if match is None:
        return None
    value, confidence, reason = _value(match["body"], column, (match["unit"] or "").strip())
    if value is None:
        return None
    if match["sign"] in ("-", "–", "−"):
        value = -value
    unit = squeeze(match["unit"]).strip(" .()") if match["unit"] else None
    if unit is not None and len(unit.split()) > 3:
        return None
    return Figure(value, unit or None, confidence, reason)


def _english(body: str) -> Decimal | None:
    """Give the figure read the English way, None when the marks forbid it (``1.234.5``)."""
    plain = body.replace(",", "").replace(" ", "")
    return Decimal(plain) if plain.count(".") <= 1 else None


def _value(body: str, column: Style, unit: str) -> tuple[Decimal | None, float, str]:
    if column is not Style.VIETNAMESE and _ENGLISH.search(body):
        sure = 0.85 if column is Style.OPEN else 0.9
        return _english(body), sure, "Dấu chấm được dùng làm dấu thập phân"
    if column is Style.ENGLISH and not _VIETNAMESE.search(body):
        return _english(body), 0.85, "Đọc theo kiểu số của cả cột (dấu chấm thập phân)"
    if column is Style.VIETNAMESE and re.fullmatch(r"\d+\.\d{1,2}|\d+\.\d{4,}", body):
        return Decimal(body), 0.6, "Dấu chấm thập phân, khác các ô cùng cột"
    value = numbers.parse(body)
    if not isinstance(value, Decimal):
        return None, 0.0, ""
    if column is Style.OPEN and re.fullmatch(r"\d{1,3}\.\d{3}", body):
        if unit in ("%", "‰"):
            return Decimal(body), 0.5, "Dấu chấm có thể là phần nghìn hoặc phần thập phân"
        return value, 0.8, "Dấu chấm đọc là phần nghìn theo cách viết tiếng Việt"
    return value, 0.95, ""
