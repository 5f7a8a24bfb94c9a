"""Makes the demonstration's contacts and its submissions of Region Sjælland from the two blank forms; all invented.

Run by hand when the blanks change:  .venv/bin/python packaging/make_demo_samples.py
The files are committed, so that the demonstration reads real workbooks and the same ones everywhere.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "resources" / "samples"
MUNICIPAL = SAMPLES / "templates" / "T2_indberetningsskema_kommune.xlsx"
REGIONAL = SAMPLES / "templates" / "T1_regional_afrapportering.xlsx"
REGION = "1085"
NIL, APPROXIMATE, MISSING_ANSWER = "0336", "0340", "0390"  # Stevns, Sorø, Vordingborg
SILENT = ("0253", "0376")  # Greve and Guldborgsund have not answered
OFFERS = (
    ("Rehabiliteringscenter Strandhøj", "Regional", "Samlet indsats"),
    ("Neurorehab Enghaven", "Privat", "Samlet indsats"),
    ("Kommunikationshuset Sydbroen", "Kommunal", "Delindsats"),
    ("Specialbotilbuddet Tranemosen", "Selvejende", "Samlet indsats"),
)
STAMP = (2026, 1, 5, 8, 0, 0)


def main() -> None:
    """Write the contacts, one municipal form per answering council, and the region's joint answer."""
    with (ROOT / "resources" / "registers" / "municipalities.csv").open(encoding="utf-8") as file:
        members = [row for row in csv.DictReader(file) if row["region_code"] == REGION]
    dice = random.Random(2025)  # noqa: S311 - invented figures, the same every time
    persons = {row["kommunekode"]: dice.choice((1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 18)) for row in members}
    persons[NIL] = 0
    for row in members:
        if row["kommunekode"] not in SILENT:
            _municipal(row, persons[row["kommunekode"]], dice)
    _regional(members, persons, dice)
    _contacts(members)


