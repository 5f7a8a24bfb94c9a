"""A letter at the desk: written in, set again, approved and locked, sent, journalised, corrected."""

import datetime as dt
import shutil
from dataclasses import replace

import pypdfium2
import pytest

from koorddesk.domain.authorities import Person
from koorddesk.domain.documents import ApprovalWay
from koorddesk.domain.ids import new_id
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.errors import UserError
from koorddesk.services import (
    keeping,
    letter_address,
    letter_differences,
    letter_editing,
    letter_life,
    letters,
    people,
    queries,
)
from koorddesk.services.desk import open_desk
from koorddesk.services.letter_editing import Field, Figure, OpenBlock, Paragraph, Text
from koorddesk.services.letter_setting import letter_pages, letter_pdf
from koorddesk.store.uow import Summary
from tests.helpers.letter_store import ACCOUNT, SETTINGS, TODAY, make_store


@pytest.fixture(scope="session")
def drafted(tmp_path_factory):
    path = tmp_path_factory.mktemp("drafted") / "store.sqlite"
    make_store(path)
    return path


@pytest.fixture
def open_as(drafted, tmp_path):
    """Open the store of drafts as somebody; every opening is of the same store."""
    path = tmp_path / "store.sqlite"
    shutil.copy(drafted, path)
    opened = []

    def opener(account=ACCOUNT, **settings):
        for known in opened:
            known.close()
        desk = open_desk(path, settings=replace(SETTINGS, **settings), account=account, today=lambda: TODAY)
        opened[:] = [desk]
        return desk

    yield opener
    for known in opened:
        known.close()


@pytest.fixture
def desk(open_as):
    return open_as()


def to(desk, name="Holbæk Kommune"):
    return next(row for row in queries.letters(desk) if row.recipient == name)


def printed(data):
    document = pypdfium2.PdfDocument(data)
    return " ".join("\n".join(page.get_textpage().get_text_range() for page in document).split())


def first(desk, letter, part=Field):
    """Return the first paragraph of a letter with such a piece, as the editor has it."""
    return next(
        known
        for known in letter_editing.letter_text(desk, letter.id).parts
        if isinstance(known.standard, Paragraph) and any(isinstance(piece, part) for piece in known.standard.line)
    )


def edit(desk, letter, *line):
    part = first(desk, letter)
    assert isinstance(part.standard, Paragraph)
    letter_editing.save_edits(desk, letter.id, {part.key: (replace(part.standard, line=line),)})
    return part


def settle_open_places(desk, letter):
    for point in letters.open_places(desk, letter.id):
        letters.decide_block(desk, letter.id, point.block, "", "Jurist")


def test_what_is_typed_stands_in_the_letter_and_the_rest_stays(desk) -> None:
    letter = to(desk)
    before = printed(letter_pdf(desk, letter.id))
    part = edit(desk, letter, Text("Vi skriver det selv."))
    after = printed(letter_pdf(desk, letter.id))
    assert "Vi skriver det selv." in after
    assert "Vi skriver det selv." not in before
    (found,) = [known for known in letter_editing.letter_text(desk, letter.id).parts if known.edited]
    assert (found.key, found.standard, found.changed) == (part.key, part.standard, False)
    assert "Vi skriver det selv." not in printed(letter_pdf(desk, to(desk, "Faxe Kommune").id))


def test_an_edit_is_undone_in_words_and_redone(desk) -> None:
    letter = to(desk)
    edit(desk, letter, Text("Vi skriver det selv."))
    words = keeping.next_undo(desk)
    assert words is not None
    assert "Vi skriver det selv." in words
    keeping.undo(desk)
    assert not any(part.edited for part in letter_editing.letter_text(desk, letter.id).parts)
    keeping.redo(desk)
    assert "Vi skriver det selv." in printed(letter_pdf(desk, letter.id))


def test_a_text_is_put_back_by_nothing_or_by_typing_it_again(desk) -> None:
    letter = to(desk)
    original = letter_pdf(desk, letter.id)
    part = edit(desk, letter, Text("Vi skriver det selv."))
    letter_editing.save_edits(desk, letter.id, {part.key: None})
    assert letter_pdf(desk, letter.id) == original
    edit(desk, letter, Text("Igen."))
    letter_editing.save_edits(desk, letter.id, {part.key: (part.standard,)})
    assert letter_pdf(desk, letter.id) == original


