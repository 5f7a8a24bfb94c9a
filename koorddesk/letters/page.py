"""Where things stand on the page, in millimetres from the top left corner of an A4 sheet.

The address window, the reference block and the foot follow Danish state letters as far as they could be read; the
window's exact millimetres are not public and have to be measured against the agency's envelopes, so every position
is a setting. The defaults are those of DIN 5008 form B, which C5 and C4 window envelopes are made for.
"""

from __future__ import annotations

from dataclasses import dataclass

POINTS_PER_MM = 72 / 25.4  # PDF user space, ISO 32000-1, 8.3.2.3


def mm(length: float) -> float:
    """Return a length in millimetres as PDF points."""
    return length * POINTS_PER_MM


@dataclass(frozen=True)
class Window:
    """The part of the page that shows through the envelope's window: nothing but the address may stand in it."""

    left: float = 20.0
    top: float = 45.0
    width: float = 85.0
    height: float = 45.0


@dataclass(frozen=True)
class PageSettings:
    """The layout of a letter; lengths in mm, type sizes in points.

    The return address stands on one line at the top of the window, the recipient below it. ``logo`` is a PNG file
    (empty for none: the agency's name in type), ``logo_alt`` says what it shows.
    """

    width: float = 210.0  # A4, ISO 216
    height: float = 297.0
    left: float = 25.0
    right: float = 27.0
    bottom: float = 27.0
    top: float = 30.0  # of the text on the second and later pages
    head_top: float = 18.0  # the agency's name on page 1
    window: Window = Window()
    window_padding: float = 5.0  # the address stands this far in from the window's left edge
    return_line: float = 3.5  # first baseline below the window's top
    address_top: float = 8.0  # the recipient's lines begin this far below the window's top
    reference_left: float = 120.0
    reference_right: float = 15.0  # margin of the reference block and the letterhead's right column
    reference_top: float = 50.0
    title_top: float = 101.0
    running_head: float = 17.0  # baseline on later pages
    foot: float = 13.0  # baseline above the lower edge
    body_size: float = 10.0
    body_leading: float = 14.5
    small_size: float = 8.0
    small_leading: float = 11.0
    title_size: float = 15.0
    title_leading: float = 19.5
    table_size: float = 9.0
    table_leading: float = 12.0
    annex_size: float = 8.0
    annex_leading: float = 10.5
    logo: str = ""
    logo_alt: str = ""
    logo_width: float = 50.0

    def __post_init__(self) -> None:
        """Refuse a layout whose address window the reference block or the title would stand in."""
        if self.reference_left < self.window.left + self.window.width:
            raise ValueError("the reference block stands in the address window")
        if self.title_top < self.window.top + self.window.height:
            raise ValueError("the title stands in the address window")

    @property
    def measure(self) -> float:
        """Return the width of the text in mm."""
        return self.width - self.left - self.right
