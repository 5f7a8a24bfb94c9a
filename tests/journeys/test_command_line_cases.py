"""Cases on the command line: opened, read, noted, their deadlines and journal."""

import json
from pathlib import Path

import pytest

from koorddesk.cli import run


@pytest.fixture
def line(tmp_path, capsys):
    """Run a command on a store of its own and return its status, its answer as JSON, and its errors."""

    def call(*arguments):
        status = run([*map(str, arguments), "--store", str(tmp_path / "store.sqlite"), "--json"], lambda _store: 0)
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out.strip() else {}, said.err.strip()

    group = "Voksne med kompleks erhvervet hjerneskade"
    call("announcement", "create", "--code", "CU-A", "--title", "A", "--group", group, "--deadline", "2027-06-30",
         "--region", "1081")  # fmt: skip
    return call


def test_a_case_is_opened_noted_and_read(line, tmp_path):
    assert line("case", "open", "--announcement", "CU-A")[0] == 0
    status, found, _ = line("case", "list")
    number = next(row["number"] for row in found["cases"] if row["announcement_code"] == "CU-A")
    assert status == 0
    _, found, _ = line("case", "next", number)
    steps = {row["kind"]: row for row in found["steps"]}
    assert steps["temporary-order"]["blocked"]
    assert any(row["source"] == "servicelovens § 13 b, stk. 4" for row in steps["temporary-order"]["checklist"])
    assert line("case", "note", number, "Ringer igen", "--telephone", "Faxe Kommune")[0] == 0
    path = tmp_path / "svar.pdf"
    path.write_bytes(b"%PDF-1.4")
    status, kept, _ = line("case", "file", number, path, "--direction", "incoming", "--theme", "Svar")
    assert (status, kept["case"]) == (0, number)
    _, shown, _ = line("journal", "--case", number, "--missing")
    assert {row["theme"] for row in shown["journal"]} == {"Svar", "Ringer igen"}
    _, shown, _ = line("journal")
    assert len(shown["journal"]) == 2
    _, shown, _ = line("deadlines", "--case", number, "--ics", tmp_path / "frister.ics")
    assert [row["due_on"] for row in shown["deadlines"]] == ["2027-06-30"]
    assert "DTSTART;VALUE=DATE:20270630" in Path(shown["file"]).read_text(encoding="utf-8")
    _, shown, _ = line("case", "show", number)
    assert "telefonnotat: Faxe Kommune" in {row["title"] for row in shown["timeline"]}


def test_a_case_begins_with_a_signal(line):
    group = "Borgere med svære spiseforstyrrelser"
    status, made, _ = line("case", "start", "--code", "CU-N", "--title", "N", "--group", group, "--text", "Lukker")
    assert status == 0
    _, shown, _ = line("case", "show", made["case"])
    assert [step["kind"] for step in shown["steps"]] == ["signal"]


def test_what_cannot_be_done_is_one_line_of_danish(line):
    for arguments, words in (
        (("case", "open", "--announcement", "CU-X"), "CU-X"),
        (("case", "next", "2099-1"), "2099-1"),
        (("deadlines", "--account", "ukendt"), "kontoen »ukendt«"),
        (("announcement", "create", "--code", "CU-I", "--title", "I", "--group", idle(), "--deadline", "2027-06-30"),
         "ikke aktiv"),
    ):  # fmt: skip
        status, _, said = line(*arguments)
        assert status == 2
        assert words in said
        assert len(said.splitlines()) == 1


def idle():
    """The title of the one target group of the registers that is not active."""
    from koorddesk.services.register_data import register_records

    records = register_records()
    (group,) = [known for known in records if type(known).__name__ == "TargetGroup" and not known.active]
    return next(
        known.title for known in records if type(known).__name__ == "TargetGroupTitle" and known.group_id == group.id
    )
