"""The versions of each dispatch in the tables: settled by the rules after every change, decided by persons, told to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, or_, select, union, update

from outputs.store import audit
from outputs.store.columns import Words
from outputs.store.rows import ALONE, Row
from outputs.store.schema import dispatch, file, joining
from pipeline.editions.versions import (
    FORMS,
    Bond,
    Form,
    Joining,
    Version,
    compare,
    families,
    may_be_alike,
    pair,
    reason,
    same_subject,
)
from pipeline.likeness import Gist, marks
from pipeline.model import Extent

_NAMES = tuple(name for name in Version.__dataclass_fields__)
_COLUMNS = [dispatch.c[name] for name in (*_NAMES, "identity", "superseded_by")]
_LIVING = dispatch.c.standing != "retired"
# Statements of every save are built once: building one takes as long as running it.
_IDS = bindparam("ids", expanding=True, type_=Words)
_IDENTITIES = bindparam("identities", expanding=True, type_=Words)
_SERIES = bindparam("series", expanding=True, type_=Words)
_BY_ID = select(*_COLUMNS).where(dispatch.c.id.in_(_IDS))
#: The same dispatches and series, and what a joining of any kind ties to these: each part finds its rows by an index.
_TIED = select(*_COLUMNS).where(
    dispatch.c.id.in_(
        union(
            select(dispatch.c.id).where(dispatch.c.identity.in_(_IDENTITIES)),
            select(dispatch.c.id).where(dispatch.c.series.in_(_SERIES)),
            select(joining.c.other).where(joining.c.one.in_(_IDS)),
            select(joining.c.one).where(joining.c.other.in_(_IDS)),
        )
    ),
    _LIVING,
)
_JOININGS = select(joining).where(joining.c.one.in_(_IDS), joining.c.other.in_(_IDS))
#: Retired dispatches have no kin. Only the first columns are read: the digests lie far behind them.
_BRIEF = select(dispatch.c.id, dispatch.c.series, dispatch.c.subject).where(dispatch.c.kin == bindparam("kin"))
#: Those without a series of their own: a range that an index knows.
_LOOSE = _BRIEF.where(dispatch.c.series >= ALONE, dispatch.c.series < f"{ALONE}~")
_PERSONS = (Bond.TOGETHER.value, Bond.APART.value)


@dataclass(frozen=True, slots=True)
class Copy:
    """One version as a clerk sees it: what kind of copy, whether it leads, and why it belongs here.

    ``why`` is a Vietnamese sentence, of the leading one why it leads; ``who`` is the person who decided, None for the rules.
    """

    id: str
    sha256: str
    file_name: str
    form: str
    received_at: datetime
    symbol: str | None
    issued_on: str | None
    leads: bool
    pinned: bool
    standing: str
    why: str
    who: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """A pair of files with what binds or parts them; ``state`` as in the table of joinings, ``why`` a Vietnamese sentence."""

    one: str
    other: str
    one_name: str
    other_name: str
    state: str
    why: str
    likeness: float | None
    who: str | None
    at: datetime


def near(connection: Connection, row: Row) -> list[Row]:
    """Give the stored rows that may be versions of ``row``, with all that is tied to them; ``row`` itself left out."""
    found: dict[str, Row] = {}

    def add(rows: Iterable[Any]) -> list[Row]:
        fresh = [dict(r) for r in rows if r["id"] not in found and r["id"] != row["id"]]
        found.update((r["id"], r) for r in fresh)
        return fresh

    fresh = [row]
    while fresh:
        tied = add(_tied(connection, fresh))
        fresh = [*tied, *(more for one in fresh for more in add(_like(connection, one, found)))]
    return list(found.values())


def _like(connection: Connection, row: Row, known: Mapping[str, Row]) -> list[Row]:
    """Give the rows that the rules bind to one by its text, or would ask a person about; only a loose one to a numbered one."""
    if row["kin"] is None:
        return []
    query = _LOOSE if not row["series"].startswith(ALONE) else _BRIEF
    # Of one office's reports only those on the same subject are compared, and read whole only those that may be alike.
    ids = [
        other.id
        for other in connection.execute(query, {"kin": row["kin"]})
        if other.id != row["id"] and other.id not in known and same_subject(row["subject"], other.subject)
    ]
    if not ids:
        return []
    mine, seen = _version(row), marks(row["gist"])
    rows = connection.execute(_BY_ID, {"ids": ids}).mappings()
    near_enough = (dict(other) for other in rows if may_be_alike(seen, marks(other["gist"])))
    return [other for other in near_enough if compare(mine, _version(other)) is not None]


def of_identity(connection: Connection, identity: str) -> list[Row]:
    """Give the versions of one dispatch."""
    found = connection.execute(select(*_COLUMNS).where(dispatch.c.identity == identity, _LIVING))
    return [dict(row) for row in found.mappings()]


def around(connection: Connection, row: Row, identity: str) -> list[Row]:
    """Give ``row``, its relatives, and those it was with as ``identity``, with theirs."""
    out = {row["id"]: row}
    for one in (row, *(other for other in of_identity(connection, identity) if other["id"] != row["id"])):
        out |= {one["id"]: one} | {more["id"]: more for more in near(connection, one) if more["id"] not in out}
    return list(out.values())


def _tied(connection: Connection, rows: Sequence[Row]) -> list[Any]:
    """Give the rows of the same dispatches and series, and those that a joining of any kind ties to these."""
    sought = {
        "ids": [row["id"] for row in rows],
        "identities": list({row["identity"] for row in rows if row.get("identity")}),
        "series": list({row["series"] for row in rows if not row["series"].startswith(ALONE)}),
    }
    return list(connection.execute(_TIED, sought).mappings())


def _version(row: Mapping[str, Any]) -> Version:
    values = {name: row[name] for name in _NAMES}
    alone = row["series"].startswith(ALONE)
    return Version(
        **values
        | {"series": None if alone else row["series"], "form": Form(row["form"]), "gist": Gist.parse(row["gist"])}
    )


def settle(connection: Connection, rows: Sequence[Row], now: datetime) -> dict[str, list[str]]:
    """Settle who belongs together and who leads among rows that hold every relative; give the versions of each id."""
    held = {row["id"]: row for row in rows}
    written = _written(connection, held)
    decided = {key: Bond(row["state"]) for key, row in written.items() if row["state"] in _PERSONS}
    found, joinings = families(map(_version, rows), decided)
    wanted: dict[str, tuple[str, str | None]] = {}
    for family in found:
        for member in family.members:
            leads = member.id == family.leader.id
            wanted[member.id] = family.identity, None if leads else family.leader.id
    changed = [i for i, aim in wanted.items() if aim != (held[i]["identity"], held[i]["superseded_by"])]
    # Two versions in force at once would break the constraint even for a moment: all give way first.
    for identifier in changed:
        values = {"identity": wanted[identifier][0], "superseded_by": identifier}
        connection.execute(update(dispatch).where(dispatch.c.id == identifier).values(values))
    for identifier in changed:
        by = wanted[identifier][1]
        connection.execute(update(dispatch).where(dispatch.c.id == identifier).values(superseded_by=by))
    _write_joinings(connection, joinings, written, now)
    return {m.id: [other.id for other in family.members] for family in found for m in family.members}


def _written(connection: Connection, held: Mapping[str, Row]) -> dict[tuple[str, str], Row]:
    found = connection.execute(_JOININGS, {"ids": list(held)}).mappings()
    return {(row["one"], row["other"]): dict(row) for row in found}


def _write_joinings(
    connection: Connection, found: Sequence[Joining], written: Mapping[tuple[str, str], Row], now: datetime
) -> None:
    """Make the rules' rows equal to what they find now; a person's rows stay."""
    wanted = {(j.one, j.other): j for j in found}
    mine = {key: row for key, row in written.items() if row["state"] not in _PERSONS}
    for key in mine.keys() - wanted.keys():
        connection.execute(delete(joining).where(joining.c.id == mine[key]["id"]))
    for key, one in wanted.items():
        row = {"state": one.state.value, "why": one.why, "likeness": one.likeness}
        if key not in written:
            more = {"id": "|".join(key), "one": key[0], "other": key[1], "at": now, "who": None, "reason": None}
            connection.execute(insert(joining), row | more)
        elif key in mine and any(mine[key][name] != value for name, value in row.items()):
            connection.execute(update(joining).where(joining.c.id == mine[key]["id"]).values(row | {"at": now}))


def again(connection: Connection, identifier: str, now: datetime) -> list[str]:
    """Settle one dispatch and all its relatives anew; give its versions. Raises KeyError for an unknown id."""
    row = _row(connection, identifier)
    return settle(connection, [row, *near(connection, row)], now)[identifier]


def _row(connection: Connection, identifier: str) -> Row:
    found = connection.execute(select(*_COLUMNS).where(dispatch.c.id == identifier, _LIVING)).mappings().first()
    if found is None:
        raise KeyError(identifier)
    return dict(found)


# A person's decisions


def pin(connection: Connection, identifier: str, who: str, now: datetime, *, pinned: bool = True) -> None:
    """Let a person say which version is in force, or leave it to the rules again. Raises KeyError for an unknown id."""
    row = _row(connection, identifier)
    connection.execute(
        update(dispatch)
        .where(dispatch.c.identity == row["identity"])
        .values(pinned=dispatch.c.id == identifier if pinned else False)
    )
    again(connection, identifier, now)
    audit.append(connection, audit.Event(now, who, f"dispatch.{'' if pinned else 'un'}pinned", identifier, {}))


def decide(
    connection: Connection, pairs: Iterable[tuple[str, str]], bond: Bond, who: str, reason_: str | None, now: datetime
) -> None:
    """Keep what a person says of pairs of files, over what was said before."""
    for one, other in pairs:
        first, second = pair(one, other)
        kept = {"state": bond.value, "who": who, "reason": reason_, "at": now}
        known = connection.execute(
            update(joining).where(joining.c.one == first, joining.c.other == second).values(kept)
        ).rowcount
        if not known:
            said = "Người dùng xác định là cùng một văn bản." if bond is Bond.TOGETHER else "Người dùng tách riêng."
            row = {"id": f"{first}|{second}", "one": first, "other": second, "why": said, "likeness": None}
            connection.execute(insert(joining), row | kept)


def separate(connection: Connection, identifier: str, who: str, reason_: str | None, now: datetime) -> list[str]:
    """Take a file out of its family for good; give those it was with. Raises KeyError for an unknown id."""
    family = _family(connection, identifier)
    others = [other for other in family if other != identifier]
    decide(connection, ((identifier, other) for other in others), Bond.APART, who, reason_, now)
    connection.execute(update(dispatch).where(dispatch.c.id == identifier).values(pinned=False))
    _settle_all(connection, [identifier, *others], now)
    details = {"from": others, "reason": reason_}
    audit.append(connection, audit.Event(now, who, "dispatch.separated", identifier, details))
    return others


def join(connection: Connection, one: str, other: str, who: str, reason_: str | None, now: datetime) -> list[str]:
    """Make two families one: the rules' proposal accepted, or a separation taken back. Raises KeyError for an unknown id."""
    mine, theirs = _family(connection, one), _family(connection, other)
    if other in mine:
        return mine
    kept_apart = {
        (row.one, row.other)
        for row in connection.execute(select(joining.c.one, joining.c.other).where(joining.c.state == Bond.APART.value))
    }
    crossing = {pair(a, b) for a in mine for b in theirs} & kept_apart
    decide(connection, {pair(one, other), *crossing}, Bond.TOGETHER, who, reason_, now)
    _settle_all(connection, [one, other], now)
    audit.append(connection, audit.Event(now, who, "dispatch.joined", one, {"with": other, "reason": reason_}))
    return _family(connection, one)


