"""Whether a word may be a Vietnamese syllable: the judge between readings of the same bytes."""

import csv
import unicodedata
from functools import cache, lru_cache
from importlib import resources

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
#: Syllables that end in a stop carry sắc or nặng and no other tone.
_STOP_TONES = frozenset("\u0301\u0323")


@cache
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    """Give the onsets (the empty one too) and the rimes."""
    out: dict[str, set[str]] = {"onset": {""}, "rime": set()}
    with resources.files("parsers.encodings").joinpath("syllables.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            out[row["kind"]].update(row["parts"].split())
    return frozenset(out["onset"]), frozenset(out["rime"])


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Tell whether ``word`` is built like a Vietnamese syllable: a known onset, a known rime, a tone it can bear."""
    onsets, rimes = _tables()
    if len(word) > 8:
        return False
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in marks if c in _TONES]
    if len(tones) > 1:
        return False
    letters = unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES))
    for cut in range(min(3, len(letters)), -1, -1):
        onset, rime = letters[:cut], letters[cut:]
        if not rime or onset not in onsets or not (rime in rimes or (onset == "qu" and f"u{rime}" in rimes)):
            continue
        if onset in ("c", "g", "ng") and rime[0] in "eêiy" and not (onset == "g" and rime == "i"):
            continue
        if onset in ("k", "gh", "ngh") and rime[0] not in "eêiy":
            continue
        if rime[-1] in "cpt" or rime.endswith("ch"):
            return not tones or tones[0] in _STOP_TONES
        return True
    return False
