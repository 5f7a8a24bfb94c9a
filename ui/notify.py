"""The one door for messages: errors, questions, quiet notices. No other module opens a message box."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from koorddesk.errors import KoorddeskError
from koorddesk.i18n import N_, Translator

# The words of a message can be marked and copied, with the mouse and without.
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
# Where what happened ends: a full stop after a word (never after "nr." or "stk."), before a new sentence.
_FIRST_SENTENCE = re.compile(r"(?<=\w\w\w[\w)\"»])\. (?=[A-ZÆØÅ])")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Choice:
    """One answer to a question, named by what it does; ``destructive`` is never the default."""

    key: str
    text: str
    destructive: bool = False


@dataclass(frozen=True)
class Notice:
    """A quiet sentence in the window, with at most one thing to do about it."""

    text: str
    action: str = ""
    on_action: Callable[[], None] | None = None


class Notifier(QObject):
    """Shows messages above the main window.

    Signals:
        notice(Notice): a sentence for the bar at the top of the page; no window opens and nothing waits.
    """

    notice = Signal(object)

    def __init__(self, translator: Translator, parent: QObject | None = None) -> None:
        """Take the language; the main window shows what ``notice`` brings."""
        super().__init__(parent)
        self._translator = translator
        self._telling = False

    def show_error(self, error: BaseException, parent: QWidget | None = None) -> None:
        """Say what happened and what to do; a fault of the program comes with a report that can be copied."""
        if isinstance(error, KoorddeskError) and error.__cause__ is None:
            _LOG.info("told the user: %s", error)
            self._box(self.sentence(error), "", parent)
            return
        _LOG.error("told the user of a fault", exc_info=error)
        report = "".join(traceback.format_exception(error))
        self._box(
            self.sentence(error), report if not isinstance(error, KoorddeskError) or _is_ours(error) else "", parent
        )

    def sentence(self, error: BaseException) -> str:
        """Return what an error says to the user."""
        if isinstance(error, KoorddeskError):
            return error.message(self._translator)
        what = self._translator.text(
            N_("The program made a mistake and stopped what it was doing. What was saved before is safe.")
        )
        todo = self._translator.text(N_("Copy the report below and send it to those who look after the program."))
        return f"{what} {todo}"

    def ask(
        self, title: str, text: str, choices: Sequence[Choice], parent: QWidget | None = None, default: str = ""
    ) -> str | None:
        """Ask with buttons that say what they do; return the chosen key, or None when cancelled with Esc."""
        box = QMessageBox(parent or QApplication.activeWindow())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setText(title)
        box.setInformativeText(text)
        box.setTextInteractionFlags(_SELECTABLE)
        buttons = {}
        for choice in choices:
            role = QMessageBox.ButtonRole.DestructiveRole if choice.destructive else QMessageBox.ButtonRole.AcceptRole
            button = box.addButton(choice.text, role)
            buttons[button] = choice.key
            if choice.key == default or (not default and not choice.destructive and box.defaultButton() is None):
                box.setDefaultButton(button)
        box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        chosen = box.clickedButton()
        return next((key for button, key in buttons.items() if button is chosen), None)

    def inform(self, text: str, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        """Say quietly that something is done, with at most one thing to do about it ("Fortryd")."""
        self.notice.emit(Notice(text, action, on_action))

    def _box(self, text: str, report: str, parent: QWidget | None) -> None:
        if self._telling:  # a fault while a message is open must not pile up boxes; it is in the log
            return
        box = QMessageBox(parent or QApplication.activeWindow())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self._translator.text(N_("Something went wrong")))
        end = _FIRST_SENTENCE.search(text)
        box.setText(text[: end.start() + 1] if end else text)
        box.setInformativeText(text[end.end() :] if end else "")  # what was saved, and what to do
        box.setTextInteractionFlags(_SELECTABLE)
        close = box.addButton(QMessageBox.StandardButton.Close)
        box.setDefaultButton(close)
        if report:
            box.setDetailedText(report)
            copy = box.addButton(self._translator.text(N_("Copy the report")), QMessageBox.ButtonRole.ActionRole)
            copy.clicked.disconnect()  # the box stays open
            copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
        self._telling = True
        try:
            box.exec()
        finally:
            self._telling = False


def _is_ours(error: KoorddeskError) -> bool:
    """Tell whether an error stands for a fault in the program, of which a report is wanted."""
    return error.code in ("job-failed", "internal")


class FaultHandler(QObject):
    """The outermost handler (``sys.excepthook``): logs a fault of the program and tells the user once it is quiet."""

    def __init__(self, notifier: Notifier) -> None:
        """Take the notifier that tells the user."""
        super().__init__(notifier)
        self._notifier = notifier

    def __call__(self, kind: type[BaseException], error: BaseException, _trace: object) -> None:
        """Handle one exception that nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _LOG.critical("unexpected fault", exc_info=error)
        QTimer.singleShot(0, self, lambda: self._notifier.show_error(error))
