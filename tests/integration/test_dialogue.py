"""Dialogue, hearing answers from a workbook, a case from a signal, pathway notes, an assessment in depth."""

import dataclasses
import datetime as dt

import openpyxl
import pytest

from koorddesk.domain.assessment import Chapter, Conclusion, TestResult
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import StepKind
from koorddesk.domain.dialogue import DialogueParty, EntryKind
from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.domain.pathways import PathwayDescription, Recommendation
from koorddesk.errors import UserError
from koorddesk.services.announcements import create_announcement
from koorddesk.services.assessment_depth import add_remark, passages, pin_to_passage, remarks, write_passage
from koorddesk.services.cases import start_case
from koorddesk.services.casework import assessment_of, conclude, record_step, save_assessment
from koorddesk.services.clocks import clocks
from koorddesk.services.dialogue import Action, EntryDraft, add_entry, add_task, edit_entry, entries, finish_task, react
from koorddesk.services.entry_documents import entry_document_bytes, entry_documents, file_entry_document
from koorddesk.services.filing import journalise, not_journalised
from koorddesk.services.hearing_import import import_hearing_answers
from koorddesk.services.intake import IntakeOptions, read_files, take_in
from koorddesk.services.keeping import check_store
from koorddesk.services.offers import add_offer, list_offers
from koorddesk.services.pathway_notes import add_pathway_note, pathway_notes
from koorddesk.services.search import search
from koorddesk.services.templates import learn_template
from koorddesk.services.timeline import timeline

GROUP = "Voksne med kompleks erhvervet hjerneskade"
DAY = dt.date(2026, 1, 28)


def test_an_agreed_action_becomes_a_task_with_a_clock(desk):
    action = Action("Sender opgørelsen", dt.date(2026, 2, 20), agreed_with="Sekretariatet")
    meeting = EntryDraft(EntryKind.DIALOGUE_MEETING, "Halvårligt dialogmøde", DAY, parties=("Rammeaftale Sjælland",),
                         groups=(GROUP,), actions=(action,))  # fmt: skip
    add_entry(desk, meeting)
    (row,) = entries(desk, group=GROUP)
    assert (row.kind_name, row.parties, row.groups) == ("dialogmøde", ("Rammeaftale Sjælland",), (GROUP,))
    (clock,) = [clock for clock in clocks(desk) if clock.kind == "task"]
    assert (clock.what, clock.due_on) == ("Sender opgørelsen", dt.date(2026, 2, 20))
    finish_task(desk, row.tasks[0].id, "Modtaget")
    assert [clock for clock in clocks(desk) if clock.kind == "task"] == []
    with pytest.raises(UserError):
        finish_task(desk, row.tasks[0].id)


def test_a_signal_in_an_enquiry_starts_a_case(desk):
    with pytest.raises(UserError):
        add_entry(desk, EntryDraft(EntryKind.ENQUIRY, "Lukning", DAY))
    enquiry = EntryDraft(EntryKind.ENQUIRY, "Lukning af bosted", DAY, organisation="Pårørende", offer="Bosted A")
    key = add_entry(desk, enquiry)
    case = start_case(desk, code="CU-2026-A", title="A", group=GROUP, text="Bosted A lukker", entry_id=key).case_number
    assert [row.case_number for row in entries(desk, kinds=[EntryKind.ENQUIRY])] == [case]
    react(desk, key, "Sag oprettet")
    assert entries(desk, case_number=case)[0].reaction == "Sag oprettet"


