"""Names that a document gives a body for itself: "Sở Nông nghiệp … (sau đây gọi tắt là Sở)"."""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from pipeline.ports import Resolver
from pipeline.reference.agencies import Agency
from pipeline.reference.agency_names import trimmed
from pipeline.text import key, squeeze

_DEFINED = re.compile(
    r"\(\s*(?:sau\s+đây|dưới\s+đây)?\s*(?:được\s+)?(?:gọi|viết)\s+(?:chung\s+|tắt\s+)*là:?\s*"
    r"(?P<short>[^()]{2,60}?)\s*\)",
    re.IGNORECASE,
)
#: Characters before the bracket in which the full name stands.
_REACH = 200
_MARKS = " \"'“”«».,;:-"


@cache
def _body_word() -> re.Pattern[str]:
    with files("pipeline.reference").joinpath("body_words.csv").open(encoding="utf-8") as handle:
        words = sorted((re.escape(row["text"]) for row in csv.DictReader(handle)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


def definitions(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give, by the folded short name, the texts that may be the full name: the longest first, each opening with a body word.

    ``texts`` are a document's lines in reading order; a definition may run on over them.
    """
    text = squeeze(" ".join(texts))
    out: dict[str, tuple[str, ...]] = {}
    for found in _DEFINED.finditer(text):
        before = re.split(r"[()]", text[max(0, found.start() - _REACH) : found.start()])[-1].rstrip(_MARKS)
        full = tuple(before[m.start() :] for m in _body_word().finditer(before))
        if full:
            out.setdefault(key(found["short"].strip(_MARKS)), full)
    return out


def honouring(resolve: Resolver, defined: Mapping[str, tuple[str, ...]]) -> Resolver:
    """Give a resolver for one document: what it defines itself goes before what the name means elsewhere.

    A short name that the document gives to a body outside the registry names no body of the registry.
    """
    if not defined:
        return resolve

    def told(text: str, on: date | None, province: str | None) -> Agency | None:
        full = defined.get(key(trimmed(text)))
        if full is None:
            return resolve(text, on, province)
        return next((found for name in full if (found := resolve(name, on, province)) is not None), None)

    return told
