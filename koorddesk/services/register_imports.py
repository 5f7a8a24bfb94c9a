"""Contacts and target groups from a workbook that someone in the agency keeps.

What a row does not say is not invented: a row that cannot be used is left out with findings by cell, the others go in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority, Contact, in_force, municipality_code
from koorddesk.domain.ids import new_id
from koorddesk.domain.target_groups import Criterion, CriterionReason, Subject, TargetGroup, TargetGroupTitle
from koorddesk.findings import Finding
from koorddesk.i18n import N_
from koorddesk.services.register_lookup import register_for_matching
from koorddesk.services.register_rows import Row, read_rows
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.register import Register, match_authority
from koorddesk.workbooks.texts import plain

if TYPE_CHECKING:
    from koorddesk.store.engine import Store

_CONTACT_HEADINGS = {
    "code": r"kode|kommunekode|regionskode|myndighedskode",
    "name": r"myndighed|kommune|region|navn|kommune ?/ ?region",
    "addressee": r"modtager|adressat",
    "line": r"adresse|adresselinje ?\d?|postadresse|gade|vej|vejnavn og nr\.?|c/o",
    "postcode": r"postnr\.?|postnummer",
    "town": r"by|postdistrikt",
    "email": r"e-?mail|mail|e-?mailadresse|e-post|hovedpostkasse",
    "from": r"gyldig fra|gælder fra",
    "to": r"gyldig til|gælder til",
}
_CONTACT_NEEDED = (frozenset({"code", "line"}), frozenset({"name", "line"}))
_GROUP_HEADINGS = {
    "title": r"titel|målgruppe|målgruppetitel|målgruppens titel",
    "age": r"alder|aldersgruppe|aldersgrænse",
    "age_from": r"alder fra|fra alder",
    "age_to": r"alder til|til alder",
    "subject": r"område|fagområde",
    "criterion": r"kriterium|kriterier",
    "reason": r"begrundelse",
    "source": r"kilde",
    "dated": r"dato|begrundet den|vurderet den",
    "review": r"revurderes|revurderes den|næste vurdering",
}
_GROUP_NEEDED = (frozenset({"title", "reason"}), frozenset({"title", "criterion"}), frozenset({"title", "age"}))
_AGES = re.compile(
    r"(?:fra )?(\d{1,3})(?: ?år)?(?: ?(?:-|til(?: og med)?) ?(\d{1,3})| ?\+| og derover| og opefter)(?: ?år)?\.?"
)


@dataclass(frozen=True)
class Imported:
    """What an import did: how many records it added and changed, and what is to be said about the rows."""

    changes: Changes | None
    added: int
    changed: int
    findings: tuple[Finding, ...]


def import_contacts(store: Store, path: Path, on: dt.date | None = None) -> Imported:
    """Take over where letters go, one row per municipality or region, named by code or name.

    A new address ends the one before it. Without "Gyldig fra" it counts from ``on`` (today) if another one is known,
    else from ever. A row that says EKSEMPEL becomes an example. The same workbook again changes nothing.
    """
    rows = read_rows(path, _CONTACT_HEADINGS, _CONTACT_NEEDED, "Kode, Myndighed, Adresselinje 1, Postnr., By")
    done = []
    with store.unit_of_work() as uow:
        known = register_for_matching(uow)
        seen: set[tuple[str, dt.date | None]] = set()
        for row in rows:
            contact = _contact(uow, known, row)
            if contact is not None and (contact.party_id, contact.valid_from) in seen:
                row.say("contact-twice", "name", name=contact.addressee)
                contact = None
            if contact is None:
                row.say("row-left-out", row=row.number)
                continue
            seen.add((contact.party_id, contact.valid_from))
            done.append(_place(uow, contact, on or dt.date.today()))
        added, changed = done.count("added"), done.count("changed")
        count = added + changed
        changes = uow.commit(Summary(N_("import of %(count)d contacts"), {"count": count})) if count else None
    return Imported(changes, added, changed, _all_findings(rows))


def _contact(uow: UnitOfWork, known: Register, row: Row) -> Contact | None:
    """Return the contact a row describes, or None with findings."""
    authority = _authority(uow, known, row)
    start, start_read = row.date("from")
    end, end_read = row.date("to")
    if authority is None or not (start_read and end_read):
        return None
    name = row.text("addressee") or authority.official_name
    lines = row.texts("line")
    postcode = row.text("postcode")
    # Excel drops the leading zeros of a postcode typed as a number.
    town = " ".join(part for part in (postcode.zfill(4) if postcode.isdigit() else postcode, row.text("town")) if part)
    if not lines and not row.text("email"):
        row.say("contact-without-address", "line", name=name)
        return None
    if lines and not town:
        row.say("contact-address-incomplete", "town", name=name)
    example = any("eksempel" in plain(text) for text in (name, *lines))
    address = "\n".join((*lines, town) if town else lines)
    return Contact(new_id(), authority.id, name, address, row.text("email"), start, end, example)


def _authority(uow: UnitOfWork, known: Register, row: Row) -> Authority | None:
    """Return whom the row's code and name mean; both have to mean the same."""
    code, name = row.text("code"), row.text("name")
    found = None
    if code:
        coded = [s.respondent for s in known.spelled(municipality_code(code) or code) if s.respondent.code]
        if len(coded) != 1:
            row.say("contact-code-unknown", "code", raw=code)
            return None
        found = coded[0]
    if name:
        match = match_authority(name, known)
        if match.respondent is None:
            row.say(match.code, "name", raw=name, proposals=", ".join(r.official_name for r in match.proposals))
            return None
        if found is not None and match.respondent != found:
            proposals = f"{found.official_name}, {match.respondent.official_name}"
            row.say("authority-code-differs", "code", raw=f"{code} {name}", proposals=proposals)
            return None
        found = match.respondent
    if found is None:
        row.say("authority-unknown", "name", raw="")
        return None
    return next(a for a in uow.all(Authority, name=found.name) if a.kind is found.kind)


