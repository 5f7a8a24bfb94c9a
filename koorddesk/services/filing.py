"""Documents of a case and the journal: every incoming and outgoing document with its day and its short theme.

Source: offentlighedslovens § 15 (facts 9): the journal holds the day of receipt or sending and a short description
of the content, as soon as possible. The record system gives the numbers; they are kept here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import Case, Step
from koorddesk.domain.dialogue import DialogueEntry, EntryDocument, EntryKind
from koorddesk.domain.documents import CaseNote, Direction, Document, DocumentKind, NoteKind
from koorddesk.domain.ids import new_id
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.domain.reports import Submission
from koorddesk.errors import FileProblem, UserError, register
from koorddesk.i18n import N_
from koorddesk.services.case_lookup import case_by_number
from koorddesk.services.chain_words import DIRECTIONS, DOCUMENTS, NOTES
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "theme-empty": N_("Write the document's short theme; the journal needs it."),
        "document-day": N_("Give the day on which the document was received or sent; the journal needs it."),
        "document-number-empty": N_("Write the number that the record system gave the document."),
        "document-numbers-many": N_(
            "There are more numbers than the %(documents)d documents chosen. Look at them again."
        ),
        "document-number-twice": N_("The number %(number)s stands twice. Each document has its own."),
        "not-in-journal-list": N_("That document is no longer among those to journalise. Look at the list again."),
        "document-unreadable": N_('"%(path)s" could not be read: %(reason)s. Check the file and choose it again.'),
    }
)
_OUT = (LetterState.DISPATCHED, LetterState.JOURNALISED)
# Entries of the dialogue track that came in from somebody.
_CAME_IN = {
    EntryKind.ENQUIRY: DocumentKind.ENQUIRY,
    EntryKind.HEARING_ANSWER: DocumentKind.HEARING_ANSWER,
    EntryKind.COUNCIL_STATEMENT: DocumentKind.COUNCIL_REMARKS,
}


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal: day, direction, theme, party, and the record system's numbers, empty before.

    ``kind`` and ``id`` name the record: Document, Letter, Submission, CaseNote, DialogueEntry or EntryDocument;
    ``case`` is empty for what belongs to an entry of the dialogue track alone, which ``entry_id`` names.
    """

    kind: str
    id: str
    case: str
    dated: dt.date | None
    direction: Direction
    direction_name: str
    document: str
    theme: str
    party: str
    case_number: str
    document_number: str
    entry_id: str = ""
    file_name: str = ""

    @property
    def journalised(self) -> bool:
        """Tell whether nothing waits: the record system's number is known, or it is an internal document."""
        return self.internal_document or bool(self.document_number)

    @property
    def internal_document(self) -> bool:
        """Tell whether it is a document that neither came in nor went out."""
        return self.direction is Direction.INTERNAL and self.kind in ("Document", "EntryDocument")


def file_document(
    desk: Desk,
    case_number: str,
    direction: Direction,
    kind: DocumentKind,
    theme: str,
    dated: dt.date | None,
    *,
    party: str = "",
    step_id: str | None = None,
    path: Path | None = None,
    source: str = "",
) -> str:
    """Put a document on a case, with its file where there is one, and return its id.

    A document of history whose source knows no day goes without one. Raises UserError without a theme, or without a
    day and a source; FileProblem for a file that cannot be read.
    """
    if not theme.strip():
        raise UserError("theme-empty")
    if dated is None and not source.strip():
        raise UserError("document-day")
    data = bytes_of(path) if path else b""
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        if step_id is not None and uow.get(Step, step_id) is None:
            raise UserError("no-such-step")
        document = Document(
            id=new_id(),
            case_id=case.id,
            direction=direction,
            kind=kind,
            theme=theme.strip(),
            dated=dated,
            step_id=step_id,
            party=party.strip(),
            file_sha256=uow.keep_file(data, path.name) if path else None,
            file_name=path.name if path else "",
            case_number=case.case_number,
            registered_by=desk.actor.name,
            registered_on=desk.today(),
            source=source.strip(),
        )
        uow.add(document)
        uow.commit(Summary(N_("document put on case %(case)s: %(theme)s"), {"case": case.number, "theme": theme}))
        return document.id


def document_bytes(desk: Desk, document_id: str) -> bytes | None:
    """Return a document's file as it was put on the case, or None where it has none."""
    with desk.store.reader() as uow:
        document = uow.get(Document, document_id)
        return uow.file(document.file_sha256) if document is not None and document.file_sha256 else None


def journal(desk: Desk, case_number: str) -> list[JournalLine]:
    """Return a case's journal in the order of the days, what has no known day last."""
    return [line for line in case_documents(desk, case_number) if not line.internal_document]


