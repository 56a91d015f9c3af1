"""The one place that builds spaCy: sentences and cue phrases of Vietnamese administrative prose, as plain values.

The pipeline is blank and local: a tokenizer that cuts punctuation off words, a rule sentence splitter, and a phrase
matcher that marks groups of spans. No model, no network. Numbers, dates and symbols belong to ``parsers.values``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.reference.common_syllables import syllables
from pipeline.reference.cues import phrases

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Groups of phrases that are looked for in prose; the headings' groups are matched on whole headings elsewhere.
GROUPS = (
    "goal",
    "strong_goal",
    "up",
    "down",
    "reach",
    "past",
    "aside",
    "budget",
    "assign",
    "task_verb",
    "actor_head",
    "report",
)
#: Written with a full stop that ends no sentence.
_ABBREVIATIONS = frozenset(
    ("tp", "tx", "tt", "ts", "ths", "pgs", "gs", "ks", "bs", "cn", "kts", "ls", "đ/c", "đ.c", "ô", "b", "tr", "sđt", "st",
     "stt", "ht", "nxb", "q", "p", "h", "x", "kt", "tm", "tl", "tuq", "vd", "v.v", "v.v…", "vv")
)  # fmt: skip
#: No paragraph of a dispatch comes near so many letters; spaCy itself refuses a million.
_LONGEST_PROSE = 100_000
_LABEL = re.compile(r"\s*(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/]?\s*$")
_ENDS = frozenset({".", "!", "?", "…", ";", "...", "./.", ".;"})
_OPENERS = {"(": ")", "[": "]", "“": "”", "«": "»"}
_CLOSERS = frozenset(_OPENERS.values())
_MARKS = _ENDS | _OPENERS.keys()
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
    words, begins = [], []
    for token in doc:
        words.append(token.text)
        begins.append(token.idx)
    starts = []
    closer, until = "", -1
    marks = [i for i, word in enumerate(words[:-1]) if word in _MARKS]
    for i in marks:
        if i <= until:
            continue
        mark = words[i]
        if mark in _OPENERS:
            # A bracket that never closes shields nothing.
            closer = _OPENERS[mark]
            until = next((k for k in range(i + 1, min(i + 60, len(words))) if words[k] == closer), -1)
        else:
            following = words[i + 1]
            mid = mark != ";" and (following[0].islower() or following in _CLOSERS or _abbreviated(doc, words, i))
            if not mid:
                starts.append(i + 1)
    for i in starts:
        doc[i].is_sent_start = True
    doc.user_data["starts"] = (0, *starts)
    doc.user_data["places"] = [(begin, begin + len(word)) for begin, word in zip(begins, words, strict=True)]
    return doc


def _abbreviated(doc: Doc, words: list[str], i: int) -> bool:
    if words[i] != "." or i == 0:
        return words[i] == "..." and words[i + 1][0].islower()
    if words[i - 1].lower() in _ABBREVIATIONS and not doc[i - 1].whitespace_:
        return True
    return i <= 4 and _LABEL.fullmatch(doc[: i + 1].text) is not None


def _longest(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give token ranges without overlaps, the longest first to be kept, in order."""
    taken: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda pair: (pair[0] - pair[1], pair[0])):
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
    return sorted(taken)


#: The zone of spaCy's memory that the present words are kept in, and how many make it a new one.
_zone = ExitStack()
_WORDS = 20_000


@cache
def _pipeline() -> Language:
    """Build spaCy once per process; imported here because it takes a second that ``thidua --help`` must not pay."""
    import spacy
    from spacy.attrs import LOWER
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer
    from spacy.vocab import Vocab

    # The shape, the affixes and a dozen more of every new word would cost more than the word, and nobody asks for them.
    words = Vocab(lex_attr_getters={LOWER: str.lower})
    nlp = spacy.blank("vi", vocab=words, config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=re.compile(_PREFIX).search,
        suffix_search=re.compile(_SUFFIX).search,
        infix_finditer=re.compile(_INFIX).finditer,
    )
    known = phrases()
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for group in GROUPS:
        matcher.add(group, [nlp.make_doc(phrase) for phrase in known.get(group, ())])

    def mark(doc: Doc) -> Doc:
        """Keep the matches as token ranges: a hundred Span objects a page would cost more than all the matching."""
        found: dict[str, list[tuple[int, int]]] = {}
        for name, start, end in matcher(doc):
            found.setdefault(nlp.vocab.strings[name], []).append((start, end))
        doc.user_data["cues"] = {group: _longest(ranges) for group, ranges in found.items()}
        return doc

    if not Language.has_factory("administrative_sentences"):
        Language.component("administrative_sentences", func=_split)
    if not Language.has_factory("cue_phrases"):
        Language.component("cue_phrases", func=mark)
    nlp.add_pipe("administrative_sentences")
    nlp.add_pipe("cue_phrases")
    # What is cut before the first zone is remembered; in a zone spaCy cuts every word anew.
    for syllable in syllables():
        for word in (syllable, syllable.capitalize()):
            nlp.tokenizer(word)
    _zone.enter_context(nlp.memory_zone())
    return nlp


def _read(text: str) -> Doc:
    """Give the reading of one block, which nobody may keep beyond the next one.

    spaCy keeps every word that it ever met, some 45 KB a dispatch; those met in a zone go when the zone is closed.
    """
    nlp = _pipeline()
    if len(nlp.vocab.strings) > _WORDS:
        _zone.close()
        _zone.enter_context(nlp.memory_zone())
    return nlp(text)


@lru_cache(maxsize=512)
def analyse(text: str) -> Analysis:
    """Give sentences and cues of one block. The families share one reading of a block through a small cache.

    A block longer than any prose is one sentence without cues.
    """
    if len(text) > _LONGEST_PROSE:
        return Analysis((Span(0, len(text)),), dict.fromkeys(GROUPS, ()))
    doc = _read(text)
    places, starts, found = doc.user_data["places"], doc.user_data["starts"], doc.user_data["cues"]

    def spans(ranges: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(Span(places[a][0], places[b - 1][1]) for a, b in ranges)

    sentences = spans(pairwise((*starts, len(places)))) if places else ()
    return Analysis(sentences, {group: spans(found.get(group, ())) for group in GROUPS})
