"""What becomes of a draft: approved and locked by a named person, sent, journalised, corrected by a new letter.

Source: forvaltningslovens § 32 b (who answers for a decision can be seen beyond doubt) and offentlighedslovens § 15.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Person
from koorddesk.domain.chain import Case, Step
from koorddesk.domain.documents import Approval, ApprovalWay
from koorddesk.domain.ids import new_id
from koorddesk.domain.letters import Letter, LetterEdit, LetterState
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.letters.content import LetterContent, Signature, open_blocks, plain, to_json
from koorddesk.services.letter_grounds import Grounds
from koorddesk.services.letter_kinds import NAMES
from koorddesk.services.letter_setting import (
    content_of,
    keep_content,
    keep_file,
    letter_of,
    places_to_json,
    rendered,
    shown,
)
from koorddesk.services.queries import LetterRow, letter_row
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "letter-open": N_("The letter cannot be approved yet: %(reason)s"),
        "letter-no-address": N_(
            "The letter to %(recipient)s cannot be approved: no address is known on %(day)s. Enter it with "
            '"Address of the recipient", or under Registers.'
        ),
        "letter-not-locked": N_("The letter has to be approved first."),
        "approver-is-writer": N_("The letter has to be approved by another than its writer. Ask a colleague."),
        "approver-empty": N_("Write the name of the person who approves the letter."),
        "approver-not-self": N_(
            "You work as %(own)s, so you cannot approve as %(name)s. Put an approval by another on record with the "
            "number of the document that holds it."
        ),
        "sent-too-early": N_("The letter was approved on %(approved)s, so it cannot have been sent on %(day)s."),
        "sent-in-future": N_("%(day)s is still to come. Give the day on which the letter was sent."),
        "journal-number-empty": N_("Write the number that the record system gave the letter."),
        "letter-not-locked-yet": N_("Only a locked letter is corrected by a new one; a draft is changed as it is."),
        "letter-corrected": N_("The letter is already corrected by letter %(number)d."),
        "recipient-gone": N_('Nobody of that name is written to any more with "%(kind)s". Check the step.'),
    }
)

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Stage:
    """One state of a letter's life: whether it is reached, by whom, when, and what else is known of it."""

    state: LetterState
    reached: bool
    who: str = ""
    when: str = ""
    more: str = ""


@dataclass(frozen=True)
class LetterLife:
    """The states of a letter in order, the letter it corrects and the one that corrects it."""

    stages: tuple[Stage, ...]
    corrects: str = ""
    corrected_by: str = ""
    corrected_by_id: str = ""


def approve_letter(
    desk: Desk,
    letter_id: str,
    approver: str,
    title: str,
    at: dt.datetime | None = None,
    *,
    document_number: str = "",
    approved_on: dt.date | None = None,
) -> Changes:
    """Approve one letter as ``approve_letters`` does."""
    return approve_letters(
        desk, [letter_id], approver, title, at, document_number=document_number, approved_on=approved_on
    )


