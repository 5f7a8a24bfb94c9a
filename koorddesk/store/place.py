"""Where a store may lie: on this computer, in a folder that nothing synchronises.

SQLite's locks do not hold on network drives, and a synchronising program copies a file that is being written; both
have cost people their data. So such a place is refused, not warned about.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

register(
    {
        "store-on-network": N_(
            "A store cannot be used on a network drive (%(path)s): it would be damaged when two computers write at "
            "once. Nothing was changed. Choose a folder on this computer; backups may well lie on the network drive."
        ),
        "store-synchronised": N_(
            "A store cannot be used in a folder that %(service)s synchronises (%(path)s): it would be copied while it "
            "is being written. Nothing was changed. Choose a folder that is not synchronised; backups may well lie "
            "there."
        ),
    }
)

_NETWORK_TYPES = {
    "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.smbnetfs", "fuse.sshfs",
    "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "smb2", "smb3", "smbfs",
}  # fmt: skip
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW

# A folder of such a name anywhere in the path belongs to the service; some add the organisation's name.
_SERVICES = (
    ("OneDrive", re.compile(r"onedrive( - .+)?", re.IGNORECASE)),
    ("Dropbox", re.compile(r"dropbox( \(.+\))?", re.IGNORECASE)),
    ("Google Drive", re.compile(r"google ?drive( - .+)?|googledrive-.+", re.IGNORECASE)),
    ("iCloud", re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs", re.IGNORECASE)),
    ("Nextcloud", re.compile(r"nextcloud|owncloud", re.IGNORECASE)),
)
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
# Below this key of the user, Windows lists every folder that OneDrive and SharePoint synchronise, whatever its name.
SYNC_ENGINES = r"SOFTWARE\SyncEngines\Providers\OneDrive"


def check_place(
    path: Path,
    *,
    environment: Mapping[str, str] = os.environ,
    drive_type: Callable[[str], int] | None = None,
    mounts: str | None = None,
    synchronised: Callable[[], Iterable[str]] | None = None,
) -> None:
    """Raise ``UserError`` where a store may not lie.

    ``drive_type``, ``mounts`` and ``synchronised`` stand in for what Windows and Linux say about drives and folders, in
    tests.
    """
    places = {path, path.absolute(), path.resolve()}
    if any(_is_remote(place, drive_type or _windows_drive_type) for place in places):
        raise UserError("store-on-network", path=str(path))
    if mounts is None and sys.platform == "linux":
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    if mounts is not None and _mount_type(path.resolve(), mounts) in _NETWORK_TYPES:
        raise UserError("store-on-network", path=str(path))
    listed = [Path(folder) for folder in (synchronised or _synchronised)()]
    for place in places:
        if (service := _service(place, environment, listed)) is not None:
            raise UserError("store-synchronised", service=service, path=str(path))


def _is_remote(path: Path, drive_type: Callable[[str], int]) -> bool:
    text = str(path)
    if text.startswith("\\\\?\\"):  # the long form of a path
        text = text[4:]
        if text[:4].upper() == "UNC\\":
            return True
    elif text.startswith("\\\\"):
        return True
    return sys.platform == "win32" and text[1:2] == ":" and drive_type(text[:2] + "\\") == _REMOTE_DRIVE


def _windows_drive_type(root: str) -> int:
    import ctypes

    windows = getattr(ctypes, "windll", None)
    return int(windows.kernel32.GetDriveTypeW(root)) if windows else 0


def _mount_type(path: Path, mounts: str) -> str | None:
    """Return the file system type of the mount that holds ``path``, by the text of /proc/mounts."""
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        folder = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point))
        # A later line covers an earlier one at the same point.
        if (path == folder or folder in path.parents) and (best is None or len(folder.parts) >= best[0]):
            best = len(folder.parts), kind
    return best[1] if best else None


def _service(path: Path, environment: Mapping[str, str], listed: Iterable[Path]) -> str | None:
    named = [Path(folder) for name in _ONEDRIVE_VARIABLES if (folder := environment.get(name))]
    if any(folder in (path, *path.parents) for folder in (*named, *listed)):
        return "OneDrive"
    for part in path.parts:
        for service, pattern in _SERVICES:
            if pattern.fullmatch(part):
                return service
    return None


if sys.platform == "win32":
    import winreg

    def _synchronised() -> list[str]:
        found = []
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, SYNC_ENGINES) as engines:
                for number in range(winreg.QueryInfoKey(engines)[0]):
                    with winreg.OpenKey(engines, winreg.EnumKey(engines, number)) as one:
                        found.append(str(winreg.QueryValueEx(one, "MountPoint")[0]))
        except OSError:  # no such key, or one of another make
            return found
        return found

else:

    def _synchronised() -> list[str]:
        return []
