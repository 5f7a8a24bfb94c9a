"""Looks that can be measured: contrast of every tone in light and dark, icons that exist and follow the palette."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_doubles import settle

from koorddesk.paths import resource
from ui import icons
from ui.actions import ACTIONS
from ui.main_window import MainWindow
from ui.pages import all_pages
from ui.states import STATES
from ui.theme import (
    Tone,
    adjust_palette,
    contrast,
    contrast_palette,
    dark_palette,
    is_high_contrast,
    legible,
    mix,
    tint,
    tone_color,
)

UI = Path(__file__).resolve().parents[2] / "ui"


_LOOKS = {"light": QPalette, "dark": dark_palette, "contrast": contrast_palette}
_WORDS = {  # role of the words -> the grounds they stand on
    QPalette.ColorRole.WindowText: (QPalette.ColorRole.Window,),
    QPalette.ColorRole.Text: (QPalette.ColorRole.Base, QPalette.ColorRole.AlternateBase),
    QPalette.ColorRole.ButtonText: (QPalette.ColorRole.Button,),
    QPalette.ColorRole.PlaceholderText: (QPalette.ColorRole.Base, QPalette.ColorRole.Window),
    QPalette.ColorRole.HighlightedText: (QPalette.ColorRole.Highlight,),
    QPalette.ColorRole.ToolTipText: (QPalette.ColorRole.ToolTipBase,),
    QPalette.ColorRole.Link: (QPalette.ColorRole.Base, QPalette.ColorRole.Window),
}


def palettes(app: QApplication) -> list[QPalette]:
    light = QPalette(app.palette())
    return [light, dark_palette(light)]


@pytest.fixture
def in_look(qapp: QApplication) -> Iterator[Callable[[str], QPalette]]:
    """Give the program a look as a system in that look would; take it back after the test."""
    before, sheet = QPalette(qapp.palette()), qapp.styleSheet()

    def look(name: str) -> QPalette:
        qapp.setPalette(_LOOKS[name](before))
        adjust_palette(qapp)
        return QPalette(qapp.palette())

    yield look
    qapp.setPalette(before)
    qapp.setStyleSheet(sheet)


@pytest.mark.parametrize("name", _LOOKS)
def test_every_kind_of_words_can_be_read_on_its_grounds(in_look: Callable[[str], QPalette], name: str) -> None:
    palette = in_look(name)
    faint = []
    for group, least in (
        (QPalette.ColorGroup.Active, 4.5),
        (QPalette.ColorGroup.Inactive, 4.5),
        (QPalette.ColorGroup.Disabled, 3.0),  # no duty, but why a button is grey is told by its words
    ):
        for words, grounds in _WORDS.items():
            for ground in grounds:
                ratio = contrast(palette.color(group, words), palette.color(group, ground))
                if ratio < least:
                    faint.append(f"{group.name} {words.name} on {ground.name}: {ratio:.2f}")
    assert not faint


@pytest.mark.parametrize("name", _LOOKS)
def test_tones_can_be_read_on_every_ground_that_lists_paint(in_look: Callable[[str], QPalette], name: str) -> None:
    palette = in_look(name)
    text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    chosen = mix(base, palette.color(QPalette.ColorRole.Highlight), 0.14)  # the chosen row of a list without the keys
    for tone in Tone:
        assert contrast(text, tint(tone, palette)) >= 4.5, tone
        for ground in (base, palette.color(QPalette.ColorRole.Window)):
            assert contrast(tone_color(tone, palette), ground) >= 4.5, tone
        if not is_high_contrast():
            assert contrast(tone_color(tone, palette), chosen) >= 4.0, tone


@pytest.mark.parametrize("tone", [tone for tone in Tone if tone is not Tone.PLAIN])
def test_tones_stand_out_in_light_and_dark(qapp: QApplication, tone: Tone) -> None:
    for palette in palettes(qapp):
        color = tone_color(tone, palette)
        for ground in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            assert contrast(color, palette.color(ground)) >= 4.5


def test_words_on_a_tinted_ground_can_be_read(qapp: QApplication) -> None:
    for palette in palettes(qapp):
        for tone in Tone:
            assert contrast(palette.color(QPalette.ColorRole.Text), tint(tone, palette)) >= 4.5


def test_words_on_the_highlight_can_be_read(qapp: QApplication) -> None:
    palette = qapp.palette()
    assert contrast(palette.highlight().color(), palette.highlightedText().color()) >= 4.5


def test_legible_keeps_the_hue() -> None:
    red = legible(QColor("#ff9999"), QColor("white"))
    assert contrast(red, QColor("white")) >= 4.5
    assert red.hue() == QColor("#ff9999").hue()


def test_every_icon_named_is_there_and_every_icon_there_is_named() -> None:
    there = {path.stem for path in resource("icons").glob("*.svg")}
    named = {state.icon for state in STATES.values()} | {spec.icon for spec in ACTIONS if spec.icon}
    named |= {spec.icon for spec in all_pages()}
    source = "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))
    assert named <= there
    unused = {name for name in there if f'"{name}"' not in source}
    assert not unused
    assert (resource("icons") / "LICENSE").is_file()


def test_icons_take_the_colour_asked_for(qapp: QApplication) -> None:
    image = icons.pixmap("check", 32, QColor("#123456")).toImage()
    inked = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250
    }
    assert inked == {"#123456"}


def test_no_fixed_colours_outside_the_two_modules_that_make_them() -> None:
    allowed = {"theme.py", "sheet_view.py", "pdf_view.py"}  # paper and ink of documents
    for path in UI.rglob("*.py"):
        if path.name not in allowed:
            assert not re.search(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("page", ["today", "letters", "overview"])
def test_the_window_follows_the_system_from_light_to_dark_to_contrast_and_back(
    qtbot: QtBot, window: MainWindow, in_look: Callable[[str], QPalette], page: str
) -> None:
    window.show_page(page)
    settle(qtbot, window)
    for name in ("dark", "contrast", "light"):
        grounds = in_look(name)
        settle(qtbot, window)
        stale = [
            f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()!r}: {role.name}"
            for widget in [window, *window.findChildren(QWidget)]
            for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Text)
            if widget.isVisible() and widget.palette().color(role) not in _allowed(grounds, role)
        ]
        assert not stale, f"{name}: {stale[:20]}"


def _allowed(grounds: QPalette, role: QPalette.ColorRole) -> list[QColor]:
    """Return the colours a widget may have in a role: the look's own in any of its states, or another role's there."""
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
    words = role is QPalette.ColorRole.Text
    roles = (role, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText) if words else (role,)
    plain = [grounds.color(group, one) for group in groups for one in (*roles, QPalette.ColorRole.Window)]
    return [*plain, *(tone_color(tone, grounds) for tone in Tone)]
