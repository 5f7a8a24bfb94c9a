"""Finds every field of a template again in a filled-in copy, by its labels and headings, never by position."""

from __future__ import annotations

from collections.abc import Sequence

from koorddesk.workbooks.align import Pairing, pair
from koorddesk.workbooks.grid import place
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.leftovers import speak_of_leftovers
from koorddesk.workbooks.locate_fields import find_misplaced, join_lines, locate_fields
from koorddesk.workbooks.locate_tables import locate_table
from koorddesk.workbooks.recognise import Recognised
from koorddesk.workbooks.spots import Located, Spot
from koorddesk.workbooks.template import Kind, Template, TemplateSheet


def locate(recognised: Recognised, layouts: Sequence[Layout]) -> Located:
    """Return the spot of every answer of a recognised template, and findings about the layout of the copy."""
    template = recognised.template
    located = Located(template)
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
        _locate_sheet(located, pairing)
    for pairing in located.pairings:
        find_misplaced(located, pairing)
        join_lines(located, pairing)
    speak_of_leftovers(located, recognised, layouts)
    _fill_up(located)
    return located


def _locate_sheet(located: Located, pairing: Pairing) -> None:
    for table in located.template.tables:
        if table.sheet == pairing.sheet.name:
            locate_table(located, pairing, table)
    locate_fields(located, pairing)


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
