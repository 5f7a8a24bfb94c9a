"""Blanks that are mostly questions: hearing answer, long questionnaire, bare labels, boxes with labels inside or above."""

from .blank import Blank, Look
from .model import Style

BARE = Look(
    head=Style(bold=True, size=12, wrap=False),
    label=Style(wrap=False),
    box=Style(),
    column=Style(bold=True),
    section=Style(bold=True, wrap=False),
    total=Style(bold=True),
)
COLOURS = Look(
    box=Style(fill="FFFFFF00", border=True),
    optional=Style(fill="FFFFC000", border=True),
    label=Style(),
    section=Style(bold=True, fill="FFD0CECE"),
    column=Style(bold=True, fill="FFF2F2F2", border=True),
)
FRAMED = Look(
    box=Style(border=True), label=Style(bold=True, size=9), column=Style(bold=True, fill="FFFCE4D6", border=True)
)


def hearing() -> Blank:
    """A hearing answer: boxes with the label inside, long boxes under their label, a table of remarks."""
    b = Blank("hoeringssvar-skema", "Høringsskema.xlsx", "Skema til høringssvar", look=FRAMED)
    s = b.sheet("Høringssvar", {"A": 16, "B,C": 24, "D": 40, "E": 40})
    s.gridlines = False
    s.put("A1", "Høring over udkast til forløbsbeskrivelse", b.look.head, merge="A1:E1")
    s.put(
        "A2",
        "Høringssvar sendes i dette skema. Skriv ét emne pr. linje i tabellen. Generelle bemærkninger skrives i feltet under tabellen.",
        Style(italic=True),
        merge="A2:E3",
    )
    box = Style(border=True)
    b.single(
        "afsender",
        s,
        "A5",
        "municipality",
        None,
        merge="A5:C5",
        prefix="Kommune/region:",
        name="Kommune/region",
        style=box,
    )
    b.single("kontakt", s, "D5", "text", None, prefix="Kontaktperson:", name="Kontaktperson", hint="role", style=box)
    b.single("telefon", s, "E5", "text", None, prefix="Telefon:", name="Telefon", hint="phone", style=box)
    b.single("mail", s, "A6", "text", None, merge="A6:C6", prefix="E-mail:", name="E-mail", hint="email", style=box)
    b.single("dato", s, "D6", "date", None, prefix="Dato:", name="Dato", style=box)
    b.single("journal", s, "E6", "text", None, prefix="Jeres j.nr.:", name="Jeres j.nr.", hint="journal", style=box)
    b.headers(
        s, {"A8": "Afsnit nr.", "B8": "Side", "C8": "Emne", "D8": "Bemærkning", "E8": "Forslag til ændret formulering"}
    )
    b.table(
        "svar",
        s,
        9,
        23,
        [
            {
                "id": "afsnit",
                "at": "A8",
                "type": "text",
                "make": lambda rng, _: f"{rng.randint(1, 6)}.{rng.randint(1, 9)} {rng.choice('abc')})",
            },
            {"id": "side", "at": "B8", "type": "count", "make": lambda rng, _: rng.randint(3, 48)},
            {"id": "emne", "at": "C8", "type": "text", "hint": "target"},
            {"id": "bemaerkning", "at": "D8", "type": "text"},
            {"id": "forslag", "at": "E8", "type": "text", "fill_rate": 0.6},
        ],
    )
    b.single("generelt", s, "A26", "text", ("A25", "Generelle bemærkninger til udkastet"), merge="A26:E31")
    b.single(
        "tilslutning",
        s,
        "D33",
        "choice",
        ("A33", "Kan høringsparten tilslutte sig udkastet?"),
        label_merge="A33:C33",
        choices=("Ja", "Ja, med bemærkninger", "Nej"),
    )
    b.single(
        "offentlig",
        s,
        "D34",
        "yes-no",
        ("A34", "Må høringssvaret offentliggøres?"),
        label_merge="A34:C34",
        choices=("Ja", "Nej"),
    )
    b.sender_field = "afsender"
    b.rewordings = {
        "Forslag til ændret formulering": "Forslag til ny formulering",
        "Generelle bemærkninger til udkastet": "Generelle bemærkninger",
    }
    return b


