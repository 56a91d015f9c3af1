"""Emulation movements (phong trào thi đua): names in quotation marks or after the words themselves, with their years."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.values import periods, sections
from parsers.values.periods import PeriodKind
from parsers.values.sections import Outlook
from pipeline.model import Candidate, Evidence, Field, Line, MovementMention, PartialDate, Piece, Profile, Zones
from pipeline.text import key, squeeze

_CALL = re.compile(
    r"\bphong\s+trào(?P<emulation>\s+thi\s+đua(?:\s+yêu\s+nước)?)?(?:\s+(?:chuyên\s+đề|đặc\s+biệt|toàn\s+quốc))?\s*[:,]?\s*",
    re.IGNORECASE,
)
_OPEN = "“\"«„‟”'‘"
_CLOSE = {"“": '”"“', '"': '"”“', "«": "»", "„": '”“"', "‟": '”"', "”": '”"', "'": "'’", "‘": "’'"}
#: An unclosed name ends where the sentence turns to its years or to something else.
_BREAK = re.compile(
    r"\s*(?:\(?\bgiai\s+đoạn\b|\bnăm\s+(?:19|20)\d\d|\btrên\s+địa\s+bàn|\bdo\s+|[;:.]\s|[;:.]?\s*$|\bvà\s+phong\s+trào|,\s*phong\s+trào|\bgắn\s+với\b)",
    re.IGNORECASE,
)
#: "phong trào thi đua Xoá nhà tạm": unquoted names begin with a capital and end before a word that cannot be part of them.
_BARE_END = re.compile(
    r"\s*(?:[;:.()]|,|\bgiai\s+đoạn\b|\bnăm\s+(?:19|20)\d\d|\btrên\s+địa\s+bàn|\bcủa\b|\bdo\b|\btrong\b|\bđã\b|\bđược\b|\bvà\s+phong\s+trào|\bđể\b|\bgắn\b"
    r"|\btại\b|\bbảo\s+đảm\b|\bcó\b|\blà\b|\btheo\b|\bnhằm\b|$)",
    re.IGNORECASE,
)
#: What may stand between a name and its years.
_NEAR = re.compile(r"(?:trong|từ)?", re.IGNORECASE)
_LEAD = re.compile(r"(?:(?:trong|từ|của|trên\s+địa\s+bàn|tại|do)\b[^,.;:“”\"]{0,60})?", re.IGNORECASE)
_AND = re.compile(r"\s*(?:[,;]|và)\s*(?:phong\s+trào\s+(?:thi\s+đua\s+)?)?", re.IGNORECASE)
_GENERAL = re.compile(r"^(?:thi\s+đua(?:\s+yêu\s+nước)?|yêu\s+nước|toàn\s+dân)?$", re.IGNORECASE)
_NAME_LIMIT = 160


@dataclass(frozen=True, slots=True)
class _Text:
    """A stretch of text with the lines its letters came from."""

    text: str
    pieces: tuple[Piece, ...]
    main: bool

    def evidence(self, start: int, end: int) -> tuple[Evidence, ...]:
        out = []
        for piece in self.pieces:
            first, last = max(start, piece.start), min(end, piece.end)
            if first < last:
                text = piece.line.text[piece.offset + first - piece.start : piece.offset + last - piece.start].strip()
                if text:
                    out.append(Evidence.of(piece.line, text))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    start: PartialDate | None
    end: PartialDate | None
    evidence: tuple[Evidence, ...]
    quoted: bool
    emulation: bool
    main: bool


def _joined(lines: Sequence[Line], main: bool) -> _Text:
    text, pieces = "", []
    for line in lines:
        text += " " if text else ""
        pieces.append(Piece(len(text), len(text) + len(line.text), line, 0))
        text += line.text
    return _Text(text, tuple(pieces), main)


def _texts(zones: Zones) -> Iterator[_Text]:
    if zones.title:
        yield _joined(zones.title, True)
    if zones.head_left:
        yield _joined(zones.head_left, True)
    for block in zones.body:
        yield _Text(block.text, block.pieces, False)
    for table in zones.tables:
        for cell in table.cells:
            if cell.lines:
                yield _joined([zones.layout.lines[i] for i in cell.lines], False)


def _quoted(text: str, at: int) -> tuple[int, int, int] | None:
    """Give start and end of the name in the quotation marks that open at ``at``, and where reading goes on."""
    closers = _CLOSE.get(text[at : at + 1])
    if closers is None:
        return None
    doubled = text[at : at + 2] == "''"
    start = at + (2 if doubled else 1)
    ends = [e for e in (text.find("''" if doubled else c, start, start + _NAME_LIMIT) for c in closers) if e >= 0]
    if ends:
        end = min(ends)
        return start, end, end + (2 if doubled else 1)
    stop = _BREAK.search(text, start)
    if stop is None or stop.start() - start > _NAME_LIMIT:
        return None
    return start, stop.start(), stop.start()


def _bare(text: str, at: int) -> tuple[int, int, int] | None:
    if not text[at : at + 1].isupper():
        return None
    # Looked for no further than a name is long: text without an end would be searched again from every mention.
    last = min(len(text), at + 2 * _NAME_LIMIT)
    stop = _BARE_END.search(text, at, last)
    end = stop.start() if stop else last
    words = text[at:end].split()
    return (at, end, end) if 3 <= len(words) <= 14 and not text[at:end].isupper() else None


def _years(text: str, at: int) -> tuple[PartialDate | None, PartialDate | None, int]:
    """Give the years printed right behind a name, and where they end."""
    window = text[at : at + 100]
    for mention in periods.find_all(window):
        lead = window[: mention.start].strip(" ,(“”«»\"'")
        if mention.period is None or mention.kind not in (PeriodKind.YEARS, PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR):
            break
        if mention.deadline or (_LEAD if mention.kind is PeriodKind.YEARS else _NEAR).fullmatch(lead) is None:
            break
        if mention.kind is PeriodKind.SCHOOL_YEAR:
            return PartialDate(mention.period.start.year), PartialDate(mention.period.end.year), at + mention.end
        return PartialDate(mention.period.start.year), mention.last, at + mention.end
    return None, None, at


def _mentions(source: _Text) -> Iterator[_Mention]:
    text = source.text
    for call in _CALL.finditer(text):
        at: int | None = call.end()
        emulation = call["emulation"] is not None
        while at is not None:
            found = _quoted(text, at)
            quoted = found is not None
            found = found or (_bare(text, at) if emulation else None)
            if found is None:
                break
            start, end, follow = found
            name = squeeze(text[start:end]).strip(" .,;:-\"“”'")
            if not name or _GENERAL.match(name) or len(name.split()) < 2:
                break
            first, last, _ = _years(text, follow)
            evidence = source.evidence(start, end)
            if evidence:
                yield _Mention(name, first, last, evidence, quoted, emulation, source.main)
            more = _AND.match(text, follow)
            at = more.end() if more and quoted and text[more.end() : more.end() + 1] in _CLOSE else None


def _folded(name: str) -> str:
    """A spelling variant has the same letters: dashes, commas and case do not count."""
    return key(name).replace(" ", "")


def _same(one: _Mention, other: _Mention) -> bool:
    a, b = _folded(one.name), _folded(other.name)
    return a == b or (
        min(len(a), len(b)) >= 16 and (a.startswith(b) or b.startswith(a)) and (not one.quoted or not other.quoted)
    )


def _agree(one: _Mention, other: _Mention) -> bool:
    """Tell whether two periods can be one movement's: the year that a report is for lies inside the movement's years."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return True
    if (one.start, one.end) == (other.start, other.end):
        return True
    long, short = (one, other) if one.start.year != one.end.year else (other, one)
    assert long.start is not None and long.end is not None and short.start is not None and short.end is not None
    return (
        short.start.year == short.end.year
        and long.start.year <= short.start.year <= long.end.year
        and long.start != long.end
    )


