"""Two editions of a report side by side: a short document that says what changed, sentence by sentence and in tables."""

from collections.abc import Sequence

from outputs.council import wording as say
from outputs.council.compose import movement_name
from outputs.council.facts import Annex, Cell, Column, Office, ReportFacts, Row, Table
from outputs.council.prose import verdict
from outputs.letters.paper import paper, text
from pipeline.consolidate import Consolidation
from pipeline.editions import Change, compare

#: Told in sentences; figures stand in the annex.
_TOLD = ("document", "unit", "reporting", "total")
#: More changed figures of units than this are counted, not listed.
_MOST = 200


def _table(id: str, title: str, changes: Sequence[Change]) -> tuple[Table, ...]:
    rows = tuple(
        Row((Cell(str(n)), Cell(say.curly(c.subject)), Cell(c.before or say.MISSING), Cell(c.after or say.MISSING)))
        for n, c in enumerate(changes[:_MOST], 1)
    )
    columns = (Column("TT", 10, "center"), Column("Nội dung", 85), Column("Lần trước", 35, "right"),
               Column("Lần này", 35, "right"))  # fmt: skip
    more = len(changes) - len(rows)
    notes = (f"Còn {say.count(more)} thay đổi khác không nêu ở đây.",) if more else ()
    return (Table(id, title, columns, rows, "", notes),) if rows else ()


def _verdicts(before: Consolidation, after: Consolidation) -> list[str]:
    """Tell the targets that stand otherwise than before."""
    old = {p.target.value.text: p.verdict for p in before.progress}
    out = []
    for one in after.progress:
        then = old.get(one.target.value.text)
        if then is not None and then is not one.verdict:
            words = say.curly(one.target.value.text.rstrip(" .;"))
            out.append(f"{words}: từ {verdict(then)} thành {verdict(one.verdict)}.")
    return out


def changes(before: Consolidation, after: Consolidation, office: Office) -> ReportFacts:
    """Give the document of changes between two editions of the report of one movement and period."""
    found = compare(before, after)
    body = [text(f"Lần trước chốt số liệu {say.day(before.as_of)}; lần này chốt số liệu {say.day(after.as_of)}.")]
    told = [say.quoted(c.sentence) for c in found if c.kind in _TOLD] + _verdicts(before, after)
    body += [text(words, "item") for words in told]
    tables = (
        *_table("thay-doi", "Số chung thay đổi", [c for c in found if c.kind == "total"]),
        *_table("thay-doi-don-vi", "Số liệu đơn vị thay đổi", [c for c in found if c.kind == "cell"]),
        *_table("thay-doi-khen", "Đề nghị khen thưởng thay đổi", [c for c in found if c.kind == "award"]),
    )
    if not told and not tables:
        body.append(text("Hai lần tổng hợp không khác nhau."))
    if tables:
        body.append(text("Số liệu chi tiết tại Phụ lục I."))
    name, span = movement_name(after.movement), say.period(after.period)
    lead = "Thay đổi giữa hai lần tổng hợp kết quả Phong trào thi đua"
    return paper(
        after, office, name="thay-doi", about=f"{lead} {name} {span}", body=body, heading="BÁO CÁO", code="BC",
        addressee=office.addressee, through=office.through, recipients=office.recipients, title=(lead, name, span),
        annexes=(Annex("thay-doi", "I", "SỐ LIỆU THAY ĐỔI", tables),) if tables else (),
        closing=f"{office.words} báo cáo {office.addressee}./.",
    )  # fmt: skip
