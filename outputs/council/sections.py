"""The sections of the consolidated report that are more than sentences on indicators; each gives its blocks or nothing."""

from collections.abc import Callable, Mapping, Sequence

from outputs.council import annexes, awarded, compared, deciding, prose
from outputs.council import wording as say
from outputs.council.cites import Cites
from outputs.council.facts import Block, Office, Paragraph, Picture, Span, Table
from pipeline.consolidate import Consolidation, Passage, Verdict
from pipeline.model import Severity
from pipeline.obligations import Standing
from pipeline.text import key

#: The one-page report names at most so many of anything.
_FEW = 3
#: And names, targets of the plans and other results in at most so many letters each.
_SHORT, _TARGET, _OTHER = 70, 200, 120


def blocks(*parts: Sequence[Paragraph] | Sequence[Table] | Sequence[Picture]) -> tuple[Block, ...]:
    """Give paragraphs, tables and pictures as blocks, headings numbered and items with their dash."""
    out = []
    number = 0
    for part in parts:
        for one in part:
            if isinstance(one, Table):
                out.append(Block(table=one))
            elif isinstance(one, Picture):
                out.append(Block(picture=one))
            elif one.kind == "heading":
                number += 1
                out.append(Block(Paragraph((Span(f"{number}. "), *one.spans), "heading")))
            elif one.kind == "item":
                out.append(Block(Paragraph((Span("- "), *one.spans), "item")))
            else:
                out.append(Block(one))
    return tuple(out)


def _nothing() -> list[Paragraph]:
    return [prose.text("Chưa có số liệu.")]


def _results(data: Consolidation, codes: Cites, office: Office, pictures: Sequence[Picture]) -> tuple[Block, ...]:
    said = [*prose.targets(data, codes), *prose.compared_with_before(data), *prose.items(data, "results", codes)]
    table = (annexes.summary(data, codes),) if data.indicators else ()
    return blocks(said or _nothing(), table, list(pictures))


def _awards(data: Consolidation, codes: Cites, office: Office, pictures: Sequence[Picture]) -> tuple[Block, ...]:
    out: list[Paragraph] = []
    for status, words in (("granted", "Đã khen thưởng"), ("proposed", "Các đơn vị đề nghị khen thưởng")):
        said = award_words(data, status)
        if said:
            listed = f" Danh sách tại {codes.annex('nominees')}." if codes.annex("nominees") else ""
            out.append(prose.text(f"{words} {said}.{listed}"))
    above, own = deciding.proposed(data)
    if above and own:
        words = f"Trong số đề nghị, {deciding.counted(above)} do cấp trên quyết định, {deciding.counted(own)} do cơ sở quyết định"
        out.append(prose.text(f"{words}."))
    out += prose.items(data, "awards", codes)
    return blocks(out, awarded.award_counts(data))


def award_words(data: Consolidation, status: str) -> str:
    """Give ``10 trường hợp, gồm 06 cá nhân và 04 tập thể``, blank when there is none."""
    mine = [c for c in data.award_counts if c.status == status]
    kinds: dict[str, int] = {}
    for one in mine:
        kind = one.subject_kind or "trường hợp chưa rõ đối tượng"
        kinds[kind] = kinds.get(kind, 0) + one.count
    if not kinds:
        return ""
    total = f"{say.count(sum(kinds.values()))} trường hợp"
    return f"{total}, gồm {say.listed([f'{say.count(n)} {k}' for k, n in kinds.items()])}"


def _weak(data: Consolidation, codes: Cites, office: Office, pictures: Sequence[Picture]) -> tuple[Block, ...]:
    """Tell what fell short, from the figures and in the units' own words."""
    out: list[Paragraph] = []
    names = {
        s: {o.unit.name for o in data.reporting.owed if o.standing is s} for s in (Standing.MISSING, Standing.LATE)
    }
    said = []
    if names[Standing.MISSING]:
        said.append(f"{say.count(len(names[Standing.MISSING]))} đơn vị chưa gửi báo cáo")
    if names[Standing.LATE]:
        said.append(f"{say.count(len(names[Standing.LATE]))} đơn vị gửi báo cáo chậm so với thời hạn quy định")
    if said:
        words = f"Chế độ báo cáo chưa được thực hiện đầy đủ: {say.listed(said)}{codes.see('absent')}."
        out.append(prose.text(words, kind="item"))
    short = [p for p in data.progress if p.verdict is Verdict.NOT_MET]
    if short:
        which = say.listed([say.lower_first(say.curly(p.target.value.text.rstrip(" .;"))) for p in short])
        out.append(prose.text(f"Còn {say.count(len(short))} chỉ tiêu chưa đạt kế hoạch: {which}.", kind="item"))
    clash = sum(f.finding.code in ("CONFLICT", "CONFLICT_WITHIN") for f in data.findings)
    if clash:
        words = f"Có {say.count(clash)} số liệu chưa thống nhất trong hoặc giữa các báo cáo, cần xác nhận lại"
        out.append(prose.text(f"{words}{codes.see('findings')}.", kind="item"))
    return blocks(out + _quotes(data, codes, "difficulty"))


