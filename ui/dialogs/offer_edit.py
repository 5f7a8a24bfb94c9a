"""What is asked about an offer that is in the register: its fields, its departments and services, its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.offers import Attribute, Level, OperatorKind, Origin
from koorddesk.i18n import N_
from koorddesk.services import offer_parts, offers
from koorddesk.services.offer_parts import PartRow
from koorddesk.services.register_queries import AuthorityRow
from ui.dialogs.ask import AskDialog, Field, ask
from ui.dialogs.register_import import choose_workbook, import_offers
from ui.offer_words import OPERATORS
from ui.workplace import Workplace

# Where a list can come from, in a caseworker's words, and the origin its values then have.
LISTS = {
    Origin.PORTAL: N_("an extract of Tilbudsportalen"),
    Origin.REPORTED: N_("a municipality or a region"),
    Origin.AGENCY: N_("another source"),
}
_PREMISES = (("", N_("not known")), ("yes", N_("yes")), ("no", N_("no")))


def edit_offer(
    place: Workplace, owner: QWidget, offer_id: str, known: Mapping[str, object], authorities: Sequence[AuthorityRow]
) -> AskDialog:
    """Ask for an offer's fields, which stand as they are known, and correct it."""
    say = place.text
    nobody = ("", say(N_("not known")))
    councils = (AuthorityKind.MUNICIPALITY, AuthorityKind.REGION)
    everyone = (nobody, *((row.id, row.name) for row in authorities if row.kind in councils))
    here = (nobody, *((row.id, row.name) for row in authorities if row.kind is AuthorityKind.MUNICIPALITY))
    kinds = (nobody, *((kind.value, say(words)) for kind, words in OPERATORS.items()))
    opened = known["opened_on"]
    premises = _premises(known["without_premises"])
    fields = (
        Field("name", N_("&Name"), value=_text(known, "name"), needed=True),
        Field("portal_number", N_("Number at &Tilbudsportalen"), value=_text(known, "portal_number")),
        Field("cvr", N_("&CVR number"), value=_text(known, "cvr")),
        Field("p_number", N_("&P-number"), value=_text(known, "p_number")),
        Field("operator_kind", N_("&Operator"), "choice", _text(known, "operator_kind"), False, kinds),
        Field("operator_id", N_("Operating aut&hority"), "choice", _text(known, "operator_id"), False, everyone),
        Field("operator_name", N_("Operator's n&ame"), value=_text(known, "operator_name")),
        Field("location_id", N_("&Lies in"), "choice", _text(known, "location_id"), False, here),
        Field("address", N_("A&ddress"), value=_text(known, "address")),
        Field("without_premises", N_("Without pre&mises"), "choice", premises, False, _said(place, _PREMISES)),
        Field("supervised_by", N_("Approved &by"), value=_text(known, "supervised_by")),
        Field("opened_on", N_("Open&ed on"), "maybe-day", day=opened if isinstance(opened, dt.date) else None),
        Field("note", N_("N&ote"), value=_text(known, "note")),
        Field("source", N_("&Source"), value=_text(known, "source")),
        Field("reason", N_("&Reason for the correction"), reasons="offer"),
    )

    def given(dialog: AskDialog) -> None:
        chosen = dialog.text("operator_kind")
        written: dict[str, object] = {
            key: dialog.text(key)
            for key in (
                *("name", "portal_number", "cvr", "p_number", "operator_name"),
                *("address", "supervised_by", "note", "source"),
            )
        }
        written["operator_kind"] = OperatorKind(chosen) if chosen else None
        written["operator_id"] = dialog.text("operator_id") or None
        written["location_id"] = dialog.text("location_id") or None
        written["without_premises"] = _yes_or_no(dialog.text("without_premises"))
        written["opened_on"] = dialog.known_day("opened_on")
        reason = dialog.text("reason")
        place.change(
            owner,
            lambda desk: offers.edit_offer(desk, offer_id, reason, **written),
            title=say(N_("Correcting the offer")),
        )

    title = say(N_("Correct %(name)s"), name=known["name"])
    text = say(N_("A former name stays as a spelling that means the offer."))
    return ask(place, owner, title, say(N_("&Save it")), fields, given, text=text)


def ask_department(place: Workplace, owner: QWidget, offer_id: str, name: str, part: PartRow | None) -> AskDialog:
    """Ask for a new department of an offer, or correct one."""
    say = place.text
    premises = _premises(part.without_premises if part else None)
    fields = (
        Field("name", N_("&Name"), value=part.name if part else "", needed=True),
        Field("portal_number", N_("Number at &Tilbudsportalen"), value=part.portal_number if part else ""),
        Field("p_number", N_("&P-number"), value=part.p_number if part else ""),
        Field("address", N_("A&ddress"), value=part.address if part else ""),
        Field("without_premises", N_("Without pre&mises"), "choice", premises, False, _said(place, _PREMISES)),
        Field("closed_on", N_("&Last day"), "maybe-day", day=part.closed_on if part else None),
        Field("note", N_("N&ote"), value=part.note if part else ""),
    )

    def given(dialog: AskDialog) -> None:
        written: dict[str, object] = {
            key: dialog.text(key) for key in ("name", "portal_number", "p_number", "address", "note")
        }
        written["without_premises"] = _yes_or_no(dialog.text("without_premises"))
        written["closed_on"] = dialog.known_day("closed_on")
        if part is not None:
            key = part.id
            place.change(
                owner,
                lambda desk: offer_parts.edit_part(desk, key, "", **written),
                title=say(N_("Correcting the department")),
            )
        else:
            called = str(written.pop("name"))
            place.change(
                owner,
                lambda desk: offer_parts.add_department(desk, offer_id, called, **written),
                title=say(N_("Adding the department")),
            )

    title = say(N_("Department of %(name)s"), name=name)
    return ask(place, owner, title, say(N_("&Save it")), fields, given)


