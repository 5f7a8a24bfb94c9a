"""The national overview as a workbook: who has answered, and what was counted, small counts protected.

DESIGN section 8: for publication a threshold of 5 (a setting) with secondary suppression, so that no hidden count can
be computed from a region's or the country's total. Only what may be seen is written; nothing lies hidden in the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.disclosure import hidden_in_list
from koorddesk.domain.reports import Submission
from koorddesk.domain.values import FieldType
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcements import ExpectedRow, Status, current_submissions, status
from koorddesk.services.corrections import standing_answers
from koorddesk.services.exporting import Export, require
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from koorddesk.services.desk import Desk

register(
    {
        "threshold-small": N_("A threshold of %(threshold)d protects nobody. Choose 2 or more."),
        "overview-unwritable": N_(
            'The workbook "%(path)s" could not be written: %(reason)s. Close it in Excel or choose another name.'
        ),
    }
)

_HEADER = PatternFill("solid", fgColor="E4EAF1")
_STRONG = Font(name="Calibri", size=11, bold=True)
_NOT_SHOWN = "–"


@dataclass(frozen=True)
class Asked:
    """One authority's row: its name, its region, and whether and what it answered, by question."""

    name: str
    region: str
    counts: dict[str, int | None]  # None: answered, but not as one whole number


def write_overview(desk: Desk, path: Path, threshold: int | None = None) -> Path:
    """Write the overview of all announcements in hand; ``threshold`` is the smallest count shown.

    Raises UserError for a threshold under 2 and for a file that cannot be written.
    """
    require(desk.settings, Export.LISTS)
    smallest = desk.settings.threshold_publication if threshold is None else threshold
    if smallest < 2:
        raise UserError("threshold-small", threshold=smallest)
    with desk.store.reader() as uow:
        codes = sorted(known.code for known in uow.all(Announcement, historical=False))
    book = Workbook()
    front = book.active
    assert front is not None
    _front(desk, front, smallest)
    for code in codes:
        shown = status(desk, code)
        _status_sheet(desk, book.create_sheet(_title(book, f"Svar {code}")), shown)
        with desk.store.reader() as uow:
            questions, rows = counted(uow, code, shown)
        if questions:
            _count_sheet(desk, book.create_sheet(_title(book, f"Tal {code}")), questions, rows, smallest)
    # The workbook carries no clock of its own, so that the same overview is the same file.
    book.properties.created = book.properties.modified = dt.datetime.combine(desk.today(), dt.time())
    book.properties.creator = "koorddesk"
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(partial)
        partial.replace(path)
    except OSError as error:
        raise UserError("overview-unwritable", path=str(path), reason=error.strerror or str(error)) from error
    return path


def _title(book: Workbook, wanted: str) -> str:
    """Return a sheet name Excel takes: 31 characters, none of its signs, not used yet."""
    cleaned = "".join("-" if sign in "[]:*?/\\" else sign for sign in wanted)[:31]
    name, number = cleaned, 2
    while name in book.sheetnames:
        name = f"{cleaned[:27]} ({number})"
        number += 1
    return name


def _front(desk: Desk, sheet: Worksheet, threshold: int) -> None:
    say = desk.translator.text
    sheet.title = say(N_("About"))
    lines = [
        say(N_("National overview")),
        say(N_("Made on %(date)s"), date=desk.translator.long_date(desk.today())),
        say(N_("Counts below %(threshold)d are not shown (%(sign)s)."), threshold=threshold, sign=_NOT_SHOWN),
        say(
            N_(
                "Where one hidden count could be computed from a total, further counts or the total are not shown "
                "either. A total is left out where an answer is no whole number."
            )
        ),
    ]
    for row, line in enumerate(lines, start=1):
        sheet.cell(row, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(name="Calibri", size=14, bold=True)
    sheet.column_dimensions["A"].width = 90


def _heads(sheet: Worksheet, titles: Sequence[str], widths: Sequence[int]) -> None:
    for column, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        cell = sheet.cell(1, column, title)
        cell.font = _STRONG
        cell.fill = _HEADER
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 60
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _status_sheet(desk: Desk, sheet: Worksheet, shown: Status) -> None:
    from koorddesk.services.documents import STATES

    say = desk.translator.text
    _heads(
        sheet,
        [
            say(title)
            for title in (
                N_("Region"),
                N_("Authority"),
                N_("Deadline"),
                N_("Received"),
                N_("State"),
                N_("Late"),
                N_("Nil report"),
            )
        ],
        (22, 26, 12, 12, 14, 12, 17),
    )
    yes = say(N_("Yes"))
    ordered = [row for region in shown.regions for row in (region.joint, *_of(shown, region.name))]
    for number, row in enumerate(ordered, start=2):
        values = (
            row.region_name,
            row.name,
            row.due_on,
            row.received_on,
            say(STATES[row.state]),
            yes if row.late else "",
            yes if row.nil else "",
        )
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, dt.date):
                cell.number_format = "dd-mm-yyyy"
            if row.name == row.region_name:
                cell.font = _STRONG


