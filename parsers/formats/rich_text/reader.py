"""An RTF document as a layout: headers, body with its text boxes in place, footers, notes."""

import codecs
from dataclasses import dataclass, field, replace

from parsers import encodings, manuscript, symbols
from parsers.formats.rich_text.rows import Definition, Definitions
from parsers.formats.rich_text.state import CHARACTER_SETS, SYMBOL_SET, Font, State, Target, change, style
from parsers.formats.rich_text.tokens import BYTES, CLOSE, OPEN, SYMBOL, WORD, Token, tokens
from parsers.manuscript import NOTES, Block, Paragraph, Style, plain, written
from parsers.rows import Stack
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Part, Source

_DEEPEST_GROUP = 2000
_DEEPEST_TABLE = 30
_LETTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "\u2014", "endash": "\u2013",
    "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022",
    "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SIGNS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
_STORIES = {
    "header": Part.HEADER, "headerl": Part.HEADER, "headerr": Part.HEADER, "headerf": Part.HEADER,
    "footer": Part.FOOTER, "footerl": Part.FOOTER, "footerr": Part.FOOTER, "footerf": Part.FOOTER,
    "footnote": Part.FOOTNOTE, "shptxt": Part.TEXT_BOX, "dptxbxtext": Part.TEXT_BOX,
}  # fmt: skip
#: Character sets of RTF before code pages.
_OLD_SETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
#: Destinations that print nothing, beside all that are marked ``\*`` and not in ``_READ``.
_SKIPPED = frozenset({
    "stylesheet", "colortbl", "info", "pict", "fldinst", "filetbl", "annotation", "atnid", "atnauthor", "xe", "tc",
    "rxe", "objdata", "objclass", "shprslt", "sp", "nonesttables", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "ftncn",
    "aftncn", "falt", "panose", "template", "private", "nextfile", "revtbl", "pntxta", "pntxtb", "txe", "themedata",
})  # fmt: skip
_READ = frozenset({"shpinst", "nesttableprops", "do", "dptxbxtext", "shptxt", "shpgrp", "shp", "upr"})


def read(source: Source) -> Layout:
    """Give the layout of an RTF document.

    Raises:
        FileError: UNREADABLE; DAMAGED; HOSTILE for groups nested beyond reason; EMPTY; NO_TEXT for pictures only.
    """
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    start = data.find(b"{\\rtf", 0, 1024)
    if start < 0:
        raise FileError(Code.DAMAGED, "không có dấu đầu RTF")
    reader = _Reader()
    reader.run(data[start:])
    blocks = reader.blocks()
    if b"\\objdata" in data:
        reader.seen.add("carried")
    if not blocks:
        raise FileError(Code.NO_TEXT if b"\\pict" in data else Code.EMPTY)
    return manuscript.layout("rich_text", blocks, [note for name, note in NOTES.items() if name in reader.seen])


@dataclass(slots=True)
class _Story:
    """One story in work: its blocks, its present paragraph, the label that waits for text."""

    part: Part
    stack: Stack = field(default_factory=Stack)
    runs: list[tuple[str, Style]] = field(default_factory=list)
    label: list[tuple[str, Style]] = field(default_factory=list)
    definitions: Definitions = field(default_factory=Definitions)
    boxes: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    """What is put back when a group closes: the state before it; True when it holds a story or a label of its own."""

    state: State
    story: bool = False


