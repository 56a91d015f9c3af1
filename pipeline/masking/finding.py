"""Finds what is personal in a document: by its fields, its columns, the words around it, and the shape of a name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from pipeline.masking.secrets import (
    MAIL,
    MOST_WORDS,
    RUN,
    WORD,
    Name,
    Secrets,
    Token,
    behind,
    digits_of,
    keys_of,
    near,
    phrases,
    tokens_of,
)
from pipeline.model import Dispatch, Layout, Line, Part, Table
from pipeline.reference.agencies import Registry
from pipeline.reference.document_types import of_name
from pipeline.reference.masking_words import masking_words
from pipeline.reference.people import opens_with, opens_with_body, opens_with_place, position_keys, surnames
from pipeline.text import key

#: A Vietnamese telephone number with its blanks, points or dashes; no figure begins with a zero and two digits more.
_PHONE = re.compile(
    r"(?<![\d.,/\-])(?:\+84[ .]?\d{1,3}|\(0\d{1,3}\)|0\d{2,4}|0\d(?=[.\-]))[ .\-]?\d{3,4}[ .\-]?\d{2,4}(?:[ .\-]?\d{2,3})?(?![\d/])"
)
#: An identity number: twelve digits, the first a zero (Luật Căn cước 2023, Điều 12).
_IDENTITY = re.compile(r"(?<!\d)0\d{11}(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{1,2}[.\-]\d{1,2}[.\-]\d{4}(?!\d)")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
#: Fewer digits are a count or a year.
_FEWEST_DIGITS, _PHONE_DIGITS = 6, range(9, 13)


def secrets_of(layout: Layout, dispatches: Iterable[Dispatch], registry: Registry) -> Secrets:
    """Give what is personal in a document: by its fields (signers, persons awarded), its columns and the words around it."""
    names: set[Name] = set()
    for dispatch in dispatches:
        names |= {n for text in _of_fields(dispatch) if len(n := keys_of(text)) > 1}
    names |= {n for s in layout.signatures if s.signer and _is_name(s.signer) and len(n := keys_of(s.signer)) > 1}
    names |= set(_of_columns(layout))
    called: set[str] = set()
    numbers, mails = set(_numbers_of_columns(layout)), set()
    places = _places(registry)
    for own, following in _with_next(layout.lines):
        text = own.text
        for name in _addressed(text, following, places):
            if len(name) > 1:
                names.add(name)
            else:
                called.add(name[0])
        names |= set(_standing_alone(text, places, whole=own.cell is not None or own.part is Part.SIGNATURE))
        numbers |= {digits_of(found) for found in _numbers(text)}
        mails |= {m[0].casefold() for m in MAIL.finditer(text)}
    # A place that people bear as a name stays a place.
    return Secrets(frozenset(names - places), frozenset(called), frozenset(numbers), frozenset(mails))


def _with_next(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Give each line with the text of the one that runs on from it (the same cell, the same page), else nothing."""
    for i, own in enumerate(lines):
        other = lines[i + 1] if i + 1 < len(lines) else None
        runs_on = other is not None and other.cell == own.cell and not other.starts_paragraph
        yield own, other.text if other is not None and runs_on else ""


def _of_fields(dispatch: Dispatch) -> Iterator[str]:
    if dispatch.signer_name is not None:
        yield from (dispatch.signer_name.value, dispatch.signer_name.raw)
    for award in dispatch.awards:
        one = award.value
        if one.name and (one.subject_kind == "cá nhân" or _is_name(one.name)) and not opens_with_body(one.name):
            yield _untitled(one.name)


def _untitled(text: str) -> str:
    tokens = tokens_of(text)
    at = 0
    while size := next(
        (len(p) for p in phrases("honorific") if tuple(t.key for t in tokens[at : at + len(p)]) == p), 0
    ):
        if len(tokens) - at - size < 2:
            break
        at += size
    return text[tokens[at].start :] if tokens else text


def _is_name(text: str) -> bool:
    """Tell whether a whole text looks like a person's name: a surname, then one to four words, all with capitals."""
    body = _untitled(text).strip(" \t.,;:()")
    tokens = tokens_of(body)
    return (
        2 <= len(tokens) <= MOST_WORDS - 1
        and all(t.text[0].isupper() for t in tokens)
        and tokens[0].key in surnames()
        and re.fullmatch(r"[\s.'’]*", WORD.sub("", body)) is not None
        # "Lưu VT", "Lưu Ban Tổ chức": an abbreviation or a body behind a word that may be a surname.
        and (body.isupper() or not any(t.text.isupper() and len(t.text) > 1 for t in tokens))
        and not any(opens_with_body(body[t.start :]) for t in tokens[:2])
        and not opens_with_place(body)
        and not opens_with(body, position_keys())
        and of_name(body) is None
    )


def _of_columns(layout: Layout) -> Iterator[Name]:
    for table in layout.tables:
        for column, top in _headed(table, "person"):
            # Family name and given name may have a column each.
            beside = table.grid[top][column + 1] if column + 1 < table.columns else None
            parted = beside is not None and keys_of(beside.text) == (key("tên"),)
            for row in table.grid[top + 1 :]:
                cells = row[column : column + 1 + parted]
                text = " ".join(cell.text for cell in cells if cell is not None)
                name = keys_of(_untitled(text))
                if 2 <= len(name) <= MOST_WORDS and not digits_of(text) and not opens_with_body(text):
                    yield name


