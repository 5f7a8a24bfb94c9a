"""Blanks that go across: crosses in an open list, municipalities as columns, computed columns between, linked sheets."""

from typing import Any

from .blank import Blank, Look
from .model import Style, a1
from .register import in_region

SKY = Look(
    box=Style(fill="FFE3F2FD", border=True),
    column=Style(bold=True, fill="FF90CAF9", border=True, align="center"),
    section=Style(bold=True, fill="FFBBDEFB", border=True),
)


def crosses_in_list() -> Blank:
    """An open list of offers with a box to cross in every column."""
    b = Blank("tilbud-med-krydser", "Tilbud med krydser.xlsx", "Tilbud og ydelser", look=SKY)
    s = b.sheet("Tilbud", {"A": 36, "B,C,D,E,F": 12, "G": 30})
    s.put("A1", "Tilbud og ydelser – sæt x ved de ydelser, som tilbuddet leverer", b.look.head, merge="A1:G1")
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"), merge="B2:D2")
    b.headers(
        s,
        {
            "A4:A5": "Tilbud",
            "B4:E4": "Ydelser (sæt x)",
            "B5": "Døgn",
            "C5": "Dag",
            "D5": "Ambulant",
            "E5": "Udgående",
            "F4:F5": "Antal borgere",
            "G4:G5": "Bemærkninger",
        },
    )
    ticks = [
        {"id": i, "at": f"{c}5", "type": "yes-no", "make": _cross, "fill_rate": 0.5}
        for c, i in zip("BCDE", ("doegn", "dag", "amb", "udg"), strict=True)
    ]
    b.table(
        "tilbud",
        s,
        6,
        25,
        [
            {"id": "navn", "at": "A4", "also": ["A5"], "type": "offer"},
            *ticks,
            {"id": "borgere", "at": "F4", "also": ["F5"], "type": "count"},
            {"id": "bem", "at": "G4", "also": ["G5"], "type": "text", "hint": "remark", "fill_rate": 0.3},
        ],
        header_top=4,
    )
    b.sender_field = "kommune"
    b.rewordings = {"Antal borgere": "Borgere (antal)"}
    return b


def _cross(_rng: Any, _copy: Any) -> str:
    return "x"


def municipalities_across() -> Blank:
    """Questions down, the municipalities of the region printed across, the region's sum at the end."""
    b = Blank("kommuner-paa-tvaers", "Kommuner på tværs.xlsx", "Kommunernes svar på tværs", look=SKY)
    towns = in_region("1081")
    s = b.sheet("Tværskema", {"A": 46})
    s.put("A1", "Kommunernes svar på tværs", b.look.head)
    b.single("region", s, "B2", "region", ("A2", "Region"), merge="B2:D2")
    s.put("A4", "Spørgsmål", b.look.column)
    for number, town in enumerate(towns):
        s.put(a1(4, 2 + number), town.name, b.look.column)
    end = 2 + len(towns)
    s.put(a1(4, end), "I alt", b.look.total)
    spec: list[tuple[str, str, tuple[str, ...]]] = [
        ("Antal borgere i målgruppen (personer)", "count", ()),
        ("Heraf uden for kommunen (personer)", "count", ()),
        ("Udgift i 2024 (kr.)", "amount", ()),
        ("Er der indgået en samarbejdsaftale? (ja/nej)", "yes-no", ("Ja", "Nej")),
    ]
    for row, (question, kind, choices) in enumerate(spec, 5):
        s.put(f"A{row}", question, Style(border=True))
        for number, town in enumerate(towns):
            cell = a1(row, 2 + number)
            b.single(f"k{row}_{town.code}", s, cell, kind, None, choices=choices, name=f"{question} · {town.name}")
            made = b.fields[-1]
            made.kind, made.table, made.label_cell = "grid", "tvaers", f"A{row}"
            made.also = ({"cell": a1(4, 2 + number), "row": row - 4}, {"cell": f"A{row}", "row": number + 1})
        if kind in ("count", "amount"):
            s.put(a1(row, end), f"=SUM(B{row}:{a1(row, end - 1)})", b.look.total)
    b.single("vurdering", s, "A11", "text", ("A10", "Regionens vurdering"), merge="A11:H15")
    b.sender_field = "region"
    return b


