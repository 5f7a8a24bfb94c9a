"""Blanks whose lists and grids lie oddly: far in, wide, with units of their own row, with headings again, two levels deep."""

from typing import Any

from .blank import Blank, Look
from .model import Style, a1, rc

TEAL = Look(
    box=Style(border=True), column=Style(bold=True, fill="FFB2DFDB", border=True), section=Style(bold=True, italic=True)
)
FLAT = Look(box=Style(fill="FFF2F2F2"), column=Style(bold=True), label=Style(), total=Style(bold=True))
YEARS = (2023, 2024, 2025)


def age_and_sex() -> Blank:
    """Row labels on two levels (age, sex), years under one merged heading per measure, units in a row beneath."""
    b = Blank("alder-og-koen", "Alder og køn.xlsx", "Borgere fordelt på alder og køn", look=TEAL)
    s = b.sheet("Fordeling", {"A": 4, "B": 16, "C": 12, "D,E,F,G,H,I": 13})
    s.put("B1", "Borgere og udgifter fordelt på alder og køn", b.look.head)
    b.single("kommune", s, "D3", "municipality", ("B3", "Kommune"), merge="D3:F3", label_merge="B3:C3")
    s.put("B5", "Aldersgruppe", b.look.column, merge="B5:B7")
    s.put("C5", "Køn", b.look.column, merge="C5:C7")
    s.put("D5", "Antal borgere", b.look.column, merge="D5:F5")
    s.put("G5", "Udgifter", b.look.column, merge="G5:I5")
    columns: list[dict[str, Any]] = []
    for number in range(6):
        letter = "DEFGHI"[number]
        s.put(f"{letter}6", YEARS[number % 3], b.look.column)
        s.put(f"{letter}7", "personer" if number < 3 else "kr.", Style(italic=True, border=True))
        columns.append(
            {
                "id": f"k{number}",
                "at": f"{letter}6",
                "also": (f"{letter}7",),
                "type": "count" if number < 3 else "amount",
            }
        )
    labels = []
    for number, age in enumerate(("0-17 år", "18-24 år", "25-64 år", "65 år og derover")):
        top = 8 + 2 * number
        s.put(f"B{top}", age, Style(border=True), merge=f"B{top}:B{top + 1}")
        s.put(f"C{top}", "Kvinder", Style(border=True))
        s.put(f"C{top + 1}", "Mænd", Style(border=True))
        labels += [f"C{top}", f"C{top + 1}"]
    b.grid("ford", s, labels, columns)
    s.put("B16", "I alt", b.look.total, merge="B16:C16")
    for letter in "DEFGHI":
        s.put(f"{letter}16", f"=SUM({letter}8:{letter}15)", b.look.total)
    b.sender_field = "kommune"
    return b


