"""How the window looks: the system's palette and contrast, one accent, status colours that can be read.

Nothing is painted in a fixed colour. Status colours begin as a hue and are made lighter or darker until they stand
out from the background that the palette in force gives, so light, dark and high contrast need no tables of their own.
"""

from __future__ import annotations

import enum
import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from koorddesk.paths import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

STEP = 4  # every distance is a multiple of this many device-independent pixels
TEXT_CONTRAST = 4.5  # WCAG 2 AA for text
_BUNDLED_FAMILY = "IBM Plex Sans"
_MOST_CONTRAST = 19.0  # white on black is 21; yellow on black, as one of Windows' themes has it, 19.6
TEXT_SIZES = (100, 115, 130, 150, 200)  # per cent of the system's, as the settings offer them


class Tone(enum.Enum):
    """What a sign or word says by its colour, always besides its icon and its word."""

    PLAIN = ""
    QUIET = "quiet"
    GOOD = "#1f7a3d"
    ATTENTION = "#9a6200"
    BAD = "#b3261e"
    NOTE = "#1f63a8"


def luminance(color: QColor) -> float:
    """Return the relative luminance, 0 for black and 1 for white (WCAG 2)."""
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def legible(color: QColor, background: QColor, ratio: float = TEXT_CONTRAST) -> QColor:
    """Return ``color``, made lighter or darker in small steps until it stands out from ``background``."""
    lighter = luminance(background) < 0.18
    hue, saturation, lightness = color.hslHueF(), color.hslSaturationF(), color.lightnessF()
    result = QColor(color)
    while contrast(result, background) < ratio and 0 <= lightness <= 1:
        lightness += 0.02 if lighter else -0.02
        result = QColor.fromHslF(max(hue, 0.0), saturation, min(max(lightness, 0.0), 1.0))
    return result


def is_high_contrast() -> bool:
    """Tell whether the user asked the system for high contrast.

    A system that does not say so still gives itself away: its contrast themes paint pages, windows and buttons in one
    colour, and words in one that could not stand out more.
    """
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return True
    return _gives_contrast_away(QGuiApplication.palette().cacheKey())


@functools.lru_cache(maxsize=8)
def _gives_contrast_away(_palette: int) -> bool:
    """Tell of the program's palette, named by its key, whether it is that of a contrast theme; lists ask per cell."""
    palette, role = QGuiApplication.palette(), QPalette.ColorRole
    grounds = {palette.color(ground).rgb() for ground in (role.Window, role.Base, role.Button)}
    return len(grounds) == 1 and contrast(palette.color(role.Text), palette.color(role.Base)) > _MOST_CONTRAST


def tone_color(tone: Tone, palette: QPalette) -> QColor:
    """Return the colour of a tone on this palette's page background; plain text colour under high contrast."""
    text = palette.color(QPalette.ColorRole.Text)
    if tone is Tone.PLAIN or is_high_contrast():
        return text
    base, window = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Window)
    return QColor(_tone_on(tone, text.rgb(), base.rgb(), window.rgb()))


@functools.lru_cache(maxsize=256)
def _tone_on(tone: Tone, words: int, page: int, frame: int) -> int:
    """Return a tone on these grounds, all as numbers; lists ask for it cell by cell."""
    text, base, window = QColor(words), QColor(page), QColor(frame)
    # The darker of two light backgrounds (the lighter of two dark ones) is the harder to stand out from.
    harder = min((base, window), key=lambda ground: contrast(text, ground))
    if tone is Tone.QUIET:
        return legible(mix(text, harder, 0.42), harder).rgb()
    return legible(QColor(tone.value), harder).rgb()


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """Return ``first`` with ``share`` (0 to 1) of ``second`` in it."""
    red, green, blue = (
        a * (1 - share) + b * share
        for a, b in (
            (first.redF(), second.redF()),
            (first.greenF(), second.greenF()),
            (first.blueF(), second.blueF()),
        )
    )
    return QColor.fromRgbF(red, green, blue)


