# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Fail closed: whose word counts, and who gets what.

One held recipient holds all; nobody whom a user can ask lowers what the administrator set; a
reply stays where its conversation was; a blind copy stays blind.
"""
from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from desk import (ANA, CLINIC, DESK, HELD, NORA, PETRA, PRIVATE, SAM, SENT, SMALL_TALK, Desk, armor_of,
                  check_words, default_policy, variant, words_of)
from lab.receivers import Delivery
from lab.town import Town


def parse(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)  # type: ignore[return-value]


# --- one for all

@pytest.mark.parametrize("others", [(NORA,), (PETRA,), (NORA, PETRA, SAM)], ids=["TLS", "OpenPGP", "all ways"])
def test_one_held_recipient_holds_all(desk: Desk, others: tuple[str, ...]) -> None:
    mail = desk.mail()
    answer = desk.held(mail, *others, DESK, says=("leave out those",))
    assert answer.object["verdict"] == "hold"
    deliveries = desk.check_gone(desk.post(mail, *others, DESK, more=("--choice", "send-others")), len(others))
    assert {address for one in deliveries for address in one.recipients} == set(others)
    assert not desk.town.wire.to(DESK)
    choices = [record for record in desk.run("audit", "show", "--json").objects if record["event"] == "answer"]
    assert [choice["body"]["choice"] for choice in choices] == ["send-others"]


def test_nobody_else_is_no_choice(desk: Desk) -> None:
    """With nobody left there is nothing to choose, and the choice is refused."""
    answer = desk.held(desk.mail(), DESK, more=("--choice", "send-others"), says=("not offered",))
    assert answer.status == HELD


@pytest.mark.parametrize("choice", ["clean", "confirm", "as-phi"])
def test_found_patient_data_cannot_be_talked_away(desk: Desk, choice: str) -> None:
    desk.held(desk.mail(), DESK, more=("--choice", choice), says=("not offered",))


# --- what was asked for

@pytest.mark.parametrize("subject", ["[secure] Tea", "Tea [SECURE]", "=?utf-8?B?W3NlY3VyZV0gVGVh?=",
                                     "=?utf-8?Q?=5Bsecure=5D_Tea?="])
def test_secure_without_a_key_is_held(desk: Desk, subject: str) -> None:
    mail = desk.mail(SMALL_TALK, subject=subject)
    desk.held(mail, NORA, says=("asked for",))
    delivery, = desk.check_gone(desk.post(mail, PETRA))
    assert b"kettle" not in delivery.content and delivery.content.count(b"Subject: ...") == 1
    plain = desk.people.open(delivery) or b""
    assert b"kettle" in plain and b"ecure]" not in plain.replace(b"Secure", b"secure")


def test_toggle_of_the_window(desk: Desk) -> None:
    mail = desk.mail(SMALL_TALK)
    desk.held(mail, NORA, more=("--rung", "end-to-end"), says=("asked for",))
    desk.held(mail, DESK, more=("--rung", "tls"), says=("no TLS that can be trusted",))
    desk.held(mail, PETRA, more=("--rung", "portal"))
    desk.check_gone(desk.post(mail, NORA, more=("--rung", "tls")))


# --- conversations

@pytest.mark.parametrize("field", ["In-Reply-To", "References"])
def test_reply_starts_where_the_conversation_is(desk: Desk, field: str) -> None:
    """Even small talk, as it quotes what was protected."""
    first = desk.mail(message_id="<protected@hartwell-clinic.lab>")
    desk.goes_encrypted(first)
    headers = f"{field}: <older@example.org> <protected@hartwell-clinic.lab>\n"
    reply = desk.mail(SMALL_TALK, subject="Re: One for Thursday", headers=headers)
    desk.held(reply, DESK, says=("protection was asked for",))
    desk.held(reply, NORA)
    delivery, = desk.check_gone(desk.post(reply, PETRA))
    assert b"kettle" not in delivery.content


def test_reply_to_mail_by_tls_needs_tls(desk: Desk) -> None:
    desk.goes_by_tls(desk.mail(message_id="<by-tls@hartwell-clinic.lab>"))
    reply = desk.mail(SMALL_TALK, headers="In-Reply-To: <by-tls@hartwell-clinic.lab>\n")
    desk.held(reply, DESK)
    desk.stop()
    desk.start()  # it is in the records, not in memory
    desk.held(reply, DESK)
    delivery, = desk.check_gone(desk.post(reply, NORA))
    assert delivery.tls


def test_reply_to_small_talk_is_small_talk(desk: Desk) -> None:
    desk.check_gone(desk.post(desk.mail(SMALL_TALK, message_id="<tea@hartwell-clinic.lab>"), DESK))
    reply = desk.mail(SMALL_TALK, headers="In-Reply-To: <tea@hartwell-clinic.lab>\n")
    desk.check_gone(desk.post(reply, DESK), 2)


# --- who gets what

FIELDS = (f"To: Nora Lind <{NORA}>, Petra Holm\n <{PETRA}>\nCc: sam <{SAM}>\n"
          f"Bcc: {DESK}\nResent-Bcc: {DESK}\n")


def check_header(delivery: Delivery) -> None:
    """To and Cc as they were written, and not a trace of a blind copy."""
    header = delivery.content.split(b"\r\n\r\n", 1)[0].replace(b"\r\n", b"\n")
    assert FIELDS.split("Bcc")[0].encode() in header
    assert b"bcc" not in header.lower() and DESK.encode() not in header


def test_blind_copies_stay_blind(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    desk.start()
    mail = desk.mail(SMALL_TALK, headers=FIELDS)
    deliveries = desk.check_gone(desk.post(mail, NORA, PETRA, more=("--cc", SAM, "--bcc", DESK)), 4)
    for delivery in deliveries:
        check_header(delivery)
        assert DESK not in delivery.recipients or delivery.recipients == (DESK,)
    assert len({parse(one.content)["Message-ID"] for one in deliveries}) == 1
    assert len({parse(one.content)["Date"] for one in deliveries}) == 1
    assert all(len(one.recipients) == 1 or DESK not in one.recipients
               for one in desk.town.provider.submitted)


def test_blind_copies_of_an_encrypted_mail(desk: Desk) -> None:
    """The key ids of a copy name its own readers and the sender, nobody else."""
    ids = {one: subkey(desk, one) for one in (PETRA, SAM, ANA)}
    mail = desk.mail(subject="[secure] One for Thursday", headers=f"To: Petra <{PETRA}>\nBcc: {SAM}\n")
    petra, sam = sorted(desk.check_gone(desk.post(mail, PETRA, more=("--bcc", SAM)), 2),
                        key=lambda one: one.recipients)
    for delivery, reader in ((petra, PETRA), (sam, SAM)):
        assert delivery.recipients == (reader,)
        assert b"Bcc" not in delivery.content and SAM.encode() not in delivery.content
        named = set(desk.gnupg.key_ids(armor_of(delivery.content)))
        assert named == {ids[reader], ids[ANA]}
        assert PRIVATE in (desk.people.open(delivery) or b"")
        assert SAM.encode() not in (desk.people.open(delivery) or b"")
    assert desk.people.homes[PETRA].decrypt(armor_of(sam.content)) is None


def subkey(desk: Desk, address: str) -> str:
    listing = desk.gnupg.run("--with-colons", "--list-keys", f"<{address}>").decode()
    return next(line.split(":")[4] for line in listing.splitlines() if line.startswith("sub:"))


def test_a_recipient_named_twice_gets_one(desk: Desk) -> None:
    delivery, = desk.check_gone(desk.post(desk.mail(), NORA, NORA.upper(), more=("--bcc", NORA)))
    assert len(delivery.recipients) == 1


def test_in_the_header_is_not_in_the_envelope(desk: Desk) -> None:
    """Who stands in To: but was not given is not sent to; nor is anybody of Bcc:."""
    mail = desk.mail(headers=f"To: {NORA}, {DESK}\nBcc: {PETRA}\n")
    delivery = desk.goes_by_tls(mail)
    assert delivery.recipients == (NORA,)


# --- whose settings

@pytest.mark.parametrize("mine,theirs,to", [
    ("[default]\nmin-tls=V\n", "[default]\nmin-tls=E\n", NORA),
    ("[default]\nmin-tls=V\n", "[domain lakeside-cardiology.lab]\nmin-tls=E\n", NORA),
    ("[default]\nmin-tls=V\n", f"[address {NORA}]\nmin-tls=E\n", NORA),
    ("[default]\ntls=never\n", "[default]\ntls=try\n", NORA),
    ("[default]\ntls=never\n", "[default]\ntls=opportunistic\n", NORA),
    ("[default]\nphi=hold\n", "[default]\nphi=protect\n", NORA),
    ("[domain lakeside-cardiology.lab]\nmethods=openpgp\n", f"[address {NORA}]\nmethods=tls\n", NORA),
    ("[default]\nlock=min-tls\n[domain *.lab]\nmin-tls=V\n", f"[address {NORA}]\nmin-tls=E\n", NORA),
    ("", "[default]\nmin-tls=V\n", NORA),  # the user may raise
    ("", "[default]\nmethods=openpgp\n", NORA),
], ids=lambda value: value.replace("\n", " ") if isinstance(value, str) and "[" in value else "")
def test_user_cannot_lower_the_administrator(desk: Desk, mine: str, theirs: str, to: str) -> None:
    mail = desk.mail()
    desk.goes_by_tls(mail)
    extend(desk, mine)
    (desk.config / "policy.conf").write_text(theirs)
    desk.held(mail, to)
    (desk.config / "policy.conf").unlink()
    desk.write_policy(desk.policy)
    desk.goes_by_tls(mail)


def extend(desk: Desk, text: str) -> None:
    """The lab's settings with @text: a group that is there twice is one to GKeyFile."""
    (desk.system / "policy.conf").write_text(desk.policy.text() + "\n" + text)


