"""Places, occupancy and use out of accepted forms, into the register of offers: by offer, day and cell.

Only what a form says plainly of an offer that is known for certain is taken over; the rest is listed with the reason.
A year's figure stands at the last day of that year. Taking the same form over again changes nothing, and a later
submission's figures take the place of those of the one it replaces.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import Attribute, OfferUse, OfferValue, Origin
from koorddesk.domain.reports import ReportingTemplate, Submission, SubmissionState
from koorddesk.domain.values import Answer, CellRef, FieldType
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.corrections import standing_answers
from koorddesk.services.offer_lookup import offer_register
from koorddesk.services.offer_matching import matches
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.agreement import figure
from koorddesk.workbooks.offer_names import Named
from koorddesk.workbooks.offer_register import Known
from koorddesk.workbooks.template import Kind, Template

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "capacity-not-accepted": N_(
            "Only an accepted submission is taken over into the register of offers. Accept %(file)s first."
        ),
    }
)

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AS_OF = re.compile(r"opgørelsesdato|opgjort|\bpr\.\s*dato", re.IGNORECASE)
_LAST_USED = re.compile(r"senest anvendt|sidst anvendt", re.IGNORECASE)
_NUMBERS = frozenset({FieldType.COUNT, FieldType.NUMBER, FieldType.PERCENT, FieldType.AMOUNT})
# What a column says of the offer, by its heading; the first that fits. None: how many persons the sender has there.
_COLUMNS: tuple[tuple[re.Pattern[str], Attribute | None], ...] = (
    (re.compile(r"forventet.*\bpladser|\bpladser.*forventet", re.IGNORECASE), Attribute.EXPECTED_PLACES),
    (re.compile(r"ledige\s+pladser", re.IGNORECASE), Attribute.VACANT),
    (re.compile(r"belagte|indskrevne|optagne|besatte", re.IGNORECASE), Attribute.OCCUPIED),
    (re.compile(r"forudsat\s+belægning", re.IGNORECASE), Attribute.ASSUMED_OCCUPANCY),
    (re.compile(r"belægning", re.IGNORECASE), Attribute.OCCUPANCY),
    (re.compile(r"\bpladser\b|normering|kapacitet", re.IGNORECASE), Attribute.PLACES),
    (re.compile(r"\btakst", re.IGNORECASE), Attribute.RATE),
    (re.compile(r"antal borgere|borgere fra|egne borgere|antal personer", re.IGNORECASE), None),
)


@dataclass(frozen=True)
class LeftOut:
    """A row or cell that was not taken over, and why."""

    name: str
    sheet: str
    cell: str
    raw: str
    why: str


@dataclass(frozen=True)
class TakenOver:
    """What came into the register out of one submission; ``changes`` is None where there was nothing new."""

    changes: Changes | None
    offers: int
    values: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Cell:
    """One figure of a row about an offer."""

    answer: Answer
    attribute: Attribute | None
    dated: dt.date | None


def take_over_capacity(desk: Desk, submission_id: str) -> TakenOver:
    """Take places, occupancy, rates and use out of an accepted submission into the register of offers."""
    say = desk.translator.text
    with desk.store.unit_of_work() as uow:
        submission = uow.get(Submission, submission_id)
        if submission is None:
            raise UserError("no-such-submission")
        if submission.state is not SubmissionState.ACCEPTED:
            raise UserError("capacity-not-accepted", file=submission.file_name)
        record = uow.get(ReportingTemplate, submission.template_id) if submission.template_id else None
        if record is None:
            raise UserError("no-such-submission")
        table = _Table(Template.from_json(record.definition), standing_answers(uow, submission_id))
        known = offer_register(uow)
        left_out: list[LeftOut] = []
        wanted: list[OfferValue | OfferUse] = []
        offers: set[str] = set()
        shared = table.rows_with_several(named for named, _ in matches(uow, submission_id, known))
        for named, match in matches(uow, submission_id, known):
            cells = list(table.beside(named))
            if not cells:
                continue
            if match.known is None:
                left_out.append(_left(named, named.answer, say(N_("The offer is not settled yet."))))
                continue
            if (named.answer.template_at, named.answer.row) in shared:
                left_out.append(_left(named, named.answer, say(N_("The row speaks of several offers."))))
                continue
            for cell in cells:
                made = _record(submission, match.known, cell)
                if made is None:
                    left_out.append(_left(named, cell.answer, say(N_("It is no plain figure."))))
                else:
                    wanted.append(made)
                    offers.add(match.known.offer_id)
        changed = _replace(uow, submission, wanted)
        summary = Summary(N_("figures of %(file)s taken over for %(count)d offers"), _words(submission, offers))
        changes = uow.commit(summary) if changed else None
    return TakenOver(changes, len(offers), len(wanted), tuple(left_out))


def _words(submission: Submission, offers: set[str]) -> Mapping[str, str | int]:
    return {"file": submission.file_name, "count": len(offers)}


def _left(named: Named, answer: Answer, why: str) -> LeftOut:
    place = answer.at or answer.template_at
    return LeftOut(named.part, place.sheet, place.cell, answer.raw, why)


def _record(submission: Submission, known: Known, cell: _Cell) -> OfferValue | OfferUse | None:
    answer = cell.answer
    number = figure(answer)
    if number is None:
        return None
    place = str(answer.at or answer.template_at)
    if cell.attribute is None:
        assert submission.sender_id is not None
        return OfferUse(
            new_id(),
            known.offer_id,
            submission.sender_id,
            cell.dated,
            int(number),
            known.department_id,
            submission.id,
            place,
            submission.file_name,
        )
    return OfferValue(
        new_id(),
        known.offer_id,
        cell.attribute,
        Origin.REPORTED,
        cell.dated,
        number,
        answer.raw,
        known.department_id,
        submission_id=submission.id,
        cell=place,
        source=submission.file_name,
    )


def _replace(uow: UnitOfWork, submission: Submission, wanted: list[OfferValue | OfferUse]) -> bool:
    """Bring the register's figures of this submission, and of the one it replaces, to those wanted."""
    keys = [key for key in (submission.id, submission.successor_of) if key]
    old: list[OfferValue | OfferUse] = [
        *uow.all(OfferValue, submission_id=keys),
        *uow.all(OfferUse, submission_id=keys),
    ]
    stays = {_says(record): record for record in old if record.submission_id == submission.id}
    new = {_says(record): record for record in wanted}
    for record in old:
        if record.submission_id != submission.id or _says(record) not in new:
            uow.remove(record)
    for says, record in new.items():
        if says not in stays:
            uow.add(record)
    return new.keys() != stays.keys() or len(old) != len(stays)


