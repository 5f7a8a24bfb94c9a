"""The rows below the search box: headings with counts, hits with the words found marked, earlier and saved searches."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from koorddesk.i18n import N_
from ui import icons
from ui.models.table import Index
from ui.theme import STEP, Tone, line_color, strong, tone_color

if TYPE_CHECKING:
    from koorddesk.services.search import HitRow
    from ui.workplace import Workplace

# record kind -> (page, icon, word); the kinds are the names of the records in the store
KINDS: dict[str, tuple[str, str, str]] = {
    "Act": ("letters", "pencil", N_("what can be done")),
    "Announcement": ("announcements", "megaphone", N_("central announcement")),
    "Authority": ("registers", "landmark", N_("authority")),
    "Organisation": ("registers", "landmark", N_("organisation")),
    "Contact": ("registers", "mail", N_("contact")),
    "Case": ("cases", "folder-open", N_("case")),
    "Step": ("cases", "folder-open", N_("step of a case")),
    "Letter": ("letters", "mail", N_("letter")),
    "Submission": ("intake", "file-spreadsheet", N_("submission")),
    "Answer": ("intake", "file-spreadsheet", N_("answer")),
    "File": ("cases", "archive", N_("document")),  # the text inside it; what opens is the record that has it
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
_SHOWN = 6  # of one kind, until the user asks for all of them
_ROOT = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole


class RowKind(enum.Enum):
    """What a row is."""

    HEADING = "heading"
    HIT = "hit"
    MORE = "more"
    RECENT = "recent"
    SAVED = "saved"


@dataclass(frozen=True)
class SearchRow:
    """One row: a heading's words, a hit, or the words of an earlier search."""

    kind: RowKind
    text: str
    hit: HitRow | None = None


