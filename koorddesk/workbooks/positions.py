"""Answer boxes of a blank that nothing marks: the empty cell beside a label, and the rows under a row of headings."""

from __future__ import annotations

from collections.abc import Sequence

from koorddesk.workbooks.inputs import Inputs
from koorddesk.workbooks.layout import Layout


def add_unmarked(layouts: Sequence[Layout], inputs: dict[str, Inputs]) -> None:
    """Add the boxes that only their place tells, on sheets whose marks do not tell them all."""
