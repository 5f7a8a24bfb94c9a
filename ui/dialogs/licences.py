"""What koorddesk is made of: libraries, typeface and icons, each with its version and its licence text."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.paths import resource
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from ui.workplace import Workplace

_TEXT_NAME = re.compile(r"(?i)\.dist-info/(?:licenses/.*|(?:licen[cs]e|copying|notice)[^/]*)(?<!\.json)$")
_REQUIRED = re.compile(r"[A-Za-z0-9._-]+")
_OWN = "koorddesk"


@dataclass(frozen=True)
class Part:
    """One part that others have made: name, version, licence as it states it, and the licence's text."""

    name: str
    version: str
    licence: str
    text: str


def parts() -> list[Part]:
    """Return the libraries that are installed for the program, its typeface and its icons, by name."""
    found = [_library(name) for name in sorted(_libraries())]
    texts = {
        "IBM Plex Sans": ("SIL Open Font License 1.1", resource("fonts", "IBMPlexSans-OFL.txt")),
        "Lucide": ("ISC", resource("icons", "LICENSE")),
    }
    found += [Part(name, "", licence, path.read_text(encoding="utf-8")) for name, (licence, path) in texts.items()]
    return sorted(found, key=lambda part: part.name.casefold())


def _libraries() -> set[str]:
    """Return the distributions that koorddesk needs to run, and what they need in turn, as far as installed."""
    known: set[str] = set()
    waiting = _roots()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in known or not _is_installed(name):
            continue
        known.add(name)
        for line in importlib.metadata.requires(name) or ():
            if "extra ==" not in line and (match := _REQUIRED.match(line)):
                waiting.append(match.group())
    return known - {_OWN}


def _roots() -> list[str]:
    """Return where the search begins: the program itself, its project file in a checkout, else all that is there."""
    project = resource().parent / "pyproject.toml"
    if _is_installed(_OWN):
        return [_OWN]
    if project.is_file():
        lines = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
        return [match.group() for line in lines if (match := _REQUIRED.match(line))]
    return [each.metadata["Name"] for each in importlib.metadata.distributions()]


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _library(name: str) -> Part:
    known = importlib.metadata.distribution(name)
    fields = [known.metadata.get_all(name) or [""] for name in ("License-Expression", "License")]
    stated = fields[0][0] or _classified(known) or fields[1][0]
    files = [path for path in known.files or () if _TEXT_NAME.search(path.as_posix())]
    texts = [Path(str(path.locate())).read_text(encoding="utf-8", errors="replace") for path in files]
    return Part(known.metadata["Name"], known.version, stated.splitlines()[0] if stated else "", "\n\n".join(texts))


def _classified(known: importlib.metadata.Distribution) -> str:
    lines = known.metadata.get_all("Classifier") or []
    return ", ".join(line.rpartition(" :: ")[2] for line in lines if line.startswith("License ::"))


class LicencesDialog(QDialog):
    """The parts as a list, and the licence of the chosen one."""

    def __init__(self, place: Workplace, parent: QWidget | None) -> None:
        """List what is installed."""
        super().__init__(parent)
        say = place.text
        self.setWindowTitle(say(N_("Licences")))
        self.setAccessibleName(say(N_("Licences")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = (
            Column[Part]("name", N_("Part"), 24, lambda part: part.name),
            Column[Part]("version", N_("Version"), 10, lambda part: part.version),
            Column[Part]("licence", N_("Licence"), 36, lambda part: part.licence or say(N_("see the text"))),
        )
        model = TableModel(columns, lambda part: part.name, place.translator, self)
        self.view = TableView(model, "licences", say(N_("Licences")), place.memory, place.translator, self)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(say(N_("Text of the licence")))
        panel = ListPanel(self.view, model, place.translator, EmptyState("book-check", "", ""), self)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(panel)
        split.addWidget(self._text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 100, self.fontMetrics().height() * 34)
        self.view.chosen.connect(self._show)
        self._none = say(N_("The package carries no text of its licence."))
        panel.set_rows(parts())

    def _show(self, part: Part | None) -> None:
        self._text.setPlainText((part.text or self._none) if part is not None else "")
