"""Tasks (nhiệm vụ): who is to do what by when, out of assignment sections, assigning sentences and schedule tables."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from parsers import nlp
from parsers.values import assignments, periods, schedules, sections
from parsers.values.periods import PeriodKind
from parsers.values.sections import Bearings, Outlook, Section
from pipeline.model import Block, Candidate, Evidence, Field, PartialDate, Profile, Task, Zones
from pipeline.reference.cues import pattern
from pipeline.text import squeeze

_LEAD = re.compile(
    r"\W*(?:(?:giao(?:\s+trách\s+nhiệm)?(?:\s+cho)?|phân\s+công|đề\s+nghị|yêu\s+cầu|đối\s+với|trách\s+nhiệm\s+(?:của|thực\s+hiện\s+của)|nhiệm\s+vụ\s+của)\s+)+",
    re.IGNORECASE,
)
#: After these words anyone may stand, in the assignment sections.
_NAMES_ANYONE = re.compile(r"\b(?:đối\s+với|giao(?:\s+cho)?|đề\s+nghị)\s+$", re.IGNORECASE)
#: Somebody gives a task; "được giao", "theo yêu cầu" and "hồ sơ đề nghị" give none.
_ASSIGNS = re.compile(r"(?<!\w)(?P<verb>giao(?:\s+cho)?|đề\s+nghị|yêu\s+cầu|phân\s+công)\s+", re.IGNORECASE)
_GIVEN = re.compile(
    r"\b(?:được|theo|hồ\s+sơ|đơn|văn\s+bản|nội\s+dung|các|quy\s+định|tờ\s+trình|danh\s+sách|xét|và|việc|những|công\s+tác|sự|báo\s+cáo|bàn|tăng)\s+$",
    re.IGNORECASE,
)
#: Verbs and common nouns that begin like an office: tổ chức thực hiện, ban hành, phòng chống, xã hội hóa.
_NO_ACTOR = re.compile(
    r"(?:tổ\s+chức\s+(?!(?-i:Đảng|Đoàn|Công|Chính|Hội|Cựu|Cơ sở))"
    r"|ban\s+hành|hội\s+(?:nghị|thi|thảo|họp)|trường\s+hợp|phòng\s*,?\s+(?:chống|ngừa)|đoàn\s+kết"
    r"|khối\s+lượng|vụ\s+việc|bộ\s+máy|tổ\s+quốc|báo\s+cáo|lớp\s+(?:tập|học)|xã\s+hội|khoa\s+học|cơ\s+sở\s+(?:vật|hạ|dữ)|quỹ\s+đất|viện\s+trợ"
    r"|thanh\s+tra\s*,?\s+kiểm|lãnh\s+đạo\s*,?\s*(?:và\s+)?(?:chỉ|tốt|thực|các|tổ)|nhóm\s+(?:giải|nhiệm|chỉ)|trưởng\s+thành|cục\s+bộ|mỗi\s+(?:năm|quý|tháng)|cấp\s+(?:cho|phát|mới|đổi|giấy|thẻ|bổ)|chính\s+quyền\s+số)",
    re.IGNORECASE,
)
_HINT = re.compile(r"giao|đề nghị|yêu cầu|phân công|chủ trì|trách nhiệm|phối hợp", re.IGNORECASE)
_STRONG = re.compile(
    r"\b(?:chủ\s+trì|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|là\s+(?:cơ\s+quan|đơn\s+vị|bộ\s+phận)\s+thường\s+trực|làm\s+đầu\s+mối)",
    re.IGNORECASE,
)
_EXECUTES = re.compile(
    r"chịu\s+trách\s+nhiệm\s+thi\s+hành|(?:có\s+)?hiệu\s+lực|căn\s+cứ\s+quyết\s+định\s+thi\s+hành", re.IGNORECASE
)
#: "… thực hiện một số nội dung sau:" only opens a list.
_OPENS_LIST = re.compile(
    r"\b(?:nội\s+dung|nhiệm\s+vụ|công\s+việc|giải\s+pháp|việc|vấn\s+đề)\b[^.;]{0,40}\bsau(?:\s+đây)?$", re.IGNORECASE
)
_CLOSES = re.compile(r"\s*(?:trên\s+đây\s+là|trong\s+quá\s+trình|nơi\s+nhận|nếu\s+có\s+(?:vướng|khó))", re.IGNORECASE)
_ASKS = re.compile(
    r"xem\s+xét,?\s+(?:phê\s+duyệt|khen|quyết\s+định|tặng)|tặng\s+thưởng|khen\s+thưởng\s+cho", re.IGNORECASE
)
#: "Thời gian thực hiện: …", "Kinh phí: …" beside the lines that name the parties.
_WHEN_LABEL = re.compile(
    r"\s*(?:thời\s+(?:gian|hạn)|tiến\s+độ|kinh\s+phí|sản\s+phẩm|kết\s+quả|địa\s+điểm)(?:\s+(?:thực\s+hiện|hoàn\s+thành|tổ\s+chức|dự\s+kiến|đạt\s+được|đầu\s+ra))?\s*:",
    re.IGNORECASE,
)
#: "…, với sự phối hợp của các ngành" and "… đồng chủ trì" stand between the actor and the verb.
_ASIDE = re.compile(r"(?:,?\s+(?:với|có|dưới)\s+sự|(?:(?<!\bhội)|(?<=\bxã\shội))\s+đồng)$", re.IGNORECASE)
#: How far above a run of labels its siblings are looked for.
_SIBLINGS = 12
_ACTOR_LIMIT = 160
_CLOSING = " .;,:/"


def _after_label(block_text: str, label: str) -> int:
    return block_text.find(label) + len(label) if label else 0


@lru_cache(maxsize=512)
def _actor(text: str, assigned: bool) -> tuple[int, int, int] | None:
    """Give start and end of the actor that ``text`` opens with and where its task begins; None when it opens with none.

    The task begins at the text's end when nothing but the actor is said: a heading above others' tasks.
    """
    lead = _LEAD.match(text)
    start = lead.end() if lead else len(text) - len(text.lstrip(" \t-–+•*"))
    head = pattern("actor_head").match(text, start)
    heads = [head.end()] if head is not None else []
    if not heads and not assigned and lead is not None and _NAMES_ANYONE.search(lead[0]):
        heads = [start]
    if not heads or _NO_ACTOR.match(text, start) or not (assigned or lead or text[start].isupper()):
        return None
    colon = text.find(":", start, start + _ACTOR_LIMIT)
    verbs = (m.start() for m in pattern("task_verb").finditer(text, heads[0] + 1))
    verb = next((at for at in verbs if text[at].islower() and _is_verb(text, at)), -1)
    if colon >= 0 and (verb < 0 or colon < verb):
        return start, colon, colon + 1
    if 0 <= verb - start <= _ACTOR_LIMIT:
        return start, verb, verb
    if verb < 0 and len(text) - start <= _ACTOR_LIMIT and "." not in text[start:-2]:
        return start, len(text), len(text)
    return None


def _is_verb(text: str, at: int) -> bool:
    """A noun before it, or a list of nouns, makes a name of the word: các tổ chức, ban chỉ đạo, cán bộ theo dõi."""
    before = text[max(0, at - 14) : at].lower()
    return not re.search(
        r"(?:\bcác|\bmỗi|\bcủa|\bban|\bphòng|\btổ|\bcơ quan|\bbộ phận|\bvà các|\bhội đồng)\s+$", before
    ) or text[at:].startswith(("chủ trì", "phối hợp", "có trách nhiệm", "căn cứ"))


def _clean(actor: str) -> str:
    text = _ASIDE.sub("", squeeze(actor).strip(_CLOSING + "-–+•*"))
    return re.sub(r"\s+(?:và|cần|phải|có|sẽ|tiếp|để|đã|khẩn trương|nghiêm túc)$", "", text, flags=re.IGNORECASE)


@lru_cache(maxsize=512)
def _heading_actor(heading: str) -> str | None:
    """Give the actor that a heading names and nothing else."""
    label = re.match(r"\s*(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)/]\s*|\s*[-+•*]\s*", heading)
    text = heading[label.end() :] if label else heading
    if len(text) > _ACTOR_LIMIT + 40:
        return None
    found = _actor(text, False)
    if found is None:
        return None
    start, end, rest = found
    return _clean(text[start:end]) if not text[rest:].strip(_CLOSING) else None


def _due(text: str, year: int | None) -> tuple[PartialDate | None, bool]:
    """Give the day by which, else the period in which, and whether its year is only hinted at."""
    found = [m for m in periods.find_all(text, year) if m.last is not None and m.as_of is None]
    for mention in found:
        if mention.deadline:
            return mention.last, mention.hinted
    for mention in found:
        if mention.kind in (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.SPAN) and not mention.recurring:
            return mention.last, mention.hinted
    return None, False


def _task(
    block: Block, actor: str | None, start: int, end: int, evidence_start: int, confidence: float, year: int | None
) -> Field[Task] | None:
    while end > start and block.text[end - 1] in _CLOSING:
        end -= 1
    text = squeeze(block.text[start:end]).lstrip(" -–+•*:,")
    evidence = block.evidence(evidence_start, end)
    if len(text) < 8 or not evidence or _EXECUTES.search(text) or _CLOSES.match(text) or _OPENS_LIST.search(text):
        return None
    due, hinted = _due(text, year)
    who = assignments.parties(actor or None, text)
    task = Task(actor or None, text, due, who.leads, who.cooperates)
    return Field.of(task, evidence, round(confidence - 0.1 * hinted, 2))


def _in_section(block: Block, year: int | None) -> Field[Task] | None:
    """Read a block of an assignment section: its own actor, or the actor of the heading it stands under."""
    if _CLOSES.match(block.text):
        return None
    at = _after_label(block.text, block.label)
    found = _actor(block.text[at:], False) if block.label or block.text[:1].isupper() else None
    if found is not None:
        start, end, rest = (at + found[0], at + found[1], at + found[2])
        if not block.text[rest:].strip(_CLOSING):
            return None
        return _task(block, _clean(block.text[start:end]), rest, len(block.text), start, 0.85, year)
    for heading in reversed(block.headings):
        actor = _heading_actor(heading)
        if actor is not None:
            return _task(block, actor, at, len(block.text), at, 0.85, year)
    return None


def _given(text: str) -> tuple[int, tuple[int, int, int]] | None:
    """Give where somebody is given a task in one sentence: the place of the verb, and the actor's places behind it."""
    for match in _ASSIGNS.finditer(text):
        if _GIVEN.search(text[: match.start()]) is None:
            found = _actor(text[match.start() :], True)
            if found is not None:
                return match.start(), found
    return None


