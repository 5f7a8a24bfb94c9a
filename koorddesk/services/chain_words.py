"""The words of the chain: steps, preconditions, orders, documents and clocks as a caseworker says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koorddesk.domain.chain import OrderKind, PartyRole, StepKind
from koorddesk.domain.documents import CaseRoleKind, Direction, DocumentKind, NoteKind
from koorddesk.domain.step_checks import Force
from koorddesk.domain.step_rules import Addressing
from koorddesk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

STEPS: Mapping[str, str] = {
    StepKind.SIGNAL: N_("signal"),
    StepKind.ANNOUNCEMENT: N_("central announcement"),
    StepKind.REPORT: N_("report"),
    StepKind.ASSESSMENT: N_("assessment"),
    StepKind.CLOSING: N_("closing"),
    StepKind.SUPPLEMENTARY_QUESTIONS: N_("supplementary questions"),
    StepKind.STATUS_REQUEST: N_("request for updated status"),
    StepKind.DIALOGUE: N_("dialogue"),
    StepKind.MINISTRY_NEGOTIATION: N_("negotiation with the ministry"),
    StepKind.RENEWED_CONSIDERATION_REQUEST: N_("request for renewed consideration"),
    StepKind.PARTY_HEARING: N_("party hearing"),
    StepKind.TEMPORARY_ORDER: N_("temporary order"),
    StepKind.OPERATING_ORDER: N_("operating order"),
    StepKind.CONSOLIDATION_ORDER: N_("order to consolidate offers"),
    StepKind.FINANCING_ORDER: N_("order to agree on financing"),
    StepKind.OPERATOR_AGREEMENT: N_("agreement on who runs the offer"),
    StepKind.FINANCING_AGREEMENT: N_("agreement on financing"),
    StepKind.OPERATOR_DECISION: N_("decision on who runs the offer"),
    StepKind.FINANCING_DECISION: N_("decision on financing"),
    StepKind.TAKEOVER_APPROVAL: N_("answer to an application to take over"),
    StepKind.NEW_OFFER_APPROVAL: N_("answer to an application for a new offer"),
    StepKind.PROLONGATION: N_("prolongation of an order"),
    StepKind.LIFTING: N_("lifting of an order"),
    StepKind.FOLLOW_UP: N_("follow-up"),
}
ORDER_KINDS: Mapping[str, str] = {
    OrderKind.ESTABLISH: N_("establish an offer"),
    OrderKind.CONTINUE: N_("continue to run an offer"),
    OrderKind.PROVIDE: N_("provide an intervention"),
    OrderKind.CONTINUE_AGREEMENT: N_("continue the agreement with a private offer"),
    OrderKind.RENEW_AGREEMENT: N_("renew the agreement with a private offer"),
    OrderKind.MAKE_AGREEMENT: N_("make a new agreement where one was terminated"),
}
CHECKS: Mapping[str, str] = {
    "case-open": N_("The case is open"),
    "day-not-ahead": N_("The day is not in the future"),
    "announced": N_("The target group or intervention has been announced"),
    "announced-once": N_("The case has no announcement yet; a further one is a new case, begun from the follow-up"),
    "group-active": N_("The target group is active: a criterion of it has its reason"),
    "reports-received": N_("Reports on the announcement have been received from the region (%(detail)s)"),
    "assessment-concluded": N_("The assessment is concluded with reasons, and a test is not met"),
    "municipal-implementation": N_("The assessment is concluded, and both tests are met"),
    "assessed-anew": N_("The renewed answers have been assessed"),
    "grounds-pinned": N_("The answers that the assessment rests on are pinned (%(detail)s)"),
    "warnings-settled": N_("No pinned figure has a warning that nobody has given a reason for (%(detail)s open)"),
    "legal-basis-known": N_("The legal basis is read and confirmed: %(detail)s"),
    "dialogue-first": N_("Dialogue with the municipalities has been tried first and is on record"),
    "request-first": N_("Renewed consideration has been asked for first"),
    "ministry-negotiated": N_("The Ministry of Children and Education has been negotiated with"),
    "ministry-negotiated-social": N_(
        "The Ministry of Children and Education has been negotiated with (whether the act asks it outside special "
        "education is not settled)"
    ),
    "ministry-negotiated-order": N_(
        "The Ministry of Children and Education has been negotiated with (whether the act asks it before such an "
        "order is not known)"
    ),
    "party-heard": N_("The parties have been heard (whether the act asks it is not settled)"),
    "rests-on-request-or-order": N_("It rests on a request for renewed consideration, or on an order that lasts"),
    "temporary-order-with-order": N_(
        "It rests on a request for renewed consideration; that it may rest on an order instead is not confirmed"
    ),
    "follows-consolidation": N_("An order to consolidate offers lasts"),
    "follows-financing-order": N_("An order to agree on financing lasts"),
    "follows-order": N_("The order that it is about lasts"),
    "not-before-its-act": N_("Its day is not before that of the step it rests on"),
    "four-months-passed": N_("The four months to agree have passed (last day %(detail)s)"),
    "no-operator-agreement": N_("No agreement on who runs the offer is on record"),
    "no-operator-decision": N_("It has not been decided who runs the offer"),
    "no-financing-agreement": N_("No agreement on financing is on record"),
    "no-financing-decision": N_("Financing has not been decided"),
    "duration-known": N_("The act's words on prolonging are filled in and confirmed by legal staff"),
    "lifting-known": N_("The act's words on how such an order ends are filled in and confirmed by legal staff"),
    "concluded-before": N_("There is a conclusion or an order to follow up"),
    "no-temporary-order-lasts": N_("No temporary order lasts; lift it first"),
    "day-known": N_("The day is given"),
    "text-written": N_("What is asked, said or agreed is written"),
    "reasons-written": N_("The reasons are written"),
    "exceptional-reasoned": N_("It is written why the order is needed; the act allows it only exceptionally"),
    "regions-named": N_("The regions whose councils it addresses are named"),
    "one-council": N_("It addresses one municipal or regional council (named: %(detail)s)"),
    "councils-addressed": N_("It addresses the municipal or regional councils that run the offers (named: %(detail)s)"),
    "parties-named": N_("Who is heard is named"),
    "addressee-exists": N_("Whom it addresses exists on that day; otherwise address the successor"),
    "one-offer": N_("It names one offer or intervention (named: %(detail)s)"),
    "two-offers": N_("It names two or more small offers (named: %(detail)s)"),
    "not-sustainable-reasoned": N_(
        "For each offer it is written why it is not professionally and economically sustainable by itself"
    ),
    "order-kind-given": N_("What is ordered is chosen"),
    "private-operator-named": N_("The private operator is named"),
    "agreement-terminated": N_("The day on which the earlier agreement was terminated is given"),
    "financing-area-named": N_(
        "The region or part of the country whose municipalities agree on financing is named; that order always comes "
        "with it"
    ),
    "outcome-given": N_("It is chosen whether the application is granted or refused"),
    "one-temporary-order": N_("No other temporary order about that offer lasts"),
}
FORCES: Mapping[str, str] = {
    Force.LEGAL: N_("stops the step: the act says so"),
    Force.DESK: N_("stops the step: never done here"),
    Force.PRACTICE: N_("practice: passes with a written reason"),
    Force.UNCONFIRMED: N_("unconfirmed: passes with a written reason"),
}
ADDRESSING: Mapping[str, str] = {
    Addressing.NOBODY: N_("nobody"),
    Addressing.COUNCILS_OF_REGIONS: N_("the municipal councils of one or more regions"),
    Addressing.ONE_COUNCIL: N_("one municipal or regional council"),
    Addressing.COUNCILS: N_("the councils that run the offers"),
    Addressing.MUNICIPALITIES_OF_AREA: N_("the municipalities of a region or a part of the country"),
    Addressing.MINISTRY: N_("the ministry"),
    Addressing.PARTIES: N_("the parties"),
}
PARTY_ROLES: Mapping[str, str] = {
    PartyRole.ADDRESSEE: N_("addressee"),
    PartyRole.REGION: N_("region"),
    PartyRole.HEARD: N_("party heard"),
    PartyRole.OPERATOR: N_("operator"),
}
DIRECTIONS: Mapping[str, str] = {
    Direction.INCOMING: N_("incoming"),
    Direction.OUTGOING: N_("outgoing"),
    Direction.INTERNAL: N_("internal"),
}
NOTES: Mapping[str, str] = {
    NoteKind.NOTE: N_("note"),
    NoteKind.TELEPHONE: N_("telephone note"),
    NoteKind.CLOSED: N_("case closed"),
    NoteKind.REOPENED: N_("case reopened"),
    NoteKind.HANDED_OVER: N_("case handed over"),
    NoteKind.OVERTAKEN: N_("conclusion overtaken"),
}
ROLES: Mapping[str, str] = {
    CaseRoleKind.RESPONSIBLE: N_("responsible caseworker"),
    CaseRoleKind.SUPPLEMENTARY: N_("supplementary caseworker"),
    CaseRoleKind.APPROVER: N_("approver"),
}
DOCUMENTS: Mapping[str, str] = {
    DocumentKind.HEARING_LETTER: N_("hearing letter"),
    DocumentKind.HEARING_ANSWER: N_("hearing answer"),
    DocumentKind.HEARING_SUMMARY: N_("summary of the hearing"),
    DocumentKind.CAPACITY_REPORT: N_("report on capacity and occupancy"),
    DocumentKind.ENQUIRY: N_("enquiry"),
    DocumentKind.GROUP_ANALYSIS: N_("analysis of the target group"),
    DocumentKind.OFFER_SCREENING: N_("offer screening"),
    DocumentKind.INVITATION: N_("invitation with agenda"),
    DocumentKind.MINUTES: N_("minutes"),
    DocumentKind.COUNCIL_REMARKS: N_("remarks of the expert council"),
    DocumentKind.PRIOR_NOTICE: N_("prior notice"),
    DocumentKind.NEGOTIATION_LETTER: N_("negotiation letter to the ministry"),
    DocumentKind.NEGOTIATION_ANSWER: N_("the ministry's answer"),
    DocumentKind.REASONS_NOTE: N_("note of reasons"),
    DocumentKind.MANAGEMENT_APPROVAL: N_("management's approval"),
    DocumentKind.ANNOUNCEMENT: N_("central announcement"),
    DocumentKind.GUIDANCE: N_("annex 1: guidance on reporting"),
    DocumentKind.QUESTIONS: N_("annex 2: questions to report on"),
    DocumentKind.ORIENTATION: N_("information letter"),
    DocumentKind.QUESTION: N_("question"),
    DocumentKind.ANSWER: N_("answer"),
    DocumentKind.REPORT: N_("report"),
    DocumentKind.ANNEX: N_("annex"),
    DocumentKind.RECEIPT: N_("acknowledgement"),
    DocumentKind.REMINDER: N_("reminder letter"),
    DocumentKind.SUPPLEMENTARY_QUESTIONS: N_("supplementary questions"),
    DocumentKind.ASSESSMENT: N_("assessment"),
    DocumentKind.TREATMENT_OF_REPORTS: N_("published treatment of the reports"),
    DocumentKind.CLOSING_LETTER: N_("letter on closing"),
    DocumentKind.STATUS_REQUEST: N_("request for updated status"),
    DocumentKind.STATUS: N_("updated status"),
    DocumentKind.RENEWED_CONSIDERATION_REQUEST: N_("request for renewed consideration"),
    DocumentKind.PARTY_HEARING: N_("party hearing"),
    DocumentKind.PARTY_HEARING_ANSWER: N_("answer to the party hearing"),
    DocumentKind.TEMPORARY_ORDER: N_("temporary order"),
    DocumentKind.OPERATING_ORDER: N_("operating order"),
    DocumentKind.CONSOLIDATION_ORDER: N_("order to consolidate offers"),
    DocumentKind.FINANCING_ORDER: N_("order to agree on financing"),
    DocumentKind.AGREEMENT: N_("agreement"),
    DocumentKind.OPERATOR_DECISION: N_("decision on who runs the offer"),
    DocumentKind.FINANCING_DECISION: N_("decision on financing"),
    DocumentKind.TAKEOVER_APPLICATION: N_("application to take over"),
    DocumentKind.TAKEOVER_APPROVAL: N_("answer to an application to take over"),
    DocumentKind.NEW_OFFER_APPLICATION: N_("application for a new offer"),
    DocumentKind.NEW_OFFER_APPROVAL: N_("answer to an application for a new offer"),
    DocumentKind.PROLONGATION: N_("prolongation of an order"),
    DocumentKind.LIFTING: N_("lifting of an order"),
    DocumentKind.FOLLOW_UP: N_("follow-up"),
    DocumentKind.NOTE: N_("note"),
    DocumentKind.OTHER: N_("other document"),
}
# Named rules by which a day is found.
CLOCKS: Mapping[str, str] = {
    "set-in-announcement": N_("set in the announcement"),
    "set-in-request": N_("set in the request"),
    "set-in-hearing": N_("set in the hearing"),
    "four-months-operator": N_("four months after the order, to agree on who runs the offer"),
    "four-months-financing": N_("four months after the order, to agree on financing"),
    "follow-up": N_("set for the follow-up"),
}
# What a clock waits for.
WAITS_FOR: Mapping[str, str] = {
    "set-in-announcement": N_("joint report from the region"),
    "set-in-request": N_("answer from the councils"),
    "set-in-hearing": N_("answer to the party hearing"),
    "four-months-operator": N_("agreement on who runs the offer"),
    "four-months-financing": N_("agreement on financing"),
    "follow-up": N_("follow-up"),
}
# ... where the step says more than the rule.
STEP_WAITS_FOR: Mapping[str, str] = {
    StepKind.RENEWED_CONSIDERATION_REQUEST: N_("renewed answer from the councils"),
    StepKind.STATUS_REQUEST: N_("updated status"),
}
# What the logs of earlier releases hold; their history is read in Danish, too.
FORMER = (
    N_("dialogue put on record in case %(case)s"),
    N_("negotiation with the ministry put on record in case %(case)s"),
    N_("request for updated status put on record in case %(case)s"),
)
