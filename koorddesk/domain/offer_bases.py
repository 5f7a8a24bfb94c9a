"""Legal bases of offers (lovgrundlag) as forms write them: "§ 107/108", "ABL § 105 stk. 2 jf. SEL § 85", "SEL-107".

A reference needs a date: "§ 66, stk. 1, nr. 5" named another kind of offer before the middle of 2019 than after it,
and became barnets lov § 43 in 2024. What is not understood keeps its text and gets no code.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from koorddesk.domain.authorities import in_force

_LAWS = {
    "SEL": r"sel|servicelovens?|lov om social service",
    "ABL": r"abl|almenboliglovens?",
    "BL": r"bl|barnets lovs?",
    "SUL": r"sul|sundhedslovens?",
    "FPL": r"fpl|friplejeboliglovens?",
}
# Numbers that, without an act, mean another act than serviceloven.
_OTHER_ACT = {"105": "ABL", "185 b": "ABL", "43": "BL", "141": "SUL"}
_TOKEN = re.compile(
    "|".join(f"(?P<{law}>\\b(?:{words})\\b)" for law, words in _LAWS.items())
    + r"|(?P<dotted>\b\d{2,3}\.\d\.\d\b)"
    + r"|(?P<section>\bstk\.?\s*\d+)"
    + r"|(?P<number>\bnr\.?\s*\d+(?:\s*[-–]\s*\d+)?)"
    + r"|(?P<span>\b\d{2,3}\s*[-–]\s*\d{2,3}\b)"
    + r"|(?P<paragraph>\b\d{1,3}(?:\s?[a-d])?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LegalBasis:
    """One entry of the list of legal bases: its code, act, paragraph and what kind of offer it is."""

    code: str
    act: str
    paragraph: str
    label: str
    group: str
    approved_by: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True)
class ReadBasis:
    """One provision found in a text: the code in the list ("" where there is none), and whether its act was assumed."""

    text: str
    code: str
    assumed: bool = False


@dataclass(frozen=True)
class _Named:
    act: str
    paragraph: str
    section: str
    number: str
    text: str


def read_bases(text: str, bases: Iterable[LegalBasis], on: dt.date | None) -> list[ReadBasis]:
    """Return every provision a text names, in order, as it is to be understood on a day.

    Without an act it is serviceloven, which is said (``assumed``), except for numbers that only another act has.
    Without a day a provision whose numbering changed gets no code.
    """
    known = {basis.code: basis for basis in bases}
    found: dict[str, ReadBasis] = {}
    for named in _named(text):
        act = named.act or _OTHER_ACT.get(named.paragraph, "SEL")
        code = _code(act, named, on)
        basis = known.get(code)
        if basis is None or (on is not None and not in_force(basis.valid_from, basis.valid_to, on)):
            code = ""
        assumed = not named.act and named.paragraph not in _OTHER_ACT
        found.setdefault(code or named.text, ReadBasis(named.text, code, assumed))
    return list(found.values())


def _named(text: str) -> Iterator[_Named]:
    """Yield the provisions of a text; "stk." and "nr." belong to the paragraph before them."""
    act, paragraph, section, number, words = "", "", "", "", ""
    for match in _TOKEN.finditer(text.replace("\u00a0", " ").replace("§", " § ")):
        kind = str(match.lastgroup)
        token = " ".join(match[0].split())
        if kind == "section" and paragraph and not section:
            section, words = token.split()[-1].removeprefix("stk."), f"{words}, {token}"
            continue
        if kind == "number" and paragraph and not number:
            number, words = re.sub(r"\D*", "", token, count=1), f"{words}, {token}"
            continue
        if kind in {"section", "number"}:
            continue
        if paragraph:
            yield _Named(act, paragraph, section, number, words)
            paragraph = section = number = ""
        if kind in _LAWS:
            act = kind
        elif kind == "dotted":
            paragraph, section, number = token.split(".")
            words = f"§ {paragraph}, stk. {section}, nr. {number}"
        else:
            paragraph = re.sub(r"\s*[-–]\s*", "-", token) if kind == "span" else _spaced(token)
            words = f"§ {paragraph}"
    if paragraph:
        yield _Named(act, paragraph, section, number, words)


def _spaced(paragraph: str) -> str:
    """Return "101a" and "101 A" as "101 a"."""
    return re.sub(r"(\d+)\s*([a-d])", r"\1 \2", paragraph.lower())


def _code(act: str, named: _Named, on: dt.date | None) -> str:
    """Return the code the list would have for a provision, were it there."""
    paragraph = named.paragraph.replace(" ", "")
    if act == "SEL" and paragraph == "66":
        return _of_section_66(named, on)
    if act == "SEL" and paragraph.startswith("82"):
        return "SEL-82"
    if act == "SEL" and paragraph == "108" and named.section == "7":
        return "SEL-108-7"
    if act == "BL" and paragraph == "43":
        return f"BL-43-{named.number}"
    if act == "ABL" and paragraph == "5":
        return f"ABL-5-{named.section}"
    return f"{act}-{paragraph}"


def _of_section_66(named: _Named, on: dt.date | None) -> str:
    """Return the code of serviceloven § 66 by the numbering in force on the day, or "" where the day is not known."""
    if on is None:
        return ""
    if on >= dt.date(2019, 7, 1):
        return "SEL-66-1_new"
    return {"1": "SEL-66-1-1_old", "2": "SEL-66-1-1_old", "5": "SEL-66-1-5_old", "6": "SEL-66-1-6_old"}.get(
        named.number, ""
    )
