"""Every kind of letter drafted from a real store, by ages and area: what it says, what stands open, how it reads."""

import datetime as dt
import re
from contextlib import contextmanager

import page
import pytest

from koorddesk.domain.letters import Letter, LetterKind
from koorddesk.letters.content import OpenReason, from_json, lines_of, open_blocks, plain
from koorddesk.paths import resource
from koorddesk.services.desk import open_desk
from koorddesk.services.letter_life import approve_letter
from koorddesk.services.letter_setting import letter_pdf
from koorddesk.services.letters import decide_block, open_places
from koorddesk.settings import Sender, Settings
from tests.helpers import whole_case
from tests.helpers.read_aloud import expected, tidy
from tests.helpers.tagged import spoken

K = LetterKind
# What legal staff have to decide or confirm before a letter of this kind can go out, whatever else is known.
APPEAL, DURATION, HEARD = "appeal-guidance", "duration-open", "heard-open"
LEGAL = {
    K.ANNOUNCEMENT: {"negotiation-announcement-open"},
    K.RENEWED_CONSIDERATION_REQUEST: {APPEAL},
    K.PARTY_HEARING: {"hearing-basis"},
    K.TEMPORARY_ORDER: {APPEAL},
    K.OPERATING_ORDER: {APPEAL, DURATION},
    K.CONSOLIDATION_ORDER: {APPEAL, DURATION},
    K.FINANCING_ORDER: {APPEAL},
    K.OPERATOR_DECISION: {APPEAL, HEARD},
    K.FINANCING_DECISION: {APPEAL, HEARD},
    K.TAKEOVER_APPROVAL: {APPEAL},
    K.NEW_OFFER_APPROVAL: {APPEAL},
    K.PROLONGATION: {APPEAL, DURATION, HEARD, "legal-basis"},
    K.LIFTING: {APPEAL},
}
UNREAD = {  # paragraphs of barnets lov that no source shows: §§ 180-185 and the counterpart of § 186 a
    *(K.OPERATING_ORDER, K.CONSOLIDATION_ORDER, K.FINANCING_ORDER, K.OPERATOR_DECISION, K.FINANCING_DECISION),
    *(K.TAKEOVER_APPROVAL, K.NEW_OFFER_APPROVAL, K.PROLONGATION),
}


@contextmanager
def whole_course(folder):
    sender = Sender(unit="National koordination", email="enhed@eksempel.dk")
    opened = open_desk(
        folder / "store.sqlite",
        settings=Settings(sender=sender),
        account="prøve",
        today=lambda: dt.date(2026, 2, 2),
    )
    yield whole_case.Course(opened, resource("samples")).begin().ask().order().settle()
    opened.close()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A whole case about adults, shared by the tests that only read it."""
    with whole_course(tmp_path_factory.mktemp("case")) as made:
        yield made


@pytest.fixture
def own_course(tmp_path):
    """A whole case about adults for a test that decides and approves."""
    with whole_course(tmp_path) as made:
        yield made


def contents(course):
    """Return each first letter's content by its name in the course, with its kind and its file."""
    found = {}
    with course.desk.store.reader() as uow:
        for name, rows in course.letters.items():
            letter = uow.get(Letter, rows[0].id)
            found[name] = (letter.kind, from_json(letter.content), uow.file(letter.pdf_sha256))
    return found


def words(content):
    return "\n".join([content.title, *(plain(line) for block in content.blocks for line in lines_of(block))])


def faults(pdf, profile):
    report = page.validate_pdf_bytes(pdf, profile=profile)
    naive = b"\r\nendstream" in pdf  # page-validation takes such a stream for one byte short
    return [f.message for f in report.failures if not (naive and f.rule_id.endswith("STREAM-LENGTH-001"))]


def test_every_kind_from_the_store_of_a_whole_case(course):
    found = contents(course)
    assert {kind for kind, _, _ in found.values()} == set(K)
    assert len([name for name in found if name.startswith("operating-order ")]) == 6
    for name, (kind, content, pdf) in found.items():
        text = words(content)
        assert not re.search(r"[{}]|None|  | [.,]|\.\.|[a-z]-open", text), name
        legal = {block.id for block in open_blocks(content) if block.reason is OpenReason.LEGAL}
        assert legal == LEGAL.get(kind, set()), name
        # The law: adults stand on serviceloven, and never on barnets lov.
        assert "barnets lov" not in text, name
        # A screen reader meets the head, then everything the letter says, in its order and as what it is.
        said = tidy(spoken(pdf))
        body, annex = expected(content)
        start = said.index(body[0])
        assert said[start : start + len(body)] == body, name
        assert said[len(said) - len(annex) :] == annex, name
        assert [tag for tag, _ in said[:start]].count("P") == start, name  # the head is paragraphs
        for profile in ("2a", "ua1"):
            assert faults(pdf, profile) == [], name
        # Nothing of a draft says that it is approved.
        everything = " ".join(text for _, text in said)
        assert "endelige udgave" not in everything, name
        assert "Godkendt den" not in everything, name


