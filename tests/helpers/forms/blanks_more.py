"""More secretariats, more habits: mixed answers in one column, key figures, rows of hints, sections in a list, boxes to cross."""

import datetime as dt
from typing import Any

from .blank import Blank, Look
from .model import Style, day

SAND = Look(
    box=Style(fill="FFFFF8E1", border=True),
    column=Style(bold=True, fill="FFD7CCC8", border=True),
    section=Style(bold=True, fill="FFEFEBE9", border=True),
)
WHITE = Look(box=Style(border=True), column=Style(bold=True, border=True), label=Style(), section=Style(bold=True))


def unit_right() -> Blank:
    """The question above its box, the unit to the right of it."""
    b = Blank("opgoerelse-med-enheder", "Opgørelse med enheder.xlsx", "Kort opgørelse", look=SAND)
    s = b.sheet("Opgørelse", {"A": 4, "B": 20, "C": 30, "D": 30})
    s.put("B1", "Kort opgørelse af indsatsen", b.look.head, merge="B1:D1")
    b.single("kommune", s, "B4", "municipality", ("B3", "Kommune"), merge="B4:C4", label_merge="B3:D3")
    spec: list[tuple[str, str, str, str]] = [
        ("personer", "1. Hvor mange personer modtog en indsats i 2024?", "count", "personer"),
        ("timer", "2. Hvor mange timer rådgivning blev der givet i gennemsnit pr. person?", "number", "timer"),
        ("andel", "3. Hvor stor en del af personerne fik et tilbud inden fire uger?", "percent", "%"),
        ("udgift", "4. Hvad kostede indsatsen i alt i 2024?", "amount", "kr."),
        ("aar", "5. Hvornår begyndte kommunen at tilbyde indsatsen?", "year", "årstal"),
        ("dato", "6. Hvornår er tallene trukket?", "date", "dd-mm-åååå"),
    ]
    row = 6
    for field_id, question, kind, unit in spec:
        b.single(field_id, s, f"B{row + 1}", kind, (f"B{row}", question), label_merge=f"B{row}:D{row}")
        s.put(f"C{row + 1}", unit, Style())
        row += 3
    b.single("andet", s, f"B{row + 1}", "text", (f"B{row}", "7. Andre oplysninger"), merge=f"B{row + 1}:D{row + 4}")
    b.sender_field = "kommune"
    b.rewordings = {"6. Hvornår er tallene trukket?": "6. Hvilken dato er tallene trukket?"}
    return b


def two_level_rows() -> Blank:
    """Row labels on two levels, the outer one merged downwards, a subtotal after each group."""
    b = Blank("omraade-og-alder", "Område og alder.xlsx", "Borgere fordelt på område og alder", look=SAND)
    s = b.sheet("Tabel", {"A": 26, "B": 18, "C,D,E": 12, "F": 30})
    s.put("A1", "Borgere fordelt på område og alder", b.look.head, merge="A1:F1")
    b.single("kommune", s, "C2", "municipality", ("A2", "Udfyldt af (kommune)"), label_merge="A2:B2", merge="C2:E2")
    b.headers(s, {"A4": "Område", "B4": "Alder", "C4": 2022, "D4": 2023, "E4": 2024, "F4": "Bemærkninger"})
    row, labels = 5, []
    for area in ("Autismespektret", "Erhvervet hjerneskade", "Svære spiseforstyrrelser"):
        s.put(f"A{row}", area, Style(bold=True, border=True), merge=f"A{row}:A{row + 3}")
        for number, age in enumerate(("0-17 år", "18-64 år", "65 år og derover")):
            s.put(f"B{row + number}", age, Style(border=True))
            labels.append(f"B{row + number}")
        s.put(f"B{row + 3}", "I alt", b.look.total)
        for letter in "CDE":
            s.put(f"{letter}{row + 3}", f"=SUM({letter}{row}:{letter}{row + 2})", b.look.total)
        row += 4
    b.grid(
        "tal",
        s,
        labels,
        [
            {"id": "a22", "at": "C4", "type": "count"},
            {"id": "a23", "at": "D4", "type": "count"},
            {"id": "a24", "at": "E4", "type": "count"},
            {"id": "bem", "at": "F4", "type": "text", "hint": "remark", "fill_rate": 0.3},
        ],
    )
    b.single(
        "kilde", s, f"A{row + 2}", "text", (f"A{row + 1}", "Angiv kilden til tallene"), merge=f"A{row + 2}:F{row + 3}"
    )
    b.sender_field = "kommune"
    return b


