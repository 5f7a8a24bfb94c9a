"""One module per page of the window; the rail shows them in this order.

A page's module is read when the page is first wanted: most days begin on the first one, and reading all of them with
what they need would take longer than opening the window.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from koorddesk.i18n import N_
from ui.pages.page import Page, PageSpec

if TYPE_CHECKING:
    from ui.workplace import Workplace


def _page(module: str, name: str) -> Callable[..., Page]:
    def make(place: Workplace, *, whole: bool = True) -> Page:
        page = getattr(importlib.import_module(f"ui.pages.{module}"), name)(place, whole=whole)
        assert isinstance(page, Page)
        return page

    return make


def all_pages() -> tuple[PageSpec, ...]:
    """Return the pages in the order of the rail."""
    return (
        PageSpec("today", N_("Today"), "sun", _page("today", "TodayPage")),
        PageSpec("cases", N_("Cases"), "folder-open", _page("cases", "CasesPage")),
        PageSpec(
            "announcements", N_("Central announcements"), "megaphone", _page("announcements", "AnnouncementsPage")
        ),
        PageSpec("intake", N_("Intake"), "inbox", _page("intake", "IntakePage")),
        PageSpec("reports", N_("Reports"), "file-spreadsheet", _page("reports", "ReportsPage")),
        PageSpec("assessment", N_("Assessment"), "scale", _page("assessment", "AssessmentPage")),
        PageSpec("letters", N_("Letters"), "mail", _page("letters", "LettersPage")),
        PageSpec("deadlines", N_("Deadlines"), "calendar-clock", _page("deadlines", "DeadlinesPage")),
        PageSpec("dialogue", N_("Dialogue"), "messages-square", _page("dialogue", "DialoguePage"), last_of_group=True),
        PageSpec("target-groups", N_("Target groups"), "users", _page("target_groups", "TargetGroupsPage")),
        PageSpec("offers", N_("Offers"), "house", _page("offers", "OffersPage")),
        PageSpec(
            "pathways",
            N_("Pathway descriptions"),
            "book-open",
            _page("pathways", "PathwaysPage"),
        ),
        PageSpec("overview", N_("Overview"), "map", _page("overview", "OverviewPage"), last_of_group=True),
        PageSpec("registers", N_("Registers"), "library", _page("registers", "RegistersPage")),
        PageSpec("templates", N_("Forms"), "list-checks", _page("templates", "TemplatesPage")),
    )
