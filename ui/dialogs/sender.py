"""Who letters come from: unit, address, telephone, e-mail, as it stands in the letterhead."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from koorddesk.i18n import N_
from koorddesk.settings import Sender, save_settings
from ui.dialogs.form_dialog import FormDialog
from ui.workplace import Workplace


class SenderDialog(FormDialog):
    """Asks for the sender block; what the machine's policy sets is shown and locked.

    Signals:
        given(Sender): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, parent: QWidget | None) -> None:
        """Take the settings in force."""
        say, sender = place.text, place.desk.settings.sender
        managed = "sender" in place.desk.settings.managed
        super().__init__(
            place.translator,
            say(N_("Sender of letters")),
            say(N_("&Keep it")),
            parent,
            say(N_("These values are managed by the organisation and cannot be changed here.")) if managed else "",
        )
        self.unit = self.line(say(N_("&Unit")), sender.unit)
        self.address = self.area(say(N_("&Address")), "\n".join(sender.address_lines), 3)
        self.telephone = self.line(say(N_("&Telephone")), sender.telephone)
        self.email = self.line(say(N_("&E-mail, where answers are sent")), sender.email)
        self.web = self.line(say(N_("&Web")), sender.web)
        self.confirmed = QCheckBox(say(N_("Someone in the agency has c&hecked these values")), self)
        self.confirmed.setChecked(sender.confirmed)
        self.form.addRow(self.confirmed)
        for part in (self.unit, self.address, self.telephone, self.email, self.web, self.confirmed, self.verb):
            part.setEnabled(not managed)
        self.accepted.connect(lambda: self.given.emit(self.written()))

    def written(self) -> Sender:
        """Return what stands in the fields."""
        lines = (line.strip() for line in self.address.toPlainText().splitlines())
        return Sender(
            unit=self.unit.text().strip(),
            address_lines=tuple(line for line in lines if line),
            telephone=self.telephone.text().strip(),
            email=self.email.text().strip(),
            web=self.web.text().strip(),
            confirmed=self.confirmed.isChecked(),
        )


def open_sender(place: Workplace, owner: QWidget) -> None:
    """Open the dialog, keep what it gives in the user's settings and use it from now on."""

    def keep(sender: Sender) -> None:
        settings = dataclasses.replace(place.desk.settings, sender=sender)
        place.change(
            owner,
            lambda _desk: save_settings(settings),
            title=place.text(N_("Keeping the settings")),
            then=lambda _nothing: place.use_settings(settings),
        )

    dialog = SenderDialog(place, owner.window())
    dialog.given.connect(keep)
    dialog.open()