def far_in() -> Blank:
    """A list of twenty-five columns that begins in column D, a running number first, units in a row of their own."""
    b = Blank("bred-tilbudsliste", "Bred tilbudsliste.xlsx", "Bred tilbudsliste", look=TEAL)
    s = b.sheet("Oversigt")
    s.put("D2", "Oversigt over tilbud, landsdækkende og regionale", b.look.head)
    b.single("region", s, "G4", "region", ("D4", "Region"), merge="G4:I4", label_merge="D4:F4")
    s.put("D7", "Nr.", b.look.column, merge="D7:D9")
    groups: list[tuple[str, list[tuple[str, str, str, str, dict[str, Any]]]]] = [
        (
            "Tilbuddet",
            [
                ("navn", "Navn", "tekst", "offer", {}),
                ("kom", "Beliggenhedskommune", "tekst", "municipality", {}),
                ("aar", "Oprettet", "årstal", "year", {"fill_rate": 0.8}),
                ("lov", "Lovgrundlag", "tekst", "text", {"hint": "law"}),
                ("type", "Tilbudstype", "vælg", "choice", {"choices": ("Døgn", "Dag", "Ambulant")}),
            ],
        ),
        *(
            (
                group,
                [
                    (f"{key}p", "Pladser", "antal", "count", {}),
                    (f"{key}b", "Belægning", "%", "percent", {}),
                    (f"{key}t", "Takst", "kr. pr. døgn", "amount", {"fill_rate": 0.7}),
                    (f"{key}v", "Venteliste", "antal", "count", {"fill_rate": 0.7}),
                    (f"{key}d", "Opgjort den", "dato", "date", {"fill_rate": 0.6}),
                ],
            )
            for key, group in (("a", "2022"), ("b", "2023"), ("c", "2024"))
        ),
        (
            "Øvrigt",
            [
                ("tils", "Godkendt af socialtilsynet", "ja/nej", "yes-no", {"choices": ("Ja", "Nej")}),
                ("cvr", "CVR-nr.", "8 cifre", "text", {"hint": "cvr"}),
                ("pnr", "P-nr.", "10 cifre", "text", {"hint": "pnummer"}),
                ("bem", "Bemærkninger", "fritekst", "text", {"hint": "remark", "fill_rate": 0.4}),
            ],
        ),
    ]
    column, specs = 5, []
    for group, members in groups:
        s.put(a1(7, column), group, b.look.column, merge=f"{a1(7, column)}:{a1(7, column + len(members) - 1)}")
        for field_id, head, unit, kind, more in members:
            s.put(a1(8, column), head, b.look.column)
            s.put(a1(9, column), unit, Style(italic=True, border=True))
            specs.append({"id": field_id, "at": a1(8, column), "also": (a1(9, column),), "type": kind, **more})
            column += 1
    b.table("liste", s, 10, 39, specs)
    for row in range(10, 40):
        s.put(f"D{row}", row - 9, Style(border=True))
    s.freeze = "F10"
    b.sender_field = "region"
    b.rewordings = {"Beliggenhedskommune": "Beliggende i kommune", "Tilbudstype": "Type"}
    return b


