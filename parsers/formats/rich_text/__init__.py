"""Rich Text Format (.rtf) read natively: groups, fonts and their code pages, tables, notes, text boxes."""

from parsers.formats.rich_text.pictures import pictures
from parsers.formats.rich_text.reader import read

__all__ = ["pictures", "read"]
