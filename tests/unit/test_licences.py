from __future__ import annotations

import json
from email.parser import HeaderParser
from pathlib import Path

import pytest

from koorddesk import licences
from koorddesk.licences import LIST, Component, common_texts, components, is_licence, stated


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: MIT\nLicense: BSD\n", "MIT"),
        ("Classifier: License :: OSI Approved :: BSD License\n", "BSD-3-Clause"),
        ("Classifier: License :: OSI Approved :: Apache Software License\nLicense: MIT\n", "Apache-2.0 AND MIT"),
        ("Name: x\n", "NOASSERTION"),
    ],
)
def test_licences_are_told_from_what_packages_say(metadata, licence):
    assert stated(HeaderParser().parsestr(metadata)) == licence


def test_every_package_that_is_shipped_is_listed_with_a_licence_and_a_text():
    found = {part.name: part for part in components()}
    assert {"PySide6_Essentials", "SQLAlchemy", "openpyxl", "reportlab", "pypdfium2", "IBM Plex Sans"} <= set(found)
    assert "Mako" in found, "what a package needs itself belongs to it"
    assert "pytest" not in found, "what only developers need is not shipped"
    for part in found.values():
        assert part.licence != "NOASSERTION", part.name
        assert part.text() or part.name == "CPython", part.name
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found["PySide6_Essentials"].text()


def test_an_installed_program_reads_the_list_of_its_build(tmp_path, monkeypatch):
    (tmp_path / "a-LICENSE").write_text("Permission æ", encoding="utf-8")
    rows = [
        {"name": "b", "version": "2", "licence": "ISC", "files": []},
        {"name": "A", "version": "1", "licence": "MIT", "files": ["a-LICENSE"]},
    ]
    (tmp_path / LIST).write_text(json.dumps(rows), encoding="utf-8")
    monkeypatch.setattr(licences, "licences_folder", lambda: tmp_path)
    assert components() == (Component("A", "1", "MIT", (tmp_path / "a-LICENSE",)), Component("b", "2", "ISC", ()))
    assert components()[0].text() == "Permission æ"


def test_texts_are_told_by_name_and_folder():
    inside = Path("x.dist-info")
    assert is_licence(inside / "licenses" / "BUILD_LICENSES" / "icu.txt")
    assert is_licence(inside / "COPYING")
    assert not is_licence(inside / "METADATA")
    assert not is_licence(inside / "licenses" / "LicenseRef-Qt-Commercial.txt")
    assert [path.name for path in common_texts("LGPL-3.0-only")] == ["LGPL-3.0.txt", "GPL-3.0.txt"]
    assert common_texts("MIT") == []
