"""What a signature block is made of (ô 7): capacity marks, offices, names, ``(Đã ký)``; and where one begins."""

import re
from collections.abc import Sequence

from pipeline.model import Line
from pipeline.reference.page_words import begins, is_body
from pipeline.text import flat
from pipeline.zones.columns import Side, Strip, cut
from pipeline.zones.letters import Kind, is_capitals
from pipeline.zones.titles import title_at

_CAPACITY = re.compile(
    r"\W*(?:t\s?/?\s?m|k\s?/?\s?t|t\s?/?\s?l|t\s?/?\s?u\s?/?\s?q|q)\s*[./]\s*/?\s*[a-z]"
    # The Party writes T/M, K/T, T/L without a dot.
    r"|\W*[tk]\s?/\s?[mtl]\s+[a-z]"
)
_SIGNED = re.compile(
    r"(?:.{0,26}\s|\W*)\(?da\s+k[yi]\b|\W*(?:k[yi]\s+ten|k[yi],?\s+(?:ghi\s+ro\s+)?(?:ho\s+)?ten|dong\s+dau)\b"
)
_APOSTROPHES = str.maketrans("", "", "'’")
_TITLES = re.compile(r"(?:[a-z]{1,4}\.\s?){1,4}(?:[a-z]{2,4}\s+)?")
#: A signature in small letters stands in so many last lines.
_REACH = 90


def is_formal(strip: Strip) -> bool:
    """Tell whether a strip can only be of a signature block: a capacity mark, an office in capitals, ``(Đã ký)``."""
    if len(strip.letters) > 110 or not strip.letters:
        return False
    if _CAPACITY.match(strip.letters) and strip.text.lstrip(' *("')[:1].isupper():
        return True
    if _SIGNED.match(strip.letters) and len(strip.letters) <= 40:
        return True
    if strip.letters.rstrip().endswith((":", ";", ",")):
        return False
    return is_capitals(strip.text) and begins("office", strip.text)


def is_name(strip: Strip) -> bool:
    """Tell whether a strip looks like a person's name, ranks before it allowed."""
    text = strip.text.strip(" .*")
    if not 4 <= len(text) <= 42 or any(c.isdigit() for c in text) or strip.letters.endswith((":", ";", ",")):
        return False
    if begins("rank", strip.text):
        return True
    if _CAPACITY.match(strip.letters):
        return False
    titles = _TITLES.match(flat(text))
    text = text[titles.end() if titles else 0 :]
    words = text.split()
    if not 2 <= len(words) <= 6 or not all(w[0].isupper() and w.translate(_APOSTROPHES).isalpha() for w in words):
        return False
    # "ĐOÀN THANH NIÊN" is a body, "DANH SÁCH" heads an annex; "Đoàn Văn An", "Danh Sa" are persons.
    printed_large = is_capitals(text) and (is_body(text) or title_at(text) is not None)
    return not printed_large and not begins("opener", text)


def signature_start(lines: Sequence[Line], letters: Sequence[str], begin: int, limit: int) -> int | None:
    """Give where the first signature block begins that ends in a name or ``(Đã ký)``."""
    for at in range(begin, limit):
        if len(letters[at]) > 200:
            continue
        strips = cut(lines[at])
        if not any(is_formal(s) for s in strips):
            continue
        for after in range(at + 1, min(limit, at + 12)):
            row = cut(lines[after])
            if any(_SIGNED.match(s.letters) or (is_name(s) and not is_formal(s)) for s in row):
                return at
            if not all(may_stand_in_signature(s) for s in row):
                break
    return _plain_signature_start(lines, letters, begin, limit)


def _plain_signature_start(lines: Sequence[Line], letters: Sequence[str], begin: int, limit: int) -> int | None:
    """Give where the last office in small letters stands that a name follows; offices in a list of members come earlier."""
    for at in range(limit - 1, max(begin, limit - _REACH) - 1, -1):
        if len(letters[at]) <= 120 and any(_is_plain_office(s) for s in cut(lines[at])):
            cell = lines[at].cell
            if _name_follows(lines, at, limit):
                first = at
                while cell is not None and first > begin and _is_beside(lines[first - 1], cell.table, cell.row):
                    first -= 1
                return first
    return None


def _is_beside(line: Line, table: int, row: int) -> bool:
    return line.cell is not None and line.cell.table == table and row - line.cell.row in (0, 1, 2)


def _is_plain_office(strip: Strip) -> bool:
    """Tell whether a strip is an office in small letters where signatures stand: in the right column, or in a cell."""
    if strip.side is not Side.RIGHT and strip.line.cell is None:
        return False
    return (
        len(strip.letters) <= 40 and not strip.letters.endswith((".", ":", ";", ",")) and begins("office", strip.text)
    )


def _name_follows(lines: Sequence[Line], at: int, limit: int) -> bool:
    """Tell whether the next line, in the same column, is a name and nothing else."""
    cell = lines[at].cell
    for after in range(at + 1, min(limit, at + 4)):
        row = cut(lines[after])
        if any(_SIGNED.match(s.letters) or s.kind is Kind.RULE for s in row):
            continue
        other = lines[after].cell
        beside = (cell is None) is (other is None) and (cell is None or other is None or cell.table == other.table)
        return beside and any(is_name(s) and (s.side is Side.RIGHT or other is not None) for s in row)
    return False


def may_stand_in_signature(strip: Strip) -> bool:
    """Tell whether a strip may stand between an office and the name under it."""
    return is_formal(strip) or strip.kind in (Kind.RULE, Kind.STAMP, Kind.MARK) or (
        len(strip.letters) <= 70
        and (
            is_capitals(strip.text)
            or is_name(strip)
            or strip.letters.startswith("(")
            or (begins("office", strip.text) and not strip.letters.endswith((".", ":", ";", ",")))
        )
    )  # fmt: skip
