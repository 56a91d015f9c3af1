"""Do an electronic envelope (edXML) and the page it carries say the same?"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from pipeline.confidence import witnessed
from pipeline.model import AgencyMention, Dispatch, Field, Finding, Outcome, PartialDate, Severity, Status
from pipeline.text import bare, key, plain_marks, squeeze

_RULE = "QCVN 102:2016/BTTTT"
#: How like two wordings of a subject must be, 0 to 1.
_ALIKE = 0.8
#: The finding of a value that was read with little confidence.
_DOUBT = "DOUBTFUL"


def compared(page: Outcome, envelope: Dispatch | None, *, first: bool) -> Outcome:
    """Give the outcome of an attachment with a finding for each value that its envelope states otherwise.

    What both state alike is surer for it, and no longer reported as doubtful.
    The attachment that bears the envelope's symbol is its document; without one the first attachment is.
    """
    if envelope is None or page.dispatch is None:
        return page
    mine, theirs = page.dispatch.symbol, envelope.symbol
    same = mine is not None and theirs is not None and _same_symbol(mine.value, theirs.value)
    if not same and (not first or (mine is None and page.dispatch.subject is None)):
        return page
    told = {name: alike(stated, read) for name, stated, read, alike in _both(envelope, page.dispatch)}
    witness = witnessed(page.dispatch, "envelope", told)
    if not all(told.values()):
        findings = (*page.findings, *differences(envelope, page.dispatch))
        return replace(page, dispatch=witness, findings=findings, status=Status.NEEDS_REVIEW)
    kept = tuple(f for f in page.findings if f.code != _DOUBT or f.field not in told)
    status = page.status
    if kept != page.findings and all(f.severity is Severity.INFO for f in kept):
        status = Status.CLEAN
    return replace(page, dispatch=witness, findings=kept, status=status, vouched=same)


def _both(envelope: Dispatch, page: Dispatch) -> Iterator[tuple[str, Any, Any, Callable[[Any, Any], bool]]]:
    """Give each field that both state: its name, both values, how they are compared."""
    for name, (_, alike) in _FIELDS.items():
        stated: Field[Any] | None = getattr(envelope, name)
        read: Field[Any] | None = getattr(page, name)
        if stated is not None and read is not None:
            yield name, stated.value, read.value, alike


def differences(envelope: Dispatch, page: Dispatch) -> tuple[Finding, ...]:
    """Give a finding for each field that both state, and state differently. Evidence is the page's."""
    out = []
    for name, stated, read, alike in _both(envelope, page):
        if alike(stated, read):
            continue
        label, evidence = _FIELDS[name][0], getattr(page, name).evidence
        message = f"{label} trên phong bì điện tử là «{_shown(stated)}», trên văn bản là «{_shown(read)}»."
        out.append(Finding("ENVELOPE_DIFFERS", Severity.WARNING, message, _RULE, name, evidence))
    return tuple(out)


def _shown(value: object) -> str:
    return value.text if isinstance(value, AgencyMention) else str(value)


def _same_symbol(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _folded(symbol: str) -> str:
    return squeeze(plain_marks(symbol)).replace(" ", "").upper().lstrip("0")


def _same_day(one: PartialDate, other: PartialDate) -> bool:
    # A date whose day was not read says nothing against one that has it.
    return one.period.contains(other.period) or other.period.contains(one.period)


def _same_body(one: AgencyMention, other: AgencyMention) -> bool:
    if one.agency is not None and other.agency is not None:
        return one.agency == other.agency
    a, b = bare(one.text), bare(other.text)
    return a in b or b in a


def _same_words(one: str, other: str) -> bool:
    a, b = bare(one), bare(other)
    return a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE


def _same_key(one: str, other: str) -> bool:
    return key(one) == key(other)


_FIELDS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "symbol": ("Số, ký hiệu", _same_symbol),
    "issued_on": ("Ngày ban hành", _same_day),
    "doc_type": ("Loại văn bản", _same_key),
    "issuer": ("Cơ quan ban hành", _same_body),
    "subject": ("Trích yếu", _same_words),
    "signer_name": ("Người ký", _same_key),
    "urgency": ("Độ khẩn", _same_key),
}
