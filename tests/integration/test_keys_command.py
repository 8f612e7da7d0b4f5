# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Keys on the command line: "keys", "leave", and what "setup" hands to mail programs."""
from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk import ANA, NORA, PETRA, Desk, default_policy
from lab.smime import PASSPHRASE, MailAuthority, Person
from lab.town import Town

GOOD, USAGE, UNREADABLE, REFUSED = 0, 1, 2, 3


@pytest.fixture(name="authority", scope="module")
def mail_authority(tmp_path_factory: pytest.TempPathFactory) -> MailAuthority:
    return MailAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(name="ana", scope="module")
def ana_certificate(authority: MailAuthority) -> Person:
    return authority.issue(ANA)


@pytest.fixture(name="nora", scope="module")
def nora_certificate(authority: MailAuthority) -> Person:
    return authority.issue(NORA)


@pytest.fixture(name="keys_desk")
def desk_that_trusts(new_desk: Callable[..., Desk], town: Town, authority: MailAuthority) -> Desk:
    """The organisation's authority is the lab's; only what is here counts."""
    desk = new_desk(policy=default_policy(town).set("keys", **{"smime-anchors": str(authority.file)}))
    desk.start()
    return desk


def passphrase_file(desk: Desk, words: str = PASSPHRASE) -> Path:
    path = desk.folder / "passphrase"
    path.write_text(words + "\n")
    return path


def listed(desk: Desk, address: str = "") -> list[dict[str, Any]]:
    answer = desk.run("keys", "list", "--json", *([address] if address else []))
    assert answer.status == GOOD, answer.said
    return list(answer.objects)


def import_own(desk: Desk, person: Person) -> None:
    done = desk.run("keys", "import", "--json", person.pkcs12, "--passphrase-file", passphrase_file(desk))
    assert done.status == GOOD, done.said
    assert [one["own"] for one in done.objects if one["fingerprint"] == person.fingerprint] == [True]


def test_own_certificate(keys_desk: Desk, ana: Person) -> None:
    wrong = keys_desk.run("keys", "import", ana.pkcs12, "--passphrase-file", passphrase_file(keys_desk, "other"))
    assert wrong.status == REFUSED and wrong.said
    import_own(keys_desk, ana)
    mine, = (one for one in listed(keys_desk, ANA) if one["kind"] == "smime")
    assert mine["own"] and mine["chosen"] and mine["fingerprint"] == ana.fingerprint
    kept = keys_desk.run("keys", "revoke", ANA, ana.fingerprint)
    assert kept.status == USAGE and "would be withdrawn" in kept.text and "was not withdrawn" in kept.said
    assert next(one for one in listed(keys_desk, ANA) if one["kind"] == "smime")["state"] == "usable"
    words = keys_desk.run("keys", "list", ANA).text
    assert "S/MIME certificate, your own" in words and "in gpg" not in words and "* would be used now" in words
    assert " ".join(ana.fingerprint[i:i + 4] for i in range(0, 64, 4)) in words
    assert {one["kind"] for one in listed(keys_desk, ANA)} == {"openpgp", "smime"}
    open_question = keys_desk.run("keys", "export", ANA)
    assert open_question.status == USAGE and "--kind" in open_question.said and not open_question.text
    out = keys_desk.folder / "ana.asc"
    written = keys_desk.run("keys", "export", ANA, "--kind", "openpgp", "--out", out)
    assert written.status == GOOD and f"{ANA}, OpenPGP key: written to {out}" in written.text
    assert "PGP PUBLIC KEY" in out.read_text()
    exported = keys_desk.run("keys", "export", ANA, ana.fingerprint)
    assert exported.text.startswith("-----BEGIN CERTIFICATE-----") and "PRIVATE" not in exported.text


