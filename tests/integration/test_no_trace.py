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
from pathlib import Path
from typing import Any

import pytest

from desk import ANA, DESK, NORA, PETRA, RESULT, Desk
from lab import scan
from lab.agent_client import AgentClient, Refused
from lab.town import short_folder

PLACES = ("subject", "body", "file", "name", "attached", "html", "reason")


# Speaks of health, but of nobody: a person is asked, and says why it may go.
HEALTH_TALK = (b"From: Ana Ruiz <ana.ruiz@hartwell-clinic.lab>\nSubject: guideline\n\n"
               b"The new guideline on hypertension prefers ramipril 10 mg to amlodipine.\n")


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

    def description(self) -> tuple[dict[str, Any], list[bytes]]:
        """The same as Thunderbird's add-on hands it over."""
        marker = self.markers
        part = {"name": f"{marker['file']}.txt", "type": "text/plain", "disposition": "attachment"}
        mail = {"from": f"Ana Ruiz <{ANA}>", "to": [f"Nora {marker['name']} <{NORA}>"], "bcc": [PETRA],
                "subject": f"Potassium of Mrs. Penfold {marker['subject']}", "text": RESULT + marker["body"],
                "html": f"<p>{RESULT}{marker['html']}</p>", "parts": [part]}
        return mail, [f"{RESULT}{marker['attached']}\n".encode()]

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
    mail, parts = marked.description()
    verdict, ticket, _ = client.assess_compose(mail, parts)
    copies = client.protect(ticket, mail, parts)
    assert verdict == "protect" and len(copies) == 2
    assert [client.check(ticket, content)[0] for content, _ in copies] == [True, True]
    alarm = client.check(ticket, marked.mail())
    assert not alarm[0]
    verdict, ticket, _ = client.assess(HEALTH_TALK, ANA, [DESK])
    assert verdict == "ask"
    assert client.answer(ticket, "clean", marked.markers["reason"])[0] == "send"
    client.close()
    audit = [desk.run("audit", verb, *more).text
             for verb, more in (("show", ()), ("verify", ()))]
    revealed = desk.run("audit", "show", "--reveal").text
    assert NORA in revealed and marked.markers["reason"] in revealed  # she asked for it
    assert not any(NORA in text for text in audit)
    audit.append(revealed.replace(marked.markers["reason"], ""))
    return [str(report), refused.value.words, alarm[1], *audit]


def family(pid: int) -> list[int]:
    """The process and all below it: the reader, and its child that waits for the next mail."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(word) for word in path.read_text().split()] if path.exists() else []
    return [pid, *(one for child in below for one in family(child))]


def new_files(folder: Path, since: float, but: Path) -> list[Path]:
    """Files of the shared temporary folder that were written meanwhile, by whomever."""
    found = []
    for top in folder.iterdir():
        if top == but or not os.access(top, os.R_OK):
            continue
        paths = [top] if top.is_file() else list(top.glob("*")) if top.is_dir() else []
        found += [path for path in paths if path.is_file() and not path.is_symlink()
                  and path.stat().st_mtime >= since and path.stat().st_size < 2**24]
    return found


def test_nothing_stays_of_a_mail(desk: Desk) -> None:
    marked, since = Marked(), time.time()
    said = send_all_ways(desk, marked) + desk.log
    temporary = b"".join(path.read_bytes() for path in
                         new_files(Path(short_folder()), since, desk.town.folder))
    for place, marker in marked.markers.items():
        assert not [text for text in said if scan.count(text.encode(), marker)], place
        for folder in (desk.home, desk.runtime, desk.system):
            assert not scan.scan_folder(folder, marker), place
        assert not scan.count(temporary, marker), place


def test_addresses_are_sealed(desk: Desk) -> None:
    words = ("nora.lind", "front.desk", "first@hartwell")
    said, log = send_all_ways(desk, Marked()), desk.log
    for word in words:
        assert any(word in text for text in said)  # the clinician may see them
        assert not any(word in line for line in log)
        assert not scan.scan_folder(desk.runtime, word) and not scan.scan_folder(desk.state, word)
    assert desk.stop() == 0
    assert not any(scan.scan_folder(desk.state, word) for word in words)


@pytest.fixture
def needs_real_root() -> None:
    if not namespace_is_whole():
        pytest.skip("memory of a hardened process needs root")


def namespace_is_whole() -> bool:
    """Root of a user namespace may not look into processes that hardened themselves."""
    return os.geteuid() == 0 and int(Path("/proc/self/uid_map").read_text().split()[2]) > 65534


def test_nothing_stays_in_memory(needs_real_root: None, desk: Desk) -> None:
    marked = Marked()
    send_all_ways(desk, marked)
    assert desk.daemon
    pids = family(desk.daemon.pid)
    assert len(pids) >= 3  # the agent, the reader, and the child that waits
    found = {(pid, place): copies for pid in pids for place, marker in marked.markers.items()
             if (copies := scan.scan_memory(pid, marker))}
    assert not found
    links = [os.readlink(link) for pid in pids for link in Path(f"/proc/{pid}/fd").iterdir()]
    assert not [link for link in links if "memfd:" in link]  # no mail is still open
