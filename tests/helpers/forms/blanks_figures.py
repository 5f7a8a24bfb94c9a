"""Blanks of figures: a table on its side, economy in thousands, a regional collection, a wide register, a screening."""

from .blank import Blank, Look
from .model import Style
from .register import in_region

GREEN = Look(
    box=Style(fill="FFE2EFDA", border=True),
    column=Style(bold=True, fill="FF548235", color="FFFFFFFF", border=True, align="center"),
)


def transposed() -> Blank:
    """Questions down, one column per offer."""
    b = Blank(
        "tilbudsbeskrivelse",
        "Tilbudsbeskrivelse.xlsx",
        "Beskrivelse af tilbud",
        look=Look(box=Style(fill="FFFFF2CC", border=True), label=Style(bold=True, border=True)),
    )
    s = b.sheet("Tilbud", {"A": 5, "B": 48, "C,D,E,F,G": 22})
    s.put("B1", "Beskrivelse af højt specialiserede tilbud", b.look.head, merge="B1:G1")
    b.single("kommune", s, "C3", "municipality", ("B3", "Kommune"), merge="C3:D3")
    b.single("ansvarlig", s, "C4", "text", ("B4", "Ansvarlig for oplysningerne"), merge="C4:D4", hint="role")
    b.headers(s, {"A6": "Nr.", "B6": "Spørgsmål", **{f"{c}6": f"Tilbud {n}" for n, c in enumerate("CDEFG", 1)}})
    questions = [
        ("navn", "Tilbuddets navn", "offer", {}),
        ("drift", "Driftsform", "choice", {"choices": ("Kommunal", "Regional", "Privat", "Selvejende")}),
        ("belig", "Beliggenhedskommune", "municipality", {}),
        ("pladser", "Antal pladser (stk.)", "count", {}),
        ("belaegning", "Belægning i 2024 (%)", "percent", {}),
        ("takst", "Takst 2025 (kr. pr. døgn)", "amount", {}),
        ("start", "Ibrugtaget (år)", "year", {}),
        ("godkendt", "Seneste godkendelse (dato)", "date", {}),
        ("udg", "Tilbyder tilbuddet udgående rådgivning? (ja/nej)", "yes-no", {"choices": ("Ja", "Nej")}),
        ("bem", "Bemærkninger", "text", {"hint": "remark", "fill_rate": 0.5}),
    ]
    for number, (_, text, _, _) in enumerate(questions, 1):
        s.put(f"A{6 + number}", number, Style(border=True))
        s.put(f"B{6 + number}", text, b.look.label)
    b.transposed(
        "tilbud",
        s,
        [{"id": i, "at": f"B{7 + n}", "type": k, **more} for n, (i, _, k, more) in enumerate(questions)],
        list("CDEFG"),
    )
    b.sender_field = "kommune"
    b.rewordings = {
        "Driftsform": "Driftsherre",
        "Antal pladser (stk.)": "Pladser i alt (stk.)",
        "Ibrugtaget (år)": "Taget i brug (år)",
    }
    return b


