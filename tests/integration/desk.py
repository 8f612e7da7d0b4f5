# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A clinician's desk in the lab: her home with the real agent, her mails, and what may be
said of a mail that was held or that went.

Every claim about a mail is checked at the receiving side, at the provider, on the file and
in the words that the clinician reads: what the agent thinks it did is no evidence.
"""
from __future__ import annotations

import itertools
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from lab.agent import Account, AgentHome, Answer, Policy
from lab.gnupg import GnupgHome
from lab.receivers import Delivery
from lab.town import SUBMISSION_HOST, Town

SENT, HELD = 0, 3
ANA = "ana.ruiz@hartwell-clinic.lab"
NORA = "nora.lind@lakeside-cardiology.lab"  # good TLS, no key
SAM = "sam.oduya@lakeside-cardiology.lab"  # good TLS, a key
PETRA = "petra.holm@oldtown-physio.lab"  # no TLS, a key
DESK = "front.desk@oldtown-physio.lab"  # no TLS, no key

CLINIC = Account(
    name="clinic", addresses=(ANA,), names=("Ana Ruiz", "Dr. Ana Ruiz"),
    words=("Hartwell Clinic", "12 Mill Lane", "555-0117"), host=SUBMISSION_HOST, port=587,
    security="starttls", user="ana.ruiz", password="correct horse")

RESULT = """\
Mrs. Harriet Penfold, DOB 14/07/1951, MRN 4480127, came in on Friday with palpitations.
Potassium 6.1 mmol/L, creatinine 188. She takes spironolactone 50 mg for heart failure.
"""
SMALL_TALK = "Shall we have tea at four on Thursday?  The kettle is mine.\n"
PRIVATE = b"Penfold"  # nobody on the way may read it

# What a clinician cannot make sense of.
_NO_SENTENCE = re.compile(
    r"G-?DBus|org\.(hemostat|freedesktop|gtk)|errno|\bsockets?\b|\.sock\b|No such file|Permission denied|"
    r"Connection (refused|reset)|Broken pipe|\(null\)|sqlite|SQLITE|-CRITICAL|-WARNING|Traceback|"
    r"assertion|\bNULL\b|%[sdu]|0x[0-9a-f]{4}")


def check_words(text: str, *needed: str) -> None:
    """@text is what a clinician reads: sentences, and @needed in them."""
    for line in text.splitlines():
        words = line.removeprefix("hemostat: ").strip()
        assert not _NO_SENTENCE.search(words), f"no words for a clinician: {words!r}"
        assert len(words.split()) >= 3 or not words, f"no sentence: {words!r}"
    for words in needed:
        assert words.lower() in text.lower(), f"{words!r} is not said: {text!r}"


def words_of(answer: Answer) -> str:
    """Everything that the clinician reads about a mail: errors, reasons, choices, remedies."""
    lines = [answer.said]
    for one in answer.objects:
        lines += one.get("remedies", [])
        lines += [choice["words"] for choice in one.get("choices", [])]
        for recipient in one.get("recipients", []):
            lines += recipient["reasons"]
    return "\n".join(line.strip() for line in lines if line.strip())


def default_policy(town: Town) -> Policy:
    return (Policy()
            .set("network", resolver=town.resolver.endpoint,
                 trust_anchor=str(town.names.trust_anchor), ca=str(town.authority.file))
            .set("agent", keyring="file")
            .set("default", predicted="V+A"))


class Correspondents:
    """Keys made once: Ana's own, and those that she compared on the telephone."""

    def __init__(self, folder: Path) -> None:
        self.ana = GnupgHome(folder / "ana")
        self.homes = {PETRA: GnupgHome(folder / "petra"), SAM: GnupgHome(folder / "sam")}
        self.ana.make_key("Ana Ruiz", ANA)
        for address, home in self.homes.items():
            key = home.make_key(address.split("@")[0].replace(".", " ").title(), address)
            self.ana.import_key(home.export(address))
            self.ana.sign_locally(key, ANA)

    def close(self) -> None:
        for home in (self.ana, *self.homes.values()):
            home.close()

    def open(self, delivery: Delivery) -> bytes | None:
        """What the recipient of an encrypted mail reads; None if her key does not fit."""
        return self.homes[delivery.recipients[0]].decrypt(armor_of(delivery.content))


