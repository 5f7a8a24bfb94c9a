from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MODULES = frozenset({"QtCore", "QtGui", "QtSvg", "QtWidgets"})


@pytest.fixture
def parts(windows):
    return windows("parts")


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/__init__.py",
        "PySide6/QtWidgets.pyd",
        "PySide6/Qt6Widgets.dll",
        "PySide6/pyside6.abi3.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/translations/qtbase_da.qm",
        "babel/locale-data/da_DK.dat",
        "babel/localedata.py",
        "holidays/locale/da/LC_MESSAGES/DK.mo",
        "holidays/countries/__init__.py",
        "holidays/countries/denmark.py",
        "docx/templates/default.docx",
        "pikepdf/_core.cp312-win_amd64.pyd",
        "lxml/etree.cp312-win_amd64.pyd",
        "shiboken6/shiboken6.abi3.dll",
        "openpyxl-3.1.5.dist-info/METADATA",
        "tzdata/zoneinfo/Europe/Copenhagen",
    ],
)
def test_what_is_used_is_kept(parts, path):
    assert parts.keep_of_wheel(path, MODULES)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/QtNetwork.pyd",
        "PySide6/Qt6Network.dll",
        "PySide6/Qt6Quick.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/resources/icudtl.dat",
        "PySide6/plugins/tls/qschannelbackend.dll",
        "PySide6/plugins/sqldrivers/qsqlite.dll",
        "PySide6/translations/qtbase_de.qm",
        "PySide6/QtWidgets.pyi",
        "babel/locale-data/fr.dat",
        "holidays/countries/finland.py",
        "holidays/locale/fi/LC_MESSAGES/FI.mo",
        "docx/templates/default-docx-template/word/styles.xml",
        "pikepdf/pdfa/data/verapdf_rules.json",
        "PIL/_avif.cp312-win_amd64.pyd",
        "sqlalchemy/testing/fixtures.py",
        "reportlab/fonts/Vera.ttf",
        "rapidfuzz/fuzz_cpp.pyx",
        "olefile-0.47.dist-info/RECORD",
        "PySide6/scripts/",
    ],
)
def test_what_is_not_used_is_not_kept(parts, path):
    assert not parts.keep_of_wheel(path, MODULES)


def test_of_the_program_comes_what_a_user_runs(parts):
    kept = ("ui/app.py", "koorddesk/store/migrations/v0001_first.py", "resources/icons/LICENSE")
    assert all(parts.keep_of_program(path) for path in kept)
    dropped = ("ui/pictures.py", "ui/gallery.py", "ui/__pycache__/app.cpython-312.pyc", "koorddesk/notes.txt")
    assert not any(parts.keep_of_program(path) for path in dropped)
    assert all((ROOT / path).is_file() for path in parts.OWN_DROPS)
    importing = [
        path.relative_to(ROOT).as_posix()
        for folder in ("ui", "koorddesk")
        for path in (ROOT / folder).rglob("*.py")
        if "ui.gallery import" in (text := path.read_text(encoding="utf-8")) or "ui.pictures import" in text
    ]
    assert set(importing) <= set(parts.OWN_DROPS), "what is not shipped is not imported by what is"


@pytest.mark.parametrize("path", ["python312.dll", "python312.zip", "_sqlite3.pyd", "_socket.pyd", "LICENSE.txt"])
def test_the_runtime_keeps_what_runs(parts, path):
    assert parts.keep_of_runtime(path)


@pytest.mark.parametrize("path", ["tcl/tcl8.6/init.tcl", "tk86t.dll", "_ssl.pyd", "python.exe", "python312._pth"])
def test_the_runtime_loses_tk_the_means_to_connect_and_the_interpreter(parts, path):
    assert not parts.keep_of_runtime(path)


def test_the_qt_modules_are_those_that_the_window_imports(parts, tmp_path):
    (tmp_path / "one.py").write_text("from PySide6.QtCore import Qt\nfrom PySide6 import QtSvg\n", encoding="utf-8")
    (tmp_path / "two.py").write_text("import PySide6.QtPrintSupport\nfrom os import path\n", encoding="utf-8")
    assert parts.qt_modules(tmp_path) == {"QtCore", "QtSvg", "QtPrintSupport"}
    assert {"QtCore", "QtGui", "QtWidgets"} <= parts.qt_modules(ROOT / "ui")


def test_the_window_imports_nothing_that_could_connect(parts):
    connecting = {"QtNetwork", "QtNetworkAuth", "QtWebSockets", "QtWebEngineCore", "QtWebEngineWidgets"}
    assert not parts.qt_modules(ROOT / "ui") & connecting
