"""What the machine's administrator sets through Group Policy: values under one key of Windows' registry.

Each setting ``some_name`` is the value ``SomeName``; a setting that holds several, such as ``sender``, is a key of its
own below. The template for administrators is made by ``packaging/windows/policies.py``.
"""

from __future__ import annotations

import dataclasses
import sys
import typing
from collections.abc import Callable, Mapping

KEY = r"SOFTWARE\Policies\koorddesk"
Values = Callable[[str], Mapping[str, object]]


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
                    name, value, _ = winreg.EnumValue(opened, number)
                    found[name] = value
        except FileNotFoundError:
            return {}
        return found

else:

    def _registry(key: str) -> Mapping[str, object]:  # noqa: ARG001 - as on Windows
        return {}
