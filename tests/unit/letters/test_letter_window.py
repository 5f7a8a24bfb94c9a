"""The overlay test: where ink falls on page 1, measured in millimetres on the page as it prints."""

import dataclasses
import io

import pikepdf
import pypdfium2
import pytest
from letter_sample import ALL, HOLBAEK, final_letter
from PIL import Image
from test_letter_render import LAYOUT, elements, faults, made

from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.letters.page import PageSettings, Window

SCALE = 150 / 72  # pixels a point
LONG = "Kommunalbestyrelsen i en kommune med et usædvanligt langt navn, der fylder mere end en linje i vinduet"
ADDRESSES = {
    "plain": HOLBAEK.address_lines,
    "seven lines": tuple(f"Linje {number} af adressen" for number in range(1, 7)),
    "nine lines, set smaller": tuple(f"Linje {number} af adressen" for number in range(1, 10)),
    "long names": (LONG, "Rådhuspladsen-med-et-navn-uden-mellemrum-der-er-meget-langt-" * 2, "4300 Holbæk"),
    "one line": ("Til landets kommunalbestyrelser",),
}


def ink(pdf, left, top, width, height, page=0):
    """Return the box of everything dark in a part of a page (left, top, right, bottom in mm), or None."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[page].render(scale=SCALE).to_pil().convert("L")
    finally:
        document.close()
    dots = 150 / 25.4
    part = image.crop(tuple(round(edge * dots) for edge in (left, top, left + width, top + height)))
    box = part.point(lambda value: 255 if value < 200 else 0).getbbox()
    if box is None:
        return None
    return left + box[0] / dots, top + box[1] / dots, left + box[2] / dots, top + box[3] / dots


def page_with(lines, layout=LAYOUT, **changes):
    recipient = dataclasses.replace(HOLBAEK, address_lines=lines, example=False, **changes)
    return made(final_letter(recipient=recipient), draft=False, layout=layout)


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_address_falls_within_the_window(name):
    window = LAYOUT.window
    left, top, right, bottom = ink(page_with(ADDRESSES[name]), window.left, window.top, window.width, window.height)
    assert left >= window.left + LAYOUT.window_padding - 0.3
    assert right <= window.left + window.width + 0.1
    assert top >= window.top + 1
    assert bottom <= window.top + window.height + 0.1


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_else_comes_near_the_window(name):
    """A strip of 2 mm around the window stays empty, so that a sheet that shifts shows nothing but the address."""
    window, near = LAYOUT.window, 2.0
    pdf = page_with(ADDRESSES[name])
    right, low = window.left + window.width, window.top + window.height
    assert ink(pdf, 0, window.top - near, right + near, near) is None
    assert ink(pdf, 0, low, right + near, near) is None
    assert ink(pdf, right, window.top, near, window.height) is None
    assert ink(pdf, 0, window.top, window.left + LAYOUT.window_padding - 1, window.height) is None


def test_the_return_address_stands_on_one_line_above_the_addressee():
    window = LAYOUT.window
    pdf = page_with(HOLBAEK.address_lines)
    returned = ink(pdf, window.left, window.top, window.width, LAYOUT.address_top - 2)
    assert returned is not None
    assert returned[3] - returned[1] < 3  # one line of small type
    gap = ink(pdf, window.left, window.top + LAYOUT.address_top - 2, window.width, 2.2)
    assert gap is None


def test_the_window_can_be_moved_as_the_envelopes_are():
    moved = PageSettings(window=Window(left=18, top=50, width=90, height=35), title_top=95, reference_left=125)
    pdf = page_with(HOLBAEK.address_lines, layout=moved)
    left, top, right, bottom = ink(pdf, 18, 50, 90, 35)
    assert 22.7 <= left <= 24
    assert 51 <= top <= 54
    assert right <= 108
    assert bottom <= 85
    assert ink(pdf, 0, 45, 110, 5) is None


def test_the_text_keeps_its_margins_on_every_page():
    pdf = made(final_letter(recipient=ALL), draft=False)
    count = len(pypdfium2.PdfDocument(pdf))
    for page in range(count):
        top = LAYOUT.title_top if page == 0 else LAYOUT.top - 1
        height = LAYOUT.height - LAYOUT.bottom - top
        assert ink(pdf, 0, top, LAYOUT.left - 0.5, height, page) is None
        assert ink(pdf, LAYOUT.width - LAYOUT.right + 0.5, top, LAYOUT.right - 0.5, height, page) is None
        assert ink(pdf, 0, LAYOUT.height - LAYOUT.bottom + 1, LAYOUT.width, 8, page) is None  # above the foot
    assert ink(pdf, LAYOUT.left, LAYOUT.running_head - 5, 100, 8, 0) is not None  # the letterhead
    for page in range(1, count):
        head = ink(pdf, 0, 0, LAYOUT.width, LAYOUT.top - 3, page)
        assert head is not None
        assert LAYOUT.left - 0.5 <= head[0] < head[2] <= LAYOUT.width - LAYOUT.right
        assert head[3] <= LAYOUT.running_head + 1.5


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_a_logo_of_any_shape_stays_out_of_the_window_and_says_what_it_is(tmp_path, mode):
    """A square logo is made smaller; one that can be seen through is archival too."""
    path = tmp_path / "logo.png"
    Image.new("RGB", (300, 300), (20, 60, 120)).convert(mode).save(path)
    layout = PageSettings(logo=str(path))
    pdf = page_with(HOLBAEK.address_lines, layout=layout)
    window = layout.window
    assert ink(pdf, 0, window.top - 2, window.left + window.width, 2) is None
    assert ink(pdf, layout.left, layout.head_top, 5, 10) is not None
    assert faults(pdf, "2a") == []
    assert faults(pdf, "ua1") == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [str(e.Alt) for tag, e, _ in elements(opened) if tag == "Figure"] == ["Social- og Boligstyrelsen, logo"]


@pytest.mark.parametrize("data", [None, b"", b"no picture"])
def test_a_logo_that_cannot_be_read_is_told(tmp_path, data):
    path = tmp_path / "logo.png"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        page_with(HOLBAEK.address_lines, layout=PageSettings(logo=str(path)))
    assert caught.value.code == "letter-logo-unreadable"
    assert str(path) in caught.value.message(Translator("da"))
