"""Every page and dialog, in Danish and English, at 100 and 200 %: nothing cut off, no access key twice, one language."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator

import polib
import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_doubles import RecordingNotifier, settle
from ui_walks import cut_off, each_part, meeting_keys, out_of_place, words_shown

from koorddesk.i18n import Translator
from koorddesk.paths import resource
from koorddesk.services.desk import Desk
from ui.access_keys import menu_letters
from ui.app import speak
from ui.dialogs.window_dialogs import ShownDialogs
from ui.jobs import JobRunner
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.pages import all_pages
from ui.workplace import Workplace

_POINTS = 9.0
_SMALLEST = (1366, 768)
_ROOM = (1093, 566)  # what is left of a screen of 1366x768 at 125 % beside the task bar
_OWN_NAMES = {"Dansk", "English"}  # languages stand in their own words
_FOREIGN_DATA = {"dialog ask", "dialog type in"}  # a Danish form's own questions, and invented fields
# Danish in every language: fields of the sample form, and what a Danish letter calls its parts.
_FORMS_OWN = {"Afrapportering", "Antal", "Bemærkninger", "Driftsherre", "Skema", "Telefon"}
_VALUE = re.compile(r"%\(\w+\)[sd]")
_WORD = re.compile(r"[^\W\d_]{3,}")
MakeWindow = Callable[[str, int], MainWindow]


@pytest.fixture
def make_window(
    qtbot: QtBot, qapp: QApplication, desk: Desk, memory: Memory, notifier: RecordingNotifier
) -> Iterator[MakeWindow]:
    """Make a window in a language, at a scale in per cent, on a screen of 1366×768 at that scale."""
    before = QFont(qapp.font())
    made: list[MainWindow] = []

    def make(language: str, percent: int) -> MainWindow:
        font = QFont("IBM Plex Sans")
        font.setPointSizeF(_POINTS * percent / 100)
        qapp.setFont(font)
        speak(qapp, language)
        settings = dataclasses.replace(desk.settings, language=language)
        own = dataclasses.replace(desk, translator=Translator(language), settings=settings)
        place = Workplace(own, JobRunner(), notifier, memory)
        window = MainWindow(place, all_pages(), ShownDialogs(place))
        window.resize(_SMALLEST[0] * percent // 100, _SMALLEST[1] * percent // 100)
        qtbot.addWidget(window)
        window.show()
        settle(qtbot, window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.place.jobs.close()
    qapp.setFont(before)
    speak(qapp, "da")


def known_words() -> tuple[set[str], set[str]]:
    """Return the Danish and the English texts that differ between the languages."""
    entries = [entry for path in resource("i18n", "da").glob("*.po") for entry in polib.pofile(str(path))]
    danish = {entry.msgstr.replace("&", "") for entry in entries}
    english = {entry.msgid.replace("&", "") for entry in entries}
    return danish - english, english - danish


def sentences(language: str) -> re.Pattern[str]:
    """Return what matches the sentences of a language that carry a value, where the words around it are its own."""
    found = set()
    for path in resource("i18n", "da").glob("*.po"):
        for entry in polib.pofile(str(path)):
            own, other = (entry.msgstr, entry.msgid) if language == "da" else (entry.msgid, entry.msgstr)
            words = set(_WORD.findall(_VALUE.sub(" ", own))) - set(_WORD.findall(_VALUE.sub(" ", other)))
            if "%(" in own and len(words) > 1:
                found.add(".+".join(re.escape(part.replace("&", "")) for part in _VALUE.split(own)))
    return re.compile("|".join(sorted(found)))


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", ["da", "en"])
def test_words_fit_keys_do_not_meet_and_one_language_is_spoken(
    qtbot: QtBot, make_window: MakeWindow, language: str, percent: int
) -> None:
    window = make_window(language, percent)
    foreign = known_words()[1 if language == "da" else 0] - _OWN_NAMES
    carried = sentences("en" if language == "da" else "da")
    menus = menu_letters(window.menuBar())
    cut, meeting, strange, stray, large = set(), set(), set(), set(), set()
    room = QSize(*_ROOM) * percent / 100
    for name, part in each_part(qtbot, window):
        cut |= {f"{name}: {words}" for words in cut_off(part)}
        stray |= {f"{name}: {words}" for words in out_of_place(part)}
        least = part.minimumSizeHint()
        if not QRect(QPoint(), room).contains(QRect(QPoint(), least)):
            large.add(f"{name}: at least {least.width()} x {least.height()}")
        meeting |= {f"{name}: {words}" for words in meeting_keys(part, menus if part is window else set())}
        if name not in _FOREIGN_DATA:
            shown = words_shown(part) - (_FORMS_OWN if language == "en" else set())
            strange |= {f"{name}: {words}" for words in shown & foreign}
            strange |= {f"{name}: {words}" for words in shown if carried.fullmatch(words)}
    assert not stray, "not in its place:\n" + "\n".join(sorted(stray))
    assert not large, f"too large for a screen of {room.toTuple()}:\n" + "\n".join(sorted(large))
    assert not cut, "cut off:\n" + "\n".join(sorted(cut))
    assert not meeting, "access keys that meet:\n" + "\n".join(sorted(meeting))
    assert not strange, "in the other language:\n" + "\n".join(sorted(strange))
