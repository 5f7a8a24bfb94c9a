from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "judges.py"


@pytest.fixture(scope="module")
def judges():
    spec = importlib.util.spec_from_file_location("judges_under_test", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "call",
    [
        "12 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3",
        "12 socket(AF_INET6, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 3",
        "12 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 3",
        '12 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, 16) = 0',
        "12 bind(3, {sa_family=AF_INET, sin_port=htons(0)}, 16) = 0",
    ],
)
def test_a_connection_is_seen(judges, call):
    assert judges.connections(f'1 execve("python")\n{call}\n') == [call]


def test_pipes_within_the_machine_are_no_connection(judges):
    trace = (
        '1 execve("python", ["python"]) = 0\n'
        "1 socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [9, 11]) = 0\n"
        "1 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3\n"
        '1 connect(3, {sa_family=AF_UNIX, sun_path="x"}, 24) = -1 ENOENT\n'
        "1 getsockname(9, {sa_family=AF_UNIX}, [128 => 2]) = 0\n"
    )
    assert judges.connections(trace) == []
