"""The agency's own wording of the standard texts: a version of a block beside the program's, checked when it is kept.

A block of a part that several kinds share is changed for all of them at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from koorddesk.domain.ids import new_id
from koorddesk.domain.letters import OwnText
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.letters.templates import PARTS, LetterTemplate, load_parts, load_templates, template_from
from koorddesk.paths import resource
from koorddesk.services.letter_kinds import NAMES
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "own-text-empty": N_("A standard text cannot be empty. Put the program's own wording back instead."),
        "own-text-unknown": N_("That standard text is no longer in the program. Look at the list again."),
    }
)


@dataclass(frozen=True)
class TextRow:
    """One block of the standard texts: the file it stands in, what it is, its wording, and whose that is.

    ``version`` is 0 for the program's own wording. ``changed`` tells that the program's wording has changed since
    the agency wrote its own.
    """

    source: str
    block: str
    used_in: str
    type: str
    text: str
    standard: str
    version: int = 0
    written_by: str = ""
    changed: bool = False


def standard_texts(desk: Desk) -> list[TextRow]:
    """Return every block with words of its own, file by file."""
    with desk.store.reader() as uow:
        own = _own(uow)
    say = desk.translator.text
    rows = []
    for source, data in _files().items():
        kind = str(data.get("kind", ""))
        used = say(NAMES[kind]) if kind in NAMES else say(N_("several kinds of letters"))
        for entry in data["block"]:
            if "text" not in entry:
                continue
            standard = _flat(entry["text"])
            known = own.get((source, str(entry["id"])))
            rows.append(
                TextRow(
                    source,
                    str(entry["id"]),
                    used,
                    str(entry["type"]),
                    known.text if known else standard,
                    standard,
                    known.version if known else 0,
                    known.written_by if known else "",
                    changed=known is not None and known.based_on != standard,
                )
            )
    return rows


def keep_own_text(desk: Desk, source: str, block: str, text: str, note: str = "") -> Changes:
    """Keep the agency's wording of a block. A wrong or missing field is a UserError that proposes another."""
    words = _flat(text)
    if not words:
        raise UserError("own-text-empty")
    with desk.store.unit_of_work() as uow:
        own = _own(uow)
        standard = _standard(source, block)
        _templates({**{key: known.text for key, known in own.items()}, (source, block): words}, {})
        known = own.get((source, block))
        if known is None:
            known = OwnText(new_id(), source, block, "", standard, 0, "", desk.today())
            uow.add(known)
        known.text, known.based_on, known.version = words, standard, known.version + 1
        known.written_by, known.written_on, known.note = desk.actor.name, desk.today(), note.strip()
        return uow.commit(Summary(N_("standard text %(block)s given the agency's own wording"), {"block": block}), note)


def put_standard_back(desk: Desk, source: str, block: str) -> Changes:
    """Let a block say what the program says again."""
    with desk.store.unit_of_work() as uow:
        known = _own(uow).get((source, block))
        if known is None:
            raise UserError("own-text-unknown")
        uow.remove(known)
        return uow.commit(Summary(N_("standard text %(block)s put back"), {"block": block}))


def templates_in_force(uow: UnitOfWork) -> Mapping[str, LetterTemplate]:
    """Return the standard texts by kind with the agency's wording in them; their version names it."""
    own = _own(uow)
    if not own:
        return load_templates()
    return _templates({key: known.text for key, known in own.items()}, {key: k.version for key, k in own.items()})


def _own(uow: UnitOfWork) -> dict[tuple[str, str], OwnText]:
    return {(known.source, known.block): known for known in uow.all(OwnText)}


def _files() -> dict[str, dict[str, Any]]:
    """Return the parsed files of the standard texts by their names without ending, shared parts last."""
    where = resource("letters", "da")
    paths = [*sorted(where.glob("*.toml")), *sorted((where / PARTS).glob("*.toml"))]
    found = {}
    for path in paths:
        name = path.stem if path.parent == where else f"{PARTS}/{path.stem}"
        found[name] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def _standard(source: str, block: str) -> str:
    for entry in _files().get(source, {"block": []})["block"]:
        if entry.get("id") == block and "text" in entry:
            return _flat(entry["text"])
    raise UserError("own-text-unknown")


def _templates(
    texts: Mapping[tuple[str, str], str], versions: Mapping[tuple[str, str], int]
) -> dict[str, LetterTemplate]:
    """Return the standard texts with some blocks reworded, checked as a whole; UserError for a faulty one."""
    parts = {
        name: [_reworded(entry, f"{PARTS}/{name}", texts) for entry in entries]
        for name, entries in load_parts(resource("letters", "da", PARTS)).items()
    }
    made = {}
    for source, data in _files().items():
        if "kind" not in data:
            continue
        blocks = [_reworded(entry, source, texts) for entry in data["block"]]
        own = [
            f"{block} {versions[place, block]}"
            for place, block in sorted(versions)
            if place == source or any(f"{PARTS}/{entry.get('part')}" == place for entry in data["block"])
        ]
        version = f"{data['version']} ({', '.join(own)})" if own else data["version"]
        made[str(data["kind"])] = template_from({**data, "version": version, "block": blocks}, f"{source}.toml", parts)
    return made


def _reworded(entry: Mapping[str, Any], source: str, texts: Mapping[tuple[str, str], str]) -> Mapping[str, Any]:
    own = texts.get((source, str(entry.get("id", ""))))
    return {**entry, "text": own} if own and "text" in entry else entry


def _flat(text: object) -> str:
    return " ".join(str(text).split())
