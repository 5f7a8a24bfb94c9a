"""Which template a workbook was made on: by its texts, whatever its sheets are called."""

from __future__ import annotations

from dataclasses import replace

from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.recognise import SURE, layouts_of, recognise
from tests.helpers.grids import blank, codes, filled, grid, read, values

OFFERS = grid(
    blank(
        {
            "A1": "Oversigt over tilbud",
            "A3": "Kommune",
            "A5": "Tilbud",
            "B5": "Antal pladser",
            "C5": "Takst (kr./døgn)",
        },
        "B3 A6:C12",
        name="Tilbud",
        heads="A5:C5",
    )
)
WAITING = grid(
    blank(
        {"A1": "Venteliste", "A3": "Kommune", "A4": "Antal borgere på venteliste", "A5": "Længste ventetid i dage"},
        "B3 B4 B5",
        name="Venteliste",
    )
)
T_OFFERS, T_WAITING = learn(OFFERS, "tilbud"), learn(WAITING, "venteliste")


def test_the_best_fitting_template_comes_first_whatever_the_sheet_is_called():
    copy = filled(WAITING, {"B3": "Vejle", "B4": 3})
    copy.sheets[0].name = "Tilbud"
    best, other = recognise(layouts_of(copy), [T_OFFERS, T_WAITING])
    assert (best.template.code, best.share) == ("venteliste", 1.0)
    assert other.share < SURE


def test_a_form_that_nobody_knows_is_held_and_says_which_it_is_most_like():
    stranger = grid(blank({"A1": "Regnskab", "A3": "Kommune", "A4": "Konto", "A5": "Beløb"}, "B3"))
    reading = read(filled(stranger, {"B3": "Vejle"}), T_OFFERS, T_WAITING)
    assert reading.template is None
    assert reading.outcome == "held"
    assert codes(reading) & {"template-unknown", "template-like"}


def test_the_newer_of_two_versions_is_told_apart():
    newer = grid(
        blank(
            {
                "A1": "Oversigt over tilbud",
                "A3": "Kommune",
                "A5": "Tilbud",
                "B5": "Antal pladser",
                "C5": "Takst (kr./døgn)",
                "D5": "Heraf aflastning (stk.)",
            },
            "B3 A6:D12",
            name="Tilbud",
            heads="A5:D5",
        )
    )
    later = learn(newer, "tilbud").with_version("2")
    for form, version in ((OFFERS, "1"), (newer, "2")):
        reading = read(filled(form, {"B3": "Vejle", "A6": "Birk", "B6": 4}), T_OFFERS, later)
        assert reading.template is not None
        assert reading.template.version == version
        assert not codes(reading) & {"column-missing", "column-added"}


def test_an_older_version_of_the_form_says_what_is_missing():
    newer = grid(
        blank(
            {
                "A1": "Oversigt over tilbud",
                "A3": "Kommune",
                "A5": "Tilbud",
                "B5": "Antal pladser",
                "C5": "Takst (kr./døgn)",
                "D5": "Driftsherre",
            },
            "B3 A6:D12",
            name="Tilbud",
            heads="A5:D5",
        )
    )
    reading = read(filled(OFFERS, {"B3": "Vejle", "A6": "Birk", "B6": 4}), learn(newer, "tilbud"))
    assert [f.template_at.cell for f in reading.findings if f.code == "column-missing"] == ["D5"]
    assert values(reading)["A5", 1] == "Birk"


def test_two_forms_in_one_workbook_are_said():
    both = grid(
        *filled(OFFERS, {"B3": "Vejle", "A6": "Birk"}).sheets, *filled(WAITING, {"B3": "Vejle", "B4": 3}).sheets
    )
    reading = read(both, T_OFFERS, T_WAITING)
    assert reading.template is not None
    assert "template-several" in codes(reading)


