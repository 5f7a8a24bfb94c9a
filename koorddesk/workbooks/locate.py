"""Finds every field of a template again in a filled-in copy, by its labels and headings, never by position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from koorddesk.workbooks.align import Pairing, common_texts, keys_of, pair, sheet_share
from koorddesk.workbooks.grid import place
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.leftovers import speak_of_leftovers
from koorddesk.workbooks.locate_fields import find_misplaced, join_lines, locate_fields
from koorddesk.workbooks.locate_tables import header_rows, locate_table
from koorddesk.workbooks.recognise import Recognised
from koorddesk.workbooks.spots import Located, Spot
from koorddesk.workbooks.template import Kind, Template, TemplateSheet, TemplateTable

_MOVED = 0.6  # of a table's own texts that a further sheet has to hold for the table to have been moved there


def locate(recognised: Recognised, layouts: Sequence[Layout]) -> Located:
    """Return the spot of every answer of a recognised template, and findings about the layout of the copy."""
    template = recognised.template
    located = Located(template)
    used = {id(match.layout) for match in (*recognised.sheets, *recognised.twins)}
    others = [layout for layout in layouts if id(layout) not in used]
    moved: list[Pairing] = []
    for match in recognised.sheets:
        pairing = pair(
            match.sheet,
            match.layout,
            match.share,
            _labels(template, match.sheet),
            _headings(template, match.sheet),
            _row_labels(template, match.sheet),
        )
        located.pairings.append(pairing)
        moved += _locate_sheet(located, pairing, others)
    for pairing in located.pairings:
        find_misplaced(located, pairing)
        join_lines(located, pairing)
    located.pairings += moved
    speak_of_leftovers(located, recognised, layouts)
    _fill_up(located)
    return located


def _locate_sheet(located: Located, pairing: Pairing, others: Sequence[Layout]) -> list[Pairing]:
    """Find the tables and fields of one sheet; return the further sheets that tables were found on."""
    moved = []
    for table in located.template.tables:
        if table.sheet != pairing.sheet.name:
            continue
        home = pairing
        if table.header_bottom and not header_rows(pairing, table):
            home = _moved_table(located.template, pairing, table, others) or pairing
        locate_table(located, home, table)
        if home is not pairing:
            name = home.layout.sheet.name
            located.say("table-moved", home.layout, None, title=table.title[:80], sheet=name)
            home.sheet = replace(home.sheet, name=name)
            moved.append(home)
    locate_fields(located, pairing)
    return moved


def _moved_table(
    template: Template, pairing: Pairing, table: TemplateTable, others: Sequence[Layout]
) -> Pairing | None:
    """Return the sheet of the sender's own on which a table stands that is gone from its place in the form."""
    bottom = max([table.bottom, *table.totals])
    printed = tuple(each for each in pairing.sheet.printed if table.header_top <= each.row <= bottom)
    part = replace(pairing.sheet, printed=printed, inputs=())
    common = common_texts(template)
    found = [(sheet_share(part, keys_of(layout), common), layout) for layout in others]
    share, layout = max(found, key=lambda each: each[0], default=(0.0, None))
    if layout is None or share < _MOVED:
        return None
    home = pair(part, layout, share, (), _headings(template, part))
    return home if header_rows(home, table) else None


def _labels(template: Template, sheet: TemplateSheet) -> list[Place]:
    """Return the labels of a sheet's single fields."""
    kinds = (Kind.SINGLE, Kind.TICK, Kind.SCALE)
    return [
        place(each.label_at)
        for each in template.fields
        if each.template_at.sheet == sheet.name and each.kind in kinds and each.label_at and not each.table
    ]


def _row_labels(template: Template, sheet: TemplateSheet) -> list[Place]:
    """Return the labels of the printed rows of a sheet's tables."""
    tables = (table for table in template.tables if table.sheet == sheet.name)
    return [place(row.label_at) for table in tables for row in table.rows if row.label_at]


def _headings(template: Template, sheet: TemplateSheet) -> list[Place]:
    """Return the cells of a sheet that lie in the heading rows of its tables."""
    found: list[Place] = []
    for table in template.tables:
        if table.sheet == sheet.name and table.header_bottom:
            columns = [heading.column for heading in table.columns]
            for row in range(table.header_top, table.header_bottom + 1):
                found += [(row, column) for column in range(min(columns), max(columns) + 1)]
    return found


def _fill_up(located: Located) -> None:
    """Add an empty spot for each field that was not found, so that every field has an answer, if only None."""
    seen = {spot.field.id for spot in located.spots}
    if not located.pairings:
        return
    layout = located.pairings[0].layout
    for each in located.template.fields:
        if each.id not in seen:
            located.spots.append(Spot(each, None, layout, None))
