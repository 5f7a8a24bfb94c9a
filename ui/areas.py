"""The areas of the window that F6 walks: the rail, then each part of the page between its drawn lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QSplitter, QWidget


def areas(page: QWidget) -> list[QWidget]:
    """Return the parts of a page that its splitters part, as they are shown; the page itself where it is undivided."""
    splitters = [found for found in page.findChildren(QSplitter) if found.isVisible()]
    held = [found.widget(number) for found in splitters for number in range(found.count())]
    parts = [part for part in held if part is not None]
    leaves = [part for part in parts if part.isVisible() and not any(part.isAncestorOf(inner) for inner in splitters)]
    leaves = [part for part in leaves if part not in splitters and _first(part) is not None]
    return sorted(leaves, key=lambda part: (part.mapTo(page, part.rect().topLeft()).x(), part.y())) or [page]


def go_on(rail: QWidget, page: QWidget) -> None:
    """Put the keyboard into the area after the one that has it."""
    every = [rail, *areas(page)]
    focused = QApplication.focusWidget()
    here = next((n for n, area in enumerate(every) if focused and (area is focused or area.isAncestorOf(focused))), 0)
    for step in range(1, len(every) + 1):
        target = _first(every[(here + step) % len(every)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _first(area: QWidget) -> QWidget | None:
    """Return the list of an area, or else the first control in it that takes the keyboard."""
    inside = [area, *area.findChildren(QWidget)]
    free = [
        widget
        for widget in inside
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
    ]
    lists = [widget for widget in free if isinstance(widget, QAbstractItemView)]
    return next(iter([*lists, *free]), None)
