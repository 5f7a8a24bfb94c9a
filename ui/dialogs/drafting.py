"""Drafting letters from anywhere in the window: the sender's address first where it is missing, then the drafts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from koorddesk.i18n import N_
from koorddesk.settings import save_settings
from ui.dialogs.ask import AskDialog, Field, ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from koorddesk.services.queries import LetterRow
    from ui.jobs import Work
    from ui.workplace import Workplace


def with_sender(place: Workplace, owner: QWidget, then: Callable[[], None]) -> None:
    """Go on, after asking once who the letters come from where the address that answers go to is not known."""
    sender = place.desk.settings.sender
    if sender.email.strip():
        then()
        return

    def keep(dialog: AskDialog) -> None:
        known = place.desk.settings
        lines = tuple(line.strip() for line in dialog.text("address").splitlines() if line.strip())
        filled = replace(
            known.sender,
            unit=dialog.text("unit"),
            email=dialog.text("email"),
            telephone=dialog.text("telephone"),
            address_lines=lines,
            confirmed=True,
        )
        settings = replace(known, sender=filled)

        def kept(_nothing: None) -> None:
            place.use_settings(settings)
            then()

        place.change(
            owner, lambda _desk: save_settings(settings), title=place.text(N_("Keeping the settings")), then=kept
        )

    ask(
        place,
        owner,
        place.text(N_("Who do the letters come from?")),
        place.text(N_("&Keep it and go on")),
        (
            Field("email", N_("&E-mail that answers are sent to"), needed=True),
            Field("unit", N_("&Unit"), value=sender.unit),
            Field("address", N_("&Address"), "area", value="\n".join(sender.address_lines)),
            Field("telephone", N_("&Telephone"), value=sender.telephone),
        ),
        keep,
        text=place.text(
            N_("It stands on every letter, and is asked only this once. Later it is found under Settings.")
        ),
    )


def write_drafts(
    place: Workplace, owner: QWidget, work: Work[list[LetterRow]], *, title: str = "", show: bool = True
) -> None:
    """Draft letters in a job, tell how many there are, and show the first of them or offer to."""

    def drafted(rows: list[LetterRow]) -> None:
        words = place.plural("%(count)d letter is drafted.", "%(count)d letters are drafted.", len(rows))
        if show or not rows:
            place.notifier.inform(words)
        else:
            place.notifier.inform(words, place.text(N_("Show the &letters")), lambda: _show(place, rows[0].id))
        if rows and show:
            _show(place, rows[0].id)

    def begin() -> None:
        place.long_change(owner, work, title=title or place.text(N_("Drafting the letters")), then=drafted)

    with_sender(place, owner, begin)


def _show(place: Workplace, letter_id: str) -> None:
    place.page_wanted.emit("letters", letter_id)
