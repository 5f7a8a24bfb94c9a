"""One letter of every kind as the services would supply it: with everything known, and with as little as there may be."""

import datetime as dt
from dataclasses import replace as changed

from letter_sample import APPROVER, HOLBAEK, NO_APPEAL, SERVICE, facts, source

from koorddesk.domain.chain import Answered, OrderKind
from koorddesk.domain.legal import Act
from koorddesk.domain.letters import LetterKind
from koorddesk.letters.facts import (
    ActFacts,
    Confirmation,
    LegalBasis,
    MeetingFacts,
    OfferFacts,
    Recipient,
    ReportReceived,
    Scope,
    StepFacts,
)

K = LetterKind
COUNTRY = Recipient(
    Scope.COUNTRY,
    "landets kommunalbestyrelser",
    ("Til landets kommunalbestyrelser",),
    ("Region Hovedstaden", "Region Midtjylland", "Region Nordjylland", "Region Sjælland", "Region Syddanmark"),
    whole_country=True,
    body="",
)
REGION = Recipient(
    Scope.ONE_COUNCIL,
    "Region Sjælland",
    ("Regionsrådet", "Region Sjælland", "Eksempelvej 3 (EKSEMPEL)", "4180 Sorø"),
    ("Region Sjælland",),
    authority_id="sjælland",
    example=True,
    body="regionsrådet",
)
ORGANISATION = Recipient(
    Scope.ONE_COUNCIL,
    "Brugerorganisation (EKSEMPEL)",
    ("Brugerorganisation (EKSEMPEL)", "Eksempelvej 4", "5000 Odense C"),
    body="",
)
PUBLIC = Recipient(Scope.REGIONS, "offentligheden", ("Til offentliggørelse",), ("Region Sjælland",), body="")
STEP = StepFacts(
    offers=(
        OfferFacts(
            "Bosted Eksempel", "Fonden Eksempel", "Tilbuddet har få pladser og en lille fagkreds.", dt.date(2026, 2, 1)
        ),
    ),
    act=ActFacts("anmodningen om fornyet behandling", dt.date(2026, 3, 3), is_request=True),
    reason="Tilbuddet er det eneste af sin art i regionen.\n- Der er venteliste.\n- Der er ikke aftalt en afløser.",
    addressed=("Holbæk Kommune",),
    heard_on=dt.date(2026, 4, 1),
    agree_by=dt.date(2026, 8, 27),
    operator_by=dt.date(2026, 8, 27),
    area="Region Sjælland",
    findings="Tak for skemaet.\n- Kapacitet C14: Der står »ca. 7«; skriv et helt tal.\nRet kopien, og send den igen.",
    questions=("Hvilke tilbud anvender kommunen til målgruppen?", "Hvordan samarbejder kommunerne om indsatsen?"),
    remarks=("Rådet tilslutter sig vurderingen.",),
    meeting=MeetingFacts(
        title="Dialogmøde om det specialiserede socialområde",
        held_on=dt.date(2026, 5, 12),
        closes_on=dt.date(2026, 6, 1),
        agenda="- Siden sidst\n- Kapacitet på området\n- Eventuelt",
        participants=("Holbæk Kommune", "Region Sjælland"),
        minutes="Kapaciteten blev gennemgået.\nKommunen oplyste, at et tilbud er ved at lukke.",
        tasks=("Kommunen sender en plan; senest den 1. juni 2026",),
    ),
)
CONSOLIDATED = (
    OfferFacts("Bosted A", why="Tilbuddet har få pladser."),
    OfferFacts("Bosted B", why="Tilbuddet har en lille fagkreds."),
)
ORDER_BASIS = (LegalBasis(Act.SERVICE_ACT, "servicelovens § 13 c, stk. 1", "Styrelsen kan undtagelsesvis give pålæg."),)
SETTLED = {
    **NO_APPEAL,
    **{
        name: Confirmation("Teksten er skrevet og bekræftet.", "Chefjurist", dt.date(2026, 4, 24))
        for name in (
            *(
                "content-open",
                "knowledge-open",
                "definition-open",
                "duration-open",
                "hearing-basis",
                "place-open",
                "hearing-remarks",
            ),
        )
    },
}
TO = {
    **dict.fromkeys((K.ANNOUNCEMENT, K.GUIDANCE, K.QUESTIONS), COUNTRY),
    **dict.fromkeys((K.HEARING_LETTER,), ORGANISATION),
    K.TREATMENT_OF_REPORTS: PUBLIC,
    K.RECEIPT: REGION,
    K.TAKEOVER_APPROVAL: REGION,
}
ACTS = {
    K.OPERATOR_DECISION: ActFacts("pålægget om samling af tilbud", dt.date(2025, 12, 1)),
    K.NEW_OFFER_APPROVAL: ActFacts("pålægget om samling af tilbud", dt.date(2025, 12, 1)),
    K.FINANCING_ORDER: ActFacts("driftspålægget", dt.date(2026, 4, 27)),
    K.FINANCING_DECISION: ActFacts("pålægget om finansiering", dt.date(2025, 12, 1)),
    K.PROLONGATION: ActFacts("det midlertidige pålæg", dt.date(2026, 1, 15)),
    K.LIFTING: ActFacts("det midlertidige pålæg", on_text="januar 2026"),
}
ORDERS = (
    *(K.OPERATING_ORDER, K.CONSOLIDATION_ORDER, K.FINANCING_ORDER, K.OPERATOR_DECISION, K.FINANCING_DECISION),
    *(K.PROLONGATION, K.NEW_OFFER_APPROVAL, K.TAKEOVER_APPROVAL),
)
ASKS = (
    *(K.ANNOUNCEMENT, K.SUPPLEMENTARY_QUESTIONS, K.STATUS_REQUEST, K.RENEWED_CONSIDERATION_REQUEST, K.PARTY_HEARING),
    K.FINANCING_DECISION,
)
EVIDENCE = (K.RENEWED_CONSIDERATION_REQUEST, K.CLOSING_LETTER, K.TREATMENT_OF_REPORTS)


