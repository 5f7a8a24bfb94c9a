"""A learned reporting template (afrapporteringsskema): its fields, its tables, and the texts it is known by.

Plain frozen data that crosses processes and is kept as JSON; a caseworker's correction is a replaced field.
"""

from __future__ import annotations

import enum
import functools
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from koorddesk.domain.values import CellRef, FieldType
from koorddesk.findings import Finding


class Kind(enum.StrEnum):
    """How a field takes its answer."""

    SINGLE = "single"  # one answer cell beside, below or inside its label
    COLUMN = "column"  # a column of a list: one answer a row
    QUESTION = "question"  # a row of a table on its side: one answer a column
    CELL = "cell"  # one cell of a grid with printed rows and columns
    TICK = "tick"  # a box to tick, on its own
    SCALE = "scale"  # a row of boxes of which one is ticked


class Side(enum.StrEnum):
    """Where the answer stands, seen from its label."""

    RIGHT = "right"
    BELOW = "below"
    LEFT = "left"
    INSIDE = "inside"
    ABOVE = "above"


class Shape(enum.StrEnum):
    """How a table is laid out."""

    LIST = "list"  # headings above, one row per thing the sender adds
    GRID = "grid"  # printed rows and printed columns
    SIDEWAYS = "sideways"  # questions down, one column per thing the sender adds
    SCALES = "scales"  # statements down, marks across, one tick a row


@dataclass(frozen=True)
class TemplateField:
    """One field or one column of a template; ``template_at`` names it (see ``docs/command-line.md``).

    ``label`` is what a caseworker calls it, ``label_at`` the cell of the label (A1), ``question`` the question that a
    remark or a box belongs to, ``group`` the table or section it stands in. ``certain`` is False where only the answers
    can show the type. ``boxes`` of a scale are (cell, heading); ``row_at`` and ``column_at`` of a grid cell are its
    row's label and its lowest heading. ``several`` says that more than one choice may be given. ``part_of`` (only in
    ``Template.parts``) is the id of the field whose answer goes on in this one's cell.
    """

    id: str
    label: str
    type: FieldType
    template_at: CellRef
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    unit: str = ""
    question: str = ""
    group: str = ""
    label_at: str = ""
    side: Side = Side.RIGHT
    table: str = ""
    row_at: str = ""
    column_at: str = ""
    boxes: tuple[tuple[str, str], ...] = ()
    certain: bool = True
    several: bool = False
    part_of: str = ""


@dataclass(frozen=True)
class Heading:
    """One column of a table: its number in the blank, its headings from top to bottom, and the field it feeds.

    ``field`` is empty for a column that takes no answers; ``role`` then says why: ``number``, ``label``, ``formula``.
    """

    column: int
    path: tuple[str, ...]
    field: str = ""
    role: str = "answer"


@dataclass(frozen=True)
class TableRow:
    """One printed row of a grid or sideways table: its number, its label path, the label's cell, and its field."""

    row: int
    path: tuple[str, ...]
    label_at: str
    field: str = ""


@dataclass(frozen=True)
class TemplateTable:
    """A table of the blank: where its headings and its body stood (rows), its columns, its printed rows."""

    id: str
    sheet: str
    shape: Shape
    title: str
    header_top: int
    header_bottom: int
    top: int
    bottom: int
    columns: tuple[Heading, ...]
    rows: tuple[TableRow, ...] = ()
    totals: tuple[int, ...] = ()
    label_columns: tuple[int, ...] = ()


@dataclass(frozen=True)
class Printed:
    """One text of the blank and the rectangle it fills (a single cell, or a merged box)."""

    row: int
    column: int
    bottom: int
    right: int
    text: str


@dataclass(frozen=True)
class TemplateSheet:
    """A sheet of the blank: what is printed on it, and which boxes wait for an answer (A1 of their first cell).

    ``formulas`` are runs of cells with formulas: column, first row, last row.
    """

    name: str
    printed: tuple[Printed, ...]
    hidden: bool = False
    inputs: tuple[str, ...] = ()
    formulas: tuple[tuple[int, int, int], ...] = ()