def all_journals(desk: Desk) -> list[JournalLine]:
    """Return the journals of all cases, in the order of the days."""
    with desk.store.reader() as uow:
        lines = [line for case in uow.all(Case) for line in _lines(desk, uow, case)]
        return _sorted(line for line in lines if not line.internal_document)


def case_documents(desk: Desk, case_number: str) -> list[JournalLine]:
    """Return the lines of a case's journal and its internal documents besides, in the order of the days."""
    with desk.store.reader() as uow:
        return _sorted(_lines(desk, uow, case_by_number(uow, case_number)))


def not_journalised(desk: Desk, case_number: str | None = None) -> list[JournalLine]:
    """Return every document in or out, and every telephone note, that has no number of the record system yet.

    Without a case also what belongs to entries of the dialogue track that have no case.
    """
    with desk.store.reader() as uow:
        cases = [case_by_number(uow, case_number)] if case_number else uow.all(Case)
        lines = [line for case in cases for line in _lines(desk, uow, case)]
        if case_number is None:
            loose = uow.all(DialogueEntry, case_id=None)
            lines += [line for entry in loose for line in _entry_lines(desk, uow, entry, None)]
        return _sorted(line for line in lines if not line.journalised)


def journalise(desk: Desk, line: JournalLine, case_number: str, document_number: str) -> Changes:
    """Keep the numbers that the record system gave a document."""
    if not document_number.strip():
        raise UserError("document-number-empty")
    with desk.store.unit_of_work() as uow:
        _keep_numbers(desk, uow, line, case_number, document_number)
        return uow.commit(
            Summary(N_("journalised as %(number)s: %(theme)s"), {"number": document_number, "theme": line.theme})
        )


def journalise_many(desk: Desk, lines: Sequence[JournalLine], case_number: str, numbers: Sequence[str]) -> Changes:
    """Keep the numbers of several documents, in their order, as one change; an empty number leaves its document out.

    Without a case number each keeps that of its own case. Raises UserError for no number, for more numbers than
    documents, and for one given twice.
    """
    given = [(line, number.strip()) for line, number in zip(lines, numbers, strict=False) if number.strip()]
    if not given:
        raise UserError("document-number-empty")
    if any(number.strip() for number in numbers[len(lines) :]):
        raise UserError("document-numbers-many", documents=len(lines))
    twice = [number for _, number in given if [known for _, known in given].count(number) > 1]
    if twice:
        raise UserError("document-number-twice", number=twice[0])
    with desk.store.unit_of_work() as uow:
        for line, number in given:
            _keep_numbers(desk, uow, line, case_number or line.case_number, number)
        return uow.commit(Summary(N_("%(count)d documents journalised"), {"count": len(given)}))


def file_of(desk: Desk, line: JournalLine) -> tuple[str, bytes] | None:
    """Return the name and the bytes of what a journal line is about, None where no file is kept in the database."""
    with desk.store.reader() as uow:
        if line.kind == "Letter":
            letter = uow.get(Letter, line.id)
            key, name = (letter.pdf_sha256, f"{line.theme}.pdf") if letter else (None, "")
        elif line.kind in ("Document", "EntryDocument"):
            document = uow.get(Document, line.id) or uow.get(EntryDocument, line.id)
            submission = uow.get(Submission, getattr(document, "submission_id", None) or "")
            key = (document.file_sha256 if document else None) or (submission.file_sha256 if submission else None)
            name = document.file_name if document else ""
        else:
            submission = uow.get(Submission, line.id)
            key, name = (submission.file_sha256, submission.file_name) if submission else (None, "")
        return (name, uow.file(key)) if key and uow.has_file(key) else None


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes; raises FileProblem where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblem("document-unreadable", path=str(path), reason=error.strerror or "") from error


def _keep_numbers(desk: Desk, uow: UnitOfWork, line: JournalLine, case_number: str, document_number: str) -> None:
    record = _record(desk, uow, line)
    record.case_number, record.document_number = case_number.strip(), document_number.strip()
    if isinstance(record, Letter):
        record.state = LetterState.JOURNALISED


def _record(
    desk: Desk, uow: UnitOfWork, line: JournalLine
) -> Document | Letter | CaseNote | DialogueEntry | EntryDocument:
    if line.kind == "Submission":
        return _document_of_submission(desk, uow, line)
    found: Document | Letter | CaseNote | DialogueEntry | EntryDocument | None = None
    if line.kind == "Letter":
        found = uow.get(Letter, line.id)
    elif line.kind == "CaseNote":
        found = uow.get(CaseNote, line.id)
    elif line.kind == "DialogueEntry":
        found = uow.get(DialogueEntry, line.id)
    elif line.kind == "EntryDocument":
        found = uow.get(EntryDocument, line.id)
    else:
        found = uow.get(Document, line.id)
    if found is None:
        raise UserError("not-in-journal-list")
    return found


