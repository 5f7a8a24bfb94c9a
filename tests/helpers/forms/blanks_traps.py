"""Blanks in which the same words stand in several places: twin sheets, repeated sections, printed defaults, boxes in a line."""

from .blank import Blank, Field, Look
from .model import Style

TEAL = Look(
    box=Style(fill="FFE0F2F1", border=True),
    column=Style(bold=True, fill="FF00796B", color="FFFFFFFF", border=True),
    section=Style(bold=True, fill="FFB2DFDB"),
)


def defaults() -> Blank:
    """A list whose lines come with printed defaults: a unit, a year, a zero, a formula down to the last line."""
    b = Blank("pladskoeb", "Pladskøb.xlsx", "Køb af pladser i andre kommuner", look=TEAL)
    s = b.sheet("Køb", {"A": 6, "B": 32, "C": 22, "D,E,F,G,H": 12, "I": 28})
    s.put("A1", "Køb af pladser i andre kommuner", b.look.head, merge="A1:I1")
    b.single("kommune", s, "C3", "municipality", ("A3", "Kommune"), label_merge="A3:B3")
    b.single("dato", s, "C4", "date", ("A4", "Udfyldt (dato)"), label_merge="A4:B4")
    b.headers(
        s,
        {
            "A6": "Nr.",
            "B6": "Tilbud",
            "C6": "Sælgende kommune",
            "D6": "År",
            "E6": "Antal pladser",
            "F6": "Enhed",
            "G6": "Pris pr. enhed (kr.)",
            "H6": "Pris i alt (kr.)",
            "I6": "Bemærkninger",
        },
    )
    b.table(
        "koeb",
        s,
        7,
        31,
        [
            {"id": "tilbud", "at": "B6", "type": "offer"},
            {"id": "saelger", "at": "C6", "type": "municipality"},
            {"id": "pladser", "at": "E6", "type": "count"},
            {"id": "pris", "at": "G6", "type": "amount"},
            {"id": "bem", "at": "I6", "type": "text", "hint": "remark", "fill_rate": 0.4},
        ],
        total=32,
    )
    for row in range(7, 32):
        s.put(f"A{row}", row - 6, Style(border=True))
        s.put(f"D{row}", 2024, Style(border=True, color="FF7F7F7F"))
        s.put(f"F{row}", "døgn", Style(border=True, color="FF7F7F7F"))
        s.put(f"H{row}", f"=E{row}*G{row}", Style(border=True, number_format="#,##0"))
    b.total_row(s, 32, ("B32", "I alt"), ["E", "H"], 7, 31)
    b.sender_field = "kommune"
    b.rewordings = {"Sælgende kommune": "Sælger (kommune)", "Antal pladser": "Antal pladser (stk.)"}
    return b


def twins() -> Blank:
    """Two sheets of the same questions, for children and for adults."""
    b = Blank("aarsstatus-boern-og-voksne", "Årsstatus.xlsx", "Årsstatus: børn og unge, voksne", look=TEAL)
    f = b.sheet("Forside", {"A": 40, "B": 40})
    f.put("A1", "Årsstatus for højt specialiserede indsatser", b.look.head)
    f.put(
        "A2",
        "Udfyld ét ark for børn og unge og ét ark for voksne. Spørgsmålene er de samme.",
        Style(italic=True),
        merge="A2:B2",
    )
    b.single("kommune", f, "B4", "municipality", ("A4", "Besvarelsen afgives af (kommune/region)"))
    b.single("dato", f, "B5", "date", ("A5", "Dato for besvarelsen"))
    for key, title, long in (
        ("b", "Børn og unge", "Børn og unge (0-17 år)"),
        ("v", "Voksne", "Voksne (18 år og derover)"),
    ):
        s = b.sheet(title, {"A": 56, "B": 18, "C": 18, "D": 30})
        s.put("A1", long, b.look.head)
        b.single(key + "_antal", s, "B3", "count", ("A3", "1. Antal borgere i målgruppen (personer)"))
        b.single(key + "_andel", s, "B4", "percent", ("A4", "2. Heraf i tilbud uden for kommunen (%)"))
        b.single(key + "_udgift", s, "B5", "amount", ("A5", "3. Samlet udgift (kr.)"))
        b.single(
            key + "_plan", s, "B6", "yes-no", ("A6", "4. Er der en handleplan for området?"), choices=("Ja", "Nej")
        )
        b.headers(s, {"A8": "Tilbud", "B8": "Antal pladser", "C8": "Antal borgere", "D8": "Bemærkninger"})
        b.table(
            f"tilbud_{key}",
            s,
            9,
            18,
            [
                {"id": key + "_navn", "at": "A8", "type": "offer"},
                {"id": key + "_pladser", "at": "B8", "type": "count"},
                {"id": key + "_borgere", "at": "C8", "type": "count"},
                {"id": key + "_bem", "at": "D8", "type": "text", "hint": "remark", "fill_rate": 0.4},
            ],
        )
        b.single(key + "_tekst", s, "A21", "text", ("A20", "5. Beskriv udviklingen det seneste år"), merge="A21:D24")
    b.sender_field = "kommune"
    b.rewordings = {"3. Samlet udgift (kr.)": "3. Samlede udgifter (kr.)", "Antal borgere": "Antal borgere (personer)"}
    return b


