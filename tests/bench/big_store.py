"""A store as it may be after many years: a million answers from all municipalities over 17 announcements.

``python -m tests.bench.big_store PATH [rounds]`` makes one to keep; the benchmarks of window and search use it.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from pathlib import Path

from koorddesk.domain.announcements import Announcement, AnnouncementRegion
from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import Offer, OperatorKind
from koorddesk.domain.reports import Submission, SubmissionState
from koorddesk.domain.target_groups import TargetGroup
from koorddesk.domain.values import CellRef
from koorddesk.findings import Finding
from koorddesk.services.desk import open_desk
from koorddesk.settings import Settings
from koorddesk.store.uow import Summary
from tests.bench.bench_store import FINDINGS, readings

OFFERS = 400
FIRST_YEAR = 2010


def build(path: Path, rounds: int = 17) -> int:
    """Write the store at ``path`` and return how many answers it holds."""
    chance = random.Random(1)
    rare = ["".join(chance.choices("abcdefghijklmnoprstuvyæøå", k=chance.randint(3, 11))) for _ in range(30000)]
    finding = Finding("approximate-number", {"raw": "ca. 12", "value": 12}, CellRef("Skema", "C15"))
    desk = open_desk(path, settings=Settings(), account="fuldmægtig", today=lambda: dt.date(2026, 2, 2))
    answers = 0
    with desk.store.unit_of_work() as uow:
        municipalities = [known for known in uow.all(Authority, kind=AuthorityKind.MUNICIPALITY) if known.code]
        regions = [known for known in uow.all(Authority, kind=AuthorityKind.REGION) if known.valid_to]
        regions += [
            known for known in uow.all(Authority, kind=AuthorityKind.REGION) if known.code and not known.valid_to
        ]
        groups = uow.all(TargetGroup)
        for number in range(OFFERS):
            place = chance.choice(municipalities)
            uow.add(Offer(new_id(), f"Tilbud {number + 1}", operator_kind=OperatorKind.MUNICIPAL, location_id=place.id))
        uow.commit(Summary("offers"))
    for number in range(rounds):
        year = FIRST_YEAR + number
        announcement = Announcement(
            new_id(), f"CU-{year}-PRØVE", f"Udmelding til prøve {year}", groups[number % len(groups)].id,
            issued_on=dt.date(year, 3, 3),
        )  # fmt: skip
        with desk.store.unit_of_work() as uow:
            uow.add(announcement)
            for region in regions:
                uow.add(AnnouncementRegion(new_id(), announcement.id, region.id, dt.date(year, 10, 15)))
            for index, sender in enumerate(municipalities):
                file = uow.keep_file(f"{number} {index}".encode() + chance.randbytes(15000), "skema.xlsx")
                submission = Submission(
                    new_id(),
                    announcement.id,
                    file,
                    f"{sender.name} {year}.xlsx",
                    15000,
                    dt.date(year, 10, 1) + dt.timedelta(days=index % 20),
                    SubmissionState.ACCEPTED,
                )
                submission.sender_id = sender.id
                uow.add(submission)
                read = readings(chance, rare)
                uow.put_reading(submission.id, read, [finding] * FINDINGS)
                answers += len(read)
            uow.commit(Summary("import"))
    desk.close()
    return answers


if __name__ == "__main__":
    print(build(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 17))
