"""What is done about cases beside their steps, through the window: locks, legal references, colleagues, documents."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, dialog_of, settle

from koorddesk.domain.assessment import Conclusion
from koorddesk.domain.chain import StepKind
from koorddesk.domain.documents import CaseRoleKind, Direction, DocumentKind
from koorddesk.domain.legal import Standing
from koorddesk.services import announcements, case_page, cases, chain, filing, people
from koorddesk.services.chain import StepDraft
from koorddesk.services.desk import Desk
from ui.dialogs.announcement import IssuedAnnouncementDialog
from ui.dialogs.ask import AskDialog
from ui.dialogs.reason import ReasonDialog
from ui.main_window import MainWindow
from ui.pages.announcements import AnnouncementsPage
from ui.pages.cases import CasesPage
from ui.pages.deadlines import DeadlinesPage
from ui.pages.registers import RegistersPage
from ui.pages.reports import ReportsPage

DAY = dt.date(2026, 1, 12)


def filled(qtbot: QtBot, window: MainWindow, **values: object) -> None:
    """Fill the dialog that is open in and press its button."""
    settle(qtbot, window)
    dialog = dialog_of(window, AskDialog)
    for key, value in values.items():
        dialog.write(key, value)
    dialog.verb.click()
    settle(qtbot, window)


def concluded(desk: Desk, code: str, day: dt.date) -> str:
    number = cases.open_case(desk, code).case_number
    for kind, on, outcome in (
        (StepKind.REPORT, day, ""),
        (StepKind.ASSESSMENT, day, Conclusion.MUNICIPAL_IMPLEMENTATION),
    ):
        chain.take_step(desk, number, StepDraft(kind, on, outcome=outcome, recorded=True))
    return number


def test_a_report_is_locked_and_opened_again_with_a_reason(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("reports")
    settle(qtbot, window)
    assert isinstance(page, ReportsPage)
    for locked in (True, False):
        page._lock.click()
        dialog = dialog_of(window, ReasonDialog)
        dialog.reason.setText("Vurderingen er begyndt")
        dialog.verb.click()
        settle(qtbot, window)
        region = page.regions.current()
        assert region is not None
        assert (region.locked_on is not None) is locked
        assert page._lock.text().replace("&", "").startswith("Lås op" if locked else "Lås afrapporteringen")


def test_a_legal_reference_is_filled_in_and_confirmed(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("registers")
    settle(qtbot, window)
    assert isinstance(page, RegistersPage)
    page._tabs.setCurrentWidget(page.legal)
    empty = next(row for row in page.legal.model.rows if row.standing is Standing.MISSING)
    page.legal.view.choose(empty.id)
    page._write.click()
    filled(qtbot, window, paragraph="13 c", section="6", wording="Ordlyden.", source="LBK nr. 1129", reason="Udfyldt")
    page.legal.view.choose(empty.id)
    page._confirm.click()
    filled(qtbot, window, person="Chefjurist")
    row = next(row for row in page.legal.model.rows if row.id == empty.id)
    assert (row.standing, row.confirmed_by, row.section) == (Standing.READ, "Chefjurist", "6")


def test_a_colleague_is_added_hands_over_and_is_closed(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.place.desk
    people.add_person(desk, "b", "Fuldmægtig B")
    page = window.show_page("registers")
    settle(qtbot, window)
    assert isinstance(page, RegistersPage)
    page._tabs.setCurrentWidget(page.people)
    page._add_person.click()
    filled(qtbot, window, name="Fuldmægtig A", account="a")
    leaver, heir = (next(row for row in page.people.model.rows if row.name.endswith(letter)) for letter in "AB")
    number = cases.open_case(desk, ANNOUNCEMENT).case_number
    people.set_role(desk, number, leaver.id, CaseRoleKind.RESPONSIBLE)
    page.people.view.choose(leaver.id)
    page._hand_over.click()
    filled(qtbot, window, to=heir.id, reason="Orlov", then="close")
    rows = {row.name: row for row in page.people.model.rows}
    assert rows["Fuldmægtig A"].closed_on is not None
    assert rows["Fuldmægtig B"].cases == 1
    page.people.view.choose(heir.id)
    page._close_person.click()
    filled(qtbot, window)
    assert next(row for row in page.people.model.rows if row.id == heir.id).closed_on is None  # still has a case


def test_documents_selected_are_journalised_at_once(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    desk = window.place.desk
    number = cases.open_case(desk, ANNOUNCEMENT).case_number
    path = tmp_path / "svar.txt"
    path.write_bytes(b"Svar")
    for theme in ("Svar et", "Svar to"):
        filing.file_document(desk, number, Direction.INCOMING, DocumentKind.ANSWER, theme, DAY, path=path)
    page = window.show_page("deadlines", "journal")
    settle(qtbot, window)
    assert isinstance(page, DeadlinesPage)
    page.journal.view.selectAll()
    count = len(page.journal.view.selected())
    page._journalise.click()
    filled(qtbot, window, numbers="\n".join(str(471 + place) for place in range(count)))
    assert filing.not_journalised(desk) == []


def test_a_later_conclusion_is_proposed_on_the_page_of_the_case(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.place.desk
    group = "Voksne med kompleks erhvervet hjerneskade"
    for code in ("CU-1", "CU-2"):
        announcements.create_announcement(desk, code, code, group, dt.date(2026, 6, 10), issued_on=dt.date(2025, 3, 3))
    old, _ = concluded(desk, "CU-1", dt.date(2025, 10, 1)), concluded(desk, "CU-2", DAY)
    page = window.show_page("cases", old)
    settle(qtbot, window)
    assert isinstance(page, CasesPage)
    assert "senere end" in page._proposal.text()
    page._overtaken.click()
    filled(qtbot, window, reason="Opfølgningen gav et andet grundlag")
    assert not page._proposal.isVisible()
    told = case_page.case_page(desk, old).timeline
    assert any("overhalet" in row.text for row in told)


def test_an_announcement_of_a_group_that_is_not_active_waits_for_its_reason(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("announcements")
    settle(qtbot, window)
    assert isinstance(page, AnnouncementsPage)
    page.note_issued()
    settle(qtbot, window)
    dialog = dialog_of(window, IssuedAnnouncementDialog)
    dialog.deadline.set_day(dt.date(2026, 9, 1))
    dialog.code.setText("CU-I")
    dialog.name.setText("I")
    ready = []
    for number in range(dialog.group.count()):
        dialog.group.setCurrentIndex(number)
        ready.append(dialog.verb.isEnabled())
    assert ready.count(False) == 1
    dialog.group.setCurrentIndex(ready.index(False))
    dialog.reason.setText("Kriteriet er under revision")
    assert dialog.verb.isEnabled()
    dialog.verb.click()
    settle(qtbot, window)
    announcements.status(window.place.desk, "CU-I")
