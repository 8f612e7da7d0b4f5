# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Each recipient by himself climbs the ladder: TLS, S/MIME, OpenPGP, a PDF, or nothing goes.

Those who read what arrives are other people's programs: openssl, gpg, pdftotext.
"""
from __future__ import annotations

import email
import email.policy
import subprocess
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from desk import ANA, DESK, NORA, PETRA, PRIVATE, RESULT, Desk, default_policy, words_of
from lab.agent_client import AgentClient, Refused
from lab.receivers import Delivery
from lab.smime import PASSPHRASE, MailAuthority, Person, verify
from lab.town import Town

IVO = "ivo.brandt@oldtown-physio.lab"  # no TLS, a certificate
UTE = "ute.falk@oldtown-physio.lab"  # likewise
LARS = "lars.moen@lakeside-cardiology.lab"  # good TLS, a certificate
LADDER = "tls; smime; openpgp; pdf"


@pytest.fixture(scope="module")
def authority(town: Town) -> MailAuthority:
    return MailAuthority(town.folder / "mail-authority")


@pytest.fixture(scope="module")
def certified(authority: MailAuthority) -> dict[str, Person]:
    return {address: authority.issue(address) for address in (ANA, IVO, UTE, LARS)}


class Practice:
    """A desk that has Ana's own certificate and those of her correspondents."""

    def __init__(self, desk: Desk, authority: MailAuthority) -> None:
        self.desk, self.authority = desk, authority

    def bring(self, file: Path, *more: str) -> None:
        answer = self.desk.run("keys", "import", "--json", *more, file)
        assert answer.status == 0, answer.said

    def bring_own(self, person: Person) -> None:
        passphrase = self.desk.folder / "passphrase"
        passphrase.write_text(PASSPHRASE + "\n")
        self.bring(person.pkcs12, "--passphrase-file", str(passphrase))

    def events(self, event: str) -> list[dict[str, Any]]:
        return [one for one in self.desk.run("audit", "show", "--json").objects if one["event"] == event]


@pytest.fixture
def new_practice(new_desk: Callable[..., Desk], town: Town, authority: MailAuthority,
                 certified: dict[str, Person]) -> Callable[..., Practice]:
    """@own: whether Ana has a certificate of her own; @rules: of [default]."""

    def make(own: bool = True, **rules: str) -> Practice:
        policy = default_policy(town).set("keys", smime_anchors=str(authority.file)).set("default", **rules)
        practice = Practice(new_desk(policy=policy), authority)
        practice.desk.start()
        if own:
            practice.bring_own(certified[ANA])
        for address in (IVO, UTE, LARS):
            practice.bring(certified[address].certificate)
        return practice

    return make


@pytest.fixture
def practice(new_practice: Callable[..., Practice]) -> Practice:
    return new_practice()


@pytest.fixture
def with_pdf(new_practice: Callable[..., Practice]) -> Practice:
    return new_practice(methods=LADDER)


def to_whom(deliveries: list[Delivery]) -> dict[str, Delivery]:
    return {delivery.recipients[0]: delivery for delivery in deliveries}


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def opened(person: Person, authority: MailAuthority, content: bytes) -> EmailMessage:
    """What @person reads of an S/MIME message: decrypted, and the signature inside verified."""
    message = read(content)
    assert message.get_content_type() == "application/pkcs7-mime" and message["Subject"] == "..."
    assert PRIVATE not in content and message.get_filename() == "smime.p7m"
    entity = person.decrypt(content)
    assert entity, f"{person.address} cannot open it"
    return read(verify(entity, authority.file))


def methods(answer: Any) -> dict[str, str]:
    return {one["address"]: one["method"] for one in answer.object["recipients"]}


# --- everybody his own way