QUESTIONS = [
    (
        "1.1",
        "Hvor mange borgere i målgruppen har modtaget en højt specialiseret indsats i perioden 1. januar 2023 til 31. december 2024? (antal personer)",
        "count",
        True,
    ),
    (
        "1.2 a)",
        "Hvor stor en andel af borgerne i 1.1 fik indsatsen leveret uden for egen kommune? (angives i procent)",
        "percent",
        True,
    ),
    ("1.2 b)", "Hvor mange af borgerne i 1.1 var fyldt 65 år ved indsatsens start? (antal personer)", "count", False),
    ("1.3", "Hvor mange årsværk har kommunen ansat til den specialiserede indsats? (årsværk)", "number", False),
    (
        "2.1",
        "Har kommunen vedtaget en handleplan, der beskriver, hvordan den centrale udmelding følges op lokalt, herunder samarbejdet med regionen og øvrige kommuner?",
        "yes-no",
        True,
    ),
    ("2.2", "Hvornår er handleplanen senest behandlet i fagudvalget? (dato)", "date", False),
    ("2.3 a)", "Hvilken organisering beskriver bedst kommunens indsats over for målgruppen?", "choice", True),
    ("2.3 b)", "I hvilket år blev den nuværende organisering indført? (årstal)", "year", False),
    (
        "3.1",
        "Hvor tilfreds er kommunen samlet set med udbuddet af tilbud? (1 = meget utilfreds, 5 = meget tilfreds)",
        "scale",
        True,
    ),
    ("3.2", "Hvor stor var kommunens samlede udgift til målgruppen i regnskab 2024? (kr.)", "amount", True),
]


def questionnaire() -> Blank:
    """Long numbered questions, a remark box under each, yellow and orange boxes, a note of what must be filled in."""
    b = Blank("status-paa-central-udmelding", "Statusskema.xlsx", "Status på den centrale udmelding", look=COLOURS)
    f = b.sheet("Forside", {"A": 4, "B": 30, "C": 50})
    f.put("B2", "Status på den centrale udmelding", b.look.head, merge="B2:C2")
    f.put(
        "B4",
        "Skemaet består af tre dele. Gule felter skal udfyldes, orange felter er valgfrie. Under hvert spørgsmål er der plads til bemærkninger.",
        Style(),
        merge="B4:C6",
    )
    f.put("B8", "Gul", Style(fill="FFFFFF00"))
    f.put("C8", "Skal udfyldes", Style())
    f.put("B9", "Orange", Style(fill="FFFFC000"))
    f.put("C9", "Kan udfyldes", Style())
    b.single("kommune", f, "C11", "municipality", ("B11", "Kommunens navn"), mark=" (påkrævet)", required=True)
    b.single(
        "leder", f, "C12", "text", ("B12", "Ansvarlig leder (titel)"), mark=" (påkrævet)", required=True, hint="role"
    )
    b.single("udfyldt", f, "C13", "text", ("B13", "Udfyldt af"), hint="role")
    b.single("tlf", f, "C14", "text", ("B14", "Direkte telefon"), hint="phone")
    s = b.sheet("Spørgsmål", {"A": 8, "B": 60, "C": 22})
    row = 2
    last = ""
    titles = {"1": "Del 1. Målgruppen", "2": "Del 2. Organisering", "3": "Del 3. Vurdering"}
    for number, text, kind, required in QUESTIONS:
        if number[0] != last:
            last = number[0]
            s.put(f"A{row}", titles[last], b.look.section, merge=f"A{row}:C{row}")
            row += 1
        choices = {
            "yes-no": ("Ja", "Nej"),
            "choice": ("Egen specialiseret enhed", "Tværkommunalt samarbejde", "Køb hos andre"),
            "scale": ("1", "2", "3", "4", "5"),
        }.get(kind, ())
        s.put(f"A{row}", number, Style(bold=True))
        field_id = "s" + "".join(c for c in number if c.isalnum())
        b.single(field_id, s, f"C{row}", kind, (f"B{row}", text), required=required, choices=choices)
        b.single(
            field_id + "_bem",
            s,
            f"B{row + 2}",
            "text",
            (f"B{row + 1}", f"Evt. bemærkninger til spørgsmål {number}"),
            merge=f"B{row + 2}:C{row + 3}",
            hint="remark",
            fill_rate=0.4,
        )
        row += 5
    b.single(
        "vigtigst",
        s,
        f"B{row + 1}",
        "text",
        (f"B{row}", "3.3 Beskriv de tre vigtigste udfordringer, som kommunen ser i de kommende to år"),
        merge=f"B{row + 1}:C{row + 4}",
        required=True,
    )
    b.sender_field, b.nil = "kommune", ("s11", "Ingen borgere i målgruppen")
    b.rewordings = {
        QUESTIONS[0][
            1
        ]: "Antal borgere i målgruppen, der har modtaget en højt specialiseret indsats i perioden 1. januar 2023 til 31. december 2024 (antal personer)",
        "Direkte telefon": "Telefon (direkte)",
    }
    return b


