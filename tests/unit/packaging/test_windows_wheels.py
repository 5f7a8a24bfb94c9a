from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pytest

LOCK = Path(__file__).resolve().parents[3] / "packaging" / "requirements.lock"


@pytest.fixture
def wheels(windows):
    return windows("wheels")


@pytest.fixture
def runtime(windows):
    return windows("runtime")


def test_conditions_are_answered_as_on_windows(wheels):
    lock = (
        "a==1 \\\n    --hash=sha256:aa\n"
        "tzdata==2 ; sys_platform == 'win32' \\\n    --hash=sha256:bb\n"
        "unix==3 ; sys_platform != 'win32' \\\n    --hash=sha256:cc\n"
        "b==4 \\\n    --hash=sha256:dd\n"
    )
    expected = "a==1 \\\n    --hash=sha256:aa\ntzdata==2 \\\n    --hash=sha256:bb\nb==4 \\\n    --hash=sha256:dd\n"
    assert wheels.for_windows(lock) == expected


def test_a_condition_that_is_not_known_stops(wheels, windows):
    with pytest.raises(windows("tools").Stop, match="colorama"):
        wheels.for_windows("colorama==1 ; platform_machine == 'arm64' \\\n    --hash=sha256:aa\n")


def test_the_lock_file_can_be_read_for_windows(wheels):
    text = wheels.for_windows(LOCK.read_text(encoding="utf-8"))
    assert ";" not in text
    assert "tzdata==" in text
    assert len(re.findall("^[a-z0-9-]+==", text, re.MULTILINE)) > 20


def wheel(folder, name, files):
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for inner, content in files.items():
            archive.writestr(inner, content)
    return path


def test_what_lies_there_by_its_hash_is_used_and_the_rest_removed(wheels, tmp_path):
    good = wheel(tmp_path, "good-1-py3-none-any.whl", {"good.py": "1"})
    bad = wheel(tmp_path, "bad-1-py3-none-any.whl", {"bad.py": "1"})
    lock = tmp_path / "some.lock"
    lock.write_text(
        f"good==1 \\\n    --hash=sha256:{hashlib.sha256(good.read_bytes()).hexdigest()}\n", encoding="utf-8"
    )
    assert wheels.fetch(lock, tmp_path, "3.12") == [good]
    assert not bad.exists()


def test_a_wheel_that_leads_outside_stops(wheels, windows, tmp_path):
    outside = wheel(tmp_path, "out-1-py3-none-any.whl", {"../out.py": "1"})
    with pytest.raises(windows("tools").Stop, match="outside"):
        wheels.unpack([outside], tmp_path / "lib", frozenset())
    assert not (tmp_path / "out.py").exists()


def test_only_what_is_kept_is_unpacked(wheels, tmp_path):
    whole = wheel(tmp_path, "a-1-py3-none-any.whl", {"a/b.py": "x", "a/b.pyi": "y", "PySide6/Qt6Quick.dll": "z"})
    wheels.unpack([whole], tmp_path / "lib", frozenset())
    assert [path.name for path in (tmp_path / "lib").rglob("*") if path.is_file()] == ["b.py"]


def test_a_package_that_only_imports_what_is_dropped_comes_empty(wheels, tmp_path):
    files = {"holidays/countries/__init__.py": "from holidays.countries.finland import FI", "holidays/registry.py": "x"}
    wheels.unpack([wheel(tmp_path, "holidays-1-py3-none-any.whl", files)], tmp_path / "lib", frozenset())
    assert (tmp_path / "lib" / "holidays" / "countries" / "__init__.py").read_bytes() == b""
    assert (tmp_path / "lib" / "holidays" / "registry.py").read_bytes() == b"x"


def test_a_runtime_is_taken_by_its_hash_only(runtime, windows, tmp_path):
    archive = wheel(tmp_path, "python-3.13.5-embed-amd64.zip", {"python313.dll": "x", "python313._pth": "old"})
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    stop = windows("tools").Stop
    with pytest.raises(stop, match="needs --runtime-sha256"):
        runtime.take(archive, None, tmp_path)
    with pytest.raises(stop, match="not used"):
        runtime.take(archive, "0" * 64, tmp_path)
    taken = runtime.take(archive, digest.upper(), tmp_path)
    assert (taken.release, taken.python, taken.tag, taken.stand_in) == ("3.13.5", "3.13", "313", False)
    runtime.unpack(taken, tmp_path / "runtime")
    lines = (tmp_path / "runtime" / "python313._pth").read_bytes().split(b"\r\n")
    assert lines == [b"python313.zip", b".", rb"..\lib", rb"..\program", b""]
