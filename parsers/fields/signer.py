"""Who signed: capacity, position and name out of the signature block.

NĐ 30/2020/NĐ-CP, Điều 13 and Phụ lục I, mục II.7 (``TM. KT. TL. TUQ. Q.``); HD 36-HD/VPTW (``T/M K/T T/L``). The block is
read from the top: each mark opens a level, the first title without a mark under the marks is the signer's own,
a second title there is that of his home agency and is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.values import people
from parsers.values.people import Person
from pipeline.model import Candidate, Evidence, Field, Line, Profile, Zones
from pipeline.reference.people import (
    collective_keys,
    opens_with,
    opens_with_body,
    opens_with_place,
    opens_with_title,
    position_keys,
    preparer_keys,
)
from pipeline.text import is_capitals, squeeze

_MARKS = (
    ("TUQ", r"T\s?[./]?\s?U\s?[./]?\s?Q"),
    ("TM", r"T\s?[./]?\s?M"),
    ("KT", r"K\s?[./]?\s?T"),
    ("TL", r"T\s?[./]?\s?L"),
    ("Q", r"Q"),
)
_MARK = re.compile(rf"\s*(?:{'|'.join(f'(?P<{n}>{p})' for n, p in _MARKS)})(?:\s*[./:]+\s*|\s+(?=\w{{2}})|\s*$)")
#: A capitals font that was lost leaves the mark in small letters; its dot still tells it.
_SMALL_MARK = re.compile(rf"\s*(?:{'|'.join(f'(?P<{n}>{p})' for n, p in _MARKS)})\s*[./]\s*(?=\w)", re.IGNORECASE)
#: ``Quyền`` written out is the mark Q.
_ACTING = re.compile(r"\s*(?P<Q>quyền)\s+(?=\w)", re.IGNORECASE)
#: A mark inside a line that lost its line break, and a deputy's title behind the head's.
_INSIDE = re.compile(r"(?<=\w)\s+(?=(?:K[./]?T|T[./]?L|T[./]?U[./]?Q)\s?[./])|(?<=\w)\s+(?=PHÓ\s)")
_SIGNED = re.compile(
    r"[(\[]?\s*(?:đã\s+ký|ký\s+tên(?:\s*,?\s*(?:và\s+)?đóng\s+dấu)?|chữ\s+ký(?:\s*,\s*dấu)?|ký\s+thay)\s*[)\]]?"
    r"(?:\s*,?\s*(?:và\s+)?đóng\s+dấu\s*[)\]]?)?",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"^\s*\(.*\)\s*$")
_DEPUTY = re.compile(r"\s*(?:[Pp]hó\b|PHÓ\b|P\s?\.\s?(?=[A-ZĐ]{2}))")
_CLOCK = re.compile(r"\s+\d{1,2}:\d\d(?::\d\d)?.*$")
_DIGIT = re.compile(r"\d")
#: Below this a name is pen strokes that a scan read as letters.
_LEGIBLE = 0.5
#: Columns of a joint document stand at least this far apart, in points.
_APART = 100.0


@dataclass(frozen=True, slots=True)
class _Level:
    """A mark (or none) with the words behind it, line by line as printed."""

    mark: str | None
    printed_mark: tuple[Line, str] | None
    words: tuple[tuple[Line, str], ...]

    @property
    def text(self) -> str:
        return squeeze(" ".join(text for _, text in self.words)).strip(" .,;:-")


@dataclass(frozen=True, slots=True)
class _Named:
    line: Line
    person: Person
    order: int


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``signer_capacity``, ``signer_position`` and ``signer_name``; what is not printed is not given."""
    lines = _left_column([line for line in zones.signature if line.text.strip()])
    parts = list(_parts(lines))
    named = _name(parts)
    above = parts[: named.order] if named else parts
    levels = _levels(above or parts)
    return (*_capacity(levels), *_position(levels, above, named is not None), *_signer(named))


def _left_column(lines: list[Line]) -> list[Line]:
    """Keep the left signer of a joint document: columns count only when each of them holds a title."""
    columns = _columns(lines)
    if len(columns) < 2 or not all(any(_is_title(line.text) for line in column) for column in columns):
        columns = _one_below_the_other(lines)
        if len(columns) < 2:
            return lines
    # Beside the responsible signer of a table or of minutes signs the one who drew it up.
    responsible = [c for c in columns if not any(opens_with(line.text, preparer_keys()) for line in c)]
    return (responsible or columns)[0]


