# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Fail closed: a verdict is bound to bytes, recipients and time, whatever a client does."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from desk import ANA, DESK, NORA, PETRA, PRIVATE, RESULT, SAM, SMALL_TALK, Desk, check_words
from lab import agent_client
from lab.agent_client import AgentClient, Refused

TEA = b"From: Ana Ruiz <ana.ruiz@hartwell-clinic.lab>\nSubject: Tea\n\nShall we have tea at four?\n"


@pytest.fixture
def client(desk: Desk) -> Iterator[AgentClient]:
    client = AgentClient(desk.socket)
    yield client
    client.close()
    desk.check_nothing_left()  # of a verdict alone nothing ever leaves


def refuse(call: Callable[[], object], name: str, *words: str) -> None:
    with pytest.raises(Refused) as refused:
        call()
    assert refused.value.name == name, refused.value
    check_words(refused.value.words, *words)


def mixed(body: bytes = b"Tea at four?\n", name: bytes = b"list.txt", data: bytes = b"milk\n") -> bytes:
    return (b"From: Ana Ruiz <ana.ruiz@hartwell-clinic.lab>\nSubject: Tea\nMIME-Version: 1.0\n"
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + body +
            b"--b\nContent-Type: text/plain; name=\"" + name + b"\"\n"
            b"Content-Disposition: attachment; filename=\"" + name + b"\"\n\n" + data + b"--b--\n")


@pytest.mark.parametrize("judged,handed", [
    (TEA, TEA.replace(b"tea at four", b"the potassium of Mrs. Penfold is 6.1")),
    (TEA, TEA.replace(b"Subject: Tea", b"Subject: Mrs. Penfold")),
    (TEA, TEA.replace(b"Subject: Tea", b"Subject: Tea\nSubject: Mrs. Penfold")),
    (TEA, TEA.replace(b"\n\n", b"\nContent-Type: text/html\n\n", 1)),
    (TEA, TEA + b"And Mrs. Penfold?\n"),
    (TEA, mixed()),
    (mixed(), mixed(data=b"potassium 6.1\n")),
    (mixed(), mixed(name=b"penfold.txt")),
    (mixed(), mixed(body=b"Tea at five?\n")),
    (TEA, b"Comments: Mrs. Penfold\n" + TEA),
    (TEA, TEA.replace(b"Ana Ruiz", b"Mrs. Penfold's daughter")),
    (mixed(), b"Thread-Topic: potassium of Mrs. Penfold\n" + mixed()),
    (mixed(), mixed().replace(b"name=", b"title=\"Mrs. Penfold\"; name=")),
    (mixed(), mixed().replace(b"Content-Disp", b"Content-Description: Mrs. Penfold\nContent-Disp")),
    (mixed(), mixed().replace(b"\n\n--b", b"\n\nMrs. Penfold, potassium 6.1\n--b", 1)),
    (mixed(), mixed() + b"Mrs. Penfold, potassium 6.1\n"),
    (TEA, b""),
], ids=["text", "subject", "second subject", "type", "more text", "attachment added", "attachment",
        "file name", "one part", "comments", "sender's name", "topic", "parameter", "description",
        "before the parts", "behind the parts", "nothing"])
def test_another_mail_is_not_made(client: AgentClient, judged: bytes, handed: bytes) -> None:
    verdict, ticket, _ = client.assess(judged, ANA, [NORA])
    assert verdict == "send"
    with pytest.raises(Refused) as refused:
        client.protect(ticket, handed)
    assert refused.value.name in ("Changed", "Invalid"), refused.value
    check_words(refused.value.words)
    refuse(lambda: client.protect(ticket, judged), "Expired", "press Send again")


