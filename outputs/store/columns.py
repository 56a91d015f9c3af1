"""What a column may hold, the same on SQLite and PostgreSQL."""

import re
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Dialect, Double, Integer, Text, TypeDecorator

#: The kinds of values that readers of the tables need to tell apart.
Kind = Literal["text", "integer", "float", "boolean", "date", "moment", "json"]

_UNFIT = re.compile("[\0\ud800-\udfff]")


class Words(TypeDecorator[str]):
    """Text that both databases take: what UTF-8 or PostgreSQL cannot hold is replaced (the exact text is in ``record``)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace NUL and lone surrogates by U+FFFD."""
        return value if value is None or _UNFIT.search(value) is None else _UNFIT.sub("\ufffd", value)


class Moment(TypeDecorator[datetime]):
    """An instant: timezone-aware UTC in Python on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse an instant without a time zone; SQLite keeps the UTC wall clock."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(name: str, **options: Any) -> Column[Any]:
    """Give a column of text; ``options`` are SQLAlchemy's."""
    return Column(name, Words, **options)


def texts(names: str) -> list[Column[Any]]:
    """Give columns of text that may be missing, by their names with blanks between."""
    return [words(name) for name in names.split()]


def undone() -> list[Column[Any]]:
    """Give the columns that say who took a person's word back, when and why; all NULL while it holds."""
    return [words("undone_by"), Column("undone_at", Moment), words("undone_reason")]


def kind_of(column: Column[Any]) -> Kind:
    """Give the kind of a column's values."""
    kinds: tuple[tuple[type, Kind], ...] = (
        (Words, "text"),
        (Moment, "moment"),
        (Boolean, "boolean"),
        (Integer, "integer"),
        (Double, "float"),
        (Date, "date"),
        (JSON, "json"),
    )
    return next(kind for type_, kind in kinds if isinstance(column.type, type_))
