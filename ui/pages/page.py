"""What every page of the window has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QTabWidget, QWidget

from koorddesk.i18n import N_
from ui.jobs import Job, Lane
from ui.theme import HANDLE_SHEET, STEP, strong
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from ui.widgets.table_view import TableView
    from ui.workplace import Workplace


class Page(QWidget):
    """One page: builds itself in ``_build``, connects in ``_connect``, reads its rows in ``refresh``.

    A ``_build`` of many widgets yields between its parts, so that a page can be made a part at a time while the window
    is in use; ``is_built`` says whether it is whole.

    ``concerns`` names the kinds of record the page shows; a change of others leaves it alone. A page that is not
    visible is read again when it is next shown.
    """

    concerns: frozenset[str] = frozenset()
    main_list: TableView[Any] | None = None  # what "copy" means where no list has the keyboard

    def __init__(self, place: Workplace, parent: QWidget | None = None, *, whole: bool = True) -> None:
        """Build the page, or leave it to ``build_on``; it reads its rows when it is first shown."""
        super().__init__(parent)
        self.place = place
        self._stale, self._waits = True, False
        self._parts_to_build: Iterator[None] | None = None
        self.is_built = False
        if whole:
            self.build_whole()

    def build_whole(self) -> None:
        """Make all parts that are missing."""
        while not self.is_built:
            self.build_on()

    def build_on(self) -> None:
        """Make the next part; after the last one connect them."""
        if self._parts_to_build is None:
            self._parts_to_build = iter(self._build() or ())
        for _ in self._parts_to_build:
            return
        self._connect()
        self.place.changed.connect(self._changed)
        self.place.jobs.ended.connect(self._read_out)
        self.is_built = True

    def refresh(self) -> None:
        """Read what the page shows again."""

    def show_key(self, key: str) -> None:
        """Show the thing with this key (a code, a number, an id)."""

    def thing(self) -> tuple[str, str]:
        """Return what is chosen as (page, key for its ``show_key``); no page is this one, no key is nothing chosen."""
        view = self.main_list
        return "", view.current_key() if view is not None else ""

    @property
    def has_history(self) -> bool:
        """Whether what is chosen is a record whose history can be shown."""
        return self.main_list is not None

    def offered(self) -> dict[str, Callable[[], object]]:
        """Return the actions of the window's table that this page answers, by key."""
        return {}

    def addressed(self) -> tuple[str, str]:
        """Return the announcement and the region chosen, by code, for whoever wants to write there; either may miss."""
        return "", ""

    def take_files(self, _paths: list[Path]) -> bool:
        """Take files dropped on the window while this page is shown; False leaves them to the intake."""
        return False

    def focus_filter(self) -> None:
        """Put the cursor in the page's filter."""

    def leave(self) -> None:
        """Keep at once what was typed and is not kept yet; the window closes."""

    def _build(self) -> Iterable[None] | None:
        """Make the page's parts, at once or with a pause after each yield."""

    def _connect(self) -> None:
        """Connect signals; most pages have some."""

    def showEvent(self, event: QShowEvent) -> None:
        """Read the rows when the page comes up for the first time or after a change elsewhere."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._say_waiting(self.text(N_("Reading …")))
            self.refresh()
            self._read_out()

    def _say_waiting(self, words: str) -> None:
        """Have the empty lists say that they are being read, or what they say when nothing is there."""
        self._waits = bool(words)
        for empty in self.findChildren(EmptyState):
            empty.wait(words)

    def _read_out(self, _job: Job | None = None) -> None:
        """End the waiting when nothing is being read any more; what follows from an answer was begun by then."""
        if self._waits and not any(job.lane is Lane.READ for job in self.place.jobs.running):
            self._say_waiting("")

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds and not kinds & self.concerns:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    # small things that many pages need

    def text(self, msgid: str, **params: object) -> str:
        """Return a sentence in the user's language."""
        return self.place.text(msgid, **params)

    def tabs(self, title: str, parts: Sequence[tuple[QWidget, str]]) -> QTabWidget:
        """Return parts behind one another; ``title`` and the words are English msgids."""
        tabs = QTabWidget(self)
        tabs.setDocumentMode(True)
        tabs.setAccessibleName(self.text(title))
        for part, words in parts:
            tabs.addTab(part, self.text(words))
        return tabs

    def splitter(self, name: str, parts: list[QWidget], shares: list[int], *, upright: bool = False) -> QSplitter:
        """Return parts side by side (or one above the other) with a line that can be drawn, and that is remembered."""
        splitter = QSplitter(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, self)
        for part, share in zip(parts, shares, strict=True):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, share)
        splitter.setSizes([share * 100 for share in shares])
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(max(STEP // 2, 1))
        for number in range(1, splitter.count()):
            splitter.handle(number).setStyleSheet(HANDLE_SHEET)
        kept = self.place.memory.state(f"splitter/{name}")
        if kept is not None:
            splitter.restoreState(kept)
        splitter.splitterMoved.connect(
            lambda _place, _index: self.place.memory.keep_state(f"splitter/{name}", splitter.saveState())
        )
        return splitter


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """Return a heading of a page or part of one."""
    label = QLabel(text, parent)
    font = strong(label.font())
    font.setPointSizeF(font.pointSizeF() * 1.15)
    label.setFont(font)
    return label


@dataclass(frozen=True)
class PageSpec:
    """A page in the rail: key, word (English msgid), icon, how it is made when first wanted, where a group ends.

    ``make(place)`` returns the whole page, ``make(place, whole=False)`` one that is still to be built.
    """

    key: str
    word: str
    icon: str
    make: Callable[..., Page]
    last_of_group: bool = False
