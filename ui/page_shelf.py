"""The pages of the window: each made when it is first shown, or ahead of that, a part at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from ui.pages.page import Page, PageSpec
    from ui.workplace import Workplace


class PageShelf(QStackedWidget):
    """Holds the pages behind one another; ``made`` are those that are whole, by their keys."""

    def __init__(self, place: Workplace, specs: Sequence[PageSpec], parent: QWidget) -> None:
        """Take the pages of the rail; none is made yet."""
        super().__init__(parent)
        self._place, self._specs = place, specs
        self.made: dict[str, Page] = {}
        self._ahead: tuple[PageSpec, Page] | None = None  # the one that is being built ahead

    def page(self, spec: PageSpec) -> Page:
        """Return a page, made now where it is not there; what was built of it ahead is used."""
        found = self.made.get(spec.key)
        if found is not None:
            return found
        if self._ahead is not None and self._ahead[0] is spec:
            made = self._ahead[1]
            self._ahead = None
            made.build_whole()
        else:
            made = spec.make(self._place)
        made.setAccessibleName(self._place.text(spec.word))
        self.made[spec.key] = made
        self.addWidget(made)
        return made

    def build_ahead(self) -> bool:
        """Make the next part of a page that was not shown yet; tell whether there was one."""
        if self._ahead is None:
            spec = next((spec for spec in self._specs if spec.key not in self.made), None)
            if spec is None:
                return False
            self._ahead = (spec, spec.make(self._place, whole=False))
            self._ahead[1].setParent(self)
            return True
        spec, page = self._ahead
        page.build_on()
        if page.is_built:
            self.page(spec)
        return True
