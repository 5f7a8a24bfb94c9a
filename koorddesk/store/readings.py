"""Answers and findings of a submission as rows, and as one image for the change log.

They are values: written in bulk, never changed, read back in their order.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from koorddesk.domain.values import Answer, CellRef, FieldType, value_from_json, value_to_json
from koorddesk.findings import Finding, Severity
from koorddesk.store.tables import ANSWER, FINDING
from koorddesk.store.types import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

# What lies in a row after its submission and number, in the order of the table.
Fields = tuple[str | int | None, ...]


def _insert(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608 - own names


# Rows go in as tuples past SQLAlchemy's compiler: a third of the time for a hundred thousand answers.
_INSERT_ANSWER, _INSERT_FINDING = _insert(ANSWER), _insert(FINDING)
_TYPE_NAMES = {kind: kind.value for kind in FieldType}
_ANSWER_FIELDS = tuple(ANSWER.columns)[2:]
_FINDING_FIELDS = tuple(FINDING.columns)[2:]


def answer_fields(answer: Answer) -> Fields:
    """Return an answer as the fields of its row."""
    at, place = answer.at, answer.template_at
    value = str(answer.value) if type(answer.value) is int else json_text(value_to_json(answer.value))
    sheet, cell = (at.sheet, at.cell) if at else (None, None)
    kind = _TYPE_NAMES[answer.type]
    return (place.sheet, place.cell, answer.row, answer.label, kind, answer.raw, value, sheet, cell)


def finding_fields(finding: Finding) -> Fields:
    """Return a finding as the fields of its row."""
    at, place = finding.at, finding.template_at
    return (
        finding.code,
        finding.severity.value,
        finding.override.value if finding.override else None,
        json_text(dict(finding.params)),
        at.sheet if at else None,
        at.cell if at else None,
        place.sheet if place else None,
        place.cell if place else None,
        finding.row,
    )


def _answer(fields: Sequence[Any]) -> Answer:
    template_sheet, template_cell, row, label, kind, raw, value, sheet, cell = fields
    return Answer(
        template_at=CellRef(template_sheet, template_cell),
        row=row,
        label=label,
        type=(field_type := FieldType(kind)),
        raw=raw,
        value=value_from_json(json.loads(value), field_type),
        at=None if sheet is None else CellRef(sheet, cell),
    )


def _finding(fields: Sequence[Any]) -> Finding:
    code, _severity, override, params, sheet, cell, template_sheet, template_cell, row = fields
    return Finding(
        code=code,
        params=json.loads(params),
        at=None if sheet is None else CellRef(sheet, cell),
        template_at=None if template_sheet is None else CellRef(template_sheet, template_cell),
        row=row,
        override=Severity(override) if override else None,
    )


def read_answers(connection: Connection, submission_id: str) -> list[Answer]:
    """Return a submission's answers in the order of the form."""
    return [_answer(fields) for fields in _rows(connection, ANSWER, submission_id)]


def read_findings(connection: Connection, submission_id: str) -> list[Finding]:
    """Return a submission's findings in their order."""
    return [_finding(fields) for fields in _rows(connection, FINDING, submission_id)]


def _rows(connection: Connection, table: Table, submission_id: str) -> list[Fields]:
    fields = _ANSWER_FIELDS if table is ANSWER else _FINDING_FIELDS
    query = select(*fields).where(table.c.submission_id == submission_id).order_by(table.c.number)
    return [tuple(row) for row in connection.execute(query)]


class Image:
    """All answers and findings of one submission, as the change log keeps them."""

    def __init__(self, answers: Sequence[Fields], findings: Sequence[Fields]) -> None:
        """Take the rows' fields in their order."""
        self.answers = answers
        self.findings = findings
        self._text = json_text({"answers": answers, "findings": findings}).encode()

    @property
    def sha256(self) -> str:
        """Return the hash that stands for the image in a change set's own hash."""
        return hashlib.sha256(self._text).hexdigest()

    def pack(self) -> bytes:
        """Return the image compressed."""
        return zlib.compress(self._text, 3)

    @classmethod
    def unpack(cls, data: bytes) -> Image:
        """Return the image that ``pack`` wrote; raises ``zlib.error`` or ``ValueError`` when it is damaged."""
        content = json.loads(zlib.decompress(data))
        return cls([tuple(row) for row in content["answers"]], [tuple(row) for row in content["findings"]])

    @classmethod
    def stored(cls, connection: Connection, submission_id: str) -> Image | None:
        """Return what the tables hold for a submission now, None where that is nothing at all."""
        answers, findings = (_rows(connection, table, submission_id) for table in (ANSWER, FINDING))
        return cls(answers, findings) if answers or findings else None


def image_hash(packed: bytes | None) -> str | None:
    """Return the hash of a packed image without reading it; raises ``zlib.error`` when it is damaged."""
    return None if packed is None else hashlib.sha256(zlib.decompress(packed)).hexdigest()


def write_rows(connection: Connection, submission_id: str, before: Image | None, after: Image | None) -> None:
    """Put the image ``after`` in the place of ``before``, which is what the tables hold; None is nothing."""
    if before is not None:
        for table in (ANSWER, FINDING):
            connection.execute(delete(table).where(table.c.submission_id == submission_id))
    if after is None:
        return
    for statement, rows in ((_INSERT_ANSWER, after.answers), (_INSERT_FINDING, after.findings)):
        if rows:
            values = [(submission_id, number, *row) for number, row in enumerate(rows, start=1)]
            connection.exec_driver_sql(statement, values)
