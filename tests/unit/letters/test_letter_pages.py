"""Where pages end in finished letters: no heading alone at the foot, tables with their header on every page."""

import dataclasses
import io

import pikepdf
import pypdfium2
import pytest
from letter_sample import final_letter
from test_letter_render import made

from koorddesk.letters.content import Align, Column, Heading, Paragraph, Table, Text

SENTENCE = "Kommunerne i regionen har ikke aftalt, hvem der driver tilbuddet, eller hvordan det finansieres. "


def last_tags(pdf):
    """Return what the last piece of text on each page belongs to (H2, P, TD ...)."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = opened.Root.StructTreeRoot.ParentTree.Nums
        marks = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        return [str(marks[int(page.obj.StructParents)][-1].S)[1:] for page in opened.pages]


@pytest.mark.parametrize("lines", range(0, 46, 3))
def test_no_heading_ends_a_page_however_much_stands_above_it(lines):
    above = Paragraph((Text(SENTENCE * lines),)) if lines else Paragraph((Text("Kort."),))
    section = (Heading((Text("Styrelsens vurdering"),)), Heading((Text("Det fornødne udbud"),), 3))
    blocks = (above, *section, Paragraph((Text(SENTENCE * 4),)), *section, Paragraph((Text("Kort."),)), *section, above)
    pdf = made(dataclasses.replace(final_letter(), blocks=blocks), draft=False)
    tags = last_tags(pdf)
    assert len(tags) > 1
    assert not {"H1", "H2", "H3"} & set(tags)


@pytest.mark.parametrize("number", [12, 40, 75])
def test_a_table_that_goes_on_shows_its_header_on_each_of_its_pages(number):
    columns = (Column("Tilbuddets navn", row_header=True), Column("Antal pladser", Align.NUMBER))
    rows = tuple(((Text(f"Bosted {n}"),), (Text(str(n)),)) for n in range(number))
    letter = dataclasses.replace(final_letter(), blocks=(Table(columns, rows),))
    document = pypdfium2.PdfDocument(made(letter, draft=False))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    with_rows = [text for text in pages if "Bosted " in text]
    assert all("Tilbuddets navn" in text for text in with_rows)
    assert all(text.count("Tilbuddets navn") == 1 for text in with_rows)
    assert min(text.count("Bosted ") for text in with_rows) >= 2  # neither the first nor the last row stands alone
    assert sum(text.count("Bosted ") for text in with_rows) == number
