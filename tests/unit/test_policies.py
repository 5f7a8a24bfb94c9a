from __future__ import annotations

import pytest

from koorddesk import settings
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.policies import KEY, POLICIES, machine_policy, value_name
from koorddesk.services.policies import in_force
from koorddesk.settings import Sender, Settings, load_settings


@pytest.fixture
def load(tmp_path):
    """Load the settings with what an administrator set; ``registry`` maps a key below koorddesk's to its values."""

    def loaded(registry, user="{}"):
        (tmp_path / "settings.json").write_text(user, encoding="utf-8")
        keys = {KEY + below: values for below, values in registry.items()}
        return load_settings(tmp_path / "settings.json", tmp_path / "policy.json", lambda key: keys.get(key, {}))

    return loaded


def test_what_the_administrator_sets_stands_above_the_user_and_is_managed(load):
    known = load(
        {"": {"Language": "en", "ThresholdAuthorities": 7, "ApproverDiffersFromWriter": 1, "BackupFolder": r"\\s\b"}},
        '{"language": "da", "threshold_publication": 9}',
    )
    assert (known.language, known.threshold_authorities, known.threshold_publication) == ("en", 7, 9)
    assert known.approver_differs_from_writer is True
    assert known.backup_folder == r"\\s\b"
    assert known.managed == {"language", "threshold_authorities", "approver_differs_from_writer", "backup_folder"}


def test_group_policy_stands_above_the_file_of_the_machine(load, tmp_path):
    (tmp_path / "policy.json").write_text('{"threshold_authorities": 4, "logo": "a.png"}', encoding="utf-8")
    known = load({"": {"ThresholdAuthorities": 8}})
    assert (known.threshold_authorities, known.logo) == (8, "a.png")
    assert known.managed == {"threshold_authorities", "logo"}


def test_on_windows_a_file_that_anyone_could_have_put_there_sets_nothing(monkeypatch, tmp_path):
    (tmp_path / "policy.json").write_text('{"backup_folder": "C:/another/place"}', encoding="utf-8")
    monkeypatch.setattr(settings.platformdirs, "site_config_dir", lambda *_, **__: str(tmp_path))
    user = tmp_path / "settings.json"
    assert load_settings(user, None, lambda _: {}).managed == {"backup_folder"}, "only administrators write there"
    monkeypatch.setattr(settings.sys, "platform", "win32")
    assert settings.policy_file() is None
    assert load_settings(user, None, lambda _: {}) == Settings()


def test_the_sender_has_a_key_of_its_own(load):
    known = load({r"\Sender": {"Unit": "Enheden", "AddressLines": ["Gade 1", "0000 By"], "Confirmed": 1}})
    assert known.sender == Sender(unit="Enheden", address_lines=("Gade 1", "0000 By"), confirmed=True)
    assert known.managed == {"sender"}


def test_values_that_no_setting_has_do_no_harm(load):
    assert load({"": {"Newer": 1, "Managed": ["x"]}, r"\Sender": {"Newer": "x"}}) == Settings()


@pytest.mark.parametrize("values", [{"ThresholdAuthorities": 0}, {"Language": "fr"}, {"ApproverDiffersFromWriter": 2}])
def test_a_value_that_cannot_be_is_named_with_its_key(load, values):
    with pytest.raises(UserError) as refused:
        load({"": values})
    assert refused.value.code == "settings-value"
    assert "Policies" in str(refused.value.params["path"])


def test_outside_windows_there_is_no_policy():
    assert machine_policy(Settings) == {}


def test_names_are_as_windows_writes_them():
    assert value_name("approver_differs_from_writer") == "ApproverDiffersFromWriter"


def test_each_policy_is_listed_with_where_its_value_comes_from(tmp_path):
    (tmp_path / "user.json").write_text('{"threshold_publication": 9, "letter_folder": "C:/b"}', encoding="utf-8")
    (tmp_path / "machine.json").write_text('{"logo": "a.png", "threshold_publication": 6}', encoding="utf-8")
    keys = {KEY: {"ExportLists": 0, "Language": "en"}, KEY + r"\Sender": {"Unit": "Enheden"}}
    listed = in_force(
        Translator("da"), tmp_path / "user.json", tmp_path / "machine.json", lambda key: keys.get(key, {})
    )
    rows = {row.name: row for row in listed}
    assert len(rows) == len(POLICIES)
    group = rf"organisationen (HKEY_LOCAL_MACHINE\{KEY})"
    assert (rows["ExportLists"].value, rows["ExportLists"].source, rows["ExportLists"].managed) == ("nej", group, True)
    assert (rows["Language"].title, rows["Language"].value) == ("Sprog", "Engelsk")
    assert rows["ThresholdPublication"].value == "6"
    assert rows["ThresholdPublication"].source == f"organisationen ({tmp_path / 'machine.json'})"
    assert (rows["LetterFolder"].source, rows["LetterFolder"].managed) == ("dine egne indstillinger", False)
    assert rows["ThresholdAuthorities"].source == "standardværdi"
    assert rows[r"Sender\Unit"].value == "Enheden"
    assert rows[r"Sender\Telephone"].managed  # the sender is set whole
