"""What is personal in one document, and where it stands in a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.reference.masking_words import masking_words
from pipeline.reference.people import honorifics
from pipeline.text import key

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
RUN = re.compile(r"\+?\d[\d .()\-]*\d")
MOST_WORDS = 6

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: where it stands, as printed, and its key."""

    start: int
    end: int
    text: str
    key: str


def tokens_of(text: str) -> list[Token]:
    """Give the words of a text in order."""
    return [Token(m.start(), m.end(), m[0], key(m[0])) for m in WORD.finditer(text)]


def keys_of(text: str) -> Name:
    """Give the keys of the words of a text."""
    return tuple(key(m[0]) for m in WORD.finditer(text))


@cache
def phrases(kind: str) -> tuple[Name, ...]:
    """Give the phrases of a kind (``honorific``, or of ``masking_words``) as keys, the longest first."""
    texts = honorifics() if kind == "honorific" else masking_words(kind)
    return tuple(sorted({keys_of(text) for text in texts}, key=len, reverse=True))


def behind(tokens: Sequence[Token], at: int, kind: str) -> int:
    """Give how many tokens up to ``at`` (left out) are a phrase of a kind; 0 when none is."""
    return next(
        (len(p) for p in phrases(kind) if at >= len(p) and tuple(t.key for t in tokens[at - len(p) : at]) == p), 0
    )


@dataclass(frozen=True)
class Secrets:
    """What is personal in one document: names as keys of their words, names of one word told by what stands before, numbers."""

    names: frozenset[Name]
    called: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()

    def left_in(self, text: str) -> Iterator[str]:
        """Give every piece of ``text`` that is still one of them."""
        tokens = tokens_of(text)
        yield from (text[tokens[i].start : tokens[j - 1].end] for i, j in spans(text, tokens, self))
        for run in RUN.finditer(text):
            yield from (run[0][start:end] for start, end in secret_runs(run[0], self.numbers))
        yield from (m[0] for m in MAIL.finditer(text) if m[0].casefold() in self.mails)


def digits_of(text: str) -> str:
    """Give the digits of a text alone."""
    return "".join(c for c in text if c.isdigit())


def spans(text: str, tokens: Sequence[Token], secrets: Secrets) -> Iterator[tuple[int, int]]:
    """Give where names stand, as (first, behind the last) of the tokens; the longest first, none inside another."""
    by_first: dict[str, list[Name]] = {}
    for name in secrets.names:
        by_first.setdefault(name[0], []).append(name)
    at = 0
    while at < len(tokens):
        fits = [
            n
            for n in by_first.get(tokens[at].key, ())
            if tuple(t.key for t in tokens[at : at + len(n)]) == n and _together(text, tokens[at : at + len(n)])
        ]
        size = max(map(len, fits), default=0)
        if not size and tokens[at].key in secrets.called and tokens[at].text[0].isupper():
            size = 1 if behind(tokens, at, "honorific") and near(text, tokens[at - 1], tokens[at]) else 0
        if size:
            yield at, at + size
        at += size or 1


def _together(text: str, tokens: Sequence[Token]) -> bool:
    return all(not text[a.end : b.start].strip(" \t\n.") for a, b in pairwise(tokens))


def near(text: str, first: Token, second: Token) -> bool:
    """Tell whether only blanks, points or a colon stand between two tokens."""
    return re.fullmatch(r"[ \t.:]*", text[first.end : second.start]) is not None


def secret_runs(text: str, numbers: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Give where a run of digits and marks holds one of the numbers with other digits no nearer than a mark away."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    digits, used = digits_of(text), -1
    for number in sorted(numbers, key=lambda n: (-len(n), n)) if numbers else ():
        at = digits.find(number)
        while at >= 0:
            first, behind = places[at], places[at + len(number) - 1] + 1
            starts = at == 0 or places[at - 1] < first - 1
            ends = at + len(number) == len(places) or places[at + len(number)] > behind
            if starts and ends and first > used:
                yield first - (first > 0 and text[first - 1] == "+"), behind
                used = behind
            at = digits.find(number, at + 1)
