"""What happens to the file as a whole: whose it is, in what shape it arrives, whether it is a form at all."""

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable

from lxml import etree

from .blank import Blank
from .copy import Copy
from .model import MAIN, Book, Style
from .package import SPACE, STAMP
from .reckon import shown_value
from .register import Authority, authority

Send = Callable[[bytes, Copy], bytes]


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
    copy.words = [
        "ingen svar",
        "tomt",
        "tom ",
        "ikke udfyldt",
        "ikke besvaret",
        "blank",
        "empty",
        "no answer",
        "mangler",
        "missing",
    ]


def as_csv(encoding: str = "cp1252", delimiter: str = ";") -> Send:
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
        value = shown_value(copy.book, sheet, value)
    if hasattr(value, "strftime"):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, int | float):
        if "%" in style.number_format:
            return f"{value * 100:.1f}%".replace(".", ",")
        return str(value).replace(".", ",")
    return str(value)


def refuse(copy: Copy, category: str, send: Send, words: list[str]) -> None:
    """The file cannot be read at all."""
    copy.template, copy.sender, copy.outcome, copy.categories = None, None, ["refused"], [category]
    copy.send = send
    copy.words = words


def truncated(copy: Copy) -> None:
    refuse(
        copy,
        "truncated",
        lambda data, _: data[: len(data) * 2 // 3],
        [
            "ødelagt",
            "beskadiget",
            "ufuldstændig",
            "afbrudt",
            "damaged",
            "truncated",
            "kan ikke læses",
            "ikke læses",
            "corrupt",
            "projektmappe",
            "workbook",
            "afkortet",
        ],
    )


def web_page(copy: Copy) -> None:
    page = "<html><body><table><tr><td>Kommune</td><td>Antal</td></tr><tr><td>Test</td><td>4</td></tr></table></body></html>"
    refuse(
        copy,
        "not-a-workbook",
        lambda _data, _copy: page.encode(),
        ["html", "webside", "web page", "ikke et regneark", "ikke en projektmappe", "workbook", "projektmappe"],
    )


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


def foreign(copy: Copy) -> None:
    """Send another workbook altogether."""
    copy.blank.book = foreign_book(copy.rng)
    wrong_form(copy)


def lock_file(copy: Copy) -> None:
    content = b"\x08Kollega " + b"\x00" * 156
    refuse(
        copy,
        "lock-file",
        lambda _data, _copy: content,
        ["låse", "lock", "midlertidig", "~$", "ikke en projektmappe", "ikke et regneark", "workbook", "projektmappe"],
    )


def parts(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the package with every part sent through `change`."""
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, STAMP), change(name, source.read(name)), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def rewritten(copy: Copy, category: str, change: Callable[[str, bytes], bytes], *, may: bool = False) -> bool:
    """Send the same workbook as another program writes it."""
    before = copy.send
    copy.send = lambda data, c: parts(before(data, c) if before else data, change)
    copy.note(category, outcome=["accepted", "held"] if may else ["accepted"])
    return True


def content_type(copy: Copy, _rng: random.Random, kind: str) -> bool:
    """Send it as a template or with macros enabled (there are none in it)."""
    new = {
        "template": b"openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "macro": b"ms-excel.sheet.macroEnabled.main+xml",
    }[kind]
    old = b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return rewritten(
        copy, f"xlsx-as-{kind}", lambda n, d: d.replace(old, new) if n == "[Content_Types].xml" else d, may=True
    )


def lying_dimension(copy: Copy, _rng: random.Random) -> bool:
    """The sheets say that they are one cell large."""
    return rewritten(
        copy, "lying-dimension", lambda n, d: re.sub(rb'<dimension ref="[^"]*" ?/>', b'<dimension ref="A1"/>', d)
    )


def rich_text(copy: Copy, _rng: random.Random) -> bool:
    """Half of every text is bold."""

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return data
        root = etree.fromstring(data)
        for si in root.iter(f"{{{MAIN}}}si"):
            t = si.find(f"{{{MAIN}}}t")
            if t is None or not t.text or len(t.text) < 4:
                continue
            text, half = t.text, len(t.text) // 2
            si.remove(t)
            for number, piece in enumerate((text[:half], text[half:])):
                run = etree.SubElement(si, f"{{{MAIN}}}r")
                if number:
                    etree.SubElement(etree.SubElement(run, f"{{{MAIN}}}rPr"), f"{{{MAIN}}}b")
                piece_t = etree.SubElement(run, f"{{{MAIN}}}t")
                piece_t.text = piece
                piece_t.set(SPACE, "preserve")
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return rewritten(copy, "rich-text", change)


def inline_strings(copy: Copy, _rng: random.Random) -> bool:
    """Texts stand in the cells themselves, and every name has a prefix, as other programs write it."""
    shared: list[str] = []

    def change(name: str, data: bytes) -> bytes:
        if not re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            return data
        root = etree.fromstring(data)
        for c in root.iter(f"{{{MAIN}}}c"):
            v = c.find(f"{{{MAIN}}}v")
            if c.get("t") == "s" and v is not None:
                c.set("t", "inlineStr")
                c.remove(v)
                t = etree.SubElement(etree.SubElement(c, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
                t.text = shared[int(v.text)]
                t.set(SPACE, "preserve")
        moved = etree.Element(f"{{{MAIN}}}worksheet", nsmap={"x": MAIN, **{k: u for k, u in root.nsmap.items() if k}})
        moved.extend(list(root))
        return etree.tostring(moved, xml_declaration=True, encoding="UTF-8", standalone=True)

    before = copy.send

    def send(data: bytes, c: Copy) -> bytes:
        data = before(data, c) if before else data
        root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml"))
        shared[:] = ["".join(si.itertext()) for si in root.iter(f"{{{MAIN}}}si")]
        return parts(data, change)

    copy.send = send
    copy.note("other-program", outcome=["accepted"])
    return True


def strict(copy: Copy, _rng: random.Random) -> bool:
    """Save as "Strict Open XML": other namespaces; a reader may refuse it if it says how to save it."""
    pairs = [
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        (b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/drawingml/main"),
    ]

    def change(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml" or name.startswith("docProps"):
            return data
        for old, new in pairs:
            data = data.replace(old, new)
        return re.sub(rb"<workbook ", b'<workbook conformance="strict" ', data) if name == "xl/workbook.xml" else data

    rewritten(copy, "strict", change, may=True)
    copy.outcome, copy.words, copy.readable = ["accepted", "held", "refused"], ["strict"], False
    for a in copy.answers:
        a.may = True
    return True


def made_on_older(copy: Copy, _rng: random.Random, newer: Callable[[], Blank], renamed: tuple[str, ...] = ()) -> bool:
    """The copy was made on an older blank, but only the newer is known: its fields are named by the newer's places."""
    new = newer()
    known = {f.id: f for f in new.fields}
    lost = [f.label for f in new.fields if f.id not in {g.id for g in copy.blank.fields}]
    copy.drop([a for a in copy.answers if a.field.id not in known])
    for a in copy.answers:
        a.field = known[a.field.id]
        if a.field.id in renamed:
            a.accept, a.may, a.category = [*a.accept, None], True, "header-altered"
    copy.empty = [known[f.id] for f in copy.empty if f.id in known]
    for table in new.tables.values():
        table.columns = {i: c for i, c in table.columns.items() if i in copy.blank.tables[table.id].columns}
    new.book = copy.blank.book
    copy.blank, copy.template = new, new.id
    copy.note("old-template-version", outcome=["held", "accepted"])
    copy.words = ["version", "mangler", "missing", "kolonne", "column", "skabelon", "template", *lost]
    return True
