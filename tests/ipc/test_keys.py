# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""org.hemostat.Keys1: what is known of keys, and what a person does with them."""
from __future__ import annotations

import base64
import copy
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gi.repository import GLib

from lab.agent import Policy
from lab.agent_client import AgentClient, Refused, sealed
from lab.gnupg import GnupgHome
from lab.smime import PASSPHRASE, MailAuthority, Person
from surgery import ANA, NORA, PETRA, TEA, Surgery, wait_until

WORDS = b"five plain words it was"


class Keys:
    """Keys1 as the command line calls it."""

    def __init__(self, surgery: Surgery) -> None:
        self.client: AgentClient = surgery.client()

    def call(self, method: str, signature: str, arguments: tuple[Any, ...], fds: tuple[int, ...] = ()) -> Any:
        return self.client.call(method, GLib.Variant(signature, arguments), fds,
                                interface="org.hemostat.Keys1", seconds=60)

    def list(self, address: str = "") -> list[dict[str, Any]]:
        return self.call("List", "(s)", (address,))[0][0]

    def find(self, address: str) -> list[dict[str, Any]]:
        return self.call("Find", "(s)", (address,))[0][0]

    def bring(self, data: bytes, passphrase: bytes = b"") -> list[dict[str, Any]]:
        return self.call("Import", "(hh)", (0, 1), (sealed(data), sealed(passphrase)))[0][0]

    def confirm(self, address: str, fingerprint: str, how: str = "telephone") -> dict[str, Any]:
        return self.call("Confirm", "(sss)", (address, fingerprint, how))[0][0]

    def revoke(self, address: str, fingerprint: str) -> str:
        return self.call("Revoke", "(ss)", (address, fingerprint))[0][0]

    def _file(self, answer: tuple[Any, list[int]]) -> bytes:
        with os.fdopen(answer[1][0], "rb") as file:
            file.seek(0)
            return file.read()

    def export(self, address: str, fingerprint: str) -> bytes:
        return self._file(self.call("Export", "(ss)", (address, fingerprint)))

    def export_own(self, fingerprint: str, passphrase: bytes) -> bytes:
        return self._file(self.call("ExportOwn", "(sh)", (fingerprint, 0), (sealed(passphrase),)))

    def backup(self, passphrase: bytes = WORDS) -> bytes:
        return self._file(self.call("Backup", "(h)", (0,), (sealed(passphrase),)))

    def restore(self, file: bytes, passphrase: bytes = WORDS) -> int:
        return self.call("Restore", "(hh)", (0, 1), (sealed(file), sealed(passphrase)))[0][0]

    def words(self, address: str, fresh: bool = False) -> str:
        return self.call("Words", "(sb)", (address, fresh))[0][0]

    def wipe(self, number: int) -> None:
        self.call("Wipe", "(t)", (number,))

    def close(self) -> None:
        self.client.close()


@pytest.fixture(scope="module", name="authority")
def mail_authority(new_folder: Callable[[], Path]) -> MailAuthority:
    return MailAuthority(new_folder())


@pytest.fixture(scope="module", name="gnupg")
def correspondents(new_folder: Callable[[], Path]) -> Iterator[GnupgHome]:
    """Other people's gpg, with Nora's key."""
    home = GnupgHome(new_folder())
    home.make_key("Nora Lind", NORA)
    yield home
    home.close()


@pytest.fixture(name="make_home")
def maker_of_homes(new_surgery: Callable[[], Surgery], authority: MailAuthority,
                   policy: Policy) -> Callable[[], Surgery]:
    def make() -> Surgery:
        surgery = new_surgery()
        surgery.write_policy(copy.deepcopy(policy).set("keys", smime_anchors=str(authority.file)))
        surgery.start()
        return surgery

    return make


@pytest.fixture(name="home")
def surgery_with_authority(make_home: Callable[[], Surgery]) -> Surgery:
    return make_home()


@pytest.fixture(name="keys")
def keys_of_home(home: Surgery) -> Iterator[Keys]:
    keys = Keys(home)
    yield keys
    keys.close()


def events(surgery: Surgery) -> list[str]:
    return [record["body"]["act"] for record in surgery.run("audit", "show", "--json").objects
            if record["event"] == "key"]


