"""Blanks with odd lay-outs: merged lines, lines two rows tall, gaps, formulas for headings, examples in the boxes, one cross."""

import random
from typing import Any

from . import words
from .blank import Blank, Field, Look
from .model import Style

LILAC = Look(
    box=Style(fill="FFEDE7F6", border=True),
    column=Style(bold=True, fill="FFB39DDB", border=True),
    section=Style(bold=True, fill="FFD1C4E9"),
)
BOXED = Look(box=Style(border=True), column=Style(bold=True, fill="FFE0E0E0", border=True), label=Style())


def merged_lines() -> Blank:
    """A list whose name and remark columns are two sheet columns wide, merged on every line."""
    b = Blank("liste-med-flettede-felter", "Flettet liste.xlsx", "Liste med brede felter", look=LILAC)
    s = b.sheet("Indberetning", {"A,B": 18, "C": 14, "D": 14, "E": 14, "F,G": 18})
    s.put("A1", "Indberetning af anvendte tilbud", b.look.head, merge="A1:G1")
    b.single("kommune", s, "C3", "municipality", ("A3", "Kommune"), merge="C3:E3", label_merge="A3:B3")
    b.single("dato", s, "C4", "date", ("A4", "Dato"), merge="C4:E4", label_merge="A4:B4")
    b.headers(
        s,
        {
            "A6:B6": "Tilbuddets navn",
            "C6": "Antal borgere",
            "D6": "Takst (kr.)",
            "E6": "Siden (år)",
            "F6:G6": "Bemærkninger",
        },
    )
    b.table(
        "liste",
        s,
        7,
        21,
        [
            {"id": "navn", "at": "A6", "also": ["B6"], "type": "offer"},
            {"id": "borgere", "at": "C6", "type": "count"},
            {"id": "takst", "at": "D6", "type": "amount"},
            {"id": "siden", "at": "E6", "type": "year"},
            {"id": "bem", "at": "F6", "also": ["G6"], "type": "text", "hint": "remark", "fill_rate": 0.5},
        ],
        total=22,
    )
    for row in range(7, 22):
        for area in (f"A{row}:B{row}", f"F{row}:G{row}"):
            s.merge(area)
            s.paint(area, b.look.box)
    b.total_row(s, 22, ("A22", "I alt"), ["C"], 7, 21)
    s.merge("A22:B22")
    b.sender_field = "kommune"
    b.rewordings = {"Antal borgere": "Borgere (antal)", "Siden (år)": "Anvendt siden (år)"}
    return b


def tall_lines() -> Blank:
    """Every line of the list is two sheet rows tall, merged downwards in every column."""
    b = Blank("liste-med-hoeje-linjer", "Høje linjer.xlsx", "Udviklingsprojekter", look=BOXED)
    s = b.sheet("Projekter", {"A": 6, "B": 34, "C": 16, "D": 16, "E": 50})
    s.put("A1", "Udviklingsprojekter på området", b.look.head, merge="A1:E1")
    b.single("kommune", s, "C2", "municipality", ("A2", "Kommune/region"), merge="C2:D2", label_merge="A2:B2")
    b.headers(s, {"A4": "Nr.", "B4": "Projektets titel", "C4": "Start (dato)", "D4": "Budget (kr.)", "E4": "Formål"})
    b.table(
        "projekter",
        s,
        5,
        20,
        [
            {"id": "titel", "at": "B4", "type": "text", "hint": "short"},
            {"id": "start", "at": "C4", "type": "date"},
            {"id": "budget", "at": "D4", "type": "amount"},
            {"id": "formaal", "at": "E4", "type": "text"},
        ],
    )
    b.tables["projekter"].gaps = tuple(range(6, 21, 2))
    for number, row in enumerate(range(5, 20, 2), 1):
        s.put(f"A{row}", number, Style(border=True))
        for letter in "ABCDE":
            s.merge(f"{letter}{row}:{letter}{row + 1}")
    b.sender_field = "kommune"
    b.rewordings = {"Projektets titel": "Projekt", "Budget (kr.)": "Samlet budget (kr.)"}
    return b


