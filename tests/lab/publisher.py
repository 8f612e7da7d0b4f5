# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Where the people of the lab publish their keys: a web server for WKD, for the URLs of CERT
records and for lists of withdrawn certificates, and the SMIMEA and CERT records of some.

What the web server answers is put there by the test; what it does badly is told by Page.
"""
from __future__ import annotations

import asyncio
import hashlib
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from .ca import Authority
from .domains import SIGNED, UNSIGNED
from .eventloop import EventLoop
from .smime import MailAuthority, Person

ADDRESS = "192.0.2.9"
SMIMEA, CERT = 53, 37
PKIX, IPKIX = b"\0\1\0\0\0", b"\0\4\0\0\0"
ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769"

ADVANCED = f"riverbend-clinic.{UNSIGNED}"  # has the sub-domain openpgpkey
DIRECT = f"hillview-clinic.{UNSIGNED}"  # has none
IMPOSTOR = f"strange-door.{UNSIGNED}"  # its sub-domain shows the certificate of another
PROVED = f"harbor-eyecare.{SIGNED}"  # records with DNSSEC
CLAIMED = f"harbor-eyecare.{UNSIGNED}"  # the same without
LISTS = f"crl.{ADVANCED}"
HOSTS = (f"openpgpkey.{ADVANCED}", DIRECT, f"openpgpkey.{IMPOSTOR}", LISTS, f"www.{ADVANCED}")


def wkd_hash(local: str) -> str:
    """z-base-32 of the SHA-1 of the local part, apart from Hemostat's own way to make it."""
    number = int.from_bytes(hashlib.sha1(local.lower().encode()).digest(), "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(155, -1, -5))


def smimea_name(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{hashlib.sha256(local.encode()).hexdigest()[:56]}._smimecert.{domain}"


def der(person: Person) -> bytes:
    certificate = x509.load_pem_x509_certificate(person.certificate.read_bytes())
    return certificate.public_bytes(serialization.Encoding.DER)


def record(name: str, kind: int, data: bytes) -> str:
    """A line of a zone file (RFC 3597)."""
    return f"{name}. 300 TYPE{kind} \\# {len(data)} {data.hex()}"


@dataclass(frozen=True)
class Page:
    """One answer; a stalling one never ends."""

    body: bytes
    status: str = "200 OK"
    location: str = ""
    stalls: bool = False

    def head(self) -> bytes:
        more = f"Location: {self.location}\r\n" if self.location else ""
        return (f"HTTP/1.1 {self.status}\r\nContent-Type: application/octet-stream\r\n{more}"
                f"Content-Length: {len(self.body)}\r\nConnection: close\r\n\r\n").encode()


class Publisher:
    """zone_lines go into the zones before serve() is called."""

    def __init__(self, folder: Path) -> None:
        self.authority = MailAuthority(folder / "mail-authority", crl_place=f"http://{LISTS}/ca.crl")
        self.pages: dict[tuple[str, str], Page] = {}
        self.asked: list[tuple[str, str]] = []
        self.people: dict[str, Person] = {}
        self.zone_lines = [f"{host}. 300 A {ADDRESS}" for host in HOSTS]
        for domain in (PROVED, CLAIMED):
            self._publish_records(domain)

    def _person(self, address: str) -> bytes:
        self.people[address] = self.authority.issue(address, elliptic=True)
        return der(self.people[address])

    def _publish_records(self, domain: str) -> None:
        """By local part: what of RFC 8162 and RFC 4398 it shows."""
        smimea = {"ana": b"\3\0\0", "bo": b"\1\0\0", "cy": b"\3\1\0", "di": b"\2\0\0"}
        for local, head in smimea.items():
            address = f"{local}@{domain}"
            self.zone_lines.append(record(smimea_name(address), SMIMEA, head + self._person(address)))
        url = f"https://www.{ADVANCED}/bob.cer"
        places = {"drbob": PKIX + self._person(f"drbob@{domain}"), "far": IPKIX + url.encode(),
                  "clear": IPKIX + url.replace("https", "http").encode()}
        for local, data in places.items():
            self.zone_lines.append(record(f"{local}.{domain}", CERT, data))
        organisation = PKIX + self._person(f"everyone@direct.{domain}")
        self.zone_lines.append(record(f"direct.{domain}", CERT, organisation))

    def serve(self, events: EventLoop, authority: Authority) -> None:
        contexts = {host: authority.issue(host).server_context() for host in HOSTS
                    if IMPOSTOR not in host}
        first = contexts[HOSTS[0]]

        def choose(secured: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
            secured.context = contexts.get(name or "", first)

        first.sni_callback = choose
        events.listen(lambda: _Request(self), ADDRESS, 443, ssl=first)
        events.listen(lambda: _Request(self), ADDRESS, 80)

    def put(self, url: str, page: Page | bytes) -> None:
        """@url without its query."""
        self.pages[_split(url)] = page if isinstance(page, Page) else Page(page)

    def put_wkd(self, address: str, page: Page | bytes) -> None:
        self.put(self.wkd_url(address), page)

    def wkd_url(self, address: str) -> str:
        local, _, domain = address.partition("@")
        if domain == DIRECT:
            return f"https://{domain}/.well-known/openpgpkey/hu/{wkd_hash(local)}"
        return f"https://openpgpkey.{domain}/.well-known/openpgpkey/{domain}/hu/{wkd_hash(local)}"

    def clear(self) -> None:
        self.pages.clear()
        self.asked.clear()

    def answer(self, request: bytes) -> Page:
        lines = request.decode("latin-1").split("\r\n")
        host = next((line[5:].strip() for line in lines if line.lower().startswith("host:")), "")
        target = lines[0].split(" ")[1] if lines[0].startswith("GET ") else ""
        self.asked.append((host, target))
        return self.pages.get((host, target.partition("?")[0]), Page(b"", "404 Not Found"))


def _split(url: str) -> tuple[str, str]:
    host, _, path = url.partition("://")[2].partition("/")
    return host, "/" + path


class _Request(asyncio.Protocol):
    """One request a connection."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        assert isinstance(self._transport, asyncio.Transport)
        if b"\r\n\r\n" not in self._data and len(self._data) <= 16384:
            return
        page = self._publisher.answer(self._data)
        if page.stalls:
            self._transport.write(page.head())
            return
        self._transport.write(page.head() + page.body)
        self._transport.close()
