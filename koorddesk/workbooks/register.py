"""The register of authorities as the reader needs it, and which authority a text names.

Only an equal key is a match; anything else is a proposal for the caseworker (Vejen and Vejle are one letter apart).
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from koorddesk.domain.authorities import (
    Alias,
    Authority,
    AuthorityKind,
    Membership,
    Succession,
    in_force,
    municipality_code,
    name_key,
)
from koorddesk.workbooks.texts import plain, tidy

# In code lists, but run by the state and no municipality: it cannot answer (register notes, "Traps").
NOT_RESPONDENTS = {"0411": "Christiansø"}
_NOT_RESPONDENT_KEYS = frozenset(name_key(name) for name in NOT_RESPONDENTS.values())
# Spellings so plain that nothing has to be said about them; every other one is read with a note.
_PLAIN_KINDS = frozenset(
    {"name", "official", "name+kommune", "short", "kkr", "code", "code3", "code4", "code+name", "name(code)"}
    | {"upper", "lower", "padded", "nbsp", "nfd"}
)
_PROPOSALS = 3
_REMEMBERED = 5000  # texts; a form names the same few municipalities over and over
_NEAR_ENOUGH = 60  # of 100; below this a proposal would only be noise


@dataclass(frozen=True, slots=True)
class Respondent:
    """One municipality or region as it can send a form; ``code`` is empty where it is not known.

    ``regions`` are the regions' names with the period in which a municipality belongs to them. ``successor`` takes
    over after ``valid_to``.
    """

    kind: AuthorityKind
    code: str
    name: str
    official_name: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    regions: tuple[tuple[str, dt.date | None, dt.date | None], ...] = ()
    successor: str = ""

    @property
    def value(self) -> str:
        """Return how an answer names it: by its code, or by its name where it has none."""
        return self.code or self.name

    def valid_on(self, day: dt.date | None) -> bool:
        """Tell whether it exists on a day; without a day it does."""
        return day is None or in_force(self.valid_from, self.valid_to, day)

    def region_on(self, day: dt.date) -> str | None:
        """Return the name of the region a municipality belongs to on a day."""
        return next((name for name, start, end in self.regions if in_force(start, end, day)), None)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling of an authority's name: whose it is, of which kind, and whether it may only be proposed."""

    respondent: Respondent
    kind: str
    ask: bool = False


