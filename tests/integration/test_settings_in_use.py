"""What is set shows where it should: sender and logo in a letter, sources riding along, thresholds in the overview."""

import dataclasses
import datetime as dt
import io
import shutil

import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from koorddesk.services import letters, queries
from koorddesk.services.announcements import extend_deadline
from koorddesk.services.desk import open_desk
from koorddesk.services.letter_setting import letter_pdf
from koorddesk.services.overview import write_overview
from koorddesk.settings import Sender
from tests.helpers.letter_store import ACCOUNT, SETTINGS, TODAY, make_store


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    path = tmp_path_factory.mktemp("drafted") / "store.sqlite"
    make_store(path)
    return path


@pytest.fixture
def open_with(drafted, tmp_path):
    """Open the store of drafts with settings of one's own."""
    path = tmp_path / "store.sqlite"
    shutil.copy(drafted, path)
    opened = []

    def opener(**settings):
        desk = open_desk(path, settings=dataclasses.replace(SETTINGS, **settings), account=ACCOUNT, today=lambda: TODAY)
        opened.append(desk)
        return desk

    yield opener
    for known in opened:
        known.close()


def first_letter(desk):
    """Return the first draft, set again with the settings in force, as it prints."""
    letter = queries.letters(desk)[0]
    with desk.store.unit_of_work() as uow:
        letters.set_again(desk, uow, uow.get(letters.Letter, letter.id))
        uow.commit(letters.Summary("x"))
    return letter_pdf(desk, letter.id)


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_sender_block_stands_in_the_letter(open_with):
    sender = Sender("Enheden for prøver", ("Prøvevej 7", "1234 Prøveby"), "11 22 33 44", "p@eksempel.dk", "eksempel.dk")
    words = words_of(first_letter(open_with(sender=sender)))
    for part in (sender.unit, *sender.address_lines, sender.telephone, sender.email, sender.web):
        assert part in words


def test_the_logo_is_drawn(open_with, tmp_path):
    Image.new("RGB", (400, 100), (20, 60, 120)).save(tmp_path / "logo.png")
    with pikepdf.open(io.BytesIO(first_letter(open_with(logo=str(tmp_path / "logo.png"))))) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


def test_the_threshold_is_that_of_the_overview(open_with, tmp_path):
    def hidden(threshold):
        desk = open_with(threshold_publication=threshold)
        book = openpyxl.load_workbook(write_overview(desk, tmp_path / f"{threshold}.xlsx"))
        desk.close()
        cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        return sum(1 for value in cells if value == "–")

    assert hidden(900) > hidden(2)


def test_a_moved_deadline_names_the_region_in_words(open_with):
    desk = open_with()
    code = next(row.code for row in queries.announcements(desk) if not row.historical)
    extend_deadline(desk, code, "1085", dt.date(2026, 12, 1), "Aftalt i KKR")
    assert desk.store.next_undo().summary.params["region"] == "Region Sjælland"
