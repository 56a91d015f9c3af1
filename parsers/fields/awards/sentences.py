"""Receivers that a sentence itself names: ``tặng Bằng khen cho ông A, …; tặng Giấy khen cho Phòng B; Phòng C và Phòng D``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.fields.awards import names
from parsers.values import people
from pipeline.reference.awards import CatalogueAward
from pipeline.reference.people import opens_with, opens_with_body, position_keys

_FOR = re.compile(r"\s(?:cho|đối\s+với)\s+", re.IGNORECASE)
_PERSON = re.compile(r"(?:ông|bà|đồng\s+chí|đ/c|anh|chị|em|cháu)\s+[^\W\d_]", re.IGNORECASE)
#: "Phòng A và ông B": two receivers in one breath.
_AND_PERSON = re.compile(
    r"\s+(?:và|cùng)\s+(?:\d{1,3}\s+cá\s+nhân\s+là\s+)?(?=(?:ông|bà|đồng\s+chí|đ/c)\s)", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"(?:nhân\s+dân|cán\s+bộ|quân\s+và\s+dân|đồng\s+bào|tập\s+thể|lực\s+lượng)\s+[^\W\d_]", re.IGNORECASE
)
_KIND_BEFORE = re.compile(r"^\s*(?:tập\s+thể|cá\s+nhân)\s*:?\s+(?=[^\W\d_a-z]|ông|bà)")
_COUNT_OF = re.compile(
    r"^(?:các\s+|những\s+|(?P<count>\d{1,4})\s*(?:\([^)]*\)\s*)?)(?:tập\s+thể|cá\s+nhân|đơn\s+vị|hộ|tổ|gia\s+đình|người|ông|bà|đồng\s+chí|em|cháu)"
    r"|^(?P<bodies>\d{1,4})\s*(?:\([^)]*\)\s*)?(?:trường|phòng|khoa|chi\s+(?:bộ|nhánh|hội|đoàn)|công\s+ty|doanh\s+nghiệp|xã|thôn|đảng\s+viên|học\s+sinh|giáo\s+viên)\b",
    re.IGNORECASE,
)
_NAMELY = re.compile(
    r"(?:\bbao\s+gồm|\bgồm(?:\s+có)?|\bsau(?:\s+đây)?|\bcó\s+tên\s+sau)\s*:?\s+(?=\S)|:\s+", re.IGNORECASE
)
_LIST_FOLLOWS = re.compile(r":\s*$")
#: What stands before the next award of the same sentence: "…; tặng danh hiệu".
_NEXT_GIFT = re.compile(
    r"[;,.]?\s*(?:và\s+)?(?:(?:đề\s+nghị|xét|trình|dự\s+kiến)\s+)*(?:tặng(?:\s+thưởng)?|khen\s+thưởng|công\s+nhận|phong\s+tặng|truy\s+tặng|trao(?:\s+tặng)?)?"
    r"\s*(?:danh\s+hiệu)?\s*[\"“«]?\s*$",
    re.IGNORECASE,
)
_COUNTED_END = re.compile(r"\s\d{1,4}\s*(?:tập\s+thể|cá\s+nhân|đơn\s+vị|người|hộ|đồng\s+chí)[\s.;,)]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Receiver:
    """The words that name one receiver, and the award that the sentence gives it: as printed, and of the catalogue."""

    words: str
    award: CatalogueAward | None
    award_text: str


def receivers(text: str, award: CatalogueAward | None, award_text: str, *, toneless: bool) -> list[Receiver]:
    """Give the receivers that ``text`` names, each with the award named before it.

    ``award`` and ``award_text`` are what the list gives where the sentence names no award itself. Nothing when the
    sentence only counts its receivers, or when their list follows below.
    """
    marks = names.find(text, toneless=toneless)
    if not marks:
        return [Receiver(words, award, award_text) for words in _of(text)] if award_text else []
    out: list[Receiver] = []
    for i, mark in enumerate(marks):
        following = marks[i + 1].start if i + 1 < len(marks) else None
        stretch = text[mark.end :] if following is None else _NEXT_GIFT.sub("", text[mark.end : following])
        if i == 0 and len(marks) == 1 and _FOR.search(text[: mark.start]) and not _FOR.search(stretch):
            continue
        out.extend(Receiver(words, mark.award, mark.text) for words in _of(stretch))
    return out


def opens_name(text: str) -> bool:
    """Tell whether a line opens as the name of a receiver does: a person addressed, a people, a body."""
    return _PERSON.match(text) is not None or _PEOPLE.match(text) is not None or _is_body(text)


def _of(stretch: str) -> list[str]:
    """Give the names in the words behind an award."""
    if _LIST_FOLLOWS.search(stretch):
        return []
    rest, count = _opened(stretch)
    if rest is None:
        return []
    parts = [part for part in _parts(rest, count) if _names_someone(part)]
    return parts if count is None or len(parts) == count or ";" in rest else []


def _opened(stretch: str) -> tuple[str | None, int | None]:
    """Give the words from the first name on and how many receivers are said to follow; None when none is named."""
    for cut in _FOR.finditer(stretch):
        rest = stretch[cut.end() :]
        counted = _COUNT_OF.match(rest)
        if counted is None:
            return (rest, None) if _names_someone(rest) else (None, None)
        namely = _NAMELY.search(rest, counted.end())
        if namely is not None and _names_someone(rest[namely.end() :]):
            # "các đơn vị sau: …" says no number; its commas part the names all the same.
            return rest[namely.end() :], int(counted["count"] or counted["bodies"] or 0) or _commas(
                rest[namely.end() :]
            )
    colon = re.search(r":\s+(?=[^\W\d_])", stretch)
    if colon is None or _FOR.search(stretch) or _COUNTED_END.search(stretch):
        return None, None
    rest = stretch[colon.end() :]
    return (rest, None) if _names_someone(rest) else (None, None)


def _commas(rest: str) -> int | None:
    """Give how many names a list without semicolons seems to hold, None when it has semicolons or a single name."""
    parts = list(_by_commas(rest))
    return len(parts) if ";" not in rest and len(parts) > 1 else None


def _parts(rest: str, count: int | None) -> Iterator[str]:
    pieces = [piece for piece in rest.split(";") if piece.strip(" .")]
    if len(pieces) == 1 and count is not None and count > 1:
        yield from (_trimmed(part) for part in _by_commas(pieces[0]))
        return
    for i, piece in enumerate(pieces):
        for part in _AND_PERSON.split(piece):
            last = re.search(r"\s+và\s+(?=\S)", part) if i and i + 1 == len(pieces) else None
            # The last of a list has its "và": "…; Hội A và Hội B".
            if last is not None and _is_body(part[last.end() :]) and _is_body(_trimmed(part)):
                yield _trimmed(part[: last.start()])
                yield _trimmed(part[last.end() :])
            else:
                yield _trimmed(part)


def _by_commas(text: str) -> Iterator[str]:
    """Cut a list at the commas (and the last "và") behind which another of its kind begins."""
    persons = _PERSON.match(_trimmed(text)) is not None
    begin = 0
    for cut in re.finditer(r",\s+(?:và\s+)?|\s+và\s+|\s+cùng\s+", text):
        after = text[cut.end() :]
        if _PERSON.match(after) or (not persons and _is_body(after)):
            yield text[begin : cut.start()]
            begin = cut.end()
    yield text[begin:]


def _trimmed(part: str) -> str:
    return _KIND_BEFORE.sub("", part).strip(" .,:")


def _is_body(text: str) -> bool:
    return opens_with_body(text) and not opens_with(text, position_keys())


def _names_someone(text: str) -> bool:
    named = people.strip_titles(_trimmed(text))
    return bool(named) and (
        named[:1].isupper() or _PERSON.match(_trimmed(text)) is not None or _PEOPLE.match(named) is not None
    )
