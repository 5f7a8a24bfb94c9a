"""The register of offers: list and details with history, adding, correcting, closing, learning names."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from koorddesk.domain.authorities import Authority, Membership, region_of
from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import (
    Attribute,
    Department,
    KnowledgeEnvironment,
    KnowledgeTie,
    Offer,
    OfferAlias,
    OfferGroup,
    OfferLegalBasis,
    OfferScreening,
    OfferUse,
    OfferValue,
    OperatorKind,
    Origin,
    ScreeningResult,
    Service,
    latest,
    offer_key,
)
from koorddesk.domain.target_groups import TargetGroupTitle, title_on
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.offer_lookup import legal_bases
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "no-such-offer": N_("There is no such offer in the register any more. Look at the list again."),
        "offer-nameless": N_("Write the offer's name."),
        "offer-alias-taken": N_(
            'The spelling "%(text)s" already means %(name)s. Nothing was changed. Say each time which one is meant.'
        ),
        "offer-field-unknown": N_("The offer has no field called %(name)s."),
        "offer-closing-source": N_("Write where it is known from that the offer closes."),
    }
)
T = TypeVar("T", OfferValue, OfferLegalBasis, OfferGroup, OfferScreening)
# What a caseworker may write herself; the rest follows from dated records.
_EDITABLE = frozenset(field.name for field in dataclasses.fields(Offer)) - {"id"}


@dataclass(frozen=True)
class OfferRow:
    """One offer as the list shows it; figures are the latest known, with their day and where they come from."""

    id: str
    name: str
    portal_number: str
    cvr: str
    operator_kind: OperatorKind | None
    operator_name: str
    location: str
    region: str
    without_premises: bool | None
    bases: str
    groups: str
    group_ids: tuple[str, ...]
    departments: int
    places: float | None
    places_on: dt.date | None
    occupancy: float | None
    screened: ScreeningResult | None
    closing_announced_on: dt.date | None
    closed_on: dt.date | None
    is_open: bool


@dataclass(frozen=True)
class ValueRow:
    """One dated value of an offer: what of, what level, which day, the figure, and where it comes from."""

    id: str
    attribute: Attribute
    part: str
    dated: dt.date | None
    number: float | None
    text: str
    origin: Origin
    source: str
    cell: str
    submission_id: str | None


@dataclass(frozen=True)
class GroupRow:
    """Whom an offer is for in a period."""

    id: str
    group_id: str | None
    title: str
    text: str
    age_from: int | None
    age_to: int | None
    part: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    origin: Origin


@dataclass(frozen=True)
class ScreeningRow:
    """One screening of an offer for a group."""

    id: str
    offer_name: str
    group_title: str
    made_on: dt.date
    made_by: str
    result: ScreeningResult
    reason: str


@dataclass(frozen=True)
class OfferView:
    """An offer with everything known of it."""

    row: OfferRow
    address: str
    p_number: str
    supervised_by: str
    note: str
    source: str
    departments: tuple[str, ...]
    bases: tuple[str, ...]
    groups: tuple[GroupRow, ...]
    values: tuple[ValueRow, ...]
    used_by: tuple[str, ...]
    screenings: tuple[ScreeningRow, ...]
    aliases: tuple[str, ...]
    environments: tuple[str, ...]


def list_offers(desk: Desk, on: dt.date | None = None) -> list[OfferRow]:
    """Return every offer as it is known on a day (today by default), in Danish order."""
    with desk.store.reader() as uow:
        shelf = _Shelf(uow, on or desk.today())
        return sorted((shelf.row(offer) for offer in shelf.offers.values()), key=lambda row: danish_key(row.name))


def offer_view(desk: Desk, offer_id: str) -> OfferView:
    """Return one offer with everything known of it; raises UserError where it is gone."""
    with desk.store.reader() as uow:
        offer = required_offer(uow, offer_id)
        shelf = _Shelf(uow, desk.today(), offer_id)
        parts = shelf.parts
        values = sorted(
            shelf.values.get(offer_id, []),
            key=lambda value: (value.attribute.value, -(value.dated or dt.date.min).toordinal(), value.origin.value),
        )
        services = {known.id: known.name for known in uow.all(Service, offer_id=offer_id)}

        def department(key: str | None) -> str:
            return parts[key].name if key else ""

        environments = {known.id: known.name for known in uow.all(KnowledgeEnvironment)}
        return OfferView(
            row=shelf.row(offer),
            address=offer.address,
            p_number=offer.p_number,
            supervised_by=offer.supervised_by,
            note=offer.note,
            source=offer.source,
            departments=tuple(
                " · ".join(filter(None, (part.name, part.portal_number, part.address)))
                for part in parts.values()
                if part.offer_id == offer_id
            ),
            bases=tuple(
                " · ".join(filter(None, (_basis_words(basis), department(basis.department_id))))
                for basis in shelf.bases.get(offer_id, [])
            ),
            groups=tuple(shelf.group_row(group) for group in shelf.groups.get(offer_id, [])),
            values=tuple(
                ValueRow(
                    value.id,
                    value.attribute,
                    services[value.service_id] if value.service_id else department(value.department_id),
                    value.dated,
                    value.number,
                    value.text,
                    value.origin,
                    value.source,
                    value.cell,
                    value.submission_id,
                )
                for value in values
            ),
            used_by=tuple(shelf.use_words(desk, use) for use in uow.all(OfferUse, offer_id=offer_id)),
            screenings=tuple(
                shelf.screening_row(screening) for screening in uow.all(OfferScreening, offer_id=offer_id)
            ),
            aliases=tuple(alias.text for alias in uow.all(OfferAlias, offer_id=offer_id)),
            environments=tuple(environments[tie.environment_id] for tie in uow.all(KnowledgeTie, offer_id=offer_id)),
        )


def screening_rows(desk: Desk) -> list[ScreeningRow]:
    """Return every screening, the newest first."""
    with desk.store.reader() as uow:
        shelf = _Shelf(uow, desk.today())
        rows = [shelf.screening_row(screening) for screening in uow.all(OfferScreening)]
    return sorted(rows, key=lambda row: row.made_on, reverse=True)


def required_offer(uow: UnitOfWork, offer_id: str) -> Offer:
    """Return the offer with this key; raises UserError where it is gone."""
    offer = uow.get(Offer, offer_id)
    if offer is None:
        raise UserError("no-such-offer")
    return offer


def add_offer(desk: Desk, name: str, **fields: object) -> Changes:
    """Add an offer with what is known of it; what is not given stays empty."""
    if not name.strip():
        raise UserError("offer-nameless")
    with desk.store.unit_of_work() as uow:
        offer = Offer(new_id(), name.strip())
        _write(offer, fields)
        uow.add(offer)
        return uow.commit(Summary(N_("offer %(name)s added"), {"name": offer.name}))


def edit_offer(desk: Desk, offer_id: str, reason: str = "", **fields: object) -> Changes:
    """Correct fields of an offer; a former name stays as a spelling that means it."""
    with desk.store.unit_of_work() as uow:
        offer = required_offer(uow, offer_id)
        former = offer.name
        _write(offer, fields)
        if not offer.name.strip():
            raise UserError("offer-nameless")
        if offer_key(former) != offer_key(offer.name):
            _learn(uow, offer, None, former, desk.actor.name, desk.today())
        return uow.commit(Summary(N_("offer %(name)s corrected"), {"name": offer.name}), reason)


def announce_closing(
    desk: Desk, offer_id: str, *, announced_on: dt.date, closes_on: dt.date | None, source: str
) -> Changes:
    """Note that an offer closes, when that was told, its last day if it is known, and where it is known from."""
    if not source.strip():
        raise UserError("offer-closing-source")
    with desk.store.unit_of_work() as uow:
        offer = required_offer(uow, offer_id)
        offer.closing_announced_on, offer.closed_on, offer.closing_source = announced_on, closes_on, source.strip()
        return uow.commit(Summary(N_("closing of %(name)s noted"), {"name": offer.name}), source.strip())


def add_value(
    desk: Desk,
    offer_id: str,
    attribute: Attribute,
    number: float | None,
    dated: dt.date,
    source: str,
    *,
    text: str = "",
    department_id: str | None = None,
    origin: Origin = Origin.AGENCY,
) -> Changes:
    """Write a dated value of an offer beside those that are there."""
    with desk.store.unit_of_work() as uow:
        offer = required_offer(uow, offer_id)
        uow.add(
            OfferValue(new_id(), offer.id, attribute, origin, dated, number, text, department_id, source=source.strip())
        )
        return uow.commit(Summary(N_("value of %(name)s noted"), {"name": offer.name}), source.strip())


def set_offer_group(
    desk: Desk,
    offer_id: str,
    group_id: str,
    *,
    age_from: int | None = None,
    age_to: int | None = None,
    valid_from: dt.date | None = None,
    text: str = "",
) -> Changes:
    """Say from a day on that an offer is for a target group with these ages; what held before ends the day before."""
    with desk.store.unit_of_work() as uow:
        offer = required_offer(uow, offer_id)
        for known in uow.all(OfferGroup, offer_id=offer_id, group_id=group_id, valid_to=None):
            if valid_from is not None and known.valid_from is not None and known.valid_from < valid_from:
                known.valid_to = valid_from - dt.timedelta(days=1)
        uow.add(OfferGroup(new_id(), offer.id, group_id, text, age_from, age_to, None, valid_from))
        return uow.commit(Summary(N_("target group of %(name)s noted"), {"name": offer.name}))


def learn_offer_name(
    uow: UnitOfWork, offer_id: str, department_id: str | None, text: str, by: str, on: dt.date
) -> None:
    """Remember that a spelling means an offer; raises UserError where it means another one already."""
    offer = required_offer(uow, offer_id)
    key = offer_key(text)
    others = [known for known in uow.all(Offer) if known.id != offer_id and offer_key(known.name) == key]
    others += [
        required_offer(uow, alias.offer_id) for alias in uow.all(OfferAlias, key=key) if alias.offer_id != offer_id
    ]
    if others:
        raise UserError("offer-alias-taken", text=text, name=others[0].name)
    _learn(uow, offer, department_id, text, by, on)


def _learn(uow: UnitOfWork, offer: Offer, department_id: str | None, text: str, by: str, on: dt.date) -> None:
    key = offer_key(text)
    if key and key != offer_key(offer.name) and not uow.all(OfferAlias, key=key, offer_id=offer.id):
        uow.add(OfferAlias(new_id(), offer.id, text, key, department_id, by, on))


def _write(offer: Offer, fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        if name not in _EDITABLE:
            raise UserError("offer-field-unknown", name=name)
        setattr(offer, name, value)


def _basis_words(basis: OfferLegalBasis) -> str:
    label = next((known.label for known in legal_bases() if known.code == basis.code), "")
    return f"{basis.code} {label}".strip() if basis.code else basis.text


class _Shelf:
    """What rows of offers are made from, each table read once."""

    def __init__(self, uow: UnitOfWork, day: dt.date, offer_id: str | None = None) -> None:
        only = {} if offer_id is None else {"offer_id": offer_id}
        self.day = day
        self.offers = {offer.id: offer for offer in uow.all(Offer)}
        self.parts = {part.id: part for part in uow.all(Department, **only)}
        self.authorities = {authority.id: authority for authority in uow.all(Authority)}
        self.memberships = uow.all(Membership)
        self.titles = uow.all(TargetGroupTitle)
        self.values = _by_offer(uow.all(OfferValue, **only))
        self.bases = _by_offer(uow.all(OfferLegalBasis, **only))
        self.groups = _by_offer(uow.all(OfferGroup, **only))
        self.screenings = _by_offer(uow.all(OfferScreening, **only))

    def title(self, group_id: str) -> str:
        return title_on([title for title in self.titles if title.group_id == group_id], self.day)

    def authority(self, key: str | None) -> str:
        found = self.authorities.get(key or "")
        return found.name if found else ""

    def row(self, offer: Offer) -> OfferRow:
        groups = [
            group for group in self.groups.get(offer.id, []) if group.valid_to is None or group.valid_to >= self.day
        ]
        own_values = self.values.get(offer.id, [])
        whole = [v for v in own_values if v.department_id is None and v.service_id is None and not v.legal_basis]
        places, dated = self._places(whole, own_values)
        occupancy = latest(whole or own_values, Attribute.OCCUPANCY)
        screenings = sorted(self.screenings.get(offer.id, []), key=lambda screening: screening.made_on)
        region = region_of(offer.location_id, self.day, self.memberships) if offer.location_id else None
        return OfferRow(
            id=offer.id,
            name=offer.name,
            portal_number=offer.portal_number,
            cvr=offer.cvr,
            operator_kind=offer.operator_kind,
            operator_name=offer.operator_name or self.authority(offer.operator_id),
            location=self.authority(offer.location_id),
            region=self.authority(region),
            without_premises=offer.without_premises,
            bases=", ".join(dict.fromkeys(basis.code or basis.text for basis in self.bases.get(offer.id, []))),
            groups="; ".join(
                dict.fromkeys(self.title(group.group_id) if group.group_id else group.text for group in groups)
            ),
            group_ids=tuple(dict.fromkeys(group.group_id for group in groups if group.group_id)),
            departments=sum(1 for part in self.parts.values() if part.offer_id == offer.id),
            places=places,
            places_on=dated,
            occupancy=occupancy.number if occupancy else None,
            screened=screenings[-1].result if screenings else None,
            closing_announced_on=offer.closing_announced_on,
            closed_on=offer.closed_on,
            is_open=offer.open_on(self.day),
        )

    def _places(self, whole: Sequence[OfferValue], values: Sequence[OfferValue]) -> tuple[float | None, dt.date | None]:
        """Return the latest places of the whole offer, else the sum of its departments' latest of one day."""
        if (found := latest(whole, Attribute.PLACES)) is not None:
            return found.number, found.dated
        values = [value for value in values if value.service_id is None and not value.legal_basis]
        parts = {value.department_id for value in values if value.attribute is Attribute.PLACES}
        each = [latest([v for v in values if v.department_id == part], Attribute.PLACES) for part in parts]
        numbers = [value.number for value in each if value is not None and value.number is not None]
        days = {value.dated for value in each if value is not None}
        if not numbers or len(numbers) != len(parts) or len(days) != 1:
            return None, None
        return sum(numbers), days.pop()

    def group_row(self, group: OfferGroup) -> GroupRow:
        return GroupRow(
            group.id,
            group.group_id,
            self.title(group.group_id) if group.group_id else "",
            group.text,
            group.age_from,
            group.age_to,
            self.parts[group.department_id].name if group.department_id else "",
            group.valid_from,
            group.valid_to,
            group.origin,
        )

    def screening_row(self, screening: OfferScreening) -> ScreeningRow:
        return ScreeningRow(
            screening.id,
            self.offers[screening.offer_id].name,
            self.title(screening.group_id),
            screening.made_on,
            screening.made_by,
            screening.result,
            screening.reason,
        )

    def use_words(self, desk: Desk, use: OfferUse) -> str:
        parts = (
            self.authority(use.payer_id),
            str(use.persons) if use.persons is not None else "",
            desk.translator.date(use.dated) if use.dated else "",
        )
        return " · ".join(filter(None, parts))


def _by_offer(records: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for record in records:
        found.setdefault(record.offer_id, []).append(record)
    return found
