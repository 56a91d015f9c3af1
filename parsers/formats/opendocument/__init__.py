"""OpenDocument text (.odt) read natively: styles, lists with their printed labels, tables, notes, text boxes."""

from parsers.formats.opendocument.reader import pictures, read

__all__ = ["pictures", "read"]
