"""Authorities (kommuner, regioner, landsdele), who belongs to whom when, and how to reach them.

Source: domain facts 3.1-3.4. Regions are data with validity: Region Hovedstaden and Region Sjælland become Region
Østdanmark on 2027-01-01, whose code is not known. The two parts of the country are editable and unconfirmed.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


class AuthorityKind(enum.StrEnum):
    """Municipality (kommune), region or part of the country (landsdel)."""

    MUNICIPALITY = "municipality"
    REGION = "region"
    PART_OF_COUNTRY = "part-of-country"


@dataclass(eq=False)
class Authority:
    """A municipality, region or part of the country (myndighed) in its time of validity.

    ``code`` is text ("0101") and None where it is not known. ``valid_to`` is the last day, None while it lasts.
    """

    id: str
    kind: AuthorityKind
    code: str | None
    name: str
    official_name: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    confirmed: bool = True

    def valid_on(self, day: dt.date) -> bool:
        """Tell whether the authority exists on that day."""
        return in_force(self.valid_from, self.valid_to, day)


@dataclass(eq=False)
class Membership:
    """A municipality belongs to a region, or a region to a part of the country, in a period."""

    id: str
    member_id: str
    group_id: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(eq=False)
class Succession:
    """An authority takes over from another on a day (efterfølger)."""

    id: str
    predecessor_id: str
    successor_id: str
    on: dt.date


@dataclass(eq=False)
class Alias:
    """A spelling that means an authority; learned from a caseworker's answer or loaded with the register.

    ``ask`` marks spellings that may be proposed but never taken (initials, loose names).
    """

    id: str
    authority_id: str
    text: str
    key: str
    ask: bool
    kind: str
    learned_by: str | None = None
    learned_on: dt.date | None = None


@dataclass(eq=False)
class Organisation:
    """A body that is no authority: a regional secretariat, an association, an agency (organisation, sekretariat)."""

    id: str
    kind: str
    name: str
    region_id: str | None = None
    address: str = ""
    telephone: str = ""
    email: str = ""
    web: str = ""
    note: str = ""
    source: str = ""


@dataclass(eq=False)
class Contact:
    """Where letters to an authority or organisation go, in a period (kontakt).

    Imported, never invented; ``example`` marks demonstration data, which say EKSEMPEL.
    """

    id: str
    party_id: str
    addressee: str
    address_lines: str
    email: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    example: bool = False


@dataclass(eq=False)
class Person:
    """A caseworker or manager of the agency; closed when leaving, never deleted."""

    id: str
    account: str
    name: str
    title: str = ""
    unit: str = ""
    telephone: str = ""
    email: str = ""
    closed_on: dt.date | None = None


def in_force(start: dt.date | None, end: dt.date | None, day: dt.date) -> bool:
    """Tell whether ``day`` lies in a period whose ends are included; None is open."""
    return (start is None or start <= day) and (end is None or day <= end)


def region_of(municipality_id: str, day: dt.date, memberships: Iterable[Membership]) -> str | None:
    """Return the id of the region a municipality belongs to on a day, or None."""
    return next(
        (m.group_id for m in memberships if m.member_id == municipality_id and in_force(m.valid_from, m.valid_to, day)),
        None,
    )


def successor_on(authority_id: str, day: dt.date, successions: Iterable[Succession]) -> str:
    """Return the id of the authority that stands in for ``authority_id`` on a day (itself while it lasts)."""
    links = list(successions)
    current = authority_id
    while step := next((s for s in links if s.predecessor_id == current and s.on <= day), None):
        current = step.successor_id
    return current


def answering_for(authority_id: str, successions: Iterable[Succession]) -> frozenset[str]:
    """Return the ids of all who can answer for an authority: itself, and whoever has taken over from it since."""
    links = list(successions)
    found, waiting = {authority_id}, [authority_id]
    while waiting:
        gone = waiting.pop()
        heirs = {link.successor_id for link in links if link.predecessor_id == gone} - found
        found |= heirs
        waiting += heirs
    return frozenset(found)


_DROP = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_ADMINISTRATION = re.compile(r"\b(kommunes?|regionskommunes?|kom)\b")


def name_key(text: str) -> str:
    """Return the key under which two spellings of an authority's name are the same.

    NFKC, invisible characters dropped, case folded, punctuation to single spaces, a leading code and the word
    "kommune" dropped, å=aa, æ=ae, ø=oe. Only an equal key is a match; anything nearer or farther is a proposal.
    """
    folded = _DROP.sub("", unicodedata.normalize("NFKC", text)).casefold()
    # Symbols stay: "Fan°" is Fanø in the wrong character set, and without its last sign it would be another word.
    kept = (sign if sign.isalnum() or unicodedata.category(sign)[0] == "S" else " " for sign in folded)
    words = " ".join("".join(kept).split())
    words = re.sub(r"^\d{3,4} (?=\D)", "", words)
    words = re.sub(r"(?<=\D) \d{3,4}$", "", words)
    words = " ".join(_ADMINISTRATION.sub(" ", words).split())
    for letter, ascii_form in (("å", "aa"), ("æ", "ae"), ("ä", "ae"), ("ø", "oe"), ("ö", "oe"), ("é", "e"), ("ü", "y")):
        words = words.replace(letter, ascii_form)
    return words


def municipality_code(text: str) -> str | None:
    """Return the four-digit code that ``text`` writes with three or four digits (also as 101.0), or None."""
    match = re.fullmatch(r"0?(\d{3})(?:[.,]0+)?", text.strip())
    return f"0{match[1]}" if match else None