def test_edits_survive_setting_again_with_fields_filled_in_anew(desk) -> None:
    letter = to(desk)
    edit(desk, letter, Text("Svar senest den "), Field("deadline", "30. juni 2026"), Text("."))
    with desk.store.unit_of_work() as uow:
        record = uow.get(Letter, letter.id)
        step = uow.get(letters.Step, record.step_id)
        step.deadline_on = dt.date(2026, 9, 1)
        uow.add(step)
        uow.commit(Summary("moved"))
    letters.draft_letters(desk, letter.case_number, record.step_id)
    text = printed(letter_pdf(desk, letter.id))
    assert "Svar senest den 1. september 2026." in text
    assert [point for point in letters.open_places(desk, letter.id) if "rettelse" in point.text.lower()] == []


def test_history_tells_what_stood_there_and_what_stands_now(desk) -> None:
    letter = to(desk)
    edit(desk, letter, Text("Første forsøg."))
    edit(desk, letter, Text("Andet forsøg."))
    rows = [row for row in letter_editing.letter_history(desk, letter.id) if row.field == "text"]
    assert [(row.before, row.after) for row in rows] == [("", "Første forsøg."), ("Første forsøg.", "Andet forsøg.")]
    assert all(row.who == ACCOUNT for row in rows)


def test_an_open_place_cannot_be_written_over(desk) -> None:
    letter = to(desk)
    part = next(
        known
        for known in letter_editing.letter_text(desk, letter.id).parts
        if isinstance(known.standard, OpenBlock)
    )  # fmt: skip
    with pytest.raises(UserError, match="decision"):
        letter_editing.save_edits(desk, letter.id, {part.key: ()})


def test_edits_go_into_the_other_drafts_where_the_same_text_stands(desk) -> None:
    letter = to(desk)
    part = edit(desk, letter, Text("Fælles ord til "), Field("council", "kommunalbestyrelsen i Holbæk Kommune"))
    copied = letter_editing.copy_edits(desk, letter.id)
    assert (copied.letters, copied.without_place) == (16, 0)
    assert "Fælles ord til kommunalbestyrelsen i Faxe Kommune" in printed(letter_pdf(desk, to(desk, "Faxe Kommune").id))
    keeping.undo(desk)
    other = letter_editing.letter_text(desk, to(desk, "Faxe Kommune").id)
    assert not next(known for known in other.parts if known.key == part.key).edited


def test_an_edit_with_a_figure_stays_with_its_recipient(desk) -> None:
    letter = to(desk)
    table = next(part for part in letter_editing.letter_text(desk, letter.id).parts if figures_of(part))
    figure = figures_of(table)[0]
    edit(desk, letter, Text("I har oplyst "), figure, Text("."))
    assert letter_editing.copy_edits(desk, letter.id).letters == 0


def figures_of(part):
    rows = getattr(part.standard, "rows", ())
    return [piece for row in rows for cell in row for piece in cell if isinstance(piece, Figure)]


def test_a_locked_letter_keeps_its_edits_and_takes_no_more(desk) -> None:
    letter = to(desk)
    settle_open_places(desk, letter)
    part = edit(desk, letter, Text("Vi skriver det selv."))
    letter_life.approve_letter(desk, letter.id, "Kontorchef", "Kontorchef")
    assert "Vi skriver det selv." in printed(letter_pdf(desk, letter.id))
    assert not letter_editing.letter_text(desk, letter.id).draft
    with pytest.raises(UserError, match="draft"):
        letter_editing.save_edits(desk, letter.id, {part.key: None})
    assert keeping.check_store(desk) == []


def test_a_click_on_a_figure_of_a_locked_letter_leads_to_its_cell(desk) -> None:
    letter = to(desk)
    drafted = letter_pages(desk, letter.id)
    settle_open_places(desk, letter)
    letter_life.approve_letter(desk, letter.id, "Kontorchef", "Kontorchef")
    locked = letter_pages(desk, letter.id)
    source = next(row for row in letters.letter_sources(desk, letter.id) if row.cell)
    (place,) = [known for known in locked.figures if known.cell == source.cell]
    assert (place.submission_id, place.sheet, place.text) == (source.submission_id, source.sheet, source.shown)
    assert place.page >= 1
    assert place.width > 0
    assert place.text in {known.text for known in drafted.figures}


