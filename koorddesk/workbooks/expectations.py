"""What a field expects of its cell, what the rest of its column tells, and what was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from koorddesk.domain.values import AnswerValue
from koorddesk.workbooks.register import Register

# A finding before it has its place: its code in the catalogue, and what fills in its sentence.
Remark = tuple[str, Mapping[str, str | int | float]]


@dataclass(frozen=True)
class ColumnHint:
    """How a column as a whole is written, so that one convention is used for all its cells.

    ``decimal_mark`` is "," or "." where the column's texts use one of them beyond doubt, else "". ``largest`` is the
    largest figure that can be read in only one way, None where there is none. ``fractions`` says that every
    percentage in the column is written as a part of one (0,875).
    ``month_first`` says that a date in the column can only be read with the month first.
    """

    decimal_mark: str = ""
    largest: float | None = None
    fractions: bool = False
    month_first: bool = False


@dataclass(frozen=True)
class Expectation:
    """What is known about a field before its cell is read.

    ``choices`` are the template's own texts and ``several`` says whether more than one may be given; ``synonyms``
    are other texts (casefolded) that a template takes for a choice. ``heading`` is the field's label with its upper
    headings, ``unit`` the unit if it stands apart. ``comment`` is the comment the blank itself carries. ``on`` is the
    day of receipt, on which an authority has to exist.
    """

    choices: tuple[str, ...] = ()
    several: bool = False
    heading: str = ""
    unit: str = ""
    date1904: bool = False
    column_hint: ColumnHint = ColumnHint()
    register: Register | None = None
    on: dt.date | None = None
    comment: str = ""
    synonyms: Mapping[str, str] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """Return heading and unit together, casefolded, to look for words in."""
        return f"{self.heading} {self.unit}".casefold()


@dataclass(frozen=True)
class Parsed:
    """What one cell says: its value, and the findings about how it was read."""

    value: AnswerValue
    findings: tuple[Remark, ...] = ()


def read_as(value: AnswerValue, *remarks: Remark) -> Parsed:
    """Return a value with what has to be said about it."""
    return Parsed(value, remarks)


def unread(code: str, **params: str | float) -> Parsed:
    """Return that nothing was read, and why."""
    return Parsed(None, ((code, params),))
