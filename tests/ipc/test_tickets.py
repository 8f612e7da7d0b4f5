# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A ticket stands for one judgement of one mail, once."""
from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from gi.repository import GLib

from lab.agent_client import AgentClient, Refused
from surgery import ANA, NORA, PETRA, RESULT, TEA, Surgery


@pytest.fixture
def client(unharmed: Surgery) -> Iterator[AgentClient]:
    client = unharmed.client()
    yield client
    client.close()


def refused(name: str, call: Callable[[], object]) -> str:
    """The words of the refusal, which must be @name."""
    with pytest.raises(Refused) as refusal:
        call()
    assert refusal.value.name == name, refusal.value
    return refusal.value.words


def ticket_for(client: AgentClient, mail: bytes = TEA, *to: str) -> str:
    return client.assess(mail, ANA, to or [NORA])[1]


@pytest.mark.parametrize("ticket", ["", "0" * 32, "x", "0" * 100000, "' OR 1=1 --", "%s%n"])
def test_a_ticket_that_nobody_gave(client: AgentClient, ticket: str) -> None:
    ticket_for(client)
    assert "press Send again" in refused("Expired", lambda: client.protect(ticket, TEA))
    refused("Expired", lambda: client.answer(ticket, "wait"))
    refused("Expired", lambda: client.sent(ticket, ("<1@example.org>", [NORA])))
    client.abandon(ticket)  # what is not there need not be forgotten


def test_a_ticket_is_used_once(client: AgentClient) -> None:
    ticket = ticket_for(client)
    assert len(client.protect(ticket, TEA)) == 1
    refused("Expired", lambda: client.protect(ticket, TEA))
    refused("Expired", lambda: client.answer(ticket, "wait"))


def test_the_same_mail_gets_another_ticket(client: AgentClient) -> None:
    assert ticket_for(client) != ticket_for(client)


@pytest.mark.parametrize("other", [
    TEA.replace(b"four", b"five"), TEA.replace(b"Subject: Tea", b"Subject: Tea?"), TEA + b"P.S.\r\n", b"", RESULT],
    ids=["word", "subject", "more", "empty", "patient"])
def test_another_mail_than_was_judged(client: AgentClient, other: bytes) -> None:
    """It is held, and the ticket is gone: the other mail may be the one that was meant."""
    ticket = ticket_for(client)
    assert "press Send again" in refused("Changed", lambda: client.protect(ticket, other))
    refused("Expired", lambda: client.protect(ticket, TEA))


def test_what_does_not_count_as_another_mail(client: AgentClient) -> None:
    """Date, Message-ID and the ends of lines are no content."""
    ticket = ticket_for(client)
    again = b"Message-ID: <1@example.org>\nDate: Mon, 02 Mar 2026 09:12:47 +0000\n" + TEA.replace(b"\r\n", b"\n")
    assert len(client.protect(ticket, again)) == 1


def test_a_mail_that_is_held_is_not_protected(client: AgentClient) -> None:
    verdict, ticket, details = client.assess(RESULT, ANA, [NORA])
    assert verdict == "hold" and details["remedies"]
    assert "held" in refused("Held", lambda: client.protect(ticket, RESULT))
    refused("Held", lambda: client.sent(ticket, ("<1@example.org>", [NORA])))


@pytest.mark.parametrize("choice", ["", "send", "send-anyway", "protect", "everything", "x" * 100000])
def test_a_choice_that_is_not_offered(client: AgentClient, choice: str) -> None:
    verdict, ticket, details = client.assess(RESULT, ANA, [NORA])
    assert verdict == "hold" and choice not in [offered["id"] for offered in details["choices"]]
    assert "not offered" in refused("Invalid", lambda: client.answer(ticket, choice, "because"))
    refused("Held", lambda: client.protect(ticket, RESULT))


def test_what_is_given_up_is_gone(client: AgentClient) -> None:
    ticket = ticket_for(client)
    client.abandon(ticket)
    refused("Expired", lambda: client.protect(ticket, TEA))
    client.abandon(ticket)


def test_sent_to_somebody_whom_it_was_not_judged_for(client: AgentClient) -> None:
    before = client.verify()["records"]
    ticket = ticket_for(client)
    client.protect(ticket, TEA)
    for recipients in ([PETRA], [NORA, PETRA], ["nora"], ["\r\n"]):
        words = refused("Invalid", lambda: client.sent(ticket, ("<1@example.org>", recipients)))
        assert "not checked" in words
    assert client.verify()["records"] == before + 2  # judged and protected: nothing was said to be sent
    client.sent(ticket, ("<1@example.org>", [NORA.upper()]))
    assert client.verify()["records"] == before + 3


def test_only_what_was_sent_is_recorded_if_a_part_of_it_is_wrong(client: AgentClient) -> None:
    """Of one call either everything is recorded or nothing."""
    ticket = ticket_for(client, TEA, NORA, PETRA)
    client.protect(ticket, TEA)
    good, bad = "<good@example.org>", "<bad@example.org>"
    refused("Invalid", lambda: client.sent(ticket, (good, [NORA]), (bad, ["eve@example.net"])))
    report = (b"From: MAILER-DAEMON@example.com\r\nTo: " + ANA.encode() + b"\r\nMIME-Version: 1.0\r\n"
              b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
              b"--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
              b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
              b"Final-Recipient: rfc822; " + NORA.encode() + b"\r\nAction: failed\r\nStatus: 5.1.1\r\n"
              b"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: " + good.encode() + b"\r\n\r\n--b--\r\n")
    assert client.incoming(report) == {"report": False}
    client.sent(ticket, (good, [NORA]), (bad, [PETRA]))
    assert client.incoming(report)["report"]


def test_each_recipient_of_a_blind_copy_gets_his_own(client: AgentClient) -> None:
    """Here because a ticket made by hand could be wrong about it: nobody is named to anybody."""
    _, ticket, _ = client.assess(TEA, ANA, [NORA], bcc=[PETRA])
    messages = client.protect(ticket, TEA)
    assert sorted(values["recipients"] for _, values in messages) == [[NORA], [PETRA]]
    assert not any(PETRA.encode() in content for content, _ in messages)


def test_the_connection_of_another_program_may_give_up_for_it(client: AgentClient, unharmed: Surgery) -> None:
    """Tickets belong to the user, not to a connection: she is one person with several programs."""
    ticket = ticket_for(client)
    other = unharmed.client()
    other.abandon(ticket)
    other.close()
    refused("Expired", lambda: client.protect(ticket, TEA))


def test_protect_needs_a_mail(client: AgentClient) -> None:
    """A call that is no good does not cost the ticket."""
    ticket = ticket_for(client)
    refused("Invalid", lambda: client.call("Protect", GLib.Variant("(shah)", (ticket, 0, []))))
    assert client.protect(ticket, TEA)
