from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "dev.py"


class Calls:
    """Stands for ``subprocess.run``: records what is started and answers with a status."""

    def __init__(self):
        self.commands = []
        self.environments = []
        self.status = lambda _command: 0

    def __call__(self, command, **options):
        self.commands.append([str(part) for part in command])
        self.environments.append(options.get("env"))
        status = self.status(self.commands[-1])
        if options.get("check") and status:
            raise subprocess.CalledProcessError(status, command)
        return subprocess.CompletedProcess(command, status)

    def having(self, word):
        return [command for command in self.commands if word in command]


@pytest.fixture
def calls():
    return Calls()


@pytest.fixture
def dev(tmp_path, monkeypatch, calls):
    spec = importlib.util.spec_from_file_location("dev_under_test", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "dev_under_test", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(module, "LOCKS", {"run": tmp_path / "run.lock", "dev": tmp_path / "dev.lock"})
    monkeypatch.setattr(module.subprocess, "run", calls)
    monkeypatch.setattr(module, "QT_LIBRARIES", {})
    monkeypatch.setattr(module, "XCB_LIBRARIES", {})
    for path in module.LOCKS.values():
        path.write_text(path.name, encoding="utf-8")
    return module


@pytest.fixture
def made(dev):
    """An environment with an interpreter, nothing installed."""
    dev.PYTHON.parent.mkdir(parents=True)
    dev.PYTHON.write_text("")


def test_without_an_environment_one_is_made_and_the_packages_come_by_hash(dev, calls):
    def status(command):
        if "venv" in command:
            dev.PYTHON.parent.mkdir(parents=True)
            dev.PYTHON.write_text("")
        return 0

    calls.status = status
    dev.ensure_packages("dev")
    (venv,) = calls.having("venv")
    assert venv[0] == sys.executable
    (pip,) = calls.having("pip")
    assert pip[0] == str(dev.PYTHON)
    assert "--require-hashes" in pip
    assert pip[-1].endswith("dev.lock")


@pytest.mark.usefixtures("made")
def test_the_second_run_starts_nothing(dev, calls):
    dev.ensure_packages("dev")
    calls.commands.clear()
    dev.ensure_packages("dev")
    dev.ensure_packages("run")
    assert calls.commands == []


@pytest.mark.usefixtures("made")
def test_another_lock_file_installs_again(dev, calls):
    dev.ensure_packages("run")
    dev.LOCKS["run"].write_text("newer", encoding="utf-8")
    calls.commands.clear()
    dev.ensure_packages("run")
    assert len(calls.having("pip")) == 1


@pytest.mark.usefixtures("made")
def test_what_users_need_is_not_yet_what_tests_need(dev, calls):
    dev.ensure_packages("run")
    dev.ensure_packages("dev")
    assert [command[-1][-8:] for command in calls.having("pip")] == ["run.lock", "dev.lock"]


@pytest.mark.usefixtures("made")
def test_packages_that_cannot_be_installed_stop_and_are_tried_again(dev, calls):
    calls.status = lambda command: int("pip" in command)
    with pytest.raises(dev.Stop):
        dev.ensure_packages("run")
    assert not dev.STAMP.exists()


@pytest.mark.usefixtures("made")
def test_a_damaged_stamp_counts_as_none(dev, calls):
    dev.STAMP.write_text("{", encoding="utf-8")
    dev.ensure_packages("run")
    assert len(calls.having("pip")) == 1
    assert "run" in json.loads(dev.STAMP.read_text(encoding="utf-8"))


def test_a_library_that_is_not_there_is_found_missing_and_one_that_is_is_not(dev):
    missing = dev.missing_libraries({"libkoorddesk-none.so.9": "koorddesk-none", "libc.so.6": "libc6"})
    assert missing == ({"libkoorddesk-none.so.9": "koorddesk-none"} if sys.platform.startswith("linux") else {})


@pytest.fixture
def lacking(dev, monkeypatch):
    monkeypatch.setattr(dev, "missing_libraries", lambda wanted: {name: wanted[name] for name in wanted})
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    return {"libEGL.so.1": "libegl1"}


def test_root_is_told_first_and_gets_the_missing_packages(dev, calls, lacking, monkeypatch, capsys):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    said_before = []
    calls.status = lambda _command: said_before.append(capsys.readouterr().out) or 0
    dev.ensure_system(lacking)
    assert [command[:2] for command in calls.commands] == [["apt-get", "update"], ["apt-get", "install"]]
    assert "libegl1" in calls.commands[1]
    assert "libegl1" in said_before[0]


def test_anyone_else_is_told_the_command_and_nothing_is_installed(dev, calls, lacking, monkeypatch):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(dev.Stop, match=r"sudo apt-get install .*libegl1"):
        dev.ensure_system(lacking)
    assert calls.commands == []


def test_another_system_is_told_the_files_that_are_missing(dev, calls, lacking, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    with pytest.raises(dev.Stop, match=r"libEGL\.so\.1"):
        dev.ensure_system(lacking)
    assert calls.commands == []


def test_a_python_without_ensurepip_gets_it_only_while_there_is_no_environment(dev, calls, monkeypatch):
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    dev.ensure_system({})
    assert any(part.endswith("-venv") for part in calls.commands[1])
    calls.commands.clear()
    dev.PYTHON.parent.mkdir(parents=True)
    dev.PYTHON.write_text("")
    dev.ensure_system({})
    assert not calls.having("apt-get")


def test_apt_that_fails_stops_with_its_words(dev, calls, lacking, monkeypatch):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    calls.status = lambda command: int("install" in command)
    with pytest.raises(dev.Stop, match="apt-get install"):
        dev.ensure_system(lacking)


@pytest.mark.usefixtures("made")
def test_demo_hands_its_arguments_on_and_returns_the_status(dev, calls):
    calls.status = lambda command: 3 if "koorddesk" in command else 0
    assert dev.main(["demo", "--no-window", "--out", "æ ø"]) == 3
    (command,) = calls.having("koorddesk")
    assert command[-4:] == ["demo", "--no-window", "--out", "æ ø"]


@pytest.mark.usefixtures("made")
def test_the_display_libraries_are_wanted_only_for_a_window_on_a_display(dev, monkeypatch):
    wanted = []
    monkeypatch.setattr(dev, "QT_LIBRARIES", {"a.so": "a"})
    monkeypatch.setattr(dev, "XCB_LIBRARIES", {"b.so": "b"})
    monkeypatch.setattr(dev, "ensure_system", lambda libraries: wanted.append(sorted(libraries)))
    monkeypatch.setenv("DISPLAY", ":0")
    dev.main(["run"])
    dev.main(["demo", "--no-window"])
    dev.main(["test"])
    dev.main(["check"])
    monkeypatch.delenv("DISPLAY")
    dev.main(["run"])
    assert wanted == [["a.so", "b.so"], ["a.so"], ["a.so"], [], ["a.so"]]


@pytest.mark.usefixtures("made")
def test_tests_run_without_a_window_in_utf8(dev, calls):
    dev.main(["test", "-k", "x"])
    number = next(index for index, command in enumerate(calls.commands) if "pytest" in command)
    environment = calls.environments[number]
    assert calls.commands[number][-2:] == ["-k", "x"]
    assert (environment["QT_QPA_PLATFORM"], environment["PYTHONUTF8"]) == ("offscreen", "1")
    if not dev.WINDOWS:
        assert environment["LC_ALL"] == "C.UTF-8"


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(("failing", "status"), [("ruff", 1), ("importlinter.cli", 1), ("", 0)])
def test_check_runs_everything_even_after_a_failure(dev, calls, failing, status, capsys):
    calls.status = lambda command: int(bool(failing) and any(failing in part for part in command[1:]))
    assert dev.main(["check"]) == status
    started = [" ".join(command) for command in calls.commands if command[0] == str(dev.PYTHON)]
    for tool in ("ruff format --check", "ruff check", "mypy", "importlinter"):
        assert any(tool in command for command in started), tool
    assert ("failed" in capsys.readouterr().out.splitlines()[-1]) == bool(failing)


@pytest.mark.usefixtures("made")
def test_only_the_full_check_calls_the_judges(dev, calls):
    dev.main(["check"])
    assert not calls.having("packaging/judges.py")[1:]
    plain = len(calls.commands)
    calls.commands.clear()
    dev.main(["check", "--full"])
    assert calls.commands[-1][1:] == ["packaging/judges.py"]
    assert len(calls.commands) > plain - 2


@pytest.mark.usefixtures("made", "calls")
@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["check", "--nonsense"], ["lock", "x"]])
def test_wrong_use_ends_with_two(dev, arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        dev.main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err
