"""The list of offers as a workbook, under headings that the import understands.

One row per offer, one per department of it, and per service with figures; figures are the latest known of each.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from koorddesk.domain.authorities import Authority
from koorddesk.domain.offers import (
    Attribute,
    Department,
    Offer,
    OfferAlias,
    OfferGroup,
    OfferLegalBasis,
    OfferValue,
    Service,
    latest,
)
from koorddesk.errors import UserError
from koorddesk.services.exporting import Export, require
from koorddesk.services.offer_imports import OPERATOR_WORDS
from koorddesk.sorting import danish_key
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

Cell = str | int | float | dt.date | None

# Headings as lists of offers have them, whatever the user's language: the import knows them by these words.
_HEADINGS = (
    ("TilbudsID", 12),
    ("AfdelingsID", 12),
    ("Tilbud", 36),
    ("Afdeling", 28),
    ("Ydelse", 24),
    ("CVR", 11),
    ("P-nummer", 13),
    ("Driftsherre", 13),
    ("Driftsherrens navn", 28),
    ("Beliggenhedskommune", 22),
    ("Adresse", 36),
    ("Matrikelløs", 11),
    ("Lovgrundlag", 24),
    ("Målgruppe", 40),
    ("Alder fra", 9),
    ("Alder til", 9),
    ("Pladser", 9),
    ("Belægning", 10),
    ("Forudsat belægning", 10),
    ("Ledige pladser", 9),
    ("Takst", 11),
    ("Opgørelsesdato", 14),
    ("Tilsynsmyndighed", 24),
    ("Oprettet den", 13),
    ("Lukning varslet den", 13),
    ("Lukket den", 13),
    ("Tidligere navn", 30),
    ("Kilde", 24),
    ("Bemærkninger", 40),
)
_FIGURES = (Attribute.PLACES, Attribute.OCCUPANCY, Attribute.ASSUMED_OCCUPANCY, Attribute.VACANT, Attribute.RATE)


def write_offers(desk: Desk, path: Path) -> int:
    """Write the register of offers and return the number of rows; raises UserError where it cannot be written."""
    require(desk.settings, Export.LISTS)
    with desk.store.reader() as uow:
        rows = [
            row
            for offer in sorted(uow.all(Offer), key=lambda offer: danish_key(offer.name))
            for row in _rows(uow, offer)
        ]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tilbud"
    for column, (heading, width) in enumerate(_HEADINGS, start=1):
        cell = sheet.cell(1, column, heading)
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, dt.date):
                cell.number_format = "dd-mm-yyyy"
            elif isinstance(value, str):
                cell.data_type = "s"  # a name that begins with = is a name
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.properties.created = book.properties.modified = dt.datetime.combine(desk.today(), dt.time())
    book.properties.creator = "koorddesk"
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(partial)
        partial.replace(path)
    except OSError as error:
        raise UserError("overview-unwritable", path=str(path), reason=error.strerror or str(error)) from error
    return len(rows)


def _rows(uow: UnitOfWork, offer: Offer) -> list[list[Cell]]:
    parts = uow.all(Department, offer_id=offer.id)
    services = uow.all(Service, offer_id=offer.id)
    values = uow.all(OfferValue, offer_id=offer.id)
    rows = [_row(uow, offer, None, None, _of(values, None, None))]
    rows += [_row(uow, offer, part, None, _of(values, part.id, None)) for part in parts]
    for service in services:
        part_of = next((part for part in parts if part.id == service.department_id), None)
        rows.append(_row(uow, offer, part_of, service, _of(values, service.department_id, service.id)))
    return rows


def _of(values: list[OfferValue], part: str | None, service: str | None) -> list[OfferValue]:
    return [
        value
        for value in values
        if (value.department_id, value.service_id) == (part, service) and not value.legal_basis
    ]


def _row(
    uow: UnitOfWork, offer: Offer, part: Department | None, service: Service | None, values: list[OfferValue]
) -> list[Cell]:
    place: Offer | Department = part or offer
    part_id = part.id if part else None
    bases = uow.all(OfferLegalBasis, offer_id=offer.id, department_id=part_id) if service is None else []
    groups = uow.all(OfferGroup, offer_id=offer.id, department_id=part_id) if service is None else []
    group = max(groups, key=lambda known: known.valid_from or dt.date.min, default=None)
    shown = [latest(values, attribute) for attribute in _FIGURES]
    days = {value.dated for value in shown if value is not None}
    # Figures of different days cannot stand in one row; those of the latest day do.
    day = max(days, key=lambda known: known or dt.date.min, default=None)
    figures = [value.number if value is not None and value.dated == day else None for value in shown]
    location = uow.get(Authority, place.location_id) if place.location_id else None
    aliases = uow.all(OfferAlias, offer_id=offer.id) if part is None and service is None else []
    without = {True: "Ja", False: "Nej", None: None}[place.without_premises]
    return [
        offer.portal_number or None,
        part.portal_number or None if part else None,
        offer.name,
        part.name if part else None,
        service.name if service else None,
        offer.cvr or None,
        place.p_number or None,
        OPERATOR_WORDS[offer.operator_kind] if offer.operator_kind else None,
        offer.operator_name or None,
        location.name if location else None,
        place.address or None,
        without,
        ", ".join(_basis(basis) for basis in bases) or None,
        (group.text or None) if group else None,
        group.age_from if group else None,
        group.age_to if group else None,
        *figures,
        day,
        offer.supervised_by or None,
        offer.opened_on,
        offer.closing_announced_on,
        place.closed_on,
        aliases[0].text if aliases else None,
        next((value.source for value in shown if value is not None), "") or offer.source or None,
        offer.note or None,
    ]


def _basis(basis: OfferLegalBasis) -> str:
    """Return a legal basis so that the import reads the same code from it."""
    act = basis.code.split("-")[0] if basis.code else ""
    return basis.text if not act or basis.text.upper().startswith(act) else f"{act} {basis.text}"
