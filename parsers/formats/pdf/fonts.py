"""What a PDF font's name and flags say of its letters."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

#: What follows a family's name in the name of one of its faces.
_STYLE = re.compile(r"(?:[,-]?(?:Bold|Italic|Oblique|Regular|MT|PS))+$")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd|,b\b", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|[-,]it\b|,i\b|bolditalic", re.IGNORECASE)
#: PDF 32000-1, table 123: font descriptor flags.
_FLAG_ITALIC = 1 << 6
_FLAG_FORCE_BOLD = 1 << 18
_HEAVY = 600


@dataclass(frozen=True, slots=True)
class Face:
    """A font as a reader sees it. ``name`` has no subset prefix."""

    name: str | None
    bold: bool = False
    italic: bool = False

    @property
    def family(self) -> str | None:
        """The name without its style: ``.VnTimeH`` for ``.VnTimeH,Bold``; legacy letters are told by it."""
        return None if self.name is None else _family(self.name)

    def emboldened(self) -> "Face":
        """Give the face drawn with stroked letters, which is how bold is made up without a bold font."""
        return replace(self, bold=True)


@lru_cache(maxsize=1024)
def _family(name: str) -> str:
    # Asked for once a run; a document has a dozen fonts.
    return _STYLE.sub("", name) or name


def face(name: str, flags: int, weight: int, angle: int) -> Face:
    """Give the face of a font from its base name, descriptor flags, weight (100 to 900) and italic angle in degrees."""
    plain = _SUBSET.sub("", name)
    return Face(
        plain or None,
        bold=bool(_BOLD.search(plain))
        or bool(flags & _FLAG_FORCE_BOLD)
        or (weight >= _HEAVY and "regular" not in plain.lower()),
        italic=bool(_ITALIC.search(plain)) or bool(flags & _FLAG_ITALIC) or angle != 0,
    )
