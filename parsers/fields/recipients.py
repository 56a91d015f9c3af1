"""Nơi nhận: who receives the document, for what, and where it is filed (the Lưu line).

NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.9: one dash line a body, ``;`` after each, the last line ``Lưu: VT, …``.
"""

import re
from collections.abc import Iterator

from parsers.values import people
from parsers.values.listing import CLOSING, DASH, NUMBER, Item, items, pieces
from pipeline.model import Candidate, Evidence, Field, Line, Profile, Recipient, Zones
from pipeline.reference.purposes import purpose_of
from pipeline.text import squeeze

_LABEL = re.compile(r"^\s*n[ơo]i\s+(?:nh[ậạâa]n|g[ửưu]i)\s*[:.;]?\s*", re.IGNORECASE)
#: ``Lưu`` and its misprints; ``Lưu trữ`` opens the name of an office.
_ARCHIVE = re.compile(r"^\s*\+?\s*L[ưựuw]u(?!\s+tr[ữu])\b\s*[:.;,]?\s*", re.IGNORECASE)
#: The archive behind other items of the same line: ``Như trên; Lưu: VT``.
_ARCHIVE_INSIDE = re.compile(r"(?:(?<=[;,])|(?<=\D\.))\s*(?=Lưu\s*:|Lưu\s+(?:VT|VP)\b)")
_PARENTHESES = re.compile(r"\(([^()]+)\)\s*$")
_COLON = re.compile(r":\s*([^:]+)$")
#: Lines of the office system under the Lưu line: ``Số eOffice: 259574/VBĐT``.
_OFFICE_NUMBER = re.compile(r"^[^:]{0,24}:\s*\d{3,}|e-?off?i?ce", re.IGNORECASE)
_CLOSED = re.compile(r"\.\s*$")
#: Abbreviated units and copies as a wrapped Lưu line has them: ``TCT (HC, NV3)``.
_UNITS = re.compile(r"\s*[A-ZĐƯ(][\w.&]*(?:[\s,;()-]+[A-ZĐƯ(\d][\w.&]*)*[\s).;,]*")

_SURE, _UNDASHED = 0.97, 0.85


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``recipients`` in printed order and ``archive``."""
    listed, archive = _parts(zones.recipients)
    if zones.layout.ocr and any(DASH.match(text) for _, text in listed):
        # Pen strokes beside the label read as letters; a list of dashes begins at its first dash.
        first = next(order for order, (_, text) in enumerate(listed) if DASH.match(text))
        listed = listed[first:]
    out = [Candidate("recipients", _recipient(item)) for item in items(listed) if _says_something(item)]
    if archive:
        field = _archive(archive)
        if field is not None:
            out.append(Candidate("archive", field))
    return tuple(out)


def _parts(lines: tuple[Line, ...]) -> tuple[list[tuple[Line, str]], list[tuple[Line, str]]]:
    """Part the zone into the pieces of the list and those of the Lưu line.

    Below the Lưu line only dash items are read on; numbers of the office system belong to neither.
    """
    listed: list[tuple[Line, str]] = []
    archive: list[tuple[Line, str]] = []
    listing, filing = True, False
    for line, text in _pieces(lines):
        dash = DASH.match(text)
        opening = dash or NUMBER.match(text)
        body = text[opening.end() :] if opening else text
        mark = _ARCHIVE.match(body)
        if mark and not archive:
            archive.append((line, body[mark.end() :]))
            listing, filing = False, True
        elif filing and _continues(archive, text):
            archive.append((line, text))
        elif listing or dash:
            listed.append((line, text))
            listing, filing = True, False
        else:
            filing = filing and not text.strip() and not archive[-1][1].strip()
    return listed, archive


def _pieces(lines: tuple[Line, ...]) -> Iterator[tuple[Line, str]]:
    for line, whole in pieces(lines):
        for text in _ARCHIVE_INSIDE.split(whole):
            label = _LABEL.match(text)
            yield line, text[label.end() :] if label else text


def _continues(archive: list[tuple[Line, str]], text: str) -> bool:
    """Tell whether ``text`` goes on with the Lưu line: an open one, and no number of the office system, no name."""
    last = archive[-1][1]
    if not text.strip() or DASH.match(text) or _CLOSED.search(last) or _OFFICE_NUMBER.search(text):
        return False
    if not last.strip() or last.rstrip()[-1] in ",;-(&" or last.count("(") > last.count(")"):
        return True
    return _UNITS.fullmatch(text) is not None and people.parse(text) is None


def _archive(parts: list[tuple[Line, str]]) -> Field[str] | None:
    value = squeeze(" ".join(text for _, text in parts)).strip(CLOSING)
    evidence = []
    for position, (line, text) in enumerate(parts):
        piece = text.strip(CLOSING) if position == len(parts) - 1 else text.strip()
        if piece:
            evidence.append(Evidence.of(line, piece))
    if not value or not evidence:
        return None
    return Field.of(value, tuple(evidence), _SURE * min(line.legibility for line, _ in parts))


def _says_something(item: Item) -> bool:
    return any(c.isalpha() for c in item.text)


def _recipient(item: Item) -> Field[Recipient]:
    confidence = (_SURE if item.dashed else _UNDASHED) * item.legibility
    return Field.of(Recipient(item.text, purpose=_purpose(item.text)), item.evidence, confidence)


def _purpose(text: str) -> str | None:
    """Give what stands in the closing parentheses, or behind a colon (``Giám đốc: báo cáo``), when it is a purpose."""
    inside = _PARENTHESES.search(text) or _COLON.search(text)
    return purpose_of(inside[1]) if inside else None
