"""Blanks that are mostly lists: tariff overview, waiting list, agreements, quarterly occupancy in two versions."""

import random
from typing import Any

from .blank import Blank, Look
from .model import Style

OPERATORS = ("Kommunal", "Regional", "Privat", "Selvejende")
GREY = Look(
    box=Style(border=True),
    column=Style(bold=True, fill="FFBFBFBF", border=True, size=9, align="center"),
    head=Style(bold=True, size=16, color="FF1F3864"),
)
BLUE = Look(
    box=Style(fill="FFDDEBF7", border=True),
    column=Style(bold=True, fill="FF1F4E78", color="FFFFFFFF", border=True),
    label=Style(bold=True, color="FF1F4E78"),
)
BARE = Look(box=Style(), column=Style(bold=True), total=Style(bold=True), head=Style(bold=True, size=12))


def unit_of_rate(rng: random.Random, _copy: Any) -> str:
    return rng.choice(["pr. døgn", "pr. time", "pr. dag"])


def tariffs() -> Blank:
    """A tariff overview as the framework secretariats keep it: one wide list, years across, percent formats."""
    b = Blank("takst-og-pladsoversigt", "Takst- og pladsoversigt 2025.xlsx", "Takst- og pladsoversigt 2025", look=GREY)
    s = b.sheet(
        "Takster",
        {
            "A": 22,
            "B": 34,
            "C": 12,
            "D": 13,
            "E": 24,
            "F": 26,
            "G": 14,
            "H,I,J,K,L": 11,
            "M": 12,
            "N": 9,
            "O": 12,
            "P": 30,
        },
    )
    s.put("A1", "Takst- og pladsoversigt 2025", b.look.head, merge="A1:P1")
    s.put(
        "A2",
        "Bilag til rammeaftalen på det specialiserede socialområde. Oversigten udfyldes med én linje pr. ydelse.",
        Style(italic=True),
        merge="A2:P2",
    )
    b.single(
        "udbyder", s, "C4", "municipality", ("A4", "Indberettende kommune/region"), merge="C4:E4", label_merge="A4:B4"
    )
    b.single(
        "opdateret", s, "C5", "date", ("A5", "Oplysningerne er senest opdateret"), merge="C5:E5", label_merge="A5:B5"
    )
    b.headers(
        s,
        {
            "A7:A8": "Udbyder",
            "B7:B8": "Tilbud",
            "C7:C8": "CVR-nr.",
            "D7:D8": "P-nummer",
            "E7:E8": "Ydelse",
            "F7:F8": "Hovedmålgruppe",
            "G7:G8": "Lovgrundlag",
            "H7:I7": "Normering (pladser)",
            "J7:K7": "Belægningsprocent",
            "L7:M7": "Takst (kr.)",
            "N7:N8": "Takstenhed",
            "O7:O8": "Ny takst siden sidste år?",
            "P7:P8": "Bemærkninger",
            "H8": 2024,
            "I8": 2025,
            "J8": 2023,
            "K8": 2024,
            "L8": 2024,
            "M8": 2025,
        },
    )
    b.table(
        "takster",
        s,
        9,
        48,
        [
            {"id": "drift", "at": "A7", "also": ["A8"], "type": "choice", "choices": OPERATORS},
            {"id": "tilbud", "at": "B7", "also": ["B8"], "type": "offer"},
            {"id": "cvr", "at": "C7", "also": ["C8"], "type": "text", "hint": "cvr"},
            {"id": "pnr", "at": "D7", "also": ["D8"], "type": "text", "hint": "pnummer"},
            {"id": "ydelse", "at": "E7", "also": ["E8"], "type": "text", "hint": "short"},
            {"id": "maal", "at": "F7", "also": ["F8"], "type": "text", "hint": "target"},
            {"id": "lov", "at": "G7", "also": ["G8"], "type": "text", "hint": "law"},
            {"id": "norm24", "at": "H8", "type": "count", "label": "Normering (pladser) 2024"},
            {"id": "norm25", "at": "I8", "type": "count", "label": "Normering (pladser) 2025"},
            {"id": "bel23", "at": "J8", "type": "percent", "format": "0.0%", "label": "Belægningsprocent 2023"},
            {"id": "bel24", "at": "K8", "type": "percent", "format": "0.0%", "label": "Belægningsprocent 2024"},
            {"id": "takst24", "at": "L8", "type": "amount", "label": "Takst (kr.) 2024"},
            {"id": "takst25", "at": "M8", "type": "amount", "label": "Takst (kr.) 2025"},
            {"id": "enhed", "at": "N7", "also": ["N8"], "type": "text", "make": unit_of_rate},
            {"id": "ny", "at": "O7", "also": ["O8"], "type": "yes-no", "choices": ("Ja", "Nej")},
            {"id": "bem", "at": "P7", "also": ["P8"], "type": "text", "hint": "remark", "fill_rate": 0.3},
        ],
        header_top=7,
    )
    s.autofilter, s.freeze = "A8:P48", "C9"
    b.sender_field = "udbyder"
    b.rewordings = {
        "Hovedmålgruppe": "Primær målgruppe",
        "Lovgrundlag": "Lovgrundlag (§)",
        "Tilbud": "Tilbuddets navn",
        "CVR-nr.": "CVR nr",
        "Indberettende kommune/region": "Kommune / region",
    }
    b.rows = (4, 10)
    return b


