"""What a line of the head or foot is by its wording alone.

Patterns here run on flat text (``pipeline.text.flat``): a lost or wrong accent (``HÕA``, ``NGHIÃ``) changes nothing,
and an offset in it is an offset in the printed line.
"""

import re
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a line says it is."""

    BLANK = "blank"
    RULE = "rule"
    COUNTRY = "country"
    MOTTO = "motto"
    PARTY = "party"
    YOUTH = "youth"
    DATE = "date"
    SYMBOL = "symbol"
    ABOUT = "about"
    MARK = "mark"
    ADDRESSEE = "addressee"
    RECIPIENTS = "recipients"
    STAMP = "stamp"
    ANNEX = "annex"
    TEXT = "text"


_COUNTRY = "conghoaxahoichunghiavietnam"
_COUNTRY_FIRST = "conghoaxahoichunghia"
_COUNTRY_HINT = re.compile(
    r"(?:h\s*o\s*a|x\s*a)\s*x?\s*a?\s*h\s*o\s*i|c\s*h\s*u\s*n\s*g\s*h\s*i\s*a|ng\s*h\s*i\s*a\s+v"
)
_COUNTRY_WHOLE = re.compile(r"\bcong\s+hoa\s+xa\s+hoi\s+chu\s+nghia\s+viet\s+nam\b")
#: ``Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV``: named in a sentence, not printed over a document.
_IN_SENTENCE = re.compile(r"\b(?:(?:quoc\s+hoi|hien\s+phap|chinh\s+phu|phap\s+luat)\s+nuoc|cua(?:\s+nuoc)?)\s+$")
_GOES_ON = re.compile(r"[\s,]+(?!doc\b)[a-z]{2}")
_MOTTO = "doclaptudohanhphuc"
_MOTTO_HINT = re.compile(r"d[oc0]c\s*l.?p|[hb].?nh\s*ph.?c|tu\s*d[o0]\b")
_MOTTO_WHOLE = re.compile(r"\bdoc\s*lap\W{0,8}tu\s*do\W{0,8}hanh\s*phuc")
_PARTY = re.compile(r"\bdang\s+cong\s+san\s+viet\s+nam\b")
_YOUTH = re.compile(
    r"\bdoan\s+(?:t\.?\s?n\.?\s?c\.?\s?s\.?|thanh\s+nien\s+cong\s+san)\s+(?:ho\s+chi\s+minh|h\.?\s?c\.?\s?m)\b"
)
_OWN_BODY = re.compile(r"\bdoan\b|\btrung\s+uong\s*$")
_BLANK = r"[\s.…_]*"
#: A date line; day, month and year may be blank or unreadable, and the year may stand on the next line.
DATE = re.compile(
    r"\bn\s?g[ao][yvj](?P<day>[^a-z]{0,14}?\w{0,2}[^a-z]{0,14}?)(?:[tl]h?[a-z]n[gqo]|th[ao]r?ig|tha)(?P<month>[^a-z]{0,12}?\w?[^a-z]{0,12}?)"
    r"[,;]?\s*(?:n[ao](?:m|rn)(?P<year>[\s.…_]*[\d\s.…_]{0,8}))?[\s.…_,/*]*\Z"
)
_DATE_HINT = re.compile(r"n\s?g[ao][yvj]")
SLASH_DATE = re.compile(
    r"\b(?:ngay\s*)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})[\s.,;]*"
)
_YEAR_TAIL = re.compile(r"\W*(?:(?:(?:thang\s*)?[\d.…_ ]{0,6}\s*)?nam\s*[\d.…_ ]{0,8}|(?:19|20)\d\d)\W*")
#: ``Số:`` and something with a slash or dash in it; a symbol whose ``Số`` was lost; one whose number was misread.
SYMBOL = re.compile(
    r"\W*(?:(?:(?:bo\s+)?luat|phap\s+lenh|nghi\s+quyet|lenh)\s+)?(?:[s5]o\s*(?:,?\s*ky\s*hieu\s*)?[:.;]?\s*(?=[\d\s.…_/-])[\d\s.…_,]{0,40}[a-z]?\s*(?:[/-]|$).{0,60}"
    # A dash or slash behind the number was left out: "Số 12 KH/TU", "Số: 21 QĐ-SNV".
    r"|[s5]o\s*[:.]?\s*\d{1,5}[a-z]?\s{1,3}[a-z]{1,4}\s?[/-]\s?[a-z]{2}[a-z0-9&.-]*"
    r"|(?:\d{1,5}[a-z]?\s*)?/\s*[a-z]{1,8}\d?(?:[-&.][a-z0-9&.]+)*|so\s*[:.]|[s5]o\s*[:.;][^/]{0,12}/\s*[a-z]{1,8}\d?(?:\s?[-&.]\s?[a-z0-9&.]+)+)\s*"
)
_BARE_SYMBOL = re.compile(r"\d{1,5}[a-z]?\s*/\s*(?:(?:19|20)\d\d\s*/\s*)?[a-z]{1,8}(?:\s*-\s*[a-z0-9&.]+)*")
#: A line that cites a document by its number goes on with words.
_CITES = re.compile(r"\b(?:ngay|thang|cua|ve)\b")
ABOUT = re.compile(r"\W*(?:v\s*/\s*v|ve\s+viec)\b\s*:?\s*")
_MARK = re.compile(
    r"\W*(?:(?:du\s*thao)(?:\s+(?:lan|ngay|so)?\s*[\w./-]*){0,3}|ban\s+du\s+thao|(?:thuong\s+|rat\s+)?khan|hoa\s*toc(?:\s+hen\s+gio)?"
    r"|(?:do\s+)?(?:toi\s+|tuyet\s+)?mat|luu\s+hanh\s+noi\s+bo|xem\s+xong\s+tra\s+lai|tra\s+lai\s+sau\s+khi\s+hop"
    r"|khong\s+pho\s+bien|tai\s+lieu\s+(?:noi\s+bo|hop|mat))\W*"
)
ADDRESSEE = re.compile(r"\W*kin\s?h\s+(?:gui|goi|trinh)\b\s*:?")
RECIPIENTS = re.compile(
    r"\W*n[oc]i\s*(?:nhan|gui)\b(?!\s+(?:ho|va|ket|tien|tra|hang|don|bao|cong|thong|cac|tu|the|bang|duoc|phan)\b)"
    r"\s*(?P<colon>[:;.]?)"
)
_ANNEX = re.compile(
    r"\W*(?:phu\s+luc(?:\s+(?:so\s+)?(?:[ivxlc\d]+|[a-d]))?\b|bieu(?:\s+mau)?\s+(?:so\s*)?[\d]+|mau\s+(?:so\s*)?\d+|phu\s+bieu\b)"
)
#: A drawn rule, with the knot that typists put in its middle: ``----o0o----``.
_RULE = re.compile(r"[\W_]+(?:[ox0]{1,5}[\W_]+)?")
STAMP = re.compile(
    r"\b(?:nguoi\s+ky|ky\s+(?:so\s+)?boi|thoi\s+gian\s+ky|ngay\s+ky|co\s+quan|email|e-mail)\s*:"
    r"|\bdigitally\s+signed\s+by\b|\bsignature\s+(?:valid\b|not\s+verified\b)|\bdn\s*:\s*c\s*="
    r"|\d\d[./]\d\d[./]\d{4}\s+\d\d:\d\d(?::\d\d)?|\+0?7:?00\b|[\w.]+@[\w.]+\.(?:gov\.)?vn|\bchu\s+ky\s+(?:so|dien\s+tu)\b"
)
#: Text on an arrival stamp (dấu đến): its number and day are not the document's.
ARRIVAL = re.compile(
    r"\W*(?:cong\s+van\s+)?den\W*$|\W*(?:so|ngay|gio)\s+den\b|\W*den\s+(?:so|ngay)\b|\W*chuyen\s*:|\W*so\s+va\s+ky\s+hieu\s+ho\s+so|\W*luu\s+ho\s+so\s+so"
)


_CLASS = re.compile(r"(?:thanh\s+pho|thi\s+(?:xa|tran)|tp|tinh|huyen|quan)\b")
_NO_PLACE = re.compile(
    r"\W*(?:can\s+cu|nghi\s+(?:dinh|quyet)|quyet\s+dinh|thong\s+(?:tu|bao)|ke\s+hoach|chi\s+thi|cong\s+van|luat|tu|den|vao|truoc)\s+"
    r"(?!ky\b|son\b)"
)


def despaced(text: str) -> str:
    """Give the letters and digits of ``text`` only."""
    return re.sub(r"[\W_]+", "", text)


def country_at(letters: str) -> int | None:
    """Give where the national title (Quốc hiệu) begins in flat ``letters``, however damaged; None when it is not there."""
    if _COUNTRY_HINT.search(letters) is None or len(letters) > 400:
        return None
    whole = _COUNTRY_WHOLE.search(letters)
    if whole is not None:
        inside = _IN_SENTENCE.search(letters[: whole.start()]) or _GOES_ON.match(letters[whole.end() :])
        return None if inside else whole.start()
    starts = [m.start() for m in re.finditer(r"\b[a-z]", letters)]
    best, at = 0.0, None
    for start in starts:
        if letters[start] not in "cgd0o":
            continue
        rest = despaced(letters[start:])
        ratio = max(_ratio(rest, _COUNTRY), _ratio(rest, _COUNTRY_FIRST) - 0.02)
        if ratio > best:
            best, at = ratio, start
    return at if best >= 0.8 else None


def organisation_at(letters: str) -> int | None:
    """Give where the title of the Party or the Youth Union begins behind its body in flat ``letters`` that end with it.

    ``BAN CHẤP HÀNH ĐOÀN TNCS HỒ CHÍ MINH`` is a body's name; the title stands behind one that names itself.
    """
    if len(letters) > 100:
        return None
    party, youth = _PARTY.search(letters), _YOUTH.search(letters)
    if party is not None and not letters[party.end() :].strip(" .*-_"):
        return party.start()
    if youth is None or letters[youth.end() :].strip(" .*-_") or not _OWN_BODY.search(letters[: youth.start()]):
        return None
    return youth.start()


def motto_at(letters: str) -> int | None:
    """Give where the motto (Tiêu ngữ) begins in flat ``letters``; None when it is not there."""
    if len(letters) > 300 or _MOTTO_HINT.search(letters) is None:
        return None
    whole = _MOTTO_WHOLE.search(letters)
    if whole is not None:
        return whole.start()
    best, at = 0.0, None
    for start in (m.start() for m in re.finditer(r"\b[a-z0-9]", letters)):
        ratio = _ratio(despaced(letters[start:])[:22], _MOTTO)
        if ratio > best:
            best, at = ratio, start
    return at if best >= 0.72 else None


def broken_title(upper: str, lower: str) -> Kind | None:
    """Tell which title flat ``upper`` broken off and ``lower`` make to the letter: the national one or the motto."""
    first = despaced(upper)
    for whole, kind in ((_COUNTRY, Kind.COUNTRY), (_MOTTO, Kind.MOTTO)):
        if first and whole.startswith(first) and whole[len(first) :] == despaced(lower) != "":
            return kind
    return None


def _ratio(left: str, right: str) -> float:
    if abs(len(left) - len(right)) > 9:
        return 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


@lru_cache(maxsize=4096)
def kind_of(letters: str) -> Kind:
    """Tell what a single-column piece is from its flat text, blanks at the ends cut off.

    A date must be the whole piece; a symbol, an addressee or a list of recipients begins it.
    """
    if not letters:
        return Kind.BLANK
    size = len(letters)
    if _RULE.fullmatch(letters):
        return Kind.RULE
    first = letters.lstrip(" \t.,:;-*'\"([")[:1]
    if size <= 60 and country_at(letters) == len(letters) - len(letters.lstrip(" .'\"-_*")):
        return Kind.COUNTRY
    if size <= 60 and (at := motto_at(letters)) is not None and at <= 4:
        return Kind.MOTTO
    if size <= 60 and first == "d":
        if _PARTY.match(letters) and size <= 34:
            return Kind.PARTY
        if _YOUTH.fullmatch(letters.strip(" .*-")):
            return Kind.YOUTH
    if size <= 110 and is_date(letters):
        return Kind.DATE
    if first in "s/0123456789lbpn" and size <= 75 and SYMBOL.fullmatch(letters) and _CITES.search(letters) is None:
        return Kind.SYMBOL
    if first == "v" and ABOUT.match(letters):
        return Kind.ABOUT
    if size <= 40 and _MARK.fullmatch(letters):
        return Kind.MARK
    if first == "k" and ADDRESSEE.match(letters):
        return Kind.ADDRESSEE
    if first in "n" and RECIPIENTS.match(letters):
        return Kind.RECIPIENTS
    if size <= 60 and (STAMP.match(letters) or ARRIVAL.match(letters)):
        return Kind.STAMP
    if first in "pbm" and _ANNEX.match(letters):
        return Kind.ANNEX
    return Kind.TEXT


def date_at(letters: str) -> re.Match[str] | None:
    """Give the date that ends flat ``letters`` (a place at most before it); digits of day and month may be blank."""
    found = DATE.search(letters) if _DATE_HINT.search(letters) else None
    if found is None and letters[-5:].strip(" ./").isdigit():
        found = SLASH_DATE.search(letters)
        if found is not None and "," not in letters[: found.start()]:
            return None
    if found is None or found.end() != len(letters):
        return None
    place = letters[: found.start()].strip()
    if len(place) > 45 or any(c in ";:" or c.isdigit() for c in place):
        return None
    # A place is a few words; "Căn cứ Luật … ngày …" is a sentence.
    words = place.split()
    most = 7 if place.endswith(",") else 5 if _CLASS.match(place) else 4
    if len(words) > most or _NO_PLACE.match(place + " "):
        return None
    return found


def is_date(letters: str) -> bool:
    """Tell whether flat ``letters`` are a place and a date and nothing else."""
    return date_at(letters) is not None


def is_year_tail(letters: str) -> bool:
    """Tell whether flat ``letters`` may end a date broken over two lines: ``tháng 9 năm 2022``, ``năm 2022``, ``2022``."""
    return len(letters) <= 30 and _YEAR_TAIL.fullmatch(letters) is not None


def is_yearless(letters: str) -> bool:
    """Tell whether flat ``letters`` are a date line whose year is not on it."""
    found = date_at(letters)
    return found is not None and "year" in found.re.groupindex and not any(c.isdigit() for c in found["year"] or "")


def is_capitals(text: str) -> bool:
    """Tell whether nearly all letters of ``text`` are capitals; a few small ones (``TTg``, ``và``) are allowed in a long line."""
    upper = sum(1 for c in text if c.isupper())
    lower = sum(1 for c in text if c.islower())
    return upper >= 2 and lower * 8 <= upper
