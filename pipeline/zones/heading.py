"""The title of a dispatch (ô 5a): the type name, and the lines of the subject under it."""

import re
from collections.abc import Sequence

from pipeline.model import Alignment, Ignored
from pipeline.reference.page_words import begins, is_body
from pipeline.zones.columns import Strip, follows_closely, page_middle
from pipeline.zones.letters import Kind, is_capitals
from pipeline.zones.outline import label_of
from pipeline.zones.reading import RIGHT, STATE, Reading
from pipeline.zones.titles import TITLE_LETTERS, title_at

_ENDED = re.compile(r"[.;:!?/]\W*$")
_BRACKETED = re.compile(r"\s*\(\s*(?:.*\)\W*$|(?:kem|ban hanh kem|so lieu|tu ngay|tinh den|theo|dinh kem)\b)")
#: What a report of merits says of its author (NĐ 98/2023/NĐ-CP, mẫu 07 to 09) stands under the title, not in it.
_FORM_LABEL = re.compile(r"\W*(?:ten|ho\s+va\s+ten|ho\s+ten|chuc\s+vu|don\s+vi)\b[^:]{0,60}:")
#: A page's number, or the address of the site that it was taken from: never words of a subject.
_FURNITURE = re.compile(
    r"\W*(?:(?:trang|page)\s*\d{1,4}(?:\s*(?:/|of|tren)\s*\d{1,4})?|\d{1,3}(?:\s*/\s*\d{1,3})?"
    r"|(?:website\s*:\s*)?(?:https?://\S+|(?:[a-z0-9-]+\.)+(?:vn|com|net|org|edu|gov|info)(?:/\S*)?))\W*"
)
_NUMBERED = re.compile(r"\bso\s*:?\s*\d+\s*/")
_PREAMBLE = re.compile(r"\W*(?:can cu|xet|theo|thuc hien|khoa|\(khoa|ky hop|de)\b")


def walk_title(reading: Reading, at: int) -> int:
    """Take the type name and the lines of the subject from row ``at`` on; give the first row that is neither."""
    at = _without_furniture(reading, at)
    if at >= len(reading.rows) or reading.rows[at][0].kind in (Kind.ADDRESSEE, Kind.RECIPIENTS):
        return at
    first = reading.rows[at][0]
    named = title_at(first.text) if first.letters[:1] in TITLE_LETTERS else None
    if named is None and not _untyped_title(reading, first):
        return at
    taken: list[Strip] = []
    while at < len(reading.rows):
        at = _without_furniture(reading, at)
        if at == len(reading.rows):
            break
        row = reading.rows[at]
        verdict = _title_verdict(reading, row, taken, named is not None)
        if verdict == "stop":
            break
        for strip in row:
            if verdict == "head" or strip.kind in (Kind.RULE, Kind.MARK, Kind.STAMP):
                reading.place(strip)
            else:
                reading.head.title.append(strip.line)
                taken.append(strip)
                if strip.line.cell is not None:
                    reading.head.tables.add(strip.line.cell.table)
        at += 1
    return at


def _without_furniture(reading: Reading, at: int) -> int:
    """Give the first row from ``at`` on that is no mark of the page."""
    while at < len(reading.rows):
        row = reading.rows[at]
        if len(row) > 1 or row[0].line.cell is not None or _FURNITURE.fullmatch(row[0].letters) is None:
            break
        reading.head.ignored.append(Ignored(row[0].line, "page mark"))
        at += 1
    return at


def _untyped_title(reading: Reading, first: Strip) -> bool:
    if not reading.seen & {Kind.SYMBOL, Kind.DATE, Kind.COUNTRY, Kind.MOTTO} or reading.about:
        return False
    if first.kind is not Kind.TEXT or label_of(first.text) is not None or begins("opener", first.text):
        return False
    if _shares_row(reading, first):
        return False
    if Kind.ABOUT in reading.seen:
        return False
    if any(s.kind is Kind.ADDRESSEE for row in reading.rows for s in row) and not is_capitals(first.text):
        return False
    if len(first.letters) > 200:
        return False
    return is_capitals(first.text) or first.line.bold is True or _stands_before_grounds(reading, first)


