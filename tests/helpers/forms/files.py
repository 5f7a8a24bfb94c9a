"""What happens to the file as a whole: whose it is, in what shape it arrives, whether it is a form at all."""

import csv
import io
import random

from .copy import Copy
from .model import Book, Style
from .register import Authority, authority

SENDER_WORDS = ["afsender", "sender"]


def contradictory(copy: Copy, rng: random.Random, other: str) -> bool:
    """The sheet names another sender than the file name does."""
    answer = copy.answer(copy.blank.sender_field or "")
    found = authority(other)
    assert copy.sender is not None
    file_sender: Authority = copy.sender
    answer.cell.value, answer.accept = found.name, found.accept
    answer.may, answer.category = True, "sender-contradictory"
    copy.sender = found
    copy.extra |= {
        "sender_any": [None, found.sender, file_sender.sender],
        "sender_must_flag": True,
        "sender_at": answer.field.template_at(),
    }
    copy.note("sender-contradictory", outcome=["held", "accepted"])
    return True


def spelt(copy: Copy, rng: random.Random, text: str, certain: bool = True) -> bool:
    """The sender's name stands on the sheet in another spelling."""
    answer = copy.answer(copy.blank.sender_field or "")
    answer.cell.value = text
    answer.accept = [*answer.accept, text] if certain else [*answer.accept, text, None]
    answer.may, answer.must, answer.category = True, not certain, "sender-name-variant"
    copy.note("sender-name-variant")
    if not certain:
        copy.extra |= {"sender_any": [None, copy.sender.sender] if copy.sender else [None]}
    return True


def nil(copy: Copy, rng: random.Random, field_id: str, text: str) -> bool:
    """Report that there is nothing to report."""
    f = copy.blank.field_by_id(field_id)
    copy.drop([a for a in copy.answers if a.field is f])
    answer = copy.set_single(f, text, [0, None] if f.type in ("count", "number", "amount") else [text])
    answer.must = f.type in ("count", "number", "amount")
    answer.may, answer.category, answer.touched = True, "nil-report", True
    copy.note("nil-report")
    return True


def blank_words(copy: Copy) -> None:
    """Nothing is filled in: the reader has to say so."""
    copy.note("blank-return", outcome=["held", "accepted"])
    copy.words = ["ingen svar", "tomt", "tom ", "ikke udfyldt", "ikke besvaret", "blank", "empty", "no answer", "mangler", "missing"]


def as_csv(encoding: str = "cp1252", delimiter: str = ";") -> object:
    """Return a sender who saves the sheet of the list as csv."""

    def send(_: bytes, copy: Copy) -> bytes:
        sheet = copy.book[next(iter(copy.blank.tables.values())).sheet]
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        width = max(c for _, c in sheet.cells)
        for row in range(1, max(r for r, _ in sheet.cells) + 1):
            writer.writerow([_csv_text(copy, sheet.cells.get((row, c))) for c in range(1, width + 1)])
        return out.getvalue().encode(encoding, errors="replace")

    return send


def _csv_text(copy: Copy, cell: object) -> str:
    value = getattr(cell, "value", None)
    style: Style = getattr(cell, "style", Style())
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("="):
        sheet = next(s for s in copy.book.sheets if s.where(cell))
        value = copy.book.evaluate(sheet, value)
    if hasattr(value, "strftime"):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, int | float):
        if "%" in style.number_format:
            return f"{value * 100:.1f}%".replace(".", ",")
        return str(value).replace(".", ",")
    return str(value)


def refuse(copy: Copy, category: str, send: object, words: list[str]) -> None:
    """The file cannot be read at all."""
    copy.template, copy.sender, copy.outcome, copy.categories = None, None, ["refused"], [category]
    copy.send = send  # type: ignore[assignment]
    copy.words = words


def truncated(copy: Copy) -> None:
    refuse(copy, "truncated", lambda data, _: data[: len(data) * 2 // 3], ["ødelagt", "beskadiget", "ufuldstændig", "afbrudt", "damaged", "truncated", "kan ikke læses", "ikke læses", "corrupt", "projektmappe", "workbook", "afkortet"])


def web_page(copy: Copy) -> None:
    page = "<html><body><table><tr><td>Kommune</td><td>Antal</td></tr><tr><td>Test</td><td>4</td></tr></table></body></html>"
    refuse(copy, "not-a-workbook", lambda _data, _copy: page.encode(), ["html", "webside", "web page", "ikke et regneark", "ikke en projektmappe", "workbook", "projektmappe"])


def no_bytes(copy: Copy) -> None:
    refuse(copy, "empty-file", lambda _data, _copy: b"", ["tom", "0 byte", "empty", "ingen data"])


def foreign_book(rng: random.Random) -> Book:
    """Return a workbook that is none of the forms: a duty roster and a phone list."""
    book = Book()
    roster = book.sheet("Vagtplan")
    roster.put("A1", "Vagtplan uge 12", Style(bold=True, size=14))
    for number, head in enumerate(["Dag", "Tidlig", "Sen", "Nat"]):
        roster.put(f"{'ABCD'[number]}3", head, Style(bold=True))
    for number, day in enumerate(["Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag"]):
        roster.put(f"A{4 + number}", day)
        for letter in "BCD":
            roster.put(f"{letter}{4 + number}", rng.choice(["Team 1", "Team 2", "Vikar", "Lukket"]))
    phones = book.sheet("Telefonliste")
    phones.put("A1", "Enhed")
    phones.put("B1", "Lokalnummer")
    for number in range(6):
        phones.put(f"A{2 + number}", f"Afdeling {number + 1}")
        phones.put(f"B{2 + number}", rng.randint(1000, 9999))
    return book


def wrong_form(copy: Copy) -> None:
    """Mark the copy as none of the learned forms."""
    copy.template, copy.sender = None, None
    copy.outcome, copy.categories = ["held", "refused"], ["wrong-template"]
    copy.words = ["skabelon", "template", "skema", "genkend", "form", "recognis"]
