"""Blanks to tick and to count: a scale per target group, printed grids, tick matrices, yes/no checklists."""

from .blank import Blank, Look
from .model import Style

TARGET_GROUPS = [
    "Voksne med kompleks erhvervet hjerneskade",
    "Børn og unge med alvorlig synsnedsættelse",
    "Borgere med svære spiseforstyrrelser",
    "Borgere med udviklingshæmning og dom",
    "Udsatte gravide",
    "Borgere med døvblindhed",
    "Borgere med autisme og komplekse udfordringer",
    "Hjemløse med komplekse støttebehov",
    "Borgere med kommunikationshandicap",
]
BORDERS = Look(
    box=Style(border=True), column=Style(bold=True, border=True), label=Style(), section=Style(bold=True, size=12)
)


def framework_scale() -> Blank:
    """A framework agreement form: tick 1–5 or "Ved ikke" per target group, with a remark beside each."""
    b = Blank(
        "rammeaftale-opfyldelsesgrad",
        "Afkrydsningsskema rammeaftale.xlsx",
        "Sammenhæng mellem udbud og efterspørgsel",
        look=BORDERS,
    )
    s = b.sheet("Afkrydsning", {"A": 46, "B,C,D,E,F": 6, "G": 10, "H": 50})
    s.put("A1", "Afkrydsningsskema: sammenhæng mellem udbud og efterspørgsel", b.look.head, merge="A1:H1")
    s.put(
        "A2",
        "Sæt ét kryds i hver linje. 1 = behovet er mindst opfyldt, 5 = behovet er bedst opfyldt. Ved 1 og 2 skal svaret uddybes.",
        Style(italic=True),
        merge="A2:H2",
    )
    b.single("kommune", s, "B4", "municipality", ("A4", "Kommune"), merge="B4:G4")
    b.single("udfyldt", s, "B5", "text", ("A5", "Udfyldt af"), merge="B5:G5", hint="role")
    b.headers(
        s,
        {
            "A7:A8": "Målgruppe",
            "B7:G7": "Opfyldelsesgrad",
            "H7:H8": "Uddybning (kræves ved 1 og 2)",
            "B8": 1,
            "C8": 2,
            "D8": 3,
            "E8": 4,
            "F8": 5,
            "G8": "Ved ikke",
        },
    )
    for number, group in enumerate(TARGET_GROUPS):
        row = 9 + number
        b.scale(
            f"grad{number + 1}", s, (f"A{row}", group), [f"{c}{row}" for c in "BCDEFG"], [1, 2, 3, 4, 5, "Ved ikke"]
        )
        b.single(
            f"uddyb{number + 1}", s, f"H{row}", "text", None, hint="remark", fill_rate=0.5, name=f"Uddybning · {group}"
        )
        b.fields[-1].also = ({"cell": "H7", "row": number + 1}, {"cell": "H8", "row": number + 1})
        b.fields[-1].label_cell = f"A{row}"
        b.fields[-1].kind = "grid"
        b.fields[-1].table = "uddybning"
    end = 9 + len(TARGET_GROUPS)
    s.put(f"A{end + 1}", "Fri tekst", b.look.section)
    b.single(
        "frit",
        s,
        f"A{end + 3}",
        "text",
        (f"A{end + 2}", "Beskriv de væsentligste ændringer i behovet de kommende to år"),
        merge=f"A{end + 3}:H{end + 8}",
    )
    b.single(
        "dialog",
        s,
        f"H{end + 10}",
        "yes-no",
        (f"A{end + 10}", "Ønsker kommunen en opfølgende dialog med sekretariatet?"),
        choices=("Ja", "Nej"),
        label_merge=f"A{end + 10}:G{end + 10}",
    )
    b.sender_field = "kommune"
    b.rewordings = {"Udfyldt af": "Skemaet er udfyldt af", "Målgruppe": "Målgrupper"}
    return b