def test_approval_at_the_desk_is_ones_own(open_as) -> None:
    desk = open_as("leder")
    add_person(desk, "leder", "Kontorchef Eksempel")
    letter = to(desk)
    settle_open_places(desk, letter)
    assert letter_life.own_approver(desk)[0] == "Kontorchef Eksempel"
    with pytest.raises(UserError, match="Kontorchef Eksempel"):
        letter_life.approve_letter(desk, letter.id, "En anden", "Kontorchef")
    letter_life.approve_letter(desk, letter.id, "Kontorchef Eksempel", "Kontorchef")
    (approval,) = people.approvals(desk, letter.id)
    assert (approval.approved_by, approval.way) == ("Kontorchef Eksempel", ApprovalWay.IN_PROGRAM)


def add_person(desk, account, name):
    with desk.store.unit_of_work() as uow:
        uow.add(Person(new_id(), account, name, "Kontorchef"))
        uow.commit(Summary("person"))


def test_approval_from_outside_names_its_document(desk) -> None:
    letter = to(desk)
    settle_open_places(desk, letter)
    add_person(desk, ACCOUNT, "Fuldmægtig Eksempel")
    letter_life.approve_letter(
        desk, letter.id, "Direktør", "Direktør", document_number="4711", approved_on=dt.date(2026, 1, 30)
    )
    (approval,) = people.approvals(desk, letter.id)
    assert (approval.way, approval.document_number) == (ApprovalWay.OUTSIDE, "4711")
    life = letter_life.letter_life(desk, letter.id)
    assert [(stage.state, stage.reached) for stage in life.stages] == [
        (LetterState.DRAFT, True),
        (LetterState.APPROVED, True),
        (LetterState.FROZEN, True),
        (LetterState.DISPATCHED, False),
        (LetterState.JOURNALISED, False),
    ]
    assert (life.stages[0].who, life.stages[1].who, life.stages[1].when) == (
        "Fuldmægtig Eksempel",
        "Direktør",
        "30-01-2026",
    )
    assert "4711" in life.stages[1].more


def test_the_writer_does_not_approve_where_the_setting_says_so(open_as) -> None:
    desk = open_as(approver_differs_from_writer=True)
    letter = to(desk)
    settle_open_places(desk, letter)
    with pytest.raises(UserError, match="another"):
        letter_life.approve_letter(desk, letter.id, ACCOUNT, "Fuldmægtig")
    other = open_as("leder", approver_differs_from_writer=True)
    edit(other, letter, Text("Lederen retter selv."))
    with pytest.raises(UserError, match="another"):
        letter_life.approve_letter(other, letter.id, "leder", "Kontorchef")
    third = open_as("direktør", approver_differs_from_writer=True)
    letter_life.approve_letter(third, letter.id, "direktør", "Direktør")
    assert to(third).state is LetterState.FROZEN


def test_many_are_approved_together_or_not_at_all(desk) -> None:
    rows = queries.letters(desk)
    settle_open_places(desk, rows[0])
    with pytest.raises(UserError, match="cancelled"):
        letter_life.approve_letters(
            desk, [row.id for row in rows], "Kontorchef", "", cancelled=iter([False, False, True]).__next__
        )
    assert {row.state for row in queries.letters(desk)} == {LetterState.DRAFT}
    seen = []
    letter_life.approve_letters(
        desk, [row.id for row in rows], "Kontorchef", "", progress=lambda done, total, who: seen.append((done, total))
    )
    assert seen[-1] == (17, 17)
    assert {row.state for row in queries.letters(desk)} == {LetterState.FROZEN}


def test_a_missing_address_stops_the_approval_and_says_where_it_is_entered(desk) -> None:
    letter = to(desk)
    with desk.store.unit_of_work() as uow:
        record = uow.get(Letter, letter.id)
        for contact in uow.all(letters.Contact, party_id=record.recipient_id):
            uow.remove(contact)
        uow.commit(Summary("address gone"))
    letters.draft_letters(desk, letter.case_number, record.step_id)
    settle_open_places(desk, to(desk, "Faxe Kommune"))
    assert [point.block for point in letters.open_places(desk, letter.id)] == ["address"]
    with pytest.raises(UserError, match="no address is known on 02-02-2026"):
        letter_life.approve_letter(desk, letter.id, "Kontorchef", "")


def locked(desk, letter):
    settle_open_places(desk, letter)
    letter_life.approve_letter(desk, letter.id, "Kontorchef", "Kontorchef")


