"""Builds koorddesk for Windows: a staged folder, an installer for the user, one for the machine, a portable archive.

    packaging/dev.py windows --out DIR [--runtime FILE --runtime-sha256 HASH] [--compiler PYTHON] [--twice | --signed]

A release is made in four steps: build, sign what ``files-to-sign.txt`` names in the staged folder, pack that with
``--signed``, and sign the installers. The same checkout, runtime and compiler give the same bytes. The compiler is a
Python of the runtime's release line; where none is there, the runtime compiles the modules itself, under wine.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import installer
import materials
import portable
import runtime
import stage
from tools import INTERPRETER, ROOT, WORK, Stop, digest, run


def build(out: Path, taken: runtime.Runtime, compiler: Path | None) -> list[Path]:
    """Build everything into a folder; return the installers and the archive."""
    staged = out / "koorddesk"
    if staged.exists():
        shutil.rmtree(staged)
    staged.mkdir(parents=True)
    with _timed("staged"):
        stage.build(staged, taken, stage.version_of_program(), compiler)
    (out / "files-to-sign.txt").write_text("\n".join(materials.to_sign(staged)) + "\n", encoding="utf-8")
    return pack(out)


def pack_signed(out: Path) -> list[Path]:
    """Pack the staged folder of an earlier run, whose files were signed since; raises Stop for one that was not."""
    if not (out / "koorddesk").is_dir():
        raise Stop(f"{out} holds no build that could have been signed.")
    if unsigned := materials.to_sign(out / "koorddesk"):
        raise Stop(f"Not signed: {', '.join(unsigned)}")
    return pack(out)


def pack(out: Path) -> list[Path]:
    """Make the installers and the archive of the staged folder as it is; return them."""
    version, staged = stage.version_of_program(), out / "koorddesk"
    stage.even_out(staged)
    artefacts = []
    for scope in (installer.USER, installer.MACHINE):
        artefacts.append(out / f"koorddesk-{version}-{scope.name}.msi")
        with _timed(artefacts[-1].name):
            installer.build(staged, artefacts[-1], scope, version)
    artefacts.append(out / f"koorddesk-{version}-portable.zip")
    with _timed(artefacts[-1].name):
        portable.build(staged, artefacts[-1])
    return artefacts


def build_again(artefacts: list[Path], taken: runtime.Runtime, compiler: Path | None) -> None:
    """Build once more in another folder and compare, byte by byte; raises Stop where anything is another."""
    with tempfile.TemporaryDirectory() as folder:
        again = build(Path(folder), taken, compiler)
        other = [path.name for path, twin in zip(artefacts, again, strict=True) if digest(path) != digest(twin)]
    if other:
        raise Stop(f"Built twice, and not the same: {', '.join(other)}")
    print("Built twice: the same bytes.")


def _commit() -> str:
    """Return what of the history is built, and whether the checkout holds something else besides."""
    changed = run(["git", "status", "--porcelain"], folder=ROOT).strip()
    return run(["git", "rev-parse", "HEAD"], folder=ROOT).strip() + (" with changes" if changed else "")


@contextlib.contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - started:.1f} s", flush=True)


def _report(out: Path, artefacts: list[Path], taken: runtime.Runtime, compiler: Path | None, commit: str) -> None:
    """Print sizes by part and the hashes; keep the hashes beside the artefacts."""
    parts = stage.sizes(out / "koorddesk")
    for part, (count, size) in parts.items():
        if size > 500_000:
            print(f"  {size / 1e6:7.1f} MB {count:5} files  {part}")
    total = sum(size for _, size in parts.values())
    print(f"  {total / 1e6:7.1f} MB {sum(count for count, _ in parts.values()):5} files  in all")
    record: dict[str, object] = {
        "commit": commit,
        "compiler": run([compiler, "--version"]).strip() if compiler else "the runtime itself",
        "runtime": {"release": taken.release, "sha256": taken.sha256, "stand-in": taken.stand_in},
        "files": {path.name: {"bytes": path.stat().st_size, "sha256": digest(path)} for path in artefacts},
    }
    (out / "build.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    for path in artefacts:
        print(f"{digest(path)}  {path.stat().st_size / 1e6:6.1f} MB  {path}")
    if taken.stand_in:
        print("The runtime is the stand-in: good for trying, not to be handed out (--runtime, --runtime-sha256).")


def main(arguments: list[str]) -> int:
    """Read the options and build."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py windows")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "windows", metavar="DIR")
    parser.add_argument("--runtime", type=Path, metavar="FILE", help="the embeddable CPython of a release")
    parser.add_argument("--runtime-sha256", metavar="HASH", help="its hash, as its publisher gives it")
    parser.add_argument("--compiler", type=Path, metavar="PYTHON", help="an interpreter of the runtime's release line")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--twice", action="store_true", help="build twice and compare")
    how.add_argument("--signed", action="store_true", help="pack what lies in DIR, its files signed since")
    given = parser.parse_args(arguments)
    try:
        taken = runtime.take(given.runtime, given.runtime_sha256, WORK)
        compiler = given.compiler or stage.find_compiler(taken.python)
        out, commit = given.out.resolve(), _commit()
        artefacts = pack_signed(out) if given.signed else build(out, taken, compiler)
        runtime.interpreter(taken, out / INTERPRETER)
        if given.twice:
            build_again(artefacts, taken, compiler)
        _report(out, artefacts, taken, compiler, commit)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