def test_one_mail_four_ways(practice: Practice, certified: dict[str, Person]) -> None:
    """One over TLS, one by S/MIME, one by OpenPGP, one held: all wait, until she leaves him out."""
    desk = practice.desk
    everybody = (NORA, IVO, PETRA, DESK)
    mail = desk.mail()
    held = desk.held(mail, *everybody, says=("no way to protect",))
    assert methods(held) == {NORA: "tls", IVO: "smime", PETRA: "openpgp", DESK: "none"}
    answer = desk.post(mail, *everybody, more=("--choice", "send-others", "--reason", "called"))
    got = to_whom(desk.check_gone(answer, 3))
    assert set(got) == {NORA, IVO, PETRA}
    assert PRIVATE in got[NORA].content
    inside = opened(certified[IVO], practice.authority, got[IVO].content)
    assert "Penfold" in inside.get_content() and inside["Subject"] == "One for Thursday"
    assert desk.people and PRIVATE in (desk.people.open(got[PETRA]) or b"")
    outer = [read(one.content) for one in got.values()]
    assert len({message["Message-ID"] for message in outer}) == 1
    assert len({message["Date"] for message in outer}) == 1
    judged = practice.events("assess")[-1]["body"]["recipients"]
    assert [(one["method"], one["tls"]) for one in judged] == [
        ("tls", True), ("smime", False), ("openpgp", False), ("none", False)]


def test_she_can_read_what_she_sent(practice: Practice, certified: dict[str, Person]) -> None:
    delivery, = practice.desk.check_gone(practice.desk.post(practice.desk.mail(), IVO))
    assert "Penfold" in opened(certified[ANA], practice.authority, delivery.content).get_content()
    assert certified[UTE].decrypt(delivery.content) is None


def test_blind_copies_know_nothing_of_each_other(practice: Practice, certified: dict[str, Person]) -> None:
    desk = practice.desk
    blind = (IVO, UTE, PETRA)
    more = tuple(word for address in blind for word in ("--bcc", address))
    got = to_whom(desk.check_gone(desk.post(desk.mail(), NORA, more=more), 4))
    for address in blind:
        content = got[address].content
        assert len(got[address].recipients) == 1
        for other in (*blind, DESK):
            assert other.encode() not in content
            person = certified.get(other)
            if person and other != address:
                assert person.decrypt(content) is None
    for address in (IVO, UTE):
        inside = opened(certified[address], practice.authority, got[address].content)
        assert "Bcc" not in inside and not any(one in str(inside) for one in blind)


def test_encrypted_and_over_tls_as_well(new_practice: Callable[..., Practice],
                                        certified: dict[str, Person]) -> None:
    practice = new_practice(methods="smime; tls")
    answer = practice.desk.post(practice.desk.mail(), LARS, IVO)
    got = to_whom(practice.desk.check_gone(answer, 2))
    opened(certified[LARS], practice.authority, got[LARS].content)
    reasons = {one["address"]: "\n".join(one["reasons"]) for one in answer.object["recipients"]}
    assert "by TLS as well" in reasons[LARS] and "TLS as well" not in reasons[IVO]
    judged = practice.events("assess")[-1]["body"]["recipients"]
    assert [(one["method"], one["tls"]) for one in judged] == [("smime", True), ("smime", False)]


def test_each_way_as_a_mail_program_hands_it_over(with_pdf: Practice, certified: dict[str, Person]) -> None:
    """Format compose: every copy names its own group, and its first line the others."""
    client = AgentClient(with_pdf.desk.socket)
    mail = {"from": f"Ana Ruiz <{ANA}>", "to": [NORA, IVO], "cc": [DESK], "bcc": [UTE, PETRA],
            "subject": "One for Thursday", "text": RESULT}
    verdict, ticket, _ = client.assess_compose(mail)
    assert verdict == "protect"
    made = {values["recipients"][0]: (content, values) for content, values in client.protect(ticket, mail)}
    client.close()
    assert {one: values["method"] for one, (_, values) in made.items()} == {
        NORA: "tls", IVO: "smime", UTE: "smime", PETRA: "openpgp", DESK: "pdf"}
    assert all(values["blind"] == (one in (UTE, PETRA)) for one, (_, values) in made.items())
    assert len({values["message_id"] for _, values in made.values()}) == 1
    for one, (content, _) in made.items():
        assert not any(other.encode() in content for other in (UTE, PETRA) if other != one)
        to, cc = (str(read(content)[name] or "") for name in ("To", "Cc"))
        assert (one in to + cc) == (one not in (UTE, PETRA))
    inside = opened(certified[IVO], with_pdf.authority, made[IVO][0])
    assert f"also sent to: {NORA}, {DESK}" in " ".join(inside.get_content().split())
    inside = opened(certified[UTE], with_pdf.authority, made[UTE][0])
    assert "You have a blind copy" in inside.get_content()


