# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The command line keeps its contract, verb by verb and key by key: scripts rely on it.

The contract is docs/hemostat.1.md: names, types, order of the inputs, exit status.
"""
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desk import ANA, CLINIC, DESK, NORA, PETRA, PRIVATE, RESULT, SAM, SMALL_TALK, Desk, check_words
from lab.agent import Answer
from lab.town import Town

GOOD, USAGE, UNREADABLE, HELD = 0, 1, 2, 3
TEXT, NUMBER, TRUTH, LIST = str, int, bool, list
MAYBE = (str, type(None))
LEVELS = tuple("VAEKUNCX")
HEALTH = "The new guideline on hypertension prefers ramipril 10 mg to amlodipine.\n"

OVER_TLS = ("from a.example.com (mail.example.com [192.0.2.7]) by mx.hartwell-clinic.lab (Postfix) with ESMTPS "
            "id 1 (using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)); "
            "Mon, 2 Mar 2026 09:12:47 +0000")
IN_CLEAR = "by mx.hartwell-clinic.lab (Postfix) with SMTP id 2; Mon, 2 Mar 2026 09:12:47 +0000"
REPORT = """\
From: MAILER-DAEMON@hartwell-clinic.lab
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.hartwell-clinic.lab
Original-Envelope-Id: envelope-7

Final-Recipient: rfc822; nobody@lakeside-cardiology.lab
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b
Content-Type: message/rfc822

Message-ID: <first@hartwell-clinic.lab>
Subject: x

