# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Format compose: a mail as its parts, built by the agent's reader, and what becomes of it."""
from __future__ import annotations

import email
import email.policy
import os
import re
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from desk import ANA, CLINIC, DESK, NORA, PETRA, RESULT, SAM, SMALL_TALK, Desk, armor_of, check_words
from lab.agent_client import AgentClient, Refused

HEALTH = "She takes spironolactone 50 mg for heart failure; potassium 6.1 mmol/L.\n"  # of whom?
ENFORCEMENT = "X-Hemostat-TLS: secure"


@pytest.fixture
def client(desk: Desk) -> Iterator[AgentClient]:
    client = AgentClient(desk.socket)
    yield client
    client.close()
    desk.check_nothing_left()


@pytest.fixture
def enforcing(new_desk: Callable[..., Desk]) -> Iterator[AgentClient]:
    """A desk whose server insists on TLS where a field asks it to."""
    desk = new_desk()
    section = CLINIC.section().replace("route=R0", "route=R2")
    (desk.system / "accounts.conf").write_text(section + f"enforcement={ENFORCEMENT}\n")
    desk.start()
    client = AgentClient(desk.socket)
    yield client
    client.close()


def compose(to: tuple[str, ...] = (), text: str = SMALL_TALK, subject: str = "Thursday",
            **more: Any) -> dict[str, Any]:
    return {"from": f"Ana Ruiz <{ANA}>", "to": list(to), "subject": subject, "text": text, **more}


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return body.get_content()


def opened(desk: Desk, address: str, content: bytes) -> EmailMessage:
    """What @address reads of an encrypted message."""
    assert desk.people and b"Penfold" not in content
    plain = desk.people.homes[address].decrypt(armor_of(content))
    assert plain, f"{address} cannot open it"
    return read(plain)


def fields(message: EmailMessage, *names: str) -> dict[str, str]:
    return {name: str(message[name]) for name in names if message[name] is not None}


def events(desk: Desk) -> list[dict[str, Any]]:
    return desk.run("audit", "show", "--json").objects


def refuse(call: Callable[[], object], name: str) -> None:
    with pytest.raises(Refused) as refused:
        call()
    assert refused.value.name == name, refused.value
    check_words(refused.value.words)


# --- assess and protect

def test_ordinary_mail_goes_as_it_is(client: AgentClient) -> None:
    verdict, ticket, details = client.assess_compose(compose((NORA,), cc=[SAM], bcc=[DESK]))
    assert verdict == "send" and details["native"] is True and details["fields"] == []
    client.sent(ticket, ("<1@hartwell-clinic.lab>", [NORA, SAM, DESK]))


def test_one_copy_has_all_that_was_written(desk: Desk, client: AgentClient) -> None:
    mail = compose((f"Nora Lind <{NORA}>",), text=RESULT, html=f"<p>{RESULT}</p>", subject="Übergabe",
                   parts=[{"name": "list.txt", "type": "text/plain", "disposition": "attachment"}])
    verdict, ticket, details = client.assess_compose(mail, [b"milk\n"])
    assert verdict in ("send", "protect") and details["content"] == "phi"
    assert details["native"] is True and details["fields"] == []
    (content, values), = client.protect(ticket, mail, [b"milk\n"])
    message = read(content)
    assert values["recipients"] == [NORA] and values["method"] == "tls" and values["blind"] is False
    assert message["To"].addresses[0].display_name == "Nora Lind" and message["Subject"] == "Übergabe"
    assert message["Message-ID"] == values["message_id"] and message["Date"]
    assert text_of(message).split() == RESULT.split()
    attachment, = message.iter_attachments()
    assert attachment.get_filename() == "list.txt" and attachment.get_content().strip() == "milk"


