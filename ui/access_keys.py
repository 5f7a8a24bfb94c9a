"""Access keys without collisions: a letter that two controls claim is kept by the first and moved in the others.

The words carry the letter that suits them ("&Godkend"); which words meet on a page depends on language, tab and state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QMenuBar,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

_MARK = re.compile(r"&(?:&|([^\s&]))")
_Holder = QAbstractButton | QLabel


def letter(text: str) -> str:
    """Return the access key in a text, folded, empty where there is none."""
    return next((match.group(1).casefold() for match in _MARK.finditer(text) if match.group(1)), "")


def with_letter(text: str, taken: Iterable[str]) -> str:
    """Return a text with an access key that is not taken: its own, a word's first letter, any letter, or none."""
    used = {key for key in taken if key}
    if letter(text) and letter(text) not in used:
        return text
    plain = _MARK.sub(lambda match: match.group(1) or "&&", text)
    starts = [match.start() for match in re.finditer(r"\b[^\W\d_]", plain)]
    for place in [*starts, *range(len(plain))]:
        if plain[place].isalpha() and plain[place].casefold() not in used:
            return f"{plain[:place]}&{plain[place:]}"
    return plain


def settle(root: QWidget, taken: Iterable[str]) -> set[str]:
    """Give the controls under ``root`` access keys that no other on the screen has; return all that are used.

    ``taken`` are the menus' own. The pages of one tab widget are never seen together, so each begins from what stands
    around it; those of another tab widget beside it may be.
    """
    used = set(taken)
    tabs = [found for found in root.findChildren(QTabWidget) if _outermost(found, root)]
    pages = [[page for n in range(tab.count()) if (page := tab.widget(n)) is not None] for tab in tabs]
    inside = [page for each in pages for page in each]
    around = [holder for holder in _holders(root) if not any(page.isAncestorOf(holder) for page in inside)]
    for holder in (each for each in around if letter(each.text())):
        text = with_letter(holder.text(), used)
        if text != holder.text():
            _set_text(holder, text)
        used.add(letter(text))
    for each in pages:
        used |= set().union(*(settle(page, used) for page in each))
    return used - {""}


def menu_letters(bar: QMenuBar) -> set[str]:
    """Return the access keys of a menu bar."""
    return {letter(action.text()) for action in bar.actions()} - {""}


def _holders(root: QWidget) -> list[_Holder]:
    """Return what can carry an access key: buttons with words, and labels that lead to a field."""
    found: list[_Holder] = [
        button
        for button in root.findChildren(QAbstractButton)
        if button.text().strip() and not isinstance(button.parent(), QTabBar) and not _only_icon(button)
    ]
    found += [label for label in root.findChildren(QLabel) if label.buddy() is not None and label.text().strip()]
    return [holder for holder in found if not holder.isHidden() or _in_stack(holder, root)]


def _set_text(holder: _Holder, text: str) -> None:
    name = holder.accessibleName()
    holder.setText(text)
    holder.setAccessibleName(name)


def _only_icon(button: QAbstractButton) -> bool:
    return isinstance(button, QToolButton) and "&" not in button.text()


def _in_stack(holder: QWidget, root: QWidget) -> bool:
    parent = holder.parentWidget()
    return parent is not None and parent is not root and isinstance(parent.parentWidget(), QStackedWidget)


def _outermost(tabs: QTabWidget, root: QWidget) -> bool:
    parent = tabs.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, QTabWidget):
            return False
        parent = parent.parentWidget()
    return True
