"""The frame of the window: settings, the example apart, areas by F6, windows of their own, focus, colours, typing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLibraryInfo, QPoint, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from ui_doubles import RecordingNotifier, dialog_of, settle

import ui
from koorddesk.i18n import Translator
from koorddesk.paths import EXAMPLE_STORE, default_store, resource
from koorddesk.services.demo import open_demonstration, run_demo
from koorddesk.settings import load_settings
from ui import icons, theme
from ui.access_keys import letter, with_letter
from ui.dialogs.licences import LicencesDialog, parts
from ui.dialogs.settings import SettingsDialog
from ui.dialogs.window_dialogs import ShownDialogs
from ui.jobs import JobRunner
from ui.main_window import MainWindow, Reopening
from ui.notify import Notifier
from ui.page_window import PageWindow
from ui.pages import all_pages
from ui.widgets.empty_state import EmptyState
from ui.widgets.focus_ring import FocusRing
from ui.widgets.rail import page_key
from ui.widgets.state_label import StateLabel
from ui.widgets.typing_table import TypingTable
from ui.workplace import Workplace

PaletteMaker = Callable[[QPalette], QPalette]


# settings


def test_settings_are_kept_and_used_at_once(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_table["settings"].trigger()
    dialog = dialog_of(window, SettingsDialog)
    dialog.authorities.setValue(7)
    dialog.output_folder.line.setText("/tmp")
    dialog.accept()
    settle(qtbot, window)
    assert window.place.desk.settings.threshold_authorities == 7
    assert load_settings().output_folder == "/tmp"
    assert window.wanted is None


def test_another_language_opens_the_window_anew(qtbot: QtBot, window: MainWindow) -> None:
    notifier = window.place.notifier
    assert isinstance(notifier, RecordingNotifier)
    notifier.answers = ["now"]
    window.actions_table["settings"].trigger()
    dialog = dialog_of(window, SettingsDialog)
    dialog.language.setCurrentIndex(dialog.language.findData("en"))
    dialog.size_choice.setCurrentIndex(dialog.size_choice.findData("130"))
    dialog.accept()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert window.wanted == Reopening(window.place.desk.store.path)
    assert load_settings().language == "en"
    assert window.place.memory.value("text-size") == 130


def test_what_the_organisation_set_is_said_and_locked(qtbot: QtBot, place: Workplace) -> None:
    settings = dataclasses.replace(place.desk.settings, managed=frozenset({"sender", "threshold_publication"}))
    place.use_settings(settings)
    over = QWidget()
    qtbot.addWidget(over)
    dialog = SettingsDialog(place, over)
    assert not dialog.unit.isEnabled()
    assert not dialog.publication.isEnabled()
    assert dialog.authorities.isEnabled()
    said = [label.text for label in dialog.findChildren(StateLabel)]
    assert said == ["fastsat af din organisation"] * 2
    dialog.close()


def test_text_is_scaled_from_the_system_size_every_time(qapp: QApplication) -> None:
    before = qapp.font()
    theme.scale_text(qapp, 200)
    theme.scale_text(qapp, 150)
    assert qapp.font().pointSizeF() == pytest.approx(before.pointSizeF() * 1.5)
    theme.scale_text(qapp, 100)
    assert qapp.font().pointSizeF() == pytest.approx(before.pointSizeF())


def test_licences_name_every_library_that_runs(qtbot: QtBot, place: Workplace) -> None:
    found = {part.name.casefold(): part for part in parts()}
    for name in ("sqlalchemy", "openpyxl", "reportlab", "pyside6_essentials", "lucide", "ibm plex sans"):
        assert found[name].licence, name
    assert "pytest" not in found
    assert "Permission is hereby granted" in found["sqlalchemy"].text
    over = QWidget()
    qtbot.addWidget(over)
    dialog = LicencesDialog(place, over)
    dialog.view.choose("SQLAlchemy")
    assert "Permission is hereby granted" in dialog._text.toPlainText()
    dialog.close()


# the first minute


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_demo(tmp_path_factory.mktemp("example") / "demonstration").store


def test_the_example_is_a_store_of_its_own_and_says_so(
    qtbot: QtBot, example: Path, place: Workplace, notifier: RecordingNotifier
) -> None:
    assert not place.is_example
    desk = open_demonstration(example, "da")
    own = Workplace(desk, JobRunner(), notifier, place.memory)
    window = MainWindow(own, all_pages(), ShownDialogs(own))
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, window)
    assert example.name == EXAMPLE_STORE
    assert window.windowTitle().startswith("EKSEMPEL")
    assert not window.actions_table["example"].isEnabled()
    window.actions_table["own-store"].trigger()
    assert window.wanted == Reopening(default_store())
    assert not window.isVisible()
    desk.close()


@pytest.mark.fresh
def test_every_empty_page_says_what_belongs_there_with_its_button(qtbot: QtBot, window: MainWindow) -> None:
    without = []
    for spec in all_pages():
        page = window.show_page(spec.key)
        settle(qtbot, window)
        empty = [found for found in page.findChildren(EmptyState) if found.isVisible()]
        if page.main_list is not None and not page.main_list.isVisible() and spec.key not in ("today", "deadlines"):
            without += [spec.key] if not any(found.button.isVisible() for found in empty) else []
    assert not without


# keyboard


def test_keys_open_all_pages(qtbot: QtBot, window: MainWindow) -> None:
    assert [page_key(number) for number in (0, 8, 9, 10)] == ["Ctrl+1", "Ctrl+9", "Ctrl+0", "Alt+1"]
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.page_key == all_pages()[9].key
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.page_key == all_pages()[10].key
    settle(qtbot, window)


def test_f6_walks_the_parts_of_the_page_and_comes_back_to_the_rail(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("cases")
    settle(qtbot, window)
    window.activateWindow()
    window._rail._group.button(0).setFocus()
    seen = []
    for _ in range(8):
        window.actions_table["next-area"].trigger()
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        if window._rail.isAncestorOf(focused):
            break
    assert window._rail.isAncestorOf(seen[-1])
    assert len(seen) >= 3
    assert len(set(seen)) == len(seen)


def test_ctrl_enter_opens_the_thing_in_a_window_of_its_own(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("target-groups")
    settle(qtbot, window)
    assert page.main_list is not None
    page.main_list.choose_position(2)
    wanted = page.thing()[1]
    window.actions_table["apart"].trigger()
    settle(qtbot, window)
    apart = next(found for found in window.findChildren(PageWindow) if found.isVisible())
    assert apart.page.thing() == ("", wanted)
    assert apart.page.main_list is not None
    assert not apart.page.main_list.isVisible()
    apart.close()


@pytest.mark.fresh
def test_ctrl_enter_without_a_thing_says_what_to_do(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("letters")
    settle(qtbot, window)
    window.actions_table["apart"].trigger()
    assert window.place.notifier.notices[-1].startswith("Vælg først en linje")  # type: ignore[attr-defined]


def test_the_focus_is_ringed_where_the_style_draws_nothing(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("target-groups")
    settle(qtbot, window)
    window.activateWindow()
    assert page.main_list is not None
    page.main_list.setFocus()
    ring = window.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    qtbot.waitUntil(lambda: ring.target is page.main_list)
    corner = page.main_list.mapTo(window, QPoint(0, 0))
    assert ring.geometry().topLeft() == corner
    window._search.setFocus()
    qtbot.waitUntil(lambda: ring.target is None)


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [
        ("&Gem", set(), "&Gem"),
        ("&Gem", {"g"}, "G&em"),
        ("Godkend &alle", {"a"}, "&Godkend alle"),
        ("R && &D", {"d"}, "&R && D"),
        ("&A", {"a"}, "A"),
    ],
)
def test_a_taken_access_key_moves_to_another_letter(text: str, taken: set[str], expected: str) -> None:
    assert with_letter(text, taken) == expected
    assert letter(expected) not in taken or not letter(expected)


# typing as in Excel


@pytest.fixture
def sheet(qtbot: QtBot, translator: Translator) -> TypingTable:
    made = TypingTable(2, ["Tilbud", "Pladser", "Side"], translator)
    qtbot.addWidget(made)
    made.show()
    made.setCurrentCell(0, 0)
    return made


def test_a_range_from_excel_is_pasted_and_copied(qtbot: QtBot, sheet: TypingTable) -> None:
    QGuiApplication.clipboard().setText("Fyrgården\t12\r\nTranemosen\t8\r\nBøgely\t5\tfor meget\ttilovers\r\n")
    qtbot.keyClick(sheet, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert sheet.rowCount() == 3
    assert [sheet.text(row, 1) for row in range(3)] == ["12", "8", "5"]
    assert sheet.text(2, 2) == "for meget"
    sheet.setRangeSelected(sheet.selectedRanges()[0], False)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        sheet.item(row, column).setSelected(True)  # type: ignore[union-attr]
    qtbot.keyClick(sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Fyrgården\t12\nTranemosen\t8\n"
    qtbot.keyClick(sheet, Qt.Key.Key_Delete)
    assert [sheet.text(row, 1) for row in range(3)] == ["", "", "5"]


def test_tab_goes_right_and_enter_down_as_in_excel(qtbot: QtBot, sheet: TypingTable) -> None:
    qtbot.keyClick(sheet, Qt.Key.Key_Tab)
    assert (sheet.currentRow(), sheet.currentColumn()) == (0, 1)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert (sheet.currentRow(), sheet.currentColumn()) == (1, 1)
    qtbot.keyClick(sheet, Qt.Key.Key_Backtab)
    assert (sheet.currentRow(), sheet.currentColumn()) == (1, 0)


def test_a_typed_cell_speaks_its_heading_and_value(sheet: TypingTable) -> None:
    sheet.write(0, 1, "12")
    item = sheet.item(0, 1)
    assert item is not None
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Pladser, 12"
    sheet.write(0, 1, "")
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Pladser, tom"


# colours


@pytest.mark.parametrize("make", [theme.dark_palette, theme.contrast_palette], ids=["dark", "contrast"])
def test_the_window_follows_the_colours_while_it_runs(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, make: PaletteMaker
) -> None:
    window.show_page("letters")
    settle(qtbot, window)
    before = QPalette(qapp.palette())
    button = next(found for found in window.findChildren(QPushButton) if not found.icon().isNull())
    name = icons._NAMES[button.icon().cacheKey()]
    try:
        qapp.setPalette(make(before))
        theme.adjust_palette(qapp)
        qapp.sendEvent(window, QEvent(QEvent.Type.PaletteChange))
        assert button.icon().cacheKey() == icons.icon(name).cacheKey()
        ink = qapp.palette().color(QPalette.ColorRole.ButtonText)
        drawn = button.icon().pixmap(32).toImage()
        inked = {
            drawn.pixelColor(x, y).name() for x in range(32) for y in range(32) if drawn.pixelColor(x, y).alpha() > 250
        }
        assert inked <= {
            ink.name(),
            qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name(),
        }
    finally:
        qapp.setPalette(before)


def test_a_contrast_theme_is_known_by_its_colours(qapp: QApplication) -> None:
    before = QPalette(qapp.palette())
    assert not theme.is_high_contrast()
    try:
        qapp.setPalette(theme.contrast_palette(before))
        assert theme.is_high_contrast()
        for tone in theme.Tone:
            color = theme.tone_color(tone, qapp.palette())
            assert theme.contrast(color, qapp.palette().color(QPalette.ColorRole.Base)) >= 7
    finally:
        qapp.setPalette(before)


@pytest.mark.parametrize("make", [QPalette, theme.dark_palette], ids=["light", "dark"])
def test_hints_links_and_words_on_the_highlight_can_be_read(qapp: QApplication, make: PaletteMaker) -> None:
    palette, role = theme.adjusted(make(qapp.palette())), QPalette.ColorRole
    for words, ground, least in (
        (role.PlaceholderText, role.Base, 4.5),
        (role.Link, role.Base, 4.5),
        (role.HighlightedText, role.Highlight, 4.5),
    ):
        assert theme.contrast(palette.color(words), palette.color(ground)) >= least
    grey = palette.color(QPalette.ColorGroup.Disabled, role.ButtonText)
    assert theme.contrast(grey, palette.color(role.Window)) >= 3


# Qt's own words


def test_no_standard_button_or_box_speaks_english(qtbot: QtBot, qapp: QApplication) -> None:
    catalogue = QTranslator()
    assert catalogue.load("qtbase_da", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    same = {"Nulstil", "OK", "&OK"}
    english = []
    for standard in QDialogButtonBox.StandardButton:
        if standard.value and standard not in (
            QDialogButtonBox.StandardButton.FirstButton,
            QDialogButtonBox.StandardButton.LastButton,
        ):
            words = box.addButton(standard).text()
            if words in same:
                continue
            if words.replace("&", "") in {standard.name, "Save All", "Yes to All", "No to All", "Restore Defaults"}:
                english.append(words)
    assert english == []
    message = QMessageBox()
    qtbot.addWidget(message)
    message.setDetailedText("x")
    assert {button.text() for button in message.buttons()}.isdisjoint({"Show Details...", "Hide Details..."})


def test_only_one_word_is_used_for_the_database() -> None:
    for path in resource("i18n", "da").glob("*.po"):
        shown = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("msgid")]
        assert not [line for line in shown if "arkivet" in line.casefold()], path.name


# messages


@pytest.mark.parametrize(
    ("text", "what", "rest"),
    [
        ("Filen kan ikke åbnes. Intet er ændret. Luk den.", "Filen kan ikke åbnes.", "Intet er ændret. Luk den."),
        (
            "Brevet nr. 12 efter § 13 b, stk. 2, er låst. Skriv et nyt.",
            "Brevet nr. 12 efter § 13 b, stk. 2, er låst.",
            "Skriv et nyt.",
        ),
        ("Kun én sætning.", "Kun én sætning.", ""),
    ],
)
def test_a_message_says_first_what_happened_then_what_to_do(
    qtbot: QtBot, translator: Translator, text: str, what: str, rest: str
) -> None:
    seen: list[tuple[str, str, bool]] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        copied = bool(box.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard)
        seen.append((box.text(), box.informativeText(), copied))
        box.reject()

    QTimer.singleShot(0, look)
    Notifier(translator)._box(text, "", None)
    assert seen == [(what, rest, True)]


def test_no_module_opens_a_message_box_of_its_own() -> None:
    folder = Path(ui.__file__).parent
    boxes = [path.name for path in folder.rglob("*.py") if "QMessageBox" in path.read_text(encoding="utf-8")]
    assert boxes == ["notify.py"]