def part(connection: Connection, one: str, other: str, who: str, reason_: str | None, now: datetime) -> None:
    """Keep two files two dispatches: the rules' proposal refused, for all their versions. Raises KeyError for an unknown id."""
    mine, theirs = _family(connection, one), _family(connection, other)
    if other in mine:
        raise KeyError(other)
    query = select(joining.c.one, joining.c.other).where(joining.c.state == Bond.PROPOSED.value)
    proposed = {(row.one, row.other) for row in connection.execute(query)}
    crossing = {pair(a, b) for a in mine for b in theirs} & proposed
    decide(connection, {pair(one, other), *crossing}, Bond.APART, who, reason_, now)
    _settle_all(connection, [one, other], now)
    audit.append(connection, audit.Event(now, who, "dispatch.parted", one, {"from": other, "reason": reason_}))


def reconsider(connection: Connection, identifier: str, who: str, now: datetime) -> list[str]:
    """Forget what persons said about a file's versions and let the rules decide again; give its versions."""
    row = _row(connection, identifier)
    touched = or_(joining.c.one == identifier, joining.c.other == identifier)
    others = {i for found in connection.execute(select(joining.c.one, joining.c.other).where(touched)) for i in found}
    # What was with it may stand alone from now on.
    rest = {*_family(connection, identifier), *others} - {identifier}
    connection.execute(delete(joining).where(touched, joining.c.state.in_(_PERSONS)))
    connection.execute(update(dispatch).where(dispatch.c.identity == row["identity"]).values(pinned=False))
    _settle_all(connection, [identifier, *sorted(rest)], now)
    audit.append(connection, audit.Event(now, who, "dispatch.reconsidered", identifier, {}))
    return _family(connection, identifier)


