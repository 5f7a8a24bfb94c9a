"""Kinds of forms that were read wrong at the first meeting: what each of them taught."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.values import Below, FieldType
from koorddesk.findings import Severity
from koorddesk.workbooks.kinds import infer
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.template import Kind
from tests.helpers.grids import answer, blank, codes, filled, grid, moved, read, values


def kind_of(label: str, *more: str) -> FieldType:
    return infer([label, *more], None, None).type


def test_a_tall_box_beside_a_stack_is_a_field_of_its_own():
    form = grid(
        blank(
            {"A1": "Tilbud 1", "D1": "Bemærkninger", "A2": "Tilbuddets navn", "A3": "CVR-nr.", "A4": "Antal pladser"},
            "B2 B3 B4 D2:E5",
            merged="A1:B1 D2:E5",
        )
    )
    template = learn(form, "form")
    assert {(each.template_at.cell, each.kind, each.label) for each in template.fields} == {
        ("B2", Kind.SINGLE, "Tilbuddets navn"),
        ("B3", Kind.SINGLE, "CVR-nr."),
        ("B4", Kind.SINGLE, "Antal pladser"),
        ("D2", Kind.SINGLE, "Bemærkninger"),
    }


def test_a_heading_merged_over_labels_and_answers_is_found_again():
    form = grid(
        blank(
            {"A1": "Borgere i 2024", "C1": "Borgere i 2025", "A2": "Botilbud", "A3": "Dagtilbud"},
            "B2 C2 B3 C3",
            merged="A1:B1",
        )
    )
    template = learn(form, "form")
    assert values(read(filled(form, {"B2": 4, "C2": 5, "B3": 6, "C3": 7}), template)) == {
        ("B2", None): 4,
        ("C2", None): 5,
        ("B3", None): 6,
        ("C3", None): 7,
    }


def test_a_unit_between_answer_and_remark_labels_neither():
    texts = {"A1": "Oplysning", "B1": "Svar", "C1": "Enhed", "D1": "Kommentar"}
    rows = [("Borgere", "personer"), ("Udgifter", "kr."), ("Belagt", "pct."), ("Ventetid", "dage")]
    for number, (label, unit) in enumerate(rows, 2):
        texts |= {f"A{number}": label, f"C{number}": unit}
    form = grid(blank(texts, "B2:B5 D2:D5"))
    types = {each.template_at.cell: each.type for each in learn(form, "form").fields}
    assert types == {
        "B2": FieldType.COUNT,
        "B3": FieldType.AMOUNT,
        "B4": FieldType.PERCENT,
        "B5": FieldType.NUMBER,
        "D2": FieldType.TEXT,
        "D3": FieldType.TEXT,
        "D4": FieldType.TEXT,
        "D5": FieldType.TEXT,
    }


def test_words_behind_each_box_of_a_row_tell_the_boxes_apart():
    form = grid(
        blank(
            {"A1": "Kommune", "A2": "Botilbud", "C2": "borgere i 2023", "E2": "borgere i 2024"},
            "B1 B2 D2",
            fill="FFFF00",
        )
    )
    template = learn(form, "form")
    fields = {each.template_at.cell: each for each in template.fields}
    assert fields["B2"].label == "Botilbud – borgere i 2023"
    assert fields["D2"].label == "Botilbud – borgere i 2024"
    assert fields["B2"].type is fields["D2"].type is FieldType.COUNT
    reading = read(filled(form, {"B1": "Vejle", "B2": 12, "D2": "ca. 14"}), template)
    assert values(reading) == {("B1", None): "0630", ("B2", None): 12, ("D2", None): 14}
    assert "approximate-number" in codes(reading)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Budgetansvarlig", FieldType.TEXT),
        ("Projektleder", FieldType.TEXT),
        ("Filens navn", FieldType.TEXT),
        ("Opgjort pr.", FieldType.DATE),
        ("Ændres pr.", FieldType.DATE),
        ("Antal pladser pr.", FieldType.COUNT),
        ("Antal helårspersoner", FieldType.NUMBER),
        ("b) Heraf refunderet af staten i kr.", FieldType.AMOUNT),
        ("Indtægter fra salg af pladser", FieldType.AMOUNT),
        ("Belagte pladser 31.12.2024", FieldType.COUNT),
        ("Heraf akutpladser", FieldType.COUNT),
        ("Kommunekode", FieldType.MUNICIPALITY),
        ("Nåede borgerne målet? (ja/nej)", FieldType.YES_NO),
        ("Er der ventetid? (ja/nej/ved ikke)", FieldType.YES_NO),
        ("Nåede borgerne målet? (ja/nej/delvist)", FieldType.CHOICE),
        ("Årsager", FieldType.TEXT),
    ],
)
def test_what_a_label_asks_for(label, expected):
    assert kind_of(label) is expected


def test_a_part_is_of_the_kind_of_its_whole():
    form = grid(
        blank(
            {"A1": "Tilbud", "B1": "Takst pr. døgn", "C1": "Heraf tillæg", "D1": "Antal pladser", "E1": "Heraf akut"},
            "A2:E8",
        )
    )
    types = {each.template_at.cell: each.type for each in learn(form, "form").fields}
    assert (types["C1"], types["E1"]) == (FieldType.AMOUNT, FieldType.COUNT)


def test_a_line_to_sign_has_its_label_below():
    form = grid(blank({"A1": "Kommune", "A3": "Udfyldt af", "A5": "Dato", "B5": "Underskrift"}, "B1 B3 A4 B4"))
    labels = {each.template_at.cell: each.label for each in learn(form, "form").fields}
    assert labels["B4"] == "Underskrift"


def test_columns_that_changed_places_leave_the_fields_above_alone():
    texts = {"A1": "Kommune", "E1": "Opgjort pr.", "A3": "Tilbud", "B3": "Afdeling", "C3": "Pladser", "D3": "Belagte"}
    form = grid(blank({**texts, "E3": "Fra (dato)", "F3": "Til (dato)"}, "B1 F1 A4:F12"))
    template = learn(form, "form")
    day = dt.date(2024, 1, 10)
    copy = filled(form, {"B1": "Vejle", "F1": day, "A4": "Solgården", "B4": "Syd", "C4": 12, "D4": 9})
    swap = {2: 6, 6: 2, 3: 4, 4: 3}
    copy = moved(copy, 0, lambda at: (at[0], swap.get(at[1], at[1])) if at[0] >= 3 else at)
    reading = read(copy, template)
    assert values(reading) == {
        ("B1", None): "0630",
        ("F1", None): day,
        ("A3", 1): "Solgården",
        ("B3", 1): "Syd",
        ("C3", 1): 12,
        ("D3", 1): 9,
    }
    assert reading.sender is not None
    assert reading.sender.code == "0630"


def test_an_answer_below_inserted_rows_is_only_noted():
    form = grid(blank({"A1": "Kommune", "A3": "Beskriv indsatsen"}, "B1 A4:C6", merged="A4:C6"))
    template = learn(form, "form")
    copy = moved(filled(form, {"A4": "Den er samlet."}), 0, lambda at: (at[0] + 1, at[1]) if at[0] >= 4 else at)
    reading = read(copy, template)
    assert answer(reading, "A4").value == "Den er samlet."
    assert "answer-moved-down" in codes(reading)
    assert "answer-displaced" not in codes(reading)


def test_a_list_whose_rows_all_name_one_municipality_tells_the_sender():
    texts = {"A1": "Kommune", "B1": "Tilbud", "C1": "Antal borgere"}
    form = grid(blank(texts, "A2:C9"))
    template = learn(form, "form")
    same = read(filled(form, {"A2": "Vejle", "B2": "Solgården", "A3": "0630", "B3": "Østergård"}), template)
    assert same.sender is not None
    assert same.sender.code == "0630"
    (said,) = [each for each in same.findings if each.code == "sender-in-column"]
    assert said.severity is Severity.NOTE
    once = read(filled(form, {"A2": "Vejle", "B2": "Solgården"}), template)
    assert [each.severity for each in once.findings if each.code == "sender-in-column"] == [Severity.WARNING]
    two = read(filled(form, {"A2": "Vejle", "B2": "Solgården", "A3": "Kolding", "B3": "Østergård"}), template)
    assert two.sender is None
    assert "sender-unknown" in codes(two)


def test_the_sender_may_be_one_line_of_a_table_of_answers():
    texts = {"A1": "Oplysning", "B1": "Måleenhed", "C1": "Kommunens svar", "D1": "Bemærkning"}
    rows = [("Kommune", "navn"), ("Unge i målgruppen", "antal personer"), ("Personale", "årsværk")]
    for number, (label, unit) in enumerate(rows, 2):
        texts |= {f"A{number}": label, f"B{number}": unit}
    form = grid(blank(texts, "C2:D4"))
    reading = read(filled(form, {"C2": "Vejle", "C3": 12}), learn(form, "form"))
    assert reading.sender is not None
    assert reading.sender.code == "0630"


def test_crosses_where_no_one_said_so_are_noted():
    form = grid(blank({"A1": "Kommune", "A2": "Øvrige forhold"}, "B1 B2"))
    reading = read(filled(form, {"B2": "x"}), learn(form, "form"))
    assert answer(reading, "B2").value is True
    assert "tick-as-yes" in codes(reading)


def test_an_empty_box_among_placeholders_is_a_box():
    texts = {"A1": "Kommune", "A2": "Resumé", "A3": "Antal borgere", "A4": "Afsluttes", "A5": "Plan"}
    hints = {"B2": "Skriv her", "B3": "[angiv antal]", "B4": "dd-mm-åååå", "B5": "Skriv her"}
    form = grid(blank({**texts, **hints}, "B1 B2 B3 B4 B5"))
    types = {each.template_at.cell: each.type for each in learn(form, "form").fields}
    assert types == {
        "B1": FieldType.MUNICIPALITY,
        "B2": FieldType.TEXT,
        "B3": FieldType.COUNT,
        "B4": FieldType.DATE,
        "B5": FieldType.TEXT,
    }


def test_the_total_of_a_list_beside_takes_no_row_from_this_one():
    heads = {"A1": "Tilbud", "B1": "Antal", "C1": "Alder", "E1": "Tilbud", "F1": "Antal", "G1": "Dage"}
    form = grid(blank(heads, "A2:C9 E2:G9"))
    template = learn(form, "form")
    rows = {"A2": "Solgården", "B2": 4, "A3": "Østergård", "B3": 5, "A4": "Birkely", "B4": 6}
    reading = read(
        filled(form, {**rows, "E2": "Engdal", "F2": 7, "E3": "Havnen", "F3": 8, "E4": "I alt", "F4": 15}), template
    )
    read_ = values(reading)
    assert [read_.get(("A1", row)) for row in (1, 2, 3)] == ["Solgården", "Østergård", "Birkely"]
    assert ("E1", 3) not in read_


def test_one_column_to_tick_makes_no_ticks_of_the_others():
    heads = {
        "A1": "Tilbud",
        "B1": "Normerede pladser",
        "C1": "Belagte senge",
        "D1": "Lukket i året? (sæt x)",
        "E1": "Fil",
    }
    rows = {"A2": "Takstblad", "A3": "Kollegiet Havnen"}
    fields = {each.template_at.cell: each for each in learn(grid(blank({**heads, **rows}, "B2:E3")), "form").fields}
    assert fields["C2"].kind is Kind.CELL
    assert fields["D2"].kind is fields["D3"].kind is Kind.TICK


def test_a_heading_over_labelled_boxes_tells_what_they_take():
    texts = {"A1": "Felt", "B1": "Betegnelse", "C1": "Beløb (1.000 kr.)"}
    rows = {
        "A2": "5.1",
        "B2": "Længerevarende ophold",
        "A3": "5.2",
        "B3": "Midlertidigt ophold",
        "A4": "5.3",
        "B4": "Støtte",
    }
    template = learn(grid(blank({**texts, **rows}, "C2 C3 C4")), "form")
    assert {each.type for each in template.fields} == {FieldType.AMOUNT}
    form = grid(blank({**texts, **rows}, "C2 C3 C4"))
    reading = read(filled(form, {"C2": "850 t.kr.", "C3": "2 mio. kr.", "C4": 17}), template)
    assert values(reading) == {("C2", None): 850, ("C3", None): None, ("C4", None): 17}
    assert {"number-as-text", "unit-unexpected"} <= codes(reading)


def test_signs_in_neighbouring_cells_are_one_scale():
    texts = {"A1": "Kommune", "A3": "Er indsatsen evalueret?", "B3": "☐ Ja", "C3": "☐ Nej", "D3": "☐ Ved ikke"}
    more = {"A4": "Er borgerne hørt?", "B4": "○ Ja", "C4": "○ Nej", "D4": "○ Ved ikke"}
    form = grid(blank({**texts, **more}, "B1"))
    template = learn(form, "form")
    scales = {each.template_at.cell: each for each in template.fields if each.kind is Kind.SCALE}
    assert scales["B3"].choices == ("Ja", "Nej", "Ved ikke")
    reading = read(filled(form, {"B1": "Vejle", "C3": "☒ Nej", "D4": "● Ved ikke"}), template)
    assert answer(reading, "B3").value == "Nej"
    assert answer(reading, "B4").value == "Ved ikke"
    both = read(filled(form, {"B1": "Vejle", "B3": "☒ Ja", "C3": "x Nej"}), template)
    assert answer(both, "B3").value is None
    assert "several-ticks" in codes(both)


def test_a_list_of_bare_headings_below_a_marked_box():
    heads = {"A3": "Leverandør", "B3": "Ydelse", "C3": "Antal borgere", "D3": "Kontrakt udløber"}
    form = grid(blank({"A1": "Kommune", **heads}, "B1", heads="A3:D3", fill=None))
    template = learn(form, "form")
    day = dt.date(2025, 6, 1)
    reading = read(
        filled(form, {"B1": "Vejle", "A4": "Firma", "C4": 3, "D4": day, "A5": "Andet", "D5": 45_800.0}), template
    )
    assert values(reading)[("C3", 1)] == 3
    assert [answer(reading, "D3", row).type for row in (1, 2)] == [FieldType.DATE] * 2
    assert answer(reading, "D3", 1).value == day


def test_years_over_columns_are_no_running_numbers():
    texts = {
        "A1": "Ydelse",
        "B1": "Antal 2023",
        "C1": "Antal 2024",
        "D1": "Antal 2025",
        "A2": "Botilbud",
        "A3": "Dagtilbud",
    }
    fields = {each.template_at.cell: each for each in learn(grid(blank(texts, "B2:D3")), "form").fields}
    assert fields["C3"].kind is Kind.CELL
    assert fields["C3"].type is FieldType.COUNT


def test_figures_beside_tell_what_words_stand_for():
    months = dict(zip(("B1", "C1", "D1", "E1", "F1", "G1"), ("Jan", "Feb", "Mar", "Apr", "Maj", "Jun"), strict=True))
    form = grid(blank({"A1": "Type", **months, "A2": "Midlertidigt ophold", "A3": "Varigt ophold"}, "B2:G3"))
    template = learn(form, "form")
    given = {"B2": 12, "C2": 14, "D2": "<5", "E2": "ingen", "F2": "se bilag", "G2": 11, "B3": 3, "C3": 4}
    reading = read(filled(form, given), template)
    assert answer(reading, "D2").value == Below(5)
    assert answer(reading, "E2").value == 0
    assert answer(reading, "F2").value is None
    assert {"number-below", "none-as-zero", "answer-elsewhere"} <= codes(reading)
    names = read(filled(form, {"B2": "Solgården", "C2": "ingen", "D2": "se bilag"}), template)
    assert answer(names, "C2").value == "ingen"


def test_a_title_makes_no_texts_of_figures():
    texts = {
        "A1": "Borgere fordelt på målgruppe",
        "A3": "Målgruppe",
        "B3": 2023,
        "C3": 2024,
        "A4": "Autisme",
        "A5": "Hjerneskade",
    }
    template = learn(grid(blank(texts, "B4:C5")), "form")
    assert {each.type for each in template.fields} == {FieldType.COUNT}


def test_one_column_to_cross_in_each_row_is_a_scale():
    texts = {"A1": "Sæt kryds i én kolonne pr. tiltag", "A3": "Tiltag", "B3": "Venter", "C3": "Undervejs", "D3": "Nået"}
    more = {"E3": "Dato", "F3": "Ansvarlig", "A4": "Ny praksis", "A5": "Fælles kursus"}
    form = grid(blank({**texts, **more}, "B4:F5"))
    fields = {each.template_at.cell: each for each in learn(form, "form").fields}
    assert fields["B4"].kind is Kind.SCALE
    assert fields["B4"].choices == ("Venter", "Undervejs", "Nået")
    assert fields["E4"].type is FieldType.DATE
    assert fields["F4"].type is FieldType.TEXT


def test_a_validation_is_a_box_without_a_stored_cell():
    form = grid(
        blank(
            {"A1": "Kommune", "A2": "Antal børn", "A3": "Sagstype"},
            choices={"B1": ("Aalborg", "Vejle", "Odense", "Kolding"), "B3": ("Ny sag", "Klage", "Andet")},
        )
    )
    assert {each.template_at.cell for each in learn(form, "form").fields} >= {"B1", "B3"}


def test_last_years_answer_is_no_label():
    texts = {"A1": "Oplysning", "B1": "Sidste år", "C1": "Jeres svar i år"}
    rows = {
        "A2": "Antal borgere",
        "B2": 44,
        "A3": "Antal årsværk",
        "B3": 12.5,
        "A4": "Tilbuddets leder",
        "B4": "Afdelingsleder",
    }
    fields = {each.template_at.cell: each for each in learn(grid(blank({**texts, **rows}, "C2 C3 C4")), "form").fields}
    assert [fields[cell].label for cell in ("C2", "C3", "C4")] == ["Antal borgere", "Antal årsværk", "Tilbuddets leder"]
    assert fields["C3"].type is FieldType.NUMBER


def test_a_name_alone_over_fuller_rows_is_noted():
    form = grid(blank({"A1": "Tilbud", "B1": "Antal pladser", "C1": "Belagte pladser"}, "A2:C9"))
    given = {"A2": "Døgntilbud", "A3": "Solgården", "B3": 4, "C3": 4, "A4": "Østergård"}
    reading = read(filled(form, given), learn(form, "form"))
    assert [f.params["text"] for f in reading.findings if f.code == "row-only-name"] == ["Døgntilbud"]


def test_a_tariff_is_not_added_up():
    heads = {"A1": "Tilbud", "B1": "Antal pladser", "C1": "Takst (kr./døgn)", "D1": "Udgift (kr.)", "E1": "Gns. alder"}
    template = learn(grid(blank(heads, "A2:E9")), "form")
    assert [rule.fields for rule in template.rules if rule.kind == "total"] == [("Skema!B1", "Skema!D1")]


def test_a_date_in_three_boxes():
    texts = {"A2": "Aftalens startdato", "A3": "Aftalens slutdato", "B1": "Dag", "C1": "Måned", "D1": "År"}
    types = {each.template_at.cell: each.type for each in learn(grid(blank(texts, "B2:D3")), "form").fields}
    assert (types["B2"], types["C3"], types["D3"]) == (FieldType.COUNT, FieldType.COUNT, FieldType.YEAR)


def test_a_half_answer_to_a_question_is_no_text():
    form = grid(blank({"A1": "Kommune", "A2": "Har kommunen ført tilsyn i 2024?"}, "B1 B2"))
    template = learn(form, "form")
    for given, code in (("Ved ikke", "answer-unknown"), ("Delvist", "not-yes-no")):
        reading = read(filled(form, {"B2": given}), template)
        assert answer(reading, "B2").value is None
        assert code in codes(reading)
    assert answer(read(filled(form, {"B2": "Tilsynet fører socialtilsynet"}), template), "B2").type is FieldType.TEXT