def test_somebody_else(keys_desk: Desk, nora: Person, authority: MailAuthority) -> None:
    assert keys_desk.run("keys", "import", keys_desk.mail()).status == UNREADABLE
    assert keys_desk.run("keys", "import", nora.certificate).status == GOOD
    known, = listed(keys_desk, NORA)
    assert known["state"] == "usable" and known["trust"] == "authority" and "import" in known["finders"]
    short = keys_desk.run("keys", "confirm", NORA, nora.fingerprint[:16])
    assert short.status == USAGE and "whole fingerprint" in short.said
    other = keys_desk.run("keys", "confirm", NORA, "0" * 64)
    assert other.status == REFUSED and "keys list" in other.said
    groups = [nora.fingerprint[i:i + 4].lower() for i in range(0, 64, 4)]
    done = keys_desk.run("keys", "confirm", "--how", "telephone", NORA, *groups)
    assert done.status == GOOD and "You confirm" in done.text and "Confirmed: " in done.text
    known, = listed(keys_desk, NORA)
    assert known["trust"] == "confirmed" and known["confirmed_how"] == "telephone" and known["confirmed_by"]
    assert "by telephone" in keys_desk.run("keys", "list", NORA).text
    assert "by telephone" in keys_desk.run("audit", "show").text
    again = keys_desk.run("keys", "confirm", NORA, nora.fingerprint)
    assert again.status == GOOD and "confirmed already" in again.text
    known, = listed(keys_desk, NORA)
    assert known["confirmed_how"] == "telephone"
    line = "sha256 Fingerprint=" + ":".join(nora.fingerprint[i:i + 2] for i in range(0, 64, 2))
    assert keys_desk.run("keys", "confirm", "--how", "in-person", NORA, line).status == GOOD
    known, = listed(keys_desk, NORA)
    assert known["confirmed_how"] == "in-person"
    short = keys_desk.run("keys", "confirm", NORA, "0" * 40)
    assert short.status == REFUSED and "SHA-1" in short.said and "SHA-256" in short.said
    revoked = keys_desk.run("keys", "revoke", "--json", NORA, nora.fingerprint)
    assert revoked.status == GOOD and revoked.objects[0]["words"]
    known, = listed(keys_desk, NORA)
    assert known["state"] == "distrusted" and not known["chosen"]


def test_words_for_a_pdf(keys_desk: Desk) -> None:
    first, again, fresh = (keys_desk.run("keys", "words", PETRA, *more).text.strip() for more in ([], [], ["--fresh"]))
    assert len(first.split()) == 5 and first == again and fresh != first
    assert "still open with the old words" in keys_desk.run("keys", "words", "--fresh", PETRA).said


def test_there_and_back(keys_desk: Desk, new_desk: Callable[..., Desk], town: Town, ana: Person, nora: Person,
                        authority: MailAuthority) -> None:
    import_own(keys_desk, ana)
    assert keys_desk.run("keys", "import", nora.certificate).status == GOOD
    words = keys_desk.run("keys", "words", PETRA).text
    copy, secret = keys_desk.folder / "copy", ("--passphrase-file", passphrase_file(keys_desk, "birch kettle 7"))
    assert keys_desk.run("keys", "backup", "--out", copy, *secret).status == GOOD
    assert copy.stat().st_mode & 0o777 == 0o600 and ANA.encode() not in copy.read_bytes()
    assert keys_desk.run("keys", "backup", "--out", copy, *secret).status == USAGE
    other = new_desk(policy=keys_desk.policy)
    other.start()
    assert other.run("keys", "restore", copy, "--passphrase-file", passphrase_file(other)).status == REFUSED
    back = other.run("keys", "restore", "--json", copy, *secret)
    assert back.status == GOOD and back.objects[0]["count"] >= 3
    assert {one["fingerprint"] for one in listed(other) if one["kind"] == "smime"} == {
        ana.fingerprint, nora.fingerprint}
    assert other.run("keys", "words", PETRA).text == words


def test_leaving(keys_desk: Desk, ana: Person, nora: Person) -> None:
    import_own(keys_desk, ana)
    keys_desk.run("keys", "import", nora.certificate)
    out = keys_desk.folder / "left"
    shown = keys_desk.run("leave", "--out", out)
    assert shown.status == USAGE and "5. Wipe" in shown.text and not out.exists()
    assert "would be done" in shown.text
    assert (keys_desk.home / ".local/state/hemostat/state.sqlite").exists()
    held = keys_desk.run("leave", "--yes", "--out", out)
    assert held.status == USAGE and "--passphrase-file" in held.text
    assert all(one["state"] == "usable" for one in listed(keys_desk, ANA))
    secret = ("--passphrase-file", passphrase_file(keys_desk, "birch kettle 7"))
    done = keys_desk.run("leave", "--yes", "--out", out, *secret)
    assert done.status == GOOD, (done.text, done.said)
    assert json.loads((out / "audit-check.json").read_text())["ok"]
    records = [json.loads(line) for line in (out / "audit.jsonl").read_text().splitlines()]
    assert [one["number"] for one in records] == list(range(1, len(records) + 1))
    assert any(one["body"].get("act") == "revoke" for one in records)
    file, = out.glob("key-*.p12")
    assert file.name == f"key-{ana.fingerprint[:16]}.p12" and "stop using it" in done.text
    assert not list(out.glob("*.pem"))
    opened = subprocess.run(["openssl", "pkcs12", "-in", str(file), "-passin", "pass:birch kettle 7", "-nodes"],
                            capture_output=True, text=True)
    assert "PRIVATE KEY" in opened.stdout, opened.stderr
    assert not (out / "correspondents.txt").exists() and NORA not in (out / "audit.jsonl").read_text()
    assert not (keys_desk.home / ".local/state/hemostat/state.sqlite").exists()
    again = keys_desk.run("leave", "--yes", "--out", out)
    assert again.status == GOOD and "nothing left to wipe" in again.text
    assert len((out / "audit.jsonl").read_text().splitlines()) == len(records)


