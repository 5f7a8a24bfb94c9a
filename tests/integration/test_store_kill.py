import os
import random
import subprocess
import sys
import time
from pathlib import Path

from koorddesk.domain.authorities import Authority
from koorddesk.domain.reports import Submission
from koorddesk.store.engine import Store
from tests.helpers.stores import ACTOR, ANSWERS, FINDINGS

PROJECT = Path(__file__).parents[2]
KILLS = 10
PER_SET = 4

# Each round is one change set: a municipality with four submissions, or the undo of the last one.
WRITER = f"""
import sys
from pathlib import Path
from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Submission
from koorddesk.store.engine import Store
from koorddesk.store.uow import Summary
from tests.helpers.stores import ACTOR, ANSWERS, FINDINGS, sample

store = Store.open(Path(sys.argv[1]), ACTOR)
number = len(store.change_sets(100000))
while True:
    number += 1
    if number % 7 == 0 and store.next_undo():
        store.undo()
    else:
        with store.unit_of_work() as uow:
            sender = Authority(new_id(), AuthorityKind.MUNICIPALITY, None, str(number), "")
            uow.add(sender)
            for part in range({PER_SET}):
                file = uow.keep_file(b"%d %d" % (number, part), "x.xlsx")
                empty = dict.fromkeys(("announcement_id", "template_id", "successor_of"))
                submission = sample(Submission, id=new_id(), sender_id=sender.id, **{{**empty, "file_sha256": file}})
                uow.add(submission)
                uow.put_reading(submission.id, ANSWERS, FINDINGS)
            uow.commit(Summary("written"))
    print(number, flush=True)
"""


def test_killed_at_any_moment_nothing_is_lost_and_nothing_half_done(tmp_path):
    path = tmp_path / "store" / "s.sqlite"
    chance = random.Random(20260324)
    compiled = {"PYTHONPYCACHEPREFIX": str(tmp_path / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}  # starts sooner
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), **compiled}
    promised = 0
    for _ in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, env=environment, text=True
        )
        with writer:
            lines = [writer.stdout.readline()]  # it is writing now
            time.sleep(chance.uniform(0, 0.3))
            writer.kill()
            lines += writer.stdout.read().splitlines()
        assert writer.returncode != 1
        promised = int([line for line in lines if line.strip().isdigit()][-1])
        store = Store.open(path, ACTOR)
        assert store.check() == []
        assert len(store.change_sets(100000)) >= promised, "a change set that was reported as written is lost"
        with store.reader() as reader:
            senders = {sender.id for sender in reader.all(Authority)}
            submissions = reader.all(Submission)
            assert len(submissions) == PER_SET * len(senders)
            assert {submission.sender_id for submission in submissions} == senders
            for submission in submissions[-PER_SET:]:
                assert reader.answers(submission.id) == ANSWERS
                assert reader.findings(submission.id) == FINDINGS
        store.close()
        assert [p.name for p in path.parent.iterdir()] == ["s.sqlite"]
    assert promised > KILLS