# --- keys that are not what they were

def test_another_key_waits_for_a_call(practice: Practice, certified: dict[str, Person]) -> None:
    desk = practice.desk
    mail = desk.mail()
    desk.check_gone(desk.post(mail, IVO))
    desk.town.provider.clear()
    desk.town.wire.clear()
    other = practice.authority.issue(IVO, label="ivo-again")
    assert desk.run("keys", "revoke", "--yes", IVO, certified[IVO].fingerprint).status == 0
    practice.bring(other.certificate)
    held = desk.held(mail, IVO, NORA, says=("another than before", "Call", other.fingerprint))
    assert "key of 1 of 2 recipients is another than before" in held.object["title"]
    assert desk.run("keys", "confirm", IVO, other.fingerprint).status == 0
    delivery, = desk.check_gone(desk.post(mail, IVO))
    opened(other, practice.authority, delivery.content)
    assert certified[IVO].decrypt(delivery.content) is None


def test_a_key_refused_in_between_stops_the_mail(practice: Practice, certified: dict[str, Person]) -> None:
    """Between the verdict and the sending somebody says that it is not his."""
    desk = practice.desk
    client = AgentClient(desk.socket)
    mail = desk.mail().read_bytes()
    verdict, ticket, _ = client.assess(mail, ANA, [IVO])
    assert verdict == "protect"
    assert desk.run("keys", "revoke", "--yes", IVO, certified[IVO].fingerprint).status == 0
    with pytest.raises(Refused) as refused:
        client.protect(ticket, mail)
    assert refused.value.name == "Changed" and "press Send again" in refused.value.words
    verdict, _, _ = client.assess(mail, ANA, [IVO])
    assert verdict == "hold"
    client.close()


def test_without_a_certificate_of_her_own(new_practice: Callable[..., Practice],
                                          certified: dict[str, Person]) -> None:
    practice = new_practice(own=False)
    desk = practice.desk
    mail = desk.mail()
    desk.held(mail, IVO, says=("no S/MIME certificate of your own", "have an S/MIME certificate"))
    desk.check_gone(desk.post(mail, PETRA))  # the other kind is not touched by that
    desk.town.provider.clear()
    desk.town.wire.clear()
    practice.bring_own(certified[ANA])
    desk.check_gone(desk.post(mail, IVO))


@pytest.mark.parametrize("rule,says", [("confirmed", "nobody has confirmed"), ("authority", "")])
def test_how_much_proof_is_wanted(new_practice: Callable[..., Practice], rule: str, says: str) -> None:
    desk = new_practice(**{"key-trust": rule}).desk
    if says:
        desk.held(desk.mail(), IVO, says=(says, "hemostat keys confirm"))
    else:
        desk.check_gone(desk.post(desk.mail(), IVO))


def test_approved_algorithms_only(new_practice: Callable[..., Practice], certified: dict[str, Person]) -> None:
    """Petra's key is on a curve of its own; and nobody is told that the program is validated."""
    practice = new_practice(crypto="fips-approved")
    desk = practice.desk
    mail = desk.mail()
    held = desk.held(mail, PETRA, says=("approved algorithms",))
    assert "not validated" in "\n".join(held.object["notices"])
    answer = desk.post(mail, IVO)
    delivery, = desk.check_gone(answer)
    opened(certified[IVO], practice.authority, delivery.content)
    assert "not validated" in "\n".join(answer.object["notices"])


