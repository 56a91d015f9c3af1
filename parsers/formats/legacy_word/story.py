"""One story (main text, header, note, text box) as paragraphs and tables in document order."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace

from parsers import symbols
from parsers.formats.legacy_word.binary import Document
from parsers.formats.legacy_word.lists import Lists
from parsers.formats.legacy_word.pieces import Text
from parsers.formats.legacy_word.properties import Letters, Paragraphs, Sheet
from parsers.formats.legacy_word.tables import define
from parsers.manuscript import Block, Paragraph, Style
from parsers.rows import Stack
from pipeline.model import Part

_MARKS = re.compile("[\r\x07\x0c]")
_FIELDS = re.compile("[\x13\x14\x15]")
#: Line and column breaks, hyphens; marks of cells, pictures, notes, fields and drawings print no letter.
_PRINTED: dict[int, str | None] = {code: None for code in range(0x20) if code != 0x09}
_PRINTED |= {0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x1E: "-"}
_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f]")
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
#: Deeper nesting of tables than this is damage.
_DEEPEST = 30


class Stories:
    """Reads the stories of one document; what it passed over on the way stands in ``seen``."""

    def __init__(self, document: Document, text: Text, sheet: Sheet, lists: Lists) -> None:
        """Keep what tells how letters look and lists count."""
        self.document = document
        self.text = text
        #: ``tracked`` changes and ``hidden`` text: what a clerk should know of.
        self.seen: set[str] = set()
        self._sheet = sheet
        self._lists = lists
        self._runs = text.runs()
        self._run_starts = [run[0] for run in self._runs]

    def story(self, start: int, end: int, part: Part, boxes: Mapping[int, list[Block]] | None = None) -> list[Block]:
        """Give the blocks of the characters ``start`` to ``end``; ``boxes`` are put behind the paragraph of their anchor."""
        end = min(end, len(self.text.text))
        fields = self._instructions(start, end)
        stack = Stack()
        waiting: list[Block] = []
        #: A drop cap stands in a paragraph of its own and prints with the next.
        cap: list[tuple[str, Style]] = []
        anchors = sorted(boxes or ())
        for first, last, changes, properties in self._paragraphs(start, end):
            stack.go_to(self._depth(properties))
            if not stack.depth:
                stack.top.blocks += waiting
                waiting = []
            while anchors and anchors[0] < last:
                waiting += (boxes or {})[anchors.pop(0)]
            if properties.row_end or properties.inner_row_end:
                define(stack.top.row, changes)
                stack.top.close_row()
                continue
            paragraph = self._paragraph(first, last, properties, part, fields)
            paragraph.runs[:0] = cap
            cap = paragraph.runs if properties.drop_cap else []
            if not cap:
                stack.top.blocks.append(paragraph)
            if stack.depth and (self.text.text[last - 1] == "\x07" or properties.inner_cell_end):
                stack.top.close_cell()
        for anchor in anchors:
            waiting += (boxes or {})[anchor]
        return stack.finish() + waiting

    @staticmethod
    def _depth(properties: Paragraphs) -> int:
        if properties.depth is not None:
            return min(properties.depth, _DEEPEST)
        return int(properties.in_table)

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int, bytes, Paragraphs]]:
        """Give (start, end, table modifiers, properties) of each paragraph; the mark is its last character."""
        first = start
        text = self.text
        for match in _MARKS.finditer(text.text, start, end):
            papx, piece, ends_here = text.paragraph_properties(match.start())
            if match[0] == "\x0c" and not ends_here and match.end() < end:
                continue  # a page break inside a paragraph
            yield first, match.end(), papx[2:] + piece, self._sheet.paragraph(papx, piece)
            first = match.end()
        if first < end and text.text[first:end].strip("\r\x00"):
            papx, piece, _ = text.paragraph_properties(end - 1)
            yield first, end, papx[2:] + piece, self._sheet.paragraph(papx, piece)

    def _instructions(self, start: int, end: int) -> list[tuple[int, int]]:
        """Give the ranges of field instructions (begin mark to separator), outermost first; unended fields are none."""
        stack: list[list[int | None]] = []
        out: list[tuple[int, int]] = []
        for match in _FIELDS.finditer(self.text.text, start, end):
            if match[0] == "\x13":
                stack.append([match.start(), None])
            elif stack and match[0] == "\x14" and stack[-1][1] is None:
                stack[-1][1] = match.start()
            elif stack and match[0] == "\x15":
                begin, separator = stack.pop()
                out.append((begin or 0, match.start() if separator is None else separator))
        out.sort()
        merged: list[tuple[int, int]] = []
        for first, last in out:
            if not merged or first > merged[-1][1]:
                merged.append((first, last))
        return merged

    def _paragraph(
        self, first: int, last: int, properties: Paragraphs, part: Part, fields: list[tuple[int, int]]
    ) -> Paragraph:
        out = Paragraph([], properties.alignment, part)
        index = max(0, bisect_right(self._run_starts, first) - 1)
        skip = max(0, bisect_right(fields, (first, 1 << 62)) - 1)
        mark: Letters | None = None
        while index < len(self._runs) and self._runs[index][0] < last:
            run_start, run_end, changes, piece = self._runs[index]
            index += 1
            letters = self._sheet.letters(properties.style, changes, piece)
            start, stop = max(first, run_start), min(last, run_end)
            mark = letters
            if start >= stop:
                continue
            raw = self._visible(start, stop, fields, skip)
            if letters.deleted:
                if raw.strip("\r\x07\x0c"):
                    self.seen.add("tracked")
                continue
            if letters.symbol is not None and "(" in raw:
                raw = raw.replace("(", symbols.symbol(self._sheet.font(letters.symbol[0]), letters.symbol[1]))
            text = raw.translate(_PRINTED) if _CONTROLS.search(raw) else raw
            if _SURROGATES.search(text):
                # The halves of a letter beyond U+FFFF are two positions in the file and one letter here.
                text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if not text:
                continue
            if letters.hidden:
                if text.strip():
                    self.seen.add("hidden")
                continue
            style = self._sheet.drawn(letters, not text.isascii())
            if _PRIVATE.search(text) and symbols.is_symbol_font(style.font):
                text = symbols.plain(text, style.font)
            if out.runs and out.runs[-1][1] == style:
                out.runs[-1] = (out.runs[-1][0] + text, style)
            else:
                out.runs.append((text, style))
        self._label(out, properties, mark)
        return out

    def _visible(self, start: int, stop: int, fields: list[tuple[int, int]], skip: int) -> str:
        """Give the characters without those of field instructions."""
        text = self.text.text
        parts = []
        at = start
        while skip < len(fields):
            first, last = fields[skip]
            skip += 1
            if first >= stop:
                break
            if last < at:
                continue
            parts.append(text[at : max(at, first)])
            at = max(at, min(stop, last))
        parts.append(text[at:stop])
        return "".join(parts)

    def _label(self, paragraph: Paragraph, properties: Paragraphs, mark: Letters | None) -> None:
        """Put the printed list label before the paragraph; a paragraph without text prints it too."""
        if not properties.list_index:
            return
        found = self._lists.label(properties.list_index, properties.list_level)
        if found is None:
            return
        level, label = found
        base = paragraph.runs[0][1] if paragraph.runs else Style() if mark is None else self._sheet.drawn(mark, False)
        if level.style == 23:
            text = symbols.bullet(label)
        else:
            text = label
            if level.characters and mark is not None:
                changed = self._sheet.letters(properties.style, level.characters, b"")
                base = replace(base, font=self._sheet.drawn(changed, not label.isascii()).font or base.font)
        if text:
            paragraph.runs.insert(0, (f"{text} ", replace(base, capitals=False)))
