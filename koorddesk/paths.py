"""Where things lie: the user's folders and the program's own resources."""

from __future__ import annotations

from pathlib import Path

import platformdirs

EXAMPLE_STORE = "demonstration.sqlite"  # the name by which the made-up store is known wherever it lies
_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return a file or folder of the program's resources.

    An installed program carries them inside the package; a checkout has them beside it.
    """
    packed = _PACKAGE / "_resources"
    root = packed if packed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def licences_folder() -> Path:
    """Return where an installed program for Windows keeps the licences of its components (elsewhere not there)."""
    return _PACKAGE.parent.parent / "licences"


def data_folder() -> Path:
    """Return the local, never roaming folder of this user's store (it may not exist yet)."""
    return Path(platformdirs.user_data_dir("koorddesk", appauthor=False, roaming=False))


def config_folder() -> Path:
    """Return the folder of this user's settings (it may not exist yet)."""
    return Path(platformdirs.user_config_dir("koorddesk", appauthor=False, roaming=False))


def log_folder() -> Path:
    """Return the folder of the program's log files (it may not exist yet)."""
    return Path(platformdirs.user_log_dir("koorddesk", appauthor=False))


def default_store() -> Path:
    """Return where the user's own store lies when no other is named."""
    return data_folder() / "koorddesk.sqlite"


def example_folder() -> Path:
    """Return where the demonstration that the window opens is kept, apart from the user's own store."""
    return data_folder() / "demonstration"
