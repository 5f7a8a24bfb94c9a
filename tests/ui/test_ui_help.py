"""Help: a page for every page of the window in both languages, its links, pictures and named buttons all there."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui_doubles import dialog_of

from koorddesk.i18n import LANGUAGES
from koorddesk.paths import resource
from ui.dialogs.settings import SettingsDialog
from ui.help import TOPICS, HelpKeys, HelpWindow, topics
from ui.main_window import MainWindow
from ui.pages import all_pages
from ui.workplace import Workplace

LINK = re.compile(r"(!?)\[[^\]]+\]\(([^)]+)\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
# Words in bold that are no button, menu or column: keys, steps and what a list tells of.
_KEYS = re.compile(r"^(?:Ctrl|Alt|Tab|Enter|F\d+|Shift)\b")


def pages() -> list[Path]:
    return [topic.path for language in LANGUAGES for topic in topics(language)]


@pytest.mark.parametrize("path", pages(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_page_of_the_help_has_a_heading_a_picture_and_links_that_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert 200 < len(text) < 2500, "one short page per task"
    links = LINK.findall(text)
    assert any(picture for picture, _ in links)
    for picture, target in links:
        assert (path.parent / target).is_file(), target
        assert not picture or not QImage(str(path.parent / target)).isNull()


def test_every_page_of_the_window_has_a_page_of_the_help() -> None:
    assert {spec.key for spec in all_pages()} <= set(TOPICS)
    for language in LANGUAGES:
        there = {path.stem for path in resource("help", language).glob("*.md")}
        assert there == set(TOPICS)


def test_the_help_calls_buttons_and_menus_by_their_words() -> None:
    words: dict[str, set[str]] = {"da": set(), "en": set()}
    for path in resource("i18n", "da").glob("*.po"):
        for entry in polib.pofile(str(path)):
            words["da"] |= {_bare(text) for text in [entry.msgstr, *entry.msgstr_plural.values()]}
            words["en"] |= {_bare(text) for text in [entry.msgid, entry.msgid_plural]}
    unknown = []
    for language in LANGUAGES:
        starts = {" ".join(word.split()[: n + 1]) for word in words[language] for n in range(len(word.split()))}
        for topic in topics(language):
            bold = BOLD.findall(topic.path.read_text(encoding="utf-8"))
            named = [part for words_in_bold in bold for part in words_in_bold.split(" → ")]
            unknown += [
                f"{language}/{topic.key}: {part}"
                for part in named
                if not _KEYS.match(part) and _bare(part) not in starts
            ]
    assert not unknown, "\n".join(unknown)


def _bare(text: str) -> str:
    return text.replace("&", "").rstrip("….:,").casefold()


def test_f1_opens_the_page_of_the_help_for_where_one_is(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("letters")
    window.actions_table["help"].trigger()
    help_window = dialog_of(window, HelpWindow)
    assert help_window.topic == "letters"
    assert "Breve" in help_window.browser.toPlainText()
    help_window.browser.anchorClicked.emit(QUrl("write-letters.md"))
    assert help_window.topic == "write-letters"
    window.actions_table["help"].trigger()
    assert help_window.topic == "letters"
    assert len(window.findChildren(HelpWindow)) == 1
    help_window.close()


def test_f1_in_a_dialog_opens_its_own_page(qtbot: QtBot, window: MainWindow) -> None:
    HelpKeys(window.place, window)
    window.actions_table["settings"].trigger()
    dialog = dialog_of(window, SettingsDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_F1)
    help_window = dialog_of_dialog(dialog)
    assert help_window.topic == "settings"
    help_window.close()
    dialog.close()


def dialog_of_dialog(dialog: QWidget) -> HelpWindow:
    return next(found for found in dialog.findChildren(HelpWindow) if found.isVisible())


def test_pictures_of_the_help_fit_the_page(qtbot: QtBot, place: Workplace) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    shown = HelpWindow(place, over)
    shown.resize(700, 500)
    shown.show()
    shown.show_topic("letters")
    picture = shown.browser.loadResource(
        QTextDocument.ResourceType.ImageResource.value, QUrl("../pictures/da/letters.png")
    )
    assert 0 < picture.width() / picture.devicePixelRatio() <= shown.browser.viewport().width()
    shown.close()
