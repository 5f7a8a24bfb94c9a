"""The registers that come with the program, as records: ``resources/registers`` and ``resources/legal``.

Every record's key follows from its code, so that all copies of the store name it alike. What no source says stays
empty; what is not confirmed is marked so.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from koorddesk.domain.announcements import Announcement, RecordedDate
from koorddesk.domain.authorities import (
    Alias,
    Authority,
    AuthorityKind,
    Membership,
    Organisation,
    Succession,
    municipality_code,
    name_key,
)
from koorddesk.domain.chain import Case, Step, StepKind
from koorddesk.domain.ids import register_id
from koorddesk.domain.legal import Act, LegalReference, Standing
from koorddesk.domain.pathways import Edition, PathwayDescription, Recommendation
from koorddesk.domain.target_groups import (
    Criterion,
    CriterionReason,
    Intervention,
    Subject,
    TargetGroup,
    TargetGroupTitle,
)
from koorddesk.paths import resource

SECRETARIAT = "secretariat"


def _files() -> list[Path]:
    return sorted([*resource("registers").iterdir(), *resource("legal").iterdir()])


def data_version() -> str:
    """Return what changes when any of the register files changes."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def register_records() -> list[object]:
    """Return every record of the registers, each before those that name it."""
    return [
        *_authorities(),
        *_aliases(),
        *_secretariats(),
        *_target_groups(),
        *_pathways(),
        *_announcements(),
        *_legal_references(),
    ]


def authority_id(kind: AuthorityKind, code: str) -> str:
    """Return the key of the authority that the registers know under this code."""
    return register_id(kind.value, code)


