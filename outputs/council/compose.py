"""Consolidation and office -> the facts of the report: every sentence and table, ready to print."""

from collections.abc import Sequence
from dataclasses import replace

from outputs.council import annexes, compared, prose, sources, views
from outputs.council import wording as say
from outputs.council.cites import Cites, cites
from outputs.council.facts import Office, Paragraph, Picture, ReportFacts, Section, Span
from outputs.council.legible import legible
from outputs.council.profiles import ReportProfile, profiles
from outputs.council.sections import BUILDERS
from outputs.council.views import Draw
from pipeline.consolidate import Consolidation, Document, Role, Verdict
from pipeline.text import bare, slug

_PREFIXES = ("phong trao thi dua", "phong trao")
#: Letters of a bold 14-point line across the page.
_LINE = 60
#: File names end here; most file systems hold 255 bytes.
_STEM = 60


def movement_name(name: str) -> str:
    """Give the movement's name in quotation marks, without the words that stand before it anyway."""
    plain = name.strip().strip("\"“”'")
    for prefix in _PREFIXES:
        if bare(plain).startswith(prefix + " "):
            plain = " ".join(plain.split()[len(prefix.split()) :]).strip("\"“”'")
            break
    return f"“{plain}”"


def _opening(data: Consolidation, office: Office, codes: Cites, about: str) -> tuple[Paragraph, ...]:
    """Tell what the report rests on: the plans, and the reports of the units."""
    spans: list[Span] = []
    plans = [d for d in codes.documents if d.role is Role.PLAN]
    for n, plan in enumerate(plans):
        spans.append(Span("; " if n else "Thực hiện "))
        spans.append(Span(cited(plan)))
        spans.append(Span(f" {codes.code(plan.id)}", "source", f"d{codes.numbers[plan.id]}"))
    reports = [d for d in codes.documents if d.role is Role.REPORT and d.replaced_by is None]
    if reports:
        units = len({d.unit for d in reports})
        spans.append(Span("; trên cơ sở " if spans else "Trên cơ sở "))
        spans.append(Span(f"{say.count(len(reports))} báo cáo của {say.count(units)} đơn vị{codes.see('sources')}"))
    if spans:
        spans.append(Span(", "))
    spans.append(Span(f"{office.words} báo cáo {say.lower_first(about)} như sau:"))
    return (Paragraph(tuple(spans)),)


def cited(document: Document) -> str:
    """Give a document as NĐ 30/2020 cites it at first mention, its subject included."""
    words = say.cited(document.doc_type, document.symbol, document.issued_on, document.issuer)
    if not document.subject:
        return words
    subject = say.curly(say.lower_first(document.subject.strip().rstrip(".")))
    return f"{words} {subject}" if subject.startswith("về ") else f"{words} về {subject}"


def number_line(office: Office, kind: str) -> str:
    """Give ``Số:      /BC-SNN`` with room for the number; ``kind`` is the code of the type, blank for a letter."""
    return f"Số:          /{kind}-{office.code}" if kind else f"Số:          /{office.code}-{letter_unit(office)}"


def letter_unit(office: Office) -> str:
    """Give the drafting unit of a letter's symbol: the last name in the Lưu line, else its first (``VT``)."""
    parts = [p.strip() for p in office.archive.replace(";", ",").split(",") if p.strip()]
    return parts[-1].split("(")[0].strip() if parts else "VP"


def place_line(data: Consolidation, office: Office) -> str:
    """Give the place and the date with room for the day."""
    month = f"{data.as_of.month:02d}" if data.as_of.month < 3 else str(data.as_of.month)
    return f"{office.place}, ngày       tháng {month} năm {data.as_of.year}"


def broken(*parts: str) -> str:
    """Give the parts of a title on lines of their own, two of them together where they fit."""
    lines: list[str] = []
    for part in parts:
        # A part longer than a line ends somewhere on its last one: what follows goes on there.
        long = bool(lines) and len(lines[-1]) >= _LINE
        if long or (len(lines) > 1 and len(lines[-1]) + len(part) < _LINE):
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return "\n".join(lines)


def stem(kind: str, data: Consolidation, rest: str = "") -> str:
    """Give a file's name without its ending: kind, movement, period."""
    parts = [
        kind,
        slug(data.movement)[:_STEM].strip("-"),
        slug(say.period(data.period))[:40],
        slug(rest)[:40].strip("-"),
    ]
    return "-".join(p for p in parts if p)


def compose(
    data: Consolidation,
    office: Office,
    pictures: Sequence[Picture] = (),
    profile: ReportProfile | None = None,
    draw: Draw | None = None,
) -> ReportFacts:
    """Give the facts of the consolidated report; ``pictures`` stand after the targets, ``draw`` shows pages of the sources."""
    chosen = profile or next(iter(profiles().values()))
    office = chosen.signed_by(office)
    data = prose.presented(data, chosen.money)
    printed = [name for name in chosen.annexes if annexes.filled(data, name)]
    codes = cites(data, {name: say.roman(n) for n, name in enumerate(printed, 1)})
    name = movement_name(data.movement)
    span = say.period(data.period)
    about = f"{chosen.about} {name} {span}"
    rows = sources.figures(data, codes)
    pages, rows = ((), rows) if draw is None else views.views(data, codes, rows, draw)
    made = [
        (BUILDERS[s][0], blocks) for s in chosen.sections if (blocks := BUILDERS[s][1](data, codes, office, pictures))
    ]
    titled = [t for t, _ in made if t]
    sections = [Section(f"{say.roman(titled.index(t) + 1)}." if t else "", t, b) for t, b in made]
    closing = f"Trên đây là báo cáo {say.lower_first(about)}, {office.words} kính trình {office.addressee} xem xét, chỉ đạo./."
    opening = _opening(data, office, codes, about)
    if "brief" in chosen.sections:
        opening, closing = (), "Kính trình Lãnh đạo xem xét, cho ý kiến chỉ đạo./."
    default = chosen.name == next(iter(profiles()))
    facts = ReportFacts(
        office,
        say.balanced(office.parent),
        say.balanced(office.name),
        data.as_of,
        stem("bao-cao" if default else f"bao-cao-{slug(chosen.name)}", data),
        number_line(office, "BC"),
        place_line(data, office),
        about,
        name,
        span,
        (office.addressee, *((office.through,) if office.through else ())),
        opening,
        tuple(sections),
        closing,
        annexes.annexes(data, codes, rows),
        annexes.measures(data),
        annexes.matrix_rows(data, codes),
        rows,
        _headline(data),
        sources.manifest(data, codes),
        chosen.heading,
        template=chosen.template,
        title_lines=broken(chosen.about, name, span),
        views=pages,
        then=next(iter(compared.titles(data)), ""),
    )
    return legible(facts if "sources" in chosen.annexes else _without_codes(facts))


def _without_codes(facts: ReportFacts) -> ReportFacts:
    """Give the facts without the codes of the sources in the text: no printed annex would explain them."""

    def plain(paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, spans=tuple(s for s in paragraph.spans if s.kind != "source"))

    sections = tuple(
        replace(s, blocks=tuple(replace(b, paragraph=plain(b.paragraph)) if b.paragraph else b for b in s.blocks))
        for s in facts.sections
    )
    return replace(facts, opening=tuple(plain(p) for p in facts.opening), sections=sections)


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
    out.append(("Điểm cần xác minh", str(len(data.doubts))))
    return tuple(out)
