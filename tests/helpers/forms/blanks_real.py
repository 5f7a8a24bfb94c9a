"""Blanks after real Danish ones: system lists, front page and themes, one sheet per offer, budget lines, sentences to fill."""

from typing import Any

from .blank import Blank, Look
from .model import Style, a1

NONE = Look(box=Style(), column=Style(bold=True), label=Style())
GREY_ON_WHITE = Look(
    box=Style(border=True, unlocked=True), column=Style(bold=True, fill="FFEEECE1", border=True), label=Style()
)
BUDGET = Look(
    box=Style(fill="FFFFFF00", border=True, unlocked=True),
    optional=Style(fill="FFFFC000", border=True, unlocked=True),
    column=Style(bold=True, border=True),
    label=Style(border=True),
    total=Style(bold=True, fill="FFD9D9D9", border=True),
)


def system_list() -> Blank:
    """A list kept by a system: field names above the headings, demands within them, look-ups on hidden sheets."""
    b = Blank("systemudtraek", "Systemudtræk.xlsx", "Systemudtræk", look=NONE)
    s = b.sheet("Tilbud", dict.fromkeys("ABCDEFGHIJ", 20))
    s.put("A1", "Feltnavn i portalen", Style(italic=True))
    for letter, text in zip("BCDEFGH", ["navn", "pnr", "type", "antal", "pris", "start", "link"], strict=True):
        s.put(f"{letter}1", text, Style(italic=True, color="FF808080"))
    headings = [
        ("ID (skal ikke udfyldes)", None),
        ("Tilbuddets navn (påkrævet)", {"id": "navn", "type": "offer", "required": True}),
        ("P-nummer (påkrævet)", {"id": "pnr", "type": "text", "hint": "pnummer", "required": True}),
        (
            "Tilbudstype",
            {
                "id": "type",
                "type": "choice",
                "choices": ("Botilbud", "Dagtilbud", "Rådgivning"),
                "formula": "Typer!$A$1:$A$3",
                "extended": True,
            },
        ),
        ("Antal pladser (påkrævet)", {"id": "antal", "type": "count", "required": True}),
        ("Døgnpris i kr.", {"id": "pris", "type": "amount", "fill_rate": 0.8}),
        ("Startdato (dd-mm-åååå)", {"id": "start", "type": "date", "fill_rate": 0.8}),
        ("Henvisning til aftale", {"id": "link", "type": "text", "hint": "short", "fill_rate": 0.5}),
    ]
    columns = []
    for number, (text, spec) in enumerate(headings, 1):
        s.put(a1(2, number), text, Style(bold=True))
        if spec:
            columns.append({**spec, "at": a1(2, number), "label": text})
    b.table("tilbud", s, 3, 60, columns)
    for title, values in (("Typer", ("Botilbud", "Dagtilbud", "Rådgivning")), ("Brugere", ("Bruger 1", "Bruger 2"))):
        sheet = b.sheet(title)
        sheet.state = "hidden"
        for number, text in enumerate(values, 1):
            sheet.put(f"A{number}", text)
    s.protected = True
    for cell in s.cells.values():
        if cell.value is None:
            cell.style = Style(unlocked=True)
    b.rewordings = {"Tilbudstype": "Type af tilbud", "Henvisning til aftale": "Link til aftale"}
    return b


THEMES: list[tuple[str, list[tuple[str, str, str, str, dict[str, Any]]]]] = [
    (
        "Tema 1 Udvikling",
        [
            ("1", "t1", "Beskriv udviklingen i målgruppen siden sidste indberetning", "text", {}),
            ("1.a", "t1a", "Antal borgere pr. 1. januar", "count", {}),
            ("1.b", "t1b", "Heraf antal borgere under 18 år", "count", {}),
        ],
    ),
    (
        "Tema 2 Kapacitet",
        [
            ("2", "t2", "Vurderer kommunen, at der er tilstrækkelig kapacitet?", "yes-no", {"choices": ("Ja", "Nej")}),
            ("2.a", "t2a", "Antal pladser, som kommunen råder over", "count", {}),
            ("2.b", "t2b", "Belægning i procent", "percent", {}),
        ],
    ),
    (
        "Tema 3 Økonomi",
        [
            ("3", "t3", "Samlet udgift til målgruppen (kr.)", "amount", {}),
            ("3.a", "t3a", "Dato for seneste budgetopfølgning", "date", {}),
        ],
    ),
]


