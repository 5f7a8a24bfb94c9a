"""Answers to the yearly hearing from a workbook, such as the survey tool writes: one row per answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.dialogue import DialogueEntry, EntryKind
from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.errors import UserError
from koorddesk.findings import Finding
from koorddesk.i18n import N_
from koorddesk.services.announcements import find_group
from koorddesk.services.dialogue import EntryDraft, put_entry
from koorddesk.services.entry_documents import put_entry_document
from koorddesk.services.filing import bytes_of
from koorddesk.services.register_rows import Row, read_rows
from koorddesk.store.uow import Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

_HEADINGS = {
    "organisation": r"organisation|organisationens navn|afsender|høringspart",
    "group": r"målgruppe|målgruppen",
    "concern": r"bekymring|begrundet bekymring|beskrivelse af bekymringen",
    "documentation": r"dokumentation|begrundelse|kilder",
    "text": r"bemærkninger|øvrige bemærkninger|kommentarer",
    "date": r"dato|svardato|modtaget|besvaret den",
}
_NEEDED = (frozenset({"organisation", "concern"}), frozenset({"organisation", "text"}))


@dataclass(frozen=True)
class HearingImported:
    """What an import of hearing answers did: how many were new, how many were there already, what is to be said.

    ``unknown_groups`` are target groups as the rows write them that the register does not know; those answers are
    taken in without a group, with the words in their text.
    """

    added: int
    known: int
    unknown_groups: tuple[str, ...]
    findings: tuple[Finding, ...]


def import_hearing_answers(desk: Desk, path: Path, hearing_id: str) -> HearingImported:
    """Take answers to a hearing from a workbook, as one change set; the same workbook again adds nothing.

    The workbook itself is kept as a document of the hearing, and each answer names it as its source.
    """
    rows = read_rows(path, _HEADINGS, _NEEDED, "Organisation, Målgruppe, Bekymring, Dokumentation, Dato")
    added = known = 0
    unknown: dict[str, None] = {}
    with desk.store.unit_of_work() as uow:
        there = {
            (answer.organisation, answer.title, answer.concern, answer.text)
            for answer in uow.all(DialogueEntry, belongs_to_id=hearing_id)
        }
        for row in rows:
            draft = _draft(uow, row, hearing_id, unknown)
            if draft is None:
                row.say("row-left-out", row=row.number)
            elif (draft.organisation, draft.title, draft.concern, draft.text) in there:
                known += 1
            else:
                put_entry(desk, uow, replace(draft, source=path.name))
                added += 1
        if added:
            theme = desk.translator.text(N_("Answers to the hearing: %(file)s"), file=path.name)
            kind, file = DocumentKind.HEARING_ANSWER, (bytes_of(path), path.name)
            put_entry_document(desk, uow, hearing_id, Direction.INCOMING, kind, theme, desk.today(), file=file)
            uow.commit(Summary(N_("import of %(count)d answers to the hearing"), {"count": added}))
    findings = tuple(finding for row in rows for finding in row.findings)
    return HearingImported(added, known, tuple(unknown), findings)


def _draft(uow: UnitOfWork, row: Row, hearing_id: str, unknown: dict[str, None]) -> EntryDraft | None:
    """Return the answer a row gives, or None where it names no organisation or its date cannot be read."""
    organisation, group = row.text("organisation"), row.text("group")
    day, read = row.date("date")
    if not organisation or not read:
        return None
    groups = (group,) if group and _is_known(uow, group) else ()
    if group and not groups:
        unknown[group] = None
    return EntryDraft(
        EntryKind.HEARING_ANSWER,
        title=f"{organisation}: {group}" if group else organisation,
        held_on=day,
        text=row.text("text"),
        concern=row.text("concern"),
        documentation=row.text("documentation"),
        organisation=organisation,
        belongs_to=hearing_id,
        groups=groups,
    )


def _is_known(uow: UnitOfWork, group: str) -> bool:
    try:
        find_group(uow, group)
    except UserError:
        return False
    return True
