"""Persons and their roles on cases: who is responsible, who stands in, who approves, and how an approval came.

Persons are closed when they leave, never deleted; what they did stays under their name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.assessment import Assessment
from koorddesk.domain.authorities import Person
from koorddesk.domain.chain import Case, Step
from koorddesk.domain.deadlines import Deadline
from koorddesk.domain.dialogue import Task
from koorddesk.domain.documents import Approval, ApprovalWay, CaseNote, CaseRole, CaseRoleKind, Document, NoteKind
from koorddesk.domain.ids import new_id
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.case_lookup import case_by_number
from koorddesk.services.chain_words import ROLES
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "person-name-empty": N_("Write the person's name."),
        "person-exists": N_('There is already a person with the account "%(account)s".'),
        "no-such-account": N_('Nobody has the account "%(account)s". See the list of colleagues under Registers.'),
        "no-such-person": N_("That person is no longer in the list. Choose again."),
        "person-closed": N_("%(name)s has left and cannot be given a case. Choose a colleague."),
        "person-has-cases": N_("%(name)s is still responsible for case %(case)s. Hand the cases over first."),
        "hand-over-same": N_("Choose a colleague other than the one who hands over."),
        "not-an-approver": N_("%(name)s is not the approver of case %(case)s. Give the role first."),
        "approver-unknown": N_("Your account is not among the persons. Add yourself before you approve."),
        "approver-is-author": N_("What you made yourself is approved by another. Ask a colleague."),
        "approval-document": N_("Give the number of the document that holds the approval from outside."),
        "approval-subject": N_("What is to be approved is no longer in the store. Look at the case again."),
    }
)


@dataclass(frozen=True)
class PersonRow:
    """One person of the agency; ``cases`` counts the open cases that she is responsible for."""

    id: str
    account: str
    name: str
    title: str
    unit: str
    telephone: str
    email: str
    closed_on: dt.date | None
    cases: int


@dataclass(frozen=True)
class RoleRow:
    """A person's role on a case, now or earlier."""

    id: str
    person_id: str
    name: str
    role: CaseRoleKind
    role_name: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True)
class ApprovalRow:
    """One approval: who, when, and whether here or outside with a document number."""

    approved_by: str
    approved_on: dt.date
    way: ApprovalWay
    document_number: str
    note: str


def people(desk: Desk, *, closed: bool = True) -> list[PersonRow]:
    """Return the persons in Danish order, those who left last or, without ``closed``, not at all."""
    with desk.store.reader() as uow:
        open_cases = [case.responsible_id for case in uow.all(Case, closed_on=None)]
        rows = [
            PersonRow(
                id=person.id,
                account=person.account,
                name=person.name,
                title=person.title,
                unit=person.unit,
                telephone=person.telephone,
                email=person.email,
                closed_on=person.closed_on,
                cases=open_cases.count(person.id),
            )
            for person in uow.all(Person)
            if closed or person.closed_on is None
        ]
    return sorted(rows, key=lambda row: (row.closed_on is not None, danish_key(row.name)))


def id_of_account(desk: Desk, account: str) -> str:
    """Return the id of the person with this account; raises UserError where there is none."""
    with desk.store.reader() as uow:
        person = uow.one(Person, account=account)
        if person is None:
            raise UserError("no-such-account", account=account)
        return person.id


def own_id(desk: Desk) -> str:
    """Return the id of the person whose account this is, empty where she is not among the persons."""
    with desk.store.reader() as uow:
        own = uow.one(Person, account=desk.actor.account)
        return own.id if own is not None and own.closed_on is None else ""