def _settle_all(connection: Connection, identifiers: Sequence[str], now: datetime) -> None:
    """Settle several files and all their relatives as one."""
    rows = {i: _row(connection, i) for i in identifiers}
    for row in tuple(rows.values()):
        rows |= {more["id"]: more for more in near(connection, row) if more["id"] not in rows}
    settle(connection, list(rows.values()), now)


def _family(connection: Connection, identifier: str) -> list[str]:
    row = _row(connection, identifier)
    query = select(dispatch.c.id).where(dispatch.c.identity == row["identity"], _LIVING)
    return list(connection.scalars(query.order_by(dispatch.c.id)))


# Telling


def copies(connection: Connection, identifier: str) -> list[Copy]:
    """Give the versions of one dispatch, the leading one first, each with why. Raises KeyError for an unknown id."""
    row = _row(connection, identifier)
    columns = (*_COLUMNS, dispatch.c.part, file.c.name)
    query = select(*columns).join(file, file.c.sha256 == dispatch.c.sha256)
    found = connection.execute(query.where(dispatch.c.identity == row["identity"], _LIVING))
    rows = [dict(one) for one in found.mappings()]
    ranked = sorted(rows, key=lambda r: _version(r).rank, reverse=True)
    written = _written(connection, {r["id"]: r for r in rows})
    first = _version(ranked[0])
    out = []
    for one in ranked:
        leads = one["superseded_by"] is None
        tie = None if leads else _tie(one["id"], first.id, written)
        why = reason(first, map(_version, ranked[1:])) if leads else (tie["why"] if tie else "")
        out.append(
            Copy(
                one["id"],
                one["sha256"],
                Extent(abs(one["part"])).named(one["name"]),
                FORMS[Form(one["form"])],
                one["received_at"],
                one["symbol"],
                one["issued_on"],
                leads,
                one["pinned"],
                one["standing"],
                why,
                tie["who"] if tie else None,
            )
        )
    return out


