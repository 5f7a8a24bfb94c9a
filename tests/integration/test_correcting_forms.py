"""Correcting a learned form, before and after it is kept: joined and divided fields, other labels, versions."""

from pathlib import Path

import pytest

from koorddesk.domain.values import FieldType
from koorddesk.errors import UserError
from koorddesk.services.keeping import undo
from koorddesk.services.templates import (
    Correction,
    correct,
    learn_template,
    list_templates,
    preview_template,
    show_template,
)

FRONT = "Indberetningsskema"


@pytest.fixture
def blank(samples: Path) -> Path:
    return samples / "templates" / "T2_indberetningsskema_kommune.xlsx"


def field(learned, cell: str):
    return next((row for row in learned.fields if row.cell == cell), None)


def test_what_is_corrected_before_keeping_is_kept_as_one_version(desk, blank: Path) -> None:
    corrections = [
        Correction(f"{FRONT}!D21", join_with=f"{FRONT}!D22"),
        Correction(f"{FRONT}!D21", label="Telefon og e-mail"),
        Correction(f"{FRONT}!F35", required=True, type_=FieldType.NUMBER),
    ]
    shown = preview_template(desk, blank, "kommune", corrections)
    assert not list_templates(desk)
    kept = learn_template(desk, blank, "kommune", corrections)
    assert kept.fields == shown.fields
    assert kept.row.version == "1"
    assert field(kept, "D22") is None
    joined = field(kept, "D21")
    assert (joined.label, joined.also) == ("Telefon og e-mail", ("D22",))
    assert (field(kept, "F35").required, field(kept, "F35").type) == (True, FieldType.NUMBER)
    assert learn_template(desk, blank, "kommune", corrections).row.version == "1"


def test_each_correction_of_a_kept_form_is_a_version_that_can_be_undone(desk, blank: Path) -> None:
    learn_template(desk, blank, "kommune")
    divided = correct(
        desk,
        "kommune",
        Correction(f"{FRONT}!D20", second_cell="G20", second_label="Stilling", second_type=FieldType.TEXT),
    )
    assert divided.row.version == "2"
    assert field(divided, "G20").label == "Stilling"
    joined = correct(desk, "kommune", Correction(f"{FRONT}!D20", join_with=f"{FRONT}!G20"))
    assert field(joined, "D20").also == ("G20",)
    apart = correct(desk, "kommune", Correction(f"{FRONT}!D20", separate=True))
    assert field(apart, "G20").label == "Stilling"
    undo(desk)
    assert field(show_template(desk, "kommune"), "D20").also == ("G20",)


def test_a_field_that_is_gone_is_told(desk, blank: Path) -> None:
    learn_template(desk, blank, "kommune")
    for correction in (Correction("Ark!A1"), Correction(f"{FRONT}!D20", join_with="Ark!A1")):
        with pytest.raises(UserError) as refused:
            correct(desk, "kommune", correction)
        assert refused.value.code == "no-such-field"
