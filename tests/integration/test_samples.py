"""The visible samples, read from their bytes: nothing wrong or lost in silence, the clean ones in full."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from koorddesk.findings import CATALOGUE
from koorddesk.i18n import Translator
from koorddesk.workbooks.analyse import analyse
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.template import Template, faults
from tests.helpers.grids import REGISTER
from tests.helpers.scoring import score

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
KEYS = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((SAMPLES / "expected").glob("*.json"))
}
CLEAN = [name for name, key in KEYS.items() if key["categories"] == ["clean"]]
BLANKS = {
    each["id"]: SAMPLES / "templates" / each["file"]
    for each in json.loads((SAMPLES / "templates" / "templates.json").read_text())
}


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    return [learn(read_workbook(path.read_bytes(), path.name), code) for code, path in BLANKS.items()]


def reading_of(name: str, templates: list[Template]):
    key = KEYS[name]
    data = (SAMPLES / key["file"]).read_bytes()
    return analyse(data, key["file"], "", templates, REGISTER, received_on=dt.date(2025, 12, 1))


def test_all_eighteen_samples_are_here():
    assert len(KEYS) == 18
    assert len(CLEAN) == 3


@pytest.mark.parametrize("name", KEYS)
def test_nothing_is_wrong_or_lost_in_silence(name, templates):
    key = KEYS[name]
    reading = reading_of(name, templates)
    assert reading.outcome in key["outcome"]
    if reading.outcome == "refused":
        assert not reading.answers
        return
    marks = score(key, reading)
    assert not marks.wrong
    assert not marks.missing
    assert not marks.invented
    assert not marks.needless
    assert len(marks.right) >= 0.97 * len(key["values"])
    assert reading.template is not None
    assert reading.template.code == key["template"]


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_sample_is_read_in_full(name, templates):
    reading = reading_of(name, templates)
    marks = score(KEYS[name], reading)
    assert len(marks.right) == len(KEYS[name]["values"])
    assert not marks.flagged
    assert reading.outcome == "accepted"


@pytest.mark.parametrize("name", KEYS)
def test_the_sender_is_the_right_one(name, templates):
    key = KEYS[name]
    if key["sender"] is None:
        return
    reading = reading_of(name, templates)
    wanted = key.get("sender_any") or [key["sender"]]
    found = None if reading.sender is None else {"kind": reading.sender.kind, "code": reading.sender.code}
    assert found in wanted
    if key.get("sender_must_flag"):
        assert any(finding.code.startswith("sender-") for finding in reading.findings)


@pytest.mark.parametrize("name", [name for name, key in KEYS.items() if key.get("must_have_codes_or_words")])
def test_the_reason_is_told_in_danish(name, templates):
    danish = Translator("da")
    reading = reading_of(name, templates)
    told = " ".join(f"{finding.code} {finding.message(danish)}" for finding in reading.findings).casefold()
    assert any(word in told for word in KEYS[name]["must_have_codes_or_words"])


@pytest.mark.parametrize("code", BLANKS)
def test_a_blank_is_learned_as_its_field_list_says(code, templates):
    wanted = json.loads(BLANKS[code].with_suffix(".fields.json").read_text(encoding="utf-8"))["fields"]
    template = next(each for each in templates if each.code == code)
    learned = {(each.template_at.sheet, each.template_at.cell): each for each in template.fields}
    assert len(learned) == len(wanted)
    for each in wanted:
        field = learned[each["template_at"]["sheet"], each["template_at"]["cell"]]
        assert field.type == each["type"]
        assert field.required == each.get("required", False)
        assert list(field.choices) == each.get("choices", [])
    assert not [finding for finding in faults(template) if finding.code == "template-same-name"]


@pytest.mark.parametrize("code", BLANKS)
def test_the_same_blank_gives_the_same_template(code, templates):
    path = BLANKS[code]
    again = learn(read_workbook(path.read_bytes(), path.name), code)
    first = next(each for each in templates if each.code == code)
    assert again == first
    assert again.to_json() == first.to_json()
    assert Template.from_json(first.to_json()) == first


def test_an_unfilled_blank_is_held(templates):
    path = BLANKS["kapacitet-belaegning"]
    reading = analyse(path.read_bytes(), path.name, "", templates, REGISTER, received_on=dt.date(2025, 12, 1))
    assert reading.outcome == "held"
    assert "no-answers" in {finding.code for finding in reading.findings}


def test_a_workbook_of_another_form_is_held_without_values(templates):
    others = [each for each in templates if each.code != "kapacitet-belaegning"]
    data = (SAMPLES / "Kapacitet Esbjerg.xlsx").read_bytes()
    reading = analyse(data, "Kapacitet Esbjerg.xlsx", "", others, REGISTER, received_on=dt.date(2025, 12, 1))
    assert reading.outcome == "held"
    assert reading.template is None
    assert not reading.answers
    assert {finding.code for finding in reading.findings} & {"template-unknown", "template-like"}


def test_every_finding_of_the_samples_has_danish_words(templates):
    danish, english = Translator("da"), Translator("en")
    seen = {finding.code: finding for name in KEYS for finding in reading_of(name, templates).findings}
    assert len(seen) > 15
    for code, finding in seen.items():
        assert finding.message(danish) != finding.message(english), CATALOGUE[code].message
