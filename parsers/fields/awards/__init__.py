"""Awards (khen thưởng): on offer in plans and guides, granted by decisions, proposed in reports, requests and lists."""

import re
from collections.abc import Iterator

from parsers.fields.awards import grids, lists, names, offers
from pipeline.model import Candidate, Profile, Zones
from pipeline.text import bare, plain_marks, squeeze

_GRANTS = re.compile(
    r"\b(?:khen thuong|tang thuong|tang (?:bang|giay|co|danh hieu|huan)|cong nhan|thuong|danh hieu|bieu duong)\b"
)
#: Before a state award is asked for, the people are heard.
_ASKS = re.compile(r"\b(?:lay|xin|tham gia) y kien\b|\bcong (?:khai|bo thong tin)\b")
_FIRST_ARTICLE = re.compile(r"\s*Điều\s+1\b", re.IGNORECASE)
_GIVES = re.compile(
    r"\s*Điều\s+1\s*[.:]?\s*(?:tặng|khen\s+thưởng|công\s+nhận\s+(?:danh\s+hiệu|tập|cá|chiến)|biểu\s+dương|thưởng|truy\s+tặng)\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(r"quyet dinh")
_SCHOOL = re.compile(r"năm\s+học\s+(?:19|20)\d\d\s*[-–]\s*(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_YEAR = re.compile(r"\bnăm\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE)


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give every award the document offers, grants or proposes; lists of receivers in reading order, tables last."""
    title = squeeze(" ".join(line.text for line in zones.title) or " ".join(line.text for line in zones.head_left))
    folded = bare(title)
    return tuple(_found(zones, folded, title))


def _found(zones: Zones, title: str, printed: str) -> Iterator[Candidate]:
    year = _year(printed)
    giver = squeeze(" ".join(line.text for line in zones.head_left))
    article = next((b.text for b in zones.body if _FIRST_ARTICLE.match(b.text)), "")
    if title.startswith("quyet dinh") or (article and any(_DECIDES.fullmatch(bare(b.text)) for b in zones.body)):
        if _GRANTS.search(title) or _GIVES.match(article):
            yield from lists.find(zones.body, giver, "granted", year, toneless=zones.layout.ocr)
            yield from grids.find(zones, giver, "granted", year, _document_awards(zones))
        else:
            yield from offers.find(zones.body, None)
        return
    asks = "de nghi" in title or (_ASKS.search(title) is not None and _GRANTS.search(title) is not None)
    if title.startswith(("bao cao", "to trinh", "danh sach", "bien ban")) or asks:
        yield from lists.find(zones.body, giver, "proposed", year, toneless=zones.layout.ocr)
        yield from grids.find(zones, giver, "proposed", year, _document_awards(zones))
        return
    yield from offers.find(zones.body, None)


def _document_awards(zones: Zones) -> tuple[grids.Given, ...]:
    """Give the awards of the first article (``Điều 1. Tặng …``), once each; its words when no catalogue knows what it gives."""
    for block in zones.body:
        text = plain_marks(squeeze(block.text))
        article = re.match(r"Điều\s+1\s*[.:]?\s*", text, re.IGNORECASE)
        if article is None:
            continue
        found = {one.award.code: (one.award, one.text) for one in names.find(text)}
        cut = re.search(r"\s(?:cho|đối\s+với)\s+", text)
        if not found and cut is not None:
            return ((None, text[article.end() : cut.start()].strip()),)
        return tuple(found.values())
    return ()


def _year(title: str) -> int | None:
    found = _SCHOOL.search(title) or _YEAR.search(title)
    return int(found["year"]) if found else None
