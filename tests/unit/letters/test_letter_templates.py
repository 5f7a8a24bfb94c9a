"""A letter text is checked when it is loaded, and told what is wrong with it by name."""

import copy
import datetime as dt
import tomllib
from pathlib import Path

import pytest
from kind_samples import STEP
from letter_sample import CHILDREN, KIND, SERVICE, facts

import koorddesk
from koorddesk.domain.letters import LetterKind
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.letters.catalogue import CONDITIONS, FIELDS, INSERTS, NEEDS
from koorddesk.letters.compose import compose
from koorddesk.letters.facts import TargetGroupFacts
from koorddesk.letters.templates import load_parts, load_template, load_templates, template_from
from koorddesk.paths import resource

FILE = resource("letters", "da", f"{KIND}.toml")


@pytest.fixture
def data():
    """The text of a request with its shared parts in place."""
    parsed = tomllib.loads(FILE.read_text(encoding="utf-8"))
    parts = load_parts(FILE.parent / "parts")
    parsed["block"] = [
        copy.deepcopy(block)
        for entry in parsed["block"]
        for block in (parts[entry["part"]] if "part" in entry else [entry])
    ]
    return parsed


def block(data, name):
    return next(entry for entry in data["block"] if entry["id"] == name)


def fault(data):
    with pytest.raises(UserError) as caught:
        template_from(data, "prøve.toml")
    assert caught.value.message(Translator("da"))
    return caught.value


def test_the_programs_own_texts_load():
    templates = load_templates()
    assert set(templates) == set(NEEDS) == {kind.value for kind in LetterKind}
    for template in templates.values():
        assert template.version
        names = [text.id for text in template.blocks]
        assert len(names) == len(set(names)), template.kind


def test_an_unknown_field_is_named_with_a_suggestion(data):
    block(data, "deadline")["text"] = "Senest {deadlin}."
    found = fault(data)
    assert (found.code, found.params["name"], found.params["block"], found.params["suggestion"]) == (
        "letter-template-unknown-field",
        "deadlin",
        "deadline",
        "deadline",
    )


def test_an_unknown_field_in_the_title_is_found_too(data):
    data["title"] = "Om {sagen}"
    assert (fault(data).code, fault(data).params["block"]) == ("letter-template-unknown-field", "title")


@pytest.mark.parametrize(
    ("change", "what", "name", "suggestion"),
    [
        ({"when": ["one counsil"]}, "condition", "one counsil", "one council"),
        ({"when": ["not one regions"]}, "condition", "one regions", "one region"),
        ({"type": "insert", "insert": "report"}, "insert", "report", "reports"),
        ({"type": "paragraf"}, "type", "paragraf", "paragraph"),
        ({"conditions": []}, "entry", "conditions", "reason"),
    ],
)
def test_an_unknown_name_is_named_with_a_suggestion(data, change, what, name, suggestion):
    block(data, "answer-late").update(change)
    found = fault(data)
    assert found.code == f"letter-template-unknown-{what}"
    assert (found.params["name"], found.params["block"]) == (name, "answer-late")
    assert what == "entry" or found.params["suggestion"] == suggestion


def test_an_unknown_part_is_named_with_a_suggestion(data):
    data["block"].append({"part": "kontact"})
    found = fault(data)
    assert (found.code, found.params["name"], found.params["suggestion"]) == (
        "letter-template-unknown-part",
        "kontact",
        "contact",
    )


def test_a_part_stands_for_its_blocks(data):
    shared = load_parts(FILE.parent / "parts")
    data["block"].append({"part": "reasons"})
    names = [text.id for text in template_from(data, "prøve.toml").blocks]
    assert (
        names[-3:] == [entry["id"] for entry in shared["reasons"]] == ["reasons-heading", "step-reason", "reason-open"]
    )


def test_a_fault_in_a_part_is_told_with_its_block(data):
    parts = {"reasons": [{"id": "why", "type": "paragraph", "text": "Fordi {grund}."}]}
    data["block"].append({"part": "reasons"})
    with pytest.raises(UserError) as caught:
        template_from(data, "prøve.toml", parts)
    assert (caught.value.params["name"], caught.value.params["block"]) == ("grund", "why")


