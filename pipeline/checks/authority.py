"""Checks 9 and 11: may the signer sign so, and is the digital signature his? (NĐ 30/2020, Điều 13)."""

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.model import Evidence, Finding, Profile
from pipeline.reference import rules
from pipeline.text import bare

_PDF = "pdf"


def check(case: Case) -> Iterator[Finding]:
    """Give findings on the capacity, on who may award, and on the file's digital signatures."""
    yield from _capacity(case)
    yield from _award(case)
    yield from _signatures(case)


def _is_deputy(title: str) -> bool:
    return rules.opens_with(title, "deputy") or title.strip().upper().startswith("P.")


def _capacity(case: Case) -> Iterator[Finding]:
    capacity, position = case.dispatch.signer_capacity, case.dispatch.signer_position
    marks = capacity.value.split("+") if capacity is not None else []
    deputy = position is not None and _is_deputy(position.value)
    if capacity is not None and position is not None and marks and marks[-1] == "KT" and not deputy:
        message = f"Ký thay (KT.) nhưng chức vụ người ký là «{position.value}», không phải cấp phó."
        suggestion = "Bỏ KT. nếu người đứng đầu ký; hoặc ghi chức vụ cấp phó dưới dòng KT."
        yield from case.breach(
            "KT_NOT_DEPUTY", message, "signer_capacity", (*capacity.evidence, *position.evidence), suggestion
        )
    if capacity is None and position is not None and deputy and case.zones.signature:
        message = f"«{position.value}» ký mà không ghi ký thay (KT.) người đứng đầu."
        suggestion = "Ghi «KT.» và chức vụ người đứng đầu trên dòng chức vụ cấp phó."
        yield from case.breach("DEPUTY_NOT_KT", message, "signer_position", position.evidence, suggestion)
    if capacity is not None and "TUQ" in marks:
        message = "Ký thừa ủy quyền (TUQ.): cần có văn bản ủy quyền còn thời hạn."
        suggestion = "Lưu kèm văn bản ủy quyền."
        yield from case.breach("DELEGATED", message, "signer_capacity", capacity.evidence, suggestion)


def _award(case: Case) -> Iterator[Finding]:
    """Awards are the Chairman's to decide, not the Committee's."""
    dispatch = case.dispatch
    type_, subject, capacity = dispatch.doc_type, dispatch.subject, dispatch.signer_capacity
    if (
        type_ is None
        or subject is None
        or capacity is None
        or type_.value != "QĐ"
        or not capacity.value.startswith("TM")
    ):
        return
    if not rules.speaks_of(subject.value, "award_decision") or rules.speaks_of(subject.value, "no_award_decision"):
        return
    line = next((ln for ln in case.zones.signature if rules.speaks_of(ln.text, "committee")), None)
    if line is None:
        return
    message = "Quyết định khen thưởng ký thay mặt (TM.) Ủy ban nhân dân; thẩm quyền là của Chủ tịch."
    suggestion = "Ghi «CHỦ TỊCH», hoặc «KT. CHỦ TỊCH» và dòng dưới «PHÓ CHỦ TỊCH»."
    yield from case.breach("AWARD_FOR_COMMITTEE", message, "signer_capacity", (Evidence.of(line),), suggestion)


def _signatures(case: Case) -> Iterator[Finding]:
    layout, dispatch = case.zones.layout, case.dispatch
    if not layout.signatures:
        if layout.reader.startswith(_PDF) and not layout.ocr and case.profile is Profile.STATE:
            message = "Tệp PDF không có chữ ký số."
            yield from case.breach("NO_DIGITAL_SIGNATURE", message, None, (), "Đề nghị đơn vị gửi bản đã ký số.")
        return
    named = [s.signer for s in layout.signatures if s.signer]
    mentions = [m.value.text for m in (dispatch.issuer, dispatch.parent_issuer) if m is not None]
    own = [*mentions, *([dispatch.signer_name.value] if dispatch.signer_name is not None else [])]
    if not named or not own or any(_alike(signer, name) for signer in named for name in own):
        return
    listed = "; ".join(dict.fromkeys(f"«{s}»" for s in named))
    message = f"Chữ ký số của {listed} không trùng người ký hay cơ quan ban hành (chưa kiểm tra trực tuyến)."
    yield from case.breach("SIGNATURE_NOT_SIGNER", message, "signer_name", (), "Kiểm tra chứng thư số trên bản gốc.")


def _alike(signer: str, name: str) -> bool:
    """Tell whether most words of one stand in the other: an office signs for its body under a longer name."""
    x, y = set(bare(signer).split()), set(bare(name).split())
    return bool(x and y) and len(x & y) >= 0.6 * min(len(x), len(y))
