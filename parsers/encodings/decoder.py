"""One document's letters to Unicode, run by run: fonts first, then what the same font says elsewhere, then syllables."""

from collections import Counter
from collections.abc import Iterable, Sequence

from parsers.encodings.detection import belies, choose, detect, is_unicode_only, share, words
from parsers.encodings.letters import UNICODE, VNI, decode, font_encoding, table

MIXED = "mixed"


class Decoder:
    """Decides once per font over a whole document, then reads its runs. One file may mix encodings."""

    def __init__(self, runs: Iterable[tuple[str, str | None]]) -> None:
        """Take every run of the document as (text, font name or None)."""
        texts: dict[str | None, list[str]] = {}
        unicode_runs = False
        for text, font in runs:
            if not text.isascii():
                unicode_runs = unicode_runs or is_unicode_only(text)
                texts.setdefault(font, []).append(text)
        self._expected: dict[str | None, str | None] = {}
        for font, pieces in texts.items():
            told = font_encoding(font)
            if told is not None and belies(pieces, told):
                told = None
            elif told is None:
                found = detect("\n".join(pieces))
                told = None if found == UNICODE or belies(pieces, found) else found
            self._expected[font] = told
        self._follow(texts)
        self._seen = {UNICODE} if unicode_runs else set()
        self._cache: dict[tuple[str, str | None], str] = {}

    def _follow(self, texts: dict[str | None, list[str]]) -> None:
        """Let fonts with too few words to tell follow the document's main legacy encoding, when every word fits it."""
        weights: Counter[str] = Counter()
        for font, encoding in self._expected.items():
            if encoding is not None:
                weights[encoding] += sum(map(len, texts[font]))
        if not weights:
            return
        main = weights.most_common(1)[0][0]
        for font, encoding in self._expected.items():
            found = words("\n".join(texts[font])) if encoding is None and font_encoding(font) is None else []
            # One letter alone may be a sign of Unicode text: ``×`` is ``ì`` in TCVN3.
            if found and min(map(len, found)) > 1 and share(found, main) == 1.0 > share(found, UNICODE):
                self._expected[font] = main

    @property
    def name(self) -> str:
        """``unicode``, one legacy encoding, or ``mixed``, over the runs read so far."""
        if not self._seen:
            return UNICODE
        return next(iter(self._seen)) if len(self._seen) == 1 else MIXED

    def _encoding(self, text: str, font: str | None) -> str:
        key = (text, font)
        encoding = self._cache.get(key)
        if encoding is None:
            encoding = self._cache[key] = choose(text, self._expected.get(font))
            if encoding != UNICODE:
                self._seen.add(encoding)
        return encoding

    def pieces(self, runs: Sequence[tuple[str, str | None]]) -> list[str]:
        """Give the texts of one paragraph's runs in Unicode, in order and number as given."""
        if all(text.isascii() for text, _ in runs):
            return [text for text, _ in runs]
        texts = [text for text, _ in runs]
        for i in range(1, len(texts)):
            # VNI: a run may begin with the mark of the letter that ends the run before.
            while texts[i] and not texts[i][0].isascii() and texts[i - 1][-1:].isalpha():
                pair = texts[i - 1][-1] + texts[i][0]
                if pair not in table(VNI) or self._expected.get(runs[i][1]) != VNI:
                    break
                texts[i - 1] += texts[i][0]
                texts[i] = texts[i][1:]
        # A word may be cut into runs: what one font sets in a paragraph is judged as a whole.
        whole: dict[str | None, str] = {}
        for (_, font), text in zip(runs, texts, strict=True):
            whole[font] = whole.get(font, "") + text
        return [
            text if text.isascii() else decode(text, self._encoding(whole[font], font))
            for (_, font), text in zip(runs, texts, strict=True)
        ]