def test_tls_openpgp_and_bcc(desk: Desk, client: AgentClient) -> None:
    """Each copy names its own group; Petra, who is blind to all, is named nowhere."""
    mail = compose((f"Nora Lind <{NORA}>",), text=RESULT, cc=[SAM], bcc=[PETRA],
                   subject="[secure] One for Thursday", inReplyTo="<0@lakeside-cardiology.lab>")
    verdict, ticket, details = client.assess_compose(mail, rung="end-to-end")
    assert verdict == "hold"  # no key for Nora
    mail = compose((NORA,), text=RESULT, cc=[f"Sam Oduya <{SAM}>"], bcc=[PETRA])
    verdict, ticket, details = client.assess_compose(mail)
    methods = {one["address"]: one["method"] for one in details["recipients"]}
    assert verdict == "protect" and methods == {NORA: "tls", SAM: "tls", PETRA: "openpgp"}
    assert details["native"] is False and details["fields"] == []
    copies = client.protect(ticket, mail)
    by = {tuple(values["recipients"]): (content, values) for content, values in copies}
    assert set(by) == {(NORA, SAM), (PETRA,)}
    ids = {values["message_id"] for _, values in copies}
    assert len(ids) == 1 and len({read(content)["Date"] for content, _ in copies}) == 1
    content, values = by[NORA, SAM]
    assert PETRA.encode() not in content and values["blind"] is False
    assert text_of(read(content)).split() == RESULT.split()
    content, values = by[(PETRA,)]
    outer, inner = read(content), opened(desk, PETRA, content)
    assert values["blind"] is True and values["method"] == "openpgp"
    for message in (outer, inner):
        assert not message["To"].addresses and message["Cc"] is None
    assert outer["Subject"] == "..." and inner["Subject"] == mail["subject"]
    note, _, rest = text_of(inner).partition("\n")
    assert NORA in note and SAM in note and "Bcc" in note and PETRA not in note
    assert rest.split() == RESULT.split()


def test_two_methods_name_each_other(desk: Desk, client: AgentClient) -> None:
    mail = compose((f"Nora Lind <{NORA}>", f"Petra Holm <{PETRA}>"), text=RESULT, html=f"<b>{RESULT}</b>")
    verdict, ticket, _ = client.assess_compose(mail)
    assert verdict == "protect"
    by = {values["method"]: content for content, values in client.protect(ticket, mail)}
    plain, inner = read(by["tls"]), opened(desk, PETRA, by["openpgp"])
    for message, own, other in ((plain, NORA, PETRA), (inner, PETRA, NORA)):
        assert [one.addr_spec for one in message["To"].addresses] == [own]
        assert text_of(message).splitlines()[0] == f"This mail was also sent to: {other}."
        html = message.get_body(("html",))
        assert html is not None and other in html.get_content() and "Penfold" in html.get_content()
    assert read(by["openpgp"])["To"].addresses[0].addr_spec == PETRA


def test_who_is_left_out_is_not_named(desk: Desk, client: AgentClient) -> None:
    mail = compose((NORA, DESK), text=RESULT)
    verdict, ticket, details = client.assess_compose(mail)
    assert verdict == "hold" and not details["native"]
    verdict, ticket, details = client.answer(ticket, "send-others")
    assert verdict == "protect" and not details["native"]
    (content, values), = client.protect(ticket, mail)
    message = read(content)
    assert [one.addr_spec for one in message["To"].addresses] == [NORA]
    assert DESK.encode() not in content and text_of(message).split() == RESULT.split()


@pytest.mark.parametrize("change,parts", [
    ({"text": RESULT}, [b"milk\n"]),
    ({"subject": "Mrs. Penfold"}, [b"milk\n"]),
    ({"html": "<p>Mrs. Penfold</p>"}, [b"milk\n"]),
    ({"fields": [["X-Topic", "Mrs. Penfold"]]}, [b"milk\n"]),
    ({"from": "Mrs. Penfold <ana.ruiz@hartwell-clinic.lab>"}, [b"milk\n"]),
    ({}, [b"potassium 6.1\n"]),
], ids=["text", "subject", "html", "field", "sender's name", "attachment"])
def test_another_mail_is_not_made(client: AgentClient, change: dict[str, Any], parts: list[bytes]) -> None:
    mail = compose((NORA,), parts=[{"name": "list.txt", "type": "text/plain", "disposition": "attachment"}])
    _, ticket, _ = client.assess_compose(mail, [b"milk\n"])
    refuse(lambda: client.protect(ticket, {**mail, **change}, parts), "Changed")
    refuse(lambda: client.protect(ticket, mail, [b"milk\n"]), "Expired")


