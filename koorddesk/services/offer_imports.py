"""Offers from a workbook: an extract of Tilbudsportalen, or a list that someone in the agency or a region keeps.

What a row does not say is not invented. What the register says already is not overwritten: where the list says
something else, both stand side by side with where they come from.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.ids import new_id
from koorddesk.domain.offer_bases import read_bases
from koorddesk.domain.offers import (
    Attribute,
    Department,
    Offer,
    OfferAlias,
    OfferGroup,
    OfferLegalBasis,
    OfferValue,
    OperatorKind,
    Origin,
    Service,
    cvr_holds,
    digits_of,
    offer_key,
)
from koorddesk.domain.values import FieldType
from koorddesk.findings import CATALOGUE, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.services.offer_lookup import KnownOffers, Names, legal_bases
from koorddesk.services.register_imports import Imported, ages_of
from koorddesk.services.register_lookup import authority_named, register_for_matching
from koorddesk.services.register_rows import Row, read_rows
from koorddesk.store.uow import Summary, UnitOfWork
from koorddesk.workbooks.texts import plain

if TYPE_CHECKING:
    from koorddesk.store.engine import Store
    from koorddesk.workbooks.register import Register

CATALOGUE.update(
    {
        "offer-without-name": Kind(
            Severity.ERROR,
            N_("The row names no offer."),
            N_("Write the offer's name or its number at Tilbudsportalen, and import again."),
        ),
        "offer-several": Kind(
            Severity.ERROR,
            N_("%(count)d offers in the register may be meant by this: %(names)s."),
            N_("Write the number at Tilbudsportalen or the P-number in the row, and import again."),
        ),
        "offer-differs": Kind(
            Severity.NOTE,
            N_('The register says "%(known)s"; the list says "%(given)s". The register was left as it is.'),
            N_("Find out which one holds, and correct the register if it is wrong."),
        ),
        "offer-operator-unclear": Kind(
            Severity.WARNING,
            N_('"%(raw)s" does not say who runs the offer. It was left empty.'),
            N_("Write kommunal, regional, selvejende or privat."),
        ),
        "offer-basis-unclear": Kind(
            Severity.WARNING,
            N_('The legal basis "%(raw)s" is not in the list for that time. The text was kept without a code.'),
            N_("Write the act and the paragraph, for example SEL § 107, and a date for older provisions."),
        ),
        "offer-basis-assumed": Kind(
            Severity.WARNING,
            N_('"%(raw)s" names no act. It was read as serviceloven.'),
            N_("Write the act if it is another one, for example ABL § 105."),
        ),
        "offer-number-wrong": Kind(
            Severity.WARNING,
            N_('"%(raw)s" is no %(kind)s: it has %(length)d digits. It was left out.'),
            N_("Write the whole number as text, with its zeros in front."),
        ),
        "offer-cvr-check": Kind(
            Severity.NOTE,
            N_("The check digit of the CVR number %(raw)s does not hold."),
            N_("Check the number."),
        ),
        "offer-figure-unread": Kind(
            Severity.WARNING,
            N_('"%(raw)s" is no plain figure. It was left out.'),
            N_("Write one number."),
        ),
    }
)

_HEADINGS = {
    "portal": r"tilbuds?-?id|tilbudsportal(?:en)?s?-?(?:id|nr\.?|nummer)|id på tilbudsportalen|tilbuds(?:nr\.?|nummer)",
    "part_number": r"afdelings-?id|afdelings(?:nr\.?|nummer)",
    "name": r"tilbud|navn|tilbud(?:dets|s)? ?navn|navn på tilbud(?:det)?",
    "part": r"afdeling|afdelings?(?:navn|ens navn)",
    "service": r"ydelse|indsats|ydelsens navn",
    "cvr": r"cvr(?:-?(?:nr\.?|nummer))?",
    "p": r"p-?(?:nr\.?|nummer)|produktionsenhed(?:snummer)?",
    "operator": r"driftsherre|driftsherretype|virksomhedsform|ejerform",
    "operator_name": r"driftsherrens navn|virksomhed(?:snavn)?|ejer|driver",
    "location": r"beliggenhedskommune|beliggenhed|kommune",
    "address": r"adresse|vej|vejnavn og nr\.?",
    "postcode": r"postnr\.?|postnummer",
    "town": r"by|postdistrikt",
    "without": r"matrikelløs(?: \(ja/nej\))?",
    "basis": r"lovgrundlag|paragraf|hjemmel|tilbudstyper?",
    "group": r"målgrupper?|målgruppebeskrivelse",
    "age": r"alder|aldersgruppe",
    "age_from": r"alder fra|fra alder",
    "age_to": r"alder til|til alder",
    "places": r"(?:antal )?pladser(?: i alt)?|antal pladser \(stk\.\)|normerede pladser",
    "occupancy": r"belægning(?:sprocent)?(?: \(%\)| i procent)?",
    "assumed": r"forudsat belægning(?:sprocent)?(?: \(%\))?",
    "vacant": r"ledige pladser",
    "rate": r"takst(?: \(kr\.?/døgn\))?|døgntakst",
    "dated": r"opgørelsesdato|opgjort (?:den|pr\.?)|pr\. dato|dato",
    "supervised": r"tilsynsmyndighed|socialtilsyn|godkendt af",
    "opened": r"oprettet(?: den)?|åbnet(?: den)?|startdato",
    "announced": r"lukning varslet(?: den)?|varslet lukket(?: den)?",
    "closed": r"lukket(?: den)?|lukkedato|ophørt(?: den)?|ophørsdato|lukker(?: den)?",
    "former": r"tidligere navne?|også kendt som|alias",
    "source": r"kilde",
    "note": r"bemærkninger?|note",
}
_NEEDED = (frozenset({"name"}), frozenset({"portal"}))
_SHOWN = "TilbudsID, Tilbud, Afdeling, CVR, P-nummer, Driftsherre, Beliggenhedskommune, Lovgrundlag, Pladser"
_OPERATORS = (
    (r"kommun|primærkommune", OperatorKind.MUNICIPAL),
    (r"region", OperatorKind.REGIONAL),
    (r"selvej", OperatorKind.SELF_GOVERNING),
    (r"privat|a/s|aps|fond|forening", OperatorKind.PRIVATE),
)
# The words in which lists say it.
OPERATOR_WORDS = {
    OperatorKind.MUNICIPAL: "Kommunal",
    OperatorKind.REGIONAL: "Regional",
    OperatorKind.SELF_GOVERNING: "Selvejende",
    OperatorKind.PRIVATE: "Privat",
}
_FIGURES = {
    "places": (Attribute.PLACES, FieldType.COUNT),
    "occupancy": (Attribute.OCCUPANCY, FieldType.PERCENT),
    "assumed": (Attribute.ASSUMED_OCCUPANCY, FieldType.PERCENT),
    "vacant": (Attribute.VACANT, FieldType.COUNT),
    "rate": (Attribute.RATE, FieldType.AMOUNT),
}


def operator_kind(text: str) -> OperatorKind | None:
    """Return who runs an offer by the word a form uses, or None."""
    words = plain(text)
    found = {kind for pattern, kind in _OPERATORS if re.search(pattern, words)}
    return found.pop() if len(found) == 1 else None


def import_offers(
    store: Store, path: Path, *, origin: Origin = Origin.PORTAL, dated: dt.date | None = None
) -> Imported:
    """Take over offers from a list, one row per offer, department or service.

    ``dated`` is the day the list's figures hold for where the row has no date of its own; None is not known. Empty
    fields of a known offer are filled in; what differs is kept beside it. The same list again changes nothing.
    """
    rows = read_rows(path, _HEADINGS, _NEEDED, _SHOWN)
    with store.unit_of_work() as uow:
        run = _Import(uow, KnownOffers.of(uow), register_for_matching(uow), origin, dated, path.name)
        for row in rows:
            run.take(row)
        count = len(run.added) + len(run.changed)
        changes = uow.commit(Summary(N_("import of %(count)d offers"), {"count": count})) if count else None
    findings = tuple(finding for row in rows for finding in row.findings)
    return Imported(changes, len(run.added), len(run.changed), findings)


@dataclass
class _Import:
    """One import under way."""

    uow: UnitOfWork
    known: KnownOffers
    register: Register
    origin: Origin
    dated: dt.date | None
    file_name: str
    on: dt.date | None = None  # the day the row in hand holds for
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)

    def take(self, row: Row) -> None:
        """Take one row over, or leave it out with findings."""
        names = self._names(row)
        if not names.name and not names.portal_number:
            row.say("offer-without-name", "name")
            row.say("row-left-out", row=row.number)
            return
        found = self.known.found(names)
        if len(found) > 1:
            shown = ", ".join(f"{offer.name} ({offer.portal_number or offer.cvr or '-'})" for offer in found[:5])
            row.say("offer-several", "name", count=len(found), names=shown)
            row.say("row-left-out", row=row.number)
            return
        dated, _ = row.date("dated")
        self.on = dated or self.dated
        offer = found[0] if found else self._new(names)
        part = self._department(offer, names)
        self._identity(offer, part, names, row)
        self._particulars(offer, part, row)
        self._bases(offer, part, row)
        self._groups(offer, part, row)
        service = self._service(offer, part, row)
        for name, (attribute, kind) in _FIGURES.items():
            self._figure(offer, part, service, row, name, attribute, kind)

    def _names(self, row: Row) -> Names:
        return Names(
            name=row.text("name"),
            portal_number=row.text("portal"),
            cvr=self._number(row, "cvr", "CVR-nummer", 8),
            p_number=self._number(row, "p", "P-nummer", 10),
            department=row.text("part"),
            department_number=row.text("part_number"),
        )

    def _number(self, row: Row, name: str, kind: str, length: int) -> str:
        text = row.text(name)
        digits = digits_of(text, length)
        if text and not digits:
            row.say("offer-number-wrong", name, raw=text, kind=kind, length=len(re.sub(r"\D", "", text)))
        elif name == "cvr" and digits and not cvr_holds(digits):
            row.say("offer-cvr-check", name, raw=digits)
        return digits

    def _new(self, names: Names) -> Offer:
        offer = Offer(new_id(), names.name or names.portal_number, source=self.file_name)
        self.uow.add(offer)
        self.known.add(offer)
        self.added.add(offer.id)
        return offer

    def _touch(self, offer: Offer) -> None:
        if offer.id not in self.added:
            self.changed.add(offer.id)

    def _department(self, offer: Offer, names: Names) -> Department | None:
        if not names.department and not names.department_number:
            return None
        found = self.known.department(offer.id, names)
        if found:
            return found[0]
        part = Department(new_id(), offer.id, names.department or names.department_number)
        self.uow.add(part)
        self.known.departments[part.id] = part
        self._touch(offer)
        return part

    def _identity(self, offer: Offer, part: Department | None, names: Names, row: Row) -> None:
        self._fill(offer, offer, "portal_number", names.portal_number, row, "portal")
        self._fill(offer, offer, "cvr", names.cvr, row, "cvr")
        if part is not None:
            self._fill(offer, part, "portal_number", names.department_number, row, "part_number")
        self._fill(offer, part or offer, "p_number", names.p_number, row, "p")
        given = [names.name] if names.name and offer_key(names.name) != offer_key(offer.name) else []
        spelled = {alias.key for alias in self.uow.all(OfferAlias, offer_id=offer.id)}
        for text in [*given, *row.texts("former")]:
            if (key := offer_key(text)) and key not in spelled and key != offer_key(offer.name):
                spelled.add(key)
                self.uow.add(OfferAlias(new_id(), offer.id, text, key, learned_by=self.file_name))
                self.known.by_name.setdefault(key, set()).add(offer.id)
                self._touch(offer)

    def _particulars(self, offer: Offer, part: Department | None, row: Row) -> None:
        place: Offer | Department = part or offer
        if text := row.text("operator"):
            kind = operator_kind(text)
            if kind is None:
                row.say("offer-operator-unclear", "operator", raw=text)
            else:
                self._fill(offer, offer, "operator_kind", kind, row, "operator", Attribute.OPERATOR, part)
        self._fill(offer, offer, "operator_name", row.text("operator_name"), row, "operator_name", Attribute.OPERATOR)
        if text := row.text("location"):
            found = authority_named(self.uow, self.register, text, AuthorityKind.MUNICIPALITY)
            if found is None:
                row.say("authority-unknown", "location", raw=text, proposals="")
            else:
                self._fill(offer, place, "location_id", found.id, row, "location", Attribute.LOCATION, part)
        town = " ".join(filter(None, (row.text("postcode"), row.text("town"))))
        address = ", ".join(filter(None, (*row.texts("address"), town)))
        self._fill(offer, place, "address", address, row, "address", Attribute.ADDRESS, part)
        if (without := row.yes_no("without")) is not None:
            self._fill(offer, place, "without_premises", without, row, "without", Attribute.WITHOUT_PREMISES, part)
        self._fill(offer, offer, "supervised_by", row.text("supervised"), row, "supervised")
        self._fill(offer, offer, "note", row.text("note"), row, "note")
        for name, own in (("opened", "opened_on"), ("announced", "closing_announced_on"), ("closed", "closed_on")):
            day, _ = row.date(name)
            if day is not None:
                self._fill(offer, part or offer if own == "closed_on" else offer, own, day, row, name)

    def _fill(
        self,
        offer: Offer,
        record: Offer | Department,
        own: str,
        given: object,
        row: Row,
        name: str,
        attribute: Attribute | None = None,
        part: Department | None = None,
    ) -> None:
        """Fill an empty field; keep what differs from a filled one beside it, where it is of a kind that is kept."""
        known = getattr(record, own)
        if given in ("", None) or known == given:
            return
        if known in ("", None):
            setattr(record, own, given)
            self._touch(offer)
            return
        row.say("offer-differs", name, known=self._shown(own, known), given=self._shown(own, given))
        if attribute is not None:
            self._keep(offer, part, None, attribute, None, self._shown(own, given), row, name)

    def _shown(self, own: str, value: object) -> str:
        """Return a field's value as it stands in a list."""
        if own == "location_id" and (found := self.uow.get(Authority, str(value))) is not None:
            return found.name
        if isinstance(value, OperatorKind):
            return OPERATOR_WORDS[value]
        if isinstance(value, bool):
            return "ja" if value else "nej"
        return f"{value:%d-%m-%Y}" if isinstance(value, dt.date) else str(value)

    def _bases(self, offer: Offer, part: Department | None, row: Row) -> None:
        part_id = part.id if part else None
        known = self.uow.all(OfferLegalBasis, offer_id=offer.id, department_id=part_id)
        said = {(basis.code or plain(basis.text)) for basis in known}
        for text in row.texts("basis"):
            found = read_bases(text, legal_bases(), self.on)
            if not found or any(not each.code for each in found):
                row.say("offer-basis-unclear", "basis", raw=text)
            if any(each.assumed and each.code for each in found):
                row.say("offer-basis-assumed", "basis", raw=text)
            pairs = [(each.code, each.text if each.code else text) for each in found] or [("", text)]
            for code, words in pairs:
                if (code or plain(words)) not in said:
                    said.add(code or plain(words))
                    self.uow.add(
                        OfferLegalBasis(
                            new_id(), offer.id, code, words, part_id, origin=self.origin, source=self.file_name
                        )
                    )
                    self._touch(offer)

    def _groups(self, offer: Offer, part: Department | None, row: Row) -> None:
        text = row.text("group")
        youngest, oldest = ages_of(row)
        if not text and youngest is None and oldest is None:
            return
        part_id = part.id if part else None
        known = self.uow.all(OfferGroup, offer_id=offer.id, department_id=part_id)
        if any((plain(g.text), g.age_from, g.age_to) == (plain(text), youngest, oldest) for g in known):
            return
        self.uow.add(
            OfferGroup(
                new_id(), offer.id, None, text, youngest, oldest, part_id, self.on, None, self.origin, self.file_name
            )
        )
        self._touch(offer)

    def _service(self, offer: Offer, part: Department | None, row: Row) -> Service | None:
        text = row.text("service")
        if not text:
            return None
        part_id = part.id if part else None
        for known in self.uow.all(Service, offer_id=offer.id, department_id=part_id):
            if plain(known.name) == plain(text):
                return known
        service = Service(new_id(), offer.id, text, part_id)
        self.uow.add(service)
        self._touch(offer)
        return service

    def _figure(
        self,
        offer: Offer,
        part: Department | None,
        service: Service | None,
        row: Row,
        name: str,
        attribute: Attribute,
        kind: FieldType,
    ) -> None:
        text = row.text(name)
        if not text:
            return
        value = row.figure(name, kind)
        if value is None:
            row.say("offer-figure-unread", name, raw=text)
            return
        self._keep(offer, part, service, attribute, value, text, row, name)

    def _keep(
        self,
        offer: Offer,
        part: Department | None,
        service: Service | None,
        attribute: Attribute,
        number: float | None,
        text: str,
        row: Row,
        name: str,
    ) -> None:
        """Add a dated value unless it is known already."""
        part_id, service_id = part.id if part else None, service.id if service else None
        known = self.uow.all(
            OfferValue,
            offer_id=offer.id,
            department_id=part_id,
            service_id=service_id,
            attribute=attribute,
            origin=self.origin,
            dated=self.on,
        )
        if any(v.number == number and (number is not None or v.text == text) for v in known):
            return
        self.uow.add(
            OfferValue(
                new_id(),
                offer.id,
                attribute,
                self.origin,
                self.on,
                number,
                text,
                part_id,
                service_id,
                cell=str(row.place(name)),
                source=row.text("source") or self.file_name,
            )
        )
        self._touch(offer)
