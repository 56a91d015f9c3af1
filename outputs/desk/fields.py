"""A dispatch as the review page shows it: every field with its doubt, its reasons, its candidates and its places."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from outputs.desk.pages import day, number
from pipeline.checks.presence import DOUBT
from pipeline.corrections import LISTS, Correction, Effect, Laid
from pipeline.learned import Learned
from pipeline.model import AgencyMention, Dispatch, Evidence, Field, PartialDate
from pipeline.plain import to_plain

#: Scalar fields in the order of the page, with their names for people. Number and notation follow the symbol.
SCALARS = {
    "symbol": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "doc_type": "Loại văn bản",
    "parent_issuer": "Cơ quan chủ quản",
    "issuer": "Cơ quan ban hành",
    "subject": "Trích yếu",
    "place": "Địa danh",
    "signer_name": "Người ký",
    "signer_position": "Chức vụ người ký",
    "signer_capacity": "Thẩm quyền ký (TM, KT, TL…)",
    "urgency": "Độ khẩn",
    "secrecy": "Độ mật",
    "archive": "Lưu",
}
#: Lists edited as tables: the columns with their names.
TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "results": (
        "Kết quả",
        {
            "label": "Nội dung", "value": "Giá trị", "unit": "Đơn vị tính", "indicator": "Mã chỉ tiêu",
            "period_start": "Từ ngày", "period_end": "Đến ngày", "as_of": "Tính đến", "about": "Về đơn vị/nhóm",
        },
    ),
    "awards": (
        "Khen thưởng",
        {
            "award": "Hình thức", "name": "Tên", "subject_kind": "Đối tượng", "position": "Chức vụ", "unit": "Đơn vị",
            "status": "Trạng thái", "year": "Năm",
        },
    ),
}  # fmt: skip
#: Lists shown as they were read.
LISTED = {
    "movements": "Phong trào",
    "targets": "Chỉ tiêu",
    "milestones": "Tiến độ",
    "tasks": "Nhiệm vụ",
    "references": "Văn bản viện dẫn",
    "addressees": "Kính gửi",
    "recipients": "Nơi nhận",
}
#: What people call every field that a correction may name.
NAMES = (
    SCALARS | {"number": "Số", "notation": "Ký hiệu"} | {name: label for name, (label, _) in TABLES.items()} | LISTED
)
_QUOTED = re.compile("«([^»]*)»")
_FEWEST = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: page and box in points, or the number of a line."""

    page: int | None
    box: tuple[float, float, float, float] | None
    line: int
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One value on the page. ``key`` is ``symbol`` or ``results:3``; ``state`` is ``sure, doubt, settled, none``.

    ``seen`` tells whether somebody changed the value since the page was made; ``cells`` are a table row's texts;
    ``word`` is what somebody taught at another document that the value rests on.
    """

    key: str
    field: str
    label: str
    text: str
    state: str
    confidence: float | None
    reasons: tuple[str, ...]
    candidates: tuple[str, ...]
    places: tuple[Place, ...]
    seen: str
    ordinal: int | None = None
    cells: tuple[tuple[str, str], ...] = ()
    note: str = ""
    word: Learned | None = None


def key_of(name: str, ordinal: int | None = None) -> str:
    """Give the key of a value on the page."""
    return name if ordinal is None else f"{name}:{ordinal}"


def said(value: Any) -> str:
    """Give a value as a person reads and writes it."""
    if value is None:
        return ""
    if isinstance(value, AgencyMention):
        return value.text
    if isinstance(value, Decimal | Fraction):
        return number(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "có" if value else ""
    if isinstance(value, str):
        return value
    return day(value) if isinstance(value, PartialDate) or hasattr(value, "isoformat") else str(value)


def seen(value: Any) -> str:
    """Give a short mark of a value: two marks differ when the values do."""
    plain = json.dumps(None if value is None else to_plain(value), ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _places(evidence: Sequence[Evidence]) -> tuple[Place, ...]:
    return tuple(
        Place(e.page, None if e.box is None else (e.box.x0, e.box.y0, e.box.x1, e.box.y1), e.index, e.text, e.line)
        for e in evidence
        if e.index >= 0
    )


def scalars(laid: Laid, findings: Sequence[Mapping[str, Any]], taught: Mapping[str, Learned]) -> list[Shown]:
    """Give the scalar fields of a dispatch with corrections laid over it; ``findings`` are open ones, as rows.

    ``taught`` are the words that helped it, by key.
    """
    out = []
    words = {c.field: (c, e) for c, e in laid.effects if c.field not in LISTS}
    for name, label in SCALARS.items():
        field: Field[Any] | None = getattr(laid.dispatch, name)
        about = [f for f in findings if f["field"] == name]
        doubt = any(f["severity"] != "info" for f in about) or (field is not None and field.confidence <= DOUBT)
        settled = name in words
        state = "settled" if settled and not about else "doubt" if doubt else "none" if field is None else "sure"
        text = said(field.value) if field else ""
        out.append(
            Shown(
                name, name, label, text, state, field.confidence if field else None,
                (*_reasons(field, taught.get(name)), *(f["message"] for f in about)),
                _candidates(name, text, field, about), _places(field.evidence if field else ()) or _from(about),
                seen(field.value if field else None), note=_note(words.get(name)), word=taught.get(name),
            )
        )  # fmt: skip
    return out


def _reasons(field: Field[Any] | None, word: Learned | None) -> tuple[str, ...]:
    """Give why a value is as sure as it is; that it was taught is said apart."""
    return () if field is None else tuple(r for r in field.reasons if word is None or r != word.why)


def _from(findings: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    """Where findings point when there is no value: the page where a person would look."""
    return tuple(
        Place(e.get("page"), tuple(e["bbox"]) if e.get("bbox") else None, -1, e.get("text", ""), e.get("line", ""))
        for f in findings
        for e in f["evidence"]
    )


def _candidates(name: str, text: str, field: Field[Any] | None, about: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Give what else the value may be: rival readings, and the printed words where they differ from the value."""
    rivals = [q for f in about if f["code"] == "RIVAL_VALUES" for q in _QUOTED.findall(f["message"])]
    # The printed words of a day or a type name are no way to write its value.
    spelled = field is None or isinstance(field.value, PartialDate) or name in ("doc_type", "signer_capacity")
    printed = [] if field is None or spelled else [field.raw]
    return tuple(dict.fromkeys(c for c in (*rivals, *printed) if c.strip() and c != text))[:9]


