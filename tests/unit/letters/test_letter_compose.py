"""The standard text follows the facts: whom, under which law, about whom, and what is not known yet."""

import dataclasses
import datetime as dt
import re

import pytest
from letter_sample import ALL, CHILDREN, HOLBAEK, KIND, NO_APPEAL, SERVICE, children, facts, letter

from koorddesk.domain.legal import Act
from koorddesk.errors import UserError
from koorddesk.letters.compose import Labels, compose
from koorddesk.letters.content import (
    DeadlineBlock,
    Field,
    Heading,
    ListBlock,
    OpenBlock,
    Paragraph,
    Style,
    lines_of,
    open_blocks,
    plain,
)
from koorddesk.letters.facts import AnnouncementFacts, LegalBasis, Recipient, Scope, TargetGroupFacts


def text_of(content):
    return "\n".join(plain(line) for block in content.blocks for line in lines_of(block))


def group(**changes):
    return TargetGroupFacts(**({"name": "borgere med svære spiseforstyrrelser"} | changes))


def test_it_says_the_ten_things_a_request_says():
    text = text_of(letter())
    for words in (
        "udsendte i januar 2020 ”Central udmelding for borgere med svære spiseforstyrrelser”",
        "Fristen for afrapporteringen var den 31. marts 2026.",
        "14. april 2026: dialogmøde om kapaciteten",
        "ikke er det fornødne udbud",
        "Kommunerne har aftalt en fælles visitation.",
        "Det er styrelsens samlede vurdering, at der er behov for en fornyet behandling",
        "anmoder kommunalbestyrelsen i Holbæk Kommune om sammen med de øvrige kommunalbestyrelser i Region Sjælland",
        "Hvordan sikrer kommunerne i fællesskab et tilbud i regionen?",
        "Målgruppen er borgere med svære spiseforstyrrelser.",
        "Formålet er at sikre",
        "bistår gerne kommunerne med faglig viden",
        "vil Social- og Boligstyrelsen gå i dialog med",
        "servicelovens § 13 b, stk. 3",
        "National koordination",
    ):
        assert words in text, words


def test_the_title_names_the_subject():
    assert letter().title == (
        "Anmodning om fornyet behandling af central udmelding. Borgere med svære spiseforstyrrelser"
    )


def test_the_deadline_stands_in_full():
    block = next(b for b in letter().blocks if isinstance(b, DeadlineBlock))
    assert (
        plain(block.line) == "Svaret skal være modtaget i Social- og Boligstyrelsen senest fredag den 30. oktober 2026."
    )
    assert block.due_on == dt.date(2026, 10, 30)


@pytest.mark.parametrize(
    ("ages", "basis", "law_as_of", "cited", "not_cited"),
    [
        ((18, None), (SERVICE,), None, ["servicelovens § 13 b, stk. 3"], "barnets lov"),
        ((0, 17), (CHILDREN,), None, ["barnets lovs § 161, stk. 2"], "serviceloven"),
        ((0, 17), (SERVICE,), dt.date(2023, 11, 23), ["servicelovens § 13 b, stk. 3"], "barnets lov"),
        (
            (None, None),
            (SERVICE, CHILDREN),
            None,
            ["For voksne er anmodningen fremsat efter servicelovens § 13 b, stk. 3,", "barnets lovs § 161, stk. 2."],
            "§ 180",
        ),
        ((0, 17), (SERVICE, CHILDREN), None, ["barnets lovs § 161, stk. 2"], "serviceloven"),
    ],
)
def test_the_legal_basis_follows_ages_and_date(ages, basis, law_as_of, cited, not_cited):
    text = text_of(
        letter(
            group=group(age_from=ages[0], age_to=ages[1]),
            legal_basis=basis,
            law_as_of=law_as_of,
            confirmations=NO_APPEAL,
        )
    )
    assert all(words in text for words in cited)
    assert not_cited not in text


def test_a_lacking_legal_basis_stays_open():
    content = letter(group=group(age_from=0, age_to=17), legal_basis=(SERVICE,))
    assert [block.id for block in open_blocks(content)] == ["legal-basis", "appeal-guidance"]
    assert "barnets lov" in plain(open_blocks(content)[0].line)


def test_an_unconfirmed_legal_basis_stays_open():
    unsure = LegalBasis(Act.SERVICE_ACT, "servicelovens § 13 c, stk. 4", confirmed=False)
    content = letter(legal_basis=(unsure,), confirmations=NO_APPEAL)
    assert "servicelovens § 13 c, stk. 4, er ikke bekræftet" in plain(open_blocks(content)[0].line)


def test_special_education_names_the_negotiation():
    content = compose(KIND, children(confirmations=NO_APPEAL))
    assert "efter forhandling med Børne- og Undervisningsministeriet den 20. april 2026" in text_of(content)
    assert not open_blocks(content)


def test_special_education_without_negotiation_stays_open():
    content = compose(KIND, children(negotiated_on=None, confirmations=NO_APPEAL))
    assert [block.id for block in open_blocks(content)] == ["negotiation-open"]


def test_the_social_area_needs_no_negotiation():
    assert "forhandling med" not in text_of(letter())


def test_a_letter_to_all_names_no_single_council():
    text = text_of(letter(recipient=ALL))
    assert "anmoder kommunalbestyrelserne i Region Sjælland om at foretage en fornyet behandling" in text
    assert "Dette brev er til" not in text
    assert "Holbæk" not in "".join(
        plain(block.line) for block in letter(recipient=ALL).blocks if isinstance(block, Paragraph)
    )


