"""The standard texts of each kind of letter: versioned Danish text blocks with conditions and named fields.

One TOML file a kind lies in ``resources/letters/da/``. It is checked when it is loaded: a field, condition or insert
that the program does not know, or one the kind must have and lacks, is an error that names it and proposes another.
"""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from koorddesk import errors
from koorddesk.i18n import N_
from koorddesk.letters.catalogue import CONDITIONS, FIELDS, INSERTS, NEEDS
from koorddesk.letters.content import OpenReason
from koorddesk.paths import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

errors.register(
    {
        "letter-template-unreadable": N_(
            'The letter text "%(file)s" cannot be read: %(detail)s. Restore the file or correct it.'
        ),
        "letter-template-unknown-field": N_(
            'The letter text "%(file)s" uses the field "%(name)s" in the block "%(block)s". There is no such field.'
            ' Did you mean "%(suggestion)s"?'
        ),
        "letter-template-unknown-condition": N_(
            'The letter text "%(file)s" uses the condition "%(name)s" in the block "%(block)s". There is no such'
            ' condition. Did you mean "%(suggestion)s"?'
        ),
        "letter-template-unknown-insert": N_(
            'The letter text "%(file)s" uses the insert "%(name)s" in the block "%(block)s". There is no such insert.'
            ' Did you mean "%(suggestion)s"?'
        ),
        "letter-template-unknown-entry": N_(
            'The letter text "%(file)s" has the entry "%(name)s" in the block "%(block)s". There is no such entry. Did'
            ' you mean "%(suggestion)s"?'
        ),
        "letter-template-unknown-type": N_(
            'The block "%(block)s" of the letter text "%(file)s" has the type "%(name)s". There is no such type. Did'
            ' you mean "%(suggestion)s"?'
        ),
        "letter-template-unknown-kind": N_(
            'The letter text "%(file)s" is for letters of the kind "%(name)s". There is no such kind. Did you mean'
            ' "%(suggestion)s"?'
        ),
        "letter-template-unknown-part": N_(
            'The letter text "%(file)s" uses the part "%(name)s". There is no such part. Did you mean "%(suggestion)s"?'
        ),
        "letter-template-unknown-reason": N_(
            'The block "%(block)s" of the letter text "%(file)s" is open for the reason "%(name)s". There is no such'
            ' reason. Did you mean "%(suggestion)s"?'
        ),
        "letter-template-lacks-field": N_(
            'The letter text "%(file)s" does not use the field "%(name)s" (%(meaning)s), which a letter of this kind'
            " must have. Put it in."
        ),
        "letter-template-lacks-insert": N_(
            'The letter text "%(file)s" does not use the insert "%(name)s" (%(meaning)s), which a letter of this kind'
            " must have. Put it in."
        ),
        "letter-template-lacks-block": N_(
            'The letter text "%(file)s" lacks the block "%(name)s", which a letter of this kind must have. Put it in.'
        ),
        "letter-template-lacks-entry": N_(
            'The letter text "%(file)s" lacks the entry "%(name)s" in "%(block)s". Put it in.'
        ),
        "letter-kind-unknown": N_('There is no letter text for letters of the kind "%(kind)s".'),
    }
)

TYPES = {"heading", "subheading", "lead", "paragraph", "note", "deadline", "open", "insert"}
KEYS = {"id", "type", "when", "text", "insert", "reason", "joined", "heading"}
PARTS = "parts"  # the folder of what several kinds of letter say alike


@dataclass(frozen=True)
class StandardText:
    """One block of a letter's standard text.

    ``text`` may hold fields in braces; ``insert`` names a part made from the facts; ``reason`` is why an open block
    is open and ``heading`` what stands above the text decided for it; ``joined`` text goes on in the paragraph before.
    """

    id: str
    type: str
    when: tuple[str, ...]
    text: str = ""
    insert: str = ""
    reason: str = "legal"
    joined: bool = False
    heading: str = ""

    def applies(self, holds: Iterable[str]) -> bool:
        """Tell whether all conditions are among those that hold."""
        true = set(holds)
        return all(name[4:] not in true if name.startswith("not ") else name in true for name in self.when)


@dataclass(frozen=True)
class LetterTemplate:
    """The standard text of one kind of letter in one version; ``noun`` is what it calls itself ("pålægget")."""

    kind: str
    version: str
    title: str
    blocks: tuple[StandardText, ...]
    noun: str = "brevet"
    closing: str = "Med venlig hilsen"


def fields_in(text: str) -> list[str]:
    """Return the names of the fields in a standard text, in order; ValueError for a lone brace."""
    names: list[str] = []
    for _, name, spec, conversion in string.Formatter().parse(text):
        if spec or conversion:
            raise ValueError(f"{{{name}:{spec}}}")
        if name is not None:
            names.append(name)
    return names


def load_templates(folder: Path | None = None) -> dict[str, LetterTemplate]:
    """Return the letter texts by kind from a folder, by default the program's own; UserError for a faulty one."""
    where = folder or resource("letters", "da")
    parts = load_parts(where / PARTS)
    templates = [template_from(_parsed(path), path.name, parts) for path in sorted(where.glob("*.toml"))]
    return {template.kind: template for template in templates}


