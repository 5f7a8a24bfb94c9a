"""The rows of the intake: files that were just read and wait for a decision, and submissions already in the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from koorddesk.domain.reports import Outcome
from koorddesk.domain.submissions import Reading
from koorddesk.findings import Severity
from koorddesk.i18n import Translator
from koorddesk.services import queries
from koorddesk.services.arrivals import Arrival
from koorddesk.services.desk import Desk
from koorddesk.services.queries import SubmissionRow
from koorddesk.services.shown import shown_value
from koorddesk.services.submission_rows import AnswerRow, FindingRow
from koorddesk.services.warnings import answer_at
from ui.models.sheet import CellMark, FieldReading

PENDING_STATES = {
    Outcome.ACCEPTED: "ready",
    Outcome.HELD: "held",
    Outcome.REFUSED: "refused",
    Outcome.REPEATED: "repeated",
}


@dataclass(frozen=True)
class IntakeRow:
    """One file at the intake; ``index`` numbers a reading that waits, ``submission`` is one in the store."""

    key: str
    file: str
    sender: str
    template: str
    state: str
    errors: int
    warnings: int
    notes: int
    nil: bool
    late: bool
    received_on: dt.date | None
    index: int | None = None
    submission: SubmissionRow | None = None

    @property
    def waits(self) -> bool:
        """Whether the file was read but not yet taken in."""
        return self.index is not None

    @property
    def shown_state(self) -> str:
        """The state whose sign and word are shown: a nil report says so, a file that waits says what comes of it."""
        if self.nil and self.state in ("accepted", "ready"):
            return "nil"
        return {"held": "to-hold", "refused": "to-refuse"}.get(self.state, self.state) if self.waits else self.state

    @property
    def asks(self) -> bool:
        """Whether the caseworker has to say who sent it or which form it is."""
        return (not self.sender or not self.template) and self.state not in (
            "reading",
            "refused",
            "repeated",
            "superseded",
        )


def from_arrival(index: int, arrival: Arrival) -> IntakeRow:
    """Return the row of a file that is still to be read."""
    return IntakeRow(
        key=f"reading/{index}",
        file=arrival.name,
        sender="",
        template="",
        state="reading",
        errors=0,
        warnings=0,
        notes=0,
        nil=False,
        late=False,
        received_on=None,
        index=index,
    )


def from_reading(
    index: int, reading: Reading, *, hold: bool, sender: str, received_on: dt.date | None = None
) -> IntakeRow:
    """Return the row of a file that was read; ``hold`` and ``sender`` are what the caseworker decided about it."""
    counts = {severity: sum(1 for found in reading.findings if found.severity is severity) for severity in Severity}
    state = PENDING_STATES[reading.outcome]
    return IntakeRow(
        key=f"reading/{index}",
        file=reading.file_name,
        sender=sender or (reading.sender.name if reading.sender else ""),
        template=f"{reading.template.code} v{reading.template.version}" if reading.template else "",
        state="held" if hold and state == "ready" else state,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        nil=reading.nil,
        late=False,
        received_on=received_on,
        index=index,
    )


def from_submission(row: SubmissionRow) -> IntakeRow:
    """Return the row of a submission in the store."""
    return IntakeRow(
        key=row.id,
        file=row.file_name,
        sender=row.sender_name,
        template=f"{row.template_code} v{row.template_version}" if row.template_code else "",
        state=row.state.value,
        errors=row.errors,
        warnings=row.open_warnings,
        notes=row.notes,
        nil=row.nil,
        late=bool(row.late),
        received_on=row.received_on,
        submission=row,
    )


def reading_findings(reading: Reading, translator: Translator) -> list[FindingRow]:
    """Return the findings of a file that is not stored yet, as rows."""
    answers = list(reading.answers)
    rows = []
    for number, finding in enumerate(reading.findings, start=1):
        found = answer_at(finding, answers)
        answer = found[1] if found else None
        place = finding.at or (answer.at if answer else None)
        rows.append(
            FindingRow(
                number=number,
                severity=finding.severity,
                code=finding.code,
                message=finding.message(translator),
                suggestion=finding.suggestion(translator),
                sheet=place.sheet if place else "",
                cell=place.cell if place else "",
                label=answer.label if answer else "",
                raw=answer.raw if answer else "",
                read_as=shown_value(answer, translator) if answer else "",
                accepted=False,
                accepted_reason="",
                answer=found[0] if found else None,
            )
        )
    return rows


def reading_fields(reading: Reading, translator: Translator) -> dict[str, dict[str, FieldReading]]:
    """Return the fields of a file that is not stored yet, by sheet and cell."""
    fields: dict[str, dict[str, FieldReading]] = {}
    for answer in reading.answers:
        if answer.at is not None:
            field = FieldReading(answer.label, answer.raw, shown_value(answer, translator))
            fields.setdefault(answer.at.sheet, {})[answer.at.cell] = field
    return fields


def answer_fields(answers: Iterable[AnswerRow]) -> dict[str, dict[str, FieldReading]]:
    """Return the fields of a stored submission, by sheet and cell; a correction stands as what is read."""
    fields: dict[str, dict[str, FieldReading]] = {}
    for answer in answers:
        if answer.cell:
            field = FieldReading(answer.label, answer.raw, answer.corrected or answer.value)
            fields.setdefault(answer.sheet, {})[answer.cell] = field
    return fields


def finding_marks(rows: Sequence[FindingRow]) -> dict[str, dict[str, list[CellMark]]]:
    """Return the marks that findings make on the sheets; an accepted warning is only a note any more."""
    marks: dict[str, dict[str, list[CellMark]]] = {}
    for row in rows:
        if row.cell:
            severity = Severity.NOTE if row.accepted else row.severity
            marks.setdefault(row.sheet, {}).setdefault(row.cell, []).append(CellMark(severity, row.message))
    return marks


def stored_rows(desk: Desk, announcement_code: str | None) -> list[IntakeRow]:
    """Return the rows of the submissions in the store, of one announcement where it is named (in a job)."""
    return [from_submission(row) for row in queries.submissions(desk, announcement_code)]
