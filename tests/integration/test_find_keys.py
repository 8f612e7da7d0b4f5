# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Keys are found where they are published, over a real resolver and a real web server, and
nobody who publishes badly costs more than the time box."""
from __future__ import annotations

import datetime
import hashlib
import subprocess
from pathlib import Path

import pytest

from lab.programs import BUILD
from lab.publisher import (ADVANCED, CLAIMED, DIRECT, IMPOSTOR, LISTS, PROVED, Page, Publisher, der,
                           wkd_hash)
from lab.smime import MailAuthority
from lab.town import Town

PROGRAM = BUILD / "tests/unit/daemon/find-keys"
KEY = b"\x98\x33\x04 the key of somebody"
OTHER_KEY = b"\x98\x33\x04 the key of somebody else"
TIME_BOX = 3000  # milliseconds: HEMO_LIMIT_FINDER_WAIT

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="find-keys is not built")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def publisher(town: Town) -> Publisher:
    town.publisher.clear()
    return town.publisher


def ask(town: Town, *arguments: str) -> tuple[list[str], int]:
    """The lines that came, sorted, and the milliseconds that it took."""
    done = subprocess.run([str(PROGRAM), town.resolver.endpoint, str(town.names.trust_anchor),
                           str(town.authority.file), *arguments],
                          capture_output=True, text=True, timeout=30, check=True)
    *lines, took = done.stdout.splitlines()
    return sorted(lines), int(took.split()[1])


def find(town: Town, address: str, finders: str = "wkd,smimea,dns-cert") -> list[str]:
    return ask(town, "find", finders, address)[0]


@pytest.mark.parametrize("domain", [ADVANCED, DIRECT])
def test_a_web_key_directory(town: Town, publisher: Publisher, domain: str) -> None:
    publisher.put_wkd(f"nora.lind@{domain}", KEY)
    assert find(town, f"Nora.Lind@{domain}") == [f"wkd proved {digest(KEY)}"]
    assert len(publisher.asked) == 1
    assert publisher.asked[0][1].endswith("?l=Nora.Lind")


def test_the_advanced_method_has_the_last_word(town: Town, publisher: Publisher) -> None:
    """Where the sub-domain exists, what the domain itself says does not count."""
    path = f"/.well-known/openpgpkey/hu/{wkd_hash('nora')}"
    publisher.put(f"https://{ADVANCED}{path}", OTHER_KEY)
    assert find(town, f"nora@{ADVANCED}") == []
    assert [host for host, _ in publisher.asked] == [f"openpgpkey.{ADVANCED}"]


BAD = {
    "redirect": Page(KEY, "302 Found", location=f"https://{DIRECT}/key"),
    "page": Page(b"<!doctype html><title>Welcome</title>"),
    "armor": Page(b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n"),
    "private": Page(b"\x95\x33\x04 a private key"),
    "huge": Page(KEY + bytes(10 * 1024 * 1024)),
    "empty": Page(b""),
    "missing": Page(KEY, "404 Not Found"),
    "broken": Page(KEY, "500 Internal Server Error"),
}


@pytest.mark.parametrize("kind", BAD)
def test_web_servers_that_publish_badly(town: Town, publisher: Publisher, kind: str) -> None:
    publisher.put(f"https://{DIRECT}/key", OTHER_KEY)
    publisher.put_wkd(f"{kind}@{ADVANCED}", BAD[kind])
    lines, took = ask(town, "find", "wkd", f"{kind}@{ADVANCED}")
    assert lines == [] and took < TIME_BOX
    assert len(publisher.asked) == 1  # nobody followed anything


def test_a_web_server_with_the_certificate_of_another(town: Town, publisher: Publisher) -> None:
    publisher.put_wkd(f"nora@{IMPOSTOR}", KEY)
    assert find(town, f"nora@{IMPOSTOR}") == []
    assert publisher.asked == []  # it did not even hear for whom


def test_whatever_is_there_is_handed_on_for_judgement(town: Town, publisher: Publisher) -> None:
    """Two keys, or somebody else's: names are read by who knows OpenPGP."""
    publisher.put_wkd(f"two@{ADVANCED}", KEY + OTHER_KEY)
    assert find(town, f"two@{ADVANCED}") == [f"wkd proved {digest(KEY + OTHER_KEY)}"]


