"""Checks 7 and 8: was there such an issuer on that day, is the symbol its own, is the place its seat?"""

import re
from collections.abc import Iterator
from datetime import timedelta

from pipeline.checks.case import Case
from pipeline.model import AgencyMention, Field, Finding, Severity
from pipeline.proposals import propose
from pipeline.reference.agencies import Agency
from pipeline.reference.initials import same_place, stands_for

#: Bodies were wound up province by province around the day the resolution names.
_HANDOVER = timedelta(days=31)
_SURE = 0.85
_GROUPS = re.compile(r"[-/.]")


def check(case: Case) -> Iterator[Finding]:
    """Give findings on the issuer; nothing without a registry to ask."""
    issuer = case.dispatch.issuer
    if issuer is None or case.resolve is None:
        return
    agency = case.resolve(issuer.value.text, case.on, None) or _in_province(case)
    if agency is None:
        yield from _unknown(case, issuer)
        return
    yield from _code(case, issuer, agency)
    yield from _seat(case, agency)


def _in_province(case: Case) -> Agency | None:
    """Give the issuer by its own province: its parent's, or that of the place."""
    dispatch = case.dispatch
    assert dispatch.issuer is not None and case.resolve is not None
    names = [] if dispatch.parent_issuer is None else [dispatch.parent_issuer.value.text]
    if dispatch.place is not None:
        names.append(f"UBND {dispatch.place.value}")
    for name in names:
        near = case.resolve(name, case.on, None)
        if near is not None and near.province is not None:
            return case.resolve(dispatch.issuer.value.text, case.on, near.province)
    return None


def _unknown(case: Case, issuer: Field[AgencyMention]) -> Iterator[Finding]:
    assert case.resolve is not None
    known = _ever(case, issuer)
    if known is None or case.on is None or known.alive(case.on):
        # Without a day several bodies of one name may be meant: the registry is "not sure", which is not "unknown".
        if case.on is not None and issuer.confidence >= _SURE:
            parent = case.dispatch.parent_issuer
            above = f" ({parent.value.text})" if parent is not None else ""
            proposed = propose(issuer.value.text, parent.value.agency if parent is not None else None)
            message = f"Cơ quan ban hành «{issuer.value.text}»{above} chưa có trong danh bạ."
            under = f", đơn vị cấp trên «{proposed.parent}»" if proposed.parent else ""
            row = f"mã «{proposed.id}», tên «{proposed.name}»{under}"
            suggestion = f"Nếu thuộc phạm vi theo dõi, thêm vào tệp đơn vị dòng có {row}."
            yield from case.breach("UNKNOWN_ISSUER", message, "issuer", issuer.evidence, suggestion)
        return
    if known.valid_to is not None and case.on > known.valid_to:
        late = case.on > known.valid_to + _HANDOVER
        code = "ISSUER_DISSOLVED" if late else "ISSUER_HANDOVER"
        message = (
            f"«{known.name}» kết thúc hoạt động ngày {known.valid_to:%d/%m/%Y}, trước ngày ban hành {case.on:%d/%m/%Y}."
        )
        suggestion = "Kiểm tra ngày ban hành, hoặc ghi tên cơ quan kế thừa."
        doubtful = case.scanned or issuer.confidence < _SURE
        severity = Severity.WARNING if doubtful else None
        yield from case.breach(code, message, "issuer", issuer.evidence, suggestion, severity)


def _ever(case: Case, issuer: Field[AgencyMention]) -> Agency | None:
    """Give the body of that name on whatever day it existed."""
    assert case.resolve is not None
    found = case.resolve(issuer.value.text, None, None)
    if found is not None:
        return found
    parent = case.dispatch.parent_issuer
    above = case.resolve(parent.value.text, None, None) if parent is not None else None
    return case.resolve(issuer.value.text, None, above.province) if above and above.province else None


def _code(case: Case, issuer: Field[AgencyMention], agency: Agency) -> Iterator[Finding]:
    notation = case.dispatch.notation
    if notation is None or not agency.code or case.scanned:
        return
    groups = [g for g in _GROUPS.split(notation.value) if g]
    if any(stands_for(group, issuer.value.text, agency.code) for group in groups):
        return
    message = f"Ký hiệu «{notation.value}» không mang chữ viết tắt của «{agency.name}» ({agency.code})."
    suggestion = f"Chữ viết tắt thường dùng của cơ quan này là «{agency.code}»."
    yield from case.breach("ISSUER_CODE", message, "notation", (*notation.evidence, *issuer.evidence), suggestion)


def _seat(case: Case, agency: Agency) -> Iterator[Finding]:
    place = case.dispatch.place
    if place is None or not agency.seat or case.scanned or same_place(place.value, agency.seat):
        return
    message = f"Địa danh «{place.value}» không phải nơi «{agency.name}» đóng trụ sở."
    yield from case.breach("PLACE_NOT_SEAT", message, "place", place.evidence, f"«{agency.seat}, ngày … tháng … năm …»")
