"""Authorities by date: who exists, who belongs where, who stands in for whom, where letters go."""

from __future__ import annotations

import datetime as dt

from koorddesk.domain.authorities import (
    Alias,
    Authority,
    AuthorityKind,
    Contact,
    Membership,
    Succession,
    in_force,
    successor_on,
)
from koorddesk.sorting import danish_key
from koorddesk.store.uow import UnitOfWork
from koorddesk.workbooks.register import Register, match_authority


def register_for_matching(uow: UnitOfWork) -> Register:
    """Return all authorities with their spellings, as the reader of forms needs them."""
    return Register.from_records(uow.all(Authority), uow.all(Membership), uow.all(Succession), uow.all(Alias))


def authority_named(uow: UnitOfWork, known: Register, text: str, kind: AuthorityKind | None = None) -> Authority | None:
    """Return the authority that a text names for certain, or None."""
    found = match_authority(text, known, kind=kind).respondent
    if found is None:
        return None
    return next((a for a in uow.all(Authority, name=found.name) if a.kind is found.kind), None)


def authorities_on(uow: UnitOfWork, day: dt.date, kind: AuthorityKind | None = None) -> list[Authority]:
    """Return the authorities that exist on a day, by name in Danish order."""
    found = [a for a in uow.all(Authority) if a.valid_on(day) and kind in {None, a.kind}]
    return sorted(found, key=lambda authority: danish_key(authority.name))


def members_of(uow: UnitOfWork, group_id: str, day: dt.date) -> list[Authority]:
    """Return who belongs to a region or a part of the country on a day, by name in Danish order."""
    links = [m for m in uow.all(Membership, group_id=group_id) if in_force(m.valid_from, m.valid_to, day)]
    members = uow.all(Authority, id=[link.member_id for link in links])
    return sorted(members, key=lambda authority: danish_key(authority.name))


def standing_in_for(uow: UnitOfWork, authority_id: str, day: dt.date) -> Authority:
    """Return who answers for an authority on a day: itself, or its successor once it is gone."""
    authority = uow.get(Authority, successor_on(authority_id, day, uow.all(Succession)))
    if authority is None:
        raise KeyError(authority_id)
    return authority


def contact_on(uow: UnitOfWork, party_id: str, day: dt.date) -> Contact | None:
    """Return where letters to an authority or organisation go on a day, or None where nothing is known."""
    known = [c for c in uow.all(Contact, party_id=party_id) if in_force(c.valid_from, c.valid_to, day)]
    return max(known, key=lambda contact: contact.valid_from or dt.date.min, default=None)