def economy() -> Blank:
    """Three header rows with a row of units, amounts in 1.000 kr., sum rows and a sum column, two sheets."""
    b = Blank("oekonomi-og-takstgrundlag", "Økonomiskema.xlsx", "Økonomi og takstgrundlag", look=GREEN)
    i = b.sheet("Stamoplysninger", {"A": 34, "B": 40})
    i.put("A1", "Økonomi og takstgrundlag", b.look.head)
    i.put("A2", "Beløb angives i 1.000 kr. uden decimaler. Hvide celler beregnes automatisk.", Style(italic=True))
    b.single("kommune", i, "B4", "municipality", ("A4", "Kommune/region"))
    b.single("revisor", i, "B5", "text", ("A5", "Økonomiansvarlig"), hint="role")
    b.single("afstemt", i, "B6", "yes-no", ("A6", "Er tallene afstemt med regnskabet?"), choices=("Ja", "Nej"))
    b.single("dato", i, "B7", "date", ("A7", "Dato for afstemning"))
    s = b.sheet("Økonomi", {"A": 34, "B,C,D,E,F,G,H": 12, "I": 28})
    s.put("A1", "Tabel 1. Indtægter og udgifter pr. tilbud", Style(bold=True))
    b.headers(
        s,
        {
            "A3:A5": "Tilbud",
            "B3:E3": "Udgifter",
            "B4:C4": "Regnskab 2023",
            "D4:E4": "Regnskab 2024",
            "B5": "Løn (1.000 kr.)",
            "C5": "Drift (1.000 kr.)",
            "D5": "Løn (1.000 kr.)",
            "E5": "Drift (1.000 kr.)",
            "F3:G3": "Indtægter",
            "F4": 2023,
            "G4": 2024,
            "F5": "(1.000 kr.)",
            "G5": "(1.000 kr.)",
            "H3:H5": "Udgifter 2024 i alt (1.000 kr.)",
            "I3:I5": "Bemærkninger",
        },
    )
    b.table(
        "oekonomi",
        s,
        6,
        20,
        [
            {"id": "tilbud", "at": "A3", "also": ["A5", "A4"], "type": "offer"},
            {
                "id": "loen23",
                "at": "B5",
                "type": "amount",
                "thousands": True,
                "label": "Udgifter · Regnskab 2023 · Løn (1.000 kr.)",
            },
            {
                "id": "drift23",
                "at": "C5",
                "type": "amount",
                "thousands": True,
                "label": "Udgifter · Regnskab 2023 · Drift (1.000 kr.)",
            },
            {
                "id": "loen24",
                "at": "D5",
                "type": "amount",
                "thousands": True,
                "label": "Udgifter · Regnskab 2024 · Løn (1.000 kr.)",
            },
            {
                "id": "drift24",
                "at": "E5",
                "type": "amount",
                "thousands": True,
                "label": "Udgifter · Regnskab 2024 · Drift (1.000 kr.)",
            },
            {
                "id": "ind23",
                "at": "F5",
                "also": ["F4"],
                "type": "amount",
                "thousands": True,
                "label": "Indtægter 2023 (1.000 kr.)",
            },
            {
                "id": "ind24",
                "at": "G5",
                "also": ["G4"],
                "type": "amount",
                "thousands": True,
                "label": "Indtægter 2024 (1.000 kr.)",
            },
            {"id": "bem", "at": "I3", "also": ["I5", "I4"], "type": "text", "hint": "remark", "fill_rate": 0.3},
        ],
        total=21,
        header_top=3,
    )
    for row in range(6, 21):
        s.put(f"H{row}", f"=D{row}+E{row}", Style(border=True))
    b.total_row(s, 21, ("A21", "I alt"), list("BCDEFGH"), 6, 20)
    b.sender_field = "kommune"
    b.rewordings = {
        "Tilbud": "Tilbuddets navn",
        "Økonomiansvarlig": "Økonomiansvarlig (stilling)",
        "Bemærkninger": "Evt. bemærkninger",
    }
    return b


def regional(code: str = "1083") -> Blank:
    """A regional collection with the municipalities printed, years across, a total row and two questions."""
    b = Blank(
        "regional-opsamling",
        "Regional opsamling.xlsx",
        "Regional opsamling af kommunernes svar",
        look=Look(column=Style(bold=True, fill="FFB4C6E7", border=True)),
    )
    s = b.sheet("Opsamling", {"A": 26, "B,C,D,E": 10, "F": 14, "G": 36})
    s.put("A1", "Regional opsamling af kommunernes svar", b.look.head, merge="A1:G1")
    b.single("region", s, "B3", "region", ("A3", "Region"), merge="B3:D3")
    b.single("kkr", s, "B4", "date", ("A4", "Godkendt i KKR (dato)"), merge="B4:D4")
    b.headers(
        s,
        {
            "A6:A7": "Kommune",
            "B6:E6": "Antal borgere i målgruppen",
            "B7": 2021,
            "C7": 2022,
            "D7": 2023,
            "E7": 2024,
            "F6:F7": "Heraf i højt specialiseret tilbud 2024",
            "G6:G7": "Kommunens bemærkninger",
        },
    )
    towns = in_region(code)
    for number, town in enumerate(towns):
        s.put(f"A{8 + number}", town.name, Style(border=True))
    b.grid(
        "kommuner",
        s,
        [f"A{8 + n}" for n in range(len(towns))],
        [
            {"id": "a21", "at": "B7", "type": "count"},
            {"id": "a22", "at": "C7", "type": "count"},
            {"id": "a23", "at": "D7", "type": "count"},
            {"id": "a24", "at": "E7", "type": "count"},
            {"id": "heraf", "at": "F6", "also": ("F7",), "type": "count"},
            {"id": "bem", "at": "G6", "also": ("G7",), "type": "text", "hint": "remark", "fill_rate": 0.2},
        ],
    )
    end = 8 + len(towns)
    b.total_row(s, end, (f"A{end}", "Regionen i alt"), list("BCDEF"), 8, end - 1)
    b.single(
        "enige",
        s,
        f"F{end + 2}",
        "yes-no",
        (f"A{end + 2}", "Er kommunerne enige om opgørelsen?"),
        choices=("Ja", "Nej"),
        label_merge=f"A{end + 2}:E{end + 2}",
    )
    b.single(
        "vurdering",
        s,
        f"A{end + 5}",
        "text",
        (f"A{end + 4}", "Regionens samlede vurdering"),
        merge=f"A{end + 5}:G{end + 9}",
    )
    b.sender_field = "region"
    b.rewordings = {
        "Godkendt i KKR (dato)": "KKR-godkendelse (dato)",
        "Regionens samlede vurdering": "Samlet vurdering",
    }
    return b


