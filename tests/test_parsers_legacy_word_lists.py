"""Printed list numbers of old Word files, counted from made-up list tables."""

import struct

import pytest

from parsers.formats.legacy_word.binary import LIST_OVERRIDES, LISTS, Document
from parsers.formats.legacy_word.lists import Lists
from parsers.numbering import number_text

DECIMAL, UPPER_ROMAN, LOWER_LETTER, BULLET = 0, 1, 4, 23


def level(text: str, style: int = DECIMAL, start: int = 1, *, legal: bool = False) -> bytes:
    head = struct.pack("<iBB9sB12x", start, style, 4 if legal else 0, bytes(9), 0)
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def document(lists: dict[int, list[bytes]], uses: list[tuple[int, dict[int, int]]]) -> Document:
    """Lists by id (one level, or nine), and their uses: list id, and levels that begin at another number."""
    heads = struct.pack("<h", len(lists))
    for number, levels in lists.items():
        heads += struct.pack("<i22xBx", number, 1 if len(levels) == 1 else 0)
    tail = b"".join(b"".join(levels) for levels in lists.values())
    overrides = struct.pack("<I", len(uses))
    overrides += b"".join(struct.pack("<i8xB3x", number, len(starts)) for number, starts in uses)
    for _, starts in uses:
        overrides += b"\xff\xff\xff\xff"
        overrides += b"".join(struct.pack("<iI", start, place | 0x10) for place, start in starts.items())
    main = bytearray(1024)
    struct.pack_into("<H", main, 152, 93)
    struct.pack_into("<II", main, 154 + 8 * LISTS, 0, len(heads))
    struct.pack_into("<II", main, 154 + 8 * LIST_OVERRIDES, len(heads) + len(tail), len(overrides))
    return Document(bytes(main), heads + tail + overrides, (0,) * 8)


def labels(lists: Lists, *paragraphs: tuple[int, int]) -> list[str | None]:
    out = []
    for use, depth in paragraphs:
        found = lists.label(use, depth)
        out.append(None if found is None else found[1])
    return out


OUTLINE = [level("\0.", UPPER_ROMAN), level("\1."), level("\1.\2)"), level("\3)", LOWER_LETTER)] + [level("")] * 5


def test_levels_count_anew_below_the_level_above():
    lists = Lists(document({7: OUTLINE}, [(7, {})]))
    assert labels(lists, (1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 3)) == [
        "I.",
        "1.",
        "2.",
        "2.1)",
        "II.",
        "1.",
        "a)",
    ]


def test_two_uses_of_a_list_go_on_unless_told_to_begin_anew():
    simple = {7: [level("\0-")]}
    assert labels(Lists(document(simple, [(7, {}), (7, {})])), (1, 0), (1, 0), (2, 0)) == ["1-", "2-", "3-"]
    assert labels(Lists(document(simple, [(7, {}), (7, {0: 5})])), (1, 0), (2, 0), (2, 0)) == ["1-", "5-", "6-"]


def test_two_lists_count_apart():
    lists = Lists(document({7: [level("\0.")], 8: [level("Điều \0.")]}, [(7, {}), (8, {})]))
    assert labels(lists, (1, 0), (2, 0), (1, 0), (2, 0)) == ["1.", "Điều 1.", "2.", "Điều 2."]


def test_a_legal_level_prints_the_numbers_above_in_digits():
    levels = [level("\0.", UPPER_ROMAN), level("\0.\1", legal=True)] + [level("")] * 7
    assert labels(Lists(document({7: levels}, [(7, {})])), (1, 0), (1, 1)) == ["I.", "1.1"]


def test_a_bullet_is_its_letter():
    assert labels(Lists(document({7: [level("-", BULLET)]}, [(7, {})])), (1, 0), (1, 0)) == ["-", "-"]


@pytest.mark.parametrize("use", [0, 2, 2047])
def test_a_paragraph_outside_any_list_has_no_label(use):
    assert Lists(document({7: [level("\0.")]}, [(7, {})])).label(use, 0) is None


def test_broken_tables_give_no_labels():
    whole = document({7: OUTLINE}, [(7, {})])
    assert Lists(Document(whole.main, whole.table[:40], whole.counts)).label(1, 0) is None


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [
        (4, 0, "4"),
        (4, 1, "IV"),
        (1999, 2, "mcmxcix"),
        (27, 3, "AA"),
        (2, 4, "b"),
        (7, 22, "07"),
        (7, 255, ""),
        # No Roman zero, no letter before a.
        (0, 1, "0"),
        (0, 4, "0"),
    ],
)
def test_number_formats(number, style, expected):
    assert number_text(number, style) == expected
