"""PDF documents: printed lines with boxes, ruled tables, digital signatures."""

from parsers.formats.pdf.reader import read

__all__ = ["read"]
