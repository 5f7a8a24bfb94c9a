"""Column types: how the domain's values lie in the database, and how they stand in the change log.

STRICT tables know only INT, INTEGER, REAL, TEXT, BLOB and ANY. Dates are ISO text, moments ISO text in UTC, enums
their value, yes and no 1 and 0, lists of words JSON text. The change log writes them as plain JSON (yes and no as
true and false). Another database gets its variants here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import types
import typing
from typing import Any

from sqlalchemy import REAL, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

if typing.TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class IsoDate(TypeDecorator[dt.date]):
    """A calendar day as text: 2026-03-24."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.date | None, _dialect: Dialect) -> str | None:
        """Write the day."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> dt.date | None:
        """Read the day."""
        return None if value is None else dt.date.fromisoformat(value)


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment as text in UTC with microseconds: 2026-03-24T09:05:00.000000+00:00."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _dialect: Dialect) -> str | None:
        """Write the moment in UTC; one without a zone is a mistake."""
        return None if value is None else utc_text(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> dt.datetime | None:
        """Read the moment."""
        return None if value is None else dt.datetime.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, _dialect: Dialect) -> int | None:
        """Write 1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> bool | None:
        """Read yes or no."""
        return None if value is None else bool(value)


class EnumText(TypeDecorator[enum.StrEnum]):
    """One of an enumeration's values as text."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[enum.StrEnum]) -> None:
        """Take the enumeration."""
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: enum.StrEnum | None, _dialect: Dialect) -> str | None:
        """Write the value; a word the enumeration does not know is a mistake."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> enum.StrEnum | None:
        """Read the value."""
        return None if value is None else self.kind(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A list of words as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _dialect: Dialect) -> str | None:
        """Write the list."""
        return None if value is None else json_text(list(value))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[str, ...] | None:
        """Read the list."""
        return None if value is None else tuple(json.loads(value))


def column_type(annotation: Any) -> tuple[TypeEngine[Any], bool]:
    """Return the column type for a dataclass field's annotation, and whether it may be empty."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        inner = [part for part in typing.get_args(annotation) if part is not type(None)]
        if len(inner) == 1 and len(typing.get_args(annotation)) == 2:
            return column_type(inner[0])[0], True
    elif annotation == tuple[str, ...]:
        return Words(), False
    elif isinstance(annotation, type):
        if issubclass(annotation, enum.StrEnum):
            return EnumText(annotation), False
        simple: dict[type, TypeEngine[Any]] = {
            str: Text(),
            bool: Flag(),
            int: Integer(),
            float: REAL(),
            dt.datetime: UtcTime(),
            dt.date: IsoDate(),
        }
        if annotation in simple:
            return simple[annotation], False
    raise TypeError(f"no column type for {annotation!r}")


def plain(value: Any) -> Any:
    """Return a field's value as the change log writes it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return utc_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value


def revive(kind: TypeEngine[Any], data: Any) -> Any:
    """Return the field's value that ``plain`` wrote for a column of this type."""
    if data is None:
        return None
    if isinstance(kind, IsoDate):
        return dt.date.fromisoformat(data)
    if isinstance(kind, UtcTime):
        return dt.datetime.fromisoformat(data)
    if isinstance(kind, EnumText):
        return kind.kind(data)
    if isinstance(kind, Words):
        return tuple(data)
    return data


def as_stored(kind: TypeEngine[Any], data: Any) -> Any:
    """Return how the value that ``plain`` wrote lies in a column of this type in SQLite."""
    if isinstance(kind, Flag) and data is not None:
        return int(data)
    return json_text(data) if isinstance(kind, Words) and data is not None else data


def utc_text(moment: dt.datetime) -> str:
    """Return a moment as text in UTC that sorts by time."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {moment!r}")
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def json_text(data: Any) -> str:
    """Return the one way to write ``data`` as JSON: sorted keys, no spaces, letters as they are, no NaN."""
    return _JSON.encode(data)
