"""Documents of the dialogue track: what went out, came in or was written for a hearing, a meeting or an enquiry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.dialogue import DialogueEntry, EntryDocument
from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.domain.ids import new_id
from koorddesk.errors import UserError
from koorddesk.i18n import N_
from koorddesk.services.chain_words import DIRECTIONS, DOCUMENTS
from koorddesk.services.filing import bytes_of
from koorddesk.store.uow import Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class EntryDocumentRow:
    """One document of an entry, with the words for its direction and kind; ``has_file`` tells of a kept file."""

    id: str
    dated: dt.date | None
    direction_name: str
    document: str
    theme: str
    party: str
    file_name: str
    has_file: bool
    document_number: str


def file_entry_document(
    desk: Desk,
    entry_id: str,
    direction: Direction,
    kind: DocumentKind,
    theme: str,
    dated: dt.date | None,
    *,
    party: str = "",
    path: Path | None = None,
) -> str:
    """Put a document on an entry of the dialogue track, with its file where there is one, and return its id."""
    file = (bytes_of(path), path.name) if path else None
    with desk.store.unit_of_work() as uow:
        document = put_entry_document(desk, uow, entry_id, direction, kind, theme, dated, party=party, file=file)
        uow.commit(Summary(N_("document put on the dialogue: %(theme)s"), {"theme": document.theme}))
        return document.id


def put_entry_document(
    desk: Desk,
    uow: UnitOfWork,
    entry_id: str,
    direction: Direction,
    kind: DocumentKind,
    theme: str,
    dated: dt.date | None,
    *,
    party: str = "",
    file: tuple[bytes, str] | None = None,
) -> EntryDocument:
    """Do what ``file_entry_document`` does as part of a larger change; ``file`` is its bytes and its name."""
    if not theme.strip():
        raise UserError("theme-empty")
    if dated is None:
        raise UserError("document-day")
    if uow.get(DialogueEntry, entry_id) is None:
        raise UserError("no-such-entry")
    document = EntryDocument(
        id=new_id(),
        entry_id=entry_id,
        direction=direction,
        kind=kind,
        theme=theme.strip(),
        dated=dated,
        party=party.strip(),
        file_sha256=uow.keep_file(*file) if file else None,
        file_name=file[1] if file else "",
        registered_by=desk.actor.name,
        registered_on=desk.today(),
    )
    uow.add(document)
    return document


def entry_documents(desk: Desk, entry_id: str) -> list[EntryDocumentRow]:
    """Return the documents of an entry, oldest first."""
    say = desk.translator.text
    with desk.store.reader() as uow:
        return [
            EntryDocumentRow(
                id=each.id,
                dated=each.dated,
                direction_name=say(DIRECTIONS[each.direction]),
                document=say(DOCUMENTS[each.kind]),
                theme=each.theme,
                party=each.party,
                file_name=each.file_name,
                has_file=each.file_sha256 is not None,
                document_number=each.document_number,
            )
            for each in sorted(
                uow.all(EntryDocument, entry_id=entry_id), key=lambda each: (each.dated or dt.date.max, each.theme)
            )
        ]


def entry_document_bytes(desk: Desk, document_id: str) -> bytes | None:
    """Return a document's file as it was put on the entry, or None where it has none."""
    with desk.store.reader() as uow:
        document = uow.get(EntryDocument, document_id)
        return uow.file(document.file_sha256) if document is not None and document.file_sha256 else None
