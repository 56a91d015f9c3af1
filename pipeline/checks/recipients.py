"""Check 10: does Nơi nhận end with Lưu, and is the Council told of what it asked for? (NĐ 30/2020, Phụ lục I, II.9)."""

import re
from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.model import Finding
from pipeline.reference import rules
from pipeline.reference.agency_names import fold, trimmed

_UNITS = re.compile(r"[\W_]+")


def check(case: Case) -> Iterator[Finding]:
    """Give findings on the Lưu line and on a movement's report that names no receiver of the Council."""
    yield from _archive(case)
    yield from _council(case)


def _archive(case: Case) -> Iterator[Finding]:
    archive, recipients = case.dispatch.archive, case.dispatch.recipients
    if archive is None:
        if recipients:
            last = recipients[-1].evidence
            message = "Nơi nhận không có dòng Lưu."
            yield from case.breach("NO_ARCHIVE", message, "archive", last, "«- Lưu: VT, <đơn vị soạn thảo>.»")
    elif not rules.speaks_of(_UNITS.sub(" ", archive.value), "archive") and not case.scanned:
        message = f"Dòng Lưu ghi «{archive.value}», không có VT."
        yield from case.breach("ARCHIVE_FORM", message, "archive", archive.evidence, f"«- Lưu: VT, {archive.value}.»")


def _council(case: Case) -> Iterator[Finding]:
    dispatch = case.dispatch
    if case.movement_subject is None:
        return
    named = [*(a.value.text for a in dispatch.addressees), *(r.value.text for r in dispatch.recipients)]
    if not named or any(rules.speaks_of(name, "council") for name in named) or _names_parent(case, named):
        return
    message = "Báo cáo phong trào thi đua không gửi Hội đồng Thi đua - Khen thưởng hay cơ quan thường trực."
    suggestion = "Thêm vào Nơi nhận: «- Hội đồng Thi đua - Khen thưởng (qua cơ quan thường trực);»"
    yield from case.breach(
        "COUNCIL_NOT_NAMED",
        message,
        "recipients",
        dispatch.recipients[-1].evidence if dispatch.recipients else (),
        suggestion,
    )


def _names_parent(case: Case, named: list[str]) -> bool:
    """Tell whether a unit reports to the body above it, which reports on to the Council."""
    parent = case.dispatch.parent_issuer
    above = fold(trimmed(parent.value.text)) if parent is not None else ""
    receivers = [folded for name in named if (folded := fold(trimmed(name)))]
    return bool(above) and any(above in receiver or receiver in above for receiver in receivers)
