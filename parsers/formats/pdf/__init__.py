"""PDF documents: printed lines with boxes, ruled tables, digital signatures; pages as pictures for whoever reads those."""

from parsers.formats.pdf.pictures import pictures
from parsers.formats.pdf.reader import Survey, read, survey

__all__ = ["Survey", "pictures", "read", "survey"]
