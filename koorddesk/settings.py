"""The user's settings: kept as JSON in the configuration folder, with the machine's policy above them.

What a letter says about its sender, its labels, the thresholds for small counts, language and folders. A value that
the machine's administrator sets (by Group Policy on Windows, elsewhere in ``policy.json`` in the machine's folder for
settings) wins, and is named in ``Settings.managed`` so that the window can show it as managed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from koorddesk.domain.authorities import in_force
from koorddesk.errors import UserError, register
from koorddesk.i18n import LANGUAGES, N_
from koorddesk.paths import config_folder
from koorddesk.policies import KEY, Values, machine_policy

register(
    {
        "settings-unreadable": N_(
            "The settings in %(path)s cannot be opened: %(detail)s. Close the file in other programs, "
            "or ask for access."
        ),
        "settings-damaged": N_(
            "The settings in %(path)s are not written as they should be (line %(line)d). Correct the file, "
            "or delete it to begin with the standard settings."
        ),
        "settings-value": N_("The setting %(key)s in %(path)s cannot have the value %(value)s. Correct or remove it."),
        "settings-not-saved": N_("The settings could not be saved in %(path)s: %(detail)s. Nothing was changed."),
    }
)


@dataclass(frozen=True)
class AgencyName:
    """What the agency was called from a day on (styrelsens navn); not ``confirmed`` where the day is not certain."""

    name: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    confirmed: bool = True


@dataclass(frozen=True)
class Sender:
    """Who a letter comes from (afsender); not ``confirmed`` until someone in the agency has checked it."""

    unit: str = "National koordination"
    # facts 9: the address of the publications of 2018-2022, to be checked.
    address_lines: tuple[str, ...] = ("Edisonsvej 1", "5000 Odense C")
    telephone: str = "72 42 37 00"
    email: str = ""
    web: str = "www.sbst.dk"
    confirmed: bool = False


@dataclass(frozen=True)
class LetterLabels:
    """The words beside the particulars at the right of a letter, and its page number."""

    date: str = "Dato"
    case_number: str = "Sagsnr."
    document_number: str = "Dok.nr."
    caseworker: str = "Sagsbehandler"
    telephone: str = "Telefon"
    email: str = "E-mail"
    page: str = "Side %(page)d af %(pages)d"


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, with its standard value.

    ``threshold_authorities`` and ``threshold_publication`` are the smallest counts shown to other authorities and in
    publications. ``store`` and the folders are empty where none is chosen; see ``koorddesk.services.folders``.
    ``attach_evidence`` lets the sources of a letter ride along in its file as a workbook (PDF/A-3a). The
    ``export_…`` switches say what may leave the store as files; see ``koorddesk.services.exporting``.
    """

    language: str = "da"
    # facts 8: renamed after the government formation of 15 December 2022; the exact day is not known.
    agency_names: tuple[AgencyName, ...] = (
        AgencyName("Socialstyrelsen", dt.date(2011, 12, 15), dt.date(2022, 12, 14), confirmed=False),
        AgencyName("Social- og Boligstyrelsen", dt.date(2022, 12, 15), confirmed=False),
    )
    sender: Sender = field(default_factory=Sender)
    logo: str = ""
    labels: LetterLabels = field(default_factory=LetterLabels)
    threshold_authorities: int = 3
    threshold_publication: int = 5
    backup_folder: str = ""
    output_folder: str = ""
    letter_folder: str = ""
    template_folder: str = ""
    store: str = ""
    export_lists: bool = True
    export_letters: bool = True
    export_copies: bool = True
    approver_differs_from_writer: bool = False
    attach_evidence: bool = False
    managed: frozenset[str] = frozenset()

    def agency_name(self, day: dt.date) -> str:
        """Return what the agency is called on a day; before the first known name, that one."""
        names = [name.name for name in self.agency_names if in_force(name.valid_from, name.valid_to, day)]
        return names[-1] if names else self.agency_names[0].name


def settings_file() -> Path:
    """Return where the user's settings are kept (the file may not exist yet)."""
    return config_folder() / "settings.json"


def policy_file() -> Path | None:
    """Return where the machine's administrator may set values for everyone (the file may not exist).

    None on Windows: there anyone may put a file into the machine's folder, and Group Policy takes its place.
    """
    if sys.platform == "win32":
        return None
    return Path(platformdirs.site_config_dir("koorddesk", appauthor=False)) / "policy.json"


