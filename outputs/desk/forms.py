"""What a person typed, as the value of a field: strict, in Vietnamese notation, never guessed at."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from outputs.desk.commands import Commands
from outputs.desk.fields import TABLES
from pipeline.corrections import value_of
from pipeline.model import PartialDate
from pipeline.text import clean, squeeze

#: Letters of one value; a subject line of a long decree has some 600.
LONGEST = 2_000
_DAY = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_FRACTION = re.compile(r"\d{1,6}/[1-9]\d{0,5}")
_SYMBOL = re.compile(r"(\d+[a-zđ]?)\s*[/-]\s*(.+)", re.IGNORECASE)


class BadForm(ValueError):
    """What was typed is no value of the field; the sentence says why, in Vietnamese."""


def words(text: str) -> str | None:
    """Give typed words as text is stored, None for blank. Raises BadForm for too many or for invisible marks."""
    out = squeeze(clean(text))
    if len(out) > LONGEST:
        raise BadForm(f"Quá dài: tối đa {LONGEST:,} ký tự.".replace(",", "."))
    if not out.isprintable():
        raise BadForm("Có ký tự không in được.")
    return out or None


def partial(text: str) -> str | None:
    """Give a day, month or year (``28/9/2022``, ``9/2022``, ``2022``, ``2022-09-28``) as ISO text, None for blank."""
    typed = squeeze(text)
    if not typed:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", typed):
            return str(PartialDate.parse(typed))
        match = _DAY.fullmatch(typed)
        if match is None:
            raise ValueError(typed)
        found, month, year = match.groups()
        return str(PartialDate(int(year), int(month) if month else None, int(found) if found else None))
    except ValueError as error:
        raise BadForm(f"«{typed[:40]}» không phải ngày. Ghi như 28/09/2022.") from error


def whole_day(text: str) -> str | None:
    """Give a whole day as ISO text, None for blank."""
    out = partial(text)
    if out is not None and len(out) != 10:
        raise BadForm(f"«{text.strip()[:40]}» thiếu ngày hoặc tháng.")
    return out


def figure(text: str) -> str | None:
    """Give a figure (``1.234,5``, ``1/3``) as exact text with a decimal point, None for blank."""
    typed = squeeze(text).replace(" ", "")
    if not typed:
        return None
    if _FRACTION.fullmatch(typed):
        return typed
    if len(typed) > 30 or not typed.isascii() or not _NUMBER.fullmatch(typed):
        raise BadForm(f"«{typed[:40]}» không phải số. Dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập phân.")
    return typed.replace(".", "").replace(",", ".")


def scalar(name: str, text: str, commands: Commands, on: date | None) -> Any:
    """Give the plain value of a scalar field, None for blank. Raises BadForm."""
    if name == "issued_on":
        return partial(text)
    out = words(text)
    if out is None or name not in ("issuer", "parent_issuer"):
        return out
    known = commands.agency(out, on)
    return {"text": out} | ({} if known is None else {"agency": known[0], "name": known[1]})


def parts_of_symbol(symbol: str | None) -> dict[str, str | None]:
    """Give number and notation of a symbol: ``119/KH-UBND`` is ``119`` and ``KH-UBND``; a blank number is None."""
    match = _SYMBOL.fullmatch(symbol or "")
    if match is not None:
        return {"number": match[1], "notation": match[2]}
    return {"number": None, "notation": symbol.lstrip("/- ") if symbol else None}


_COLUMNS: dict[str, Callable[[str], Any]] = {
    "value": figure, "period_start": whole_day, "period_end": whole_day, "as_of": whole_day,
}  # fmt: skip
_NEEDED = {"results": ("label", "Nội dung"), "awards": ("award", "Hình thức")}
_AWARD_STATES = ("proposed", "granted", "available")


def row(name: str, typed: Mapping[str, str], old: dict[str, Any] | None, commands: Commands) -> dict[str, Any]:
    """Give the plain value of a table row. What the table does not show stays as it was. Raises BadForm."""
    out = dict(old or {})
    for column in TABLES[name][1]:
        if column not in typed:
            continue
        text = typed[column]
        if name == "results" and column == "value":
            _state(out, text)
            continue
        if column == "year":
            value: Any = _year(text)
        else:
            value = _COLUMNS.get(column, words)(text)
        _put(out, column, value)
    key, label = _NEEDED[name]
    if not out.get(key):
        raise BadForm(f"Thiếu «{label}».")
    if out.get("status", "proposed") not in _AWARD_STATES:
        raise BadForm("Trạng thái khen thưởng là proposed (đề nghị), granted (đã tặng) hoặc available (có thể tặng).")
    begin, end = out.get("period_start"), out.get("period_end")
    if begin and end and end < begin:
        raise BadForm("Kỳ kết thúc trước khi bắt đầu.")
    if name == "results" and _changed(out, old, "value", "unit"):
        _money(out, commands)
    try:
        value_of(name, out)
    except ValueError as error:
        raise BadForm("Giá trị không hợp lệ.") from error
    return out


def _put(out: dict[str, Any], column: str, value: Any) -> None:
    if value is None:
        out.pop(column, None)
    else:
        out[column] = value


def _state(out: dict[str, Any], text: str) -> None:
    """Missing, zero and not applicable are three things: blank, ``0`` and ``x``."""
    out.pop("state", None)
    if text.strip().lower() == "x":
        out["value"], out["state"] = None, "not_applicable"
        return
    out["value"] = figure(text)
    if out["value"] is None:
        out["state"] = "missing"


def _year(text: str) -> int | None:
    typed = text.strip()
    if not typed:
        return None
    if not re.fullmatch(r"(19|20)\d\d", typed):
        raise BadForm(f"«{typed[:20]}» không phải năm.")
    return int(typed)


def _changed(out: dict[str, Any], old: dict[str, Any] | None, *names: str) -> bool:
    return any(out.get(n) != (old or {}).get(n) for n in names)


def _money(out: dict[str, Any], commands: Commands) -> None:
    """The sum in đồng follows the figure and its unit."""
    value, unit = out.get("value"), out.get("unit")
    dong = None
    if value is not None and unit and "/" not in value:
        dong = commands.money(value.replace(".", ","), unit)
    _put(out, "value_vnd", dong)
