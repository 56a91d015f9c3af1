"""Cơ quan ban hành and cơ quan chủ quản: who issued the document, and the body above it (NĐ 30/2020, Phụ lục I, ô 2).

Two printed lines are one name (``ỦY BAN NHÂN DÂN`` / ``TỈNH X``) or two (``UBND TỈNH X`` / ``SỞ Y``). The decree sets the
parent in regular type and the issuer in bold; where styles do not tell, the grammar of names does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.values import symbols
from pipeline.model import AgencyMention, Candidate, Evidence, Field, Line, Profile, Zones
from pipeline.reference.initials import initials
from pipeline.reference.page_words import begins, is_bare, is_body
from pipeline.reference.people import opens_with, position_keys
from pipeline.text import flat, squeeze
from pipeline.zones.letters import Kind, kind_of
from pipeline.zones.titles import catalogued

#: A name that ends so goes on with the next line.
#: The form of an enterprise (``CÔNG TY TNHH MTV``) waits for its proper name.
_OPEN = re.compile(r"(?:\b(?:va|cua|cac|ve|cho|thuoc|tnhh|mtv|mot\s+thanh\s+vien|co\s+phan)|[-,&])\W*$")
#: A class of place at the end waits for its place: ``UBND TỈNH`` / ``HÀ ĐÔNG``. ``HÀ TĨNH`` and ``CÁC CƠ QUAN`` end alike,
#: so a body's name on the next line is a name of its own.
_PLACELESS = re.compile(r"\b(?:nha\s+nuoc|tinh|thanh\s+pho|tp|huyen|quan|thi\s+xa|xa|phuong|thi\s+tran)\W*$")
#: The end of a name that a narrow column broke: ``… - TỈNH`` / ``ĐOÀN``. Abbreviations (``UBND``) have no vowel between.
_SYLLABLE = re.compile(r"\W*(?:[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?)\W*")
#: A line that begins so goes on with the one above.
_GOES_ON = re.compile(r"\W*(?:va\b|cua\b|viet\s+nam\b|thuoc\b|-|&|\()")
#: A name that already tells its place.
_PLACED = re.compile(r"\b(?:tinh|thanh\s+pho|tp\.?|huyen|quan|thi\s+xa|xa(?!\s+hoi)|phuong|thi\s+tran)\s+\S")
_COUNTRY = re.compile(r"\bviet\s+nam\b")
#: Enterprises named by a trade ("BƯU CHÍNH / VIỄN THÔNG …"): the trade alone does not begin a name.
_TRADE = re.compile(
    r"\W*(?:vien\s+thong|buu\s+dien|dien\s+luc|bao\s+hiem|ngan\s+hang|thong\s+tan|thuong\s+mai|thue|thong\s+ke)\b"
)
_LEVEL = re.compile(r"\W*(?:tap\s+doan|tong\s+cong\s+ty|cong\s+ty)\b")
_NOT_NAMES = frozenset(
    {Kind.SYMBOL, Kind.ABOUT, Kind.DATE, Kind.MARK, Kind.RULE, Kind.COUNTRY, Kind.MOTTO, Kind.STAMP, Kind.ANNEX}
)
_ONE_SENTENCE = "Phần đầu văn bản in thành một câu; cơ quan ban hành lấy từ câu đó."
#: An assembly's term under its name is no part of the name.
_TERM = re.compile(r"\W*(?:khoa\s+(?:thu\s+)?[ivxlc\d]+\b|ky\s+hop\b|nhiem\s+ky\b)")
#: What a form prints where a name is to be written; a label before a written name is no part of it.
_LABEL = re.compile(r"\W*(?:ten\s+)?(?:don\s+vi|co\s+quan|doanh\s+nghiep|to\s+chuc|co\s+so)\s*:\s*")
_PLACEHOLDER = re.compile(r"\W*ten\s+(?:don\s+vi|co\s+quan|doanh\s+nghiep|to\s+chuc|cong\s+ty|truong)\b[\W_]*")
_BY_STYLE = "Phân biệt cơ quan chủ quản và cơ quan ban hành theo kiểu chữ."
_BY_WORDS = "Phân biệt cơ quan chủ quản và cơ quan ban hành theo cách đặt tên."


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``issuer`` and, where two names are printed, ``parent_issuer``."""
    lines = _name_lines(zones.head_left)
    if not lines:
        return tuple(_in_title(zones.title))
    styled = _split_by_style(lines)
    names = styled if styled is not None else _split_by_words(lines)
    names[-1:] = _parted(names[-1], _codes(zones.head_left))
    sure = 0.96 if styled is not None or len(lines) == 1 else 0.93
    reason = _BY_STYLE if styled is not None else _BY_WORDS
    reasons = () if len(names) == 1 else (reason,)
    if len(names) > 2:
        sure -= 0.1
    out = [_candidate("issuer", names[-1], sure, reasons)]
    if len(names) > 1:
        out.append(_candidate("parent_issuer", names[-2], sure, reasons))
    return tuple(out)


def _in_title(title: Sequence[Line]) -> Iterator[Candidate]:
    """Give the authority of a head that is one sentence (``NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ …``)."""
    sentence = catalogued(title)
    if sentence is not None and (text := squeeze(sentence.text("authority"))):
        yield Candidate("issuer", Field.of(AgencyMention(text), sentence.evidence("authority"), 0.8, _ONE_SENTENCE))


