"""Under which name a blank form is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from ui.dialogs.form_dialog import FormDialog
from ui.workplace import Workplace


class LearnDialog(FormDialog):
    """Asks for the form's short name; a known one makes a new version of that form.

    Signals:
        given(code): the button was pressed.
    """

    given = Signal(str)

    def __init__(self, place: Workplace, path: Path, known: Sequence[str], parent: QWidget | None) -> None:
        """Take the blank and the names in use."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Learn a blank form")),
            say(N_("&Read the blank")),
            parent,
            say(
                N_("%(file)s is read and shown beside what was learned; nothing is kept before you have looked at it."),
                file=path.name,
            ),
        )
        self.code = self.line(say(N_("Short &name of the form")), short_name(path.stem))
        if known:
            forms = [("", say(N_("A new form"))), *((code, code) for code in known)]
            self.version_of = self.choice(say(N_("New &version of")), forms)
            self.version_of.activated.connect(
                lambda _number: self.code.setText(self.version_of.currentData() or self.code.text())
            )
        self.code.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self.verb.setEnabled(bool(self.code.text()))
        self.accepted.connect(lambda: self.given.emit(self.code.text().strip()))


def short_name(stem: str) -> str:
    """Return a short name made from a file's name: small letters, digits and hyphens."""
    folded = stem.casefold()
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        folded = folded.replace(letter, plain)
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
