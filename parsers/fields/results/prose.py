"""Figures reached, out of running text: each with what it counts, its unit, its time, and the words it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from parsers.fields.results import coding, pairs, phrases
from parsers.fields.results.sections import When, heading_period, looks_back, when
from parsers.values import indicators, numbers, periods, units
from parsers.values.numbers import Quantity
from pipeline.model import Basis, Block, Candidate, Field, Number, Result
from pipeline.reference import cues
from pipeline.reference.count_nouns import NounKind
from pipeline.text import squeeze

_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_)\]\"”%])\.(?=\s+[^\Wa-z_]|\s*$)|(?<=\d)\.(?=\s+[^\W\d_a-z]|\s*$)|[!?](?=\s)|\.\s*/\."
)
_CUT = re.compile(r";|:(?!\d)|,(?!\d)|[()\[\]]|\.{3}|…")
_COLON_HEAD = re.compile(r"^[^:.;()]{2,90}:(?=\s)")
_ARISE = re.compile(r"phát\s+sinh", re.IGNORECASE)
_MAYBE_NONE = re.compile(
    r"phát\s+sinh|(?:không|chưa)\s+(?:có|còn|(?:để\s+)?xảy\s+ra|phát\s+hiện|nhận\s+được|tiếp\s+nhận)\b", re.IGNORECASE
)
_NONE_OF = re.compile(r"\b(?:không|chưa)\s+(?:có\s+)?phát\s+sinh(?:\s+(?P<what>[^,.;:()]{3,60}))", re.IGNORECASE)
#: "Không có hộ tái nghèo", "không xảy ra vụ cháy nào": a zero where the words count cases or the dictionary knows them.
_HAS_NO = re.compile(
    r"\b(?:không|chưa)\s+(?P<verb>có|còn|(?:để\s+)?xảy\s+ra|phát\s+hiện|nhận\s+được|tiếp\s+nhận)\s+(?P<what>[^,.;:()]{3,60})",
    re.IGNORECASE,
)
_ANY = re.compile(r"\s+nào\b", re.IGNORECASE)
_HAS_NONE = re.compile(r"(?P<what>[^,.;:()]{3,60}?)\s*[:,]?\s*\bkhông\s+(?:có\s+)?phát\s+sinh\b", re.IGNORECASE)


#: A sentence that opens so tells what is to come.
_AHEAD = re.compile(
    r"\W*(?:trong\s+)?(?:thời\s+gian\s+(?:tới|đến)|những\s+tháng\s+(?:cuối|còn\s+lại|tới)|(?:6|sáu|3|ba)\s+tháng\s+cuối\s+năm|năm\s+tới|"
    r"nhiệm\s+vụ\s+(?:trọng\s+tâm\s+)?(?:thời\s+gian\s+tới|năm\s+tới))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A stretch of the block without a mark inside; ``after`` is the mark before it."""

    start: int
    end: int
    after: str
    depth: int


@dataclass(slots=True)
class _Carry:
    """What later clauses lean on."""

    head: str = ""
    topic: str = ""
    time: When = field(default_factory=When)
    seen: coding.Seen = field(default_factory=coding.Seen)


def find(blocks: tuple[Block, ...], whole: bool, title: When, year: int | None) -> Iterator[Candidate]:
    """Give the results that the blocks tell. ``whole`` says that the document reports; ``title`` is its own period."""
    above = _Carry(time=title)
    for block in blocks:
        if not looks_back(block, whole):
            above = _Carry(time=title)
            continue
        default = _default_time(block, title, year)
        carry = _Carry(time=default)
        if above.topic and phrases.is_item(block.label):
            carry = _Carry(above.topic, above.topic, above.time, above.seen)
        yield from _of_block(block, carry, year)
        if block.text.rstrip().endswith(":"):
            above = _Carry(topic=carry.topic, time=carry.time, seen=carry.seen)
        elif not phrases.is_item(block.label):
            above = _Carry(time=title)


def _default_time(block: Block, title: When, year: int | None) -> When:
    for heading in reversed(block.headings):
        named = heading_period(heading, year)
        if named is not None:
            return named
    return title