def _contacts(members: list[dict[str, str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Kontakter"
    sheet.append(["Kontakter til demonstrationen. EKSEMPEL: ingen af adresserne er ægte."])
    sheet.append([])
    sheet.append(["Kode", "Myndighed", "Adresselinje 1", "Adresselinje 2", "Postnr.", "By", "E-mail", "Gyldig fra"])
    for number, row in enumerate(members, start=1):
        address = ["EKSEMPEL", f"Rådhusvej {number}", "0000", "Eksempelby", f"kommunen{row['kommunekode']}@eksempel.dk"]
        sheet.append([row["kommunekode"], row["official_name"], *address, dt.datetime(2025, 1, 1)])  # noqa: DTZ001
        sheet.cell(sheet.max_row, 8).number_format = "dd-mm-yyyy"
    for column, width in zip("ABCDEFGH", (8, 26, 16, 16, 9, 14, 28, 12), strict=True):
        sheet.column_dimensions[column].width = width
    for cell in (sheet["A1"], *sheet[3]):
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A4"
    _save(book, SAMPLES / "contacts.xlsx")


def _municipal(row: dict[str, str], persons: int, dice: random.Random) -> None:
    book = openpyxl.load_workbook(MUNICIPAL)
    sheet = book["Indberetningsskema"]
    code = row["kommunekode"]
    sheet["D18"] = row["official_name"]
    sheet["D19"] = "Afdelingsleder, Social og Sundhed"
    sheet["D20"] = "Konsulent i socialforvaltningen"
    sheet["D21"] = "12 34 56 78"
    sheet["D22"] = f"social{code}@eksempel.dk"
    sheet["D23"] = dt.datetime(2025, 9, dice.randint(8, 26))  # noqa: DTZ001 - a calendar day of a workbook
    if code == NIL:
        sheet["F29"], sheet["F32"] = 0, 0
        sheet["C33"] = "Ingen borgere i målgruppen i 2023 og 2024."
    else:
        sheet["F29"] = max(0, persons - dice.randint(0, 2))
        sheet["F32"] = "ca. 7" if code == APPROXIMATE else persons
        sheet["F35"] = dice.randint(0, max(0, persons // 3))
        sheet["F38"] = dice.choice((25, 33.5, 40, 50, 62.5, 75))
        sheet["B42"] = "Borgerne har følger efter svær hjerneskade og behov for en tværfaglig indsats døgnet rundt."
        chosen = dice.sample(OFFERS, k=min(len(OFFERS), 1 + persons // 5))
        for line, (name, operator, effort) in enumerate(chosen, start=48):
            sheet.cell(line, 2, name)
            sheet.cell(line, 3, operator)
            sheet.cell(line, 4, effort)
            sheet.cell(line, 5, max(1, persons // len(chosen)))
            sheet.cell(line, 6, 2024)
        sheet["F58"] = dice.choice(("Ja", "Ja", "Nej"))
        if code != MISSING_ANSWER:
            sheet["B62"] = "Kommunen har et rehabiliteringsteam, som samarbejder med de tilbud, borgerne visiteres til."
        sheet["F66"] = dice.choice((3, 4, 4, 5))
        sheet["C67"] = "Ventetid på det eneste tilbud i regionen med døgnbemandet neuropædagogik."
        sheet["B70"] = "Der er for få pladser i regionen, og tilbuddet i naboregionen er ofte fuldt belagt."
        sheet["F74"] = dice.choice(("Ja, mundtlig", "Nej"))
        sheet["B84"] = "Kommunerne drøfter enkeltsager i et netværk, men planlægger ikke kapaciteten i fællesskab."
    _save(book, SAMPLES / "submissions" / f"{row['name']}_indberetning.xlsx")


def _regional(members: list[dict[str, str]], persons: dict[str, int], dice: random.Random) -> None:
    book = openpyxl.load_workbook(REGIONAL)
    front, group, offers, challenges, cooperation = book.worksheets[:5]
    for cell, value in (
        ("C13", "Region Sjælland"),
        ("C15", "Rammeaftalesekretariatet, Sjælland"),
        ("C17", "Konsulent i sekretariatet"),
        ("C19", "sekretariatet@eksempel.dk"),
        ("C21", "12 34 56 78"),
        ("C23", dt.datetime(2025, 10, 14)),  # noqa: DTZ001
        ("C25", dt.datetime(2025, 10, 3)),  # noqa: DTZ001
        ("C27", "Nej"),
        ("C29", "2025 - 1185"),
    ):
        front[cell] = value
    group["A6"] = "Målgruppen er stabil i antal, men flere borgere har samtidig misbrug eller psykisk sygdom."
    totals = [0] * 5
    for line, row in enumerate(sorted(members, key=lambda row: row["kommunekode"]), start=17):
        now = persons[row["kommunekode"]]
        years = [max(0, now - dice.randint(0, 3)) for _ in range(3)] + [now]
        group.cell(line, 1, row["name"])
        for column, count in enumerate([*years, now // 2], start=2):
            group.cell(line, column, count)
            totals[column - 2] += count
    group["F43"] = "Nej"
    group["A46"] = "Antallet er opgjort af hver kommune og samlet af sekretariatet."
    for line, (name, operator, effort) in enumerate(OFFERS, start=6):
        values = (name, operator, dice.choice(("Næstved", "Slagelse", "Roskilde")), effort)
        for column, value in enumerate(values, start=2):
            offers.cell(line, column, value)
        offers.cell(line, 7, dice.randint(4, 12))
        offers.cell(line, 8, dice.randint(2, 9))
        offers.cell(line, 9, dice.choice((2840, 3960.5, 5267.5)))
        offers.cell(line, 10, "Nej")
    offers["G28"] = "Nej"
    offers["A31"] = (
        "Regionen har ét tilbud med døgnbemandet neuropædagogik. Det er fuldt belagt, og kommunerne venter i "
        "gennemsnit fem måneder på en plads."
    )
    for cell in ("A4", "A5", "A9"):
        challenges[cell] = "x"
    challenges["A12"] = "Der mangler pladser til de borgere, som har behov for den mest specialiserede indsats."
    challenges["D20"] = 5
    cooperation["A4"] = "Kommunerne mødes i et fagligt netværk to gange om året. Kapaciteten planlægges i hver kommune."
    for column, value in enumerate(("Fagligt netværk om hjerneskade", "Alle kommuner i regionen", 2019), start=1):
        cooperation.cell(12, column, value)
    cooperation["C21"] = "Nej"
    cooperation["A24"] = "Kommunerne vil drøfte et fælles tilbud i forbindelse med den næste rammeaftale."
    _save(book, SAMPLES / "submissions" / "Region Sjælland afrapportering.xlsx", totals)


def _save(book: openpyxl.Workbook, path: Path, totals: list[int] | None = None) -> None:
    """Write the workbook with fixed times and, as Excel would, with the values of its sums."""
    book.properties.created = book.properties.modified = dt.datetime(*STAMP)  # noqa: DTZ001
    raw = BytesIO()
    book.save(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "docProps/core.xml":  # openpyxl writes the moment of saving
                moment = dt.datetime(*STAMP).isoformat()  # noqa: DTZ001
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{moment}Z".encode(), data)
            for column, total in zip("BCDEF", totals or (), strict=False):
                pattern = rf"(<f>SUM\({column}17:{column}40\)</f>)<v\s*/?>(?:</v>)?".encode()
                data = re.sub(pattern, rf"\g<1><v>{total}</v>".encode(), data)
            new.writestr(zipfile.ZipInfo(item.filename, STAMP), data, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
