"""What a person taught once, laid over readings: a label means an indicator, a name means a body.

Only a reading that found no code or no body is helped; a person's correction of a document stands over it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pipeline.corrections import corrected
from pipeline.model import Dispatch, Field
from pipeline.ports import StoredDispatch
from pipeline.text import key


class Kind(StrEnum):
    """What is taught: a ``label`` of a figure (target: code of an indicator), an ``alias`` (target: id of a body)."""

    LABEL = "label"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Learned:
    """One thing taught, in force. ``text`` is as printed, compared by its key; ``name`` is the target's for people."""

    id: str
    kind: Kind
    text: str
    target: str
    name: str
    who: str
    at: datetime
    reason: str

    @property
    def why(self) -> str:
        """The sentence that a value carries which rests on it."""
        return f"Theo cách hiểu đã ghi nhớ của {self.who} ngày {self.at:%d/%m/%Y}: «{self.text}» là «{self.name}»."


@dataclass(frozen=True, slots=True)
class Help:
    """Where a word helped a reading: an attribute of the dispatch, with the place in it when it is a list."""

    word: Learned
    field: str
    ordinal: int | None = None


def understood(
    stored: Iterable[StoredDispatch], corrections: Iterable[Mapping[str, Any]], words: Sequence[Learned]
) -> Iterator[StoredDispatch]:
    """Give stored dispatches with the rows of the ``correction`` table laid over them, and below those what was taught."""
    known = _known(words)
    read = list(stored)
    for one, laid in zip(read, corrected(read, corrections), strict=True):
        yield replace(laid, dispatch=_helped(laid.dispatch, one.dispatch, known)[0]) if known else laid


def helped(dispatch: Dispatch, read: Dispatch, words: Sequence[Learned]) -> tuple[Dispatch, tuple[Help, ...]]:
    """Give a dispatch as corrected with what was taught laid below that, and what helped; ``read`` is as it was read."""
    return _helped(dispatch, read, _known(words))


_Known = Mapping[tuple[Kind, str], Learned]


def _known(words: Sequence[Learned]) -> _Known:
    """The last word on a text counts."""
    return {(word.kind, key(word.text)): word for word in sorted(words, key=lambda w: (w.at, w.id))}


def _helped(dispatch: Dispatch, read: Dispatch, known: _Known) -> tuple[Dispatch, tuple[Help, ...]]:
    """Help the fields that stand as they were read: what a person had a word on is another object."""
    changes: dict[str, Any] = {}
    helps = []
    issuer = dispatch.issuer
    if issuer is not None and issuer is read.issuer and issuer.value.agency is None:
        word = known.get((Kind.ALIAS, key(issuer.value.text)))
        if word is not None:
            changes["issuer"] = _said(issuer, word, agency=word.target, name=word.name)
            helps.append(Help(word, "issuer"))
    own = {id(item) for item in read.results}
    results = list(dispatch.results)
    for at, item in enumerate(results):
        free = id(item) in own and item.value.indicator is None
        word = known.get((Kind.LABEL, key(item.value.label))) if free else None
        if word is not None:
            results[at] = _said(item, word, indicator=word.target)
            changes["results"] = results
            helps.append(Help(word, "results", at))
    if "results" in changes:
        changes["results"] = tuple(results)
    return (replace(dispatch, **changes) if changes else dispatch), tuple(helps)


def _said(field: Field[Any], word: Learned, **values: str) -> Field[Any]:
    return replace(field, value=replace(field.value, **values), reasons=(*field.reasons, word.why))
