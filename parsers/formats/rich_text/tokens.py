r"""RTF bytes as tokens: group marks, control words with their number, ``\'xx`` bytes, plain bytes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

OPEN, CLOSE, WORD, SYMBOL, BYTES = range(5)

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|(?P<bytes>(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])+)"
    rb"|(?P<open>\{)|(?P<close>\})"
    rb"|\\(?P<symbol>[^a-zA-Z])",
)
_HEX = re.compile(rb"\\'([0-9a-fA-F]{2})")


class Token(NamedTuple):
    """One token: ``word`` for WORD, ``data`` for BYTES and SYMBOL; ``number`` is None when the word has none."""

    kind: int
    word: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token(OPEN), Token(CLOSE)


def tokens(data: bytes) -> Iterator[Token]:
    r"""Give the tokens in order; line ends are none, and what ``\bin`` announces is passed over."""
    at, end = 0, len(data)
    words: dict[bytes, str] = {}
    while at < end:
        skipped = at
        for match in _TOKEN.finditer(data, at):
            kind = match.lastgroup
            if kind == "bytes":
                raw = match[0]
                if b"\\" in raw:
                    raw = _HEX.sub(lambda found: bytes([int(found[1], 16)]), raw)
                yield Token(BYTES, data=raw)
            elif kind in ("word", "number"):
                name = words.get(match["word"])
                if name is None:
                    name = words[match["word"]] = match["word"].decode("ascii")
                number = match["number"]
                if name == "bin" and number is not None:
                    skipped = match.end() + max(0, int(number))
                    break
                yield Token(WORD, name, None if number is None else int(number))
            elif kind == "open":
                yield _OPEN
            elif kind == "close":
                yield _CLOSE
            else:
                yield Token(SYMBOL, data=match["symbol"])
        else:
            return
        at = skipped