def gaps_and_follow_ups() -> Blank:
    """An empty column between label and box; follow-up questions set in ("Hvis ja, …"); the form begins far in."""
    b = Blank("skema-med-foelgespoergsmaal", "Følgespørgsmål.xlsx", "Skema med følgespørgsmål", look=LILAC)
    s = b.sheet("Spørgeskema", {"A,B": 3, "C": 3, "D": 52, "E": 3, "F": 26})
    s.put("C4", "Spørgeskema om visitation", b.look.head, merge="C4:F4")
    b.single("kommune", s, "F6", "municipality", ("C6", "Kommune"), label_merge="C6:D6")
    b.single("udfyldt", s, "F7", "text", ("C7", "Udfyldt af"), label_merge="C7:D7", hint="role")
    main: list[tuple[int, str, str, str, dict[str, Any]]] = [
        (9, "udvalg", "1. Har kommunen et visitationsudvalg?", "yes-no", {"choices": ("Ja", "Nej")}),
        (13, "standard", "2. Har kommunen en kvalitetsstandard for området?", "yes-no", {"choices": ("Ja", "Nej")}),
        (17, "klager", "3. Har der været klager i 2024?", "yes-no", {"choices": ("Ja", "Nej")}),
    ]
    for row, field_id, text, kind, more in main:
        b.single(field_id, s, f"F{row}", kind, (f"C{row}", text), label_merge=f"C{row}:D{row}", **more)
    follow: list[tuple[int, str, str, str, dict[str, Any]]] = [
        (10, "moeder", "Hvis ja, hvor mange møder holdt udvalget i 2024?", "count", {"fill_rate": 0.8}),
        (11, "siden", "Hvis ja, hvornår blev udvalget nedsat? (årstal)", "year", {"fill_rate": 0.8}),
        (14, "vedtaget", "Hvis ja, hvornår er den senest vedtaget? (dato)", "date", {"fill_rate": 0.8}),
        (15, "hvorfor", "Hvis nej, hvorfor ikke?", "text", {"hint": "remark", "fill_rate": 0.5}),
        (18, "antal", "Hvis ja, hvor mange?", "count", {"fill_rate": 0.8}),
        (19, "medhold", "Hvis ja, hvor stor en andel fik medhold? (%)", "percent", {"fill_rate": 0.8}),
    ]
    for row, field_id, text, kind, more in follow:
        b.single(field_id, s, f"F{row}", kind, (f"D{row}", text), **more)
    b.single(
        "andet",
        s,
        "C22",
        "text",
        ("C21", "4. Andre oplysninger om visitationen"),
        label_merge="C21:F21",
        merge="C22:F26",
    )
    b.sender_field = "kommune"
    b.rewordings = {"Hvis ja, hvor mange?": "Hvis ja: hvor mange?"}
    return b