def test_nothing_is_known(keys: Keys) -> None:
    assert keys.list() == [] and keys.list(NORA) == []


def test_a_certificate_of_the_authority_is_used(home: Surgery, keys: Keys, authority: MailAuthority) -> None:
    nora = authority.issue(NORA)
    [key] = keys.bring(nora.certificate.read_bytes())
    assert (key["address"], key["kind"], key["fingerprint"]) == (NORA, "smime", nora.fingerprint)
    assert (key["state"], key["trust"], key["finders"]) == ("usable", "authority", ["import"])
    assert key["confirmed_by"] == "" and not key["own"] and key["expires"] > key["created"] > 0
    [listed] = keys.list("Nora.Lind@Example.COM")
    assert listed["chosen"] and listed["fingerprint"] == nora.fingerprint
    assert keys.list()[0]["address"] == NORA and keys.list(PETRA) == []
    assert events(home) == ["import"]
    assert NORA not in str(home.run("audit", "show", "--json").objects)
    assert NORA not in home.log


def test_a_stranger_s_certificate_wants_a_person(keys: Keys, new_folder: Callable[[], Path]) -> None:
    petra = MailAuthority(new_folder(), "Somebody else").issue(PETRA)
    [key] = keys.bring(petra.certificate.read_bytes())
    assert (key["state"], key["trust"]) == ("unconfirmed", "none")
    key = keys.confirm(PETRA, petra.fingerprint.lower(), "in-person")
    assert (key["state"], key["trust"], key["confirmed_how"]) == ("usable", "confirmed", "in-person")
    assert key["confirmed_by"] and key["confirmed_at"] > 0
    assert "never used again" in keys.revoke(PETRA, petra.fingerprint)
    [key] = keys.list(PETRA)
    assert (key["state"], key["chosen"]) == ("distrusted", False)
    with pytest.raises(Refused) as refused:
        keys.confirm(PETRA, petra.fingerprint)
    assert refused.value.name == "Denied" and "was withdrawn on" in refused.value.words
    assert keys.list(PETRA)[0]["state"] == "distrusted"


def test_another_certificate_is_a_change(keys: Keys, authority: MailAuthority) -> None:
    first, second = authority.issue(NORA, label="first"), authority.issue(NORA, label="second")
    keys.bring(first.certificate.read_bytes())
    keys.confirm(NORA, first.fingerprint)
    [key] = keys.bring(second.certificate.read_bytes())
    assert key["state"] == "changed"
    keys.revoke(NORA, first.fingerprint)  # the next one is another than a person confirmed
    states = {key["fingerprint"]: key["state"] for key in keys.list(NORA)}
    assert states == {first.fingerprint: "distrusted", second.fingerprint: "changed"}
    keys.confirm(NORA, second.fingerprint)
    states = {key["fingerprint"]: key["state"] for key in keys.list(NORA)}
    assert states[second.fingerprint] == "usable"


@pytest.mark.parametrize("how", ["", "by mail", "TELEPHONE"])
def test_a_word_says_how(keys: Keys, authority: MailAuthority, how: str) -> None:
    nora = authority.issue(NORA)
    keys.bring(nora.certificate.read_bytes())
    with pytest.raises(Refused) as refused:
        keys.confirm(NORA, nora.fingerprint, how)
    assert refused.value.name == "Invalid"


@pytest.mark.parametrize("address,fingerprint,name", [
    (NORA, "0" * 64, "NotFound"), (NORA, "0" * 40, "NotFound"), (NORA, "", "Invalid"), (NORA, "x" * 64, "Invalid"),
    (NORA, "0" * 63, "Invalid"), (NORA, "'; DROP TABLE keys; --", "Invalid"), ("", "0" * 64, "Invalid"),
    ("nobody", "0" * 64, "Invalid"), ("a@b\nBcc: x", "0" * 64, "Invalid"), ("@", "0" * 64, "Invalid"),
    ("x" * 5000 + "@example.org", "0" * 64, "Invalid")], ids=str)
def test_what_is_no_key_is_not_found(keys: Keys, address: str, fingerprint: str, name: str) -> None:
    for act in (keys.confirm, keys.revoke, keys.export):
        with pytest.raises(Refused) as refused:
            act(address, fingerprint)
        assert refused.value.name == name