# --- people with nothing

def test_no_pdf_unless_allowed(practice: Practice) -> None:
    practice.desk.held(practice.desk.mail(), DESK, says=("telephone",))


def pdf_of(message: EmailMessage) -> bytes:
    attachment, = message.iter_attachments()
    assert attachment.get_content_type() == "application/pdf"
    return attachment.get_payload(decode=True)


def text_of(file: Path, words: str) -> str | None:
    """By way of qpdf, as pdftotext itself takes no more than 32 letters of a password."""
    plain = file.with_suffix(".plain")
    done = subprocess.run(["qpdf", f"--password={words}", "--decrypt", str(file), str(plain)],
                          capture_output=True)
    if done.returncode:
        return None
    return subprocess.run(["pdftotext", str(plain), "-"], capture_output=True, check=True).stdout.decode()


def test_a_pdf_that_five_words_open(with_pdf: Practice, tmp_path: Path) -> None:
    desk = with_pdf.desk
    answer = desk.post(desk.mail(subject="=?utf-8?q?Befund_f=C3=BCr_Donnerstag?="), DESK)
    assert "anybody who gets hold of the file can try words" in words_of(answer)
    assert f"hemostat keys words {DESK}" in "\n".join(answer.object["notices"])
    delivery, = desk.check_gone(answer)
    assert PRIVATE not in delivery.content and b"Befund" not in delivery.content
    message = read(delivery.content)
    assert message["Subject"] == "..."
    words = desk.run("keys", "words", "--json", DESK).object["words"]
    assert len(words.split()) == 5 and words.encode() not in delivery.content
    body = message.get_body(("plain",))
    assert body is not None and "telephone" in body.get_content() and ANA in body.get_content()
    assert "small letters" in body.get_content() and "one space" in body.get_content()
    file = tmp_path / "message.pdf"
    file.write_bytes(pdf_of(message))
    opened_text = text_of(file, words)
    assert opened_text and "Penfold" in opened_text and "Befund für Donnerstag" in opened_text
    assert text_of(file, "one two three four five") is None


def test_each_recipient_has_words_of_his_own(with_pdf: Practice, tmp_path: Path) -> None:
    desk = with_pdf.desk
    other = "reception@oldtown-physio.lab"
    got = to_whom(desk.check_gone(desk.post(desk.mail(), DESK, other), 2))
    words = {one: desk.run("keys", "words", "--json", one).object["words"] for one in got}
    assert words[DESK] != words[other]
    for address, delivery in got.items():
        file = tmp_path / f"{address}.pdf"
        file.write_bytes(pdf_of(read(delivery.content)))
        assert text_of(file, words[address])
        assert text_of(file, words[other if address == DESK else DESK]) is None


@pytest.mark.parametrize("word", ["secure", "portal"])
def test_a_pdf_is_no_answer_to_more_than_tls(with_pdf: Practice, word: str) -> None:
    with_pdf.desk.held(with_pdf.desk.mail(subject=f"[{word}] Thursday"), DESK, says=("more than TLS",))


def test_no_pdf_for_what_is_specially_protected(with_pdf: Practice) -> None:
    mail = with_pdf.desk.mail(body="Mrs. Harriet Penfold, DOB 14/07/1951, MRN 4480127, is HIV positive; "
                                   "she takes tenofovir and her CD4 count is 350.\n")
    with_pdf.desk.held(mail, DESK, says=("specially protected",))


def test_who_has_a_key_gets_no_pdf(with_pdf: Practice, certified: dict[str, Person]) -> None:
    desk = with_pdf.desk
    got = to_whom(desk.check_gone(desk.post(desk.mail(), IVO, PETRA, NORA, DESK), 4))
    opened(certified[IVO], with_pdf.authority, got[IVO].content)
    assert b"BEGIN PGP MESSAGE" in got[PETRA].content and PRIVATE in got[NORA].content
    assert b"application/pdf" in got[DESK].content
