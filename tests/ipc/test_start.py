# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""How an agent comes to its socket, and what it says when it cannot have one."""
from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handover import Handed, listening_socket
from lab.daemon import DaemonError
from surgery import ANA, NORA, TEA, Surgery, is_dead, status_of, wait_until

NewSurgery = Callable[[], Surgery]


def start_is_refused(surgery: Surgery) -> str:
    """What the agent said instead of starting; its status must be 1."""
    agent = Handed(surgery, None, "--listen-fd=-1")
    assert agent.wait() == 1
    return "".join(agent.said)


# --- a socket that is handed over

@pytest.mark.parametrize("environment", [{}, {"LISTEN_FDS": "1", "LISTEN_FDNAMES": "hemostat-agent.socket"}],
                         ids=["client", "systemd"])
def test_the_socket_is_there_before_the_agent(new_surgery: NewSurgery, environment: dict[str, str]) -> None:
    """Who connects early waits, and is served."""
    surgery = new_surgery()
    with listening_socket(surgery.socket) as listener:
        early = socket.socket(socket.AF_UNIX)
        early.connect(str(surgery.socket))
        with Handed(surgery, listener, environment=environment) as agent:
            surgery.check_served()
            early.sendall(b"\0AUTH EXTERNAL " + str(os.geteuid()).encode().hex().encode() + b"\r\n")
            assert early.recv(100).startswith(b"OK ")
            early.close()
            assert agent.stop() == 0
        assert surgery.socket.exists()  # it is not the agent's to remove
        with Handed(surgery, listener):
            surgery.check_served()


def pairs() -> socket.socket:
    ours, theirs = socket.socketpair()
    ours.close()
    return theirs


def not_listening() -> socket.socket:
    one = socket.socket(socket.AF_UNIX)
    one.bind("")  # an abstract name that nobody else has
    return one


def datagrams() -> socket.socket:
    return socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)


def internet() -> socket.socket:
    one = socket.socket()
    one.bind(("127.0.0.1", 0))
    one.listen()
    return one


def packets() -> socket.socket:
    one = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    one.bind("")
    one.listen()
    return one


@pytest.mark.parametrize("make", [pairs, not_listening, datagrams, internet, packets])
def test_only_a_listening_unix_socket_is_taken(new_surgery: NewSurgery,
                                               make: Callable[[], socket.socket]) -> None:
    with make() as wrong:
        agent = Handed(new_surgery(), wrong)
        assert agent.wait() == 1
        assert "no listening socket" in "".join(agent.said)


@pytest.mark.parametrize("number", ["0", "1", "7", "1000000"])
def test_a_number_without_a_socket_is_refused(new_surgery: NewSurgery, number: str) -> None:
    agent = Handed(new_surgery(), None, f"--listen-fd={number}")
    assert agent.wait() == 1
    assert "no listening socket" in "".join(agent.said)


@pytest.mark.parametrize("option", ["--listen-fd=", "--listen-fd=three", "--listen-fd=99999999999", "--nothing"])
def test_options_that_make_no_sense(new_surgery: NewSurgery, option: str) -> None:
    agent = Handed(new_surgery(), None, option)
    assert agent.wait() == 1 and agent.said


# --- by hand

