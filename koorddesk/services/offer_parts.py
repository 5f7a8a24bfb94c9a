"""Departments and services of an offer: adding, correcting, their figures by day, and the history of all of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority
from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import (
    Attribute,
    Department,
    Level,
    OfferGroup,
    OfferLegalBasis,
    OfferScreening,
    OfferUse,
    OfferValue,
    Origin,
    Service,
    latest,
)
from koorddesk.domain.target_groups import TargetGroupTitle, title_on
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.offers import required_offer
from koorddesk.services.queries import HistoryRow, history
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.figures import read_number

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "part-nameless": N_("Write the name of the department or the service."),
        "no-such-part": N_("That department or service is no longer in the register. Look at the offer again."),
        "part-field-unknown": N_("A department or service has no field called %(name)s."),
        "figures-empty": N_("Write at least one figure."),
        "figures-source": N_("Write where the figures are known from."),
        "figure-unread": N_(
            '"%(text)s" is not a figure that can be read in one way. Write it with digits and no mark between '
            "thousands, such as 12 or 12,5."
        ),
        "figure-below-zero": N_("%(text)s is less than nothing. Write a figure of zero or more."),
        "places-not-whole": N_('"%(text)s" is not a whole number of places. Write a whole number.'),
    }
)
# Figures that a caseworker writes herself; the rest comes from lists and forms.
FIGURES = (Attribute.PLACES, Attribute.OCCUPANCY, Attribute.OCCUPIED, Attribute.VACANT, Attribute.RATE)
_WHOLE = frozenset({Attribute.PLACES, Attribute.OCCUPIED, Attribute.VACANT})
_FIXED = frozenset({"id", "offer_id"})
_NAMED = {"location_id": "location", "operator_id": "operator", "department_id": "department", "group_id": "group"}


@dataclass(frozen=True)
class PartRow:
    """A department or a service of an offer with its latest figures; ``department`` is where a service belongs."""

    id: str
    level: Level
    name: str
    department: str
    department_id: str | None
    portal_number: str
    p_number: str
    address: str
    without_premises: bool | None
    closed_on: dt.date | None
    note: str
    places: float | None
    places_on: dt.date | None
    occupancy: float | None
    occupancy_on: dt.date | None


def offer_parts(desk: Desk, offer_id: str) -> list[PartRow]:
    """Return the departments of an offer, each followed by its services, then the services of the whole offer."""
    with desk.store.reader() as uow:
        values = uow.all(OfferValue, offer_id=offer_id)
        departments = sorted(uow.all(Department, offer_id=offer_id), key=lambda part: danish_key(part.name))
        services = sorted(uow.all(Service, offer_id=offer_id), key=lambda part: danish_key(part.name))
    rows = []
    for part in departments:
        own = [v for v in values if v.department_id == part.id and v.service_id is None and not v.legal_basis]
        rows.append(_row(part, "", own))
        rows += [_service(each, part.name, values) for each in services if each.department_id == part.id]
    return rows + [_service(each, "", values) for each in services if each.department_id is None]


def add_department(desk: Desk, offer_id: str, name: str, **fields: object) -> Changes:
    """Add a department to an offer with what is known of it."""
    with desk.store.unit_of_work() as uow:
        offer = required_offer(uow, offer_id)
        part = Department(new_id(), offer.id, "")
        _write(part, {"name": name, **fields})
        uow.add(part)
        return uow.commit(
            Summary(N_("department %(name)s of %(offer)s added"), {"name": part.name, "offer": offer.name})
        )


def add_service(desk: Desk, offer_id: str, name: str, department_id: str | None = None, note: str = "") -> Changes:
    """Add a service to an offer or to one of its departments."""
    with desk.store.unit_of_work() as uow:
        offer = required_offer(uow, offer_id)
        part = Service(new_id(), offer.id, "")
        _write(part, {"name": name, "department_id": _of(uow, offer.id, department_id), "note": note.strip()})
        uow.add(part)
        return uow.commit(Summary(N_("service %(name)s of %(offer)s added"), {"name": part.name, "offer": offer.name}))


def edit_part(desk: Desk, part_id: str, reason: str = "", **fields: object) -> Changes:
    """Correct fields of a department or a service."""
    with desk.store.unit_of_work() as uow:
        part = uow.get(Department, part_id) or uow.get(Service, part_id)
        if part is None:
            raise UserError("no-such-part")
        if isinstance(part, Service) and "department_id" in fields:
            fields["department_id"] = _of(uow, part.offer_id, str(fields["department_id"] or "") or None)
        _write(part, fields)
        return uow.commit(Summary(N_("%(name)s corrected"), {"name": part.name}), reason)


def note_figures(
    desk: Desk,
    offer_id: str,
    figures: Mapping[Attribute, str],
    dated: dt.date,
    source: str,
    *,
    part_id: str | None = None,
    origin: Origin = Origin.AGENCY,
) -> Changes:
    """Write figures of an offer, a department or a service that hold for one day, beside those that are there.

    ``figures`` are as written, in the Danish manner (``12``, ``87,5``); an empty one is not noted.
    """
    written = {attribute: text.strip() for attribute, text in figures.items() if text.strip()}
    if not written:
        raise UserError("figures-empty")
    if not source.strip():
        raise UserError("figures-source")
    numbers = {attribute: _figure(attribute, text) for attribute, text in written.items()}
    with desk.store.unit_of_work() as uow:
        offer = required_offer(uow, offer_id)
        department_id, service_id, name = _place(uow, offer.id, part_id)
        for attribute, number in numbers.items():
            uow.add(
                OfferValue(
                    new_id(),
                    offer.id,
                    attribute,
                    origin,
                    dated,
                    number,
                    written[attribute],
                    department_id,
                    service_id,
                    source=source.strip(),
                )
            )
        return uow.commit(Summary(N_("figures of %(name)s noted"), {"name": name or offer.name}), source.strip())


def offer_fields(desk: Desk, offer_id: str) -> dict[str, object]:
    """Return the fields of an offer as they stand, by name, for correcting them."""
    with desk.store.reader() as uow:
        offer = required_offer(uow, offer_id)
        return {field.name: getattr(offer, field.name) for field in dataclasses.fields(offer) if field.name != "id"}


def offer_history(desk: Desk, offer_id: str) -> list[HistoryRow]:
    """Return what happened to an offer and to all that belongs to it, oldest first, with names in the place of keys."""
    with desk.store.reader() as uow:
        names = {authority.id: authority.name for authority in uow.all(Authority)}
        parts: list[Department | Service] = [*uow.all(Department, offer_id=offer_id)]
        parts += uow.all(Service, offer_id=offer_id)
        names |= {part.id: part.name for part in parts}
        for group_id in {each.group_id for each in uow.all(TargetGroupTitle)}:
            names[group_id] = title_on(uow.all(TargetGroupTitle, group_id=group_id), desk.today())
        records = [offer_id, *(part.id for part in parts)]
        values = [value.id for value in uow.all(OfferValue, offer_id=offer_id)]
        records += [group.id for group in uow.all(OfferGroup, offer_id=offer_id)]
        records += [basis.id for basis in uow.all(OfferLegalBasis, offer_id=offer_id)]
        records += [screening.id for screening in uow.all(OfferScreening, offer_id=offer_id)]
        records += [use.id for use in uow.all(OfferUse, offer_id=offer_id)]
    figures = [_as_figure(desk, row) for key in values for row in merged_history(desk, [key], names)]
    return sorted([*merged_history(desk, records, names), *figures], key=lambda row: row.when)


def merged_history(desk: Desk, record_ids: Sequence[str], names: Mapping[str, str]) -> list[HistoryRow]:
    """Return the history of several records as one, oldest first; keys of other records are shown as names."""
    rows = [_named(row, names) for record in record_ids for row in history(desk, record)]
    return sorted(rows, key=lambda row: row.when)


def _as_figure(desk: Desk, row: HistoryRow) -> HistoryRow:
    """Return a change of a dated value with its number written as figures are."""
    if row.field != "number":
        return row
    before, after = (desk.translator.number(float(text)) if text else "" for text in (row.before, row.after))
    return dataclasses.replace(row, field="figure", before=before, after=after)


def _named(row: HistoryRow, names: Mapping[str, str]) -> HistoryRow:
    if row.field not in _NAMED:
        return row
    return dataclasses.replace(
        row,
        field=_NAMED[row.field],
        before=names.get(row.before, row.before),
        after=names.get(row.after, row.after),
    )


def _row(part: Department | Service, department: str, own: Sequence[OfferValue]) -> PartRow:
    places, occupancy = latest(own, Attribute.PLACES), latest(own, Attribute.OCCUPANCY)
    whole = part if isinstance(part, Department) else None
    return PartRow(
        id=part.id,
        level=Level.DEPARTMENT if whole else Level.SERVICE,
        name=part.name,
        department=department,
        department_id=part.department_id if isinstance(part, Service) else None,
        portal_number=whole.portal_number if whole else "",
        p_number=whole.p_number if whole else "",
        address=whole.address if whole else "",
        without_premises=whole.without_premises if whole else None,
        closed_on=whole.closed_on if whole else None,
        note=part.note,
        places=places.number if places else None,
        places_on=places.dated if places else None,
        occupancy=occupancy.number if occupancy else None,
        occupancy_on=occupancy.dated if occupancy else None,
    )


def _service(service: Service, department: str, values: Sequence[OfferValue]) -> PartRow:
    return _row(service, department, [value for value in values if value.service_id == service.id])


def _write(part: Department | Service, fields: Mapping[str, object]) -> None:
    known = {field.name for field in dataclasses.fields(part)} - _FIXED
    for name, value in fields.items():
        if name not in known:
            raise UserError("part-field-unknown", name=name)
        setattr(part, name, value.strip() if isinstance(value, str) else value)
    if not part.name:
        raise UserError("part-nameless")


def _of(uow: UnitOfWork, offer_id: str, department_id: str | None) -> str | None:
    """Return the department's key where it belongs to the offer; raises UserError where it does not."""
    if department_id is None:
        return None
    department = uow.get(Department, department_id)
    if department is None or department.offer_id != offer_id:
        raise UserError("no-such-part")
    return department.id


def _place(uow: UnitOfWork, offer_id: str, part_id: str | None) -> tuple[str | None, str | None, str]:
    """Return department, service and name of what figures are about."""
    if part_id is None:
        return None, None, ""
    part = uow.get(Department, part_id) or uow.get(Service, part_id)
    if part is None or part.offer_id != offer_id:
        raise UserError("no-such-part")
    if isinstance(part, Service):
        return part.department_id, part.id, part.name
    return part.id, None, part.name


def _figure(attribute: Attribute, text: str) -> float:
    figure = read_number(text.removesuffix("%").strip())
    if figure is None or figure.other is not None:
        raise UserError("figure-unread", text=text)
    number = figure.low
    if number < 0:
        raise UserError("figure-below-zero", text=text)
    if attribute in _WHOLE and not float(number).is_integer():
        raise UserError("places-not-whole", text=text)
    return float(number)
