"""Approving, sending and journalising letters."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_field import DateField
from ui.workplace import Workplace


class ApproveDialog(FormDialog):
    """Asks in whose name letters are approved.

    Signals:
        given(name, title): the button was pressed.
    """

    given = Signal(str, str)

    def __init__(self, place: Workplace, count: int, parent: QWidget | None) -> None:
        """Take how many letters are approved together."""
        say = place.text
        super().__init__(
            place.translator,
            place.plural("Approve %(count)d letter", "Approve %(count)d letters", count),
            place.plural("&Approve and lock %(count)d letter", "&Approve and lock %(count)d letters", count),
            parent,
            say(
                N_(
                    "The letter is set without the draft mark and locked. What is locked is never changed; "
                    "it is corrected by a new letter."
                )
            ),
        )
        kept = place.memory.value("approver", ["", ""])
        self.name = self.line(say(N_("Approved &by")), kept[0])
        self.job = self.line(say(N_("&Title")), kept[1])
        self.name.textChanged.connect(self._check)
        self._place = place
        self.accepted.connect(self._give)
        self._check()

    def _check(self) -> None:
        self.verb.setEnabled(bool(self.name.text().strip()))

    def _give(self) -> None:
        name, title = self.name.text().strip(), self.job.text().strip()
        self._place.memory.keep("approver", [name, title])
        self.given.emit(name, title)


class DecideDialog(FormDialog):
    """Asks what letters say in a place that waits for a decision, and who decided it.

    Signals:
        given(text, name): the button was pressed; an empty text leaves the place out.
    """

    given = Signal(str, str)

    def __init__(self, place: Workplace, question: str, parent: QWidget | None) -> None:
        """Take what is to be decided, as a sentence."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Decide an open place")),
            say(N_("&Put it in all drafts of the step")),
            parent,
            question,
        )
        self.words = self.area(say(N_("The letters say (&empty: leave it out)")))
        self.name = self.line(say(N_("Decided &by")))
        self.name.textChanged.connect(self._check)
        self.accepted.connect(lambda: self.given.emit(self.words.toPlainText().strip(), self.name.text().strip()))
        self._check()

    def _check(self) -> None:
        self.verb.setEnabled(bool(self.name.text().strip()))


class DispatchDialog(FormDialog):
    """Asks when and how letters were sent.

    Signals:
        given(day, channel): the button was pressed.
    """

    given = Signal(object, str)

    def __init__(self, place: Workplace, count: int, parent: QWidget | None) -> None:
        """Take how many letters were sent together."""
        say = place.text
        super().__init__(
            place.translator,
            place.plural("%(count)d letter was sent", "%(count)d letters were sent", count),
            say(N_("&Mark as sent")),
            parent,
        )
        self.on = DateField(place.desk.today(), self)
        self.day(say(N_("Sent &on")), self.on)
        channels = [("Digital Post", "Digital Post"), (say(N_("e-mail")),) * 2, (say(N_("letter post")),) * 2]
        self.channel = self.choice(say(N_("&How")), channels)
        self.accepted.connect(lambda: self.given.emit(self.on.day, self.channel.currentText()))


class JournalDialog(FormDialog):
    """Asks for the record system's numbers.

    Signals:
        given(case_number, document_number): the button was pressed.
    """

    given = Signal(str, str)

    def __init__(self, place: Workplace, parent: QWidget | None) -> None:
        """Both numbers are wanted."""
        say = place.text
        super().__init__(place.translator, say(N_("Journalise the letter")), say(N_("&Mark as journalised")), parent)
        self.case = self.line(say(N_("&Case no.")))
        self.document = self.line(say(N_("&Doc. no.")))
        for field in (self.case, self.document):
            field.textChanged.connect(self._check)
        self.accepted.connect(lambda: self.given.emit(self.case.text().strip(), self.document.text().strip()))
        self._check()

    def _check(self) -> None:
        self.verb.setEnabled(all(field.text().strip() for field in (self.case, self.document)))