def test_a_socket_file_that_a_dead_agent_left_is_replaced(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.start()
    assert surgery.daemon
    surgery.daemon.kill()
    assert surgery.socket.exists()
    surgery.start()
    surgery.check_served()
    assert surgery.stop() == 0
    surgery.start()
    surgery.check_served()


def test_something_else_in_the_place_of_the_socket(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.socket.parent.mkdir(mode=0o700)
    surgery.socket.write_text("not a socket")
    surgery.start()
    surgery.check_served()
    surgery.stop()
    surgery.socket.unlink(missing_ok=True)
    surgery.socket.mkdir()
    assert "cannot be made" in start_is_refused(surgery)


def test_a_second_agent_by_hand_is_refused(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.start()
    assert "running already" in start_is_refused(surgery)
    surgery.check_served()


def test_a_path_that_is_too_long(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    long = surgery.folder / ("long" * 30)
    surgery.changed["XDG_RUNTIME_DIR"] = str(long)
    said = start_is_refused(surgery)
    assert "too long for a socket" in said and "XDG_RUNTIME_DIR" in said
    mail = surgery.folder / "tea.eml"
    mail.write_bytes(TEA)
    answer = surgery.run("assess", "--account", "clinic", "--from", ANA, "--to", NORA, mail)
    assert answer.status == 3 and "too long for a socket" in answer.said


@pytest.mark.parametrize("value", [None, "", "not/absolute"])
def test_without_a_runtime_folder_there_is_one_below_the_state(new_surgery: NewSurgery, value: str | None) -> None:
    if Path(f"/run/user/{os.geteuid()}").exists():
        pytest.skip("would use the folder of your own session")
    surgery = new_surgery()
    surgery.changed["XDG_RUNTIME_DIR"] = value
    surgery.socket = surgery.state / "run/hemostat/agent"
    surgery.start()
    surgery.check_served()  # and the command line, which start() uses, found it too
    for folder in (surgery.state, surgery.state / "run", surgery.state / "run/hemostat"):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o707, 0o701])
def test_a_folder_that_others_may_enter_is_refused(new_surgery: NewSurgery, mode: int) -> None:
    surgery = new_surgery()
    surgery.socket.parent.mkdir()
    surgery.socket.parent.chmod(mode)
    said = start_is_refused(surgery)
    assert str(surgery.socket.parent) in said and "must belong to you" in said
    surgery.socket.parent.chmod(0o700)
    surgery.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_refused(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.socket.parent.mkdir(mode=0o700)
    os.chown(surgery.socket.parent, 65534, 65534)
    assert "must belong to you" in start_is_refused(surgery)


def test_a_link_in_the_place_of_the_folder_is_refused(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    (surgery.folder / "elsewhere").mkdir(mode=0o700)
    surgery.socket.parent.symlink_to(surgery.folder / "elsewhere")
    assert "must belong to you" in start_is_refused(surgery)


def test_a_refused_agent_does_not_hang(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.socket.parent.mkdir()
    surgery.socket.parent.chmod(0o755)
    with pytest.raises(DaemonError, match="must belong to you"):
        surgery.start()


# --- on demand

@pytest.fixture
def on_demand(new_surgery: NewSurgery) -> Iterator[Surgery]:
    """The command line starts its agent by itself; every agent that starts leaves its number."""
    surgery = new_surgery()
    program = surgery.folder / "libexec/hemostat-agent"
    real = program.resolve()
    program.unlink()
    program.write_text(f"#!/bin/sh\necho $$ >> {started(surgery)}\n"
                       f"exec {real} --system-config {surgery.system} \"$@\"\n")
    program.chmod(0o755)
    started(surgery).touch()
    (surgery.folder / "tea.eml").write_bytes(TEA)
    yield surgery
    for pid in agents(surgery):
        os.kill(pid, signal.SIGTERM)
        assert wait_until(lambda: has_ended(pid), 10)


def has_ended(pid: int) -> bool:
    try:
        return is_dead(pid)
    except (FileNotFoundError, ProcessLookupError):
        return True


def started(surgery: Surgery) -> Path:
    return surgery.folder / "agents"


def agents(surgery: Surgery) -> list[int]:
    return [int(line) for line in started(surgery).read_text().split()]


def assess(surgery: Surgery) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [surgery.folder / "libexec/hemostat", "assess", "--json", "--account", "clinic", "--from", ANA, "--to", NORA,
         surgery.folder / "tea.eml"], env=surgery.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def test_two_at_the_same_time_start_one_agent(on_demand: Surgery) -> None:
    both = [assess(on_demand) for _ in range(2)]
    for one in both:
        said, _ = one.communicate(timeout=30)
        assert one.returncode == 0, said
    assert len(agents(on_demand)) == 1
    assert assess(on_demand).wait(30) == 0
    assert len(agents(on_demand)) == 1


def test_after_a_crash_the_next_mail_starts_another(on_demand: Surgery) -> None:
    assert assess(on_demand).wait(30) == 0
    first, = agents(on_demand)
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: has_ended(first), 10)
    assert assess(on_demand).wait(30) == 0
    assert agents(on_demand)[0] == first and len(agents(on_demand)) == 2
    started(on_demand).write_text(str(agents(on_demand)[1]))


def test_it_outlives_who_started_it(on_demand: Surgery) -> None:
    assert assess(on_demand).wait(30) == 0
    agent, = agents(on_demand)
    assert not has_ended(agent)
    assert os.getsid(agent) == agent  # a session of its own: no terminal takes it along
    assert status_of(agent)["SigIgn"]
    on_demand.check_served()


def test_an_agent_that_is_not_installed_is_said(on_demand: Surgery) -> None:
    (on_demand.folder / "libexec/hemostat-agent").unlink()
    one = assess(on_demand)
    said, _ = one.communicate(timeout=30)
    assert one.returncode == 3 and b"is Hemostat installed?" in said