def approve_letters(
    desk: Desk,
    letter_ids: Sequence[str],
    approver: str,
    title: str,
    at: dt.datetime | None = None,
    *,
    document_number: str = "",
    approved_on: dt.date | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Changes:
    """Approve letters in a named person's name and lock them: set without watermark, kept, never changed again.

    Without a ``document_number`` the approver is at the desk, on her own account; with one the approval came outside
    the program and the number names the document that holds it (``approved_on`` its day). All letters or none.
    """
    if not approver.strip():
        raise UserError("approver-empty")
    # The caseworker's own calendar day is what counts.
    moment = at or dt.datetime.combine(desk.today(), dt.datetime.now(dt.UTC).timetz().replace(microsecond=0))
    with desk.store.unit_of_work() as uow:
        letters = [letter_of(uow, key) for key in letter_ids]
        for number, letter in enumerate(letters, start=1):
            if cancelled is not None and cancelled():
                raise UserError("cancelled")
            _check_approver(desk, uow, letter, approver.strip(), document_number.strip())
            _lock(desk, uow, letter, approver.strip(), title.strip(), moment)
            uow.add(
                Approval(
                    id=new_id(),
                    subject_id=letter.id,
                    approved_by=approver.strip(),
                    approved_on=approved_on or moment.date(),
                    way=ApprovalWay.OUTSIDE if document_number.strip() else ApprovalWay.IN_PROGRAM,
                    account="" if document_number.strip() else desk.actor.account,
                    document_number=document_number.strip(),
                )
            )
            if progress is not None:
                progress(number, len(letters), letter.recipient_name)
        if len(letters) == 1:
            (one,) = letters
            return uow.commit(
                Summary(
                    N_("letter %(number)d to %(recipient)s approved and frozen"),
                    {"number": one.number, "recipient": one.recipient_name},
                )
            )
        return uow.commit(Summary(N_("%(count)d letters approved and locked"), {"count": len(letters)}))


def mark_dispatched(desk: Desk, letter_id: str, on: dt.date, channel: str, to: str = "") -> Changes:
    """Record that one letter was sent, as ``mark_sent`` does."""
    return mark_sent(desk, [letter_id], on, channel, to)


def mark_sent(desk: Desk, letter_ids: Sequence[str], on: dt.date, channel: str, to: str = "") -> Changes:
    """Record that locked letters were sent: when, by which channel, and to whom where not to their addressees."""
    day = desk.translator.date
    if on > desk.today():
        raise UserError("sent-in-future", day=day(on))
    with desk.store.unit_of_work() as uow:
        letters = [letter_of(uow, key) for key in letter_ids]
        for letter in letters:
            if letter.state is not LetterState.FROZEN or letter.approved_at is None:
                raise UserError("letter-not-locked")
            if on < letter.approved_at.date():
                raise UserError("sent-too-early", approved=day(letter.approved_at.date()), day=day(on))
            letter.dispatched_on, letter.channel = on, channel.strip()
            letter.sent_to = to.strip() or letter.recipient_name
            letter.state = LetterState.DISPATCHED
        if len(letters) == 1:
            return uow.commit(Summary(N_("letter %(number)d dispatched"), {"number": letters[0].number}), channel)
        return uow.commit(Summary(N_("%(count)d letters dispatched"), {"count": len(letters)}), channel)


def mark_journalised(desk: Desk, letter_id: str, case_number: str, document_number: str) -> Changes:
    """Record the record system's numbers of a letter; those of a draft are printed on it when it is set again."""
    if not document_number.strip():
        raise UserError("journal-number-empty")
    with desk.store.unit_of_work() as uow:
        letter = letter_of(uow, letter_id)
        if letter.state is LetterState.DRAFT:
            raise UserError("letter-not-locked")
        letter.case_number = case_number.strip()
        letter.document_number = document_number.strip()
        letter.state = LetterState.JOURNALISED
        return uow.commit(Summary(N_("letter %(number)d journalised"), {"number": letter.number}))


def reserve_number(desk: Desk, letter_id: str, document_number: str) -> Changes:
    """Keep the record system's document number of a draft, so that it is printed on the letter."""
    if not document_number.strip():
        raise UserError("journal-number-empty")
    with desk.store.unit_of_work() as uow:
        letter = letter_of(uow, letter_id)
        if letter.state is not LetterState.DRAFT:
            raise UserError("letter-not-draft")
        letter.document_number = document_number.strip()
        source = _grounds(desk, uow, letter)
        keep_content(desk, uow, letter, _said(source, letter, desk))
        return uow.commit(Summary(N_("document number of letter %(number)d kept"), {"number": letter.number}))


def correct_letter(desk: Desk, letter_id: str) -> LetterRow:
    """Draft the letter that corrects a locked one: the same with its edits, set anew, naming what it replaces."""
    with desk.store.unit_of_work() as uow:
        old = letter_of(uow, letter_id)
        if old.state is LetterState.DRAFT:
            raise UserError("letter-not-locked-yet")
        if later := uow.one(Letter, replaces_id=old.id):
            raise UserError("letter-corrected", number=later.number)
        source = _grounds(desk, uow, old)
        receiver = source.receiver_of(old)
        if receiver is None:
            raise UserError("recipient-gone", kind=desk.translator.text(NAMES[old.kind.value]))
        number = 1 + max(known.number for known in uow.all(Letter, case_id=old.case_id))
        new = source.new_letter(receiver, number)
        new.replaces_id, new.written_by = old.id, desk.actor.account
        uow.add(new)
        for edit in uow.all(LetterEdit, letter_id=old.id):
            uow.add(LetterEdit(new_id(), new.id, edit.block, edit.base, edit.content, edit.edited_by, edit.edited_at))
        keep_content(desk, uow, new, source.content(receiver))
        uow.commit(
            Summary(N_("letter %(number)d drafted to correct letter %(old)d"), {"number": number, "old": old.number})
        )
        return letter_row(new, source.case)


def letter_life(desk: Desk, letter_id: str) -> LetterLife:
    """Return how far a letter has come, with who did what when."""
    say, day = desk.translator.text, desk.translator.date
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        approval = next(iter(uow.all(Approval, subject_id=letter.id)), None)
        people = {person.account: person.name for person in uow.all(Person)}
        old, later = uow.get(Letter, letter.replaces_id or ""), uow.one(Letter, replaces_id=letter.id)
        last = max((known.edited_at for known in uow.all(LetterEdit, letter_id=letter.id)), default=None)
    writer = people.get(letter.written_by, letter.written_by)
    locked = letter.approved_at.astimezone() if letter.approved_at else None
    document = approval.document_number if approval and approval.way is ApprovalWay.OUTSIDE else ""
    approved_on = approval.approved_on if approval else locked.date() if locked else None
    order = list(LetterState)
    reached = order.index(letter.state)
    journal = ", ".join(
        f"{label} {number}"
        for label, number in (
            (desk.settings.labels.case_number, letter.case_number),
            (desk.settings.labels.document_number, letter.document_number),
        )
        if number
    )
    sent = ", ".join(
        filter(None, (letter.channel, say(N_("to %(who)s"), who=letter.sent_to) if letter.sent_to else ""))
    )
    edited = say(N_("edited %(day)s"), day=day(last.astimezone().date())) if last else ""
    approved = say(N_("outside the program, document %(number)s"), number=document) if document else ""
    stages = (
        Stage(LetterState.DRAFT, True, writer, day(letter.dated), edited),
        Stage(
            LetterState.APPROVED, reached >= 1, letter.approved_by, day(approved_on) if approved_on else "", approved
        ),
        Stage(
            LetterState.FROZEN,
            reached >= order.index(LetterState.FROZEN),
            "",
            f"{day(locked.date())} {locked:%H.%M}" if locked else "",
            say(N_("SHA-256 %(start)s…"), start=(letter.pdf_sha256 or "")[:12]) if locked else "",
        ),
        Stage(
            LetterState.DISPATCHED,
            letter.dispatched_on is not None,
            "",
            day(letter.dispatched_on) if letter.dispatched_on else "",
            sent,
        ),
        Stage(
            LetterState.JOURNALISED,
            letter.state is LetterState.JOURNALISED,
            "",
            "",
            journal if letter.state is LetterState.JOURNALISED else "",
        ),
    )
    return LetterLife(
        stages,
        say(N_("Replaces letter %(number)d of %(day)s"), number=old.number, day=day(old.dated)) if old else "",
        say(N_("Replaced by letter %(number)d"), number=later.number) if later else "",
        later.id if later else "",
    )


def own_approver(desk: Desk) -> tuple[str, str]:
    """Return the name and title under which whoever is at the desk approves; the title is empty where unknown."""
    with desk.store.reader() as uow:
        person = uow.one(Person, account=desk.actor.account)
    return (person.name, person.title) if person else (desk.actor.name, "")


def run_in_state(desk: Desk, letter_id: str, state: LetterState) -> list[str]:
    """Return the ids of all letters of a letter's step and kind that are in a state, in the order of their numbers."""
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        run = uow.all(Letter, step_id=letter.step_id, kind=letter.kind, state=state)
        return [known.id for known in sorted(run, key=lambda known: known.number)]


def _check_approver(desk: Desk, uow: UnitOfWork, letter: Letter, approver: str, document_number: str) -> None:
    person = uow.one(Person, account=desk.actor.account)
    if not document_number and person is not None and person.name != approver:
        raise UserError("approver-not-self", own=person.name, name=approver)
    if not desk.settings.approver_differs_from_writer:
        return
    writers = {letter.written_by, *(known.edited_by for known in uow.all(LetterEdit, letter_id=letter.id))} - {""}
    names = {known.name for known in uow.all(Person, account=writers)} | writers
    if approver in names or (not document_number and desk.actor.account in writers):
        raise UserError("approver-is-writer")


def _lock(desk: Desk, uow: UnitOfWork, letter: Letter, approver: str, title: str, moment: dt.datetime) -> None:
    if letter.state is not LetterState.DRAFT:
        raise UserError("letter-not-draft")
    content = content_of(uow, letter)
    if not any(line.strip() for line in content.addressee.lines):
        raise UserError("letter-no-address", recipient=letter.recipient_name, day=desk.translator.date(letter.dated))
    if blocks := open_blocks(content):
        raise UserError("letter-open", reason=plain(blocks[0].line))
    signature = replace(
        content.signature or Signature("", ""),
        name=approver,
        title=title,
        unit=desk.settings.sender.unit,
        approved_on=moment.date(),
    )
    final = replace(content, signature=signature)
    done = rendered(desk, final, moment, draft=False)
    letter.content = to_json(final)
    letter.figure_places = places_to_json(tuple(shown(place) for place in done.figures))
    letter.approved_by, letter.approved_at = approver, moment
    keep_file(uow, letter, done.pdf)
    letter.state = LetterState.FROZEN


def _grounds(desk: Desk, uow: UnitOfWork, letter: Letter) -> Grounds:
    case, step = uow.get(Case, letter.case_id), uow.get(Step, letter.step_id)
    assert case is not None
    assert step is not None
    return Grounds(desk, uow, case, step, letter.kind)


def _said(source: Grounds, letter: Letter, desk: Desk) -> LetterContent:
    receiver = source.receiver_of(letter)
    if receiver is None:
        raise UserError("recipient-gone", kind=desk.translator.text(NAMES[letter.kind.value]))
    return source.content(receiver)