def load_settings(user: Path | None = None, policy: Path | None = None, registry: Values | None = None) -> Settings:
    """Return the settings: standard values, the user's above them, the machine's policy above both.

    ``registry`` returns the values of a key of Windows' registry, by default this machine's. Raises UserError for a
    file that is no JSON object or for a value that its setting cannot have.
    """
    values: dict[str, Any] = {}
    types_of = _types_of(Settings)
    managed: set[str] = set()
    for source in sources(user, policy, registry):
        for key, value in source.entries.items():
            if key in types_of and key != "managed":
                values[key] = _checked(key, value, types_of[key], source.place)
                managed |= {key} if source.by_machine else set()
    return dataclasses.replace(Settings(), **values, managed=frozenset(managed))


@dataclass(frozen=True)
class Source:
    """One place that settings come from, with what stands there as JSON would hold it."""

    place: str
    entries: dict[str, object]
    by_machine: bool = True


def sources(user: Path | None = None, policy: Path | None = None, registry: Values | None = None) -> tuple[Source, ...]:
    """Return where settings come from, the strongest last: the user's file, the machine's file, Group Policy."""
    user, policy = user or settings_file(), policy or policy_file()
    return (
        Source(str(user), _read(user), by_machine=False),
        *([Source(str(policy), _read(policy))] if policy else []),
        Source(rf"HKEY_LOCAL_MACHINE\{KEY}", machine_policy(Settings, registry)),
    )


def save_settings(settings: Settings, user: Path | None = None) -> None:
    """Keep the user's settings; what the policy sets and what a newer release wrote stays as it is in the file."""
    path = user or settings_file()
    new = {
        item.name: _to_json(getattr(settings, item.name))
        for item in dataclasses.fields(settings)
        if item.name != "managed" and item.name not in settings.managed
    }
    text = json.dumps(_read(path) | new, ensure_ascii=False, indent=2) + "\n"
    beside = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise UserError("settings-not-saved", path=str(path), detail=error.strerror or str(error)) from error


def _read(path: Path) -> dict[str, object]:
    """Return the JSON object in a file, empty where there is no file."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError("settings-unreadable", path=str(path), detail=error.strerror or str(error)) from error
    except json.JSONDecodeError as error:
        raise UserError("settings-damaged", path=str(path), line=error.lineno) from error
    except UnicodeDecodeError as error:
        raise UserError(
            "settings-damaged", path=str(path), line=error.object[: error.start].count(b"\n") + 1
        ) from error
    if not isinstance(data, dict):
        raise UserError("settings-damaged", path=str(path), line=1)
    return data


def _checked(key: str, value: object, kind: object, place: str) -> object:
    """Return the value as its setting wants it, or raise UserError."""
    try:
        converted = _from_json(value, kind)
    except (TypeError, ValueError, KeyError) as error:
        raise UserError("settings-value", key=key, path=place, value=json.dumps(value)) from error
    threshold = key.startswith("threshold") and isinstance(converted, int) and converted < 1
    if threshold or (key == "language" and converted not in LANGUAGES) or (key == "agency_names" and not converted):
        raise UserError("settings-value", key=key, path=place, value=json.dumps(value))
    return converted


def _types_of(kind: type) -> dict[str, object]:
    """Return field name -> type of a dataclass."""
    return dict(typing.get_type_hints(kind))


def _to_json(value: object) -> object:
    """Return dataclasses as objects, tuples as lists and dates as text."""
    if dataclasses.is_dataclass(value):
        return {item.name: _to_json(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _from_json(value: object, kind: object) -> object:
    """Return what ``_to_json`` wrote as the type of its field; raises TypeError or ValueError."""
    if isinstance(kind, types.UnionType):
        if value is None:
            return None
        kind = next(option for option in typing.get_args(kind) if option is not types.NoneType)
    if typing.get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_from_json(item, typing.get_args(kind)[0]) for item in value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and isinstance(value, dict):
        known = _types_of(kind)
        return kind(**{key: _from_json(item, known[key]) for key, item in value.items() if key in known})
    if kind is dt.date and isinstance(value, str):
        return dt.date.fromisoformat(value)
    if isinstance(kind, type) and type(value) is kind:
        return value
    raise TypeError(kind)