LEARNED = "learned"  # who a rule is from, where it came with the blank


@dataclass(frozen=True)
class Rule:
    """One check across fields, as data: what kind, which fields, which texts or numbers it needs.

    ``severity`` is "" for what the finding's kind says, else ``error``, ``warning`` or ``note``. ``standing`` is
    ``in-force``, ``proposed`` (learned and uncertain: nothing is said until a caseworker takes it) or ``off``.
    ``origin`` is ``learned``, or the name of who wrote or changed it.
    """

    kind: str
    fields: tuple[str, ...]
    values: tuple[str, ...] = ()
    severity: str = ""
    standing: str = "in-force"
    origin: str = LEARNED

    @property
    def key(self) -> str:
        """Return what names the rule within its template."""
        return f"{self.kind}:{'|'.join(self.fields)}"


@dataclass(frozen=True)
class Template:
    """A version of a form as learned from a blank workbook; ``parts`` are fields that were joined to another."""

    code: str
    version: str
    title: str
    fingerprint: str
    sheets: tuple[TemplateSheet, ...]
    fields: tuple[TemplateField, ...]
    tables: tuple[TemplateTable, ...] = ()
    rules: tuple[Rule, ...] = ()
    parts: tuple[TemplateField, ...] = ()
    _by_id: dict[str, TemplateField] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the fields by their id."""
        self._by_id.update((each.id, each) for each in (*self.parts, *self.fields))

    def field(self, field_id: str) -> TemplateField:
        """Return the field of this id; raises KeyError."""
        return self._by_id[field_id]

    def table(self, table_id: str) -> TemplateTable:
        """Return the table of this id; raises KeyError."""
        found = next((table for table in self.tables if table.id == table_id), None)
        if found is None:
            raise KeyError(table_id)
        return found

    def sheet(self, name: str) -> TemplateSheet:
        """Return the sheet of this name; raises KeyError."""
        found = next((sheet for sheet in self.sheets if sheet.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def with_version(self, version: str) -> Template:
        """Return the same form as another version."""
        return replace(self, version=version)

    def corrected(
        self,
        field_id: str,
        *,
        type_: FieldType | None = None,
        required: bool | None = None,
        label: str | None = None,
        not_a_field: bool = False,
    ) -> Template:
        """Return the template with one field as the caseworker corrected it, or without it; raises KeyError."""
        old = self.field(field_id)
        new = replace(
            old,
            type=old.type if type_ is None else type_,
            certain=old.certain if type_ is None else True,
            required=old.required if required is None else required,
            label=old.label if label is None else label,
        )
        if not not_a_field:
            return replace(self, fields=tuple(new if each.id == field_id else each for each in self.fields))
        gone = {field_id, *(each.id for each in self.parts if each.part_of == field_id)}
        return replace(
            self,
            fields=tuple(each for each in self.fields if each.id != field_id),
            parts=tuple(each for each in self.parts if each.id not in gone),
            tables=tuple(_without(table, gone) for table in self.tables),
            rules=tuple(rule for old in self.rules if (rule := _rule_without(old, field_id)) is not None),
        )

    def with_rules(self, rules: Iterable[Rule]) -> Template:
        """Return the same form with these checks."""
        return replace(self, rules=tuple(rules))

    def to_json(self) -> str:
        """Return the template as a JSON text; the same template gives the same text."""
        data = {each.name: getattr(self, each.name) for each in fields(self) if each.init}
        return json.dumps(data, default=_plain, ensure_ascii=False, sort_keys=True)

    @staticmethod
    @functools.lru_cache(32)
    def from_json(text: str) -> Template:
        """Return the template that ``to_json`` wrote; the few that are in use are remembered, for they never change."""
        data = json.loads(text)
        return Template(
            code=data["code"],
            version=data["version"],
            title=data["title"],
            fingerprint=data["fingerprint"],
            sheets=tuple(_sheet(each) for each in data["sheets"]),
            fields=tuple(_field(each) for each in data["fields"]),
            tables=tuple(_table(each) for each in data["tables"]),
            rules=tuple(
                Rule(**{**each, "fields": tuple(each["fields"]), "values": tuple(each["values"])})
                for each in data["rules"]
            ),
            parts=tuple(_field(each) for each in data.get("parts", ())),
        )


def _without(table: TemplateTable, gone: Collection[str]) -> TemplateTable:
    """Return a table in which these columns or rows take no answers any more."""
    return replace(
        table,
        columns=tuple(replace(h, field="", role="printed") if h.field in gone else h for h in table.columns),
        rows=tuple(replace(row, field="") if row.field in gone else row for row in table.rows),
    )


def _rule_without(rule: Rule, field_id: str) -> Rule | None:
    """Return a rule that does not speak of a field any more, or None where it cannot do without it."""
    if field_id not in rule.fields:
        return rule
    left = tuple(each for each in rule.fields if each != field_id)
    named_first = rule.kind in ("sum", "offer-agrees")  # the first field is what the others belong to
    if rule.kind not in ("total", "change", "range", "same", "sum", "offer-agrees"):
        return None
    least = 1 if rule.kind in ("total", "change", "range") else 2
    if (named_first and field_id == rule.fields[0]) or len(left) < least:
        return None
    return replace(rule, fields=left)


def _plain(value: object) -> Any:
    """Return a dataclass as a dict, for JSON."""
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)  # type: ignore[call-overload]  # checked on the line above
    raise TypeError(type(value).__name__)


def _field(data: dict[str, Any]) -> TemplateField:
    return TemplateField(
        **{
            **data,
            "type": FieldType(data["type"]),
            "kind": Kind(data["kind"]),
            "side": Side(data["side"]),
            "template_at": CellRef(**data["template_at"]),
            "choices": tuple(data["choices"]),
            "boxes": tuple((cell, heading) for cell, heading in data["boxes"]),
        }
    )


def _table(data: dict[str, Any]) -> TemplateTable:
    return TemplateTable(
        **{
            **data,
            "shape": Shape(data["shape"]),
            "columns": tuple(Heading(**{**each, "path": tuple(each["path"])}) for each in data["columns"]),
            "rows": tuple(TableRow(**{**each, "path": tuple(each["path"])}) for each in data["rows"]),
            "totals": tuple(data["totals"]),
            "label_columns": tuple(data["label_columns"]),
        }
    )


def _sheet(data: dict[str, Any]) -> TemplateSheet:
    return TemplateSheet(
        **{
            **data,
            "printed": tuple(Printed(**each) for each in data["printed"]),
            "inputs": tuple(data["inputs"]),
            "formulas": tuple((column, top, bottom) for column, top, bottom in data["formulas"]),
        }
    )


def faults(template: Template) -> list[Finding]:
    """Return what is wrong or unclear in a learned template, to be told before it is used.

    Two fields of one name with nothing to tell them apart, and fields whose kind of answer only a person can say.
    """
    found: list[Finding] = []
    seen: dict[tuple[str, ...], TemplateField] = {}
    for each in template.fields:
        name = (each.template_at.sheet, each.table, each.group, each.question, each.label.casefold().strip(" :*"))
        other = seen.setdefault(name, each)
        if other is not each and each.kind is not Kind.TICK:
            params = {"label": each.label[:80], "first": other.template_at.cell, "second": each.template_at.cell}
            found.append(Finding("template-same-name", params, None, each.template_at))
        if not each.certain:
            found.append(Finding("template-kind-uncertain", {"label": each.label[:80]}, None, each.template_at))
    return found
