from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from koorddesk.errors import UserError
from koorddesk.settings import AgencyName, LetterLabels, Sender, Settings, load_settings, save_settings


@pytest.fixture
def files(tmp_path):
    return tmp_path / "folder" / "settings.json", tmp_path / "policy.json"


def test_without_files_the_standard_values_hold(files):
    assert load_settings(*files) == Settings()


def test_every_setting_comes_back_as_it_was_saved(files):
    changed = Settings(
        language="en",
        agency_names=(AgencyName("Styrelsen", dt.date(2020, 1, 2), dt.date(2021, 3, 4), confirmed=False),),
        sender=Sender("Enheden", ("Gade 1", "0000 By"), "1", "post@example.org", "www.example.org", confirmed=True),
        logo="logo.png",
        labels=LetterLabels(case_number="J.nr.", page="%(page)d/%(pages)d"),
        threshold_authorities=4,
        threshold_publication=6,
        backup_folder="D:\\sikring",
        output_folder="/tmp/breve æøå",
        letter_folder="C:/breve",
        template_folder="C:/skemaer",
        store="D:/koorddesk.sqlite",
        export_lists=False,
        export_letters=False,
        export_copies=False,
        approver_differs_from_writer=True,
        attach_evidence=True,
    )
    unchanged = [
        item.name
        for item in dataclasses.fields(Settings)
        if item.name != "managed" and getattr(changed, item.name) == getattr(Settings(), item.name)
    ]
    assert not unchanged, "the test has to change every setting"
    save_settings(changed, files[0])
    assert load_settings(*files) == changed


def test_the_policy_of_the_machine_wins_and_is_named(files):
    user, policy = files
    save_settings(Settings(threshold_authorities=4, language="en"), user)
    policy.write_text(json.dumps({"threshold_authorities": 7, "something-else": 1}), encoding="utf-8")
    settings = load_settings(user, policy)
    assert (settings.threshold_authorities, settings.language) == (7, "en")
    assert settings.managed == {"threshold_authorities"}


def test_saving_keeps_the_users_own_value_under_a_policy_and_what_a_newer_release_wrote(files):
    user, policy = files
    user.parent.mkdir()
    user.write_text(json.dumps({"threshold_authorities": 4, "from-the-future": [1]}), encoding="utf-8")
    policy.write_text(json.dumps({"threshold_authorities": 7}), encoding="utf-8")
    save_settings(dataclasses.replace(load_settings(user, policy), language="en"), user)
    kept = json.loads(user.read_text(encoding="utf-8"))
    assert (kept["threshold_authorities"], kept["from-the-future"], kept["language"]) == (4, [1], "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "settings-damaged"),
        ("[1]", "settings-damaged"),
        ('{"threshold_authorities": 0}', "settings-value"),
        ('{"threshold_authorities": "3"}', "settings-value"),
        ('{"threshold_authorities": true}', "settings-value"),
        ('{"language": "tlh"}', "settings-value"),
        ('{"agency_names": []}', "settings-value"),
        ('{"agency_names": [{"name": "X", "valid_from": "2020-13-01"}]}', "settings-value"),
        ('{"agency_names": [{"name": "X"}]}', "settings-value"),
        ('{"approver_differs_from_writer": 1}', "settings-value"),
    ],
)
def test_a_wrong_file_is_told_and_left_alone(files, text, code):
    user, policy = files
    user.parent.mkdir()
    user.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as raised:
        load_settings(user, policy)
    assert raised.value.code == code
    assert str(user) in str(raised.value)
    assert user.read_text(encoding="utf-8") == text


def test_a_damaged_line_is_named(files):
    user, policy = files
    user.parent.mkdir()
    user.write_bytes(b'{\n"logo": "\xe6"}')
    with pytest.raises(UserError) as raised:
        load_settings(user, policy)
    assert raised.value.params["line"] == 2


def test_saving_where_nothing_can_be_written_tells_so(tmp_path):
    occupied = tmp_path / "file"
    occupied.write_text("x")
    with pytest.raises(UserError) as raised:
        save_settings(Settings(), occupied / "settings.json")
    assert raised.value.code in {"settings-not-saved", "settings-unreadable"}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2010, 1, 1), "Socialstyrelsen"),
        (dt.date(2022, 9, 1), "Socialstyrelsen"),
        (dt.date(2022, 12, 15), "Social- og Boligstyrelsen"),
        (dt.date(2026, 11, 22), "Social- og Boligstyrelsen"),
    ],
)
def test_the_agency_is_called_what_it_was_called_on_the_day(day, name):
    assert Settings().agency_name(day) == name
