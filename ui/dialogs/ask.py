"""A dialog made from a list of fields: one frame for the many small things that are asked about a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from koorddesk.i18n import N_
from koorddesk.services.chain import Choice
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_field import DateField
from ui.widgets.pick_list import PickList

if TYPE_CHECKING:
    from ui.workplace import Workplace


@dataclass(frozen=True)
class Field:
    """One thing that is asked; ``label`` is an English msgid.

    ``kind`` is "line", "area", "choice" (one of ``entries``, as (key, words)), "picks" (any of them; ``value`` is their
    keys with spaces between), "day", "maybe-day" (a day that need not be known) or "file". A ``needed`` field holds the
    button back while it is empty. ``reasons`` names a list of texts written before.
    """

    key: str
    label: str
    kind: str = "line"
    value: str = ""
    needed: bool = False
    entries: tuple[tuple[str, str], ...] = ()
    day: dt.date | None = None
    hint: str = ""
    reasons: str = ""


class MaybeDay(QWidget):
    """A day that need not be known: a box to tick, and the day."""

    changed = Signal()

    def __init__(self, words: str, day: dt.date | None, today: dt.date, parent: QWidget | None = None) -> None:
        """Take the words beside the box and the day to begin with."""
        super().__init__(parent)
        self.known = QCheckBox(words, self)
        self.field = DateField(day or today, self)
        self.field.setAccessibleName(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.known)
        row.addWidget(self.field)
        row.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.known.setChecked(day is not None)
        self.field.setEnabled(day is not None)
        self.known.toggled.connect(self.field.setEnabled)
        self.known.toggled.connect(lambda _on: self.changed.emit())
        self.field.dateChanged.connect(lambda _date: self.changed.emit())

    @property
    def day(self) -> dt.date | None:
        """The day, or None where it is not known."""
        return self.field.day if self.known.isChecked() else None

    def set_day(self, day: dt.date | None) -> None:
        """Show a day, or that none is known."""
        self.known.setChecked(day is not None)
        if day is not None:
            self.field.set_day(day)


class FileField(QWidget):
    """A file that may be chosen."""

    changed = Signal()

    def __init__(self, place: Workplace, name: str, parent: QWidget | None = None) -> None:
        """Take the field's name for screen readers."""
        super().__init__(parent)
        self._place = place
        self.line = QLineEdit(self)
        self.line.setAcceptDrops(False)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(place.text(N_("no file")))
        self._choose = QPushButton(place.text(N_("&Browse…")), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self._choose)
        self._choose.clicked.connect(self._ask)
        self.line.textChanged.connect(lambda _text: self.changed.emit())

    @property
    def path(self) -> Path | None:
        """The file, or None where none was chosen."""
        text = self.line.text().strip()
        return Path(text) if text else None

    def _ask(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._place.text(N_("Choose a file")))
        if name:
            self.line.setText(name)


