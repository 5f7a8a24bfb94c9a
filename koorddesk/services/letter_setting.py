"""A letter of the store as what it says and as its file: with its edits, with what it corrects, set or as locked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk.domain.letters import Letter, LetterEdit, LetterState
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_, Translator
from koorddesk.letters.content import (
    Field,
    LetterContent,
    Paragraph,
    Reference,
    Text,
    blocks_from_json,
    from_json,
    to_json,
)
from koorddesk.letters.edits import Edit, merged
from koorddesk.letters.page import PageSettings
from koorddesk.letters.render import FigurePlace, Rendered, render
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "no-such-letter": N_("The letter is no longer in the store. Refresh the list and choose it again."),
        "letter-not-draft": N_("The letter is not a draft any more; what is frozen is corrected by a new letter."),
        "cancelled": N_("The work was cancelled. Nothing was saved."),
    }
)

REPLACES = "replaces"  # the paragraph that names the letter a new one corrects


@dataclass(frozen=True)
class ShownFigure:
    """Where a figure stands on a page of a letter (from 1, millimetres from the top left), and the cell behind it."""

    page: int
    left: float
    top: float
    width: float
    height: float
    text: str
    submission_id: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class SetLetter:
    """A letter as its file, with the places of its figures."""

    pdf: bytes
    figures: tuple[ShownFigure, ...]


def letter_of(uow: UnitOfWork, letter_id: str) -> Letter:
    """Return a letter by its key; UserError where it is gone."""
    letter = uow.get(Letter, letter_id)
    if letter is None:
        raise UserError("no-such-letter")
    return letter


def edits_of(uow: UnitOfWork, letter: Letter) -> list[Edit]:
    """Return the edits of a draft; those of a locked letter are part of it already."""
    if letter.state is not LetterState.DRAFT:
        return []
    return [
        Edit(known.block, blocks_from_json(known.base), blocks_from_json(known.content))
        for known in uow.all(LetterEdit, letter_id=letter.id)
    ]


def content_of(uow: UnitOfWork, letter: Letter) -> LetterContent:
    """Return what a letter says, edits included."""
    return merged(from_json(letter.content), edits_of(uow, letter))


def keep_content(desk: Desk, uow: UnitOfWork, letter: Letter, content: LetterContent) -> None:
    """Keep what a draft says as composed, with its numbers and the letter it corrects, and set its file."""
    finished = _numbered(desk, letter, _replacing(desk, uow, letter, content))
    letter.content = to_json(finished)
    letter.title, letter.dated = finished.title, finished.dated
    letter.template_version = finished.template_version
    keep_file(uow, letter, set_draft(desk, letter, content_of(uow, letter)).pdf)


def set_draft(desk: Desk, letter: Letter, content: LetterContent) -> Rendered:
    """Set a draft; the times in its file are the start of its date."""
    return rendered(desk, content, dt.datetime.combine(letter.dated, dt.time(), dt.UTC), draft=True)


def rendered(desk: Desk, content: LetterContent, made_at: dt.datetime, *, draft: bool) -> Rendered:
    """Set what a letter says on the agency's page."""
    return render(content, PageSettings(logo=desk.settings.logo), draft=draft, made_at=made_at)


def keep_file(uow: UnitOfWork, letter: Letter, pdf: bytes) -> None:
    """Keep a letter's file as it was set."""
    letter.pdf_sha256 = uow.keep_file(pdf, f"{letter.kind.value}-{letter.number}.pdf")


def file_of(desk: Desk, uow: UnitOfWork, letter: Letter) -> bytes:
    """Return a letter's file: a locked one byte for byte as it was locked, an edited draft set anew."""
    if letter.pdf_sha256 is not None and not edits_of(uow, letter):
        return uow.file(letter.pdf_sha256)
    return set_draft(desk, letter, content_of(uow, letter)).pdf


def letter_pdf(desk: Desk, letter_id: str) -> bytes:
    """Return a letter's file as it is now; a locked one byte for byte as it was locked."""
    with desk.store.reader() as uow:
        return file_of(desk, uow, letter_of(uow, letter_id))


def letter_pages(desk: Desk, letter_id: str) -> SetLetter:
    """Return a letter's file as ``letter_pdf`` does, with the places of its figures."""
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        if letter.state is not LetterState.DRAFT and letter.pdf_sha256 is not None:
            return SetLetter(uow.file(letter.pdf_sha256), places_from_json(letter.figure_places))
        content = content_of(uow, letter)
    done = set_draft(desk, letter, content)
    return SetLetter(done.pdf, tuple(shown(place) for place in done.figures))


def shown(place: FigurePlace) -> ShownFigure:
    """Return where a figure stands, as the window shows it."""
    source = place.source
    return ShownFigure(
        place.page,
        place.left,
        place.top,
        place.width,
        place.height,
        place.text,
        source.submission_id,
        source.sheet,
        source.cell,
    )


def places_to_json(places: tuple[ShownFigure, ...]) -> str:
    """Return the places of a locked letter's figures as JSON, field by field in their order."""
    return json.dumps([list(vars(place).values()) for place in places], ensure_ascii=False)


def places_from_json(text: str) -> tuple[ShownFigure, ...]:
    """Return what ``places_to_json`` wrote; nothing for a letter that was locked before places were kept."""
    return tuple(ShownFigure(*fields) for fields in json.loads(text)) if text else ()


def _numbered(desk: Desk, letter: Letter, content: LetterContent) -> LetterContent:
    """Put the record system's number beside the particulars, where it is known before the letter is locked."""
    label = desk.settings.labels.document_number
    if not letter.document_number or any(known.label == label for known in content.references):
        return content
    before = 1 + max(
        (place for place, known in enumerate(content.references) if known.label == desk.settings.labels.case_number),
        default=0,
    )
    number = Reference(label, letter.document_number)
    return replace(content, references=(*content.references[:before], number, *content.references[before:]))


def _replacing(desk: Desk, uow: UnitOfWork, letter: Letter, content: LetterContent) -> LetterContent:
    """Let a letter that corrects another begin by naming it."""
    old = uow.get(Letter, letter.replaces_id or "")
    if old is None:
        return content
    danish = Translator("da")
    labels = desk.settings.labels
    numbers = [f"{labels.case_number} {old.case_number}" if old.case_number else ""]
    numbers += [f"{labels.document_number} {old.document_number}" if old.document_number else ""]
    known = ", ".join(filter(None, numbers))
    words = f"brev af {danish.long_date(old.dated)}" + (f" ({known})" if known else "")
    line = (Text("Dette brev erstatter "), Field(REPLACES, words), Text("."))
    return replace(
        content,
        blocks=(Paragraph(line, origin=REPLACES), *content.blocks),
        fields=(*content.fields, Field(REPLACES, words)),
    )
