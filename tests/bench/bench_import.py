"""Measure the import of 98 municipal forms against openpyxl merely loading the same files.

Run it by hand: ``python -m tests.bench.bench_import [rounds]``. Each form has about 6,000 used cells. In the first set
they are those of a usual form: questions, a long numbered list of which 25 rows are filled in, and a hidden sheet of
codes. In the second a third of them are answers, as in a questionnaire with pre-printed rows; in the third nearly all.

Ours is ``koorddesk import`` from its start to its end: reading in two worker processes, finding the fields, checking,
storing, search index and change log. Theirs is one process that calls ``openpyxl.load_workbook`` for each file. They
take turns within one run and the best round of each counts, as one waits for it; beside it stands the processor time
of all processes together, which a busy machine changes less. Memory is what our processes hold together, shared pages
counted once, looked at ten times a second. The exit status tells whether ours was not slower, and below 600 MB.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

PROJECT = Path(__file__).parents[2]
MOST_MEGABYTES = 600
YELLOW = PatternFill("solid", fgColor="FFFF99")
BOX = Border(*(Side("thin") for _ in range(4)))
OFFERS = [
    "Tilbuddets navn", "Adresse", "Driftsherre", "Antal pladser", "Belagte pladser", "Belægning (%)",
    "Takst pr. døgn (kr.)", "Godkendt den", "Målgruppe", "Borgere under 18 år", "Borgere 18-66 år", "Borgere over 66 år",
    "Døgntilbud (ja/nej)", "Antal årsværk", "Antal på venteliste", "Heraf fra andre kommuner", "Nyt tilbud (ja/nej)",
    "Undervisning (ja/nej)", "Opholdstid i måneder", "Bemærkninger",
]  # fmt: skip
GROUPS = ["Synshandicap", "Hørehandicap", "Hjerneskade", "Autisme", "Spiseforstyrrelser", "Demens"]
OPERATORS = ["Kommune", "Region", "Privat", "Selvejende"]


def _heading(sheet: Worksheet, row: int, texts: list[str]) -> None:
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column, text)
        cell.font, cell.border = Font(bold=True), BOX


def _front(sheet: Worksheet, municipality: str | None) -> None:
    sheet["A1"] = "Indberetning om tilbud og borgere i målgruppen"
    sheet["A1"].font = Font(bold=True, size=16)
    labels = ("Kommune", "Kontaktperson", "E-mail", "Dato for besvarelsen", "Antal borgere i målgruppen")
    values = (municipality, "Fuldmægtig", "post@example.dk", dt.date(2026, 3, 2), 117)
    for row, (label, value) in enumerate(zip(labels, values, strict=True), 3):
        sheet.cell(row, 1, label)
        box = sheet.cell(row, 2, value if municipality else None)
        box.fill, box.border = YELLOW, BOX


def usual_form(municipality: str | None, chance: random.Random) -> openpyxl.Workbook:
    """Return a form as they mostly are: 40 questions with remarks, a list of 250 numbered rows, and hidden codes."""
    book = question_form(municipality, chance, 40)
    sheet = book.create_sheet("Tilbud")
    _heading(sheet, 1, ["Nr.", *OFFERS])
    kinds = DataValidation("list", formula1="Koder!$B$1:$B$6")
    kinds.add("J2:J251")
    sheet.add_data_validation(kinds)
    for row in range(2, 252):
        sheet.cell(row, 1, row - 1)
        values = _offer(municipality, row, chance) if municipality and row <= 26 else [None] * len(OFFERS)
        for column, value in enumerate(values, 2):
            cell = sheet.cell(row, column, value)
            cell.fill, cell.border = YELLOW, BOX
        sheet.cell(row, 7).number_format = "0.0%"
        sheet.cell(row, 9).number_format = "dd-mm-yyyy"
    codes = book.create_sheet("Koder")
    codes.sheet_state = "hidden"
    for row in range(1, 1201):
        for column, value in enumerate(
            (f"{row:04}", GROUPS[row % 6] if row > 6 else GROUPS[row - 1], "gyldig", row * 7), 1
        ):
            codes.cell(row, column, value)
    return book


def _offer(municipality: str, row: int, chance: random.Random) -> list[object]:
    places = chance.randint(2, 60)
    taken = chance.randint(1, places)
    waiting = chance.randint(0, 9)
    return [
        f"Botilbud {row} {municipality}", f"Eksempelvej {row}", chance.choice(OPERATORS), places, taken,
        round(taken / places, 3), chance.randint(1500, 9000), dt.date(2015, 1, 1) + dt.timedelta(row),
        chance.choice(GROUPS), *(chance.randint(0, 9) for _ in range(3)), "Ja", chance.randint(3, 90) / 2,
        waiting, chance.randint(0, waiting), "Nej", "Ja", chance.randint(6, 80), f"Afdeling {row} har aktivitet",
    ]  # fmt: skip


def offer_form(municipality: str | None, chance: random.Random, rows: int = 300) -> openpyxl.Workbook:
    """Return a form whose table of 20 columns is filled in; the blank one where no municipality is given."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tilbud"
    _front(sheet, municipality)
    _heading(sheet, 10, OFFERS)
    operators = DataValidation("list", formula1=f'"{",".join(OPERATORS)}"')
    operators.add(f"C11:C{10 + rows}")
    sheet.add_data_validation(operators)
    for row in range(11, 11 + rows):
        values = _offer(municipality or "", row, chance)
        for column in range(1, len(OFFERS) + 1):
            cell = sheet.cell(row, column, values[column - 1] if municipality else None)
            cell.fill, cell.border = YELLOW, BOX
        sheet.cell(row, 6).number_format = "0.0%"
        sheet.cell(row, 8).number_format = "dd-mm-yyyy"
    return book


