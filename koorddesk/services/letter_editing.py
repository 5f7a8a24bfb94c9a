"""Writing in a draft: its text block by block, what came from where, edits kept as they are typed.

Edits lie beside the letter and are laid over it, so that a draft can be set again and keeps what was written in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.letters import Letter, LetterEdit, LetterState
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.letters.catalogue import FIELDS
from koorddesk.letters.content import (
    Align,
    Block,
    Column,
    DeadlineBlock,
    Field,
    Figure,
    Heading,
    Inline,
    Line,
    Link,
    ListBlock,
    OpenBlock,
    OpenReason,
    Paragraph,
    Source,
    Style,
    Table,
    Text,
    blocks_from_json,
    blocks_to_json,
    from_json,
    lines_of,
    plain,
)
from koorddesk.letters.edits import Edit, Part, keyed, parts, quoted, signature
from koorddesk.services.letter_setting import edits_of, letter_of
from koorddesk.services.queries import HistoryRow, history
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

# What the window is given to show and gives back: a letter's blocks as they are.
__all__ = [
    "Align",
    "Block",
    "Column",
    "DeadlineBlock",
    "Field",
    "Figure",
    "Heading",
    "Inline",
    "Line",
    "Link",
    "ListBlock",
    "OpenBlock",
    "OpenReason",
    "Paragraph",
    "Part",
    "Source",
    "Style",
    "Table",
    "Text",
]

register(
    {
        "letter-block-gone": N_(
            "The text that was changed is no longer in the letter. Nothing was saved; open the letter again."
        ),
        "letter-block-open": N_("An open place is settled with a decision; it cannot be written over."),
    }
)

_WORD_LIMIT = 60  # characters of a text that the history quotes


@dataclass(frozen=True)
class LetterText:
    """A letter's text for the editor.

    ``parts`` are its blocks with their edits; ``fields`` every field of the store that has a value, with ``meanings``
    what each stands for in Danish. A letter that is no draft can be read, not written in.
    """

    letter_id: str
    draft: bool
    parts: tuple[Part, ...]
    fields: Mapping[str, str]
    meanings: Mapping[str, str]


@dataclass(frozen=True)
class Copied:
    """What became of one letter's edits in the other drafts: letters changed, edits whose place another lacks."""

    letters: int
    without_place: int
    changes: Changes


def letter_text(desk: Desk, letter_id: str) -> LetterText:
    """Return a letter's text with its edits, block by block."""
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        content = from_json(letter.content)
        found = parts(content, edits_of(uow, letter))
    known = {field.name: field.text for field in content.fields}
    for block in content.blocks:
        known |= {piece.name: piece.text for line in lines_of(block) for piece in line if isinstance(piece, Field)}
    meanings = {name: FIELDS[name] for name in known if name in FIELDS}
    return LetterText(letter.id, letter.state is LetterState.DRAFT, found, known, meanings)


def save_edits(desk: Desk, letter_id: str, changed: Mapping[str, tuple[Block, ...] | None]) -> Changes:
    """Keep what stands in place of some blocks of a draft; None or the standard text itself puts it back."""
    with desk.store.unit_of_work() as uow:
        letter = _draft(uow, letter_id)
        standing = keyed(from_json(letter.content).blocks)
        known = {edit.block: edit for edit in uow.all(LetterEdit, letter_id=letter.id)}
        for key, blocks in changed.items():
            standard = standing.get(key)
            if blocks is None or (standard is not None and _same(blocks, standard)):
                if key in known:
                    uow.remove(known[key])
                continue
            _keep(desk, uow, letter, key, standard, blocks, known.get(key))
        return uow.commit(_summary(letter, changed))


def keep_edit(desk: Desk, letter_id: str, key: str) -> Changes:
    """Keep an edit as it is over a standard text that has changed; whoever does so has looked at both."""
    with desk.store.unit_of_work() as uow:
        letter = _draft(uow, letter_id)
        edit = uow.one(LetterEdit, letter_id=letter.id, block=key)
        standard = keyed(from_json(letter.content).blocks).get(key)
        if edit is None or standard is None:
            raise UserError("letter-block-gone")
        edit.base = blocks_to_json((standard,))
        edit.edited_by, edit.edited_at = desk.actor.account, dt.datetime.now(dt.UTC)
        return uow.commit(Summary(N_("edit kept in letter %(number)d"), {"number": letter.number}))