def _of(shown: Status, region_name: str) -> list[ExpectedRow]:
    return [row for row in shown.rows if row.region_name == region_name]


def counted(uow: UnitOfWork, code: str, shown: Status) -> tuple[list[str], list[Asked]]:
    """Return the questions that count (in the order of the form) and every municipality's plain counts."""
    announcement = uow.one(Announcement, code=code)
    assert announcement is not None
    accepted = {
        submission.sender_id: submission
        for submission in current_submissions(uow.all(Submission, announcement_id=announcement.id))
        if submission.state.is_used
    }
    questions: dict[str, None] = {}
    rows = []
    for expected in shown.rows:
        counts: dict[str, int | None] = {}
        submission = accepted.get(expected.authority_id)
        for answer in standing_answers(uow, submission.id) if submission else ():
            if answer.type is FieldType.COUNT and answer.row is None and answer.value is not None:
                questions.setdefault(answer.label)
                counts[answer.label] = int(answer.value) if isinstance(answer.value, (int, float)) else None
        rows.append(Asked(expected.name, expected.region_name, counts))
    return list(questions), rows


def _count_sheet(desk: Desk, sheet: Worksheet, questions: Sequence[str], rows: Sequence[Asked], threshold: int) -> None:
    say = desk.translator.text
    _heads(
        sheet,
        [say(N_("Region")), say(N_("Municipality")), *questions],
        (22, 26, *(28 for _ in questions)),
    )
    regions = list(dict.fromkeys(row.region for row in rows))
    places: dict[tuple[str, str], int] = {}
    number = 2
    for region in regions:
        for row in (row for row in rows if row.region == region):
            sheet.cell(number, 1, region)
            sheet.cell(number, 2, row.name)
            places[region, row.name] = number
            number += 1
        sheet.cell(number, 1, region).font = _STRONG
        sheet.cell(number, 2, say(N_("In all"))).font = _STRONG
        places[region, ""] = number
        number += 1
    sheet.cell(number, 1, say(N_("The country"))).font = _STRONG
    sheet.cell(number, 2, say(N_("In all"))).font = _STRONG
    places["", ""] = number
    for column, question in enumerate(questions, start=3):
        for place, value in protected(question, regions, rows, threshold).items():
            cell = sheet.cell(places[place], column, value)
            cell.alignment = Alignment(horizontal="right")
            if not place[1]:
                cell.font = _STRONG


def protected(
    question: str, regions: Sequence[str], rows: Sequence[Asked], threshold: int
) -> dict[tuple[str, str], int | str]:
    """Return what may be shown of one question: (region, municipality) -> count or dash; "" is a total.

    First the regions against the country, then each region's municipalities against the region.
    """
    by_region = {
        region: [(row.name, row.counts[question]) for row in rows if row.region == region and question in row.counts]
        for region in regions
    }
    totals = {
        region: sum(count for _, count in counts if count is not None)
        for region, counts in by_region.items()
        if counts and all(count is not None for _, count in counts)
    }
    complete = len(totals) == sum(1 for counts in by_region.values() if counts)
    names = list(totals)
    country = sum(totals.values()) if complete else None
    hidden, country_shown = hidden_in_list([totals[name] for name in names], country, threshold)
    shown: dict[tuple[str, str], int | str] = {
        ("", ""): country if country is not None and country_shown else _NOT_SHOWN
    }
    for region, counts in by_region.items():
        if not counts:
            continue
        total_open = region in totals and names.index(region) not in hidden
        shown[region, ""] = totals[region] if total_open else _NOT_SHOWN
        plain = [(name, count) for name, count in counts if count is not None]
        covered, total_shown = hidden_in_list(
            [count for _, count in plain], totals[region] if total_open else None, threshold
        )
        if total_open and not total_shown:
            shown[region, ""] = _NOT_SHOWN
            # A region that is not shown must not be computable from the country's total either.
            shown["", ""] = _NOT_SHOWN
        if region in totals and not total_open and not covered and plain:
            # All parts shown would give the hidden total away: the two smallest go too.
            smallest = sorted(range(len(plain)), key=lambda index: plain[index][1])[:2]
            covered = frozenset(smallest)
        for name, _ in counts:
            shown[region, name] = _NOT_SHOWN
        for index, (name, count) in enumerate(plain):
            shown[region, name] = _NOT_SHOWN if index in covered else count
    return shown
