"""A telephone note from anywhere in the window: one line on a case, while everything else stays at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from koorddesk.services import cases, queries
from koorddesk.services.queries import CaseRow
from ui.dialogs.ask import AskDialog, Field

if TYPE_CHECKING:
    from ui.workplace import Workplace

_LAST = "telephone-note/case"


def open_telephone_note(place: Workplace, owner: QWidget, number: str = "") -> None:
    """Open a small note that Enter keeps, on this case or the one noted on last; the window can be used meanwhile."""

    def show(rows: list[CaseRow]) -> None:
        known = [row for row in rows if row.open] or rows
        if not known:
            place.notifier.inform(place.text(N_("There is no case yet to write a telephone note on.")))
            return
        entries = tuple((row.number, f"{row.number}  {row.title}") for row in known)
        last = str(place.memory.value(_LAST, ""))
        dialog = AskDialog(
            place,
            place.text(N_("Telephone note")),
            place.text(N_("&Keep the note")),
            (
                Field(
                    "said",
                    N_("&With whom: what was said"),
                    needed=True,
                    hint=N_("Sorø Municipality: answers on Friday"),
                ),
                Field("case", N_("&Case"), "choice", number or last or entries[0][0], entries=entries),
            ),
            owner.window(),
        )
        dialog.given.connect(keep)
        dialog.setModal(False)
        dialog.show()
        dialog.parts["said"].setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(dialog: AskDialog) -> None:
        (party, text), case = split_call(dialog.text("said")), dialog.text("case")
        place.memory.keep(_LAST, case)
        place.change(
            owner,
            lambda desk: cases.telephone_note(desk, case, party, text),
            title=place.text(N_("Keeping the note")),
            then=lambda _changes: place.notifier.inform(
                place.text(N_("The telephone note is kept in case %(case)s."), case=case)
            ),
        )

    place.read(owner, queries.cases, show, replaces="telephone-note")


def split_call(line: str) -> tuple[str, str]:
    """Return with whom and what of a telephone note's line; without a colon only what."""
    party, colon, text = line.partition(":")
    return (party.strip(), text.strip()) if colon and text.strip() else ("", line.strip())
