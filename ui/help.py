"""Help: one short page per task, offline, reached by F1 from where one is.

The pages lie in ``resources/help/<language>/<topic>.md``, their pictures in ``resources/help/pictures/<language>/``;
``python -m ui.pictures --help-pictures`` takes the pictures anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QFont, QImage, QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_
from koorddesk.paths import resource
from ui.theme import STEP
from ui.workplace import Workplace

# In the order in which the help lists them: the tasks first, then a page for each page of the window.
TOPICS = (
    "begin",
    "import-files",
    "write-letters",
    "backup",
    "keyboard",
    "settings",
    "today",
    "cases",
    "announcements",
    "intake",
    "reports",
    "assessment",
    "letters",
    "deadlines",
    "dialogue",
    "target-groups",
    "offers",
    "pathways",
    "overview",
    "registers",
    "templates",
)
# Dialogs whose task has a page other than the one of the page they were opened from.
_OF_DIALOG = {
    "SettingsDialog": "settings",
    "ImportDialog": "import-files",
    "IssuedAnnouncementDialog": "announcements",
    "StepDialog": "cases",
    "LearnDialog": "templates",
    "WriteDialog": "write-letters",
    "SendFormsDialog": "announcements",
    "StandardTextsDialog": "letters",
    "TypeInDialog": "intake",
    "ApproveDialog": "letters",
    "DispatchDialog": "letters",
    "JournalDialog": "letters",
    "LicencesDialog": "settings",
}


@dataclass(frozen=True)
class Topic:
    """One page of the help: its key, its heading, its file."""

    key: str
    title: str
    path: Path


def topics(language: str) -> list[Topic]:
    """Return the pages of the help in a language, in their order."""
    paths = {key: resource("help", language, f"{key}.md") for key in TOPICS}
    return [Topic(key, _title(path), path) for key, path in paths.items()]


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().lstrip("# ").strip()


class HelpBrowser(QTextBrowser):
    """Shows Markdown pages; pictures never stand wider than the page."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a part of the page, a picture in the width there is."""
        found = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return found
        url = QUrl(name)
        picture = QImage(self.source().resolved(url).toLocalFile())
        margins = 2 * round(self.document().documentMargin())
        bar = self.verticalScrollBar()
        room = self.viewport().width() - margins - (0 if bar.isVisible() else bar.sizeHint().width()) - 1
        ratio = self.devicePixelRatioF()
        if picture.isNull() or room < 1:
            return found
        scaled = picture.scaledToWidth(
            min(round(room * ratio), picture.width()), Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        return scaled


class HelpWindow(QDialog):
    """The list of pages and the page itself; it stays open beside the work."""

    def __init__(self, place: Workplace, parent: QWidget | None) -> None:
        """List the pages in the user's language."""
        super().__init__(parent)
        say = place.text
        self.setWindowTitle(say(N_("Help")))
        self.setAccessibleName(say(N_("Help")))
        self.setModal(False)
        self.list = QListWidget(self)
        self.list.setAccessibleName(say(N_("Pages of the help")))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setSpacing(STEP // 2)
        self.browser = HelpBrowser(self)
        self.browser.setAccessibleName(say(N_("Page of the help")))
        self.browser.setOpenLinks(False)
        self.browser.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.browser.document().setDocumentMargin(4 * STEP)
        for topic in topics(place.translator.language):
            item = QListWidgetItem(topic.title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, topic)
        split = QSplitter(self)
        split.addWidget(self.list)
        split.addWidget(self.browser)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        character = self.fontMetrics().averageCharWidth()
        split.setSizes([30 * character, 100 * character])
        self.resize(QSize(130 * character, 40 * self.fontMetrics().height()))
        self.list.currentItemChanged.connect(lambda item, _before: self._open(item))
        self.browser.anchorClicked.connect(self._follow)

    @property
    def topic(self) -> str:
        """The key of the page shown."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole).key) if item is not None else ""

    def show_topic(self, key: str) -> None:
        """Show the page with this key."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole).key == key:
                self.list.setCurrentRow(row)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            path = item.data(Qt.ItemDataRole.UserRole).path
            self.browser.setSource(QUrl.fromLocalFile(str(path)), QTextDocument.ResourceType.MarkdownResource)
            _weigh(self.browser.document())

    def _follow(self, link: QUrl) -> None:
        self.show_topic(Path(link.path()).stem)


def _weigh(document: QTextDocument) -> None:
    """Set bold words in the weight that headings have everywhere; the bundled typeface has no heavier one."""
    cursor, weight = QTextCursor(document), QTextCharFormat()
    weight.setFontWeight(QFont.Weight.DemiBold)
    block = document.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            if piece.charFormat().fontWeight() > QFont.Weight.DemiBold:
                cursor.setPosition(piece.position())
                cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(weight)
                pieces = block.begin()
                continue
            pieces += 1
        block = block.next()


def open_help(place: Workplace, over: QWidget, topic: str) -> HelpWindow:
    """Show a page of the help beside ``over``; one window serves it."""
    window = next((found for found in over.findChildren(HelpWindow) if found.parent() is over), None)
    window = window or HelpWindow(place, over)
    window.show()
    window.show_topic(topic)
    window.raise_()
    window.activateWindow()
    return window


class HelpKeys(QObject):
    """Lets F1 open the help in dialogs too, where the menu of the window does not reach."""

    def __init__(self, place: Workplace, window: QWidget) -> None:
        """Listen while ``window`` lives."""
        super().__init__(window)
        self._place, self._window = place, window
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take F1 in a dialog."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_F1:
            return False
        dialog = watched.window() if isinstance(watched, QWidget) else None
        if not isinstance(dialog, QDialog) or isinstance(dialog, HelpWindow):
            return False
        open_help(self._place, dialog, topic_of(dialog, self._window))
        return True


def topic_of(dialog: QDialog, window: QWidget) -> str:
    """Return the page of the help that a dialog belongs to: its own, or that of the page it was opened from."""
    for kind in type(dialog).__mro__:
        if kind.__name__ in _OF_DIALOG:
            return _OF_DIALOG[kind.__name__]
    page = window.property("page")
    return page if isinstance(page, str) and page in TOPICS else "begin"
