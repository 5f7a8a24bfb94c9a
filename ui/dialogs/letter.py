"""Approving, sending and journalising letters; the address of a recipient."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from koorddesk.i18n import N_
from koorddesk.services.letter_address import Address
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_field import DateField
from ui.workplace import Workplace

IN_PROGRAM, OUTSIDE = "in-program", "outside"


@dataclass(frozen=True)
class Approval:
    """Who approves, with which title; for an approval outside the program its document and day.

    With ``whole_run`` the other drafts of the chosen letter's run are approved as well.
    """

    name: str
    title: str
    document_number: str = ""
    on: dt.date | None = None
    whole_run: bool = False


class ApproveDialog(FormDialog):
    """Asks in whose name letters are approved, and how the approval came.

    Signals:
        given(Approval): the button was pressed.
    """

    given = Signal(object)

    def __init__(
        self,
        place: Workplace,
        count: int,
        parent: QWidget | None,
        own: tuple[str, str] = ("", ""),
        others: int = 0,
    ) -> None:
        """Take how many letters are approved together, and under which name and title whoever is here approves.

        ``others`` is how many more drafts the run of the chosen one has, which can be approved with it.
        """
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
        self.way = self.choice(
            say(N_("A&pproval")),
            [
                (IN_PROGRAM, say(N_("by me, on my own account"))),
                (OUTSIDE, say(N_("by another, outside the program"))),
            ],
        )
        self.name = self.line(say(N_("Approved &by")), own[0] or kept[0])
        self.job = self.line(say(N_("&Title")), own[1] or kept[1])
        self.document = self.line(say(N_("&Document no. of the approval")))
        self.on = DateField(place.desk.today(), self)
        self.day(say(N_("App&roved on")), self.on)
        self.whole_run = QCheckBox(
            place.plural(
                "And the other %(count)d &draft of this run", "And the other %(count)d &drafts of this run", others
            ),
            self,
        )
        self.form.addRow(self.whole_run)
        self.form.setRowVisible(self.whole_run, others > 0)
        self._place, self._own, self._kept = place, own, kept
        self._count, self._others = count, others
        self.whole_run.toggled.connect(self._name_verb)
        self.way.currentIndexChanged.connect(self._change_way)
        for field in (self.name, self.document):
            field.textChanged.connect(self._check)
        self.accepted.connect(self._give)
        self._change_way()

    @property
    def outside(self) -> bool:
        """Whether the approval came outside the program."""
        return bool(self.way.currentData() == OUTSIDE)

    def _change_way(self) -> None:
        outside = self.outside
        for field in (self.document, self.on):
            self.form.setRowVisible(field, outside)
        if outside and self._own[0] and self.name.text() == self._own[0]:
            self.name.setText(self._kept[0] if self._kept[0] != self._own[0] else "")
            self.job.setText(self._kept[1] if self._kept[0] != self._own[0] else "")
        elif not outside and self._own[0]:
            self.name.setText(self._own[0])
            self.job.setText(self._own[1] or self.job.text())
        self._check()

    def _name_verb(self, whole: bool) -> None:
        count = self._count + (self._others if whole else 0)
        self.verb.setText(
            self._place.plural("&Approve and lock %(count)d letter", "&Approve and lock %(count)d letters", count)
        )

    def _check(self) -> None:
        named = bool(self.name.text().strip())
        self.verb.setEnabled(named and (not self.outside or bool(self.document.text().strip())))

    def _give(self) -> None:
        name, title = self.name.text().strip(), self.job.text().strip()
        self._place.memory.keep("approver", [name, title])
        outside = self.outside
        document = self.document.text().strip() if outside else ""
        on = self.on.day if outside else None
        self.given.emit(Approval(name, title, document, on, self.whole_run.isChecked()))


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
    """Asks when, how and to whom letters were sent.

    Signals:
        given(day, channel, to, whole_run): the button was pressed; ``to`` is empty for the letter's own addressee.
    """

    given = Signal(object, str, str, bool)

    def __init__(self, place: Workplace, count: int, parent: QWidget | None, others: int = 0) -> None:
        """Take how many letters were sent together; ``others`` is how many more the chosen one's run has to send."""
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
        self.to = self.line(say(N_("&To")), hint=say(N_("the letter's addressee")))
        self.whole_run = QCheckBox(
            place.plural(
                "And the other %(count)d &letter of this run", "And the other %(count)d &letters of this run", others
            ),
            self,
        )
        self.form.addRow(self.whole_run)
        self.form.setRowVisible(self.whole_run, others > 0)
        self.accepted.connect(self._give)

    def _give(self) -> None:
        to, whole = self.to.text().strip(), self.whole_run.isChecked()
        self.given.emit(self.on.day, self.channel.currentText(), to, whole)


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


class AddressDialog(FormDialog):
    """Asks for the address of a letter's recipient and the day it holds from.

    Signals:
        given(addressee, lines, email, day): the button was pressed.
    """

    given = Signal(str, str, str, object)

    def __init__(self, place: Workplace, address: Address, parent: QWidget | None) -> None:
        """Take the address as it is known."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Address of %(name)s"), name=address.recipient),
            say(N_("&Keep the address")),
            parent,
            say(
                N_(
                    "The address stands in the letter's window. What is known today ends the day before the new one "
                    "begins; letters that are locked already keep theirs."
                )
            ),
        )
        lines = "" if address.example else address.lines
        self.to = self.line(say(N_("&Within the authority")), address.addressee, say(N_("the council itself")))
        self.lines = self.area(say(N_("&Address, a line each")), lines)
        self.email = self.line(say(N_("&E-mail")), "" if address.example else address.email)
        self.on = DateField(place.desk.today(), self)
        self.day(say(N_("Holds &from")), self.on)
        self.lines.textChanged.connect(self._check)
        self.accepted.connect(
            lambda: self.given.emit(self.to.text(), self.lines.toPlainText(), self.email.text(), self.on.day)
        )
        self._check()

    def _check(self) -> None:
        self.verb.setEnabled(bool(self.lines.toPlainText().strip()))