class AskDialog(FormDialog):
    """Asks for the fields it is given.

    Signals:
        given(AskDialog): the button was pressed; ``text``, ``day`` and ``path`` return what stands in a field.
    """

    given = Signal(object)

    def __init__(
        self, place: Workplace, title: str, verb: str, fields: Sequence[Field], parent: QWidget | None, text: str = ""
    ) -> None:
        """Take title, button and sentence in the user's language."""
        super().__init__(place.translator, title, verb, parent, text)
        self._place, self._fields = place, {field.key: field for field in fields}
        self.parts: dict[str, QWidget] = {}
        for field in fields:
            self.parts[field.key] = self._part(field)
        self._check()
        self.accepted.connect(self._give)

    def _part(self, field: Field) -> QWidget:
        say = self._place.text
        label = say(field.label)
        if field.kind == "area":
            area = self.area(label, field.value, 4)
            area.textChanged.connect(self._check)
            return area
        if field.kind == "choice":
            return self.choice(label, list(field.entries), field.value)
        if field.kind == "picks":
            picks = PickList(
                self._place.translator, label.replace("&", ""), [Choice(*one) for one in field.entries], self
            )
            picks.tick(*field.value.split())
            picks.changed.connect(self._check)
            self.form.addRow(label, picks)
            return picks
        if field.kind == "day":
            return self.day(label, DateField(field.day or self._place.desk.today(), self))
        if field.kind == "maybe-day":
            maybe = MaybeDay(say(N_("known")), field.day, self._place.desk.today(), self)
            maybe.known.setAccessibleName(f"{label.replace('&', '')}: {say(N_('known'))}")
            maybe.field.setAccessibleName(label.replace("&", ""))
            maybe.changed.connect(self._check)
            self.form.addRow(label, maybe)
            return maybe
        if field.kind == "file":
            file = FileField(self._place, label.replace("&", ""), self)
            file.changed.connect(self._check)
            self.form.addRow(label, file)
            return file
        line = self.line(label, field.value, say(field.hint) if field.hint else "")
        line.textChanged.connect(self._check)
        if field.reasons:
            self.recent(line, self._place.memory.last_texts(f"reasons/{field.reasons}"))
        return line

    def text(self, key: str) -> str:
        """Return what was written in a field, or the key that was chosen."""
        part = self.parts[key]
        if isinstance(part, QPlainTextEdit):
            return part.toPlainText().strip()
        if isinstance(part, QComboBox):
            return str(part.currentData() or "")
        assert isinstance(part, QLineEdit)
        return part.text().strip()

    def picked(self, key: str) -> tuple[str, ...]:
        """Return the keys ticked in a field."""
        part = self.parts[key]
        assert isinstance(part, PickList)
        return part.chosen

    def known_day(self, key: str) -> dt.date | None:
        """Return the day in a field, None where it is not known."""
        part = self.parts[key]
        assert isinstance(part, (DateField, MaybeDay))
        return part.day

    def given_day(self, key: str) -> dt.date:
        """Return the day in a field that always has one."""
        day = self.known_day(key)
        assert day is not None
        return day

    def path(self, key: str) -> Path | None:
        """Return the file chosen in a field, or None."""
        part = self.parts[key]
        assert isinstance(part, FileField)
        return part.path

    def write(self, key: str, value: object) -> None:
        """Put something in a field."""
        part = self.parts[key]
        if isinstance(part, QPlainTextEdit):
            part.setPlainText(str(value))
        elif isinstance(part, QComboBox):
            part.setCurrentIndex(part.findData(value))
        elif isinstance(part, QLineEdit):
            part.setText(str(value))
        elif isinstance(part, PickList):
            part.tick(*str(value).split())
        elif isinstance(part, FileField):
            part.line.setText(str(value))
        else:
            assert isinstance(part, (DateField, MaybeDay))
            assert isinstance(value, dt.date)
            part.set_day(value)

    def _filled(self, field: Field) -> bool:
        if field.kind in ("line", "area", "choice"):
            return bool(self.text(field.key))
        if field.kind == "file":
            return self.path(field.key) is not None
        if field.kind == "picks":
            return bool(self.picked(field.key))
        return self.known_day(field.key) is not None

    def _check(self) -> None:
        needed = [field for key, field in self._fields.items() if field.needed and key in self.parts]
        self.verb.setEnabled(all(self._filled(field) for field in needed))

    def _give(self) -> None:
        for field in self._fields.values():
            if field.reasons:
                self._place.memory.add_text(f"reasons/{field.reasons}", self.text(field.key))
        self.given.emit(self)


def ask(
    place: Workplace,
    owner: QWidget,
    title: str,
    verb: str,
    fields: Sequence[Field],
    then: Callable[[AskDialog], object],
    *,
    text: str = "",
) -> AskDialog:
    """Open a dialog with these fields (title, verb and text in the user's language); ``then`` gets it filled in."""
    dialog = AskDialog(place, title, verb, fields, owner.window(), text)
    dialog.given.connect(then)
    dialog.open()
    return dialog
