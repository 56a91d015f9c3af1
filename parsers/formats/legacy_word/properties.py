"""What modifiers make of characters and paragraphs, style sheet and fonts included."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from parsers.formats.legacy_word.binary import FONTS, STYLES, Document, i32, u16
from parsers.formats.legacy_word.sprms import CHARACTER, PARAGRAPH, kind, modifiers
from parsers.manuscript import Style
from pipeline.model import Alignment

_NO_STYLE = 0x0FFF
_STYLE_DEPTH = 20
_TOGGLES = {0x0835: "bold", 0x0836: "italic", 0x083A: "small_capitals", 0x083B: "capitals", 0x083C: "hidden"}
_ALIGNMENTS = {
    0: Alignment.LEFT,
    1: Alignment.CENTER,
    2: Alignment.RIGHT,
    3: Alignment.JUSTIFY,
    4: Alignment.JUSTIFY,
    5: Alignment.JUSTIFY,
}


class Letters(NamedTuple):
    """Properties of a run. ``half_points``: size; fonts are indices; ``symbol`` is (font, code) of an inserted sign."""

    bold: bool = False
    italic: bool = False
    capitals: bool = False
    small_capitals: bool = False
    hidden: bool = False
    deleted: bool = False
    half_points: int = 20
    font: int = 0
    other_font: int = 0
    symbol: tuple[int, int] | None = None
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Properties of a paragraph. ``depth``: how many tables it stands in; ``list_index`` is 0 for no number."""

    style: int = 0
    alignment: Alignment = Alignment.LEFT
    in_table: bool = False
    row_end: bool = False
    depth: int | None = None
    inner_cell_end: bool = False
    inner_row_end: bool = False
    drop_cap: bool = False
    list_index: int = 0
    list_level: int = 0


def _toggle(operand: int, base: bool) -> bool:
    """0 off, 1 on, 128 as the style says, 129 the opposite."""
    return base if operand == 0x80 else not base if operand == 0x81 else bool(operand)


@dataclass(frozen=True, slots=True)
class _Entry:
    based_on: int
    paragraph: bytes
    character: bytes


class Sheet:
    """The style sheet and the font table of one document, with every answer kept."""

    def __init__(self, document: Document) -> None:
        """Read both tables; a broken style sheet gives no styles, since the text does not depend on it."""
        self._styles, defaults = _styles(document.structure(STYLES))
        self._fonts = _fonts(document.structure(FONTS))
        self._plain = Letters(font=defaults[0], other_font=defaults[1])
        self._style_letters: dict[int, Letters] = {}
        self._style_paragraphs: dict[int, Paragraphs] = {}
        self._letters: dict[tuple[int, bytes, bytes], Letters] = {}
        self._paragraphs: dict[tuple[bytes, bytes], Paragraphs] = {}
        self._drawn: dict[tuple[Letters, bool], Style] = {}

    def font(self, index: int) -> str | None:
        """Give the name of a font, None when the table does not have it."""
        return self._fonts[index] if 0 <= index < len(self._fonts) else None

    def letters(self, paragraph_style: int, changes: bytes, piece: bytes) -> Letters:
        """Give the properties of a run in a paragraph of that style."""
        key = (paragraph_style, changes, piece)
        found = self._letters.get(key)
        if found is None:
            base = self._of_style(paragraph_style)
            found = self._letters[key] = self._apply(self._apply(base, changes, base), piece, base)
        return found

    def paragraph(self, papx: bytes, piece: bytes) -> Paragraphs:
        """Give the properties of a paragraph from its style number and modifiers."""
        key = (papx, piece)
        found = self._paragraphs.get(key)
        if found is None:
            style = u16(papx, 0) if len(papx) >= 2 else 0
            found = _apply_paragraph(self._paragraph_style(style), papx[2:])
            found = self._paragraphs[key] = _apply_paragraph(found, piece)
        return found

    def drawn(self, letters: Letters, wide: bool) -> Style:
        """Give the neutral style; ``wide`` tells that the run has letters beyond ASCII, which have a font of their own."""
        key = (letters, wide)
        found = self._drawn.get(key)
        if found is None:
            font = self.font(letters.other_font if wide else letters.font) or self.font(letters.font)
            capitals = letters.capitals or letters.small_capitals
            found = Style(font, letters.half_points / 2, letters.bold, letters.italic, capitals, letters.raised)
            self._drawn[key] = found
        return found

    def _of_style(self, index: int, depth: int = 0) -> Letters:
        found = self._style_letters.get(index)
        if found is None:
            entry = self._styles.get(index)
            if entry is None or depth > _STYLE_DEPTH:
                return self._plain
            base = self._plain if entry.based_on == _NO_STYLE else self._of_style(entry.based_on, depth + 1)
            found = self._style_letters[index] = self._apply(base, entry.character, base)
        return found

    def _paragraph_style(self, index: int, depth: int = 0) -> Paragraphs:
        found = self._style_paragraphs.get(index)
        if found is None:
            entry = self._styles.get(index)
            if entry is None or depth > _STYLE_DEPTH:
                return Paragraphs(index)
            parent = Paragraphs() if entry.based_on == _NO_STYLE else self._paragraph_style(entry.based_on, depth + 1)
            found = replace(_apply_paragraph(parent, entry.paragraph), style=index)
            self._style_paragraphs[index] = found
        return found

    def _apply(self, letters: Letters, changes: bytes, base: Letters) -> Letters:
        if not changes:
            return letters
        new = letters._asdict()
        for code, operand in modifiers(changes):
            if kind(code) != CHARACTER:
                continue
            if code in _TOGGLES:
                name = _TOGGLES[code]
                new[name] = _toggle(operand[0], bool(getattr(base, name)))
            elif code == 0x4A43:
                new["half_points"] = u16(operand, 0)
            elif code == 0x4A4F:
                new["font"] = u16(operand, 0)
            elif code == 0x4A51:
                new["other_font"] = u16(operand, 0)
            elif code == 0x2A48:
                new["raised"] = operand[0] == 1
            elif code == 0x0800:
                new["deleted"] = bool(operand[0])
            elif code == 0x6A09:
                new["symbol"] = (u16(operand, 0), u16(operand, 2))
            elif code == 0x4A30:
                # A character style changes what its own modifiers name; the paragraph's style stays below it.
                entry = self._styles.get(u16(operand, 0))
                if entry is not None and entry.character:
                    new = self._apply(Letters(**new), entry.character, base)._asdict()
            elif code == 0x2A33:
                new = base._asdict()
        return Letters(**new)