def _one_below_the_other(lines: list[Line]) -> list[list[Line]]:
    """Part a block that holds one signature below the other: a title that stands under a name opens the next."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        named = any(_names_person(other.text) for other in groups[-1])
        if named and _is_title(line.text) and any(_is_title(other.text) for other in groups[-1]):
            groups.append([])
        groups[-1].append(line)
    whole = all(any(_names_person(line.text) for line in group) for group in groups)
    return groups if whole else []


def _names_person(text: str) -> bool:
    person = None if _is_title(text) else people.parse(text)
    return person is not None and person.known and not _is_body(person) and not is_capitals(person.printed)


def _columns(lines: list[Line]) -> list[list[Line]]:
    if not lines:
        return []
    if all(line.cell is not None for line in lines):
        keys = [line.cell.column if line.cell else 0 for line in lines]
    elif all(line.box is not None for line in lines):
        keys = _pairs(lines) or _clusters([line.box.middle if line.box else 0.0 for line in lines])
    else:
        seen: dict[int, int] = {}
        keys = []
        for line in lines:
            keys.append(seen.get(line.index, 0))
            seen[line.index] = keys[-1] + 1
    return [[line for line, k in zip(lines, keys, strict=True) if k == wanted] for wanted in sorted(set(keys))]


def _pairs(lines: list[Line]) -> list[int]:
    """Number lines that stand two and two on one height by their order there; nothing when any stands alone."""
    keys: list[int] = []
    for left, right in zip(lines[::2], lines[1::2], strict=False):
        a, b = left.box, right.box
        if a is None or b is None or left.page != right.page or abs(a.y0 - b.y0) > 0.5 * a.height:
            return []
        keys += [0, 1] if a.x0 < b.x0 else [1, 0]
    return keys if len(keys) == len(lines) else []


def _clusters(middles: list[float]) -> list[int]:
    """Number each middle by the group it falls in, groups being ``_APART`` from their neighbours."""
    group, previous = 0, None
    of: dict[float, int] = {}
    for middle in sorted(middles):
        if previous is not None and middle - previous > _APART:
            group += 1
        of[middle] = group
        previous = middle
    return [of[m] for m in middles]


def _parts(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """Give what the block says, piece by piece: without the note that it was signed, numbers and remarks."""
    for line in lines:
        for whole in _SIGNED.split(line.text):
            # The clock of a digital signature may be drawn over the name's line.
            text = _CLOCK.sub("", whole)
            if not text.strip() or _PARENTHESIS.match(text) or _DIGIT.search(text):
                continue
            for piece in _INSIDE.split(text):
                yield line, piece.strip()


def _is_title(text: str) -> bool:
    mark = _mark(text)
    rest = text[mark.end() :] if mark else text
    return mark is not None or _opens_title(rest)


def _opens_title(text: str) -> bool:
    """Tell a title from a name that begins like one: titles are known, or set in capitals and known but for tones."""
    if opens_with(text, position_keys()) or _DEPUTY.match(text):
        return True
    return is_capitals(text) and opens_with_title(text)


def _mark(text: str) -> re.Match[str] | None:
    match = _MARK.match(text) or _SMALL_MARK.match(text) or _ACTING.match(text)
    if match is None or not text[match.end() :].strip():
        return match
    rest = text[match.end() :]
    # "Tm" and "Kt" open no level unless an office follows: a name may begin with such letters.
    office = _opens_title(rest) or opens_with(rest, collective_keys()) or opens_with_body(rest)
    return match if office or is_capitals(rest) else None


def _name(parts: list[tuple[Line, str]]) -> _Named | None:
    """Give the best person-shaped piece below the last title, or above it when none stands below."""
    titles = [order for order, (_, text) in enumerate(parts) if _is_title(text)]
    last = titles[-1] if titles else -1
    shaped = []
    for order, (line, text) in enumerate(parts):
        skipped = order in titles or _wraps(parts, order) or line.legibility < _LEGIBLE
        person = None if skipped else people.parse(text)
        if person is not None and not _is_body(person):
            shaped.append(_Named(line, person, order))
    below = [n for n in shaped if n.order > last]
    # A wrapped title in capitals ("BỘ TÀI CHÍNH") has a name's shape too; only a surname tells them apart.
    pool = [n for n in (below or shaped) if n.person.known or not is_capitals(n.person.printed)]
    if not pool:
        return None
    return max(pool, key=_likelihood)


def _likelihood(named: _Named) -> tuple[bool, bool, bool, bool, int]:
    person = named.person
    mixed = not is_capitals(person.printed)
    return person.known and person.spelled, person.known, mixed, named.line.bold is True, -named.order


def _wraps(parts: list[tuple[Line, str]], order: int) -> bool:
    """Tell whether the piece before is a title left open, so that this one ends it (``… GIÁO DỤC VÀ / ĐÀO TẠO``)."""
    return order > 0 and parts[order - 1][1].rstrip().casefold().endswith((" và", ",", " -", "&"))


def _is_body(person: Person) -> bool:
    """Tell the name of a body or a place from a person whose surname is also such a word (Đoàn, Ông, Đài)."""
    if opens_with_place(person.name):
        return True
    usual = person.known and not is_capitals(person.printed) and len(person.name.split()) > 2
    return opens_with_body(person.name) and not usual


def _levels(parts: list[tuple[Line, str]]) -> list[_Level]:
    levels: list[_Level] = []
    for line, text in parts:
        mark = _mark(text)
        if mark:
            rest = text[mark.end() :].strip()
            words = ((line, rest),) if rest else ()
            levels.append(_Level(mark.lastgroup, (line, mark[0].strip()), words))
        elif _is_title(text):
            levels.append(_Level(None, None, ((line, text),)))
        elif levels and _goes_on(levels[-1], text):
            last = levels.pop()
            levels.append(_Level(last.mark, last.printed_mark, (*last.words, (line, text))))
    return levels


def _goes_on(level: _Level, text: str) -> bool:
    """Tell whether a line is the rest of the wrapped title above: both in capitals, or the title is still open."""
    return not level.words or (is_capitals(level.text) and is_capitals(text)) or level.text.casefold().endswith(" và")


def _own(levels: list[_Level]) -> tuple[list[_Level], _Level | None]:
    """Part the levels into the marked ones above the signer's own title, and that title."""
    marked: list[_Level] = []
    for level in levels:
        if level.mark is None:
            return marked, level
        marked.append(level)
    return marked, None


