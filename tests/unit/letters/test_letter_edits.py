"""A caseworker's changes to a letter: kept per block, laid over a letter that is composed anew."""

from dataclasses import replace

import pytest
from letter_sample import HOLBAEK, KIND, facts

from koorddesk.letters.compose import compose
from koorddesk.letters.content import (
    Field,
    Figure,
    OpenBlock,
    Paragraph,
    Text,
    blocks_from_json,
    blocks_to_json,
    from_json,
    lines_of,
    open_blocks,
    plain,
    to_json,
)
from koorddesk.letters.edits import Edit, keyed, merged, parts, quoted


@pytest.fixture
def letter():
    return compose(KIND, facts(recipient=HOLBAEK))


def first_paragraph(letter, with_part=Field):
    """Return the key and block of the first paragraph that has such a part."""
    return next(
        (key, block)
        for key, block in keyed(letter.blocks).items()
        if isinstance(block, Paragraph) and any(isinstance(part, with_part) for part in block.line)
    )


def changed_to(block, *line):
    return replace(block, line=tuple(line))


def said(letter):
    return "\n".join(plain(line) for block in letter.blocks for line in lines_of(block))


def test_every_block_has_a_key_of_its_own(letter):
    found = keyed(letter.blocks)
    assert len(found) == len(letter.blocks)
    assert all(block.origin and key.startswith(block.origin) for key, block in found.items())


def test_a_letter_without_edits_is_itself(letter):
    assert merged(letter, []) == letter
    assert [part.blocks for part in parts(letter, [])] == [(block,) for block in letter.blocks]


def test_an_edit_stands_in_the_place_of_its_block_and_the_letter_says_it_was_edited(letter):
    key, block = first_paragraph(letter)
    words = changed_to(block, Text("Styrelsen skriver dette selv."))
    found = merged(letter, [Edit(key, (block,), (words,))])
    assert "Styrelsen skriver dette selv." in said(found)
    assert plain(block.line) not in said(found)
    assert next(known for known in found.blocks if known.line == words.line).edited
    assert open_blocks(found) == open_blocks(letter)


def test_one_block_can_become_several_or_none(letter):
    key, block = first_paragraph(letter)
    two = (changed_to(block, Text("Et.")), changed_to(block, Text("To.")))
    assert len(merged(letter, [Edit(key, (block,), two)]).blocks) == len(letter.blocks) + 1
    gone = merged(letter, [Edit(key, (block,), ())])
    assert len(gone.blocks) == len(letter.blocks) - 1


def test_fields_of_an_edit_are_filled_in_anew(letter):
    key, block = first_paragraph(letter)
    field = next(part for part in block.line if isinstance(part, Field))
    edit = Edit(key, (block,), (changed_to(block, Text("Til "), field, Text(".")),))
    renamed = replace(letter, fields=(Field(field.name, "et nyt navn"),), blocks=tuple(
        replace(b, line=tuple(replace(p, text="et nyt navn") if isinstance(p, Field) and p.name == field.name else p
                              for p in b.line)) if hasattr(b, "line") else b
        for b in letter.blocks
    ))  # fmt: skip
    assert "Til et nyt navn." in said(merged(renamed, [edit]))


def test_every_field_with_a_value_can_be_put_in(letter):
    known = {field.name: field.text for field in letter.fields}
    assert known["recipient"] == "Holbæk Kommune"
    key, block = first_paragraph(letter)
    edit = Edit(key, (block,), (changed_to(block, Field("recipient", "")),))
    assert "Holbæk Kommune" in said(merged(letter, [edit]))


def test_a_field_without_a_value_leaves_the_letter_open(letter):
    key, block = first_paragraph(letter)
    edit = Edit(key, (block,), (changed_to(block, Field("terminated", "1. maj")),))
    (new,) = set(open_blocks(merged(letter, [edit]))) - set(open_blocks(letter))
    assert "hvornår driftsaftalen er opsagt" in plain(new.line)


def test_a_figure_that_is_no_longer_grounds_leaves_the_letter_open():
    letter = compose(KIND, facts(recipient=HOLBAEK))
    figure = next(
        part for block in letter.blocks for line in lines_of(block) for part in line if isinstance(part, Figure)
    )
    key, block = first_paragraph(letter)
    edit = Edit(key, (block,), (changed_to(block, Text("Der er "), figure, Text(" borgere.")),))
    assert open_blocks(merged(letter, [edit])) == open_blocks(letter)
    without = compose(KIND, facts(recipient=HOLBAEK, evidence=(), reports=()))
    (new,) = [found for found in open_blocks(merged(without, [edit])) if "ikke længere" in plain(found.line)]
    assert figure.text in plain(new.line)


def test_a_text_that_changed_beneath_an_edit_is_told(letter):
    key, block = first_paragraph(letter)
    other = changed_to(block, *block.line, Text(" Og en sætning til."))
    changed = replace(letter, blocks=tuple(other if known == block else known for known in letter.blocks))
    edit = Edit(key, (block,), (changed_to(block, Text("Vores ord.")),))
    (part,) = [known for known in parts(changed, [edit]) if known.edited]
    assert part.changed
    (told,) = set(open_blocks(merged(changed, [edit]))) - set(open_blocks(changed))
    assert "Vores ord." in plain(told.line)


def test_an_edit_follows_its_block_when_another_comes_before_it(letter):
    key, block = first_paragraph(letter)
    before = changed_to(block, Text("Et nyt afsnit af samme standardtekst."))
    place = letter.blocks.index(block)
    longer = replace(letter, blocks=(*letter.blocks[:place], before, *letter.blocks[place:]))
    edit = Edit(key, (block,), (changed_to(block, Text("Vores ord.")),))
    (part,) = [known for known in parts(longer, [edit]) if known.edited]
    assert (part.standard, part.changed) == (block, False)


def test_an_edit_whose_text_is_gone_is_not_lost_in_silence(letter):
    key, block = first_paragraph(letter)
    without = replace(letter, blocks=tuple(known for known in letter.blocks if known.origin != block.origin))
    edit = Edit(key, (block,), (changed_to(block, Text("Vores ord.")),))
    found = merged(without, [edit])
    assert isinstance(found.blocks[-1], OpenBlock)
    assert "Vores ord." in plain(found.blocks[-1].line)


def test_an_open_place_cannot_be_edited_away(letter):
    key, block = next((key, known) for key, known in keyed(letter.blocks).items() if isinstance(known, OpenBlock))
    edit = Edit(key, (Paragraph((Text("x"),)),), ())
    assert block in merged(letter, [edit]).blocks


def test_blocks_survive_json(letter):
    assert blocks_from_json(blocks_to_json(letter.blocks)) == letter.blocks
    assert from_json(to_json(letter)) == letter


def test_a_text_is_named_by_its_first_words():
    line = (Text("en to tre fire fem seks syv otte ni ti"),)
    assert quoted([Paragraph(line)]) == "en to tre fire fem seks syv otte …"
