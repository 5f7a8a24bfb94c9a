"""Learns a reporting template from a blank workbook: its single fields, its tables, choices, types and demands.

The same blank gives the same template. What cannot be told from the blank is left for the caseworker to correct.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from koorddesk import errors
from koorddesk.errors import UserError
from koorddesk.i18n import N_
from koorddesk.workbooks import labels
from koorddesk.workbooks.blocks import Block, find_blocks
from koorddesk.workbooks.grid import Grid, SheetVisibility, address, place
from koorddesk.workbooks.inputs import Inputs, find_inputs
from koorddesk.workbooks.label_places import question_above
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.learn_fields import (
    heading_over,
    inline_scale,
    is_labelled_box,
    learn_filled,
    learn_inside,
    learn_single,
    learn_single_column,
)
from koorddesk.workbooks.learn_tables import learn_table
from koorddesk.workbooks.learned import Learned
from koorddesk.workbooks.positions import add_unmarked
from koorddesk.workbooks.recognise import layouts_of
from koorddesk.workbooks.rules import rules_of
from koorddesk.workbooks.signs import learn_signs
from koorddesk.workbooks.template import Kind, Printed, Template, TemplateField, TemplateSheet, TemplateTable

errors.register(
    {
        "template-nothing-to-answer": N_(
            "No cell to answer in was found in this workbook. Choose the blank form itself, and mark its answer cells "
            "with a colour or a border."
        ),
    }
)


def learn(grid: Grid, code: str) -> Template:
    """Return the template of a blank workbook, registered under ``code``; raises UserError if nothing is asked."""
    layouts = layouts_of(grid)
    visible = [layout for layout in layouts if layout.sheet.visibility is SheetVisibility.VISIBLE]
    inputs = find_inputs(visible)
    add_unmarked(visible, inputs)
    sheets: list[TemplateSheet] = []
    fields: list[TemplateField] = []
    tables = []
    for layout in layouts:
        name = layout.sheet.name
        if name not in inputs:
            sheets.append(TemplateSheet(name, _printed(layout), hidden=True))
            continue
        learned = _learn_sheet(layout, inputs[name])
        order = {each.id: number for number, each in enumerate(sorted(learned.fields, key=_reading_order))}
        fields += sorted({each.id: each for each in learned.fields}.values(), key=lambda each: order[each.id])
        tables += learned.tables
        answer_cells = tuple(address(*box) for box in sorted(inputs[name].empty))
        printed = _printed(layout, learned.tables)
        sheets.append(TemplateSheet(name, printed, inputs=answer_cells, formulas=_formulas(layout)))
    if not fields:
        raise UserError("template-nothing-to-answer")
    return Template(
        code=code,
        version="1",
        title=_title([each for each in visible if inputs[each.sheet.name].empty] or visible) or code,
        fingerprint=fingerprint(sheets),
        sheets=tuple(sheets),
        fields=tuple(fields),
        tables=tuple(tables),
        rules=rules_of(fields, tables, [each.text for sheet in sheets if not sheet.hidden for each in sheet.printed]),
    )


def _learn_sheet(layout: Layout, inputs: Inputs) -> Learned:
    learned = Learned(layout, inputs)
    for block in find_blocks(layout, inputs):
        if len(block.columns) == 1:
            learn_single_column(learned, block)
        elif not inline_scale(learned, block) and not learn_table(learned, block):
            _learn_apart(learned, block)
    learned.fields = [each for each in learned.fields if not _is_heading_of(each, learned.tables)]
    taken = _taken(learned)
    for box in sorted(inputs.filled - taken):
        learn_filled(learned, box)
    learn_signs(learned)
    labelling = {each.label_at for each in learned.fields}
    for box, text in layout.texts():
        if labels.BLANK_LINE.fullmatch(text) and address(*box) not in labelling and box not in inputs.filled:
            learn_inside(learned, box)
    for box in sorted(inputs.framed - taken):
        if address(*box) not in labelling and is_labelled_box(learned, box):
            learn_inside(learned, box)
    _tell_apart(learned)
    return learned


def _learn_apart(learned: Learned, block: Block) -> None:
    """Learn boxes side by side that have labels of their own: single fields, or lists to tick beside each other."""
    above = " ".join(text for row in range(block.top - 2, block.top) for _, text in learned.layout.by_row.get(row, []))
    if len(block.rows) > 1 and labels.TICK.search(above):
        for column in block.columns:
            boxes = {box for box in block.boxes if box[1] == column[0]}
            rows = [(row, bottom) for row, bottom in block.rows if (row, column[0]) in boxes]
            if rows:
                learn_single_column(learned, Block(rows, [column], boxes))
        return
    columns = {column: sorted(box for box in block.boxes if box[1] == column) for column, _ in block.columns}
    headings = {column: heading_over(learned, boxes) for column, boxes in columns.items() if boxes}
    for box in sorted(block.boxes):
        learn_single(learned, box, headings.get(box[1], ""))


def _tell_apart(learned: Learned) -> None:
    """Give fields of one label that stand under different questions ("Henvisning til bilag:") their question."""
    names = Counter((each.group, each.question, labels.key(each.label)) for each in learned.fields if not each.table)
    for number, each in enumerate(learned.fields):
        repeated = names[each.group, each.question, labels.key(each.label)] > 1
        if repeated and not each.table and not each.question and each.kind is Kind.SINGLE and each.label_at:
            question = question_above(learned, place(each.label_at))
            if labels.key(question) != labels.key(each.label):
                learned.fields[number] = replace(each, question=question)


def _is_heading_of(each: TemplateField, tables: Sequence[TemplateTable]) -> bool:
    """Tell whether a single box is an empty cell among the headings of a table, labelled by one of them."""
    if each.kind is not Kind.SINGLE or each.table or not each.label_at:
        return False
    row, column = place(each.template_at.cell)
    return any(
        table.header_top <= row <= table.header_bottom
        and table.header_top <= place(each.label_at)[0] <= table.header_bottom
        and min(heading.column for heading in table.columns) <= column <= max(h.column for h in table.columns)
        for table in tables
    )


def _taken(learned: Learned) -> set[Place]:
    """Return the boxes inside tables, which are no single fields whatever they hold."""
    taken: set[Place] = set()
    for table in learned.tables:
        columns = [heading.column for heading in table.columns]
        for row in range(table.header_top or table.top, table.bottom + 1):
            taken.update((row, column) for column in range(min(columns), max(columns) + 1))
    return taken


def _reading_order(each: TemplateField) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]+)(\d+)", each.template_at.cell)
    assert match is not None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _printed(layout: Layout, tables: Sequence[TemplateTable] = ()) -> tuple[Printed, ...]:
    """Return the texts of a sheet; running numbers in tables and figures from formulas are no texts."""
    numbered = {
        (row, heading.column)
        for table in tables
        for heading in table.columns
        if heading.role == "number"
        for row in range(table.top, table.bottom + 1)
    }
    texts = []
    for at, text in layout.texts():
        cell = layout.cell(*at)
        figure = cell is not None and cell.formula is not None and not isinstance(cell.value, str)
        if not figure and at not in numbered:
            area = layout.area(*at)
            texts.append(Printed(*at, area.bottom, area.right, text))
    return tuple(texts)


def _formulas(layout: Layout) -> tuple[tuple[int, int, int], ...]:
    """Return the runs of cells with formulas, column by column."""
    runs: list[tuple[int, int, int]] = []
    places = sorted((column, row) for (row, column), cell in layout.sheet.cells.items() if cell.formula is not None)
    for column, row in places:
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    return tuple(runs)


def _title(layouts: list[Layout]) -> str:
    """Return the form's own title: the largest, boldest text near the top of its first sheets."""
    best, best_size = "", 0.0
    for number, layout in enumerate(layouts[:3]):
        for (row, column), text in layout.texts():
            if row > 12:
                break
            cell = layout.cell(row, column)
            beside = layout.text(row, layout.area(row, column).right + 1) or layout.text(row, max(1, column - 1))
            beside = beside if column > 1 or beside != text else ""
            if cell is None or not isinstance(cell.value, str) or len(text) > 150 or beside:
                continue
            size = cell.size + (2 if cell.bold else 0) - number - row / 10
            if size > best_size:
                best, best_size = text, size
    return best


def fingerprint(sheets: list[TemplateSheet]) -> str:
    """Return a hash of everything printed on the blank, sheet by sheet, wherever it stands."""
    parts = [
        "\n".join([labels.key(sheet.name), *sorted(labels.key(each.text) for each in sheet.printed)])
        for sheet in sheets
        if not sheet.hidden
    ]
    return hashlib.sha256("\n\n".join(parts).encode()).hexdigest()
