"""Blanks that leave much to the reader: nothing but borders, labels above two boxes, defaults, two forms on one sheet."""

from typing import Any

from .blank import Blank, Look
from .model import Style, a1

BORDERS = Look(box=Style(border=True), column=Style(border=True), label=Style(border=True), section=Style(bold=True))
NAKED = Look(box=Style(), column=Style(bold=True), label=Style(), section=Style(bold=True, size=12))
YELLOW = Look(
    box=Style(fill="FFFFFF99", border=True),
    optional=Style(border=True),
    label=Style(),
    column=Style(bold=True, fill="FFCCCCFF", border=True),
)


def all_bordered() -> Blank:
    """Labels and boxes alike in thin borders; from and to in one line; boxes two columns wide; unit in the label's line."""
    b = Blank("rammeskema", "Rammeskema.xlsx", "Skema om døgnpladser", look=BORDERS)
    s = b.sheet("Side 1", {"A": 40, "B,C,D,E": 14})
    s.put("A1", "Skema om døgnpladser", Style(bold=True, size=13))
    b.single("kommune", s, "B3", "municipality", ("A3", "Kommune"), merge="B3:E3")
    b.single("enhed", s, "B4", "text", ("A4", "Forvaltning/center"), merge="B4:E4", hint="unit")
    b.single("fra", s, "C6", "date", ("B6", "fra"))
    s.put("A6", "Opgørelsesperiode", b.look.label)
    b.single("til", s, "E6", "date", ("D6", "til"))
    rows = [
        ("pladser", "Antal døgnpladser, som kommunen driver", "count"),
        ("koebt", "Antal døgnpladser købt hos andre", "count"),
        ("pris", "Gennemsnitlig døgnpris i kroner", "amount"),
        ("aarsvaerk", "Personale, årsværk", "number"),
        ("andel", "Andel af pladserne med overbelægning, pct.", "percent"),
    ]
    for number, (field_id, text, kind) in enumerate(rows):
        row = 8 + number
        b.single(field_id, s, f"B{row}", kind, (f"A{row}", text), merge=f"B{row}:C{row}")
    b.single("bem", s, "A15", "text", ("A14", "Evt. kommentarer til tallene"), merge="A15:E18", label_merge="A14:E14")
    b.sender_field = "kommune"
    b.rewordings = {"Personale, årsværk": "Personale (årsværk)"}
    return b


def required_and_optional() -> Blank:
    """Yellow boxes must, bordered white ones may be filled in; a table of four lines with defaults 0 and a default year."""
    b = Blank("gule-og-hvide", "Gule og hvide.xlsx", "Gule og hvide felter", look=YELLOW)
    s = b.sheet("Indberetning", {"A": 46, "B": 20, "C": 20, "D": 30})
    s.put("A1", "Indberetning om specialiserede tilbud", b.look.head)
    s.put("A2", "Gule felter skal udfyldes. Hvide felter med ramme er valgfri.", Style(italic=True))
    b.single("kommune", s, "B4", "municipality", ("A4", "Kommune"), required=True)
    b.single("borgere", s, "B5", "count", ("A5", "Antal borgere i målgruppen"), required=True)
    b.single("udgift", s, "B6", "amount", ("A6", "Udgift i 2024 (kr.)"), required=True)
    b.single("proj", s, "B7", "text", ("A7", "Projekter, der er sat i gang"), hint="short", fill_rate=0.5)
    b.single("side", s, "B8", "text", ("A8", "Henvisning til kommunens hjemmeside"), hint="short", fill_rate=0.5)
    for ref in ("B7", "B8"):
        s.at(ref).style = Style(border=True)
    b.headers(s, {"A10": "Målgruppe", "B10": "Antal visiterede", "C10": "Heraf uden for regionen", "D10": "Kommentar"})
    labels = ["Døvblindhed", "Kompleks epilepsi", "Svære spiseforstyrrelser", "Erhvervet hjerneskade"]
    for number, text in enumerate(labels):
        s.put(f"A{11 + number}", text, Style(border=True))
    b.grid(
        "maal",
        s,
        [f"A{11 + n}" for n in range(4)],
        [
            {"id": "antal", "at": "B10", "type": "count"},
            {"id": "heraf", "at": "C10", "type": "count"},
            {"id": "kom", "at": "D10", "type": "text", "hint": "remark", "fill_rate": 0.4},
        ],
    )
    for number in range(4):
        s.at(f"D{11 + number}").style = Style(border=True)
    b.sender_field = "kommune"
    b.rewordings = {"Antal borgere i målgruppen": "Borgere i målgruppen (antal)"}
    return b


def naked_questions() -> Blank:
    """No marks at all: numbered questions 1, 1.a, 1.b in column A, the answer in the next column, no colon, no question mark."""
    b = Blank("nummererede-spoergsmaal", "Nummererede spørgsmål.xlsx", "Spørgsmål til afrapporteringen", look=NAKED)
    s = b.sheet("Spørgsmål", {"A": 8, "B": 70, "C": 40})
    s.put("A1", "Spørgsmål til afrapporteringen", b.look.head)
    s.put("A3", "Nr.", b.look.column)
    s.put("B3", "Spørgsmål", b.look.column)
    s.put("C3", "Besvarelse", b.look.column)
    lines: list[tuple[str, str, str, str, dict[str, Any]]] = [
        ("0", "kommune", "Kommune", "municipality", {}),
        ("1", "borgere", "Antal borgere, der modtager et højt specialiseret tilbud", "count", {}),
        ("1.a", "unge", "Heraf under 25 år", "count", {}),
        ("1.b", "andel", "Andel, der modtager tilbuddet i en anden region (%)", "percent", {}),
        ("2", "udvikling", "Beskriv udviklingen siden sidste afrapportering", "text", {}),
        ("2.a", "behov", "Beskriv det forventede behov", "text", {}),
        ("3", "aftale", "Dato for seneste aftale med regionen", "date", {}),
        ("3.a", "pris", "Aftalt pris pr. døgn (kr.)", "amount", {}),
        ("4", "andet", "Andre bemærkninger", "text", {"hint": "remark"}),
    ]
    for number, (mark, field_id, text, kind, more) in enumerate(lines):
        row = 4 + number
        s.put(f"A{row}", mark, Style())
        b.single(field_id, s, f"C{row}", kind, (f"B{row}", text), number_format="General", **more)
        b.fields[-1].also = ({"cell": "C3", "row": number + 1}, {"cell": f"B{row}", "row": 1})
    b.sender_field = "kommune"
    return b


