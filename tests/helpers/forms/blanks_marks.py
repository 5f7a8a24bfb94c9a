"""Blanks whose answers are marks, or stand where only the drawing tells: glyphs, white boxes on grey, one-line tables."""

import random
from typing import Any

from .blank import Blank, Field, Look
from .model import Style, a1

PLAIN_BOXES = Look(box=Style(border=True), column=Style(bold=True, border=True), label=Style())
ON_GREY = Look(
    box=Style(fill="FFFFFFFF"),
    label=Style(fill="FFD9D9D9"),
    head=Style(bold=True, size=14, fill="FFD9D9D9"),
    text=Style(italic=True, fill="FFD9D9D9"),
    column=Style(bold=True, fill="FFD9D9D9"),
    section=Style(bold=True, fill="FFD9D9D9"),
)
SKY = Look(
    box=Style(fill="FFDDEBF7", border=True), column=Style(bold=True, fill="FFBDD7EE", border=True), label=Style()
)


def white_on_grey() -> Blank:
    """The whole sheet is grey and only the answer boxes are white, without borders."""
    b = Blank("hvide-felter", "Hvide felter.xlsx", "Indberetning om ventetid", look=ON_GREY)
    s = b.sheet("Indberetning", {"A": 4, "B": 50, "C": 24, "D": 4})
    s.paint("A1:D26", Style(fill="FFD9D9D9"))
    s.put("B2", "Indberetning om ventetid", b.look.head)
    s.put("B3", "Kun de hvide felter skal udfyldes.", b.look.text)
    spec: list[tuple[str, str, str, dict[str, Any]]] = [
        ("kommune", "Kommune", "municipality", {}),
        ("ventende", "Antal borgere på venteliste", "count", {}),
        ("dage", "Gennemsnitlig ventetid (dage)", "number", {}),
        ("andel", "Andel, der har fået et midlertidigt tilbud (%)", "percent", {}),
        ("garanti", "Har kommunen en ventetidsgaranti?", "yes-no", {"choices": ("Ja", "Nej")}),
        ("dato", "Opgjort pr. (dato)", "date", {}),
    ]
    for number, (field_id, text, kind, more) in enumerate(spec):
        row = 5 + 2 * number
        b.single(field_id, s, f"C{row}", kind, (f"B{row}", text), **more)
    s.put("B18", "Bemærkninger", b.look.label)
    b.single("bem", s, "B19", "text", None, merge="B19:C23", name="Bemærkninger", fill_rate=0.7)
    b.fields[-1].label_cell = "B18"
    b.sender_field = "kommune"
    b.rewordings = {"Antal borgere på venteliste": "Borgere på venteliste (antal)"}
    return b


def glyphs_with_words() -> Blank:
    """A sign in the option's own cell ("☐ Døgntilbud"), and three of them in one cell ("☐ Ja  ☐ Nej  ☐ Ved ikke")."""
    b = Blank("skema-med-tegn", "Skema med tegn.xlsx", "Skema med afkrydsningstegn", look=PLAIN_BOXES)
    s = b.sheet("Skema", {"A": 60, "B": 40})
    s.put("A1", "Afkrydsningsskema", b.look.head)
    b.single("kommune", s, "B3", "municipality", ("A3", "Kommune"))
    s.put("A5", "Hvilke tilbud har kommunen? (sæt gerne flere krydser)", Style(bold=True))
    for number, text in enumerate(("Døgntilbud", "Dagtilbud", "Ambulant tilbud", "Rådgivning"), 1):
        cell = f"A{5 + number}"
        s.put(cell, f"☐ {text}", Style())
        b.fields.append(
            Field(
                f"tilbud{number}",
                s.title,
                cell,
                text,
                "yes-no",
                kind="glyph",
                label_cell=cell,
                table="tilbud",
                fill_rate=0.5,
                also=({"cell": "A5", "row": None, "contains": text}, {"cell": "A6", "row": None, "contains": text}),
            )
        )
    questions = [
        "Er der indgået aftale med regionen?",
        "Deltager kommunen i netværket?",
        "Er planen politisk behandlet?",
    ]
    for number, text in enumerate(questions):
        row = 12 + number
        s.put(f"A{row}", text, Style())
        s.put(f"B{row}", "☐ Ja   ☐ Nej   ☐ Ved ikke", Style(border=True))
        b.fields.append(
            Field(
                f"valg{number}",
                s.title,
                f"B{row}",
                text,
                "choice",
                kind="glyphs",
                label_cell=f"A{row}",
                choices=("Ja", "Nej", "Ved ikke"),
            )
        )
    b.single("antal", s, "B16", "count", ("A16", "Antal borgere omfattet af aftalen"))
    b.sender_field = "kommune"
    return b