def _apply_paragraph(paragraph: Paragraphs, changes: bytes) -> Paragraphs:
    if not changes:
        return paragraph
    new: dict[str, object] = {}
    for code, operand in modifiers(changes):
        if kind(code) != PARAGRAPH:
            continue
        if code in (0x2403, 0x2461):
            new["alignment"] = _ALIGNMENTS.get(operand[0], Alignment.LEFT)
        elif code == 0x2416:
            new["in_table"] = bool(operand[0])
        elif code == 0x2417:
            new["row_end"] = bool(operand[0])
        elif code == 0x6649:
            new["depth"] = max(0, i32(operand, 0))
        elif code == 0x244B:
            new["inner_cell_end"] = bool(operand[0])
        elif code == 0x244C:
            new["inner_row_end"] = bool(operand[0])
        elif code == 0x442C:
            new["drop_cap"] = bool(operand[0] & 7)
        elif code == 0x260A:
            new["list_level"] = operand[0]
        elif code == 0x460B:
            new["list_index"] = u16(operand, 0)
        elif code == 0x4600:
            new["style"] = u16(operand, 0)
    return replace(paragraph, **new)  # type: ignore[arg-type]


def _styles(data: bytes) -> tuple[dict[int, _Entry], tuple[int, int]]:
    """Give the styles by number, and the standard fonts (ASCII, other) of the sheet."""
    out: dict[int, _Entry] = {}
    if len(data) < 20:
        return out, (0, 0)
    head = u16(data, 0)
    count, base = u16(data, 2), u16(data, 4)
    fonts = (u16(data, 14), u16(data, 18)) if head >= 18 else (0, 0)
    at = 2 + head
    for index in range(count):
        if at + 2 > len(data):
            break
        size = u16(data, at)
        entry = data[at + 2 : at + 2 + size]
        at += 2 + size
        if size and len(entry) > base + 2:
            out[index] = _entry(entry, base)
    return out, fonts


def _entry(data: bytes, base: int) -> _Entry:
    kind_of, based_on = u16(data, 2) & 0xF, u16(data, 2) >> 4
    parts = u16(data, 4) & 0xF
    at = base + 2 + 2 * u16(data, base) + 2
    found = []
    for _ in range(parts):
        at += at & 1
        if at + 2 > len(data):
            break
        size = u16(data, at)
        found.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    found += [b""] * 2
    if kind_of == 1:
        return _Entry(based_on, found[0][2:], found[1])
    return _Entry(based_on, b"", found[0] if kind_of == 2 else b"")


def _fonts(data: bytes) -> list[str]:
    """Give the fonts' names in the order of their numbers."""
    out: list[str] = []
    if len(data) < 4:
        return out
    count, at = u16(data, 0), 4
    for _ in range(count):
        if at >= len(data):
            break
        size = data[at] + 1
        name = data[at + 40 : at + size].decode("utf-16-le", "replace").split("\0", 1)[0]
        out.append(name)
        at += size
    return out
