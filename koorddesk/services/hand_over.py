"""The package for the record system: locked letters as PDF and Word, the forms they rest on, and an index of all.

Source: offentlighedslovens § 15, stk. 3 (day of sending and a short theme), and the duty to be able to show exactly
what was sent, enclosures included.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.chain import Case
from koorddesk.domain.documents import Approval
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.letters.content import LetterContent, figures
from koorddesk.services.case_lookup import case_by_number
from koorddesk.services.exporting import Export, require
from koorddesk.services.letter_files import file_name, word_of
from koorddesk.services.letter_kinds import NAMES
from koorddesk.services.letter_setting import content_of, file_of
from koorddesk.services.whole_files import write_folder
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "nothing-locked": N_(
            "Case %(case)s has no locked letters to hand over. Approve them first; drafts are not handed over."
        ),
    }
)

FORMAT = 1  # of the index
INDEX, TABLE, SOURCES = "indeks.json", "indeks.csv", "kilder"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class HandedFile:
    """One file of the package: its name in it, what it is, size and SHA-256."""

    name: str
    role: str
    size: int
    sha256: str


@dataclass(frozen=True)
class HandedLetter:
    """One letter of the package as the index has it. Days are ISO; what is not known is empty."""

    number: int
    kind: str
    theme: str
    dated: str
    recipient: str
    address: list[str]
    state: str
    approved_by: str
    approved_on: str
    approval_document: str
    dispatched_on: str
    channel: str
    sent_to: str
    case_number: str
    document_number: str
    replaces: str
    files: list[HandedFile]


@dataclass(frozen=True)
class Package:
    """What was handed over: where it lies, its letters, and how many drafts were left out."""

    folder: Path
    letters: tuple[HandedLetter, ...]
    drafts: int


def hand_over(
    desk: Desk,
    case_number: str,
    folder: Path,
    kind: str = "",
    progress: Progress = lambda _done, _total, _what: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Package:
    """Write the package of a case's locked letters, of one kind or all, as a new folder inside ``folder``.

    Whole or not at all. Raises UserError where nothing is locked or the folder cannot be written to.
    """
    require(desk.settings, Export.LETTERS)
    files: dict[str, bytes] = {}
    with desk.store.reader() as uow:
        case = case_by_number(uow, case_number)
        known = [letter for letter in uow.all(Letter, case_id=case.id) if kind in ("", letter.kind.value)]
        locked = sorted((one for one in known if one.state is not LetterState.DRAFT), key=lambda one: one.number)
        if not locked:
            raise UserError("nothing-locked", case=case_number)
        handed = []
        for number, letter in enumerate(locked, start=1):
            if cancelled():
                raise UserError("cancelled")
            handed.append(_handed(desk, uow, letter, files))
            progress(number, len(locked), letter.recipient_name)
    files[INDEX] = _index(desk, case, handed)
    files[TABLE] = _table(desk, handed)
    name = f"Aflevering {case.number} {desk.today().isoformat()}"
    return Package(write_folder(folder / name, files), tuple(handed), len(known) - len(locked))


def _handed(desk: Desk, uow: UnitOfWork, letter: Letter, files: dict[str, bytes]) -> HandedLetter:
    content = content_of(uow, letter)
    listed = []
    for ending, data in (("pdf", file_of(desk, uow, letter)), ("docx", word_of(uow, letter))):
        name = file_name(letter, ending)
        files[name] = data
        listed.append(HandedFile(name, ending, len(data), hashlib.sha256(data).hexdigest()))
    for name, data in _sources(uow, content).items():
        files[name] = data
        listed.append(HandedFile(name, "source", len(data), hashlib.sha256(data).hexdigest()))
    approval = uow.one(Approval, subject_id=letter.id)
    old = uow.get(Letter, letter.replaces_id or "")
    return HandedLetter(
        number=letter.number,
        kind=letter.kind.value,
        theme=letter.title,
        dated=letter.dated.isoformat(),
        recipient=letter.recipient_name,
        address=list(content.addressee.lines),
        state=letter.state.value,
        approved_by=letter.approved_by,
        approved_on=approval.approved_on.isoformat() if approval else "",
        approval_document=approval.document_number if approval else "",
        dispatched_on=letter.dispatched_on.isoformat() if letter.dispatched_on else "",
        channel=letter.channel,
        sent_to=letter.sent_to,
        case_number=letter.case_number,
        document_number=letter.document_number,
        replaces=f"{old.number}" if old else "",
        files=listed,
    )


def _sources(uow: UnitOfWork, content: LetterContent) -> dict[str, bytes]:
    """Return the forms that a letter's figures were read from, as they were received, by their name in the package."""
    found = {}
    for figure in figures(content):
        source = figure.source
        name = f"{SOURCES}/{source.sha256[:12]}-{Path(source.file).name}"
        if name not in found and uow.has_file(source.sha256):
            found[name] = uow.file(source.sha256)
    return found


def _index(desk: Desk, case: Case, handed: list[HandedLetter]) -> bytes:
    document = {
        "format": FORMAT,
        "made_on": desk.today().isoformat(),
        "agency": desk.settings.agency_name(desk.today()),
        "case": {"number": case.number, "case_number": case.case_number, "title": case.title},
        "letters": [asdict(letter) for letter in handed],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _table(desk: Desk, handed: list[HandedLetter]) -> bytes:
    """Return the index as a table, one row a file, as a Danish Excel opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        ["Nr.", "Type", "Tema", "Dato", "Modtager", "Afsendt", "Kanal", "Sendt til", "Godkendt af", "Sagsnr.",
         "Dok.nr.", "Fil", "Rolle", "Størrelse", "SHA-256"]
    )  # fmt: skip
    for letter in handed:
        kind = desk.translator.text(NAMES[letter.kind])
        for file in letter.files:
            row = (
                letter.number, kind, letter.theme, letter.dated, letter.recipient, letter.dispatched_on,
                letter.channel, letter.sent_to, letter.approved_by, letter.case_number, letter.document_number,
                file.name, file.role, file.size, file.sha256,
            )  # fmt: skip
            writer.writerow([_harmless(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
