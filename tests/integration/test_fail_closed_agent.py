# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Fail closed: the agent or the reader dies in the middle.

The windows are held open by others: a mail host that says nothing keeps evidence pending, a
big mail keeps gpg and the reader busy, a mail server without a banner waits before it takes
anything.
"""
from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from desk import ANA, CLINIC, DESK, NORA, PETRA, RESULT, SENT, Desk, check_words, variant, words_of
from fake_submission import FakeSubmission, Fault
from lab.agent import Answer
from lab.agent_client import AgentClient, Refused
from lab.town import SPARE

HANGING = "desk@hanging.lab"
BIG = RESULT + "".join(f"Line {number} of a long report about Mrs. Penfold, potassium 6.1.\n"
                       for number in range(400_000))


@pytest.fixture
def background() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def wait_until(ready: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Polls processes, which tell nobody when they change."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not ready():
        assert time.monotonic() < deadline, f"never {what}"
        pause.wait(0.002)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def agent_pid(desk: Desk) -> int:
    assert desk.daemon
    return desk.daemon.pid


def check_recovers(desk: Desk, mail: Path) -> None:
    """The same mail goes out once the agent is back; the stale socket is in nobody's way."""
    desk.start_on_demand()
    assert desk.socket.exists()
    desk.goes_by_tls(mail)
    desk.run_started_agent_down()


# --- the agent

def test_no_agent_and_none_to_start(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    mail = desk.mail()
    (desk.folder / "libexec/hemostat-agent").unlink()
    desk.held(mail, NORA, says=("agent",))


def test_killed_before_hello(desk: Desk) -> None:
    """The socket file is there, and nobody behind it."""
    mail = desk.mail()
    assert desk.daemon
    desk.daemon.kill()
    (desk.folder / "libexec/hemostat-agent").rename(desk.folder / "away")
    desk.held(mail, NORA, says=("agent",))
    (desk.folder / "away").rename(desk.folder / "libexec/hemostat-agent")
    check_recovers(desk, mail)


def test_killed_while_evidence_is_pending(desk: Desk, background: ThreadPoolExecutor) -> None:
    mail, wire = desk.mail(), desk.town.wire
    sending: Future[Answer] = background.submit(desk.post, mail, NORA, HANGING)
    wait_until(lambda: wire.visits("mx.hanging.lab"), "probed")
    kill(agent_pid(desk))
    desk.check_held(sending.result(), "agent", "not sent")
    check_recovers(desk, mail)


def test_killed_between_assess_and_protect(desk: Desk) -> None:
    """A ticket does not outlive its agent; the next Assess starts from nothing."""
    client = AgentClient(desk.socket)
    content = desk.mail().read_bytes()
    verdict, ticket, _ = client.assess(content, ANA, [NORA])
    assert verdict == "send"
    kill(agent_pid(desk))
    with pytest.raises(Refused):
        client.protect(ticket, content)
    desk.stop()
    desk.start()
    client = AgentClient(desk.socket)
    with pytest.raises(Refused) as refused:
        client.protect(ticket, content)
    assert refused.value.name == "Expired"
    check_words(refused.value.words, "press Send again")
    _, ticket, _ = client.assess(content, ANA, [NORA])
    assert len(client.protect(ticket, content)) == 1
    client.close()
    desk.check_nothing_left()


def test_killed_while_gpg_encrypts(desk: Desk, background: ThreadPoolExecutor) -> None:
    mail = desk.mail(BIG)
    sending: Future[Answer] = background.submit(desk.post, mail, PETRA)
    wait_until(lambda: encrypts(desk), "encrypted")
    kill(agent_pid(desk))
    desk.check_held(sending.result(), "agent", "not sent")
    check_recovers(desk, desk.mail())


def encrypts(desk: Desk) -> bool:
    """gpg runs with this desk's home; GPGME lets go of its child, so it is not below the agent."""
    return any(b"--encrypt\0" in read(path) and str(desk.home).encode() in read(path.with_name("environ"))
               for path in Path("/proc").glob("[0-9]*/cmdline"))


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it ended meanwhile


def all_below(pid: int) -> list[int]:
    return [one for child in children(pid) for one in (child, *all_below(child))]


def test_killed_between_protect_and_submission(new_desk: Callable[..., Desk],
                                               background: ThreadPoolExecutor) -> None:
    """What was judged and protected may go; the clinician is told that it went, and not to
    send it again, although the agent cannot write it down any more."""
    host, address = list(SPARE.items())[5]
    desk = new_desk(accounts=(variant(CLINIC, host=host),))
    desk.start()
    gate = threading.Event()
    with FakeSubmission(desk.town, host, address, Fault.NONE, before_banner=gate) as server:
        sending: Future[Answer] = background.submit(desk.post, desk.mail(), PETRA)
        wait_until(lambda: server.connected, "connected")
        kill(agent_pid(desk))
        gate.set()
        answer = sending.result()
        assert answer.status == SENT
        check_words(words_of(answer), "was sent", "do not send it again")
        mail, = server.mails
        assert b"BEGIN PGP MESSAGE" in mail.content and b"Penfold" not in mail.content


def test_agents_come_and_go(desk: Desk) -> None:
    """The command line starts an agent when there is none, again and again."""
    desk.stop()
    desk.start_on_demand()
    mail = desk.mail()
    for _ in range(2):
        desk.goes_by_tls(mail)
        desk.run_started_agent_down(signal.SIGKILL)
    desk.goes_encrypted(desk.mail())
    desk.run_started_agent_down()


def test_only_one_agent_is_started(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    desk.start()
    desk.stop()
    desk.start_on_demand()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda mail: desk.post(mail, NORA), [desk.mail() for _ in range(4)]))
    assert [answer.said for answer in answers] == [''] * 4
    assert [answer.status for answer in answers] == [SENT] * 4
    assert len(desk.started_agents()) == 1
    desk.run_started_agent_down()