def themes() -> Blank:
    """A front page and guidance, then a sheet per theme: numbered questions, a remark field under every question."""
    b = Blank("indberetning-temaer", "Indberetning temaer.xlsx", "Indberetning i temaer", look=GREY_ON_WHITE)
    f = b.sheet("Forside", {"A": 34, "B": 40})
    f.put("A1", "Indberetningsskema til rammeaftalen", b.look.head)
    f.put("A2", "Skemaet returneres senest den 15. marts 2025 til sekretariatet@eksempel.dk.", Style())
    f.put("A3", "Tal skrives uden decimaler. Beløb skrives i hele kroner.", Style(italic=True))
    b.single("kommune", f, "B5", "municipality", ("A5", "Besvarelsen er foretaget for"))
    b.single("af", f, "B6", "text", ("A6", "Besvarelsen er foretaget af (stilling)"), hint="role")
    b.single("tlf", f, "B7", "text", ("A7", "Direkte telefonnummer"), hint="phone")
    b.single("dato", f, "B8", "date", ("A8", "Dato for besvarelsen"))
    g = b.sheet("Vejledning", {"A": 90})
    for row, text in enumerate(
        (
            "Vejledning til skemaet",
            "Hvert tema besvares på sit eget ark.",
            "Ved spørgsmål 1.a opgøres antallet af borgere pr. 1. januar.",
            'Spørgsmål, der ikke er relevante, besvares med "ikke relevant".',
        ),
        1,
    ):
        g.put(f"A{row}", text, Style(bold=row == 1))
    for title, questions in THEMES:
        s = b.sheet(title, {"A": 8, "B": 56, "C": 28})
        s.put("A1", title.split(" ", 2)[2], b.look.head)
        row = 3
        for number, field_id, text, kind, more in questions:
            s.put(f"A{row}", number, Style(bold=True))
            b.single(field_id, s, f"C{row}", kind, (f"B{row}", text), **more)
            s.put(f"B{row + 1}", "Bemærkninger:", Style(italic=True))
            b.single(
                f"{field_id}_bem", s, f"C{row + 1}", "text", None, name="Bemærkninger", hint="remark", fill_rate=0.4
            )
            b.fields[-1].label_cell = f"B{row + 1}"
            row += 3
        s.protected = True
    b.sender_field = "kommune"
    b.rewordings = {"Direkte telefonnummer": "Telefonnummer (direkte)", "Belægning i procent": "Belægningsprocent"}
    return b


def sheet_per_offer() -> Blank:
    """The same sheet five times, one for each offer; the sender fills in as many as they need."""
    b = Blank("tilbudsark", "Tilbudsark.xlsx", "Tilbudsark", look=GREY_ON_WHITE)
    f = b.sheet("Stamdata", {"A": 30, "B": 40})
    f.put("A1", "Oplysninger om kommunens tilbud", b.look.head)
    f.put("A2", "Udfyld et ark for hvert tilbud.", Style())
    b.single("kommune", f, "B4", "municipality", ("A4", "Kommune"))
    b.single("kontakt", f, "B5", "text", ("A5", "Kontaktperson (stilling)"), hint="role")
    for n in range(1, 5):
        s = b.sheet(f"Tilbud {n}", {"A": 44, "B": 30})
        rate: dict[str, Any] = {} if n < 3 else {"fill_rate": 0.0}
        s.put("A1", "Oplysninger om det enkelte tilbud", b.look.head)
        b.single(f"navn{n}", s, "B3", "offer", ("A3", "Tilbuddets navn"), **rate)
        b.single(f"plads{n}", s, "B4", "count", ("A4", "Normerede pladser"), **rate)
        b.single(f"beleg{n}", s, "B5", "percent", ("A5", "Gennemsnitlig belægning (%)"), **rate)
        b.single(f"takst{n}", s, "B6", "amount", ("A6", "Takst pr. døgn (kr.)"), **rate)
        b.single(f"aaben{n}", s, "B7", "date", ("A7", "Åbnet den"), **rate)
        b.single(
            f"besk{n}",
            s,
            "A10",
            "text",
            ("A9", "Beskriv tilbuddets målgruppe"),
            merge="A10:B14",
            label_merge="A9:B9",
            **rate,
        )
    b.sender_field = "kommune"
    b.rewordings = {"Normerede pladser": "Antal normerede pladser"}
    return b


