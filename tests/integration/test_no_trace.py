# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""No trace: words of a mail are nowhere once it is dealt with.

Each place of a mail carries a marker of its own, so that a copy that is found tells where
it came from.
"""
from __future__ import annotations

import base64
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agent_client import AgentClient, Refused
from desk import ANA, DESK, NORA, PETRA, RESULT, Desk
from lab import scan
from lab.town import short_folder

PLACES = ("subject", "body", "file", "name", "attached", "html")


class Marked:
    """Mails with a marker in every place."""

    def __init__(self) -> None:
        self.markers = {place: f"{place[:4]}{secrets.token_hex(9)}" for place in PLACES}

    def mail(self, subject: str = "", headers: str = "", attachment: bytes | None = None,
             kind: str = "text/plain") -> bytes:
        marker = self.markers
        data = attachment if attachment is not None else f"{RESULT}{marker['attached']}\n".encode()
        return (f"From: Ana Ruiz <{ANA}>\nTo: Nora {marker['name']} <{NORA}>\n"
                f"Subject: {subject}Potassium of Mrs. Penfold {marker['subject']}\n{headers}"
                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\n"
                f"Content-Type: text/plain; charset=utf-8\n\n{RESULT}{marker['body']}\n--b\n"
                f"Content-Type: text/html; charset=utf-8\n\n<p>{RESULT}{marker['html']}</p>\n--b\n"
                f"Content-Type: {kind}; name=\"{marker['file']}.txt\"\n"
                f"Content-Disposition: attachment; filename=\"{marker['file']}.txt\"\n"
                "Content-Transfer-Encoding: base64\n\n"
                f"{base64.b64encode(data).decode()}\n--b--\n").encode()

    def report(self, message_id: str) -> bytes:
        marker = self.markers
        return (f"From: MAILER-DAEMON@{ANA.split('@')[1]}\nTo: {ANA}\nSubject: Undelivered {marker['subject']}\n"
                "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"r\"\n\n"
                f"--r\nContent-Type: text/plain\n\nIt did not arrive: {marker['body']}\n--r\n"
                "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
                f"Final-Recipient: rfc822; {NORA}\nAction: failed\nStatus: 5.1.1\n"
                f"Diagnostic-Code: smtp; 550 5.1.1 {marker['name']} unknown\n\n--r\n"
                f"Content-Type: message/rfc822\n\nMessage-ID: {message_id}\nSubject: {marker['subject']}\n"
                f"\n{RESULT}{marker['attached']}\n--r--\n").encode()


def send_all_ways(desk: Desk, marked: Marked) -> list[str]:
    """Everything that the programs say while mails go every way."""
    said: list[str] = []

    def send(name: str, content: bytes, *to: str, status: int) -> None:
        path = desk.folder / f"{name}.eml"
        path.write_bytes(content)
        answer = desk.post(path, *to)
        path.unlink()
        said.extend([answer.said, answer.text])
        assert answer.status == status, (name, answer.said, answer.objects)

    first = "Message-ID: <first@hartwell-clinic.lab>\n"
    send("tls", marked.mail(headers=first), NORA, status=0)
    send("openpgp", marked.mail(), PETRA, status=0)
    send("both", marked.mail(), NORA, PETRA, status=0)
    send("secure", marked.mail(subject="[secure] "), PETRA, status=0)
    send("held", marked.mail(), DESK, status=3)
    send("unread", marked.mail(attachment=b"%PDF-1.4 " + os.urandom(200), kind="application/x-strange"), NORA, status=0)
    send("unreadable", b"Content-Type: text/plain\nContent-Type: text/html\n" + marked.mail(), DESK, status=3)
    send("reply", marked.mail(headers="In-Reply-To: <first@hartwell-clinic.lab>\n"), NORA, status=0)
    said += talk_to_agent(desk, marked)
    return said


def talk_to_agent(desk: Desk, marked: Marked) -> list[str]:
    """What only a mail client does."""
    client = AgentClient(desk.socket)
    hop = f"Received: from {marked.markers['name']} (mx.example.org [192.0.2.1]) by mx.hartwell-clinic.lab with ESMTPS;\n Mon, 2 Mar 2026 09:00:00 +0000\n"
    badge = client.badge(hop.encode() + marked.mail())
    report = client.incoming(marked.report("<first@hartwell-clinic.lab>"))
    assert badge["badge"] and report["report"]
    _, ticket, _ = client.assess(marked.mail(), ANA, [NORA])
    with pytest.raises(Refused) as refused:
        client.protect(ticket, marked.mail(subject="Changed: "))
    assert refused.value.name == "Changed"
    client.close()
    audit = [desk.run("audit", verb, *more).text
             for verb, more in (("show", ()), ("show", ("--reveal",)), ("verify", ()))]
    return [str(report), refused.value.words, *audit]


def folders(desk: Desk) -> list[Path]:
    return [desk.home, desk.runtime, desk.system]


def test_nothing_stays_of_a_mail(desk: Desk) -> None:
    marked = Marked()
    said = send_all_ways(desk, marked)
    said += desk.log
    for place, marker in marked.markers.items():
        assert not [text for text in said if scan.count(text.encode(), marker)], place
        for folder in folders(desk):
            assert not scan.scan_folder(folder, marker), place


needs_root = pytest.mark.skipif(os.geteuid() != 0 , reason="memory of a hardened process is for root only")


@needs_root
def test_nothing_stays_in_memory(desk: Desk) -> None:
    marked = Marked()
    send_all_ways(desk, marked)
    assert desk.daemon
    found = {}
    for pid in (desk.daemon.pid, *desk.daemon.children()):
        for place, marker in marked.markers.items():
            if copies := scan.scan_memory(pid, marker):
                found[pid, place] = copies
    assert not found
