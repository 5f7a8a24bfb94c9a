from __future__ import annotations

import typing
from functools import reduce
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest

from koorddesk import policies as read_by_the_program
from koorddesk.i18n import Translator
from koorddesk.settings import Sender, Settings, load_settings

SPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
VALUES = {"text": "tekst", "folder": "C:\\x", "number": 4, "choice": "en", "lines": ["en", "to"]}


@pytest.fixture
def policies(windows):
    return windows("policies")


def test_the_program_reads_every_policy_of_the_template(policies, tmp_path):
    for policy in policies.POLICIES:
        standard = reduce(getattr, policy.setting.split("."), Settings())
        keys = {policy.key: {policy.value: VALUES.get(policy.kind, int(not standard))}}
        known = load_settings(tmp_path / "none", tmp_path / "none", lambda key, keys=keys: keys.get(key, {}))
        assert known.managed == {policy.setting.partition(".")[0]}, policy.name
        assert reduce(getattr, policy.setting.split("."), known) != standard, policy.name


def test_the_template_and_the_program_mean_the_same_key(policies):
    assert policies.KEY == read_by_the_program.KEY


def test_every_setting_of_a_plain_kind_has_a_policy(policies):
    plain = (str, int, bool, tuple[str, ...])
    names = {
        prefix + read_by_the_program.value_name(name)
        for prefix, kind in (("", Settings), ("Sender\\", Sender))
        for name, wanted in typing.get_type_hints(kind).items()
        if wanted in plain
    }
    assert {policy.name for policy in policies.POLICIES} == names


def test_the_template_is_whole_in_both_languages(policies, tmp_path):
    policies.write(tmp_path / "out")
    definitions = (tmp_path / "out" / "koorddesk.admx").read_text(encoding="utf-8")
    tree = ET.fromstring(definitions.encode())
    assert len(tree.findall(f"{SPACE}policies/{SPACE}policy")) == len(policies.POLICIES)
    for language in ("da-DK", "en-US"):
        adml = ET.fromstring((tmp_path / "out" / language / "koorddesk.adml").read_bytes())
        strings = {part.get("id") for part in adml.iter(f"{SPACE}string")}
        fields = {part.get("id") for part in adml.iter(f"{SPACE}presentation")}
        wanted = set()
        for element in tree.iter():
            for value in element.attrib.values():
                if value.startswith("$(string."):
                    wanted.add(value[9:-1])
                elif value.startswith("$(presentation."):
                    assert value[15:-1] in fields
        assert wanted == strings
        for policy in tree.iter(f"{SPACE}policy"):
            ids = {part.get("id") for part in policy.iter() if part.get("id")}
            (shown,) = [part for part in adml.iter(f"{SPACE}presentation") if part.get("id") == policy.get("name")] or [
                []
            ]
            assert {part.get("refId") for part in shown} == ids


def test_the_template_says_in_each_language_what_the_program_says(policies):
    for language, code in policies.LANGUAGES.items():
        adml = policies.words(language)
        for policy in policies.POLICIES:
            assert escape(Translator(code).text(policy.title)) in adml
            assert escape(Translator(code).text(policy.explained)) in adml
    assert "Mappe til sikkerhedskopier" in policies.words("da-DK")
    assert "Folder for backups" in policies.words("en-US")


def test_the_page_for_administrators_names_every_policy_in_both_languages(policies):
    page = (Path(__file__).resolve().parents[3] / "docs" / "administrators.md").read_text(encoding="utf-8")
    for half in page.split("# koorddesk for administrators"):
        missing = [policy.name for policy in policies.POLICIES if policy.value not in half]
        assert not missing