def budget_lines() -> Blank:
    """A budget form: yellow must, orange may be filled in; account numbers in front, sections, computed sums, a note column."""
    b = Blank("budgetskema", "Budgetskema.xlsx", "Budgetskema for tilbud", look=BUDGET)
    s = b.sheet("Budget", {"A": 8, "B": 48, "C,D,E": 16, "F": 40})
    s.put("A1", "Budgetskema", b.look.head)
    s.put("B2", "Gule felter skal udfyldes. Orange felter kan udfyldes. Alle tal er positive.", Style())
    b.single("tilbud", s, "C4", "offer", ("B4", "Tilbuddets navn"), merge="C4:E4", required=True)
    b.single("cvr", s, "C5", "text", ("B5", "CVR-nummer"), hint="cvr", merge="C5:E5", required=True)
    b.single("kommune", s, "C6", "municipality", ("B6", "Beliggenhedskommune"), merge="C6:E6")
    b.headers(
        s,
        {
            "A8": "Konto",
            "B8": "Post",
            "C8": "Regnskab 2023 (kr.)",
            "D8": "Budget 2024 (kr.)",
            "E8": "Budget 2025 (kr.)",
            "F8": "Noter",
        },
    )
    sections = [
        ("Indtægter", ["Takstindtægter", "Øvrige indtægter"]),
        ("Personaleudgifter", ["Løn, fast personale", "Vikarer", "Uddannelse af personale"]),
        ("Ejendomsudgifter", ["Husleje", "Vedligeholdelse", "Forbrugsafgifter"]),
    ]
    row, labels, sums = 9, [], []
    for number, (section, posts) in enumerate(sections, 1):
        s.put(f"B{row}", section, b.look.section)
        row += 1
        first = row
        for offset, post in enumerate(posts, 1):
            s.put(f"A{row}", number * 100 + offset * 10, Style(border=True))
            s.put(f"B{row}", post, b.look.label)
            labels.append(f"B{row}")
            row += 1
        s.put(f"B{row}", f"{section} i alt", b.look.total)
        sums.append(row)
        for letter in "CDE":
            s.put(f"{letter}{row}", f"=SUM({letter}{first}:{letter}{row - 1})", b.look.total)
        row += 1
    b.grid(
        "post",
        s,
        labels,
        [
            {"id": "r23", "at": "C8", "type": "amount"},
            {"id": "b24", "at": "D8", "type": "amount"},
            {"id": "b25", "at": "E8", "type": "amount"},
            {"id": "note", "at": "F8", "type": "text", "hint": "remark", "fill_rate": 0.3},
        ],
    )
    s.put(f"B{row}", "Årets resultat", b.look.total)
    for letter in "CDE":
        s.put(f"{letter}{row}", f"={letter}{sums[0]}-{letter}{sums[1]}-{letter}{sums[2]}", b.look.total)
    b.rewordings = {"CVR-nummer": "CVR-nr."}
    return b