def _stands_before_grounds(reading: Reading, first: Strip) -> bool:
    """Tell whether a subject whose type name was drawn, not typed, stands right above ``Căn cứ …``."""
    below = reading.below(first, 4)
    return bool(below) and begins("opener", below[0].text) and not first.letters.endswith((".", ";", ":"))


def _title_verdict(reading: Reading, row: tuple[Strip, ...], taken: list[Strip], named: bool) -> str:
    """Give ``take``, ``head`` (a late date, number or mark of the head) or ``stop``."""
    strip = row[0]
    if taken and not reading.expects_state and len(row) == 2 and row[1].letters.startswith("ngay"):
        # A law database prints "SỐ 4/1998/QH10 NGÀY 20 THÁNG 5 NĂM 1998" inside the title.
        return "take"
    sentence = bool(taken) and not reading.expects_state and any(_NUMBERED.search(s.letters) for s in taken)
    if sentence and strip.kind in (Kind.SYMBOL, Kind.DATE):
        # A title that is one sentence carries its own number and day; these are of what it is about.
        return "take"
    if any(s.kind in RIGHT for s in row):
        late = Kind.DATE not in reading.seen or any(s.kind in STATE for s in row)
        return (
            "head" if late and not (Kind.COUNTRY in reading.seen and Kind.COUNTRY in {s.kind for s in row}) else "stop"
        )
    if strip.kind is Kind.SYMBOL:
        return "head" if Kind.SYMBOL not in reading.seen else "stop"
    if not taken:
        return "take"
    if strip.kind is Kind.RULE:
        # A rule closes the title once a subject stands above it.
        return "stop" if len(taken) > 1 or not named else "head"
    if strip.kind is Kind.MARK:
        return "head"
    if strip.kind in (Kind.ADDRESSEE, Kind.RECIPIENTS, Kind.ANNEX, Kind.STAMP):
        return "stop"
    return "take" if _continues_title(reading, row, taken, named) else "stop"


def _continues_title(reading: Reading, row: tuple[Strip, ...], taken: list[Strip], named: bool) -> bool:
    strip, last = row[0], taken[-1]
    match = title_at(taken[0].text) if named else None
    subject = taken[1:] if match is not None and match.rest is None else taken
    if match is not None and subject and subject[0].letters.startswith("cua ") and is_capitals(subject[0].text):
        # The authority may stand on a line of its own under the type name.
        subject = subject[1:]
    if _FORM_LABEL.match(strip.letters):
        return False
    if len(row) > 1 or label_of(strip.text) is not None or begins("opener", strip.text):
        return False
    if _shares_row(reading, strip):
        return False
    if _BRACKETED.match(strip.letters):
        return len(strip.letters) <= 250
    if last.letters.startswith("(") and not last.letters.rstrip(" .;,").endswith(")"):
        return len(strip.letters) <= 120
    if strip.line.cell is not None and strip.line.cell.table not in reading.head.tables and last.line.cell is None:
        return False
    if not subject:
        return _may_begin_subject(reading, strip, taken[0])
    if _is_authority(reading, strip):
        return False
    if strip.kind is Kind.ABOUT and subject == taken:
        # "BIÊN BẢN HỌP HỘI ĐỒNG" / "Về việc xét …": the subject began beside the type name.
        return len(strip.letters) <= 300
    if _ENDED.search(last.letters) and not (last.letters.endswith(";") and strip.text[:1].islower()):
        return False
    return (
        _same_style(reading, strip, subject[-1])
        if _styled(reading, strip, subject[-1])
        else _same_shape(reading, strip, subject)
    )