def _document_of_submission(desk: Desk, uow: UnitOfWork, line: JournalLine) -> Document:
    """Return the journal's record of a form that came in; the submission itself is never changed for it."""
    submission, case = uow.get(Submission, line.id), uow.one(Case, number=line.case)
    if submission is None or case is None:
        raise UserError("not-in-journal-list")
    document = Document(
        id=new_id(),
        case_id=case.id,
        direction=Direction.INCOMING,
        kind=DocumentKind.REPORT,
        theme=line.theme,
        dated=submission.received_on,
        party=line.party,
        file_name=submission.file_name,
        submission_id=submission.id,
        registered_by=desk.actor.name,
        registered_on=desk.today(),
    )
    uow.add(document)
    return document


def _lines(desk: Desk, uow: UnitOfWork, case: Case) -> Iterator[JournalLine]:
    say = desk.translator.text
    documents = uow.all(Document, case_id=case.id)
    for document in documents:
        yield _document_line(desk, document, case)
    for entry in uow.all(DialogueEntry, case_id=case.id):
        yield from _entry_lines(desk, uow, entry, case)
    filed = {document.submission_id for document in documents}
    for submission in uow.all(Submission, announcement_id=case.announcement_id):
        if submission.id not in filed:
            sender = uow.get(Authority, submission.sender_id) if submission.sender_id else None
            yield JournalLine(
                kind="Submission",
                id=submission.id,
                case=case.number,
                dated=submission.received_on,
                direction=Direction.INCOMING,
                direction_name=say(DIRECTIONS[Direction.INCOMING]),
                document=say(DOCUMENTS[DocumentKind.REPORT]),
                theme=say(
                    N_("Report from %(sender)s: %(file)s"),
                    sender=sender.name if sender else "-",
                    file=submission.file_name,
                ),
                party=sender.official_name if sender else "",
                case_number=case.case_number,
                document_number="",
                file_name=submission.file_name,
            )
    for letter in uow.all(Letter, case_id=case.id):
        if letter.state in _OUT:
            yield JournalLine(
                kind="Letter",
                id=letter.id,
                case=case.number,
                dated=letter.dispatched_on or letter.dated,
                direction=Direction.OUTGOING,
                direction_name=say(DIRECTIONS[Direction.OUTGOING]),
                document=say(DOCUMENTS.get(letter.kind.value, DOCUMENTS[DocumentKind.OTHER])),
                theme=letter.title,
                party=letter.recipient_name,
                case_number=letter.case_number or case.case_number,
                document_number=letter.document_number,
            )
    for note in uow.all(CaseNote, case_id=case.id, kind=NoteKind.TELEPHONE):
        yield JournalLine(
            kind="CaseNote",
            id=note.id,
            case=case.number,
            dated=note.written_at.date(),
            direction=Direction.INTERNAL,
            direction_name=say(DIRECTIONS[Direction.INTERNAL]),
            document=say(NOTES[note.kind]),
            theme=note.text.splitlines()[0],
            party=note.party,
            case_number=note.case_number or case.case_number,
            document_number=note.document_number,
        )


def _entry_lines(desk: Desk, uow: UnitOfWork, entry: DialogueEntry, case: Case | None) -> Iterator[JournalLine]:
    """Yield the documents of an entry of the dialogue track, or the entry itself where it came in without one."""
    documents = uow.all(EntryDocument, entry_id=entry.id)
    for document in documents:
        yield replace(_document_line(desk, document, case), entry_id=entry.id)
    # An answer out of a workbook names it as its source; the workbook is a document of the hearing.
    if entry.kind in _CAME_IN and not documents and not entry.source:
        yield JournalLine(
            kind="DialogueEntry",
            id=entry.id,
            case=case.number if case else "",
            dated=entry.held_on,
            direction=Direction.INCOMING,
            direction_name=desk.translator.text(DIRECTIONS[Direction.INCOMING]),
            document=desk.translator.text(DOCUMENTS[_CAME_IN[entry.kind]]),
            theme=entry.title,
            party=entry.organisation,
            case_number=entry.case_number or (case.case_number if case else ""),
            document_number=entry.document_number,
            entry_id=entry.id,
        )


def _document_line(desk: Desk, document: Document | EntryDocument, case: Case | None) -> JournalLine:
    return JournalLine(
        kind=type(document).__name__,
        id=document.id,
        case=case.number if case else "",
        dated=document.dated,
        direction=document.direction,
        direction_name=desk.translator.text(DIRECTIONS[document.direction]),
        document=desk.translator.text(DOCUMENTS[document.kind]),
        theme=document.theme,
        party=document.party,
        case_number=document.case_number or (case.case_number if case else ""),
        document_number=document.document_number,
        file_name=document.file_name if document.file_sha256 else "",
    )


def _sorted(lines: Iterable[JournalLine]) -> list[JournalLine]:
    return sorted(lines, key=lambda line: (line.dated or dt.date.max, line.case, line.theme))
