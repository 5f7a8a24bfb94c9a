"""Who sent a form: what its cells, its file name and its folder say, and whether they agree.

A name in a cell counts most. A file name that names someone else is an error that shows both; where nothing names
an authority beyond doubt, the caseworker is asked.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from koorddesk.domain.authorities import AuthorityKind, municipality_code, name_key
from koorddesk.domain.submissions import SenderMatch
from koorddesk.domain.values import CellRef
from koorddesk.findings import Finding, Severity
from koorddesk.workbooks.register import (
    NOT_RESPONDENTS,
    Match,
    Register,
    Respondent,
    is_short_region,
    match_authority,
    match_municipality,
    match_region,
    match_where_regions_answer,
)
from koorddesk.workbooks.texts import absence, tidy

__all__ = [
    "Match",
    "Register",
    "Respondent",
    "SenderCell",
    "match_authority",
    "match_municipality",
    "match_region",
    "named_in",
    "sender_in_column",
    "who_sent",
]

_LONGEST_NAME = 4  # words of the longest spelling of an authority's name
# Names that are also plain words ("Vejen til ...", "Skive" of bread): not taken when the sentence goes on.
_ORDINARY_WORDS = frozenset({"vejen", "skive", "greve", "lejre", "hele"})
_GOES_ON = frozenset(("til", "for", "mod", "frem", "ud", "i", "på", "om", "med", "af", "fra", "er", "som"))
_STREET = re.compile(
    r"(?:lande)?vej(?:en)?|gade|stræde|straede|allé|alle|alléen|plads(?:en)?|torv(?:et)?|boulevard|banke|park(?:en)?"
    r"|sogn|by|havn|station|kirke|centret?|skole"
)


@dataclass(frozen=True)
class SenderCell:
    """A cell of a form in which the sender names itself: what stands there, where, and which field it is."""

    raw: str
    at: CellRef
    template_at: CellRef | None = None


def who_sent(
    cells: Sequence[SenderCell],
    file_name: str,
    folder: str,
    register: Register,
    received_on: dt.date,
    expected_kind: AuthorityKind | None = None,
) -> tuple[SenderMatch | None, tuple[Finding, ...]]:
    """Return who sent a form, or None, with the findings about it.

    ``cells`` are the template's fields for the sender, ``folder`` the path of the folder the file lay in.
    ``expected_kind`` is what the template is made for; a sender of the other kind gets a finding.
    """
    findings: list[Finding] = []
    told: tuple[Respondent, SenderCell, Match] | None = None
    unclear: list[tuple[SenderCell, Match]] = []
    for cell in cells:
        if not tidy(cell.raw) or absence(cell.raw):
            continue
        matching = match_where_regions_answer if expected_kind is AuthorityKind.REGION else match_authority
        match = matching(cell.raw, register, received_on)
        if match.respondent is None:
            unclear.append((cell, match))
        elif told is None:
            told = (match.respondent, cell, match)
        elif match.respondent != told[0] and not _belongs(told[0], match.respondent, received_on):
            findings.append(_contradiction(told[0], cell.raw, match.respondent, told[1], "sender-cells-differ"))
    in_name = named_in(PurePosixPath(file_name.replace("\\", "/")).name, register, received_on, expected_kind)
    in_folder = _named_folder(folder, register, received_on, expected_kind)
    if told is not None:
        respondent, cell, match = told
        for found, shown, code in (
            (in_name, file_name, "sender-contradictory"),
            (in_folder, folder, "sender-folder-differs"),
        ):
            if found and not any(r == respondent or _belongs(respondent, r, received_on) for r in found):
                findings.append(_contradiction(respondent, shown, found[0], cell, code))
        findings += _about(respondent, expected_kind, received_on, cell)
        how = "alias" if match.kind == "learned" else "cell"
        return SenderMatch(respondent.kind.value, respondent.code, respondent.name, how, cell.at), tuple(findings)
    return _without_cell(unclear, in_name, in_folder, findings, file_name, received_on, expected_kind)


def _without_cell(
    unclear: Sequence[tuple[SenderCell, Match]],
    in_name: tuple[Respondent, ...],
    in_folder: tuple[Respondent, ...],
    findings: list[Finding],
    file_name: str,
    received_on: dt.date,
    expected_kind: AuthorityKind | None,
) -> tuple[SenderMatch | None, tuple[Finding, ...]]:
    """Settle the sender by file name, then by folder, where no cell names one."""
    for cell, match in unclear:
        proposals = ", ".join(r.name for r in match.proposals)
        code = "sender-not-a-respondent" if match.code == "not-a-respondent" else "sender-unclear"
        findings.append(
            Finding(code, {"raw": tidy(cell.raw), "proposals": proposals or "-"}, cell.at, cell.template_at)
        )
    contradicted = any(match.code == "not-a-respondent" for _, match in unclear)
    for found, how, code in ((in_name, "file-name", "sender-by-file-name"), (in_folder, "folder", "sender-by-folder")):
        if len(found) > 1:
            names = ", ".join(r.name for r in found)
            findings.append(Finding("sender-several", {"names": names, "file": file_name}))
            return None, tuple(findings)
        if found and not contradicted:
            respondent = found[0]
            if how == "file-name" and in_folder and not _agree(respondent, in_folder, received_on):
                findings.append(
                    Finding(
                        "sender-folder-differs", {"first": respondent.name, "second": in_folder[0].name, "shown": "-"}
                    )
                )
            findings.append(Finding(code, {"name": respondent.name, "file": file_name}))
            findings += _about(respondent, expected_kind, received_on, None)
            return SenderMatch(respondent.kind.value, respondent.code, respondent.name, how), tuple(findings)
    if not unclear:
        findings.append(Finding("sender-unknown", {"file": file_name}))
    return None, tuple(findings)


def sender_in_column(
    cells: Sequence[SenderCell], register: Register, received_on: dt.date
) -> tuple[SenderMatch | None, tuple[Finding, ...]]:
    """Return the one municipality that every row of a table names, where nothing else says who sent a form."""
    found = [match_authority(cell.raw, register, received_on).respondent for cell in cells if tidy(cell.raw)]
    first = found[0] if found else None
    if first is None or any(each != first for each in found):
        return None, ()
    finding = Finding("sender-in-column", {"name": first.name, "count": len(found)}, cells[0].at, cells[0].template_at)
    said = (replace(finding, override=Severity.WARNING) if len(found) == 1 else finding,)
    return SenderMatch(first.kind.value, first.code, first.name, "cell", cells[0].at), said


def _agree(respondent: Respondent, found: Iterable[Respondent], day: dt.date) -> bool:
    return any(respondent == r or _belongs(respondent, r, day) for r in found)


def _belongs(one: Respondent, other: Respondent, day: dt.date) -> bool:
    """Tell whether one is a municipality of the region that the other is, so that both may stand on one form."""
    return other.name == one.region_on(day) or one.name == other.region_on(day)


def _contradiction(first: Respondent, shown: str, second: Respondent, cell: SenderCell, code: str) -> Finding:
    params = {"first": first.name, "second": second.name, "shown": shown}
    return Finding(code, params, cell.at, cell.template_at)


def _about(
    respondent: Respondent, expected_kind: AuthorityKind | None, day: dt.date, cell: SenderCell | None
) -> list[Finding]:
    at, template_at = (cell.at, cell.template_at) if cell else (None, None)
    said = []
    if expected_kind is not None and respondent.kind is not expected_kind:
        said.append(Finding("sender-other-kind", {"name": respondent.name}, at, template_at))
    if not respondent.valid_on(day):
        params = {"name": respondent.name, "successor": respondent.successor or "-"}
        said.append(Finding("sender-not-in-force", params, at, template_at))
    return said


_CAMEL = re.compile(r"(?<=[a-zæøåäöü])(?=[A-ZÆØÅ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_PART = re.compile(r"[^\W_]+")


def named_in(
    name: str, register: Register, on: dt.date, expected_kind: AuthorityKind | None = None
) -> tuple[Respondent, ...]:
    """Return the authorities that a file's or folder's name names, longest name first found.

    Only whole words count ("Sorø" is not in "Sorøvej", nor Thisted in "Thisted Landevej 3"), and of two names that
    overlap the longer. Where authorities of both kinds are named, those of the kind expected are returned.
    """
    words = _words(PurePosixPath(unicodedata.normalize("NFC", name)).stem if "." in name else name)
    found: list[Respondent] = []
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - start), 0, -1):
            respondent = _spelled(words, start, length, register, on, expected_kind)
            if respondent is not None:
                found.append(respondent)
                start += length
                break
        else:
            start += 1
    unique = tuple(dict.fromkeys(found))
    kinds = {respondent.kind for respondent in unique}
    if len(kinds) > 1:
        wanted = expected_kind or AuthorityKind.MUNICIPALITY
        unique = tuple(respondent for respondent in unique if respondent.kind is wanted)
    return unique


def _words(name: str) -> list[str]:
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFC", name))
    return _PART.findall(spaced)


def _spelled(
    words: list[str], start: int, length: int, register: Register, on: dt.date, expected_kind: AuthorityKind | None
) -> Respondent | None:
    """Return whom ``length`` words name from ``start`` on, if they are the whole of a name that may be taken."""
    only_regions = expected_kind is AuthorityKind.REGION
    run = words[start : start + length]
    text = " ".join(run)
    if len(run) == 1 and run[0].isdigit():
        # A bare number is a code only with its leading zero (0851) or as a region's; 101 or 2024 is anything.
        if not (re.fullmatch(r"0\d{3}", text) or register.spellings.get(text)):
            return None
        if text in NOT_RESPONDENTS:
            return None
    elif any(word.isdigit() for word in run) or not name_key(text):
        return None
    if municipality_code(text) and len(text) != 4:
        return None
    hits = [s.respondent for s in register.spelled(text) if not s.ask or (only_regions and is_short_region(s))]
    valid = [r for r in hits if r.valid_on(on)] or hits
    if len(valid) != 1:
        return None
    after = words[start + length].casefold() if start + length < len(words) else ""
    if after and _STREET.fullmatch(after):
        return None
    if text.casefold() in _ORDINARY_WORDS and after in _GOES_ON:
        return None
    return valid[0]


def _named_folder(
    folder: str, register: Register, on: dt.date, expected_kind: AuthorityKind | None
) -> tuple[Respondent, ...]:
    """Return whom the folder's own name means; it counts only when it is nothing but a name, a code and a year."""
    own = tidy(PurePosixPath(folder.replace("\\", "/")).name)
    if not own:
        return ()
    found = named_in(own, register, on, expected_kind)
    rest = [word for word in _words(own) if not word.isdigit() and word.casefold() not in ("kommune", "region", "svar")]
    named = {word for r in found for word in name_key(f"{r.name} {r.official_name}").split()}
    return found if found and all(name_key(word) in named for word in rest) else ()