def _capacity(levels: list[_Level]) -> Iterator[Candidate]:
    marked, _ = _own(levels)
    names = [level.mark for level in marked if level.mark]
    evidence = tuple(Evidence.of(*level.printed_mark) for level in marked if level.printed_mark)
    if names and evidence:
        certain = 0.97 if len(set(names)) == len(names) else 0.5
        yield Candidate("signer_capacity", Field.of("+".join(names), evidence, certain * _legibility(marked)))


def _unknown_title(parts: list[tuple[Line, str]]) -> _Level | None:
    capitals = [(line, text) for line, text in parts if _may_be_title(line, text)]
    return _Level(None, None, (capitals[0],)) if capitals else None


def _may_be_title(line: Line, text: str) -> bool:
    words = len(text.split())
    return is_capitals(text) and words > 1 and line.legibility >= _LEGIBLE and not opens_with_body(text)


def _position(levels: list[_Level], parts: list[tuple[Line, str]], signed: bool) -> Iterator[Candidate]:
    marked, own = _own(levels)
    confidence, reasons = 0.95 if signed else 0.85, []
    if own is None and marked and marked[-1].mark != "TM" and marked[-1].words:
        own = marked[-1]
        if own.mark != "Q":
            confidence = 0.5
            reasons.append("Dưới chữ ký thay không ghi chức vụ của người ký.")
    if own is None and not marked and signed:
        # A title no table knows: the capitals right above the name.
        own, confidence = _unknown_title(parts), 0.6
        reasons.append("Chức vụ của người ký không có trong danh mục.")
    if own is None or not own.text:
        return
    evidence = tuple(Evidence.of(line, text) for line, text in own.words)
    yield Candidate("signer_position", Field.of(own.text, evidence, confidence * _legibility([own]), *reasons))


def _legibility(levels: list[_Level]) -> float:
    return min((line.legibility for level in levels for line, _ in level.words), default=1.0)


def _signer(named: _Named | None) -> Iterator[Candidate]:
    if named is None:
        return
    person, confidence, reasons = named.person, 0.96, []
    if not person.known:
        confidence = 0.6
        reasons.append("Họ của người ký không có trong danh mục họ.")
    elif not person.spelled:
        confidence = 0.7
        reasons.append("Tên người ký có âm tiết viết khác thường.")
    yield Candidate(
        "signer_name",
        Field.of(person.name, (Evidence.of(named.line, person.printed),), confidence * named.line.legibility, *reasons),
    )
