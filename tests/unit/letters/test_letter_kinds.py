"""Every kind of letter composes, says what it must, leaves nothing in braces, and is archival and accessible."""

import re
from dataclasses import replace as replaced

import pytest
from kind_samples import COUNTRY, HOLBAEK, K, bare, changed, full
from test_letter_render import faults, made, text_of

from koorddesk.domain.chain import Answered, OrderKind
from koorddesk.domain.legal import Act
from koorddesk.domain.letters import LetterKind
from koorddesk.domain.target_groups import Subject
from koorddesk.letters.compose import compose
from koorddesk.letters.content import lines_of, open_blocks, plain
from koorddesk.letters.facts import LegalBasis, TargetGroupFacts

# What a sentence of each kind says, whatever else is changed in it.
SAYS = {
    K.ANNOUNCEMENT: "udmelder indsatsen til borgere med svære spiseforstyrrelser",
    K.GUIDANCE: "Vejledningen hører til",
    K.QUESTIONS: "Hvilke tilbud anvender kommunen til målgruppen?",
    K.RECEIPT: "har modtaget afrapporteringen fra Region Sjælland",
    K.REMINDER: "har ikke modtaget den afrapportering",
    K.RETURN: "skriv et helt tal",
    K.SUPPLEMENTARY_QUESTIONS: "har supplerende spørgsmål til afrapporteringen",
    K.STATUS_REQUEST: "om en opdateret status",
    K.CLOSING_LETTER: "afslutter den centrale udmelding med kommunal implementering",
    K.TREATMENT_OF_REPORTS: "offentliggør hermed sin behandling",
    K.RENEWED_CONSIDERATION_REQUEST: "at foretage en fornyet behandling",
    K.PARTY_HEARING: "hører kommunalbestyrelsen i Holbæk Kommune",
    K.TEMPORARY_ORDER: "midlertidigt at opretholde tilbuddet ”Bosted Eksempel”",
    K.OPERATING_ORDER: "at fortsætte driften af tilbuddet ”Bosted Eksempel”",
    K.CONSOLIDATION_ORDER: "Bosted A: Tilbuddet har få pladser",
    K.FINANCING_ORDER: "pålægger kommunerne i Region Sjælland at indgå aftale om finansieringen",
    K.OPERATOR_DECISION: "kommunalbestyrelsen i Holbæk Kommune skal drive det samlede tilbud",
    K.FINANCING_DECISION: "hvordan kommunerne i Region Sjælland finansierer driften",
    K.TAKEOVER_APPROVAL: "godkender, at regionsrådet i Region Sjælland overtager",
    K.NEW_OFFER_APPROVAL: "godkender, at kommunalbestyrelsen i Holbæk Kommune opretter",
    K.PROLONGATION: "forlænger det midlertidige pålæg af 15. januar 2026",
    K.LIFTING: "ophæver det midlertidige pålæg af januar 2026",
    K.HEARING_LETTER: "senest den 1. juni 2026",
    K.INVITATION: "indkalder til ”Dialogmøde om det specialiserede socialområde” den 12. maj 2026",
    K.MINUTES: "Kapaciteten blev gennemgået.",
}
DECISIONS = [kind for kind in LetterKind if kind.value.endswith(("-order", "-decision", "-approval"))]


def words(content):
    return "\n".join([content.title, *(plain(line) for block in content.blocks for line in lines_of(block))])


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_with_everything_known_says_it_and_is_open_nowhere(kind):
    content = compose(kind, full(kind))
    text = words(content)
    assert SAYS[kind] in text
    assert open_blocks(content) == ()
    assert not re.search(r"[{}]|None|  | [.,]|\.\.", text)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_is_archival_and_accessible(kind):
    content = compose(kind, full(kind))
    pdf = made(content, draft=False)
    assert faults(pdf, "2a") == []
    assert faults(pdf, "ua1") == []
    assert " ".join(content.title.split()) in text_of(pdf)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_with_little_known_is_open(kind):
    """Nothing is passed over in silence: what is not known stands open."""
    content = compose(kind, bare(kind))
    assert not re.search(r"[{}]|None|  | [.,]", words(content))
    if kind in (K.RECEIPT, K.REMINDER):
        return
    assert open_blocks(content), kind


