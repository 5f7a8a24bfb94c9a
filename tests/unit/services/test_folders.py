from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from koorddesk.paths import default_store
from koorddesk.services.folders import For, chosen, own_store, proposed
from koorddesk.settings import Settings


@pytest.fixture
def documents(tmp_path, monkeypatch):
    folder = tmp_path / "Dokumenter"
    folder.mkdir()
    monkeypatch.setattr(platformdirs, "user_documents_dir", lambda: str(folder))
    return folder


def test_the_users_documents_are_proposed_where_nothing_is_set(documents):
    assert proposed(Settings(), For.LETTERS) == str(documents)
    assert proposed(Settings(), For.LISTS, "tilbud.xlsx") == str(documents / "tilbud.xlsx")


def test_what_is_set_is_proposed_with_its_variables_filled_in(tmp_path, monkeypatch):
    monkeypatch.setenv("HJEM", str(tmp_path))
    (tmp_path / "breve").mkdir()
    known = Settings(letter_folder="$HJEM/breve")
    assert proposed(known, For.LETTERS, "1.pdf") == str(tmp_path / "breve" / "1.pdf")
    assert chosen(known, For.LETTERS) == tmp_path / "breve"
    assert chosen(known, For.BLANK_FORMS) is None


def test_letters_and_blank_forms_go_where_lists_go_unless_they_have_a_folder_of_their_own(documents, tmp_path):
    (tmp_path / "ud").mkdir()
    (tmp_path / "breve").mkdir()
    known = Settings(output_folder=str(tmp_path / "ud"))
    for what in (For.LISTS, For.LETTERS, For.BLANK_FORMS):
        assert proposed(known, what) == str(tmp_path / "ud")
    own = Settings(output_folder=str(tmp_path / "ud"), letter_folder=str(tmp_path / "breve"))
    assert proposed(own, For.LETTERS) == str(tmp_path / "breve")
    assert proposed(known, For.BACKUPS) == str(documents)


def test_a_folder_out_of_reach_gives_way_to_the_documents(documents, tmp_path):
    assert proposed(Settings(template_folder=str(tmp_path / "væk")), For.BLANK_FORMS) == str(documents)


def test_the_own_store_is_the_one_that_is_set():
    assert own_store(Settings()) == default_store()
    assert own_store(Settings(store="D:/data/koorddesk.sqlite")) == Path("D:/data/koorddesk.sqlite")