# --- the reader

def reader_of(desk: Desk) -> int:
    wait_until(lambda: [pid for pid in children(agent_pid(desk)) if name_of(pid) == "hemostat-reader"],
               "started its reader")
    return next(pid for pid in children(agent_pid(desk)) if name_of(pid) == "hemostat-reader")


def test_reader_killed_between_mails(desk: Desk) -> None:
    mail = desk.mail()
    desk.goes_by_tls(mail)
    for _ in range(2):
        kill(reader_of(desk))
        desk.goes_by_tls(mail)


def test_reader_program_is_gone(new_desk: Callable[..., Desk]) -> None:
    """Nobody can read the mail: it goes to nobody whom only TLS protects."""
    desk = new_desk()
    reader = desk.folder / "libexec/hemostat-reader"
    reader.rename(desk.folder / "away")
    desk.start()
    desk.held(desk.mail("Tea?\n"), NORA, says=("could not open", "try again"))
    desk.held(desk.mail("Tea?\n"), DESK, says=("could not be read",))
    desk.goes_encrypted(desk.mail())
    (desk.folder / "away").rename(reader)
    desk.goes_by_tls(desk.mail())


@pytest.mark.parametrize("to", [DESK, NORA], ids=["no TLS", "good TLS"])
def test_reader_killed_during_a_mail(desk: Desk, background: ThreadPoolExecutor, to: str) -> None:
    mail = desk.mail(BIG, subject="[secure] A long report")
    reader = reader_of(desk)
    wait_until(lambda: children(reader), "had a child waiting")
    working, = children(reader)
    sending: Future[Answer] = background.submit(desk.post, mail, to)
    wait_until(lambda: len(children(reader)) > 1, "read the mail")
    kill(working)
    answer = sending.result()
    desk.check_held(answer, "could not be read", "try again")
    assert answer.object["content"] == "unread"
    if to == NORA:
        desk.goes_by_tls(desk.mail())


def test_reader_killed_while_protecting(desk: Desk) -> None:
    """The second reading, before the mail is made, must end like the first."""
    content = desk.mail(BIG).read_bytes()
    client = AgentClient(desk.socket)
    verdict, ticket, _ = client.assess(content, ANA, [NORA])
    assert verdict == "send"
    reader = reader_of(desk)
    working, = children(reader)
    os.kill(working, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        protecting = pool.submit(client.protect, ticket, content)
        kill(reader)  # and its child with it
        assert len(protecting.result()) == 1  # only bad luck: another reader has read it
    client.close()
    desk.check_nothing_left()


def test_agent_ends_cleanly(desk: Desk) -> None:
    """Nothing of it is left running, and the next one finds everything in order."""
    desk.goes_encrypted(desk.mail())
    below = all_below(agent_pid(desk))
    assert desk.stop() == 0
    wait_until(lambda: not any(name_of(pid) == "hemostat-reader" for pid in below), "ended its reader")
    desk.start()
    assert desk.run("audit", "verify").status == 0
    desk.goes_by_tls(desk.mail())


def test_mail_programs_that_vanish(desk: Desk) -> None:
    """A client that dies after Assess leaves nothing behind that would send its mail."""
    script = ("import sys, os; sys.path[:0] = sys.argv[1:3]\nfrom pathlib import Path\n"
              "from lab.agent_client import AgentClient\n"
              "AgentClient(Path(sys.argv[3])).assess(Path(sys.argv[4]).read_bytes(), sys.argv[5], [sys.argv[6]])\n"
              "os.kill(os.getpid(), 9)\n")
    here = Path(__file__).parent
    done = subprocess.run(["/usr/bin/python3", "-c", script, here, here.parent, desk.socket,
                           desk.mail(), ANA, NORA])
    assert done.returncode == -signal.SIGKILL
    desk.check_nothing_left()
    desk.goes_by_tls(desk.mail())