def _sentences(block: Block, year: int | None, orders: bool) -> Iterator[Field[Task]]:
    """Read the assigning sentences of a block outside the assignment sections.

    With ``orders`` a labelled item that opens with an office is its task, as in the numbered orders of a directive.
    """
    at = _after_label(block.text, block.label)
    if not (orders and block.label) and not _STRONG.search(block.text) and _given(block.text[at:]) is None:
        return
    for span in nlp.analyse(block.text).sentences:
        start = max(span.start, at)
        text = block.text[start : span.end]
        if _ASKS.search(text):
            continue
        given = _given(text)
        offset, found = given if given else (0, _actor(text, False))
        if found is None:
            continue
        begin, end, rest = (start + offset + part for part in found)
        ordered = orders and bool(block.label) and start == at and not block.text.rstrip().endswith(":")
        if rest >= span.end or not (given or ordered or _STRONG.match(block.text, rest)):
            continue
        task = _task(block, _clean(block.text[begin:end]), rest, span.end, start + offset, 0.75, year)
        if task is not None:
            yield task


def _has_label(block: Block) -> bool:
    return ":" in block.text and bool(assignments.labels(block.text))


def _labels_at_start(block: Block) -> bool:
    """Tell a block that only says who leads, who helps or when an item above it is done."""
    at = _after_label(block.text, block.label)
    if _WHEN_LABEL.match(block.text, at):
        return True
    found = assignments.labels(block.text)
    return bool(found) and not block.text[at : found[0].start].strip(_CLOSING + "-–+•*(")