def add_person(
    desk: Desk, account: str, name: str, *, title: str = "", unit: str = "", telephone: str = "", email: str = ""
) -> str:
    """Add a person with her account and return her id; raises UserError where the account is taken."""
    if not name.strip():
        raise UserError("person-name-empty")
    with desk.store.unit_of_work() as uow:
        if account.strip() and uow.one(Person, account=account.strip()) is not None:
            raise UserError("person-exists", account=account.strip())
        person = Person(new_id(), account.strip(), name.strip(), title, unit, telephone, email)
        uow.add(person)
        uow.commit(Summary(N_("person %(name)s added"), {"name": person.name}))
        return person.id


def close_person(desk: Desk, person_id: str, on: dt.date | None = None) -> Changes:
    """Close a person who leaves; her cases have to be handed over first."""
    with desk.store.unit_of_work() as uow:
        person = _person(uow, person_id)
        left = uow.one(Case, responsible_id=person.id, closed_on=None)
        if left is not None:
            raise UserError("person-has-cases", name=person.name, case=left.number)
        person.closed_on = on or desk.today()
        for role in uow.all(CaseRole, person_id=person.id, valid_to=None):
            role.valid_to = person.closed_on
        return uow.commit(Summary(N_("person %(name)s closed"), {"name": person.name}))


def set_role(desk: Desk, case_number: str, person_id: str, role: CaseRoleKind) -> Changes:
    """Give a person a role on a case; there is one responsible at a time, the one before is ended."""
    with desk.store.unit_of_work() as uow:
        case, person = case_by_number(uow, case_number), _working(uow, person_id)
        _give(desk, uow, case, person, role)
        return uow.commit(
            Summary(
                N_("%(name)s is now %(role)s of case %(case)s"),
                {"name": person.name, "role": desk.translator.text(ROLES[role]), "case": case.number},
            )
        )


def end_role(desk: Desk, role_id: str) -> Changes:
    """End a role on a case."""
    with desk.store.unit_of_work() as uow:
        role = uow.get(CaseRole, role_id)
        if role is None or role.valid_to is not None:
            raise UserError("no-such-person")
        role.valid_to = desk.today()
        case = uow.get(Case, role.case_id)
        if case is not None and role.role is CaseRoleKind.RESPONSIBLE and case.responsible_id == role.person_id:
            case.responsible_id = None
        return uow.commit(Summary(N_("role on a case ended"), {}))


def roles(desk: Desk, case_number: str) -> list[RoleRow]:
    """Return the roles on a case, those of today first."""
    with desk.store.reader() as uow:
        case = case_by_number(uow, case_number)
        rows = [
            RoleRow(
                id=role.id,
                person_id=role.person_id,
                name=_person(uow, role.person_id).name,
                role=role.role,
                role_name=desk.translator.text(ROLES[role.role]),
                valid_from=role.valid_from,
                valid_to=role.valid_to,
            )
            for role in uow.all(CaseRole, case_id=case.id)
        ]
    return sorted(rows, key=lambda row: (row.valid_to is not None, list(CaseRoleKind).index(row.role), row.valid_from))


def hand_over(desk: Desk, from_id: str, to_id: str, reason: str) -> int:
    """Hand every open case, deadline and task of one person to another; return how many cases went over."""
    if from_id == to_id:
        raise UserError("hand-over-same")
    with desk.store.unit_of_work() as uow:
        leaver, heir = _person(uow, from_id), _working(uow, to_id)
        cases = uow.all(Case, responsible_id=leaver.id, closed_on=None)
        for case in cases:
            _give(desk, uow, case, heir, CaseRoleKind.RESPONSIBLE)
            text = desk.translator.text(
                N_("From %(leaver)s to %(heir)s. %(reason)s"),
                leaver=leaver.name,
                heir=heir.name,
                reason=reason.strip(),
            )
            now = dt.datetime.combine(desk.today(), dt.datetime.now(dt.UTC).timetz())
            uow.add(CaseNote(new_id(), case.id, NoteKind.HANDED_OVER, text.strip(), desk.actor.name, now))
        waiting: list[Deadline | Task] = [
            *uow.all(Deadline, responsible_id=leaver.id, done_on=None),
            *uow.all(Task, responsible_id=leaver.id, done_on=None),
        ]
        for known in waiting:
            known.responsible_id = heir.id
        uow.commit(
            Summary(N_("%(count)d cases handed over to %(name)s"), {"count": len(cases), "name": heir.name}),
            reason.strip(),
        )
        return len(cases)