@pytest.mark.parametrize("local,domain,proof", [
    ("ana", PROVED, "proved"),
    ("bo", PROVED, "unproved"),  # usage 1: an authority must vouch too
    ("cy", PROVED, None),  # a public key alone
    ("di", PROVED, None),  # an authority
    ("nobody", PROVED, None),
    ("ana", CLAIMED, None),  # no DNSSEC
    ("bo", CLAIMED, None),
])
def test_smimea_records(town: Town, publisher: Publisher, local: str, domain: str,
                        proof: str | None) -> None:
    address = f"{local}@{domain}"
    found = find(town, address, "smimea")
    if proof is None:
        assert found == []
    else:
        assert found == [f"smimea {proof} {digest(der(publisher.people[address]))}"]


@pytest.mark.parametrize("domain,proof", [(PROVED, "proved"), (CLAIMED, "unproved")])
def test_direct_certificates(town: Town, publisher: Publisher, domain: str, proof: str) -> None:
    certificate = digest(der(publisher.people[f"drbob@{domain}"]))
    organisation = digest(der(publisher.people[f"everyone@direct.{domain}"]))
    assert find(town, f"drbob@{domain}") == [f"dns-cert {proof} {certificate}"]
    assert find(town, f"who@direct.{domain}") == [f"dns-cert {proof} {organisation}"]


def test_direct_certificates_elsewhere(town: Town, publisher: Publisher) -> None:
    person = publisher.people[f"drbob@{PROVED}"]
    for scheme in ("https", "http"):
        publisher.put(f"{scheme}://www.{ADVANCED}/bob.cer", person.certificate.read_bytes())
    assert find(town, f"far@{PROVED}") == [f"dns-cert proved {digest(der(person))}"]
    publisher.asked.clear()
    assert find(town, f"clear@{PROVED}") == []  # anybody on the way could have answered
    assert publisher.asked == []


def test_a_server_that_stalls_delays_nobody(town: Town, publisher: Publisher) -> None:
    publisher.put_wkd(f"ana@{ADVANCED}", Page(KEY, stalls=True))
    lines, took = ask(town, "find", "wkd,smimea,dns-cert", f"ana@{ADVANCED}")
    assert lines == [] and TIME_BOX - 500 < took < TIME_BOX + 1500
    publisher.put(f"https://www.{ADVANCED}/bob.cer", Page(KEY, stalls=True))
    lines, took = ask(town, "find", "wkd,smimea,dns-cert", f"far@{PROVED}")
    assert lines == [] and took < TIME_BOX + 1500


def test_a_resolver_that_is_silent_delays_nobody(town: Town, publisher: Publisher) -> None:
    town.resolver.pause()
    try:
        lines, took = ask(town, "find", "wkd,smimea,dns-cert", f"ana@{PROVED}")
    finally:
        town.resolver.resume()
    assert lines == [] and took < TIME_BOX + 1500


def test_lists_of_withdrawn_certificates(town: Town, publisher: Publisher, tmp_path: Path) -> None:
    """Fetched without TLS, as they are published; what their authority did not sign, or an
    older one, never takes the place of a good one."""
    place, state = f"http://{LISTS}/ca.crl", str(tmp_path / "state")
    authority, chain = publisher.authority, tmp_path / "chain.pem"
    person = authority.issue("list@example.org", elliptic=True)
    chain.write_bytes(person.certificate.read_bytes() + authority.file.read_bytes())
    stranger = MailAuthority(tmp_path / "stranger")
    hour = datetime.timedelta(hours=1)
    good, newer = authority.crl(age=3 * hour), authority.crl(age=hour)

    def known() -> list[str]:
        return ask(town, "crl", state, str(chain))[0]

    assert known() == []
    for sent, expected in ((good, good), (stranger.crl(), good), (b"<html>", good),
                           (bytes(9 * 1024 * 1024), good), (authority.crl(age=5 * hour), good),
                           (newer, newer), (good, newer)):
        publisher.put(place, sent)
        assert known() == [f"list {digest(expected)}"]
    publisher.put(place, Page(good, stalls=True))
    lines, took = ask(town, "crl", state, str(chain))
    assert lines == [f"list {digest(newer)}"] and took < TIME_BOX + 1500