@pytest.mark.parametrize("address", ["nobody", "a b@example.org", "<a@example.org>", "a@b\r\nX: y"])
def test_what_is_no_address_is_refused(keys: Keys, address: str) -> None:
    for act in (keys.list, keys.find, keys.words):
        with pytest.raises(Refused) as refused:
            act(address)
        assert refused.value.name == "Invalid" and address not in refused.value.words


def test_find_says_who_could_not_be_asked(home: Surgery, keys: Keys, policy: Policy) -> None:
    """No name service answers here: that nothing was found means little, and is said so."""
    found, notes = keys.call("Find", "(s)", (NORA,))[0]
    assert found == [] and len(notes) == 3
    assert "web server" in notes[0] and "certificate" in notes[1] and "name service" in notes[2]


def test_one_s_own(home: Surgery, keys: Keys, authority: MailAuthority) -> None:
    ana = authority.issue(ANA)
    [key] = keys.bring(ana.pkcs12.read_bytes(), PASSPHRASE.encode())
    assert (key["own"], key["state"], key["trust"]) == (True, "usable", "confirmed")
    again = keys.export_own(ana.fingerprint, b"a-transfer-passphrase-of-chance-0123")
    done = subprocess.run(["openssl", "pkcs12", "-legacy", "-nodes", "-passin",
                           "pass:a-transfer-passphrase-of-chance-0123"], input=again, capture_output=True)
    assert b"BEGIN PRIVATE KEY" in done.stdout and b"Hemostat lab" in done.stdout
    assert events(home) == ["import-own", "export-own"]
    state = home.home / ".local/state/hemostat"
    kept = b"".join(path.read_bytes() for path in state.rglob("*.sqlite*"))
    assert ana.key.read_bytes()[40:80] not in kept and ANA.encode() not in kept
    assert "authority" in keys.revoke(ANA, ana.fingerprint)
    assert keys.list(ANA)[0]["words"] == "you withdrew this key"


def test_a_private_key_for_somebody_else_s_address(home: Surgery, keys: Keys, authority: MailAuthority) -> None:
    """Whoever sends one with its passphrase reads what is encrypted to it: it is neither kept nor used."""
    nora, false = authority.issue(NORA, label="true"), authority.issue(NORA, label="false")
    keys.bring(nora.certificate.read_bytes())
    keys.confirm(NORA, nora.fingerprint, "in-person")
    with pytest.raises(Refused) as refused:
        keys.bring(false.pkcs12.read_bytes(), PASSPHRASE.encode())
    assert refused.value.name == "Denied" and "none of the addresses of your accounts" in refused.value.words
    assert NORA not in refused.value.words
    [key] = keys.list(NORA)
    assert (key["fingerprint"], key["state"], key["own"]) == (nora.fingerprint, "usable", False)
    assert events(home) == ["import", "confirm"]


def test_it_is_there_after_a_restart(home: Surgery, authority: MailAuthority) -> None:
    ana, keys = authority.issue(ANA), Keys(home)
    keys.bring(ana.pkcs12.read_bytes(), PASSPHRASE.encode())
    keys.close()
    home.stop()
    home.start_without_passwords()
    keys = Keys(home)
    assert keys.list(ANA)[0]["own"]
    assert keys.export_own(ana.fingerprint, b"another passphrase")
    keys.close()


@pytest.mark.parametrize("passphrase,name", [(b"wrong", "Denied"), (b"", "Denied")])
def test_a_wrong_passphrase(keys: Keys, authority: MailAuthority, passphrase: bytes, name: str) -> None:
    ana = authority.issue(ANA)
    with pytest.raises(Refused) as refused:
        keys.bring(ana.pkcs12.read_bytes(), passphrase)
    assert refused.value.name == name
    assert keys.list() == []


def test_private_keys_are_refused(keys: Keys, authority: MailAuthority, gnupg: GnupgHome) -> None:
    ana = authority.issue(ANA)
    for data in (ana.key.read_bytes(), ana.certificate.read_bytes() + ana.key.read_bytes(),
                 gnupg.run("--armor", "--export-secret-keys", NORA), gnupg.run("--export-secret-keys", NORA)):
        with pytest.raises(Refused) as refused:
            keys.bring(data)
        assert refused.value.name == "Denied"
    assert keys.list() == []


