"""Small counts in a caseworker's own words: found, told in one sentence, released by a named person with a reason."""

import dataclasses
import datetime as dt

import pytest
from letter_sample import ALL, HOLBAEK, NO_APPEAL, answer, final_letter, joint, letter
from test_letter_render import made

from koorddesk.errors import UserError
from koorddesk.letters.content import (
    Column,
    Decision,
    Figure,
    OpenReason,
    Paragraph,
    Table,
    Text,
    from_json,
    open_blocks,
    plain,
    to_json,
)
from koorddesk.letters.facts import AssessedTest, Confirmation, Test
from koorddesk.letters.small_numbers import PREFIX, suspects


def saying(text, **changes):
    reason = AssessedTest(Test.SUPPLY, met=False, reason=text)
    return letter(tests=(reason,), confirmations=NO_APPEAL, **changes)


@pytest.mark.parametrize(
    "text",
    [
        "I regionen venter 2 borgere på en plads.",
        "To af borgerne venter på en plads.",
        "Der er kun en borger i målgruppen.",
        "En kommune har 1 svært syg borger.",
        "Køge har ét barn i tilbuddet.",
        "Nævnt er to unge voksne.",
        "Køge Kommune har 1.",  # the count that is hidden, beside the council's name
        "Der er ingen personer på venteliste i Køge.",
        "- Tilbuddet har plads\n- 2 beboere venter",
    ],
)
def test_a_small_count_in_words_keeps_a_letter_open(text):
    (place,) = suspects(saying(text))
    assert place.reason is OpenReason.SMALL
    assert plain(place.line).startswith("Små tal: »")
    assert "frigive det med en begrundelse" in plain(place.line)
    assert place in open_blocks(saying(text))


@pytest.mark.parametrize(
    "text",
    [
        "Der er 12 borgere på venteliste.",
        "Styrelsen har 2 spørgsmål til afrapporteringen.",
        "Se § 13 b, stk. 2, om borgere med behov for indsats.",
        "Kommunen har holdt to dialogmøder.",
        "Holbæk Kommune har 2 borgere på venteliste.",  # its own letter
        "En borger kan søge om en plads, og når en plads er ledig, får borgeren den.",
        "Den omfatter personer fra 2 år.",
        "Vurderingen bygger på 2.2 og 2.3; borgere uden for målgruppen er ikke med.",
        "Køge Kommune har svaret den 1. marts 2026.",
    ],
)
def test_other_numbers_do_not(text):
    assert suspects(saying(text)) == ()


def test_a_joint_count_that_is_left_out_is_not_written_either():
    evidence = (answer("Holbæk", "borgere", 7), answer("Køge", "borgere", 1), joint("borgere", 8))
    assert [plain(p.line) for p in suspects(saying("Regionen har 8 borgere i målgruppen.", evidence=evidence))]
    assert suspects(saying("Regionen har 17 borgere i målgruppen.")) == ()  # shown in the table of the same letter


def test_a_letter_to_all_names_no_councils_small_count():
    text = "Holbæk Kommune har 2 borgere på venteliste."
    assert len(suspects(saying(text, recipient=ALL))) == 1


def test_a_publication_has_its_own_threshold():
    text = "Der er 4 borgere på venteliste."
    assert suspects(saying(text, threshold=3)) == ()
    assert len(suspects(saying(text, threshold=5))) == 1


def test_what_the_store_put_in_is_protected_where_it_is_put_in():
    own = letter(evidence=(answer("Holbæk", "borgere", 1), answer("Køge", "borgere", 9)))
    assert suspects(own) == ()
    figure = Figure("1", "Antal", answer("Holbæk", "x", 1).source)
    mixed = dataclasses.replace(own, blocks=(*own.blocks, Paragraph((Text("Kommunen har "), figure, Text(" borger.")))))
    assert suspects(mixed) == ()


def test_a_table_that_a_caseworker_wrote_is_looked_at():
    table = Table(
        (Column("Kommune", row_header=True), Column("Antal borgere")),
        (((Text("Lejre"),), (Text("12"),)), ((Text("Køge"),), (Text("2"),))),
    )
    written = letter()
    written = dataclasses.replace(written, blocks=(*written.blocks, table))
    (place,) = suspects(written)
    assert "Køge: 2 Antal borgere" in plain(place.line)


def test_a_letter_with_a_small_count_cannot_be_final_until_it_is_released():
    text = "I regionen venter 2 borgere på en plads."
    reason = AssessedTest(Test.SUPPLY, met=False, reason=text)
    content = final_letter(tests=(reason,))
    with pytest.raises(UserError) as caught:
        made(content, draft=False)
    assert caught.value.code == "letter-not-final"
    assert text in caught.value.params["places"]
    (place,) = suspects(content)
    assert place.id.startswith(PREFIX)
    release = Confirmation("Tallet står i kommunens egen pressemeddelelse.", "Kontorchef", dt.date(2026, 4, 25))
    released = final_letter(tests=(reason,), confirmations={**NO_APPEAL, place.id: release})
    assert suspects(released) == ()
    assert Decision(place.id, release.text, "Kontorchef", release.on) in released.decisions
    assert made(released, draft=False).startswith(b"%PDF")
    # Another sentence is not released with it.
    other = final_letter(
        tests=(dataclasses.replace(reason, reason=text.replace("2", "1")),),
        confirmations={**NO_APPEAL, place.id: release},
    )
    assert len(suspects(other)) == 1


def test_what_must_not_be_said_is_kept_with_the_letter_and_never_printed():
    content = saying("Alt er godt.")
    assert [(h.owner, h.value) for h in content.hidden] == [("Køge Kommune", 1)]
    assert from_json(to_json(content)) == content
    assert "Køge" not in "".join(plain(p.line) for p in content.blocks if isinstance(p, Paragraph))


def test_a_joint_count_is_left_out_where_any_of_the_readers_own_counts_would_give_the_rest_away():
    """The joint form asks in other words, so which of the council's counts is part of it cannot be told."""
    only_joint = (joint("borgere i regionen", 9),)
    for own, left_out in ((frozenset({8}), True), (frozenset({3}), False), (frozenset({30}), False)):
        shown = letter(evidence=only_joint, own_counts=own, recipient=HOLBAEK, councils=17)
        tables = [block for block in shown.blocks if isinstance(block, Table) and block.origin == "evidence"]
        cells = [plain(cell) for table in tables for row in table.rows for cell in row[1:]]
        assert cells == (["–"] if left_out else ["9"])
