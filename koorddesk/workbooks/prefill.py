"""What can be filled into a blank before it is sent: from the register and the announcement, and from the last round.

Nothing is guessed. A cell is filled only where its field clearly asks for what is known, only if the blank left it
empty, and never over a formula. What could not be carried over is counted.
"""

from __future__ import annotations

import datetime as dt
import enum
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from koorddesk.domain.authorities import AuthorityKind, name_key
from koorddesk.domain.values import Answer, AnswerValue, Below, FieldType, Range
from koorddesk.workbooks import labels
from koorddesk.workbooks.analyse import is_sender_field
from koorddesk.workbooks.fill import FillValue
from koorddesk.workbooks.grid import Cell, Grid, Sheet, place
from koorddesk.workbooks.kinds import NUMERIC
from koorddesk.workbooks.template import Kind, Shape, Side, Template, TemplateField, TemplateTable

_CODE = re.compile(r"(?:kommune|region|myndigheds)(?:ns)?\s*(?:kode|nr\.?|nummer)\b")
_NAME = re.compile(r"(?:kommunens|regionens|myndighedens)\s+navn|(?:indberettende\s+)?(?:kommune|myndighed)$")
_REGION = re.compile(r"region(?:ens\s+navn)?$")
_DEADLINE = re.compile(r"(?:svar|indberetnings|indsendelses|afleverings|besvarelses)?frist(?:en)?\b")
_TITLE = re.compile(r"(?:den\s+)?centrale?\s+udmelding(?:ens\s+titel)?$|udmeldingens\s+titel$|udmelding$")
_REFERENCE = re.compile(r"udmeldingens\s+(?:kode|nr\.?|nummer|id)$")
_ADDRESS = re.compile(r"(?:kommunens|regionens|myndighedens)\s+(?:post)?adresse$")
_MAIL = re.compile(
    r"(?:kommunens|regionens|myndighedens)\s+(?:officielle\s+|sikre\s+)?(?:e-?mail(?:adresse)?|mail|hovedpostkasse)$"
)
_PERSON = re.compile(r"(?:kontakt\w*|sekretariat\w*)\b")
_OF_PERSON = re.compile(
    r"(?:telefon\w*|tlf\.?|mobil\w*|e-?mail\w*|mail\w*|adresse|postadresse|enhed|afdeling|stilling)\b"
)
_OF_OFFER = re.compile(
    r"\b(?:cvr|p-?n(?:r|ummer)|produktionsenhed|adresse|post(?:nr|nummer)|postdistrikt|by\b|lovgrundlag|paragraf|hjemmel"
    r"|driftsherre|driftsform|ejerform|udbyder|leverandør|tilbudstype|ydelse|niveau|målgruppe|matrikel)|§"
)
_FIGURES = (NUMERIC | {FieldType.YEAR}) - {FieldType.SCALE}


class Carry(enum.StrEnum):
    """What may be taken over from the last round: contact details, the offers' own particulars, figures."""

    CONTACT = "contact"
    OFFERS = "offers"
    FIGURES = "figures"


USUAL = frozenset({Carry.CONTACT, Carry.OFFERS})


class Source(enum.StrEnum):
    """Where a filled cell comes from."""

    REGISTER = "register"
    ANNOUNCEMENT = "announcement"
    LAST_ROUND = "last-round"


@dataclass(frozen=True)
class Recipient:
    """Who gets the form, and what is known for it; an empty text is not known.

    ``region`` is the region a municipality belongs to, or the region itself.
    """

    kind: AuthorityKind
    code: str
    name: str
    region: str
    announcement: str
    title: str
    due_on: dt.date
    address: str = ""
    email: str = ""


@dataclass(frozen=True)
class Filled:
    """One cell to fill: its field, sheet and place in the blank, its value, where it comes from.

    ``stored_as_share`` says that a percentage is stored as a part of one, because its cell shows it so.
    """

    field: TemplateField
    sheet: str
    place: tuple[int, int]
    value: FillValue
    source: Source
    stored_as_share: bool = False


@dataclass(frozen=True)
class Prefill:
    """The cells to fill, and what was not: answers without room, choices that are gone, fields that were changed."""

    cells: tuple[Filled, ...]
    without_room: int = 0
    choices_gone: int = 0
    fields_gone: int = 0


def from_register(template: Template, grid: Grid, who: Recipient) -> list[Filled]:
    """Return what the register and the announcement know of the fields of a blank."""
    found = []
    for each in template.fields:
        value, source = _known(each, who)
        cell = _empty_cell(each, grid)
        if value in ("", None) or cell is None:
            continue
        written = _choice(str(value), each) if each.choices and isinstance(value, str) else value
        if written is not None:
            found.append(Filled(each, each.template_at.sheet, place(each.template_at.cell), written, source))
    return found


