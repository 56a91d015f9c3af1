"""What the modifiers of a row end say of its cells: edges, merges, rules (MS-DOC 2.6.3)."""

import struct

from parsers.formats.legacy_word.sprms import TABLE, kind, modifiers
from parsers.rows import FIRST_MERGED, MERGED, RESTART, VERTICAL, Row

_CELL = 20


def define(row: Row, changes: bytes) -> None:
    """Fill in a row's edges, flags and rules from the modifiers of its end mark; broken ones leave it plain."""
    table_upright = table_level = False
    own: list[tuple[bool | None, bool | None]] = []
    try:
        for code, operand in modifiers(changes):
            if kind(code) != TABLE:
                continue
            if code == 0xD608 and operand:
                row.edges, row.flags, own = _definition(operand)
            elif code in (0xD605, 0xD613):
                top, left, bottom, right, inside_h, inside_v = _table_borders(operand, code)
                table_upright, table_level = left or right or inside_v, top or bottom or inside_h
            elif code == 0xD62B and len(operand) >= 2 and operand[0] < len(row.flags):
                upright = {1: VERTICAL, 3: VERTICAL | RESTART}.get(operand[1], 0)
                row.flags[operand[0]] = row.flags[operand[0]] & ~(VERTICAL | RESTART) | upright
            elif code == 0x5624 and len(operand) >= 2:
                for at in range(operand[0], min(operand[1], len(row.flags))):
                    row.flags[at] |= FIRST_MERGED if at == operand[0] else MERGED
            elif code in (0xD620, 0xD62F) and len(operand) >= 4:
                drawn = _drawn(operand[3:], code == 0xD62F)
                for at in range(operand[0], min(operand[1], len(own))):
                    up, level = own[at]
                    own[at] = (
                        (drawn or bool(up)) if operand[2] & 0x0A else up,
                        (drawn or bool(level)) if operand[2] & 0x05 else level,
                    )
    except (struct.error, IndexError):
        return
    row.ruled = [
        (table_upright if up is None else up) and (table_level if level is None else level) for up, level in own
    ]


def _definition(operand: bytes) -> tuple[list[int], list[int], list[tuple[bool | None, bool | None]]]:
    count = operand[0]
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    flags: list[int] = []
    own: list[tuple[bool | None, bool | None]] = []
    start = 1 + 2 * (count + 1)
    for at in range(start, start + _CELL * count, _CELL):
        cell = operand[at : at + _CELL]
        if len(cell) < _CELL:
            flags.append(0)
            own.append((None, None))
            continue
        flags.append(cell[0] | cell[1] << 8)
        sides = [_side(cell[k : k + 4]) for k in (4, 8, 12, 16)]
        own.append((_either(sides[1], sides[3]), _either(sides[0], sides[2])))
    return edges, flags, own


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Tell whether one of two opposite sides is drawn; None when neither speaks against the table's own rules."""
    return True if one or other else None if one is None or other is None else False


def _side(border: bytes) -> bool | None:
    """Tell whether a cell draws a side itself; None where it leaves that to its table."""
    return False if border == b"\xff\xff\xff\xff" else _drawn(border, False) or None


def _drawn(border: bytes, wide: bool) -> bool:
    """Tell whether a border has a line: its type byte is neither 0 nor 255."""
    at = 5 if wide else 1
    return len(border) > at and border[at] not in (0, 255)


def _table_borders(operand: bytes, code: int) -> list[bool]:
    size, wide = (4, False) if code == 0xD605 else (8, True)
    return [_drawn(operand[at : at + size], wide) for at in range(0, 6 * size, size)]
