"""Consolidation and office -> the facts of the report: every sentence and table, ready to print."""

from collections.abc import Sequence

from outputs.council import annexes, prose, sources
from outputs.council import wording as say
from outputs.council.cites import Cites, cites
from outputs.council.facts import Block, Office, Paragraph, Picture, ReportFacts, Section, Span, Table
from outputs.council.legible import legible
from pipeline.consolidate import Consolidation, Document, Passage, Role, Verdict
from pipeline.obligations import Standing
from pipeline.text import bare, key, slug

_PREFIXES = ("phong trao thi dua", "phong trao")


def movement_name(name: str) -> str:
    """Give the movement's name in quotation marks, without the words that stand before it anyway."""
    plain = name.strip().strip("\"“”'")
    for prefix in _PREFIXES:
        if bare(plain).startswith(prefix + " "):
            plain = " ".join(plain.split()[len(prefix.split()) :]).strip("\"“”'")
            break
    return f"“{plain}”"


def _opening(data: Consolidation, office: Office, codes: Cites, title: str) -> tuple[Paragraph, ...]:
    """Tell what the report rests on: the plans, and the reports of the units."""
    spans: list[Span] = []
    plans = [d for d in codes.documents if d.role is Role.PLAN]
    for n, plan in enumerate(plans):
        spans.append(Span("; " if n else "Thực hiện "))
        spans.append(Span(_cited(plan)))
        spans.append(Span(f" {codes.code(plan.id)}", "source", f"d{codes.numbers[plan.id]}"))
    reports = [d for d in codes.documents if d.role is Role.REPORT and d.replaced_by is None]
    if reports:
        units = len({d.unit for d in reports})
        spans.append(Span("; trên cơ sở " if spans else "Trên cơ sở "))
        spans.append(Span(f"{say.count(len(reports))} báo cáo của {say.count(units)} đơn vị (Phụ lục 06)"))
    if spans:
        spans.append(Span(", "))
    spans.append(Span(f"{office.words} báo cáo {say.lower_first(title)} như sau:"))
    return (Paragraph(tuple(spans)),)


def _cited(document: Document) -> str:
    words = say.cited(document.doc_type, document.symbol, document.issued_on, document.issuer)
    if not document.subject:
        return words
    subject = say.curly(say.lower_first(document.subject.strip().rstrip(".")))
    return f"{words} {subject}" if subject.startswith("về ") else f"{words} về {subject}"


def _blocks(*parts: Sequence[Paragraph] | Sequence[Table] | Sequence[Picture]) -> tuple[Block, ...]:
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


def _awards(data: Consolidation, codes: Cites) -> tuple[Block, ...]:
    out: list[Paragraph] = []
    for status, words in (("granted", "Đã khen thưởng"), ("proposed", "Các đơn vị đề nghị khen thưởng")):
        mine = [c for c in data.award_counts if c.status == status]
        if not mine:
            continue
        kinds: dict[str, int] = {}
        for one in mine:
            kinds[one.subject_kind or "trường hợp chưa rõ đối tượng"] = (
                kinds.get(one.subject_kind or "trường hợp chưa rõ đối tượng", 0) + one.count
            )
        parts = [f"{say.count(n)} {k}" for k, n in kinds.items()]
        total = sum(c.count for c in mine)
        lead = f"{words} {say.count(total)} trường hợp, gồm {say.listed(parts)}"
        out.append(prose.text(f"{lead}. Danh sách tại Phụ lục 03."))
    out += prose.items(data, "awards", codes)
    return _blocks(out, annexes.award_counts(data))


def _weak(data: Consolidation, codes: Cites) -> list[Paragraph]:
    """Tell what fell short, from the figures and in the units' own words."""
    out: list[Paragraph] = []
    names = {
        s: [o.unit.name for o in data.reporting.owed if o.standing is s] for s in (Standing.MISSING, Standing.LATE)
    }
    said = []
    if names[Standing.MISSING]:
        said.append(f"{say.count(len(set(names[Standing.MISSING])))} đơn vị chưa gửi báo cáo")
    if names[Standing.LATE]:
        said.append(f"{say.count(len(set(names[Standing.LATE])))} đơn vị gửi báo cáo chậm so với thời hạn quy định")
    if said:
        out.append(
            prose.text(f"Chế độ báo cáo chưa được thực hiện đầy đủ: {say.listed(said)} (Phụ lục 04).", kind="item")
        )
    short = [p for p in data.progress if p.verdict is Verdict.NOT_MET]
    if short:
        which = say.listed([say.lower_first(say.curly(p.target.value.text.rstrip(" .;"))) for p in short])
        out.append(prose.text(f"Còn {say.count(len(short))} chỉ tiêu chưa đạt kế hoạch: {which}.", kind="item"))
    clash = sum(f.finding.code in ("CONFLICT", "CONFLICT_WITHIN") for f in data.findings)
    if clash:
        out.append(
            prose.text(
                f"Có {say.count(clash)} số liệu chưa thống nhất trong hoặc giữa các báo cáo, cần xác nhận lại (Phụ lục 05).",
                kind="item",
            )
        )
    return out + _quotes(data, codes, "difficulty")


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


