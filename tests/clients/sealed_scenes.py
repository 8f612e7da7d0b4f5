# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A clinician with a certificate of her own, imported and handed over as docs/keys.md says, and
colleagues who answer her encrypted.  FIRST and SECOND are reached by S/MIME only."""
from __future__ import annotations

import subprocess
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

from desk import Correspondents, Desk, default_policy
from lab.agent import Policy
from lab.receivers import Delivery
from lab.smime import PASSPHRASE, MailAuthority, verify
from lab.town import Town
from scenes import ANA, PETRA, PRIVATE
from sending import parse

FIRST = "first.visit@oldtown-physio.lab"
SECOND = "second.visit@oldtown-physio.lab"
TYPED = "birch kettle 7"  # what she types when Claws Mail opens a mail
ANSWER = "Mrs. Penfold, MRN 4480127: the ECG shows atrial fibrillation. Apixaban 5 mg?\n"
ANSWER_ID = "answer-1@oldtown-physio.lab"


def policy(town: Town, authority: MailAuthority, **default: str) -> Policy:
    return (default_policy(town).set("keys", finders="keyring", smime_anchors=str(authority.file))
            .set("default", methods="tls; smime; openpgp", **default))


class Clinic:
    """Ana at her desk, with her certificate, and those whose certificates she knows."""

    def __init__(self, desk: Desk, authority: MailAuthority) -> None:
        self.desk, self.authority = desk, authority
        self.people = {address: authority.issue(address) for address in (ANA, FIRST, SECOND)}
        self.take(self.people[ANA].pkcs12)
        self.take(self.people[FIRST].certificate)
        self.take(self.people[SECOND].certificate)

    def file(self, words: str) -> Path:
        """A passphrase, in a file that she alone can read."""
        path = self.desk.folder / "passphrase"
        path.touch(mode=0o600)
        path.write_text(words + "\n")
        return path

    def take(self, file: Path) -> None:
        done = self.desk.run("keys", "import", "--json", "--passphrase-file", self.file(PASSPHRASE), file)
        assert done.status == 0, done.said

    def set_up(self, program: str, plugin: Path, *more: str) -> None:
        """hemostat setup PROGRAM, with all questions answered by yes."""
        done = self.desk.run("setup", program, "--yes", "--system-config", str(self.desk.system),
                             "--plugin", str(plugin), *more)
        assert "can read mail that is encrypted to your S/MIME certificate" in done.text, (done.text, done.said)

    def opened(self, delivery: Delivery, address: str = "") -> EmailMessage:
        """What the recipient reads; it was enveloped, and is signed by Ana."""
        assert PRIVATE not in delivery.content and PRIVATE not in self._head(delivery.content)
        outer = parse(delivery.content)
        assert outer.get_content_type() == "application/pkcs7-mime"
        assert outer.get_param("smime-type") == "enveloped-data" and outer["Subject"] == "..."
        return self.read(delivery.content, address or delivery.recipients[0])

    @staticmethod
    def _head(content: bytes) -> bytes:
        return content.replace(b"\r\n", b"\n").partition(b"\n\n")[0]

    def read(self, mail: bytes, address: str) -> EmailMessage:
        entity = self.people[address].decrypt(mail)
        assert entity is not None, f"not for {address}"
        return parse(verify(entity, self.authority.file))

    def answer(self, sender: str = FIRST) -> bytes:
        """What @sender's program writes back: signed, and encrypted to Ana and nobody else."""
        person, ana = self.people[sender], self.people[ANA]
        entity = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + ANSWER.replace("\n", "\r\n").encode()
        signed = _openssl("-sign", "-signer", person.certificate, "-inkey", person.key, data=entity)
        sealed = _openssl("-encrypt", "-aes-256-cbc", "-from", sender, "-to", ANA, "-subject",
                          "About Thursday", ana.certificate, data=signed)
        return _stamp() + sealed.replace(b"\r\n", b"\n")


def answer_by_openpgp(people: Correspondents) -> bytes:
    """What Petra's program writes back, encrypted to Ana."""
    entity = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + ANSWER.replace("\n", "\r\n").encode()
    people.homes[PETRA].import_key(people.ana.export(ANA))
    armor = people.homes[PETRA].run("--armor", "--trust-model", "always", "--recipient", ANA, "--encrypt", data=entity)
    return (_stamp() + f"From: {PETRA}\nTo: {ANA}\nSubject: About Thursday\nMIME-Version: 1.0\n"
            'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="=_seal"\n\n'
            "--=_seal\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--=_seal\n"
            "Content-Type: application/octet-stream\n\n".encode() + armor + b"\n--=_seal--\n")


def _stamp() -> bytes:
    """Of now: readers compare the date with the time of the signature."""
    return f"Date: {formatdate()}\nMessage-ID: <{ANSWER_ID}>\n".encode()


def _openssl(*words: str | Path, data: bytes) -> bytes:
    return subprocess.run(["openssl", "cms", *map(str, words)], input=data, capture_output=True,
                          check=True).stdout
