"""A target group in the window: a new one, its title from a day, its ages with a reason, and what stands around it."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot
from test_ui_accessible import nameless
from ui_doubles import dialog_of, settle

from koorddesk.domain.target_groups import Criterion, Subject
from koorddesk.services import group_page, offers, register_queries, registers
from ui.dialogs.ask import AskDialog
from ui.main_window import MainWindow
from ui.pages.target_groups import TargetGroupsPage

pytestmark = pytest.mark.fresh


def give(qtbot: QtBot, window: MainWindow, **written: object) -> None:
    dialog = dialog_of(window, AskDialog)
    assert nameless(dialog) == []
    for key, value in written.items():
        dialog.write(key, value)
    assert dialog.verb.isEnabled()
    dialog.accept()
    settle(qtbot, window)
    assert not window.place.notifier.errors  # type: ignore[attr-defined]


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> TargetGroupsPage:
    made = window.show_page("target-groups")
    settle(qtbot, window)
    assert isinstance(made, TargetGroupsPage)
    return made


def group_of(window: MainWindow, part: str) -> str:
    return next(row.id for row in register_queries.target_groups(window.place.desk) if part in row.title)


def test_a_group_is_added_retitled_and_corrected(qtbot: QtBot, window: MainWindow, page: TargetGroupsPage) -> None:
    page._add.click()
    give(qtbot, window, title="Unge med X", low="15", high="17", subject="both", proof="Udmelding")
    key = group_of(window, "Unge med X")
    page.view.choose(key)
    settle(qtbot, window)
    page._retitle.click()
    give(qtbot, window, title="Unge med Y", valid_from=dt.date(2026, 1, 1))
    assert [(row.title, row.valid_to) for row in page.about.titles.model.rows] == [
        ("Unge med X", dt.date(2025, 12, 31)),
        ("Unge med Y", None),
    ]
    page._edit.click()
    give(qtbot, window, high="18", reason="oversigt")
    row = page.view.current()
    assert row is not None
    assert (row.title, row.age_from, row.age_to, row.subject) == ("Unge med Y", 15, 18, Subject.BOTH)
    told = [(entry.changes, entry.reason) for entry in page._history.panel.model.all_rows]
    assert ("alder til: 17 blev til 18", "oversigt") in told


def test_what_is_known_around_a_group_stands_with_it(qtbot: QtBot, window: MainWindow, page: TargetGroupsPage) -> None:
    desk, key = window.place.desk, group_of(window, "hjerneskade")
    offers.add_offer(desk, "Egehuset")
    offers.set_offer_group(desk, offers.list_offers(desk)[0].id, key)
    review = dt.date(2025, 6, 1)
    registers.add_criterion(desk.store, key, Criterion.SMALL, "få", source="data", dated=review, review_on=review)
    page.refresh()
    page.view.choose(key)
    settle(qtbot, window)
    assert [row.name for row in page.about.offers.model.rows] == ["Egehuset"]
    assert {row.criterion: row.overdue for row in page.about.reasons.model.rows} == {
        Criterion.COMPLEX: False,
        Criterion.SMALL: True,
    }
    assert len(page.about.announcements.model.rows) == 1
    assert len(page.about.pathways.model.rows) == 1
    assert page.about.signals.model.rows == list(group_page.group_view(desk, key).signals)
    assert "(" in page.about.tabText(page.about.indexOf(page.about.signals))
    page.about.pathways.view.opened.emit(page.about.pathways.model.rows[0])
    assert window.page_key == "pathways"
