"""What the window remembers between days: column widths, splitters, the last choices. Never anything of a case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings


class Memory:
    """Keeps small things of the window in one file of the user's configuration folder."""

    def __init__(self, path: Path) -> None:
        """Take the file; it is made when something is first kept."""
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def state(self, name: str) -> QByteArray | None:
        """Return what a widget saved of itself, or None."""
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else None

    def keep_state(self, name: str, state: QByteArray) -> None:
        """Keep what a widget saves of itself."""
        self._settings.setValue(name, state)

    def value(self, name: str, default: Any = None) -> Any:
        """Return a plain value (text, number, list, dictionary) that was kept, or ``default``."""
        text = self._settings.value(name)
        try:
            return json.loads(text) if isinstance(text, str) else default
        except ValueError:
            return default

    def keep(self, name: str, value: Any) -> None:
        """Keep a plain value."""
        self._settings.setValue(name, json.dumps(value, ensure_ascii=False))

    def last_texts(self, name: str) -> list[str]:
        """Return the texts last written in one place (reasons), newest first."""
        texts = self.value(name, [])
        return [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []

    def add_text(self, name: str, text: str, limit: int = 10) -> None:
        """Remember a text as the newest one written in that place."""
        others = [known for known in self.last_texts(name) if known != text]
        self.keep(name, [text, *others][:limit])
