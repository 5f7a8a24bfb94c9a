"""Corrections of what was learned that change which cells make up a field: two joined, one divided.

A joined field keeps its second cell as a *part*: it is found in a copy like any field, and then read into the answer
of the field it belongs to (``joined_answers``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from koorddesk.domain.values import Answer, CellRef, FieldType
from koorddesk.errors import UserError, register
from koorddesk.findings import CATALOGUE, Finding, Severity
from koorddesk.findings import Kind as FindingKind
from koorddesk.i18n import N_
from koorddesk.workbooks.grid import Sheet, address, place
from koorddesk.workbooks.spots import Located
from koorddesk.workbooks.template import Heading, Kind, Side, Template, TemplateField, TemplateTable

register(
    {
        "join-unlike": N_(
            "Only two fields of one sheet that are answered in the same way can be joined: two single fields, or two "
            "columns of one table. Choose another field."
        ),
        "divide-kind": N_("Only a single field or a column can be divided. Correct the blank and learn it again."),
        "divide-cell": N_('"%(cell)s" is no cell. Write it as in Excel, for example C14.'),
        "divide-taken": N_('"%(cell)s" belongs to another field or to a printed text. Choose an empty cell.'),
        "divide-merged": N_(
            '"%(cell)s" is merged with the field\'s own cell and can hold only one answer. Undo the merging in the '
            "blank and learn it again."
        ),
        "divide-outside": N_('"%(cell)s" lies outside the table. Choose a column of the table.'),
    }
)
CATALOGUE["joined-cells-differ"] = FindingKind(
    Severity.WARNING,
    N_('"%(label)s" is one answer, but its cells say "%(one)s" and "%(other)s". Neither was read.'),
    N_("Write the answer in one of the cells."),
)
_BESIDE = (Kind.SINGLE, Kind.COLUMN)


def join(template: Template, field_id: str, other_id: str) -> Template:
    """Return the template with a second field read as a part of the first; raises KeyError, UserError."""
    first, second = template.field(field_id), template.field(other_id)
    alike = (
        first.id != second.id
        and first.kind is second.kind
        and first.kind in _BESIDE
        and first.table == second.table
        and first.template_at.sheet == second.template_at.sheet
    )
    if not alike:
        raise UserError("join-unlike")
    part = replace(second, part_of=first.id, required=False)
    own = [replace(each, part_of=first.id) if each.part_of == second.id else each for each in template.parts]
    return replace(template.corrected(second.id, not_a_field=True), tables=template.tables, parts=(*own, part))


def separate(template: Template, field_id: str) -> Template:
    """Return the template with the parts of a field as fields of their own again."""
    found = [each for each in template.parts if each.part_of == field_id]
    fields = [*template.fields, *(replace(each, part_of="") for each in found)]
    order = {sheet.name: number for number, sheet in enumerate(template.sheets)}
    fields.sort(key=lambda each: (order.get(each.template_at.sheet, 0), place(each.template_at.cell)))
    return replace(
        template, fields=tuple(fields), parts=tuple(each for each in template.parts if each.part_of != field_id)
    )


def divide(template: Template, field_id: str, cell: str, label: str, kind: FieldType, sheet: Sheet) -> Template:
    """Return the template with a second field at ``cell`` of the blank's ``sheet``, beside the field it came from.

    For a column, ``cell`` says the column of the second one. Raises KeyError, UserError.
    """
    old = template.field(field_id)
    if old.kind not in _BESIDE or old.side is Side.INSIDE:
        raise UserError("divide-kind")
    try:
        at = place(cell.strip())
    except ValueError as error:
        raise UserError("divide-cell", cell=cell) from error
    table = template.table(old.table) if old.table else None
    if table is not None and old.kind is Kind.COLUMN:
        return _divided_column(template, old, table, at[1], label, kind)
    area = sheet.merged_area(*at)
    if area is not None and place(old.template_at.cell) in area:
        raise UserError("divide-merged", cell=cell)
    at = (area.top, area.left) if area is not None else at
    _must_be_free(template, old.template_at.sheet, at)
    where = CellRef(old.template_at.sheet, address(*at))
    new = replace(_beside(old, where, label, kind), side=_side(old, at))
    return _with_field(template, old, new)


def joined_answers(
    template: Template, located: Located, answers: Sequence[Answer], findings: Sequence[Finding]
) -> tuple[list[Answer], list[Finding]]:
    """Return the answers with those of parts read into their fields; the parts' spots go out of ``located``."""
    if not template.parts:
        return list(answers), list(findings)
    owners = {each.id: each.part_of for each in template.parts}
    by_field = {(spot.field.id, spot.row): number for number, spot in enumerate(located.spots)}
    joined = list(answers)
    said = [_moved(finding, template) for finding in findings]
    located.findings[:] = [_moved(finding, template) for finding in located.findings]
    for spot, answer in zip(located.spots, answers, strict=True):
        owner = owners.get(spot.field.id)
        number = by_field.get((owner, spot.row)) if owner is not None else None
        if number is None or not answer.raw.strip():
            continue
        joined[number], finding = _one(joined[number], answer)
        if finding is not None:
            said.append(finding)
    kept = [number for number, spot in enumerate(located.spots) if spot.field.id not in owners]
    located.spots[:] = [located.spots[number] for number in kept]
    return [joined[number] for number in kept], said