def sentence() -> Blank:
    """Boxes within a line of words ("foretaget for … af … den …"), then pairs of question and answer in two columns."""
    b = Blank("kort-svarskema", "Kort svarskema.xlsx", "Kort svarskema", look=GREY_ON_WHITE)
    s = b.sheet("Svar", {"A": 30, "B": 18, "C": 6, "D": 30, "E": 18, "F": 8, "G": 16})
    s.put("A1", "Kort svarskema om specialundervisning", b.look.head)
    b.single("kommune", s, "B3", "municipality", ("A3", "Besvarelsen er foretaget for"))
    b.single("rolle", s, "E3", "text", ("D3", "af (stilling)"), hint="role")
    b.single("dato", s, "G3", "date", ("F3", "den"))
    left = [
        ("henviste", "Antal henviste elever", "count"),
        ("start", "Antal påbegyndte forløb", "count"),
        ("timer", "Gennemsnitligt antal timer pr. forløb", "number"),
        ("udgift", "Udgift i alt i 2024 (kr.)", "amount"),
    ]
    right = [
        ("vente", "Gennemsnitlig ventetid i dage", "count"),
        ("afbrudt", "Antal afbrudte forløb", "count"),
        ("andel", "Andel gennemført inden for fristen (%)", "percent"),
        ("siden", "Ordningen har eksisteret siden (årstal)", "year"),
    ]
    s.put("A5", "Aktivitet", b.look.section)
    s.put("D5", "Kvalitet", b.look.section)
    for number, ((i, text, kind), (j, other, sort)) in enumerate(zip(left, right, strict=True)):
        b.single(i, s, f"B{6 + number}", kind, (f"A{6 + number}", text))
        b.single(j, s, f"E{6 + number}", sort, (f"D{6 + number}", other))
    b.single("ledelse", s, "B11", "yes-no", ("A11", "Svaret er godkendt af ledelsen"), choices=("Ja", "Nej"))
    b.single("bem", s, "A14", "text", ("A13", "Eventuelle bemærkninger"), merge="A14:G17", fill_rate=0.6)
    b.sender_field = "kommune"
    b.rewordings = {"Antal henviste elever": "Henviste elever (antal)"}
    return b


def long_boxes() -> Blank:
    """Questions of several lines in merged boxes, the answer box under each, and the same remark label eight times."""
    b = Blank("hoeringsspoergsmaal", "Høringsspørgsmål.xlsx", "Høringsspørgsmål", look=GREY_ON_WHITE)
    s = b.sheet("Spørgsmål", dict.fromkeys("ABCDEFGH", 15))
    s.put("A1", "Spørgsmål til kommunalbestyrelsen", b.look.head, merge="A1:H1")
    b.single("kommune", s, "C3", "municipality", ("A3", "Kommune:"), merge="C3:E3", label_merge="A3:B3")
    topics = [
        "borgere med høretab",
        "borgere med synstab",
        "børn med alvorlige spiseforstyrrelser",
        "unge med sjældne handicap",
    ]
    row = 5
    for number, topic in enumerate(topics, 1):
        text = (
            f"{number}. Kommunalbestyrelsen bedes redegøre for, hvordan kommunen sikrer, at {topic} får adgang til den "
            "mest specialiserede viden, herunder hvordan kommunen samarbejder med regionen og de øvrige kommuner om "
            "planlægning af tilbud, og hvilke overvejelser kommunen har om behovet i de kommende to år. Svaret bør "
            "højst fylde 2.000 tegn."
        )
        b.single(
            f"svar{number}",
            s,
            f"A{row + 3}",
            "text",
            (f"A{row}", text),
            merge=f"A{row + 3}:H{row + 8}",
            label_merge=f"A{row}:H{row + 2}",
        )
        b.single(
            f"bilag{number}",
            s,
            f"C{row + 9}",
            "text",
            (f"A{row + 9}", "Henvisning til bilag:"),
            merge=f"C{row + 9}:H{row + 9}",
            label_merge=f"A{row + 9}:B{row + 9}",
            hint="short",
            fill_rate=0.4,
        )
        row += 11
    b.sender_field = "kommune"
    return b


REAL = (system_list, themes, sheet_per_offer, budget_lines, sentence, long_boxes)