def full(kind, **changes):
    """Everything that a letter of this kind can say is known, and what legal staff decide is decided."""
    step = STEP
    if kind in ACTS:
        step = changed(step, act=ACTS[kind])
    if kind is K.OPERATING_ORDER:
        step = changed(step, order_kind=OrderKind.CONTINUE)
    if kind in (K.CONSOLIDATION_ORDER, K.OPERATOR_DECISION):
        step = changed(step, offers=CONSOLIDATED)
    if kind in (K.TAKEOVER_APPROVAL, K.NEW_OFFER_APPROVAL):
        step = changed(step, outcome=Answered.GRANTED)
    given = {
        "recipient": TO.get(kind, HOLBAEK),
        "legal_basis": ORDER_BASIS if kind in ORDERS else (SERVICE,),
        "negotiated_on": dt.date(2026, 4, 20),
        "confirmations": SETTLED,
        "approver": APPROVER,
        "approved_on": dt.date(2026, 4, 27),
        "form_title": "Indberetningsskema",
        "overall_reason": "Kommunerne bør finde en samlet løsning.",
        "step": step,
    }
    if kind not in EVIDENCE:
        given |= {"reports": (), "evidence": (), "follow_up": (), "tests": ()}
    if kind not in ASKS:
        given |= {"what_is_asked": ""}
    if kind is K.RECEIPT:
        given |= {"reports": (ReportReceived("Region Sjælland", source("Sjælland")),)}
    return facts(**(given | changes))


def bare(kind):
    """Nothing is known but the case, its announcement and the receiver."""
    return full(
        kind,
        legal_basis=(),
        negotiated_on=None,
        confirmations={},
        form_title="",
        overall_reason="",
        what_is_asked="",
        answer_by=None,
        case_number="",
        reports=(),
        evidence=(),
        follow_up=(),
        tests=(),
        copies=(),
        step=StepFacts(meeting=MeetingFacts("Dialogmøde")),
        recipient=TO.get(kind, HOLBAEK),
    )
