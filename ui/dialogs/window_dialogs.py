"""What the menu entries of the whole window open."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QVBoxLayout, QWidget

from koorddesk import __version__
from koorddesk.i18n import N_
from koorddesk.paths import config_folder, default_store, example_folder, log_folder
from koorddesk.services import keeping
from koorddesk.services.folders import For, proposed
from ui.actions import ACTIONS
from ui.dialogs.licences import LicencesDialog
from ui.dialogs.settings import open_settings
from ui.dialogs.write_councils import open_write
from ui.help import open_help
from ui.main_window import MainWindow, WindowDialogs
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from ui.workplace import Workplace

# Keys that no action of the table has, with what they do.
_MORE_KEYS = (
    ("Ctrl+1 … Ctrl+0, Alt+1 …", N_("Go to a page of the rail")),
    ("Shift", N_("With a click on a heading: sort by a second column")),
    ("Return", N_("Open the chosen row")),
    ("Ctrl++", N_("Larger form or letter")),
    ("Ctrl+-", N_("Smaller form or letter")),
    ("Esc", N_("Cancel the job, close the notice or the dialog")),
)


class ShownDialogs(WindowDialogs):
    """Opens real dialogs over the window."""

    def __init__(self, place: Workplace) -> None:
        """Take the workplace."""
        self._place = place

    def open(self, key: str, window: MainWindow) -> None:
        """Open the dialog of an action."""
        {
            "import": self._import,
            "learn": self._learn,
            "write-councils": lambda over: open_write(self._place, over, *over.page.addressed()),
            "contacts": self._contacts,
            "groups": self._groups,
            "overview": self._overview,
            "settings": lambda over: open_settings(self._place, over),
            "help": lambda over: open_help(self._place, over, over.page_key),
            "licences": lambda over: LicencesDialog(self._place, over).open(),
            "example": self._example,
            "own-store": lambda over: over.reopen(default_store()),
            "backup": self._backup,
            "put-back": lambda over: over.reopen(self._place.desk.store.path, put_back=True),
            "check": self._check,
            "shortcuts": self._shortcuts,
            "about": self._about,
        }[key](window)

    def _import(self, window: MainWindow) -> None:
        window.show_page("intake").offered()["import"]()

    def _learn(self, window: MainWindow) -> None:
        window.show_page("templates").offered()["learn"]()

    def _contacts(self, window: MainWindow) -> None:
        from ui.dialogs.register_import import choose_contacts

        choose_contacts(self._place, window)

    def _groups(self, window: MainWindow) -> None:
        from ui.dialogs.register_import import choose_groups

        choose_groups(self._place, window)

    def _overview(self, window: MainWindow) -> None:
        from koorddesk.services import overview  # brings a spreadsheet library that opening the window does not need

        say = self._place.text
        name, _ = QFileDialog.getSaveFileName(
            window,
            say(N_("Save the national overview")),
            proposed(self._place.desk.settings, For.LISTS, say(N_("Overview.xlsx"))),
            say(N_("Workbooks (*.xlsx)")),
        )
        if name:
            self._place.jobs.start(
                window,
                lambda _progress, _cancelled: overview.write_overview(self._place.desk, Path(name)),
                then=lambda path: self._place.notifier.inform(say(N_("The overview lies in %(path)s."), path=path)),
                title=say(N_("Writing the overview")),
            )

    def _backup(self, window: MainWindow) -> None:
        say, today = self._place.text, self._place.desk.today()
        file = say(N_("koorddesk backup %(day)s.sqlite"), day=today.isoformat())
        name, _ = QFileDialog.getSaveFileName(
            window,
            say(N_("Make a backup")),
            proposed(self._place.desk.settings, For.BACKUPS, file),
            f"{say(N_('Stores (*.sqlite)'))};;{say(N_('Copies to hand over (*.koordkopi)'))}",
        )
        if name:
            self.back_up(window, Path(name))

    def back_up(self, window: MainWindow, target: Path) -> None:
        """Write a checked copy of the store and remember when."""
        say = self._place.text

        def done(_nothing: None) -> None:
            now = dt.datetime.now().astimezone()
            self._place.memory.keep("last-backup", f"{self._place.translator.date(now.date())} {now:%H:%M}")
            window.tell_store()
            self._place.notifier.inform(
                say(N_("The store is copied to %(path)s, and the copy was checked."), path=target)
            )

        self._place.jobs.start(
            window,
            lambda _progress, _cancelled: keeping.backup(self._place.desk, target),
            then=done,
            title=say(N_("Making a backup")),
        )

    def _check(self, window: MainWindow) -> None:
        self._place.jobs.start(
            window,
            lambda _progress, _cancelled: keeping.check_store(self._place.desk),
            then=lambda problems: self._checked(window, problems),
            title=self._place.text(N_("Checking the store")),
        )

    def _checked(self, window: MainWindow, problems: list[str]) -> None:
        if not problems:
            self._place.notifier.inform(
                self._place.text(N_("The store is sound: its records, its history and its files agree."))
            )
            return
        self._list(window, N_("What is wrong with the store"), N_("Problem"), problems)

    def _example(self, window: MainWindow) -> None:
        """Make the example afresh in a database of its own, and open the window on it."""

        def make() -> Path:
            from koorddesk.services.demo import run_demo  # brings the whole main job; most days need none of it

            return run_demo(example_folder()).store

        self._place.jobs.start(
            window,
            lambda _progress, _cancelled: make(),
            then=window.reopen,
            title=self._place.text(N_("Making the example; this takes a few seconds")),
        )

    def _shortcuts(self, window: MainWindow) -> None:
        say = self._place.text
        rows = [
            (QKeySequence(spec.shortcut).toString(QKeySequence.SequenceFormat.NativeText), say(spec.tip))
            for spec in ACTIONS
            if spec.shortcut
        ]
        rows += [(keys, say(words)) for keys, words in _MORE_KEYS]
        columns = (
            Column[tuple[str, str]]("keys", N_("Keys"), 20, lambda row: row[0]),
            Column[tuple[str, str]]("what", N_("What they do"), 60, lambda row: row[1]),
        )
        dialog = self._dialog(window, say(N_("Keyboard shortcuts")))
        model = TableModel(columns, lambda row: row[0], self._place.translator, dialog)
        view = TableView(
            model, "shortcuts", say(N_("Keyboard shortcuts")), self._place.memory, self._place.translator, dialog
        )
        panel = ListPanel(view, model, self._place.translator, EmptyState("keyboard", "", ""), dialog)
        panel.set_rows(rows)
        self._show(dialog, panel)

    def _about(self, window: MainWindow) -> None:
        say = self._place.text
        dialog = self._dialog(window, say(N_("About koorddesk")))
        text = QLabel(
            say(
                N_(
                    "koorddesk %(version)s\n\nThe store: %(store)s\nSettings: %(settings)s\nLog: %(log)s\n\n"
                    "The program never uses the network.\n\n"
                    "What it is made of, and under which licences, stands under Help, Licences."
                ),
                version=__version__,
                store=self._place.desk.store.path,
                settings=config_folder(),
                log=log_folder(),
            ),
            dialog,
        )
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setAccessibleName(say(N_("About koorddesk")))
        self._show(dialog, text)

    def _list(self, window: MainWindow, title: str, heading: str, lines: list[str]) -> None:
        dialog = self._dialog(window, self._place.text(title))
        columns = (Column[tuple[int, str]]("line", heading, 80, lambda row: row[1]),)
        model = TableModel(columns, lambda row: str(row[0]), self._place.translator, dialog)
        view = TableView(model, "lines", self._place.text(title), self._place.memory, self._place.translator, dialog)
        panel = ListPanel(view, model, self._place.translator, EmptyState("check", "", ""), dialog)
        panel.set_rows(list(enumerate(lines)))
        self._show(dialog, panel)

    def _dialog(self, window: MainWindow, title: str) -> QDialog:
        dialog = QDialog(window)
        dialog.setWindowTitle(title)
        dialog.setAccessibleName(title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _show(self, dialog: QDialog, content: QWidget) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
        buttons.rejected.connect(dialog.reject)
        layout = QVBoxLayout(dialog)
        layout.addWidget(content, 1)
        layout.addWidget(buttons)
        if isinstance(content, ListPanel):
            dialog.resize(dialog.fontMetrics().averageCharWidth() * 96, dialog.fontMetrics().height() * 28)
        dialog.open()
