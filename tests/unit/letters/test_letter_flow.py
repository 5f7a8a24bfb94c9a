"""Where pages end: nothing stands alone, nothing falls off, and a table carries its header along."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koorddesk.letters.content import Align, Column, Table, Text
from koorddesk.letters.flow import Row, TextOp, keep_together, no_widows, paginate
from koorddesk.letters.fonts import Face, width
from koorddesk.letters.lines import Look, Span
from koorddesk.letters.table import TableLook, column_widths, set_table
from koorddesk.letters.tags import Element

LOOK = TableLook(Look(Face.REGULAR, 9), Look(Face.STRONG, 9), 12)


def rows(count, height=10.0, **changes):
    return [Row(height, **changes) for _ in range(count)]


def where(pages, row):
    return next(i for i, page in enumerate(pages) for placed in page if placed.row is row)


def set_rows(table, measure=400.0):
    def spans(line, look, element):
        return [Span(part.text, look, element) for part in line]

    return set_table(table, LOOK, 0, measure, Element("Table"), spans)


def table_of(texts, *aligns):
    columns = tuple(Column(f"K{i}", align) for i, align in enumerate(aligns))
    return Table(columns, tuple(tuple((Text(text),) for text in row) for row in texts))


@given(st.lists(st.tuples(st.floats(5, 60), st.floats(0, 30), st.booleans()), min_size=1, max_size=60))
@settings(max_examples=150)
def test_every_row_is_placed_once_in_order_and_inside_the_page(shapes):
    given_rows = [Row(height, before=before, keep=keep) for height, before, keep in shapes]
    pages = paginate(given_rows, 100, 150)
    assert [placed.row for page in pages for placed in page] == given_rows
    for number, page in enumerate(pages):
        room = 150 if number else 100
        bottom = 0.0
        for placed in page:
            assert placed.top >= bottom - 0.001
            bottom = placed.top + placed.row.height
        assert bottom <= room + 0.001 or len(page) == 1


def test_a_heading_goes_over_with_its_text():
    text, heading, after = rows(9), rows(1, keep=True), rows(4)
    no_widows(after)
    pages = paginate([*text, *heading, *after], 100, 200)
    assert where(pages, heading[0]) == where(pages, after[0]) == 1


@pytest.mark.parametrize("before", [0, 7, 8, 9])
def test_no_line_of_a_paragraph_stands_alone(before):
    paragraph = rows(5)
    no_widows(paragraph)
    pages = paginate([*rows(before), *paragraph], 100, 200)
    on_first = sum(where(pages, row) == 0 for row in paragraph)
    assert on_first in {0, 2, 3, 5}


def test_what_is_kept_together_moves_together_unless_it_fills_more_than_a_page():
    kept = rows(5)
    keep_together(kept)
    pages = paginate([*rows(7), *kept], 100, 200)
    assert {where(pages, row) for row in kept} == {1}
    long = rows(30)
    keep_together(long)
    assert [len(page) for page in paginate(long, 100, 200)] == [10, 20]


def test_a_new_page_is_begun_where_one_is_wanted():
    annex = Row(10, new_page=True, before=40)
    pages = paginate([*rows(2), annex], 100, 200)
    assert where(pages, annex) == 1
    assert pages[1][0].top == 0


def test_a_table_repeats_its_header_as_decoration():
    body = set_rows(table_of([["a", "b"]] * 40, Align.LEFT, Align.LEFT))
    pages = paginate(body, 200, 200)
    assert len(pages) > 2
    for page in pages[1:]:
        first = page[0].row
        texts = [op for op in first.ops if isinstance(op, TextOp)]
        assert [run.text for op in texts for run in op.runs] == ["K0", "K1"]
        assert all(run.span.element is None for op in texts for run in op.runs)
    header = [op for op in body[0].ops if isinstance(op, TextOp)]
    assert {op.element.tag for op in header} == {"TH"}


def test_numbers_stand_on_the_comma():
    body = set_rows(table_of([["1,5"], ["12,25"], ["1.200"], ["–"]], Align.NUMBER))[1:]
    commas = []
    for row, text in zip(body, ["1,5", "12,25", "1.200", "–"], strict=True):
        op = next(op for op in row.ops if isinstance(op, TextOp))
        commas.append(op.x + width(text.partition(",")[0], Face.REGULAR, 9))
    assert commas == pytest.approx([commas[0]] * 4)


def test_a_cell_longer_than_a_page_goes_on_over_the_next():
    body = set_rows(table_of([["ord " * 1500, "kort"]], Align.LEFT, Align.LEFT))
    assert max(row.height for row in body) < 400
    pages = paginate(body, 500, 500)
    assert len(pages) > 1
    said = " ".join(
        run.text
        for page in pages
        for placed in page
        for op in placed.row.ops
        if isinstance(op, TextOp)
        for run in op.runs
        if run.span.element is not None
    )
    assert said.split().count("ord") == 1500


def test_ten_thousand_rows_are_set():
    body = set_rows(
        table_of([[f"Tilbud {i}", "pladser", f"{i},5"] for i in range(10_000)], *[Align.LEFT] * 2, Align.NUMBER)
    )
    pages = paginate(body, 400, 600)
    assert sum(len(page) for page in pages) == len(body) + len(pages) - 1


def test_columns_share_the_measure():
    assert sum(column_widths([[(50, 20)], [(900, 60)]], [0, 0], 300)) == pytest.approx(300)
    assert sum(column_widths([[(500, 400)], [(900, 600)]], [0, 0], 300)) == pytest.approx(300)
    assert sum(column_widths([[(50, 20)], [(60, 60)]], [0, 0], 300)) == pytest.approx(300)
    narrow, wide = column_widths([[(50, 20)] * 9, [(900, 60)] * 9], [0, 0], 300)
    assert wide > narrow
