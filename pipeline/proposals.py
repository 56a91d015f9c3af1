"""A body met for the first time is proposed to a person as a row of the office's list of units, never created."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pipeline.model import Dispatch, Field, Finding, Severity
from pipeline.model.dispatch import AgencyMention
from pipeline.reference.agencies import UNIT_COLUMNS, Agency
from pipeline.reference.agency_names import trimmed
from pipeline.text import bare, is_capitals, slug

#: Gives the bodies whose names look most like a text on a day.
Near = Callable[[str, date | None], Sequence[Agency]]
_RULE = "Đơn vị gặp lần đầu phải được người có thẩm quyền đưa vào danh mục"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person is asked about an unknown body: the row to add, and the known bodies that it may be instead."""

    name: str
    id: str
    parent: str | None
    near: tuple[Agency, ...] = ()

    @property
    def row(self) -> dict[str, str]:
        """The row for the office's CSV of units, with the columns of ``UNIT_COLUMNS``."""
        return dict.fromkeys(UNIT_COLUMNS, "") | {"id": self.id, "name": self.name, "parent": self.parent or ""}


def propose(text: str, parent: str | None = None, on: date | None = None, near: Near | None = None) -> Proposal:
    """Give the proposal for a body printed as ``text``; ``parent`` is the registry id of the body above it, when known."""
    name = trimmed(text)
    shown = name.capitalize() if is_capitals(name) else name
    return Proposal(shown, slug(name), parent, tuple(near(text, on)) if near is not None else ())


class Issued(Protocol):
    """A dispatch as a list of the store shows it."""

    @property
    def issuer(self) -> str | None:
        """As printed."""

    @property
    def agency(self) -> str | None:
        """The issuer's registry id."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A body in no list of units, what is proposed for it, and how many documents it issued."""

    proposal: Proposal
    documents: int


def strangers(heads: Iterable[Issued]) -> tuple[Stranger, ...]:
    """Give each issuer that the registry does not know once, however its name was set, the most met first."""
    names = [head.issuer for head in heads if head.issuer is not None and head.agency is None]
    counts = Counter(bare(name) for name in names)
    printed = {bare(name): name for name in reversed(names)}
    return tuple(Stranger(propose(printed[name]), count) for name, count in counts.most_common())


def unknown_issuer(dispatch: Dispatch, near: Near | None = None) -> Finding | None:
    """Give the finding for an issuer that the registry does not know, None when it does or there is none."""
    issuer: Field[AgencyMention] | None = dispatch.issuer
    if issuer is None or issuer.value.agency is not None:
        return None
    above = dispatch.parent_issuer.value.agency if dispatch.parent_issuer else None
    on = dispatch.issued_on.value.period.start if dispatch.issued_on else None
    found = propose(issuer.value.text, above, on, near)
    message = f"«{issuer.value.text}» chưa có trong danh mục đơn vị nên chưa được đối chiếu với đơn vị nào."
    if found.near:
        message += " Có thể là: " + "; ".join(a.name for a in found.near) + "."
    suggestion = f"Thêm đơn vị vào danh mục (mã đề xuất «{found.id}») hoặc chọn đơn vị đã có."
    return Finding("UNKNOWN_UNIT", Severity.WARNING, message, _RULE, "issuer", issuer.evidence, suggestion)
