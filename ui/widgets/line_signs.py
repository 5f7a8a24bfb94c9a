"""The signs inside a line that is typed into: named, so that a screen reader does not meet buttons without words."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton

from koorddesk.i18n import N_, Translator

_CLEARS = "_q_qlineeditclearaction"  # Qt's own name of the action behind the cross


def name_signs(line: QLineEdit, translator: Translator) -> None:
    """Name the cross that empties a line, and every sign without words after the line itself."""
    for button in line.findChildren(QToolButton):
        action = button.defaultAction()
        if action is not None and action.objectName() == _CLEARS:
            button.setAccessibleName(translator.text(N_("Clear the line")))
        elif not button.text():
            button.setAccessibleName(line.accessibleName())
