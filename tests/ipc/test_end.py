# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""However the agent ends, its records are good and the next one finds its place."""
from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable

import pytest
from gi.repository import GLib

from lab.agent_client import sealed
from surgery import ANA, NORA, RESULT, TEA, Surgery, assess_arguments, children, wait_until
from wire import Wire

NewSurgery = Callable[[], Surgery]


def records(surgery: Surgery) -> int:
    with sqlite3.connect(f"file:{surgery.state}/state.sqlite?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT count(*) FROM audit").fetchone()[0])


def check_audit(surgery: Surgery, at_least: int) -> None:
    """As the next agent and the command line see it: whole, with an end that the keyring knows."""
    answer = surgery.run("audit", "verify", "--json")
    assert answer.status == 0, (answer.text, answer.said)
    assert answer.object["ok"] and answer.object["records"] >= at_least
    client = surgery.client()
    said = client.verify()
    client.close()
    assert said["ok"] and said["first_bad"] == 0
    shown = surgery.run("audit", "show", "--json")
    assert "gap" not in [one["event"] for one in shown.objects]


def judge(surgery: Surgery, times: int = 1) -> None:
    client = surgery.client()
    for _ in range(times):
        client.assess(TEA, ANA, [NORA])
    client.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end(new_surgery: NewSurgery, number: signal.Signals) -> None:
    """Right after a mail, with a client still connected: the head of the audit is in the keyring."""
    surgery = new_surgery()
    surgery.start()
    assert surgery.daemon
    wire = Wire(surgery.socket).hello()
    judge(surgery, 3)
    reader, = children(surgery.pid)
    surgery.daemon.process.send_signal(number)
    assert surgery.daemon.process.wait(10) == 0, surgery.log
    wire.wait_closed()
    head = re.search(r"^audit-head=(\S+)$", (surgery.state / "keyring/secrets").read_text(), re.MULTILINE)
    assert head and GLib.base64_decode(head[1]).decode().split()[0] == str(records(surgery))
    assert wait_until(lambda: not os.path.exists(f"/proc/{reader}"), 5)
    surgery.start()
    check_audit(surgery, 3)


def test_asked_to_end_before_anything_happened(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.start_without_passwords()
    with Wire(surgery.socket).hello():
        pass
    assert surgery.stop() == 0


def test_asked_to_end_with_mails_on_their_way(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.start()
    assert surgery.daemon
    with Wire(surgery.socket).hello() as wire:
        fd = sealed(RESULT)
        for _ in range(20):
            wire.send("Assess", assess_arguments(), [fd])
        os.close(fd)
        surgery.daemon.process.terminate()
        assert surgery.daemon.process.wait(10) == 0, surgery.log
        wire.wait_closed()
    surgery.start()
    check_audit(surgery, 0)


@pytest.mark.parametrize("moment", range(4))
def test_killed_in_the_middle(new_surgery: NewSurgery, moment: int) -> None:
    """What was answered is recorded; the head in the keyring may be behind, never ahead."""
    surgery = new_surgery()
    surgery.start()
    assert surgery.daemon
    judge(surgery, 2)
    with Wire(surgery.socket).hello() as wire:
        fd = sealed(TEA)
        for _ in range(30):
            wire.send("Assess", assess_arguments(), [fd])
        os.close(fd)
        answered = [wire.answer() for _ in range(moment * 7)]
        surgery.daemon.kill()
    surgery.start()
    check_audit(surgery, 2 + sum(error == "" for _, error, _ in answered))
    surgery.check_served()


def test_the_reader_ends_with_a_killed_agent(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.start()
    judge(surgery)
    reader, = children(surgery.pid)
    assert surgery.daemon
    surgery.daemon.kill()
    assert wait_until(lambda: not os.path.exists(f"/proc/{reader}"), 5)


def test_a_tail_that_was_cut_is_noticed(new_surgery: NewSurgery) -> None:
    """What the head is kept for: without it the checks above would prove nothing."""
    surgery = new_surgery()
    surgery.start()
    judge(surgery, 3)
    surgery.stop()
    with sqlite3.connect(surgery.state / "state.sqlite") as connection:
        connection.execute("DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)")
    surgery.start()
    assert surgery.run("audit", "verify", "--json").status != 0
