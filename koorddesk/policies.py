"""What the machine's administrator can set for everyone: each policy, and what this machine's registry holds of it.

Each setting ``some_name`` is the value ``SomeName`` below one key of Windows' registry; a setting that holds several,
such as ``sender``, is a key of its own below. ``packaging/windows/policies.py`` makes the template for administrators
from the same list.
"""

from __future__ import annotations

import dataclasses
import enum
import sys
import typing
from collections.abc import Callable, Mapping

from koorddesk.i18n import N_

KEY = r"SOFTWARE\Policies\koorddesk"
Values = Callable[[str], Mapping[str, object]]


class Kind(enum.StrEnum):
    """What a policy holds, and so how its field looks to an administrator."""

    TEXT = "text"
    FOLDER = "folder"  # a path, in which variables such as %USERNAME% are filled in
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    LINES = "lines"


@dataclasses.dataclass(frozen=True)
class Policy:
    """One value: the setting it stands for (``sender.unit``), what it is called, and what it does, as msgids."""

    setting: str
    kind: Kind
    title: str
    explained: str

    @property
    def name(self) -> str:
        r"""Return how it is called below koorddesk's own key: ``Sender\Unit``."""
        return "\\".join(value_name(part) for part in self.setting.split("."))

    @property
    def key(self) -> str:
        """Return the registry key that holds the value."""
        below, _, _ = self.name.rpartition("\\")
        return f"{KEY}\\{below}" if below else KEY

    @property
    def value(self) -> str:
        """Return the name of the value."""
        return self.name.rpartition("\\")[2]


POLICIES = (
    Policy(
        "language", Kind.CHOICE, N_("Language"), N_("The language of the window. Letters are always written in Danish.")
    ),
    Policy(
        "threshold_authorities",
        Kind.NUMBER,
        N_("Smallest count shown to other authorities"),
        N_("Counts below this are not shown in what is sent to other authorities."),
    ),
    Policy(
        "threshold_publication",
        Kind.NUMBER,
        N_("Smallest count in publications"),
        N_("Counts below this are not shown in what is published."),
    ),
    Policy(
        "store",
        Kind.FOLDER,
        N_("The store"),
        N_(
            "The file that the program opens when no other is named, on a disk of this computer. Several caseworkers "
            "who take turns at one computer share it in this way."
        ),
    ),
    Policy(
        "backup_folder",
        Kind.FOLDER,
        N_("Folder for backups"),
        N_("A folder that the user can write to, preferably on a file server; a copy is made there every day."),
    ),
    Policy(
        "output_folder",
        Kind.FOLDER,
        N_("Folder for overviews and lists"),
        N_("The folder that the program proposes when overviews and lists are saved."),
    ),
    Policy(
        "letter_folder",
        Kind.FOLDER,
        N_("Folder for letters"),
        N_("The folder that the program proposes when letters are saved."),
    ),
    Policy(
        "template_folder",
        Kind.FOLDER,
        N_("Folder for blank forms"),
        N_("The folder in which the program looks first for a blank form that it is to learn."),
    ),
    Policy(
        "export_lists",
        Kind.SWITCH,
        N_("Lists and overviews may be saved as files"),
        N_("When disabled, lists, registers and overviews cannot be saved outside the store."),
    ),
    Policy(
        "export_letters",
        Kind.SWITCH,
        N_("Letters may be saved as files"),
        N_("When disabled, letters cannot be saved outside the store."),
    ),
    Policy(
        "export_copies",
        Kind.SWITCH,
        N_("Users may copy the store to a place of their choice"),
        N_("When disabled, copies are made only in the folder for backups."),
    ),
    Policy(
        "approver_differs_from_writer",
        Kind.SWITCH,
        N_("Letters are approved by another than their writer"),
        N_("When enabled, whoever wrote a letter cannot approve it."),
    ),
    Policy(
        "attach_evidence",
        Kind.SWITCH,
        N_("The sources of a letter ride along as a workbook"),
        N_("When enabled, a letter's file holds its list of sources as a workbook too (PDF/A-3a instead of PDF/A-2a)."),
    ),
    Policy("logo", Kind.FOLDER, N_("Logo in letters"), N_("The path of a picture (PNG or JPEG).")),
    Policy(
        "sender.unit",
        Kind.TEXT,
        N_("Sender: unit"),
        N_(
            "When one of the sender's particulars is set, the whole sender is managed; the others take their standard "
            "values."
        ),
    ),
    Policy("sender.address_lines", Kind.LINES, N_("Sender: address"), N_("The lines of the address, one on each.")),
    Policy("sender.telephone", Kind.TEXT, N_("Sender: telephone"), N_("The number that letters show.")),
    Policy("sender.email", Kind.TEXT, N_("Sender: e-mail"), N_("The e-mail address that letters show.")),
    Policy("sender.web", Kind.TEXT, N_("Sender: website"), N_("The website that letters show.")),
    Policy(
        "sender.confirmed",
        Kind.SWITCH,
        N_("The sender's particulars are checked"),
        N_("Enable when the agency has checked the sender's particulars."),
    ),
)


def value_name(setting: str) -> str:
    """Return under which name a setting stands in the registry: ``threshold_authorities`` is ThresholdAuthorities."""
    return "".join(part.capitalize() for part in setting.split("_"))


def machine_policy(kind: type, values_of: Values | None = None, key: str = KEY) -> dict[str, object]:
    """Return setting -> value, as JSON would hold it, for the settings (a dataclass) that the administrator has set.

    ``values_of(key)`` returns the values of a key below HKEY_LOCAL_MACHINE, none where there is no such key; by
    default the registry of this machine is read, which has none outside Windows.
    """
    read = values_of or _registry
    known = read(key)
    found: dict[str, object] = {}
    for setting, wanted in typing.get_type_hints(kind).items():
        name = value_name(setting)
        if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
            inner = machine_policy(wanted, read, f"{key}\\{name}")
            if inner:
                found[setting] = inner
        elif name in known:
            value = known[name]
            # The registry knows no truth values; 0 and 1 stand for them. Anything else is refused with the setting.
            found[setting] = bool(value) if wanted is bool and value in (0, 1) else value
    return found


if sys.platform == "win32":
    import winreg

    def _registry(key: str) -> Mapping[str, object]:
        found: dict[str, object] = {}
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
                for number in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, kind = winreg.EnumValue(opened, number)
                    found[name] = winreg.ExpandEnvironmentStrings(value) if kind == winreg.REG_EXPAND_SZ else value
        except FileNotFoundError:
            return {}
        return found

else:

    def _registry(key: str) -> Mapping[str, object]:  # noqa: ARG001 - as on Windows
        return {}