def hint_rows() -> Blank:
    """Under the headings a row of column numbers and a row that says what to write."""
    b = Blank("tilbudsliste-med-hjaelpelinjer", "Tilbudsliste.xlsx", "Tilbudsliste", look=WHITE)
    s = b.sheet("Liste", {"A": 34, "B": 20, "C": 22, "D,E,F": 14, "G": 30})
    s.put("A1", "Liste over tilbud til målgruppen", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Indberettende kommune"))
    b.single("udfyldt", s, "B3", "text", ("A3", "Udfyldt af"), hint="role")
    heads = ["Tilbuddets navn", "Driftsherre", "Beliggenhedskommune", "Pladser", "Døgntakst", "Åbnet", "Bemærkninger"]
    hints = [
        "Skriv navnet",
        "Vælg på listen",
        "Skriv kommunens navn",
        "Antal",
        "Kr. pr. døgn",
        "dd-mm-åååå",
        "Evt. tekst",
    ]
    for number, (letter, head, hint) in enumerate(zip("ABCDEFG", heads, hints, strict=True), 1):
        s.put(f"{letter}5", head, b.look.column)
        s.put(f"{letter}6", f"({number})", Style(border=True, align="center", size=8))
        s.put(f"{letter}7", hint, Style(border=True, italic=True, color="FF7F7F7F", size=8))
    kinds: list[dict[str, Any]] = [
        {"id": "navn", "type": "offer"},
        {"id": "drift", "type": "choice", "choices": ("Kommunal", "Regional", "Privat", "Selvejende")},
        {"id": "belig", "type": "municipality"},
        {"id": "pladser", "type": "count"},
        {"id": "takst", "type": "amount"},
        {"id": "aabnet", "type": "date"},
        {"id": "bem", "type": "text", "hint": "remark", "fill_rate": 0.4},
    ]
    b.table(
        "liste",
        s,
        8,
        27,
        [{**k, "at": f"{c}5", "also": [f"{c}6", f"{c}7"]} for k, c in zip(kinds, "ABCDEFG", strict=True)],
    )
    b.printed = tuple(hints)
    b.sender_field = "kommune"
    b.rewordings = {"Pladser": "Antal pladser", "Døgntakst": "Takst pr. døgn", "Åbnet": "Åbnet (dato)"}
    return b


def mixed_answers() -> Blank:
    """One column "Svar" whose lines ask for different things: a figure, a share, a date, yes or no, a text."""
    b = Blank("svarskema-blandet", "Svarskema.xlsx", "Svarskema", look=SAND)
    s = b.sheet("Svar", {"A": 6, "B": 70, "C": 24, "D": 40})
    s.put("A1", "Svarskema til den centrale udmelding", b.look.head, merge="A1:D1")
    b.single("kommune", s, "C2", "municipality", ("B2", "Svaret afgives af"))
    b.headers(s, {"A4": "Nr.", "B4": "Spørgsmål", "C4": "Svar", "D4": "Evt. bemærkninger"})
    spec: list[tuple[str, str, dict[str, Any]]] = [
        ("Antal borgere i målgruppen (personer)", "count", {}),
        ("Andel af borgerne, der er under 30 år (%)", "percent", {}),
        ("Samlet udgift i 2024 (kr.)", "amount", {}),
        ("Har kommunen et fagligt netværk? (ja/nej)", "yes-no", {"choices": ("Ja", "Nej")}),
        ("Hvornår mødtes netværket sidst? (dato)", "date", {}),
        ("Hvornår blev netværket dannet? (årstal)", "year", {}),
        ("Hvem er tovholder? (titel)", "text", {"hint": "role"}),
        ("Hvordan vurderes samarbejdet? (godt, middel, dårligt)", "choice", {"choices": ("Godt", "Middel", "Dårligt")}),
        ("Antal årsværk i indsatsen (årsværk)", "number", {}),
        ("Hvilken kommune samarbejdes der mest med?", "municipality", {}),
    ]
    for number, (question, kind, more) in enumerate(spec, 1):
        row = 4 + number
        s.put(f"A{row}", number, Style(border=True))
        b.single(f"s{number}", s, f"C{row}", kind, (f"B{row}", question), label_style=Style(border=True), **more)
        b.single(
            f"bem{number}", s, f"D{row}", "text", None, hint="remark", fill_rate=0.3, name=f"Bemærkninger · {question}"
        )
        for made, head, column in ((b.fields[-2], "C4", 1), (b.fields[-1], "D4", 2)):
            made.kind, made.table, made.label_cell = "grid", "svar", f"B{row}"
            made.also = ({"cell": head, "row": number}, {"cell": f"B{row}", "row": column})
    b.sender_field = "kommune"
    return b


def key_figures() -> Blank:
    """Key figures down, years across, each line of another kind."""
    b = Blank("noegletal", "Nøgletal.xlsx", "Nøgletal for området", look=SAND)
    s = b.sheet("Nøgletal", {"A": 46, "B,C,D": 14})
    s.put("A1", "Nøgletal for området", b.look.head, merge="A1:D1")
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune eller region"), merge="B2:D2")
    b.headers(s, {"A4": "Nøgletal", "B4": "Regnskab 2023", "C4": "Regnskab 2024", "D4": "Budget 2025"})
    spec: list[tuple[str, str, str | None]] = [
        ("Antal borgere (helårspersoner)", "number", "0.0"),
        ("Antal godkendte pladser (stk.)", "count", None),
        ("Belægning (%)", "percent", None),
        ("Gennemsnitlig takst (kr. pr. døgn)", "amount", None),
        ("Samlede udgifter (kr.)", "amount", None),
        ("Antal ansatte (årsværk)", "number", "0.0"),
    ]
    for number, (label, kind, number_format) in enumerate(spec, 1):
        row = 4 + number
        s.put(f"A{row}", label, Style(border=True))
        for column, letter in enumerate("BCD", 1):
            b.single(
                f"n{number}{letter.lower()}",
                s,
                f"{letter}{row}",
                kind,
                None,
                number_format=number_format,
                name=f"{label} · {s.at(letter + '4').value}",
            )
            made = b.fields[-1]
            made.kind, made.table, made.label_cell = "grid", "noegletal", f"A{row}"
            made.also = ({"cell": f"{letter}4", "row": number}, {"cell": f"A{row}", "row": column})
    b.single("forklaring", s, "A13", "text", ("A12", "Forklar de største ændringer"), merge="A13:D17")
    b.sender_field = "kommune"
    return b


def headers_only() -> Blank:
    """Nothing but a row of headings, some with a note in brackets; the sender stands in the file name only."""
    b = Blank("importliste-tilbud", "Importliste.xlsx", "Importliste", look=WHITE)
    s = b.sheet("Ark1", {"A,B": 30, "C,D,E,F,G,H": 16})
    spec: list[tuple[str, str, str, dict[str, Any]]] = [
        ("navn", "Tilbud (påkrævet)", "offer", {}),
        ("adresse", "Adresse", "text", {"hint": "address"}),
        ("kommune", "Kommune (påkrævet)", "municipality", {}),
        ("cvr", "CVR (påkrævet)", "text", {"hint": "cvr"}),
        ("pnr", "P-nummer", "text", {"hint": "pnummer"}),
        ("pladser", "Antal pladser", "count", {}),
        ("lov", "Lovgrundlag", "text", {"hint": "law"}),
        ("aktiv", "Aktiv (ja/nej)", "yes-no", {"choices": ("Ja", "Nej")}),
    ]
    for letter, (_, head, _, _) in zip("ABCDEFGH", spec, strict=True):
        s.put(f"{letter}1", head, Style(bold=True))
    s.put("I1", "Internt id (skal ikke udfyldes)", Style(bold=True, color="FF7F7F7F"))
    b.table(
        "liste",
        s,
        2,
        60,
        [{"id": i, "at": f"{c}1", "type": k, **m} for c, (i, _, k, m) in zip("ABCDEFGH", spec, strict=True)],
    )
    b.rewordings = {"CVR (påkrævet)": "CVR-nr.", "Kommune (påkrævet)": "Kommune"}
    b.rows = (4, 12)
    return b


def underlined() -> Blank:
    """Label and a line to write on in one cell, as in a printed form; the answer takes the line's place."""
    b = Blank("blanket-med-linjer", "Blanket.xlsx", "Blanket", look=WHITE)
    s = b.sheet("Blanket", {"A": 60, "B": 50})
    s.put("A1", "Blanket til anmeldelse af ændringer", b.look.head, merge="A1:B1")
    spec: list[tuple[str, str, str, str, str]] = [
        ("kommune", "A3", "Kommune:", "municipality", "long"),
        ("telefon", "B3", "Telefon:", "text", "phone"),
        ("tilbud", "A4", "Tilbuddets navn:", "offer", "long"),
        ("journal", "B4", "Journalnr.:", "text", "journal"),
        ("pladser", "A5", "Antal pladser før ændringen:", "count", "long"),
        ("efter", "B5", "Antal pladser efter ændringen:", "count", "long"),
        ("dato", "A6", "Ændringen sker den:", "date", "long"),
        ("leder", "B6", "Anmeldt af (stilling):", "text", "role"),
    ]
    for field_id, cell, label, kind, hint in spec:
        b.single(field_id, s, cell, kind, None, prefix=label, name=label.rstrip(":"), hint=hint, style=Style())
        s.at(cell).value = f"{label} ____________________"
    b.single("begrundelse", s, "A9", "text", ("A8", "Begrundelse for ændringen"), merge="A9:B14")
    b.sender_field = "kommune"
    return b


def sections_in_list() -> Blank:
    """A list with a total right under its headings and printed sections between its lines."""
    b = Blank("udgifter-pr-tilbudstype", "Udgifter pr. type.xlsx", "Udgifter pr. tilbudstype", look=SAND)
    s = b.sheet("Udgifter", {"A": 40, "B": 24, "C,D": 16, "E": 30})
    s.put("A1", "Udgifter pr. tilbudstype", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"))
    b.headers(
        s, {"A4": "Tilbud", "B4": "Leverandør", "C4": "Antal borgere", "D4": "Udgift (kr.)", "E4": "Bemærkninger"}
    )
    s.put("A5", "I alt", b.look.total)
    for letter in "CD":
        s.put(f"{letter}5", f"=SUM({letter}6:{letter}26)", b.look.total)
    b.table(
        "udgifter",
        s,
        6,
        26,
        [
            {"id": "tilbud", "at": "A4", "type": "offer"},
            {"id": "lev", "at": "B4", "type": "text", "hint": "unit"},
            {"id": "borgere", "at": "C4", "type": "count"},
            {"id": "udgift", "at": "D4", "type": "amount"},
            {"id": "bem", "at": "E4", "type": "text", "hint": "remark", "fill_rate": 0.4},
        ],
    )
    b.tables["udgifter"].gaps, b.tables["udgifter"].scattered = (6, 13, 20), True
    for row, text in zip((6, 13, 20), ("A. Døgntilbud", "B. Dagtilbud", "C. Ambulante indsatser"), strict=True):
        s.put(f"A{row}", text, b.look.section, merge=f"A{row}:E{row}")
    b.printed = ("A. Døgntilbud", "B. Dagtilbud", "C. Ambulante indsatser")
    b.sender_field = "kommune"
    b.rewordings = {"Leverandør": "Leverandør (navn)", "Antal borgere": "Borgere (antal)"}
    return b


def beside_guidance() -> Blank:
    """Guidance in a tall box at the left, technical names in a hidden row and a hidden column."""
    b = Blank("kontaktliste-og-kapacitet", "Kontaktliste.xlsx", "Kontaktliste og kapacitet", look=SAND)
    s = b.sheet("Skema", {"A": 10, "B": 34, "C": 3, "D": 34, "E": 20, "F": 16, "G": 18})
    s.put(
        "B2",
        "Vejledning\n\nUdfyld kontaktoplysningerne øverst til højre. Skriv derefter én linje pr. enhed.\n\nNormerede pladser opgøres pr. 1. januar.\n\nSkemaet sendes til sekretariatet senest 1. april.",
        Style(fill="FFF5F5F5", border=True),
        merge="B2:B24",
    )
    s.put("D1", "felt_1", Style(size=8))
    s.hidden_rows.add(1)
    for row in range(2, 25):
        s.put(f"A{row}", f"id_{row:03d}", Style(size=8))
    s.hidden_columns.add(1)
    s.put("D2", "Kontaktliste og kapacitet", b.look.head, merge="D2:G2")
    b.single("kommune", s, "E4", "municipality", ("D4", "Kommune"), merge="E4:G4")
    b.single("mail", s, "E5", "text", ("D5", "Hovedpostkasse"), merge="E5:G5", hint="email")
    b.single("telefon", s, "E6", "text", ("D6", "Hovednummer"), merge="E6:G6", hint="phone")
    b.headers(s, {"D8": "Enhed", "E8": "Kontaktperson (stilling)", "F8": "Telefon", "G8": "Normerede pladser"})
    b.table(
        "enheder",
        s,
        9,
        24,
        [
            {"id": "enhed", "at": "D8", "type": "text", "hint": "unit"},
            {"id": "person", "at": "E8", "type": "text", "hint": "role"},
            {"id": "tlf", "at": "F8", "type": "text", "hint": "phone"},
            {"id": "norm", "at": "G8", "type": "count"},
        ],
    )
    b.sender_field = "kommune"
    b.rewordings = {"Enhed": "Enhedens navn", "Hovednummer": "Telefon (hovednummer)"}
    return b


def printed_boxes() -> Blank:
    """Boxes printed as ☐ in their cells; the sender makes them ☒ or writes an x over them."""
    b = Blank("afkrydsning-med-bokse", "Afkrydsning.xlsx", "Afkrydsning", look=WHITE)
    s = b.sheet("Afkrydsning", {"A": 6, "B": 60, "C": 20})
    s.put("A1", "Afkrydsning: samarbejde og indsatser", b.look.head, merge="A1:C1")
    b.single("kommune", s, "C2", "municipality", ("A2", "Kommunens navn"), label_merge="A2:B2")
    s.put(
        "A4",
        "1. Hvem samarbejder kommunen med om målgruppen? (sæt gerne flere krydser)",
        Style(bold=True),
        merge="A4:C4",
    )
    b.ticks(
        "samarbejde",
        s,
        "A4",
        [
            (f"A{5 + n}", f"B{5 + n}", t)
            for n, t in enumerate(
                ["Andre kommuner", "Regionen", "VISO", "Private leverandører", "Frivillige organisationer"]
            )
        ],
    )
    s.put("A11", "2. Hvilke indsatser har kommunen selv? (sæt gerne flere krydser)", Style(bold=True), merge="A11:C11")
    b.ticks(
        "indsats",
        s,
        "A11",
        [
            (f"A{12 + n}", f"B{12 + n}", t)
            for n, t in enumerate(["Udredning", "Genoptræning", "Bostøtte", "Beskæftigelse"])
        ],
    )
    for f in b.fields:
        if f.kind == "tick":
            s.at(f.cell).value = "☐"
            f.mark = "☒"
    b.printed = ("☐",)
    b.single(
        "antal",
        s,
        "C17",
        "count",
        ("A17", "3. Hvor mange medarbejdere arbejder med målgruppen?"),
        label_merge="A17:B17",
    )
    b.single("andet", s, "A20", "text", ("A19", "4. Andre bemærkninger"), merge="A20:C23")
    b.sender_field = "kommune"
    return b


def months() -> Blank:
    """Twelve months across, the headings real dates shown as "jan-25", an average at the end, footnotes below."""
    b = Blank("maanedlig-belaegning", "Månedlig belægning.xlsx", "Månedlig belægning 2025", look=SAND)
    s = b.sheet("Belægning", {"A": 34, "B": 12})
    s.put("A1", "Månedlig belægning 2025¹⁾", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune/region"), merge="B2:E2")
    s.put("A4", "Tilbud", b.look.column)
    s.put("B4", "Normerede pladser²⁾", b.look.column)
    columns: list[dict[str, Any]] = [
        {"id": "tilbud", "at": "A4", "type": "offer"},
        {"id": "norm", "at": "B4", "type": "count"},
    ]
    letters = list("CDEFGHIJKLMN")
    for number, letter in enumerate(letters, 1):
        moment: dt.datetime = day(2025, number, 1)
        s.put(f"{letter}4", moment, Style(**{**b.look.column.__dict__, "number_format": "mmm-yy"}))
        columns.append(
            {"id": f"m{number:02d}", "at": f"{letter}4", "type": "percent", "label": f"Belægning {moment:%m-%Y}"}
        )
    s.put("O4", "Gennemsnit", b.look.column)
    b.table("belaegning", s, 5, 19, columns)
    for row in range(5, 20):
        s.put(f"O{row}", f'=IFERROR(AVERAGE(C{row}:N{row}),"")', Style(border=True, number_format="0.0"))
    s.put("A21", "1) Belægning angives i procent af normerede pladser.", Style(size=8))
    s.put("A22", "2) Opgjort pr. 1. januar.", Style(size=8))
    b.single("bem", s, "A25", "text", ("A24", "Bemærkninger til belægningen"), merge="A25:H28")
    b.sender_field = "kommune"
    return b


def vertical_choice() -> Blank:
    """Remarks only: long text boxes of many heights, their labels as full sentences, numbered with letters."""
    b = Blank("faglig-redegoerelse", "Faglig redegørelse.xlsx", "Faglig redegørelse", look=WHITE)
    s = b.sheet("Redegørelse", {"A": 100})
    s.put("A1", "Faglig redegørelse", b.look.head)
    s.put("A2", "Afsender (kommune):", b.look.label)
    b.single("kommune", s, "A3", "municipality", None, name="Afsender (kommune)")
    b.fields[-1].label_cell = "A2"
    row = 5
    for number, text in enumerate(
        [
            "a. Redegør for, hvordan kommunen sikrer, at borgere i målgruppen får en koordineret indsats, når flere forvaltninger er inddraget.",
            "b. Redegør for kommunens erfaringer med de højt specialiserede tilbud, herunder ventetid og geografisk afstand.",
            "c. Hvilke faglige kompetencer mangler kommunen?",
            "d. Øvrige bemærkninger",
        ]
    ):
        b.single(f"r{number + 1}", s, f"A{row + 1}", "text", (f"A{row}", text), fill_rate=1.0 if number < 2 else 0.7)
        row += 3
    b.sender_field = "kommune"
    return b


MORE = (
    unit_right,
    two_level_rows,
    hint_rows,
    mixed_answers,
    key_figures,
    headers_only,
    underlined,
    sections_in_list,
    beside_guidance,
    printed_boxes,
    months,
    vertical_choice,
)
