"""OpenDocument text (.odt) read natively: styles, lists with their printed labels, tables, notes, text boxes."""

from parsers.formats.opendocument.reader import read

__all__ = ["read"]