class SearchRows(QAbstractListModel):
    """The rows; headings cannot be chosen."""

    def __init__(self, place: Workplace, parent: QObject) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._place = place
        self.rows: list[SearchRow] = []
        self._groups: dict[str, list[HitRow]] = {}

    @property
    def hits(self) -> list[HitRow]:
        """The hits shown, in their order."""
        return [row.hit for row in self.rows if row.hit is not None]

    def show_hits(self, hits: Sequence[HitRow]) -> None:
        """Show hits under a heading for each kind, the kinds in the order of their best hit."""
        groups: dict[str, list[HitRow]] = {}
        for hit in hits:
            # What belongs to a record (a note to its case) stands with it; answers and documents have their own group.
            kind = hit.found_in if hit.found_in in ("Answer", "File") else hit.kind
            if kind in KINDS:
                groups.setdefault(kind, []).append(hit)
        self._groups = groups
        self.show_all("")

    def show_all(self, whole: str) -> None:
        """Show the groups, the one with this heading to its end."""
        rows = []
        for kind, found in self._groups.items():
            words = self._place.text(KINDS[kind][2])
            heading = f"{words[:1].upper()}{words[1:]} ({len(found)})"
            shown = found if heading == whole or len(found) <= _SHOWN + 1 else found[:_SHOWN]
            rows.append(SearchRow(RowKind.HEADING, heading))
            rows += [SearchRow(RowKind.HIT, hit.title, hit) for hit in shown]
            if len(shown) < len(found):
                rows.append(SearchRow(RowKind.MORE, heading))
        self._show(rows)

    def show_earlier(self, saved: Sequence[str], recent: Sequence[str]) -> None:
        """Show the searches that are kept and those made last."""
        say = self._place.text
        rows = []
        for kind, title, texts in (
            (RowKind.SAVED, N_("Saved searches"), saved),
            (RowKind.RECENT, N_("Recent searches"), [text for text in recent if text not in saved]),
        ):
            if texts:
                rows.append(SearchRow(RowKind.HEADING, say(title)))
                rows += [SearchRow(kind, text) for text in texts]
        self._show(rows)

    def next_row(self, current: int, step: int) -> int:
        """Return the next row that can be chosen in a direction, or the current one."""
        number = current + step
        while 0 <= number < len(self.rows):
            if self.rows[number].kind is not RowKind.HEADING:
                return number
            number += step
        return current

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and self.rows[index.row()].kind is RowKind.HEADING:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row's words, its icon, or the row itself for the painter."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if row.hit is None:
                return (
                    self._place.text(N_("Show all: %(heading)s"), heading=row.text)
                    if row.kind is RowKind.MORE
                    else row.text
                )
            kind = self._place.text(KINDS[row.hit.kind][2])
            return " · ".join(filter(None, (kind, row.hit.title, " ".join(row.hit.snippet.split()))))
        if role == Qt.ItemDataRole.DecorationRole and row.kind is not RowKind.HEADING:
            return icons.icon(icon_of(row))
        return None

    def _show(self, rows: list[SearchRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


def icon_of(row: SearchRow) -> str:
    """Return the icon's name of a row."""
    if row.hit is not None:
        return KINDS[row.hit.kind][1]
    if row.kind is RowKind.MORE:
        return "chevron-down"
    return "star" if row.kind is RowKind.SAVED else "history"


class SearchPainter(QStyledItemDelegate):
    """Paints a hit as title and snippet, the words found in bold on a tint."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return one height for all rows."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), round(QFontMetricsF(option.font).height()) + 2 * STEP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        assert isinstance(row, SearchRow)
        palette, chosen = option.palette, bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect)
        painter.save()
        if row.kind is RowKind.HEADING:
            painter.setPen(line_color(palette))
            painter.drawLine(box.topLeft(), box.topRight())
            painter.setFont(strong(option.font))
            painter.setPen(tone_color(Tone.QUIET, palette))
            painter.drawText(box.adjusted(2 * STEP, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, row.text)
            painter.restore()
            return
        if chosen:
            painter.fillRect(box, palette.color(QPalette.ColorRole.Highlight))
        words = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        quiet = words if chosen else tone_color(Tone.QUIET, palette)
        size = QFontMetricsF(option.font).height()
        icons.draw(painter, icon_of(row), QRectF(box.left() + 3 * STEP, box.center().y() - size / 2, size, size), words)
        room = box.adjusted(5 * STEP + size, 0, -2 * STEP, 0)
        metrics = QFontMetricsF(option.font)
        words_ = row.text if row.kind is not RowKind.MORE else str(index.data())
        title = metrics.elidedText(words_, Qt.TextElideMode.ElideRight, room.width() * (0.45 if row.hit else 1))
        painter.setFont(option.font)
        painter.setPen(words)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        if row.hit is not None:
            room.setLeft(room.left() + metrics.horizontalAdvance(title) + 3 * STEP)
            _draw_snippet(painter, room, row.hit, option, quiet, words)
        painter.restore()


def _draw_snippet(
    painter: QPainter, room: QRectF, hit: HitRow, option: QStyleOptionViewItem, quiet: Any, words: Any
) -> None:
    """Write the snippet, the words found in bold and underlined."""
    bold = strong(option.font)
    bold.setUnderline(True)
    left, done = room.left(), 0
    pieces: list[tuple[str, bool]] = []
    for start, length in hit.marks:
        pieces += [(hit.snippet[done:start], False), (hit.snippet[start : start + length], True)]
        done = start + length
    pieces.append((hit.snippet[done:], False))
    for text, found in pieces:
        font = bold if found else option.font
        metrics = QFontMetricsF(font)
        short = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room.right() - left)
        if not short:
            continue
        painter.setFont(font)
        painter.setPen(words if found else quiet)
        painter.drawText(
            QRectF(left, room.top(), room.right() - left, room.height()), Qt.AlignmentFlag.AlignVCenter, short
        )
        left += metrics.horizontalAdvance(short)
        if left >= room.right() - 1:
            return