def gpgsm(desk: Desk, *arguments: str, data: bytes = b"") -> bytes:
    """As Claws Mail asks it, with the passphrase typed."""
    reading, writing = os.pipe()
    os.write(writing, b"birch kettle 7\n")
    os.close(writing)
    try:
        done = subprocess.run(["gpgsm", "--batch", "--disable-dirmngr", "--pinentry-mode", "loopback",
                               "--passphrase-fd", str(reading), *arguments], input=data, capture_output=True,
                              env=desk.environment, pass_fds=(reading,))
    finally:
        os.close(reading)
    return done.stdout


def encrypt_to(person: Person) -> bytes:
    return subprocess.run(["openssl", "cms", "-encrypt", "-aes-256-cbc", "-outform", "DER", str(person.certificate)],
                          input=b"the result is here", capture_output=True, check=True).stdout


def test_claws_gets_the_certificate(keys_desk: Desk, ana: Person) -> None:
    import_own(keys_desk, ana)
    folder = keys_desk.home / ".claws-mail"
    folder.mkdir()
    (folder / "accountrc").write_text(f"[Account: 1]\naccount_name=Clinic\nname=Ana Ruiz\naddress={ANA}\nprotocol=1\n"
                                      "receive_server=mail.hartwell-clinic.lab\nsmtp_server=mail.hartwell-clinic.lab\n"
                                      "user_id=ana\nssl_smtp=2\n")
    (folder / "clawsrc").write_text("[Plugins_GTK3]\n")
    words = ("--yes", "--system-config", str(keys_desk.system), "--passphrase-file",
             str(passphrase_file(keys_desk, "birch kettle 7")))
    done = keys_desk.run("setup", "claws", *words)
    assert "Claws Mail can read mail that is encrypted to your S/MIME certificate" in done.text, done.said
    assert gpgsm(keys_desk, "--decrypt", data=encrypt_to(ana)) == b"the result is here"
    assert "S relax" in (keys_desk.gnupg.folder / "trustlist.txt").read_text()
    assert "[trustlist.txt] root = " in done.text
    # who leaves can still read it; who undoes that cannot, and is told before
    left = keys_desk.run("leave", "--yes", "--out", keys_desk.folder / "left", *words[-2:])
    assert left.status == GOOD, (left.text, left.said)
    assert gpgsm(keys_desk, "--decrypt", data=encrypt_to(ana)) == b"the result is here"
    assert "cannot be read in Claws Mail" in keys_desk.run("setup", "claws", "--undo", *words[1:]).text
    keys_desk.run("setup", "claws", "--undo", *words)
    assert b"fingerprint" not in gpgsm(keys_desk, "--list-secret-keys")
    assert "S relax" not in (keys_desk.gnupg.folder / "trustlist.txt").read_text()


def test_thunderbird_gets_the_certificate(keys_desk: Desk, ana: Person) -> None:
    import_own(keys_desk, ana)
    folder = keys_desk.home / ".thunderbird/x.default"
    folder.mkdir(parents=True)
    (folder.parent / "profiles.ini").write_text("[Profile0]\nName=default\nIsRelative=1\nPath=x.default\n")
    (folder / "prefs.js").write_text("".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in {
        "mail.accountmanager.accounts": "account1", "mail.account.account1.server": "server1",
        "mail.account.account1.identities": "id1", "mail.server.server1.type": "imap",
        "mail.server.server1.hostname": "mail.hartwell-clinic.lab", "mail.server.server1.socketType": 3,
        "mail.identity.id1.useremail": ANA, "mail.smtpservers": "smtp1",
        "mail.smtpserver.smtp1.hostname": "mail.hartwell-clinic.lab", "mail.smtpserver.smtp1.try_ssl": 2}.items()))
    words = ("--yes", "--system-config", str(keys_desk.system), "--root", str(keys_desk.folder / "none"))
    done = keys_desk.run("setup", "thunderbird", *words)
    assert "Thunderbird can read mail that is encrypted to your S/MIME certificate" in done.text, done.said
    listing = subprocess.run(["certutil", "-L", "-d", f"sql:{folder}"], capture_output=True, text=True).stdout
    assert "u,u,u" in listing and ",C," in listing
    user = (folder / "user.js").read_text()
    assert "mail.identity.id1.encryption_cert_dbkey" in user and "encryptionpolicy" not in user
    keys_desk.run("setup", "thunderbird", "--undo", *words)
    listing = subprocess.run(["certutil", "-L", "-d", f"sql:{folder}"], capture_output=True, text=True).stdout
    assert ",u" not in listing and ",C," not in listing
