"""Whom the letters of a step go to: the councils asked, the parties addressed, who reported and who did not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from koorddesk.domain.announcements import Announcement, AnnouncementRegion, is_late
from koorddesk.domain.authorities import Authority, AuthorityKind, Contact, Organisation
from koorddesk.domain.chain import Case, PartyRole, Step, StepParty
from koorddesk.domain.dialogue import DialogueEntry, DialogueParty
from koorddesk.domain.letters import Letter, LetterKind
from koorddesk.domain.reports import Report, Submission, SubmissionState
from koorddesk.letters.facts import Recipient, Scope
from koorddesk.services.announcements import asked_regions, current_submissions
from koorddesk.services.letter_kinds import ENTRIES, REACH, Reach
from koorddesk.services.queries import members_asked
from koorddesk.services.register_lookup import contact_on, members_of, standing_in_for
from koorddesk.sorting import danish_key
from koorddesk.store.uow import UnitOfWork

COUNCILS = {AuthorityKind.MUNICIPALITY: "kommunalbestyrelsen", AuthorityKind.REGION: "regionsrådet"}


_UNIONS = ("KL", "Danske Regioner")


@dataclass(frozen=True)
class Receiver:
    """One receiver of a letter: an authority, an organisation, a name, or (without an id) all of them together."""

    id: str | None
    name: str
    body: str = ""
    subject_id: str | None = None

    def is_of(self, letter: Letter) -> bool:
        """Tell whether a letter is to this receiver about the same thing."""
        known = (letter.recipient_id, letter.subject_id)
        return known == (self.id, self.subject_id) and (self.id is not None or letter.recipient_name == self.name)


@dataclass(frozen=True)
class Circle:
    """The regions that a step concerns with the councils of each, and whether that is the whole country."""

    regions: tuple[Authority, ...]
    councils: dict[str, tuple[Authority, ...]]
    country: bool

    @property
    def all(self) -> list[Authority]:
        """Return every council, region by region in Danish order."""
        return [council for region in self.regions for council in self.councils[region.id]]

    def region_of(self, authority_id: str) -> str:
        """Return the region that an authority belongs to here, itself where it is one; empty for none."""
        for region in self.regions:
            if authority_id == region.id or any(council.id == authority_id for council in self.councils[region.id]):
                return region.id
        return ""


def circle(uow: UnitOfWork, announcement: Announcement, step: Step, on: dt.date) -> Circle:
    """Return whom a step concerns: the regions it names, otherwise all that the announcement asks."""
    asked = {region.id: region for region, _ in asked_regions(uow, announcement)}
    named = [step.region_id] if step.region_id else []
    named = named or [party.authority_id for party in _parties(uow, step, PartyRole.REGION) if party.authority_id]
    regions = [region for key in named if (region := uow.get(Authority, key))] or list(asked.values())
    councils = {
        region.id: tuple(
            members_asked(uow, announcement, region) if region.id in asked else members_of(uow, region.id, on)
        )
        for region in regions
    }
    days = [known.due_on for known in uow.all(AnnouncementRegion, announcement_id=announcement.id)]
    existing = {
        region.id for region in uow.all(Authority, kind=AuthorityKind.REGION) if region.valid_on(min(days, default=on))
    }
    country = bool(existing) and existing <= {region.id for region in regions}
    return Circle(tuple(sorted(regions, key=lambda region: danish_key(region.name))), councils, country)


def receivers(
    uow: UnitOfWork, case: Case, announcement: Announcement, step: Step, kind: LetterKind, around: Circle, on: dt.date
) -> list[Receiver]:
    """Return whom letters of this kind go to, each once."""
    reach = REACH[kind]
    if reach in (Reach.ALL, Reach.PUBLIC):
        names = "landets kommunalbestyrelser" if around.country else ""
        names = names or f"kommunalbestyrelserne i {' og '.join(region.name for region in around.regions)}"
        return [Receiver(None, "offentligheden" if reach is Reach.PUBLIC else names)]
    if reach is Reach.COUNCILS:
        return [_authority(council) for council in around.all]
    if reach is Reach.ADDRESSEES:
        return _named(uow, addressed(uow, step), on)
    if reach is Reach.AREA:
        return [_authority(council) for council in area_councils(uow, addressed(uow, step), on)]
    if reach is Reach.MISSING:
        return _missing(uow, announcement, around, on)
    if reach is Reach.ENTRY:
        return _of_entries(uow, case, kind, on)
    states = (SubmissionState.RETURNED, SubmissionState.RETURNED_IN_PART)
    if reach is Reach.SENDERS:
        states = (SubmissionState.ACCEPTED, SubmissionState.RETURNED_IN_PART)
    return [
        _authority(sender, submission.id)
        for submission in current_submissions(uow.all(Submission, announcement_id=announcement.id))
        if submission.state in states and (sender := uow.get(Authority, submission.sender_id or "")) is not None
    ]


def addressed(uow: UnitOfWork, step: Step) -> list[StepParty]:
    """Return the parties that a step addresses, otherwise those of the act it hangs on."""
    seen: Step | None = step
    while seen is not None:
        if found := _parties(uow, seen, PartyRole.ADDRESSEE) or _parties(uow, seen, PartyRole.HEARD):
            return found
        seen = uow.get(Step, seen.follows_id) if seen.follows_id else None
    return []


def area_councils(uow: UnitOfWork, parties: list[StepParty], on: dt.date) -> list[Authority]:
    """Return the municipalities of the regions and parts of the country named, in Danish order.

    Those of a region that is no more are the ones it had on its last day: an order to it still stands.
    """
    found: dict[str, Authority] = {}
    waiting = [known for party in parties if (known := uow.get(Authority, party.authority_id or ""))]
    while waiting:
        authority = waiting.pop()
        if authority.kind is AuthorityKind.MUNICIPALITY:
            found[authority.id] = authority
        else:
            waiting += members_of(uow, authority.id, min(on, authority.valid_to or on))
    return sorted(found.values(), key=lambda authority: danish_key(authority.name))


def recipient(uow: UnitOfWork, receiver: Receiver, kind: LetterKind, around: Circle, on: dt.date) -> Recipient:
    """Return a receiver as a letter names it, with the address in force on a day."""
    regions = tuple(region.name for region in around.regions)
    if receiver.id is None and REACH[kind] in (Reach.ALL, Reach.PUBLIC):
        public = REACH[kind] is Reach.PUBLIC
        return Recipient(
            scope=Scope.COUNTRY if around.country else Scope.REGIONS,
            name=receiver.name,
            address_lines=("Til offentliggørelse",) if public else (f"Til {receiver.name}",),
            regions=regions,
            whole_country=around.country,
            body="",
        )
    home = around.region_of(receiver.id or "")
    lines, example = _address(uow, receiver, on)
    return Recipient(
        scope=Scope.ONE_COUNCIL,
        name=receiver.name,
        address_lines=lines,
        regions=tuple(region.name for region in around.regions if region.id == home) or regions
        if REACH[kind] is Reach.MISSING
        else regions,
        authority_id=receiver.id or "",
        example=example,
        whole_country=around.country,
        body=receiver.body,
    )


def copies(uow: UnitOfWork, kind: LetterKind, around: Circle) -> tuple[str, ...]:
    """Return who gets a copy of a letter: of the announcement the regions asked, their secretariats and both unions."""
    if kind is not LetterKind.ANNOUNCEMENT:
        return ()
    bodies = {body.region_id: body.name for body in uow.all(Organisation) if body.region_id}
    secretariats = (bodies[region.id] for region in around.regions if region.id in bodies)
    return (*(region.official_name for region in around.regions), *secretariats, *_UNIONS)


def _address(uow: UnitOfWork, receiver: Receiver, on: dt.date) -> tuple[tuple[str, ...], bool]:
    contact: Contact | None = contact_on(uow, receiver.id, on) if receiver.id else None
    if contact is not None:
        # The law addresses the council; a contact may name another receiver within the authority.
        known_as = contact.addressee.strip()
        own = known_as in ("", receiver.name, receiver.name.removesuffix(" Kommune"))
        within = receiver.body.capitalize() if own else known_as
        street = (line for line in contact.address_lines.splitlines() if line.strip())
        return tuple(filter(None, (within, receiver.name, *street))), contact.example
    body = uow.get(Organisation, receiver.id) if receiver.id else None
    if body is not None and body.address.strip():
        return (body.name, *(line for line in body.address.splitlines() if line.strip())), False
    return (), False


def _authority(authority: Authority, subject_id: str | None = None) -> Receiver:
    return Receiver(authority.id, authority.official_name, COUNCILS.get(authority.kind, ""), subject_id)


def _named(uow: UnitOfWork, parties: list[StepParty], on: dt.date) -> list[Receiver]:
    """Return the parties of a step; for a region that is no more, who answers for it."""
    return [
        _authority(standing_in_for(uow, known.id, on))
        if (known := uow.get(Authority, party.authority_id or ""))
        else Receiver(None, party.name)
        for party in parties
    ]


def _parties(uow: UnitOfWork, step: Step, role: PartyRole) -> list[StepParty]:
    return sorted(uow.all(StepParty, step_id=step.id, role=role), key=lambda party: party.position)


def _missing(uow: UnitOfWork, announcement: Announcement, around: Circle, on: dt.date) -> list[Receiver]:
    """Return the councils that have sent nothing, of the late regions that have sent no joint answer either.

    A form that went back to its sender was received: the return asks for it again, not a reminder.
    """
    came = {
        known.sender_id
        for known in current_submissions(uow.all(Submission, announcement_id=announcement.id))
        if known.state.is_used or known.state is SubmissionState.RETURNED
    }
    joint = {
        report.region_id for report in uow.all(Report, announcement_id=announcement.id) if report.joint_submission_id
    }
    late = {
        asked.region_id
        for asked in uow.all(AnnouncementRegion, announcement_id=announcement.id)
        if is_late(on, asked.due_on)
    }
    return [
        _authority(council)
        for region in around.regions
        if region.id in late - came - joint
        for council in around.councils[region.id]
        if council.id not in came
    ]


def _of_entries(uow: UnitOfWork, case: Case, kind: LetterKind, on: dt.date) -> list[Receiver]:
    entries = uow.all(DialogueEntry, case_id=case.id, kind=list(ENTRIES[kind]))
    found = []
    for entry in entries:
        for party in uow.all(DialogueParty, entry_id=entry.id):
            known = uow.get(Authority, party.party_id or "") or _by_name(uow, party.name, on)
            if known is not None:
                found.append(_authority(known, entry.id))
            else:
                body = uow.one(Organisation, name=party.name)
                found.append(Receiver(party.party_id or (body.id if body else None), party.name, subject_id=entry.id))
    return found


def _by_name(uow: UnitOfWork, name: str, on: dt.date) -> Authority | None:
    """Return the authority that an entry names in words, where just one of that day is called so."""
    known = [
        authority
        for authority in uow.all(Authority)
        if authority.kind in COUNCILS and authority.valid_on(on) and name in (authority.name, authority.official_name)
    ]
    return known[0] if len(known) == 1 else None
