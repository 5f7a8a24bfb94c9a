"""A table over frozen row dataclasses: filtered, sorted on two levels, spoken cell by cell.

The model filters and sorts by itself (Danish order, in Python, on keys computed once) rather than through a proxy
that would compare through the interpreter pair by pair; selection and scroll follow the rows' keys when data change.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon

from koorddesk.i18n import N_, Translator
from ui import icons
from ui.models.collation import DanishOrder, fold
from ui.models.columns import Column, R, SortValue
from ui.states import STATES, State
from ui.theme import Tone, tone_color

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1

# As plain numbers: views ask for seven of them for every cell they draw, and Python's enumerations answer slowly.
_DISPLAY, _TIP, _SIGN, _COLOUR, _ALIGNMENT, _SPOKEN = (
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
_ROOT = QModelIndex()
_FIRST = itemgetter(0)
_SORT_LEVELS = 2
_MANY_RUNS = 200  # more separate insertions or removals than this are shown as one reset


@functools.lru_cache(maxsize=256)
def _state_icon(name: str, rgb: int, selected: int) -> QIcon:
    result = QIcon()
    for mode, color in ((QIcon.Mode.Normal, rgb), (QIcon.Mode.Selected, selected)):
        for ratio in (1.0, 2.0):
            result.addPixmap(icons.pixmap(name, 16, QColor.fromRgb(color), ratio), mode)
    return result


def state_icon(state: State) -> QIcon:
    """Return the sign of a state in its tone, for lists."""
    palette = QGuiApplication.palette()
    return _state_icon(state.icon, tone_color(state.tone, palette).rgb(), palette.highlightedText().color().rgb())


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows of one dataclass under ``Column`` objects; ``key`` gives what identifies a row while it changes.

    Signals:
        filled(): rows were set, be it none.
    """

    filled = Signal()

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], str],
        translator: Translator,
        parent: QObject | None = None,
    ) -> None:
        """Take the columns; the rows come with ``set_rows``."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._aligned = [column.align | Qt.AlignmentFlag.AlignVCenter for column in self.columns]
        self._key = key
        self._translator = translator
        self._all: list[R] = []
        self._rows: list[R] = []
        self._order: list[tuple[int, bool]] = []  # (column, descending), first level first
        self._words: list[str] = []
        self._wanted: Callable[[R], bool] | None = None
        self._danish = DanishOrder()

    # what pages call

    def set_rows(self, rows: Iterable[R]) -> None:
        """Show these rows in the filter and order in force; rows with the same key stay where they are selected."""
        self._all = list(rows)
        self._show()
        self.filled.emit()

    def set_filter(self, text: str) -> None:
        """Show the rows in which each word of ``text`` occurs in some column, å/aa, æ/ae, ø/oe being one."""
        self._words = fold(text).split()
        self._show()

    def set_wanted(self, wanted: Callable[[R], bool] | None) -> None:
        """Show only the rows for which ``wanted`` holds (None: all)."""
        self._wanted = wanted
        self._show()

    def sort_by(self, column: int, *, descending: bool, second: bool = False) -> None:
        """Sort by a column; ``second`` makes it the level below the one in force."""
        first = [level for level in self._order[:1] if second and level[0] != column]
        self._order = [*first, (column, descending)][:_SORT_LEVELS]
        self._show()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def unsort(self) -> None:
        """Show the rows in the order in which they come."""
        self._order = []
        self._show()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    @property
    def order(self) -> list[tuple[int, bool]]:
        """The sort levels as (column, descending)."""
        return list(self._order)

    @property
    def rows(self) -> list[R]:
        """The rows shown, in order."""
        return list(self._rows)

    @property
    def all_rows(self) -> list[R]:
        """All rows, filtered or not."""
        return list(self._all)

    def row_at(self, row: int) -> R | None:
        """Return the row shown at a position, or None."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def key_at(self, row: int) -> str:
        """Return the key of the row shown at a position."""
        return self._key(self._rows[row])

    def position(self, key: str) -> int | None:
        """Return where the row with this key is shown, or None."""
        return next((number for number, row in enumerate(self._rows) if self._key(row) == key), None)

    def title(self, column: int) -> str:
        """Return a column's heading in the user's language, without the sign of the order."""
        return self._translator.text(self.columns[column].title)

    # what Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading, with an arrow and, on the second level, a 2 where the list is sorted by it."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _ALIGNMENT:
            return self._aligned[section]
        if role not in (_DISPLAY, _SPOKEN):
            return None
        title = self.title(section)
        for level, (column, descending) in enumerate(self._order):
            if column == section and role == _DISPLAY:
                return f"{title} {'↓' if descending else '↑'}{'₂' if level else ''}"
            if column == section:
                sentence = N_("%(title)s, sorted descending") if descending else N_("%(title)s, sorted ascending")
                return self._translator.text(sentence, title=title)
        return title

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, sign, colour, alignment or what a screen reader says; only memory is read."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in (_DISPLAY, _TIP):
            return column.value(row)
        if role == _SIGN:
            state = self._state(row, column)
            return state_icon(state) if state else None
        if role == _COLOUR:
            state = self._state(row, column)
            toned = state is not None and state.tone is not Tone.PLAIN
            return tone_color(state.tone, QGuiApplication.palette()) if state and toned else None
        if role == _ALIGNMENT:
            return self._aligned[index.column()]
        if role == _SPOKEN:
            return self.spoken(index.row(), index.column())
        if role == SORT_ROLE:
            return self._sort_value(row, column)
        return row if role == ROW_ROLE else None

    def drawn(self, row: int, column: int) -> tuple[str, State | None, Qt.AlignmentFlag]:
        """Return what a cell shows: its text, its sign, and at which side it stands."""
        shown, spec = self._rows[row], self.columns[column]
        return spec.value(shown), self._state(shown, spec), self._aligned[column]

    def spoken(self, row: int, column: int) -> str:
        """Return what a screen reader says of a cell: heading, value, state."""
        value = self.columns[column].value(self._rows[row]) or self._translator.text(N_("empty"))
        state = self._state(self._rows[row], self.columns[column])
        word = self._translator.text(state.word) if state else ""
        parts = [self.title(column), value]
        if word and word.casefold() not in value.casefold():
            parts.append(word)
        return ", ".join(parts)

    # how it is done

    def _state(self, row: R, column: Column[R]) -> State | None:
        name = column.state(row) if column.state else None
        return STATES[name] if name else None

    @staticmethod
    def _sort_value(row: R, column: Column[R]) -> SortValue:
        return column.sort(row) if column.sort else column.value(row)

    def _show(self) -> None:
        rows = [row for row in self._all if self._matches(row)]
        for number, descending in reversed(self._order):
            column = self.columns[number]
            of, danish = column.sort or column.value, self._danish.key
            known: list[tuple[Any, R]] = []
            unknown: list[R] = []
            for row in rows:
                value = of(row)
                if value is None or value == "":
                    unknown.append(row)
                else:
                    known.append((danish(value) if isinstance(value, str) else value, row))
            known.sort(key=_FIRST, reverse=descending)
            rows = [row for _, row in known] + unknown
        self._replace(rows)

    def _matches(self, row: R) -> bool:
        if self._wanted is not None and not self._wanted(row):
            return False
        if not self._words:
            return True
        text = fold("\n".join(column.value(row) for column in self.columns))
        return all(word in text for word in self._words)

    def _replace(self, rows: list[R]) -> None:
        """Go from the rows shown to ``rows`` by removals, one reordering, insertions and changes, so views keep up."""
        new_keys = [self._key(row) for row in rows]
        wanted, present = set(new_keys), {self._key(row) for row in self._rows}
        removed = _runs(self._key(row) not in wanted for row in self._rows)
        inserted = _runs(key not in present for key in new_keys)
        if len(removed) + len(inserted) > _MANY_RUNS or len(wanted) != len(new_keys):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        for start, end in reversed(removed):
            self.beginRemoveRows(QModelIndex(), start, end)
            del self._rows[start : end + 1]
            self.endRemoveRows()
        self._reorder([key for key in new_keys if key in present])
        for start, end in inserted:
            self.beginInsertRows(QModelIndex(), start, end)
            self._rows[start:start] = rows[start : end + 1]
            self.endInsertRows()
        changed = _runs(old is not new and old != new for old, new in zip(self._rows, rows, strict=True))
        self._rows = rows
        for start, end in changed:
            self.dataChanged.emit(self.index(start, 0), self.index(end, len(self.columns) - 1))

    def _reorder(self, keys: list[str]) -> None:
        before = [self._key(row) for row in self._rows]
        if before == keys:
            return
        self.layoutAboutToBeChanged.emit()
        by_key = dict(zip(before, self._rows, strict=True))
        self._rows = [by_key[key] for key in keys]
        places = {key: number for number, key in enumerate(keys)}
        old = self.persistentIndexList()
        self.changePersistentIndexList(old, [self.index(places[before[index.row()]], index.column()) for index in old])
        self.layoutChanged.emit()


def _runs(flags: Iterable[bool]) -> list[tuple[int, int]]:
    """Return the first and last positions of each unbroken run of True."""
    runs = []
    for flag, group in groupby(enumerate(flags), key=lambda pair: pair[1]):
        if flag:
            positions = [number for number, _ in group]
            runs.append((positions[0], positions[-1]))
    return runs