@pytest.mark.parametrize("kind", DECISIONS)
def test_a_decision_waits_for_appeal_guidance_and_reasons(kind):
    facts = full(kind, confirmations={})
    facts = replaced(facts, step=changed(facts.step, reason="", heard_on=None))
    names = {block.id for block in open_blocks(compose(kind, facts))}
    assert "appeal-guidance" in names
    if kind is not K.FINANCING_ORDER:
        assert "reason-open" in names
    if kind not in (K.TAKEOVER_APPROVAL, K.NEW_OFFER_APPROVAL):
        assert "heard-open" in names


@pytest.mark.parametrize("kind", DECISIONS)
def test_an_unconfirmed_legal_basis_leaves_a_decision_open(kind):
    children = TargetGroupFacts("børn og unge", age_from=0, age_to=17)
    unread = LegalBasis(Act.CHILDRENS_ACT, "barnets lovs §§ 180-185", confirmed=False)
    for basis in ((unread,), ()):
        content = compose(kind, full(kind, group=children, legal_basis=basis))
        assert "legal-basis" in {block.id for block in open_blocks(content)}


@pytest.mark.parametrize(
    ("ordered", "says"),
    [
        (OrderKind.ESTABLISH, "at etablere tilbuddet ”Bosted Eksempel”"),
        (OrderKind.CONTINUE, "at fortsætte driften af tilbuddet ”Bosted Eksempel”"),
        (OrderKind.PROVIDE, "at tilbyde indsatsen ”Bosted Eksempel”"),
        (OrderKind.CONTINUE_AGREEMENT, "at videreføre driftsaftalen med det private tilbud ”Bosted Eksempel”"),
        (OrderKind.RENEW_AGREEMENT, "at forny driftsaftalen med det private tilbud ”Bosted Eksempel”"),
        (OrderKind.MAKE_AGREEMENT, "Den tidligere driftsaftale blev opsagt den 1. februar 2026."),
    ],
)
def test_an_operating_order_says_what_is_ordered(ordered, says):
    facts = full(K.OPERATING_ORDER)
    content = compose(K.OPERATING_ORDER, replaced(facts, step=changed(facts.step, order_kind=ordered)))
    leads = [plain(block.line) for block in content.blocks if getattr(block, "style", "") == "lead"]
    assert len(leads) == 1
    assert says in leads[0]
    assert ("som drives af Fonden Eksempel" in leads[0]) is ordered.private


@pytest.mark.parametrize("kind", [K.TAKEOVER_APPROVAL, K.NEW_OFFER_APPROVAL])
def test_an_application_can_be_refused(kind):
    facts = full(kind)
    text = words(compose(kind, replaced(facts, step=changed(facts.step, outcome=Answered.REFUSED))))
    assert "kan ikke godkende" in text
    assert "godkender, at" not in text


@pytest.mark.parametrize("kind", [K.SUPPLEMENTARY_QUESTIONS, K.STATUS_REQUEST, K.RENEWED_CONSIDERATION_REQUEST])
def test_a_request_to_all_councils_says_so(kind):
    text = words(compose(kind, full(kind, recipient=replaced(HOLBAEK, whole_country=True, regions=COUNTRY.regions))))
    assert "landets kommunalbestyrelser" in text
    assert "hver region" in text
    two = words(
        compose(kind, full(kind, recipient=replaced(HOLBAEK, regions=("Region Sjælland", "Region Syddanmark"))))
    )
    assert "kommunalbestyrelserne i Region Sjælland og Region Syddanmark" in two
    assert "hver region" in two


@pytest.mark.parametrize("kind", [K.TEMPORARY_ORDER, K.OPERATING_ORDER, K.CONSOLIDATION_ORDER])
def test_special_education_waits_for_the_negotiation(kind):
    group = TargetGroupFacts("voksne med synsnedsættelse", age_from=18, subject=Subject.SPECIAL_EDUCATION)
    assert "forhandlet med Børne- og Undervisningsministeriet" in words(compose(kind, full(kind, group=group)))
    waiting = compose(kind, full(kind, group=group, negotiated_on=None))
    assert "negotiation-open" in {block.id for block in open_blocks(waiting)}


def test_a_test_met_in_some_regions_is_not_said_of_all():
    facts = full(K.TREATMENT_OF_REPORTS)
    supply = replaced(facts.tests[0], differs=True)
    text = words(compose(K.TREATMENT_OF_REPORTS, replaced(facts, tests=(supply,))))
    assert "kun i nogle af de regioner" in text
    assert "ikke er det fornødne udbud" not in text


def test_annexes_and_publications_are_not_greeted():
    for kind in (K.GUIDANCE, K.QUESTIONS, K.TREATMENT_OF_REPORTS):
        assert "Med venlig hilsen" not in text_of(made(compose(kind, full(kind))))
