"""The command line as the contract writes it: every command, its JSON, its exit status, its one line of Danish."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from koorddesk.cli import run

ROOT = Path(__file__).parents[2]
GROUP = "Voksne med kompleks erhvervet hjerneskade"
CODE = "CU-2026-PRØVE"


class Line:
    """Runs commands on one store and reads what they print."""

    def __init__(self, store: Path, capsys) -> None:
        self.store, self.capsys = store, capsys

    def __call__(self, *words: object, status: int = 0):
        self.capsys.readouterr()
        got = run([*map(str, words), "--store", str(self.store)], lambda _: 0)
        self.out, self.err = self.capsys.readouterr()
        assert got == status, self.err
        assert "Traceback" not in self.err
        return self.out

    def json(self, *words: object, status: int = 0):
        return json.loads(self(*words, "--json", status=status))

    def refused(self, *words: object) -> str:
        self(*words, status=2)
        assert self.out == ""
        assert len(self.err.strip().splitlines()) == 1
        return self.err


@pytest.fixture
def line(tmp_path: Path, capsys) -> Line:
    return Line(tmp_path / "arkiv.sqlite", capsys)


@pytest.fixture
def learned(line: Line, samples: Path) -> Line:
    line("template", "learn", samples / "templates" / "T2_indberetningsskema_kommune.xlsx", "--id", "kommune")
    line("template", "learn", samples / "templates" / "T1_regional_afrapportering.xlsx", "--id", "region")
    return line


def test_templates(learned: Line) -> None:
    assert [row["code"] for row in learned.json("template", "list")["templates"]] == ["kommune", "region"]
    shown = learned.json("template", "show", "kommune")
    assert {"sheet": "Indberetningsskema", "cell": "F29", "type": "count"}.items() <= next(
        field for field in shown["fields"] if field["cell"] == "F29"
    ).items()
    assert "findes" in learned.refused("template", "show", "ukendt") or "registreret" in learned.err


def test_import_prints_what_the_contract_fixes(learned: Line, samples: Path) -> None:
    folder = samples / "submissions"
    names = ["Sorø_indberetning.xlsx", "Aalborg_indberetning.xlsx", "Thisted_indberetning (beskyttet).xlsx"]
    files = learned.json("import", *(folder / name for name in names), "--received", "2025-10-14", status=1)["files"]
    assert [file["file"] for file in files] == names
    soro, aalborg, thisted = files
    assert [file["outcome"] for file in files] == ["accepted", "accepted", "refused"]
    assert soro.keys() == {"file", "sha256", "outcome", "template", "sender", "values", "findings"}
    assert soro["template"] == {"id": "kommune", "version": "1", "how": "fingerprint"}
    assert {key: soro["sender"][key] for key in ("kind", "code", "name", "how")} == {
        "kind": "municipality", "code": "0340", "name": "Sorø", "how": "cell",
    }  # fmt: skip
    assert soro["sender"]["at"] == {"sheet": "Indberetningsskema", "cell": "D18"}
    value = next(value for value in soro["values"] if value["template_at"]["cell"] == "F32")
    assert {key: value[key] for key in ("row", "type", "raw", "value")} == {
        "row": None, "type": "count", "raw": "ca. 7", "value": 7,
    }  # fmt: skip
    finding = next(finding for finding in soro["findings"] if finding["template_at"] == value["template_at"])
    assert finding.keys() == {"severity", "code", "message", "suggestion", "at", "template_at", "row"}
    assert (finding["severity"], finding["code"]) == ("warning", "approximate-number")
    assert "ca. 7" in finding["message"]
    assert aalborg["sender"]["code"] == "0851"
    assert thisted["template"] is None
    assert (thisted["sender"]["code"], thisted["sender"]["how"]) == (
        "0787",
        "file-name",
    )  # it was received, if not read
    again = learned.json("import", folder / names[0], "--received", "2025-10-15")["files"][0]
    assert again["outcome"] == "repeated"
    assert again["values"] == soro["values"]


def test_the_order_of_the_files_stands_whatever_the_jobs(learned: Line, samples: Path) -> None:
    paths = sorted((samples / "submissions").glob("[A-L]*.xlsx"))
    one = learned.json("import", *paths, "--dry-run", "--jobs", "1")
    assert learned.json("import", *paths, "--dry-run", "--jobs", "3") == one
    assert [file["file"] for file in one["files"]] == [path.name for path in paths]


def test_a_dry_run_stores_nothing(learned: Line, samples: Path) -> None:
    path = samples / "submissions" / "Holbæk_indberetning.xlsx"
    first = learned.json("import", path, "--dry-run")
    assert learned.json("import", path, "--dry-run")["files"][0]["outcome"] == "accepted"
    assert learned.json("import", path) == first


def test_announcement_and_status(learned: Line, samples: Path) -> None:
    made = learned.json(
        "announcement", "create", "--code", CODE, "--title", "Central udmelding (PRØVE)", "--group", GROUP,
        "--deadline", "2026-06-30", "--region", "1085", "--template", "kommune",
    )["announcement"]  # fmt: skip
    assert (made["code"], made["regions"]) == (CODE, 1)
    learned(
        "import",
        samples / "submissions" / "Holbæk_indberetning.xlsx",
        "--announcement",
        CODE,
        "--received",
        "2026-07-01",
    )
    shown = learned.json("status", "--announcement", CODE)
    row = next(row for row in shown["rows"] if row["code"] == "0316")
    assert (row["state"], row["received_on"], row["late"]) == ("accepted", "2026-07-01", True)
    assert shown["regions"][0]["asked"] == 17
    assert "Holbæk" in learned("status", "--announcement", CODE)
    assert len(learned.json("announcement", "list")["announcements"]) == 9
    assert "allerede" in learned.refused(
        "announcement", "create", "--code", CODE, "--title", "x", "--group", GROUP, "--deadline", "2026-06-30"
    )


def test_cases_of_history(line: Line) -> None:
    cases = line.json("case", "list")["cases"]
    assert len(cases) == 2
    shown = line.json("case", "show", cases[0]["number"])
    kinds = [step["kind"] for step in shown["steps"]]
    assert kinds[0] == "announcement"
    assert "renewed-consideration-request" in kinds


def test_the_annotated_copy(learned: Line, samples: Path, tmp_path: Path) -> None:
    target = tmp_path / "retur.xlsx"
    learned("return", samples / "submissions" / "Sorø_indberetning.xlsx", "--out", target)
    book = openpyxl.load_workbook(target)
    assert book.active.title == "Bemærkninger"
    assert "ca. 7" in book["Indberetningsskema"]["F32"].comment.text
    assert "overskrives" in learned.refused("return", target, "--out", target)


def test_the_overview(learned: Line, tmp_path: Path) -> None:
    learned("announcement", "create", "--code", CODE, "--title", "x", "--group", GROUP, "--deadline", "2026-06-30")
    target = tmp_path / "overblik.xlsx"
    learned("overview", "--out", target, "--threshold", "3")
    assert openpyxl.load_workbook(target).sheetnames[0] == "Om"
    assert "beskytter ingen" in learned.refused("overview", "--out", target, "--threshold", "1")


def test_search_check_backup_restore(learned: Line, tmp_path: Path) -> None:
    hits = learned.json("search", "hjerneskade")["hits"]
    assert hits
    assert learned.json("check") == {"ok": True, "problems": []}
    copy = tmp_path / "kopi.sqlite"
    learned("backup", "--out", copy)
    other = Line(tmp_path / "andet.sqlite", learned.capsys)
    other("restore", copy)
    assert [row["code"] for row in other.json("template", "list")["templates"]] == ["kommune", "region"]


def test_a_store_that_is_not_there_or_damaged(line: Line, tmp_path: Path) -> None:
    assert "ingen database" in line.refused("check")
    line.store.write_bytes(b"ikke en database" * 100)
    before = line.store.read_bytes()
    line.refused("template", "list")
    assert line.store.read_bytes() == before


def test_a_damaged_store_names_its_newest_copy_in_one_line(line: Line) -> None:
    line("template", "list")
    copy = line.store.with_name(f"{line.store.stem}-before-9999-20260101T000000.sqlite")
    shutil.copy(line.store, copy)
    line.store.write_bytes(b"ikke en database" * 100)
    known = [one["file"] for one in line.json("backups")["backups"]]
    said = line.refused("template", "list")
    assert known
    assert known[0] in said
    assert "koorddesk restore" in said


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("ukendt",),
        ("template",),
        ("announcement", "create", "--code", "x", "--title", "y", "--group", GROUP, "--deadline", "i morgen"),
        ("status", "--announcement", "CU-FINDES-IKKE"),
        ("import", "findes-ikke.xlsx", "--template", "ukendt"),
        ("letter", "--case", "1", "--kind", "x", "--out", "."),
    ],
)
def test_wrong_use_is_one_line_and_status_2(line: Line, words: tuple[str, ...]) -> None:
    line.refused(*words)


def test_a_file_that_is_not_there_is_refused_in_the_result(learned: Line, samples: Path, tmp_path: Path) -> None:
    path = samples / "submissions" / "Holbæk_indberetning.xlsx"
    files = learned.json("import", tmp_path / "væk.xlsx", path, status=1)["files"]
    assert [file["outcome"] for file in files] == ["refused", "accepted"]


def test_options_stand_before_or_after_the_command(samples: Path, tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    command = [sys.executable, "-m", "koorddesk"]
    for words in (
        ["--store", str(store), "--json", "template", "list"],
        ["template", "list", "--json", "--store", str(store)],
    ):
        done = subprocess.run([*command, *words], capture_output=True, cwd=ROOT, check=True)
        assert json.loads(done.stdout.decode()) == {"templates": []}


def test_the_demonstration(tmp_path: Path, capsys) -> None:
    out = tmp_path / "demo"
    assert run(["demo", "--no-window", "--out", str(out), "--json"], lambda _: 1) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["letters"]) == 17
    assert all(Path(letter["path"]).read_bytes().startswith(b"%PDF") for letter in document["letters"])
    assert Path(document["overview"]).is_file()
    assert run(["check", "--store", document["store"]], lambda _: 1) == 0
    # A second run makes it anew; a folder with other things in it is left alone.
    assert run(["demo", "--no-window", "--out", str(out)], lambda _: 1) == 0
    shutil.copy(document["overview"], out / "mit eget.xlsx")
    assert run(["demo", "--no-window", "--out", str(out)], lambda _: 1) == 2
    assert (out / "mit eget.xlsx").is_file()


def test_forms_for_each_recipient(learned: Line, tmp_path: Path) -> None:
    learned(
        "announcement", "create", "--code", CODE, "--title", "Prøve", "--group", GROUP, "--deadline", "2026-06-30",
        "--region", "1085", "--template", "kommune",
    )  # fmt: skip
    words = ("template", "export", "kommune", "--announcement", CODE, "--out", tmp_path / "ud")
    (form,) = learned.json(*words, "--recipient", "0316")["files"]
    assert (form["code"], form["kind"]) == ("0316", "municipality")
    assert form["filled"][0] | {"label": ""} == {
        "label": "", "sheet": "Indberetningsskema", "cell": "D18", "text": "Holbæk", "source": "register",
        "source_text": "styrelsens register", "origin": "",
    }  # fmt: skip
    assert openpyxl.load_workbook(form["path"]).sheetnames[0] == "Sådan kontrolleres skemaet"
    assert len(learned(*words).strip().splitlines()) >= 17
    assert "Tjek koden" in learned.refused(*words, "--recipient", "0851")
