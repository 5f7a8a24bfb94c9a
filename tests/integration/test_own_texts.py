"""The agency's own wording of standard texts: checked when it is kept, used from then on, put back."""

import pytest

from koorddesk.errors import UserError
from koorddesk.letters.templates import load_templates
from koorddesk.services import keeping, own_texts
from koorddesk.services.own_texts import keep_own_text, put_standard_back, standard_texts

SOURCE = "renewed-consideration-request"


def row(desk, block, source=SOURCE):
    return next(row for row in standard_texts(desk) if (row.source, row.block) == (source, block))


def first(desk, field=""):
    """Return the first paragraph of the request whose wording has such a field, or none at all."""
    return next(
        known
        for known in standard_texts(desk)
        if known.source == SOURCE and known.type == "paragraph" and (field in known.text if field else "{" not in known.text)
    )  # fmt: skip


def test_every_block_with_words_is_listed_with_the_kind_that_uses_it(desk) -> None:
    rows = standard_texts(desk)
    assert {row.source for row in rows if "/" not in row.source} == set(load_templates())
    assert any(row.source.startswith("parts/") for row in rows)
    assert all(row.text == row.standard and row.version == 0 for row in rows)


def test_own_wording_is_kept_in_versions_and_names_itself(desk) -> None:
    block = first(desk).block
    keep_own_text(desk, SOURCE, block, "Styrelsens  egne\nord.", "aftalt på kontormøde")
    keep_own_text(desk, SOURCE, block, "Styrelsens egne ord, anden udgave.")
    known = row(desk, block)
    assert (known.text, known.version, known.changed) == ("Styrelsens egne ord, anden udgave.", 2, False)
    with desk.store.reader() as uow:
        template = own_texts.templates_in_force(uow)[SOURCE]
    assert template.version.endswith(f"({block} 2)")
    assert "Styrelsens egne ord, anden udgave." in [known.text for known in template.blocks]
    put_standard_back(desk, SOURCE, block)
    assert row(desk, block).version == 0
    keeping.undo(desk)
    assert row(desk, block).version == 2
    assert keeping.check_store(desk) == []


def test_a_wrong_field_is_told_when_it_is_kept_with_a_suggestion(desk) -> None:
    block = first(desk).block
    with pytest.raises(UserError, match=r'"deadlin".*Did you mean "deadline"'):
        keep_own_text(desk, SOURCE, block, "Svar senest den {deadlin}.")
    with pytest.raises(UserError, match="cannot be read"):
        keep_own_text(desk, SOURCE, block, "Svar senest den {deadline.")
    with pytest.raises(UserError, match="empty"):
        keep_own_text(desk, SOURCE, block, "  ")
    assert row(desk, block).version == 0


def test_a_field_that_the_kind_must_have_cannot_be_taken_out(desk) -> None:
    shared = next(row for row in standard_texts(desk) if row.source == "parts/contact" and "{contact}" in row.text)
    with pytest.raises(UserError, match='does not use the field "contact"'):
        keep_own_text(desk, shared.source, shared.block, "Spørgsmål kan rettes til styrelsen.")
    assert row(desk, shared.block, shared.source).version == 0


def test_a_shared_part_is_reworded_for_every_kind(desk) -> None:
    shared = next(row for row in standard_texts(desk) if row.source == "parts/contact")
    keep_own_text(desk, shared.source, shared.block, shared.text + " Ring gerne.")
    with desk.store.reader() as uow:
        templates = own_texts.templates_in_force(uow)
    users = [
        kind
        for kind, template in templates.items()
        if any(block.id == shared.block and block.text.endswith("Ring gerne.") for block in template.blocks)
    ]
    assert len(users) > 5
    assert all(f"{shared.block} 1" in templates[kind].version for kind in users)


def test_a_program_that_says_something_else_since_is_told(desk) -> None:
    from koorddesk.domain.letters import OwnText
    from koorddesk.store.uow import Summary

    block = first(desk).block
    keep_own_text(desk, SOURCE, block, "Egne ord.")
    with desk.store.unit_of_work() as uow:
        known = uow.one(OwnText, block=block)
        known.based_on = "Hvad programmet sagde før."
        uow.commit(Summary("older"))
    assert row(desk, block).changed


def test_an_unknown_block_is_told(desk) -> None:
    with pytest.raises(UserError, match="no longer"):
        keep_own_text(desk, SOURCE, "findes-ikke", "Ord.")
    with pytest.raises(UserError, match="no longer"):
        put_standard_back(desk, SOURCE, first(desk).block)
