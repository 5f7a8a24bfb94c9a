"""Walks over the widgets of a page or dialog: what is cut off, which access keys meet, which words are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QSizeGrip,
    QStyle,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from ui_doubles import settle

from ui.access_keys import letter
from ui.gallery import DIALOGS
from ui.main_window import MainWindow
from ui.pages import all_pages
from ui.widgets.focus_ring import FocusRing
from ui.widgets.table_view import TableView

_ROWS = 30


def each_part(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, MainWindow | QDialog]]:
    """Bring up each page with each of its tabs, then each dialog, by name."""
    for spec in all_pages():
        window.show_page(spec.key)
        settle(qtbot, window)
        for _ in every_tab(window.page):
            settle(qtbot, window)
            yield spec.key, window
    for name in sorted(DIALOGS):
        dialog = DIALOGS[name](window.place, window)
        dialog.show()
        settle(qtbot, window)
        for _ in every_tab(dialog):
            yield f"dialog {name}", dialog
        dialog.close()
        dialog.deleteLater()


def every_tab(root: QWidget) -> Iterator[None]:
    """Bring up each tab of each tab widget under ``root`` in turn, and leave the first one up."""
    yield
    for tabs in root.findChildren(QTabWidget):
        for number in range(1, tabs.count()):
            if tabs.isVisible():
                tabs.setCurrentIndex(number)
                yield
        tabs.setCurrentIndex(0)


def cut_off(root: QWidget) -> list[str]:
    """Return the own words of the window (no values) that do not fit where they stand, as they are shown now."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.width() == 0:
            continue
        if isinstance(widget, QLabel):
            found += _label(widget)
        elif isinstance(widget, QAbstractButton) and not isinstance(widget.parent(), QTabBar):
            found += _button(widget)
        elif isinstance(widget, QTabBar):
            found += _tabs(widget)
        elif isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
            found += _headings(widget)
    return found


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _label(label: QLabel) -> list[str]:
    text = label.text()
    if not text.strip() or not label.pixmap().isNull():
        return []
    room = label.contentsRect()
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        longest = max((label.fontMetrics().horizontalAdvance(word) for word in text.split()), default=0)
        fits = need <= label.height() + 1 and longest <= room.width() + 1
    else:
        lines = _plain(text).splitlines()
        fits = max(label.fontMetrics().horizontalAdvance(line) for line in lines) <= room.width() + 1
    return [] if fits or _scrolled(label) else [f"label {text!r}"]


def _button(button: QAbstractButton) -> list[str]:
    text = _plain(button.text())
    shows = not isinstance(button, QToolButton) or button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    if not text.strip() or not shows:
        return []
    need = button.fontMetrics().horizontalAdvance(text)
    if not button.icon().isNull():
        need += button.iconSize().width()
    if isinstance(button, (QCheckBox, QRadioButton)):
        style = button.style()
        need += style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)
        need += style.pixelMetric(QStyle.PixelMetric.PM_CheckBoxLabelSpacing)
    tall = button.fontMetrics().height() <= button.height()
    return [] if need <= button.width() and tall else [f"button {text!r}: {need} in {button.width()}"]


def _tabs(bar: QTabBar) -> list[str]:
    hidden = [bar.tabText(n) for n in range(bar.count()) if bar.tabRect(n).right() > bar.width() + 1]
    return [f"tab {text!r}" for text in hidden]


def _headings(header: QHeaderView) -> list[str]:
    model = header.model()
    found = []
    for section in range(header.count()):
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "") if model is not None else ""
        if header.isSectionHidden(section) or not text:
            continue
        if header.fontMetrics().horizontalAdvance(text) > header.sectionSize(section):
            found.append(f"heading {text!r}: {header.sectionSize(section)}")
    return found


def _scrolled(widget: QWidget) -> bool:
    """Tell whether a widget can be brought wholly into sight by scrolling."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def out_of_place(root: QWidget) -> list[str]:
    """Return the parts that lie over a neighbour in the same layout, or reach out of what they stand in."""
    found = []
    for holder in [root, *root.findChildren(QWidget)]:
        if holder.layout() is None or not holder.isVisible() or isinstance(holder, (QAbstractScrollArea, QLineEdit)):
            continue
        parts = [part for part in holder.children() if isinstance(part, QWidget) and _is_laid_out(part)]
        room = holder.rect().adjusted(-1, -1, 1, 1)
        found += [
            f"{_told(part)} reaches out of {_told(holder)}" for part in parts if not room.contains(part.geometry())
        ]
        for first, second in combinations(parts, 2):
            common = first.geometry() & second.geometry()
            if common.width() > 1 and common.height() > 1:
                found.append(f"{_told(first)} lies over {_told(second)}")
    return found


def _is_laid_out(part: QWidget) -> bool:
    over = isinstance(part, (FocusRing, QSizeGrip)) or part.isWindow()
    return part.isVisible() and not part.size().isEmpty() and not over


def _told(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else widget.accessibleName()
    place = widget.geometry()
    return f"{type(widget).__name__} {words[:40]!r} {(place.x(), place.y(), place.width(), place.height())}"


def meeting_keys(root: QWidget, taken: set[str]) -> list[str]:
    """Return the access keys that several controls in sight claim, or that a menu has already."""
    claimed: list[tuple[str, str]] = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, (QAbstractButton, QGroupBox)) and not isinstance(widget.parent(), QTabBar):
            text = widget.text() if isinstance(widget, QAbstractButton) else widget.title()
            claimed.append((letter(text), text))
        elif isinstance(widget, QLabel) and widget.buddy() is not None:
            claimed.append((letter(widget.text()), widget.text()))
        elif isinstance(widget, QTabBar):
            claimed += [(letter(widget.tabText(n)), widget.tabText(n)) for n in range(widget.count())]
    counts = Counter(key for key, _ in claimed)
    return [f"{key}: {text}" for key, text in claimed if key and (counts[key] > 1 or key in taken)]


def words_shown(root: QWidget) -> set[str]:
    """Return every text that the window itself shows or a screen reader hears: no typed or stored values."""
    found: set[str] = set()
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        found |= {widget.toolTip(), widget.statusTip(), widget.accessibleName(), widget.windowTitle()}
        if isinstance(widget, (QLabel, QAbstractButton)):
            found.add(widget.text())
        elif isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        elif isinstance(widget, QGroupBox):
            found.add(widget.title())
        elif isinstance(widget, QComboBox):
            found |= {widget.itemText(number) for number in range(widget.count())}
        elif isinstance(widget, QTabBar):
            found |= {widget.tabText(number) for number in range(widget.count())}
        elif isinstance(widget, TableView):
            found |= {spoken for spoken in _cells(widget) if spoken}
        elif isinstance(widget, QHeaderView) and widget.model() is not None:
            found |= {str(widget.model().headerData(n, Qt.Orientation.Horizontal) or "") for n in range(widget.count())}
    return {_plain(text) for text in found if text.strip()}


def _cells(view: TableView[Any]) -> Iterator[str]:
    """Return what the first rows of a list show."""
    model = view.model()
    for row in range(min(model.rowCount(), _ROWS)):
        for column in view.visible_columns():
            yield str(model.index(row, column).data() or "")
