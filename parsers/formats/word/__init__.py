"""Word documents (DOCX, DOCM): paragraphs, tables, text boxes, notes in document order."""

from parsers.formats.word.reader import pictures, read

__all__ = ["pictures", "read"]
