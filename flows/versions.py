"""The versions of one dispatch on the command line: which files, why joined, which leads; taken apart, put together, undone."""

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows.assembly import open_store
from flows.settings import Settings

if TYPE_CHECKING:
    from outputs.store import Copy, Head, SqlStore, Tie

#: What ``--do`` knows.
ACTS = ("separate", "join", "lead", "unlead", "rules", "withdraw", "keep")
#: So many proposals are printed by ``status``.
_SHOWN = 20


class CannotDo(Exception):
    """What was asked for cannot be done so; the message says why."""


def told(
    settings: Settings,
    dispatch: str | None,
    what: str | None,
    other: str | None,
    *,
    reason: str | None,
    who: str | None,
) -> list[str]:
    """Do what was asked about a version, if anything was, and give the lines for the clerk. Raises CannotDo."""
    if what is None:
        return listed(settings, dispatch)
    if dispatch is None:
        raise CannotDo("Cần nêu văn bản: mã, phần đầu của mã, hoặc số, ký hiệu.")
    return act(settings, dispatch, what, other, reason=reason, who=who)


def listed(settings: Settings, dispatch: str | None) -> list[str]:
    """Give the versions of one dispatch with why, or every dispatch of several files and what waits for a person."""
    with open_store(settings) as store:
        if dispatch is not None:
            return _family(store.versions.copies(_one(store, dispatch).id))
        out: list[str] = []
        for head in store.heads(in_force=True):
            copies = store.versions.copies(head.id)
            if len(copies) > 1:
                out += [f"{head.symbol or '(không số)'} {head.issuer or ''}: {head.subject or ''}", *_family(copies)]
        return [*out, *proposed(store)] or ["Không có văn bản nào gồm nhiều tệp."]


def _family(copies: Sequence["Copy"]) -> list[str]:
    out = []
    for one in copies:
        standing = " [không tính]" if one.standing == "withdrawn" else ""
        by = f" ({one.who})" if one.who else ""
        lead = "→" if one.leads else " "
        out.append(f" {lead} {one.file_name}, {one.form}{standing}: {one.why or 'chỉ có một tệp.'}{by}  {one.id}")
    return out


def proposed(store: "SqlStore") -> list[str]:
    """Give a line a pair of files that may be one dispatch, for a person to say."""
    found: Sequence[Tie] = store.versions.ties(None, "proposed")
    lines = [
        f"Có thể là một văn bản: «{t.one_name}» ({t.one}) và «{t.other_name}» ({t.other}). {t.why}"
        for t in found[:_SHOWN]
    ]
    return [*lines, f"Và {len(found) - _SHOWN} cặp tệp khác."] if len(found) > _SHOWN else lines


def act(
    settings: Settings, dispatch: str, what: str, other: str | None, *, reason: str | None, who: str | None
) -> list[str]:
    """Do what a person decided about a version and give its family as it is then. Raises CannotDo."""
    name = who or getpass.getuser()
    if (other is None) == (what == "join"):
        raise CannotDo("«join» cần --with; các việc khác thì không.")
    if what == "withdraw" and not reason:
        raise CannotDo("Rút khỏi tổng hợp phải nêu lý do (--reason).")
    with open_store(settings) as store:
        versions, mine = store.versions, _one(store, dispatch).id
        match what:
            case "separate":
                versions.separate(mine, who=name, reason=reason)
            case "join":
                versions.join(mine, _one(store, other or "").id, who=name, reason=reason)
            case "lead":
                versions.pin(mine, who=name)
            case "unlead":
                versions.unpin(mine, who=name)
            case "rules":
                versions.reconsider(mine, who=name)
            case "withdraw":
                versions.withdraw(mine, who=name, reason=reason or "")
            case "keep":
                versions.reinstate(mine, who=name, reason=reason)
            case _:
                raise CannotDo(f"Chỉ có: {', '.join(ACTS)}.")
        return _family(versions.copies(mine))


def _one(store: "SqlStore", named: str) -> "Head":
    """Give the dispatch that an id, the beginning of one, or a symbol names alone."""
    heads = store.heads()
    for fits in (
        [h for h in heads if h.id == named],
        [h for h in heads if h.symbol == named and h.superseded_by is None],
        [h for h in heads if h.id.startswith(named)],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            break
    raise CannotDo(f"{'Có nhiều' if fits else 'Không có'} văn bản «{named}»; dùng mã đầy đủ.")