def _name_lines(left: Sequence[Line]) -> list[Line]:
    """Give the lines above the symbol that name bodies; a symbol printed first does not hide them."""
    lines: list[Line] = []
    blank = False
    for line in left:
        letters = flat(line.text).strip()
        kind = kind_of(letters)
        if kind is Kind.ABOUT or (kind is Kind.SYMBOL and (lines or blank)):
            break
        if kind in _NOT_NAMES or not any(c.isalpha() for c in letters) or _TERM.match(letters):
            continue
        label = _LABEL.match(flat(line.text))
        written = replace(line, text=line.text[label.end() :]) if label else line
        if _PLACEHOLDER.fullmatch(letters) or not any(c.isalpha() for c in written.text):
            blank = True
            continue
        lines.append(written)
    return lines


def _split_by_style(lines: Sequence[Line]) -> list[list[Line]] | None:
    """Cut where regular type turns bold for good; None when styles do not tell."""
    bolds = [line.bold for line in lines]
    if None in bolds or all(bolds) or not any(bolds):
        return None
    first = bolds.index(True)
    if first == 0 or not all(bolds[first:]):
        return None
    # A class word in regular type above its own bold name is one name set carelessly.
    if _goes_on(lines[:first], lines[first]) or (
        begins("place", lines[first].text) and _continues(lines[:first], lines[first])
    ):
        return None
    return [list(lines[:first]), list(lines[first:])]


def _codes(left: Sequence[Line]) -> frozenset[str]:
    """Give the groups of the symbol, small and plain: one of them stands for the issuer."""
    printed = (line.text for line in left if kind_of(flat(line.text).strip()) is Kind.SYMBOL)
    found = next((symbol for text in printed if (symbol := symbols.parse(text)) is not None), None)
    return frozenset() if found is None else frozenset(flat(group) for group in re.split(r"[-/]", found.notation))


def _parted(lines: Sequence[Line], codes: frozenset[str]) -> list[list[Line]]:
    """Cut one name in two where a second body begins for certain, whatever the type.

    It begins with the words of the first (``BẢO HIỂM XÃ HỘI TỈNH A`` / ``BẢO HIỂM XÃ HỘI HUYỆN B``), or the symbol holds
    its initials and not those of both.
    """
    for at in range(len(lines) - 1, 0, -1):
        below = squeeze(" ".join(line.text for line in lines[at:]))
        above = squeeze(" ".join(line.text for line in lines[:at]))
        if not is_body(below) or is_bare(above) or _is_office(above):
            continue
        told = len(below.split()) > 2 and initials(below) in codes and initials(f"{above} {below}") not in codes
        if told or _repeats(lines[0].text, below):
            return [list(lines[:at]), list(lines[at:])]
    return [list(lines)]


def _repeats(first: str, second: str) -> bool:
    """Tell whether two names begin with the same two words, more following in both."""
    one, other = flat(first).split(), flat(second).split()
    return len(one) > 2 and len(other) > 2 and one[:2] == other[:2]


def _split_by_words(lines: Sequence[Line]) -> list[list[Line]]:
    names: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if _continues(names[-1], line):
            names[-1].append(line)
        else:
            names.append([line])
    return names


def _goes_on(name: Sequence[Line], line: Line) -> bool:
    """Tell whether the wording at the break cannot stand between two names: ``… VÀ`` / ``XÃ HỘI``, ``…`` / ``VIỆT NAM``."""
    above = flat(name[-1].text).strip()
    if _OPEN.search(above) or _GOES_ON.match(flat(line.text).strip()):
        return True
    # One syllable is no name, a kind of body without a name of its own no parent: "BAN QUẢN LÝ" / "KHU KINH TẾ …".
    if _SYLLABLE.fullmatch(flat(line.text)) or is_bare(" ".join(part.text for part in name)):
        return True
    return _PLACELESS.search(above) is not None and not is_body(line.text)


def _is_office(printed: str) -> bool:
    """Tell whether a name so far is an office alone (``BỘ TRƯỞNG``): its body stands below, both are one issuer."""
    return opens_with(printed, position_keys()) and len(printed.split()) <= 3 and not _PLACED.search(flat(printed))


def _continues(name: Sequence[Line], line: Line) -> bool:
    """Tell whether ``line`` goes on with the name printed above it."""
    printed = squeeze(" ".join(part.text for part in name))
    above = flat(printed)
    letters = flat(line.text).strip()
    if _goes_on(name, line) or _is_office(printed):
        return True
    if begins("place", line.text) and not is_body(line.text):
        # "UBND HUYỆN A" / "XÃ B": a second place is another body.
        return not _PLACED.search(above) or begins("place", printed)
    if not is_body(line.text):
        return True
    if _TRADE.match(letters):
        return bool(_LEVEL.match(above)) and not _PLACED.search(above) and not _COUNTRY.search(above)
    return False


def _candidate(name: str, lines: Sequence[Line], sure: float, reasons: tuple[str, ...]) -> Candidate:
    text = squeeze(" ".join(line.text for line in lines)).strip(" *-_.,;")
    evidence = tuple(Evidence.of(line) for line in lines)
    confidence = sure * min(line.legibility for line in lines)
    return Candidate(name, Field.of(AgencyMention(text), evidence, confidence, *reasons))
