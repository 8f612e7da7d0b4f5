# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Clients that leave in the middle, that read nothing, and that ask for too much at once."""
from __future__ import annotations

import os
import signal
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gi.repository import GLib

from lab.agent_client import AgentClient, Refused, sealed
from surgery import (ANA, NORA, RESULT, TEA, Surgery, assess_arguments, children, descriptors,
                     may_look_inside, settings, wait_until)
from wire import Wire

CASES = 32  # HEMO_LIMIT_CASES
LONG = TEA + b"Nothing new from the garden, but for the hedgehog.\r\n" * 50000


@pytest.fixture
def mail() -> Iterator[int]:
    fd = sealed(TEA)
    yield fd
    os.close(fd)


@pytest.fixture(scope="module", name="slow")
def surgery_of_a_dead_network(reports: Path, new_folder: Callable[[], Path]) -> Iterator[Surgery]:
    """The resolver takes every question and never answers: judging a patient's mail takes 3 s."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silence:
        silence.bind(("127.0.0.1", 0))
        surgery = Surgery(new_folder(), settings(f"127.0.0.1@{silence.getsockname()[1]}"))
        surgery.start()
        yield surgery
        surgery.close()


@pytest.mark.parametrize("text", [TEA, LONG], ids=["short", "long"])
@pytest.mark.parametrize("method", ["Assess", "Badge", "Incoming"])
def test_leaves_while_its_mail_is_read(unharmed: Surgery, method: str, text: bytes) -> None:
    fd = sealed(text)
    arguments = assess_arguments() if method == "Assess" else GLib.Variant("(hs)", (0, "clinic"))
    for _ in range(5):
        wire = Wire(unharmed.socket).hello()
        wire.send(method, arguments, [fd])
        wire.close()
    os.close(fd)


def test_leaves_in_the_middle_of_a_message(unharmed: Surgery, mail: int) -> None:
    for size in (1, 15, 16, 17, 100, 200):
        wire = Wire(unharmed.socket).hello()
        whole: list[bytes] = []
        send, wire.send_bytes = wire.send_bytes, lambda data, fds=(): whole.append(data)  # type: ignore
        wire.send("Assess", assess_arguments(), [mail])
        send(whole[0][:size], [mail])
        wire.close()


def test_leaves_at_every_step_of_the_greeting(unharmed: Surgery) -> None:
    for step in range(6):
        wire = Wire(unharmed.socket)
        if step > 0:
            wire.say(b"\0")
        if step > 1:
            wire.say(b"AUTH EXTERNAL " + str(os.geteuid()).encode().hex().encode() + b"\r\n")
        if step > 2:
            wire.line()
        if step > 3:
            wire.say(b"BEGIN\r\n")
        if step > 4:
            wire.send("Hello", GLib.Variant("(us)", (1, "hasty")))
        wire.close()


def check_nothing_kept(slow: Surgery) -> None:
    """Nobody waits longer than the 3 seconds for evidence, however long the resolver is waited for."""
    def has_no_mail() -> bool:
        return not any("memfd" in one for one in descriptors(slow.pid))

    slow.check_served()
    assert not may_look_inside() or wait_until(has_no_mail, 8)


def test_leaves_while_evidence_is_waited_for(slow: Surgery) -> None:
    for _ in range(3):
        wire = Wire(slow.socket).hello()
        fd = sealed(RESULT)
        wire.send("Assess", assess_arguments(), [fd])
        os.close(fd)
        wire.close()
    check_nothing_kept(slow)


def test_what_was_judged_can_be_protected_over_another_connection(unharmed: Surgery) -> None:
    first = unharmed.client()
    _, ticket, _ = first.assess(TEA, ANA, [NORA])
    first.close()
    second = unharmed.client()
    (content, values), = second.protect(ticket, TEA)
    assert b"At four?" in content and values["recipients"] == [NORA]
    second.close()
    third = unharmed.client()
    third.sent(ticket, (values["message_id"], [NORA]))
    third.close()


def test_leaves_while_its_mail_is_protected(unharmed: Surgery, mail: int) -> None:
    """The ticket is used up then: the mail is judged again, so nothing goes twice."""
    for _ in range(3):
        wire = Wire(unharmed.socket).hello()
        _, (_, ticket, _) = wire.ask("Assess", assess_arguments(), [mail])
        wire.send("Protect", GLib.Variant("(shah)", (ticket, 0, [])), [mail])
        wire.close()
    client = unharmed.client()
    assert wait_until(lambda: refusal(client, ticket) == "Expired", 5)
    client.close()


def refusal(client: AgentClient, ticket: str) -> str:
    try:
        client.answer(ticket, "wait")
    except Refused as refused:
        return refused.name
    return ""


def test_reads_no_answers(unharmed: Surgery, mail: int) -> None:
    with Wire(unharmed.socket).hello() as wire:
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(20):
            wire.send("Assess", assess_arguments(), [mail])
        for _ in range(300):
            wire.send("Submission", GLib.Variant("(s)", ("clinic",)))  # answers with descriptors
        for _ in range(300):
            wire.send("Show", GLib.Variant("(tb)", (1, False)), interface="org.hemostat.Audit1")
        unharmed.check_served()


def test_too_many_mails_at_once_are_told_so_and_the_others_judged(slow: Surgery) -> None:
    fd = sealed(RESULT)
    assert slow.daemon
    with Wire(slow.socket).hello() as wire:
        slow.daemon.pause()  # all come at once, however slow we are
        serials = {wire.send("Assess", assess_arguments(), [fd]) for _ in range(40)}
        os.close(fd)
        slow.daemon.resume()
        answers = [wire.answer() for _ in serials]
    assert {serial for serial, _, _ in answers} == serials
    assert Counter(error for _, error, _ in answers) == {"": CASES, "TimedOut": 40 - CASES}
    assert all(values[0] == "hold" for _, error, values in answers if not error)
    assert all("try again" in values[0] for _, error, values in answers if error)
    check_nothing_kept(slow)


def test_many_clients_at_once(unharmed: Surgery, mail: int) -> None:
    wires = [Wire(unharmed.socket).hello() for _ in range(40)]
    for wire in wires:
        wire.send("Assess", assess_arguments(), [mail])
    answers = [wire.answer() for wire in wires]
    for wire in wires:
        wire.close()
    assert Counter(error for _, error, _ in answers)[""] >= CASES
    assert {error for _, error, _ in answers} <= {"", "TimedOut"}


def test_a_flood_of_received_mails(unharmed: Surgery, mail: int) -> None:
    """As a client does that opens a big folder: all are answered, one way or the other."""
    with Wire(unharmed.socket, seconds=60).hello() as wire:
        serials = {wire.send("Badge", GLib.Variant("(hs)", (0, "clinic")), [mail]) for _ in range(400)}
        answers = [wire.answer() for _ in serials]
    assert {serial for serial, _, _ in answers} == serials
    assert Counter(error for _, error, _ in answers)[""] >= CASES


def test_more_tickets_than_are_kept(unharmed: Surgery, mail: int) -> None:
    """Old ones go, and their mails are judged again; the newest is always good."""
    with Wire(unharmed.socket, seconds=60).hello() as wire:
        tickets = [wire.ask("Assess", assess_arguments(), [mail])[1][1] for _ in range(257)]
    assert len(set(tickets)) == 257
    client = unharmed.client()
    fates = Counter(refusal(client, ticket) for ticket in tickets)
    assert set(fates) == {"Expired", "Invalid"} and fates["Invalid"] > 200
    assert client.protect(tickets[-1], TEA)
    client.close()


def test_tickets_that_wait_for_sent_do_not_push_out_those_of_mails_that_have_yet_to_go(
        unharmed: Surgery, mail: int) -> None:
    """After many mails in an hour two that are written at the same time must both go."""
    protect = "(shah)"
    with Wire(unharmed.socket, seconds=60).hello() as wire:
        for _ in range(257):
            _, (_, ticket, _) = wire.ask("Assess", assess_arguments(), [mail])
            assert wire.ask("Protect", GLib.Variant(protect, (ticket, 0, [])), [mail])[0] == ""
        both = [wire.ask("Assess", assess_arguments(), [mail])[1][1] for _ in range(2)]
        for ticket in both:
            assert wire.ask("Protect", GLib.Variant(protect, (ticket, 0, [])), [mail])[0] == ""


def test_the_reader_is_killed_again_and_again(unharmed: Surgery) -> None:
    for _ in range(5):
        for reader in children(unharmed.pid):
            os.kill(reader, signal.SIGKILL)
        unharmed.check_served()
