"""The generator of forms: what its keys say is what stands in its files."""

import io
import json
import random
import zipfile

import openpyxl
import pytest

from tests.helpers.forms import accidents, clutter, layout
from tests.helpers.forms.copy import fill
from tests.helpers.forms.model import Book
from tests.helpers.forms.package import to_bytes
from tests.helpers.forms.plans import make
from tests.helpers.forms.register import authority
from tests.helpers.forms.sets_a import SET03, SET05, SET06
from tests.helpers.forms.sets_b import SET12
from tests.helpers.forms.sets_c import BLANKS, SET20
from tests.helpers.forms.write import check, sent


@pytest.mark.parametrize("form_set", [SET03, SET05, SET06, SET12, SET20], ids=lambda s: s.id)
@pytest.mark.filterwarnings("ignore:Data Validation extension")
def test_keys_hold(form_set):
    for plan in form_set.plans[::3]:
        copy = make(form_set, plan, 7)
        assert check(copy, sent(copy)) == []
        json.dumps(copy.key())


def test_the_same_seed_gives_the_same_bytes():
    one, two = (make(SET05, SET05.plans[3], 5) for _ in range(2))
    assert sent(one) == sent(two)
    assert one.key() == two.key()
    assert make(SET05, SET05.plans[3], 6).key() != one.key()


def test_blanks_name_every_field_once():
    for build in BLANKS:
        blank = build()
        assert len({f.id for f in blank.fields}) == len(blank.fields), blank.id
        assert len({(f.sheet, f.cell) for f in blank.fields}) == len(blank.fields), blank.id


def test_moved_rows_take_formulas_merges_and_names_along():
    book = Book()
    sheet = book.sheet("Ark 1")
    sheet.put("A1", 2)
    sheet.put("A2", 3, merge="A2:B2")
    sheet.put("A3", "=SUM(A1:A2)")
    book.names["tal"] = "'Ark 1'!$A$1:$A$2"
    sheet.insert_rows(2, 2)
    assert sheet.at("A5").value == "=SUM(A1:A4)"
    assert book.names["tal"] == "'Ark 1'!$A$1:$A$4"
    assert sheet.merges == [[4, 1, 4, 2]]
    sheet.delete_row(3)
    sheet.insert_columns(1)
    assert sheet.at("B4").value == "=SUM(B1:B3)"
    shown = openpyxl.load_workbook(io.BytesIO(to_bytes(book)), data_only=True)["Ark 1"]
    assert shown["B4"].value == 5


def test_formula_without_value_has_none_in_the_file():
    blank = SET05.blanks[0]()
    copy = fill(blank, "x.xlsx", authority("Odense"), "s")
    assert accidents.formulas_without_value(copy, random.Random(1), 1) == 1
    answer = next(a for a in copy.answers if a.category == "formula-without-value")
    xml = zipfile.ZipFile(io.BytesIO(to_bytes(copy.book))).read("xl/worksheets/sheet1.xml").decode()
    cell = xml.split(f'r="{answer.sheet.where(answer.cell)}"')[1].split("</c>")[0]
    assert "<f>" in cell
    assert "<v>" not in cell
    assert answer.must


def test_blank_rows_do_not_count():
    copy = fill(SET05.blanks[0](), "x.xlsx", authority("Odense"), "s", rows={"aftaler": 4, "koeb": 3, "netvaerk": 3})
    assert clutter.blank_rows(copy, random.Random(3))
    rows = [v["row"] for v in copy.key()["values"] if v["template_at"]["cell"] == "A7"]
    assert rows == [1, 2, 3, 4]
    assert layout.row_of(copy, copy.rows["aftaler"][-1]) > 11