def one_line_tables() -> Blank:
    """Headings with a single line of boxes under them (contact), then two lines with their own labels, then pairs."""
    b = Blank("kontakt-og-noegletal", "Kontakt og nøgletal.xlsx", "Kontakt og nøgletal", look=SKY)
    s = b.sheet("Oplysninger", {"A": 30, "B": 22, "C": 22, "D": 22})
    s.put("A1", "Kontakt og nøgletal", b.look.head)
    b.headers(s, {"A3": "Kommune", "B3": "Udfyldt af (stilling)", "C3": "Telefon", "D3": "Dato"})
    for letter, field_id, text, kind, more in (
        ("A", "kommune", "Kommune", "municipality", {}),
        ("B", "rolle", "Udfyldt af (stilling)", "text", {"hint": "role"}),
        ("C", "tlf", "Telefon", "text", {"hint": "phone"}),
        ("D", "dato", "Dato", "date", {}),
    ):
        b.single(field_id, s, f"{letter}4", kind, None, name=text, also=({"cell": f"{letter}3", "row": 1},), **more)
        b.fields[-1].label_cell = f"{letter}3"
    b.headers(s, {"A6": "Nøgletal", "B6": "Regnskab\n2023 (kr.)", "C6": "Regnskab\n2024 (kr.)", "D6": "Ændring (%)"})
    for row, text in ((7, "a) Køb af pladser"), (8, "b) Salg af pladser")):
        s.put(f"A{row}", text, Style(border=True))
    b.grid(
        "tal",
        s,
        ["A7", "A8"],
        [
            {"id": "r23", "at": "B6", "type": "amount"},
            {"id": "r24", "at": "C6", "type": "amount"},
            {"id": "pct", "at": "D6", "type": "percent"},
        ],
    )
    s.put("A11", "Antal borgere i døgntilbud", Style())
    s.put("A12", "Antal borgere i dagtilbud", Style())
    b.single("doegn", s, "B11", "count", None, name="Antal borgere i døgntilbud")
    b.fields[-1].label_cell = "A11"
    b.single("dag", s, "B12", "count", None, name="Antal borgere i dagtilbud")
    b.fields[-1].label_cell = "A12"
    b.sender_field = "kommune"
    return b


def question_table() -> Blank:
    """Nr. | Spørgsmål | Svar | Kommentar with borders everywhere; the headings stand again over every section."""
    b = Blank("spoergeramme", "Spørgeramme.xlsx", "Spørgeramme", look=PLAIN_BOXES)
    s = b.sheet("Ark1", {"A": 6, "B": 60, "C": 22, "D": 40})
    s.put("A1", "Spørgeramme til kommunerne", b.look.head)
    b.single("kommune", s, "C3", "municipality", ("B3", "Kommune"))
    sections: list[tuple[str, list[tuple[str, str, str, dict[str, Any]]]]] = [
        (
            "A. Målgruppe",
            [
                ("a1", "Hvor mange borgere er i målgruppen?", "count", {}),
                ("a2", "Hvor stor en andel modtager en indsats? (%)", "percent", {}),
                ("a3", "Har kommunen en opdateret målgruppebeskrivelse?", "yes-no", {"choices": ("Ja", "Nej")}),
            ],
        ),
        (
            "B. Tilbud",
            [
                ("b1", "Hvor mange pladser er der i alt?", "count", {}),
                ("b2", "Hvad er den gennemsnitlige takst? (kr.)", "amount", {}),
                ("b3", "Hvornår er tilbudsviften senest gennemgået? (dato)", "date", {}),
                ("b4", "Hvilket tilbud anvendes mest?", "text", {"hint": "short"}),
            ],
        ),
    ]
    row = 5
    for title, lines in sections:
        s.put(f"A{row}", title, b.look.section, merge=f"A{row}:D{row}")
        b.headers(
            s, {f"A{row + 1}": "Nr.", f"B{row + 1}": "Spørgsmål", f"C{row + 1}": "Svar", f"D{row + 1}": "Kommentar"}
        )
        top = row + 1
        for number, (field_id, text, kind, more) in enumerate(lines, 1):
            at = top + number
            s.put(f"A{at}", f"{title[0]}{number}", Style(border=True))
            b.single(field_id, s, f"C{at}", kind, (f"B{at}", text), label_style=Style(border=True), **more)
            b.fields[-1].also = ({"cell": f"C{top}", "row": number}, {"cell": f"B{at}", "row": 1})
            b.single(f"{field_id}_k", s, f"D{at}", "text", None, name=text, hint="remark", fill_rate=0.4)
            b.fields[-1].label_cell = f"B{at}"
            b.fields[-1].kind = "grid"
            b.fields[-1].also = ({"cell": f"D{top}", "row": number}, {"cell": f"B{at}", "row": 2})
        row = top + len(lines) + 2
    b.sender_field = "kommune"
    return b


