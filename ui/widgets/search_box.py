"""The search over everything (Ctrl+K): results while typing, grouped by what they are; earlier and saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from ui import icons
from ui.theme import STEP
from ui.widgets.line_signs import name_signs
from ui.widgets.search_rows import KINDS, RowKind, SearchPainter, SearchRows

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.services.search import HitRow
    from ui.workplace import Workplace

_PAUSE = 30  # ms of quiet before asking; a later letter's answer replaces an earlier one's
_MOST = 60
_ROWS = 16  # shown without scrolling
_RECENT, _SAVED = "recent-searches", "saved-searches"


class SearchBox(QLineEdit):
    """One line for the search over everything, its results below it.

    Signals:
        chosen(page, key): a result was chosen; the key leads to the very place on that page.
        shown(): what was found for the words in the line is up.
    """

    chosen = Signal(str, str)
    shown = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Make the line; the list of results is made with it and shown when there is something to show."""
        super().__init__(parent)
        self._place = place
        self.setPlaceholderText(place.text(N_("Search everywhere (Ctrl+K)")))
        self.setAccessibleName(place.text(N_("Search everywhere")))
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._keep = QAction(icons.icon("star"), place.text(N_("Keep this search (Ctrl+B)")), self)
        self._keep.setToolTip(place.text(N_("Keep this search, or forget it again (Ctrl+B)")))
        self._keep.triggered.connect(self.keep_search)
        self.addAction(self._keep, QLineEdit.ActionPosition.TrailingPosition)
        name_signs(self, place.translator)
        self._keep.setVisible(False)
        self._popup = QFrame(self.window(), Qt.WindowType.ToolTip)
        self._popup.setFrameShape(QFrame.Shape.StyledPanel)
        self._list = QListView(self._popup)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(place.text(N_("Search results")))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._hits = SearchRows(place, self)
        self._list.setModel(self._hits)
        self._list.setItemDelegate(SearchPainter(self._list))
        self._nothing = QLabel(
            place.text(N_("Nothing was found. Write the beginning of one or more words.")), self._popup
        )
        self._nothing.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        layout = QVBoxLayout(self._popup)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        layout.addWidget(self._nothing)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)
        self.textChanged.connect(self._typed)
        self._list.clicked.connect(self._choose)

    @property
    def hits(self) -> list[HitRow]:
        """The results shown."""
        return self._hits.hits

    @property
    def saved(self) -> list[str]:
        """The searches that are kept, the newest first."""
        return self._place.memory.last_texts(_SAVED)

    def keep_search(self) -> None:
        """Keep the words in the line among the saved searches, or take them out where they are there."""
        words = self.text().strip()
        if not words:
            return
        if words in self.saved:
            self._place.memory.keep(_SAVED, [text for text in self.saved if text != words])
            self._place.notifier.inform(self._place.text(N_('The search "%(words)s" is forgotten.'), words=words))
        else:
            self._place.memory.add_text(_SAVED, words, 20)
            self._place.notifier.inform(self._place.text(N_('The search "%(words)s" is kept.'), words=words))

    def choose_row(self, row: int) -> None:
        """Open a result, or search again for earlier words."""
        self._choose(self._hits.index(row))

    def _typed(self, text: str) -> None:
        self._keep.setVisible(bool(text.strip()))
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._show_earlier()

    def _ask(self) -> None:
        words = self.text()
        self._place.read(self, lambda desk: _found(desk, words), self._show, replaces="search")

    def _show(self, hits: list[HitRow]) -> None:
        if not self.text().strip():
            return
        self._hits.show_hits(hits)
        if self.hasFocus():
            self._pop_up(nothing=not self._hits.rows)
        self.shown.emit()

    def _show_earlier(self) -> None:
        self._hits.show_earlier(self.saved, self._place.memory.last_texts(_RECENT))
        if self._hits.rows and self.hasFocus():
            self._pop_up(nothing=False)
        else:
            self._popup.hide()

    def _pop_up(self, *, nothing: bool, row: int = -1) -> None:
        self._list.setVisible(not nothing)
        self._nothing.setVisible(nothing)
        rows = min(len(self._hits.rows), _ROWS)
        height = self._nothing.sizeHint().height() if nothing else self._list.sizeHintForRow(0) * rows + 4
        self._popup.resize(max(self.width(), self.fontMetrics().averageCharWidth() * 110), height)
        self._popup.move(self.mapToGlobal(QPoint(0, self.height())))
        self._popup.show()
        if not nothing:
            self._list.setCurrentIndex(self._hits.index(row if row >= 0 else self._hits.next_row(-1, 1)))
            if row < 0:
                self._list.scrollToTop()
            self._announce()

    def _choose(self, index: QModelIndex) -> None:
        row = self._hits.rows[index.row()]
        if row.kind is RowKind.HEADING:
            return
        if row.kind is RowKind.MORE:
            self._hits.show_all(row.text)
            self._pop_up(nothing=False, row=index.row())
            return
        if row.hit is None:
            self.setText(row.text)
            return
        self._place.memory.add_text(_RECENT, self.text().strip(), 12)
        self._popup.hide()
        self.clear()
        self._popup.hide()
        self.chosen.emit(KINDS[row.hit.kind][0], row.hit.opens or row.hit.record_id)

    def _announce(self) -> None:
        """Say the current result to a screen reader; the keyboard stays in the line, so the list is not read."""
        spoken = str(self._list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")
        if spoken:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the results, Enter opens one, Ctrl+B keeps the search, Esc leaves it."""
        key, current = event.key(), self._list.currentIndex().row()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentIndex(self._hits.index(self._hits.next_row(current, step)))
            self._announce()
        elif key == Qt.Key.Key_Down:
            self._show_earlier()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._popup.isVisible() and current >= 0:
            self._choose(self._list.currentIndex())
        elif key == Qt.Key.Key_B and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.keep_search()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self._popup.hide()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer earlier searches when the user comes by keyboard and nothing is written yet."""
        super().focusInEvent(event)
        if not self.text() and event.reason() == Qt.FocusReason.ShortcutFocusReason:
            self._show_earlier()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the results when the user goes elsewhere."""
        super().focusOutEvent(event)
        self._popup.hide()


def _found(desk: Desk, words: str) -> list[HitRow]:
    from koorddesk.services.search import search  # here: the window is made before the store's library is read
    from koorddesk.services.writing import acts_found

    return [*acts_found(desk, words), *search(desk, words, _MOST)]
