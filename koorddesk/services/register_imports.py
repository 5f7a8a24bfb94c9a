"""Contacts and target groups from a workbook that someone in the agency keeps.

Columns are known by their Danish headings, wherever the table stands. What a row does not say is not invented: a row
that cannot be used is left out with findings by cell, the others go in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority, AuthorityKind, Contact, in_force, municipality_code
from koorddesk.domain.ids import new_id
from koorddesk.domain.target_groups import Criterion, CriterionReason, Subject, TargetGroup, TargetGroupTitle
from koorddesk.domain.values import CellRef, FieldType
from koorddesk.errors import UserError, register
from koorddesk.findings import Finding
from koorddesk.i18n import N_
from koorddesk.services.preview import file_bytes
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.grid import Cell, Sheet, address
from koorddesk.workbooks.parse import Expectation, parse_cell, raw_text
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.register import Match, Register, match_authority
from koorddesk.workbooks.texts import plain, tidy
from koorddesk.workbooks.workers import in_worker

if TYPE_CHECKING:
    from koorddesk.store.engine import Store

register(
    {
        "no-such-headings": N_(
            'No sheet in "%(file)s" has a row with the headings %(headings)s. Write them above the columns and try again.'
        ),
    }
)

# Field -> the headings it goes by, as ``plain`` writes them.
_CONTACT_HEADINGS: Mapping[str, str] = {
    "code": r"kode|kommunekode|regionskode|myndighedskode",
    "name": r"myndighed|kommune|region|navn|kommune/region|modtager|adressat",
    "line": r"adresse|adresselinje ?\d?|postadresse|gade|vej|c/o|att\.?",
    "postcode": r"postnr\.?|postnummer",
    "town": r"by|postdistrikt",
    "email": r"e-?mail|mail|e-mailadresse|e-post|hovedpostkasse",
    "from": r"gyldig fra|gælder fra|fra",
    "to": r"gyldig til|gælder til|til",
}
_GROUP_HEADINGS: Mapping[str, str] = {
    "title": r"titel|målgruppe|målgruppetitel|målgruppens titel",
    "age": r"alder|aldersgruppe|aldersgrænse",
    "age_from": r"alder fra|fra alder",
    "age_to": r"alder til|til alder",
    "subject": r"område|fagområde|socialområde/specialundervisning",
    "criterion": r"kriterium|kriterier",
    "reason": r"begrundelse",
    "source": r"kilde",
    "dated": r"dato|begrundet den|vurderet",
    "review": r"revurderes|revideres|næste vurdering",
}
_HEADER_WITHIN = 30  # rows from the top of a sheet
_EXAMPLE = "eksempel"


@dataclass(frozen=True)
class Imported:
    """What an import did: records added and closed or completed, and what is to be said about the rows."""

    changes: Changes | None
    added: int
    changed: int
    findings: tuple[Finding, ...]


@dataclass
class _Row:
    """One row of the table: its cells by field, and the findings about it."""

    sheet: Sheet
    number: int
    cells: Mapping[str, Sequence[int]]
    date1904: bool
    findings: list[Finding] = field(default_factory=list)

    def texts(self, name: str) -> list[str]:
        """Return what stands in the field's columns, without empty ones."""
        cells = (self.sheet.cell(self.number, column) for column in self.cells.get(name, ()))
        return [text for cell in cells if (text := tidy(_shown(cell)))]

    def text(self, name: str) -> str:
        """Return the field's text, or an empty one."""
        return next(iter(self.texts(name)), "")

    def say(self, code: str, name: str = "", **params: str | int | float) -> None:
        """Add a finding at the field's cell, or at the row."""
        columns = self.cells.get(name, ())
        at = CellRef(self.sheet.name, address(self.number, columns[0] if columns else 1))
        self.findings.append(Finding(code, params, at))

    def leave_out(self) -> None:
        """Say that the row is not used."""
        self.say("row-left-out", row=self.number)

    def date(self, name: str) -> tuple[dt.date | None, bool]:
        """Return the field's date, and whether it could be read (an empty cell can)."""
        columns = self.cells.get(name, ())
        cell = self.sheet.cell(self.number, columns[0]) if columns else None
        parsed = parse_cell(cell, FieldType.DATE, Expectation(date1904=self.date1904))
        for code, params in parsed.findings:
            self.say(code, name, **params)
        value = parsed.value if isinstance(parsed.value, dt.date) else None
        return value, value is not None or not self.text(name)


def _shown(cell: Cell | None) -> str:
    """Return a cell's text; a code typed as a number has no decimals."""
    if cell is not None and isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return raw_text(cell)


def _rows(path: Path, headings: Mapping[str, str], needed: Sequence[frozenset[str]], shown: str) -> Iterator[_Row]:
    """Yield the filled rows below the headings; ``needed`` are the sets of fields of which one has to be complete."""
    grid = in_worker(read_workbook, file_bytes(path), path.name)
    for sheet in grid.sheets:
        for top, cells in sheet.rows():
            if top > _HEADER_WITHIN:
                break
            columns: dict[str, list[int]] = {}
            for column, cell in cells.items():
                for name, pattern in headings.items():
                    if re.fullmatch(pattern, plain(raw_text(cell))):
                        columns.setdefault(name, []).append(column)
            if any(names <= columns.keys() for names in needed):
                used = {column for places in columns.values() for column in places}
                for number, filled in sheet.rows():
                    if number > top and any(not cell.is_blank for column, cell in filled.items() if column in used):
                        yield _Row(sheet, number, columns, grid.date1904)
                return
    raise UserError("no-such-headings", file=path.name, headings=shown)


def import_contacts(store: Store, path: Path) -> Imported:
    """Take over where letters go: one row per municipality or region, by code or name.

    A new address ends the one before it the day before it begins. A row that says EKSEMPEL becomes an example, which
    letters show. The same workbook again changes nothing.
    """
    needed = [frozenset({"code", "line"}), frozenset({"name", "line"})]
    rows = list(_rows(path, _CONTACT_HEADINGS, needed, "Kode, Myndighed, Adresselinje 1, Postnr., By"))
    added = changed = 0
    with store.unit_of_work() as uow:
        known = Register.from_authorities(uow)
        seen: set[tuple[str, dt.date | None]] = set()
        for row in rows:
            contact = _contact(uow, known, row)
            if contact is None:
                row.leave_out()
                continue
            if (contact.party_id, contact.valid_from) in seen:
                row.say("contact-twice", "name", name=contact.addressee)
                row.leave_out()
                continue
            seen.add((contact.party_id, contact.valid_from))
            new, closed = _replace(uow, contact)
            added += new
            changed += closed
        changes = uow.commit(Summary(N_("import of %(count)d contacts"), {"count": added})) if added else None
    return Imported(changes, added, changed, tuple(finding for row in rows for finding in row.findings))
