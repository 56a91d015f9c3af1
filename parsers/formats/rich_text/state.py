"""What an RTF group inherits and changes: where its text goes, how its letters look, which table it stands in."""

from dataclasses import dataclass, replace
from enum import Enum

from parsers.manuscript import Style
from pipeline.model import Alignment


class Target(Enum):
    """Where the text of a group goes."""

    TEXT = "text"
    SKIP = "skip"
    FONTS = "fonts"
    LABEL = "label"


@dataclass(slots=True)
class State:
    r"""Properties in force. ``skip``: characters one ``\u`` replaces; ``depth``: tables around the paragraph."""

    target: Target = Target.TEXT
    font: int | None = None
    half_points: int = 24
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    raised: bool = False
    hidden: bool = False
    deleted: bool = False
    skip: int = 1
    alignment: Alignment = Alignment.LEFT
    in_table: bool = False
    nesting: int = 0

    def copy(self) -> "State":
        """Give the state of a group that opens here."""
        return replace(self)

    @property
    def depth(self) -> int:
        """How many tables the paragraph stands in."""
        return max(self.nesting, int(self.in_table))

    def plain(self, font: int | None) -> None:
        """Set letters back to the document's default."""
        self.font, self.half_points = font, 24
        self.bold = self.italic = self.capitals = self.raised = self.hidden = self.deleted = False

    def paragraph(self) -> None:
        """Set the paragraph back to the default."""
        self.alignment, self.in_table, self.nesting = Alignment.LEFT, False, 0


@dataclass(slots=True)
class Font:
    """One font: its name, and the code page of its bytes (None: the document's)."""

    name: str = ""
    code_page: str | None = None
    symbol: bool = False


#: Code pages of font character sets (MS-RTF 1.9.1, fcharset).
CHARACTER_SETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "cp1361", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
SYMBOL_SET = 2
_ALIGNMENTS = {
    "ql": Alignment.LEFT,
    "qc": Alignment.CENTER,
    "qr": Alignment.RIGHT,
    "qj": Alignment.JUSTIFY,
    "qd": Alignment.JUSTIFY,
    "qk": Alignment.JUSTIFY,
    "qt": Alignment.JUSTIFY,
}


def change(state: State, word: str, number: int | None, default_font: int | None) -> bool:
    """Change a property; False when ``word`` is none. A toggle without a number is on."""
    on = number != 0
    if word == "f":
        state.font = number
    elif word == "fs":
        state.half_points = number or 24
    elif word == "b":
        state.bold = on
    elif word == "i":
        state.italic = on
    elif word in ("caps", "scaps"):
        state.capitals = on
    elif word in ("super", "sub", "nosupersub"):
        state.raised = word == "super" and on
    elif word == "v":
        state.hidden = on
    elif word == "deleted":
        state.deleted = on
    elif word == "uc":
        state.skip = max(0, number if number is not None else 1)
    elif word in _ALIGNMENTS:
        state.alignment = _ALIGNMENTS[word]
    elif word == "intbl":
        state.in_table = on
    elif word == "itap":
        state.nesting = max(0, number or 0)
    elif word == "pard":
        state.paragraph()
    elif word == "plain":
        state.plain(default_font)
    else:
        return False
    return True


def style(state: State, font: str | None) -> Style:
    """Give the neutral style of letters set so."""
    return Style(font, state.half_points / 2, state.bold, state.italic, state.capitals, state.raised)
