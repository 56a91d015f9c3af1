"""Checks 2, 3 and 6: is the head worded as the rules of its day ask? Quốc hiệu, Tiêu ngữ, number, date.

Slips of form never stop a document: they are told, with the wording that would mend them.
"""

import re
from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.model import Evidence, Finding, Line, Profile
from pipeline.reference import document_types, rules
from pipeline.text import flat, squeeze
from pipeline.zones.letters import Kind, kind_of

_CODES = {
    Kind.COUNTRY: ("COUNTRY_VARIANT", "Quốc hiệu"),
    Kind.MOTTO: ("MOTTO_VARIANT", "Tiêu ngữ"),
    Kind.PARTY: ("PARTY_TITLE_VARIANT", "Tiêu đề"),
}
_ADD_COUNTRY = "Ghi Quốc hiệu và Tiêu ngữ theo mẫu ở góc phải, trên cùng."
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_EDGES = " \t.,;:*_-"
_BLANKS = re.compile(r"\S\s+[/-]|[/-]\s+\S")
_DAY = re.compile(r"ngày\s*(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2})\b", re.IGNORECASE)
#: Types whose symbols carry the year where they are legal normative documents.
_MAYBE_NORMATIVE = frozenset({"QĐ", "NQ", "CT"})
_SYMBOL_YEAR = re.compile(r"^\d{1,5}[a-zđ]?/(?P<year>(?:19|20)\d\d)/")


def check(case: Case) -> Iterator[Finding]:
    """Give what differs from the model wording; nothing about scans, whose letters may be the reader's."""
    if case.scanned:
        return
    yield from _national(case)
    yield from _number(case)
    yield from _date(case)


def _national(case: Case) -> Iterator[Finding]:
    seen: set[Kind] = set()
    for line in case.zones.head_right:
        kind = kind_of(flat(line.text).strip())
        if kind not in _CODES or kind in seen:
            continue
        seen.add(kind)
        code, name = _CODES[kind]
        rule = rules.in_force(code, case.profile, case.on)
        printed = squeeze(_DASHES.sub("-", line.text)).strip(_EDGES)
        if rule is not None and printed != rule.wording and not _is_part(printed, rule.wording, case.zones.head_right):
            evidence = (Evidence.of(line),)
            yield from case.breach(code, f"{name} ghi «{printed}», khác mẫu.", None, evidence, f"«{rule.wording}»")
    if case.profile is Profile.STATE and case.dispatch.symbol is not None and Kind.COUNTRY not in seen:
        yield from case.breach("NO_COUNTRY", "Không có Quốc hiệu ở góc phải, trên cùng.", None, (), _ADD_COUNTRY)


def _is_part(printed: str, model: str, lines: tuple[Line, ...]) -> bool:
    """Tell whether a title broken over two lines makes the model wording once joined."""
    joined = squeeze(" ".join(squeeze(line.text).strip(_EDGES) for line in lines[:2]))
    return len(printed) < len(model) and model in joined


def _number(case: Case) -> Iterator[Finding]:
    symbol, number = case.dispatch.symbol, case.dispatch.number
    if symbol is None:
        return
    if number is not None and number.value.isdecimal() and len(number.value) == 1 and number.value != "0":
        mended = symbol.value.replace(number.value, f"0{number.value}", 1)
        message = f"Số văn bản nhỏ hơn 10 chưa thêm số 0: «{symbol.value}»."
        yield from case.breach("NUMBER_PADDING", message, "number", number.evidence, f"«Số: {mended}»")
    # The number is filled into a gap left for it: blanks before the first slash are how every office prints it.
    _, _, notation = symbol.raw.partition("/")
    if number is not None and (_BLANKS.search(notation) or _DASHES.search(symbol.raw)):
        message = f"Ký hiệu «{squeeze(symbol.raw)}» có dấu cách hoặc gạch dài."
        yield from case.breach("NUMBER_BLANKS", message, "symbol", symbol.evidence, f"«Số: {symbol.value}»")
    type_ = case.dispatch.doc_type
    year = _SYMBOL_YEAR.match(symbol.value)
    if year and type_ is not None and type_.value not in _MAYBE_NORMATIVE and not _normative(type_.value):
        mended = symbol.value.replace(f"{year['year']}/", "", 1)
        message = f"Văn bản cá biệt không ghi năm trong số, ký hiệu: «{symbol.value}»."
        yield from case.breach("NUMBER_YEAR", message, "symbol", symbol.evidence, f"«Số: {mended}»")
    if "-" not in symbol.value.partition("/")[0]:
        message = f"Ký hiệu văn bản của Đảng ghi «{symbol.value}»: sau số là gạch nối và tên loại."
        suggestion = "Viết theo mẫu «Số 12-KH/TU»."
        yield from case.breach("PARTY_SYMBOL", message, "symbol", symbol.evidence, suggestion)


def _normative(code: str) -> bool:
    return any(kind.kind == "normative" for kind in document_types.of_code(code))


def _date(case: Case) -> Iterator[Finding]:
    issued = case.dispatch.issued_on
    printed = _DAY.search(issued.raw) if issued is not None else None
    if issued is None or printed is None:
        return
    day, month = printed["day"], printed["month"]
    if (len(day) == 1) or (len(month) == 1 and month in "12"):
        shown = f"ngày {int(day):02d} tháng {f'{int(month):02d}' if int(month) < 3 else int(month)}"
        message = f"Ngày ban hành ghi «{squeeze(printed[0])}», chưa thêm số 0."
        yield from case.breach(
            "DATE_PADDING", message, "issued_on", issued.evidence, f"«{shown} năm {issued.value.year}»"
        )