@pytest.mark.parametrize("mail,parts,envelope", [
    (b"", [], {"from": ANA, "to": [NORA]}),
    (b"not JSON", [], {"from": ANA, "to": [NORA]}),
    (b"[" * 100000, [], {"from": ANA, "to": [NORA]}),
    (b'{"from": "' + b"\xff" * 40 + b'"}', [], {"from": ANA, "to": [NORA]}),
    ({**compose((NORA,)), "unknown": 1}, [], {}),
    (compose((NORA,), subject="x\r\nBcc: other@x.example"), [], {}),
    (compose((NORA,), fields=[["X-A\r\nBcc", "other@x.example"]]), [], {}),
    (compose((NORA,), fields=[["Bcc", "other@x.example"]]), [], {}),
    (compose((f"{NORA}, other@x.example",)), [], {"to": [NORA]}),
    (compose((NORA,)), [b"one too many"], {}),
    (compose((NORA,), parts=[{"name": "a", "type": "text/plain", "disposition": "attachment"}]), [], {}),
    (compose((NORA,)), [], {"to": [SAM]}),
    (compose((NORA,)), [], {"to": [NORA, SAM]}),
    (compose((NORA, SAM)), [], {"to": [NORA]}),
    (compose((NORA,), cc=[SAM]), [], {"cc": []}),
    (compose((NORA,), bcc=[SAM]), [], {"bcc": []}),
    (compose((NORA,), bcc=[SAM]), [], {"bcc": [], "cc": [SAM]}),
    (compose((NORA,)), [], {"from": NORA}),
    (compose((NORA,)), [], {"format": "rfc822", "parts": True}),
])
def test_what_makes_no_sense_is_refused(client: AgentClient, mail: Any, parts: list[bytes],
                                        envelope: dict[str, Any]) -> None:
    """In words, and never sent unread."""
    if envelope.pop("parts", False):
        parts = [b"beside an ordinary mail"]
    with pytest.raises(Refused) as refused:
        verdict = client.assess_compose(mail, parts, **envelope)
        assert verdict is None, verdict
    assert refused.value.name == "Invalid", refused.value
    check_words(refused.value.words)
    assert "x.example" not in refused.value.words and "Penfold" not in refused.value.words


def test_a_big_attachment(desk: Desk, client: AgentClient) -> None:
    """25 MB: judged and made ready while a person waits, and the agent answers others meanwhile."""
    data = os.urandom(25 * 1024 * 1024)
    mail = compose((NORA,), text=RESULT, bcc=[PETRA],
                   parts=[{"name": "scan.bin", "type": "application/octet-stream", "disposition": "attachment"}])
    begin = time.monotonic()
    verdict, ticket, _ = client.assess_compose(mail, [data])
    judged = time.monotonic()
    assert verdict == "protect"
    copies = client.protect(ticket, mail, [data], seconds=120)
    ready = time.monotonic()
    print(f"25 MB: Assess {judged - begin:.2f} s, Protect {ready - judged:.2f} s")
    assert judged - begin < 15 and ready - judged < 60
    by = {values["method"]: content for content, values in copies}
    attachment, = read(by["tls"]).iter_attachments()
    assert attachment.get_content() == data
    attachment, = opened(desk, PETRA, by["openpgp"]).iter_attachments()
    assert attachment.get_content() == data


# --- answers that count again

def test_an_answer_counts_for_the_same_mail(desk: Desk, client: AgentClient) -> None:
    mail = compose((DESK,), text=HEALTH)
    verdict, ticket, details = client.assess_compose(mail)
    assert verdict == "ask" and [one["id"] for one in details["choices"]] == ["clean", "as-phi"]
    verdict, same, _ = client.answer(ticket, "clean", "it is a textbook")
    assert verdict in ("send", "protect") and same == ticket
    verdict, new, details = client.assess_compose(mail, answered=ticket)
    assert verdict in ("send", "protect") and new != ticket and details["native"] is True
    refuse(lambda: client.sent(ticket, ("<1@x>", [DESK])), "Expired")  # used up
    client.sent(new, ("<1@hartwell-clinic.lab>", [DESK]))
    records = events(desk)
    again = [one for one in records if one["event"] == "answer"]
    assert len(again) == 2 and again[0]["mail"] != again[1]["mail"]
    assert again[1]["body"]["choice"] == "clean" and again[1]["body"]["earlier"] == again[0]["mail"]


