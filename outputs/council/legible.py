"""Facts without the characters that no file format can hold (control marks of damaged documents)."""

import dataclasses
import re
from typing import Any, TypeVar

T = TypeVar("T")

#: What XML 1.0 forbids; a line break stays. The first private letters are the marks of our own pattern rows.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ue000-\ue003\ufffe\uffff]")


def legible(value: T) -> T:
    """Give the same facts with every text cleaned; values without a forbidden character are kept as they are."""
    cleaned: T = _clean(value)
    return cleaned


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _FORBIDDEN.sub("", value) if _FORBIDDEN.search(value) else value
    if isinstance(value, tuple):
        cleaned = tuple(_clean(v) for v in value)
        return value if all(a is b for a, b in zip(cleaned, value, strict=True)) else cleaned
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            f.name: new for f in dataclasses.fields(value) if (new := _clean(old := getattr(value, f.name))) is not old
        }
        return dataclasses.replace(value, **changed) if changed else value
    return value
