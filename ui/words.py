"""The words of the domain's fixed lists, as the window shows them (English msgids)."""

from __future__ import annotations

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.legal import Standing
from koorddesk.domain.target_groups import Criterion, Subject
from koorddesk.domain.values import FieldType
from koorddesk.i18n import N_
from koorddesk.services import letter_kinds
from koorddesk.services.chain_words import STEPS as CHAIN_STEPS

TESTS = {"necessary_supply": N_("Necessary supply"), "coordination": N_("Coordination and planning")}
RESULTS = {TestResult.OPEN: N_("not judged yet"), TestResult.MET: N_("met"), TestResult.NOT_MET: N_("not met")}
CONCLUSIONS = {
    Conclusion.OPEN: N_("not concluded yet"),
    Conclusion.MUNICIPAL_IMPLEMENTATION: N_("Municipal implementation"),
    Conclusion.SUPPLEMENTARY_QUESTIONS: N_("Supplementary questions"),
    Conclusion.STATUS_REQUEST: N_("Request for updated status"),
    Conclusion.DIALOGUE: N_("Dialogue"),
    Conclusion.RENEWED_CONSIDERATION: N_("Request for renewed consideration"),
}
AUTHORITY_KINDS = {
    AuthorityKind.MUNICIPALITY: N_("municipality"),
    AuthorityKind.REGION: N_("region"),
    AuthorityKind.PART_OF_COUNTRY: N_("part of the country"),
}
CRITERIA = {Criterion.SMALL: N_("small target group"), Criterion.COMPLEX: N_("complexity")}
SUBJECTS = {
    Subject.SOCIAL: N_("social area"),
    Subject.SPECIAL_EDUCATION: N_("special education"),
    Subject.BOTH: N_("social area and special education"),
}
STANDINGS = {
    Standing.READ: N_("read in the source"),
    Standing.UNCONFIRMED: N_("not confirmed"),
    Standing.MISSING: N_("not known"),
}
STANDING_STATES = {Standing.READ: "read", Standing.UNCONFIRMED: "unconfirmed", Standing.MISSING: "unknown"}
FIELD_TYPES = {
    FieldType.TEXT: N_("text"),
    FieldType.COUNT: N_("count"),
    FieldType.NUMBER: N_("number"),
    FieldType.PERCENT: N_("percentage"),
    FieldType.AMOUNT: N_("amount in kroner"),
    FieldType.DATE: N_("date"),
    FieldType.YEAR: N_("year"),
    FieldType.CHOICE: N_("choice"),
    FieldType.SCALE: N_("scale"),
    FieldType.YES_NO: N_("yes or no"),
    FieldType.MUNICIPALITY: N_("municipality"),
    FieldType.REGION: N_("region"),
    FieldType.OFFER: N_("offer"),
}
# As headings; the steps that no page shows as a heading yet keep the words of the chain.
STEPS: dict[str, str] = dict(CHAIN_STEPS) | {
    "announcement": N_("Central announcement"),
    "report": N_("Report"),
    "assessment": N_("Assessment"),
    "status-request": N_("Request for updated status"),
    "dialogue": N_("Dialogue"),
    "ministry-negotiation": N_("Negotiation with the ministry"),
    "renewed-consideration-request": N_("Request for renewed consideration"),
    "closing": N_("Closing"),
}
LETTER_KINDS = letter_kinds.NAMES