def _csv(name: str) -> list[dict[str, str]]:
    with resource("registers", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _toml(*parts: str) -> dict[str, Any]:
    with resource(*parts).open("rb") as file:
        return tomllib.load(file)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _authorities() -> Iterator[object]:
    for row in _csv("parts-of-country.csv"):
        part = authority_id(AuthorityKind.PART_OF_COUNTRY, row["key"])
        confirmed = row["confirmed"] == "yes"
        yield Authority(part, AuthorityKind.PART_OF_COUNTRY, None, row["name"], row["name"], confirmed=confirmed)

    regions = {row["key"]: row for row in _csv("regions.csv")}
    keys = {key: authority_id(AuthorityKind.REGION, key) for key in regions}
    for key, row in regions.items():
        start, end = _day(row["valid_from"]), _day(row["valid_to"])
        yield Authority(keys[key], AuthorityKind.REGION, row["code"] or None, row["name"], row["name"], start, end)
        part = authority_id(AuthorityKind.PART_OF_COUNTRY, row["part_of_country"])
        yield _membership(keys[key], part, f"{key}:{row['part_of_country']}", start, end)
    for key, row in regions.items():
        if heir := row["successor"]:
            on = dt.date.fromisoformat(regions[heir]["valid_from"])
            yield Succession(register_id("succession", f"{key}:{heir}"), keys[key], keys[heir], on)

    for row in _csv("municipalities.csv"):
        code = row["kommunekode"]
        municipality = authority_id(AuthorityKind.MUNICIPALITY, code)
        yield Authority(municipality, AuthorityKind.MUNICIPALITY, code, row["name"], row["official_name"])
        region = regions[row["region_code"]]
        yield _membership(municipality, keys[region["key"]], f"{code}:{region['key']}", None, _day(region["valid_to"]))
        if heir := region["successor"]:
            start = _day(regions[heir]["valid_from"])
            yield _membership(municipality, keys[heir], f"{code}:{heir}", start, None)


def _membership(member: str, group: str, code: str, start: dt.date | None, end: dt.date | None) -> Membership:
    return Membership(register_id("membership", code), member, group, start, end)


def _aliases() -> Iterator[Alias]:
    """Yield one alias per key and authority: spellings that the name or the code already covers are left out."""
    regions = {row["name"]: row["key"] for row in _csv("regions.csv")}
    rows = [
        (AuthorityKind.MUNICIPALITY, row["kommunekode"], row["alias"], row["kind"], row["name"])
        for row in _csv("municipality-aliases.csv")
    ]
    rows += [
        (AuthorityKind.REGION, regions[row["region"]], row["alias"], row["kind"], row["region"])
        for row in _csv("region-aliases.csv")
    ]
    # A spelling that may be taken comes before one of the same key that may only be proposed.
    rows.sort(key=lambda row: row[3].endswith("-ask"))
    seen = set()
    for kind, code, text, spelling, name in rows:
        key = name_key(text)
        place = (kind, code, key)
        if municipality_code(text.strip()) or key == name_key(name) or place in seen:
            continue
        seen.add(place)
        yield Alias(
            register_id("alias", f"{kind.value}:{code}:{key}"),
            authority_id(kind, code),
            text,
            key,
            ask=spelling.endswith("-ask"),
            kind=spelling,
        )


def _secretariats() -> Iterator[Organisation]:
    for row in _toml("registers", "secretariats.toml")["secretariat"]:
        region = row.pop("region")
        yield Organisation(
            register_id(SECRETARIAT, region), SECRETARIAT, region_id=authority_id(AuthorityKind.REGION, region), **row
        )


def _target_groups() -> Iterator[object]:
    data = _toml("registers", "target-groups.toml")
    for row in data["group"]:
        group = register_id("target-group", row["key"])
        ages = row.get("age_from"), row.get("age_to")
        yield TargetGroup(group, *ages, Subject(row["subject"]), row["active"], row["proof"], row["note"])
        yield TargetGroupTitle(register_id("target-group-title", row["key"]), group, row["title"])
        if "criterion" in row:
            criterion = Criterion(row["criterion"])
            key = register_id("criterion-reason", f"{row['key']}:{criterion.value}")
            yield CriterionReason(key, group, criterion, row["reason"], None, row["source"])
    for row in data["intervention"]:
        group = register_id("target-group", row["group"])
        yield Intervention(register_id("intervention", row["key"]), row["title"], group)


def _pathways() -> Iterator[object]:
    for row in _toml("registers", "pathways.toml")["pathway"]:
        pathway = register_id("pathway", row["key"])
        yield PathwayDescription(pathway, row["title"], register_id("target-group", row["group"]), row["source"])
        for edition in row["editions"]:
            code = f"{row['key']}:{edition['number']}"
            key = register_id("edition", code)
            isbn = edition.get("isbn", "")
            yield Edition(key, pathway, edition["number"], edition["published"], isbn, edition["source"])
            for advice in edition.get("recommendations", ()):
                number = advice["number"]
                yield Recommendation(
                    register_id("recommendation", f"{code}:{number}"), key, number, advice["title"], advice["text"]
                )


def _announcements() -> Iterator[object]:
    data = _toml("registers", "announcements.toml")
    for row in data["announcement"]:
        code = row["code"]
        key = register_id("announcement", code)
        intervention = row.get("intervention")
        yield Announcement(
            id=key,
            code=code,
            title=row["title"],
            group_id=register_id("target-group", row["group"]),
            intervention_id=register_id("intervention", intervention) if intervention else None,
            issued_on=row.get("issued_on"),
            issued_text=row.get("issued_text", ""),
            questions=row.get("questions", "").strip(),
            outcome=row["outcome"],
            historical=True,
            source=row["source"],
        )
        yield from _dates(key, code, row["dates"])
    for row in data["case"]:
        case = register_id("case", row["number"])
        announcement = register_id("announcement", row["announcement"])
        yield Case(case, row["number"], row["title"], announcement, opened_on=None)
        for position, step in enumerate(row["steps"], start=1):
            code = f"{row['number']}:{position}"
            key = register_id("step", code)
            yield Step(
                id=key,
                case_id=case,
                kind=StepKind(step["kind"]),
                taken_on=step.get("taken_on"),
                taken_text=step["taken_text"],
                what_is_asked=step.get("what_is_asked", ""),
                source=step["source"],
                position=position,
            )
            yield from _dates(key, code, step.get("dates", ()))


def _dates(subject: str, code: str, rows: list[dict[str, Any]]) -> Iterator[RecordedDate]:
    for number, row in enumerate(rows, start=1):
        key = register_id("recorded-date", f"{code}:{number}")
        yield RecordedDate(key, subject, row["what"], row.get("day"), row["text"], row["source"])


def _legal_references() -> Iterator[LegalReference]:
    for row in _toml("legal", "references.toml")["reference"]:
        act, standing = Act(row.pop("act")), Standing(row.pop("standing"))
        key = register_id("legal-reference", f"{row['topic']}:{act.value}")
        yield LegalReference(id=key, act=act, standing=standing, **row)
