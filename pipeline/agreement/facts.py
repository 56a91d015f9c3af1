"""A dispatch with what stands around it, as the observations see it."""

import re
from dataclasses import dataclass
from typing import Any

from pipeline.model import Dispatch, Field, Zones
from pipeline.reference.agencies import Agency

#: A field's name, and whether what was seen bears it out.
Seen = tuple[str, bool]

_GROUPS = re.compile(r"[-/.]")


@dataclass(frozen=True, slots=True)
class Facts:
    """A dispatch with what stands around it: its page, its file's name, the body its issuer was taken for."""

    dispatch: Dispatch
    zones: Zones | None = None
    file_name: str = ""
    issuer: Agency | None = None
    parent: Agency | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """The letters of the symbol, group by group."""
        notation = self.dispatch.notation
        return () if notation is None else tuple(g for g in _GROUPS.split(notation.value) if g)

    @property
    def scanned(self) -> bool:
        """Whether the letters were read off an image."""
        return self.zones is not None and self.zones.layout.ocr


def indices(field: Field[Any]) -> set[int]:
    """Give the lines that a value was read from."""
    return {e.index for e in field.evidence}
