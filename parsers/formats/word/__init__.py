"""Word documents (DOCX, DOCM): paragraphs, tables, text boxes, notes in document order."""

from parsers.formats.word.reader import read

__all__ = ["read"]