def test_an_unknown_reason_to_be_open_is_named(data):
    block(data, "appeal-guidance")["reason"] = "legl"
    found = fault(data)
    assert (found.code, found.params["suggestion"]) == ("letter-template-unknown-reason", "legal")


def test_an_unknown_kind_is_named(data):
    data["kind"] = "renewed-consideration"
    assert fault(data).code == "letter-template-unknown-kind"
    assert fault(data).params["suggestion"] == KIND


@pytest.mark.parametrize("name", NEEDS[KIND].fields)
def test_a_field_the_letter_must_have_cannot_be_left_out(data, name):
    for entry in data["block"]:
        entry["text"] = entry.get("text", "").replace(f"{{{name}}}", "det") or "tekst"
    found = fault(data)
    assert (found.code, found.params["name"], found.params["meaning"]) == (
        "letter-template-lacks-field",
        name,
        FIELDS[name],
    )


@pytest.mark.parametrize("name", NEEDS[KIND].inserts)
def test_a_part_the_letter_must_have_cannot_be_left_out(data, name):
    data["block"] = [entry for entry in data["block"] if entry.get("insert") != name]
    assert (fault(data).code, fault(data).params["name"]) == ("letter-template-lacks-insert", name)


@pytest.mark.parametrize("name", NEEDS[KIND].blocks)
def test_a_block_the_letter_must_have_cannot_be_left_out(data, name):
    data["block"] = [entry for entry in data["block"] if entry["id"] != name]
    assert (fault(data).code, fault(data).params["name"]) == ("letter-template-lacks-block", name)


@pytest.mark.parametrize("key", ["kind", "version", "title", "block"])
def test_the_head_of_a_letter_text_is_complete(data, key):
    del data[key]
    assert (fault(data).code, fault(data).params["name"]) == ("letter-template-lacks-entry", key)


@pytest.mark.parametrize("key", ["id", "type", "text"])
def test_a_block_is_complete(data, key):
    del block(data, "answer-late")[key]
    assert (fault(data).code, fault(data).params["name"]) == ("letter-template-lacks-entry", key)


@pytest.mark.parametrize("text", ["en { alene", "en } alene", "{deadline:>10}", "{deadline!r}"])
def test_a_broken_brace_is_told_with_its_block(data, text):
    block(data, "answer-late")["text"] = text
    assert fault(data).code == "letter-template-unreadable"
    assert "answer-late" in fault(data).params["detail"]


@pytest.mark.parametrize("content", [b"kind = ", b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "brev.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        load_template(path)
    assert (caught.value.code, caught.value.params["file"]) == ("letter-template-unreadable", "brev.toml")


def test_everything_a_text_can_name_is_there_when_a_letter_is_composed(data):
    """The catalogue and the composing do not drift apart: a text that uses all of it is set."""
    whole = copy.deepcopy(data)
    for number, name in enumerate(FIELDS):
        whole["block"].append({"id": f"field-{number}", "type": "note", "text": f"Her står {{{name}}}."})
    for number, name in enumerate(CONDITIONS):
        for word in ("", "not "):
            entry = {"id": f"when-{number}-{word}", "type": "note", "text": "Kun da.", "when": [word + name]}
            whole["block"].append(entry)
    for number, name in enumerate(INSERTS):
        whole["block"].append({"id": f"insert-{number}", "type": "insert", "insert": name})
    group = TargetGroupFacts(
        "borgere", definition="Alle.", not_included="ingen", age_from=None, age_to=40, intervention="indsatser"
    )
    full = facts(
        group=group, legal_basis=(SERVICE, CHILDREN), form_title="Skema", negotiated_on=dt.date(2026, 4, 1), step=STEP
    )  # fmt: skip
    content = compose(KIND, full, {KIND: template_from(whole, "alt.toml")})
    notes = [block.origin for block in content.blocks if getattr(block, "origin", "").startswith("field-")]
    assert len(notes) == len(FIELDS)
    chosen = [block.origin for block in content.blocks if getattr(block, "origin", "").startswith("when-")]
    assert len(chosen) == len(CONDITIONS)


def test_the_manual_lists_everything_a_text_can_name():
    manual = (Path(koorddesk.__file__).parents[1] / "docs" / "letters.md").read_text(encoding="utf-8")
    for catalogue in (FIELDS, CONDITIONS, INSERTS):
        for name, meaning in catalogue.items():
            assert f"| `{name}` | {meaning} |" in manual
