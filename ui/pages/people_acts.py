"""What is done about persons: roles on a case, handing cases over, adding and closing a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from koorddesk.domain.documents import CaseRoleKind
from koorddesk.i18n import N_
from koorddesk.services import people
from koorddesk.services.chain_words import ROLES
from koorddesk.services.people import PersonRow, RoleRow
from ui.dialogs.ask import AskDialog, Field, ask

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from ui.workplace import Workplace


def give_role(place: Workplace, owner: QWidget, number: str) -> None:
    """Give a colleague a role on the case; somebody new is added with name and account."""
    say = place.text

    def show(known: list[PersonRow]) -> None:
        new = ("", say(N_("somebody new: write name and account")))
        fields = (
            Field("person", N_("&Person"), "choice", entries=(*((one.id, one.name) for one in known), new)),
            Field("name", N_("&Name")),
            Field("account", N_("&Account"), hint=N_("the name of the account on the computer")),
            Field("role", N_("&Role"), "choice", entries=tuple((one.value, say(ROLES[one])) for one in CaseRoleKind)),
        )
        ask(
            place,
            owner,
            say(N_("Give a role on case %(case)s"), case=number),
            say(N_("&Give the role")),
            fields,
            keep,
            text=say(N_("Name and account are written only for somebody new.")),
        )

    def keep(dialog: AskDialog) -> None:
        person, role = dialog.text("person"), CaseRoleKind(dialog.text("role"))
        name, account = dialog.text("name"), dialog.text("account")

        def work(desk: Desk) -> object:
            who = people.add_person(desk, account, name) if name else person
            return people.set_role(desk, number, who, role)

        place.change(owner, work, title=say(N_("Giving the role")))

    place.read(owner, lambda desk: people.people(desk, closed=False), show, replaces="people")


def end_role(place: Workplace, owner: QWidget, role: RoleRow) -> None:
    """End a role as of today; it stays in the list."""
    place.change(owner, lambda desk: people.end_role(desk, role.id), title=place.text(N_("Ending the role")))


def hand_over(place: Workplace, owner: QWidget, leaver: str = "") -> None:
    """Hand all cases of one colleague over to another, with a reason; who has left is closed and stays in history."""
    say = place.text

    def show(known: list[PersonRow]) -> None:
        entries = tuple((one.id, one.name) for one in known)
        after = (("", say(N_("stays with the agency"))), ("close", say(N_("has left and is closed"))))
        fields = (
            Field("from", N_("&From"), "choice", leaver, entries=entries, needed=True),
            Field("to", N_("&To"), "choice", entries=entries, needed=True, value=entries[-1][0] if entries else ""),
            Field("reason", N_("&Reason"), needed=True, reasons="hand-over"),
            Field("then", N_("&Afterwards"), "choice", entries=after),
        )
        text = N_("The open cases, deadlines and tasks of the one pass to the other. The history stays.")
        ask(place, owner, say(N_("Hand cases over")), say(N_("&Hand over")), fields, keep, text=say(text))

    def keep(dialog: AskDialog) -> None:
        leaver, heir, reason = dialog.text("from"), dialog.text("to"), dialog.text("reason")
        closing = bool(dialog.text("then"))

        def work(desk: Desk) -> int:
            count = people.hand_over(desk, leaver, heir, reason)
            if closing:
                people.close_person(desk, leaver)
            return count

        place.change(
            owner,
            work,
            title=say(N_("Handing over")),
            then=lambda count: place.notifier.inform(
                place.plural("%(count)d case is handed over.", "%(count)d cases are handed over.", count)
            ),
        )

    place.read(owner, lambda desk: people.people(desk, closed=False), show, replaces="people")


def add_person(place: Workplace, owner: QWidget) -> AskDialog:
    """Ask for a colleague's name, account and how to reach her, and add her."""
    fields = (
        Field("name", N_("&Name"), needed=True),
        Field("account", N_("&Account"), hint=N_("the name of the account on the computer")),
        Field("title", N_("&Title")),
        Field("unit", N_("&Unit")),
        Field("telephone", N_("Te&lephone")),
        Field("email", N_("&E-mail")),
    )

    def keep(dialog: AskDialog) -> None:
        written = {key: dialog.text(key) for key in ("title", "unit", "telephone", "email")}
        account, name = dialog.text("account"), dialog.text("name")
        place.change(
            owner,
            lambda desk: people.add_person(desk, account, name, **written),
            title=place.text(N_("Adding the colleague")),
        )

    return ask(place, owner, place.text(N_("New colleague")), place.text(N_("&Add")), fields, keep)


def close_person(place: Workplace, owner: QWidget, row: PersonRow) -> AskDialog:
    """Ask for the day on which a colleague leaves, and close her; what she did stays under her name."""

    def keep(dialog: AskDialog) -> None:
        on = dialog.given_day("on")
        place.change(
            owner, lambda desk: people.close_person(desk, row.id, on), title=place.text(N_("Closing the colleague"))
        )

    return ask(
        place,
        owner,
        place.text(N_("Close: %(name)s"), name=row.name),
        place.text(N_("&Close")),
        (Field("on", N_("Leaves &on"), "day"),),
        keep,
        text=place.text(N_("Who has left gets no more cases. What she did stays in the history under her name.")),
    )