def test_a_request_to_the_whole_country_says_so():
    country = Recipient(Scope.COUNTRY, "landets kommunalbestyrelser", ("Til landets kommunalbestyrelser",))
    text = text_of(letter(recipient=country))
    assert "anmoder landets kommunalbestyrelser om at foretage" in text
    assert "på nationalt plan" in text
    assert "kommunerne i hver region" in text
    one = dataclasses.replace(HOLBAEK, whole_country=True)
    assert "om sammen med landets øvrige kommunalbestyrelser at foretage" in text_of(letter(recipient=one))


def test_two_regions_answer_each_for_itself():
    two = dataclasses.replace(ALL, regions=("Region Sjælland", "Region Hovedstaden"))
    text = text_of(letter(recipient=two))
    assert "kommunalbestyrelserne i Region Sjælland og Region Hovedstaden" in text
    assert "besvarelse for kommunerne i hver region" in text


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        ((0, 17), "fra 0 til og med 17 år"),
        ((18, None), "på 18 år og derover"),
        ((None, 30), "til og med 30 år"),
    ],
)
def test_ages_stand_in_words(ages, words):
    text = text_of(letter(group=group(age_from=ages[0], age_to=ages[1]), legal_basis=(SERVICE, CHILDREN)))
    assert f"Den omfatter personer {words}." in text


def test_an_intervention_is_what_the_request_is_about():
    text = text_of(letter(group=group(intervention="døgnindsatser", age_from=18)))
    assert "tilrettelæggelse og organisering af døgnindsatser til borgere med svære spiseforstyrrelser" in text
    assert "Indsatsen og målgruppen" in text


def test_the_definition_is_quoted_or_referred_to():
    assert "fremgår af den centrale udmelding" in text_of(letter())
    defined = text_of(letter(group=group(age_from=18, definition="Svær grad, 3-5.", not_included="let grad")))
    assert "Svær grad, 3-5." in defined
    assert "Følgende er ikke omfattet: let grad" in defined
    assert "fremgår af den centrale udmelding" not in defined


def test_a_reason_with_dashes_becomes_a_list():
    lists = [b for b in letter().blocks if isinstance(b, ListBlock) and b.origin == "supply-reason"]
    assert [plain(item) for block in lists for item in block.items] == ["til døgntilbud", "til dagtilbud"]


def test_what_is_asked_stands_out():
    asked = [b for b in letter().blocks if isinstance(b, Paragraph) and b.style is Style.ASKED]
    assert [plain(block.line) for block in asked] == ["Hvordan sikrer kommunerne i fællesskab et tilbud i regionen?"]


def test_what_is_asked_ends_as_a_sentence():
    asked = [
        b for b in letter(what_is_asked="at fremlægge en løsning").blocks if getattr(b, "style", "") is Style.ASKED
    ]
    assert plain(asked[0].line) == "at fremlægge en løsning."


def test_fields_from_the_store_are_known_as_such():
    named = {
        part.name
        for block in letter().blocks
        if not isinstance(block, (OpenBlock, Heading))
        for line in lines_of(block)
        for part in line
        if isinstance(part, Field)
    }
    assert {"agency", "councils", "deadline", "legal_basis", "group"} <= named


def test_joined_sentences_make_one_paragraph():
    paragraph = next(b for b in letter().blocks if isinstance(b, Paragraph) and b.origin.startswith("background"))
    assert paragraph.origin == "background background-due"
    assert plain(paragraph.line).endswith("af indsatsen. Fristen for afrapporteringen var den 31. marts 2026.")


def test_no_field_is_left_in_braces_and_no_sentence_without_end():
    for content in (letter(), letter(recipient=ALL), compose(KIND, children())):
        for block in content.blocks:
            if isinstance(block, (Paragraph, DeadlineBlock)):
                words = plain(block.line)
                assert not re.search(r"[{}]|  ", words)
                assert words.endswith((".", ":", "?"))


def test_a_field_nobody_filled_in_is_named():
    undated = AnnouncementFacts("Central udmelding", "Socialstyrelsen")
    with pytest.raises(UserError) as caught:
        letter(announcement=undated)
    assert caught.value.code == "letter-field-empty"
    assert caught.value.params["field"] == "hvornår udmeldingen blev udsendt"


def test_an_unknown_kind_is_refused():
    with pytest.raises(UserError) as caught:
        compose("love-letter", facts())
    assert caught.value.code == "letter-kind-unknown"


def test_the_reference_block_leaves_out_what_is_not_known():
    labels = [(ref.label, ref.text) for ref in letter(document_number="").references]
    assert labels == [
        ("Dato", "27. april 2026"),
        ("Sagsnr.", "2026-1234"),
        ("Sagsbehandler", "Fuldmægtig (EKSEMPEL)"),
        ("Telefon", "72 42 37 00"),
        ("E-mail", "sag@example.dk"),
    ]


def test_its_labels_are_settings():
    content = compose(KIND, facts(), labels=Labels(case_number="J.nr."))
    assert ("J.nr.", "2026-1234") in [(ref.label, ref.text) for ref in content.references]
    assert content.running_head == "Social- og Boligstyrelsen · J.nr. 2026-1234"


def test_annexes_are_numbered_with_the_sources_first():
    content = letter(annexes=("Skema til besvarelse",), breakdown=True)
    assert content.annexes == (
        "Bilag 1: Kilder til brevets oplysninger",
        "Bilag 2: Oplysninger fordelt på kommuner",
        "Bilag 3: Skema til besvarelse",
    )
    assert content.evidence_title == content.annexes[0]


def test_a_letter_without_evidence_has_no_evidence_annex():
    content = letter(evidence=(), reports=(), annexes=("Skema",))
    assert content.annexes == ("Bilag 1: Skema",)
    assert not content.evidence_title
    assert "bilag 1" not in text_of(content)
