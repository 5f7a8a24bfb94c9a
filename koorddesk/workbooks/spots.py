"""Where the answers stand in a filled-in copy: one spot per field and row, and what was noticed on the way."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from koorddesk.domain.values import CellRef
from koorddesk.findings import Finding, Severity
from koorddesk.workbooks.align import Pairing
from koorddesk.workbooks.cpr import masked
from koorddesk.workbooks.grid import Cell, address
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.template import Template, TemplateField

Remark = tuple[str, Mapping[str, str | int | float]]


@dataclass
class Spot:
    """The place of one answer: its field, its row in a table, and its cell in the copy (None where there is none).

    ``text`` stands instead of the cell's content where only a part of the cell is the answer, or where the answer is
    the heading of a ticked box. ``remarks`` become findings at the cell; ``printed`` says that the blank's own
    content is still there, so that nothing was answered.
    """

    field: TemplateField
    row: int | None
    layout: Layout
    place: Place | None
    text: str | None = None
    remarks: list[Remark] = dataclasses.field(default_factory=list)
    printed: bool = False
    chosen: tuple[str, ...] = ()

    @property
    def cell(self) -> Cell | None:
        """Return the cell that holds the answer, or None."""
        return self.layout.cell(*self.place) if self.place is not None else None

    @property
    def at(self) -> CellRef | None:
        """Return the name of the cell that holds the answer."""
        return ref(self.layout, self.place) if self.place is not None else None


@dataclass
class Located:
    """Everything found of one template in one workbook."""

    template: Template
    spots: list[Spot] = dataclasses.field(default_factory=list)
    findings: list[Finding] = dataclasses.field(default_factory=list)
    pairings: list[Pairing] = dataclasses.field(default_factory=list)
    claimed: dict[str, set[Place]] = dataclasses.field(default_factory=dict)
    totals: list[TotalRow] = dataclasses.field(default_factory=list)

    def claim(self, layout: Layout, place: Place) -> None:
        """Note that a cell is accounted for: read, printed, or spoken of."""
        self.claimed.setdefault(layout.sheet.name, set()).add(layout.first(*place))

    def is_claimed(self, layout: Layout, place: Place) -> bool:
        """Tell whether a cell is accounted for."""
        return place in self.claimed.get(layout.sheet.name, ())

    def say(
        self,
        code: str,
        layout: Layout | None = None,
        place: Place | None = None,
        about: TemplateField | None = None,
        row: int | None = None,
        *,
        override: Severity | None = None,
        **params: str | float,
    ) -> None:
        """Add a finding with its place in the copy and its field."""
        at = None
        if layout is not None:
            at = ref(layout, place) if place is not None else CellRef(layout.sheet.name, "")
        shown = {name: masked(value) if isinstance(value, str) else value for name, value in params.items()}
        self.findings.append(Finding(code, shown, at, about.template_at if about is not None else None, row, override))


@dataclass
class TotalRow:
    """A row of totals among or below the data: what it says per column, over which rows of the copy it stands."""

    table: str
    layout: Layout
    row: int
    label: str
    cells: dict[str, Place]
    above: tuple[int, ...]


def ref(layout: Layout, place: Place) -> CellRef:
    """Return the name of a cell of a sheet."""
    return CellRef(layout.sheet.name, address(*place))
