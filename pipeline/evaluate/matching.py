"""When a found value is the gold value: to the letter, or nearly, field by field."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.likeness import Mode, same, soft, strict

#: Scalars that only ever compare to the letter.
EXACT = frozenset({"symbol", "issued_on", "doc_type", "signer_capacity", "urgency", "secrecy", "profile"})
TEXT = frozenset({"issuer", "parent_issuer", "place", "subject", "signer_name", "signer_position", "archive"})
_LISTS_OF_TEXT = {"recipients": "text", "addressees": "text", "references": "symbol"}
#: Lists of records, and the keys that must agree.
RECORDS = {
    "targets": ("value", "value_max", "unit"),
    "milestones": ("start", "end"),
    "results": ("value", "unit"),
    "awards": ("name", "award_code"),
}
#: A document's head is right when all of these are.
HEAD = ("symbol", "issued_on", "doc_type", "issuer", "place", "subject", "signer_name", "recipients")
LISTS = _LISTS_OF_TEXT.keys() | RECORDS.keys()
SCALARS = EXACT | TEXT
SCORED = SCALARS | LISTS
_ABOUT = re.compile(r"^\s*(?:V\s*/\s*v|Về việc)\s*:?\s*", re.IGNORECASE)
_HONORIFIC = re.compile(r"^\s*(?:(?:ông|bà|đồng chí|đ/c|thầy|cô)\s+)+", re.IGNORECASE)


def found(record: Mapping[str, Any], name: str) -> list[Any] | Any:
    """Give what a record holds for a field as it is compared with gold: a value or None, or the values of a list."""
    if name == "profile":
        return record.get("profile")
    if name in LISTS:
        return [value for value, _ in listed(record, name)]
    return ((record.get("fields") or {}).get(name) or {}).get("value") or None


def listed(record: Mapping[str, Any], name: str) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """Give each item of a list as it is compared, and whole: with its confidence and evidence."""
    text = _LISTS_OF_TEXT.get(name)
    for item in (record.get("fields") or {}).get(name) or []:
        value = item if text is None else item.get(text)
        if value:
            yield value, item


def right(name: str, got: Any, gold: Any, mode: Mode) -> bool:
    """Tell whether a found value (of a list: one of its values) is the gold value."""
    if name in ("symbol", "references"):
        return _symbol(got) == _symbol(gold)
    if name in EXACT:
        return strict(str(got)) == strict(str(gold))
    if name == "subject":
        return same(_ABOUT.sub("", str(got)), _ABOUT.sub("", str(gold)), mode)
    if name in RECORDS:
        return all(_same_key(key, got.get(key), gold[key], mode) for key in RECORDS[name] if key in gold)
    return same(str(got), str(gold), mode)


def _same_key(key: str, got: Any, gold: Any, mode: Mode) -> bool:
    if key in ("start", "end", "award_code"):
        return strict(str(got or "")) == strict(str(gold or ""))
    if got is None or gold is None:
        return got is gold
    if key == "name":
        return same(_HONORIFIC.sub("", str(got)), _HONORIFIC.sub("", str(gold)), mode)
    if key == "unit":
        return _same_unit(str(got), str(gold), mode)
    return _same_number(got, gold)


def _same_unit(got: str, gold: str, mode: Mode) -> bool:
    """Units as printed; except to the letter the head word is enough ("hộ" for "hộ nghèo")."""
    if same(got, gold, mode):
        return True
    x, y = soft(got), soft(gold)
    return mode is not Mode.STRICT and bool(x and y) and (x in y or y in x)


def _same_number(got: Any, gold: Any) -> bool:
    try:
        x, y = _number(got), _number(gold)
    except (ValueError, ZeroDivisionError):
        return soft(str(got)) == soft(str(gold))
    return abs(x - y) <= 1e-6 * max(1.0, abs(y))


def _number(value: Any) -> float:
    top, _, bottom = str(value).partition("/")
    return float(top) / float(bottom) if bottom else float(top)


def _symbol(value: Any) -> str:
    return re.sub(r"\s+", "", strict(str(value))).removeprefix("Số:").removeprefix("Số")


def abstains(name: str, got: Any, gold: Any) -> bool:
    """Tell an honest half: a date cut off before an unread day, a symbol without its unread number."""
    if name == "issued_on":
        return len(str(got)) in (4, 7) and str(gold).startswith(f"{got}-")
    return name == "symbol" and _symbol(got).startswith("/") and _symbol(gold).endswith(_symbol(got))
