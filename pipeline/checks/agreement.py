"""Do the parts of one dispatch agree with each other? The number's code with the type, the date with the cited dates."""

from pipeline.model import Dispatch, Finding, Severity
from pipeline.text import clean

_RULE_CODE = "NĐ 30/2020/NĐ-CP, Phụ lục III"


def check(dispatch: Dispatch) -> tuple[Finding, ...]:
    """Give findings for contradictions inside one dispatch."""
    return (*_code_and_type(dispatch), *_date_and_citations(dispatch))


def _code_and_type(dispatch: Dispatch) -> tuple[Finding, ...]:
    notation, type_ = dispatch.notation, dispatch.doc_type
    if notation is None or type_ is None or type_.value == "CV":
        return ()
    groups = clean(notation.value).replace("/", "-").split("-")
    if type_.value in groups:
        return ()
    message = f"Ký hiệu «{notation.value}» không mang mã của loại văn bản {type_.value}."
    return (Finding("CODE_NOT_TYPE", Severity.WARNING, message, _RULE_CODE, "notation", notation.evidence),)


def _date_and_citations(dispatch: Dispatch) -> tuple[Finding, ...]:
    issued = dispatch.issued_on
    if issued is None:
        return ()
    out = []
    for cited in dispatch.references:
        when = cited.value.issued_on
        if when is not None and when.period.start > issued.value.period.end:
            message = f"Văn bản viện dẫn {cited.value.symbol} đề ngày {when}, sau ngày ban hành {issued.value}."
            out.append(Finding("CITES_FUTURE", Severity.WARNING, message, None, "references", cited.evidence))
    return tuple(out)