def approve(desk: Desk, case_number: str, subject_id: str, note: str = "") -> Changes:
    """Approve a step, an assessment or a document of a case in the program, on the approver's own account.

    Raises UserError where one's account is not the case's approver, or where one made it oneself.
    """
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        person = uow.one(Person, account=desk.actor.account)
        if person is None:
            raise UserError("approver-unknown")
        role = uow.one(CaseRole, case_id=case.id, person_id=person.id, role=CaseRoleKind.APPROVER, valid_to=None)
        if role is None:
            raise UserError("not-an-approver", name=person.name, case=case.number)
        if _author(uow, subject_id) in (person.name, desk.actor.name):
            raise UserError("approver-is-author")
        uow.add(
            Approval(
                id=new_id(),
                subject_id=subject_id,
                approved_by=person.name,
                approved_on=desk.today(),
                way=ApprovalWay.IN_PROGRAM,
                account=desk.actor.account,
                note=note.strip(),
            )
        )
        return uow.commit(Summary(N_("approved in case %(case)s"), {"case": case.number}))


def approve_outside(
    desk: Desk, case_number: str, subject_id: str, approved_by: str, on: dt.date, document_number: str, note: str = ""
) -> Changes:
    """Put an approval on record that came outside the program, with the number of the document that holds it."""
    if not approved_by.strip():
        raise UserError("person-name-empty")
    if not document_number.strip():
        raise UserError("approval-document")
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        _author(uow, subject_id)
        uow.add(
            Approval(
                id=new_id(),
                subject_id=subject_id,
                approved_by=approved_by.strip(),
                approved_on=on,
                way=ApprovalWay.OUTSIDE,
                document_number=document_number.strip(),
                note=note.strip(),
            )
        )
        return uow.commit(Summary(N_("approval from outside put on record in case %(case)s"), {"case": case.number}))


def approvals(desk: Desk, subject_id: str) -> list[ApprovalRow]:
    """Return the approvals of something, oldest first; every one is kept."""
    with desk.store.reader() as uow:
        known = sorted(uow.all(Approval, subject_id=subject_id), key=lambda one: one.approved_on)
        return [ApprovalRow(one.approved_by, one.approved_on, one.way, one.document_number, one.note) for one in known]


def _give(desk: Desk, uow: UnitOfWork, case: Case, person: Person, role: CaseRoleKind) -> None:
    held = uow.all(CaseRole, case_id=case.id, role=role, valid_to=None)
    if role is CaseRoleKind.RESPONSIBLE:
        for known in held:
            known.valid_to = desk.today()
        case.responsible_id = person.id
    elif any(known.person_id == person.id for known in held):
        return
    uow.add(CaseRole(new_id(), case.id, person.id, role, desk.today()))


def _person(uow: UnitOfWork, person_id: str) -> Person:
    person = uow.get(Person, person_id)
    if person is None:
        raise UserError("no-such-person")
    return person


def _working(uow: UnitOfWork, person_id: str) -> Person:
    person = _person(uow, person_id)
    if person.closed_on is not None:
        raise UserError("person-closed", name=person.name)
    return person


def _author(uow: UnitOfWork, subject_id: str) -> str:
    """Return who made what is to be approved; raises UserError where it is gone."""
    if (step := uow.get(Step, subject_id)) is not None:
        return step.taken_by
    if (assessment := uow.get(Assessment, subject_id)) is not None:
        return assessment.made_by
    if (document := uow.get(Document, subject_id)) is not None:
        return document.registered_by
    raise UserError("approval-subject")