def bare() -> Blank:
    """Labels only: no colours, no borders, answers in the next cell, the unit in the one after it."""
    b = Blank("oplysninger-om-tilbud", "Oplysningsskema.xlsx", "Oplysninger om et tilbud", look=BARE)
    s = b.sheet("Ark1", {"A": 52, "B": 36, "C": 12})
    s.put("A1", "OPLYSNINGER OM ET HØJT SPECIALISERET TILBUD", b.look.head)
    s.put("A2", "Returneres senest den 1. maj til sekretariatet.", b.look.label)
    spec = [
        (4, "kommune", "Kommune:", "municipality", {}),
        (5, "navn", "Tilbuddets navn:", "offer", {}),
        (6, "adresse", "Adresse:", "text", {"hint": "address"}),
        (7, "cvr", "CVR-nummer:", "text", {"hint": "cvr"}),
        (8, "pnr", "P-nummer:", "text", {"hint": "pnummer"}),
        (9, "leder", "Leder (stilling):", "text", {"hint": "role"}),
        (10, "oprettet", "Oprettet (år):", "year", {}),
        (13, "pladser", "Antal godkendte pladser:", "count", {}),
        (14, "belagt", "Heraf belagt pr. 1. januar:", "count", {}),
        (15, "procent", "Belægningsprocent i 2024:", "percent", {}),
        (16, "takst", "Takst pr. døgn i 2025:", "amount", {}),
        (17, "vaagen", "Antal medarbejdere (fuldtid):", "number", {}),
        (20, "godkendt", "Er tilbuddet godkendt af socialtilsynet?", "yes-no", {}),
        (21, "dato", "Dato for seneste godkendelse:", "date", {}),
        (22, "maal", "Målgruppe(r):", "text", {"hint": "target"}),
        (23, "lov", "Lovgrundlag:", "text", {"hint": "law"}),
    ]
    s.put("A12", "Kapacitet", b.look.section)
    s.put("A19", "Godkendelse", b.look.section)
    for row, field_id, label, kind, more in spec:
        b.single(
            field_id,
            s,
            f"B{row}",
            kind,
            (f"A{row}", label),
            number_format="General" if kind != "date" else None,
            **more,
        )
    for row, unit in ((13, "stk."), (14, "stk."), (15, "%"), (16, "kr."), (17, "årsværk")):
        s.put(f"C{row}", unit, b.look.label)
    b.single("andet", s, "A26", "text", ("A25", "Andre oplysninger, som har betydning for tilbuddet:"))
    b.sender_field = "kommune"
    b.rewordings = {"Kommune:": "Kommunens navn", "Leder (stilling):": "Leder", "Målgruppe(r):": "Målgruppe"}
    return b


