"""Comments beside cells, of both kinds: notes, and threads of comments with their answers."""

from __future__ import annotations

from collections.abc import Mapping

from koorddesk.workbooks.limits import refuse
from koorddesk.workbooks.package import Package, Relation
from koorddesk.workbooks.references import parse_area
from koorddesk.workbooks.strings import MAIN, STRICT, plain, rich_text

Place = tuple[int, int]

_MOST = 50_000
_THREADED = "{*}threadedComment"
_COMMENTS = (f"{MAIN}comment", f"{STRICT}comment")


def read_comments(package: Package, relations: Mapping[str, Relation], people: str | None) -> dict[Place, str]:
    """Return the comments of a sheet by cell; a thread takes the place of the note that old versions show for it."""
    found: dict[Place, str] = {}
    threads: dict[Place, list[str]] = {}
    names = _people(package, people)
    for relation in relations.values():
        if relation.external or relation.target not in package:
            continue
        if relation.kind == "comments":
            for number, element in enumerate(package.elements(relation.target, _COMMENTS)):
                if number >= _MOST:
                    raise refuse("file-too-many-parts", limit=_MOST)
                text = element.find("{*}text")
                place = _place(element.get("ref"))
                if text is not None and place is not None:
                    found[place] = rich_text(text)[0].strip()
        elif relation.kind == "threadedComment":
            for number, element in enumerate(package.elements(relation.target, (_THREADED,))):
                if number >= _MOST:
                    raise refuse("file-too-many-parts", limit=_MOST)
                place = _place(element.get("ref"))
                said = plain(element.findtext("{*}text")).strip()
                if place is not None and said:
                    who = names.get(element.get("personId", ""), "")
                    threads.setdefault(place, []).append(f"{who}: {said}" if who else said)
    found.update({place: "\n".join(said) for place, said in threads.items()})
    return {place: text for place, text in found.items() if text}


def _people(package: Package, part: str | None) -> dict[str, str]:
    if part is None or part not in package:
        return {}
    return {person.get("id", ""): person.get("displayName", "") for person in package.tree(part).iterfind("{*}person")}


def _place(reference: str | None) -> Place | None:
    area = parse_area(reference or "")
    return (area.top, area.left) if area is not None else None
