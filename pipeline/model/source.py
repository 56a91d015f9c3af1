"""A file before it is read."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was opened once: its bytes are known by ``sha256``, its kind by its content.

    ``media_type`` is told by content; ``path`` is where the bytes lie now. ``origin`` names the bundle or mail
    it came in, None for a file of its own. ``folder`` names the sub-folders that it was dropped in, outermost first
    (``Sở Tài chính/2026-Q3``), empty for none: a hint from whoever dropped it, never a path. Both are NFC.
    """

    name: str
    path: Path
    sha256: str
    size: int
    media_type: str
    origin: str | None = None
    folder: str = ""
