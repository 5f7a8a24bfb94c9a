"""What came in one drop: files to read, and the files inside mails and zip files, each a line of its own.

Mails and zip files are opened in worker processes and never unpacked to disk: the bytes of what lies inside are
fetched again when they are read, shown or kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.errors import FileProblem, UserError
from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.services.preview import SheetPicture, file_bytes, sheets_of_bytes
from koorddesk.workbooks.envelopes import ENVELOPES, Mail, Note, PartKind, open_envelope
from koorddesk.workbooks.limits import HOSTILE
from koorddesk.workbooks.workers import WorkerPool, in_worker

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

CATALOGUE.update(
    {
        "came-by-mail": Kind(
            Severity.NOTE,
            N_('The file came with the mail "%(subject)s" from %(sender)s, received on %(date)s.'),
            N_("The day of receipt is the mail's; the address is only a hint of who sent the form."),
        ),
        "mail-without-form": Kind(
            Severity.ERROR,
            N_("The mail has no form and no document attached."),
            N_("If the answer stands in the mail itself, type it in from the mail; otherwise ask for the form."),
        ),
    }
)


@dataclass(frozen=True)
class Document:
    """A document that came along in a mail or a zip file; ``number`` is its place in the outer file."""

    name: str
    number: int
    size: int


@dataclass(frozen=True)
class Arrival:
    """One thing to read: a file on disk, or (``number`` from 0) one inside the mail or zip file at ``path``.

    ``name`` is what it is called everywhere: "mail.eml/skema.xlsx". ``mail`` is the mail it lay in. ``documents``
    came along with it. ``findings`` have to be told with it. ``refused`` is why the whole file cannot be opened.
    """

    path: Path
    name: str
    number: int | None = None
    mail: Mail | None = None
    documents: tuple[Document, ...] = ()
    notes: tuple[Note, ...] = ()
    refused: Note | None = None
    is_mail: bool = False

    @property
    def received_on(self) -> dt.date | None:
        """The day the mail it came with was received, None where it came without one."""
        return self.mail.on if self.mail is not None else None


@dataclass(frozen=True)
class _Listed:
    """What a worker says about the inside of one file, without its bytes."""

    mail: Mail | None
    parts: tuple[tuple[str, PartKind, int, Mail | None], ...]
    notes: tuple[Note, ...]


def whole(path: Path) -> Arrival:
    """Return a file as it is, without looking inside."""
    return Arrival(path, path.name)


def may_bring_mail(paths: Sequence[Path]) -> bool:
    """Tell whether there are mails among these files, or zip files in which there may be some."""
    return any(path.suffix.lower() in ENVELOPES for path in paths)


def arrivals_of(
    paths: Sequence[Path],
    jobs: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Arrival]:
    """Return what there is to read in these files, in their order; nothing is stored.

    A mail or zip file stands for the workbooks in it. Where there are none, each document in it is a line; a mail
    without anything is a line itself, and so is what cannot be opened.
    """
    inside = [number for number, path in enumerate(paths) if path.suffix.lower() in ENVELOPES]
    listed: dict[int, _Listed | FileProblem] = {}
    if inside:
        done = 0

        def arrived(index: int, _result: object) -> None:
            nonlocal done
            done += 1
            if progress is not None:
                progress(done, len(inside), paths[inside[index]].name)

        with WorkerPool(jobs or min(2, len(inside)), None) as pool:
            results = pool.map(_list_one, [str(paths[number]) for number in inside], arrived, cancelled)
        if cancelled is not None and cancelled():
            raise UserError("cancelled")
        listed = dict(zip(inside, results, strict=True))
    return [
        arrival
        for number, path in enumerate(paths)
        for arrival in (_inside(path, listed[number]) if number in listed else [whole(path)])
    ]


def bytes_of(arrival: Arrival) -> bytes:
    """Return the bytes of what arrived; raises UserError or FileProblem where they cannot be had any more."""
    data = file_bytes(arrival.path)
    return data if arrival.number is None else in_worker(part_bytes, data, arrival.number)


def document_bytes(arrival: Arrival, document: Document) -> bytes:
    """Return the bytes of a document that came along."""
    return in_worker(part_bytes, file_bytes(arrival.path), document.number)


def sheets_of_arrival(arrival: Arrival) -> tuple[SheetPicture, ...]:
    """Return the sheets of what arrived, to be shown before anything is stored."""
    return sheets_of_bytes(bytes_of(arrival), arrival.name)


def part_bytes(data: bytes, number: int) -> bytes:
    """Return one part of a mail or zip file; runs in a worker process."""
    return open_envelope(data).parts[number].data


def findings_of_arrival(desk: Desk, arrival: Arrival) -> list[Finding]:
    """Return what has to be told about how a file came, in the user's words."""
    found = [Finding(code, dict(params)) for code, params in arrival.notes]
    if arrival.mail is not None:
        mail = arrival.mail
        params = {
            "subject": mail.subject[:120] or "-",
            "sender": mail.sender or mail.sender_name or "-",
            "date": desk.translator.date(mail.on) if mail.on else "-",
        }
        found.append(Finding("came-by-mail", params))
    return found


def _list_one(_shared: None, path_text: str) -> _Listed:
    """Open one mail or zip file; runs in a worker process."""
    path = Path(path_text)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileProblem("file-not-readable", reason=error.strerror or str(error)) from error
    envelope = open_envelope(data)
    parts = tuple((part.name, part.kind, len(part.data), part.mail) for part in envelope.parts)
    return _Listed(envelope.mail, parts, envelope.notes)


def _inside(path: Path, listed: _Listed | FileProblem) -> list[Arrival]:
    if isinstance(listed, FileProblem):
        code = listed.code if listed.code in CATALOGUE else "file-damaged"
        params = {key: value for key, value in listed.params.items() if isinstance(value, (str, int, float))}
        return [Arrival(path, path.name, refused=(code, params))]
    is_mail = listed.mail is not None
    documents = tuple(
        Document(name, number, size)
        for number, (name, kind, size, _mail) in enumerate(listed.parts)
        if kind is PartKind.DOCUMENT
    )
    books = [
        Arrival(path, f"{path.name}/{name}", number, mail or listed.mail, documents, is_mail=is_mail)
        for number, (name, kind, _size, mail) in enumerate(listed.parts)
        if kind is PartKind.WORKBOOK
    ]
    if not books:
        books = [
            Arrival(
                path,
                f"{path.name}/{document.name}",
                document.number,
                listed.parts[document.number][3] or listed.mail,
                is_mail=is_mail,
            )
            for document in documents
        ]
    if not books:
        empty: Note = ("mail-without-form", {}) if is_mail else ("zip-without-workbook", {})
        books = [Arrival(path, path.name, mail=listed.mail, refused=empty, is_mail=is_mail)]
    return [replace(books[0], notes=listed.notes), *books[1:]]


def is_hostile(arrival: Arrival) -> bool:
    """Tell whether a file was refused because it is built to harm; such a file is never kept."""
    return arrival.refused is not None and arrival.refused[0] in HOSTILE