def test_hearing_answers_come_from_a_workbook_once(desk, tmp_path):
    hearing = add_entry(desk, EntryDraft(EntryKind.HEARING, "Årlig høring 2026", DAY, closes_on=dt.date(2026, 2, 22)))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Årlig høring 2026"])
    sheet.append(["Organisation", "Målgruppe", "Bekymring", "Dokumentation", "Dato"])
    sheet.append(["Forening A", GROUP, "Færre pladser", "Notat", dt.date(2026, 2, 3)])
    sheet.append(["Forening B", "En gruppe, som registret ikke kender", "Længere ventetid", "", "4. februar 2026"])
    sheet.append(["", GROUP, "Uden afsender", "", ""])
    path = tmp_path / "svar.xlsx"
    book.save(path)
    done = import_hearing_answers(desk, path, hearing)
    assert (done.added, done.known) == (2, 0)
    assert done.unknown_groups == ("En gruppe, som registret ikke kender",)
    assert [finding.code for finding in done.findings] == ["date-as-text", "row-left-out"]
    rows = entries(desk, hearing=hearing)
    assert {(row.organisation, row.concern, row.held_on) for row in rows} == {
        ("Forening A", "Færre pladser", dt.date(2026, 2, 3)),
        ("Forening B", "Længere ventetid", dt.date(2026, 2, 4)),
    }
    assert next(row for row in rows if row.organisation == "Forening A").groups == (GROUP,)
    again = import_hearing_answers(desk, path, hearing)
    assert (again.added, again.known) == (0, 2)
    assert next(row for row in entries(desk) if row.id == hearing).answers == 2
    with pytest.raises(UserError):
        import_hearing_answers(desk, path, "ingen")
    assert check_store(desk) == []


def test_the_workbook_with_the_answers_waits_for_its_number_once(desk, tmp_path):
    hearing = add_entry(desk, EntryDraft(EntryKind.HEARING, "Årlig høring 2026", DAY))
    book = openpyxl.Workbook()
    for row in (["Organisation", "Bekymring"], ["Forening A", "Færre pladser"], ["Forening B", "Ventetid"]):
        book.active.append(row)
    path = tmp_path / "svar.xlsx"
    book.save(path)
    import_hearing_answers(desk, path, hearing)
    import_hearing_answers(desk, path, hearing)
    (line,) = not_journalised(desk)
    assert (line.kind, line.case, line.entry_id, line.file_name) == ("EntryDocument", "", hearing, "svar.xlsx")
    journalise(desk, line, "2026-9", "41")
    assert not_journalised(desk) == []
    (document,) = entry_documents(desk, hearing)
    assert (document.direction_name, document.document_number, document.has_file) == ("indgående", "41", True)
    assert entry_document_bytes(desk, document.id) == path.read_bytes()
    assert check_store(desk) == []


def test_a_meeting_gets_its_minutes_afterwards_and_keeps_its_actions(desk):
    group = EntryDraft(
        EntryKind.EXPERT_COUNCIL_MEETING, "Møde i Rådet", DAY, agenda="1. Orientering", parties=("Aalborg", "Forening A"),
        groups=(GROUP,), actions=(Action("Rundsender notat"),),
    )  # fmt: skip
    key = add_entry(desk, group)
    edit_entry(desk, key, dataclasses.replace(group, text="Rådet anbefaler en analyse.", parties=("Aalborg Kommune",)))
    (row,) = entries(desk)
    assert (row.agenda, row.text, row.parties) == (
        "1. Orientering",
        "Rådet anbefaler en analyse.",
        ("Aalborg Kommune",),
    )
    assert [task.text for task in row.tasks] == ["Rundsender notat"]
    with desk.store.reader() as uow:
        (party,) = uow.all(DialogueParty)
        assert uow.get(Authority, party.party_id).code == "0851"
    with pytest.raises(UserError):
        edit_entry(desk, key, dataclasses.replace(group, title=" "))
    with pytest.raises(UserError):
        file_entry_document(desk, key, Direction.OUTGOING, DocumentKind.INVITATION, "Indkaldelse", None)
    file_entry_document(desk, key, Direction.OUTGOING, DocumentKind.INVITATION, "Indkaldelse", DAY, party="Rådet")
    file_entry_document(desk, key, Direction.INTERNAL, DocumentKind.MINUTES, "Referat", DAY)
    assert [line.theme for line in not_journalised(desk)] == ["Indkaldelse"]
    assert entries(desk)[0].documents == 2
    assert check_store(desk) == []


