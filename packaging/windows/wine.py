"""A Windows of its own: Debian's wine in a folder, for trying what was built and for compiling where no Python fits.

Wine 8 lacks two libraries that Windows 10 has: stand-ins (``shims``) are put into such a folder, never into the
program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import runtime
from tools import Stop, program, run

DISPLAY = ":97"
SHIMS = Path(__file__).resolve().parent / "shims"
_OVERRIDES = "mscoree,mshtml,wbemprox=;icuuc,bcryptprimitives=n"
_UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"


class Wine:
    """A Windows of its own in a folder: starts programs in it and knows where its folders lie."""

    def __init__(self, folder: Path) -> None:
        """Make the prefix."""
        self.folder = folder
        self.drive = folder / "prefix" / "drive_c"
        self._wine = program("wine64")
        folder.mkdir(parents=True, exist_ok=True)
        self.run("wineboot", "-i")

    def add_shims(self) -> None:
        """Put the stand-ins for what wine 8 lacks into the prefix."""
        compiler = program("x86_64-w64-mingw32-gcc")
        for source in sorted(SHIMS.glob("*.c")):
            options = ["-O2", "-shared", "-nostdlib", "-e", "DllMainCRTStartup"]
            target = self.drive / "windows" / "system32" / f"{source.stem}.dll"
            run([compiler, *options, "-o", target, source, "-ladvapi32", "-lkernel32"])

    def close(self) -> None:
        """End everything that runs in it."""
        self.run("wineboot", "-k")

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that wine reads."""
        own = {"WINEPREFIX": str(self.folder / "prefix"), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": _OVERRIDES}
        return os.environ | own | {"DISPLAY": DISPLAY}

    @property
    def user(self) -> Path:
        """Return the folder of the only user."""
        return next(path for path in (self.drive / "users").iterdir() if path.name != "Public")

    def windows_path(self, path: Path) -> str:
        """Return how Windows names a file of the prefix, or one outside it."""
        if path.is_relative_to(self.drive):
            return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    def run(
        self,
        *command: str,
        seconds: int = 900,
        allowed: tuple[int, ...] = (0,),
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Run a Windows program and return what it printed; raises Stop for another exit status."""
        done = subprocess.run(
            [self._wine, *command],
            env=self.environment | dict(environment or {}),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )
        printed = done.stdout.decode("utf-8", "replace").replace("\r", "")
        if done.returncode not in allowed:
            raise Stop(f"{' '.join(command)} ended with {done.returncode}:\n{printed[-3000:]}")
        return printed

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a Windows program and do not wait for it."""
        pipe = subprocess.PIPE  # wine has no handle for a file in the place of a console
        return subprocess.Popen(
            [self._wine, *command], env=self.environment, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe
        )

    def msiexec(self, *arguments: str, allowed: tuple[int, ...] = (0,)) -> None:
        """Run the installer without a window."""
        self.run("msiexec", *arguments, "/qn", allowed=allowed)

    def registry(self, key: str) -> str:
        """Return what a key of the registry and those below it hold, as ``reg`` prints it; "" where there is none."""
        printed = self.run("reg", "query", key, "/s", allowed=(0, 1))  # 1 is a key that is not there
        return printed if key.rpartition("\\")[2] in printed else ""

    def installed(self) -> list[str]:
        """Return what the list of programs shows of koorddesk, for the user and for the machine, one entry each."""
        entries = []
        for root in ("HKCU", "HKLM"):
            for entry in self.registry(f"{root}\\{_UNINSTALL}").split("\n\n"):
                entries += [entry] if "koorddesk" in entry and "DisplayVersion" in entry else []
        return entries


def compile_modules(folder: Path, taken: runtime.Runtime, work: Path) -> None:
    """Compile the modules below a folder with the Windows runtime itself, under wine."""
    # The file that says where modules lie would also keep the interpreter from reading PYTHONHASHSEED.
    own = work / "python"
    shutil.rmtree(own, ignore_errors=True)
    shutil.copytree(folder / "runtime", own, ignore=shutil.ignore_patterns("*._pth"))
    runtime.interpreter(taken, own / "python.exe")
    wine = Wine(work)
    try:
        options = ["-q", "--invalidation-mode", "unchecked-hash", "lib", "program"]
        python = wine.windows_path(own / "python.exe")
        wine.run(python, "-m", "compileall", *options, folder=folder, environment={"PYTHONHASHSEED": "0"})
    finally:
        wine.close()
