# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""S/MIME as a clinician uses it: what goes out opens elsewhere and is signed by her; what may
not be encrypted to holds the whole mail and says why."""
from __future__ import annotations

import email
import os
import threading
import time
from collections.abc import Callable, Iterator
from email import policy as mail_policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from desk import ANA, DESK, NORA, PETRA, PRIVATE, RESULT, Desk, default_policy
from lab.agent import Policy
from lab.receivers import Delivery
from lab.smime import DAY, PASSPHRASE, GpgsmHome, MailAuthority, Person, verify
from lab.town import Town

FIRST = "first.visit@oldtown-physio.lab"
SECOND = "second.visit@oldtown-physio.lab"


class Clinic:
    """Ana with a certificate of her own, and an authority that her clinic counts on."""

    def __init__(self, desk: Desk, authority: MailAuthority) -> None:
        self.desk, self.authority = desk, authority
        self.ana = authority.issue(ANA)

    def take(self, *files: Path) -> None:
        """hemostat keys import, as the README says."""
        for file in files:
            assert self.desk.run("keys", "import", "--json", "--passphrase-file", self.secret, file).status == 0

    @property
    def secret(self) -> Path:
        path = self.desk.folder / "secret"
        path.write_text(PASSPHRASE + "\n")
        path.chmod(0o600)
        return path

    def knows(self, *people: Person) -> None:
        self.take(*(person.certificate for person in people))


def smime_policy(town: Town, authority: MailAuthority, **default: str) -> Policy:
    return (default_policy(town).set("keys", finders="keyring", smime_anchors=str(authority.file))
            .set("default", methods="tls; smime; openpgp", **default))


@pytest.fixture(name="authority")
def mail_authority(tmp_path: Path) -> MailAuthority:
    return MailAuthority(tmp_path / "authority")


@pytest.fixture(name="new_clinic")
def clinics(town: Town, authority: MailAuthority,
            new_desk: Callable[..., Desk]) -> Iterator[Callable[..., Clinic]]:
    def make(own: bool = True, **default: str) -> Clinic:
        desk = new_desk(policy=smime_policy(town, authority, **default))
        desk.start()
        clinic = Clinic(desk, authority)
        if own:
            clinic.take(clinic.ana.pkcs12)
        return clinic
    yield make


@pytest.fixture(name="clinic")
def usual_clinic(new_clinic: Callable[..., Clinic]) -> Clinic:
    return new_clinic()


def content_of(delivery: Delivery, person: Person, authority: MailAuthority) -> EmailMessage:
    """What @person reads: decrypted, and signed by Ana."""
    assert PRIVATE not in delivery.content
    entity = person.decrypt(delivery.content)
    assert entity is not None, "not for this person"
    return read(verify(entity, authority.file))


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=mail_policy.default)
    assert isinstance(message, EmailMessage)
    return message


def only_recipient(answer: Any) -> dict[str, Any]:
    recipient, = answer.object["recipients"]
    return dict(recipient)


# --- it goes, and opens

def test_it_opens_with_openssl_and_is_signed(clinic: Clinic) -> None:
    person = clinic.authority.issue(FIRST)
    clinic.knows(person)
    answer = clinic.desk.post(clinic.desk.mail(), FIRST)
    delivery, = clinic.desk.check_gone(answer)
    assert only_recipient(answer)["method"] == "smime"
    outer = read(delivery.content)
    assert outer.get_content_type() == "application/pkcs7-mime"
    assert outer.get_param("smime-type") == "enveloped-data"
    assert outer["Subject"] == "..." and outer["To"] is None or FIRST in str(outer["To"])
    inner = content_of(delivery, person, clinic.authority)
    assert inner.get_content().replace("\r\n", "\n") == RESULT
    assert inner["Subject"] == "One for Thursday"


def test_it_opens_with_gpgsm(clinic: Clinic, tmp_path: Path) -> None:
    person = clinic.authority.issue(FIRST)
    clinic.knows(person)
    delivery, = clinic.desk.check_gone(clinic.desk.post(clinic.desk.mail(), FIRST))
    other = GpgsmHome(tmp_path / "gpgsm", clinic.authority, person)
    try:
        cms = read(delivery.content).get_payload(decode=True)
        assert PRIVATE in (other.decrypt(cms) or b"")  # type: ignore[arg-type]
    finally:
        other.close()


def test_she_can_read_it_again(clinic: Clinic) -> None:
    person = clinic.authority.issue(FIRST)
    clinic.knows(person)
    delivery, = clinic.desk.check_gone(clinic.desk.post(clinic.desk.mail(), FIRST))
    content_of(delivery, clinic.ana, clinic.authority)


def test_attachments_and_odd_bytes_stay_as_they_are(clinic: Clinic) -> None:
    person = clinic.authority.issue(FIRST)
    clinic.knows(person)
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = ANA, "Über Bo", "<odd@hartwell-clinic.lab>"
    message["Date"] = "Mon, 02 Mar 2026 09:12:47 +0000"
    message.set_content(RESULT + "Grüße \n-- \nAna\n", cte="8bit")
    message.set_param("format", "flowed")
    message.add_attachment(bytes(range(256)) * 300, maintype="application", subtype="octet-stream",
                           filename="Übersicht.bin")
    path = clinic.desk.folder / "odd.eml"
    path.write_bytes(message.as_bytes())
    delivery, = clinic.desk.check_gone(clinic.desk.post(path, FIRST))
    inner = content_of(delivery, person, clinic.authority)
    text, = (part for part in inner.walk() if part.get_content_type() == "text/plain")
    assert text.get_content().replace("\r\n", "\n") == RESULT + "Grüße \n-- \nAna\n"
    assert text.get_param("format") == "flowed"
    attached, = inner.iter_attachments()
    assert attached.get_filename() == "Übersicht.bin"
    assert attached.get_payload(decode=True) == bytes(range(256)) * 300


def test_a_certificate_of_an_elliptic_curve(clinic: Clinic) -> None:
    person = clinic.authority.issue(FIRST, elliptic=True)
    clinic.knows(person)
    delivery, = clinic.desk.check_gone(clinic.desk.post(clinic.desk.mail(), FIRST))
    content_of(delivery, person, clinic.authority)


def test_each_way_its_own_copy(clinic: Clinic, town: Town) -> None:
    """TLS, S/MIME and OpenPGP in one mail: one Message-ID, and nobody reads another's copy."""
    person = clinic.authority.issue(FIRST)
    clinic.knows(person)
    deliveries = clinic.desk.check_gone(clinic.desk.post(clinic.desk.mail(), NORA, FIRST, PETRA), 3)
    by_recipient = {delivery.recipients: delivery for delivery in deliveries}
    assert set(by_recipient) == {(NORA,), (FIRST,), (PETRA,)}
    assert by_recipient[(NORA,)].tls and PRIVATE in by_recipient[(NORA,)].content
    content_of(by_recipient[(FIRST,)], person, clinic.authority)
    assert clinic.desk.people and PRIVATE in (clinic.desk.people.open(by_recipient[(PETRA,)]) or b"")
    assert len({read(delivery.content)["Message-ID"] for delivery in deliveries}) == 1