def _place(uow: UnitOfWork, contact: Contact, on: dt.date) -> str:
    """Put a contact in its place in time among the party's others; return "added", "changed" or an empty string."""
    others = sorted(uow.all(Contact, party_id=contact.party_id), key=_beginning)
    if contact.valid_from is None and others:
        if any(_says(other) == _says(contact) and in_force(other.valid_from, other.valid_to, on) for other in others):
            return ""
        contact.valid_from = on
    same_day = next((other for other in others if other.valid_from == contact.valid_from), None)
    if same_day is not None:
        if _says(same_day) == _says(contact):
            return ""
        same_day.addressee, same_day.address_lines = contact.addressee, contact.address_lines
        same_day.email, same_day.example = contact.email, contact.example
        return "changed"
    start = _beginning(contact)
    before = [other for other in others if _beginning(other) < start]
    after = [other for other in others if _beginning(other) > start]
    if before and in_force(before[-1].valid_from, before[-1].valid_to, start):
        if _says(before[-1]) == _says(contact):
            return ""
        before[-1].valid_to = start - dt.timedelta(days=1)
    if after and (contact.valid_to is None or contact.valid_to >= _beginning(after[0])):
        contact.valid_to = _beginning(after[0]) - dt.timedelta(days=1)
    uow.add(contact)
    return "added"


def _beginning(contact: Contact) -> dt.date:
    return contact.valid_from or dt.date.min


def _says(contact: Contact) -> tuple[str, str, str, bool]:
    return contact.addressee, contact.address_lines, contact.email, contact.example


def import_target_groups(store: Store, path: Path) -> Imported:
    """Take over target groups from a list, one row each; they are active where a criterion has a reason.

    A group whose title is known already keeps everything and only gets the criteria that had no reason yet.
    """
    rows = read_rows(path, _GROUP_HEADINGS, _GROUP_NEEDED, "Titel, Alder, Område, Kriterium, Begrundelse, Kilde")
    added = changed = 0
    with store.unit_of_work() as uow:
        known = {plain(title.title): title.group_id for title in uow.all(TargetGroupTitle)}
        for row in rows:
            title = row.text("title")
            reasons = _reasons(row) if title else None
            if reasons is None:
                if not title:
                    row.say("group-without-title", "title")
                row.say("row-left-out", row=row.number)
                continue
            group_id = known.get(plain(title))
            if group_id is None:
                group_id = known[plain(title)] = _add_group(uow, row, title, active=bool(reasons))
                added += 1
                new = reasons
            else:
                row.say("group-known", "title", title=title)
                given = {reason.criterion for reason in uow.all(CriterionReason, group_id=group_id)}
                new = [reason for reason in reasons if reason.criterion not in given]
                changed += bool(new)
            for reason in new:
                reason.group_id = group_id
                uow.add(reason)
        count = added + changed
        changes = uow.commit(Summary(N_("import of %(count)d target groups"), {"count": count})) if count else None
    return Imported(changes, added, changed, _all_findings(rows))


def _add_group(uow: UnitOfWork, row: Row, title: str, *, active: bool) -> str:
    youngest, oldest = ages_of(row)
    group = TargetGroup(new_id(), youngest, oldest, _subject(row), active, proof=row.text("source"))
    uow.add(group)
    uow.add(TargetGroupTitle(new_id(), group.id, title))
    if not active:
        row.say("group-without-reason", "reason", title=title)
    return group.id


def _reasons(row: Row) -> list[CriterionReason] | None:
    """Return the criteria a row gives a reason for, or None where one of its dates cannot be read."""
    dated, dated_read = row.date("dated")
    review, review_read = row.date("review")
    if not (dated_read and review_read):
        return None
    words, reason = plain(row.text("criterion")), row.text("reason")
    criteria = []
    if re.search(r"\b(?:lille|små|small)\b|begrænset underlag", words):
        criteria.append(Criterion.SMALL)
    if re.search(r"kompleks|flerhed|complex", words):
        criteria.append(Criterion.COMPLEX)
    if words and not criteria:
        row.say("group-criterion-unclear", "criterion", raw=row.text("criterion"))
    source = row.text("source")
    return [CriterionReason(new_id(), "", c, reason, dated, source, review) for c in criteria] if reason else []


def ages_of(row: Row) -> tuple[int | None, int | None]:
    """Return the youngest and the oldest age, each None where it is open or not understood (then with a finding)."""
    if text := plain(row.text("age")):
        match = _AGES.fullmatch(text)
        if match is None:
            row.say("group-age-unclear", "age", raw=row.text("age"))
            return None, None
        return int(match[1]), int(match[2]) if match[2] else None
    ends: list[int | None] = []
    for name in ("age_from", "age_to"):
        text = row.text(name)
        ends.append(int(text) if text.isdigit() else None)
        if text and not text.isdigit():
            row.say("group-age-unclear", name, raw=text)
    return ends[0], ends[1]


def _subject(row: Row) -> Subject:
    words = plain(row.text("subject"))
    social, education = "social" in words, "undervisning" in words
    if (social and education) or words == "begge":
        return Subject.BOTH
    if not (social or education):
        row.say("group-subject-unclear", "subject", raw=row.text("subject"))
        return Subject.BOTH  # the careful choice: it asks for negotiation with the ministry
    return Subject.SOCIAL if social else Subject.SPECIAL_EDUCATION


def _all_findings(rows: Sequence[Row]) -> tuple[Finding, ...]:
    return tuple(finding for row in rows for finding in row.findings)
