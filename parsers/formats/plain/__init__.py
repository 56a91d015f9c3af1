"""Plain text: printed lines, or a table where rows of values stand between separators (CSV)."""

from parsers.formats.plain.reader import continues, decode, read, wrap_width

__all__ = ["continues", "decode", "read", "wrap_width"]
