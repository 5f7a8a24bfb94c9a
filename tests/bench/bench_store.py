"""Measure the store: writing readings, opening, searching, undoing and checking.

Run it by hand: ``python -m tests.bench.bench_store [rounds]``. A round is an import of 98 submissions with 600 answers
each, every third of them words; 17 rounds make a million answers. Processor time, but for searches, which are timed
as one waits for them.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
import time
from pathlib import Path

from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Submission, SubmissionState
from koorddesk.domain.values import Answer, CellRef, FieldType
from koorddesk.findings import Finding
from koorddesk.store.engine import Store
from koorddesk.store.uow import Summary
from tests.helpers.stores import ACTOR

SUBMISSIONS, ANSWERS, FINDINGS = 98, 600, 10
COMMON = [
    "borgere",
    "med",
    "synsnedsættelse",
    "Århus",
    "hjerneskade",
    "tilbud",
    "rådgivning",
    "kommunen",
    "særlig",
    "indsats",
    "blindhed",
    "punktskrift",
    "undervisning",
    "støtte",
    "hjemmevejledning",
    "Ærø",
    "småbørn",
]
WANTED = (
    "b",
    "bo",
    "bor",
    "borg",
    "borgere",
    "borgere aarh",
    "kommunen særlig indsats punktskrift",
    "kommunaldirektør",
)


def words(chance: random.Random, rare: list[str]) -> str:
    """Return an answer in words, half of them common."""
    return " ".join(chance.choice(COMMON if chance.random() < 0.5 else rare) for _ in range(chance.randint(2, 10)))


def readings(chance: random.Random, rare: list[str]) -> list[Answer]:
    """Return one submission's answers."""
    answers = []
    for number in range(ANSWERS):
        place, found = CellRef("Skema", f"C{number + 1}"), CellRef("Skema", f"C{number + 2}")
        if number % 3:
            answers.append(Answer(place, None, "Antal borgere i målgruppen", FieldType.COUNT, "ca. 12", 12, found))
        else:
            text = words(chance, rare)
            answers.append(Answer(place, None, "Beskriv tilbuddet", FieldType.TEXT, text, text, found))
    return answers


def main(rounds: int) -> None:
    """Build a store of so many imports and print what each job takes."""
    chance = random.Random(1)
    rare = ["".join(chance.choices("abcdefghijklmnoprstuvyæøå", k=chance.randint(3, 11))) for _ in range(30000)]
    finding = Finding("approximate-number", {"raw": "ca. 12", "value": 12}, CellRef("Skema", "C15"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.sqlite"
        store = Store.open(path, ACTOR)
        for number in range(rounds):
            sheets = [readings(chance, rare) for _ in range(SUBMISSIONS)]
            begun = time.process_time()
            with store.unit_of_work() as uow:
                for index, answers in enumerate(sheets):
                    file = uow.keep_file(f"{number} {index}".encode() + chance.randbytes(15000), "skema.xlsx")
                    name = f"Kommune {index} runde {number}.xlsx"
                    state, day = SubmissionState.ACCEPTED, dt.date(2026, 3, 24)
                    submission = Submission(new_id(), None, file, name, 15000, day, state)
                    uow.add(submission)
                    uow.put_reading(submission.id, answers, [finding] * FINDINGS)
                uow.commit(Summary("import"))
            if number in (0, rounds - 1):
                print(f"import {number + 1}: {time.process_time() - begun:.2f} s")
        store.close()
        print(f"{rounds * SUBMISSIONS * ANSWERS} answers, {path.stat().st_size / 1e6:.0f} MB")
        begun = time.process_time()
        store = Store.open(path, ACTOR)
        print(f"open: {(time.process_time() - begun) * 1000:.0f} ms")
        with store.reader() as reader:
            for wanted in WANTED:
                waited = time.perf_counter()
                found = len(reader.search(wanted))
                print(f"search {wanted!r}: {found} in {(time.perf_counter() - waited) * 1000:.0f} ms")
        for job in (store.undo, store.redo, store.check):
            begun = time.process_time()
            job()
            print(f"{job.__name__}: {time.process_time() - begun:.2f} s")
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 17)