def _labelled(body: Sequence[Block], year: int | None) -> Iterator[tuple[int, Field[Task]]]:
    """Give the tasks whose parties stand on lines of their own below them, or behind them in the same item.

    ``1. Tuyên truyền phong trào.  - Cơ quan chủ trì: Sở Nội vụ.  - Thời gian: quý I/2023.`` The number is that of the
    block that says what is to be done.
    """
    owner = -1
    for at, block in enumerate(body):
        if _labels_at_start(block):
            if owner >= 0 and not _labels_at_start(body[at - 1]):
                run = list(takewhile(_labels_at_start, body[at:]))
                task = _owned(_owner(body, owner, block), run, year)
                if task is not None:
                    yield owner, task
            continue
        owner = at
        inline = assignments.labels(block.text)
        if inline:
            task = _owned(block, [], year)
            if task is not None:
                yield at, task


def _owner(body: Sequence[Block], before: int, labels: Block) -> Block:
    """Give the item that a run of labels speaks of: the one they stand under, else the one right before them."""
    above = labels.headings[-1] if labels.headings else None
    siblings = [b for b in body[max(0, before - _SIBLINGS) : before + 1] if b.headings == labels.headings]
    heading = next((b for b in reversed(body[: before + 1]) if b.text == above), None)
    if heading is not None and len(siblings) != 1 and not heading.label[:1].isupper():
        return heading
    return body[before]


