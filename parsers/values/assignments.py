"""Who leads a task and who cooperates in it, out of the words of the assignment; one body after the other, as printed.

``chủ trì, phối hợp với``, ``làm đầu mối``, ``là cơ quan thường trực``; ``Cơ quan chủ trì: …; cơ quan phối hợp: …``.
"""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.reference.cues import phrases
from pipeline.reference.people import body_words
from pipeline.text import squeeze

#: A list of bodies is no longer; what runs on without an end is cut off before its last body.
_MOST, _LONGEST_NAME = 320, 110
_NO_BODY = re.compile(r"(?:Xã\s+hội|Cán\s+bộ|Tổ\s+chức|Khoa\s+học|Công\s+chức|Lao\s+động|Trường\s+hợp)\b")
_LEADS = re.compile(
    r"(?<!\w)(?:chủ\s+trì|chịu\s+trách\s+nhiệm\s+chính|(?:làm|là|giữ\s+vai\s+trò)\s+"
    r"(?:(?:(?:cơ\s+quan|đơn\s+vị|bộ\s+phận)\s+)?(?:đầu\s+mối|chủ\s+trì)|(?:cơ\s+quan|đơn\s+vị|bộ\s+phận)\s+thường\s+trực))(?!\w)",
    re.IGNORECASE,
)
#: Somebody else is said to lead: phối hợp với cơ quan chủ trì; do Sở Nội vụ chủ trì.
_OTHER_LEADS = re.compile(r"(?:\b(?:cơ\s+quan|đơn\s+vị|bộ\s+phận|phòng|người)\s+|:\s*)$", re.IGNORECASE)
_BY = re.compile(r"(?<!\w)do\s+(?P<who>[A-ZĐÀ-Ỹ][^,;.:()]{2,90}?)\s+(?:chủ\s+trì|làm\s+đầu\s+mối)(?!\w)")
_WITH = re.compile(
    r"(?<!\w)(?:phối\s+hợp(?:\s+(?:chặt\s+chẽ|đồng\s+bộ|thường\s+xuyên|tốt|hiệu\s+quả|kịp\s+thời))*\s*,?\s+(?:cùng\s+với|với|cùng)"
    r"|(?:chủ\s+trì|đầu\s+mối|thường\s+trực)\s*,?\s+cùng(?:\s+với)?|(?:sự\s+)?(?:tham\s+gia\s*,?\s+)?phối\s+hợp\s+của)\s+",
    re.IGNORECASE,
)
_COOPERATES = re.compile(r"(?<!\w)(?:cùng\s+)?(?:tham\s+gia\s+)?phối\s+hợp(?!\w)", re.IGNORECASE)
_MANNER = re.compile(
    r"(?:\W|\b(?:có\s+trách\s+nhiệm|chủ\s+động|tích\s+cực|tăng\s+cường|tiếp\s+tục|cần|phải|sẽ|cùng|nghiêm\s+túc|kịp\s+thời|thường\s+xuyên)\b)*",
    re.IGNORECASE,
)
#: Where a list of bodies ends whatever stands there.
_STOP = re.compile(
    r"[;:()]|\.(?=\s|$)|\./\.|\s(?:để|nhằm|trong|theo|về|tại|trước|khi|từ|đến|sau|thuộc\s+thẩm|căn\s+cứ|trên\s+(?:địa\s+bàn|cơ\s+sở))\s",
    re.IGNORECASE,
)
_RELATED = re.compile(r"(?<!\w)(?:(?:có\s+)?liên\s+quan|trực\s+thuộc)(?:\s+khác)?(?!\w)", re.IGNORECASE)
_COMMA = re.compile(r"\s*(?:[,;]\s*(?:và\s+|cùng\s+)?|\s(?:và|cùng(?:\s+với)?|với)\s+)")
_PLURAL = re.compile(
    r"(?:các|những|từng|mỗi|toàn\s+thể|thủ\s+trưởng|chủ\s+tịch|giám\s+đốc|trưởng\s+(?:các\s+)?(?:phòng|ban))\s",
    re.IGNORECASE,
)
#: One office of two councils: Văn phòng HĐND và UBND.
_JOINT_OFFICE = re.compile(r"Văn\s+phòng\b[^,;]*(?:HĐND|Hội\s+đồng\s+nhân\s+dân|ĐBQH)$", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?<!\w)(?:(?:các\s+)?(?:cơ\s+quan|đơn\s+vị|bộ\s+phận|phòng|sở|ngành)\s*(?:,\s*đơn\s+vị\s+)?)?(?:được\s+giao\s+)?"
    r"(?:(?P<leads>chủ\s+trì|đầu\s+mối)|(?P<with>(?:tham\s+gia\s*,?\s+)?phối\s+hợp))"
    r"(?:\s+(?:thực\s+hiện|tham\s+mưu|chính|tổ\s+chức))?\s*:\s*",
    re.IGNORECASE,
)
#: The last words of every label; most texts have none of them before a colon.
_MAY_LABEL = re.compile(r"(?:trì|mối|hợp|hiện|mưu|chính|chức)\s*:", re.IGNORECASE)
_TRIM = " \t.,;:/-–+•*"