def waiting_list() -> Blank:
    """A list with a printed running number, an example row, dates and an instruction above each column."""
    b = Blank(
        "venteliste-hoejt-specialiserede",
        "Venteliste_skema.xlsx",
        "Venteliste til højt specialiserede tilbud",
        look=BLUE,
    )
    g = b.sheet("Læs først", {"A": 110})
    for row, text in enumerate(
        [
            "Vejledning til ventelisteskemaet",
            "",
            "1. Skemaet udfyldes på arket 'Venteliste' med én linje pr. ventende borger. Skriv ikke navn eller personnummer.",
            "2. Linjen med eksemplet skal ikke slettes og tæller ikke med.",
            "3. Datoer skrives som dd-mm-åååå.",
            "4. Har kommunen ingen ventende borgere, sættes antallet øverst til 0.",
        ],
        1,
    ):
        g.put(f"A{row}", text or None, Style(bold=row == 1, size=14 if row == 1 else 10))
    s = b.sheet("Venteliste", {"A": 6, "B": 12, "C": 24, "D": 26, "E,F": 16, "G": 12, "H": 14, "I": 34})
    s.put("B2", "Venteliste pr. opgørelsesdatoen", b.look.head)
    b.single("kommune", s, "D4", "municipality", ("B4", "Kommune *"), merge="D4:E4", label_merge="B4:C4", required=True)
    b.single("dato", s, "D5", "date", ("B5", "Opgørelsesdato *"), merge="D5:E5", label_merge="B5:C5", required=True)
    b.single(
        "antal",
        s,
        "D6",
        "count",
        ("B6", "Antal ventende borgere i alt *"),
        merge="D6:E6",
        label_merge="B6:C6",
        required=True,
    )
    b.single("kontakt", s, "D7", "text", ("B7", "Kontaktperson"), merge="D7:E7", label_merge="B7:C7", hint="role")
    b.headers(
        s,
        {
            "A9": "Nr.",
            "B9": "Alder (år)",
            "C9": "Målgruppe",
            "D9": "Ønsket tilbud",
            "E9": "Henvist (dato)",
            "F9": "Forventet start (dato)",
            "G9": "Ventetid (uger)",
            "H9": "Midlertidig foranstaltning (ja/nej)",
            "I9": "Bemærkninger",
        },
    )
    example = Style(italic=True, color="FF7F7F7F", border=True)
    for letter, value in zip(
        "ABCDEFGHI",
        [
            "Eks.",
            34,
            "Eksempel: Kompleks erhvervet hjerneskade",
            "Eksempel: Rehab Solsiden",
            "01-02-2025",
            "01-05-2025",
            13,
            "Ja",
            "Eksempel: Borgeren afventer visitation",
        ],
        strict=True,
    ):
        s.put(f"{letter}10", value, example)
    for number in range(1, 26):
        s.put(f"A{10 + number}", number, Style(border=True))
    b.table(
        "venteliste",
        s,
        11,
        35,
        [
            {"id": "alder", "at": "B9", "type": "count", "make": lambda rng, _: rng.randint(18, 72)},
            {"id": "maal", "at": "C9", "type": "text", "hint": "target"},
            {"id": "tilbud", "at": "D9", "type": "offer"},
            {"id": "henvist", "at": "E9", "type": "date"},
            {"id": "start", "at": "F9", "type": "date", "fill_rate": 0.6},
            {"id": "uger", "at": "G9", "type": "count"},
            {"id": "midlertidig", "at": "H9", "type": "yes-no", "choices": ("Ja", "Nej")},
            {"id": "bem", "at": "I9", "type": "text", "hint": "remark", "fill_rate": 0.4},
        ],
    )
    b.printed = (
        "Eksempel: Kompleks erhvervet hjerneskade",
        "Eksempel: Rehab Solsiden",
        "Eksempel: Borgeren afventer visitation",
        "Eks.",
    )
    b.sender_field, b.nil = "kommune", ("antal", "Ingen ventende")
    b.rewordings = {
        "Ønsket tilbud": "Tilbud, der ventes på",
        "Henvist (dato)": "Dato for henvisning",
        "Ventetid (uger)": "Ventetid i uger",
    }
    return b


