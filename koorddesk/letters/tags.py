"""The logical structure of a letter as it is drawn: elements, the marked content they own, links and bookmarks.

An element joins its parent when something of it is first drawn, so the order of the tree is the reading order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Attributes = dict[str, dict[str, str | int | float | tuple[float, ...]]]  # owner -> name -> value


@dataclass(eq=False)
class Element:
    """One structure element (ISO 32000-1, 14.7): a standard tag, its children and pieces of marked content.

    ``kids`` holds elements and (page index, marked content id) pairs in reading order.
    """

    tag: str
    parent: Element | None = None
    attributes: Attributes = field(default_factory=dict)
    alt: str = ""
    kids: list[Element | tuple[int, int]] = field(default_factory=list)
    attached: bool = False

    def child(self, tag: str, attributes: Attributes | None = None, alt: str = "") -> Element:
        """Return a new element below this one; it takes its place when it is first drawn."""
        return Element(tag, self, attributes or {}, alt)

    def attach(self) -> None:
        """Take the element's place in the tree, its parents first."""
        if not self.attached and self.parent is not None:
            self.parent.attach()
            self.parent.kids.append(self)
        self.attached = True


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: a heading with its level and place (points from the lower edge)."""

    title: str
    level: int
    page: int
    top: float


@dataclass(eq=False)
class LinkPlace:
    """A link on a page: where it can be clicked, what it says, and where it leads.

    ``to`` is a key in ``Structure.targets`` for a place in the letter, ``uri`` an address outside.
    """

    page: int
    rect: tuple[float, float, float, float]
    element: Element
    says: str
    to: str = ""
    uri: str = ""


@dataclass(eq=False)
class Structure:
    """Everything about a drawn letter that its archival form needs beside the pages themselves."""

    root: Element = field(default_factory=lambda: Element("Document", attached=True))
    marks: list[list[Element]] = field(default_factory=list)  # by page, by marked content id
    bookmarks: list[Bookmark] = field(default_factory=list)
    links: list[LinkPlace] = field(default_factory=list)
    targets: dict[str, tuple[int, float]] = field(default_factory=dict)  # key -> page, top
