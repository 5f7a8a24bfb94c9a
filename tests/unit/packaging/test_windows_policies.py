from __future__ import annotations

import re
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


# Element -> its attributes (those in brackets may be left out) and its children in their order, as Microsoft's reference
# of the ADMX schema has them; what is not used here is left out.
GRAMMAR = {
    "koorddesk.admx": {
        "policyDefinitions": ("revision schemaVersion", "policyNamespaces resources supportedOn categories policies "),
        "policyNamespaces": ("", "target (using )*"),
        "target": ("prefix namespace", ""),
        "using": ("prefix namespace", ""),
        "resources": ("minRequiredRevision [fallbackCulture]", ""),
        "supportedOn": ("[ref]", "(definitions )?"),
        "definitions": ("", "(definition )+"),
        "definition": ("name displayName", ""),
        "categories": ("", "(category )+"),
        "category": ("name displayName [explainText]", "(parentCategory )?"),
        "parentCategory": ("ref", ""),
        "policies": ("", "(policy )+"),
        "policy": (
            "name class displayName [explainText] [presentation] key [valueName]",
            "parentCategory supportedOn (enabledValue disabledValue )?(elements )?",
        ),
        "enabledValue": ("", "decimal "),
        "disabledValue": ("", "decimal "),
        "elements": ("", "(text |multiText |decimal |enum )+"),
        "text": ("id valueName [required] [maxLength] [expandable]", ""),
        "multiText": ("id valueName [required]", ""),
        "decimal": ("[id] [valueName] [value] [minValue] [maxValue]", ""),
        "enum": ("id valueName [required]", "(item )+"),
        "item": ("displayName", "value "),
        "value": ("", "string "),
        "string": ("", ""),
    },
    "koorddesk.adml": {
        "policyDefinitionResources": ("revision schemaVersion", "displayName description resources "),
        "displayName": ("", ""),
        "description": ("", ""),
        "resources": ("", "stringTable presentationTable "),
        "stringTable": ("", "(string )+"),
        "string": ("id", ""),
        "presentationTable": ("", "(presentation )+"),
        "presentation": ("id", "(textBox |multiTextBox |decimalTextBox |dropdownList )+"),
        "textBox": ("refId", "label (defaultValue )?"),
        "label": ("", ""),
        "multiTextBox": ("refId [showAsDialog] [defaultHeight]", ""),
        "decimalTextBox": ("refId [defaultValue]", ""),
        "dropdownList": ("refId [noSort] [defaultItem]", ""),
    },
}


def test_the_template_keeps_to_the_grammar_of_group_policy(policies, tmp_path):
    policies.write(tmp_path / "out")
    files = list((tmp_path / "out").rglob("*.adm*"))
    assert len(files) == 3
    for file in files:
        for element in ET.fromstring(file.read_bytes()).iter():
            attributes, children = GRAMMAR[file.name][element.tag.removeprefix(SPACE)]
            needed = {name for name in attributes.split() if not name.startswith("[")}
            allowed = {name.strip("[]") for name in attributes.split()}
            assert needed <= set(element.keys()) <= allowed, (file.name, element.attrib)
            order = "".join(child.tag.removeprefix(SPACE) + " " for child in element)
            assert re.fullmatch(children, order), (file.name, element.tag, order)
            for name in ("id", "name", "refId"):
                assert re.fullmatch(r"\w+", element.get(name, "x"))


def test_a_field_begins_with_what_holds_without_the_policy(policies):
    text = policies.words("en-US")
    for setting, name in (
        ("threshold_authorities", "ThresholdAuthorities"),
        ("threshold_publication", "ThresholdPublication"),
    ):
        (field,) = [line for line in text.splitlines() if f'presentation id="{name}"' in line]
        assert f'defaultValue="{getattr(Settings(), setting)}"' in field


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