def armor_of(content: bytes) -> bytes:
    begin = content.index(b"-----BEGIN PGP MESSAGE-----")
    return content[begin:]


class Desk(AgentHome):
    """Ana's home; every test has one of its own."""

    _count = itertools.count(1)

    def __init__(self, town: Town, people: Correspondents | None, policy: Policy | None = None,
                 accounts: tuple[Account, ...] = (CLINIC,)) -> None:
        self.town, self.people = town, people
        self.policy = policy or default_policy(town)
        super().__init__(town.folder / f"desk{next(Desk._count)}", self.policy, accounts)
        if people:
            copy_keys(people.ana.folder, self.gnupg.folder)
        self._mails = itertools.count(1)

    @property
    def config(self) -> Path:
        return self.home / ".config/hemostat"

    def mail(self, body: str = RESULT, subject: str = "One for Thursday", headers: str = "",
             message_id: str = "") -> Path:
        """A new mail in a file."""
        number = next(self._mails)
        path = self.folder / f"mail{number}.eml"
        own = message_id or f"<{self.folder.name}-{number}@hartwell-clinic.lab>"
        path.write_text(f"From: Ana Ruiz <{ANA}>\nSubject: {subject}\n"
                        f"Date: Mon, 02 Mar 2026 09:12:47 +0000\nMessage-ID: {own}\n{headers}"
                        f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}")
        return path

    def post(self, mail: Path, *to: str, more: tuple[str, ...] = (), account: str = "clinic",
             seconds: float = 60) -> Answer:
        """hemostat send; the file must stay as it is whatever happens."""
        before = (mail.read_bytes(), mail.stat().st_mtime_ns)
        recipients = [word for one in to for word in ("--to", one)]
        answer = self.run("send", "--json", "--account", account, "--from", ANA, *recipients,
                          *more, mail, seconds=seconds)
        assert (mail.read_bytes(), mail.stat().st_mtime_ns) == before
        return answer

    # --- what may be said of it

    def check_held(self, answer: Answer, *words: str) -> None:
        """Nothing left, the status says so, and the clinician is told why."""
        self.check_nothing_left()
        assert answer.status == HELD, (answer.status, answer.said, answer.objects)
        said = words_of(answer)
        assert said, "held without a word"
        assert str(self.socket) not in said and str(self.socket.parent) not in said
        check_words(said, *words)

    def check_nothing_left(self) -> None:
        assert self.town.provider
        self.town.provider.settle()
        assert not self.town.provider.submitted and not self.town.wire.deliveries

    def check_gone(self, answer: Answer, count: int = 1) -> list[Delivery]:
        """It went, @count copies of it, and arrived."""
        assert answer.status == SENT, (answer.status, words_of(answer))
        assert self.town.provider
        self.town.provider.settle()
        deliveries = self.town.wire.wait_for(count)
        assert len(deliveries) == count
        return deliveries

    def held(self, mail: Path, *to: str, says: tuple[str, ...] = (), **options: Any) -> Answer:
        answer = self.post(mail, *to, **options)
        self.check_held(answer, *says)
        return answer

    def goes_by_tls(self, mail: Path, to: str = NORA, **options: Any) -> Delivery:
        delivery, = self.check_gone(self.post(mail, to, **options))
        assert delivery.tls and PRIVATE in delivery.content
        self._forget()
        return delivery

    def goes_encrypted(self, mail: Path, to: str = PETRA, **options: Any) -> Delivery:
        delivery, = self.check_gone(self.post(mail, to, **options))
        assert self.people and PRIVATE not in delivery.content
        assert PRIVATE in (self.people.open(delivery) or b"")
        self._forget()
        return delivery

    def _forget(self) -> None:
        """So that a test can send again and see only that."""
        assert self.town.provider
        self.town.provider.clear()
        self.town.wire.clear()


def copy_keys(source: Path, target: Path) -> None:
    """Keys and trust, but not the sockets of a running gpg-agent."""
    shutil.copytree(source, target, dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("S.*", "*.lock", ".#*"))
    target.chmod(0o700)


def variant(account: Account, **changes: Any) -> Account:
    return replace(account, **changes)