def computed_headings() -> Blank:
    """The sender picks the year in one box; headings and labels are formulas that follow it."""
    b = Blank("udvikling-over-tre-aar", "Udvikling.xlsx", "Udvikling over tre år", look=LILAC)
    s = b.sheet("Udvikling", {"A": 44, "B,C,D": 16})
    s.put("A1", "Udvikling over tre år", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"), merge="B2:D2")
    s.put("A3", "Opgørelsesår (udfyldt af sekretariatet)", Style())
    s.put("B3", 2024, Style(bold=True))
    b.headers(s, {"A5": "Opgørelse"})
    for letter, formula, year in (("B", "=B3-2", 2022), ("C", "=B3-1", 2023), ("D", "=B3", 2024)):
        s.put(f"{letter}5", formula, b.look.column).cached = year
    labels = [
        "Antal borgere i målgruppen (personer)",
        "Antal nye borgere i året (personer)",
        "Antal afsluttede forløb (stk.)",
    ]
    for number, label in enumerate(labels):
        s.put(f"A{6 + number}", label, Style(border=True))
    b.grid(
        "tal",
        s,
        ["A6", "A7", "A8"],
        [
            {"id": "a", "at": "B5", "type": "count"},
            {"id": "b", "at": "C5", "type": "count"},
            {"id": "c", "at": "D5", "type": "count"},
        ],
    )
    s.put("A11", '="Forventet antal borgere i "&B3+1', Style()).cached = "Forventet antal borgere i 2025"
    b.single("forventet", s, "B11", "count", None, name="Forventet antal borgere i 2025")
    b.fields[-1].label_cell = "A11"
    b.single("tekst", s, "A14", "text", ("A13", "Kommenter udviklingen"), merge="A14:D17")
    b.sender_field = "kommune"
    b.rewordings = {"Kommenter udviklingen": "Kommentarer til udviklingen"}
    return b


def examples_in_boxes() -> Blank:
    """Every box holds an example in grey ("f.eks. 12") that the sender writes over, or leaves."""
    b = Blank("skema-med-eksempler", "Eksempelskema.xlsx", "Skema med eksempler", look=BOXED)
    s = b.sheet("Skema", {"A": 56, "B": 36})
    s.put("A1", "Kort indberetning", b.look.head)
    s.put("A2", "Eksemplerne i felterne overskrives.", Style(italic=True))
    spec: list[tuple[str, str, str, str, dict[str, Any]]] = [
        ("kommune", "Kommunens navn", "municipality", "f.eks. Eksempel Kommune", {}),
        ("borgere", "Antal borgere i målgruppen i 2024", "count", "f.eks. 12", {"fill_rate": 0.8}),
        ("andel", "Andel i højt specialiseret tilbud (%)", "percent", "f.eks. 35 %", {"fill_rate": 0.8}),
        ("udgift", "Udgift i alt (kr.)", "amount", "f.eks. 1.250.000 kr.", {"fill_rate": 0.8}),
        ("dato", "Oplysningerne er trukket den (dato)", "date", "f.eks. 01-02-2025", {"fill_rate": 0.8}),
        ("tilbud", "Det mest anvendte tilbud", "offer", "f.eks. Rehab Solsiden", {"fill_rate": 0.8}),
        ("netvaerk", "Deltager kommunen i et fagligt netværk? (ja/nej)", "yes-no", "f.eks. Ja", {"fill_rate": 0.8}),
        ("tovholder", "Tovholder (stilling)", "text", "f.eks. Konsulent", {"hint": "role", "fill_rate": 0.8}),
    ]
    for number, (field_id, label, kind, example, more) in enumerate(spec):
        row = 4 + number
        b.single(field_id, s, f"B{row}", kind, (f"A{row}", label), number_format="General", **more)
        s.at(f"B{row}").value = example
        s.at(f"B{row}").style = Style(border=True, italic=True, color="FF9E9E9E")
    b.printed = tuple(example for _, _, _, example, _ in spec)
    b.single("andet", s, "A15", "text", ("A14", "Andre bemærkninger"), merge="A15:B19")
    b.sender_field = "kommune"
    b.rewordings = {"Udgift i alt (kr.)": "Samlet udgift (kr.)"}
    return b


def excel_table() -> Blank:
    """An Excel table, a named version cell on a very hidden sheet, choices by a named range."""
    b = Blank("anvendte-leverandoerer", "Leverandører.xlsx", "Anvendte leverandører", look=BOXED)
    s = b.sheet("Leverandører", {"A": 36, "B": 16, "C": 18, "D,E": 16, "F": 30})
    s.put("A1", "Anvendte leverandører", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"), merge="B2:D2")
    codes = b.sheet("_opsætning")
    codes.put("A1", "skema_id")
    codes.put("B1", "LEV-2025")
    codes.put("A2", "skema_version")
    codes.put("B2", "3.1")
    for number, text in enumerate(("Rammeaftale", "Enkeltkøb", "Samarbejdsaftale")):
        codes.put(f"D{number + 1}", text)
    codes.state = "veryHidden"
    b.book.names = {
        "skema_id": "_opsætning!$B$1",
        "skema_version": "_opsætning!$B$2",
        "aftaletyper": "_opsætning!$D$1:$D$3",
    }
    for letter, text in zip(
        "ABCDEF",
        ["Leverandør", "CVR-nr.", "Aftaletype", "Antal forløb", "Beløb i 2024 (kr.)", "Bemærkninger"],
        strict=True,
    ):
        s.put(f"{letter}4", text, b.look.column)
    b.table(
        "lev",
        s,
        5,
        24,
        [
            {"id": "lev", "at": "A4", "type": "text", "make": supplier},
            {"id": "cvr", "at": "B4", "type": "text", "hint": "cvr"},
            {
                "id": "aftale",
                "at": "C4",
                "type": "choice",
                "choices": ("Rammeaftale", "Enkeltkøb", "Samarbejdsaftale"),
                "formula": "aftaletyper",
            },
            {"id": "forloeb", "at": "D4", "type": "count"},
            {"id": "beloeb", "at": "E4", "type": "amount"},
            {"id": "bem", "at": "F4", "type": "text", "hint": "remark", "fill_rate": 0.4},
        ],
    )
    s.listed["Leverandoerer"] = "A4:F24"
    b.sender_field = "kommune"
    return b


def one_cross() -> Blank:
    """Options below each other with a box at the right, one cross only; several such questions."""
    b = Blank("et-kryds-pr-spoergsmaal", "Ét kryds.xlsx", "Spørgsmål med ét kryds", look=BOXED)
    s = b.sheet("Svarark", {"A": 70, "B": 8, "C": 30})
    s.put("A1", "Spørgsmål om specialiseringsgrad", b.look.head)
    b.single("kommune", s, "C2", "municipality", ("A2", "Kommune"), label_merge="A2:B2")
    row = 4
    groups = {
        "omfang": (
            "1. I hvilket omfang dækker kommunens egne tilbud behovet? (sæt ét kryds)",
            ["Fuldt ud", "I høj grad", "I nogen grad", "Slet ikke"],
        ),
        "udvikling": ("2. Hvordan har behovet udviklet sig? (sæt ét kryds)", ["Steget", "Uændret", "Faldet"]),
        "samspil": (
            "3. Hvordan fungerer samspillet med regionen? (sæt ét kryds)",
            ["Godt", "Nogenlunde", "Dårligt", "Ikke relevant"],
        ),
    }
    for key, (question, options) in groups.items():
        s.put(f"A{row}", question, Style(bold=True))
        first = f"B{row + 1}"
        boxes = [f"B{row + 1 + n}" for n in range(len(options))]
        for number, text in enumerate(options, 1):
            at = row + number
            s.put(f"A{at}", text, Style())
            s.put(f"B{at}", None, b.look.box)
        also: tuple[dict[str, Any], ...] = (
            {"cell": f"A{row}", "row": None},
            *({"cell": c, "row": None} for c in boxes[1:]),
        )
        made = Field(
            key,
            s.title,
            first,
            question,
            "choice",
            kind="scale-row",
            label_cell=f"A{row}",
            cells=tuple(boxes),
            headings=tuple(options),
            choices=tuple(options),
            also=also,
        )
        made.upright = True
        b.fields.append(made)
        row += len(options) + 2
    b.single(
        "uddyb",
        s,
        f"A{row + 1}",
        "text",
        (f"A{row}", "4. Uddyb eventuelt svarene"),
        merge=f"A{row + 1}:C{row + 4}",
        fill_rate=0.7,
    )
    b.sender_field = "kommune"
    return b


def supplier(rng: random.Random, _copy: Any) -> str:
    return words.offer(rng)


ODD = (merged_lines, tall_lines, gaps_and_follow_ups, computed_headings, examples_in_boxes, excel_table, one_cross)