def age_grid() -> Blank:
    """Age groups down, years and sexes across: every answer cell is a field of its own."""
    b = Blank(
        "maalgruppe-alder-koen",
        "Opgørelse alder og køn.xlsx",
        "Målgruppen fordelt på alder og køn",
        look=Look(
            box=Style(fill="FFFFFFE0", border=True),
            column=Style(bold=True, fill="FF8EA9DB", border=True, align="center"),
        ),
    )
    s = b.sheet("Opgørelse", {"A": 26, "B,C,D,E,F,G": 10, "H": 34})
    s.put("A1", "Målgruppen fordelt på alder og køn", b.look.head, merge="A1:H1")
    b.single("kommune", s, "B3", "municipality", ("A3", "Kommune (påkrævet)"), merge="B3:D3", required=True)
    b.single("journal", s, "B4", "text", ("A4", "Sagsnr./journalnr."), merge="B4:D4", hint="journal")
    s.put(
        "A6",
        "Antal borgere (personer) pr. 31. december. Skriv 0, hvis der ingen er.",
        Style(italic=True),
        merge="A6:H6",
    )
    b.headers(
        s,
        {
            "A7:A8": "Aldersgruppe",
            "B7:C7": 2022,
            "D7:E7": 2023,
            "F7:G7": 2024,
            "H7:H8": "Bemærkninger",
            **{f"{c}8": t for c, t in zip("BCDEFG", ["Kvinder", "Mænd"] * 3, strict=True)},
        },
    )
    ages = ["0-5 år", "6-12 år", "13-17 år", "18-24 år", "25-39 år", "40-64 år", "65 år og derover"]
    for number, age in enumerate(ages):
        s.put(f"A{9 + number}", age, Style(border=True))
    b.grid(
        "alder",
        s,
        [f"A{9 + n}" for n in range(len(ages))],
        [
            *(
                {"id": f"{sex}{year}", "at": f"{c}8", "type": "count"}
                for c, year, sex in zip("BCDEFG", [22, 22, 23, 23, 24, 24], "kmkmkm", strict=True)
            ),
            {"id": "bem", "at": "H7", "also": ["H8"], "type": "text", "hint": "remark", "fill_rate": 0.3},
        ],
    )
    b.total_row(s, 16, ("A16", "I alt"), list("BCDEFG"), 9, 15)
    s.put("A18", "Borgere fordelt på boform pr. 31. december 2024", Style(bold=True))
    b.headers(s, {"A19": "Boform", "B19": "Antal (personer)", "C19": "Andel (%)"})
    homes = ["Egen bolig", "Botilbud i egen kommune", "Botilbud uden for kommunen", "Andet"]
    for number, home in enumerate(homes):
        s.put(f"A{20 + number}", home, Style(border=True))
    b.grid(
        "boform",
        s,
        [f"A{20 + n}" for n in range(4)],
        [{"id": "antal", "at": "B19", "type": "count"}, {"id": "andel", "at": "C19", "type": "percent"}],
    )
    b.single("metode", s, "A26", "text", ("A25", "Hvordan er tallene opgjort?"), merge="A26:H29")
    b.sender_field = "kommune"
    b.rewordings = {
        "Sagsnr./journalnr.": "Journalnummer",
        "Boform": "Boligform",
        "Hvordan er tallene opgjort?": "Hvordan er tallene opgjort",
    }
    return b


def tick_matrix() -> Blank:
    """Interventions down, forms of organisation across, a cross in each box that fits; a list to tick below."""
    b = Blank(
        "organisering-af-indsatser",
        "Matrix indsatser.xlsx",
        "Organisering af højt specialiserede indsatser",
        look=BORDERS,
    )
    s = b.sheet("Matrix", {"A": 44, "B,C,D,E,F": 15})
    s.put("A1", "Organisering af højt specialiserede indsatser", b.look.head)
    s.put("A3", "Kommunens navn", Style(bold=True))
    b.single("kommune", s, "A4", "municipality", None, name="Kommunens navn")
    b.fields[-1].label_cell = "A3"
    s.put(
        "A6", "1. Sæt x ud for de organiseringsformer, som kommunen anvender (gerne flere pr. linje)", Style(bold=True)
    )
    b.headers(
        s,
        {
            "A7": "Indsats",
            "B7": "Egen drift",
            "C7": "Køb hos anden kommune",
            "D7": "Køb hos regionen",
            "E7": "Køb hos privat",
            "F7": "Udgående team",
        },
    )
    for number, text in enumerate(
        [
            "Neuropsykologisk udredning",
            "Intensiv genoptræning",
            "Specialiseret bostøtte",
            "Kommunikationsstøtte",
            "Familierådgivning",
            "Supervision af personale",
        ]
    ):
        s.put(f"A{8 + number}", text, Style(border=True))
    b.grid(
        "matrix",
        s,
        [f"A{8 + n}" for n in range(6)],
        [
            {"id": i, "at": f"{c}7", "type": "yes-no", "fill_rate": 0.4}
            for c, i in zip("BCDEF", ["egen", "kommune", "region", "privat", "team"], strict=True)
        ],
    )
    s.put("A16", "2. Hvad er de største barrierer? (sæt kryds – gerne flere)", Style(bold=True))
    b.ticks(
        "barriere",
        s,
        "A16",
        [
            (f"B{17 + n}", f"A{17 + n}", t)
            for n, t in enumerate(
                [
                    "Økonomi",
                    "Geografisk afstand",
                    "Manglende viden om tilbuddene",
                    "Få borgere i målgruppen",
                    "Rekruttering",
                    "Andre forhold",
                ]
            )
        ],
    )
    b.single("andre", s, "A25", "text", ("A24", "Beskriv andre forhold"), merge="A25:F27", fill_rate=0.7)
    b.single(
        "udvikling",
        s,
        "A30",
        "choice",
        ("A29", "3. Hvordan forventes behovet at udvikle sig?"),
        choices=("Stigende", "Uændret", "Faldende", "Kan ikke vurderes"),
    )
    b.sender_field = "kommune"
    b.rewordings = {"Kommunens navn": "Kommune", "Beskriv andre forhold": "Beskriv eventuelle andre forhold"}
    return b