@pytest.mark.parametrize("data", [
    b"", b"\x00", b"hello", b"\x30", b"\x30\x82", b"\x30\x84\xff\xff\xff\xff\x02", b"\x30\x82\xff\xff\x06\x09", b"\x99" * 400,
    b"\x30\x03\x30\x01\x00", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    b"-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n",
    b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n"], ids=repr)
def test_what_is_no_key_is_refused(keys: Keys, data: bytes) -> None:
    for passphrase in (b"", b"a passphrase"):
        with pytest.raises(Refused) as refused:
            keys.bring(data, passphrase)
        assert refused.value.name in ("Invalid", "Denied")
    assert keys.list() == []


@pytest.mark.parametrize("start", [b"\x30\x84\x03\x00\x00\x00\x02", b"\x99", b"-----BEGIN CERTIFICATE-----\n"], ids=repr)
def test_huge_files_are_refused(home: Surgery, keys: Keys, start: bytes) -> None:
    with pytest.raises(Refused) as refused:
        keys.bring(start + b"A" * (32 << 20))
    assert refused.value.name == "TooBig"
    home.check_served()


def test_descriptors_must_be_sealed(keys: Keys, authority: MailAuthority) -> None:
    for handles, fds in (((0, 1), (sealed(b"x", seals=0), sealed(b""))), ((0, 7), (sealed(b"x"),)), ((3, 4), ())):
        with pytest.raises(Refused) as refused:
            keys.call("Import", "(hh)", handles, fds)
        assert refused.value.name == "Invalid"
    assert keys.list() == []


def test_an_openpgp_key(home: Surgery, keys: Keys, gnupg: GnupgHome) -> None:
    fingerprint = gnupg.fingerprint(NORA)
    [key] = keys.bring(gnupg.export(NORA))
    assert (key["address"], key["kind"], key["fingerprint"]) == (NORA, "openpgp", fingerprint)
    assert (key["state"], key["finders"]) == ("unconfirmed", ["import"])
    key = keys.confirm(NORA, fingerprint)
    assert (key["state"], key["trust"]) == ("usable", "confirmed")
    armored = keys.export(NORA, fingerprint)
    shown = subprocess.run(["gpg", "--homedir", str(gnupg.folder), "--show-keys", "--with-colons"],
                           input=armored, capture_output=True).stdout.decode()
    assert f"fpr:::::::::{fingerprint}:" in shown
    assert gnupg.run("--with-colons", "--show-keys", data=keys.export(NORA, fingerprint))


def test_pkcs7(keys: Keys, authority: MailAuthority, new_folder: Callable[[], Path]) -> None:
    nora, bag = authority.issue(NORA), new_folder()
    subprocess.run(["openssl", "crl2pkcs7", "-nocrl", "-certfile", str(nora.certificate), "-certfile",
                    str(authority.file), "-out", str(bag)], check=True)
    der = subprocess.run(["openssl", "pkcs7", "-in", str(bag), "-outform", "DER"], check=True,
                         capture_output=True).stdout
    for data in (bag.read_bytes(), der):
        [key] = keys.bring(data)
        assert (key["fingerprint"], key["state"]) == (nora.fingerprint, "usable")


def test_export(keys: Keys, authority: MailAuthority) -> None:
    nora = authority.issue(NORA)
    keys.bring(nora.certificate.read_bytes())
    assert keys.export(NORA, nora.fingerprint) == nora.certificate.read_bytes()


def _fill(keys: Keys, authority: MailAuthority, strangers: MailAuthority) -> tuple[Person, Person, Person, str]:
    ana, nora, petra = authority.issue(ANA), authority.issue(NORA), strangers.issue(PETRA)
    keys.bring(ana.pkcs12.read_bytes(), PASSPHRASE.encode())
    keys.bring(nora.certificate.read_bytes())
    keys.bring(petra.certificate.read_bytes())
    keys.confirm(PETRA, petra.fingerprint)
    return ana, nora, petra, keys.words(PETRA)


def test_backup_goes_to_another_computer(keys: Keys, make_home: Callable[[], Surgery], authority: MailAuthority,
                                         new_folder: Callable[[], Path]) -> None:
    ana, nora, petra, words = _fill(keys, authority, MailAuthority(new_folder(), "Somebody else"))
    file = keys.backup()
    assert ANA.encode() not in file and words.encode() not in file
    there = Keys(make_home())
    for bad, passphrase, name in ((file, b"wrong words here", "Denied"), (file[:-1], WORDS, "Denied"),
                                  (b"HEMOBACK" + file[8:60], WORDS, "Denied"), (b"x" * 500, WORDS, "Invalid"),
                                  (b"", WORDS, "Invalid"), (file, b"", "Invalid")):
        with pytest.raises(Refused) as refused:
            there.restore(bad, passphrase)
        assert refused.value.name == name
    assert there.list() == []
    assert there.restore(file) == 5
    assert there.restore(file) == 0
    known = {key["address"]: key for key in there.list()}
    assert {address: key["state"] for address, key in known.items()} == dict.fromkeys((ANA, NORA, PETRA), "usable")
    assert known[ANA]["own"] and known[PETRA]["confirmed_how"] == "telephone"
    assert there.words(PETRA) == words
    assert there.export_own(ana.fingerprint, b"another passphrase")
    there.close()


def test_restore_does_not_undo(keys: Keys, authority: MailAuthority, new_folder: Callable[[], Path]) -> None:
    _, _, petra, words = _fill(keys, authority, MailAuthority(new_folder(), "Somebody else"))
    file = keys.backup()
    keys.revoke(PETRA, petra.fingerprint)
    fresh = keys.words(PETRA, True)
    assert fresh != words
    keys.restore(file)
    assert keys.list(PETRA)[0]["state"] == "distrusted" and keys.words(PETRA) == fresh


def test_words_stay(home: Surgery, keys: Keys) -> None:
    words = keys.words(NORA)
    assert len(words.split()) == 5 or len(words.split("-")) == 5
    assert keys.words(NORA.upper()) == words and keys.words(PETRA) != words
    assert keys.words(NORA, True) != words
    assert events(home) == ["words", "words", "words", "words-anew"]


def test_a_thousand_records(home: Surgery, keys: Keys, authority: MailAuthority) -> None:
    """Import is bounded, and so is what List tells."""
    people = [authority.issue(f"person{number}@example.org", elliptic=True) for number in range(60)]
    told = keys.bring(b"".join(person.certificate.read_bytes() for person in people))
    assert len(told) == 50
    assert len(keys.list()) == 50
    home.check_served()


def test_wipe(home: Surgery, authority: MailAuthority) -> None:
    keys = Keys(home)
    _fill(keys, authority, authority)
    number = home.run("audit", "show", "--json").objects[-1]["number"]
    for wrong in (0, number - 1, number + 1):
        with pytest.raises(Refused) as refused:
            keys.wipe(wrong)
        assert refused.value.name == "Denied"
    assert len(keys.list()) == 3
    keys.wipe(number)
    assert home.daemon
    home.daemon.process.wait(20)
    state = home.home / ".local/state/hemostat"
    assert [path.name for path in state.rglob("*.sqlite*")] == []
    assert not any(b"smime:" in path.read_bytes() or b"state-key" in path.read_bytes()
                   for path in state.rglob("secrets"))
    home.daemon = None
    home.start_without_passwords()
    keys = Keys(home)
    assert keys.list() == []
    keys.close()


# --- what mails bring along

def _withdraw(gnupg: GnupgHome, fingerprint: str) -> None:
    """As its owner does with what gpg laid by for that."""
    text = (gnupg.folder / f"openpgp-revocs.d/{fingerprint}.rev").read_text()
    gnupg.run("--import", data=text[text.index(":-----BEGIN") + 1:].encode())


def test_a_withdrawn_key_that_gpg_has(home: Surgery, keys: Keys, new_folder: Callable[[], Path]) -> None:
    """gpg's ring has it without that: it counts all the same."""
    owner = GnupgHome(new_folder() / "owner")
    fingerprint = owner.make_key("Nora Lind", NORA)
    home.gnupg.import_key(owner.export(NORA))
    assert keys.confirm(NORA, fingerprint)["state"] == "usable"
    _withdraw(owner, fingerprint)
    [key] = keys.bring(owner.export(NORA))
    assert key["state"] == "revoked"
    owner.close()
    home.gnupg.run("--yes", "--delete-keys", fingerprint)


def _plain(sender: str, head: bytes = b"") -> bytes:
    return f"From: {sender}\r\nTo: {ANA}\r\nSubject: tea\r\n".encode() + head + b"\r\nAt four?\r\n"


def _signed(person: Person, sender: str, *others: Person) -> bytes:
    more = [word for one in others for word in ("-certfile", str(one.certificate))]
    done = subprocess.run(["openssl", "cms", "-sign", "-signer", str(person.certificate), "-inkey", str(person.key), *more],
                          input=b"Content-Type: text/plain\r\n\r\nAt four?\r\n", capture_output=True, check=True)
    head = f"From: {sender}\nTo: {ANA}\nSubject: tea\n".encode()
    return (head + done.stdout).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _autocrypt(gnupg: GnupgHome, address: str, named: str | None = None) -> bytes:
    data = base64.b64encode(gnupg.run("--export", f"<{address}>"))
    folded = b"\r\n ".join(data[at:at + 70] for at in range(0, len(data), 70))
    return f"Autocrypt: addr={named or address}; keydata=\r\n ".encode() + folded + b"\r\n"


def _is_learned(keys: Keys, address: str) -> bool:
    return wait_until(lambda: bool(keys.list(address)), 15)


def test_a_signer_s_certificate_is_kept(keys: Keys, authority: MailAuthority) -> None:
    nora = authority.issue(NORA)
    keys.client.incoming(_signed(nora, NORA))
    assert _is_learned(keys, NORA)
    [key] = keys.list(NORA)
    assert (key["fingerprint"], key["finders"], key["trust"]) == (nora.fingerprint, ["harvest"], "authority")


def test_an_autocrypt_key_is_kept_and_not_used(keys: Keys, gnupg: GnupgHome) -> None:
    keys.client.incoming(_plain(NORA, _autocrypt(gnupg, NORA)))
    assert _is_learned(keys, NORA)
    [key] = keys.list(NORA)
    assert (key["state"], key["trust"], key["finders"]) == ("unconfirmed", "none", ["harvest"])
    assert keys.confirm(NORA, key["fingerprint"])["state"] == "usable"


def test_another_s_keys_are_not_kept(keys: Keys, authority: MailAuthority, gnupg: GnupgHome) -> None:
    """Who writes in Petra's name says nothing of Petra's, or Nora's, key; the last mail is the proof."""
    nora = authority.issue(NORA)
    for mail in (_signed(nora, PETRA), _plain(PETRA, _autocrypt(gnupg, NORA)),
                 _plain(PETRA, _autocrypt(gnupg, NORA, PETRA)), _signed(nora, NORA)):
        keys.client.incoming(mail)
    assert _is_learned(keys, NORA)
    assert {key["address"] for key in keys.list()} == {NORA}


def test_a_stranger_brings_no_certificate_of_others(keys: Keys, authority: MailAuthority,
                                                    new_folder: Callable[[], Path]) -> None:
    """His own names Nora's as its issuer, and he writes in her name: what he says that she can read does not count."""
    nora, petra = authority.issue(NORA), authority.issue(PETRA)
    mallory = MailAuthority(new_folder(), NORA.replace("@", ".at.")).issue("mallory@example.net")
    keys.client.incoming(_signed(mallory, NORA, nora))
    keys.client.incoming(_signed(petra, PETRA))
    assert _is_learned(keys, PETRA)
    assert keys.list(NORA) == []


def test_harvest_can_be_switched_off(home: Surgery, authority: MailAuthority, policy: Policy) -> None:
    home.write_policy(copy.deepcopy(policy).set("keys", smime_anchors=str(authority.file), finders="keyring"))
    keys = Keys(home)
    nora = authority.issue(NORA)
    keys.client.incoming(_signed(nora, NORA))
    keys.client.incoming(TEA)
    keys.bring(nora.certificate.read_bytes())
    [key] = keys.list(NORA)
    assert key["finders"] == ["import"]
    keys.close()
