"""Checks 13 and 14: are cited documents of a sound date and in force, and does a report cite the plan it answers?"""

import re
from collections.abc import Iterator
from datetime import date

from pipeline.checks.case import Case, printed
from pipeline.model import Field, Finding, Reference, Relation
from pipeline.reference import rules

_YEAR = re.compile(r"^\d{1,5}[a-zđ]?/(?P<year>(?:19|20)\d\d)/")
#: Relations by which a document rests on another: a repealed one there is a fault, a mention is history.
_RESTS_ON = frozenset({Relation.BASIS, Relation.IMPLEMENTS})


def check(case: Case) -> Iterator[Finding]:
    """Give findings on each cited document, and on a movement's report that cites no task-giving document."""
    for cited in case.dispatch.references:
        yield from _dates(case, cited)
        yield from _register(case, cited)
    yield from _plan(case)


def _dates(case: Case, cited: Field[Reference]) -> Iterator[Finding]:
    when, issued = cited.value.issued_on, case.dispatch.issued_on
    if when is None:
        return
    if issued is not None and when.period.start > issued.value.period.end:
        message = (
            f"Văn bản viện dẫn {cited.value.symbol} đề ngày {printed(when)}, sau ngày ban hành {printed(issued.value)}."
        )
        suggestion = "Đối chiếu ngày của văn bản viện dẫn và ngày ban hành."
        yield from case.breach("CITES_FUTURE", message, "references", cited.evidence, suggestion)
    year = _YEAR.match(cited.value.symbol)
    if year and int(year["year"]) != when.year:
        message = f"Văn bản viện dẫn {cited.value.symbol} ghi ngày {printed(when)}: khác năm trong ký hiệu."
        suggestion = f"Đối chiếu: ký hiệu mang năm {year['year']}."
        yield from case.breach("CITED_YEAR", message, "references", cited.evidence, suggestion)


def _register(case: Case, cited: Field[Reference]) -> Iterator[Finding]:
    known = rules.legal_documents().get(cited.value.symbol)
    if known is None:
        return
    when = cited.value.issued_on
    if (
        when is not None
        and when.day is not None
        and when.period.start != known.issued_on
        and when.year == known.issued_on.year
    ):
        message = f"{known.symbol} ban hành ngày {known.issued_on:%d/%m/%Y}, văn bản ghi {_shown(when.period.start)}."
        suggestion = f"«ngày {known.issued_on.day:02d}/{known.issued_on.month}/{known.issued_on.year}»"
        yield from case.breach("CITED_DATE", message, "references", cited.evidence, suggestion)
    if known.valid_to is None or case.on is None or case.on <= known.valid_to or cited.value.relation not in _RESTS_ON:
        return
    message = (
        f"{known.name} ({known.symbol}) hết hiệu lực từ {known.valid_to:%d/%m/%Y}, trước ngày ban hành văn bản này."
    )
    successor = rules.legal_documents().get(known.replaced_by)
    name = f"{successor.name} ({successor.symbol})" if successor is not None else known.replaced_by
    yield from case.breach(
        "REPEALED_BASIS", message, "references", cited.evidence, f"Thay bằng {name}." if name else None
    )


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _plan(case: Case) -> Iterator[Finding]:
    """A report on a movement names the plan it answers, and its day."""
    dispatch = case.dispatch
    subject = case.movement_subject
    if subject is None:
        return
    plans = [r for r in dispatch.references if r.value.relation is Relation.IMPLEMENTS]
    if not plans and not any(_YEAR.match(r.value.symbol) is None for r in dispatch.references):
        message = "Báo cáo phong trào thi đua không viện dẫn kế hoạch hoặc văn bản phát động phong trào."
        suggestion = "Thêm câu mở đầu: «Thực hiện Kế hoạch số …/KH-… ngày … của … về …»."
        yield from case.breach("NO_PLAN_CITED", message, "references", subject.evidence, suggestion)
    for plan in plans:
        if plan.value.issued_on is None and dispatch.issuer is not None:
            message = f"Văn bản thực hiện {plan.value.symbol} được viện dẫn không kèm ngày ban hành."
            suggestion = f"«… số {plan.value.symbol} ngày … tháng … năm …»"
            yield from case.breach("PLAN_UNDATED", message, "references", plan.evidence, suggestion)