def quarters() -> Blank:
    """Quarters across with two sub-headings each, in a list of offers; a total column and a total row computed."""
    b = Blank("kvartalsliste", "Kvartalsliste.xlsx", "Kvartalsliste", look=BORDERS)
    s = b.sheet("Kvartaler", {"A": 34, "B": 16})
    s.put("A1", "Belægning pr. kvartal", Style(bold=True, size=13))
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"), merge="B2:E2")
    s.put("A4", "Tilbud", b.look.column, merge="A4:A5")
    s.put("B4", "Ydelse", b.look.column, merge="B4:B5")
    columns: list[dict[str, Any]] = [
        {"id": "tilbud", "at": "A4", "also": ("A5",), "type": "offer"},
        {"id": "ydelse", "at": "B4", "also": ("B5",), "type": "choice", "choices": ("§ 107", "§ 108", "§ 104")},
    ]
    for quarter in range(4):
        first = 3 + 2 * quarter
        s.put(a1(4, first), f"{quarter + 1}. kvartal 2024", b.look.column, merge=f"{a1(4, first)}:{a1(4, first + 1)}")
        for offset, (text, key, kind) in enumerate((("Antal", "a", "count"), ("Pct.", "p", "percent"))):
            s.put(a1(5, first + offset), text, b.look.column)
            columns.append({"id": f"q{quarter}{key}", "at": a1(5, first + offset), "type": kind, "fill_rate": 0.9})
    s.put("K4", "I alt", b.look.column, merge="K4:K5")
    b.table("kvartaler", s, 6, 21, columns, total=22)
    for row in range(6, 22):
        s.put(f"K{row}", f"=C{row}+E{row}+G{row}+I{row}", Style(border=True))
    b.total_row(s, 22, ("A22", "I alt"), ["C", "E", "G", "I", "K"], 6, 21)
    b.sender_field = "kommune"
    return b


def two_forms() -> Blank:
    """A yearly part and a half-yearly part on one sheet with the same questions, told apart by their coloured headings."""
    b = Blank("to-dele", "To dele.xlsx", "Todelt skema", look=YELLOW)
    s = b.sheet("Skema", {"A": 46, "B": 20, "C": 4, "D": 46, "E": 20})
    s.put("A1", "Todelt skema", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune"))
    for letter, answer, title, key in (("A", "B", "Del 1: Børn og unge", "b"), ("D", "E", "Del 2: Voksne", "v")):
        s.put(f"{letter}4", title, b.look.column, merge=f"{letter}4:{answer}4")
        for number, (field_id, text, kind) in enumerate(
            (
                ("antal", "Antal borgere", "count"),
                ("nye", "Antal nye borgere i perioden", "count"),
                ("dage", "Gennemsnitlig ventetid (dage)", "number"),
                ("pris", "Gennemsnitlig pris (kr.)", "amount"),
            )
        ):
            row = 5 + number
            b.single(f"{key}_{field_id}", s, f"{answer}{row}", kind, (f"{letter}{row}", text))
        s.put(f"{letter}10", "Bemærkninger", Style(italic=True))
        b.single(
            f"{key}_bem",
            s,
            f"{letter}11",
            "text",
            None,
            merge=f"{letter}11:{answer}14",
            name="Bemærkninger",
            fill_rate=0.6,
        )
        b.fields[-1].label_cell = f"{letter}10"
    b.sender_field = "kommune"
    return b


def offers_with_departments() -> Blank:
    """A list whose offer name is merged over three department lines, printed numbers for both, a sum per offer."""
    b = Blank("tilbud-og-afdelinger", "Tilbud og afdelinger.xlsx", "Tilbud og afdelinger", look=YELLOW)
    s = b.sheet("Oversigt", {"A": 6, "B": 34, "C": 34, "D": 14, "E": 14, "F": 14})
    s.put("A1", "Tilbud og deres afdelinger", b.look.head)
    b.single("region", s, "C2", "region", ("B2", "Region"))
    b.headers(
        s,
        {
            "A4": "Nr.",
            "B4": "Tilbud",
            "C4": "Afdeling",
            "D4": "Normerede pladser",
            "E4": "Belagte pladser",
            "F4": "Takst (kr.)",
        },
    )
    b.table(
        "afd",
        s,
        5,
        28,
        [
            {"id": "tilbud", "at": "B4", "type": "offer"},
            {"id": "afdeling", "at": "C4", "type": "text", "hint": "short"},
            {"id": "norm", "at": "D4", "type": "count"},
            {"id": "bel", "at": "E4", "type": "count"},
            {"id": "takst", "at": "F4", "type": "amount", "fill_rate": 0.9},
        ],
    )
    for row in range(5, 29):
        s.put(f"A{row}", f"{row - 4}.", Style(border=True))
    b.sender_field = "region"
    return b


HARD = (all_bordered, required_and_optional, naked_questions, quarters, two_forms, offers_with_departments)