@pytest.mark.parametrize("handed", [
    TEA.replace(b"\n", b"\r\n"),
    TEA.replace(b"Subject: Tea", b"Date: Mon, 02 Mar 2026 09:00:00 +0000\nMessage-ID: <1@x.example>\nSubject: Tea"),
    TEA.replace(b"\n\n", b"\nMIME-Version: 1.0\nContent-Type: text/plain\n"
                b"Content-Transfer-Encoding: quoted-printable\n\n", 1).replace(b"at four", b"=61t four"),
], ids=["line ends", "date", "transfer encoding"])
def test_what_a_mail_program_may_change_is_no_change(client: AgentClient, handed: bytes) -> None:
    _, ticket, _ = client.assess(TEA, ANA, [NORA])
    (content, values), = client.protect(ticket, handed)
    assert values["recipients"] == [NORA] and b"tea" in content


def test_the_digest_names_the_recipients(client: AgentClient) -> None:
    """So that a verdict for one cannot be shown as one for another."""
    digests = {tuple(to): client.assess(TEA, ANA, to)[2]["digest"] for to in ([NORA], [SAM], [NORA, SAM])}
    assert len(set(digests.values())) == 3
    assert client.assess(TEA, ANA, [SAM, NORA])[2]["digest"] == digests[NORA, SAM]


def test_recipients_come_from_the_verdict(client: AgentClient) -> None:
    """Protect takes no recipients: who gets what was judged, and Sent to others is refused."""
    _, ticket, _ = client.assess(TEA, ANA, [NORA])
    (_, values), = client.protect(ticket, TEA)
    assert values["recipients"] == [NORA] and values["sender"] == ANA
    sent = [(values["message_id"], [DESK])]
    refuse(lambda: client.call("Sent", agent_client.GLib.Variant("(sa(sas))", (ticket, sent))),
           "Invalid", "not checked")


def test_what_must_be_protected_is_not_sent_without(desk: Desk, client: AgentClient) -> None:
    """The records must not say that a mail went encrypted which nobody encrypted."""
    mail = desk.mail().read_bytes()
    verdict, ticket, _ = client.assess(mail, ANA, [PETRA])
    assert verdict == "protect"
    sent = agent_client.GLib.Variant("(sa(sas))", (ticket, [("<1@x.example>", [PETRA])]))
    refuse(lambda: client.call("Sent", sent), "Held", "held")
    assert client.protect(ticket, mail)
    client.call("Sent", sent)


def test_a_ticket_is_good_for_one_use(client: AgentClient) -> None:
    _, ticket, _ = client.assess(TEA, ANA, [NORA])
    assert client.protect(ticket, TEA)
    refuse(lambda: client.protect(ticket, TEA), "Expired", "press Send again")
    refuse(lambda: client.answer(ticket, "clean"), "Expired")


@pytest.mark.parametrize("ticket", ["", "0" * 32, "x", "0" * 31, "../../etc/passwd", "a" * 5000])
def test_made_up_tickets(client: AgentClient, ticket: str) -> None:
    client.assess(TEA, ANA, [NORA])
    refuse(lambda: client.protect(ticket, TEA), "Expired")


def test_tickets_are_random(client: AgentClient) -> None:
    tickets = {client.assess(TEA, ANA, [NORA])[1] for _ in range(20)}
    assert len(tickets) == 20 and all(len(ticket) == 32 for ticket in tickets)


def test_a_ticket_survives_the_client_but_not_abandonment(desk: Desk, client: AgentClient) -> None:
    _, ticket, _ = client.assess(TEA, ANA, [NORA])
    other = AgentClient(desk.socket)
    assert len(other.protect(ticket, TEA)) == 1
    _, ticket, _ = client.assess(TEA, ANA, [NORA])
    client.call("Abandon", agent_client.GLib.Variant("(s)", (ticket,)))
    refuse(lambda: other.protect(ticket, TEA), "Expired")
    other.close()


@pytest.mark.parametrize("choice", ["clean", "confirm", "send-others", "send", "", "no such choice"])
def test_held_stays_held(client: AgentClient, choice: str) -> None:
    """No choice that was not offered, and no ticket of a held mail, lets it go."""
    mail = TEA + RESULT.encode()
    verdict, ticket, details = client.assess(mail, ANA, [DESK])
    assert verdict == "hold" and not details["choices"]
    refuse(lambda: client.answer(ticket, choice), "Invalid", "not offered")
    refuse(lambda: client.protect(ticket, mail), "Held", "held")