def test_an_empty_copy_of_the_sheet_is_passed_over_and_a_filled_one_is_an_error():
    copy = filled(WAITING, {"B3": "Vejle", "B4": 3})
    twin = filled(WAITING, {}).sheets[0]
    twin.name = "Venteliste (2)"
    reading = read(grid(twin, copy.sheets[0]), T_WAITING)
    assert values(reading)["B4", None] == 3
    assert "sheet-twice-empty" in codes(reading)
    assert reading.outcome == "accepted"
    twin = filled(WAITING, {"B3": "Vejle", "B4": 9}).sheets[0]
    twin.name = "Venteliste (2)"
    reading = read(grid(copy.sheets[0], twin), T_WAITING)
    assert "sheet-twice" in codes(reading)
    assert reading.outcome == "held"


def test_a_sheet_of_the_form_that_is_gone_is_said():
    form = grid(
        blank({"A1": "Forside", "A3": "Kommune", "A4": "Kontaktperson", "A5": "Telefon"}, "B3 B4 B5", name="Forside"),
        blank({"A1": "Økonomi", "A3": "Udgift (kr.)"}, "B3", name="Økonomi"),
    )
    template = learn(form, "form")
    copy = filled(form, {"Forside!B3": "Vejle", "Forside!B4": "Leder"})
    copy.sheets.pop()
    reading = read(copy, template)
    assert [f.params["sheet"] for f in reading.findings if f.code == "sheet-missing"] == ["Økonomi"]
    lost = [(f.severity, f.template_at.cell) for f in reading.findings if f.code == "asked-on-missing-sheet"]
    assert lost == [("note", "B3")]


def test_of_two_filled_sheets_the_one_that_kept_its_name_is_the_form():
    sheet = filled(WAITING, {"B3": "Vejle", "B4": 3}).sheets[0]
    label = sheet.cells[4, 1]
    sheet.cells[4, 1] = replace(label, value=f"{label.value} i alt", text=f"{label.value} i alt")
    twin = filled(WAITING, {"B3": "Vejle", "B4": 9}).sheets[0]
    twin.name = "Kladde"
    reading = read(grid(twin, sheet), T_WAITING)
    assert values(reading)["B4", None] == 3
    assert "sheet-twice-differs" not in codes(reading)


def test_the_copy_of_a_sheet_says_where_it_differs():
    sheet, twin = (filled(WAITING, {"B3": "Vejle", "B4": number}).sheets[0] for number in (3, 9))
    twin.name = f"{sheet.name} Copy"
    reading = read(grid(sheet, twin), T_WAITING)
    (finding,) = [each for each in reading.findings if each.code == "sheet-twice-differs"]
    assert (finding.at.sheet, finding.template_at.cell, finding.params["there"]) == (sheet.name, "B4", "9")


def test_where_no_name_tells_two_filled_sheets_apart_each_difference_is_said():
    one, two = (filled(WAITING, {"B3": "Vejle", "B4": number}).sheets[0] for number in (3, 9))
    one.name, two.name = "Ark1", "Ark2"
    reading = read(grid(one, two), T_WAITING)
    (finding,) = [each for each in reading.findings if each.code == "sheet-twice-differs"]
    assert (finding.template_at.cell, finding.params["there"], finding.params["here"]) == ("B4", "9", "3")
    assert reading.outcome == "held"


def test_one_of_two_like_sheets_is_gone():
    two = [filled(WAITING, {}).sheets[0] for _ in range(2)]
    two[0].name, two[1].name = "Børn", "Voksne"
    template = learn(grid(*two), "to")
    copy = filled(grid(two[1]), {"B3": "Vejle", "B4": 7})
    reading = read(copy, template)
    found = [(a.template_at.sheet, a.value) for a in reading.answers if a.value == 7]
    assert found == [("Voksne", 7)]
    assert [f.params["sheet"] for f in reading.findings if f.code == "sheet-missing"] == ["Børn"]


def test_technical_names_in_a_hidden_column_do_not_tell_the_form():
    ids = {f"A{row}": f"id_{row:03}" for row in range(1, 30)}
    form = grid(blank({**ids, "B3": "Kommune", "B4": "Antal borgere på venteliste"}, "C3 C4"))
    template = learn(form, "t")
    copy = filled(form, {"C3": "Vejle", "C4": 4})
    sheet = copy.sheets[0]
    sheet.cells = {(row, column - 1): cell for (row, column), cell in sheet.cells.items() if column > 1}
    assert values(read(copy, template))["C4", None] == 4
