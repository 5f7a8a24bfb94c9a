"""Where a letter goes: the recipient's address with the day it holds from, entered where it is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority, Contact, Organisation
from koorddesk.domain.ids import new_id
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.letter_kinds import REACH, Reach
from koorddesk.services.letter_setting import letter_of
from koorddesk.services.letters import set_again
from koorddesk.services.register_lookup import contact_on
from koorddesk.services.sheets import Heading, Sheet, save_sheets
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "address-empty": N_("Write the address, a line each: street, then postal code and town."),
        "address-of-many": N_("A letter to many has no address of its own; it is sent as it is."),
        "address-of-name": N_(
            "%(name)s is only a name on the step. Put it among the authorities or organisations to keep its address."
        ),
    }
)


@dataclass(frozen=True)
class Address:
    """A recipient's address as it holds on a day; empty lines where none is known."""

    recipient: str
    addressee: str
    lines: str
    email: str
    valid_from: dt.date | None
    example: bool = False


def address_of(desk: Desk, letter_id: str) -> Address:
    """Return the address that a letter's recipient has on the letter's day; UserError where it cannot have one."""
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        body = _party(uow, letter)
        contact = contact_on(uow, body.id, letter.dated)
    if contact is not None:
        return Address(
            letter.recipient_name,
            contact.addressee,
            contact.address_lines,
            contact.email,
            contact.valid_from,
            contact.example,
        )
    lines = body.address if isinstance(body, Organisation) else ""
    return Address(letter.recipient_name, "", lines, "", None)


def without_address(desk: Desk, letter_id: str) -> list[Authority]:
    """Return the authorities that drafts of a letter's run go to and no address is known of, in Danish order."""
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        run = uow.all(Letter, step_id=letter.step_id, kind=letter.kind, state=LetterState.DRAFT)
        known = (uow.get(Authority, draft.recipient_id) for draft in run if draft.recipient_id)
        found = {body.id: body for body in known if body is not None and contact_on(uow, body.id, letter.dated) is None}
    return sorted(found.values(), key=lambda body: danish_key(body.official_name))


def write_address_list(desk: Desk, letter_id: str, path: Path) -> Path:
    """Write a workbook with a row for each recipient without an address, to be filled in and imported."""
    headings = ("Kode", "Myndighed", "Modtager", "Adresselinje 1", "Postnr.", "By", "E-mail")
    rows = tuple((body.code or "", body.official_name, "", "", "", "", "") for body in without_address(desk, letter_id))
    sheet = Sheet("Adresser", tuple(Heading(words) for words in headings), rows)
    return save_sheets(desk, path, (sheet,))


def keep_address(desk: Desk, letter_id: str, addressee: str, lines: str, email: str, valid_from: dt.date) -> Changes:
    """Keep the address of a letter's recipient from a day on, and set its drafts again; what held before ends then."""
    clean = "\n".join(line.strip() for line in lines.splitlines() if line.strip())
    if not clean:
        raise UserError("address-empty")
    with desk.store.unit_of_work() as uow:
        letter = letter_of(uow, letter_id)
        body = _party(uow, letter)
        if isinstance(body, Organisation):
            body.address = clean
        else:
            _keep_contact(uow, body.id, addressee.strip(), clean, email.strip(), valid_from)
        for draft in uow.all(Letter, recipient_id=body.id, state=LetterState.DRAFT):
            set_again(desk, uow, draft)
        return uow.commit(Summary(N_("address of %(name)s kept"), {"name": letter.recipient_name}))


def _keep_contact(uow: UnitOfWork, party: str, addressee: str, lines: str, email: str, valid_from: dt.date) -> None:
    before = contact_on(uow, party, valid_from)
    if before is not None and before.valid_from == valid_from:
        before.addressee, before.address_lines, before.email, before.example = addressee, lines, email, False
        return
    if before is not None:
        before.valid_to = valid_from - dt.timedelta(days=1)
    uow.add(Contact(new_id(), party, addressee, lines, email, valid_from))


def _party(uow: UnitOfWork, letter: Letter) -> Authority | Organisation:
    if REACH[letter.kind] in (Reach.ALL, Reach.PUBLIC):
        raise UserError("address-of-many")
    body = uow.get(Authority, letter.recipient_id or "") or uow.get(Organisation, letter.recipient_id or "")
    if body is None:
        raise UserError("address-of-name", name=letter.recipient_name)
    return body