def tint(tone: Tone, palette: QPalette) -> QColor:
    """Return a faint ground in a tone, for a row or cell that is marked; the page's own under high contrast."""
    base = palette.color(QPalette.ColorRole.Base)
    return base if is_high_contrast() else mix(base, tone_color(tone, palette), 0.1)


def line_color(palette: QPalette) -> QColor:
    """Return the colour of the thin lines that part one thing from another."""
    text, window = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Window)
    return text if is_high_contrast() else mix(window, text, 0.2)


# Given to the few widgets they are about. A sheet of the whole program would have Qt work out the look of every part
# of a page anew each time one is put into another: three quarters of the time it takes to open a page.
HEADER_SHEET = """
QHeaderView::section { background: palette(window); border: none; border-bottom: 1px solid palette(mid);
    padding: 3px 8px; }
"""
HANDLE_SHEET = "QSplitterHandle { background: palette(midlight); }"
TOOLBAR_SHEET = "QToolBar { border: none; spacing: 4px; padding: 4px; }"
STATUS_SHEET = "QStatusBar::item { border: none; }"


# The style takes the edges of fields and buttons from the ground, which leaves none where all grounds are one colour.
_CONTRAST_SHEET = """
QPushButton, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox, QListView, QTreeView {
    border: 1px solid palette(text); }
QPushButton { padding: 3px 12px; }
QPushButton:disabled { border-style: dashed; }
QPushButton:default { border-width: 2px; }
QPushButton:focus, QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
    border: 2px solid palette(highlight); }
QComboBox { padding-left: 4px; }
QToolButton[autoRaise="false"] { border: 1px solid palette(text); padding: 3px 8px; }
QToolButton[autoRaise="false"]:focus { border: 2px solid palette(highlight); }
QComboBox QAbstractItemView { border: 1px solid palette(text); }
QCheckBox::indicator, QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid palette(text); }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: palette(highlight); image: url(%(check)s); }
QRadioButton::indicator { border-radius: 7px; }
QRadioButton::indicator:checked { border: 4px solid palette(highlight); background: palette(text); image: none; }
QAbstractItemView::indicator { width: 12px; height: 12px; border: 1px solid palette(text); }
QAbstractItemView::indicator:checked { background: palette(highlight); image: url(%(check)s); }
QTabBar::tab { border: 1px solid palette(text); padding: 4px 10px; }
QTabBar::tab:selected { background: palette(highlight); color: palette(highlighted-text); }
QMenu { border: 1px solid palette(text); }
QToolTip { border: 1px solid palette(text); }
"""


def apply(app: QApplication) -> None:
    """Give the program its style: Fusion on the system's palette, the system's font with the bundled one behind it."""
    app.setStyle("Fusion")
    load_fonts()
    font = QFont(app.font())
    font.setFamilies([*font.families(), _BUNDLED_FAMILY])
    app.setFont(font)
    adjust_palette(app)


def scale_text(app: QApplication, percent: int) -> None:
    """Make all text this many per cent of the system's size; called before the window is made."""
    kept = app.property("system-points")
    points = float(kept) if isinstance(kept, float) else app.font().pointSizeF()
    app.setProperty("system-points", points)
    font = QFont(app.font())
    font.setPointSizeF(points * percent / 100)
    app.setFont(font)