def agreements() -> Blank:
    """Two tables under each other and two beside each other, on one sheet."""
    b = Blank(
        "samarbejdsaftaler",
        "Skema_samarbejdsaftaler.xlsx",
        "Samarbejdsaftaler og faglige netværk",
        look=Look(column=Style(bold=True, fill="FFC6E0B4", border=True)),
    )
    s = b.sheet("Aftaler og netværk", {"A": 32, "B": 26, "C,D": 14, "E": 26, "F": 3, "G": 30, "H,I": 14})
    s.put("A1", "Samarbejdsaftaler og faglige netværk", b.look.head)
    b.single("kommune", s, "B3", "municipality", ("A3", "Kommune/region:"))
    b.single("enhed", s, "B4", "text", ("A4", "Besvarende enhed:"), hint="unit")
    s.put("A6", "Tabel 1. Skriftlige samarbejdsaftaler", Style(bold=True))
    b.headers(
        s, {"A7": "Aftalens titel", "B7": "Parter", "C7": "Indgået år", "D7": "Udløber (dato)", "E7": "Bemærkninger"}
    )
    b.table(
        "aftaler",
        s,
        8,
        15,
        [
            {"id": "titel", "at": "A7", "type": "text", "hint": "short"},
            {"id": "parter", "at": "B7", "type": "text", "hint": "short"},
            {"id": "aar", "at": "C7", "type": "year"},
            {"id": "udloeb", "at": "D7", "type": "date"},
            {"id": "bem", "at": "E7", "type": "text", "hint": "remark", "fill_rate": 0.4},
        ],
    )
    s.put("G6", "Tabel 2. Køb af pladser hos andre", Style(bold=True))
    b.headers(s, {"G7": "Kommune, der købes hos", "H7": "Antal pladser", "I7": "Udgift (kr.)"})
    b.table(
        "koeb",
        s,
        8,
        15,
        [
            {"id": "hos", "at": "G7", "type": "municipality"},
            {"id": "pladser", "at": "H7", "type": "count"},
            {"id": "udgift", "at": "I7", "type": "amount", "format": "#,##0.00"},
        ],
        total=16,
    )
    b.total_row(s, 16, ("G16", "I alt"), ["H", "I"], 8, 15)
    s.put("A19", "Tabel 3. Faglige netværk", Style(bold=True))
    b.headers(
        s,
        {
            "A20": "Netværkets navn",
            "B20": "Målgruppe",
            "C20": "Møder pr. år",
            "D20": "Antal deltagere",
            "E20": "Tovholder",
        },
    )
    b.table(
        "netvaerk",
        s,
        21,
        28,
        [
            {"id": "navn", "at": "A20", "type": "text", "hint": "short"},
            {"id": "maal", "at": "B20", "type": "text", "hint": "target"},
            {"id": "moeder", "at": "C20", "type": "count", "make": lambda rng, _: rng.randint(1, 12)},
            {"id": "deltagere", "at": "D20", "type": "count"},
            {"id": "tovholder", "at": "E20", "type": "text", "hint": "role"},
        ],
    )
    b.single("andet", s, "A31", "text", ("A30", "Øvrige oplysninger om samarbejdet"), merge="A31:E34")
    b.sender_field = "kommune"
    b.rewordings = {
        "Aftalens titel": "Aftale (titel)",
        "Møder pr. år": "Antal møder om året",
        "Kommune, der købes hos": "Købskommune",
        "Indgået år": "Indgået (årstal)",
    }
    b.rows = (3, 6)
    return b


