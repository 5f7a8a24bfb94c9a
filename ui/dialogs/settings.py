"""The settings, each in words a caseworker knows; what the organisation has set is shown as such and locked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_
from koorddesk.settings import Sender, Settings, save_settings
from ui.dialogs.form_dialog import FormDialog
from ui.notify import Choice
from ui.theme import STEP, TEXT_SIZES
from ui.widgets.state_label import StateLabel
from ui.workplace import Workplace

_LANGUAGES = {"da": "Dansk", "en": "English"}  # each in its own words
_LEAST, _MOST = 2, 999  # a smallest count of one would protect nobody


class PathField(QWidget):
    """A file or folder that may be chosen; empty is allowed."""

    def __init__(self, text: str, name: str, button: str, none: str, parent: QWidget, *, folder: bool) -> None:
        """Take the path, the field's name, the button's words and what stands there while nothing is chosen."""
        super().__init__(parent)
        self._name, self._folder = name, folder
        self.line = QLineEdit(text, self)
        self.line.setPlaceholderText(none)
        self.line.setAccessibleName(name)
        self.button = QPushButton(button, self)
        self.button.setAccessibleName(f"{button.replace('&', '')} {name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.button.clicked.connect(self._ask)

    @property
    def text(self) -> str:
        """The path as it stands."""
        return self.line.text().strip()

    def _ask(self) -> None:
        if self._folder:
            name = QFileDialog.getExistingDirectory(self, self._name, self.text)
        else:
            name, _ = QFileDialog.getOpenFileName(self, self._name, self.text, "*.png *.svg *.jpg")
        if name:
            self.line.setText(str(Path(name)))


class SettingsDialog(FormDialog):
    """Sender, folders, small numbers, language and text.

    Signals:
        given(Settings, int): the button was pressed; the settings, and the size of text in per cent.
    """

    given = Signal(object, int)

    def __init__(self, place: Workplace, parent: QWidget | None) -> None:
        """Take the settings in force."""
        say = place.text
        self._place, self._known = place, place.desk.settings
        managed = self._known.managed
        super().__init__(
            place.translator,
            say(N_("Settings")),
            say(N_("&Keep the settings")),
            parent,
            say(N_("What has a padlock is set by your organisation and cannot be changed here.")) if managed else "",
        )
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(say(N_("Settings")))
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.form), self.tabs)
        for title, fill in (
            (N_("Sender of letters"), self._fill_sender),
            (N_("Folders"), self._fill_folders),
            (N_("Small numbers"), self._fill_thresholds),
            (N_("Language and text"), self._fill_language),
        ):
            page = QWidget(self.tabs)
            self.form = QFormLayout(page)
            self.form.setSpacing(2 * STEP)
            self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
            fill()
            self.tabs.addTab(page, say(title))
        self.accepted.connect(lambda: self.given.emit(self.written(), self.text_size))

    @property
    def text_size(self) -> int:
        """The size of text that is chosen, in per cent of the system's."""
        return int(self.size_choice.currentData())

    def written(self) -> Settings:
        """Return the settings as they stand in the fields."""
        lines = (line.strip() for line in self.address.toPlainText().splitlines())
        sender = Sender(
            unit=self.unit.text().strip(),
            address_lines=tuple(line for line in lines if line),
            telephone=self.telephone.text().strip(),
            email=self.email.text().strip(),
            web=self.web.text().strip(),
            confirmed=self.confirmed.isChecked(),
        )
        return dataclasses.replace(
            self._known,
            sender=sender,
            logo=self.logo.text,
            backup_folder=self.backup_folder.text,
            output_folder=self.output_folder.text,
            threshold_authorities=self.authorities.value(),
            threshold_publication=self.publication.value(),
            approver_differs_from_writer=self.second_person.isChecked(),
            attach_evidence=self.attach_evidence.isChecked(),
            language=str(self.language.currentData()),
        )

    def _fill_sender(self) -> None:
        say, sender = self._place.text, self._known.sender
        self._explain(N_("This block stands at the top of every letter."))
        self.unit = self.line(say(N_("&Unit")), sender.unit)
        self.address = self.area(say(N_("&Address")), "\n".join(sender.address_lines), 3)
        self.telephone = self.line(say(N_("&Telephone")), sender.telephone)
        self.email = self.line(say(N_("&E-mail, where answers are sent")), sender.email)
        self.web = self.line(say(N_("&Web")), sender.web)
        self.confirmed = self._tick(N_("Someone in the agency has c&hecked these values"), sender.confirmed)
        self._lock("sender", self.unit, self.address, self.telephone, self.email, self.web, self.confirmed)
        self.logo = self._path(N_("&Logo"), self._known.logo, N_("no logo; the name stands alone"), folder=False)
        self._lock("logo", self.logo)
        known = self._known
        label = N_("A letter is approved by &someone else than who wrote it")
        self.second_person = self._tick(label, known.approver_differs_from_writer, "approver_differs_from_writer")
        label = N_("The &figures' sources ride along in a letter's file as a workbook")
        self.attach_evidence = self._tick(label, known.attach_evidence, "attach_evidence")

    def _fill_folders(self) -> None:
        self._explain(N_("Where the program begins to look when it writes a file. Nothing is written by itself."))
        none = N_("asked for each time")
        self.output_folder = self._path(
            N_("&Letters, lists and workbooks"), self._known.output_folder, none, folder=True
        )
        self._lock("output_folder", self.output_folder)
        self.backup_folder = self._path(N_("&Backups"), self._known.backup_folder, none, folder=True)
        self._lock("backup_folder", self.backup_folder)

    def _fill_thresholds(self) -> None:
        self._explain(
            N_(
                "Counts below these are hidden in what leaves the agency, because they could show who a person is. "
                "Inside the program the real numbers are shown."
            )
        )
        self.authorities = self._number(N_("&To other authorities, at least"), self._known.threshold_authorities)
        self._lock("threshold_authorities", self.authorities)
        self.publication = self._number(N_("In &publications, at least"), self._known.threshold_publication)
        self._lock("threshold_publication", self.publication)

    def _fill_language(self) -> None:
        say = self._place.text
        self._explain(N_("Letters are always in Danish."))
        self.language = self.choice(say(N_("&Language")), list(_LANGUAGES.items()), self._known.language)
        self._lock("language", self.language)
        size = self._place.memory.value("text-size", 100)
        entries = [
            (str(percent), say(N_("%(percent)d %% of the system's size"), percent=percent)) for percent in TEXT_SIZES
        ]
        self.size_choice = self.choice(say(N_("&Size of text")), entries, str(size))

    # parts

    def _explain(self, msgid: str) -> None:
        words = QLabel(self._place.text(msgid), self)
        words.setWordWrap(True)
        self.form.addRow(words)

    def _path(self, label: str, value: str, none: str, *, folder: bool) -> PathField:
        say = self._place.text
        words = say(label)
        field = PathField(value, words.replace("&", ""), say(N_("Browse…")), say(none), self, folder=folder)
        self.form.addRow(words, field)
        return field

    def _number(self, label: str, value: int) -> QSpinBox:
        field = QSpinBox(self)
        field.setRange(min(_LEAST, value), _MOST)
        field.setValue(value)
        field.setMaximumWidth(self.fontMetrics().averageCharWidth() * 16)
        self.form.addRow(self._place.text(label), field)
        return field

    def _tick(self, label: str, value: bool, setting: str = "") -> QCheckBox:
        box = QCheckBox(self._place.text(label), self)
        box.setChecked(value)
        self.form.addRow(box)
        self._lock(setting, box)
        return box

    def _lock(self, setting: str, *fields: QWidget) -> None:
        """Show that the organisation has set a value, and keep it from being changed."""
        if setting not in self._known.managed:
            return
        for field in fields:
            field.setEnabled(False)
        sign = StateLabel(self._place.translator, self)
        sign.set_state("managed")
        self.form.addRow("", sign)


def open_settings(place: Workplace, owner: QWidget) -> None:
    """Open the dialog, keep what it gives, and use it at once; language and size of text open the window anew."""

    def keep(settings: Settings, size: int) -> None:
        anew = settings.language != place.desk.settings.language or size != place.memory.value("text-size", 100)
        place.memory.keep("text-size", size)
        place.change(
            owner,
            lambda _desk: save_settings(settings),
            title=place.text(N_("Keeping the settings")),
            then=lambda _nothing: use(settings, anew=anew),
        )

    def use(settings: Settings, *, anew: bool) -> None:
        place.use_settings(settings)
        if not anew:
            place.notifier.inform(place.text(N_("The settings are kept and in use.")))
            return
        answer = place.notifier.ask(
            place.text(N_("The settings are kept")),
            place.text(N_("Language and size of text show when the window opens again. Everything is saved.")),
            (
                Choice("now", place.text(N_("Open the window anew"))),
                Choice("later", place.text(N_("At the next start"))),
            ),
            QApplication.activeWindow(),
        )
        if answer == "now":
            place.reopen_wanted.emit(place.desk.store.path)

    dialog = SettingsDialog(place, owner.window())
    dialog.given.connect(keep)
    dialog.open()
