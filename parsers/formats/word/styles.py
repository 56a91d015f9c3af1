"""How a Word run and paragraph are set: direct marks, character style, paragraph style, defaults (ECMA-376 17.7.2)."""

from dataclasses import dataclass

from parsers.containers import Element
from parsers.manuscript import Style
from pipeline.model import Alignment

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VAL = f"{W}val"

_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "both": Alignment.JUSTIFY,
    "distribute": Alignment.JUSTIFY,
    "lowKashida": Alignment.JUSTIFY,
    "mediumKashida": Alignment.JUSTIFY,
    "highKashida": Alignment.JUSTIFY,
    "thaiDistribute": Alignment.JUSTIFY,
}
_OFF = frozenset({"0", "false", "off", "none"})
_MARKS = {
    f"{W}b": "bold",
    f"{W}i": "italic",
    f"{W}caps": "capitals",
    f"{W}smallCaps": "capitals",
    f"{W}vanish": "hidden",
    f"{W}webHidden": "hidden",
}


@dataclass(slots=True)
class Marks:
    """What one place (a run, a style, the defaults) says of letters; None where it says nothing."""

    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    font: str | None = None
    raised: bool | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set in the end. ``hidden`` letters are not printed, ``raised`` ones are superscripts."""

    style: Style
    hidden: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Numbering:
    """The list a paragraph belongs to: ``number`` is the ``numId`` (``"0"``: none), ``level`` counts from 0."""

    number: str | None = None
    level: int | None = None


def is_on(element: Element) -> bool:
    """Tell whether an on/off element is on: without a value it is."""
    return element.get(_VAL, "1") not in _OFF


def value(parent: Element | None, name: str) -> str | None:
    """Give the ``w:val`` of the child ``w:name``, None when either is missing."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(_VAL)


