"""The editor of a letter: typing around chips, locked places, marks, and what it gives out to be kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from koorddesk.i18n import Translator
from koorddesk.services.letter_editing import (
    Align,
    Block,
    Column,
    DeadlineBlock,
    Field,
    Figure,
    Heading,
    LetterText,
    ListBlock,
    OpenBlock,
    OpenReason,
    Paragraph,
    Part,
    Source,
    Style,
    Table,
    Text,
)
from ui.widgets.letter_document import tidied
from ui.widgets.letter_editor import LetterEditor, new_words

SOURCE = Source("Skema", "1", dt.date(2026, 1, 5), "Holbæk.xlsx", "ab" * 32, "Ark1", "C14", "sub-1", 3)
FIGURE = Figure("7", "Antal borgere", SOURCE)
BLOCKS: tuple[Block, ...] = (
    Paragraph(
        (Field("agency", "Styrelsen"), Text(" beder "), Field("council", "kommunalbestyrelsen i Holbæk Kommune"),
         Text(" om svar.")),
        Style.LEAD, "lead",
    ),
    Heading((Text("Baggrund"),), 2, "background-heading"),
    Paragraph((Text("En "), Text("vigtig", strong=True), Text(" sætning. "), Text("Og en til.")), origin="background"),
    ListBlock(((Text("et"),), (Text("to"),)), origin="items"),
    Table(
        (Column("Oplysning", row_header=True), Column("Antal", Align.NUMBER)),
        (((Text("Borgere"),), (FIGURE,)), ((Text("Ventende"),), (Text("ukendt"),))),
        origin="evidence",
    ),
    OpenBlock("appeal", OpenReason.LEGAL, (Text("klagevejledning"),), "appeal"),
    DeadlineBlock((Text("Senest den "), Field("deadline", "1. maj 2026")), dt.date(2026, 5, 1), "deadline"),
)  # fmt: skip
KEYS = [f"{block.origin}.1" for block in BLOCKS]
_WHOLE = QTextDocument.FindFlag.FindWholeWords
FIELDS = {"agency": "Styrelsen", "council": "kommunalbestyrelsen i Holbæk Kommune", "deadline": "1. maj 2026"}
MEANINGS = {"agency": "styrelsens navn", "council": "den kommunalbestyrelse, brevet er til", "deadline": "svarfristen"}


def text_of(blocks: tuple[Block, ...] = BLOCKS, *, draft: bool = True) -> LetterText:
    parts = tuple(Part(key, block, (block,)) for key, block in zip(KEYS, blocks, strict=True))
    return LetterText("letter-1", draft, parts, FIELDS, MEANINGS)


@pytest.fixture
def editor(qtbot: QtBot, translator: Translator) -> Iterator[LetterEditor]:
    made = LetterEditor(translator)
    qtbot.addWidget(made)
    made.resize(560, 700)
    made.show_text(text_of())
    made.show()
    yield made
    made.show_text(None)


def put_cursor(editor: LetterEditor, words: str, *, after: bool = False) -> None:
    cursor = editor.document().find(words)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionEnd() if after else cursor.selectionStart())
    editor.setTextCursor(cursor)


def select(editor: LetterEditor, words: str) -> None:
    editor.setTextCursor(editor.document().find(words))


def given(editor: LetterEditor) -> dict[str, tuple[Block, ...] | None]:
    """Return what the editor gives out, as the page would get it."""
    got: list[dict[str, tuple[Block, ...] | None]] = []
    editor.edited.connect(got.append)
    editor.flush()
    editor.edited.disconnect(got.append)
    return got[0] if got else {}


def words(blocks: tuple[Block, ...] | None) -> str:
    assert blocks is not None
    return "\n".join(
        "".join(piece.text for piece in block.line) for block in blocks if not isinstance(block, (ListBlock, Table))
    )


def test_a_letter_shown_is_a_letter_unchanged(editor: LetterEditor) -> None:
    assert editor.letter.read() == {key: (tidied(block),) for key, block in zip(KEYS, BLOCKS, strict=True)}
    assert given(editor) == {}
    assert editor.edited_keys() == set()


def test_typing_beside_a_chip_is_plain_words(qtbot: QtBot, editor: LetterEditor) -> None:
    put_cursor(editor, "Styrelsen", after=True)
    qtbot.keyClicks(editor, " nu")
    (block,) = given(editor)["lead.1"] or ()
    assert isinstance(block, Paragraph)
    assert block.line[:2] == (Field("agency", "Styrelsen"), Text(" nu beder "))
    put_cursor(editor, "Styrelsen")
    qtbot.keyClicks(editor, "Ja, ")
    (block,) = given(editor)["lead.1"] or ()
    assert isinstance(block, Paragraph)
    assert block.line[:2] == (Text("Ja, "), Field("agency", "Styrelsen"))


def test_the_cursor_never_stands_inside_a_chip(qtbot: QtBot, editor: LetterEditor) -> None:
    put_cursor(editor, "kommunalbestyrelsen")
    start = editor.textCursor().position()
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    assert editor.textCursor().position() == start + len("kommunalbestyrelsen i Holbæk Kommune")
    qtbot.keyClick(editor, Qt.Key.Key_Left)
    assert editor.textCursor().position() == start


@pytest.mark.parametrize(
    ("key", "after"), [(Qt.Key.Key_Backspace, True), (Qt.Key.Key_Delete, False)], ids=["backspace", "delete"]
)
@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_a_chip_goes_whole_or_not_at_all(
    qtbot: QtBot, editor: LetterEditor, key: Qt.Key, after: bool, modifier: Qt.KeyboardModifier
) -> None:
    put_cursor(editor, "kommunalbestyrelsen i Holbæk Kommune", after=after)
    qtbot.keyClick(editor, key, modifier)
    (block,) = given(editor)["lead.1"] or ()
    assert isinstance(block, Paragraph)
    assert [piece for piece in block.line if isinstance(piece, Field)] == [Field("agency", "Styrelsen")]


def test_deleting_from_the_middle_of_a_chip_takes_all_of_it(qtbot: QtBot, editor: LetterEditor) -> None:
    cursor = editor.document().find("Holbæk Kommune om")
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert words(given(editor)["lead.1"]) == "Styrelsen beder  svar."


def test_a_chip_that_is_broken_all_the_same_is_mended(qtbot: QtBot, editor: LetterEditor) -> None:
    told: list[str] = []
    editor.refused.connect(told.append)
    cursor = editor.document().find("Holbæk")
    cursor.insertText("Køge")
    assert editor.letter.is_whole()
    assert "Køge" not in editor.toPlainText()
    assert told
    assert given(editor) == {}


def test_what_is_open_is_not_typed_in(qtbot: QtBot, editor: LetterEditor) -> None:
    told: list[str] = []
    editor.refused.connect(told.append)
    put_cursor(editor, "klagevejledning")
    qtbot.keyClicks(editor, "x")
    put_cursor(editor, "klagevejledning", after=True)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    select(editor, "Senest")
    editor.moveCursor(QTextCursor.MoveOperation.Start, QTextCursor.MoveMode.KeepAnchor)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    put_cursor(editor, "Senest")
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert len(told) == 4
    assert given(editor) == {}


def test_enter_makes_paragraphs_after_headings_and_items_in_lists(qtbot: QtBot, editor: LetterEditor) -> None:
    put_cursor(editor, "Baggrund", after=True)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "Nyt afsnit.")
    put_cursor(editor, "to", after=True)
    editor.setTextCursor(editor.document().find("to", editor.document().find("et").position(), _WHOLE))
    cursor = editor.textCursor()
    cursor.clearSelection()
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "tre")
    changes = given(editor)
    assert changes["background-heading.1"] == (
        BLOCKS[1],
        Paragraph((Text("Nyt afsnit."),), origin="background-heading"),
    )
    assert changes["items.1"] == (ListBlock(((Text("et"),), (Text("to"),), (Text("tre"),)), origin="items"),)


def test_enter_on_an_empty_item_ends_the_list(qtbot: QtBot, editor: LetterEditor) -> None:
    editor.setTextCursor(editor.document().find("to", editor.document().find("et").position(), _WHOLE))
    cursor = editor.textCursor()
    cursor.clearSelection()
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "Efter listen.")
    assert given(editor)["items.1"] == (BLOCKS[3], Paragraph((Text("Efter listen."),), origin="items"))


def test_cells_take_words_and_keep_their_table(qtbot: QtBot, editor: LetterEditor) -> None:
    told: list[str] = []
    editor.refused.connect(told.append)
    put_cursor(editor, "ukendt", after=True)
    qtbot.keyClicks(editor, " endnu")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    put_cursor(editor, "Oplysning")
    qtbot.keyClicks(editor, "x")
    assert len(told) == 2
    (table,) = given(editor)["evidence.1"] or ()
    assert isinstance(table, Table)
    assert table.rows[1][1] == (Text("ukendt endnu"),)
    assert table.rows[0][1] == (FIGURE,)
    assert table.columns == getattr(BLOCKS[4], "columns")  # noqa: B009 - the type checker knows only a block


def test_pasting_keeps_words_and_drops_their_look(qtbot: QtBot, editor: LetterEditor) -> None:
    put_cursor(editor, "Og en til.", after=True)
    QGuiApplication.clipboard().setText(" Linje 1\r\nLinje 2")
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    first, second = given(editor)["background.1"] or ()
    assert words((first, second)).splitlines() == ["En vigtig sætning. Og en til. Linje 1", "Linje 2"]
    assert isinstance(first, Paragraph)
    assert Text("vigtig", strong=True) in first.line


def test_a_chip_can_be_moved_by_cutting_and_pasting(qtbot: QtBot, editor: LetterEditor) -> None:
    select(editor, "Holbæk Kommune om")
    qtbot.keyClick(editor, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    put_cursor(editor, "Og en til.")
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (block,) = given(editor)["background.1"] or ()
    assert isinstance(block, Paragraph)
    assert Field("council", "kommunalbestyrelsen i Holbæk Kommune") in block.line
    assert editor.letter.is_whole()


def test_a_field_is_put_in_and_tells_where_it_comes_from(editor: LetterEditor) -> None:
    put_cursor(editor, "Og en til.")
    editor.insert_field("deadline")
    (block,) = given(editor)["background.1"] or ()
    assert isinstance(block, Paragraph)
    assert Field("deadline", "1. maj 2026") in block.line
    assert "svarfristen" in editor.origin_of(Field("deadline", ""))
    assert editor.origin_of(FIGURE) == "Antal borgere: Holbæk.xlsx, Ark1 C14"


def test_standard_text_is_put_back_and_left_out(editor: LetterEditor) -> None:
    got: list[object] = []
    editor.edited.connect(got.append)
    editor.leave_out("background.1")
    assert "vigtig" not in editor.toPlainText().split("Udeladt:")[0]
    assert "Udeladt: En vigtig sætning." in editor.toPlainText()
    editor.put_back("background.1")
    assert "Udeladt" not in editor.toPlainText()
    editor.leave_out("appeal.1")
    assert got == [{"background.1": ()}, {"background.1": None}]


def test_typing_back_what_stood_there_puts_the_standard_text_back(qtbot: QtBot, editor: LetterEditor) -> None:
    put_cursor(editor, "Og en til.", after=True)
    qtbot.keyClicks(editor, "x")
    assert set(given(editor)) == {"background.1"}
    assert editor.edited_keys() == {"background.1"}
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert given(editor) == {"background.1": None}
    assert editor.edited_keys() == set()


def test_what_is_typed_is_given_out_after_a_moment_and_on_leaving(qtbot: QtBot, editor: LetterEditor) -> None:
    put_cursor(editor, "Og en til.", after=True)
    with qtbot.waitSignal(editor.edited, timeout=3000):
        qtbot.keyClicks(editor, " Mere.")
    assert not editor.is_waiting
    qtbot.keyClicks(editor, " Endnu mere.")
    with qtbot.waitSignal(editor.edited, timeout=1000):
        editor.hide()


def test_a_text_that_says_the_same_leaves_the_cursor_alone(qtbot: QtBot, editor: LetterEditor) -> None:
    put_cursor(editor, "Og en til.", after=True)
    qtbot.keyClicks(editor, " Mere.")
    place = editor.textCursor().position()
    editor.show_text(text_of())  # what the store knew before
    assert "Mere." in editor.toPlainText()
    blocks = given(editor)["background.1"]
    assert blocks is not None
    parts = tuple(
        Part(part.key, part.standard, blocks, edited=True) if part.key == "background.1" else part
        for part in text_of().parts
    )
    editor.show_text(LetterText("letter-1", draft=True, parts=parts, fields=FIELDS, meanings=MEANINGS))
    assert editor.textCursor().position() == place
    editor.show_text(text_of())  # undone in the store
    assert "Mere." not in editor.toPlainText()


def test_a_locked_letter_is_read_and_not_written(qtbot: QtBot, editor: LetterEditor) -> None:
    editor.show_text(text_of(draft=False))
    put_cursor(editor, "Og en til.", after=True)
    qtbot.keyClicks(editor, "x")
    assert given(editor) == {}


def test_a_figure_leads_to_its_cell(qtbot: QtBot, editor: LetterEditor) -> None:
    put_cursor(editor, "7")
    with qtbot.waitSignal(editor.figure_wanted, timeout=1000) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert told.args == [FIGURE]


def test_the_menu_offers_the_fields(editor: LetterEditor) -> None:
    menu = editor.menu()
    fields = menu.actions()[-1].menu()
    assert fields is not None
    assert [action.text() for action in fields.actions()] == [
        "Den kommunalbestyrelse, brevet er til: kommunalbestyrelsen i Holbæk Kommune",
        "Styrelsens navn: Styrelsen",
        "Svarfristen: 1. maj 2026",
    ]
    menu.deleteLater()


@pytest.mark.parametrize(
    ("standard", "now", "marked"),
    [
        ("En sætning.", "En sætning.", []),
        ("En sætning.", "En god sætning.", ["god "]),
        ("En sætning.", "Noget helt andet.", ["Noget", "helt andet."]),
        ("", "Nyt.", ["Nyt."]),
        ("En god sætning.", "En sætning.", []),
    ],
)
def test_new_words_are_marked(standard: str, now: str, marked: list[str]) -> None:
    assert [now[start:end] for start, end in new_words(standard, now)] == marked
