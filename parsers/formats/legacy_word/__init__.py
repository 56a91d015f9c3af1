"""Word 97-2003 documents (.doc, MS-DOC) read natively: piece table, styles, tables, lists, notes, text boxes."""

from parsers.formats.legacy_word.pictures import pictures
from parsers.formats.legacy_word.reader import read

__all__ = ["pictures", "read"]