class Follower(QObject):
    """Follows the system's colours and contrast while the program runs.

    Signals:
        changed(): light, dark or contrast changed, and the palette with it.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        """Listen from now on."""
        super().__init__(app)
        self._app = app
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)

    def _follow(self) -> None:
        self._app.setPalette(QPalette())  # the system's own again, before anything in it is deepened
        adjust_palette(self._app)
        self.changed.emit()


def strong(font: QFont) -> QFont:
    """Return the weight that headings and chosen things stand in."""
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result


def load_fonts() -> None:
    """Make the bundled fonts known to Qt."""
    for path in sorted(resource("fonts").glob("*.?tf")):
        QFontDatabase.addApplicationFont(str(path))


def adjust_palette(app: QApplication) -> None:
    """Deepen the system's highlight and its hints where they could not be read; nothing else is touched."""
    palette = adjusted(app.palette())
    if palette != app.palette():
        app.setPalette(palette)
    sheet = _CONTRAST_SHEET % {"check": resource("icons", "check.svg").as_posix()} if is_high_contrast() else ""
    if sheet != app.styleSheet():
        app.setStyleSheet(sheet)
    ground = palette.color(QPalette.ColorRole.Window).rgb(), palette.color(QPalette.ColorRole.WindowText).rgb()
    if app.property("ground") not in (None, ground):
        _renew_sheets(app)
    app.setProperty("ground", ground)


def _renew_sheets(app: QApplication) -> None:
    """Set the sheets of the widgets that have one anew: Qt keeps the colours of the palette they were set under."""
    for widget in app.allWidgets():
        sheet = widget.styleSheet()
        if sheet and not sheet.startswith("color:"):  # words in a tone are coloured anew by their own label
            widget.setStyleSheet("")
            widget.setStyleSheet(sheet)


def adjusted(system: QPalette) -> QPalette:
    """Return a palette in which words on the highlight, hints, links and disabled words can be read."""
    palette, role = QPalette(system), QPalette.ColorRole
    if is_high_contrast():
        return palette
    window = palette.color(role.Window)
    palette.setColor(role.PlaceholderText, tone_color(Tone.QUIET, palette))
    palette.setColor(role.Link, tone_color(Tone.NOTE, palette))
    palette.setColor(role.LinkVisited, tone_color(Tone.NOTE, palette))
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        ground, words = palette.color(group, role.Highlight), palette.color(group, role.HighlightedText)
        if contrast(ground, words) < TEXT_CONTRAST:
            palette.setColor(group, role.Highlight, legible(ground, words))
    # Not a duty, but what cannot be chosen now should still be read: why a button is grey is told by its words.
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(
            QPalette.ColorGroup.Disabled, name, legible(mix(palette.color(role.Text), window, 0.6), window, 3.0)
        )
    return palette


def dark_palette(light: QPalette) -> QPalette:
    """Return a dark counterpart of a palette, for pictures and tests where no system gives one."""
    dark = QPalette(light)
    role = QPalette.ColorRole
    greys = {
        role.Window: 50, role.Base: 36, role.AlternateBase: 42, role.Button: 50, role.Mid: 38, role.Midlight: 42,
        role.Dark: 33, role.Light: 75, role.Shadow: 12, role.ToolTipBase: 60,
    }  # fmt: skip
    for name, level in greys.items():
        dark.setColor(name, QColor(level, level, level + 2))
    for name in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText):
        dark.setColor(name, QColor(232, 232, 232))
        dark.setColor(QPalette.ColorGroup.Disabled, name, QColor(140, 140, 140))
    dark.setColor(role.PlaceholderText, QColor(160, 160, 160))
    dark.setColor(role.Link, QColor(120, 180, 240))
    return dark


def contrast_palette(light: QPalette) -> QPalette:
    """Return a counterpart in the manner of Windows' contrast themes, for pictures and tests."""
    black, white, role = QColor("black"), QColor("white"), QPalette.ColorRole
    palette = QPalette(light)
    for ground in (role.Window, role.Base, role.AlternateBase, role.Button, role.ToolTipBase):
        palette.setColor(ground, black)
    for words in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText, role.PlaceholderText):
        palette.setColor(words, white)
        palette.setColor(QPalette.ColorGroup.Disabled, words, QColor("#3ff23f"))
    for edge in (role.Mid, role.Midlight, role.Dark, role.Light, role.Shadow):
        palette.setColor(edge, white)
    palette.setColor(role.Highlight, QColor("#1aebff"))
    palette.setColor(role.HighlightedText, black)
    palette.setColor(role.Link, QColor("#ffff00"))
    return palette