def _shares_row(reading: Reading, strip: Strip) -> bool:
    """Tell whether ``strip`` is one cell of several in a row: the head of a table, not a line of the title."""
    cell = strip.line.cell
    if cell is None:
        return False
    others = (other.line.cell for other in reading.below(strip, 2))
    return any(o is not None and (o.table, o.row) == (cell.table, cell.row) and o.column != cell.column for o in others)


def _may_begin_subject(reading: Reading, strip: Strip, name: Strip) -> bool:
    if _is_authority(reading, strip) and not strip.letters.startswith("cua "):
        return False
    # Law sites set a long subject in capitals of regular weight; a long line in small letters is the body.
    heavier = name.line.bold is True and strip.line.bold is False
    if heavier and len(strip.letters) > 110 and not is_capitals(strip.text):
        return False
    styled = (strip.line.bold is True and name.line.bold is True) or is_capitals(strip.text)
    if not styled and begins("soft_opener", strip.text) and (_ENDED.search(strip.letters) or len(strip.letters) > 160):
        return False
    return len(strip.letters) <= 450 and not (strip.letters.endswith((":", ";")) and len(strip.letters) > 110)


def _is_authority(reading: Reading, strip: Strip) -> bool:
    """Tell whether a strip names who decides (``ỦY BAN NHÂN DÂN TỈNH``), standing above the grounds of a decision."""
    if not (is_body(strip.text) or begins("office", strip.text)) or len(strip.letters) > 120:
        return False
    # "QUY ĐỊNH VỀ …" begins as "QUỸ" does, with its tone off.
    if not is_capitals(strip.text) or title_at(strip.text) is not None:
        return False
    for other in reading.below(strip, 3):
        if _PREAMBLE.match(other.letters):
            return True
        if not is_capitals(other.text):
            return False
    return False


def _styled(reading: Reading, strip: Strip, last: Strip) -> bool:
    return strip.line.bold is not None and last.line.bold is not None


def _same_style(reading: Reading, strip: Strip, last: Strip) -> bool:
    if strip.line.bold != last.line.bold:
        # Part of a subject is now and then set in another weight; it is centred and goes on in small letters.
        centred = strip.line.alignment is last.line.alignment is Alignment.CENTER
        return centred and strip.text[:1].islower() and len(strip.letters) <= 90
    if strip.line.bold:
        return len(strip.letters) <= 300
    return _same_shape(reading, strip, [last])


def _same_shape(reading: Reading, strip: Strip, subject: Sequence[Strip]) -> bool:
    """Judge by wording alone: short, unfinished, not a sentence of the body."""
    last = subject[-1]
    small = strip.text[:1].islower()
    if len(strip.letters) > 110 or len(last.letters) > 130 or (not small and begins("soft_opener", strip.text)):
        return False
    if is_capitals(strip.text) != is_capitals(last.text) and not _tells_about(strip, last):
        return False
    box, above = strip.line.box, last.line.box
    if box is not None and above is not None and strip.line.page == last.line.page:
        middle = page_middle(reading.layout, strip.line)
        # What begins like a sentence may be the body's first line; only a tight one goes on with the subject.
        most = 1.6 if small else 1.1 if is_capitals(strip.text) else 0.9
        if not follows_closely(strip.line, last.line, most) or (
            middle is not None and abs(box.middle - above.middle) > 30
        ):
            return False
    elif not small and _begins_paragraph(reading, strip, last):
        return False
    return small or not strip.letters.endswith((";", ":", "."))


def _tells_about(strip: Strip, last: Strip) -> bool:
    """Tell whether ``về …`` in small letters follows the meeting or body that the Party prints first in capitals."""
    return is_capitals(last.text) and strip.letters.startswith(("ve ", "v/v "))


def _begins_paragraph(reading: Reading, strip: Strip, last: Strip) -> bool:
    """Tell, of lines wrapped without boxes, whether ``strip`` fills the page's width where the subject's line did not."""
    below = [len(other.letters) for other in reading.below(strip, 6)]
    width = max(below, default=0)
    return bool(below) and len(strip.letters) >= 0.9 * min(width, 100) and len(last.letters) < 0.85 * min(width, 100)
