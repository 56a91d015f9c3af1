"""Styles of an OpenDocument text: how letters look, how paragraphs are set, which cells have rules."""

from dataclasses import dataclass, replace

from parsers.containers import Element
from parsers.manuscript import Style
from pipeline.model import Alignment

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

_ALIGNMENTS = {
    "start": Alignment.LEFT,
    "left": Alignment.LEFT,
    "center": Alignment.CENTER,
    "end": Alignment.RIGHT,
    "right": Alignment.RIGHT,
    "justify": Alignment.JUSTIFY,
}
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look, whether they are hidden, and how their paragraph is set."""

    style: Style
    alignment: Alignment | None = None
    hidden: bool = False


class Styles:
    """The named styles of a document, those of ``styles.xml`` first."""

    def __init__(self, roots: list[Element]) -> None:
        """Take the roots of ``styles.xml`` and ``content.xml``."""
        self._named: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, Element] = {}
        self._fonts: dict[str, str] = {}
        self._looks: dict[tuple[str, str | None, Look | None], Look] = {}
        for root in roots:
            for element in root.iter(f"{STYLE}style"):
                self._named[element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")] = element
            for element in root.iter(f"{STYLE}default-style"):
                self._defaults[element.get(f"{STYLE}family", "")] = element
            for element in root.iter(f"{STYLE}font-face"):
                family = element.get(f"{_SVG}font-family", element.get(f"{STYLE}name", ""))
                self._fonts[element.get(f"{STYLE}name", "")] = _first(family)

    def _chain(self, family: str, name: str | None) -> list[Element]:
        """Give a style and those it builds on, the most basic first."""
        out: list[Element] = []
        while name is not None and len(out) < _DEEPEST:
            element = self._named.get((family, name))
            if element is None:
                break
            out.append(element)
            name = element.get(f"{STYLE}parent-style-name")
        default = self._defaults.get(family)
        return [*([default] if default is not None else []), *reversed(out)]

    def paragraph(self, name: str | None) -> Look:
        """Give the look of a paragraph style."""
        return self._look("paragraph", name, None)

    def span(self, name: str | None, around: Look) -> Look:
        """Give the look of a text style inside ``around``."""
        return self._look("text", name, around)

    def _look(self, family: str, name: str | None, around: Look | None) -> Look:
        key = (family, name, around)
        found = self._looks.get(key)
        if found is None:
            found = around or Look(Style(bold=False, italic=False))
            for element in self._chain(family, name):
                # Inside a paragraph the defaults of text styles do not count.
                if around is None or element.tag == f"{STYLE}style":
                    found = self._changed(found, element)
            self._looks[key] = found
        return found

    def _changed(self, look: Look, element: Element) -> Look:
        letters = element.find(f"{STYLE}text-properties")
        block = element.find(f"{STYLE}paragraph-properties")
        if block is not None:
            look = replace(look, alignment=_ALIGNMENTS.get(block.get(f"{_FO}text-align", ""), look.alignment))
        if letters is None:
            return look
        style = look.style
        weight, slant = letters.get(f"{_FO}font-weight"), letters.get(f"{_FO}font-style")
        name, family = letters.get(f"{STYLE}font-name"), letters.get(f"{_FO}font-family")
        size, capitals = letters.get(f"{_FO}font-size", ""), letters.get(f"{_FO}text-transform")
        if letters.get(f"{_FO}font-variant") == "small-caps":
            capitals = "uppercase"
        font = self._fonts.get(name, name) if name is not None else _first(family) if family else style.font
        position = letters.get(f"{STYLE}text-position")
        style = Style(
            font,
            _points(size, style.size),
            style.bold if weight is None else weight in _BOLD,
            style.italic if slant is None else slant in ("italic", "oblique"),
            style.capitals if capitals is None else capitals == "uppercase",
            style.raised if position is None else position.startswith("super") or position[:1] in "123456789",
        )
        display = letters.get(f"{TEXT}display")
        return replace(look, style=style, hidden=look.hidden if display is None else display == "none")

    def list_style(self, paragraph: str | None) -> str | None:
        """Give the list style that a paragraph style names, None when none does."""
        for element in reversed(self._chain("paragraph", paragraph)):
            name = element.get(f"{STYLE}list-style-name")
            if name is not None:
                return name or None
        return None

    def has_rules(self, cell: str | None) -> bool:
        """Tell whether a cell style draws an upright and a level rule."""
        sides: dict[str, str] = {}
        for element in self._chain("table-cell", cell):
            properties = element.find(f"{STYLE}table-cell-properties")
            for side in ("", "-left", "-right", "-top", "-bottom") if properties is not None else ():
                value = properties.get(f"{_FO}border{side}") if properties is not None else None
                if value is not None:
                    for one in ("-left", "-right", "-top", "-bottom") if not side else (side,):
                        sides[one] = value
        drawn = {side for side, value in sides.items() if value not in ("none", "hidden", "")}
        return bool(drawn & {"-left", "-right"}) and bool(drawn & {"-top", "-bottom"})


def _points(size: str, before: float | None) -> float | None:
    """Give a size in points; percentages are of the size before."""
    try:
        if size.endswith("pt"):
            return float(size[:-2])
        if size.endswith("%") and before is not None:
            return before * float(size[:-1]) / 100
    except ValueError:
        return before
    return before


def _first(family: str) -> str:
    """Give the first name of a list of font families."""
    return family.split(",")[0].strip().strip("'\"")
