"""How the name of a body is made comparable: abbreviations written out, purposes and class words aside."""

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.reference.purposes import purpose_of
from pipeline.text import key, squeeze

#: Words that only say what class of place follows; dropped before names are compared, and compared by themselves.
CLASS_WORDS = ("tỉnh", "thành phố")
_CLASS_KEYS = {tuple(key(w).split()): w for w in CLASS_WORDS}
#: "Tỉnh ủy", "Thành đoàn": here the word for the place is a part of the body's name.
_BOUND = frozenset(key(w) for w in ("ủy", "đoàn"))
_CITY = key("thành")
#: A mark between words that the key would otherwise join: ``TP.Cần Thơ``, ``Rịa-Vũng``, ``Văn hóa,Thể thao``.
_GLUED = re.compile(r"(?<=[^\W\d_])(?P<mark>[.,-])(?=[^\W\d_]{2})")
#: "và" as a sign between words written out; between initials (``NN&PTNT``) it is a part of an abbreviation.
_AND = re.compile(r"(?<=[^\W\d_])\s*&\s*(?=[^\W\d_])")
#: Only with its stop: ``TƯ`` in capitals is the last syllable of "ĐẦU TƯ" too.
_CENTRAL = re.compile(r"(?<!\w)T\.\s?[ƯW](?!\w)\.?")
_NOTE = re.compile(r"\s*\((?P<note>[^()]*)\)\s*$|\s*:\s*(?P<told>(?:để\s+)?báo\s+cáo)\s*$", re.IGNORECASE)
_COPIES = re.compile(r"\d{1,3}(?:\s*bản)?|e-?mail|bản\s+điện\s+tử", re.IGNORECASE)


@cache
def _abbreviations() -> dict[tuple[str, ...], tuple[str, ...]]:
    with files("pipeline.reference").joinpath("agency_abbreviations.csv").open(encoding="utf-8") as handle:
        return {tuple(key(row["text"]).split()): tuple(key(row["expansion"]).split()) for row in csv.DictReader(handle)}


@cache
def _longest() -> int:
    return max(map(len, _abbreviations()))


def trimmed(text: str) -> str:
    """Give ``text`` without what a list adds to a name: purpose, number of copies, closing mark."""
    out = squeeze(text).strip(" ;,.-")
    while (found := _NOTE.search(out)) is not None:
        note = found["note"]
        if note is not None and note.strip() and purpose_of(note) is None and not _COPIES.fullmatch(note.strip()):
            return out
        out = out[: found.start()].strip(" ;,.-")
    return out


def _apart(found: re.Match[str]) -> str:
    """Give a blank for a mark between two words; what joins initials (``LĐ-TB&XH``, ``VH,TT&DL``) stays."""
    before = found.string[found.start() - 1]
    return found[0] if found["mark"] != "." and before.isupper() else " "


def _joined(found: re.Match[str]) -> str:
    return " và " if found.string[found.start() - 1].islower() else found[0]


def _written_out(text: str) -> str:
    """Give ``text`` with the signs that stand for words, and the marks that stand for blanks, as words and blanks."""
    return _GLUED.sub(_apart, _AND.sub(_joined, _CENTRAL.sub("Trung ương", text)))


@lru_cache(maxsize=20_000)
def expand(text: str) -> str:
    """Give the matching key of a name with abbreviations written out: ``UBND tỉnh`` is ``Ủy ban nhân dân tỉnh``."""
    words = key(_written_out(text)).split()
    table, longest = _abbreviations(), _longest()
    out: list[str] = []
    i = 0
    while i < len(words):
        for size in range(min(longest, len(words) - i), 0, -1):
            long = table.get(tuple(words[i : i + size]))
            if long is not None:
                out.extend(long)
                i += size
                break
        else:
            out.append(words[i])
            i += 1
    return " ".join(out)


def _classes(words: list[str]) -> tuple[list[str], list[str]]:
    """Give the words without class words, and the classes that stood there."""
    rest: list[str] = []
    found: list[str] = []
    i = 0
    while i < len(words):
        size = next((len(w) for w in _CLASS_KEYS if tuple(words[i : i + len(w)]) == w), 0)
        bound = i + 1 < len(words) and words[i + 1] in _BOUND
        if bound and (size == 1 or words[i] == _CITY):
            found.append(CLASS_WORDS[0] if size else CLASS_WORDS[1])
            rest += words[i : i + 2]
            i += 2
        elif size:
            found.append(_CLASS_KEYS[tuple(words[i : i + size])])
            i += size
        else:
            rest.append(words[i])
            i += 1
    return rest, found


@lru_cache(maxsize=20_000)
def parts(text: str) -> tuple[str, tuple[str, ...]]:
    """Give the folded name and the classes of place that it names (``tỉnh``, ``thành phố``), each as often as it stands."""
    rest, found = _classes(expand(text).split())
    return " ".join(rest), tuple(found)


def fold(text: str) -> str:
    """Give ``expand(text)`` without class words, so that ``Sở Nội vụ tỉnh Thái Bình`` and ``Sở Nội vụ Thái Bình`` are one."""
    return parts(text)[0]
