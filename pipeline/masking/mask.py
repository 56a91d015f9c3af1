"""Lays made-up words, numbers and addresses over what is personal: same length, same letter case, always the same."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from typing import Any

from pipeline.masking.secrets import MAIL, RUN, WORD, Secrets, digits_of, secret_runs, spans, tokens_of
from pipeline.model import Cell, Layout
from pipeline.reference.masking_words import masking_words
from pipeline.reference.people import opens_with_body, surnames, written_surnames
from pipeline.text import key

_TURNS = 64
_VOWELS, _CONSONANTS = "aeiouy", "bcdghklmnpqrstvx"


class Mask:
    """Lays made-up words over the secrets of one document. ``salt`` is the document's own, such as its hash."""

    def __init__(self, secrets: Secrets, salt: str) -> None:
        """Make up a word for each word of a name, in one order whatever is masked first."""
        self.secrets = secrets
        self._salt = salt
        self._words: dict[tuple[bool, str, int], str] = {}
        self._taken = {word for name in secrets.names for word in name} | secrets.called
        wanted = {(i == 0 and word in surnames(), word) for name in secrets.names for i, word in enumerate(name)}
        for is_surname, word in sorted(wanted | {(False, word) for word in secrets.called}):
            self._made("".join(c for c in word if not unicodedata.combining(c)), word, is_surname)

    def text(self, text: str) -> str:
        """Give a text of the same length with the secrets made up."""
        out = list(text)
        tokens = tokens_of(text)
        for first, behind in spans(text, tokens, self.secrets):
            alone = behind - first == 1
            for i in range(first, behind):
                token = tokens[i]
                is_surname = i == first and not alone and token.key in surnames()
                out[token.start : token.end] = _cased(self._made(token.text, token.key, is_surname), token.text)
        for found in RUN.finditer(text):
            for start, end in secret_runs(found[0], self.secrets.numbers):
                out[found.start() + start : found.start() + end] = self._number(found[0][start:end])
        for found in MAIL.finditer(text):
            if found[0].casefold() in self.secrets.mails:
                out[found.start() : found.end()] = self._mail(found[0])
        return "".join(out)

    def value(self, value: Any) -> Any:
        """Give JSON with every text masked."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: self.value(item) for name, item in value.items()}
        return [self.value(item) for item in value] if isinstance(value, list | tuple) else value

    def layout(self, layout: Layout) -> Layout:
        """Give the layout with every line, cell and signature masked; what the reader noticed is left out."""
        # Drawn together, so that a name which runs on in the next line is one.
        texts = self.text("\n".join(line.text for line in layout.lines)).split("\n")
        lines = tuple(
            replace(line, text=text, stored=None if line.stored is None else self.text(line.stored))
            for line, text in zip(layout.lines, texts, strict=True)
        )
        tables = tuple(
            replace(
                table,
                name=None if table.name is None else self.text(table.name),
                cells=tuple(self._cell(cell, layout, texts) for cell in table.cells),
            )
            for table in layout.tables
        )
        signatures = tuple(
            replace(s, signer=None if s.signer is None else self.text(s.signer)) for s in layout.signatures
        )
        return replace(layout, lines=lines, tables=tables, signatures=signatures, notes=())

    def _cell(self, cell: Cell, layout: Layout, texts: Sequence[str]) -> Cell:
        """Give a cell that says what its lines say: a name may be spread over two cells."""
        out, at = list(self.text(cell.text)), 0
        for index in cell.lines:
            own, made = layout.lines[index].text, texts[index]
            blank = len(own) - len(own.lstrip())
            place = cell.text.find(own.strip(), at)
            if place >= 0:
                at = place + len(own.strip())
                out[place:at] = made[blank : blank + len(own.strip())]
        return replace(cell, text="".join(out), number=None if cell.number is None else self.text(cell.number))

    def _made(self, text: str, word: str, is_surname: bool) -> str:
        known = self._words.get((is_surname, word, len(text)))
        if known is None:
            pool = sorted(_pool(is_surname, len(text)), key=lambda w: self._rank(word, w))
            known = next((w for w in pool if key(w) not in self._taken), None)
            if known is None:
                # A list of hundreds uses up the syllables; of one letter there are few to begin with.
                drawn = [self._spelled(text, n) for n in range(_TURNS)]
                known = next((w for w in drawn if key(w) not in self._taken), next(w for w in drawn if key(w) != word))
            self._taken.add(key(known))
            self._words[is_surname, word, len(text)] = known
        return known

    def _rank(self, *parts: str) -> str:
        return hashlib.sha256("\0".join((self._salt, *parts)).encode()).hexdigest()

    def _spelled(self, text: str, turn: int) -> str:
        """Make up a word letter by letter: vowels for vowels, so that it reads like a word."""
        seed = int(self._rank(key(text), str(turn)), 16)
        out = []
        for c in text:
            letters = _VOWELS if key(c)[:1] in set("aeiou") | set("ăâêôơư") else _CONSONANTS
            seed, at = divmod(seed, len(letters))
            out.append(letters[at] if c.isalpha() else c)
        return "".join(out)

    def _number(self, text: str) -> str:
        """Make up digits for digits; the first zero, the country's code and what stands between them stay."""
        own = digits_of(text)
        kept = 3 if text.startswith("+84") else int(own.startswith("0"))
        for turn in count():
            seed, made = int(self._rank(own, str(turn)), 16), []
            for i, c in enumerate(own):
                seed, digit = divmod(seed, 9)
                made.append(c if i < kept - text.startswith("+") else str(digit + 1))
            if "".join(made) not in self.secrets.numbers:
                break
        digits = iter(made)
        return "".join(next(digits) if c.isdigit() else c for c in text)

    def _sign(self, sign: str, turn: int) -> str:
        if sign.isdigit():
            return str(int(self._rank(sign, str(turn)), 16) % 10)
        return self._spelled(sign, turn) if sign.isalpha() else sign

    def _mail(self, text: str) -> str:
        head, dot, top = text.rpartition(".")
        for turn in count():
            made = "".join(self._sign(c, turn + i) for i, c in enumerate(head))
            if f"{made}{dot}{top}".casefold() not in self.secrets.mails:
                return f"{made}{dot}{top}"
        raise AssertionError("a count has no end")


@cache
def _pool(is_surname: bool, length: int) -> tuple[str, ...]:
    words = written_surnames() if is_surname else masking_words("given")
    return tuple(w for w in words if len(w) == length and WORD.fullmatch(w) and not opens_with_body(w))


def _cased(made: str, pattern: str) -> str:
    """Give ``made`` in the letter case of ``pattern``, letter by letter."""
    return "".join(m.upper() if p.isupper() else m.lower() for m, p in zip(made, pattern, strict=True))