@dataclass(frozen=True, slots=True)
class Parties:
    """The bodies that lead and those that cooperate, in the order of the text; empty when it is not said."""

    leads: tuple[str, ...] = ()
    cooperates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A line's own words for a party: ``Cơ quan chủ trì: Sở Nội vụ``. ``start`` to ``end`` is the label itself."""

    start: int
    end: int
    leads: bool


@cache
def _heads() -> re.Pattern[str]:
    known = {"ngành", *phrases()["actor_head"], *(w.casefold() for w in body_words())}
    options = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(known, key=len, reverse=True))
    return re.compile(rf"(?:{options})(?!\w)", re.IGNORECASE)


@cache
def _verbs() -> re.Pattern[str]:
    options = "|".join(
        re.escape(p).replace(r"\ ", r"\s+") for p in sorted(phrases()["task_verb"], key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{options}|tiến\s+hành|giúp|làm)(?!\w)")


#: A noun before a verb makes a name of it: các tổ chức, ban chỉ đạo.
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:các|những|mỗi|của|ban|phòng|tổ|cơ\s+quan|bộ\s+phận|hội\s+đồng|đơn\s+vị|cán\s+bộ|thể|đoàn\s+thể|bộ|sở|ngành))\s+$",
    re.IGNORECASE,
)


def _first_verb(text: str, begin: int, stop: int) -> int | None:
    """Give where the first verb of a task stands; a noun before it makes a name of it."""
    for match in _verbs().finditer(text, begin, stop):
        at = match.start()
        lead = text[max(0, at - 16) : at]
        # In a list of bodies "tổ chức" is one more: các cơ quan, tổ chức.
        if not _NOUN_BEFORE.search(lead) and not (match[0].endswith("chức") and lead.rstrip().endswith(",")):
            return at
    return None


def is_body(text: str, at: int = 0) -> bool:
    """Tell whether the name of a body, of bodies or of their heads opens at the character ``at``."""
    return _heads().match(text, at) is not None and not _NO_BODY.match(text, at)


def labels(text: str) -> tuple[Label, ...]:
    """Give the labels of parties in a text, in order."""
    if _MAY_LABEL.search(text) is None:
        return ()
    return tuple(Label(m.start(), m.end(), m["leads"] is not None) for m in _LABELLED.finditer(text))


def labelled(text: str) -> Parties:
    """Read ``Cơ quan chủ trì: …; cơ quan phối hợp: …``; nothing of a text without such labels."""
    found = labels(text)
    if not found:
        return Parties()
    ends = [label.start for label in found[1:]] + [len(text)]
    leads: list[str] = []
    cooperates: list[str] = []
    for label, end in zip(found, ends, strict=True):
        stop = re.compile(r"[;()]|\.(?=\s|$)|\./\.").search(text, label.end, end)
        names = bodies(text[label.end : stop.start() if stop else end])
        (leads if label.leads else cooperates).extend(names)
    return Parties(tuple(leads), tuple(cooperates))