def test_an_enquiry_names_the_offer_of_the_register_and_waits_in_the_journal_of_its_case(desk):
    add_offer(desk, "Bosted A")
    key = add_entry(desk, EntryDraft(EntryKind.ENQUIRY, "Lukning", DAY, organisation="Pårørende", offer="bosted a"))
    offer = list_offers(desk)[0].id
    assert entries(desk)[0].offer_id == offer
    (line,) = not_journalised(desk)
    assert (line.kind, line.party, line.case) == ("DialogueEntry", "Pårørende", "")
    case = start_case(desk, code="CU-2026-A", title="A", group=GROUP, text="Lukker", entry_id=key).case_number
    assert [line.case for line in not_journalised(desk, case)] == [case]
    shown = [row.title for row in timeline(desk, case) if row.kind == "dialogue"]
    assert shown == ["henvendelse om et tilbud"]


def test_the_dialogue_and_its_documents_are_found_by_their_words(desk):
    draft = EntryDraft(EntryKind.ENQUIRY, "Lukning", DAY, organisation="Pårørendeforeningen", concern="Kaløvig lukker")
    key = add_entry(desk, draft)
    file_entry_document(desk, key, Direction.INCOMING, DocumentKind.ENQUIRY, "Brev om strandgrunden", DAY)
    add_task(desk, key, Action("Spørger driftsherren"))
    for words in ("kaloevig", "pårørende", "strandgr", "driftsherren"):
        assert [(hit.kind, hit.record_id, hit.title) for hit in search(desk, words)] == [
            ("DialogueEntry", key, "Lukning")
        ], words


def test_a_pathway_note_says_what_was_told(desk):
    with desk.store.reader() as uow:
        advice = next(iter(uow.all(Recommendation)))
        pathways = [known.id for known in uow.all(PathwayDescription)]
    add_pathway_note(desk, advice.id, "0851", DAY, "arbejder med det", "Oplyst på dialogmødet")
    with pytest.raises(UserError):
        add_pathway_note(desk, advice.id, "0851", DAY, " ")
    (row,) = [row for key in pathways for row in pathway_notes(desk, key)]
    assert (row.number, row.authority, row.status) == (advice.number, "Aalborg", "arbejder med det")


def test_an_assessment_in_depth_pins_its_answers_and_keeps_remarks_beside_it(desk, samples):
    learn_template(desk, samples / "templates" / "T2_indberetningsskema_kommune.xlsx", "kommune")
    create_announcement(
        desk, "CU-A", "A", GROUP, dt.date(2026, 6, 10), ["1085"], "kommune", issued_on=dt.date(2025, 3, 3)
    )
    paths = [samples / "submissions" / "Holbæk_indberetning.xlsx"]
    options = IntakeOptions(received_on=DAY, announcement_code="CU-A")
    submission = take_in(desk, paths, read_files(desk, paths, options), options).submission_ids[0]
    fields = {"necessary_supply": TestResult.MET, "necessary_supply_reason": "a", "coordination": TestResult.MET,
              "coordination_reason": "b", "conclusion": Conclusion.MUNICIPAL_IMPLEMENTATION}  # fmt: skip
    save_assessment(desk, "CU-A", "1085", **fields)
    key = assessment_of(desk, "CU-A", "1085").id
    write_passage(desk, key, Chapter.USED_OFFERS, "Regionens kommuner bruger tre tilbud.")
    pin_to_passage(desk, key, Chapter.USED_OFFERS, submission, 1)
    shown = {row.about: row for row in passages(desk, key)}
    assert shown[Chapter.USED_OFFERS].pinned[0].file_name == "Holbæk_indberetning.xlsx"
    assert shown[Chapter.CHALLENGES].text == ""
    conclude(desk, "CU-A", "1085")
    with pytest.raises(UserError):
        write_passage(desk, key, Chapter.USED_OFFERS, "Rettet")
    add_remark(desk, key, "Rådet er enigt, men bemærker, at kun udbuddet er vurderet.", DAY, "17")
    assert [remark.document_number for remark in remarks(desk, key)] == ["17"]
    record_step(desk, "CU-A", None, StepKind.CLOSING, DAY, "Afsluttet")
    assert check_store(desk) == []