def _one(main: Answer, part: Answer) -> tuple[Answer, Finding | None]:
    """Return one answer of two cells: the one that is filled, texts one after another, or none where they differ."""
    if not main.raw.strip():
        return replace(main, raw=part.raw, value=part.value, at=part.at), None
    if main.type is FieldType.TEXT:
        value = " ".join(str(each.value) for each in (main, part) if each.value is not None)
        return replace(main, raw=f"{main.raw} {part.raw}", value=value), None
    if main.value == part.value and main.value is not None:
        return main, None
    params = {"label": main.label[:80], "one": main.raw[:80], "other": part.raw[:80]}
    finding = Finding("joined-cells-differ", params, main.at, main.template_at, main.row)
    return replace(main, raw=f"{main.raw} {part.raw}", value=None), finding


def _moved(finding: Finding, template: Template) -> Finding:
    """Return a finding about a part as one about its field."""
    part = next((each for each in template.parts if each.template_at == finding.template_at), None)
    return finding if part is None else replace(finding, template_at=template.field(part.part_of).template_at)


def whole(template: Template) -> Template:
    """Return the template as it is looked for in a copy: its parts as fields like the others, read as their own is."""
    parts = (
        replace(each, type=own.type, choices=own.choices, certain=own.certain, unit=own.unit, several=own.several)
        for each in template.parts
        if (own := template.field(each.part_of))
    )
    return replace(template, fields=(*template.fields, *parts), parts=()) if template.parts else template


def _divided_column(
    template: Template, old: TemplateField, table: TemplateTable, column: int, label: str, kind: FieldType
) -> Template:
    columns = [heading.column for heading in table.columns]
    where = CellRef(old.template_at.sheet, address(table.header_bottom, column))
    if not min(columns) <= column <= max(columns) + 1:
        raise UserError("divide-outside", cell=where.cell)
    taken = next((heading for heading in table.columns if heading.column == column), None)
    if taken is not None and taken.field:
        raise UserError("divide-taken", cell=where.cell)
    new = _beside(old, where, label, kind)
    # Without a heading of its own the column is found by its place among the others.
    heading = replace(taken, field=new.id, role="answer") if taken is not None else Heading(column, (), new.id)
    changed = replace(
        table,
        columns=tuple(sorted((*(h for h in table.columns if h is not taken), heading), key=lambda h: h.column)),
    )
    tables = tuple(changed if each is table else each for each in template.tables)
    return _with_field(replace(template, tables=tables), old, new)


def _must_be_free(template: Template, sheet: str, at: tuple[int, int]) -> None:
    cell = address(*at)
    fields = (*template.fields, *template.parts)
    printed = any((each.row, each.column) == at for each in template.sheet(sheet).printed)
    if printed or any(each.template_at == CellRef(sheet, cell) for each in fields):
        raise UserError("divide-taken", cell=cell)


def _beside(old: TemplateField, where: CellRef, label: str, kind: FieldType) -> TemplateField:
    return replace(
        old,
        id=f"{where.sheet}!{where.cell}",
        label=label.strip() or old.label,
        type=kind,
        template_at=where,
        choices=old.choices if kind is old.type else (),
        unit="",
        certain=True,
    )


def _side(old: TemplateField, at: tuple[int, int]) -> Side:
    """Return where a second cell stands, seen from the label of both."""
    if not old.label_at:
        return old.side
    row, column = place(old.label_at)
    if at[0] > row and old.side is Side.BELOW:
        return Side.BELOW
    return Side.LEFT if at[1] < column else Side.RIGHT


def _with_field(template: Template, old: TemplateField, new: TemplateField) -> Template:
    fields = [part for each in template.fields for part in ((each, new) if each.id == old.id else (each,))]
    return replace(template, fields=tuple(fields))
