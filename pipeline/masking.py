"""Personal data taken out of a document: names of persons, their telephones, accounts, identity numbers, mails.

Each gives way to a made-up one of the same length and letter case, so that the page reads as before. The same word is
always the same made-up word inside a document, and no made-up word is a word of a real name in it. Agencies, places and
figures stay. What is made up follows from the document alone: a second run gives the same.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count, pairwise
from typing import Any

from pipeline.model import Cell, Dispatch, Layout, Line, Part, Table
from pipeline.reference.agencies import Registry
from pipeline.reference.document_types import of_name
from pipeline.reference.masking_words import masking_words
from pipeline.reference.people import (
    honorifics,
    opens_with,
    opens_with_body,
    opens_with_place,
    position_keys,
    surnames,
    written_surnames,
)
from pipeline.text import key

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: A Vietnamese telephone number with its blanks, points or dashes; no figure begins with a zero and two digits more.
_PHONE = re.compile(
    r"(?<![\d.,/\-])(?:\+84[ .]?\d{1,3}|\(0\d{1,3}\)|0\d{2,4}|0\d(?=[.\-]))[ .\-]?\d{3,4}[ .\-]?\d{2,4}(?:[ .\-]?\d{2,3})?(?![\d/])"
)
#: An identity number: twelve digits, the first a zero (Luật Căn cước 2023, Điều 12).
_IDENTITY = re.compile(r"(?<!\d)0\d{11}(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{1,2}[.\-]\d{1,2}[.\-]\d{4}(?!\d)")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_RUN = re.compile(r"\+?\d[\d .()\-]*\d")
#: Fewer digits are a count or a year.
_FEWEST_DIGITS, _PHONE_DIGITS = 6, range(9, 13)
_MOST_WORDS = 6
_TURNS = 64
_VOWELS, _CONSONANTS = "aeiouy", "bcdghklmnpqrstvx"

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    key: str


def _tokens(text: str) -> list[_Token]:
    return [_Token(m.start(), m.end(), m[0], key(m[0])) for m in _WORD.finditer(text)]


def _keys(text: str) -> Name:
    return tuple(key(m[0]) for m in _WORD.finditer(text))


@cache
def _phrases(kind: str) -> tuple[Name, ...]:
    texts = honorifics() if kind == "honorific" else masking_words(kind)
    return tuple(sorted({_keys(text) for text in texts}, key=len, reverse=True))


def _behind(tokens: Sequence[_Token], at: int, kind: str) -> int:
    """Give how many tokens up to ``at`` (left out) are a phrase of a kind; 0 when none is."""
    return next(
        (len(p) for p in _phrases(kind) if at >= len(p) and tuple(t.key for t in tokens[at - len(p) : at]) == p), 0
    )


@dataclass(frozen=True)
class Secrets:
    """What is personal in one document: names as keys of their words, names of one word told by what stands before, numbers."""

    names: frozenset[Name]
    called: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()

    def left_in(self, text: str) -> Iterator[str]:
        """Give every piece of ``text`` that is still one of them."""
        tokens = _tokens(text)
        yield from (text[tokens[i].start : tokens[j - 1].end] for i, j in _spans(text, tokens, self))
        for run in _RUN.finditer(text):
            yield from (run[0][start:end] for start, end in _secret_runs(run[0], self.numbers))
        yield from (m[0] for m in _MAIL.finditer(text) if m[0].casefold() in self.mails)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _spans(text: str, tokens: Sequence[_Token], secrets: Secrets) -> Iterator[tuple[int, int]]:
    """Give where names stand, as (first, behind the last) of the tokens; the longest first, none inside another."""
    by_first: dict[str, list[Name]] = {}
    for name in secrets.names:
        by_first.setdefault(name[0], []).append(name)
    at = 0
    while at < len(tokens):
        fits = [
            n
            for n in by_first.get(tokens[at].key, ())
            if tuple(t.key for t in tokens[at : at + len(n)]) == n and _together(text, tokens[at : at + len(n)])
        ]
        size = max(map(len, fits), default=0)
        if not size and tokens[at].key in secrets.called and tokens[at].text[0].isupper():
            size = 1 if _behind(tokens, at, "honorific") and _near(text, tokens[at - 1], tokens[at]) else 0
        if size:
            yield at, at + size
        at += size or 1


def _together(text: str, tokens: Sequence[_Token]) -> bool:
    return all(not text[a.end : b.start].strip(" \t\n.") for a, b in pairwise(tokens))


def _near(text: str, first: _Token, second: _Token) -> bool:
    return re.fullmatch(r"[ \t.:]*", text[first.end : second.start]) is not None


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def secrets_of(layout: Layout, dispatches: Iterable[Dispatch], registry: Registry) -> Secrets:
    """Give what is personal in a document: by its fields (signers, persons awarded), its columns and the words around it."""
    names: set[Name] = set()
    for dispatch in dispatches:
        names |= {n for text in _of_fields(dispatch) if len(n := _keys(text)) > 1}
    names |= {n for s in layout.signatures if s.signer and _is_name(s.signer) and len(n := _keys(s.signer)) > 1}
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
        numbers |= {_digits(found) for found in _numbers(text)}
        mails |= {m[0].casefold() for m in _MAIL.finditer(text)}
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
    tokens = _tokens(text)
    at = 0
    while size := next(
        (len(p) for p in _phrases("honorific") if tuple(t.key for t in tokens[at : at + len(p)]) == p), 0
    ):
        if len(tokens) - at - size < 2:
            break
        at += size
    return text[tokens[at].start :] if tokens else text


def _is_name(text: str) -> bool:
    """Tell whether a whole text looks like a person's name: a surname, then one to four words, all with capitals."""
    body = _untitled(text).strip(" \t.,;:()")
    tokens = _tokens(body)
    return (
        2 <= len(tokens) <= _MOST_WORDS - 1
        and all(t.text[0].isupper() for t in tokens)
        and tokens[0].key in surnames()
        and re.fullmatch(r"[\s.'’]*", _WORD.sub("", body)) is not None
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
            parted = beside is not None and _keys(beside.text) == (key("tên"),)
            for row in table.grid[top + 1 :]:
                cells = row[column : column + 1 + parted]
                text = " ".join(cell.text for cell in cells if cell is not None)
                name = _keys(_untitled(text))
                if 2 <= len(name) <= _MOST_WORDS and not _digits(text) and not opens_with_body(text):
                    yield name


def _numbers_of_columns(layout: Layout) -> Iterator[str]:
    for table in layout.tables:
        for column, top in _headed(table, "number"):
            for cell in table.cells:
                if cell.column == column and cell.row > top and len(_digits(cell.text)) >= _FEWEST_DIGITS:
                    yield from (_digits(m[0]) for m in _RUN.finditer(cell.text))


def _headed(table: Table, kind: str) -> Iterator[tuple[int, int]]:
    """Give the columns whose head says that persons, or their numbers, stand below, and the head's row."""
    for cell in table.cells:
        if _keys(cell.text) in _phrases(kind):
            yield cell.column, cell.row + cell.row_span - 1


def _places(registry: Registry) -> frozenset[Name]:
    """Give the names of provinces: no persons, though they may read like them."""
    seats = {a.seat for a in registry.agencies.values() if a.seat}
    provinces = {registry.place_of(a.province) for a in registry.agencies.values() if a.province}
    return frozenset(name for text in seats | provinces if text and len(name := _keys(text)) > 1)


def _addressed(text: str, following: str, places: frozenset[Name]) -> Iterator[Name]:
    """Give the names after Ông, Bà, đồng chí, a degree or a rank: ``đồng chí Bí thư Trần Văn A``, ``bà Lê B``."""
    tokens = _tokens(text)
    for at in range(1, len(tokens)):
        size = _behind(tokens, at, "honorific")
        if not size or not _near(text, tokens[at - 1], tokens[at]) or _is_place(tokens, at - size, places):
            continue
        if any(tuple(t.key for t in tokens[at : at + len(p)]) == p for p in _phrases("honorific")):
            continue
        begin, straight = at, True
        if opens_with(text[tokens[at].start :], position_keys()):
            keys = [t.key for t in tokens[at : at + _MOST_WORDS]]
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
    tokens = _tokens(following)
    run = _capitals(following, tokens, 0)[:most]
    if not run or following[: run[0].start].strip() or (run[0].key,) in _phrases("opening"):
        return ()
    return tuple(t.key for t in run)


def _capitals(text: str, tokens: Sequence[_Token], begin: int) -> list[_Token]:
    """Give the words with capitals that stand together from a token on, a name's length at most."""
    out: list[_Token] = []
    for token in tokens[begin : begin + _MOST_WORDS]:
        if not token.text[0].isupper() or (out and text[out[-1].end : token.start].strip(" \t")):
            break
        out.append(token)
    return out if len(out) < _MOST_WORDS else []


def _is_place(tokens: Sequence[_Token], at: int, places: frozenset[Name]) -> bool:
    longest = [tuple(t.key for t in tokens[at : at + n]) for n in range(2, 6)]
    return any(name in places for name in longest)


def _standing_alone(text: str, places: frozenset[Name], *, whole: bool) -> Iterator[Name]:
    """Give names by their shape alone: a line or cell that is one, or a surname and two or three words more in a sentence."""
    if whole and _is_name(text.split("<")[0]):
        yield _keys(_untitled(text.split("<")[0]))
        return
    tokens = _tokens(text)
    at = 0
    while at < len(tokens):
        run = _capitals(text, tokens, at) if text.upper() != text else []
        fits = (
            3 <= len(run) <= 4
            and run[0].key in surnames()
            and _is_name(text[run[0].start : run[-1].end])
            and not _is_place(tokens, at, places)
            and not _behind(tokens, at, "named_after")
            and not any(_is_place(tokens, i, places) for i in range(at, at + len(run)))
            and (
                at == 0 or not tokens[at - 1].text[0].isupper() or text[tokens[at - 1].end : run[0].start].strip() != ""
            )
        )
        if fits:
            yield _keys(_untitled(text[run[0].start : run[-1].end]))
        at += len(run) or 1


@cache
def _cue() -> re.Pattern[str]:
    words = "|".join(re.escape(text) for text in masking_words("number"))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)[\s:.]*(?:số|là)?[\s:.(]*(\+?\d[\d .()\-]*\d)", re.IGNORECASE)


def _numbers(text: str) -> Iterator[str]:
    for found in _cue().finditer(text):
        if len(_digits(found[1])) >= _FEWEST_DIGITS and not _GROUPED.fullmatch(found[1]) and not _DATE.search(found[1]):
            yield found[1]
    yield from (m[0] for m in _IDENTITY.finditer(text))
    for found in _PHONE.finditer(text):
        if len(_digits(found[0])) in _PHONE_DIGITS and not _DATE.search(found[0]):
            yield found[0]


def _secret_runs(text: str, numbers: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Give where a run of digits and marks holds one of the numbers with other digits no nearer than a mark away."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    digits, used = _digits(text), -1
    for number in sorted(numbers, key=lambda n: (-len(n), n)) if numbers else ():
        at = digits.find(number)
        while at >= 0:
            first, behind = places[at], places[at + len(number) - 1] + 1
            starts = at == 0 or places[at - 1] < first - 1
            ends = at + len(number) == len(places) or places[at + len(number)] > behind
            if starts and ends and first > used:
                yield first - (first > 0 and text[first - 1] == "+"), behind
                used = behind
            at = digits.find(number, at + 1)


# ── giving way ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Mask:
    """Lays made-up words over the secrets of one document. ``salt`` is the document's own, such as its hash."""

    def __init__(self, secrets: Secrets, salt: str) -> None:
        """Make up a word for each word of a name, in one order whatever is masked first."""
        self.secrets = secrets
        self._salt = salt
        self._words: dict[tuple[bool, str, int], str] = {}
        self._taken = {word for name in secrets.names for word in name} | secrets.called
        wanted = {(i == 0 and word in surnames(), word) for name in secrets.names for i, word in enumerate(name)}
        for is_surname, word in sorted(wanted | {(False, word) for word in secrets.called}):
            self._made("".join(c for c in word if not unicodedata.combining(c)), word, is_surname)

    def text(self, text: str) -> str:
        """Give a text of the same length with the secrets made up."""
        out = list(text)
        tokens = _tokens(text)
        for first, behind in _spans(text, tokens, self.secrets):
            alone = behind - first == 1
            for i in range(first, behind):
                token = tokens[i]
                is_surname = i == first and not alone and token.key in surnames()
                out[token.start : token.end] = _cased(self._made(token.text, token.key, is_surname), token.text)
        for found in _RUN.finditer(text):
            for start, end in _secret_runs(found[0], self.secrets.numbers):
                out[found.start() + start : found.start() + end] = self._number(found[0][start:end])
        for found in _MAIL.finditer(text):
            if found[0].casefold() in self.secrets.mails:
                out[found.start() : found.end()] = self._mail(found[0])
        return "".join(out)

    def value(self, value: Any) -> Any:
        """Give JSON with every text masked."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: self.value(item) for name, item in value.items()}
        return [self.value(item) for item in value] if isinstance(value, list | tuple) else value

    def layout(self, layout: Layout) -> Layout:
        """Give the layout with every line, cell and signature masked; what the reader noticed is left out."""
        # Drawn together, so that a name which runs on in the next line is one.
        texts = self.text("\n".join(line.text for line in layout.lines)).split("\n")
        lines = tuple(
            replace(line, text=text, stored=None if line.stored is None else self.text(line.stored))
            for line, text in zip(layout.lines, texts, strict=True)
        )
        tables = tuple(
            replace(
                table,
                name=None if table.name is None else self.text(table.name),
                cells=tuple(self._cell(cell, layout, texts) for cell in table.cells),
            )
            for table in layout.tables
        )
        signatures = tuple(
            replace(s, signer=None if s.signer is None else self.text(s.signer)) for s in layout.signatures
        )
        return replace(layout, lines=lines, tables=tables, signatures=signatures, notes=())

    def _cell(self, cell: Cell, layout: Layout, texts: Sequence[str]) -> Cell:
        """Give a cell that says what its lines say: a name may be spread over two cells."""
        out, at = list(self.text(cell.text)), 0
        for index in cell.lines:
            own, made = layout.lines[index].text, texts[index]
            blank = len(own) - len(own.lstrip())
            place = cell.text.find(own.strip(), at)
            if place >= 0:
                at = place + len(own.strip())
                out[place:at] = made[blank : blank + len(own.strip())]
        return replace(cell, text="".join(out), number=None if cell.number is None else self.text(cell.number))

    def _made(self, text: str, word: str, is_surname: bool) -> str:
        known = self._words.get((is_surname, word, len(text)))
        if known is None:
            pool = sorted(_pool(is_surname, len(text)), key=lambda w: self._rank(word, w))
            known = next((w for w in pool if key(w) not in self._taken), None)
            if known is None:
                # A list of hundreds uses up the syllables; of one letter there are few to begin with.
                drawn = [self._spelled(text, n) for n in range(_TURNS)]
                known = next((w for w in drawn if key(w) not in self._taken), next(w for w in drawn if key(w) != word))
            self._taken.add(key(known))
            self._words[is_surname, word, len(text)] = known
        return known

    def _rank(self, *parts: str) -> str:
        return hashlib.sha256("\0".join((self._salt, *parts)).encode()).hexdigest()

    def _spelled(self, text: str, turn: int) -> str:
        """Make up a word letter by letter: vowels for vowels, so that it reads like a word."""
        seed = int(self._rank(key(text), str(turn)), 16)
        out = []
        for c in text:
            letters = _VOWELS if key(c)[:1] in set("aeiou") | set("ăâêôơư") else _CONSONANTS
            seed, at = divmod(seed, len(letters))
            out.append(letters[at] if c.isalpha() else c)
        return "".join(out)

    def _number(self, text: str) -> str:
        """Make up digits for digits; the first zero, the country's code and what stands between them stay."""
        own = _digits(text)
        kept = 3 if text.startswith("+84") else int(own.startswith("0"))
        for turn in count():
            seed, made = int(self._rank(own, str(turn)), 16), []
            for i, c in enumerate(own):
                seed, digit = divmod(seed, 9)
                made.append(c if i < kept - text.startswith("+") else str(digit + 1))
            if "".join(made) not in self.secrets.numbers:
                break
        digits = iter(made)
        return "".join(next(digits) if c.isdigit() else c for c in text)

    def _sign(self, sign: str, turn: int) -> str:
        if sign.isdigit():
            return str(int(self._rank(sign, str(turn)), 16) % 10)
        return self._spelled(sign, turn) if sign.isalpha() else sign

    def _mail(self, text: str) -> str:
        head, dot, top = text.rpartition(".")
        for turn in count():
            made = "".join(self._sign(c, turn + i) for i, c in enumerate(head))
            if f"{made}{dot}{top}".casefold() not in self.secrets.mails:
                return f"{made}{dot}{top}"
        raise AssertionError("a count has no end")


@cache
def _pool(is_surname: bool, length: int) -> tuple[str, ...]:
    words = written_surnames() if is_surname else masking_words("given")
    return tuple(w for w in words if len(w) == length and _WORD.fullmatch(w) and not opens_with_body(w))


def _cased(made: str, pattern: str) -> str:
    """Give ``made`` in the letter case of ``pattern``, letter by letter."""
    return "".join(m.upper() if p.isupper() else m.lower() for m, p in zip(made, pattern, strict=True))
