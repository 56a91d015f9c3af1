"""Who signed and when, out of the bytes of a digital signature (CMS, RFC 5652): read, never verified."""

from collections.abc import Iterator
from dataclasses import dataclass

#: Object identifiers as they are stored: a name's common name; the time told by the signer; a time-stamp token.
_COMMON_NAME = bytes.fromhex("550403")
_SIGNING_TIME = bytes.fromhex("2a864886f70d010905")
_TIME_STAMP = bytes.fromhex("2a864886f70d010910020e")
_INTEGER, _OCTETS, _OBJECT, _SEQUENCE, _SET = 0x02, 0x04, 0x06, 0x30, 0x31
_UTC_TIME, _GENERAL_TIME = 0x17, 0x18
#: A context tag holds an optional part: certificates, attributes that are signed; attributes that are not.
_FIRST, _SECOND = 0xA0, 0xA1
#: Letters of a name by the tag of its string (X.680); the others are plain.
_WIDE = {0x0C: "utf-8", 0x1E: "utf-16-be", 0x1C: "utf-32-be"}
#: No signature with its chain of certificates has more parts on one level.
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature says: the name in the signer's certificate, and a time (ISO 8601 in UTC); None where it is silent."""

    signer: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One element of DER: its tag, its content, and the whole of it."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list["_Part"]:
        """Give the elements inside."""
        return list(_elements(self.content))


def signed(contents: bytes) -> Signed:
    """Give what the ``Contents`` of a signature dictionary say; nothing of what is damaged or no CMS."""
    try:
        data = _signed_data(contents)
        info = next(part for part in reversed(data) if part.tag == _SET).parts()[0].parts()
        certificates = next((part.parts() for part in data[3:] if part.tag == _FIRST), [])
        return Signed(_signer(info, certificates), _told_time(info))
    except (ValueError, IndexError, StopIteration):
        return Signed()


def _elements(data: bytes) -> Iterator[_Part]:
    """Give the elements of DER one after another. Raises ValueError for what is none."""
    at = 0
    for _ in range(_MOST):
        if at >= len(data):
            return
        if len(data) - at < 2 or data[at] & 0x1F == 0x1F:
            raise ValueError("tag")
        length, start = data[at + 1], at + 2
        if length == 0x80:
            raise ValueError("length without an end")
        if length > 0x80:
            start += length - 0x80
            length = int.from_bytes(data[at + 2 : start])
        if start + length > len(data):
            raise ValueError("cut off")
        yield _Part(data[at], data[start : start + length], data[at : start + length])
        at = start + length


def _signed_data(contents: bytes) -> list[_Part]:
    # The hole left for a signature is larger than the signature: zeros follow.
    kind, wrapped = next(_elements(contents)).parts()[:2]
    if kind.tag != _OBJECT:
        raise ValueError("no content type")
    return wrapped.parts()[0].parts()


def _signer(info: list[_Part], certificates: list[_Part]) -> str | None:
    """Give the common name of the certificate that the signer points to by issuer and number."""
    wanted = [part.whole for part in info[1].parts()] if info[1].tag == _SEQUENCE else []
    heads = [certificate.parts()[0].parts() for certificate in certificates if certificate.tag == _SEQUENCE]
    # Version 1 of a certificate has no number of its version in front.
    heads = [head[1:] if head[0].tag == _FIRST else head for head in heads]
    found = [head for head in heads if [head[2].whole, head[0].whole] == wanted]
    if not found:
        # Pointed to by its key: the one that certifies no other.
        issuers = {head[2].whole for head in heads}
        found = [head for head in heads if head[4].whole not in issuers]
    return _common_name(found[0][4]) if len(found) == 1 else None


def _common_name(name: _Part) -> str | None:
    found = None
    for relative in name.parts():
        for pair in relative.parts():
            kind, value = pair.parts()[:2]
            if kind.content == _COMMON_NAME:
                found = value.content.decode(_WIDE.get(value.tag, "latin-1"), "replace")
    name_ = " ".join((found or "").split())
    return name_ if name_ and name_.isprintable() else None


def _told_time(info: list[_Part]) -> str | None:
    """Give the time the signer told, else the one a time-stamp authority told."""
    for tag, kind in ((_FIRST, _SIGNING_TIME), (_SECOND, _TIME_STAMP)):
        for attribute in (inner for part in info[3:] if part.tag == tag for inner in part.parts()):
            name, values = attribute.parts()[:2]
            if name.content != kind:
                continue
            value = values.parts()[0]
            time = _iso(value) if kind == _SIGNING_TIME else _stamped(value.whole)
            if time is not None:
                return time
    return None


def _stamped(token: bytes) -> str | None:
    """Give the time in a time-stamp token (RFC 3161): a signed message of its own."""
    inside = _signed_data(token)[2].parts()[1].parts()[0].content
    return next((_iso(part) for part in next(_elements(inside)).parts() if part.tag == _GENERAL_TIME), None)


def _iso(part: _Part) -> str | None:
    digits = part.content.decode("ascii", "replace").partition(".")[0].removesuffix("Z")
    if part.tag == _UTC_TIME and len(digits) >= 2:
        # X.690: years of two digits from 1950 on.
        digits = ("19" if digits[:2] >= "50" else "20") + digits
    if part.tag not in (_UTC_TIME, _GENERAL_TIME) or len(digits) != 14 or not digits.isdigit():
        return None
    year, month, day, hour, minute, second = digits[:4], *(digits[i : i + 2] for i in range(4, 14, 2))
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}+00:00"