def long_headings() -> Blank:
    """A list whose headings are whole instructions of several hundred characters, numbered (1) to (6)."""
    b = Blank("lange-overskrifter", "Lange overskrifter.xlsx", "Oversigt over forløb", look=PLAIN_BOXES)
    s = b.sheet("Forløb", dict.fromkeys("ABCDEF", 30))
    s.put("A1", "Oversigt over forløb", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"))
    more = (
        " Angiv kun forløb, der er bevilget i perioden 1. januar til 31. december 2024, og medtag også forløb, der er "
        "påbegyndt tidligere, hvis de ikke var afsluttet ved periodens begyndelse. Forløb, der alene er drøftet på et "
        "visitationsmøde, skal ikke tælles med. Er der tvivl om afgrænsningen, kan sekretariatet kontaktes."
    )
    headings = [
        ("(1) Leverandør af forløbet." + more, {"id": "lev", "type": "text", "hint": "short"}),
        ("(2) Antal forløb hos leverandøren." + more, {"id": "antal", "type": "count"}),
        ("(3) Gennemsnitlig varighed (uger)." + more, {"id": "uger", "type": "number"}),
        ("(4) Samlet pris (kr.)." + more, {"id": "pris", "type": "amount"}),
        ("(5) Forløbet er evalueret (ja/nej)", {"id": "eval", "type": "yes-no", "choices": ("Ja", "Nej")}),
        ("(6) Bemærkninger", {"id": "bem", "type": "text", "hint": "remark", "fill_rate": 0.5}),
    ]
    columns = []
    for number, (text, spec) in enumerate(headings, 1):
        s.put(a1(4, number), text, b.look.column)
        columns.append({**spec, "at": a1(4, number), "label": text})
    b.table("forloeb", s, 5, 24, columns)
    b.sender_field = "kommune"
    return b


def yearly_sheets() -> Blank:
    """One sheet per year with the same list and the same questions."""
    b = Blank("aarsark", "Årsark.xlsx", "Indberetning for tre år", look=SKY)
    for year in (2022, 2023, 2024):
        s = b.sheet(str(year), {"A": 34, "B,C,D": 18})
        s.put("A1", f"Indberetning for {year}", b.look.head)
        if year == 2022:
            b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"))
        b.single(f"borgere{year}", s, "B4", "count", ("A4", "Antal borgere i alt"))
        b.single(f"udgift{year}", s, "B5", "amount", ("A5", "Samlet udgift (kr.)"))
        b.headers(s, {"A7": "Tilbud", "B7": "Antal pladser", "C7": "Belægning (%)", "D7": "Takst (kr.)"})
        b.table(
            f"liste{year}",
            s,
            8,
            19,
            [
                {"id": f"navn{year}", "at": "A7", "type": "offer"},
                {"id": f"plads{year}", "at": "B7", "type": "count"},
                {"id": f"bel{year}", "at": "C7", "type": "percent"},
                {"id": f"takst{year}", "at": "D7", "type": "amount"},
            ],
            total=20,
        )
        b.total_row(s, 20, ("A20", "I alt"), ["B"], 8, 19)
    b.sender_field = "kommune"
    return b


def priorities() -> Blank:
    """Options to rank from 1 to 5, options to answer yes or no in two columns, a share for each that sums to 100."""
    b = Blank("prioritering", "Prioritering.xlsx", "Prioritering af indsatser", look=SKY)
    s = b.sheet("Prioritering", {"A": 46, "B": 14, "C,D": 8, "E": 16, "F": 40})
    s.put("A1", "Prioritering af indsatser", b.look.head)
    s.put("A2", "Prioritér fra 1 (vigtigst) til 5, og fordel 100 % på indsatserne.", Style(italic=True))
    b.single("region", s, "B3", "region", ("A3", "Region"), merge="B3:E3")
    s.put("A5", "Indsats", b.look.column, merge="A5:A6")
    s.put("B5", "Prioritet (1-5)", b.look.column, merge="B5:B6")
    s.put("C5", "Anvendes i dag", b.look.column, merge="C5:D5")
    s.put("C6", "Ja", b.look.column)
    s.put("D6", "Nej", b.look.column)
    s.put("E5", "Andel af midlerne (%)", b.look.column, merge="E5:E6")
    s.put("F5", "Eventuel begrundelse", b.look.column, merge="F5:F6")
    options = ["Udgående teams", "Kompetenceudvikling", "Fælles visitation", "Nye pladser", "Digital støtte"]

    def rank(rng: random.Random, copy: Any) -> int:
        return rng.randint(1, 5)

    for number, text in enumerate(options, 1):
        row = 6 + number
        s.put(f"A{row}", text, Style(border=True))
        for letter, key, kind, place, extra in (
            ("B", "p", "scale", 1, {"make": rank}),
            ("E", "a", "percent", 4, {}),
            ("F", "b", "text", 5, {"hint": "remark", "fill_rate": 0.5}),
        ):
            b.single(f"{key}{number}", s, f"{letter}{row}", kind, None, name=f"{text} · {letter}", **extra)
            f = b.fields[-1]
            f.kind, f.label_cell, f.table = "grid", f"A{row}", "prio"
            heads = {"B": ("B5", "B6"), "E": ("E5", "E6"), "F": ("F5", "F6")}[letter]
            f.also = (*({"cell": h, "row": number} for h in heads), {"cell": f"A{row}", "row": place})
        b.scale(f"jn{number}", s, (f"A{row}", text), [f"C{row}", f"D{row}"], ["Ja", "Nej"])
    b.sender_field = "region"
    return b


MARKS = (white_on_grey, glyphs_with_words, one_line_tables, question_table, long_headings, yearly_sheets, priorities)
