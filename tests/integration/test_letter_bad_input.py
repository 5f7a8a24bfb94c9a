"""What can go wrong with a letter at the desk: one clear Danish sentence, and nothing half made."""

import datetime as dt
import shutil

import pypdfium2
import pytest
from sqlalchemy import Engine, event

from koorddesk.domain.authorities import Authority, Contact
from koorddesk.domain.chain import Step, StepKind
from koorddesk.domain.letters import BlockDecision, Letter, LetterState
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.services import letter_life, letters, queries
from koorddesk.services.desk import open_desk
from koorddesk.services.keeping import check_store
from koorddesk.services.letter_setting import letter_pdf
from koorddesk.store.uow import Summary
from tests.helpers.letter_store import ACCOUNT, SETTINGS, TODAY, make_store

DANISH = Translator("da")
SAID = Summary("said")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    path = tmp_path_factory.mktemp("drafted") / "store.sqlite"
    make_store(path)
    return path


@pytest.fixture
def desk(drafted, tmp_path):
    shutil.copy(drafted, tmp_path / "store.sqlite")
    opened = open_desk(tmp_path / "store.sqlite", settings=SETTINGS, account=ACCOUNT, today=lambda: TODAY)
    yield opened
    opened.close()


def to(desk, name="Holbæk Kommune"):
    return next(row for row in queries.letters(desk) if row.recipient == name)


def settle(desk, row):
    for point in letters.open_places(desk, row.id):
        letters.decide_block(desk, row.id, point.block, "", "Jurist")


def again(desk):
    """Set the drafts again from the store as it is now."""
    row = to(desk)
    with desk.store.reader() as uow:
        letter = uow.get(Letter, row.id)
        assert letter is not None
        step = letter.step_id
    return letters.draft_letters(desk, row.case_number, step)


def address(desk, lines, name="Holbæk"):
    """Give a council another address."""
    with desk.store.unit_of_work() as uow:
        council = uow.one(Authority, name=name)
        assert council is not None
        known = uow.one(Contact, party_id=council.id)
        assert known is not None
        known.address_lines = lines
        uow.commit(SAID)


def asks(desk, text):
    """Let the request ask for something else, as if the caseworker had written it so."""
    with desk.store.unit_of_work() as uow:
        step = uow.all(Step, kind=StepKind.RENEWED_CONSIDERATION_REQUEST)[-1]
        step.what_is_asked = text
        uow.commit(SAID)


def refusal(call, *arguments, **named):
    with pytest.raises(UserError) as caught:
        call(*arguments, **named)
    return caught.value.code, caught.value.message(DANISH)


def test_a_full_disk_while_locking_leaves_a_draft(desk):
    row = to(desk)
    settle(desk, row)
    before = letter_pdf(desk, row.id)

    def no_room(connection, _cursor, statement, *_):
        if statement.startswith("INSERT"):
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "before_cursor_execute", no_room)
    try:
        code, said = refusal(
            letter_life.approve_letter, desk, row.id, "Kontorchef", "Kontorchef", document_number="2026-99"
        )
    finally:
        event.remove(Engine, "before_cursor_execute", no_room)
    assert code == "store-disk-full"
    assert "plads" in said
    assert to(desk).state is LetterState.DRAFT
    assert letter_pdf(desk, row.id) == before
    assert check_store(desk) == []


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("Gade 1\n\u202e4300 Holbæk", "U+202E"),
        ("Gade 1 \U0001f3e0\n4300 Holbæk", "U+1F3E0"),
        ("北京路 1\n4300 Holbæk", "北"),
        ("שדרות 1\n4300 Holbæk", "ש"),
    ],
)
def test_a_character_that_cannot_be_set_is_named_and_no_letter_is_changed(desk, lines, names):
    before = [(row.id, row.pdf_sha256) for row in queries.letters(desk)]
    address(desk, lines)
    code, said = refusal(again, desk)
    assert code == "letter-missing-glyph"
    assert names in said
    assert [(row.id, row.pdf_sha256) for row in queries.letters(desk)] == before


def test_an_address_too_long_for_the_window_is_told_with_its_council(desk):
    address(desk, "\n".join(f"Linje {number}" for number in range(14)))
    code, said = refusal(again, desk)
    assert code == "letter-address-too-long"
    assert "Holbæk Kommune" in said


def test_markup_in_a_text_is_only_text(desk):
    asks(desk, "at svare på <b>A & B</b>; se <a href='x'>her</a> &amp; der")
    again(desk)
    document = pypdfium2.PdfDocument(letter_pdf(desk, to(desk).id))
    text = " ".join("\n".join(page.get_textpage().get_text_range() for page in document).split())
    assert "at svare på <b>A & B</b>; se <a href='x'>her</a> &amp; der" in text


def test_a_small_count_that_was_typed_stops_every_letter_until_it_is_released_with_a_reason(desk):
    asks(desk, "at oplyse, om de 2 borgere på venteliste har fået en plads")
    again(desk)
    row = to(desk)
    settle_legal = [point for point in letters.open_places(desk, row.id) if point.legal]
    for point in settle_legal:
        letters.decide_block(desk, row.id, point.block, "", "Jurist")
    (point,) = letters.open_places(desk, row.id)
    assert point.writable
    assert "2 borgere" in point.text
    code, said = refusal(
        letter_life.approve_letter, desk, row.id, "Kontorchef", "Kontorchef", document_number="2026-99"
    )
    assert code == "letter-open"
    assert "2 borgere" in said
    code, said = refusal(letters.decide_block, desk, row.id, point.block, "  ", "Kontorchef")
    assert (code, said) == (
        "release-reason-empty",
        "Skriv, hvorfor det lille tal må stå i brevet. Begrundelsen gemmes sammen med brevet.",
    )
    letters.decide_block(desk, row.id, point.block, "Tallet er offentliggjort af kommunen selv.", "Kontorchef")
    assert all(letters.open_places(desk, known.id) == [] for known in queries.letters(desk) if known.has_pdf)
    letter_life.approve_letter(desk, row.id, "Kontorchef", "Kontorchef", document_number="2026-99")
    with desk.store.reader() as uow:
        kept = next(known for known in uow.all(BlockDecision) if known.block == point.block)
    assert (kept.decided_by, kept.decided_on) == ("Kontorchef", dt.date(2026, 2, 2))
    assert kept.text == "Tallet er offentliggjort af kommunen selv."
