"""Worker processes: results in order, and a file that hangs, crashes or exhausts one costs only itself."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from koorddesk.errors import FileProblem, UserError
from koorddesk.workbooks import workers
from koorddesk.workbooks.limits import Limits
from koorddesk.workbooks.workers import WorkerPool, in_worker
from tests.helpers.work import doubled, hoard, loaded_modules, misbehave, refuse_now, rest, slow_first, unpicklable

ROOT = Path(__file__).parents[3]
QUICK = Limits(seconds=1.5, memory_mb=256)


def test_results_stand_in_the_order_of_the_items_and_come_as_they_are_ready():
    seen = []
    with WorkerPool(2, None) as pool:
        results = pool.map(slow_first, list(range(6)), lambda index, result: seen.append(index))
    assert [item for item, _ in results] == list(range(6))
    assert len({process for _, process in results}) == 2
    assert seen[-1] == 0
    assert sorted(seen) == list(range(6))


def test_what_is_shared_reaches_every_call():
    with WorkerPool(1, {"shared": 1}) as pool:
        assert pool.map(doubled, ["a", "b"]) == [({"shared": 1}, "aa"), ({"shared": 1}, "bb")]


def test_a_worker_is_reused_between_calls():
    with WorkerPool(1, None) as pool:
        first = pool.map(slow_first, [1, 2])
        second = pool.map(slow_first, [3])
    assert len({process for _, process in first + second}) == 1


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("abort", "reader-crashed"),
        ("exit", "reader-crashed"),
        ("hang", "reader-timeout"),
        ("eat", "reader-memory"),
        ("refuse", "file-encrypted"),
        ("mistake", "reader-crashed"),
    ],
)
def test_a_bad_file_costs_only_its_own_line(item, code):
    with WorkerPool(1, None, QUICK) as pool:
        before, failed, after = pool.map(misbehave, ["good", item, "better"])
    assert (before, after) == ("good", "better")
    assert isinstance(failed, FileProblem)
    assert failed.code == code
    assert str(failed)


def test_a_worker_that_holds_on_to_memory_is_replaced_before_the_next_file():
    with WorkerPool(1, None, QUICK) as pool:
        small, large, after = pool.map(hoard, [0, 100, 0])
    assert small == large
    assert after != large


def test_an_error_of_ours_that_is_no_refusal_is_raised():
    with WorkerPool(1, None) as pool, pytest.raises(UserError):
        pool.map(misbehave, ["complain"])


def test_a_fault_of_the_program_leaves_its_trace_for_the_log():
    with WorkerPool(1, None) as pool:
        (failed,) = pool.map(misbehave, ["mistake"])
    assert "ZeroDivisionError" in failed.__notes__[0]


def test_what_a_library_prints_does_not_get_between_the_answers():
    with WorkerPool(1, None) as pool:
        assert pool.map(misbehave, ["print", "next"]) == ["print", "next"]


def test_a_result_that_cannot_cross_is_a_failure():
    with WorkerPool(1, None) as pool:
        (failed,) = pool.map(unpicklable, [1])
    assert failed.code == "reader-crashed"


def test_cancelling_stops_what_runs_and_leaves_out_the_rest():
    arrived = []
    with WorkerPool(1, None, Limits(seconds=60)) as pool:
        started = time.monotonic()
        results = pool.map(
            misbehave, ["good", "hang", "never"], lambda _, result: arrived.append(result), lambda: bool(arrived)
        )
        assert results == ["good"]
        assert pool.map(misbehave, ["again"]) == ["again"]
    assert time.monotonic() - started < 30


def test_no_items_start_no_process():
    with WorkerPool(4, None) as pool:
        assert pool.map(doubled, []) == []
        assert not pool._workers


def test_a_worker_imports_only_what_its_work_needs():
    with WorkerPool(1, None) as pool:
        assert pool.map(loaded_modules, [1]) == [[]]


def test_closing_ends_the_processes():
    pool = WorkerPool(1, None)
    ((_, process),) = pool.map(slow_first, [1])
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_one_call_gives_its_result_or_raises_its_refusal():
    assert in_worker(pow, 2, 10) == 1024
    with pytest.raises(FileProblem) as caught:
        in_worker(refuse_now)
    assert caught.value.code == "file-encrypted"


def test_it_works_without_a_main_module_without_standard_streams_and_from_another_folder(tmp_path):
    out = tmp_path / "result"
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from koorddesk.workbooks.workers import in_worker\n"
        f"open({str(out)!r}, 'w').write(str(in_worker(pow, 3, 4)))\n"
    )
    subprocess.run(
        [sys.executable, "-"], input=program.encode(), cwd=tmp_path, check=True, timeout=60, stdout=subprocess.DEVNULL
    )
    assert out.read_text() == "81"


def test_it_works_from_a_line_of_code_in_the_checkout():
    program = "from koorddesk.workbooks.workers import in_worker; print(in_worker(pow, 2, 5))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=60, stdout=subprocess.PIPE)
    assert done.stdout.strip() == b"32"


def test_a_worker_ends_by_itself_when_its_program_is_killed(tmp_path):
    pid_file = tmp_path / "pid"
    program = (
        f"import sys, os; sys.path.insert(0, {str(ROOT)!r})\n"
        "from koorddesk.workbooks.workers import in_worker\n"
        f"open({str(pid_file)!r}, 'w').write(str(in_worker(os.getpid)))\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    worker = int(pid_file.read_text())
    for _ in range(100):
        state = Path(f"/proc/{worker}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the worker outlived its program")


def test_only_the_time_that_a_worker_could_use_counts(monkeypatch):
    limits = Limits(seconds=0.5, memory_mb=256)
    with WorkerPool(1, None, limits) as pool:
        assert pool.map(rest, [1.2]) == [1.2], "it was kept from working, not slow"
        began = time.monotonic()
        (refused,) = pool.map(rest, [60.0])
        assert isinstance(refused, FileProblem)
        assert 1.9 < time.monotonic() - began < 30, "four times its time, and no more"
    # A worker that used all its time is stopped at once, as the hanging one above is.
    used = iter((0.0, 9.0))
    monkeypatch.setattr(workers, "worked_seconds", lambda _process: next(used))
    with WorkerPool(1, None, limits) as pool:
        (refused,) = pool.map(rest, [1.2])
        assert refused.code == "reader-timeout"


def test_an_installed_program_reads_by_its_own_launcher(monkeypatch, tmp_path):
    assert workers._beginning()[1:4] == ["-I", "-X", "faulthandler"]
    (tmp_path / "koorddesk-reader.exe").touch()
    monkeypatch.setattr(workers.sys, "executable", str(tmp_path / "koorddesk.exe"))
    assert workers._beginning() == [str(tmp_path / "koorddesk-reader.exe")]


def test_when_no_worker_can_be_started_the_user_is_told(monkeypatch):
    monkeypatch.setattr("koorddesk.workbooks.workers._ENTRY", "raise SystemExit('no reader here')")
    with WorkerPool(1, None) as pool, pytest.raises(UserError) as caught:
        pool.map(doubled, [1])
    assert caught.value.code == "reader-unavailable"
    assert "no reader here" in str(caught.value)
