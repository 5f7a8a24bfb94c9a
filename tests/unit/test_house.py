"""The rules of the house that no linter holds."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import koorddesk
import ui

ROOT = Path(koorddesk.__file__).resolve().parent.parent
PROGRAM = sorted([*(ROOT / "koorddesk").rglob("*.py"), *(ROOT / "ui").rglob("*.py")])
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
# Where a foreign file, a job and the window meet what nobody foresaw.
MOST_BROAD_EXCEPTS = 3
LONGEST_MODULE = 500
TABLES = {"findings.py"}  # one catalogue, as long as it is


def lock(name):
    return (ROOT / "packaging" / name).read_text(encoding="utf-8")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def texts():
    """Yield (path, text) of every text file of the repository."""
    folders = ("koorddesk", "ui", "resources", "tests", "packaging", "docs")
    paths = [*ROOT.glob("*.*"), *(path for folder in folders for path in (ROOT / folder).rglob("*"))]
    for path in paths:
        if path.suffix in {".py", ".md", ".toml", ".csv", ".po", ".json", ".lock", ".feature"} and path.is_file():
            yield path, path.read_text(encoding="utf-8")


def test_the_window_lies_beside_the_core():
    assert Path(ui.__file__).resolve().parent.parent == ROOT


def test_no_module_holds_two_things():
    modules = [path for path in PROGRAM if path.name not in TABLES]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert not [f"{path.relative_to(ROOT)}: {count}" for path, count in lengths.items() if count > LONGEST_MODULE]


def test_the_services_say_where_each_of_them_stands():
    from koorddesk import services

    indented = re.findall(r"^    (.+)$", services.__doc__, re.MULTILINE)
    told = sorted(re.findall(r"\w+", " ".join(indented)))
    there = sorted(path.stem for path in (ROOT / "koorddesk" / "services").glob("*.py") if path.stem != "__init__")
    assert told == there


def test_nothing_is_left_unfinished():
    unfinished = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    own = Path(__file__).resolve()
    found = [
        f"{path.relative_to(ROOT)}:{text[: match.start()].count(chr(10)) + 1}"
        for path, text in texts()
        if path.suffix == ".py" and path != own
        for match in unfinished.finditer(text)
    ]
    assert not found


def test_no_test_is_skipped_or_expected_to_fail():
    given_up = re.compile(r"\b(?:pytest|mark|unittest)\.(?:skip\w*|xfail|importorskip)\b")
    own = Path(__file__).resolve()
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != own]
    assert not [path.name for path in tests if given_up.search(path.read_text(encoding="utf-8"))]


def test_everything_is_caught_at_the_boundaries_only_and_told_on():
    broad = []
    for path in PROGRAM:
        handlers = (
            n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ExceptHandler)
        )
        own = [handler for handler in handlers if catches_everything(handler) and not passes_on(handler)]
        broad += [f"{path.relative_to(ROOT)}:{handler.lineno}" for handler in own]
    assert len(broad) <= MOST_BROAD_EXCEPTS, broad


def catches_everything(handler):
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"}) for kind in kinds
    )


def passes_on(handler):
    """Tell whether the handler only tidies up and lets the error travel on as it is."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_the_folder_of_tools_does_not_hide_the_library_of_its_name():
    assert not list((ROOT / "packaging").rglob("__init__.py"))
    import packaging.version

    assert packaging.version.Version("1.0") < packaging.version.Version("1.1")


def test_the_lock_files_name_everything_that_is_needed_and_nothing_of_where_it_was_found():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {"requirements.lock": project["project"]["dependencies"]}
    wanted["requirements-dev.lock"] = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    for name, requirements in wanted.items():
        text = lock(name)
        pins = {normal(found): version for found, version in PIN.findall(text)}
        for requirement in requirements:
            package, _, version = requirement.partition(";")[0].strip().partition("==")
            assert normal(package) in pins, f"{package} is not in {name}: python3 packaging/dev.py lock"
            assert not version or pins[normal(package)] == version, f"{package} in {name} has another version"
        assert not re.search(r"https?:|file:|--index-url|--find-links|--extra", text), name
        blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
        assert not [block for block in blocks if PIN.match(block) and "--hash=sha256:" not in block]


def test_tests_run_on_the_versions_that_users_get():
    users, tests = dict(PIN.findall(lock("requirements.lock"))), dict(PIN.findall(lock("requirements-dev.lock")))
    assert {name: tests.get(name) for name in users} == users


def test_no_file_knows_a_developers_machine():
    places = re.compile(r"(?<![\w.])/(?:root|work|opt)/\w")
    assert not [str(path.relative_to(ROOT)) for path, text in texts() if places.search(text)]


def test_no_mail_address_is_invented():
    """What is shipped uses domains set aside for examples; real addresses come from a source in the registers."""
    address = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})")
    allowed = {"eksempel.dk", "example.org", "example.com"}
    sourced = {"rammeaftalesekretariat@aalborg.dk"}
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in texts()
        if ROOT / "tests" not in path.parents
        for match in address.finditer(text)
        if match[1] not in allowed and match[0] not in sourced
    }
    assert not found


def test_the_readme_names_only_commands_that_there_are():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / "packaging" / "dev.py").read_text(encoding="utf-8")
    named = set(re.findall(r"packaging[/\\]dev\.py (\w+)", readme))
    assert {"demo", "test"} <= named <= set(re.findall(r'add_parser\("(\w+)"', script))


def test_the_changelog_begins_with_what_is_not_released():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", changelog, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