def _tie(identifier: str, leader: str, written: Mapping[tuple[str, str], Row]) -> Row | None:
    """Give what binds a version to the leading one, else to any other."""
    bound = [row for key, row in written.items() if identifier in key and row["state"] not in ("apart", "proposed")]
    return min(bound, key=lambda row: (leader not in (row["one"], row["other"]), row["id"]), default=None)


def _all_ties() -> Select[Any]:
    one, other = dispatch.alias(), dispatch.alias()
    names = file.alias(), file.alias()
    columns = (
        one.c.part.label("p1"),
        other.c.part.label("p2"),
        names[0].c.name.label("n1"),
        names[1].c.name.label("n2"),
    )
    return (
        select(joining, *columns)
        .join(one, one.c.id == joining.c.one)
        .join(other, other.c.id == joining.c.other)
        .join(names[0], names[0].c.sha256 == one.c.sha256)
        .join(names[1], names[1].c.sha256 == other.c.sha256)
        .order_by(joining.c.at, joining.c.id)
    )


#: Built once: a table under another name costs a millisecond.
_TIES = _all_ties()


def ties(connection: Connection, identifier: str | None = None, states: Sequence[str] = ()) -> list[Tie]:
    """Give the joinings, of one file or of all, in some states or in any."""
    query = _TIES
    if identifier is not None:
        query = query.where(or_(joining.c.one == identifier, joining.c.other == identifier))
    if states:
        query = query.where(joining.c.state.in_(states))
    return [
        Tie(
            row["one"], row["other"], Extent(abs(row["p1"])).named(row["n1"]), Extent(abs(row["p2"])).named(row["n2"]),
            row["state"], row["why"], row["likeness"], row["who"], row["at"],
        )
        for row in connection.execute(query).mappings()
    ]  # fmt: skip