def headings_again() -> Blank:
    """A long list printed on several pages: the headings stand again every eight lines, with a total under each page."""
    b = Blank("sideopdelt-liste", "Sideopdelt.xlsx", "Sideopdelt liste", look=FLAT)
    s = b.sheet("Liste", {"A": 40, "B": 16, "C": 16, "D": 40})
    s.put("A1", "Afslag på ansøgninger", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"), merge="B2:C2")
    heads = {"A": "Ansøgt indsats", "B": "Antal afslag", "C": "Antal klager", "D": "Begrundelse"}
    for top in (4, 13, 22):
        for letter, text in heads.items():
            s.put(f"{letter}{top}", text, b.look.column)
    b.table(
        "afslag",
        s,
        5,
        30,
        [
            {"id": "indsats", "at": "A4", "type": "text", "hint": "short"},
            {"id": "afslag", "at": "B4", "type": "count"},
            {"id": "klager", "at": "C4", "type": "count", "fill_rate": 0.8},
            {"id": "grund", "at": "D4", "type": "text", "hint": "remark", "fill_rate": 0.6},
        ],
        gaps=(13, 22),
    )
    for top in (13, 22):
        for letter, text in heads.items():
            s.put(f"{letter}{top}", text, b.look.column)
    b.rows = (10, 20)
    b.sender_field = "kommune"
    return b


def marks_with_remark() -> Blank:
    """X in one of 1 to 5 or "Ved ikke", the meaning of the marks above them, and a text asked for beside low marks."""
    b = Blank("rammeaftale-vurdering", "Rammeaftale vurdering.xlsx", "Vurdering af rammeaftalen", look=FLAT)
    s = b.sheet("Vurdering", {"A": 6, "B": 60, "C,D,E,F,G,H": 8, "I": 50})
    s.put("A1", "Vurdering af samarbejdet om rammeaftalen", b.look.head)
    s.put("A2", "Sæt ét X ud for hvert udsagn. 1 = i meget lav grad, 5 = i meget høj grad.", Style(italic=True))
    b.single("kommune", s, "C3", "municipality", ("B3", "Kommunens navn"), merge="C3:H3")
    s.put("C5", "I hvilken grad er kommunen enig?", b.look.column, merge="C5:H5")
    s.put("A6", "Nr.", b.look.column)
    s.put("B6", "Udsagn", b.look.column)
    marks: list[Any] = [1, 2, 3, 4, 5, "Ved ikke"]
    for letter, mark in zip("CDEFGH", marks, strict=True):
        s.put(f"{letter}6", mark, b.look.column)
    s.put("I6", "Uddyb svaret (skal udfyldes ved 1 og 2)", b.look.column)
    statements = [
        "Rammeaftalen giver et godt grundlag for planlægning",
        "Kommunen har den viden, der skal til for at vælge det rette tilbud",
        "Der er tilstrækkeligt mange højt specialiserede pladser",
        "Samarbejdet med regionens tilbud er velfungerende",
        "Taksterne afspejler tilbuddenes indhold",
    ]
    for number, text in enumerate(statements, 1):
        row = 6 + number
        s.put(f"A{row}", f"{number}.", Style())
        b.scale(f"u{number}", s, (f"B{row}", text), [f"{letter}{row}" for letter in "CDEFGH"], marks)
        s.put(f"I{row}", None, b.look.answer("text"))
        b.single(f"u{number}_tekst", s, f"I{row}", "text", None, name=f"{text} · Uddyb", hint="remark", fill_rate=0.6)
        b.fields[-1].label_cell = f"B{row}"
        b.fields[-1].kind = "grid"
        b.fields[-1].also = ({"cell": "I6", "row": number}, {"cell": f"B{row}", "row": 7})
    b.sender_field = "kommune"
    return b


def across_with_sections() -> Blank:
    """Offers across, questions down in named sections, an instruction in italics in the second column."""
    b = Blank("tilbud-paa-tvaers", "Tilbud på tværs.xlsx", "Tilbud på tværs", look=TEAL)
    s = b.sheet("Tilbud", {"A": 44, "B": 30, "C,D,E,F": 22})
    s.put("A1", "Tilbud på tværs", b.look.head)
    b.single("kommune", s, "C2", "municipality", ("A2", "Kommune"))
    for letter, text in zip(
        "ABCDEF", ["Spørgsmål", "Vejledning", "Tilbud A", "Tilbud B", "Tilbud C", "Tilbud D"], strict=True
    ):
        s.put(f"{letter}4", text, b.look.column)
    lines: list[tuple[str, str, str, str, dict[str, Any]] | str] = [
        "Stamoplysninger",
        ("navn", "Tilbuddets navn", "Som det står på Tilbudsportalen", "offer", {}),
        ("form", "Driftsform", "Vælg på listen", "choice", {"choices": ("Kommunal", "Regional", "Privat")}),
        ("start", "Oprettet den", "Dato", "date", {}),
        "Kapacitet",
        ("pl", "Antal pladser", "Pr. 1. januar", "count", {}),
        ("bel", "Belægningsprocent", "Gennemsnit for året", "percent", {}),
        "Økonomi",
        ("takst", "Takst pr. døgn (kr.)", "Uden tillæg", "amount", {}),
        ("bem", "Bemærkninger", "Højst 200 tegn", "text", {"hint": "remark", "fill_rate": 0.5}),
    ]
    questions, row = [], 5
    for line in lines:
        if isinstance(line, str):
            s.put(f"A{row}", line, b.look.section)
        else:
            field_id, text, help_text, kind, more = line
            s.put(f"A{row}", text, Style(border=True))
            s.put(f"B{row}", help_text, Style(italic=True, color="FF7F7F7F"))
            questions.append({"id": field_id, "at": f"A{row}", "type": kind, **more})
        row += 1
    b.transposed("paa_tvaers", s, questions, list("CDEF"))
    b.sender_field = "kommune"
    b.rewordings = {"Driftsform": "Form for drift"}
    return b


def unmarked() -> Blank:
    """Neither fill nor border nor protection: labels with a colon, an instruction in italics under each, a plain list."""
    b = Blank(
        "umarkeret-skema",
        "Umarkeret.xlsx",
        "Umarkeret skema",
        look=Look(box=Style(), column=Style(bold=True), label=Style()),
    )
    s = b.sheet("Ark1", {"A": 60, "B": 30, "C": 20, "D": 20})
    s.put("A1", "Status på tværgående samarbejde", b.look.head)
    spec: list[tuple[str, str, str, str, dict[str, Any]]] = [
        ("kommune", "Kommune:", "", "municipality", {}),
        ("antal", "Antal borgere omfattet af samarbejdet:", "Opgjort pr. 31. december.", "count", {}),
        ("andel", "Andel af borgerne med en helhedsplan (%):", "Skriv hele procenter.", "percent", {}),
        ("udgift", "Samlet udgift (kr.):", "Ekskl. administration.", "amount", {}),
        ("plan", "Er der vedtaget en plan for samarbejdet?", "Besvares med ja eller nej.", "yes-no", {}),
        ("dato", "Dato for vedtagelsen:", "", "date", {"fill_rate": 0.7}),
    ]
    row = 3
    for field_id, text, help_text, kind, more in spec:
        b.single(field_id, s, f"B{row}", kind, (f"A{row}", text), number_format="General", **more)
        if help_text:
            s.put(f"A{row + 1}", help_text, Style(italic=True, size=8))
            row += 1
        row += 1
    row += 1
    for letter, text in zip("ABCD", ["Samarbejdspart", "Antal møder", "Siden (årstal)", "Formål"], strict=True):
        s.put(f"{letter}{row}", text, b.look.column)
    b.table(
        "parter",
        s,
        row + 1,
        row + 15,
        [
            {"id": "part", "at": f"A{row}", "type": "text", "hint": "short"},
            {"id": "moeder", "at": f"B{row}", "type": "count"},
            {"id": "siden", "at": f"C{row}", "type": "year"},
            {"id": "formaal", "at": f"D{row}", "type": "text", "hint": "remark", "fill_rate": 0.7},
        ],
    )
    b.sender_field = "kommune"
    return b


def bought_and_sold() -> Blank:
    """Two lists beside each other with one narrow column between, the same headings in both."""
    b = Blank("koeb-og-salg", "Køb og salg.xlsx", "Køb og salg af pladser", look=TEAL)
    s = b.sheet("Køb og salg", {"A": 26, "B": 12, "C": 14, "D": 3, "E": 26, "F": 12, "G": 14})
    s.put("A1", "Køb og salg af pladser på tværs af kommuner", b.look.head, merge="A1:G1")
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"), merge="B2:C2")
    s.put("A4", "Pladser, som kommunen køber", b.look.section, merge="A4:C4")
    s.put("E4", "Pladser, som kommunen sælger", b.look.section, merge="E4:G4")
    for first, key in (("A", "k"), ("E", "s")):
        start = rc(first + "1")[1]
        for number, text in enumerate(("Kommune", "Antal pladser", "Pris pr. plads (kr.)")):
            s.put(a1(5, start + number), text, b.look.column)
        b.table(
            f"liste_{key}",
            s,
            6,
            20,
            [
                {"id": f"{key}_kom", "at": a1(5, start), "type": "municipality"},
                {"id": f"{key}_antal", "at": a1(5, start + 1), "type": "count"},
                {"id": f"{key}_pris", "at": a1(5, start + 2), "type": "amount", "fill_rate": 0.8},
            ],
            total=21,
        )
        b.total_row(s, 21, (a1(21, start), "I alt"), [a1(1, start + 1)[:-1]], 6, 20)
    b.sender_field = "kommune"
    return b


LINES = (age_and_sex, far_in, headings_again, marks_with_remark, across_with_sections, unmarked, bought_and_sold)
