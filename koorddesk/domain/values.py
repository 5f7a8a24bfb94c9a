"""What one cell of a form says once it is read: its type, its value, and the place it came from."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, order=True)
class CellRef:
    """A cell as Excel names it: sheet and A1 address without ``$``; ``cell`` is empty for a whole sheet."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        """Return it as a caseworker would write it: ``Skema!C14``."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


class FieldType(enum.StrEnum):
    """What kind of answer a field takes; the names are those of the import result's JSON."""

    TEXT = "text"
    COUNT = "count"  # whole number, 0 or more
    NUMBER = "number"
    PERCENT = "percent"  # 12,5 % is 12.5
    AMOUNT = "amount"  # kroner
    DATE = "date"
    YEAR = "year"
    CHOICE = "choice"
    SCALE = "scale"
    YES_NO = "yes-no"
    MUNICIPALITY = "municipality"
    REGION = "region"
    OFFER = "offer"


@dataclass(frozen=True)
class Below:
    """A count known only to lie under a limit ("<5"): not a number, not nothing."""

    limit: float


@dataclass(frozen=True)
class Range:
    """A count between two bounds, both included; ``high`` is None for "at least"."""

    low: float
    high: float | None


AnswerValue = None | str | int | float | bool | dt.date | Below | Range | tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """One value of a submission with the cell it came from (svar).

    ``template_at`` and ``row`` name the field: its answer cell in the blank, or its column's lowest header cell and
    the number of the data row (1 for the first the sender filled in). ``raw`` is what stood there, before any
    reading. ``at`` is None for a value that has no cell.
    """

    template_at: CellRef
    row: int | None
    label: str
    type: FieldType
    raw: str
    value: AnswerValue
    at: CellRef | None

    @property
    def field_key(self) -> tuple[CellRef, int | None]:
        """Return what names the field and row within one template."""
        return self.template_at, self.row


def value_to_json(value: AnswerValue) -> Any:
    """Return the value as the import result writes it (see docs/command-line.md)."""
    if isinstance(value, Below):
        return {"below": value.limit}
    if isinstance(value, Range):
        return {"from": value.low, "to": value.high}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value


def value_from_json(data: Any, kind: FieldType) -> AnswerValue:
    """Return the value that ``value_to_json`` wrote for a field of this type."""
    if isinstance(data, dict):
        return Below(data["below"]) if "below" in data else Range(data["from"], data["to"])
    if isinstance(data, list):
        return tuple(data)
    if kind is FieldType.DATE and isinstance(data, str):
        return dt.date.fromisoformat(data)
    return data  # type: ignore[no-any-return]  # JSON gives the plain types as they were written