def wide() -> Blank:
    """A register sheet: one line per interventions, thirty-odd columns under group headings."""
    b = Blank(
        "register-over-indsatser",
        "Registerark.xlsx",
        "Register over højt specialiserede indsatser",
        look=Look(column=Style(bold=True, fill="FFEDEDED", border=True, size=9), box=Style(border=True)),
    )
    s = b.sheet("Register", {"A": 5, "B": 30})
    s.put("A1", "Register over højt specialiserede indsatser", Style(bold=True, size=12))
    b.single("kommune", s, "C2", "municipality", ("A2", "Indberetter:"), label_merge="A2:B2")
    years = (2021, 2022, 2023, 2024)
    heads = {"A4:A5": "Lb.nr.", "B4:B5": "Indsatsens navn", "C4:C5": "Driftsherre", "D4:D5": "Type"}
    columns = [
        {"id": "navn", "at": "B4", "also": ["B5"], "type": "offer"},
        {
            "id": "drift",
            "at": "C4",
            "also": ["C5"],
            "type": "choice",
            "choices": ("Kommunal", "Regional", "Privat", "Fond"),
        },
        {
            "id": "type",
            "at": "D4",
            "also": ["D5"],
            "type": "choice",
            "choices": ("Samlet indsats", "Delindsats", "Rådgivning"),
        },
    ]
    letters = list("EFGHIJKLMNOPQRSTUVWX")
    groups = [
        ("Antal borgere", "count", "b"),
        ("Heraf nye borgere", "count", "n"),
        ("Antal pladser", "count", "p"),
        ("Udgift (kr.)", "amount", "u"),
        ("Belægning (%)", "percent", "e"),
    ]
    for g, (title, kind, key) in enumerate(groups):
        mine = letters[4 * g : 4 * g + 4]
        heads[f"{mine[0]}4:{mine[3]}4"] = title
        for letter, year in zip(mine, years, strict=True):
            heads[f"{letter}5"] = year
            columns.append({"id": f"{key}{year}", "at": f"{letter}5", "type": kind, "label": f"{title} {year}"})
    heads |= {"Y4:Y5": "Opstart (dato)", "Z4:Z5": "Ophør (dato)", "AA4:AA5": "Bemærkninger"}
    columns += [
        {"id": "opstart", "at": "Y4", "also": ["Y5"], "type": "date"},
        {"id": "ophoer", "at": "Z4", "also": ["Z5"], "type": "date", "fill_rate": 0.2},
        {"id": "bem", "at": "AA4", "also": ["AA5"], "type": "text", "hint": "remark", "fill_rate": 0.3},
    ]
    b.headers(s, heads)
    for number in range(1, 41):
        s.put(f"A{5 + number}", number, Style(border=True))
    b.table("register", s, 6, 45, columns, header_top=4)
    s.freeze = "C6"
    b.sender_field = "kommune"
    b.rewordings = {"Indsatsens navn": "Indsats (navn)", "Opstart (dato)": "Startdato", "Type": "Indsatstype"}
    return b