def printed_deadline(template: Template) -> str:
    """Return what the blank itself has printed beside the word for its deadline, or an empty text."""
    for sheet in template.sheets:
        texts = {(each.row, each.column): each for each in sheet.printed if not sheet.hidden}
        for each in texts.values():
            if _DEADLINE.fullmatch(each.text.casefold().strip(" :")):
                beside = texts.get((each.row, each.right + 1))
                if beside is not None and any(sign.isdigit() for sign in beside.text):
                    return beside.text
    return ""


def _known(each: TemplateField, who: Recipient) -> tuple[FillValue | None, Source]:
    """Return what is known for a field, or None where it does not clearly ask for anything known."""
    label = labels.without_numbering(labels.clean(each.label)).casefold().rstrip(" :*?")
    bare = re.sub(r"\s*[(\[].*", "", label)
    if each.kind is not Kind.SINGLE or each.side is Side.INSIDE:
        return None, Source.REGISTER
    if each.type is FieldType.DATE:
        return (who.due_on if _DEADLINE.match(bare) else None), Source.ANNOUNCEMENT
    if _CODE.match(bare):
        return who.code, Source.REGISTER
    if (each.type is FieldType.REGION and is_sender_field(each)) or _REGION.match(bare):
        return who.region, Source.REGISTER
    if each.type is FieldType.MUNICIPALITY:
        fits = is_sender_field(each) and (who.kind is AuthorityKind.MUNICIPALITY or "region" in label)
        return (who.name if fits else None), Source.REGISTER
    if each.type is not FieldType.TEXT:
        return None, Source.REGISTER
    for pattern, text, source in (
        (_NAME, who.name, Source.REGISTER),
        (_TITLE, who.title, Source.ANNOUNCEMENT),
        (_REFERENCE, who.announcement, Source.ANNOUNCEMENT),
        (_ADDRESS, who.address, Source.REGISTER),
        (_MAIL, who.email, Source.REGISTER),
    ):
        if pattern.match(bare):
            return text, source
    return None, Source.REGISTER


def _choice(name: str, each: TemplateField) -> str | None:
    """Return the choice of the form that says this, or None: a list would refuse another spelling."""
    return next((choice for choice in each.choices if name_key(choice) == name_key(name)), None)


def _empty_cell(each: TemplateField, grid: Grid) -> Cell | None:
    sheet = grid.sheet(each.template_at.sheet)
    return _free(sheet, place(each.template_at.cell)) if sheet is not None else None


def _free(sheet: Sheet, at: tuple[int, int]) -> Cell | None:
    """Return a cell that may be filled: empty in the blank, no formula, not covered by a merged neighbour."""
    area = sheet.merged_area(*at)
    cell = sheet.cell(*at) or Cell(None)
    free = cell.is_blank and cell.formula is None and (area is None or (area.top, area.left) == at)
    return cell if free else None


def from_last_round(
    template: Template,
    grid: Grid,
    earlier: Template,
    answers: Sequence[Answer],
    carry: frozenset[Carry],
    names: Mapping[str, str],
) -> Prefill:
    """Return what the same recipient's last answers say of the fields of a blank, in the same or an earlier version.

    A field is the same only where nothing else has its label, question and table in either version. ``names`` gives
    the names of authorities by their codes.
    """
    wanted = {each.id: each for each in template.fields if _carried(each, template) in carry}
    before = _same_fields(template, earlier)
    by_field: dict[str, dict[int | None, Answer]] = {}
    ids = {each.template_at: each.id for each in earlier.fields}
    for answer in answers:
        by_field.setdefault(ids.get(answer.template_at, ""), {})[answer.row] = answer
    cells: list[Filled] = []
    room = gone = lost = 0
    for field_id, each in wanted.items():
        if field_id not in before:
            lost += 1
            continue
        sheet = grid.sheet(each.template_at.sheet)
        for row, answer in by_field.get(before[field_id], {}).items():
            value = _carried_value(answer, each, names)
            if value is None:
                gone += answer.value is not None and each.type is FieldType.CHOICE
                continue
            at = _place(template, each, row, sheet)
            if sheet is None or at is None:
                room += 1
                continue
            cell = _free(sheet, at)
            if cell is not None:
                share = each.type is FieldType.PERCENT and cell.is_percent
                stored = _as_stored(value, cell, share=share)
                cells.append(Filled(each, sheet.name, at, stored, Source.LAST_ROUND, share))
    return Prefill(tuple(cells), room, gone, lost if by_field else 0)