def _note(word: tuple[Correction, Effect] | None) -> str:
    if word is None:
        return ""
    one, effect = word
    if effect is Effect.AGREES:
        return "Bộ đọc hiện nay đã đọc đúng như người sửa."
    if effect is Effect.MOVED:
        return f"Bộ đọc hiện nay đọc khác; giữ giá trị của {one.who}."
    return ""


def rows(name: str, laid: Laid, taught: Mapping[str, Learned]) -> list[Shown]:
    """Give the rows of an editable list, those entered by people last; ``taught`` are the words that helped, by key."""
    label, columns = TABLES[name]
    words = {seen_plain(c.new): (c, e) for c, e in laid.effects if c.field == name and c.new is not None}
    out = []
    for i, field in enumerate(getattr(laid.dispatch, name)):
        word = words.get(seen_plain(to_plain(field.value)))
        state = "settled" if word else "doubt" if field.confidence <= DOUBT else "sure"
        cells = tuple((column, _cell(field.value, column)) for column in columns)
        out.append(
            Shown(
                key_of(name, i), name, f"{label}, dòng {i + 1}", field.raw, state, field.confidence, field.reasons, (),
                _places(field.evidence), seen(field.value), i, cells, _note(word), taught.get(key_of(name, i)),
            )
        )  # fmt: skip
    return out


def _cell(value: Any, column: str) -> str:
    state = getattr(value, "state", None)
    if column == "value" and state is not None and value.value is None:
        return {"missing": "", "not_applicable": "x"}.get(str(state.value), "")
    return said(getattr(value, column))


def seen_plain(plain: Any) -> str:
    """Give a mark of plain JSON."""
    return json.dumps(plain, ensure_ascii=True, sort_keys=True)


def listed(dispatch: Dispatch) -> list[tuple[str, list[Shown]]]:
    """Give the lists that are shown as they were read."""
    out = []
    for name, label in LISTED.items():
        items = [
            Shown(
                key_of(name, i), name, label, _summary(field.value), "sure" if field.confidence > DOUBT else "weak",
                field.confidence, field.reasons, (), _places(field.evidence), "", i,
            )
            for i, field in enumerate(getattr(dispatch, name)[:_FEWEST])
        ]  # fmt: skip
        if items:
            out.append((label, items))
    return out


def _summary(value: Any) -> str:
    """Give an item in one line: its words first, then what was understood."""
    first = next((getattr(value, n) for n in ("text", "name", "symbol") if getattr(value, n, None)), "")
    rest = [
        said(getattr(value, n))
        for n in ("value", "unit", "due", "start", "end", "issued_on", "actor", "purpose")
        if getattr(value, n, None) is not None
    ]
    return first + (f" ({', '.join(r for r in rest if r)})" if any(rest) else "")


def side_by_side(one: Dispatch, other: Dispatch) -> list[tuple[str, str, str]]:
    """Give label, text of the one and text of the other: every scalar, then the list items that differ."""
    out = []
    for name, label in SCALARS.items():
        left, right = getattr(one, name), getattr(other, name)
        out.append((label, said(left.value) if left else "", said(right.value) if right else ""))
    for name, label in {**{n: t for n, (t, _) in TABLES.items()}, **LISTED}.items():
        left = [_item(name, f.value) for f in getattr(one, name)]
        right = [_item(name, f.value) for f in getattr(other, name)]
        out += [(label, text, "") for text in left if text not in right]
        out += [(label, "", text) for text in right if text not in left]
    return out


def _item(name: str, value: Any) -> str:
    if name in TABLES:
        return ", ".join(text for column in TABLES[name][1] if (text := _cell(value, column)))
    return _summary(value)
