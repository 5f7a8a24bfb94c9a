"""Letters as files: PDF as they lie, Word documents, e-mail drafts, one file to print."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Organisation
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_, Translator
from koorddesk.letters.word import word_file
from koorddesk.services.exporting import Export, require
from koorddesk.services.letter_setting import content_of, file_of, letter_of
from koorddesk.services.register_lookup import contact_on
from koorddesk.services.whole_files import write_files
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "mail-of-draft": N_(
            "The letter to %(recipient)s is a draft. Only approved and locked letters go into e-mails and packages."
        ),
        "nothing-to-write": N_("No letter is chosen. Choose the letters in the list."),
    }
)

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]
DRAFT_MARK = "-UDKAST"


def file_name(letter: Letter, ending: str) -> str:
    """Return a letter's file name: number, recipient, and whether it is a draft."""
    name = re.sub(r"[^\w-]+", "-", letter.recipient_name, flags=re.UNICODE).strip("-")[:80]
    mark = DRAFT_MARK if letter.state is LetterState.DRAFT else ""
    return f"{letter.number:03d}-{name}{mark}.{ending}"


def write_pdfs(
    desk: Desk, letter_ids: Sequence[str], folder: Path, progress: Progress, cancelled: Cancelled
) -> list[Path]:
    """Write letters as PDF files, exactly as they lie in the store."""
    return _write(desk, letter_ids, folder, "pdf", lambda uow, letter: file_of(desk, uow, letter), progress, cancelled)


def write_word(
    desk: Desk, letter_ids: Sequence[str], folder: Path, progress: Progress, cancelled: Cancelled
) -> list[Path]:
    """Write letters as Word documents for editing outside."""
    return _write(desk, letter_ids, folder, "docx", word_of, progress, cancelled)


def write_mails(
    desk: Desk, letter_ids: Sequence[str], folder: Path, progress: Progress, cancelled: Cancelled
) -> list[Path]:
    """Write an e-mail draft for each locked letter, with the letter attached; it is sent by whoever opens it."""
    return _write(desk, letter_ids, folder, "eml", lambda uow, letter: _mail(desk, uow, letter), progress, cancelled)


def write_print_file(
    desk: Desk, letter_ids: Sequence[str], path: Path, progress: Progress, cancelled: Cancelled, *, duplex: bool = True
) -> Path:
    """Write letters one after another into one file to print; each keeps its own page numbers.

    ``duplex``: a blank page follows a letter with an odd number of pages, so that the next begins on a new sheet.
    """
    require(desk.settings, Export.LETTERS)
    data = print_file(desk, letter_ids, progress, cancelled, duplex=duplex)
    return write_files(path.parent, {path.name: data})[0]


def print_file(
    desk: Desk, letter_ids: Sequence[str], progress: Progress, cancelled: Cancelled, *, duplex: bool = True
) -> bytes:
    """Return letters one after another as one PDF file to print."""
    import pikepdf

    joined = pikepdf.new()
    with desk.store.reader() as uow:
        for number, letter in enumerate(_letters(uow, letter_ids), start=1):
            if cancelled():
                raise UserError("cancelled")
            with pikepdf.open(io.BytesIO(file_of(desk, uow, letter))) as one:
                joined.pages.extend(one.pages)
                if duplex and len(one.pages) % 2:
                    box = one.pages[0].mediabox
                    joined.add_blank_page(page_size=(float(box[2]), float(box[3])))
            progress(number, len(letter_ids), letter.recipient_name)
        done = io.BytesIO()
        joined.save(done, deterministic_id=True)
    return done.getvalue()


def word_of(uow: UnitOfWork, letter: Letter) -> bytes:
    """Return a letter as a Word document."""
    return word_file(content_of(uow, letter), draft=letter.state is LetterState.DRAFT)


def run_of(desk: Desk, letter_id: str) -> list[str]:
    """Return all letters of a letter's case and kind, in the order of their numbers."""
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        run = uow.all(Letter, case_id=letter.case_id, kind=letter.kind)
        return [known.id for known in sorted(run, key=lambda known: known.number)]


def _write(
    desk: Desk,
    letter_ids: Sequence[str],
    folder: Path,
    ending: str,
    make: Callable[[UnitOfWork, Letter], bytes],
    progress: Progress,
    cancelled: Cancelled,
) -> list[Path]:
    require(desk.settings, Export.LETTERS)
    files = {}
    with desk.store.reader() as uow:
        for number, letter in enumerate(_letters(uow, letter_ids), start=1):
            if cancelled():
                raise UserError("cancelled")
            files[file_name(letter, ending)] = make(uow, letter)
            progress(number, len(letter_ids), letter.recipient_name)
    return write_files(folder, files)


def _letters(uow: UnitOfWork, letter_ids: Sequence[str]) -> list[Letter]:
    if not letter_ids:
        raise UserError("nothing-to-write")
    return sorted((letter_of(uow, key) for key in letter_ids), key=lambda letter: letter.number)


def _mail(desk: Desk, uow: UnitOfWork, letter: Letter) -> bytes:
    if letter.state is LetterState.DRAFT:
        raise UserError("mail-of-draft", recipient=letter.recipient_name)
    danish = Translator("da")
    number = letter.case_number
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"  # Outlook opens it as a draft
    mail["Subject"] = f"{letter.title} ({desk.settings.labels.case_number} {number})" if number else letter.title
    if address := _email(uow, letter):
        mail["To"] = address
    if desk.settings.sender.email:
        mail["From"] = desk.settings.sender.email
    agency = desk.settings.agency_name(letter.dated)
    mail.set_content(
        f"Til {letter.recipient_name}\n\n"
        f"Vedhæftet er brev af {danish.long_date(letter.dated)} fra {agency}: {letter.title}.\n\n"
        f"Med venlig hilsen\n\n{agency}\n{desk.settings.sender.unit}\n"
    )
    mail.add_attachment(
        file_of(desk, uow, letter), maintype="application", subtype="pdf", filename=file_name(letter, "pdf")
    )
    mail.set_boundary(f"=_{letter.id}")
    return mail.as_bytes()


def _email(uow: UnitOfWork, letter: Letter) -> str:
    contact = contact_on(uow, letter.recipient_id, letter.dated) if letter.recipient_id else None
    if contact is not None:
        return contact.email
    body = uow.get(Organisation, letter.recipient_id or "")
    return body.email if body is not None else ""
