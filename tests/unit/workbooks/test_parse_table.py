"""docs/values.md is the test data: every row of its tables is what the code does, every sentence what it says."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from koorddesk.domain.values import AnswerValue, Below, FieldType, Range
from koorddesk.findings import CATALOGUE, Finding
from koorddesk.i18n import Translator
from koorddesk.workbooks.grid import Cell, CellError
from koorddesk.workbooks.parse import Expectation, column_hint, parse_cell
from koorddesk.workbooks.sender import Register

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "values.md").read_text(encoding="utf-8")
REGISTER = Register.from_csv(ROOT / "resources" / "registers")
DANISH = Translator("da")
SECTIONS = {
    "Antal": FieldType.COUNT,
    "Tal": FieldType.NUMBER,
    "Procent": FieldType.PERCENT,
    "Beløb": FieldType.AMOUNT,
    "Dato": FieldType.DATE,
    "År": FieldType.YEAR,
    "Ja og nej, kryds": FieldType.YES_NO,
    "Valg": FieldType.CHOICE,
    "Skala": FieldType.SCALE,
    "Tekst": FieldType.TEXT,
    "Kommune og region": FieldType.MUNICIPALITY,
    "Tilbud": FieldType.OFFER,
}
SEVERITIES = {"error": "fejl", "warning": "advarsel", "note": "note"}
CONDITION = re.compile(r";\s*(?=(?:overskrift|valg|flere valg|kolonne|modtaget|1904)\b)")


def rows() -> Iterator[tuple[str, list[str]]]:
    section = ""
    for line in PAGE.splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("|") and not line.startswith(("| ---", "| I cellen", "| Kode")):
            yield section, [part.strip() for part in line.strip("|").split(" |")]


def number(text: str) -> int | float | None:
    if not re.fullmatch(r"-?\d+(,\d+)?", text):
        return None
    return float(text.replace(",", ".")) if "," in text else int(text)


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text[6:10]}-{text[3:5]}-{text[:2]}{text[10:]}")


def cell(said: str) -> Cell:
    """The cell that the page's first column describes."""
    if said.startswith('"'):
        text = said[1:-1].replace("⏎", "\n")
        return Cell(text, text)
    if match := re.fullmatch(r"(\S+) \(vist \"(.*)\"\)", said):
        return Cell(number(match[1]), match[2], '"…"0')
    if match := re.fullmatch(r"(\S+) \(format (.*)\)", said):
        return Cell(number(match[1]), "", match[2].replace(",", "."))
    if said.startswith("dato "):
        return Cell(day(said[5:]), said[5:], "dd-mm-yyyy")
    if said.startswith("fejl "):
        return Cell(None, said[5:], error=CellError(said[5:]))
    if said.startswith("overstreget "):
        return Cell(said[13:-1], said[13:-1], struck=True)
    if match := re.fullmatch(r"formel (\d+)(?: fra (.*))?", said):
        return Cell(int(match[1]), match[1], formula=match[2] or "SUM(A1:A3)")
    if match := re.fullmatch(r"tekst på (\d+) tegn", said):
        return Cell("a" * int(match[1]))
    fixed = {
        "tom": Cell(None),
        "SAND": Cell(True, "SAND"),
        "FALSK": Cell(False, "FALSK"),
        "formel uden resultat": Cell(None, formula="SUM(A1:A3)", uncalculated=True),
    }
    return fixed[said] if said in fixed else Cell(number(said), said)


def value(said: str) -> AnswerValue:
    """The value that the page's third column describes."""
    if said == "intet":
        return None
    if said in ("ja", "nej"):
        return said == "ja"
    if '"; "' in said:
        return tuple(part.strip('"') for part in said.split("; "))
    if said.startswith('"'):
        return said[1:-1].replace("⏎", "\n")
    if said.startswith("under "):
        return Below(number(said[6:]) or 0)
    if said.startswith("mindst "):
        return Range(number(said[7:]) or 0, None)
    if match := re.fullmatch(r"(\S+) til (\S+)", said):
        return Range(number(match[1]) or 0, number(match[2]))
    if match := re.fullmatch(r"tekst på (\d+) tegn", said):
        return "a" * int(match[1])
    if re.fullmatch(r"\d\d-\d\d-\d{4}", said):
        return day(said).date()
    return number(said)


def expectation(said: str, kind: FieldType) -> tuple[Expectation, FieldType]:
    """What the page's second column says is known about the field."""
    known: dict[str, object] = {}
    for part in CONDITION.split(said):
        name, _, rest = part.partition(":")
        parts = tuple(each.strip() for each in rest.split(";"))
        match name:
            case "overskrift":
                known["heading"] = rest.strip()
            case "valg":
                known["choices"] = parts
            case "flere valg":
                known["choices"], known["several"] = parts, True
            case "kolonne":
                known["column_hint"] = column_hint([cell(each) for each in parts], kind)
            case "modtaget":
                known["on"] = day(rest.strip()).date()
            case "1904":
                known["date1904"] = True
            case "region":
                kind = FieldType.REGION
            case _:
                assert part in ("", "kommune"), part
    return Expectation(register=REGISTER, **known), kind  # type: ignore[arg-type]


VALUES = [(section, *row) for section, row in rows() if section in SECTIONS]


@pytest.mark.parametrize(("section", "stands", "known", "read", "codes"), VALUES)
def test_row_of_the_page_is_what_the_code_does(section, stands, known, read, codes):
    expected, kind = expectation(known, SECTIONS[section])
    parsed = parse_cell(cell(stands), kind, expected)
    assert parsed.value == value(read)
    assert type(parsed.value) is type(value(read))
    assert [code for code, _ in parsed.findings] == [code.strip() for code in codes.split(",") if code.strip()]
    for code, params in parsed.findings:
        finding = Finding(code, params)
        assert "%(" not in finding.message(DANISH) + finding.suggestion(DANISH)


def test_the_page_has_a_table_for_every_type():
    assert {section for section, *_ in VALUES} == set(SECTIONS)
    assert set(SECTIONS.values()) | {FieldType.REGION} == set(FieldType)
    assert len(VALUES) > 250


def codes_in(module: str) -> set[str]:
    """Every catalogue code that a module names."""
    tree = ast.parse((ROOT / "koorddesk" / "workbooks" / f"{module}.py").read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return texts & set(CATALOGUE)


MODULES = ("parse", "quantities", "dates", "choices", "texts", "identifiers", "register")


def test_every_value_code_stands_in_a_row():
    used = {code.strip() for _, *row in VALUES for code in row[3].split(",") if code.strip()}
    named = set().union(*(codes_in(module) for module in MODULES))
    assert named - used == {"cell-comment", "formula-changing", "choice-synonym"}  # tested in test_parse_cell.py


def test_the_page_gives_each_sentence_as_the_program_says_it():
    listed = {row[0]: row[1:] for section, row in rows() if section == "Hvad bemærkningerne siger"}
    named = set().union(*(codes_in(module) for module in MODULES))
    assert set(listed) == named
    for code in sorted(named):
        kind = CATALOGUE[code]
        sentence = DANISH.text(kind.message)
        assert sentence != kind.message, code
        shown = re.sub(r"%\((\w+)\)[sd]", "…", sentence).replace("%%", "%")
        assert listed[code] == [SEVERITIES[kind.severity], shown], code
