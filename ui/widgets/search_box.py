"""The search over everything (Ctrl+K): results while typing, grouped by what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services.search import HitRow, search
from ui import icons
from ui.models.table import Index

if TYPE_CHECKING:
    from ui.workplace import Workplace

# record kind -> (page, icon, word); the kinds are the names of the records in the store
KINDS: dict[str, tuple[str, str, str]] = {
    "Announcement": ("announcements", "megaphone", N_("central announcement")),
    "Authority": ("registers", "landmark", N_("authority")),
    "Organisation": ("registers", "landmark", N_("organisation")),
    "Contact": ("registers", "mail", N_("contact")),
    "Case": ("cases", "folder-open", N_("case")),
    "Step": ("cases", "folder-open", N_("step of a case")),
    "Letter": ("letters", "mail", N_("letter")),
    "Submission": ("reports", "file-spreadsheet", N_("submission")),
    "Answer": ("reports", "file-spreadsheet", N_("answer")),
    "Report": ("reports", "file-spreadsheet", N_("report")),
    "Assessment": ("assessment", "scale", N_("assessment")),
    "TargetGroup": ("target-groups", "users", N_("target group")),
    "TargetGroupTitle": ("target-groups", "users", N_("target group")),
    "Intervention": ("target-groups", "users", N_("intervention")),
    "Offer": ("offers", "house", N_("offer")),
    "Department": ("offers", "house", N_("offer")),
    "DialogueEntry": ("dialogue", "route", N_("entry of the dialogue")),
    "Recommendation": ("pathways", "book-open", N_("recommendation")),
    "PathwayDescription": ("pathways", "book-open", N_("pathway description")),
    "LegalReference": ("registers", "scale", N_("legal reference")),
    "ReportingTemplate": ("templates", "list-checks", N_("form")),
}
_PAUSE = 120  # ms of quiet before asking
_MOST = 60
_ROOT = QModelIndex()


class _HitModel(QAbstractListModel):
    """The hits, grouped by kind."""

    def __init__(self, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self.hits: list[HitRow] = []

    def show_hits(self, hits: list[HitRow]) -> None:
        known = [hit for hit in hits if hit.kind in KINDS]
        order = {kind: number for number, kind in enumerate(dict.fromkeys(hit.kind for hit in known))}
        self.beginResetModel()
        self.hits = sorted(known, key=lambda hit: order[hit.kind])
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        _, icon, word = KINDS[hit.kind]
        kind = self._place.text(word)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(part for part in (kind, hit.title, " ".join(hit.snippet.split())) if part)
        return icons.icon(icon) if role == Qt.ItemDataRole.DecorationRole else None


class SearchBox(QLineEdit):
    """One line for the search over everything, its results below it.

    Signals:
        chosen(kind, record_id): a result was chosen.
    """

    chosen = Signal(str, str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Make the line; the list of results is made with it and shown when there is something to show."""
        super().__init__(parent)
        self._place = place
        self.setPlaceholderText(place.text(N_("Search everywhere (Ctrl+K)")))
        self.setAccessibleName(place.text(N_("Search everywhere")))
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._popup = QFrame(self.window(), Qt.WindowType.ToolTip)
        self._popup.setFrameShape(QFrame.Shape.StyledPanel)
        self._list = QListView(self._popup)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(place.text(N_("Search results")))
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._hits = _HitModel(place, self)
        self._list.setModel(self._hits)
        layout = QVBoxLayout(self._popup)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)
        self.textChanged.connect(self._typed)
        self._list.clicked.connect(self._choose)

    @property
    def hits(self) -> list[HitRow]:
        """The results shown."""
        return list(self._hits.hits)

    def _typed(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._popup.hide()

    def _ask(self) -> None:
        words = self.text()
        self._place.read(self, lambda desk: search(desk, words, _MOST), self._show, replaces="search")

    def _show(self, hits: list[HitRow]) -> None:
        self._hits.show_hits(hits)
        if not self._hits.hits or not self.hasFocus():
            self._popup.hide()
            return
        rows = min(len(self._hits.hits), 14)
        height = self._list.sizeHintForRow(0) * rows + 4
        self._popup.resize(max(self.width(), self.fontMetrics().averageCharWidth() * 90), height)
        self._popup.move(self.mapToGlobal(QPoint(0, self.height())))
        self._popup.show()
        self._list.setCurrentIndex(self._hits.index(0))

    def _choose(self, index: QModelIndex) -> None:
        hit = self._hits.hits[index.row()]
        self._popup.hide()
        self.clear()
        self.chosen.emit(hit.kind, hit.record_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the results, Enter opens one, Esc leaves the search."""
        key, current = event.key(), self._list.currentIndex().row()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            row = min(max(current + step, 0), self._hits.rowCount() - 1)
            self._list.setCurrentIndex(self._hits.index(row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._popup.isVisible():
            self._choose(self._list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self._popup.hide()
            self.clear()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the results when the user goes elsewhere."""
        super().focusOutEvent(event)
        self._popup.hide()
