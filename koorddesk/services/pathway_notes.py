"""Follow-up notes on pathway descriptions: what an authority told about a recommendation, which is advisory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority
from koorddesk.domain.dialogue import DialogueEntry
from koorddesk.domain.ids import new_id
from koorddesk.domain.pathways import Edition, PathwayNote, Recommendation
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.chain_situation import authority_named
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "no-such-recommendation": N_("That recommendation is no longer in the register. Look at the list again."),
        "note-status-empty": N_("Write what was told about the recommendation."),
    }
)


@dataclass(frozen=True)
class NoteRow:
    """One note: which recommendation, which authority, when, what was told, in which conversation (``entry``)."""

    id: str
    edition: str
    number: str
    title: str
    authority: str
    noted_on: dt.date
    status: str
    text: str
    noted_by: str
    entry: str


def add_pathway_note(
    desk: Desk,
    recommendation_id: str,
    authority: str,
    noted_on: dt.date,
    status: str,
    text: str = "",
    entry_id: str | None = None,
) -> Changes:
    """Note what an authority (code, name or id) told about a recommendation; ``status`` is in free words."""
    if not status.strip():
        raise UserError("note-status-empty")
    with desk.store.unit_of_work() as uow:
        if uow.get(Recommendation, recommendation_id) is None:
            raise UserError("no-such-recommendation")
        if entry_id is not None and uow.get(DialogueEntry, entry_id) is None:
            raise UserError("no-such-entry")
        found = authority_named(uow, authority, noted_on)
        uow.add(
            PathwayNote(
                id=new_id(),
                recommendation_id=recommendation_id,
                authority_id=found.id,
                noted_on=noted_on,
                status=status.strip(),
                text=text.strip(),
                noted_by=desk.actor.name,
                entry_id=entry_id,
            )
        )
        return uow.commit(Summary(N_("follow-up note about %(authority)s"), {"authority": found.name}))


def pathway_notes(desk: Desk, pathway_id: str) -> list[NoteRow]:
    """Return the notes on a pathway description, by recommendation and authority."""
    with desk.store.reader() as uow:
        rows = []
        for edition in uow.all(Edition, pathway_id=pathway_id):
            for advice in uow.all(Recommendation, edition_id=edition.id):
                for note in uow.all(PathwayNote, recommendation_id=advice.id):
                    authority = uow.get(Authority, note.authority_id)
                    entry = uow.get(DialogueEntry, note.entry_id) if note.entry_id else None
                    rows.append(
                        NoteRow(
                            id=note.id,
                            edition=edition.published,
                            number=advice.number,
                            title=advice.title,
                            authority=authority.name if authority else "",
                            noted_on=note.noted_on,
                            status=note.status,
                            text=note.text,
                            noted_by=note.noted_by,
                            entry=entry.title if entry else "",
                        )
                    )
    return sorted(rows, key=lambda row: (danish_key(row.number), danish_key(row.authority), row.noted_on))
