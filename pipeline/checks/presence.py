"""Are the components there that NĐ 30/2020, Điều 8 asks for? Absence is reported, never filled."""

from pipeline.model import Dispatch, Finding, Profile, Severity

_RULE = "NĐ 30/2020/NĐ-CP, Điều 8"
#: Attribute, finding code, how bad, and the sentence for the clerk.
_COMPONENTS = (
    ("symbol", "NO_SYMBOL", Severity.WARNING, "Không tìm thấy số, ký hiệu văn bản."),
    ("issued_on", "NO_DATE", Severity.WARNING, "Không tìm thấy ngày, tháng, năm ban hành."),
    ("doc_type", "NO_TYPE", Severity.WARNING, "Không nhận ra tên loại văn bản."),
    ("issuer", "NO_ISSUER", Severity.WARNING, "Không tìm thấy tên cơ quan ban hành."),
    ("subject", "NO_SUBJECT", Severity.WARNING, "Không tìm thấy trích yếu nội dung."),
    ("signer_name", "NO_SIGNER", Severity.WARNING, "Không đọc được họ tên người ký."),
    ("place", "NO_PLACE", Severity.INFO, "Không tìm thấy địa danh."),
)
#: Types that are sent to someone named under Kính gửi.
_ADDRESSED = frozenset({"CV", "TTr"})
#: A field this sure or less goes to a person.
DOUBT = 0.7


def check(dispatch: Dispatch, profile: Profile) -> tuple[Finding, ...]:
    """Give a finding for each missing component, blank number, cut-off date and doubtful field."""
    out = []
    for name, code, severity, message in _COMPONENTS:
        if getattr(dispatch, name) is None:
            out.append(Finding(code, severity, message, _RULE, name))
    symbol = dispatch.symbol
    if symbol is not None and dispatch.number is None:
        out.append(
            Finding(
                "BLANK_NUMBER",
                Severity.WARNING,
                f"Số văn bản để trống ({symbol.value}); không tự điền.",
                _RULE,
                "symbol",
                symbol.evidence,
                "Ghi số theo sổ đăng ký văn bản đi, hoặc hỏi lại đơn vị gửi.",
            )
        )
    issued = dispatch.issued_on
    if issued is not None and issued.value.day is None:
        out.append(
            Finding(
                "PARTIAL_DATE",
                Severity.WARNING,
                f"Ngày ban hành chưa đủ: {issued.value}.",
                _RULE,
                "issued_on",
                issued.evidence,
            )
        )
    type_ = dispatch.doc_type
    if type_ is not None and type_.value in _ADDRESSED and not dispatch.addressees:
        out.append(Finding("NO_ADDRESSEE", Severity.INFO, "Không có phần Kính gửi.", _RULE, "addressees"))
    for name in ("symbol", "issued_on", "doc_type", "issuer", "subject", "signer_name"):
        field = getattr(dispatch, name)
        if field is not None and field.confidence <= DOUBT:
            reason = " ".join(field.reasons) or "Bản đọc không chắc."
            message = f"Giá trị «{field.raw}» chưa chắc chắn: {reason}"
            out.append(Finding("DOUBTFUL", Severity.WARNING, message, None, name, field.evidence))
    return tuple(out)