def _quotes(data: Consolidation, codes: Cites, kind: str) -> list[Paragraph]:
    said: dict[str, list[Passage]] = {}
    wanted = [p for p in data.passages if p.kind == kind and p.dispatch in codes.numbers]
    for one in sorted(wanted, key=lambda p: codes.numbers[p.dispatch]):
        said.setdefault(key(one.text), []).append(one)
    out = []
    for same in said.values():
        spans = []
        for n, one in enumerate(same):
            document = data.by_document[one.dispatch]
            name = data.by_unit[document.unit].name if document.unit in data.by_unit else (document.issuer or "")
            spans.append(Span(f"{'; ' if n else ''}{name}"))
            spans.append(Span(f" {codes.code(one.dispatch)}", "source", f"d{codes.numbers[one.dispatch]}"))
        words = say.curly(same[0].text.strip().rstrip(".;"))
        out.append(prose.text(*spans, f": {words}.", kind="item"))
    return out


def _proposals(data: Consolidation, codes: Cites, office: Office, pictures: Sequence[Picture]) -> tuple[Block, ...]:
    out = _quotes(data, codes, "proposal")
    above, _ = deciding.proposed(data)
    if above:
        words = f"Đề nghị {office.addressee} xem xét khen thưởng {deciding.counted(above)}"
        out.append(prose.text(f"{words}{codes.see('nominees')}.", kind="item"))
    return blocks(out)


def _brief(data: Consolidation, codes: Cites, office: Office, pictures: Sequence[Picture]) -> tuple[Block, ...]:
    """Tell on one page what a leader has to know and to decide."""
    out: list[Paragraph] = [prose.text("Tình hình báo cáo", kind="heading"), *prose.reporting(data, codes)[:1]]
    silent = []
    for standing, words in ((Standing.MISSING, "Chưa gửi"), (Standing.LATE, "Gửi chậm")):
        names = list(dict.fromkeys(o.unit.name for o in data.reporting.owed if o.standing is standing))
        if names:
            rest = f" và {say.count(len(names) - _FEW)} đơn vị khác" if len(names) > _FEW else ""
            shown = "; ".join(say.shortened(n, _SHORT) for n in names[:_FEW])
            silent.append(f"{words}: {shown}{rest}.")
    out += [prose.text(" ".join(silent), kind="item")] if silent else []
    out.append(prose.text("Kết quả chủ yếu", kind="heading"))
    said = prose.targets(data, codes)[1:]
    tally, rows = said[:1], said[1:]
    # What is not reached is read first.
    order = sorted(
        range(len(rows)),
        key=lambda n: (data.progress[n].verdict is not Verdict.NOT_MET, data.progress[n].percent is None),
    )
    out += [*tally, *(_cut(rows[n]) for n in order[:_FEW])]
    if since := compared.tally(data):
        out.append(prose.text(since, kind="item"))
    told = {p.indicator for p in data.progress}
    rest_ = [c for i in data.indicators if i.code not in told and not i.part_of and (c := prose.clause(data, i))]
    if rest_:
        out.append(
            prose.text(f"Kết quả khác: {'; '.join(say.shortened(c, _OTHER) for c in rest_[:_FEW])}.", kind="item")
        )
    if not data.indicators and not data.progress:
        out += _nothing()
    proposed, granted = award_words(data, "proposed"), award_words(data, "granted")
    out.append(prose.text("Khen thưởng", kind="heading"))
    for words, status in (("Đã khen thưởng", granted), ("Các đơn vị đề nghị khen thưởng", proposed)):
        if status:
            out.append(prose.text(f"{words} {status}."))
    if not proposed and not granted:
        out.append(prose.text("Chưa có trường hợp nào được đề nghị khen thưởng."))
    out.append(prose.text("Xin ý kiến chỉ đạo", kind="heading"))
    asked = _asked(data, proposed)
    return blocks(out + [prose.text(words, kind="item") for words in asked])


def _cut(paragraph: Paragraph) -> Paragraph:
    """Give the line of a target with its words cut where they are long; its figures stay whole."""
    first, *rest = paragraph.spans
    return Paragraph((Span(say.shortened(first.text, _TARGET)), *rest), paragraph.kind)


def _asked(data: Consolidation, proposed: str) -> list[str]:
    out = []
    missing = {o.unit.name for o in data.reporting.owed if o.standing is Standing.MISSING}
    if missing:
        out.append(f"Đôn đốc {say.count(len(missing))} đơn vị chưa gửi báo cáo.")
    doubts = sum(f.finding.severity is not Severity.INFO for f in data.findings)
    if doubts:
        out.append(f"Xử lý {say.count(doubts)} điểm cần xác minh trước khi trình Hội đồng.")
    if proposed:
        out.append("Xét danh sách đề nghị khen thưởng của các đơn vị.")
    return out or ["Cho ý kiến để hoàn chỉnh báo cáo trình Hội đồng."]


Builder = Callable[[Consolidation, Cites, Office, Sequence[Picture]], tuple[Block, ...]]

#: Sections by the names that profiles use: the title, and what fills them.
BUILDERS: Mapping[str, tuple[str, Builder]] = {
    "reporting": ("TÌNH HÌNH BÁO CÁO", lambda d, c, o, p: blocks(prose.reporting(d, c))),
    "direction": ("CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", lambda d, c, o, p: blocks(prose.direction(d) or _nothing())),
    "results": ("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", _results),
    "resources": ("NGUỒN LỰC HUY ĐỘNG", lambda d, c, o, p: blocks(prose.items(d, "resources", c) or _nothing())),
    "awards": ("KHEN THƯỞNG", _awards),
    "weak": ("TỒN TẠI, HẠN CHẾ", _weak),
    "proposals": ("KIẾN NGHỊ", _proposals),
    "brief": ("", _brief),
}
