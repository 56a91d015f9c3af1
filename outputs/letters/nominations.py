"""Tờ trình đề nghị khen thưởng with its lists, and the thông báo of what is missing in the units' dossiers."""

from collections.abc import Sequence

from outputs.collation import order, person_order
from outputs.council import wording as say
from outputs.council.compose import cited, movement_name
from outputs.council.deciding import KINDS, counted, proposed
from outputs.council.facts import Annex, Cell, Column, Office, Paragraph, ReportFacts, Row, Table
from outputs.letters.dated import rows as dated_rows
from outputs.letters.paper import paper, text
from outputs.spelling import spelled
from pipeline.consolidate import Consolidation, Nominee, Role


def _forms(people: Sequence[Nominee]) -> dict[str, list[Nominee]]:
    """Give the nominees by form of award, inside it by kind of subject and in the order of the alphabet."""
    out: dict[str, list[Nominee]] = {}
    for one in people:
        out.setdefault(one.award.value.award, []).append(one)
    for mine in out.values():
        mine.sort(key=_place)
    return out


def _place(one: Nominee) -> tuple[object, ...]:
    award = one.award.value
    kind = KINDS.index(award.subject_kind) if award.subject_kind in KINDS else len(KINDS)
    name = award.name or ""
    return kind, person_order(name) if award.subject_kind == "cá nhân" else (order(name), ()), order(award.unit or "")


def _list(data: Consolidation, people: Sequence[Nominee], id: str) -> Table:
    """Give the list; what only a person can tell is left blank to be filled in."""
    lines: list[Row] = []
    for form, mine in _forms(people).items():
        lines.append(Row((Cell(f"{form}: {counted(mine)}"), *(Cell(""),) * 6), True, span=True))
        for one in mine:
            award = one.award.value
            unit = award.unit or (data.by_unit[one.unit].name if one.unit in data.by_unit else "")
            number = str(1 + sum(not r.span for r in lines))
            words = (number, award.name or "", award.position or "", unit, award.subject_kind or "", "", "")
            lines.append(Row(tuple(Cell(w) for w in words)))
    columns = (
        Column("TT", 10, "center"), Column("Họ và tên, tên tập thể", 50), Column("Chức vụ", 36), Column("Đơn vị", 46),
        Column("Đối tượng", 20, "center"), Column("Tóm tắt thành tích", 50), Column("Hình thức đã được khen (số quyết định)", 38),
    )  # fmt: skip
    total = f"Danh sách này có {say.count(len(people))} ({spelled(len(people))}) trường hợp."
    return Table(id, "", columns, tuple(lines), "", (total,))


def submission(data: Consolidation, office: Office) -> ReportFacts | None:
    """Give the tờ trình for the awards decided above the office, None when nobody is proposed for one."""
    above, own = proposed(data)
    if not above:
        return None
    name = movement_name(data.movement)
    about = f"Về việc đề nghị khen thưởng trong Phong trào thi đua {name} {say.period(data.period)}"
    body = [text(f"Căn cứ {row['words']};") for row in dated_rows("bases.csv", data.as_of)]
    body += [text(f"Căn cứ {cited(d)};") for d in data.documents if d.role is Role.PLAN and d.replaced_by is None]
    units = len({n.unit for n in above if n.unit})
    body.append(
        text(
            f"Xét đề nghị của {say.count(units)} đơn vị và thành tích đạt được, {office.words} kính trình "
            f"{office.addressee} xem xét, đề nghị khen thưởng {counted(above)}, gồm:"
        )
    )
    forms = [f"{form}: {counted(mine)}" for form, mine in _forms(above).items()]
    body += [text(f"{words}{';' if n < len(forms) else '.'}", "item") for n, words in enumerate(forms, 1)]
    body.append(text("Danh sách trích ngang tại Phụ lục I."))
    annexes = [Annex("ds-1", "I", "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", (_list(data, above, "danh-sach-1"),), "", True)]
    if own:
        words = f"Ngoài ra, {counted(own)} thuộc thẩm quyền cấp cơ sở, nêu tại Phụ lục II để biết."
        body.append(text(words))
        title = "DANH SÁCH KHEN THƯỞNG THUỘC THẨM QUYỀN CẤP CƠ SỞ"
        annexes.append(Annex("ds-2", "II", title, (_list(data, own, "danh-sach-2"),), "", True))
    body.append(text("Hồ sơ kèm theo: danh sách; báo cáo thành tích; biên bản họp xét và kết quả bỏ phiếu."))
    return paper(
        data, office, name="to-trinh", about=about, body=body, heading="TỜ TRÌNH", code="TTr", addressee=office.addressee,
        through=office.through, recipients=office.recipients, annexes=annexes,
        title=("Về việc đề nghị khen thưởng trong Phong trào thi đua", name, say.period(data.period)),
        closing=f"Kính trình {office.addressee} xem xét, quyết định./.",
    )  # fmt: skip


def notice(data: Consolidation, office: Office) -> ReportFacts | None:
    """Give the thông báo to the units whose dossiers lack something, None when all are whole."""
    missing = {data.by_unit[d.unit].name: d.lacking for d in data.dossiers if d.unit in data.by_unit}
    if not missing:
        return None
    name = movement_name(data.movement)
    about = f"Về việc bổ sung hồ sơ đề nghị khen thưởng trong Phong trào thi đua {name} {say.period(data.period)}"
    lines = tuple(
        Row((Cell(str(n)), Cell(unit), Cell(say.upper_first("; ".join(parts)))))
        for n, (unit, parts) in enumerate(missing.items(), 1)
    )
    columns = (Column("TT", 12, "center"), Column("Đơn vị", 63), Column("Thành phần hồ sơ còn thiếu", 90))
    table = Table("thieu-ho-so", "", columns, lines)
    body: list[Paragraph] = [
        text(
            f"Đến {say.day(data.as_of)}, {office.words} đã nhận đề nghị khen thưởng của các đơn vị. Qua kiểm tra, "
            f"{say.count(len(missing))} đơn vị chưa gửi đủ thành phần hồ sơ (Phụ lục I)."
        ),
        text(
            f"{office.words} đề nghị các đơn vị có tên tại Phụ lục I bổ sung bản chính và tệp điện tử trong 05 ngày làm việc "
            "kể từ ngày ban hành Thông báo này. Hồ sơ không được bổ sung đúng hạn sẽ không trình Hội đồng xét."
        ),
    ]
    return paper(
        data, office, name="thieu-ho-so", about=about, body=body, heading="THÔNG BÁO", code="TB", addressee="",
        recipients=(*missing, *(r for r in office.recipients if r != "Như trên"))[:12],
        annexes=(Annex("hs-1", "I", "ĐƠN VỊ CÒN THIẾU HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG", (table,)),),
        title=("Về việc bổ sung hồ sơ đề nghị khen thưởng trong Phong trào thi đua", name, say.period(data.period)),
        closing=f"{office.words} thông báo để các đơn vị biết, thực hiện./.",
    )  # fmt: skip
