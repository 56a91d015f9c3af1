"""Scans: pages that are pictures, read by Tesseract, a second reader and a reader of handwritten digits."""

from parsers.formats.scan.document import Pages, read_pictures
from parsers.formats.scan.images import read
from parsers.formats.scan.signature import Name, is_name, names
from parsers.formats.scan.tesseract import problem

__all__ = ["Name", "Pages", "is_name", "names", "problem", "read", "read_pictures"]
