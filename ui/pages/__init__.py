"""One module per page of the window; the rail shows them in this order."""

from __future__ import annotations

from koorddesk.i18n import N_
from ui.pages.announcements import AnnouncementsPage
from ui.pages.assessment import AssessmentPage
from ui.pages.cases import CasesPage
from ui.pages.intake import IntakePage
from ui.pages.letters import LettersPage
from ui.pages.page import PageSpec
from ui.pages.registers import RegistersPage
from ui.pages.reports import ReportsPage
from ui.pages.target_groups import TargetGroupsPage
from ui.pages.templates import TemplatesPage
from ui.pages.today import TodayPage


def all_pages() -> tuple[PageSpec, ...]:
    """Return the pages in the order of the rail."""
    return (
        PageSpec("today", N_("Today"), "sun", TodayPage),
        PageSpec("announcements", N_("Central announcements"), "megaphone", AnnouncementsPage),
        PageSpec("intake", N_("Intake"), "inbox", IntakePage),
        PageSpec("reports", N_("Reports"), "file-spreadsheet", ReportsPage),
        PageSpec("assessment", N_("Assessment"), "scale", AssessmentPage),
        PageSpec("cases", N_("Cases"), "folder-open", CasesPage),
        PageSpec("letters", N_("Letters"), "mail", LettersPage),
        PageSpec("target-groups", N_("Target groups"), "users", TargetGroupsPage),
        PageSpec("registers", N_("Registers"), "library", RegistersPage),
        PageSpec("templates", N_("Forms"), "list-checks", TemplatesPage),
    )