def _owned(owner: Block, run: list[Block], year: int | None) -> Field[Task] | None:
    text = " ".join(block.text for block in run) or owner.text
    who = assignments.labelled(text)
    if not who.leads:
        return None
    start = _after_label(owner.text, owner.label)
    inline = assignments.labels(owner.text) if not run else ()
    end = inline[0].start if inline else len(owner.text)
    what = squeeze(owner.text[start:end]).strip(_CLOSING + "-–+•*(")
    evidence = (*owner.evidence(start, len(owner.text)), *(e for block in run for e in block.evidence()))
    if len(what) < 8 or not evidence:
        return None
    due, hinted = _due(f"{owner.text[start:]} {text}", year)
    task = Task(", ".join(who.leads), what, due, who.leads, who.cooperates)
    return Field.of(task, evidence, round(0.85 - 0.1 * hinted, 2))


def _from_tables(zones: Zones, bearings: Bearings) -> Iterator[Field[Task]]:
    for row in schedules.rows(zones, bearings):
        if row.who is None or bearings.outlook(row.annex) is Outlook.PAST:
            continue
        text = squeeze(row.what[0].text).lstrip("-+•* ").strip(_CLOSING)
        if text:
            lines = (row.what[0], *row.who_lines, *row.help)
            evidence = tuple(Evidence.of(line) for line in lines if line.text.strip())
            due = row.when.last if row.when is not None and not row.when.recurring else None
            leads = assignments.bodies(row.who) if row.leads else ()
            helping = assignments.bodies(" ".join(line.text for line in row.help))
            yield Field.of(Task(row.who, text, due, leads, helping), evidence, 0.85)


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Propose ``tasks`` in the order of the page."""
    bearings = sections.bearings(zones)
    found: list[Field[Task]] = []
    labelled = dict(_labelled(zones.body, bearings.year)) if any(map(_has_label, zones.body)) else {}
    for at, block in enumerate(zones.body):
        look, section = bearings.outlook(block.annex), bearings.section(block)
        if look is Outlook.PAST and section not in (Section.PLAN, Section.TASK, Section.TIME):
            continue
        if at in labelled and section not in (Section.OTHER, Section.PAST):
            found.append(labelled[at])
        elif labelled and _labels_at_start(block):
            continue
        elif section is Section.TASK:
            task = _in_section(block, bearings.year)
            if task is not None:
                found.append(task)
        elif section not in (Section.OTHER, Section.PAST):
            orders = look is Outlook.AHEAD and section is Section.NONE and block.label[:1].isdigit()
            if orders or _HINT.search(block.text):
                found.extend(_sentences(block, bearings.year, orders))
    found.extend(_from_tables(zones, bearings))
    found.sort(key=lambda field: field.evidence[0].index)
    return tuple(Candidate("tasks", field) for field in found)
