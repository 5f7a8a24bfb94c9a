"""Blanks in which the word beside the box is not the question: "Svar:", a unit, a number on a line."""

from typing import Any

from .blank import Blank, Look
from .model import Style

LINED = Look(box=Style(border=True), column=Style(bold=True, border=True), label=Style())
MINT = Look(box=Style(fill="FFE2F0D9", border=True), label=Style(), column=Style(bold=True, border=True))
ASKED: list[tuple[str, str, str, dict[str, Any]]] = [
    ("borgere", "Hvor mange borgere modtager indsatsen?", "count", {}),
    ("andel", "Hvor stor en andel af borgerne har fået en plan? (%)", "percent", {}),
    ("udgift", "Hvad var udgiften i 2024? (kr.)", "amount", {}),
    ("dato", "Hvornår blev indsatsen senest evalueret? (dato)", "date", {}),
    ("aftale", "Er der en aftale med regionen?", "yes-no", {"choices": ("Ja", "Nej")}),
    ("samspil", "Beskriv samspillet med de øvrige kommuner", "text", {}),
]


def answer_lines() -> Blank:
    """Each question on a line of its own, then "Svar:" with its box, then "Bemærkning:" with its box."""
    b = Blank("svar-linjer", "Svarlinjer.xlsx", "Skema med svarlinjer", look=LINED)
    s = b.sheet("Skema", {"A": 16, "B": 30, "C": 30, "D": 20})
    s.put("A1", "Skema med svarlinjer", b.look.head)
    b.single("kommune", s, "B2", "municipality", ("A2", "Kommune:"), merge="B2:C2")
    for number, (field_id, text, kind, more) in enumerate(ASKED):
        row = 4 + 4 * number
        s.put(f"A{row}", f"{number + 1}. {text}", Style(bold=True), merge=f"A{row}:D{row}")
        b.single(
            field_id,
            s,
            f"B{row + 1}",
            kind,
            (f"A{row + 1}", "Svar:"),
            merge=f"B{row + 1}:D{row + 1}",
            name=text,
            **more,
        )
        b.single(
            f"{field_id}_b",
            s,
            f"B{row + 2}",
            "text",
            (f"A{row + 2}", "Bemærkning:"),
            merge=f"B{row + 2}:D{row + 2}",
            name=text,
            hint="remark",
            fill_rate=0.4,
        )
    b.sender_field = "kommune"
    return b


def answer_word_beside() -> Blank:
    """Question, the word "Svar:", and the box, in three columns; a unit between label and box in the lines below."""
    b = Blank("svar-ved-siden-af", "Svar ved siden af.xlsx", "Svar ved siden af", look=MINT)
    s = b.sheet("Skema", {"A": 56, "B": 12, "C": 30})
    s.put("A1", "Svar ved siden af", b.look.head)
    b.single("kommune", s, "C2", "municipality", ("A2", "Kommune"))
    for number, (field_id, text, kind, more) in enumerate(ASKED):
        row = 4 + number
        s.put(f"B{row}", "Svar:", Style(italic=True))
        b.single(field_id, s, f"C{row}", kind, (f"A{row}", text), **more)
    lines = [
        ("pladser", "Pladser i alt", "antal", "count"),
        ("takst", "Takst pr. døgn", "kr.", "amount"),
        ("bel", "Udnyttelse", "%", "percent"),
        ("timer", "Personale", "timer", "number"),
    ]
    for number, (field_id, text, unit, kind) in enumerate(lines):
        row = 12 + number
        s.put(f"B{row}", unit, Style())
        b.single(field_id, s, f"C{row}", kind, (f"A{row}", text), number_format="General")
    b.sender_field = "kommune"
    return b


def numbered_lines() -> Blank:
    """Two times "Nævn …" with five numbered lines to write on; a heading over both lists of lines."""
    b = Blank("naevn-linjer", "Nævn linjer.xlsx", "Nævn tilbud og udfordringer", look=LINED)
    s = b.sheet("Ark1", {"A": 8, "B": 70})
    s.put("A1", "Nævn tilbud og udfordringer", b.look.head)
    s.put("A3", "Kommune", Style())
    b.single("kommune", s, "B3", "municipality", None, name="Kommune")
    b.fields[-1].label_cell = "A3"
    for top, key, text in ((5, "tilbud", "Nævn de mest anvendte tilbud"), (13, "udf", "Nævn de største udfordringer")):
        s.put(f"B{top}", text, b.look.column)
        kind = "offer" if key == "tilbud" else "text"
        b.table(key, s, top + 1, top + 5, [{"id": key, "at": f"B{top}", "type": kind, "hint": "short"}])
        for number in range(1, 6):
            s.put(f"A{top + number}", f"{number}.", Style())
    b.rows = (2, 4)
    b.sender_field = "kommune"
    return b


SVAR = (answer_lines, answer_word_beside, numbered_lines)
