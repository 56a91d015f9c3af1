"""Single property modifiers (sprm, MS-DOC 2.6): the changes that runs, paragraphs and table rows carry."""

from collections.abc import Iterator

PARAGRAPH, CHARACTER, TABLE = 1, 2, 5

_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_T_DEF_TABLE = 0xD608
_P_CHG_TABS = 0xC615


def kind(code: int) -> int:
    """Give what the modifier changes: PARAGRAPH, CHARACTER, TABLE, or another number for pictures and sections."""
    return code >> 10 & 7


def modifiers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give (code, operand) pairs; length bytes are cut off; a truncated tail ends the list silently."""
    at, end = 0, len(data)
    while at + 2 < end:
        code = data[at] | data[at + 1] << 8
        at += 2
        spra = code >> 13
        if spra != 6:
            size = _SIZES[spra]
        elif code == _T_DEF_TABLE:
            if at + 2 > end:
                return
            size = max(0, (data[at] | data[at + 1] << 8) - 1)
            at += 2
        else:
            size = data[at]
            at += 1
            if code == _P_CHG_TABS and size == 255:
                size = _tabs_size(data, at)
        if at + size > end:
            return
        yield code, data[at : at + size]
        at += size


def _tabs_size(data: bytes, at: int) -> int:
    """Give the size of a tab list too long for its length byte: 4 bytes a tab removed, 3 a tab added."""
    if at >= len(data):
        return 0
    removed = data[at]
    added_at = at + 1 + 4 * removed
    added = data[added_at] if added_at < len(data) else 0
    return 2 + 4 * removed + 3 * added