def bodies(text: str) -> tuple[str, ...]:
    """Give a list of bodies one by one: cut where another name opens, not inside one (``các sở, ban, ngành``)."""
    out, begin = [], 0
    for gap in _COMMA.finditer(text):
        after = gap.end()
        if not is_body(text, after) or not (text[after].isupper() or _PLURAL.match(text, after)):
            continue
        if _JOINT_OFFICE.search(text[begin : gap.start()]) and "," not in gap[0]:
            continue
        out.append(text[begin : gap.start()])
        begin = after
    out.append(text[begin:])
    return tuple(name for part in out if (name := squeeze(part).strip(_TRIM)))


def parties(actor: str | None, text: str) -> Parties:
    """Give who leads and who cooperates in a task given to ``actor``, whose words are ``text`` from its verb on."""
    told = labelled(text)
    if told.leads or told.cooperates:
        return told
    leads = bodies(actor) if actor and _actor_leads(text) else ()
    by = _BY.search(text) if not leads else None
    if by is not None and is_body(by["who"]):
        leads = bodies(by["who"])
    cooperates = [name for match in _WITH.finditer(text) for name in _listed(text, match.end())]
    cooperates += _cooperating(text, leads != ())
    if actor and not leads and not cooperates and _joins(text):
        cooperates = list(bodies(actor))
    return Parties(leads, tuple(name for name in dict.fromkeys(cooperates) if name not in leads))


def _actor_leads(text: str) -> bool:
    """The actor leads when the word stands in the first clause of its task, or opens another clause."""
    clause = re.search(r"[;.]", text)
    for match in _LEADS.finditer(text):
        lead = text[: match.start()]
        if _OTHER_LEADS.search(lead) or re.search(r"\b(?:do|giao|để|với)\s[^,;.]*$", lead):
            continue
        if clause is None or match.start() < clause.start() or re.search(r"[;,.]\s*$", lead):
            return True
    return False


def _joins(text: str) -> bool:
    manner = _MANNER.match(text)
    return _COOPERATES.match(text, manner.end() if manner else 0) is not None


def _listed(text: str, begin: int) -> tuple[str, ...]:
    """Give the bodies of the list that begins here; it ends at a verb, at a turn of the sentence or behind ``liên quan``."""
    if not is_body(text, begin):
        return ()
    stop = min(len(text), begin + _MOST)
    turn = _STOP.search(text, begin, stop)
    ends = [at for at in (_first_verb(text, begin, stop), turn.start() if turn else None) if at is not None]
    for match in _RELATED.finditer(text, begin, stop):
        gap = _COMMA.match(text, match.end())
        if gap is None or not is_body(text, gap.end()):
            ends.append(match.end())
            break
    end = min(ends, default=stop)
    found = bodies(re.sub(r"\s+(?:có\s+trách\s+nhiệm|và|cùng|cùng\s+với)\s*$", "", text[begin:end].rstrip(_TRIM)))
    return tuple(name for name in found if len(name) <= _LONGEST_NAME)


def _cooperating(text: str, led: bool) -> list[str]:
    """Give those who stand before the word: ``…; các sở, ban, ngành phối hợp thực hiện``."""
    out: list[str] = []
    for match in _COOPERATES.finditer(text):
        lead = text[: match.start()]
        turn = max((m.end() for m in re.finditer(r"[;.]\s*|\bchủ\s+trì\s*(?:,|và)\s*", lead)), default=-1)
        if not led or turn < 0 or not is_body(text, turn):
            continue
        who = _MANNER_END.sub("", lead[turn:])
        if len(who) <= _MOST and _first_verb(who, 0, len(who)) is None:
            out += bodies(who)
    return out


_MANNER_END = re.compile(
    r"(?:\s+(?:có\s+trách\s+nhiệm|chủ\s+động|tích\s+cực|cùng|tham\s+gia|cần|phải|sẽ|thì|là\s+(?:cơ\s+quan|đơn\s+vị)))+\s*$"
)
