"""The order in which Word wants the children of its elements (ECMA-376 part 1, wml.xsd); Word offers to repair what differs.

Only the elements that the program writes or that an office's template may bring; a child that is not listed is an error too.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LOOK = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden "
    "color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish "
    "oMath"
)
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens "
    "kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
    "rPr sectPr pPrChange"
)
_MARGINS = "top start left bottom end right"
ORDER = {
    name: tuple(children.split())
    for name, children in {
        "pPr": _PARAGRAPH,
        "rPr": _LOOK,
        "pBdr": "top left bottom right between bar",
        "tbl": "tblPr tblGrid tr",
        "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
        "tblCellMar": _MARGINS,
        "tblBorders": f"{_MARGINS} insideH insideV",
        "tr": "tblPrEx trPr tc",
        "tc": "tcPr p",
        "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
        "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
        "body": "p sectPr",
    }.items()
}
#: Several of these may stand mixed in one place: paragraphs and tables, references to headers and footers.
_SAME_PLACE = {"tbl": "p", "footerReference": "headerReference"}
#: ``CT_TrPr`` is a choice: any order, but only these.
_ROW_WORDS = "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden"
_ROW = frozenset(_ROW_WORDS.split())


def _name(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(W)


def wrong(file: Path | IO[bytes]) -> list[str]:
    """Give every place of a Word file where Word would find something out of order."""
    with zipfile.ZipFile(file) as archive:
        parts = [n for n in archive.namelist() if n.startswith("word/") and n.endswith(".xml")]
        return [f"{part}: {said}" for part in parts for said in _part(ElementTree.fromstring(archive.read(part)))]


def _part(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        name = _name(element)
        children = [_name(c) for c in element]
        if name == "trPr":
            yield from (f"trPr holds {c}" for c in children if c not in _ROW)
        if name == "tc" and (not children or children[-1] != "p"):
            yield f"a cell ends with {children[-1:]}, not with a paragraph"
        if name == "tbl" and "tr" not in children:
            yield "a table has no row"
        order = ORDER.get(name)
        if order is None or (name in ("tblPr", "pPr", "rPr") and _name(root) == "numbering"):
            continue
        places = [_SAME_PLACE.get(c, c) for c in children] if name in ("body", "tc", "sectPr") else children
        strange = [c for c in places if c not in order]
        yield from (f"{name} holds {c}" for c in strange)
        ranks = [order.index(c) for c in places if c in order]
        if ranks != sorted(ranks):
            yield f"{name} out of order: {' '.join(children)}"
        single = [c for c in children if c not in ("p", "tbl", "tr", "tc", "headerReference", "footerReference")]
        yield from (f"{name} holds {c} twice" for c in dict.fromkeys(single) if single.count(c) > 1)
