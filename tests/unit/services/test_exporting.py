"""The administrator's switches hold for every service that writes such files, and copies go where they may."""

from __future__ import annotations

import dataclasses

import pytest

from koorddesk.errors import UserError
from koorddesk.services import keeping
from koorddesk.services.letters import write_letters
from koorddesk.services.offer_export import write_offers
from koorddesk.services.overview import write_overview


def with_settings(desk, **changed):
    return dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, **changed))


def test_lists_are_kept_in_when_the_organisation_says_so(desk, tmp_path):
    held_back = with_settings(desk, export_lists=False)
    for write in (write_overview, write_offers):
        with pytest.raises(UserError) as refused:
            write(held_back, tmp_path / "liste.xlsx")
        assert refused.value.code == "export-lists-off"
        write(desk, tmp_path / f"{write.__name__}.xlsx")
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["write_offers.xlsx", "write_overview.xlsx"]


def test_letters_are_kept_in_when_the_organisation_says_so(desk, tmp_path):
    with pytest.raises(UserError) as refused:
        write_letters(with_settings(desk, export_letters=False), "1", "reminder", tmp_path / "breve")
    assert refused.value.code == "export-letters-off"
    assert not (tmp_path / "breve").exists()


def test_copies_go_only_to_the_backup_folder_when_the_organisation_says_so(desk, tmp_path):
    folder = tmp_path / "kopier"
    held_back = with_settings(desk, export_copies=False, backup_folder=str(folder))
    with pytest.raises(UserError) as refused:
        keeping.backup(held_back, tmp_path / "usb" / "kopi.sqlite")
    assert refused.value.code == "export-copies-off"
    assert not (tmp_path / "usb").exists()
    keeping.backup(held_back, folder / "kopi.sqlite")
    assert (folder / "kopi.sqlite").is_file()


def test_without_a_backup_folder_no_copy_is_made_where_none_is_allowed(desk, tmp_path):
    with pytest.raises(UserError):
        keeping.backup(with_settings(desk, export_copies=False), tmp_path / "kopi.sqlite")
    assert not (tmp_path / "kopi.sqlite").exists()
