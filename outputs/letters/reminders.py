"""Công văn đôn đốc: one letter to each unit that has sent nothing or sent it late, ready for a number and a signature."""

from collections.abc import Sequence
from datetime import timedelta

from outputs.council import wording as say
from outputs.council.compose import cited, movement_name
from outputs.council.facts import Office, ReportFacts
from outputs.letters.paper import paper, text
from pipeline.consolidate import Consolidation, Role
from pipeline.obligations import Owed, Standing

#: Days that a reminded unit gets.
_GRACE = 5


def reminders(data: Consolidation, office: Office) -> tuple[ReportFacts, ...]:
    """Give the letters in the order of the units; none when every report due has come in time."""
    by_unit: dict[str, list[Owed]] = {}
    for owed in data.reporting.owed:
        if owed.standing in (Standing.MISSING, Standing.LATE):
            by_unit.setdefault(owed.unit.agency_id, []).append(owed)
    return tuple(_letter(data, office, owed, number) for number, owed in enumerate(by_unit.values(), 1))


def _letter(data: Consolidation, office: Office, owed: Sequence[Owed], number: int) -> ReportFacts:
    unit = owed[0].unit.name
    missing = [o for o in owed if o.standing is Standing.MISSING]
    subject = f"báo cáo kết quả Phong trào thi đua {movement_name(data.movement)} {say.period(data.period)}"
    body = [text(_basis(data, owed[0], subject))]
    body += [text(_missing(data, office, one, unit)) for one in missing]
    body += [text(_late(data, office, one, unit)) for one in owed if one.standing is Standing.LATE]
    if missing:
        until = say.day(data.as_of + timedelta(days=_GRACE))
        body.append(
            text(
                f"Để kịp tổng hợp, trình {office.addressee}, {office.words} đề nghị {unit} khẩn trương gửi báo cáo "
                f"(bản giấy và tệp Word hoặc Excel) về {office.words} trước {until}; nêu rõ lý do gửi chậm. Quá thời hạn "
                f"trên, {office.words} sẽ tổng hợp vào danh sách đơn vị chưa thực hiện chế độ báo cáo."
            )
        )
    else:
        body.append(
            text(
                f"{office.words} đề nghị {unit} rút kinh nghiệm, chấp hành đúng thời hạn báo cáo trong các kỳ tiếp theo; "
                "chế độ báo cáo là một căn cứ khi xét thi đua, khen thưởng."
            )
        )
    verb = "đôn đốc gửi" if missing else "nhắc thực hiện chế độ"
    recipients = ["Như trên", *[r for r in office.recipients if r != "Như trên"][:1]]
    return paper(
        data, office, name="don-doc", about=f"{verb} {subject}", body=body, addressee=unit, recipients=recipients,
        rest=f"{number:02d} {unit}",
        closing=f"{office.words} đề nghị {unit} quan tâm thực hiện./.",
    )  # fmt: skip


def _basis(data: Consolidation, owed: Owed, subject: str) -> str:
    """Tell which plan asks for the report, and by when."""
    deadline = owed.deadline
    plan = None if deadline is None else data.by_document.get(deadline.plan)
    if plan is None:
        plan = next((d for d in data.documents if d.role is Role.PLAN), None)
    until = "" if deadline is None else f" {say.deadline(deadline.due, deadline.before)}"
    if plan is None:
        return f"Theo chế độ thông tin, báo cáo, các đơn vị gửi {subject}{until}."
    return f"Theo {cited(plan)}, các đơn vị gửi {subject}{until}."


def _missing(data: Consolidation, office: Office, owed: Owed, unit: str) -> str:
    late = 0 if owed.deadline is None else (data.as_of - owed.deadline.due).days
    days = f", quá hạn {say.count(late)} ngày" if late else ""
    return f"Đến {say.day(data.as_of)}, {office.words} chưa nhận được báo cáo của {unit}{days}."


def _late(data: Consolidation, office: Office, owed: Owed, unit: str) -> str:
    document = data.by_document.get(owed.report or "")
    symbol = f" số {document.symbol}" if document is not None and document.symbol else ""
    given = "" if owed.handed_in is None else f" {say.day(owed.handed_in)}"
    return (
        f"{office.words} đã nhận Báo cáo{symbol}{given} của {unit}, chậm {say.count(owed.days_late)} ngày so với thời hạn "
        "quy định."
    )