@pytest.mark.parametrize("change", [
    {"text": HEALTH + "It is about Tuesday.\n"}, {"subject": "Friday"}, {"to": [NORA]}, {"to": [DESK, NORA]},
    {"from": f"Anna Ruiz <{ANA}>"}, {"cc": [NORA]},
], ids=["text", "subject", "another recipient", "one more", "sender's name", "copy"])
def test_an_answer_does_not_count_for_another_mail(desk: Desk, client: AgentClient,
                                                   change: dict[str, Any]) -> None:
    mail = compose((DESK,), text=HEALTH)
    _, ticket, _ = client.assess_compose(mail)
    assert client.answer(ticket, "clean")[0] in ("send", "protect")
    expected, _, _ = client.assess_compose({**mail, **change})
    verdict, _, _ = client.assess_compose({**mail, **change}, answered=ticket)
    assert verdict == expected
    assert len([one for one in events(desk) if one["event"] == "answer"]) == 1
    assert client.assess_compose(mail, answered=ticket)[0] in ("send", "protect")  # it was not used up


@pytest.mark.parametrize("more", [{"rung": "end-to-end"}, {"mode": "redirect"}, {"account": ""}])
def test_an_answer_does_not_count_for_another_envelope(client: AgentClient, more: dict[str, str]) -> None:
    mail = compose((DESK,), text=HEALTH)
    _, ticket, _ = client.assess_compose(mail)
    client.answer(ticket, "clean")
    expected, _, _ = client.assess_compose(mail, **more)
    assert client.assess_compose(mail, answered=ticket, **more)[0] == expected


def test_an_answer_never_lowers_patient_data(client: AgentClient) -> None:
    mail = compose((DESK,), text=RESULT)
    verdict, ticket, _ = client.assess_compose(mail)
    assert verdict == "hold"
    assert client.assess_compose(mail, answered=ticket)[0] == "hold"
    assert client.assess_compose(mail, answered="0" * 32)[0] == "hold"


# --- in the mail program's own form

def test_native_with_a_field(enforcing: AgentClient) -> None:
    mail = compose((NORA,), text=RESULT, bcc=[SAM])
    verdict, ticket, details = enforcing.assess_compose(mail)
    assert verdict == "protect" and details["native"] is True
    assert details["fields"] == [tuple(ENFORCEMENT.split(": "))]
    enforcing.sent(ticket, ("<1@hartwell-clinic.lab>", [NORA, SAM]))
    mail = compose((NORA, PETRA), text=RESULT)
    verdict, ticket, details = enforcing.assess_compose(mail)
    assert verdict == "protect" and details["native"] is False and details["fields"] == []
    refuse(lambda: enforcing.sent(ticket, ("<1@hartwell-clinic.lab>", [NORA])), "Held")


# --- what was filed

HTML = "<html><body><p>Tea at <b>four</b>, see <a href=\"https://x.example/a\">this</a>.</p><ol><li>milk<li>sugar</ol></body></html>"
PLAIN = "Tea at four, see this.\n\nmilk\nsugar\n"
PICTURE = b"\x89PNG\r\n\x1a\nno picture"


def sent_copy(to: str = NORA, plain: str = "Tea at *four*, see \nthis <https://x.example/a>.\n\n 1. milk\n 2. sugar\n",
              html: str = HTML.replace("<p>", "<p>\n "), data: bytes = b"milk\n", bcc: str = SAM, **headers: str) -> bytes:
    """As Thunderbird writes it: its own boundaries, flowed text, another name for the picture."""
    message = EmailMessage()
    message["From"] = headers.get("sender", f"Ana Ruiz <{ANA}>")
    message["To"] = to
    if bcc:
        message["Bcc"] = bcc
    message["Subject"] = headers.get("subject", "Thursday")
    message["User-Agent"] = "Mozilla Thunderbird"
    message["X-Mozilla-Status"] = "0001"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    message.get_payload()[1].add_related(PICTURE, "image", "png", cid="<part1.XYZ>", filename="xyz.png",
                                         disposition="inline")
    message.add_attachment(data, "text", "csv", filename="list.csv")
    return message.as_bytes()


