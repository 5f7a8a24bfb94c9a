"""Copies hit by any accidents that come along: for property tests and for hunting what nobody thought of."""

import random
from collections.abc import Callable
from typing import Any

from . import accidents as a
from . import accidents_words as w
from . import clutter as c
from . import files
from . import layout as l
from .accidents_shape import SHAPES
from .blank import Blank
from .copy import Copy, fill
from .plans import FormSet, Plan
from .register import AUTHORITIES

VALUES: tuple[Callable[..., Any], ...] = (
    a.approximate,
    a.number_as_text,
    a.odd_amounts,
    a.percent_forms,
    a.date_as_text,
    a.vague_date,
    a.year_as_date,
    a.formulas,
    a.formulas_without_value,
    a.error_values,
    a.merged_across,
    w.choice_forms,
    w.yes_no_forms,
    w.scale_forms,
    w.tick_forms,
    w.two_ticks,
    w.spaces,
    w.municipality_forms,
    w.comments,
    w.struck_out,
    w.formula_like_text,
    w.very_long_text,
    w.several_offers,
    w.answers_below,
    w.answers_in_label,
    w.answers_beside,
    w.true_and_false,
    w.choice_with_more,
)
ROWS: tuple[Callable[..., Any], ...] = (
    c.lines_skipped,
    c.merged_data,
    c.hidden_rows,
    c.hidden_column,
    c.header_repeated,
    c.subtotal,
    c.own_total,
    c.blank_rows,
    c.notes_below,
    l.unused_lines_deleted,
    l.own_column,
    l.columns_swapped,
    c.own_grid_row,
    l.grid_row_deleted,
    l.unit_changed,
    l.years_moved_on,
)
SHEETS: tuple[Callable[..., Any], ...] = (
    l.reworded,
    l.rows_between,
    l.spacer_deleted,
    c.own_table_below,
    c.stray_numbers,
    l.rows_above,
    l.column_in_front,
    l.sheets_renamed,
    l.sheets_reordered,
    c.sheet_added,
    c.draft_sheet,
)
REGIONAL = {"regional-opsamling": "1083", "kommuner-paa-tvaers": "1081"}
PACKAGES: tuple[Callable[..., Any], ...] = (files.inline_strings, files.rich_text, files.lying_dimension, c.mac_dates)


def wild_copy(build: Callable[[], Blank], seed: str, *, most: int = 4, shapes: bool = False) -> Copy:
    """Return a copy with up to `most` accidents of each kind, all drawn from the seed; `shapes` are done last."""
    rng = random.Random(seed)
    sender = rng.choice(sorted(AUTHORITIES.values(), key=lambda x: x.code))
    copy = fill(build(), f"{sender.name} {rng.randint(1, 999)}x.xlsx", sender, seed)
    if copy.blank.id in REGIONAL:  # the region's own municipalities are printed in the blank
        region = AUTHORITIES[REGIONAL[copy.blank.id]]
        copy = fill(build(), f"{region.name} x.xlsx", region, seed)
    for pool, least in ((VALUES, 1), (ROWS, 0), (SHEETS, 0), (PACKAGES, 0)):
        number = rng.randint(least, most if pool is VALUES else 2 if pool is not PACKAGES else 1)
        for step in rng.sample(pool, number):
            step(copy, rng)
    if shapes:
        for step in rng.sample(SHAPES, rng.randint(1, 3)):
            step(copy, rng)
    return copy


def wild_set(set_id: str, build: Callable[[], Blank], seed: int, number: int) -> tuple[FormSet, list[Copy]]:
    """Return a set of one blank and that many wild copies."""
    copies: list[Copy] = []
    for n in range(number):
        copy = wild_copy(build, f"{seed}/{set_id}/{n}")
        stem = copy.name.removesuffix(".xlsx")
        copy.name = f"{stem} {chr(97 + n % 26)}{n // 26 or ''}.xlsx"
        copies.append(copy)
    return FormSet(set_id, "wild", (build,), tuple(Plan(copy.name, "") for copy in copies)), copies