def occupancy(version: int) -> Blank:
    """Quarterly occupancy; the newer version has a column more, one renamed and one question less."""
    new = version == 2
    b = Blank(
        f"kvartalsbelaegning-v{version}",
        f"Kvartalsbelægning v{version}.xlsx",
        "Kvartalsvis indberetning af belægning",
        look=Look(
            box=Style(fill="FFE2EFDA", border=True),
            column=Style(bold=True, fill="FF70AD47", color="FFFFFFFF", border=True),
        ),
    )
    s = b.sheet("Kvartal" if new else "Belægning", {"A": 34, "B": 14, "C,D,E,F,G,H,I": 11, "J": 30})
    s.put("A1", "Kvartalsvis indberetning af belægning", b.look.head)
    s.put("A2", "Version 2 – gælder fra 2025" if new else "Version 1 – gælder for 2023 og 2024", Style(italic=True))
    b.single("kommune", s, "B4", "municipality", ("A4", "Kommune eller region"), merge="B4:D4")
    if not new:
        b.single("telefon", s, "B5", "text", ("A5", "Telefonnummer"), merge="B5:D5", hint="phone")
    b.single(
        "kvartal",
        s,
        "B6",
        "choice",
        ("A6", "Kvartal"),
        choices=("1. kvartal", "2. kvartal", "3. kvartal", "4. kvartal"),
        merge="B6:D6",
    )
    b.single("aar", s, "B7", "year", ("A7", "År"), merge="B7:D7")
    heads: dict[str, Any] = {
        "A9:A10": "Tilbud",
        "B9:B10": "Lovgrundlag",
        "C9:E9": "Belægning i måneden (%)",
        "C10": "1. md.",
        "D10": "2. md.",
        "E10": "3. md.",
    }
    columns: list[dict[str, Any]] = [
        {"id": "tilbud", "at": "A9", "also": ["A10"], "type": "offer"},
        {"id": "lov", "at": "B9", "also": ["B10"], "type": "text", "hint": "law"},
        {"id": "m1", "at": "C10", "type": "percent"},
        {"id": "m2", "at": "D10", "type": "percent"},
        {"id": "m3", "at": "E10", "type": "percent"},
    ]
    if new:
        heads |= {"F9:F10": "Normerede pladser (stk.)", "G9:G10": "Heraf aflastning (stk.)", "H9:H10": "Bemærkninger"}
        columns += [
            {"id": "norm", "at": "F9", "also": ["F10"], "type": "count"},
            {"id": "aflastning", "at": "G9", "also": ["G10"], "type": "count"},
            {"id": "bem", "at": "H9", "also": ["H10"], "type": "text", "hint": "remark", "fill_rate": 0.4},
        ]
    else:
        heads |= {"F9:F10": "Pladser (stk.)", "G9:G10": "Bemærkninger"}
        columns += [
            {"id": "norm", "at": "F9", "also": ["F10"], "type": "count"},
            {"id": "bem", "at": "G9", "also": ["G10"], "type": "text", "hint": "remark", "fill_rate": 0.4},
        ]
    b.headers(s, heads)
    b.table("belaegning", s, 11, 30, columns, total=31, header_top=9)
    b.total_row(s, 31, ("A31", "I alt"), ["F"], 11, 30)
    b.single("forklaring", s, "A34", "text", ("A33", "Forklar udsving på 5 procentpoint eller mere"), merge="A34:H37")
    b.sender_field = "kommune"
    b.rewordings = {"Tilbud": "Tilbuddets navn", "Kommune eller region": "Kommune/region", "Lovgrundlag": "§-grundlag"}
    return b