def computed_between() -> Blank:
    """Columns to fill in and columns the sheet computes, by turns; a percentage of the sum."""
    b = Blank("udvikling-i-forbrug", "Forbrug.xlsx", "Udvikling i forbrug", look=SKY)
    s = b.sheet("Forbrug", {"A": 34, "B,C,D,E,F,G,H": 13})
    s.put("A1", "Udvikling i forbrug", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"), merge="B2:D2")
    grey = Style(border=True, fill="FFEEEEEE", number_format="0.0")
    b.headers(
        s,
        {
            "A4": "Tilbud",
            "B4": "Borgere 2023",
            "C4": "Borgere 2024",
            "D4": "Ændring (beregnes)",
            "E4": "Udgift 2023 (kr.)",
            "F4": "Udgift 2024 (kr.)",
            "G4": "Ændring i kr. (beregnes)",
            "H4": "Andel af samlet udgift (%) (beregnes)",
        },
    )
    b.table(
        "forbrug",
        s,
        5,
        16,
        [
            {"id": "tilbud", "at": "A4", "type": "offer"},
            {"id": "b23", "at": "B4", "type": "count"},
            {"id": "b24", "at": "C4", "type": "count"},
            {"id": "u23", "at": "E4", "type": "amount"},
            {"id": "u24", "at": "F4", "type": "amount"},
        ],
        total=17,
    )
    for row in range(5, 17):
        s.put(f"D{row}", f"=C{row}-B{row}", grey)
        s.put(f"G{row}", f"=F{row}-E{row}", grey)
        s.put(f"H{row}", f'=IFERROR(F{row}*100/F17,"")', grey)
    b.total_row(s, 17, ("A17", "I alt"), list("BCDEFG"), 5, 16)
    b.single("bem", s, "A20", "text", ("A19", "Bemærkninger til udviklingen"), merge="A20:H23")
    b.sender_field = "kommune"
    b.rewordings = {"Borgere 2024": "Antal borgere 2024", "Udgift 2024 (kr.)": "Udgifter 2024 (kr.)"}
    return b


def linked_sheets() -> Blank:
    """A theme on each sheet; the sender's name is fetched by formula to the top of each."""
    b = Blank("temaskema", "Temaskema.xlsx", "Skema med temaer", look=SKY)
    f = b.sheet("Forside", {"A": 34, "B": 36})
    f.put("A1", "Skema med temaer", b.look.head)
    b.single("kommune", f, "B3", "municipality", ("A3", "Kommune"))
    b.single("udfyldt", f, "B4", "text", ("A4", "Udfyldt af"), hint="role")
    b.single("dato", f, "B5", "date", ("A5", "Dato"))
    themes: list[tuple[str, list[tuple[str, str, tuple[str, ...]]]]] = [
        (
            "Tema 1 Målgruppe",
            [
                ("Antal borgere (personer)", "count", ()),
                ("Andel under 18 år (%)", "percent", ()),
                ("Beskriv målgruppen", "text", ()),
            ],
        ),
        (
            "Tema 2 Tilbud",
            [
                ("Antal tilbud i kommunen (stk.)", "count", ()),
                ("Er kapaciteten tilstrækkelig?", "choice", ("Ja", "Delvist", "Nej")),
                ("Beskriv tilbuddene", "text", ()),
            ],
        ),
        (
            "Tema 3 Samarbejde",
            [
                ("Samarbejdsaftalen er fra (år)", "year", ()),
                ("Tilfredshed med samarbejdet (1-5, hvor 5 er bedst)", "scale", ("1", "2", "3", "4", "5", "Ved ikke")),
                ("Beskriv samarbejdet", "text", ()),
            ],
        ),
    ]
    for number, (title, questions) in enumerate(themes, 1):
        s = b.sheet(title, {"A": 50, "B": 22, "C": 30})
        s.put("A1", title, b.look.head)
        s.put("A2", '=IF(Forside!B3="","",Forside!B3)', Style(italic=True)).cached = ""
        for row, (question, kind, choices) in zip((4, 6, 8), questions, strict=True):
            if kind == "text":
                b.single(
                    f"t{number}_{row}", s, f"A{row + 1}", kind, (f"A{row}", question), merge=f"A{row + 1}:C{row + 5}"
                )
            else:
                b.single(f"t{number}_{row}", s, f"B{row}", kind, (f"A{row}", question), choices=choices)
    b.sender_field = "kommune"
    return b


def periods_and_millions() -> Blank:
    """From and to in one line, amounts in millions, a scale with "Ved ikke" on a list, an answer box three rows tall."""
    b = Blank("periodeskema", "Periodeskema.xlsx", "Periodeskema", look=SKY)
    s = b.sheet("Skema", {"A": 44, "B": 10, "C": 16, "D": 10, "E": 16})
    s.put("A1", "Indberetning for en periode", b.look.head)
    b.single("myndighed", s, "C2", "municipality", ("A2", "Kommune eller region"), merge="C2:E2")
    s.put("A4", "Perioden går", Style(bold=True))
    b.single("fra", s, "C4", "date", ("B4", "fra (dato)"))
    b.single("til", s, "E4", "date", ("D4", "til (dato)"))
    b.single(
        "udgift", s, "C6", "number", ("A6", "Samlet udgift i perioden (mio. kr.)"), label_merge="A6:B6", make=_millions
    )
    b.single("borgere", s, "C7", "count", ("A7", "Borgere i perioden (antal)"), label_merge="A7:B7")
    b.single(
        "tilfreds",
        s,
        "C8",
        "scale",
        ("A8", "Hvor tilfreds er kommunen med udbuddet? (1-5 eller Ved ikke)"),
        label_merge="A8:B8",
        choices=("1", "2", "3", "4", "5", "Ved ikke"),
    )
    b.single(
        "vigtigst",
        s,
        "C10",
        "text",
        ("A10", "Den vigtigste udfordring i perioden"),
        label_merge="A10:B12",
        merge="C10:E12",
    )
    b.sender_field = "myndighed"
    b.rewordings = {"Borgere i perioden (antal)": "Antal borgere i perioden"}
    return b


def _millions(rng: Any, _copy: Any) -> float:
    return float(rng.randint(11, 99)) / 10


def sides_with_sections() -> Blank:
    """A table on its side with sections between the questions, a unit column and a remark column at the end."""
    b = Blank("enhedsskema", "Enhedsskema.xlsx", "Skema pr. enhed", look=SKY)
    s = b.sheet("Enheder", {"A": 44, "B": 10, "C,D,E,F": 20})
    s.put("A1", "Skema pr. enhed", b.look.head)
    b.single("kommune", s, "C2", "municipality", ("A2", "Kommune"), label_merge="A2:B2")
    b.headers(
        s,
        {
            "A4": "Oplysning",
            "B4": "Enhed",
            "C4": "Afdeling 1",
            "D4": "Afdeling 2",
            "E4": "Afdeling 3",
            "F4": "Afdeling 4",
        },
    )
    spec: list[tuple[int, str, str, str, str, dict[str, Any]]] = [
        (6, "navn", "Afdelingens navn", "", "offer", {}),
        (7, "leder", "Leder (stilling)", "", "text", {"hint": "role"}),
        (8, "aar", "Åbnet", "årstal", "year", {}),
        (10, "pladser", "Normerede pladser", "stk.", "count", {}),
        (11, "belaegning", "Gennemsnitlig belægning", "%", "percent", {}),
        (12, "personale", "Fast personale", "årsværk", "number", {}),
        (14, "takst", "Takst 2025", "kr./døgn", "amount", {}),
        (15, "godkendt", "Er taksten godkendt?", "ja/nej", "yes-no", {"choices": ("Ja", "Nej")}),
    ]
    for row, text in ((5, "A. Stamdata"), (9, "B. Kapacitet"), (13, "C. Økonomi")):
        s.put(f"A{row}", text, b.look.section, merge=f"A{row}:F{row}")
    for row, _, text, unit, _, _ in spec:
        s.put(f"A{row}", text, Style(border=True))
        s.put(f"B{row}", unit or None, Style(border=True))
    b.transposed(
        "enheder",
        s,
        [{"id": i, "at": f"A{row}", "type": kind, **more} for row, i, _, _, kind, more in spec],
        list("CDEF"),
    )
    b.single("bem", s, "A18", "text", ("A17", "Bemærkninger til skemaet"), merge="A18:F20", fill_rate=0.7)
    b.sender_field = "kommune"
    b.rewordings = {"Leder (stilling)": "Leder", "Takst 2025": "Takst i 2025"}
    return b


WIDE = (
    crosses_in_list,
    municipalities_across,
    computed_between,
    linked_sheets,
    periods_and_millions,
    sides_with_sections,
)