def _carried(each: TemplateField, template: Template) -> Carry | None:
    """Return which kind of thing to carry a field is, or None for what every round asks anew."""
    label = labels.without_numbering(labels.clean(each.label)).casefold()
    if each.type in _FIGURES:
        return Carry.FIGURES if each.kind not in (Kind.TICK, Kind.SCALE) and _is_keyed(each, template) else None
    if each.kind in (Kind.COLUMN, Kind.QUESTION):
        columns = {other.type for other in template.fields if other.table == each.table}
        if FieldType.OFFER in columns:
            own = each.type in (FieldType.OFFER, FieldType.MUNICIPALITY, FieldType.REGION) or _OF_OFFER.search(label)
            return Carry.OFFERS if own and each.type is not FieldType.DATE else None
        return Carry.FIGURES if each.type is FieldType.MUNICIPALITY else None
    if each.kind is not Kind.SINGLE or each.side is Side.INSIDE or each.type is not FieldType.TEXT:
        return None
    if _PERSON.match(label):
        return Carry.CONTACT
    named = any(
        other.template_at.sheet == each.template_at.sheet
        and other.kind is Kind.SINGLE
        and _PERSON.match(labels.without_numbering(labels.clean(other.label)).casefold())
        for other in template.fields
    )
    return Carry.CONTACT if named and _OF_PERSON.match(label) else None


def _is_keyed(each: TemplateField, template: Template) -> bool:
    """Tell whether it is said what a figure belongs to: its own label, or an offer or municipality in its row."""
    if each.kind not in (Kind.COLUMN, Kind.QUESTION):
        return True
    keys = (FieldType.OFFER, FieldType.MUNICIPALITY)
    return any(other.table == each.table and other.type in keys for other in template.fields)


def _same_fields(template: Template, earlier: Template) -> dict[str, str]:
    """Return the id of each field in the earlier version, for the fields that are the same in both."""
    if template.with_version("") == earlier.with_version(""):
        return {each.id: each.id for each in template.fields}
    here, there = (_by_key(each) for each in (template, earlier))
    return {found[0]: there[key][0] for key, found in here.items() if len(found) == 1 and len(there.get(key, ())) == 1}


def _by_key(template: Template) -> dict[tuple[str, ...], list[str]]:
    titles = {table.id: labels.key(table.title) for table in template.tables}
    found: dict[tuple[str, ...], list[str]] = {}
    for each in template.fields:
        row = labels.key(each.row_at and each.label)
        key = (each.kind, each.type, labels.key(each.label), labels.key(each.question), titles.get(each.table, ""), row)
        found.setdefault(key, []).append(each.id)
    return found


def _place(template: Template, each: TemplateField, row: int | None, sheet: Sheet | None) -> tuple[int, int] | None:
    """Return where an answer of this row stands in the blank, or None where there is no room for it."""
    at = place(each.template_at.cell)
    if row is None:
        return at
    table = template.table(each.table) if each.table else None
    if table is None or sheet is None:
        return None
    places = _PLACES[table.shape](table, at, sheet) if table.shape in _PLACES else iter(())
    return next(itertools.islice(places, row - 1, None), None)


def _down(table: TemplateTable, at: tuple[int, int], sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the cells of a list's column, in the rows that wait for answers in every column."""
    columns = [heading.column for heading in table.columns if heading.field]
    for row in range(table.top, table.bottom + 1):
        if row not in table.totals and all(_free(sheet, (row, column)) for column in columns):
            yield row, at[1]


def _across(table: TemplateTable, at: tuple[int, int], sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the cells of a question in a table on its side, in the columns that wait for every answer."""
    rows = [line.row for line in table.rows if line.field]
    for column in sorted(heading.column for heading in table.columns if heading.role == "answer"):
        if all(_free(sheet, (row, column)) for row in rows):
            yield at[0], column


_PLACES: Mapping[Shape, Callable[[TemplateTable, tuple[int, int], Sheet], Iterator[tuple[int, int]]]] = {
    Shape.LIST: _down,
    Shape.SIDEWAYS: _across,
}


def _carried_value(answer: Answer, each: TemplateField, names: Mapping[str, str]) -> AnswerValue:
    """Return what can be written for an answer, or None where that is not certain."""
    value = answer.value
    if value is None or isinstance(value, tuple):
        return None
    if isinstance(value, (Below, Range)):
        return answer.raw.strip() or None
    if each.type in (FieldType.MUNICIPALITY, FieldType.REGION) and isinstance(value, str):
        value = names.get(value, value)
    if isinstance(value, bool):
        value = next((choice for choice in each.choices if choice.casefold() == ("ja" if value else "nej")), None)
        return value or (None if each.choices else "Ja" if answer.value else "Nej")
    if isinstance(value, str) and each.choices:
        return _choice(value, each)
    return value


def _as_stored(value: AnswerValue, cell: Cell, *, share: bool) -> FillValue:
    """Return a value as its cell stores it: a share as a part of one, anything as text in a text cell."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        stored = round(value / 100, 12) if share else value
        return f"{stored:.15g}".replace(".", ",") if cell.number_format == "@" else stored
    return value if isinstance(value, (dt.date, bool)) else str(value)