class StyleSheet:
    """The styles of one document, looked up by id."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        """Read ``word/styles.xml`` and the theme's fonts; either may be missing."""
        self._fonts = _theme_fonts(theme)
        self._styles: dict[str, Element] = {}
        self._normal: str | None = None
        self._defaults = Marks()
        #: Word sets left where nothing is said.
        self._default_alignment = Alignment.LEFT
        self._looks: dict[tuple[str | None, str | None], Marks] = {}
        self._plain: dict[tuple[str | None, str | None], Look] = {}
        self._numberings: dict[str, Numbering] = {}
        self._alignments: dict[str | None, Alignment] = {}
        if styles is None:
            return
        defaults = styles.find(f"{W}docDefaults")
        if defaults is not None:
            run = defaults.find(f"{W}rPrDefault/{W}rPr")
            self._defaults = self.marks(run) if run is not None else Marks()
            stated = value(defaults.find(f"{W}pPrDefault/{W}pPr"), "jc")
            self._default_alignment = _ALIGNMENTS.get(stated or "", Alignment.LEFT)
        for style in styles.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId")
            if name is None:
                continue
            self._styles.setdefault(name, style)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF:
                self._normal = name

    def chain(self, name: str | None) -> list[Element]:
        """Give the style ``name`` and the styles it is based on, nearest first; circles are cut."""
        out: list[Element] = []
        seen: set[str] = set()
        while name is not None and name in self._styles and name not in seen:
            seen.add(name)
            out.append(self._styles[name])
            name = value(self._styles[name], "basedOn")
        return out

    def marks(self, properties: Element) -> Marks:
        """Read one ``w:rPr``."""
        out = Marks()
        for child in properties:
            tag = str(child.tag)
            mark = _MARKS.get(tag)
            if mark is not None:
                # caps and smallCaps are two elements of one effect: either one on is on.
                setattr(out, mark, is_on(child) or (mark in ("capitals", "hidden") and bool(getattr(out, mark))))
            elif tag == f"{W}sz":
                out.size = _half_points(child.get(_VAL))
            elif tag == f"{W}vertAlign":
                out.raised = child.get(_VAL) == "superscript"
            elif tag == f"{W}rFonts":
                out.font = self._font(child)
        return out

    def _font(self, fonts: Element) -> str | None:
        for side in ("ascii", "hAnsi"):
            theme = fonts.get(f"{W}{side}Theme")
            if theme is not None:
                found = self._fonts.get("major" if theme.startswith("major") else "minor")
                if found is not None:
                    return found
            font = fonts.get(f"{W}{side}")
            if font is not None:
                return font
        return None

    def look(self, paragraph: str | None, character: str | None, direct: Element | None) -> Look:
        """Give how a run is set. ``paragraph`` and ``character`` are style ids, ``direct`` its own ``w:rPr``."""
        names = (paragraph, character)
        if direct is None:
            if names not in self._plain:
                self._plain[names] = _settle(self._of_styles(names))
            return self._plain[names]
        return _settle(_over(self.marks(direct), self._of_styles(names)))

    def _of_styles(self, names: tuple[str | None, str | None]) -> Marks:
        found = self._looks.get(names)
        if found is None:
            paragraph, character = names
            block = self._inherited(paragraph if paragraph in self._styles else self._normal)
            inline = self._inherited(character)
            found = _over(inline, _over(block, self._defaults))
            for mark in ("bold", "italic", "capitals"):
                # Toggle properties of two style levels cancel each other (17.7.3).
                if getattr(inline, mark) and getattr(block, mark):
                    setattr(found, mark, False)
            self._looks[names] = found
        return found

    def _inherited(self, name: str | None) -> Marks:
        out = Marks()
        for style in self.chain(name):
            properties = style.find(f"{W}rPr")
            if properties is not None:
                out = _over(out, self.marks(properties))
        return out

    def alignment(self, paragraph: str | None, direct: str | None) -> Alignment:
        """Give a paragraph's alignment: its own ``w:jc`` value, else its styles', else the document's default."""
        if direct is not None:
            return _ALIGNMENTS.get(direct, Alignment.LEFT)
        if paragraph not in self._alignments:
            found = self._default_alignment
            for style in self.chain(paragraph if paragraph in self._styles else self._normal):
                own = value(style.find(f"{W}pPr"), "jc")
                if own is not None:
                    found = _ALIGNMENTS.get(own, Alignment.LEFT)
                    break
            self._alignments[paragraph] = found
        return self._alignments[paragraph]

    def numbering(self, paragraph: str | None) -> Numbering:
        """Give the list that a paragraph style puts its paragraphs in."""
        name = paragraph if paragraph in self._styles else self._normal
        if name is None:
            return Numbering()
        if name not in self._numberings:
            number: str | None = None
            level: int | None = None
            for style in self.chain(name):
                listed = style.find(f"{W}pPr/{W}numPr")
                if listed is None:
                    continue
                depth = value(listed, "ilvl")
                level = int(depth) if level is None and depth is not None and depth.isdigit() else level
                number = number or value(listed, "numId")
            self._numberings[name] = Numbering(number, level)
        return self._numberings[name]


def _over(upper: Marks, lower: Marks) -> Marks:
    return Marks(
        lower.bold if upper.bold is None else upper.bold,
        lower.italic if upper.italic is None else upper.italic,
        lower.capitals if upper.capitals is None else upper.capitals,
        lower.hidden if upper.hidden is None else upper.hidden,
        lower.size if upper.size is None else upper.size,
        lower.font if upper.font is None else upper.font,
        lower.raised if upper.raised is None else upper.raised,
    )


def _settle(marks: Marks) -> Look:
    style = Style(marks.font, marks.size, bool(marks.bold), bool(marks.italic), bool(marks.capitals))
    return Look(style, bool(marks.hidden), bool(marks.raised))


def _half_points(text: str | None) -> float | None:
    try:
        return None if text is None else float(text) / 2
    except ValueError:
        return None


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    out: dict[str, str] = {}
    if theme is None:
        return out
    for kind in ("major", "minor"):
        latin = theme.find(f".//{_A}{kind}Font/{_A}latin")
        face = None if latin is None else latin.get("typeface")
        if face:
            out[kind] = face
    return out
