"""What is being learned of one sheet of a blank: its boxes, and the fields and tables found so far."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from koorddesk.domain.values import CellRef, FieldType
from koorddesk.workbooks import kinds, labels
from koorddesk.workbooks.blocks import Block
from koorddesk.workbooks.grid import address
from koorddesk.workbooks.headers import Header
from koorddesk.workbooks.inputs import Inputs
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.template import Heading, Shape, TableRow, TemplateField, TemplateTable

_STARRED = re.compile(r"\w[\w)?]*\s*\*+\s*:?\s*$")


@dataclass
class Learned:
    """One sheet of a blank while it is learned; the parts of the learner add their fields and tables to it."""

    layout: Layout
    inputs: Inputs
    fields: list[TemplateField] = field(default_factory=list)
    tables: list[TemplateTable] = field(default_factory=list)
    units: dict[Place, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the sheet's name."""
        return self.layout.sheet.name

    def ref(self, place: Place) -> CellRef:
        """Return the name of a cell of this sheet."""
        return CellRef(self.name, address(*place))

    def id(self, place: Place) -> str:
        """Return the id of the field that a cell names."""
        return f"{self.name}!{address(*place)}"

    def required(self, place: Place, label: str) -> bool:
        """Tell whether the colour legend or the label's own mark demands an answer in this box."""
        starred = is_marked_required(label)
        return starred or (self.inputs.required.get(place, False) and not labels.IF_ANY.search(label))

    def kind(self, texts: list[str], place: Place, unit: str = "") -> kinds.Found:
        """Return what kind of answer a box takes, by its texts (own label first), validation and number format."""
        if labels.YES_OR_NO.fullmatch(own := self.layout.text(*place)):
            return kinds.Found(FieldType.YES_NO, tuple(own.replace(" ", "").split("/")))
        return kinds.infer(texts, self.layout.cell(*place), self.layout.validation(*place), unit)

    def is_guidance(self, place: Place) -> bool:
        """Tell whether a text stands in a column of explanations: its heading says so, and a text stands before it."""
        row, column = place
        return self._guidance_from.get(column, row) < row and any(
            self.layout.text(*before) for before in self.layout.left_of(*place)
        )

    @functools.cached_property
    def _guidance_from(self) -> dict[int, int]:
        """The first row in which a column is headed as one of explanations, by column."""
        found: dict[int, int] = {}
        for (row, column), text in self.layout.texts():
            if labels.GUIDANCE.fullmatch(text):
                found.setdefault(column, row)
        return found

    def sheet_title(self) -> str:
        """Return the title of the sheet: its first text, if it is bold or large."""
        place, text = next(self.layout.texts(), ((0, 0), ""))
        cell = self.layout.cell(*place) if text else None
        return text if cell is not None and (cell.bold or cell.size > 12) and len(text) <= 120 else ""

    def title_above(self, top: int, left: int, right: int) -> str:
        """Return the question or title over a table: the texts right above it, at most four rows up.

        Beyond an empty row only a row with a single text counts.
        """
        parts: list[str] = []
        gap = False
        for row in range(top - 1, max(0, top - 5), -1):
            texts = [text for column, text in self.layout.by_row.get(row, []) if left - 1 <= column <= right]
            boxed = any(self.layout.first(row, column) in self.inputs.empty for column in range(left, right + 1))
            if boxed or (not texts and parts) or (gap and len(texts) > 1):
                break
            gap = gap or not texts
            parts = [*texts, *parts]
        return " ".join(parts)

    def add_table(
        self,
        block: Block,
        header: Header,
        shape: Shape,
        title: str,
        answers: dict[int, str],
        others: dict[int, str],
        rows: tuple[TableRow, ...] = (),
    ) -> None:
        """Keep a table: ``answers`` maps columns to field ids, ``others`` columns without answers to their role."""
        own = (column for column in header.paths if header.cells[column][1] == column)
        columns = sorted({*own, *answers, *others})
        label_columns = tuple(column for column in others if others[column] in ("label", "number"))
        self.tables.append(
            TemplateTable(
                id=table_id(self, block),
                sheet=self.name,
                shape=shape,
                title=title,
                header_top=header.rows[0] if header.rows else 0,
                header_bottom=header.rows[-1] if header.rows else 0,
                top=min([block.top, *header.examples]),
                bottom=block.bottom,
                columns=tuple(
                    Heading(
                        column,
                        header.path(column),
                        answers.get(column, ""),
                        "answer" if column in answers else others.get(column, "printed"),
                    )
                    for column in columns
                ),
                rows=rows,
                totals=self._totals(block, min([block.left, *label_columns])),
                label_columns=label_columns,
            )
        )

    def _totals(self, block: Block, left: int) -> tuple[int, ...]:
        """Return the rows in or right below a block that hold its totals, by their label or their formulas."""
        last = min(block.bottom + 3, self.layout.last_row)
        return tuple(row for row in range(block.top, last + 1) if self._is_total(row, block, left))

    def _is_total(self, row: int, block: Block, left: int) -> bool:
        printed = [self.layout.text(row, column) for column in range(left, block.columns[0][1] + 2)]
        if any(labels.is_total(text) for text in printed if text):
            return True
        cells = [self.layout.cell(row, start) for start, _ in block.columns]
        formulas = [cell.formula.upper() for cell in cells if cell is not None and cell.formula]
        return row > block.bottom and any("SUM(" in formula or "AVERAGE(" in formula for formula in formulas)


def table_id(learned: Learned, block: Block) -> str:
    """Return the id of a block's table: sheet and rectangle in the blank."""
    return f"{learned.name}!{address(block.top, block.left)}:{address(block.bottom, block.right)}"


def is_marked_required(label: str) -> bool:
    """Tell whether a label says that it has to be answered: "(påkrævet)" or a star at its end."""
    return bool(labels.REQUIRED.search(label) or _STARRED.search(label))
