"""The main window: menu, rail, search, pages, status bar; it carries no decision of the work itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_
from ui import access_keys, icons
from ui.actions import Actions
from ui.areas import go_on
from ui.menus import DIALOG_ACTIONS, PAGE_ACTIONS, build_menus
from ui.notify import Choice
from ui.page_shelf import PageShelf
from ui.page_window import PageWindow
from ui.pages.page import Page, PageSpec
from ui.theme import STATUS_SHEET, STEP, TOOLBAR_SHEET, strong
from ui.widgets.drop_area import DropVeil, dropped_files
from ui.widgets.example_strip import ExampleStrip
from ui.widgets.focus_ring import FocusRing, FocusRings
from ui.widgets.job_strip import JobStrip
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.rail import Rail
from ui.widgets.search_box import SearchBox
from ui.widgets.table_view import TableView
from ui.widgets.undo_button import UndoList
from ui.widgets.virtual_files import DropFolder, has_virtual_files, virtual_files
from ui.workplace import Workplace

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

# What is read from the store, and what only some actions need, is imported where it is used: the window is up first.
_FIRST_SIZE = (1320, 720)
_UNDO_LENGTH = 34


@dataclass(frozen=True)
class Reopening:
    """What the program opens after this window: a store, or the user's own where none is named.

    With ``put_back`` the user is first offered the store's copies.
    """

    store: Path | None
    put_back: bool = False


class MainWindow(QMainWindow):
    """The window; pages are made when they are first shown."""

    def __init__(self, place: Workplace, pages: Sequence[PageSpec], dialogs: WindowDialogs) -> None:
        """Take the workplace, the pages of the rail, and the dialogs that menu entries open."""
        super().__init__()
        self.place, self._specs, self._dialogs = place, tuple(pages), dialogs
        self._asked_to_close = False
        self._to_enter = True
        self._wanted = 0
        self.wanted: Reopening | None = None
        self._dropped = DropFolder()
        self.actions_table = Actions(self, place.translator)
        example = self.place.text(N_("EXAMPLE – koorddesk"))
        self.setWindowTitle(example if place.is_example else "koorddesk")
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self.resize(*_FIRST_SIZE)
        kept = place.memory.state("window")
        if kept is not None:
            self.restoreGeometry(kept)
        self.show_page(self._specs[0].key)
        self._tell_undo()

    # pages

    @property
    def page(self) -> Page:
        """The page that is up."""
        page = self.shelf.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def page_key(self) -> str:
        """The key of the page that is up."""
        return next(key for key, page in self.shelf.made.items() if page is self.page)

    def show_page(self, key: str, record: str = "") -> Page:
        """Bring a page up, and on it the record with this key."""
        number = next(number for number, spec in enumerate(self._specs) if spec.key == key)
        page = self.shelf.page(self._specs[number])
        self.shelf.setCurrentWidget(page)
        self._rail.choose(number)
        self.setProperty("page", key)  # for the help, which serves dialogs as well
        self._title.setText(self.place.text(self._specs[number].word))
        self._offer(page)
        self._settle_keys()
        if record:
            page.show_key(record)
        focused = QApplication.focusWidget()
        self._to_enter = self._to_enter or focused is None or not self._rail.isAncestorOf(focused)
        self._enter()
        return page

    def _go_to(self, number: int) -> None:
        """Bring up the page with this number in the rail, the last one asked for where the store is not open yet."""
        self._wanted = number
        self.place.when_open(self._show_wanted)

    def _show_wanted(self) -> None:
        self.show_page(self._specs[self._wanted].key)

    # parts

    def _build(self) -> None:
        say = self.place.text
        self._rail = Rail(
            [(spec.icon, say(spec.word)) for spec in self._specs],
            say(N_("Pages")),
            self,
            [number for number, spec in enumerate(self._specs, start=1) if spec.last_of_group],
        )
        self.shelf = PageShelf(self.place, self._specs, self)
        self._notices = NoticeBar(self.place.translator, self)
        self._title = QLabel(self)
        self._search = SearchBox(self.place, self)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.place.is_example:
            strip = ExampleStrip(
                say(N_("This is the example: every figure is made up, and nothing here is mixed with your own work.")),
                say(N_("Back to my &own database")),
                self,
            )
            strip.left.connect(lambda: self._open_dialog("own-store"))
            column.addWidget(strip)
        column.addWidget(self._notices)
        column.addWidget(self.shelf, 1)
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(middle, 1)
        self.setCentralWidget(whole)
        opening = [(say(spec.word), partial(self.show_page, spec.key)) for spec in self._specs]
        build_menus(self.menuBar(), self.actions_table, self.place.translator, opening)
        self._build_toolbar()
        self._build_status()
        self._ring, self._rings = FocusRing(self), FocusRings(self)
        self._veil = DropVeil(say(N_("Drop the files to import them")), self)

    def _build_toolbar(self) -> None:
        bar = QToolBar(self.place.text(N_("Tools")), self)
        bar.setObjectName("tools")
        bar.setStyleSheet(TOOLBAR_SHEET)
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.toggleViewAction().setEnabled(False)
        font = strong(self._title.font())
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self._title.setFont(font)
        self._title.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        self._title.setFixedWidth(self._title_width())
        self._search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        self._search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(self._title)
        bar.addWidget(self._search)
        bar.addWidget(gap)
        for key in ("undo", "redo", "import"):
            bar.addAction(self.actions_table[key])
            button = bar.widgetForAction(self.actions_table[key])
            assert isinstance(button, QToolButton)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if key == "undo":
                self._undo_list = UndoList(self.place, button)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _build_status(self) -> None:
        self._store, self._jobs = QLabel(self), JobStrip(self.place, self)
        self._store.setContentsMargins(2 * STEP, 0, 0, 0)
        self.statusBar().addWidget(self._store, 1)
        self.statusBar().addPermanentWidget(self._jobs)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setStyleSheet(STATUS_SHEET)
        self.tell_store()

    def _connect(self) -> None:
        connect = self.actions_table.connect
        for key in DIALOG_ACTIONS:
            connect(key, partial(self._open_dialog, key))
        connect("watch", self._watch)
        connect("telephone-note", self._telephone_note)
        for key in ("new-case", "hand-over"):
            connect(key, partial(self._call_cases, key))
        connect("quit", self.close)
        connect("apart", self._open_apart)
        connect("next-area", lambda: go_on(self._rail, self.page))
        self.actions_table["example"].setEnabled(not self.place.is_example)
        self.actions_table["own-store"].setEnabled(self.place.is_example)
        connect("undo", self._undo)
        connect("redo", self._redo)
        connect("copy", self._copy)
        connect("save-list", self._save_list)
        connect("print-list", self._print_list)
        connect("find", partial(self._on_page, "focus_filter"))
        connect("jobs", self._jobs.open_list)
        connect("search", self._focus_search)
        connect("refresh", partial(self._on_page, "refresh"))
        for key in PAGE_ACTIONS:
            connect(key, partial(self._call_page, key))
        QShortcut(QKeySequence("Esc"), self, self._escape)
        self._rail.wanted.connect(self._go_to)
        self._search.chosen.connect(self.show_page)
        self.place.notifier.notice.connect(self._notices.tell)
        self.place.jobs.failed.connect(self.place.notifier.show_error)
        self.place.changed.connect(lambda _kinds: self._tell_undo())
        self.place.page_wanted.connect(self.show_page)
        self.place.reopen_wanted.connect(self.reopen)
        self.place.action_wanted.connect(lambda key: self.actions_table[key].trigger())
        self.place.jobs.ended.connect(lambda _job: self._close_when_idle())
        # What was read may have changed words; looked at after what it brought is shown, and once for many.
        self._keys = QTimer(self, singleShot=True, interval=0)
        self._keys.timeout.connect(self._settle_keys)
        self.place.jobs.ended.connect(lambda _job: self._keys.start())
        self.place.jobs.ended.connect(lambda _job: self._enter())

    # what the parts do

    def _offer(self, page: Page) -> None:
        offered = page.offered()
        for key in PAGE_ACTIONS:
            self.actions_table[key].setEnabled(key in offered or (key == "history" and page.has_history))

    def _call_page(self, key: str) -> None:
        action = self.page.offered().get(key)
        if action is not None:
            action()
        elif key == "history":
            from ui.dialogs.history import open_history

            open_history(self.place, self.page.thing()[1], self)

    def _call_cases(self, key: str) -> None:
        self.show_page("cases").offered()[key]()

    def _telephone_note(self) -> None:
        """Open the note over whatever page is up; a case chosen on its page is the one to begin with."""
        page = self.shelf.made.get("cases")
        if page is not None:
            page.offered()["telephone-note"]()
        else:
            from ui.dialogs.telephone import open_telephone_note

            open_telephone_note(self.place, self)

    def _open_dialog(self, key: str) -> None:
        self._dialogs.open(key, self)

    def _watch(self) -> None:
        self.show_page("intake").offered()["watch"]()

    def _enter(self) -> None:
        """Give the keyboard to the list of the page that was brought up, as soon as there is something in it."""
        view = self.page.main_list
        if self._to_enter and view is not None and view.isVisible():
            self._to_enter = False
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle_keys(self) -> None:
        """Give the page that is up access keys that neither collide among themselves nor with the menus."""
        access_keys.settle(self.page, access_keys.menu_letters(self.menuBar()))

    def _open_apart(self) -> None:
        """Open the thing chosen on this page in a window of its own."""
        page, record = self.page.thing()
        if not record:
            self.place.notifier.inform(self.place.text(N_("Choose a row first; it opens in a window of its own.")))
            return
        spec = next(spec for spec in self._specs if spec.key == (page or self.page_key))
        PageWindow(self.place, spec, record, self).show()

    def reopen(self, store: Path | None, *, put_back: bool = False) -> None:
        """Close, and let the program open again on another store (None: the user's own), with the settings of now."""
        self.wanted = Reopening(store, put_back)
        if not self.close():
            self.wanted = None

    def _title_width(self) -> int:
        """Return how wide the longest heading is, so that what stands beside it never moves."""
        widths = [self._title.fontMetrics().horizontalAdvance(self.place.text(spec.word)) for spec in self._specs]
        return max(max(widths) + 4 * STEP, self._rail.sizeHint().width())

    def _on_page(self, what: str) -> None:
        getattr(self.page, what)()

    def _focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _list(self) -> TableView[Any] | None:
        """Return the list that has the keyboard, else the main one of the page."""
        focused = QApplication.focusWidget()
        return focused if isinstance(focused, TableView) else self.page.main_list

    def _copy(self) -> None:
        view = self._list()
        if view is not None:
            view.copy_rows()
            self.place.notifier.inform(self.place.text(N_("The rows are copied with their headings.")))

    def _save_list(self) -> None:
        view = self._list()
        if view is not None:
            from ui.widgets.list_out import ask_and_save

            ask_and_save(self.place, view, self)

    def _print_list(self) -> None:
        view = self._list()
        if view is not None:
            from ui.widgets.list_out import preview

            preview(self.place, view, self)

    def _escape(self) -> None:
        cancelled = [job for job in self.place.jobs.running if job.title and not job.is_cancelled]
        for job in cancelled[:1]:
            job.cancel()
        self._notices.dismiss()

    def _undo(self) -> None:
        from koorddesk.services.keeping import undo

        self.place.change(self, undo, title=self.place.text(N_("Taking back")))

    def _redo(self) -> None:
        from koorddesk.services.keeping import redo

        self.place.change(self, redo, title=self.place.text(N_("Bringing back")))

    def _tell_undo(self) -> None:
        self.place.read(self, _next_steps, self._show_undo, replaces="undo")

    def _show_undo(self, words: tuple[str | None, str | None]) -> None:
        for key, text, plain, full in (
            ("undo", words[0], N_("&Undo"), N_("Undo: %(what)s")),
            ("redo", words[1], N_("&Redo"), N_("Redo: %(what)s")),
        ):
            action = self.actions_table[key]
            action.setEnabled(text is not None)
            sentence = self.place.text(full, what=text) if text else self.place.text(plain)
            action.setText(sentence)
            short = sentence if len(sentence) <= _UNDO_LENGTH else sentence[: _UNDO_LENGTH - 1].rstrip() + "…"
            action.setIconText(short.replace("&", ""))
            action.setToolTip(f"{sentence.replace('&', '')} ({action.shortcut().toString()})")

    def tell_store(self) -> None:
        """Say in the status bar where the store lies and when it was last copied."""
        last = self.place.memory.value("last-backup")
        copied = (
            self.place.text(N_("last backup %(when)s"), when=last) if last else self.place.text(N_("no backup yet"))
        )
        self._store.setText(f"{self.place.store_path} · {copied}")

    # files dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show what dropping does, when files are dragged over the window."""
        if event.mimeData().hasUrls() or has_virtual_files(event.mimeData()):
            event.acceptProposedAction()
            self._veil.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the veil away."""
        self._veil.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped, wherever it fell."""
        self._veil.hide()
        paths = dropped_files(event.mimeData())
        missing: Sequence[str] = ()
        if not paths and has_virtual_files(event.mimeData()):
            found = virtual_files(event.mimeData())
            paths, missing = self._dropped.keep(found.files), found.missing
        event.acceptProposedAction()
        # Outside the drop: the file manager waits until this event returns.
        QTimer.singleShot(0, self, lambda: self._take_dropped(paths, missing))

    def _take_dropped(self, paths: list[Path], missing: Sequence[str]) -> None:
        if missing:
            self.place.notifier.inform(
                self.place.text(
                    N_(
                        "%(names)s could not be taken straight out of Outlook. "
                        "Drag it to the desktop or save it first, and drop that file here."
                    ),
                    names=", ".join(missing),
                )
            )
        if paths or not missing:
            self.take_files(paths)

    def take_files(self, paths: list[Path]) -> None:
        """Give files to the page that is up, or else to the intake."""
        if not paths:
            self.place.notifier.inform(self.place.text(N_("There was no workbook among what was dropped.")))
        elif not self.page.take_files(paths):
            self.show_page("intake").take_files(paths)

    # the window itself

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the veil as large as the window."""
        super().resizeEvent(event)
        self._veil.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons anew when the system changes its colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_table"):
            icons.retint(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once, or ask what shall become of jobs that are under way."""
        busy = [job for job in self.place.jobs.running if job.title]
        if busy and not self._asked_to_close:
            answer = self.place.notifier.ask(
                self.place.text(N_("A job is still running")),
                self.place.text(N_("%(job)s. Nothing half done is kept if you stop it."), job=busy[0].title),
                (
                    Choice("wait", self.place.text(N_("Finish, then close"))),
                    Choice("stop", self.place.text(N_("Stop the job and close")), destructive=True),
                ),
                self,
            )
            self._asked_to_close = answer == "wait"
            if answer != "stop":
                event.ignore()
                return
        for page in self.shelf.made.values():
            page.leave()
        self.place.memory.keep_state("window", self.saveGeometry())
        self._notices.dismiss()
        self.place.jobs.close()
        self._dropped.clear()
        super().closeEvent(event)

    def close_without_asking(self) -> None:
        """Let the window close at once when the session ends: jobs stop, and nothing half done is kept."""
        self._asked_to_close = True

    def _close_when_idle(self) -> None:
        if self._asked_to_close and not [job for job in self.place.jobs.running if job.title]:
            self.close()


def _next_steps(desk: Desk) -> tuple[str | None, str | None]:
    from koorddesk.services.keeping import next_redo, next_undo

    return next_undo(desk), next_redo(desk)


class WindowDialogs:
    """What the menu entries of the whole window open; made in ``ui.app``."""

    def open(self, key: str, window: MainWindow) -> None:
        """Open the dialog of an action."""