def test_who_gets_what(course):
    to = {name: [row.recipient for row in rows] for name, rows in course.letters.items()}
    everyone = to["renewed-consideration-request"]
    assert (len(everyone), everyone[0], everyone[-1]) == (17, "Faxe Kommune", "Vordingborg Kommune")
    assert to["supplementary-questions"] == to["status-request"] == to["closing-letter"] == everyone
    # The region is no more when financing is decided; its order still binds the councils it had.
    assert to["financing-order"] == to["financing-decision"] == everyone
    assert sorted(to["receipt"]) == ["Faxe Kommune", "Holbæk Kommune", "Region Sjælland", "Stevns Kommune"]
    assert to["return"] == ["Sorø Kommune"]
    assert "Holbæk Kommune" not in to["reminder"]
    assert "Sorø Kommune" not in to["reminder"]
    assert to["consolidation-order"] == ["Holbæk Kommune", "Faxe Kommune"]
    assert sorted(to["invitation"]) == ["Holbæk Kommune", "Region Sjælland"]
    found = contents(course)
    for name in ("invitation", "minutes", "operator-decision"):
        lines = found[name][1].addressee.lines
        assert lines[:2] == ("Kommunalbestyrelsen", "Holbæk Kommune"), name
    assert "2.1 Hvilke tilbud" in words(found["questions"][1])
    assert "Telefon" not in words(found["questions"][1])
    assert "(Holbæk Kommune, senest den 20. marts 2026)" in words(found["minutes"][1])
    # A hearing before the act that a decision hangs on was about that act.
    assert "partshøring den 1. september 2026" in words(found["financing-order"][1])
    assert "partshøring den 1. september 2026" not in words(found["operator-decision"][1])


@pytest.mark.parametrize("group", [whole_case.BOTH, whole_case.SPECIAL_EDUCATION])
def test_the_law_follows_ages_and_area(desk, samples, group):
    wanted = UNREAD | {K.RENEWED_CONSIDERATION_REQUEST, K.TEMPORARY_ORDER, K.LIFTING}
    course = whole_case.Course(desk, samples, group, wanted).begin().ask().order().settle()
    special = group == whole_case.SPECIAL_EDUCATION
    for name, (kind, content, _) in contents(course).items():
        text = words(content)
        names = {block.id for block in open_blocks(content)}
        assert not re.search(r"[{}]|None|  | [.,]|\.\.", text), name
        if kind in UNREAD:
            assert "legal-basis" in names, name
        elif kind is K.RENEWED_CONSIDERATION_REQUEST:
            assert "barnets lovs § 161, stk. 2" in text
            assert ("servicelovens § 13 b, stk. 3" in text) is (group == whole_case.BOTH)
        elif kind in (K.TEMPORARY_ORDER, K.LIFTING):
            assert "barnets lovs § 161, stk. 3" in text
            assert ("servicelovens § 13 b, stk. 4" in text) is (group == whole_case.BOTH)
        if kind in (K.RENEWED_CONSIDERATION_REQUEST, K.TEMPORARY_ORDER):
            assert ("forhandl" in text and "Børne- og Undervisningsministeriet" in text) is special, name


def test_what_is_open_can_be_decided_and_then_every_kind_goes_out(own_course):
    """Legal staff and the caseworker decide what is open; what lacks law or an address stays a draft."""
    desk, out = own_course.desk, set()
    for name, rows in own_course.letters.items():
        key = rows[0].id
        for place in open_places(desk, key):
            if place.writable:
                decide_block(desk, key, place.block, "Det er afklaret med juristen.", "Chefjurist")
        left = {place.block for place in open_places(desk, key)}
        if left:
            assert left <= {"address", "legal-basis"}, (name, left)
            continue
        approve_letter(desk, key, "Kontorchef", "Kontorchef", document_number="2026-99")
        pdf = letter_pdf(desk, key)
        said = " ".join(text for _, text in tidy(spoken(pdf)))
        assert "Godkendt den" in said, name
        assert "Dette er den endelige udgave." in said, name
        assert "UDKAST" not in said, name
        assert faults(pdf, "2a") == faults(pdf, "ua1") == [], name
        out.add(rows[0].kind)
    assert set(K) - out == {K.PROLONGATION, K.HEARING_LETTER}


def test_the_announcement_alone_goes_in_copy_to_regions_secretariats_and_both_unions(course):
    copies = {kind: content.copies for kind, content, _ in contents(course).values()}
    told = copies.pop(K.ANNOUNCEMENT)
    assert told[-2:] == ("KL", "Danske Regioner")
    assert {"Region Sjælland", "Rammeaftale Sjælland (rammeaftalesekretariatet)"} <= set(told)
    assert set(copies.values()) == {()}