@dataclass(frozen=True)
class Register:
    """All authorities with the spellings of their names, keyed by ``name_key``; crosses to worker processes."""

    respondents: tuple[Respondent, ...]
    spellings: Mapping[str, tuple[Spelling, ...]]

    @classmethod
    def from_records(
        cls,
        authorities: Iterable[Authority],
        memberships: Iterable[Membership],
        successions: Iterable[Succession],
        aliases: Iterable[Alias],
    ) -> Register:
        """Build the register from the store's records; parts of the country are left out.

        An authority's own name and code always count; an alias learned from a caseworker has the kind ``learned``.
        """
        known = {a.id: a for a in authorities if a.kind is not AuthorityKind.PART_OF_COUNTRY}
        periods: dict[str, list[tuple[str, dt.date | None, dt.date | None]]] = {}
        for link in memberships:
            if link.group_id in known and link.member_id in known:
                periods.setdefault(link.member_id, []).append(
                    (known[link.group_id].name, link.valid_from, link.valid_to)
                )
        heirs = {s.predecessor_id: known[s.successor_id].name for s in successions if s.successor_id in known}
        respondents = {
            key: Respondent(
                a.kind,
                a.code or "",
                a.name,
                a.official_name,
                a.valid_from,
                a.valid_to,
                tuple(periods.get(key, ())),
                heirs.get(key, ""),
            )
            for key, a in known.items()
        }
        rows = [(name, key, "name", False) for key, a in known.items() for name in (a.name, a.official_name) if name]
        rows += [(a.code, key, "code", False) for key, a in known.items() if a.code]
        rows += [(a.text, a.authority_id, a.kind, a.ask) for a in aliases if a.authority_id in known]
        return cls(
            tuple(respondents.values()), _index((text, respondents[k], kind, ask) for text, k, kind, ask in rows)
        )

    @classmethod
    def from_csv(cls, folder: Path) -> Register:
        """Build the register from ``municipalities.csv``, ``municipality-aliases.csv`` and ``region-aliases.csv``."""
        regions: dict[str, Respondent] = {}
        rows: list[tuple[str, Respondent, str, bool]] = []
        region_rows = _rows(folder / "region-aliases.csv")
        for row in region_rows:
            if row["kind"] == "name":
                start, end = _day(row["valid_from"]), _day(row["valid_to"])
                regions[row["region"]] = Respondent(
                    AuthorityKind.REGION, row["region_code"], row["region"], row["region"], start, end
                )
        merged: dict[str, str] = {}
        municipalities: dict[str, Respondent] = {}
        for row in _rows(folder / "municipalities.csv"):
            now, later = row["region_name"], row["region_from_2027"]
            periods = (
                (now, None, regions[now].valid_to),
                *(((later, regions[later].valid_from, None),) if later != now else ()),
            )
            if later != now:
                merged[now] = later
            municipalities[row["kommunekode"]] = Respondent(
                AuthorityKind.MUNICIPALITY, row["kommunekode"], row["name"], row["official_name"], regions=periods
            )
        regions = {
            name: Respondent(
                r.kind, r.code, r.name, r.official_name, r.valid_from, r.valid_to, (), merged.get(name, "")
            )
            for name, r in regions.items()
        }
        for code, respondent in municipalities.items():
            rows += [
                (respondent.name, respondent, "name", False),
                (respondent.official_name, respondent, "name", False),
            ]
            rows.append((code, respondent, "code4", False))
        for row in _rows(folder / "municipality-aliases.csv"):
            rows.append((row["alias"], municipalities[row["kommunekode"]], row["kind"], row["kind"].endswith("-ask")))
        rows += [(r["alias"], regions[r["region"]], r["kind"], r["kind"].endswith("-ask")) for r in region_rows]
        return cls((*municipalities.values(), *regions.values()), _index(rows))

    def spelled(self, text: str) -> tuple[Spelling, ...]:
        """Return whom exactly this spelling means (none, one, or several), surest first."""
        code = municipality_code(tidy(text))
        return self.spellings.get(code or name_key(text), ())

    @functools.cached_property
    def remembered(self) -> dict[tuple[str, dt.date | None, AuthorityKind | None], Match]:
        """Return what was matched before, for ``match_authority`` alone to read and fill."""
        return {}

    @functools.cached_property
    def names(self) -> Mapping[str, Respondent]:
        """Return the keys of proper names, to look for near ones."""
        return {
            key: spelling.respondent
            for key, found in self.spellings.items()
            for spelling in found
            if not key.isdigit() and (spelling.kind in _PLAIN_KINDS or spelling.kind.startswith(("variant", "ascii")))
        }

    def nearest(self, text: str, kind: AuthorityKind | None = None) -> tuple[Respondent, ...]:
        """Return up to three authorities whose names resemble a text, nearest first: proposals, never decisions."""
        names = {key: r for key, r in self.names.items() if kind is None or r.kind is kind}
        from rapidfuzz import fuzz, process  # wanted only for a name that is not known

        found = process.extract(name_key(text), names.keys(), scorer=fuzz.WRatio, limit=12, score_cutoff=_NEAR_ENOUGH)
        unique = dict.fromkeys(names[key] for key, _, _ in sorted(found, key=lambda hit: (-hit[1], hit[0])))
        return tuple(unique)[:_PROPOSALS]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _index(rows: Iterable[tuple[str, Respondent, str, bool]]) -> dict[str, tuple[Spelling, ...]]:
    """Key every spelling; a spelling that may be taken stands before one that may only be proposed."""
    index: dict[str, dict[tuple[AuthorityKind, str], Spelling]] = {}
    for text, respondent, kind, ask in rows:
        key = municipality_code(tidy(text)) or name_key(text)
        if not key:
            continue
        held = index.setdefault(key, {})
        who = (respondent.kind, respondent.value)
        known = held.get(who)
        if known is None or (known.ask, known.kind not in _PLAIN_KINDS) > (ask, kind not in _PLAIN_KINDS):
            held[who] = Spelling(respondent, kind, ask)
    return {key: tuple(sorted(held.values(), key=lambda s: s.ask)) for key, held in index.items()}


@dataclass(frozen=True)
class Match:
    """Which authority a text names.

    ``respondent`` is None where nothing may be taken; ``code`` then is the finding's code. With a respondent, ``code``
    is empty where nothing has to be said, or the code of a finding about how it was read. ``proposals`` are what it
    could be. ``kind`` is the spelling's kind.
    """

    respondent: Respondent | None
    code: str = ""
    proposals: tuple[Respondent, ...] = ()
    kind: str = ""


_EDGE_CODE = re.compile(r"^\W*(\d{3,4})(?!\d)[\s:–-]+(?=\D)|(?<=\D)[\s(–-]+(\d{3,4})\W*$")


def match_authority(
    text: str, register: Register, on: dt.date | None = None, kind: AuthorityKind | None = None
) -> Match:
    """Tell which authority a text names; ``kind`` limits it to municipalities or to regions.

    A name that stood for an authority which does not exist on the day ``on`` is still that authority, with a finding.
    """
    asked = (text, on, kind)
    if asked not in register.remembered:
        if len(register.remembered) >= _REMEMBERED:
            register.remembered.clear()
        register.remembered[asked] = _match(text, register, on, kind)
    return register.remembered[asked]