def organisation() -> Blank:
    """Boxes in two columns, each under its label; a sender that may be a region."""
    b = Blank("organisationsskema", "Skema om organisering.xlsx", "Organisering af koordinationen", look=FRAMED)
    s = b.sheet("Organisering", {"A": 3, "B": 36, "C": 3, "D": 36, "E": 3, "F": 24})
    s.put("B1", "Organisering af koordinationen i regionen", b.look.head, merge="B1:F1")
    spec = [
        (3, "B", "afsender", "Region eller kommune", "municipality", {}),
        (3, "D", "sekretariat", "Sekretariatets navn", "text", {"hint": "unit"}),
        (3, "F", "dato", "Udfyldt den", "date", {}),
        (6, "B", "formand", "Formand for styregruppen (titel)", "text", {"hint": "role"}),
        (6, "D", "netvaerk", "Antal faglige netværk", "count", {}),
        (6, "F", "siden", "Nuværende struktur siden (år)", "year", {}),
        (9, "B", "moeder", "Møder i styregruppen pr. år", "count", {}),
        (9, "D", "budget", "Sekretariatets budget 2025 (kr.)", "amount", {}),
        (9, "F", "model", "Betalingsmodel", "choice", {"choices": ("Objektiv finansiering", "Takst", "Blandet")}),
    ]
    for row, letter, field_id, label, kind, more in spec:
        b.single(field_id, s, f"{letter}{row + 1}", kind, (f"{letter}{row}", label), **more)
    b.single("opgaver", s, "B13", "text", ("B12", "Sekretariatets opgaver"), merge="B13:F16")
    b.single(
        "aendringer", s, "B19", "text", ("B18", "Planlagte ændringer i organiseringen"), merge="B19:F22", fill_rate=0.8
    )
    b.sender_field = "afsender"
    b.rewordings = {"Antal faglige netværk": "Faglige netværk (antal)", "Udfyldt den": "Dato"}
    return b


def fact_sheet() -> Blank:
    """Pairs of label and box side by side, with printed prompts ("Vælg på listen", "Skriv her") in the boxes."""
    b = Blank(
        "faktaark-beredskab",
        "Faktaark.xlsx",
        "Faktaark om akut beredskab",
        look=Look(box=Style(fill="FFEDEDED", border=True, italic=True), label=Style(bold=True)),
    )
    s = b.sheet("Faktaark", {"A": 28, "B": 26, "C": 4, "D": 32, "E": 22})
    s.put("A1", "Faktaark om akut beredskab", b.look.head)
    spec = [
        ("A3", "B3", "kommune", "Kommune", "municipality", {}, None),
        ("D3", "E3", "version", "Udfyldt dato", "date", {}, None),
        (
            "A5",
            "B5",
            "beredskab",
            "Døgnberedskab?",
            "choice",
            {"choices": ("Ja, egen vagt", "Ja, fælles vagt", "Nej")},
            "Vælg på listen",
        ),
        ("D5", "E5", "svartid", "Gennemsnitlig svartid (minutter)", "count", {}, None),
        ("A7", "B7", "henv", "Henvendelser i 2024", "count", {}, None),
        ("D7", "E7", "andel", "Heraf viderevisiteret (%)", "percent", {}, None),
        ("A9", "B9", "vagtleder", "Vagthavende (stilling)", "text", {"hint": "role"}, "Skriv her"),
        ("D9", "E9", "telefon", "Vagttelefon", "text", {"hint": "phone"}, None),
        ("A11", "B11", "aftale", "Aftale med psykiatrien?", "yes-no", {"choices": ("Ja", "Nej")}, "Vælg på listen"),
        ("D11", "E11", "aftaleaar", "Aftalen er fra (år)", "year", {}, None),
    ]
    for label, cell, field_id, text, kind, more, prompt in spec:
        b.single(
            field_id,
            s,
            cell,
            kind,
            (label, text),
            fill_rate=1.0 if field_id in ("kommune", "version") else 0.85,
            **more,
        )
        s.at(cell).value = prompt
    b.single("erfaringer", s, "A14", "text", ("A13", "Erfaringer med beredskabet"), merge="A14:E18", fill_rate=0.7)
    s.at("A14").value = "Skriv her"
    b.printed = ("Skriv her", "Vælg på listen")
    b.sender_field = "kommune"
    b.rewordings = {"Henvendelser i 2024": "Antal henvendelser 2024", "Vagttelefon": "Telefon til vagten"}
    return b