def test_sending_is_recorded_with_day_channel_and_receiver(desk) -> None:
    letter = to(desk)
    with pytest.raises(UserError, match="approved first"):
        letter_life.mark_dispatched(desk, letter.id, TODAY, "Digital Post")
    locked(desk, letter)
    with pytest.raises(UserError, match="approved on"):
        letter_life.mark_dispatched(desk, letter.id, TODAY - dt.timedelta(1), "Digital Post")
    with pytest.raises(UserError, match="to come"):
        letter_life.mark_dispatched(desk, letter.id, TODAY + dt.timedelta(1), "Digital Post")
    letter_life.mark_dispatched(desk, letter.id, TODAY, "Digital Post", "Rådhuset, att. direktionen")
    letter_life.mark_journalised(desk, letter.id, "2026-17", "4712")
    sent, journal = letter_life.letter_life(desk, letter.id).stages[3:]
    assert (sent.when, sent.more) == ("02-02-2026", "Digital Post, til Rådhuset, att. direktionen")
    assert journal.more == "Sagsnr. 2026-17, Dok.nr. 4712"


def test_a_number_kept_beforehand_is_printed(desk) -> None:
    letter = to(desk)
    letter_life.reserve_number(desk, letter.id, "987654")
    assert "Dok.nr. 987654" in printed(letter_pdf(desk, letter.id))


def test_a_locked_letter_is_corrected_by_a_new_one_that_names_it(desk) -> None:
    letter = to(desk)
    with pytest.raises(UserError, match="draft"):
        letter_life.correct_letter(desk, letter.id)
    edit(desk, letter, Text("Vi skriver det selv."))
    locked(desk, letter)
    bytes_before = letter_pdf(desk, letter.id)
    letter_life.mark_dispatched(desk, letter.id, TODAY, "Digital Post")
    letter_life.mark_journalised(desk, letter.id, "2026-17", "4712")
    new = letter_life.correct_letter(desk, letter.id)
    text = printed(letter_pdf(desk, new.id))
    assert "Dette brev erstatter brev af 2. februar 2026 (Sagsnr. 2026-17, Dok.nr. 4712)." in text
    assert "Vi skriver det selv." in text
    assert letter_pdf(desk, letter.id) == bytes_before
    assert letter_life.letter_life(desk, new.id).corrects == f"Erstatter brev {letter.number} af 02-02-2026"
    assert letter_life.letter_life(desk, letter.id).corrected_by_id == new.id
    with pytest.raises(UserError, match=f"letter {new.number}"):
        letter_life.correct_letter(desk, letter.id)
    with desk.store.reader() as uow:
        step_id = uow.get(Letter, new.id).step_id
    assert len(letters.draft_letters(desk, letter.case_number, step_id)) == 17
    assert len(queries.letters(desk)) == 18
    assert "erstatter brev af" in printed(letter_pdf(desk, new.id))
    assert keeping.check_store(desk) == []


def test_an_address_is_entered_from_a_day_and_the_draft_has_it(desk) -> None:
    letter = to(desk)
    before = letter_address.address_of(desk, letter.id)
    assert before.example
    with pytest.raises(UserError, match="address"):
        letter_address.keep_address(desk, letter.id, "", " \n", "", TODAY)
    letter_address.keep_address(desk, letter.id, "", "Nygade 1\n 4300 Holbæk ", "post@holbaek.example", TODAY)
    assert "Nygade 1" in printed(letter_pdf(desk, letter.id))
    known = letter_address.address_of(desk, letter.id)
    assert (known.lines, known.valid_from, known.example) == ("Nygade 1\n4300 Holbæk", TODAY, False)
    with desk.store.reader() as uow:
        contacts = uow.all(letters.Contact, party_id=uow.get(Letter, letter.id).recipient_id)
    assert [contact.valid_to for contact in contacts] == [TODAY - dt.timedelta(1), None]
    assert keeping.check_store(desk) == []


def test_only_what_differs_between_recipients_is_shown(desk) -> None:
    letter = to(desk)
    edit(desk, letter, Text("Kun til Holbæk."))
    found = letter_differences.differences(desk, letter.id)
    places = {row.place for row in found}
    assert "Adresse" in places
    assert len({row.number for row in found}) == 17
    holbaek = [row.text for row in found if row.recipient == "Holbæk Kommune"]
    assert any("Kun til Holbæk." in text for text in holbaek)
    alike = "om der er det fornødne udbud af højt specialiserede tilbud"
    assert not any(alike in row.text for row in found)


def test_a_run_is_set_again_with_todays_date_and_keeps_its_edits(desk) -> None:
    letter = to(desk)
    edit(desk, letter, Text("Vi skriver det selv."))
    later = replace(desk, today=lambda: dt.date(2026, 2, 9))
    assert len(letters.redraft(later, letter.id)) == 17
    text = printed(letter_pdf(later, letter.id))
    assert "9. februar 2026" in text
    assert "Vi skriver det selv." in text
