"""The documents of a submission: the mail it came with, annexes the form points to, what values were typed from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.reports import Attachment, AttachmentKind, Submission
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.held import held_bytes
from koorddesk.services.preview import file_bytes
from koorddesk.services.taking_in import TakingIn
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.document_text import pages_of, registration_numbers_of
from koorddesk.workbooks.limits import Limits
from koorddesk.workbooks.workers import in_worker

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "no-such-document": N_("The document is no longer with the submission. Open the submission again."),
        "document-too-large": N_('"%(file)s" is larger than %(limit)d MB and was not added. Nothing was saved.'),
        "document-empty": N_('"%(file)s" is empty and was not added. Nothing was saved.'),
        "document-unwritable": N_('"%(path)s" could not be written: %(reason)s. Choose another folder or name.'),
    }
)


@dataclass(frozen=True)
class DocumentRow:
    """One document of a submission; ``outside`` where it is held outside the store because of a CPR number.

    The file of the submission itself comes first, with an empty ``id`` and no kind.
    """

    id: str
    kind: AttachmentKind | None
    name: str
    size: int
    added_on: dt.date
    added_by: str
    note: str
    outside: bool


@dataclass(frozen=True)
class Added:
    """What adding documents did; ``with_numbers`` names those in which a registration number stands."""

    changes: Changes
    with_numbers: tuple[str, ...]


def documents_of(desk: Desk, submission_id: str) -> list[DocumentRow]:
    """Return the file of a submission and its documents, in the order they came."""
    with desk.store.reader() as uow:
        submission = _submission(uow, submission_id)
        own = DocumentRow(
            "",
            None,
            submission.file_name,
            submission.file_size,
            submission.received_on,
            submission.received_by,
            "",
            outside=not uow.has_file(submission.file_sha256),
        )
        rows = [
            DocumentRow(
                known.id,
                known.kind,
                known.file_name,
                known.file_size,
                known.added_on,
                known.added_by,
                known.note,
                known.outside,
            )
            for known in uow.all(Attachment, submission_id=submission_id)
        ]
    return [own, *rows]


def add_documents(desk: Desk, submission_id: str, paths: Sequence[Path], note: str = "") -> Added:
    """Add documents to a submission ("se bilag 2"); one with a registration number is held outside the store."""
    limit = Limits().file_mb
    files = [(path.name, file_bytes(path)) for path in paths]
    for name, data in files:
        if not data:
            raise UserError("document-empty", file=name)
        if len(data) > limit << 20:
            raise UserError("document-too-large", file=name, limit=limit)
    numbered = {name for name, data in files if in_worker(registration_numbers_of, data, name)}
    with desk.store.unit_of_work() as uow:
        submission = _submission(uow, submission_id)
        intake = TakingIn(desk, uow, None)
        for name, data in files:
            intake.attach(submission.id, AttachmentKind.ANNEX, data, name, outside=name in numbered, note=note.strip())
        words = N_('"%(name)s" added to %(file)s') if len(files) == 1 else N_("%(count)d documents added to %(file)s")
        params: dict[str, str | int] = {
            "name": files[0][0] if files else "",
            "count": len(files),
            "file": submission.file_name,
        }
        return Added(uow.commit(Summary(words, params)), tuple(sorted(numbered)))


def remove_document(desk: Desk, document_id: str, reason: str) -> Changes:
    """Take a document that was added by mistake from its submission; its bytes stay in the store's history."""
    if not reason.strip():
        raise UserError("reason-needed")
    with desk.store.unit_of_work() as uow:
        known = _attachment(uow, document_id)
        uow.remove(known)
        return uow.commit(Summary(N_('"%(name)s" taken away'), {"name": known.file_name}), reason)


def document_of(desk: Desk, submission_id: str, document_id: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a document; an empty id means the submission's own file as it was received."""
    with desk.store.reader() as uow:
        if document_id:
            known = _attachment(uow, document_id)
            name, sha256 = known.file_name, known.file_sha256
        else:
            submission = _submission(uow, submission_id)
            name, sha256 = submission.file_name, submission.file_sha256
        data = uow.file(sha256) if uow.has_file(sha256) else held_bytes(desk, sha256, name)
    return name.rpartition("/")[2], data


def save_document(desk: Desk, submission_id: str, document_id: str, target: Path) -> Path:
    """Write a document to disk exactly as it was received."""
    _, data = document_of(desk, submission_id, document_id)
    partial = target.with_name(target.name + ".part")
    try:
        partial.write_bytes(data)
        partial.replace(target)
    except OSError as error:
        raise UserError("document-unwritable", path=str(target), reason=error.strerror or str(error)) from error
    return target


def pages_of_document(desk: Desk, submission_id: str, document_id: str) -> int:
    """Return how many pages a PDF document has, 0 for anything else."""
    return in_worker(pages_of, document_of(desk, submission_id, document_id)[1])


def _submission(uow: UnitOfWork, submission_id: str) -> Submission:
    found = uow.get(Submission, submission_id)
    if found is None:
        raise UserError("no-such-submission")
    return found


def _attachment(uow: UnitOfWork, document_id: str) -> Attachment:
    found = uow.get(Attachment, document_id)
    if found is None:
        raise UserError("no-such-document")
    return found