class _Reader:
    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.fonts: dict[int, Font] = {}
        self.code_page = "cp1252"
        self.default_font: int | None = None
        self.state = State()
        self.groups: list[_Group] = []
        self.stories = [_Story(Part.BODY)]
        self.margins: dict[Part, list[Block]] = {}
        self.texts: set[str] = set()
        self.pending = bytearray()
        self.surrogate = 0
        self.skip = 0
        self.fresh = False
        self.starred = False
        self.font_in_work: int | None = None
        self.styles: dict[tuple[object, ...], Style] = {}

    # -- tokens ---------------------------------------------------------------------------------

    def run(self, data: bytes) -> None:
        for token in tokens(data):
            kind = token.kind
            if kind == BYTES:
                self._bytes(token.data)
            elif kind == WORD:
                self._word(token.word, token.number)
            elif kind == OPEN:
                self._flush()
                if len(self.groups) >= _DEEPEST_GROUP:
                    raise FileError(Code.HOSTILE, "nhóm RTF lồng quá sâu")
                self.groups.append(_Group(self.state))
                self.state = self.state.copy()
                self.fresh, self.starred, self.skip = True, False, 0
                continue
            elif kind == CLOSE:
                self._close()
                if not self.groups:
                    break
            else:
                self._symbol(token)
            if not (kind == SYMBOL and token.data == b"*"):
                self.fresh = self.starred = False
        while self.groups:
            self._close()
        self._flush()
        self._end_paragraph()

    def _close(self) -> None:
        self._flush()
        self.skip = 0
        if not self.groups:
            return
        group = self.groups.pop()
        if group.story:
            self._end_story()
        self.state = group.state

    def _symbol(self, token: Token) -> None:
        if token.data == b"*":
            self.starred = self.fresh
            return
        self._flush()
        if self.skip:
            self.skip -= 1
        elif token.data in _SIGNS:
            self._text(_SIGNS[token.data])
        elif token.data in (b"\r", b"\n"):
            self._word("par", None)

    def _word(self, word: str, number: int | None) -> None:
        if self.fresh and self._destination(word):
            return
        if word == "u":
            self._unicode(number or 0)
            return
        if self.state.target is Target.SKIP:
            return
        self._flush()
        if self.skip and word in _LETTERS:
            self.skip -= 1
            return
        if self.state.target is Target.FONTS:
            self._font(word, number)
        elif change(self.state, word, number, self.default_font) or self.stories[-1].definitions.take(word, number):
            return
        elif word in _LETTERS:
            self._text(_LETTERS[word])
        elif self.state.target is Target.LABEL:
            return
        elif word in ("par", "sect"):
            self._end_paragraph()
        elif word == "cell":
            self._end_cell(1)
        elif word == "nestcell":
            self._end_cell(max(2, self.state.depth))
        elif word == "row":
            self._end_row(1)
        elif word == "nestrow":
            self._end_row(max(2, self.stories[-1].stack.depth))
        elif word == "ansicpg":
            self.code_page = _page(number)
        elif word == "deff":
            self.default_font = self.state.font = number
        elif word in _OLD_SETS:
            self.code_page = _OLD_SETS[word]

    def _destination(self, word: str) -> bool:
        """Enter the destination that ``word`` opens; False when it is an ordinary word."""
        state = self.state
        if state.target is Target.SKIP:
            return True
        if word in _STORIES:
            self._flush()
            self.groups[-1].story = True
            self.stories.append(_Story(_STORIES[word]))
            state.plain(self.default_font)
            state.paragraph()
        elif word in _SKIPPED or (self.starred and word not in _READ):
            state.target = Target.SKIP
        elif word == "fonttbl":
            state.target = Target.FONTS
        elif word in ("listtext", "pntext"):
            state.target = Target.LABEL
            self.stories[-1].label = []
        elif word not in _READ:
            return False
        return True

    def _font(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self.font_in_work = number
            self.fonts[number] = Font()
        font = self.fonts.get(self.font_in_work) if self.font_in_work is not None else None
        if font is None or number is None:
            return
        if word == "fcharset":
            font.symbol = number == SYMBOL_SET
            font.code_page = CHARACTER_SETS.get(number) if number else None
        elif word == "cpg":
            font.code_page = _page(number)

    # -- letters --------------------------------------------------------------------------------

    def _bytes(self, data: bytes) -> None:
        if self.state.target is Target.SKIP:
            return
        if self.skip:
            dropped = min(self.skip, len(data))
            self.skip -= dropped
            data = data[dropped:]
        self.pending += data

    def _unicode(self, number: int) -> None:
        self._flush()
        code = number + 0x10000 if number < 0 else number
        self.skip = self.state.skip
        if 0xD800 <= code < 0xDC00:
            self.surrogate = code
            return
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + (self.surrogate - 0xD800 << 10) + code - 0xDC00 if self.surrogate else 0xFFFD
        self.surrogate = 0
        if 0x20 <= code < 0x110000 or code == 9:
            self._text(chr(code))

    def _flush(self) -> None:
        """Turn the bytes gathered so far into text under the font in force."""
        if not self.pending:
            return
        data, self.pending = bytes(self.pending), bytearray()
        state = self.state
        if state.target is Target.FONTS:
            font = self.fonts.get(self.font_in_work) if self.font_in_work is not None else None
            if font is not None:
                font.name += data.decode("cp1252", "replace").split(";", 1)[0]
            return
        font = self.fonts.get(state.font) if state.font is not None else None
        if font is not None and font.symbol and symbols.is_symbol_font(font.name.strip()):
            text = "".join(symbols.symbol(font.name.strip(), byte) if byte > 0x20 else chr(byte) for byte in data)
        else:
            text = _decoded(data, self._page_of(font))
        self._text(text)

    def _page_of(self, font: Font | None) -> str:
        if font is None:
            return self.code_page
        if encodings.font_encoding(font.name) is not None:
            return "cp1252"
        return font.code_page or self.code_page

    def _text(self, text: str) -> None:
        state = self.state
        if state.target is Target.SKIP or state.target is Target.FONTS or not text:
            return
        if state.deleted or state.hidden:
            if text.strip():
                self.seen.add("tracked" if state.deleted else "hidden")
            return
        key = (state.font, state.half_points, state.bold, state.italic, state.capitals, state.raised)
        look = self.styles.get(key)
        if look is None:
            font = self.fonts.get(state.font) if state.font is not None else None
            look = self.styles[key] = style(state, font.name.strip() if font is not None else None)
        if "\uf000" <= text[0] <= "\uf0ff":
            text = symbols.plain(text, look.font) if symbols.is_symbol_font(look.font) else text
        story = self.stories[-1]
        runs = story.label if state.target is Target.LABEL else story.runs
        if runs and runs[-1][1] == look:
            runs[-1] = (runs[-1][0] + text, look)
        else:
            runs.append((text, look))

    # -- paragraphs and tables ------------------------------------------------------------------

    def _paragraph(self, story: _Story) -> Paragraph:
        runs, label = story.runs, story.label
        story.runs, story.label = [], []
        if label:
            runs = [*_trimmed(label), *runs]
        return Paragraph(runs, self.state.alignment, story.part)

    def _end_paragraph(self) -> None:
        self._flush()
        story = self.stories[-1]
        story.stack.go_to(min(self.state.depth, _DEEPEST_TABLE))
        story.stack.top.blocks.append(self._paragraph(story))
        if not story.stack.depth:
            story.stack.top.blocks += story.boxes
            story.boxes = []

    def _end_cell(self, depth: int) -> None:
        story = self.stories[-1]
        story.stack.go_to(min(depth, _DEEPEST_TABLE))
        story.stack.top.blocks.append(self._paragraph(story))
        story.stack.top.close_cell()

    def _end_row(self, depth: int) -> None:
        story = self.stories[-1]
        story.stack.go_to(min(depth, _DEEPEST_TABLE))
        definition: Definition = story.definitions.current
        top = story.stack.top
        if any(text.strip() for text, _ in story.runs):
            top.blocks.append(self._paragraph(story))
        story.runs, story.label = [], []
        top.row.edges, top.row.flags, top.row.ruled = definition.row(len(top.row.cells))
        top.close_row()

    def _end_story(self) -> None:
        story = self.stories.pop()
        if any(text.strip() for text, _ in story.runs):
            story.stack.go_to(min(self.state.depth, _DEEPEST_TABLE))
            story.stack.top.blocks.append(self._paragraph(story))
        blocks = written(story.stack.finish() + story.boxes)
        if story.part is Part.TEXT_BOX:
            outer = self.stories[-1]
            if outer.part is not Part.BODY:
                blocks = [replace(b, part=outer.part) if isinstance(b, Paragraph) else b for b in blocks]
            outer.boxes += blocks
            return
        text = story.part.value + plain(blocks)
        if story.part is Part.FOOTNOTE or text not in self.texts:
            self.texts.add(text)
            self.margins.setdefault(story.part, []).extend(blocks)

    def blocks(self) -> list[Block]:
        """Give all printed blocks, none when nothing is written."""
        body = self.stories[0]
        main = body.stack.finish() + body.boxes
        blocks = [
            *self.margins.get(Part.HEADER, ()),
            *main,
            *self.margins.get(Part.FOOTER, ()),
            *self.margins.get(Part.FOOTNOTE, ()),
        ]
        return blocks if written(blocks) else []


def _page(number: int | None) -> str:
    """Give the codec of a Windows code page, Windows-1252 when Python has none."""
    name = {10000: "mac_roman", 65001: "utf-8", 936: "gbk", 950: "big5"}.get(number or 0, f"cp{number}")
    try:
        # Not by decoding nothing: of no bytes Python asks for no codec.
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _decoded(data: bytes, page: str) -> str:
    if data.isascii():
        return data.decode("ascii")
    try:
        return data.decode(page)
    except UnicodeDecodeError:
        # Bytes that the page leaves open stand for themselves, as Windows has them.
        return "".join(bytes([b]).decode(page, "ignore") or chr(b) for b in data)


def _trimmed(label: list[tuple[str, Style]]) -> list[tuple[str, Style]]:
    """Give a printed list label with one blank behind it; pictures of symbol fonts as a dash."""
    text = "".join(piece for piece, _ in label).strip()
    if not text:
        return []
    if symbols.is_symbol_font(label[0][1].font):
        text = "-"
    elif len(text) == 1 and not text.isalnum() and encodings.font_encoding(label[0][1].font) is None:
        text = symbols.bullet(text)
    return [(f"{text} ", label[0][1])]