def _numbers_of_columns(layout: Layout) -> Iterator[str]:
    for table in layout.tables:
        for column, top in _headed(table, "number"):
            for cell in table.cells:
                if cell.column == column and cell.row > top and len(digits_of(cell.text)) >= _FEWEST_DIGITS:
                    yield from (digits_of(m[0]) for m in RUN.finditer(cell.text))


def _headed(table: Table, kind: str) -> Iterator[tuple[int, int]]:
    """Give the columns whose head says that persons, or their numbers, stand below, and the head's row."""
    for cell in table.cells:
        if keys_of(cell.text) in phrases(kind):
            yield cell.column, cell.row + cell.row_span - 1


def _places(registry: Registry) -> frozenset[Name]:
    """Give the names of provinces: no persons, though they may read like them."""
    seats = {a.seat for a in registry.agencies.values() if a.seat}
    provinces = {registry.place_of(a.province) for a in registry.agencies.values() if a.province}
    return frozenset(name for text in seats | provinces if text and len(name := keys_of(text)) > 1)


def _addressed(text: str, following: str, places: frozenset[Name]) -> Iterator[Name]:
    """Give the names after Ông, Bà, đồng chí, a degree or a rank: ``đồng chí Bí thư Trần Văn A``, ``bà Lê B``."""
    tokens = tokens_of(text)
    for at in range(1, len(tokens)):
        size = behind(tokens, at, "honorific")
        if not size or not near(text, tokens[at - 1], tokens[at]) or _is_place(tokens, at - size, places):
            continue
        if any(tuple(t.key for t in tokens[at : at + len(p)]) == p for p in phrases("honorific")):
            continue
        begin, straight = at, True
        if opens_with(text[tokens[at].start :], position_keys()):
            keys = [t.key for t in tokens[at : at + MOST_WORDS]]
            begin = at + max(n for n in range(1, len(keys) + 1) if " ".join(keys[:n]) in position_keys())
            straight = False
        run = _capitals(text, tokens, begin)
        if not run or _is_place(tokens, begin, places) or opens_with_body(text[run[0].start :]):
            continue
        if not straight and (len(run) < 2 or run[0].key not in surnames()):
            continue
        name = tuple(t.key for t in run)
        if run[-1] is tokens[-1] and not text[run[-1].end :].strip() and len(name) < 3:
            name += _rest(following, 3 - len(name))
        yield name


def _rest(following: str, most: int) -> Name:
    """Give the words of a name that runs on in the next line."""
    if opens_with_body(following) or opens_with(following, position_keys()):
        return ()
    tokens = tokens_of(following)
    run = _capitals(following, tokens, 0)[:most]
    if not run or following[: run[0].start].strip() or (run[0].key,) in phrases("opening"):
        return ()
    return tuple(t.key for t in run)


def _capitals(text: str, tokens: Sequence[Token], begin: int) -> list[Token]:
    """Give the words with capitals that stand together from a token on, a name's length at most."""
    out: list[Token] = []
    for token in tokens[begin : begin + MOST_WORDS]:
        if not token.text[0].isupper() or (out and text[out[-1].end : token.start].strip(" \t")):
            break
        out.append(token)
    return out if len(out) < MOST_WORDS else []


def _is_place(tokens: Sequence[Token], at: int, places: frozenset[Name]) -> bool:
    longest = [tuple(t.key for t in tokens[at : at + n]) for n in range(2, 6)]
    return any(name in places for name in longest)


def _standing_alone(text: str, places: frozenset[Name], *, whole: bool) -> Iterator[Name]:
    """Give names by their shape alone: a line or cell that is one, or a surname and two or three words more in a sentence."""
    if whole and _is_name(text.split("<")[0]):
        yield keys_of(_untitled(text.split("<")[0]))
        return
    tokens = tokens_of(text)
    at = 0
    while at < len(tokens):
        run = _capitals(text, tokens, at) if text.upper() != text else []
        fits = (
            3 <= len(run) <= 4
            and run[0].key in surnames()
            and _is_name(text[run[0].start : run[-1].end])
            and not _is_place(tokens, at, places)
            and not behind(tokens, at, "named_after")
            and not any(_is_place(tokens, i, places) for i in range(at, at + len(run)))
            and (
                at == 0 or not tokens[at - 1].text[0].isupper() or text[tokens[at - 1].end : run[0].start].strip() != ""
            )
        )
        if fits:
            yield keys_of(_untitled(text[run[0].start : run[-1].end]))
        at += len(run) or 1


@cache
def _cue() -> re.Pattern[str]:
    words = "|".join(re.escape(text) for text in masking_words("number"))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)[\s:.]*(?:số|là)?[\s:.(]*(\+?\d[\d .()\-]*\d)", re.IGNORECASE)


def _numbers(text: str) -> Iterator[str]:
    for found in _cue().finditer(text):
        if (
            len(digits_of(found[1])) >= _FEWEST_DIGITS
            and not _GROUPED.fullmatch(found[1])
            and not _DATE.search(found[1])
        ):
            yield found[1]
    yield from (m[0] for m in _IDENTITY.finditer(text))
    for found in _PHONE.finditer(text):
        if len(digits_of(found[0])) in _PHONE_DIGITS and not _DATE.search(found[0]):
            yield found[0]
