"""Who receives an award: a person, a body, a household, a firm; name, position and unit cut out of one entry."""

import re
from dataclasses import dataclass, replace

from parsers.values import people
from pipeline.reference.people import opens_with, opens_with_body, position_keys
from pipeline.text import bare, key, squeeze

COLLECTIVE, PERSON, HOUSEHOLD, FIRM = "tập thể", "cá nhân", "hộ", "doanh nghiệp"


@dataclass(frozen=True, slots=True)
class Subject:
    """One receiver as printed; ``sure`` is 0 to 1."""

    name: str
    kind: str
    position: str | None = None
    unit: str | None = None
    sure: float = 0.9


_HONORIFIC = re.compile(
    r"^\s*(?:các\s+)?(?:ông|bà|đồng\s+chí|đ/c|anh|chị|thầy|cô|em|cháu)\s+(?=(?-i:[^\W\d_a-z]))",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"^\s*(?:hộ(?:\s+gia\s+đình)?|gia\s+đình)\s+(?:ông|bà|anh|chị)?\s*", re.IGNORECASE)
_FIRM = re.compile(
    r"^\s*(?:công\s+ty|doanh\s+nghiệp|tổng\s+công\s+ty|tập\s+đoàn|hợp\s+tác\s+xã|HTX|ngân\s+hàng|DNTN)\b", re.IGNORECASE
)
_PLACE = r"(?:quận|huyện|thị\s+xã|thành\s+phố|TP\.?|xã|phường|thị\s+trấn|tỉnh)"
_AT_PLACE = re.compile(rf"\s(?P<unit>{_PLACE}\s+(?-i:[A-ZĐÀ-Ỹ]).*)$", re.IGNORECASE)
#: Behind a comma a lower-case word goes on with the name of a body, unless it names a place, another body or a post.
_GOES_ON = re.compile(r"[^\W\d_A-ZĐÀ-Ỹ]")
_COMMA_PLACE = re.compile(rf",\s*{_PLACE}\s", re.IGNORECASE)
_MERIT = re.compile(
    r"[,;:]?\s*(?:(?:đã\s+)?(?:có|đạt)\s+(?:nhiều\s+)?thành\s+tích|vì\s+(?:đã|có)|đã\s+có\s+(?:nhiều\s+)?(?:đóng\s+góp|công\s+lao)|"
    r"hoàn\s+thành\s+(?:xuất\s+sắc|tốt)|có\s+nhiều\s+(?:đóng\s+góp|công\s+lao)|tiêu\s+biểu\s+trong).*$",
    re.IGNORECASE | re.DOTALL,
)
_BORN = re.compile(r",?\s*(?:sinh\s+(?:năm|ngày)|SN)\s*:?\s*[\d/.\-]+", re.IGNORECASE)
_COUNT_TAIL = re.compile(r"[\s:;.,/]+$")


#: The further cells of a table row that a scan reads as one line: "… 14 17.020".
_CELLS = re.compile(r"\s+\d{1,4}\s+\d{1,3}(?:[.,]\d{3})+\b.*$|(?:\s+\d{1,3}(?:[.,]\d{3})+)+\s*$")


#: The head of the next group, printed on the line below and read on ("… huyện A Huyện B: 04").
_NEXT_GROUP = re.compile(r"\s(?:Quận|Huyện|Thị xã|Thành phố|Xã|Phường|Thị trấn)\s[^,:;]{2,30}:\s*\d{1,3}\b.*$")


#: How many voted for the receiver: "(8/9 phiếu)", "(9/9, đạt 100%)".
_VOTES = re.compile(r"\s*\([^()]*\d\s*(?:/\s*\d+|%)[^()]*\)")


def clean(text: str) -> str:
    """Give the words of an entry that name its receiver: the merit, the year of birth and closing marks cut off."""
    return _COUNT_TAIL.sub(
        "", squeeze(_CELLS.sub("", _NEXT_GROUP.sub("", _BORN.sub("", _MERIT.sub("", _VOTES.sub("", squeeze(text)))))))
    )


#: A position in brackets behind a name: "Trần Thị Mẫu (Phó Trưởng khoa)".
_ASIDE = re.compile(r"(?P<name>[^()]{4,40}?)\s*\((?P<aside>[^()]+)\)\s*")


