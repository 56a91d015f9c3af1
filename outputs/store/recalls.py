"""What electronic envelopes take back or replace: such a dispatch is kept, counts no more, and says why.

The order of arrival changes nothing: a recall finds the dispatches that are there, and one that comes later finds the recall.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from outputs.store import audit, ledger, versions
from outputs.store.rows import Row
from outputs.store.schema import dispatch, file, reference
from pipeline.editions.versions import Form
from pipeline.model import Relation
from pipeline.text import bare

_TAKING = (Relation.RECALLS.value, Relation.REPLACES.value)
_WORDS = {Relation.RECALLS.value: "thu hồi", Relation.REPLACES.value: "thay thế"}
_COLUMNS = tuple(
    dispatch.c[name]
    for name in (
        "id", "identity", "symbol", "issued_on", "issuer", "issuer_agency", "form", "standing", "standing_by", "sha256",
    )
)  # fmt: skip
_CITED = (reference.c.symbol.label("cited"), reference.c.issued_on.label("cited_on"), reference.c.relation)
# Statements of every save are built once: building one takes as long as running it.
_BY_ID = select(*_COLUMNS).where(dispatch.c.id == bindparam("id"))
_CITED_BY = select(*_CITED).where(reference.c.dispatch_id == bindparam("id"), reference.c.relation.in_(_TAKING))
_FAMILY = dispatch.alias()
#: Envelopes that take back what bears the symbol of any version of a dispatch.
_TAKERS = (
    select(*_COLUMNS, *_CITED)
    .join(reference, reference.c.dispatch_id == dispatch.c.id)
    .where(
        reference.c.symbol.in_(
            select(_FAMILY.c.symbol).where(_FAMILY.c.identity == bindparam("identity"), _FAMILY.c.symbol.is_not(None))
        ),
        reference.c.relation.in_(_TAKING),
        dispatch.c.form == Form.ENVELOPE.value,
        dispatch.c.id != bindparam("id"),
    )
    .order_by(dispatch.c.received_at)
)


def apply(connection: Connection, identifiers: Sequence[str], now: datetime, before: Collection[str] = ()) -> None:
    """Withdraw what newly written dispatches take back, and those of them that were taken back before they came.

    ``before`` are those of them that were envelopes when they were read the last time: they may take back less now.
    """
    for identifier in identifiers:
        if identifier in before:
            _restore(connection, identifier, now)
        row = _row(connection, identifier)
        if row["form"] == Form.ENVELOPE.value:
            for cited in _cited_by(connection, identifier):
                for target in _targets(connection, row, cited):
                    _withdraw(connection, target, row, cited["relation"], now)
        taking = _taking(connection, row)
        if taking is not None and not _recalls(connection, identifier):
            for version in _with_versions(connection, [row]):
                _withdraw(connection, version, taking, taking["relation"], now)


def _recalls(connection: Connection, identifier: str) -> bool:
    """Tell whether a message only takes another back: it is no copy of what it names."""
    return any(cited["relation"] == Relation.RECALLS.value for cited in _cited_by(connection, identifier))


def _row(connection: Connection, identifier: str) -> Row:
    return dict(connection.execute(_BY_ID, {"id": identifier}).mappings().one())


def _cited_by(connection: Connection, identifier: str) -> list[Any]:
    return list(connection.execute(_CITED_BY, {"id": identifier}).mappings())


def _targets(connection: Connection, envelope: Row, cited: Any) -> list[Row]:
    """Give the dispatches that an envelope takes back, all their versions; other recalls of them are none."""
    query = select(*_COLUMNS).where(dispatch.c.symbol == cited["cited"], dispatch.c.standing != "retired")
    found = [
        dict(row)
        for row in connection.execute(query).mappings()
        if _meant(envelope, cited, row) and not _is_itself(envelope, row)
    ]
    return _with_versions(connection, [row for row in found if not _recalls(connection, row["id"])])


def _with_versions(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    identities = sorted({row["identity"] for row in rows})
    family = select(*_COLUMNS).where(dispatch.c.identity.in_(identities), dispatch.c.standing != "retired")
    return [dict(row) for row in connection.execute(family.order_by(dispatch.c.id)).mappings()]


def _taking(connection: Connection, row: Row) -> Row | None:
    """Give the envelope that takes a dispatch back, by its symbol or by that of another version of it."""
    for envelope in connection.execute(_TAKERS, {"identity": row["identity"], "id": row["id"]}).mappings():
        if _meant(envelope, envelope, row) and not _is_itself(envelope, row):
            return dict(envelope)
    return None


def _meant(envelope: Any, cited: Any, row: Any) -> bool:
    """Tell whether the sender of an envelope issued the dispatch on the day that is cited."""
    if (
        cited["cited_on"]
        and row["issued_on"]
        and not (cited["cited_on"].startswith(row["issued_on"]) or row["issued_on"].startswith(cited["cited_on"]))
    ):
        return False
    if envelope["issuer_agency"] is not None and row["issuer_agency"] is not None:
        return bool(envelope["issuer_agency"] == row["issuer_agency"])
    return bare(envelope["issuer"] or "") == bare(row["issuer"] or "")


def _is_itself(envelope: Any, row: Any) -> bool:
    """Tell whether what is cited is what the envelope brings: its page sent anew is a version and no replacement."""
    return bool(row["identity"] == envelope["identity"])


def _withdraw(connection: Connection, row: Row, envelope: Row, relation: str, now: datetime) -> None:
    """Let a dispatch count no more, unless a person has decided that it does."""
    if row["standing"] != "counts" or row["standing_by"] is not None:
        return
    name = connection.scalar(select(file.c.name).where(file.c.sha256 == envelope["sha256"]))
    by = f" bằng văn bản số {envelope['symbol']}" if relation == Relation.REPLACES.value and envelope["symbol"] else ""
    why = f"Cơ quan ban hành đã {_WORDS[relation]} văn bản này{by} (phong bì điện tử «{name}»)."
    values = {"standing": "withdrawn", "standing_by": envelope["id"], "standing_why": why}
    connection.execute(update(dispatch).where(dispatch.c.id == row["id"]).values(values))
    versions.again(connection, row["id"], now)
    details = {"by": envelope["id"], "relation": relation}
    audit.append(connection, audit.Event(now, ledger.MACHINE, "dispatch.withdrawn", row["id"], details))


def _restore(connection: Connection, identifier: str, now: datetime) -> None:
    """Let count again what an envelope, read anew, no longer takes back; what it still does is withdrawn right after."""
    query = select(dispatch.c.id).where(dispatch.c.standing == "withdrawn", dispatch.c.standing_by == identifier)
    if connection.execute(query).first() is None:
        return
    cited = _cited_by(connection, identifier)
    envelope = _row(connection, identifier)
    still = {target["id"] for one in cited for target in _targets(connection, envelope, one)}
    for freed in [i for i in connection.scalars(query) if i not in still]:
        values = {"standing": "counts", "standing_by": None, "standing_why": None}
        connection.execute(update(dispatch).where(dispatch.c.id == freed).values(values))
        versions.again(connection, freed, now)
        audit.append(connection, audit.Event(now, ledger.MACHINE, "dispatch.restored", freed, {"by": identifier}))


def decide(connection: Connection, identifier: str, counts: bool, who: str, reason: str | None, now: datetime) -> None:
    """Let a person say that a version counts, or that it does not, whatever envelopes say. Raises KeyError for an unknown id."""
    why = None if counts else f"Người dùng rút văn bản này khỏi tổng hợp{': ' + reason if reason else ''}."
    values = {"standing": "counts" if counts else "withdrawn", "standing_by": f"người dùng {who}", "standing_why": why}
    found = update(dispatch).where(dispatch.c.id == identifier, dispatch.c.standing != "retired").values(values)
    if not connection.execute(found).rowcount:
        raise KeyError(identifier)
    versions.again(connection, identifier, now)
    what = "dispatch.reinstated" if counts else "dispatch.withdrawn"
    audit.append(connection, audit.Event(now, who, what, identifier, {"reason": reason}))