def _of_block(block: Block, carry: _Carry, year: int | None) -> Iterator[Candidate]:
    text = block.text
    begin = phrases.after_label(text, block.label)
    found = [q for q in pairs.with_plans(text, numbers.find_all(text)) if q.start >= begin]
    if not found and not text.rstrip().endswith(":") and _MAYBE_NONE.search(text) is None:
        return
    mentions = periods.find_all(text, carry.time.period.end.year if carry.time.period else year)
    head = _COLON_HEAD.match(text[begin:])
    if head is not None and not any(q.start < begin + head.end() for q in found):
        name = phrases.core(text[begin : begin + head.end() - 1], ())
        carry.head = name or carry.head
        time = when(text, begin + head.end(), begin, mentions, carry.time)
        carry.time = time if name or time.period != carry.time.period else carry.time
    if not found and _MAYBE_NONE.search(text) is None:
        carry.topic = _last_topic(text[begin:], mentions, begin, carry)
        carry.time = when(text, len(text), begin, mentions, carry.time)
        return
    for n, (first, last) in enumerate(_sentences(text, begin)):
        carry.seen = coding.Seen() if n else carry.seen
        if _AHEAD.match(text, first):
            continue
        inside = [q for q in found if first <= q.start < last]
        yield from _of_sentence(block, first, last, inside, mentions, carry)
    tail = [q.stop for q in found]
    if text.rstrip().endswith(":"):
        rest = text[max([begin, *tail]) :]
        topic = phrases.core(rest.rstrip(" :"), ())
        if topic and not re.fullmatch(
            r"(?:trong\s+đó|cụ\s+thể(?:\s+như\s+sau)?|gồm|bao\s+gồm|như\s+sau)", topic, re.IGNORECASE
        ):
            carry.topic = topic
        carry.time = when(text, len(text), _sentences(text, begin)[-1][0], mentions, carry.time)


def _last_topic(text: str, mentions: list[periods.PeriodMention], begin: int, carry: _Carry) -> str:
    if not text.rstrip().endswith(":"):
        return carry.topic
    clause = re.split(r"[;,.](?!\d)", text.rstrip(" :"))[-1]
    return phrases.core(clause, ()) or carry.head or carry.topic


def _sentences(text: str, begin: int) -> list[tuple[int, int]]:
    out, at = [], begin
    for mark in _SENTENCE_END.finditer(text, begin):
        out.append((at, mark.start()))
        at = mark.end()
    if text[at:].strip() or not out:
        out.append((at, len(text)))
    return out


def _clauses(text: str, first: int, last: int, inside: list[Quantity]) -> list[_Clause]:
    out, at, mark, depth = [], first, "", 0
    for cut in _CUT.finditer(text, first, last):
        if any(q.start <= cut.start() < q.stop for q in inside):
            continue
        out.append(_Clause(at, cut.start(), mark, depth))
        mark = cut[0].strip()
        depth = max(0, depth + (mark in "([") - (mark in ")]"))
        at = cut.end()
    out.append(_Clause(at, last, mark, depth))
    return [c for c in out if text[c.start : c.end].strip()]


def _of_sentence(
    block: Block,
    first: int,
    last: int,
    inside: list[Quantity],
    mentions: list[periods.PeriodMention],
    carry: _Carry,
) -> Iterator[Candidate]:
    text = block.text
    topic, names, doing = carry.topic, "", ""
    outer, opening, told, level = "", "", False, False
    for clause in _clauses(text, first, last, inside):
        own = [q for q in inside if clause.start <= q.start < clause.end]
        spans = tuple((m.start, m.end) for m in mentions if clause.start <= m.start < clause.end)
        if clause.after == ";":
            names, opening, told, doing, level = "", "", False, "", False
        if clause.after in (")", "]"):
            names = outer
        if clause.after in ("(", "["):
            outer, names = names, ""
        piece = phrases.core(
            text[clause.start : own[0].start if own else clause.end], phrases.shift(spans, clause.start)
        )
        if not own:
            yield from _none(block, clause, first, mentions, carry)
            going_on = clause.after == "," and phrases.continues(opening, piece)
            opening = f"{opening}, {piece}" if going_on else piece
            if piece and not (told and phrases.leans(text[clause.start : clause.end])):
                names = phrases.join(names, piece) if clause.after == "," and names and not told else piece
                topic = names
            continue
        if _HAS_NO.search(text, clause.start, own[0].start) and (
            none := list(_none(block, clause, first, mentions, carry))
        ):
            # "không còn xã đạt dưới 5 tiêu chí": the figure only tells what there is none of.
            yield from none
            continue
        leading, at, told = told, clause.start, True
        for i, quantity in enumerate(own):
            stop = own[i + 1].start if i + 1 < len(own) else clause.end
            before = text[at : quantity.start]
            after = text[quantity.stop : stop]
            base = names or topic if i else names or carry.head or topic
            named = clause.after == ":" and i == 0 and bool(names)
            if (
                i
                and own[i - 1].kind is NounKind.COUNT
                and phrases.describes(text[own[i - 1].stop : quantity.start], quantity.unit)
            ):
                continue
            words = phrases.label(before, quantity, after, phrases.shift(spans, at), base, named, doing)
            if i == 0 and clause.after == "," and not leading and phrases.continues(opening, words.text):
                words = replace(words, text=f"{opening}, {words.text}")
            time = when(text, quantity.start, first, mentions, carry.time, quantity.stop)
            look = phrases.look(before, after, text, quantity)
            code = coding.code_of(words.text, quantity.unit, before, look, carry.seen)
            # Behind the figure itself its share of the plan is a remark; alone it is all the sentence tells.
            aside = (look.of_plan or look.change) and level
            one = None if aside else _candidate(block, clause, quantity, words.text, look, time, code)
            if one is not None:
                level = level or not (look.of_plan or look.change)
                carry.seen = carry.seen.after(code, quantity.unit, look)
                yield one
            doing = words.doing
            if words.independent:
                topic = names = words.text
            at = quantity.stop + phrases.object_end(after)
        if clause.depth == 0:
            carry.topic = topic or carry.topic
    if inside or names:
        carry.topic = topic or carry.topic