def screening() -> Blank:
    """Protected sheets, choices from a hidden code sheet, a named range and extended validations."""
    b = Blank(
        "tilbudsscreening",
        "Tilbudsscreening.xlsx",
        "Screening af tilbud",
        look=Look(
            box=Style(fill="FFFFFFCC", border=True, unlocked=True),
            column=Style(bold=True, fill="FF833C0B", color="FFFFFFFF", border=True),
        ),
    )
    g = b.sheet("Vejledning", {"A": 100})
    for row, text in enumerate(
        [
            "Vejledning til screening af tilbud",
            None,
            "Arket er beskyttet. Kun de lyse celler kan udfyldes.",
            "Vælg svar på listerne. Mangler et svar på listen, vælges 'Andet' og uddybes i bemærkningsfeltet.",
            "Spørgsmål rettes til sekretariatet.",
        ],
        1,
    ):
        g.put(f"A{row}", text, Style(bold=row == 1))
    s = b.sheet("Screening", {"A": 44, "B,C": 26, "D": 18, "E": 16, "F": 34})
    codes = b.sheet("Koder", {"A,B,C": 26})
    kinds = ("Botilbud", "Dagtilbud", "Ambulant tilbud", "Rådgivning", "Andet")
    levels = ("Grundniveau", "Specialiseret", "Højt specialiseret")
    answers = ("Ja", "Nej", "Ved ikke")
    codes.put("A1", "Tilbudstype")
    codes.put("B1", "Niveau")
    codes.put("C1", "Svar")
    for column, values in (("A", kinds), ("B", levels), ("C", answers)):
        for number, value in enumerate(values):
            codes.put(f"{column}{2 + number}", value)
    codes.state = "hidden"
    b.book.names = {"svarliste": "Koder!$C$2:$C$4", "niveauer": "Koder!$B$2:$B$4"}
    s.put("A1", "Screening af tilbud", b.look.head)
    b.single("kommune", s, "B3", "municipality", ("A3", "Kommune eller region *"), required=True)
    b.single("screener", s, "B4", "text", ("A4", "Screeningen er foretaget af *"), hint="role", required=True)
    b.single("dato", s, "B5", "date", ("A5", "Screeningsdato"))
    b.headers(
        s,
        {
            "A7": "Tilbud",
            "B7": "Tilbudstype",
            "C7": "Niveau",
            "D7": "Opfylder kriterierne?",
            "E7": "Pladser (stk.)",
            "F7": "Bemærkninger",
        },
    )
    b.table(
        "screening",
        s,
        8,
        22,
        [
            {"id": "tilbud", "at": "A7", "type": "offer"},
            {
                "id": "art",
                "at": "B7",
                "type": "choice",
                "choices": kinds,
                "formula": "Koder!$A$2:$A$6",
                "extended": True,
            },
            {"id": "niveau", "at": "C7", "type": "choice", "choices": levels, "formula": "niveauer"},
            {"id": "opfylder", "at": "D7", "type": "choice", "choices": answers, "formula": "svarliste"},
            {"id": "pladser", "at": "E7", "type": "count"},
            {"id": "bem", "at": "F7", "type": "text", "hint": "remark", "fill_rate": 0.4},
        ],
    )
    k = b.sheet("Konklusion", {"A": 60, "B": 24})
    k.put("A1", "Konklusion", b.look.head)
    b.single(
        "samlet", k, "B3", "choice", ("A3", "Samlet niveau for kommunens tilbud"), choices=levels, formula="niveauer"
    )
    b.single("antal", k, "B4", "count", ("A4", "Antal tilbud, der opfylder kriterierne"))
    b.single("opfoelgning", k, "B5", "yes-no", ("A5", "Er der behov for opfølgning?"), choices=("Ja", "Nej"))
    b.single("tekst", k, "A8", "text", ("A7", "Begrundelse"), merge="A8:B13")
    for sheet in (g, s, k):
        sheet.protected = True
    b.book.locked_structure = True
    b.sender_field = "kommune"
    b.rewordings = {
        "Tilbud": "Navn på tilbud",
        "Pladser (stk.)": "Antal pladser (stk.)",
        "Begrundelse": "Begrundelse for konklusionen",
    }
    return b
