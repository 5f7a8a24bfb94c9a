"""Letters of a step: draft them, look at their sources, say and settle what is open, write them out.

A draft is set again from the store as often as one likes; a frozen letter is never set again, its stored bytes are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Contact
from koorddesk.domain.chain import Case, Step
from koorddesk.domain.ids import new_id
from koorddesk.domain.letters import BlockDecision, Letter, LetterKind, LetterState
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.letters.content import OpenReason, figures, open_blocks, plain
from koorddesk.letters.small_numbers import PREFIX as SMALL_NUMBER
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.case_lookup import announcement_of, asked_region
from koorddesk.services.exporting import Export, require
from koorddesk.services.letter_files import file_name
from koorddesk.services.letter_grounds import Grounds
from koorddesk.services.letter_kinds import NAMES, letters_of, own_letters
from koorddesk.services.letter_recipients import Receiver, circle, receivers
from koorddesk.services.letter_setting import content_of, file_of, keep_content, letter_of
from koorddesk.services.queries import LetterRow, letter_row, members_asked
from koorddesk.services.whole_files import write_files
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "letter-nobody": N_(
            'There is nobody to write "%(kind)s" to: nobody is named in the step, or nothing has come in yet.'
        ),
        "no-letters": N_(
            'Case %(number)s has no letters of the kind "%(kind)s". Make the request first, or check the kind.'
        ),
        "release-reason-empty": N_("Write why the small number may stand; the reason is kept with the letter."),
        "decider-empty": N_("Write the name of the person who decided it; legal staff answer for this place."),
    }
)

ADDRESS = "address"  # the place that stands open where no address is known
LEGAL_BASIS = "legal-basis"  # settled among the legal references, not in a letter
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class SourceRow:
    """One figure of a letter with the way back to the cell it was read from."""

    shown: str
    label: str
    report: str
    version: str
    received_on: dt.date
    file: str
    sheet: str
    cell: str
    sha256: str
    submission_id: str


@dataclass(frozen=True)
class WrittenLetter:
    """A letter written to a file: who it is to, how it stands, and where it lies."""

    number: int
    recipient: str
    state: LetterState
    path: Path


@dataclass(frozen=True)
class LetterChoice:
    """A kind of letter that a step can have: what it is called, how many would be written, whether it sends it."""

    kind: LetterKind
    name: str
    count: int
    own: bool


def letter_choices(desk: Desk, case_number: str, step_id: str) -> list[LetterChoice]:
    """Return the kinds of letter that can be drafted from a step and have somebody to go to, its own first."""
    with desk.store.reader() as uow:
        case, step = _case(uow, case_number), uow.get(Step, step_id)
        announcement = announcement_of(uow, case)
        if step is None:
            return []
        around = circle(uow, announcement, step, desk.today())
        return [
            LetterChoice(kind, desk.translator.text(NAMES[kind.value]), count, kind in own_letters(step.kind))
            for kind in letters_of(step.kind)
            if (count := len(receivers(uow, case, announcement, step, kind, around, desk.today())))
        ]


def draft_letters(
    desk: Desk,
    case_number: str,
    step_id: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    kind: LetterKind | None = None,
    only: Callable[[Receiver], bool] | None = None,
) -> list[LetterRow]:
    """Draft the letters of one kind from a step, by default of all kinds that the step itself sends, and keep them.

    ``only`` chooses among the receivers, where not all of them are written to. Unapproved drafts are set again.
    Everything or nothing: a cancelled run leaves the store as it was.
    """
    with desk.store.unit_of_work() as uow:
        case = _case(uow, case_number)
        step = uow.get(Step, step_id)
        possible = () if step is None else letters_of(step.kind) if kind else own_letters(step.kind)
        kinds = [known for known in possible if kind in (None, known)]
        if step is None or step.case_id != case.id or not kinds:
            raise UserError("no-letters", number=case_number, kind=kind or "")
        sources = [Grounds(desk, uow, case, step, known) for known in kinds]
        writing = [
            (source, receiver) for source in sources for receiver in source.receivers if only is None or only(receiver)
        ]
        if not writing:
            raise UserError("letter-nobody", kind=desk.translator.text(NAMES[kinds[0].value]))
        existing = uow.all(Letter, step_id=step.id)
        next_number = 1 + max((letter.number for letter in uow.all(Letter, case_id=case.id)), default=0)
        rows = []
        for index, (source, receiver) in enumerate(writing, start=1):
            if cancelled is not None and cancelled():
                raise UserError("cancelled")
            same = (known for known in existing if known.kind is source.kind and receiver.is_of(known))
            # Of a letter and the one that corrects it, the later one is still to be set.
            letter = max(same, key=lambda known: known.number, default=None)
            if letter is None:
                letter = source.new_letter(receiver, next_number)
                letter.written_by = desk.actor.account
                next_number += 1
                uow.add(letter)
            if letter.state is LetterState.DRAFT:
                keep_content(desk, uow, letter, source.content(receiver))
            rows.append(letter_row(letter, case))
            if progress is not None:
                progress(index, len(writing), receiver.name)
        uow.commit(
            Summary(
                N_("one letter drafted in case %(case)s")
                if len(rows) == 1
                else N_("%(count)d letters drafted in case %(case)s"),
                {"count": len(rows), "case": case.number},
            )
        )
        return rows


def redraft(
    desk: Desk,
    letter_id: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[LetterRow]:
    """Set all drafts of a letter's kind and step again, with today's date; edits stay."""
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        case = uow.get(Case, letter.case_id)
        assert case is not None
        run = uow.all(Letter, step_id=letter.step_id, kind=letter.kind)
    return draft_letters(
        desk,
        case.number,
        letter.step_id,
        progress,
        cancelled,
        kind=letter.kind,
        only=lambda receiver: any(receiver.is_of(known) for known in run),
    )


def set_again(desk: Desk, uow: UnitOfWork, draft: Letter) -> None:
    """Set one draft again, where its recipient is still written to."""
    case, step = uow.get(Case, draft.case_id), uow.get(Step, draft.step_id)
    assert case is not None
    assert step is not None
    source = Grounds(desk, uow, case, step, draft.kind)
    receiver = source.receiver_of(draft)
    if receiver is not None:
        keep_content(desk, uow, draft, source.content(receiver))


def letter_sources(desk: Desk, letter_id: str) -> list[SourceRow]:
    """Return every figure of a letter with its source, in the order it is used."""
    with desk.store.reader() as uow:
        content = content_of(uow, letter_of(uow, letter_id))
    return [
        SourceRow(
            shown=figure.text,
            label=figure.label,
            report=figure.source.report,
            version=figure.source.version,
            received_on=figure.source.received_on,
            file=figure.source.file,
            sheet=figure.source.sheet,
            cell=figure.source.cell,
            sha256=figure.source.sha256,
            submission_id=figure.source.submission_id,
        )
        for figure in figures(content)
    ]


@dataclass(frozen=True)
class OpenPoint:
    """What still stops a letter from being approved: its name, a sentence, and who settles it.

    ``legal``: legal staff have to decide. ``writable``: a named person can decide or write it here.
    """

    block: str
    text: str
    legal: bool
    writable: bool


def open_places(desk: Desk, letter_id: str) -> list[OpenPoint]:
    """Return what still stops a letter from being approved."""
    with desk.store.reader() as uow:
        content = content_of(uow, letter_of(uow, letter_id))
    return [
        OpenPoint(
            block.id,
            plain(block.line),
            legal=block.reason is OpenReason.LEGAL,
            writable=block.reason is not OpenReason.MISSING and block.id != LEGAL_BASIS,
        )
        for block in open_blocks(content)
    ]


def decide_block(desk: Desk, letter_id: str, block: str, text: str, decided_by: str) -> Changes:
    """Settle an open place in all drafts of the letter's step, by a named person's decision, and set them again.

    ``text`` is what the letters say there; an empty one leaves the place out. A small count is released by it: the text
    is then the reason, and is not printed. Raises UserError where nobody is named, or a release has no reason.
    """
    if not decided_by.strip():
        raise UserError("decider-empty")
    if block.startswith(SMALL_NUMBER) and not text.strip():
        raise UserError("release-reason-empty")
    with desk.store.unit_of_work() as uow:
        letter = letter_of(uow, letter_id)
        if letter.state is not LetterState.DRAFT:
            raise UserError("letter-not-draft")
        known = uow.one(BlockDecision, step_id=letter.step_id, block=block)
        if known is None:
            known = BlockDecision(new_id(), letter.step_id, block, "", "", desk.today())
            uow.add(known)
        known.text, known.decided_by, known.decided_on = text.strip(), decided_by.strip(), desk.today()
        case, step = uow.get(Case, letter.case_id), uow.get(Step, letter.step_id)
        assert case is not None
        assert step is not None
        drafts = uow.all(Letter, step_id=step.id, state=LetterState.DRAFT)
        for kind in dict.fromkeys(draft.kind for draft in drafts):
            source = Grounds(desk, uow, case, step, kind)
            for draft in drafts:
                receiver = source.receiver_of(draft) if draft.kind is kind else None
                if receiver is not None:
                    keep_content(desk, uow, draft, source.content(receiver))
        return uow.commit(Summary(N_("open place decided in the letters of case %(case)s"), {"case": case.number}))


def write_letters(desk: Desk, case_number: str, kind: str, folder: Path) -> list[WrittenLetter]:
    """Write a case's letters of one kind to a folder, exactly as they lie in the store."""
    require(desk.settings, Export.LETTERS)
    with desk.store.reader() as uow:
        case = _case(uow, case_number)
        letters = sorted(
            (letter for letter in uow.all(Letter, case_id=case.id) if letter.kind.value == kind),
            key=lambda letter: letter.number,
        )
        if not letters:
            raise UserError("no-letters", number=case_number, kind=kind)
        files = {file_name(letter, "pdf"): file_of(desk, uow, letter) for letter in letters}
    paths = write_files(folder, files)
    return [
        WrittenLetter(letter.number, letter.recipient_name, letter.state, path)
        for letter, path in zip(letters, paths, strict=True)
    ]


def _case(uow: UnitOfWork, number: str) -> Case:
    case = uow.one(Case, number=number)
    if case is None:
        raise UserError("no-such-case", number=number)
    return case


def recipients_without_address(desk: Desk, announcement_code: str, region_code: str) -> Sequence[str]:
    """Return the councils of a region that no address is known of, in Danish order."""
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = asked_region(uow, announcement, region_code)
        known = {contact.party_id for contact in uow.all(Contact)}
        return sorted(
            (council.official_name for council in members_asked(uow, announcement, region) if council.id not in known),
            key=danish_key,
        )
