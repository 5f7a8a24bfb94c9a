"""What legal staff do to a legal reference: fill it in, replace it from a day, confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from koorddesk.domain.legal import Standing
from koorddesk.i18n import N_
from koorddesk.services import legal
from koorddesk.services.legal import Wording
from koorddesk.services.register_queries import LegalRow
from ui.dialogs.ask import AskDialog, Field, ask
from ui.words import STANDINGS

if TYPE_CHECKING:
    from ui.workplace import Workplace


def write(place: Workplace, owner: QWidget, row: LegalRow) -> AskDialog:
    """Ask for paragraph, wording and source of a reference, and why it is written."""

    def keep(dialog: AskDialog) -> None:
        written, reason = _written(dialog), dialog.text("reason")
        place.change(
            owner,
            lambda desk: legal.write_reference(desk, row.id, written, reason),
            title=place.text(N_("Writing the legal reference")),
        )

    return ask(
        place,
        owner,
        _title(place, row),
        place.text(N_("&Write it down")),
        _fields(row),
        keep,
        text=place.text(N_("What is written here counts as not confirmed until a named person confirms it.")),
    )


def replace(place: Workplace, owner: QWidget, row: LegalRow) -> AskDialog:
    """Ask for the wording that replaces a reference from a day; the one before stays for the days before."""

    def keep(dialog: AskDialog) -> None:
        written, day, reason = _written(dialog), dialog.given_day("from"), dialog.text("reason")
        place.change(
            owner,
            lambda desk: legal.replace_reference(desk, row.id, written, day, reason),
            title=place.text(N_("Writing the legal reference")),
        )

    fields = (Field("from", N_("In force &from"), "day"), *_fields(row))
    return ask(
        place,
        owner,
        _title(place, row),
        place.text(N_("&Write it down")),
        fields,
        keep,
        text=place.text(N_("The wording before stays for steps and letters of the days before.")),
    )


def confirm(place: Workplace, owner: QWidget, row: LegalRow) -> AskDialog:
    """Ask who confirms a reference, and on what day."""

    def keep(dialog: AskDialog) -> None:
        person, on = dialog.text("person"), dialog.given_day("on")
        place.change(
            owner,
            lambda desk: legal.confirm_reference(desk, row.id, person, on),
            title=place.text(N_("Confirming the legal reference")),
        )

    return ask(
        place,
        owner,
        place.text(N_("Confirm: %(citation)s"), citation=row.citation),
        place.text(N_("&Confirm")),
        (
            Field("person", N_("Confirmed &by"), value=place.desk.actor.name, needed=True),
            Field("on", N_("Confirmed &on"), "day"),
        ),
        keep,
        text=row.wording or place.text(N_("The wording is not filled in yet; fill it in first.")),
    )


def standing_words(place: Workplace, row: LegalRow) -> str:
    """Return how sure a reference is, with who confirmed it."""
    if row.standing is Standing.READ and row.confirmed_by and row.confirmed_on:
        day = place.translator.date(row.confirmed_on)
        return place.text(N_("confirmed by %(name)s on %(day)s"), name=row.confirmed_by, day=day)
    return place.text(STANDINGS[row.standing])


def _fields(row: LegalRow) -> tuple[Field, ...]:
    return (
        Field("paragraph", N_("&Paragraph"), value=row.paragraph, needed=True, hint=N_("e.g. 13 c")),
        Field("section", N_("&Section (stk.)"), value=row.section),
        Field("wording", N_("&Wording in letters"), "area", value=row.wording, needed=True),
        Field("source", N_("Read &in"), value=row.source, needed=True, hint=N_("the act's number and day")),
        Field("reason", N_("&Reason"), needed=True, reasons="legal"),
    )


def _written(dialog: AskDialog) -> Wording:
    return Wording(*(dialog.text(key) for key in ("paragraph", "section", "wording", "source")))


def _title(place: Workplace, row: LegalRow) -> str:
    return place.text(N_("%(act)s: %(topic)s"), act=row.act[:1].upper() + row.act[1:], topic=row.topic)
