"""Legal references that legal staff fill in, correct and confirm; the program never invents law.

What no source gives is an empty record. What is written here is not confirmed until a named person says so, and every
change has its reason in the history. A step that stands on a record says what is missing until then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.legal import LegalReference, Standing
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.chain_words import STEPS
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "no-such-reference": N_("That legal reference is no longer in the database. Look at the list again."),
        "reference-empty": N_(
            "Write the paragraph and the wording first; without them a letter has nothing to stand on."
        ),
        "reference-source": N_("Write where the wording is read: the act's number and day, or the page."),
        "reference-person": N_("Write the name of the person who confirms the reference."),
        "reference-reason": N_("Write why the legal reference is changed; the reason is kept."),
        "reference-day": N_("The new wording cannot be in force from %(day)s or earlier. Choose a later day."),
        "reference-ended": N_("That wording is replaced already. Change the one that replaced it."),
    }
)
# What a reference is the basis of, besides the steps that bear the same name.
TOPICS: Mapping[str, str] = {
    "monitoring": N_("monitoring"),
    "negotiation": N_("negotiation with the ministry"),
    "temporary-order-with-order": N_("temporary order in connection with an order"),
    "order-duration": N_("how long an order lasts, and how it is prolonged and lifted"),
    "appeal": N_("appeal"),
    "takeover-approval-municipality": N_("approval of a take-over by a municipality"),
    "takeover-approval-region": N_("approval of a take-over by a region"),
    "regional-establishment": N_("a region that establishes an offer by order"),
}


@dataclass(frozen=True)
class Wording:
    """A provision as legal staff write it down: paragraph ("13 c"), section ("4"), wording, and where it is read."""

    paragraph: str
    section: str
    wording: str
    source: str


def topic_words(desk: Desk, topic: str) -> str:
    """Return in words what a reference is the basis of."""
    named = TOPICS.get(topic) or STEPS.get(topic)
    return desk.translator.text(named) if named else topic


def write_reference(desk: Desk, reference_id: str, written: Wording, reason: str) -> Changes:
    """Fill in or correct a legal reference; it is not confirmed until somebody confirms it anew."""
    with desk.store.unit_of_work() as uow:
        known = _reference(uow, reference_id)
        _put(known, written, reason)
        return uow.commit(Summary(N_("legal reference written: %(citation)s"), {"citation": known.citation}), reason)


def replace_reference(desk: Desk, reference_id: str, written: Wording, from_day: dt.date, reason: str) -> str:
    """Write the wording that replaces another from a day, and return its id; the one before stays as it was."""
    with desk.store.unit_of_work() as uow:
        before = _reference(uow, reference_id)
        if before.in_force_to is not None:
            raise UserError("reference-ended")
        if before.in_force_from is not None and from_day <= before.in_force_from:
            raise UserError("reference-day", day=desk.translator.date(before.in_force_from))
        after = LegalReference(
            new_id(), before.topic, before.act, "", "", "", Standing.MISSING, "", in_force_from=from_day
        )
        _put(after, written, reason)
        before.in_force_to = from_day - dt.timedelta(days=1)
        uow.add(after)
        uow.commit(
            Summary(
                N_("new wording of %(citation)s from %(day)s"),
                {"citation": after.citation, "day": desk.translator.date(from_day)},
            ),
            reason.strip(),
        )
        return after.id


def confirm_reference(desk: Desk, reference_id: str, person: str, on: dt.date | None = None) -> Changes:
    """Put on record that a named person has read the provision and confirms it; only then do steps stand on it."""
    if not person.strip():
        raise UserError("reference-person")
    with desk.store.unit_of_work() as uow:
        known = _reference(uow, reference_id)
        if not known.paragraph or not known.wording:
            raise UserError("reference-empty")
        known.standing = Standing.READ
        known.confirmed_by, known.confirmed_on = person.strip(), on or desk.today()
        return uow.commit(
            Summary(N_("%(citation)s confirmed by %(name)s"), {"citation": known.citation, "name": known.confirmed_by})
        )


def _reference(uow: UnitOfWork, reference_id: str) -> LegalReference:
    found = uow.get(LegalReference, reference_id)
    if found is None:
        raise UserError("no-such-reference")
    return found


def _put(known: LegalReference, written: Wording, reason: str) -> None:
    if not reason.strip():
        raise UserError("reference-reason")
    if not written.paragraph.strip() or not written.wording.strip():
        raise UserError("reference-empty")
    if not written.source.strip():
        raise UserError("reference-source")
    known.paragraph, known.section = written.paragraph.strip().removeprefix("§").strip(), written.section.strip()
    known.wording, known.source = written.wording.strip(), written.source.strip()
    known.standing, known.confirmed_by, known.confirmed_on = Standing.UNCONFIRMED, "", None
