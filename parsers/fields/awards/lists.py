"""Awards granted or proposed in running text: list headings, articles and their entries, one receiver each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.fields.awards import names, scans, sentences, subjects
from parsers.fields.awards.subjects import Subject
from pipeline.model import Award, Block, Candidate, Evidence, Field
from pipeline.reference.awards import CatalogueAward
from pipeline.text import bare, plain_marks, squeeze

_ARTICLE = re.compile(r"^[\W_]*Điều\s+(?P<number>\d+)\s*[.:]?\s*", re.IGNORECASE)
_ENTRY = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2}){1,2}\s*[.)]?\s|\d{1,3}\s*[.)/]|[-+*•–—]|\(\d{1,3}\)|[a-zđ]\s*[.)])\s*"
)
#: A scan reads "5." as "5...", "8." as "§.." and "11." as "II.".
_NUMBER = re.compile(
    r"^\s*\d{1,2}(?:\.\d{1,2}){1,2}\s*[.)]?\s+|^[\W_]{0,4}(?:\d{1,3}|§|[IVXl]{1,4})(?:\s*[.,)/_]){1,4}[\W_]{0,3}\s*|^\s*\(\d{1,3}\)\s*|^\s*\d{1,3}\s(?=\s*[^\W\d_a-z])"
)
_CHAPTER = re.compile(r"^\s*(?:[IVX]{1,5}|[A-D])\s*[.)/-]\s*")
_OPEN_END = re.compile(
    r"\b(?:quận|huyện|xã|phường|tỉnh|thành\s+phố|thị\s+xã|thị\s+trấn|trường|phòng|và)\s*\W{0,3}$", re.IGNORECASE
)
#: "Quận X: 04", "b) Cá nhân: 22", "Cờ thi đua: 04 tập thể": a head of a group, not a receiver.
_COUNTED = re.compile(
    r"(?::|\(|\s[-–])\s*\(?\d{1,4}\)?(?:\s*(?:tập\s+th\S{1,2}|cá\s+nhân|đơn\s+vị|người|hộ(?:\s+gia\s+đình)?|đồng\s+chí|gia\s+đình|tổ))?"
    r"(?:\s*(?:,|và|;)\s*\d{1,4}\s*(?:tập\s+th\S{1,2}|cá\s+nhân|hộ(?:\s+gia\s+đình)?|gia\s+đình|người))*[\s.;,)]*.{0,6}$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:tặng(?:\s+thưởng)?|khen\s+thưởng|công\s+nhận|truy\s+tặng|biểu\s+dương|thưởng|phong\s+tặng|trao\s+tặng)\b",
    re.IGNORECASE,
)
_FOR = re.compile(r"\s(?:cho|đối\s+với)\s+", re.IGNORECASE)
_MONEY_OR_DUTY = re.compile(
    r"^\s*(?:tổng\s+(?:số\s+)?tiền|mức\s+(?:tiền\s+)?thưởng|số\s+tiền|tiền\s+thưởng|kinh\s+phí|kèm\s+theo|nguồn|thời\s+gian|căn\s+cứ|quyết\s+định|nơi\s+nhận|như\s+điều|lưu)\b",
    re.IGNORECASE,
)
_KIND_FIRST = re.compile(
    r"\s*(?:(?:các\s+)?(?:tập\s+thể|cá\s+nhân)|hộ\s+gia\s+đình|doanh\s+nghiệp)\s*:\s*(?=\S)", re.IGNORECASE
)
_LIST_HEAD = re.compile(r"^\s*(?:DANH\s+SÁCH|Danh\s+sách|PHỤ\s+LỤC|Phụ\s+lục)\b")
_PROPOSES = re.compile(
    r"\b(?:đề\s+nghị|kính\s+trình|trình)\b[^.;]{0,120}\b(?:khen\s+thưởng|tặng|xét|công\s+nhận|phong)\b|"
    r"\b(?:danh\s+sách|trường\s+hợp)\s+đề\s+nghị\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:ông|bà|đồng\s+chí|đ/c)\s+[^\W\d_]", re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """Where a list stands: what is given, to which kind, and whether names may follow."""

    award: CatalogueAward | None = None
    text: str = ""
    kind: str | None = None
    open: bool = False
    #: True below a heading DANH SÁCH: running text does not close the list.
    listed: bool = False
    #: True right behind "… cho:": the next line names a receiver, numbered or not.
    awaited: bool = False

    def copy(self) -> "_State":
        return replace(self)


_Entry = tuple[Block, Subject, _State]


def find(body: tuple[Block, ...], giver: str, status: str, year: int | None, *, toneless: bool) -> Iterator[Candidate]:
    """Give the receivers listed in the blocks. ``giver`` is the issuer as printed; ``status`` what the document does."""
    state = _State()
    entries: list[_Entry] = []
    group: list[_Entry] = []
    for block in scans.lines_of(body) if toneless else body:
        printed = squeeze(block.text)
        text = plain_marks(printed)
        # Letter for letter as long as folding the marks moved nothing.
        printed = printed if len(printed) == len(text) else text
        if _MONEY_OR_DUTY.match(re.sub(r"^[\W_]+", "", _ENTRY.sub("", text))):
            continue
        article = _ARTICLE.match(text)
        if article is not None:
            entries += _settled(group)
            group = []
            state = _article(text[article.end() :], int(article["number"]), state, toneless)
            group += _inline(block, text, state, toneless) if state.open else []
            state.awaited = state.open and text.rstrip().endswith(":")
            continue
        if _LIST_HEAD.match(text):
            entries += _settled(group)
            group = []
            state.kind = subjects.heading_kind(text) or state.kind
            named = names.find(text, toneless=toneless)
            if named:
                state.award, state.text = named[0].award, named[0].text
            state.open = state.award is not None or bool(state.text)
            state.listed = True
            continue
        if _opens_group(block, text, toneless):
            entries += _settled(group)
            group = []
            _enter(block, text, state, toneless)
            receivers = _inline(block, text, state, toneless)
            group += receivers
            state.awaited = state.open and not receivers and text.rstrip().endswith(":")
            continue
        if _opens_chapter(text) and not toneless:
            # "II. PHƯƠNG HƯỚNG": another chapter begins.
            state.open = state.open and state.listed
            continue
        if not state.open or not state.text:
            continue
        entry = _NUMBER.match(text) or _ENTRY.match(text)
        awaited, state.awaited = state.awaited, False
        if entry is None and awaited and sentences.opens_name(text):
            subject = subjects.parse(printed, state.kind)
            group += [(block, subject, state.copy())] if subject is not None else []
            continue
        if entry is None and group and len(text.split()) <= 6 and _continues(group, block, text):
            continue
        if entry is None and not state.listed and text.endswith(":"):
            named = names.find(text, toneless=toneless)
            if len({n.award.code for n in named}) == 1:
                state.award, state.text = named[0].award, named[0].text
            continue
        scrap = scans.opens_entry(text) if entry is None and toneless and block.annex else None
        if entry is None and scrap is None and not (block.annex and block.label):
            # Running text closes a list that an article opened; below DANH SÁCH only another heading does.
            state.open = state.open and (state.listed or bool(block.annex))
            continue
        words = printed[entry.end() if entry else scrap or 0 :]
        if _ended(words):
            continue
        group += _entry(block, words, state)
    entries += _settled(group)
    yield from _emit(entries, giver, status, year, mended=toneless)


def _opens_chapter(text: str) -> bool:
    """Tell whether a line heads a chapter and names nobody: "II. PHƯƠNG HƯỚNG", "II. Hình thức khen thưởng"."""
    label = _CHAPTER.match(text)
    if label is None:
        return False
    return text.isupper() or (label[0].strip()[0] in "IVX" and not sentences.opens_name(text[label.end() :]))


def _entry(block: Block, words: str, state: _State) -> list[_Entry]:
    """Give the receiver of an entry; all of them when it says their kind first: "Cá nhân: ông A, …; bà B, …"."""
    kinded = _KIND_FIRST.match(words)
    named = [part for part in words[kinded.end() :].split(";") if part.strip(" .")] if kinded else [words]
    kind = subjects.heading_kind(kinded[0]) if kinded else state.kind
    found = (subjects.parse(part, kind) for part in named)
    return [(block, subject, state.copy()) for subject in found if subject is not None]


def _continues(group: list[_Entry], block: Block, text: str) -> bool:
    """Take a block as the rest of the entry before it, when that one stops in the middle of its unit."""
    before, subject, state = group[-1]
    if subject.unit is None or not _OPEN_END.search(subject.unit) or not text[:1].isupper():
        return False
    group[-1] = (before, replace(subject, unit=f"{subject.unit.rstrip(' :')} {text}"), state)
    return True


def _ended(words: str) -> bool:
    return (
        (_COUNTED.search(words) is not None and not _PERSON.match(words))
        or bool(_GIVES.match(words))
        or len(words) > 220
    )


def _article(text: str, number: int, state: _State, toneless: bool) -> _State:
    """Give the state an article leaves: what it gives and to whom; one that gives nothing closes the list."""
    found = names.find(text, toneless=toneless)
    gives = _GIVES.match(text) is not None
    if not gives and not (found and _GIVES.search(text[: found[0].start])):
        # Articles on money and duty follow; an annex goes on with what the first article gave.
        return _State(state.award, state.text, state.kind, False)
    cut = _FOR.search(text)
    words = found[0].text if found else squeeze(text[: cut.start()] if cut else "")
    kinds = subjects.kinds_in(text[cut.end() :] if cut else text)
    one = found[0].award if len({f.award.code for f in found}) == 1 else None
    return _State(one, words if one or not found else "", kinds[0] if len(kinds) == 1 else None, True)


def _opens_group(block: Block, text: str, toneless: bool) -> bool:
    """Tell whether a block heads a group: an award, a kind or a place with its count, or a proposal that lists follow."""
    words = _ENTRY.sub("", re.sub(r"^\s*[IVX]{1,5}\s*[.,)]\s*", "", text))
    if _PROPOSES.search(text):
        return True
    if (_NUMBER.match(text) and _PERSON.match(words)) or (toneless and _PERSON.match(text)):
        return False
    named = names.find(words, toneless=toneless)
    if named and (named[0].start <= 12 or _GIVES.match(words)):
        return True
    if _COUNTED.search(words) and len(words) < 120:
        return True
    short = len(words.split()) <= 12
    return (
        short
        and subjects.heading_kind(words) is not None
        and re.match(
            r"(?:danh sach |doi voi |cac |ve )*(?:tap the|ca nhan|ho gia dinh|gia dinh|doanh nghiep)\b", bare(words)
        )
        is not None
    )


def _enter(block: Block, text: str, state: _State, toneless: bool) -> None:
    named = names.find(text, toneless=toneless)
    codes = {n.award.code for n in named}
    kind = subjects.heading_kind(text)
    if named and len(codes) == 1:
        # "Trình Chủ tịch UBND tỉnh tặng Bằng khen": who is asked gives it.
        state.award, state.text, state.kind = names.by_giver(named[0].award, text), named[0].text, kind
    elif kind is not None:
        state.kind = kind
    if named or kind is not None or _PROPOSES.search(text):
        state.open = True


def _inline(block: Block, text: str, state: _State, toneless: bool) -> list[_Entry]:
    """Give the receivers that a sentence itself names, each with the award that the sentence gives it."""
    out = []
    for one in sentences.receivers(text, state.award, state.text, toneless=toneless):
        subject = subjects.parse(one.words, None)
        if subject is not None:
            given = names.by_giver(one.award, text) if one.award else None
            out.append((block, subject, replace(state, award=given, text=one.award_text)))
    return out


def _settled(group: list[_Entry]) -> list[_Entry]:
    settled = subjects.settle([subject for _, subject, _ in group])
    return [(block, subject, state) for (block, _, state), subject in zip(group, settled, strict=True)]


def _emit(entries: list[_Entry], giver: str, status: str, year: int | None, *, mended: bool) -> Iterator[Candidate]:
    read_as = [subject for _, subject, _ in entries]
    for (block, original, state), subject in zip(entries, scans.mend(read_as) if mended else read_as, strict=True):
        found = names.by_giver(state.award, giver if status == "granted" else "") if state.award else None
        value = Award(
            award=state.text,
            award_code=found.general if found else None,
            subject_kind=subject.kind,
            name=subject.name,
            position=subject.position,
            unit=subject.unit,
            status=status,
            year=year,
        )
        evidence = _evidence(block)
        if evidence:
            read = min(piece.line.legibility for piece in block.pieces)
            sure = min(subject.sure, read, 0.9 if found and found.general else 0.7)
            reasons = () if subject.name == original.name else (scans.REASON,)
            yield Candidate("awards", Field.of(value, evidence, sure, *reasons))


def _evidence(block: Block) -> tuple[Evidence, ...]:
    return block.evidence(0, len(block.text))