def _without_ranks(entry: str) -> str:
    """Give an entry without the ranks and degrees before a person's name; forms of address stay as printed."""
    titles = people.titles_before(entry)
    rest = entry[len(titles) :]
    if not titles or people.parse(re.split(r"\s*[,;(]|\s+[-–]\s", rest, maxsplit=1)[0]) is None:
        return entry
    address = _HONORIFIC.match(f"{titles} X")
    return rest if address is None or address.end() < len(titles.rstrip()) else entry


def _post_before(name: str) -> tuple[str, str]:
    """Give the post before a person's name and the name: "Thứ trưởng Trần Văn Mẫu"; no post when the rest is no name."""
    words = name.split()
    for n in range(min(6, len(words) - 2), 0, -1):
        if key(" ".join(words[:n])) in position_keys():
            person = people.parse(" ".join(words[n:]))
            if person is not None and person.known:
                return " ".join(words[:n]), " ".join(words[n:])
    return "", name


def _goes_on(rest: str) -> bool:
    return (
        _GOES_ON.match(rest) is not None
        and _COMMA_PLACE.match(f", {rest} ") is None
        and not opens_with_body(rest)
        and not opens_with(rest, position_keys())
        and not rest.startswith(("thuộc", "trực thuộc", "của", "đã ", "gồm", "với", "có "))
    )


def _at_comma(entry: str) -> tuple[str, str]:
    """Cut an entry at the first comma that ends a name: "Tổ bảo vệ an ninh, trật tự thôn A, xã B" has one inside."""
    name, _, rest = (part.strip() for part in entry.partition(","))
    if _HONORIFIC.match(name) is not None or not opens_with_body(name) or people.parse(name) is not None:
        return name, rest
    while rest and _goes_on(rest):
        more, _, rest = (part.strip() for part in rest.partition(","))
        name = f"{name}, {more}"
    return name, rest


def parse(text: str, kind: str | None = None) -> Subject | None:
    """Read one entry (``Bà Trần Thị Mẫu, Hiệu trưởng trường X, huyện Y``); ``kind`` is what its list says.

    Name up to the first comma; behind it the position (persons) and the unit. None when the words are no name.
    """
    entry = clean(text)
    if not entry or len(entry) > 220 or not re.search(r"[^\W\d_]{2}", entry):
        return None
    entry = _without_ranks(entry)
    name, rest = _at_comma(entry)
    aside = _ASIDE.fullmatch(name)
    if aside is not None and people.parse(aside["name"]) is not None:
        name, rest = aside["name"].strip(), ", ".join(part for part in (aside["aside"].strip(), rest) if part)
    house = _HOUSE.match(name)
    if house is not None and (kind in (None, HOUSEHOLD) or people.parse(name[house.end() :]) is not None):
        return Subject(name, HOUSEHOLD, unit=rest or None)
    # A name glued to its position by a dash: "Nguyễn Văn A - Trưởng phòng".
    dash = re.match(r"(?P<name>[^-–]{4,40}?)(?:\s+[-–]\s*|\s*[-–]\s+)(?P<rest>.+)$", name)
    if dash is not None and people.parse(dash["name"]) is not None and kind != COLLECTIVE:
        name, rest = dash["name"].strip(), f"{dash['rest']}{', ' + rest if rest else ''}"
    post, name = _post_before(name) if kind in (None, PERSON) else ("", name)
    rest = ", ".join(part for part in (post, rest) if part)
    person = people.parse(name)
    honoured = _HONORIFIC.match(name) is not None
    if kind in (PERSON,) or (kind is None and (honoured or (person is not None and person.known))):
        if person is None and not honoured:
            return None if kind is None else Subject(name, PERSON, *_post(rest), sure=0.6)
        return Subject(name, PERSON, *_post(rest), sure=0.95 if person is not None else 0.75)
    if honoured and person is not None:
        return Subject(name, PERSON, *_post(rest), sure=0.85)
    found = kind or (FIRM if _FIRM.match(name) else COLLECTIVE)
    return Subject(name, found, unit=rest or None, sure=0.9 if name[0].isupper() else 0.6)


_OF_A_ROOM = frozenset(map(key, ("phòng", "ban", "khoa", "đội", "trạm", "tổ", "bộ môn")))


