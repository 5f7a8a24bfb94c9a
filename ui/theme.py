"""How the window looks: the system's palette and contrast, one accent, status colours that can be read.

Nothing is painted in a fixed colour. Status colours begin as a hue and are made lighter or darker until they stand
out from the background that the palette in force gives, so light, dark and high contrast need no tables of their own.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from koorddesk.paths import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

STEP = 4  # every distance is a multiple of this many device-independent pixels
TEXT_CONTRAST = 4.5  # WCAG 2 AA for text
_BUNDLED_FAMILY = "IBM Plex Sans"


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
    """Tell whether the user asked the system for high contrast."""
    hints = QGuiApplication.styleHints()
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def tone_color(tone: Tone, palette: QPalette) -> QColor:
    """Return the colour of a tone on this palette's page background; plain text colour under high contrast."""
    text = palette.color(QPalette.ColorRole.Text)
    if tone is Tone.PLAIN or is_high_contrast():
        return text
    base, window = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Window)
    # The darker of two light backgrounds (the lighter of two dark ones) is the harder to stand out from.
    harder = min((base, window), key=lambda ground: contrast(text, ground))
    if tone is Tone.QUIET:
        return legible(mix(text, harder, 0.42), harder)
    return legible(QColor(tone.value), harder)


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


_SHEET = """
QHeaderView::section { background: palette(window); border: none; border-bottom: 1px solid palette(mid);
    padding: 3px 6px; }
QSplitter::handle { background: palette(midlight); }
QToolBar { border: none; spacing: 4px; padding: 4px; }
QStatusBar::item { border: none; }
QTabWidget::pane { border: none; border-top: 1px solid palette(mid); }
"""


def apply(app: QApplication) -> None:
    """Give the program its style: Fusion on the system's palette, the system's font with the bundled one behind it."""
    app.setStyle("Fusion")
    load_fonts()
    font = QFont(app.font())
    font.setFamilies([*font.families(), _BUNDLED_FAMILY])
    app.setFont(font)
    adjust_palette(app)
    app.setStyleSheet(_SHEET)


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
    palette = QPalette(app.palette())
    if is_high_contrast():
        return
    palette.setColor(QPalette.ColorRole.PlaceholderText, tone_color(Tone.QUIET, palette))
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        ground = palette.color(group, QPalette.ColorRole.Highlight)
        words = palette.color(group, QPalette.ColorRole.HighlightedText)
        if contrast(ground, words) < TEXT_CONTRAST:
            palette.setColor(group, QPalette.ColorRole.Highlight, legible(ground, words))
    if palette != app.palette():
        app.setPalette(palette)


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