def _distinct(mentions: list[_Mention]) -> list[list[_Mention]]:
    """Group the mentions of one movement: same name, and no two different periods."""
    groups: list[list[_Mention]] = []
    for mention in mentions:
        for group in groups:
            if _same(group[0], mention) and all(_agree(mention, other) for other in group):
                group.append(mention)
                break
        else:
            groups.append([mention])
    return groups


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Propose ``movements``, one for each distinct movement, the document's own (named in its subject) first."""
    mentions = [m for source in _texts(zones) if "phong" in source.text.lower() for m in _mentions(source)]
    reports = sections.bearings(zones).outlook(0) is Outlook.PAST
    groups = _distinct(mentions)
    groups.sort(key=lambda group: (not any(m.main for m in group), 0))
    out = []
    for group in groups:
        best = next((m for m in group if m.quoted and m.start is not None), None) or next(
            (m for m in group if m.quoted), group[0]
        )
        dated = next((m for m in group if m.start != m.end), None)
        if dated is None:
            # In a report the single year behind the name is the year reported on.
            dated = next((m for m in group if m.start is not None and not reports), None)
        first, last = (dated.start, dated.end) if dated is not None else (None, None)
        value = MovementMention(best.name, first, last)
        confidence = 0.6 + 0.2 * best.quoted + 0.1 * any(m.emulation for m in group) + 0.08 * (len(group) > 1)
        out.append(Candidate("movements", Field.of(value, best.evidence, round(min(confidence, 0.97), 2))))
    return tuple(out)
