"""What of the runtime and the libraries is shipped: only what koorddesk uses.

The answer is a rule for each library that carries much that is not used. A rule that drops too much is found by
``linking.missing`` (libraries that a shipped library needs) and by the trial, which runs the installed program.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

# Tk and its Tcl, sound, the making of installers, and OpenSSL: koorddesk opens no connection, and what it hashes
# Python hashes itself.
RUNTIME_DROPS = (
    "tcl/*",
    "tcl86t.dll",
    "tk86t.dll",
    "zlib1.dll",
    "_tkinter.pyd",
    "winsound.pyd",
    "_msi.pyd",
    "_ssl.pyd",
    "libssl-3.dll",
    "_hashlib.pyd",
    "libcrypto-3.dll",
    "_wmi.pyd",
    "python.exe",  # the launchers stand in their place, and run nothing but the program
    "pythonw.exe",
    "python.cat",
    "python3*._pth",  # the stage writes its own
)

# Headers, import libraries, stubs, tests and lists of files as they were before this choice.
EVERYWHERE = (
    "*.pyi",
    "*.pyx",
    "*.pxd",
    "*.pxi",
    "*.c",
    "*.cpp",
    "*.h",
    "*.hpp",
    "*.lib",
    "*/py.typed",
    "*.dist-info/RECORD",
    "*.dist-info/REQUESTED",
    "*.dist-info/sboms/*",
    "*.dist-info/licenses/*Commercial*",  # Qt's other licence, under which it is not taken here
    "*.dist-info/entry_points.txt",
    "*/tests/*",
    "*.data/scripts/*",
)
DROPS = (
    *EVERYWHERE,
    "PIL/_avif.*",  # letters and forms hold no such pictures
    "PIL/_webp.*",
    "PIL/_imagingtk.*",
    "PIL/_imagingft.*",  # reportlab sets the type
    "PIL/_imagingcms.*",
    "alembic/templates/*",  # they make new migrations, which a checkout does
    "alembic/testing/*",
    "docx/templates/default-docx-template/*",  # what default.docx beside it was packed from
    "holidays/financial/*",
    "lxml/html/*",
    "lxml/includes/*",
    "lxml/isoschematron/*",
    "lxml/objectify.*",
    "olefile/olefile2.py",  # for Python 2
    "pikepdf/pdfa/*",  # a judge of PDF/A; letters are judged before a release
    "pypdfium2_cli/*",
    "reportlab/fonts/*",  # letters embed the program's own fonts
    "reportlab/graphics/*",  # letters are drawn on its canvas
    "reportlab/platypus/*",
    "sqlalchemy/testing/*",
)
# Of these folders only the named files are kept.
KEPT_OF = {
    "babel/locale-data/": ("root.dat", "da.dat", "da_DK.dat", "en.dat", "en_001.dat", "en_150.dat", "en_GB.dat"),
    "holidays/countries/": ("__init__.py", "denmark.py"),
    "holidays/locale/": ("da/*", "en_US/*"),
    "tzdata/zoneinfo/": ("__init__.py", "UTC", "Etc/__init__.py", "Etc/UTC", "Europe/__init__.py", "Europe/Copenhagen"),
    "shiboken6/": ("*.py", "Shiboken.pyd", "shiboken6.abi3.dll", "msvcp140*.dll", "vcruntime140*.dll"),
}
# Modules that do nothing but import what is not kept; they are shipped empty.
EMPTIED = ("holidays/countries/__init__.py",)
# Of the program itself: what only takes pictures of it.
OWN_DROPS = ("ui/pictures.py", "ui/gallery.py")
PYSIDE_FILES = (
    "__init__.py",
    "_config.py",
    "_git_pyside_version.py",
    "support/*.py",
    "pyside6.abi3.dll",
    "msvcp140*.dll",
    "vcruntime140*.dll",
    "plugins/platforms/qwindows.dll",
    "plugins/imageformats/qico.dll",  # pictures in letters and documents
    "plugins/imageformats/qjpeg.dll",
    "translations/qtbase_da.qm",
    "translations/qtbase_en.qm",
)


def qt_modules(folder: Path) -> frozenset[str]:
    """Return the Qt modules that the Python files of a folder import, for example ``QtCore``."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                package, _, rest = node.module.partition(".")
                found |= (
                    ({rest.split(".")[0]} if rest else {a.name for a in node.names}) if package == "PySide6" else set()
                )
            elif isinstance(node, ast.Import):
                found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("PySide6.")}
    return frozenset(found)


def keep_of_runtime(path: str) -> bool:
    """Tell whether a file of the Windows runtime (its path in the archive) is shipped."""
    return not _fits(path, RUNTIME_DROPS)


def keep_of_wheel(path: str, modules: Iterable[str]) -> bool:
    """Tell whether a file of a wheel is shipped, given the Qt modules that the window imports."""
    if _fits(path, DROPS) or path.endswith("/"):
        return False
    if path.startswith("PySide6/"):
        libraries = [name for module in modules for name in (f"{module}.pyd", f"Qt6{module[2:]}.dll")]
        return _fits(path.removeprefix("PySide6/"), (*PYSIDE_FILES, *libraries))
    for folder, names in KEPT_OF.items():
        if path.startswith(folder):
            return _fits(path.removeprefix(folder), names)
    return True


def keep_of_program(path: str) -> bool:
    """Tell whether a file of the checkout's program folders (its path in the checkout) is shipped."""
    if "__pycache__" in path.split("/") or path in OWN_DROPS:
        return False
    return path.startswith("resources/") or path.endswith(".py")


def _fits(path: str, patterns: Iterable[str]) -> bool:
    """Match as a shell would, case counting, ``*`` also over folders."""
    return any(fnmatch(path, pattern) for pattern in patterns)