def load_parts(folder: Path) -> dict[str, list[Mapping[str, Any]]]:
    """Return the blocks that several kinds share, by the name of their file; UserError for a faulty one."""
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for path in sorted(folder.glob("*.toml")):
        data = _parsed(path)
        _check_entries(data, ("block",), path.name, path.name)
        parts[path.stem] = data["block"]
    return parts


def load_template(path: Path) -> LetterTemplate:
    """Read and check one letter text; UserError names what is wrong with it."""
    return template_from(_parsed(path), path.name, load_parts(path.parent / PARTS))


def template_from(
    data: Mapping[str, Any], file: str, parts: Mapping[str, list[Mapping[str, Any]]] | None = None
) -> LetterTemplate:
    """Return the letter text in already parsed TOML, checked; ``file`` names it in errors.

    A block that only names a ``part`` stands for the blocks of that part, by default one of the program's own.
    """
    shared = load_parts(resource("letters", "da", PARTS)) if parts is None else parts
    _check_entries(data, ("kind", "version", "title", "block"), file, file)
    if data["kind"] not in NEEDS:
        raise _unknown("kind", str(data["kind"]), NEEDS, file, file)
    entries: list[Mapping[str, Any]] = []
    for entry in data["block"]:
        if "part" not in entry:
            entries.append(entry)
            continue
        _check_names("entry", entry, {"part"}, file, str(entry["part"]))
        _check_names("part", [str(entry["part"])], shared, file, str(entry["part"]))
        entries += shared[str(entry["part"])]
    template = LetterTemplate(
        kind=str(data["kind"]),
        version=str(data["version"]),
        title=str(data["title"]),
        blocks=tuple(_block(entry, file) for entry in entries),
        noun=str(data.get("noun", LetterTemplate.noun)),
        closing=str(data.get("closing", LetterTemplate.closing)),
    )
    _check_names("field", _fields(template.title, file, "title"), FIELDS, file, "title")
    for block in template.blocks:
        _check_names("field", _fields(block.text, file, block.id), FIELDS, file, block.id)
        _check_names("condition", [name.removeprefix("not ") for name in block.when], CONDITIONS, file, block.id)
        _check_names("insert", [block.insert] if block.type == "insert" else [], INSERTS, file, block.id)
        _check_names("reason", [block.reason], list(OpenReason), file, block.id)
    _check_complete(template, file)
    return template


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise errors.UserError("letter-template-unreadable", file=path.name, detail=str(problem)) from problem


def _block(entry: Mapping[str, Any], file: str) -> StandardText:
    name = str(entry.get("id", "?"))
    _check_names("entry", entry, KEYS, file, name)
    _check_entries(entry, ("id", "type"), file, name)
    _check_names("type", [str(entry["type"])], TYPES, file, name)
    _check_entries(entry, ("insert",) if entry["type"] == "insert" else ("text",), file, name)
    return StandardText(
        id=name,
        type=str(entry["type"]),
        when=tuple(entry.get("when", ())),
        text=" ".join(str(entry.get("text", "")).split()),
        insert=str(entry.get("insert", "")),
        reason=str(entry.get("reason", "legal")),
        joined=bool(entry.get("joined", False)),
        heading=str(entry.get("heading", "")),
    )


def _fields(text: str, file: str, block: str) -> list[str]:
    try:
        return fields_in(text)
    except ValueError as problem:
        raise errors.UserError("letter-template-unreadable", file=file, detail=f"{block}: {problem}") from problem


def _check_entries(entries: Mapping[str, Any], wanted: Iterable[str], file: str, block: str) -> None:
    for name in wanted:
        if not entries.get(name):
            raise errors.UserError("letter-template-lacks-entry", file=file, name=name, block=block)


def _check_names(what: str, names: Iterable[str], known: Iterable[str], file: str, block: str) -> None:
    for name in names:
        if name not in known:
            raise _unknown(what, name, known, file, block)


def _unknown(what: str, name: str, known: Iterable[str], file: str, block: str) -> errors.UserError:
    near = process.extractOne(name, sorted(known), scorer=fuzz.WRatio)
    return errors.UserError(
        f"letter-template-unknown-{what}", file=file, name=name, block=block, suggestion=near[0] if near else ""
    )


def _check_complete(template: LetterTemplate, file: str) -> None:
    needs = NEEDS[template.kind]
    used = {name for block in template.blocks for name in fields_in(block.text)}
    inserted = {block.insert for block in template.blocks}
    named = {block.id for block in template.blocks}
    for name in needs.fields:
        if name not in used:
            raise errors.UserError("letter-template-lacks-field", file=file, name=name, meaning=FIELDS[name])
    for name in needs.inserts:
        if name not in inserted:
            raise errors.UserError("letter-template-lacks-insert", file=file, name=name, meaning=INSERTS[name])
    for name in needs.blocks:
        if name not in named:
            raise errors.UserError("letter-template-lacks-block", file=file, name=name)