def _proposals(data: Consolidation, codes: Cites, office: Office) -> list[Paragraph]:
    out = _quotes(data, codes, "proposal")
    proposed = sum(c.count for c in data.award_counts if c.status == "proposed")
    if proposed:
        words = f"Đề nghị {office.addressee} xem xét {say.count(proposed)} trường hợp do các đơn vị đề nghị khen thưởng"
        words += " (Phụ lục 03)."
        out.append(prose.text(words, kind="item"))
    return out


def compose(data: Consolidation, office: Office, pictures: Sequence[Picture] = ()) -> ReportFacts:
    """Give the facts of the consolidated report; ``pictures`` stand after the targets."""
    data = prose.presented(data)
    codes = cites(data)
    name = movement_name(data.movement)
    span = say.period(data.period)
    title = f"Kết quả thực hiện Phong trào thi đua {name} {span}"
    rows = sources.figures(data, codes)
    table = (annexes.summary(data, codes),) if data.indicators else ()
    nothing = [prose.text("Chưa có số liệu.")]
    results = [*prose.targets(data, codes), *prose.items(data, "results", codes)]
    parts = [
        ("TÌNH HÌNH BÁO CÁO", _blocks(prose.reporting(data, codes))),
        ("CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", _blocks(prose.direction(data) or nothing)),
        ("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", _blocks(results or nothing, table, list(pictures))),
        ("NGUỒN LỰC", _blocks(prose.items(data, "resources", codes) or nothing)),
        ("KHEN THƯỞNG", _awards(data, codes)),
        ("TỒN TẠI, HẠN CHẾ", _blocks(_weak(data, codes))),
        ("KIẾN NGHỊ", _blocks(_proposals(data, codes, office))),
    ]
    sections = [(t, b) for t, b in parts if b]
    through = f"Trên đây là báo cáo {say.lower_first(title)}, {office.words} kính trình {office.addressee} xem xét, chỉ đạo./."
    month = f"{data.as_of.month:02d}" if data.as_of.month < 3 else str(data.as_of.month)
    facts = ReportFacts(
        office,
        say.balanced(office.parent),
        say.balanced(office.name),
        data.as_of,
        f"bao-cao-{slug(data.movement)[:60].strip('-')}-{slug(span)[:40]}",
        f"Số:          /BC-{office.code}",
        f"{office.place}, ngày       tháng {month} năm {data.as_of.year}",
        title,
        name,
        span,
        (office.addressee, *((office.through,) if office.through else ())),
        _opening(data, office, codes, title),
        tuple(Section(f"{say.roman(n)}.", t, b) for n, (t, b) in enumerate(sections, 1)),
        through,
        annexes.annexes(data, codes, rows),
        annexes.measures(data),
        annexes.matrix_rows(data, codes),
        rows,
        _headline(data),
        sources.manifest(data, codes),
    )
    return legible(facts)


def _headline(data: Consolidation) -> tuple[tuple[str, str], ...]:
    """Give the figures of the first glance: who reported, in time, targets reached, points to verify."""
    state = data.reporting
    out = [("Đơn vị đã gửi báo cáo", f"{state.received}/{state.expected}")]
    if state.rate is not None:
        out.append(("Tỷ lệ gửi báo cáo", say.percent(state.rate)))
    if state.on_time_rate is not None:
        out.append(("Tỷ lệ đúng hạn", say.percent(state.on_time_rate)))
    if data.progress:
        out.append(("Chỉ tiêu đạt", f"{sum(p.verdict is Verdict.MET for p in data.progress)}/{len(data.progress)}"))
    out.append(("Điểm cần xác minh", str(len(data.findings))))
    return tuple(out)