def _post(rest: str) -> tuple[str | None, str | None]:
    """Give position and unit out of what stands behind a name's comma."""
    if not rest:
        return None, None
    words = rest.split()
    folded = [key(word) for word in words]
    longest = 0
    for n in range(1, min(8, len(words)) + 1):
        if " ".join(folded[:n]) in position_keys():
            longest = n
    if longest and folded[longest - 1] in _OF_A_ROOM and "," not in words[longest - 1]:
        # "Trưởng phòng Kỹ thuật" is one title: the room's name belongs to it.
        head, _, tail = rest.partition(",")
        return head.strip(), tail.strip() or None
    if longest:
        unit = " ".join(words[longest:]).lstrip(" ,-–") or None
        return " ".join(words[:longest]).rstrip(","), unit
    head, comma, tail = rest.partition(",")
    lower = re.match(r"(?P<post>[^\W\d_]+(?:\s+[^\W\d_]+){0,3}?)\s+(?P<unit>(?:trường|phòng|ban|sở|chi\s+cục|trung\s+tâm|công\s+ty|tổ|đội|xã|huyện)\b.*)$", rest, re.IGNORECASE)  # fmt: skip  # noqa: E501
    if lower is not None:
        return lower["post"], lower["unit"]
    return head.strip() or None, tail.strip() or None if comma else None


def settle(entries: list[Subject]) -> list[Subject]:
    """Give a list's bodies with their place cut off where the comma was forgotten, when most others have one."""
    bodies = [s for s in entries if s.kind != PERSON]
    placed = sum(s.unit is not None and _COMMA_PLACE.match(f", {s.unit} ") is not None for s in bodies)
    if len(bodies) < 3 or placed * 2 < len(bodies):
        return entries
    out = []
    for one in entries:
        cut = _AT_PLACE.search(one.name) if one.kind != PERSON and one.unit is None else None
        if cut is not None and len(one.name[: cut.start()].split()) >= 2:
            one = replace(one, name=one.name[: cut.start()].strip(), unit=cut["unit"].strip(), sure=min(one.sure, 0.8))
        out.append(one)
    return out


def is_household(text: str) -> bool:
    """Tell whether a text names one household by its head: "Hộ gia đình ông Trần Văn Mẫu"."""
    house = _HOUSE.match(text)
    return house is not None and people.parse(text[house.end() :].split(",")[0]) is not None


_KINDS = (
    (re.compile(r"\btập\s+thể\b|\bđơn\s+vị\b|\bcơ\s+quan\b", re.IGNORECASE), COLLECTIVE),
    (re.compile(r"\bcá\s+nhân\b|\bông\b|\bbà\b|\bđồng\s+chí\b", re.IGNORECASE), PERSON),
    (re.compile(r"\bhộ\s+gia\s+đình\b|\bhộ\b|(?<!tập thể, )\bgia\s+đình\b", re.IGNORECASE), HOUSEHOLD),
    (re.compile(r"\bdoanh\s+nghiệp\b|\bdoanh\s+nhân\b", re.IGNORECASE), FIRM),
)
_STRICT = (
    (re.compile(r"\btập\s+thể\b", re.IGNORECASE), COLLECTIVE),
    (re.compile(r"\bcá\s+nhân\b", re.IGNORECASE), PERSON),
    (re.compile(r"\bhộ\s+gia\s+đình\b|\bhộ\b|\bgia\s+đình\b", re.IGNORECASE), HOUSEHOLD),
    (re.compile(r"\bdoanh\s+nghiệp\b", re.IGNORECASE), FIRM),
)


def kinds_in(text: str) -> list[str]:
    """Give the kinds of receivers that a text names, in the contract's order; "Tập thể lao động …" is a title, not a kind."""
    text = re.sub(
        r"tập\s+thể\s+lao\s+động|gia\s+đình\s+văn\s+hóa|gia\s+đình\s+văn\s+hoá", " ", text, flags=re.IGNORECASE
    )
    return [kind for pattern, kind in _STRICT if pattern.search(text)]


def heading_kind(text: str) -> str | None:
    """Give the one kind that a list heading names (``a) Tập thể: 15``), None when it names none or several."""
    kinds = kinds_in(text)
    if len(kinds) == 1:
        return kinds[0]
    if not kinds and re.match(r"(?:\W|[a-zđ]\)|\d+\.|[ivx]+\.)*\s*(?:cac )?(?:ca nhan|tap the)\b", bare(text)):
        return PERSON if "ca nhan" in bare(text) else COLLECTIVE
    return None