def test_a_blind_recipient_is_named_nowhere(clinic: Clinic) -> None:
    person, hidden = clinic.authority.issue(FIRST), clinic.authority.issue(SECOND)
    clinic.knows(person, hidden)
    answer = clinic.desk.post(clinic.desk.mail(), FIRST, more=("--bcc", SECOND))
    for delivery in clinic.desk.check_gone(answer, 2):
        mine, other = (person, hidden) if delivery.recipients == (FIRST,) else (hidden, person)
        inner = content_of(delivery, mine, clinic.authority)
        assert other.decrypt(delivery.content) is None
        assert delivery.recipients == (SECOND,) or SECOND.encode() not in delivery.content + inner.as_bytes()


# --- it does not go

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"begin": -9 * DAY, "end": -2 * DAY}, "expired"),
    "not yet valid": ({"begin": 2 * DAY, "end": 9 * DAY}, "not valid yet"),
    "signing only": ({"encrypts": False}, "only sign"),
    "for a web server": ({"for_mail": False}, "only sign"),
    "weak": ({"bits": 1024}, "weak"),
    "of somebody else": ({"named": "someone.else@oldtown-physio.lab"}, ""),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_certificate_holds_the_mail(clinic: Clinic, kind: str) -> None:
    options, words = BAD[kind]
    clinic.knows(clinic.authority.issue(FIRST, **options))
    clinic.desk.held(clinic.desk.mail(), FIRST, says=(words,) if words else ())


def test_one_bad_recipient_never_lowers_the_others(clinic: Clinic) -> None:
    person = clinic.authority.issue(FIRST)
    clinic.knows(person, clinic.authority.issue(SECOND, begin=-9 * DAY, end=-2 * DAY))
    clinic.desk.held(clinic.desk.mail(), FIRST, SECOND, NORA, says=("expired",))
    answer = clinic.desk.post(clinic.desk.mail(), FIRST, SECOND, more=("--choice", "send-others"))
    delivery, = clinic.desk.check_gone(answer)
    assert delivery.recipients == (FIRST,)
    content_of(delivery, person, clinic.authority)


def test_an_unknown_authority_vouches_for_nobody(clinic: Clinic, tmp_path: Path) -> None:
    stranger = MailAuthority(tmp_path / "stranger", "Nobody's authority").issue(FIRST)
    clinic.knows(stranger)
    clinic.desk.held(clinic.desk.mail(), FIRST, says=("confirmed",))
    done = clinic.desk.run("keys", "confirm", "--json", "--how", "telephone", FIRST, stranger.fingerprint)
    assert done.status == 0, done.said
    delivery, = clinic.desk.check_gone(clinic.desk.post(clinic.desk.mail(), FIRST))
    assert stranger.decrypt(delivery.content) is not None