def unsealed() -> int:
    fd = os.memfd_create("mail", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.write(fd, TEA)
    return fd


def test_a_mail_that_could_still_change_is_not_taken(desk: Desk, client: AgentClient) -> None:
    """Not sealed, a file, a pipe: whoever holds it could change it after the verdict."""
    variant = agent_client.GLib.Variant
    envelope = {"account": variant("s", "clinic"), "from": variant("s", ANA), "to": variant("as", [NORA])}
    file = os.open(desk.mail(), os.O_RDONLY)
    pipe, other = os.pipe()
    os.close(other)
    write_only = agent_client.sealed(TEA, 0x0002 | 0x0004)  # may still be written
    for fd in (unsealed(), file, pipe, write_only):
        refuse(lambda: client.call("Assess", variant("(haha{sv})", (0, [], envelope)), [fd]), "Invalid")
    _, ticket, _ = client.assess(TEA, ANA, [NORA])
    refuse(lambda: client.call("Protect", variant("(shah)", (ticket, 0, [])), [unsealed()]), "Invalid")


@pytest.mark.parametrize("more,words", [
    ({"to": ["not an address"]}, "complete mail address"), ({"to": []}, "no recipient"),
    ({"sender": ""}, "sender"), ({"rung": "strong"}, "not known"), ({"format": "odt"}, "mail program uses"),
    ({"to": ["x@lakeside-cardiology.lab\r\nBcc: y@z.example"]}, "complete mail address"),
    ({"to": [f"p{number}@lakeside-cardiology.lab" for number in range(501)]}, "500"),
])
def test_envelopes_that_make_no_sense(client: AgentClient, more: dict, words: str) -> None:
    values = {"sender": ANA, "to": [NORA], **more}
    sender, to = values.pop("sender"), values.pop("to")
    with pytest.raises(Refused) as refused:
        client.assess(TEA, sender, to, **values)
    check_words(refused.value.words, words)


def test_nothing_happens_before_hello(desk: Desk) -> None:
    connection = agent_client.Gio.DBusConnection.new_for_address_sync(
        f"unix:path={desk.socket}", agent_client.Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT, None, None)
    variant = agent_client.GLib.Variant
    for method, arguments in (("Protect", variant("(shah)", ("", 0, []))),
                              ("Watch", variant("(sas)", ("clinic", [NORA]))),
                              ("Submission", variant("(s)", ("clinic",)))):
        with pytest.raises(agent_client.GLib.Error, match="Version"):
            connection.call_sync(None, agent_client.PATH, "org.hemostat.Agent1", method, arguments, None,
                                 agent_client.Gio.DBusCallFlags.NONE, 5000, None)
    connection.close_sync(None)


def test_protected_once_more_after_a_change(desk: Desk, client: AgentClient) -> None:
    """Judged anew, the changed mail goes the way that it needs."""
    _, ticket, _ = client.assess(TEA, ANA, [PETRA])
    changed = TEA + RESULT.encode()
    refuse(lambda: client.protect(ticket, changed), "Changed", "press Send again")
    verdict, ticket, details = client.assess(changed, ANA, [PETRA])
    assert verdict == "protect" and details["recipients"][0]["method"] == "openpgp"
    (content, _), = client.protect(ticket, changed)
    assert PRIVATE not in content and b"BEGIN PGP MESSAGE" in content


def test_small_talk_keeps_its_bytes(desk: Desk) -> None:
    """What needs nothing leaves as it was written."""
    mail = desk.mail(SMALL_TALK)
    delivery, = desk.check_gone(desk.post(mail, NORA))
    assert delivery.content.replace(b"\r\n", b"\n") == mail.read_bytes()
