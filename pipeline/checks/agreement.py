"""Check 4: do the parts of one dispatch contradict each other? Symbol and type, its year and the date."""

import re
from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.model import Finding, Severity
from pipeline.reference import document_types, symbol_codes
from pipeline.text import clean

_LETTER = "CV"
_YEAR = re.compile(r"^\d{1,5}[a-zđ]?/(?P<year>(?:19|20)\d\d)/")
#: Below this a contradiction may be the reader's.
_SURE = 0.9


def check(case: Case) -> Iterator[Finding]:
    """Give findings for contradictions inside one dispatch."""
    yield from _code_and_type(case)
    yield from _year_and_date(case)


def _code_and_type(case: Case) -> Iterator[Finding]:
    notation, type_ = case.dispatch.notation, case.dispatch.doc_type
    if notation is None or type_ is None:
        return
    groups = [g for g in re.split(r"[-/.]", clean(notation.value)) if g]
    first = groups[0] if groups else ""
    if type_.value == _LETTER:
        # An office's code may look like a type's: only a first group that is nothing else is told.
        if first == _LETTER:
            mended = "-".join(groups[1:])
            message = f"Ký hiệu công văn «{notation.value}» mang chữ viết tắt CV."
            yield from case.breach("CODE_ON_LETTER", message, "notation", notation.evidence, f"«{mended}»")
        return
    kinds = [kind for kind in document_types.all_types() if kind.code == type_.value]
    meant = symbol_codes.codes_for(type_.value)
    if meant & set(groups) or not any(kind.coded for kind in kinds):
        return
    if any(first.casefold() == code.casefold() for code in meant):
        message = f"Chữ viết tắt «{first}» trong ký hiệu viết khác mẫu «{type_.value}»."
        severity: Severity | None = Severity.INFO
    else:
        name = kinds[0].name
        message = f"Văn bản là «{name}» nhưng ký hiệu «{notation.value}» không mang chữ viết tắt «{type_.value}»."
        sure = min(notation.confidence, type_.confidence) >= _SURE
        severity = None if sure else Severity.WARNING
    suggestion = f"Ký hiệu của loại văn bản này mở đầu bằng «{type_.value}»; hoặc sửa tên loại cho khớp."
    evidence = (*notation.evidence, *type_.evidence)
    yield from case.breach("CODE_NOT_TYPE", message, "notation", evidence, suggestion, severity)


def _year_and_date(case: Case) -> Iterator[Finding]:
    symbol, issued = case.dispatch.symbol, case.dispatch.issued_on
    year = _YEAR.match(symbol.value) if symbol is not None else None
    if symbol is None or issued is None or year is None or int(year["year"]) == issued.value.year:
        return
    message = f"Năm trong ký hiệu «{symbol.value}» khác năm ban hành {issued.value.year}."
    sure = min(symbol.confidence, issued.confidence) >= _SURE
    severity = None if sure else Severity.WARNING
    evidence = (*symbol.evidence, *issued.evidence)
    yield from case.breach("YEAR_NOT_DATE", message, "symbol", evidence, "Đối chiếu sổ đăng ký văn bản.", severity)