def _candidate(
    block: Block, clause: _Clause, quantity: Quantity, label: str, look: phrases.Look, time: When, code: str | None
) -> Candidate | None:
    if look.skip or quantity.bound == "range" or not label:
        return None
    value, confidence, reasons = _value(quantity)
    if value is None:
        return None
    unit = quantity.unit
    if unit is None and not look.stated:
        return None
    if quantity.kind is None and unit is not None:
        confidence = min(confidence, 0.6)
        reasons.append("Đơn vị tính không có trong danh mục")
    if look.of_plan:
        label = f"{label} - đạt kế hoạch"
    if quantity.approximate or quantity.bound in (">=", "<="):
        confidence = min(confidence, 0.8)
        reasons.append("Văn bản ghi con số gần đúng")
    result = Result(
        label=label,
        value=value,
        unit=unit,
        indicator=code,
        period_start=time.period.start if time.period else None,
        period_end=time.period.end if time.period else None,
        as_of=time.as_of,
        basis=Basis.CUMULATIVE if time.cumulative else Basis.PERIOD,
        value_vnd=units.to_vnd(value, unit),
    )
    evidence = block.evidence(_skip_blanks(block.text, clause.start), max(quantity.stop, quantity.end))
    if not evidence:
        return None
    read = min(p.line.legibility for p in block.pieces if p.start < quantity.stop and p.end > quantity.start)
    if read < confidence:
        confidence = read
        reasons.append("Bản quét đọc không rõ")
    return Candidate("results", Field.of(result, evidence, confidence, *reasons))


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _value(quantity: Quantity) -> tuple[Number | None, float, list[str]]:
    """Give the figure, how sure it is, and why not: a doubtful notation keeps its first reading with little confidence."""
    value = quantity.value
    if value is None:
        if not quantity.alternatives:
            return None, 0.0, []
        return quantity.alternatives[0], 0.35, ["Không rõ dấu chấm, dấu phẩy là phần nghìn hay phần thập phân"]
    if quantity.ambiguous:
        return value, 0.7, ["Dấu chấm hoặc dấu phẩy có thể đọc theo hai cách"]
    return value, 0.9, []


def _none(
    block: Block, clause: _Clause, since: int, mentions: list[periods.PeriodMention], carry: _Carry
) -> Iterator[Candidate]:
    """Give the zero that "không phát sinh", "không có trường hợp nào" states."""
    text = block.text[clause.start : clause.end]
    arises = _ARISE.search(text) is not None
    found = (_NONE_OF.search(text) or _HAS_NONE.search(text)) if arises else _HAS_NO.search(text)
    if found is None:
        return
    what = phrases.core(found["what"], ()) or carry.topic
    what = re.sub(r"^(?:thêm|mới|các|trường\s+hợp(?=\s+hộ))\s+", "", what)
    code = indicators.match(what).code if what else None
    noun = cues.pattern("counts_as_none").match(found["what"])
    counted = (
        not arises
        and noun is not None
        and (_ANY.search(text, found.start()) is not None or found["verb"].casefold() != "có")
    )
    if not what or (code is None and not arises and not counted):
        return
    time = when(block.text, clause.end, since, mentions, carry.time)
    result = Result(
        label=squeeze(_ANY.sub("", what)),
        value=Decimal(0),
        unit=noun[0] if noun is not None and counted else None,
        indicator=code,
        period_start=time.period.start if time.period else None,
        period_end=time.period.end if time.period else None,
        as_of=time.as_of,
    )
    evidence = block.evidence(clause.start + found.start(), clause.start + found.end())
    if evidence:
        yield Candidate("results", Field.of(result, evidence, 0.75, "Văn bản ghi không phát sinh"))
