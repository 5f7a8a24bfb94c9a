"""What a letter says survives being kept as JSON, and its open places are found and settled."""

import dataclasses
import datetime as dt
import json

import pytest
from letter_sample import APPROVER, answer, facts, final_letter, letter

from koorddesk.letters.compose import compose
from koorddesk.letters.content import (
    Addressee,
    Decision,
    Figure,
    Heading,
    Link,
    OpenBlock,
    Paragraph,
    Text,
    decide,
    figures,
    from_json,
    open_blocks,
    plain,
    to_json,
)


def text_of(content):
    from koorddesk.letters.content import lines_of

    return "\n".join(plain(line) for block in content.blocks for line in lines_of(block))


def test_content_kept_as_json_comes_back_equal():
    content = final_letter(breakdown=True, evidence=facts().evidence)
    content = dataclasses.replace(
        content, blocks=(*content.blocks, Paragraph((Link("side", "https://example.dk"), Text("nu", strong=True))))
    )
    assert from_json(to_json(content)) == content
    assert to_json(from_json(to_json(content))) == to_json(content)


@pytest.mark.parametrize(
    "text",
    [
        '{"format": 2, "letter": {}}',
        "[]",
        '{"format": 1, "letter": {"is": "Path"}}',
        '{"format": 1, "letter": {"is": "Text", "text": "a"}}',
    ],
)
def test_foreign_json_is_refused(text):
    with pytest.raises(ValueError):
        from_json(text)


def test_json_names_every_figure_with_its_cell():
    figure = next(f for f in figures(letter()) if f.source.cell)
    assert (figure.text, figure.source.sheet, figure.source.cell) == ("7", "Kapacitet", "C14")
    assert f'"cell": "{figure.source.cell}"' in json.dumps(json.loads(to_json(letter())))


def test_appeal_guidance_is_open_until_somebody_has_decided():
    assert [block.id for block in open_blocks(letter())] == ["appeal-guidance"]
    assert not open_blocks(final_letter())


def test_a_missing_address_is_an_open_place():
    content = final_letter()
    without = dataclasses.replace(content, addressee=Addressee("Holbæk Kommune", ("", " ")))
    assert [block.id for block in open_blocks(without)] == ["address"]


def test_a_decision_puts_its_text_under_its_heading():
    decision = Decision(
        "appeal-guidance", "Brevet kan ikke påklages.\n\nSpørg gerne.", "Chefjurist", dt.date(2026, 5, 1)
    )
    content = decide(letter(), decision)
    place = next(
        i for i, b in enumerate(content.blocks) if isinstance(b, Heading) and plain(b.line) == "Klagevejledning"
    )
    assert [plain(block.line) for block in content.blocks[place + 1 : place + 3]] == [
        "Brevet kan ikke påklages.",
        "Spørg gerne.",
    ]
    assert content.decisions == (decision,)
    assert not open_blocks(content)


def test_a_decision_for_no_text_leaves_nothing_behind():
    content = decide(letter(), Decision("appeal-guidance", " ", "Chefjurist", dt.date(2026, 5, 1)))
    assert "Klagevejledning" not in text_of(content)
    assert not any(isinstance(block, OpenBlock) for block in content.blocks)


def test_only_an_open_block_can_be_decided():
    with pytest.raises(ValueError, match="legal-basis"):
        decide(letter(), Decision("legal-basis", "", "Chefjurist", dt.date(2026, 5, 1)))


def test_a_confirmation_known_beforehand_does_the_same_as_a_later_decision():
    decision = Decision("appeal-guidance", "", "Chefjurist", dt.date(2026, 4, 24))
    before = final_letter()
    after = decide(letter(approver=APPROVER, approved_on=dt.date(2026, 4, 27)), decision)
    assert after == before


def test_figures_come_in_the_order_they_are_used():
    content = compose(
        "renewed-consideration-request", facts(evidence=(answer("Holbæk", "b", 5), answer("Holbæk", "a", 6)))
    )
    assert [figure.text for figure in figures(content) if isinstance(figure, Figure)][1:] == ["5", "6"]
