#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""How fast the agent answers, how soon it is there, and what it holds while it waits.

Runs in the lab, with warm evidence, against the real agent and its real reader.
"""
from __future__ import annotations

import os
import select
import signal
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "try"))

from lab import namespace, programs  # noqa: E402
from lab.agent import AgentHome  # noqa: E402
from lab.town import Town  # noqa: E402
from people import ACCOUNT, ANA, NORA, policy  # noqa: E402

CALLS, ROUNDS, SIZE = 2000, 5, 50_000
PROBE = Path(programs.BUILD) / "tests/bench/bench-assess"
STARTER = Path(programs.BUILD) / "tests/bench/bench-start"

HEAD = (f"From: {ANA.name} <{ANA.address}>\r\nTo: {NORA.name} <{NORA.address}>\r\n"
        "Subject: Mr. Oren Vale, results\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n")
CASE = ("Mr. Oren Vale (born 04/12/1957, MRN 5530117) was seen for hypertension; potassium 4.1, "
        "lisinopril 10 mg daily, follow-up in six weeks.\r\n\r\n")
TALK = ("Thank you for the kind talk on Tuesday and for the slides, which I have passed on to the "
        "others here. We agreed to look at the rota again before the end of the month, and the "
        "room on the second floor is ours from nine o'clock. Please bring the numbers of the "
        "last quarter, so that we can plan the two new posts together.\r\n\r\n")


def clinical_mail(folder: Path) -> Path:
    """A long letter of about fifty kilobytes with a patient in it, here and there."""
    path = folder / "mail.eml"
    page = CASE + TALK * 15
    text = HEAD + page * ((SIZE - len(HEAD)) // len(page) + 1)
    path.write_bytes(text.encode())
    return path


def private_kilobytes(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in rollup.splitlines()
               if line.startswith("Private_Dirty"))


def children(pid: int) -> list[int]:
    return [int(child) for child in
            Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def time_assess(agent: AgentHome, mail: Path) -> None:
    rounds = []
    for _ in range(ROUNDS):
        done = subprocess.run([PROBE, ACCOUNT.name, ANA.address, NORA.address, mail, str(CALLS)],
                              env=agent.environment, capture_output=True, text=True, check=True)
        rounds.append(tuple(float(word) for word in done.stdout.split()))
    p50, p99, longest = min(rounds, key=lambda row: row[1])
    print(f"assess, {mail.stat().st_size / 1000:.0f} kB, warm: p50 {p50:.2f} ms, "
          f"p99 {p99:.2f} ms, longest {longest:.2f} ms ({CALLS} calls, best of {ROUNDS}; "
          f"p99 of each: {', '.join(f'{row[1]:.2f}' for row in rounds)})")


def time_start(agent: AgentHome) -> None:
    """From nothing to the first answer: what a client waits at the first Send of the day."""
    times = []
    agent.stop()
    for _ in range(ROUNDS * 4):
        done = subprocess.run([STARTER, "--system-config", agent.system], env=agent.environment,
                              capture_output=True, text=True, check=True)
        times.append(float(done.stdout))
        end(find_agent(agent))
    print(f"start to first reply: best {min(times):.1f} ms, median {statistics.median(times):.1f} "
          f"ms, worst {max(times):.1f} ms ({len(times)} starts)")


def find_agent(agent: AgentHome) -> int:
    """The process of an agent that a client started: it is nobody's child."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"--listen-fd=3" in words and str(agent.system).encode() in words:
            return int(folder.name)
    raise LookupError("the client started no agent")


def end(pid: int) -> None:
    """Ends an agent that a client started, and waits until it is gone."""
    watched = os.pidfd_open(pid)
    signal.pidfd_send_signal(watched, signal.SIGTERM)
    select.select([watched], [], [], 20)
    os.close(watched)


def show_memory(agent: AgentHome) -> None:
    assert agent.daemon
    pid = agent.daemon.process.pid
    readers = children(pid)
    own, theirs = private_kilobytes(pid), sum(private_kilobytes(child) for child in readers)
    print(f"private memory when idle: agent {own} kB, {len(readers)} reader {theirs} kB, "
          f"together {(own + theirs) / 1024:.1f} MB")


def play() -> None:
    with ExitStack() as stack:
        town = stack.enter_context(Town(passwords={ACCOUNT.user: ACCOUNT.password}))
        agent = AgentHome(town.folder / "ana", policy(town), (ACCOUNT,))
        stack.callback(agent.close)
        agent.start()
        mail = clinical_mail(town.folder)
        first = agent.send(ACCOUNT.name, ANA.address, (NORA.address,), mail)
        assert first.status == 0, first.said
        show_memory(agent)
        time_assess(agent, mail)
        show_memory(agent)
        time_start(agent)


if __name__ == "__main__":
    namespace.enter_program()
    play()