def sections() -> Blank:
    """Three sections with the same labels, told apart by their headings only."""
    b = Blank(
        "kapacitet-pr-omraade",
        "Kapacitet pr. område.xlsx",
        "Kapacitet pr. område",
        look=Look(box=Style(border=True), label=Style(), section=Style(bold=True, fill="FFC9C9C9")),
    )
    s = b.sheet("Skema", {"A": 42, "B": 20, "C": 44})
    s.put("A1", "Kapacitet pr. område", b.look.head, merge="A1:C1")
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"))
    row = 4
    for number, area in enumerate(("Erhvervet hjerneskade", "Autismespektret", "Svære spiseforstyrrelser")):
        s.put(f"A{row}", f"{'ABC'[number]}. {area}", b.look.section, merge=f"A{row}:C{row}")
        key = "abc"[number]
        b.single(key + "_pladser", s, f"B{row + 1}", "count", (f"A{row + 1}", "Antal pladser"))
        b.single(key + "_borgere", s, f"B{row + 2}", "count", (f"A{row + 2}", "Antal borgere på venteliste"))
        b.single(key + "_dato", s, f"B{row + 3}", "date", (f"A{row + 3}", "Opgjort pr. (dato)"))
        b.single(
            key + "_nok",
            s,
            f"B{row + 4}",
            "choice",
            (f"A{row + 4}", "Er kapaciteten tilstrækkelig?"),
            choices=("Ja", "Nej", "Delvist"),
        )
        b.single(
            key + "_bem",
            s,
            f"A{row + 6}",
            "text",
            (f"A{row + 5}", "Bemærkninger"),
            merge=f"A{row + 6}:C{row + 7}",
            hint="remark",
            fill_rate=0.6,
        )
        row += 9
    b.sender_field = "kommune"
    b.rewordings = {"Opgjort pr. (dato)": "Opgørelsesdato"}
    return b


def boxes_in_line() -> Blank:
    """Ja [ ] Nej [ ] in one line, the word before its box; a figure and a unit; a sum box computed by the sheet."""
    b = Blank(
        "beredskabsplan",
        "Beredskabsplan.xlsx",
        "Opfølgning på beredskabsplan",
        look=Look(box=Style(border=True, fill="FFFAFAFA"), label=Style()),
    )
    s = b.sheet("Opfølgning", {"A": 62, "B": 6, "C": 5, "D": 6, "E": 5, "F": 10, "G": 5, "H": 30})
    s.put("A1", "Opfølgning på beredskabsplan", b.look.head, merge="A1:H1")
    b.single("kommune", s, "H3", "municipality", ("A3", "Kommune"), label_merge="A3:G3")
    questions = [
        "Er planen politisk godkendt?",
        "Er planen afprøvet inden for de seneste 12 måneder?",
        "Er alle døgntilbud omfattet af planen?",
        "Er der aftaler med nabokommunerne om akutte pladser?",
    ]
    for number, question in enumerate(questions):
        row = 5 + number
        s.put(f"A{row}", f"{number + 1}. {question}", Style())
        boxes = {"Ja": f"C{row}", "Nej": f"E{row}", "Ved ikke": f"G{row}"}
        for word, cell in boxes.items():
            s.put(f"{chr(ord(cell[0]) - 1)}{row}", word, Style(align="right"))
            s.put(cell, None, b.look.box)
        cells = tuple(boxes.values())
        b.fields.append(
            Field(
                f"q{number + 1}",
                s.title,
                cells[0],
                question,
                "choice",
                kind="scale-row",
                label_cell=f"A{row}",
                cells=cells,
                headings=tuple(boxes),
                choices=tuple(boxes),
                also=tuple({"cell": c, "row": None} for c in cells[1:]),
            )
        )
    s.put("A11", "Pladser, der kan stilles til rådighed akut", Style(bold=True))
    b.single("doegn", s, "H12", "count", ("A12", "Døgnpladser (stk.)"), label_merge="A12:G12")
    b.single("dag", s, "H13", "count", ("A13", "Dagpladser (stk.)"), label_merge="A13:G13")
    s.put("A14", "I alt (beregnes automatisk)", Style(italic=True), merge="A14:G14")
    s.put("H14", "=H12+H13", b.look.total)
    b.single("leder", s, "H16", "text", ("A16", "Ansvarlig for planen (stilling)"), label_merge="A16:G16", hint="role")
    b.single("revision", s, "H17", "date", ("A17", "Planen revideres næste gang (dato)"), label_merge="A17:G17")
    b.sender_field = "kommune"
    b.rewordings = {"Ansvarlig for planen (stilling)": "Ansvarlig (stilling)"}
    return b
