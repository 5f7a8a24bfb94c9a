"""A store with seventeen drafts of a request for renewed consideration, made once by the services and copied."""

import datetime as dt
from pathlib import Path

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.paths import resource
from koorddesk.services.announcements import create_announcement
from koorddesk.services.casework import conclude, pin_answer, save_assessment
from koorddesk.services.desk import open_desk
from koorddesk.services.intake import IntakeOptions, read_files, take_in
from koorddesk.services.letters import draft_letters
from koorddesk.services.queries import submissions
from koorddesk.services.register_imports import import_contacts
from koorddesk.services.renewal import request_renewed_consideration
from koorddesk.services.submission_rows import answers_of
from koorddesk.services.templates import learn_template
from koorddesk.settings import Sender, Settings

CODE, REGION = "CU-PRØVE", "1085"
TODAY = dt.date(2026, 2, 2)
ACCOUNT = "fuldmægtig"
SETTINGS = Settings(sender=Sender(email="national-koordination@eksempel.dk"))
KIND = "renewed-consideration-request"


def make_store(path: Path) -> str:
    """Make the store and return its case's number."""
    samples = resource("samples")
    desk = open_desk(path, settings=SETTINGS, account=ACCOUNT, today=lambda: TODAY)
    learn_template(desk, samples / "templates" / "T2_indberetningsskema_kommune.xlsx", "kommune")
    create_announcement(
        desk, CODE, "Central udmelding (PRØVE)", "Voksne med kompleks erhvervet hjerneskade",
        dt.date(2025, 10, 15), [REGION], "kommune", issued_on=dt.date(2025, 3, 3),
    )  # fmt: skip
    import_contacts(desk.store, samples / "contacts.xlsx")
    files = [samples / "submissions" / f"{name}_indberetning.xlsx" for name in ("Holbæk", "Faxe")]
    options = IntakeOptions(received_on=dt.date(2025, 10, 14), announcement_code=CODE)
    take_in(desk, files, read_files(desk, files, options), options)
    save_assessment(
        desk, CODE, REGION,
        necessary_supply=TestResult.NOT_MET, necessary_supply_reason="Der mangler pladser.",
        coordination=TestResult.NOT_MET, coordination_reason="Der planlægges ikke på tværs.",
        conclusion=Conclusion.RENEWED_CONSIDERATION, conclusion_reason="Der er behov for en samlet løsning.",
    )  # fmt: skip
    holbaek = next(row for row in submissions(desk, CODE) if row.sender_name == "Holbæk")
    answer = next(row for row in answers_of(desk, holbaek.id) if row.label.startswith("1.2 "))
    pin_answer(desk, CODE, REGION, holbaek.id, answer.number, "supply")
    conclude(desk, CODE, REGION)
    made = request_renewed_consideration(
        desk, CODE, REGION, what_is_asked="at præsentere en løsning", deadline=dt.date(2026, 6, 30),
        passed={"dialogue-first": "Drøftet på dialogmødet i efteråret.", "reports-received": "Tre er nok her."},
    )  # fmt: skip
    draft_letters(desk, made.case_number, made.step_id)
    desk.close()
    return made.case_number