def question_form(municipality: str | None, chance: random.Random, questions: int = 990) -> openpyxl.Workbook:
    """Return a form of printed rows (theme, number, question, unit) with a figure and a remark to fill in in each."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Skema"
    _front(sheet, municipality)
    _heading(sheet, 10, ["Tema", "Nr.", "Ydelse", "Enhed", "Antal borgere", "Bemærkninger"])
    for number in range(1, questions + 1):
        row = 10 + number
        printed = (
            GROUPS[number % 6],
            number,
            f"Ydelse nr. {number} til borgere med {GROUPS[number % 6].lower()}",
            "antal",
        )
        for column, value in enumerate(printed, 1):
            sheet.cell(row, column, value).border = BOX
        for column in (5, 6):
            cell = sheet.cell(row, column)
            if municipality:
                cell.value = chance.randint(0, 80) if column == 5 else f"Indsatsen gives efter aftale {number}"
            cell.fill, cell.border = YELLOW, BOX
    return book


@dataclass(frozen=True)
class Run:
    """How long a command took, as one waits and in processor time of all its processes, and its memory at most."""

    seconds: float
    processor: float
    megabytes: float


def run(command: list[str]) -> Run:
    """Run a command to its end and return what it took; its output is thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL)
    most = 0.0
    ended = threading.Event()

    def look() -> None:
        nonlocal most
        while not ended.wait(0.1):
            most = max(most, sum(map(_held, _family(process.pid))))

    watcher = threading.Thread(target=look)
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    if status not in (0, 1):
        raise SystemExit(f"{command} ended with {status}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most)


def _family(process: int) -> list[int]:
    """Return a process and all that it started."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(descendant for child in children for descendant in _family(int(child)))]


def _held(process: int) -> float:
    """Return the memory of a process in MB, a page shared with others counted in part."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


LOAD = "import sys, openpyxl\nfor path in sys.argv[1:]: openpyxl.load_workbook(path)"


def measure(folder: Path, name: str, form: object, rounds: int) -> bool:
    """Make one set of forms, let both take turns, print the best of each; return whether ours reaches the goals."""
    chance = random.Random(1)
    blank, files = folder / f"{name}.xlsx", []
    form(None, chance).save(blank)
    with (PROJECT / "resources/registers/municipalities.csv").open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    for municipality in names:
        files.append(folder / f"{name} {municipality}.xlsx")
        form(municipality, chance).save(files[-1])
    desk = [sys.executable, "-m", "koorddesk"]
    ours, theirs = [], []
    for number in range(rounds):
        store = ["--store", str(folder / f"{name}{number}.sqlite")]
        run([*desk, "template", "learn", str(blank), "--id", name, *store])
        ours.append(run([*desk, "import", *map(str, files), "--json", *store]))
        theirs.append(run([sys.executable, "-c", LOAD, *map(str, files)]))
    us, them = min(r.seconds for r in ours), min(r.seconds for r in theirs)
    cpu = min(r.processor for r in ours) / min(r.processor for r in theirs)
    memory = max(r.megabytes for r in ours)
    print(
        f"{name}: import {us:.1f} s, openpyxl {them:.1f} s, ratio {us / them:.2f}; processor time {cpu:.2f}; {memory:.0f} MB"
    )
    return us <= them and memory < MOST_MEGABYTES


SETS = (("skema", usual_form), ("ydelser", question_form), ("tilbud", offer_form))

if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as place:
        reached = [measure(Path(place), *each, times) for each in SETS]
    sys.exit(0 if all(reached) else 1)
