"""The page of letters: writing in a draft beside its pages, the strip of states, approving, correcting."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from test_ui_accessible import nameless
from ui_doubles import RecordingNotifier, dialog_of, settle

from koorddesk.domain.letters import LetterState
from koorddesk.services import (
    keeping,
    letter_address,
    letter_editing,
    letter_files,
    letter_life,
    letter_setting,
    letters,
    queries,
)
from koorddesk.services.desk import Desk, open_desk
from tests.helpers.letter_store import ACCOUNT, SETTINGS, TODAY, make_store
from ui.dialogs.letter import OUTSIDE, AddressDialog, ApproveDialog, DecideDialog, DispatchDialog
from ui.dialogs.standard_texts import StandardTextsDialog
from ui.main_window import MainWindow
from ui.pages import letter_outputs
from ui.pages.intake import IntakePage
from ui.pages.letters import LettersPage
from ui.widgets import letter_printing


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drafted") / "koorddesk.sqlite"
    make_store(path)
    return path


@pytest.fixture
def desk(drafted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A store with seventeen drafts, in place of the usual one."""
    path = tmp_path / "koorddesk.sqlite"
    shutil.copy(drafted, path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    opened = open_desk(path, settings=SETTINGS, account=ACCOUNT, today=lambda: TODAY)
    yield opened
    opened.close()


def to(window: MainWindow, name: str = "Holbæk Kommune") -> queries.LetterRow:
    return next(row for row in queries.letters(window.place.desk) if row.recipient == name)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> LettersPage:
    """The page on the draft to Holbæk."""
    made = window.show_page("letters", to(window).id)
    settle(qtbot, window)
    assert isinstance(made, LettersPage)
    return made


def write(qtbot: QtBot, window: MainWindow, page: LettersPage, after: str, words: str) -> None:
    """Type after the first place where such words stand, and wait until it is kept."""
    editor = page.writing.editor
    cursor = editor.document().find(after)
    assert not cursor.isNull()
    cursor.clearSelection()
    editor.setTextCursor(cursor)
    qtbot.keyClicks(editor, words)
    editor.flush()
    settle(qtbot, window)


def printed(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join("\n".join(page.get_textpage().get_text_range() for page in document).split())


def open_dialog(qtbot: QtBot, window: MainWindow, kind: type) -> object:
    settle(qtbot, window)
    return dialog_of(window, kind)


def settle_open_places(qtbot: QtBot, window: MainWindow, page: LettersPage) -> None:
    page._decide.click()
    decision = dialog_of(window, DecideDialog)
    decision.name.setText("Jurist")
    decision.verb.click()
    settle(qtbot, window)


def test_what_is_typed_is_kept_shown_on_the_page_and_in_the_history(
    qtbot: QtBot, window: MainWindow, page: LettersPage
) -> None:
    before = page.pdf._data
    write(qtbot, window, page, "Baggrund", " i korthed")
    assert "Baggrund i korthed" in printed(letter_setting.letter_pdf(window.place.desk, to(window).id))
    assert page.pdf._data != before
    assert "Baggrund i korthed" in printed(page.pdf._data)
    assert page.writing.editor.marked == {
        part.key for part in letter_editing.letter_text(window.place.desk, to(window).id).parts if part.edited
    }
    assert "Standardteksten lyder: Baggrund" in page.writing.about
    assert any("Baggrund i korthed" in entry.changes for entry in page._history.panel.model.rows)
    assert page._unkept == {}
    qtbot.keyClicks(page.writing.editor, ", og mere")
    assert "Baggrund i korthed, og mere" in page.writing.editor.toPlainText()
    page.writing.editor.flush()
    settle(qtbot, window)


def test_undo_of_the_window_takes_an_edit_back_in_the_editor_too(
    qtbot: QtBot, window: MainWindow, page: LettersPage
) -> None:
    write(qtbot, window, page, "Baggrund", " i korthed")
    page.view.setFocus()
    assert "Baggrund i korthed" in window.actions_table["undo"].text() + window.actions_table["undo"].toolTip()
    window.actions_table["undo"].trigger()
    settle(qtbot, window)
    assert "i korthed" not in page.writing.editor.toPlainText()


def test_what_was_typed_a_moment_before_closing_is_kept(qtbot: QtBot, window: MainWindow, page: LettersPage) -> None:
    editor = page.writing.editor
    cursor = editor.document().find("Baggrund")
    cursor.clearSelection()
    editor.setTextCursor(cursor)
    qtbot.keyClicks(editor, " til det sidste")
    page.leave()
    assert "Baggrund til det sidste" in printed(letter_setting.letter_pdf(window.place.desk, to(window).id))
    settle(qtbot, window)


def test_another_letter_is_shown_only_when_the_first_is_kept(
    qtbot: QtBot, window: MainWindow, page: LettersPage
) -> None:
    editor = page.writing.editor
    cursor = editor.document().find("Baggrund")
    cursor.clearSelection()
    editor.setTextCursor(cursor)
    qtbot.keyClicks(editor, " og mere")
    page.show_key(to(window, "Faxe Kommune").id)
    settle(qtbot, window)
    assert "og mere" not in editor.toPlainText()
    page.show_key(to(window).id)
    settle(qtbot, window)
    assert "Baggrund og mere" in editor.toPlainText()


def test_a_failed_save_tells_and_keeps_what_was_typed(
    qtbot: QtBot, window: MainWindow, page: LettersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from koorddesk.errors import UserError

    def full(*_: object, **__: object) -> None:
        raise UserError("store-disk-full", path="D:")

    with monkeypatch.context() as patch:
        patch.setattr(letter_editing, "save_edits", full)
        write(qtbot, window, page, "Baggrund", " kort")
        notifier = window.place.notifier
        assert isinstance(notifier, RecordingNotifier)
        assert [error for error in notifier.errors if getattr(error, "code", "") == "store-disk-full"]
        page.refresh()
        settle(qtbot, window)
        assert "Baggrund kort" in page.writing.editor.toPlainText()
    write(qtbot, window, page, "Baggrund kort", "fattet")
    assert "Baggrund kortfattet" in printed(letter_setting.letter_pdf(window.place.desk, to(window).id))


def test_the_figure_at_the_cursor_is_chosen_among_the_sources_and_leads_to_its_cell(
    qtbot: QtBot, window: MainWindow, page: LettersPage
) -> None:
    source = next(row for row in letters.letter_sources(window.place.desk, to(window).id) if row.cell)
    editor = page.writing.editor
    chip = next(chip for chip in editor.letter.chips() if getattr(chip.piece, "text", "") == source.shown)
    cursor = editor.textCursor()
    cursor.setPosition(chip.start)
    editor.setTextCursor(cursor)
    chosen = page.sources.view.current()
    assert chosen is not None
    assert (chosen.sheet, chosen.cell) == (source.sheet, source.cell)
    assert source.cell in page.writing.about
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, window)
    assert isinstance(window.page, IntakePage)


def test_a_locked_letter_leads_from_a_figure_on_its_page_to_the_cell(
    qtbot: QtBot, window: MainWindow, page: LettersPage
) -> None:
    settle_open_places(qtbot, window, page)
    page._approve.click()
    dialog = open_dialog(qtbot, window, ApproveDialog)
    assert isinstance(dialog, ApproveDialog)
    dialog.way.setCurrentIndex(dialog.way.findData(OUTSIDE))
    dialog.name.setText("Direktør")
    assert not dialog.verb.isEnabled()
    dialog.document.setText("4711")
    dialog.verb.click()
    settle(qtbot, window)
    assert to(window).state is LetterState.FROZEN
    assert not page.writing.isVisible()
    assert page.strip.texts[1] == "godkendt: Direktør, 02-02-2026\nuden for programmet, dokument 4711"
    assert page.strip.texts[2].startswith("låst: 02-02-2026")
    assert page.strip.texts[3] == "afsendt"
    figure = next(figure for figure in page.pdf._figures if figure.cell)
    wanted: list[str] = []
    window.place.page_wanted.connect(lambda _page, key: wanted.append(key))
    scale = 72 / 25.4
    assert figure.cell in page.pdf._says(figure.page - 1, (figure.left + 1) * scale, (figure.top + 1) * scale)
    page.pdf._pages.pressed.emit(figure.page - 1, (figure.left + 1) * scale, (figure.top + 1) * scale)
    assert wanted == [f"{figure.submission_id}#{figure.sheet}!{figure.cell}"]
    settle(qtbot, window)


def test_a_sent_letter_is_corrected_by_a_new_one(qtbot: QtBot, window: MainWindow, page: LettersPage) -> None:
    settle_open_places(qtbot, window, page)
    page._approve.click()
    approval = open_dialog(qtbot, window, ApproveDialog)
    assert isinstance(approval, ApproveDialog)
    approval.name.setText("Kontorchef")
    approval.verb.click()
    settle(qtbot, window)
    page._dispatch.click()
    settle(qtbot, window)
    sending = dialog_of(window, DispatchDialog)
    sending.to.setText("Rådhuset")
    sending.verb.click()
    settle(qtbot, window)
    assert page.strip.texts[3] == "afsendt: 02-02-2026\nDigital Post, til Rådhuset"
    old = to(window).number
    page._correct.click()
    settle(qtbot, window)
    row = page.view.current()
    assert row is not None
    assert (row.state, row.number) == (LetterState.DRAFT, 18)
    assert "erstatter brev af 2. februar 2026" in page.writing.editor.toPlainText()
    assert f"Erstatter brev {old}" in page.strip._about.text()
    assert keeping.check_store(window.place.desk) == []


def test_many_drafts_are_approved_together(qtbot: QtBot, window: MainWindow, page: LettersPage) -> None:
    settle_open_places(qtbot, window, page)
    page.view.selectAll()
    page._approve.click()
    dialog = open_dialog(qtbot, window, ApproveDialog)
    assert isinstance(dialog, ApproveDialog)
    dialog.name.setText("Kontorchef")
    dialog.verb.click()
    settle(qtbot, window)
    assert {row.state for row in queries.letters(window.place.desk)} == {LetterState.FROZEN}


def test_a_missing_address_is_entered_from_the_letter(qtbot: QtBot, window: MainWindow, page: LettersPage) -> None:
    from koorddesk.domain.authorities import Contact
    from koorddesk.domain.letters import Letter
    from koorddesk.store.uow import Summary

    desk = window.place.desk
    with desk.store.unit_of_work() as uow:
        letter = uow.get(Letter, to(window).id)
        assert letter is not None
        for contact in uow.all(Contact, party_id=letter.recipient_id):
            uow.remove(contact)
        uow.commit(Summary("gone"))
    letters.redraft(desk, to(window).id)
    page.refresh()
    settle(qtbot, window)
    assert "Adressen på Holbæk Kommune" in page._open_points.text()
    assert page._address.isVisible()
    page._address.click()
    dialog = open_dialog(qtbot, window, AddressDialog)
    assert isinstance(dialog, AddressDialog)
    dialog.lines.setPlainText("Nygade 1\n4300 Holbæk")
    dialog.on.set_day(dt.date(2026, 1, 1))
    dialog.verb.click()
    settle(qtbot, window)
    assert not page._address.isVisible()
    assert "Nygade 1" in printed(page.pdf._data)


def test_edits_go_to_the_other_drafts_and_differences_are_listed(
    qtbot: QtBot, window: MainWindow, page: LettersPage
) -> None:
    write(qtbot, window, page, "Baggrund", " i korthed")
    assert any(row.text == "Baggrund i korthed" for row in page.differences.model.rows)
    page._same.trigger()
    settle(qtbot, window)
    notifier = window.place.notifier
    assert isinstance(notifier, RecordingNotifier)
    assert "Rettelserne står nu i 16 andre udkast." in notifier.notices[-1]
    assert not any(row.text == "Baggrund i korthed" for row in page.differences.model.rows)
    page._again.trigger()
    settle(qtbot, window)
    assert "Baggrund i korthed" in printed(letter_setting.letter_pdf(window.place.desk, to(window, "Faxe Kommune").id))


def test_letters_go_into_files_and_a_package(
    qtbot: QtBot, window: MainWindow, page: LettersPage, tmp_path: Path
) -> None:
    page._out(
        lambda place, owner, keys: letter_outputs.write(place, owner, keys, letter_files.write_word, tmp_path / "word")
    )
    settle(qtbot, window)
    assert len(list((tmp_path / "word").glob("*-UDKAST.docx"))) == 17
    page._out(
        lambda place, owner, keys: letter_outputs.write_print_file(place, owner, keys[:3], tmp_path / "print.pdf")
    )
    settle(qtbot, window)
    assert (tmp_path / "print.pdf").is_file()
    settle_open_places(qtbot, window, page)
    letter_life.approve_letter(window.place.desk, to(window).id, "Kontorchef", "")
    letter_outputs.write_package(window.place, page, to(window), tmp_path)
    settle(qtbot, window)
    assert [path.name for path in tmp_path.glob("Aflevering*/*.pdf")] == [f"{to(window).number:03d}-Holbæk-Kommune.pdf"]
    notifier = window.place.notifier
    assert isinstance(notifier, RecordingNotifier)
    assert "1 brev ligger i pakken" in notifier.notices[-1]
    assert "16 udkast er udeladt." in notifier.notices[-1]


def test_pages_are_painted_for_the_printer_as_they_are(window: MainWindow, page: LettersPage, tmp_path: Path) -> None:
    pages = letter_printing.pictures(page.pdf._data, lambda *_: None, lambda: False)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFullPage(True)
    letter_printing.paint(printer, pages)
    assert len(pypdfium2.PdfDocument(tmp_path / "out.pdf")) == len(pages) == page.pdf.page_count
    dialog = letter_printing.preview(window.place, page, pages[:1])
    assert dialog.windowTitle() == "Udskriv breve"
    dialog.deleteLater()


def test_a_standard_text_is_given_the_agencys_wording_and_told_where_it_is_wrong(
    qtbot: QtBot, window: MainWindow, page: LettersPage
) -> None:
    page.show_standard_texts()
    settle(qtbot, window)
    dialog = dialog_of(window, StandardTextsDialog)
    row = next(
        row
        for row in dialog.list.model.all_rows
        if row.source == "renewed-consideration-request" and row.type == "paragraph" and "{" not in row.text
    )
    assert dialog.view.choose(f"{row.source}/{row.block}")
    assert dialog.words.toPlainText() == row.text
    assert not dialog.keep.isEnabled()
    dialog.words.setPlainText("Svar senest den {deadlin}.")
    dialog.keep.click()
    settle(qtbot, window)
    assert "»deadline«" in dialog.trouble.text() or '"deadline"' in dialog.trouble.text()
    assert dialog.words.toPlainText() == "Svar senest den {deadlin}."
    dialog.words.setPlainText("Svar senest den {deadline}.")
    dialog.keep.click()
    settle(qtbot, window)
    assert dialog.trouble.isHidden()
    assert row.text in dialog.standard.text()
    letters.redraft(window.place.desk, to(window).id)
    assert "Svar senest den 30. juni 2026." in printed(letter_setting.letter_pdf(window.place.desk, to(window).id))
    dialog.back.click()
    settle(qtbot, window)
    assert dialog.words.toPlainText() == row.text
    assert nameless(dialog) == []
    dialog.accept()


def test_dialogs_of_letters_have_named_controls(qtbot: QtBot, window: MainWindow, page: LettersPage) -> None:
    address = letter_address.address_of(window.place.desk, to(window).id)
    for dialog in (AddressDialog(window.place, address, page), ApproveDialog(window.place, 1, page, ("Navn", ""))):
        dialog.show()
        assert nameless(dialog) == []
        dialog.close()
        dialog.deleteLater()
    assert [found for found in nameless(page) if not found.startswith("_Pages")] == []
