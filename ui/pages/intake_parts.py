"""The lower parts of the intake: the questions that reading left open, and the bar that says what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from koorddesk.i18n import N_
from koorddesk.services.register_queries import AuthorityRow
from koorddesk.services.templates import TemplateRow
from ui.theme import STEP, line_color
from ui.workplace import Workplace

_MOST_PROPOSALS = 4


class _Strip(QFrame):
    """A strip parted from what is above it by a thin line."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(line_color(self.palette()))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())


WAITING = "waiting"  # asks the page to read the files that waited for their form


class AskPanel(_Strip):
    """Asks who sent a file and which form it is, where reading could not tell.

    Signals:
        sender_given(code), template_given(code): answered.
        learn_wanted(): none of the known forms is the one.
    """

    sender_given = Signal(str)
    template_given = Signal(str)
    learn_wanted = Signal()

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        """Begin hidden; ``offer`` fills the choices."""
        super().__init__(parent)
        say = place.text
        self._place = place
        self._sender, self._template = QComboBox(self), QComboBox(self)
        self._sender.setEditable(True)
        self._sender.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self._sender.model(), self._sender)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._sender.setCompleter(completer)
        self._sender_row = self._row(self._sender, say(N_("This one")))
        self._proposals = QWidget(self)
        self._proposed = QHBoxLayout(self._proposals)
        self._proposed.setContentsMargins(0, 0, 0, 0)
        self._proposals.hide()
        self._template_row = self._row(self._template, say(N_("Read as this")))
        self._form = QFormLayout(self)
        self._form.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for words, field, row in (
            (say(N_("Who &sent this file?")), self._sender, self._sender_row),
            (say(N_("Which &form is it?")), self._template, self._template_row),
        ):
            label = QLabel(words, self)
            label.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            self._form.addRow(label, row)
        self._form.insertRow(1, self._proposals)
        self._sender_row.findChildren(QPushButton)[0].clicked.connect(self._give_sender)
        self._template_row.findChildren(QPushButton)[0].clicked.connect(self._give_template)
        self._learn = QPushButton(say(N_("None of these: &learn the blank form…")), self)
        self._form.addRow(self._learn)
        self._learn.clicked.connect(self.learn_wanted)
        self.hide()

    def offer(self, authorities: Sequence[AuthorityRow], templates: Sequence[TemplateRow]) -> None:
        """Take who and what there is to choose from."""
        self._sender.clear()
        self._sender.addItem("", "")
        for row in authorities:
            self._sender.addItem(f"{row.official_name} ({row.code})", row.code)
        self._template.clear()
        for form in templates:
            self._template.addItem(f"{form.code} · {form.title}", form.code)

    def ask(self, *, sender: bool, template: bool) -> None:
        """Show the questions that are open."""
        self._form.setRowVisible(self._sender_row, sender)
        self._form.setRowVisible(self._template_row, template and self._template.count() > 0)
        self._form.setRowVisible(self._learn, template)
        self.setVisible(sender or template)
        self.propose(())
        if sender:
            self._sender.setCurrentIndex(0)

    def propose(self, senders: Sequence[tuple[str, str]]) -> None:
        """Offer the likely senders, as (code, name), each as a button of its own."""
        while self._proposed.count():
            item = self._proposed.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for code, name in senders[:_MOST_PROPOSALS]:
            button = QPushButton(name, self._proposals)
            button.setAccessibleName(self._place.text(N_("Sent by %(name)s"), name=name))
            button.clicked.connect(partial(self.sender_given.emit, code))
            self._proposed.addWidget(button)
        self._proposed.addStretch()
        self._proposals.setVisible(bool(senders))

    @property
    def proposals(self) -> list[QPushButton]:
        """The buttons of the likely senders."""
        return [button for button in self._proposals.findChildren(QPushButton) if not button.isHidden()]

    def answer_sender(self, code: str) -> None:
        """Answer who sent it, as the button does."""
        self._sender.setCurrentIndex(self._sender.findData(code))
        self._sender_row.findChildren(QPushButton)[0].click()

    def _give_sender(self) -> None:
        # What was typed counts only when it is one of the entries.
        number = self._sender.findText(self._sender.currentText(), Qt.MatchFlag.MatchFixedString)
        if number > 0:
            self.sender_given.emit(self._sender.itemData(number))

    def _give_template(self) -> None:
        if self._template.currentData():
            self.template_given.emit(self._template.currentData())

    def _row(self, field: QComboBox, verb: str) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(field, 1)
        layout.addWidget(QPushButton(verb, row))
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(16)
        return row


class DecisionBar(_Strip):
    """Says in numbers what will happen, and does it: for files that wait, or for chosen submissions."""

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        """Make the buttons; the page connects them."""
        super().__init__(parent)
        self._place = place
        say = place.text
        self._words = QLabel(self)
        self.take_in = QPushButton(self)
        self.discard = QPushButton(say(N_("Do not store them")), self)
        self.hold_one = QPushButton(say(N_("Hold or release the chosen")), self)
        self.accept, self.hold, self.send_back = (QPushButton(self) for _ in range(3))
        self.in_part = QPushButton(say(N_("Accept in &part…")), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self._words)
        layout.addStretch()
        for button in (self.discard, self.hold_one, self.take_in, self.send_back, self.hold, self.in_part, self.accept):
            layout.addWidget(button)

    @property
    def text(self) -> str:
        """What the bar says."""
        return self._words.text()

    def tell_waiting(self, count: int, summary: str, left: int = 0) -> None:
        """Say what taking in the files that wait will do; nothing when none waits. ``left`` are still to be read."""
        for part in (self._words, self.take_in, self.discard, self.hold_one):
            part.setVisible(bool(count or left))
        self.take_in.setEnabled(not left)
        words = self._place.text(N_("Read and not stored yet: %(summary)s"), summary=summary)
        if left:
            words = self._place.text(N_("%(read)d of %(total)d files read"), read=count, total=count + left)
        self._words.setText(words)
        self.take_in.setText(self._place.plural("&Take in %(count)d file", "&Take in %(count)d files", count))

    def tell_stored(self, *, visible: bool, accept: int, hold: int, send_back: int, in_part: bool) -> None:
        """Say what can be done with the chosen submissions of the store."""
        self.in_part.setVisible(visible)
        self.in_part.setEnabled(in_part)
        for button, count, text in (
            (self.accept, accept, self._place.text(N_("&Accept %(count)d"), count=accept)),
            (self.hold, hold, self._place.text(N_("&Hold %(count)d…"), count=hold)),
            (self.send_back, send_back, self._place.text(N_("&Return %(count)d with findings…"), count=send_back)),
        ):
            button.setVisible(visible)
            button.setEnabled(count > 0)
            button.setText(text)
        self.setVisible(visible or not self.take_in.isHidden())
