"""The one place that builds spaCy: sentences and cue phrases of Vietnamese administrative prose, as plain values.

The pipeline is blank and local: a tokenizer that cuts punctuation off words, a rule sentence splitter, and phrase and
token matchers that write span groups. No model, no network. Numbers, dates and symbols belong to ``parsers.values``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.reference.cues import phrases

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Groups of phrases that are looked for in prose; the headings' groups are matched on whole headings elsewhere.
GROUPS = ("goal", "strong_goal", "up", "down", "reach", "past", "aside", "assign", "task_verb", "actor_head", "report")
#: Written with a full stop that ends no sentence.
_ABBREVIATIONS = frozenset(
    "tp tx tt ts ths pgs gs ks bs cn kts ls đ/c đ.c ô b tr sđt st stt ht nxb q p h x kt tm tl tuq vd v.v v.v… vv no số".split()
)
_LABEL = re.compile(r"\s*(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/]?\s*$")
_ENDS = frozenset({".", "!", "?", "…", ";", "...", "./.", ".;"})
_OPENERS = {"(": ")", "[": "]", "“": "”", "«": "»"}
_CLOSERS = frozenset(_OPENERS.values())
_PREFIX = r"""^(?:[“”"'«»‘’(\[{<…,;:!?•*+–—-]|\.{3}|\./\.)"""
_SUFFIX = r"""(?:[“”"'«»‘’)\]}>…,;:!?]|\./\.|\.{3}|(?<=[^\W\d])\.|(?<=\d)\.|(?<=[)”"%])\.|(?<=\d)%)$"""
_INFIX = r"""[“”"«»();:…]|(?<=[a-zà-ỹđ])\.(?=[A-ZÀ-ỸĐ])|(?<=[^\W\d]),(?=[^\W\d])|(?<=\w)[–—](?=\w)"""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """Sentences of a text in order, and per group the cue phrases in it, longest match first come, none overlapping."""

    sentences: tuple[Span, ...]
    cues: dict[str, tuple[Span, ...]]

    def within(self, group: str, start: int, end: int) -> tuple[Span, ...]:
        """Give the cues of ``group`` between two characters."""
        return tuple(cue for cue in self.cues.get(group, ()) if start <= cue.start and cue.end <= end)


def _split(doc: Doc) -> Doc:
    """Mark sentence starts: after a closing mark, outside brackets and quotes, unless an abbreviation or a label stands before."""
    depth: list[str] = []
    for token in doc:
        token.is_sent_start = token.i == 0
    for i, token in enumerate(doc[:-1] if len(doc) else ()):
        text = token.text
        if text in _OPENERS:
            depth.append(_OPENERS[text])
        elif depth and text == depth[-1]:
            depth.pop()
        elif text in _ENDS and not (depth and len(doc) - i < 400 and text != ";" and _closes(doc, i, depth[-1])):
            following = doc[i + 1].text
            if text == ";":
                if not (depth and _closes(doc, i, depth[-1])):
                    doc[i + 1].is_sent_start = True
            elif not following[0].islower() and following not in _CLOSERS and not _abbreviated(doc, i):
                doc[i + 1].is_sent_start = True
                depth.clear()
    return doc


def _closes(doc: Doc, i: int, closer: str) -> bool:
    """Tell whether the bracket that is open at token ``i`` closes before another sentence could have ended: it may be unclosed."""
    return any(token.text == closer for token in doc[i + 1 : i + 60])


def _abbreviated(doc: Doc, i: int) -> bool:
    if doc[i].text != "." or i == 0:
        return doc[i].text == "..." and i + 1 < len(doc) and doc[i + 1].text[0].islower()
    before = doc[i - 1].text
    if before.lower() in _ABBREVIATIONS and doc[i - 1].idx + len(before) == doc[i].idx:
        return True
    return _LABEL.fullmatch(doc[: i + 1].text) is not None


@cache
def _pipeline() -> Language:
    """Build spaCy once per process; imported here because it takes a second that ``thidua --help`` must not pay."""
    import spacy
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer

    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=re.compile(_PREFIX).search,
        suffix_search=re.compile(_SUFFIX).search,
        infix_finditer=re.compile(_INFIX).finditer,
    )
    matchers: dict[str, Any] = {}
    known = phrases()
    for group in GROUPS:
        matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        matcher.add(group, [nlp.make_doc(phrase) for phrase in known.get(group, ())])
        matchers[group] = matcher

    if not Language.has_factory("administrative_sentences"):
        Language.component("administrative_sentences", func=_split)

    def mark(doc: Doc) -> Doc:
        from spacy.util import filter_spans

        for group, matcher in matchers.items():
            doc.spans[group] = filter_spans(matcher(doc, as_spans=True))
        return doc

    if not Language.has_factory("cue_phrases"):
        Language.component("cue_phrases", func=mark)
    nlp.add_pipe("administrative_sentences")
    nlp.add_pipe("cue_phrases")
    return nlp


@lru_cache(maxsize=512)
def analyse(text: str) -> Analysis:
    """Give sentences and cues of one block. The families share one reading of a block through a small cache."""
    doc = _pipeline()(text)
    sentences = tuple(Span(s.start_char, s.end_char) for s in doc.sents) if len(doc) else ()
    cues = {g: tuple(Span(s.start_char, s.end_char) for s in sorted(doc.spans[g])) for g in GROUPS}
    return Analysis(sentences, cues)