def copy_edits(desk: Desk, letter_id: str) -> Copied:
    """Put a draft's edits into the other drafts of the same kind from the same step.

    An edit goes where the same standard text stands, whatever its fields say there. One that quotes a figure belongs
    to its recipient and stays.
    """
    with desk.store.unit_of_work() as uow:
        letter = _draft(uow, letter_id)
        edits = [edit for edit in edits_of(uow, letter) if not _quotes_figure(edit)]
        others = [
            other
            for other in uow.all(Letter, step_id=letter.step_id, kind=letter.kind, state=LetterState.DRAFT)
            if other.id != letter.id
        ]
        reached: set[str] = set()
        missed = 0
        for other in others:
            standing = keyed(from_json(other.content).blocks)
            known = {edit.block: edit for edit in uow.all(LetterEdit, letter_id=other.id)}
            for edit in edits:
                standard = standing.get(edit.key)
                if standard is None or signature((standard,)) != signature(edit.base):
                    missed += 1
                    continue
                _keep(desk, uow, other, edit.key, standard, edit.blocks, known.get(edit.key))
                reached.add(other.id)
        changes = uow.commit(
            Summary(
                N_("edits of letter %(number)d put into %(count)d other drafts"),
                {"number": letter.number, "count": len(reached)},
            )
        )
        return Copied(len(reached), missed, changes)


def letter_history(desk: Desk, letter_id: str) -> list[HistoryRow]:
    """Return what happened to a letter and to its text, oldest first; of an edit, what stood there and stands now."""
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        keys = [edit.id for edit in uow.all(LetterEdit, letter_id=letter.id)]
    rows = history(desk, letter.id)
    for key in keys:
        rows += [_plain_row(row) for row in history(desk, key) if row.field == "content"]
    return sorted(rows, key=lambda row: row.when)


def _draft(uow: UnitOfWork, letter_id: str) -> Letter:
    letter = letter_of(uow, letter_id)
    if letter.state is not LetterState.DRAFT:
        raise UserError("letter-not-draft")
    return letter


def _keep(
    desk: Desk,
    uow: UnitOfWork,
    letter: Letter,
    key: str,
    standard: Block | None,
    blocks: tuple[Block, ...],
    known: LetterEdit | None,
) -> None:
    if isinstance(standard, OpenBlock):
        raise UserError("letter-block-open")
    if standard is None and known is None:
        raise UserError("letter-block-gone")
    content, now = blocks_to_json(blocks), dt.datetime.now(dt.UTC)
    if known is not None:
        if known.content != content:
            known.content, known.edited_by, known.edited_at = content, desk.actor.account, now
        return
    assert standard is not None
    base = blocks_to_json((standard,))
    uow.add(LetterEdit(new_id(), letter.id, key, base, content, desk.actor.account, now))


def _same(blocks: Sequence[Block], standard: Block) -> bool:
    return len(blocks) == 1 and blocks_to_json(blocks) == blocks_to_json((standard,))


def _summary(letter: Letter, changed: Mapping[str, tuple[Block, ...] | None]) -> Summary:
    words = next((quoted(blocks) for blocks in changed.values() if blocks), "")
    known: dict[str, str | int] = {"number": letter.number, "recipient": letter.recipient_name}
    if not words:
        return Summary(N_("text of letter %(number)d to %(recipient)s put back or taken out"), known)
    return Summary(N_("letter %(number)d to %(recipient)s edited: %(words)s"), {**known, "words": words})


def _quotes_figure(edit: Edit) -> bool:
    return any(isinstance(part, Figure) for block in edit.blocks for line in lines_of(block) for part in line)


def _plain_row(row: HistoryRow) -> HistoryRow:
    return HistoryRow(row.when, row.who, row.what, row.reason, "text", _words(row.before), _words(row.after))


def _words(text: str) -> str:
    if not text:
        return ""
    words = " ".join(plain(line) for block in blocks_from_json(text) for line in lines_of(block))
    return words if len(words) <= _WORD_LIMIT else words[: _WORD_LIMIT - 1] + "…"