def _says(record: OfferValue | OfferUse) -> tuple[object, ...]:
    if isinstance(record, OfferUse):
        return ("use", record.offer_id, record.department_id, record.dated, record.persons, record.cell)
    return (record.attribute, record.offer_id, record.department_id, record.dated, record.number, record.cell)


class _Table:
    """The figures that stand in the same row as an offer's name."""

    def __init__(self, template: Template, answers: list[Answer]) -> None:
        self._fields = {each.template_at: each for each in template.fields}
        self._answers = answers
        self._as_of = next(
            (
                answer.value
                for answer in answers
                if answer.row is None and isinstance(answer.value, dt.date) and _AS_OF.search(answer.label)
            ),
            None,
        )
        self._rows: dict[tuple[str, int | None], list[Answer]] = {}
        for answer in answers:
            field = self._fields.get(answer.template_at)
            if field is not None and field.table and field.kind in (Kind.COLUMN, Kind.QUESTION):
                self._rows.setdefault((field.table, answer.row), []).append(answer)

    def rows_with_several(self, every: Iterator[Named]) -> set[tuple[CellRef, int | None]]:
        """Return the rows in which several offers are named; their figures belong to none of them."""
        seen: set[tuple[CellRef, int | None]] = set()
        twice: set[tuple[CellRef, int | None]] = set()
        for named in every:
            place = (named.answer.template_at, named.answer.row)
            (twice if place in seen else seen).add(place)
        return twice

    def beside(self, named: Named) -> Iterator[_Cell]:
        """Yield what the row of a name says of places, occupancy, rate and use."""
        field = self._fields.get(named.answer.template_at)
        if field is None or not field.table or named.answer.row is None:
            return
        row = self._rows.get((field.table, named.answer.row), [])
        used = next((a.value for a in row if _LAST_USED.search(a.label) and isinstance(a.value, int)), None)
        for answer in row:
            if answer.type not in _NUMBERS or not answer.raw.strip():
                continue
            found = next(((p, attribute) for p, attribute in _COLUMNS if p.search(answer.label)), None)
            if found is None:
                continue
            attribute = found[1]
            yield _Cell(answer, attribute, self._dated(answer.label, used if attribute is None else None))

    def _dated(self, label: str, used: int | None) -> dt.date | None:
        """Return the day a column's figures hold for: its year's last day, else the day the form was made up for."""
        years = _YEAR.findall(label)
        if len(set(years)) == 1:
            return dt.date(int(years[0]), 12, 31)
        if years:
            return None
        if used is not None and dt.MINYEAR <= used <= dt.MAXYEAR:
            return dt.date(used, 12, 31)
        return self._as_of