def _match(text: str, register: Register, on: dt.date | None, kind: AuthorityKind | None) -> Match:
    if name_key(text) in _NOT_RESPONDENT_KEYS or municipality_code(tidy(text)) in NOT_RESPONDENTS:
        return Match(None, "not-a-respondent")
    exact = _exact(text, register, on, kind) or _misspelt_kind(text, register, on, kind)
    if exact is not None:
        return exact
    # "Aalborg Kommune, Familieforvaltningen" or the other way round: the one part is exact, the other a remark.
    head, separator, rest = _head(text)
    for named_part, remark in ((head, rest), (rest, head)) if separator else ():
        whole = bool(re.search(r"kommun|region", named_part.casefold())) or (
            named_part is head and "/" not in separator
        )
        if whole and _names_no_one(remark, register):
            part = _exact(named_part.strip(" )"), register, on, kind)
            if part is not None and part.respondent is not None:
                return Match(part.respondent, "authority-with-more", part.proposals, part.kind)
    named = _each(text, register, kind)
    if len(named) > 1:
        return Match(None, "several-authorities", named)
    near = tuple(dict.fromkeys((*named, *register.nearest(text, kind))))[:_PROPOSALS]
    return Match(None, "authority-unclear" if near else "authority-unknown", near)


def _misspelt_kind(text: str, register: Register, on: dt.date | None, kind: AuthorityKind | None) -> Match | None:
    """Return whom a text names whose only slip is in the word "kommune" ("Herning Komune"); the name is exact."""
    name, _, word = tidy(text).rpartition(" ")
    if not name or not word.casefold().startswith("ko") or not 6 <= len(word) <= 8:
        return None
    from rapidfuzz.distance import OSA  # wanted only for a name that is not known

    match = _exact(name, register, on, kind) if OSA.distance(word.casefold(), "kommune") <= 1 else None
    if match is None or match.respondent is None:
        return None
    return match if match.code else replace(match, code="authority-spelling")


def _exact(text: str, register: Register, on: dt.date | None, kind: AuthorityKind | None) -> Match | None:
    found = [s for s in register.spelled(text) if kind is None or s.respondent.kind is kind]
    if not found:
        return None
    taken = [s for s in found if not s.ask]
    valid = [s for s in taken if s.respondent.valid_on(on)] or taken
    if len(valid) != 1:
        return Match(None, "authority-unclear", tuple(s.respondent for s in (valid or found)))
    spelling = valid[0]
    respondent = spelling.respondent
    written = _EDGE_CODE.search(tidy(text))
    number = next((group for group in written.groups() if group), "") if written else ""
    if number and number.zfill(4) != respondent.code:
        other = register.spelled(number)
        return Match(None, "authority-code-differs", (respondent, *(s.respondent for s in other)))
    if not respondent.valid_on(on):
        return Match(respondent, "authority-not-in-force", (), spelling.kind)
    return Match(respondent, "" if _as_named(text, respondent) else "authority-spelling", (), spelling.kind)


def _as_named(text: str, respondent: Respondent) -> bool:
    """Tell whether a text is the authority's own name or whole code, give or take case and the word "kommune"."""
    if tidy(text).isdigit():
        return tidy(text) == respondent.code
    words = " ".join(word for word in re.split(r"[^\w]+", plain(text)) if word and not word.isdigit())
    return any(
        words in (name, f"{name} kommune", f"kommune {name}", name.removeprefix("region "))
        for name in (" ".join(re.split(r"[^\w]+", plain(n))) for n in (respondent.name, respondent.official_name))
    )


def _head(text: str) -> tuple[str, str, str]:
    match = re.search(r"[,;\n]|\s[-–—]\s|\s\(|\s/\s", text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def _names_no_one(text: str, register: Register) -> bool:
    return not any(register.spelled(word) for word in re.split(r"[^\w-]+", text) if len(word) > 1)


def _each(text: str, register: Register, kind: AuthorityKind | None) -> tuple[Respondent, ...]:
    """Return the authorities a list such as "Aalborg og Hjørring" names."""
    parts = re.split(r"[,;/&+\n]|\s+(?:og|samt|and)\s+", text)
    hits = (s.respondent for part in parts for s in register.spelled(part) if not s.ask)
    return tuple(dict.fromkeys(r for r in hits if kind is None or r.kind is kind))


def match_municipality(text: str, register: Register) -> Match:
    """Tell which municipality a text names."""
    return match_authority(text, register, kind=AuthorityKind.MUNICIPALITY)


def match_where_regions_answer(text: str, register: Register, on: dt.date | None = None) -> Match:
    """Tell which authority a text names where only a region is asked for: there "Sjælland" is no island."""
    match = match_authority(text, register, on)
    if match.respondent is not None:
        return match
    short = [s.respondent for s in register.spelled(text) if is_short_region(s) and s.respondent.valid_on(on)]
    return Match(short[0], "", (), "short") if len(short) == 1 else match


def is_short_region(spelling: Spelling) -> bool:
    """Tell whether a spelling is a region's name without "Region" that by itself could mean something else."""
    return spelling.kind == "short-ask" and spelling.respondent.kind is AuthorityKind.REGION


def match_region(text: str, register: Register, on: dt.date | None = None) -> Match:
    """Tell which region a text names on a day."""
    return match_authority(text, register, on, AuthorityKind.REGION)
