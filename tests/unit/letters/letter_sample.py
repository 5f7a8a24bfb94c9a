"""One request for renewed consideration as the services would supply it; every part can be exchanged."""

import datetime as dt
import hashlib

from koorddesk.domain.legal import Act
from koorddesk.domain.target_groups import Subject
from koorddesk.letters.compose import compose
from koorddesk.letters.content import Sender, Source
from koorddesk.letters.facts import (
    AnnouncementFacts,
    AssessedTest,
    Confirmation,
    Evidence,
    FollowUp,
    LegalBasis,
    LetterFacts,
    Official,
    Recipient,
    ReportReceived,
    Scope,
    TargetGroupFacts,
    Test,
)

KIND = "renewed-consideration-request"
MADE_AT = dt.datetime(2026, 4, 27, 10, 15, tzinfo=dt.UTC)
SERVICE = LegalBasis(Act.SERVICE_ACT, "servicelovens § 13 b, stk. 3")
CHILDREN = LegalBasis(Act.CHILDRENS_ACT, "barnets lovs § 161, stk. 2")
NO_APPEAL = {"appeal-guidance": Confirmation("", "Chefjurist", dt.date(2026, 4, 24))}
APPROVER = Official("Kontorchef (EKSEMPEL)", "Kontorchef", "National koordination")
HOLBAEK = Recipient(
    Scope.ONE_COUNCIL,
    "Holbæk Kommune",
    ("Kommunalbestyrelsen", "Holbæk Kommune", "Eksempelvej 2 (EKSEMPEL)", "4300 Holbæk"),
    ("Region Sjælland",),
    authority_id="holbæk",
    example=True,
)
ALL = Recipient(
    Scope.REGIONS,
    "kommunalbestyrelserne i Region Sjælland",
    ("Til kommunalbestyrelserne i Region Sjælland",),
    ("Region Sjælland",),
)


def source(sender, cell="", sheet="", version="1"):
    file = f"Kapacitet {sender}.xlsx"
    sha256 = hashlib.sha256(f"{file}{version}".encode()).hexdigest()
    return Source(f"Indberetning fra {sender}", version, dt.date(2026, 3, 24), file, sha256, sheet, cell)


def answer(who, question, value, cell="C14", **changes):
    """One council's count, or with ``regional`` the region's joint one."""
    given = {
        "question": question,
        "label": f"Antal {question}",
        "owner_id": who.lower(),
        "owner": f"{who} Kommune",
        "shown": str(value),
        "source": source(who, cell, "Kapacitet"),
        "region_id": "sjælland",
        "count": True,
        "value": value,
        "test": Test.SUPPLY,
    }
    return Evidence(**(given | changes))


def joint(question, value, cell="D14", **changes):
    given = {"owner_id": "sjælland", "owner": "Region Sjælland", "regional": True}
    return answer("Sjælland", question, value, cell, **(given | changes))


def facts(**changes):
    given = {
        "dated": dt.date(2026, 4, 27),
        "sender": Sender(
            "Social- og Boligstyrelsen",
            "National koordination",
            ("Edisonsvej 1", "5000 Odense C"),
            "Social- og Boligstyrelsen, Edisonsvej 1, 5000 Odense C",
        ),
        "recipient": HOLBAEK,
        "announcement": AnnouncementFacts(
            "Central udmelding for borgere med svære spiseforstyrrelser",
            "Socialstyrelsen",
            issued_text="januar 2020",
            reports_due_on=dt.date(2026, 3, 31),
        ),
        "group": TargetGroupFacts("borgere med svære spiseforstyrrelser", age_from=18),
        "subject_line": "Borgere med svære spiseforstyrrelser",
        "legal_basis": (SERVICE,),
        "tests": (
            AssessedTest(Test.SUPPLY, False, "Der er venteliste i regionen:\n- til døgntilbud\n- til dagtilbud"),
            AssessedTest(Test.COORDINATION, True, "Kommunerne har aftalt en fælles visitation."),
        ),
        "what_is_asked": "Hvordan sikrer kommunerne i fællesskab et tilbud i regionen?",
        "answer_by": dt.date(2026, 10, 30),
        "case_number": "2026-1234",
        "document_number": "987654",
        "caseworker": Official("Fuldmægtig (EKSEMPEL)", telephone="72 42 37 00", email="sag@example.dk"),
        "contact_email": "post@example.dk",
        "reports": (ReportReceived("Holbæk Kommune", source("Holbæk", version="2")),),
        "follow_up": (FollowUp("14. april 2026", "dialogmøde om kapaciteten"),),
        "evidence": (
            answer("Holbæk", "borgere", 7),
            answer("Køge", "borgere", 1),
            answer("Lejre", "borgere", 9),
            joint("borgere", 17),
        ),
        "copies": ("Rammeaftalesekretariatet i Region Sjælland",),
    }
    return LetterFacts(**(given | changes))


def letter(**changes):
    return compose(KIND, facts(**changes))


def final_letter(**changes):
    decided = {"approver": APPROVER, "approved_on": dt.date(2026, 4, 27), "confirmations": NO_APPEAL}
    return letter(**(decided | changes))


def children(**changes):
    """A target group of special education for children, negotiated with the ministry."""
    group = TargetGroupFacts(
        "børn og unge med alvorlig synsnedsættelse", age_from=0, age_to=17, subject=Subject.SPECIAL_EDUCATION
    )
    return facts(**({"group": group, "legal_basis": (CHILDREN,), "negotiated_on": dt.date(2026, 4, 20)} | changes))
