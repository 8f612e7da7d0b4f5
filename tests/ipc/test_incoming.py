# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Mail that has just arrived: a report about a mail of ours is told in words, anything else is
passed over quickly and without an error."""
from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from gi.repository import GLib

from lab.agent_client import AgentClient, sealed
from surgery import ANA, NORA, RESULT, TEA, Surgery
from wire import Wire

SIGNED = (b"From: nora.lind@example.com\r\nTo: ana.ruiz@example.org\r\nSubject: tea\r\n"
          b"Autocrypt: addr=nora.lind@example.com; keydata=bm90IGEga2V5\r\nMIME-Version: 1.0\r\n"
          b"Content-Type: multipart/signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\";"
          b" boundary=s\r\n\r\n--s\r\nContent-Type: text/plain\r\n\r\nAt four.\r\n--s\r\n"
          b"Content-Type: application/pgp-signature\r\n\r\nnot a signature\r\n--s--\r\n")


def report(message_id: str, code: str, words: str, action: str = "failed", to: str = NORA) -> bytes:
    return (f"From: MAILER-DAEMON@example.org\r\nTo: {ANA}\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            "--b\r\nContent-Type: text/plain\r\n\r\nIt was not delivered.\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.org\r\n\r\n"
            f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {code}\r\n"
            f"Diagnostic-Code: smtp; {words}\r\n\r\n"
            f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nSubject: Mrs. Penfold\r\n\r\n"
            "--b--\r\n").encode()


TLS = ("5.7.10", "550 5.7.10 Encryption needed")
FULL = ("5.2.2", "552 5.2.2 mailbox is full")


@pytest.fixture(scope="module", name="client")
def client_that_sent(surgery: Surgery) -> Iterator[AgentClient]:
    """Has sent patient data over TLS, and an ordinary mail."""
    (surgery.system / "accounts.conf").write_text(
        f"[account inner]\nhost=mail.example.org\nuser=ana\naddresses={ANA}\ninternal=example.com\n")
    client = surgery.client()
    for mail, name in ((RESULT, "<result@example.org>"), (TEA, "<tea@example.org>")):
        verdict, ticket, _ = client.assess(mail, ANA, [NORA], account="inner")
        assert verdict == "send"
        client.sent(ticket, (name, [NORA]))
    yield client
    client.close()
    (surgery.system / "accounts.conf").unlink()


@pytest.mark.parametrize("message_id,why,action,to,words,original", [
    ("<result@example.org>", TLS, "failed", NORA,
     "1 message to example.com was not delivered: TLS could not be used", "result@example.org"),
    ("<result@example.org>", FULL, "failed", NORA, "1 message to example.com was not delivered: the mailbox is full", ""),
    ("<result@example.org>", TLS, "delayed", NORA,
     "1 message to example.com has not been delivered yet: TLS could not be used", ""),
    # it went to somebody else, and it needed no protection
    ("<result@example.org>", TLS, "failed", "eve@example.net",
     "1 message to example.net was not delivered: TLS could not be used", ""),
    ("<tea@example.org>", TLS, "failed", NORA, "1 message to example.com was not delivered: TLS could not be used", ""),
], ids=str)
def test_a_report_about_a_mail_of_ours(client: AgentClient, message_id: str, why: tuple[str, str], action: str,
                                       to: str, words: str, original: str) -> None:
    result = client.incoming(report(message_id, *why, action, to))
    assert (result["report"], result["words"], result["original"]) == (True, words, original)
    assert [one["address"] for one in result["recipients"]] == [to]
    assert result["again"] == ([to] if original else [])


def test_a_report_cannot_add_recipients(client: AgentClient) -> None:
    """Somebody who had the mail writes a report that names an address of his own too."""
    forged = report("<result@example.org>", *TLS).replace(
        b"\r\n--b\r\nContent-Type: text/rfc822-headers",
        b"Final-Recipient: rfc822; eve@example.net\r\nAction: failed\r\nStatus: 5.7.10\r\n"
        b"Diagnostic-Code: smtp; 550 5.7.10 Encryption needed\r\n\r\n--b\r\nContent-Type: text/rfc822-headers")
    result = client.incoming(forged)
    assert {one["address"] for one in result["recipients"]} == {NORA, "eve@example.net"}
    assert (result["original"], result["again"]) == ("result@example.org", [NORA])


@pytest.mark.parametrize("mail", [
    SIGNED, TEA, b"", b"\0" * 100000, b"From: a\r\n" * 20000, b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 3000, SIGNED + b"x" * (20 << 20),
    report("<somebody-elses@example.org>", *TLS),
], ids=["signed", "ordinary", "empty", "zeros", "fields", "deep", "big", "not ours"])
def test_anything_else_is_quickly_passed_over(unharmed: Surgery, mail: bytes) -> None:
    client = unharmed.client()
    began = time.monotonic()
    assert client.incoming(mail) == {"report": False}
    assert time.monotonic() - began < 6
    client.close()


def test_a_mailbox_full_of_new_mail_does_not_keep_a_mail_from_being_sent(unharmed: Surgery) -> None:
    """No more than 68 are taken at a time, whoever hands them over; the others hear so."""
    with Wire(unharmed.socket).hello() as wire:
        for _ in range(100):
            wire.send("Incoming", GLib.Variant("(hs)", (0, "clinic")), [sealed(SIGNED)])
        unharmed.check_served()
        errors = [wire.answer()[1] for _ in range(100)]
    assert set(errors) <= {"", "TimedOut"} and errors.count("") >= 60