def checklist() -> Blank:
    """Questions with a box to tick for Ja, Nej and Ved ikke each, and a remark; numbered 1.1 to 3.2."""
    b = Blank(
        "tjekliste-implementering",
        "Tjekliste - kommunal implementering.xlsx",
        "Tjekliste for kommunal implementering",
        look=Look(
            box=Style(fill="FFF2F2F2", border=True),
            column=Style(bold=True, fill="FF404040", color="FFFFFFFF", border=True),
        ),
    )
    s = b.sheet("Tjekliste", {"A": 6, "B": 70, "C,D": 7, "E": 10, "F": 44})
    s.put("B1", "Tjekliste for kommunal implementering", b.look.head)
    b.single(
        "myndighed",
        s,
        "F3",
        "municipality",
        ("B3", "Tjeklisten er udfyldt på vegne af (kommune eller region)"),
        label_merge="B3:E3",
    )
    b.single("dato", s, "F4", "date", ("B4", "Dato"), label_merge="B4:E4")
    b.headers(s, {"A6": "Nr.", "B6": "Spørgsmål", "C6": "Ja", "D6": "Nej", "E6": "Ved ikke", "F6": "Evt. bemærkninger"})
    row = 7
    for part, (title, questions) in enumerate(
        [
            (
                "Organisering",
                [
                    "Er der udpeget en ansvarlig for implementeringen i forvaltningen?",
                    "Er den politiske ledelse orienteret om den centrale udmelding og den faglige vurdering heraf?",
                ],
            ),
            (
                "Faglig indsats",
                [
                    "Indgår forløbsbeskrivelsen i kommunens visitationsgrundlag for målgruppen?",
                    "Er der indgået aftale med mindst ét højt specialiseret tilbud, som kan modtage borgere inden for fire uger?",
                    "Anvender kommunen VISO i de mest specialiserede og komplekse enkeltsager?",
                ],
            ),
            (
                "Opfølgning",
                [
                    "Følges der op på indsatsen mindst én gang om året?",
                    "Er der behov for støtte fra National koordination?",
                ],
            ),
        ],
        1,
    ):
        s.put(f"A{row}", f"{part}. {title}", b.look.section, merge=f"A{row}:F{row}")
        row += 1
        for number, question in enumerate(questions, 1):
            s.put(
                f"A{row}",
                f"{part}.{number}",
                Style(border=True),
            )
            b.scale(
                f"q{part}{number}",
                s,
                (f"B{row}", question),
                [f"C{row}", f"D{row}", f"E{row}"],
                ["Ja", "Nej", "Ved ikke"],
            )
            yes_no = b.fields[-1]
            yes_no.type = "choice"
            b.single(
                f"bem{part}{number}",
                s,
                f"F{row}",
                "text",
                None,
                hint="remark",
                fill_rate=0.3,
                name=f"Bemærkninger · {question}",
            )
            b.fields[-1].kind, b.fields[-1].table, b.fields[-1].label_cell = "grid", "bemaerkninger", f"B{row}"
            row += 1
    b.sender_field = "myndighed"
    return b
