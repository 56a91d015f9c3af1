"""What digital signatures say of themselves: the text they print on the page and the time in their dictionary."""

import re
from collections.abc import Sequence

from parsers.formats.pdf.catalogue import Dictionary
from parsers.formats.pdf.certificates import signed
from pipeline.model import Line, Signature

_SIGNER = re.compile(
    r"(?:(?:người ký|(?:được )?ký (?:số )?bởi|signed by)\s*:|digitally signed by\b\s*:?)\s*(.*)", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:email|cơ quan|chức vụ|thời gian ký|ngày ký|ngày|date|dn|reason|lý do|location|signature)\b\s*:?", re.IGNORECASE
)
_TIME = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b\d{1,2}:\d{2}:\d{2}\b|[+-]\d{2}[:']\d{2}")
_PDF_TIME = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([Zz+-])(\d\d)?'?(\d\d)?)?")
_PRINTED_TIME = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\s+(\d{1,2}):(\d{2}):(\d{2})")


def is_stamp_text(text: str) -> bool:
    """Tell whether a line is the kind that signing software prints: signer, mail, office, time of signing."""
    return bool(_SIGNER.match(text) or (_LABEL.match(text) and ":" in text) or _TIME.search(text))


def iso_time(text: str | None) -> str | None:
    """Give a PDF date (``D:20190515085027+07'00'``) as ISO 8601, None when it is none."""
    match = None if text is None else _PDF_TIME.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, sign, zone_hour, zone_minute = match.groups()
    out = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}"
    if sign in ("Z", "z"):
        return out + "+00:00"
    return f"{out}{sign}{zone_hour or '00'}:{zone_minute or '00'}" if sign else out


def signatures(dictionaries: Sequence[Dictionary], stamps: Sequence[Line]) -> tuple[Signature, ...]:
    """Give one signature a dictionary: the name in its certificate, else that of the printed stamp of the same time.

    The dictionary's own time comes first: some software writes local time as if it were UTC into the signed part.
    """
    printed = _printed(stamps)
    out = []
    for one in dictionaries:
        inside, time = signed(one.contents), iso_time(one.time)
        out.append(Signature(inside.signer or printed.get((time or "")[:19]), time or inside.at))
    return tuple(out)


def _printed(stamps: Sequence[Line]) -> dict[str, str]:
    """Give time (ISO, without zone) -> signer of the stamps on the pages; lines come stamp by stamp."""
    out: dict[str, str] = {}
    name: list[str] = []
    open_name = False
    pending = ""
    for line in stamps:
        match = _SIGNER.match(line.text)
        if match:
            name, open_name, pending = [match[1]] if match[1] else [], True, ""
        elif _LABEL.match(line.text):
            open_name = False
        elif open_name and not _TIME.search(line.text):
            name.append(line.text)
        if _TIME.search(line.text):
            open_name = False
            pending = f"{pending} {line.text}"
            time = _PRINTED_TIME.search(pending)
            if time and name:
                day, month, year, hour, minute, second = (int(v) for v in time.groups())
                out[f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"] = " ".join(name)
                name, pending = [], ""
    return out