def test_user_cannot_let_unreadable_mail_go(desk: Desk) -> None:
    unreadable = desk.mail(SMALL_TALK, headers="Content-Type: application/x-strange\n")
    desk.held(unreadable, DESK, says=("could not be read",))
    (desk.config / "policy.conf").write_text("[default]\nunreadable=send\n")
    desk.held(unreadable, DESK)
    (desk.config / "policy.conf").unlink()
    extend(desk, "[default]\nunreadable=send\n")
    desk.check_gone(desk.post(unreadable, DESK))


def test_prediction_is_the_administrators(new_desk: Callable[..., Desk], town: Town) -> None:
    """As shipped, good TLS that was seen is no guarantee on an ordinary route: PHI is held.

    This is the limit of R0: were it sent, the provider could still deliver in the clear after
    somebody stripped STARTTLS."""
    desk = new_desk(policy=default_policy(town).set("default", predicted="none"))
    desk.start()
    mail = desk.mail()
    answer = desk.held(mail, NORA, says=("does not promise to use TLS", "enforce TLS"))
    assert answer.object["recipients"][0]["level"] == "A"
    desk.goes_encrypted(mail)
    desk.held(mail, "desk@northbay-oncology.seclab")  # verified by DANE, but who honours it?


def test_routes_of_the_user_are_not_believed(new_desk: Callable[..., Desk], town: Town) -> None:
    """Nor the header that would make a server enforce, nor what she calls internal."""
    desk = new_desk(policy=default_policy(town).set("default", predicted="none"),
                    accounts=(variant(CLINIC, route="R2"),))
    path = desk.config / "accounts.conf"
    path.write_text(path.read_text() + "enforcement=X-Hemostat-TLS: secure\ninternal=oldtown-physio.lab;\n")
    desk.start()
    for to in (NORA, DESK):
        answer = desk.held(desk.mail(), to)
        assert answer.object["recipients"][0]["route"] == "R0"


def test_exclusive_leaves_out_who_cannot_be_reached(new_desk: Callable[..., Desk], town: Town) -> None:
    """The one exception to all or none, said to the sender."""
    desk = new_desk(policy=default_policy(town).set("default", tls="exclusive"))
    desk.start()
    answer = desk.post(desk.mail(), NORA, DESK)
    delivery, = desk.check_gone(answer)
    assert delivery.recipients == (NORA,)
    check_words(words_of(answer), "left out")
    left, = [one for one in answer.object["recipients"] if one["address"] == DESK]
    assert left["verdict"] == "hold"


def test_sensitive_subjects_never_go_by_an_ordinary_route(desk: Desk) -> None:
    mail = desk.mail("Mr. Tom Berry, DOB 02/03/1969, is HIV positive; viral load 40000, started dolutegravir.\n")
    desk.held(mail, NORA, says=("specially protected",))
    delivery, = desk.check_gone(desk.post(mail, PETRA))
    assert b"Berry" not in delivery.content
