"""A Word 97-2003 document as a layout: headers, body with its text boxes in place, footers, notes."""

import re
import struct
from functools import cache
from pathlib import Path

from parsers import compound, manuscript
from parsers.formats.legacy_word.binary import (
    ANCHORS,
    ENDNOTE_TEXT,
    FOOTNOTE_TEXT,
    HEADER_TEXT_BOXES,
    HEADERS,
    SECTIONS,
    SETTINGS,
    TEXT_BOXES,
    Document,
    i32,
    open_document,
    plc,
    ranges,
    u16,
    u32,
)
from parsers.formats.legacy_word.lists import Lists
from parsers.formats.legacy_word.pieces import open_text
from parsers.formats.legacy_word.properties import Sheet
from parsers.formats.legacy_word.sprms import modifiers
from parsers.formats.legacy_word.story import Stories
from parsers.manuscript import NOTES, Block, written
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Part, Source

#: Stories of footnote and endnote separators stand before those of the sections.
_SEPARATORS = 6
_SECTION_STORIES = 6
#: Stories of a section: even, odd header; even, odd footer; header, footer of the first page.
_HEADERS, _EVEN, _FIRST = frozenset({0, 1, 4}), frozenset({0, 2}), frozenset({4, 5})
_PICTURES = re.compile("[\x01\x08]")
_TITLE_PAGE = 0x300A
#: Properties of a section are never longer than this.
_LARGEST_SECTION = 4096
_NOTHING = 0xFFFFFFFF


def read(source: Source) -> Layout:
    """Give the layout of a Word 97-2003 document.

    Raises:
        FileError: ENCRYPTED; DAMAGED; EMPTY; NO_TEXT when only pictures are in it; UNKNOWN_FORMAT for Word 6
            and 95, which the office fallback reads.
    """
    try:
        return _read(source.path)
    except FileError:
        raise
    except (struct.error, IndexError, ValueError, RecursionError) as error:
        raise FileError(Code.DAMAGED, "cấu trúc Word hỏng") from error


def _read(path: Path) -> Layout:
    streams = compound.streams(path, "WordDocument", "0Table", "1Table", "Macros/VBA")
    document = open_document(streams)

    @cache
    def data() -> bytes:
        # Pictures make this stream large, and few documents keep anything else in it.
        return compound.streams(path, "Data").get("Data", b"")

    text = open_text(document, data)
    stories = Stories(document, text, Sheet(document), Lists(document))
    main, footnotes, headers, macros, comments, endnotes, boxes, header_boxes = document.counts
    box_start = main + footnotes + headers + macros + comments + endnotes
    placed = _text_boxes(document, stories, box_start, boxes)
    body = stories.story(0, main, Part.BODY, placed)
    head, foot = _margins(document, stories, main + footnotes)
    head += _header_boxes(document, stories, box_start + boxes, header_boxes)
    notes = _notes(document, stories, FOOTNOTE_TEXT, main, footnotes)
    notes += _notes(document, stories, ENDNOTE_TEXT, box_start - endnotes, endnotes)
    blocks = head + body + foot + notes
    if not written(blocks):
        raise FileError(Code.NO_TEXT if _PICTURES.search(text.text) else Code.EMPTY)
    if comments:
        stories.seen.add("comments")
    if any(name.startswith("ObjectPool/") for name in compound.names(path)):
        stories.seen.add("carried")
    if "Macros/VBA" in streams:
        stories.seen.add("macros")
    return manuscript.layout("legacy_word", blocks, [note for name, note in NOTES.items() if name in stories.seen])


def _margins(document: Document, stories: Stories, start: int) -> tuple[list[Block], list[Block]]:
    """Give the headers and footers that are printed, each distinct text once."""
    positions, _ = plc(document.structure(HEADERS), 0)
    settings = document.structure(SETTINGS)
    facing = bool(settings and settings[0] & 1)
    titles = _title_pages(document, len(positions) // _SECTION_STORIES)
    out: tuple[list[Block], list[Block]] = ([], [])
    texts: set[str] = set()
    for number, first, last in ranges(positions[:-1], document.counts[2]):
        if number < _SEPARATORS:
            continue
        section, kind = divmod(number - _SEPARATORS, _SECTION_STORIES)
        if (kind in _EVEN and not facing) or (kind in _FIRST and section < len(titles) and not titles[section]):
            continue
        header = kind in _HEADERS
        text = str(header) + stories.text.text[start + first : start + last].strip()
        if text in texts:
            continue
        texts.add(text)
        part = Part.HEADER if header else Part.FOOTER
        out[0 if header else 1].extend(written(stories.story(start + first, start + last, part)))
    return out


def _title_pages(document: Document, count: int) -> list[bool]:
    """Tell for the first ``count`` sections whether their first page has a header of its own."""
    _, entries = plc(document.structure(SECTIONS), 12)
    out = []
    for entry in entries[:count]:
        at = u32(entry, 2)
        title = False
        if at != _NOTHING and at + 2 <= len(document.main):
            for code, operand in modifiers(
                document.main[at + 2 : at + 2 + min(_LARGEST_SECTION, u16(document.main, at))]
            ):
                title = bool(operand[0]) if code == _TITLE_PAGE else title
        out.append(title)
    return out


def _header_boxes(document: Document, stories: Stories, start: int, count: int) -> list[Block]:
    positions, _ = plc(document.structure(HEADER_TEXT_BOXES), 22)
    out: list[Block] = []
    for _, first, last in ranges(positions[:-1], count):
        out += written(stories.story(start + first, start + last, Part.HEADER))
    return out


def _notes(document: Document, stories: Stories, index: int, start: int, count: int) -> list[Block]:
    positions, _ = plc(document.structure(index), 0)
    out: list[Block] = []
    for _, first, last in ranges(positions[:-1], count):
        out += written(stories.story(start + first, start + last, Part.FOOTNOTE))
    return out


def _text_boxes(document: Document, stories: Stories, start: int, count: int) -> dict[int, list[Block]]:
    """Give the blocks of each text box by the position of its anchor in the main text; unanchored ones at the end."""
    anchors = {}
    positions, entries = plc(document.structure(ANCHORS), 26)
    for position, entry in zip(positions, entries, strict=False):
        anchors[i32(entry, 0)] = position
    out: dict[int, list[Block]] = {}
    positions, entries = plc(document.structure(TEXT_BOXES), 22)
    for number, first, last in ranges(positions, count):
        blocks = written(stories.story(start + first, start + last, Part.TEXT_BOX))
        if blocks:
            out.setdefault(anchors.get(i32(entries[number], 14), document.counts[0]), []).extend(blocks)
    return out
