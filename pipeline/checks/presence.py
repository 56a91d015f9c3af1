"""Check 1: are the components there that NĐ 30/2020, Điều 8 asks for? Absence is reported, never filled."""

from collections.abc import Iterator

from pipeline.checks.case import Case, printed
from pipeline.model import Finding, Relation, Severity
from pipeline.reference import document_types, rules
from pipeline.reference.agreements import assuring

#: Attribute, finding code, the sentence for the clerk, and what to do.
_COMPONENTS = (
    ("symbol", "NO_SYMBOL", "Không tìm thấy số, ký hiệu văn bản.", "Ghi số, ký hiệu dưới tên cơ quan ban hành."),
    ("issued_on", "NO_DATE", "Không tìm thấy ngày, tháng, năm ban hành.", "Ghi địa danh và ngày, tháng, năm ban hành."),
    (
        "doc_type",
        "NO_TYPE",
        "Không nhận ra tên loại văn bản.",
        "Ghi tên loại văn bản dưới số, ký hiệu (công văn: V/v).",
    ),
    ("issuer", "NO_ISSUER", "Không tìm thấy tên cơ quan ban hành.", "Ghi tên cơ quan ban hành ở góc trái, trên cùng."),
    ("subject", "NO_SUBJECT", "Không tìm thấy trích yếu nội dung.", "Ghi trích yếu dưới tên loại văn bản."),
    ("signer_name", "NO_SIGNER", "Không đọc được họ tên người ký.", "Đối chiếu chữ ký trên bản gốc rồi ghi họ tên."),
    ("place", "NO_PLACE", "Không tìm thấy địa danh.", "Ghi địa danh trước ngày, tháng, năm ban hành."),
)
#: Types that are sent to someone named under Kính gửi.
_ADDRESSED = frozenset({"CV", "TTr"})
#: Minutes carry no number of their own in many offices, and their date is that of the meeting.
_LOOSE_TYPES = frozenset({"BB"})
#: A field this sure or less goes to a person.
DOUBT = 0.7
#: What stands on the document that issues it, and not on a regulation or plan that is issued with it.
_OF_THE_ISSUING = frozenset({"symbol", "issued_on", "place"})
_DOUBTED = ("symbol", "issued_on", "doc_type", "issuer", "subject", "signer_name")


def check(case: Case) -> Iterator[Finding]:
    """Give a finding for each missing component, blank number, cut-off date and doubtful field."""
    dispatch = case.dispatch
    told = set()
    attached = _is_attached(case)
    lenient = Severity.INFO if _is_loose(case) else None
    for name, code, message, suggestion in _COMPONENTS:
        if getattr(dispatch, name) is None and not (attached and name in _OF_THE_ISSUING):
            yield from case.breach(code, message, name, suggestion=suggestion, severity=lenient)
    symbol, issued = dispatch.symbol, dispatch.issued_on
    if symbol is not None and dispatch.number is None:
        told.add("symbol")
        yield from case.breach(
            "BLANK_NUMBER",
            f"Không có số văn bản ({symbol.value}); không tự điền.",
            "symbol",
            symbol.evidence,
            "Ghi số theo sổ đăng ký văn bản đi, hoặc hỏi lại đơn vị gửi.",
        )
    if issued is not None and issued.value.day is None:
        told.add("issued_on")
        yield from case.breach(
            "PARTIAL_DATE",
            f"Ngày ban hành chưa đủ: {printed(issued.value)}.",
            "issued_on",
            issued.evidence,
            "Đối chiếu bản gốc, ghi đủ ngày, tháng, năm.",
        )
    if dispatch.signer_name is not None and dispatch.signer_position is None:
        yield from case.breach(
            "NO_POSITION",
            "Không đọc được chức vụ người ký.",
            "signer_position",
            (),
            "Đối chiếu bản gốc rồi ghi chức vụ.",
        )
    yield from _routing(case)
    yield from _doubts(case, told)


def _is_loose(case: Case) -> bool:
    """Tell whether the document is no dispatch of its own: minutes, lists, tables, and what another document issues."""
    type_ = case.dispatch.doc_type
    if type_ is not None and type_.value in _LOOSE_TYPES:
        return True
    if type_ is not None and any(
        kind.code == type_.value and not kind.coded and kind.kind != "letter" for kind in _types()
    ):
        return True
    return _is_attached(case)


def _is_attached(case: Case) -> bool:
    """Tell whether another document issues this one, by a citation or by the words under its title."""
    if case.dispatch.symbol is not None:
        return False
    cited = any(r.value.relation is Relation.ATTACHED_TO for r in case.dispatch.references)
    return cited or any(rules.speaks_of(line.text, "attached") for line in case.zones.title)


def _types() -> tuple[document_types.DocumentType, ...]:
    return document_types.all_types()


def _routing(case: Case) -> Iterator[Finding]:
    dispatch, type_ = case.dispatch, case.dispatch.doc_type
    if type_ is not None and type_.value in _ADDRESSED and not dispatch.addressees:
        suggestion = "Thêm dòng «Kính gửi: …» trên phần nội dung."
        yield from case.breach("NO_ADDRESSEE", "Không có phần Kính gửi.", "addressees", suggestion=suggestion)
    if dispatch.symbol is not None and not dispatch.recipients and not case.zones.recipients:
        suggestion = "Thêm phần «Nơi nhận:» bên trái, dưới nội dung."
        yield from case.breach("NO_RECIPIENTS", "Không có phần Nơi nhận.", "recipients", suggestion=suggestion)


def _doubts(case: Case, told: set[str]) -> Iterator[Finding]:
    for name in _DOUBTED:
        field = getattr(case.dispatch, name)
        if field is not None and name not in told and field.confidence <= DOUBT:
            doubts = [reason for reason in field.reasons if reason not in assuring()]
            reason = " ".join(doubts) or "Bản đọc không chắc."
            message = f"Giá trị «{field.raw}» chưa chắc chắn: {reason}"
            suggestion = "Đối chiếu với bản gốc; xác nhận nếu đúng, sửa nếu sai."
            yield Finding("DOUBTFUL", Severity.WARNING, message, None, name, field.evidence, suggestion)
