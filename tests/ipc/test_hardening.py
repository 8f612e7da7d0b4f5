# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What the agent takes away from itself, and what it does not make before it is needed."""
from __future__ import annotations

import os
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lab import programs
from surgery import (Surgery, anonymous_megabytes, children, descendants, descriptors, is_sanitized,
                     may_look_inside, name_of, status_of, wait_until)

# Root may look into everything; without its capabilities it is a user like others.
ORDINARY = (("setpriv", "--bounding-set", "-all", "--inh-caps", "-all", "--")
            if os.geteuid() == 0 else ())
TICKS = os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module", name="idle")
def untouched(reports: Path, new_folder: Callable[[], Path], policy: object) -> Iterator[Surgery]:
    """An agent that nobody has asked anything, but for what start() does with passwords."""
    surgery = Surgery(new_folder(), policy)  # type: ignore[arg-type]
    surgery.start_without_passwords()
    yield surgery
    surgery.close()


def can_look_into(pid: int) -> bool:
    """Whether an ordinary process of the same user is let into its descriptors and memory."""
    looks = [subprocess.run([*ORDINARY, *command], capture_output=True).returncode == 0 for command in
             (("readlink", f"/proc/{pid}/fd/0"), ("sh", "-c", f": < /proc/{pid}/mem"))]
    assert len(set(looks)) == 1
    return looks[0]


def test_nobody_may_look_into_it(new_surgery: Callable[[], Surgery]) -> None:
    """Not dumpable (prctl(2)): no debugger, no /proc/PID/mem, for the agent and for the reader."""
    surgery = new_surgery()
    surgery.start_without_passwords(ORDINARY)
    surgery.check_served()
    with subprocess.Popen([*ORDINARY, "cat"], stdin=subprocess.PIPE) as other:
        assert wait_until(lambda: name_of(other.pid) == "cat")
        assert can_look_into(other.pid)
        for pid in (surgery.pid, *descendants(surgery.pid)):
            assert not can_look_into(pid), name_of(pid)
            assert os.stat(f"/proc/{pid}/mem").st_uid == 0


def test_it_leaves_no_core(idle: Surgery) -> None:
    limits = Path(f"/proc/{idle.pid}/limits").read_text()
    line = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert line.split()[4:6] == ["0", "0"]


def test_it_gains_no_privileges_and_its_files_are_private(idle: Surgery) -> None:
    status = status_of(idle.pid)
    assert status["NoNewPrivs"] == "1" and status["Umask"] == "0077"


def test_all_its_files_are_private(surgery: Surgery) -> None:
    """The socket, the records, the keyring, the locks."""
    found = [path for folder in (surgery.state, surgery.socket.parent) for path in (folder, *folder.rglob("*"))]
    assert {"state.sqlite", "secrets", "agent", "start.lock", "agent.lock"} <= {path.name for path in found}
    for path in found:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_only_the_reader_runs_beside_it(idle: Surgery) -> None:
    assert [name_of(pid) for pid in children(idle.pid)] == ["hemostat-reader"]
    assert {name_of(pid) for pid in descendants(idle.pid)} == {"hemostat-reader"}


def test_no_gpg_before_there_is_a_mail_to_encrypt(surgery: Surgery) -> None:
    surgery.check_served()
    assert {name_of(pid) for pid in descendants(surgery.pid)} == {"hemostat-reader"}


def test_gpg_and_records_are_not_touched_at_the_start(idle: Surgery) -> None:
    assert [path.name for path in idle.gnupg.folder.iterdir()] == ["gpg.conf"]  # the lab's
    assert not (idle.state / "state.sqlite").exists() and not (idle.state / "keyring").exists()


def test_it_starts_with_little_work(idle: Surgery) -> None:
    """Contexts of TLS and GnuPG would read certificates and ask gpg: that is seen in processor time."""
    assert idle.daemon
    fields = Path(f"/proc/{idle.pid}/stat").read_text().rpartition(")")[2].split()
    assert (int(fields[11]) + int(fields[12])) / TICKS < 0.5


def test_it_is_small_while_it_waits(idle: Surgery) -> None:
    if is_sanitized(programs.BUILD / programs.PROGRAMS["hemostat-agent"]):
        assert "VmRSS" in status_of(idle.pid)  # a sanitizer's own memory is not the agent's
    else:
        assert anonymous_megabytes(idle.pid) < 8


def test_waiting_costs_nothing(idle: Surgery) -> None:
    """It sleeps: no timers that only look whether there is something to do."""
    def switches() -> int:
        return sum(int(status_of_task(task)["voluntary_ctxt_switches"])
                   for task in Path(f"/proc/{idle.pid}/task").iterdir())

    time.sleep(0.3)  # what the start left to do
    before = switches()
    time.sleep(0.5)
    assert switches() - before <= 5


def status_of_task(task: Path) -> dict[str, str]:
    lines = (task / "status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


@pytest.mark.skipif(not may_look_inside(), reason="only root sees the descriptors of the reader")
def test_the_reader_gets_nothing_of_the_agent(surgery: Surgery) -> None:
    """No socket of clients, no records: only its three standard descriptors and its control."""
    surgery.check_served()
    clients = [surgery.client() for _ in range(3)]
    try:
        listening = inode_of(surgery.socket)
        for pid in descendants(surgery.pid):
            found = descriptors(pid)
            assert not any("state.sqlite" in one or "keyring" in one for one in found)
            assert f"socket:[{listening}]" not in found
            assert sum(one.startswith("socket:") for one in found) <= 1, found
    finally:
        for client in clients:
            client.close()


def inode_of(path: Path) -> str:
    """The number of the socket that is bound to @path (proc(5): /proc/net/unix)."""
    lines = Path("/proc/net/unix").read_text().splitlines()
    return next(line.split()[6] for line in lines if line.endswith(f" {path}"))


@pytest.mark.skipif(not may_look_inside(), reason="only root sees the environment of the reader")
def test_the_reader_knows_nothing_of_the_user(surgery: Surgery) -> None:
    for pid in descendants(surgery.pid):
        names = {line.split(b"=")[0] for line in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")}
        assert not names & {b"HOME", b"XDG_RUNTIME_DIR", b"XDG_STATE_HOME", b"DBUS_SESSION_BUS_ADDRESS"}
        assert os.readlink(f"/proc/{pid}/cwd") == "/"
