"""What an empty store says: the steps to the first letters, the next one with its button, and the example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_, Translator
from ui.theme import STEP, line_color, strong
from ui.widgets.state_label import StateLabel

if TYPE_CHECKING:
    from koorddesk.services.first_steps import FirstSteps

# step -> (what is done, why or how, its button); English msgids
_STEPS: dict[str, tuple[str, str, str]] = {
    "form": (
        N_("Learn the form"),
        N_("Show koorddesk the blank workbook that the councils fill in. It finds the fields itself."),
        N_("&Learn a blank form…"),
    ),
    "announcement": (
        N_("Note the announcement that is answered"),
        N_("Its target group, the day it was issued, its deadline, the regions asked, and the forms."),
        N_("&Note the announcement…"),
    ),
    "answers": (
        N_("Import what you have received"),
        N_("Choose the workbooks, or drop them anywhere on this window. You see every finding before you accept."),
        N_("&Import the files…"),
    ),
    "assessment": (
        N_("Assess a region"),
        N_("Judge supply and coordination on the answers, and conclude."),
        N_("&Assess…"),
    ),
    "letters": (
        N_("Write to the councils"),
        N_("Choose the region and the letter; a draft is set to each council, with its own figures."),
        N_("&Write to the councils…"),
    ),
}
_LINE = 78  # characters in which a sentence is easily read


class Welcome(QWidget):
    """The steps in their order.

    Signals:
        wanted(step): the button of a step was pressed; "example" is the made-up case.
    """

    wanted = Signal(str)

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make the steps; ``show_steps`` says which are done."""
        super().__init__(parent)
        say = translator.text
        title = QLabel(say(N_("Welcome to koorddesk")), self)
        font = strong(title.font())
        font.setPointSizeF(font.pointSizeF() * 1.4)
        title.setFont(font)
        lead = QLabel(say(N_("Five steps lead from the blank form to letters to the councils.")), self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * STEP)
        grid.setVerticalSpacing(3 * STEP)
        grid.setColumnStretch(1, 1)
        self._states: dict[str, StateLabel] = {}
        self.buttons: dict[str, QPushButton] = {}
        for row, (step, (what, how, button)) in enumerate(_STEPS.items()):
            state = StateLabel(translator, self)
            words = QLabel(f"{row + 1}. {say(what)}", self)
            words.setFont(strong(words.font()))
            reason = QLabel(say(how), self)
            reason.setWordWrap(True)
            text = QVBoxLayout()
            text.setSpacing(0)
            text.addWidget(words)
            text.addWidget(reason)
            self._states[step], self.buttons[step] = state, QPushButton(say(button), self)
            self.buttons[step].clicked.connect(lambda _on=False, step=step: self.wanted.emit(step))
            grid.addWidget(state, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(text, row, 1)
            grid.addWidget(self.buttons[step], row, 2, Qt.AlignmentFlag.AlignVCenter)
        self._line = QFrame(self)
        self._line.setFixedHeight(1)
        self._line.setAutoFillBackground(True)
        about = QLabel(
            say(
                N_(
                    "Would you rather see it at work first? The example is a made-up case of 98 municipalities in a "
                    "database of its own; yours stays empty."
                )
            ),
            self,
        )
        about.setWordWrap(True)
        self.example = QPushButton(say(N_("Open the e&xample")), self)
        self.example.clicked.connect(lambda: self.wanted.emit("example"))
        inside = QWidget(self)
        inside.setMaximumWidth(self.fontMetrics().averageCharWidth() * (_LINE + 50))
        column = QVBoxLayout(inside)
        column.setSpacing(3 * STEP)
        for part in (title, lead):
            column.addWidget(part)
        column.addSpacing(2 * STEP)
        column.addLayout(grid)
        column.addSpacing(2 * STEP)
        column.addWidget(self._line)
        column.addWidget(about)
        column.addWidget(self.example, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8 * STEP, 6 * STEP, 8 * STEP, 4 * STEP)
        outer.addWidget(inside)
        outer.addStretch()

    def show_steps(self, steps: FirstSteps) -> None:
        """Mark what is done, and offer the step that comes next."""
        for step, done in vars(steps).items():
            coming = step == steps.next_step
            self._states[step].set_state("done" if done else "missing")
            self.buttons[step].setVisible(coming or (step == "answers" and not done))
            self.buttons[step].setDefault(coming)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        palette = self.window().palette()
        own = self._line.palette()
        own.setColor(self._line.backgroundRole(), line_color(palette))
        self._line.setPalette(own)


class NextStep(QFrame):
    """One line above the day's list while the first letters are not written: what comes next, with its button.

    Signals:
        wanted(step): the button was pressed.
    """

    wanted = Signal(str)

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._translator, self._step = translator, ""
        self._words, self.button = QLabel(self), QPushButton(self)
        self._words.setWordWrap(True)
        self._words.setForegroundRole(QPalette.ColorRole.Link)
        column = QGridLayout(self)
        column.setContentsMargins(3 * STEP, STEP, 3 * STEP, STEP)
        column.setColumnStretch(0, 1)
        column.addWidget(self._words, 0, 0)
        column.addWidget(self.button, 0, 1)
        self.button.clicked.connect(lambda: self.wanted.emit(self._step))
        self.hide()

    def show_steps(self, steps: FirstSteps) -> None:
        """Say what comes next, or nothing when all is done."""
        self._step = steps.next_step
        if self._step:
            what, how, button = (self._translator.text(text) for text in _STEPS[self._step])
            self._words.setText(self._translator.text(N_("Next: %(what)s. %(how)s"), what=what, how=how))
            self.button.setText(button)
        self.setVisible(bool(self._step))