--b--
"""


def check(value: Any, **types: Any) -> None:
    """@value is an object that has these keys, of these types."""
    for key, kind in types.items():
        assert key in value, f"no {key!r} in {value}"
        assert isinstance(value[key], kind), (key, value[key])
        assert kind is not NUMBER or not isinstance(value[key], bool), key


def write(desk: Desk, name: str, text: str) -> Path:
    path = desk.folder / name
    path.write_text(text)
    return path


def lines(answer: Answer) -> list[dict[str, Any]]:
    """One JSON object a line, and nothing else."""
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.fixture(name="alone")
def without_agent(new_desk: Callable[..., Desk]) -> Any:
    """A desk whose agent never runs; the verb must neither start one nor keep anything."""
    desk = new_desk(people=None)
    desk.start_on_demand()
    before = {path for path in desk.home.rglob("*") if ".gnupg" not in path.parts}
    yield desk
    assert not desk.socket.exists() and not desk.started_agents()
    assert not desk.state.exists() and not any(desk.runtime.iterdir())
    assert {path for path in desk.home.rglob("*") if ".gnupg" not in path.parts} == before


# --- verbs that need no agent


def test_classify(alone: Desk) -> None:
    result, tea, health = alone.mail(), alone.mail(SMALL_TALK, "tea"), alone.mail(HEALTH, "guideline")
    locked = write(alone, "locked.eml", "Subject: x\nContent-Type: application/pdf\n\nx\n")
    answer = alone.run("classify", "--json", tea, result, locked, health)
    found = lines(answer)
    assert answer.status == GOOD and not answer.said
    assert [one["file"] for one in found] == [str(path) for path in (tea, result, locked, health)]
    assert [one["verdict"] for one in found] == ["none", "phi", "unread", "health"]
    for one in found:
        check(one, file=TEXT, verdict=TEXT, score=NUMBER, findings=LIST, reasons=LIST)
        assert all(isinstance(reason, str) for reason in one["reasons"])
        for finding in one["findings"]:
            check(finding, kind=TEXT, part=TEXT, offset=NUMBER, length=NUMBER, weight=NUMBER)


def test_classify_reveals_only_when_asked(alone: Desk) -> None:
    mail = alone.mail("Señora " + RESULT)
    closed = alone.run("classify", "--json", mail)
    assert PRIVATE.decode() not in closed.text
    assert all("text" not in finding for finding in closed.object["findings"])
    for finding in alone.run("classify", "--json", "--reveal", mail).object["findings"]:
        if finding["part"] == "1":  # offsets are bytes of the decoded text
            body = ("Señora " + RESULT).encode()
            at = finding["offset"]
            assert body[at:at + finding["length"]].decode() == finding["text"]


def test_classify_reads_standard_input(alone: Desk) -> None:
    answer = alone.run("classify", "--json", "-", data=alone.mail().read_bytes())
    assert (answer.status, answer.object["file"], answer.object["verdict"]) == (GOOD, "-", "phi")


@pytest.mark.parametrize("verb", ["classify", "received", "badge", "bounce"])
def test_an_input_that_cannot_be_read(alone: Desk, verb: str) -> None:
    mail = alone.mail(SMALL_TALK)
    answer = alone.run(verb, "--json", alone.folder / "none.eml", mail, alone.folder)
    assert answer.status == UNREADABLE
    assert lines(answer) == lines(alone.run(verb, "--json", mail))
    assert answer.said.splitlines() == [
        f"hemostat: {alone.folder / 'none.eml'}: there is no such file",
        f"hemostat: {alone.folder}: it is a folder, not a file"]


def test_received(alone: Desk) -> None:
    file = write(alone, "fields", f"{OVER_TLS}\n{IN_CLEAR}\n")
    answer = alone.run("received", "--json", file)
    first, second = lines(answer)
    assert answer.status == GOOD and not answer.said
    for one in (first, second):
        check(one, tls=TEXT, helo=MAYBE, rdns=MAYBE, protocol=MAYBE, by=MAYBE, ip=MAYBE, version=MAYBE,
              cipher=MAYBE, bits=(int, type(None)), **{"from": MAYBE})
    assert (first["from"], first["rdns"], first["ip"]) == ("a.example.com", "mail.example.com", "192.0.2.7")
    assert (first["by"], first["protocol"]) == ("mx.hartwell-clinic.lab", "ESMTPS")
    assert (first["tls"], first["version"], first["bits"]) == ("yes", "TLSv1.2", 256)
    assert first["cipher"] == "ECDHE-RSA-AES256-GCM-SHA384"
    assert second["from"] is second["version"] is second["cipher"] is second["bits"] is second["ip"] is None
    assert lines(alone.run("received", "--json", "-", data=f"{OVER_TLS}\n".encode())) == [first]


def test_badge(alone: Desk) -> None:
    mail = write(alone, "in.eml", f"Received: {OVER_TLS}\nSubject: x\n\ny\n")
    plain = write(alone, "plain.eml", f"Received: from a.example.com (a.example.com [192.0.2.7])\n"
                                      f"\t{IN_CLEAR}\nSubject: x\n\ny\n")
    trust = ("--trust", "example.net", "--trust", "hartwell-clinic.lab")
    answer = alone.run("badge", "--json", *trust, mail, plain)
    first, second = lines(answer)
    assert answer.status == GOOD
    assert [one["file"] for one in (first, second)] == [str(mail), str(plain)]
    assert first["badge"] in ("full", "entry") and second["badge"] == "plain"
    for one in (first, second):
        check(one, file=TEXT, badge=TEXT, hops=LIST, reasons=LIST)
        for hop in one["hops"]:
            check(hop, by=MAYBE, tls=(str, bool), trusted=TRUTH, **{"from": MAYBE, "class": TEXT})
    unknown = alone.run("badge", "--json", "--trust", "example.net", mail).object
    assert unknown["badge"] == "unknown" and not any(hop["trusted"] for hop in unknown["hops"])


def test_bounce(alone: Desk) -> None:
    back, other = write(alone, "back.eml", REPORT), alone.mail(SMALL_TALK)
    answer = alone.run("bounce", "--json", back, other)
    first, second = lines(answer)
    assert answer.status == GOOD
    for one in (first, second):
        check(one, file=TEXT, report=TRUTH, envid=MAYBE, original_message_id=MAYBE, recipients=LIST)
    assert first["report"] and not second["report"] and not second["recipients"]
    assert first["envid"] == "envelope-7"
    assert first["original_message_id"] == "<first@hartwell-clinic.lab>"
    recipient, = first["recipients"]
    check(recipient, address=TEXT, action=TEXT, status=TEXT, group=TEXT)
    assert recipient["address"] == "nobody@lakeside-cardiology.lab"
    assert (recipient["action"], recipient["group"]) == ("failed", "wrong-address")
    assert "nobody@lakeside-cardiology.lab: not delivered: there is no such address" in alone.run("bounce", back).text


def lab_names(town: Town) -> tuple[str, ...]:
    return ("--resolver", town.resolver.endpoint, "--trust-anchor", str(town.names.trust_anchor),
            "--ca", str(town.authority.file))


def test_domain(alone: Desk, town: Town) -> None:
    wanted = {"promised.lab": "V", "lakeside-cardiology.lab": "A", "oldtown-physio.lab": "N",
              "signed.seclab": "A", "takes-no-mail.lab": "X", "northbay-oncology.seclab": "V"}
    answer = alone.run("domain", "--json", *lab_names(town), *wanted)
    found = lines(answer)
    assert answer.status == GOOD and not answer.said
    assert {one["domain"]: one["level"] for one in found} == wanted
    assert [one["domain"] for one in found] == list(wanted)
    for one in found:
        check(one, domain=TEXT, level=TEXT, probe=TEXT, dane=TEXT, mta_sts=TEXT, mx=LIST, reasons=LIST,
              checked=NUMBER, expires=NUMBER)
        assert one["expires"] > one["checked"] > 1_500_000_000 and one["reasons"]
        for host in one["mx"]:
            check(host, host=TEXT, address=MAYBE, level=TEXT, version=MAYBE, cipher=MAYBE, reason=MAYBE)
            assert host["level"] in LEVELS


def test_domain_that_is_none(alone: Desk, town: Town) -> None:
    answer = alone.run("domain", "--json", *lab_names(town), "--no-port25", "--no-cache", "no domain", "promised.lab")
    first, second = lines(answer)
    assert answer.status == UNREADABLE
    assert first["domain"] == "no domain" and first["error"] and second["level"] in LEVELS
    assert not town.wire.visits("mx.promised.lab")


# --- verbs that ask the agent


def envelope(*to: str) -> tuple[str, ...]:
    return ("--account", "clinic", "--from", ANA, *(word for one in to for word in ("--to", one)))


def check_assessed(answer: Answer, verdict: str, *addresses: str) -> dict[str, Any]:
    one, = lines(answer)
    check(one, verdict=TEXT, recipients=LIST, choices=LIST, remedies=LIST, ticket=TEXT, digest=TEXT)
    assert one["verdict"] == verdict
    assert [recipient["address"] for recipient in one["recipients"]] == list(addresses)
    for recipient in one["recipients"]:
        check(recipient, address=TEXT, level=TEXT, route=TEXT, method=TEXT, reasons=LIST)
        assert recipient["level"] in LEVELS and recipient["route"] in ("R0", "R1", "R2", "R3")
        assert recipient["method"] in ("tls", "openpgp", "smime", "portal", "none")
    for choice in one["choices"]:
        check(choice, id=TEXT, words=TEXT)
    return one


def test_assess(desk: Desk) -> None:
    mail = desk.mail()
    answer = desk.run("assess", "--json", *envelope(NORA, PETRA), mail)
    assert answer.status == GOOD
    one = check_assessed(answer, "protect", NORA, PETRA)
    assert [recipient["method"] for recipient in one["recipients"]] == ["tls", "openpgp"]
    again = desk.run("assess", "--json", *envelope(NORA, PETRA), "-", data=mail.read_bytes()).object
    assert again["digest"] == one["digest"] and again["ticket"] != one["ticket"]
    other = desk.run("assess", "--json", *envelope(NORA), mail).object
    assert other["digest"] != one["digest"]
    desk.check_nothing_left()


def test_assess_holds_and_asks(desk: Desk) -> None:
    held = desk.run("assess", "--json", *envelope(DESK), desk.mail())
    assert held.status == HELD and check_assessed(held, "hold", DESK)["remedies"]
    health = desk.mail(HEALTH, "guideline")
    asked = desk.run("assess", "--json", *envelope(DESK), health)
    if asked.object["verdict"] == "ask":
        assert asked.status == HELD and check_assessed(asked, "ask", DESK)["choices"]
    words = desk.run("assess", *envelope(DESK), desk.mail())
    assert words.status == HELD and "This mail is held." in words.text
    check_words(words.text.split("\n", 1)[0])


def test_choice(desk: Desk) -> None:
    mail = desk.mail()
    before = check_assessed(desk.run("assess", "--json", *envelope(NORA, DESK), mail), "hold", NORA, DESK)
    assert "send-others" in [choice["id"] for choice in before["choices"]]
    answer = desk.post(mail, NORA, DESK, more=("--choice", "send-others", "--reason", "the desk was called"))
    delivery, = desk.check_gone(answer)
    assert delivery.recipients == [NORA] or tuple(delivery.recipients) == (NORA,)
    bad = desk.run("assess", "--json", *envelope(NORA, DESK), "--choice", "no-such-choice", mail)
    assert bad.status == HELD and bad.said.startswith("hemostat: ")


def test_protect(desk: Desk) -> None:
    mail, out = desk.mail(), desk.folder / "out"
    out.mkdir()
    answer = desk.run("protect", "--json", *envelope(NORA, PETRA), "--out", out, mail)
    assert answer.status == GOOD
    one = check_assessed(answer, "protect", NORA, PETRA)
    assert sorted(path.name for path in out.iterdir()) == ["message-1.eml", "message-2.eml"]
    for message in one["messages"]:
        check(message, file=TEXT, recipients=LIST, method=TEXT)
        path = Path(message["file"])
        assert path.stat().st_mode & 0o777 == 0o600
        assert (PRIVATE in path.read_bytes()) == (message["method"] == "tls")
    assert {tuple(message["recipients"]): message["method"] for message in one["messages"]} == {
        (NORA,): "tls", (PETRA,): "openpgp"}
    desk.check_nothing_left()


def test_protect_never_overwrites(desk: Desk) -> None:
    out = desk.folder / "out"
    out.mkdir()
    (out / "message-1.eml").write_text("mine")
    answer = desk.run("protect", "--json", *envelope(NORA), "--out", out, desk.mail())
    assert answer.status == HELD and not answer.text
    assert [path.read_text() for path in out.iterdir()] == ["mine"]
    held = desk.run("protect", "--json", *envelope(DESK), "--out", out, desk.mail())
    assert held.status == HELD and "messages" not in check_assessed(held, "hold", DESK)


def test_send(desk: Desk) -> None:
    answer = desk.post(desk.mail(), PETRA, more=("--cc", NORA, "--bcc", SAM))
    deliveries = desk.check_gone(answer, 3)
    one = check_assessed(answer, "protect", PETRA, NORA, SAM)
    for message in one["messages"]:
        check(message, recipients=LIST, method=TEXT, message_id=TEXT, smtp=TEXT)
    assert sorted(len(message["recipients"]) for message in one["messages"]) == [1, 1, 1]
    assert len({message["message_id"] for message in one["messages"]}) == 1
    for delivery in deliveries:
        assert (SAM.encode() in delivery.content) is False


def test_send_in_words(desk: Desk) -> None:
    sent = desk.run("send", *envelope(NORA, SAM), desk.mail(SMALL_TALK, "tea"))
    assert sent.status == GOOD and sent.text.endswith("\nSent to 2 people.\n")
    one = desk.run("send", *envelope(NORA), desk.mail(SMALL_TALK, "tea"))
    assert one.status == GOOD and one.text.endswith("\nSent to 1 person.\n")
    held = desk.run("send", *envelope(DESK), desk.mail())
    assert held.status == HELD and held.text.endswith("\nHeld: nothing was sent.\n")


def test_send_that_cannot_log_in(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk(accounts=(replace(CLINIC, password="wrong"),))
    desk.start()
    answer = desk.post(desk.mail(), NORA)
    desk.check_held(answer)
    message, = answer.object["messages"]
    assert message["sent"] is False and message["smtp"]
    words = desk.run("send", *envelope(NORA), desk.mail())
    assert words.status == HELD and words.text.endswith("\nHeld: nothing was sent.\n")


@pytest.mark.parametrize("verb", ["assess", "send"])
def test_a_mail_that_cannot_be_read(desk: Desk, verb: str) -> None:
    answer = desk.run(verb, "--json", *envelope(NORA), desk.folder / "none.eml")
    assert answer.status == UNREADABLE and not answer.text
    check_words(answer.said, "there is no such file")


def test_audit(desk: Desk) -> None:
    desk.goes_by_tls(desk.mail())
    shown = desk.run("audit", "--json", "show")
    records = lines(shown)
    assert shown.status == GOOD
    for number, record in enumerate(records, 1):
        check(record, number=NUMBER, time=NUMBER, mail=TEXT, event=TEXT, body=dict, code=TEXT)
        assert record["number"] == number and NORA not in json.dumps(record)
    assert [record["event"] for record in records][:3] == ["assess", "protect", "sent"]
    later = lines(desk.run("audit", "show", "--json", "--from", "2"))
    assert later == records[1:]
    assert len(desk.run("audit", "show", "--from", "2").text.splitlines()) >= len(later)
    revealed = desk.run("audit", "--json", "--reveal", "show").text
    assert NORA in revealed
    verified = desk.run("audit", "--json", "verify")
    check(verified.object, ok=TRUTH, records=NUMBER, words=TEXT)
    assert verified.status == GOOD and verified.object["ok"]
    assert verified.object["records"] == len(records) + 1  # to reveal is recorded


def test_password(desk: Desk) -> None:
    answer = desk.run("password", "--json", "--account", "clinic", data=b"wrong\n")
    assert answer.status == GOOD and "wrong" not in answer.text + answer.said
    desk.check_held(desk.post(desk.mail(), NORA))
    desk.run("password", "--account", "clinic", data=b"correct horse\n")
    desk.goes_by_tls(desk.mail())
    unknown = desk.run("password", "--account", "nobody", data=b"x\n")
    assert unknown.status == HELD
    check_words(unknown.said)


# --- the program itself


def test_help_and_mistakes(alone: Desk) -> None:
    told, asked = alone.run(), alone.run("--help")
    assert (told.status, asked.status) == (USAGE, GOOD)
    assert asked.text == told.said and "classify" in asked.text and not asked.said
    version = alone.run("--version")
    assert version.status == GOOD and version.text.startswith("hemostat ")
    wrong = alone.run("encrypt")
    assert wrong.status == USAGE and 'there is no verb "encrypt"' in wrong.said


VERBS = ("classify", "received", "badge", "bounce", "domain", "assess", "protect", "send", "audit", "password",
         "setup", "lint-forwards")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_complains_alike(alone: Desk, verb: str) -> None:
    unknown = alone.run(verb, "--no-such-option")
    assert unknown.status == USAGE and not unknown.text
    assert unknown.said.startswith("hemostat: ") and len(unknown.said.splitlines()) == 1
    nothing = alone.run(verb, "--json")
    assert nothing.status == USAGE and nothing.said.startswith("hemostat: ")
    assert len(nothing.said.splitlines()) == 1
    helped = alone.run(verb, "--help")
    assert helped.status == GOOD and f"hemostat {verb}" in helped.text and "--json" in helped.text


def test_an_answer_that_cannot_be_written(alone: Desk) -> None:
    import subprocess
    with open("/dev/full", "wb") as full:
        done = subprocess.run([alone.folder / "libexec/hemostat", "classify", "--json", alone.mail()],
                              stdout=full, stderr=subprocess.PIPE, env=alone.environment, timeout=60)
    assert done.returncode == USAGE and b"could not be written" in done.stderr