def ask_service(
    place: Workplace, owner: QWidget, offer_id: str, name: str, parts: Sequence[PartRow], part: PartRow | None
) -> AskDialog:
    """Ask for a new service of an offer, or correct one."""
    say = place.text
    departments = [(row.id, row.name) for row in parts if row.level is Level.DEPARTMENT]
    fields = (
        Field("name", N_("&Name"), value=part.name if part else "", needed=True),
        Field(
            "department_id",
            N_("&Belongs to"),
            "choice",
            (part.department_id or "") if part else "",
            False,
            (("", say(N_("the whole offer"))), *departments),
        ),
        Field("note", N_("N&ote"), value=part.note if part else ""),
    )

    def given(dialog: AskDialog) -> None:
        called, department, note = dialog.text("name"), dialog.text("department_id") or None, dialog.text("note")
        if part is not None:
            key = part.id
            place.change(
                owner,
                lambda desk: offer_parts.edit_part(desk, key, name=called, department_id=department, note=note),
                title=say(N_("Correcting the service")),
            )
        else:
            place.change(
                owner,
                lambda desk: offer_parts.add_service(desk, offer_id, called, department, note),
                title=say(N_("Adding the service")),
            )

    title = say(N_("Service of %(name)s"), name=name)
    return ask(place, owner, title, say(N_("&Save it")), fields, given)


def ask_figures(
    place: Workplace, owner: QWidget, offer_id: str, name: str, parts: Sequence[PartRow], chosen: str = ""
) -> AskDialog:
    """Ask for figures of an offer, a department or a service on a day; what stands there already stays beside them."""
    say = place.text
    what = (("", say(N_("the whole offer"))), *((row.id, row.name) for row in parts))
    labels = {
        Attribute.PLACES: N_("&Places"),
        Attribute.OCCUPANCY: N_("Occ&upancy in percent"),
        Attribute.OCCUPIED: N_("O&ccupied places"),
        Attribute.VACANT: N_("&Vacant places"),
        Attribute.RATE: N_("Ra&te, kroner a day"),
    }
    origins = tuple((origin.value, say(words)) for origin, words in LISTS.items())
    fields = (
        Field("part", N_("Figures &of"), "choice", chosen, False, what),
        Field("dated", N_("&As of"), "day"),
        *(Field(each.value, labels[each]) for each in offer_parts.FIGURES),
        Field("origin", N_("C&omes from"), "choice", Origin.AGENCY.value, True, origins),
        Field("source", N_("&Source"), needed=True, hint=N_("dialogue, expert council, data…")),
    )

    def given(dialog: AskDialog) -> None:
        figures = {each: dialog.text(each.value) for each in offer_parts.FIGURES}
        dated, source = dialog.given_day("dated"), dialog.text("source")
        part, origin = dialog.text("part") or None, Origin(dialog.text("origin"))
        place.change(
            owner,
            lambda desk: offer_parts.note_figures(desk, offer_id, figures, dated, source, part_id=part, origin=origin),
            title=say(N_("Noting figures")),
        )

    text = say(N_("Leave empty what is not known. Earlier figures stay in the list."))
    title = say(N_("Figures of %(name)s"), name=name)
    return ask(place, owner, title, say(N_("&Note them")), fields, given, text=text)


def choose_list(place: Workplace, owner: QWidget) -> None:
    """Let the user choose a list of offers, then say where it comes from and which day it holds for."""
    if path := choose_workbook(place, owner, place.text(N_("Import offers"))):
        ask_list(place, owner, path)


def ask_list(place: Workplace, owner: QWidget, path: Path) -> AskDialog:
    """Ask where a list of offers comes from and which day it holds for, and import it."""
    say = place.text
    fields = (
        Field(
            "origin",
            N_("The list &comes from"),
            "choice",
            Origin.PORTAL.value,
            True,
            tuple((origin.value, say(words)) for origin, words in LISTS.items()),
        ),
        Field("dated", N_("Its figures hold &on"), "maybe-day"),
    )
    text = say(
        N_(
            "%(file)s: figures of each origin stand beside one another; none overwrites another. A row with a date of "
            "its own keeps it."
        ),
        file=path.name,
    )
    return ask(
        place,
        owner,
        say(N_("Import offers")),
        say(N_("&Import the list")),
        fields,
        lambda dialog: import_offers(
            place, owner, path, origin=Origin(dialog.text("origin")), dated=dialog.known_day("dated")
        ),
        text=text,
    )


def _said(place: Workplace, entries: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((key, place.text(words)) for key, words in entries)


def _text(known: Mapping[str, object], key: str) -> str:
    return str(known[key] or "")


def _premises(without: object) -> str:
    return "" if without is None else "yes" if without else "no"


def _yes_or_no(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)