@pytest.fixture
def judged(client: AgentClient) -> str:
    mail = compose((NORA,), text=PLAIN, html=HTML, bcc=[SAM], parts=[
        {"name": "a.png", "type": "image/png", "disposition": "inline", "cid": "a@b"},
        {"name": "list.csv", "type": "text/csv", "disposition": "attachment"}])
    _, ticket, details = client.assess_compose(mail, [PICTURE, b"milk\n"])
    assert details["native"] is True
    return ticket


def test_the_same_mail_written_anew(desk: Desk, client: AgentClient, judged: str) -> None:
    assert client.check(judged, sent_copy()) == (True, "")
    assert client.check(judged, sent_copy().replace(b"\n", b"\r\n")) == (True, "")
    assert "mismatch" not in [one["event"] for one in events(desk)]


@pytest.mark.parametrize("copy,kinds", [
    (sent_copy(plain="Tea at five.\n"), ["text"]),
    (sent_copy(html=HTML.replace("four", "five")), ["text"]),
    (sent_copy(data=b"cocoa\n"), ["attachments"]),
    (sent_copy(subject="Friday"), ["subject"]),
    (sent_copy(to=f"{NORA}, {DESK}"), ["recipients"]),
    (sent_copy(bcc=f"{SAM}, {DESK}"), ["recipients"]),
    (sent_copy(bcc=""), ["recipients"]),
    (sent_copy(to=f"{NORA}, {SAM}", bcc=""), ["recipients"]),
    (sent_copy(sender=f"Ana <{NORA}>"), ["sender"]),
    (sent_copy(plain=RESULT, html=f"<p>{RESULT}</p>"), ["text", "content"]),
])
def test_another_mail_was_sent(desk: Desk, client: AgentClient, judged: str, copy: bytes, kinds: list[str]) -> None:
    same, words = client.check(judged, copy)
    assert not same
    check_words(words, "not what Hemostat had checked", "Tell whoever looks after your computer")
    record, = [one for one in events(desk) if one["event"] == "mismatch"]
    assert sorted(record["body"]["differs"]) == sorted(kinds)
    assert "Penfold" not in str(record) and DESK not in str(record)
    assert desk.run("audit", "verify").status == 0


def test_filed_messages_of_protect(desk: Desk, client: AgentClient) -> None:
    mail = compose((NORA,), text=RESULT, bcc=[PETRA])
    _, ticket, _ = client.assess_compose(mail)
    for content, values in client.protect(ticket, mail):
        filed = b"X-Mozilla-Status: 0001\r\n" + content.replace(b"\r\n", b"\n")
        if values["blind"]:
            filed = f"Bcc: {PETRA}\n".encode() + filed
        assert client.check(ticket, filed) == (True, "")
        same, words = client.check(ticket, filed + b"more\n")
        assert not same and "the protected message itself" in words
        same, words = client.check(ticket, f"Cc: {DESK}\n".encode() + filed)
        assert not same and "the recipients" in words
        same, words = client.check(ticket, re.sub(rb"From: [^\n]*", b"From: x@hartwell-clinic.lab", filed))
        assert not same and "the sender" in words
    assert len([one for one in events(desk) if one["event"] == "mismatch"]) == 6


def test_only_what_may_have_gone_is_compared(client: AgentClient) -> None:
    _, ticket, _ = client.assess_compose(compose((DESK,), text=RESULT))
    refuse(lambda: client.check(ticket, b"From: a@x.example\n\nx\n"), "Held")
    refuse(lambda: client.check("0" * 32, b"From: a@x.example\n\nx\n"), "Expired")


def test_an_ordinary_mail_is_compared_as_a_whole(client: AgentClient) -> None:
    mail = f"From: {ANA}\nTo: {NORA}\nSubject: Tea\n\nat four?\n".encode()
    _, ticket, _ = client.assess(mail, ANA, [NORA])
    assert client.check(ticket, mail.replace(b"\n", b"\r\n")) == (True, "")
    assert client.check(ticket, mail + b"or five?\n")[0] is False
