"""The words of the register of offers, as the window shows them (English msgids)."""

from __future__ import annotations

from koorddesk.domain.offers import Attribute, Mark, OperatorKind, Origin, ScreeningResult
from koorddesk.domain.signals import SignalRule
from koorddesk.i18n import N_

OPERATORS = {
    OperatorKind.MUNICIPAL: N_("municipal"),
    OperatorKind.REGIONAL: N_("regional"),
    OperatorKind.SELF_GOVERNING: N_("self-governing"),
    OperatorKind.PRIVATE: N_("private"),
}
ATTRIBUTES = {
    Attribute.PLACES: N_("Places"),
    Attribute.EXPECTED_PLACES: N_("Expected places"),
    Attribute.OCCUPIED: N_("Occupied places"),
    Attribute.OCCUPANCY: N_("Occupancy in percent"),
    Attribute.ASSUMED_OCCUPANCY: N_("Occupancy the rate assumes"),
    Attribute.VACANT: N_("Vacant places"),
    Attribute.RATE: N_("Rate, kroner a day"),
    Attribute.NAME: N_("Name"),
    Attribute.ADDRESS: N_("Address"),
    Attribute.OPERATOR: N_("Operator"),
    Attribute.LOCATION: N_("Location"),
    Attribute.LEGAL_BASIS: N_("Legal basis"),
    Attribute.TARGET_GROUP: N_("Target group"),
    Attribute.WITHOUT_PREMISES: N_("Without premises"),
}
ORIGINS = {
    Origin.PORTAL: N_("Tilbudsportalen"),
    Origin.REPORTED: N_("reported"),
    Origin.AGENCY: N_("the agency"),
}
SCREENINGS = {
    ScreeningResult.HIGHLY_SPECIALISED: N_("highly specialised"),
    ScreeningResult.NOT_HIGHLY_SPECIALISED: N_("not highly specialised"),
    ScreeningResult.UNDECIDED: N_("undecided"),
}
MARKS = {
    Mark.NOT_KNOWN: N_("not known"),
    Mark.MET: N_("met"),
    Mark.PARTLY: N_("partly"),
    Mark.NOT_MET: N_("not met"),
}
SIGNALS = {
    SignalRule.NO_OFFER: N_("No offer"),
    SignalRule.ONE_PROVIDER: N_("Only one provider"),
    SignalRule.NONE_IN_PART: N_("None in a part of the country"),
    SignalRule.FEWER_PLACES: N_("Fewer places"),
    SignalRule.BROADER_GROUP: N_("Broader target group"),
    SignalRule.USED_BY_NOBODY: N_("Used by nobody"),
    SignalRule.CLOSING_ANNOUNCED: N_("Closing announced"),
    SignalRule.REVIEW_OVERDUE: N_("Review overdue"),
}