def test_a_changed_key_holds_until_it_is_confirmed(clinic: Clinic) -> None:
    clinic.knows(clinic.authority.issue(FIRST, end=3 * DAY))
    clinic.desk.check_gone(clinic.desk.post(clinic.desk.mail(), FIRST))
    clinic.desk._forget()
    other = clinic.authority.issue(FIRST, label="other", end=40 * DAY)
    clinic.knows(other)
    first = clinic.desk.run("keys", "list", "--json", FIRST)
    old = next(key for key in first.objects if key["fingerprint"] != other.fingerprint)
    assert clinic.desk.run("keys", "revoke", "--json", FIRST, old["fingerprint"]).status == 0
    clinic.desk.held(clinic.desk.mail(), FIRST, says=("another than before",))
    assert clinic.desk.run("keys", "confirm", "--json", FIRST, other.fingerprint).status == 0
    delivery, = clinic.desk.check_gone(clinic.desk.post(clinic.desk.mail(), FIRST))
    assert other.decrypt(delivery.content) is not None


def test_without_a_key_of_her_own_she_could_not_read_it(new_clinic: Callable[..., Clinic]) -> None:
    clinic = new_clinic(own=False)
    clinic.knows(clinic.authority.issue(FIRST))
    clinic.desk.held(clinic.desk.mail(), FIRST, says=("of your own",))


def test_the_approved_algorithms_only(new_clinic: Callable[..., Clinic]) -> None:
    """RSA as most programs do it is none of them (SP 800-131A), an elliptic curve of NIST is."""
    clinic = new_clinic(crypto="fips-approved")
    person = clinic.authority.issue(FIRST, elliptic=True)
    clinic.knows(person)
    answer = clinic.desk.post(clinic.desk.mail(), FIRST)
    delivery, = clinic.desk.check_gone(answer)
    assert person.decrypt(delivery.content) is not None
    assert "not validated" in " ".join(only_recipient(answer)["reasons"] + answer.object.get("notices", []))


def test_both_ways_at_once_are_told(new_clinic: Callable[..., Clinic]) -> None:
    """Encrypted, and the way there is by TLS too: the decision and the audit say both."""
    clinic = new_clinic()
    person = clinic.authority.issue(NORA)
    clinic.knows(person)
    answer = clinic.desk.post(clinic.desk.mail(), NORA, more=("--rung", "end-to-end"))
    delivery, = clinic.desk.check_gone(answer)
    assert delivery.tls and person.decrypt(delivery.content) is not None
    assert any("TLS as well" in reason for reason in only_recipient(answer)["reasons"])


def test_nobody_without_anything(clinic: Clinic) -> None:
    clinic.desk.held(clinic.desk.mail(), DESK)


# --- much of it

MEGABYTE = 1 << 20


class Meter:
    """The most memory of a process while it is looked at, in MB: its own, and that of mapped files
    and memfds, which the mail itself is."""

    def __init__(self, pid: int) -> None:
        self._path, self._done = Path(f"/proc/{pid}/status"), threading.Event()
        self.own = self.mapped = 0
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Meter":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.005):
            values = dict(line.split(":", 1) for line in self._path.read_text().splitlines())
            own, mapped = (int(values[name].split()[0]) // 1024 for name in ("RssAnon", "RssShmem"))
            self.own, self.mapped = max(self.own, own), max(self.mapped, mapped)


@pytest.mark.parametrize("newline,limit", [(b"\r\n", 24), (b"\n", 64)], ids=["crlf", "lf"])
def test_large_attachments_arrive_byte_for_byte(clinic: Clinic, newline: bytes, limit: int) -> None:
    """25 MB: the agent does not hold the mail in its own memory; with other line ends than are
    signed, once."""
    person = clinic.authority.issue(FIRST)
    clinic.knows(person)
    data = os.urandom(25 * MEGABYTE)
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = ANA, "Scan", "<scan@hartwell-clinic.lab>"
    message["Date"] = "Mon, 02 Mar 2026 09:12:47 +0000"
    message.set_content(RESULT)
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="scan.bin")
    path = clinic.desk.folder / "scan.eml"
    path.write_bytes(message.as_bytes().replace(b"\n", newline))
    assert clinic.desk.daemon
    with Meter(clinic.desk.daemon.pid) as meter:
        begin = time.monotonic()
        answer = clinic.desk.post(path, FIRST)
        taken = time.monotonic() - begin
    delivery, = clinic.desk.check_gone(answer)
    print(f"25 MB by S/MIME, lines end in {newline!r}: sent in {taken:.2f} s, {len(delivery.content) / MEGABYTE:.1f} MB on the wire; "
          f"of the agent's own memory at most {meter.own} MB, of mapped {meter.mapped} MB")
    attached, = content_of(delivery, person, clinic.authority).iter_attachments()
    assert attached.get_content() == data
    assert 0 < meter.own < limit, f"{meter.own} MB"
