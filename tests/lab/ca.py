# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A throw-away certificate authority and the good and bad certificates of the lab.

Keys are made anew for every run and live in the lab's folder: no private key, however
worthless, is ever in the repository.
"""
from __future__ import annotations

import datetime
import hashlib
import ssl
import warnings
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Certificate:
    """One certificate with its key, in files, as servers want them."""

    chain: Path
    key: Path
    spki: bytes  # DER of the public key

    def tlsa(self) -> str:
        """The record data that pins this key (RFC 7672: 3 1 1)."""
        return f"3 1 1 {hashlib.sha256(self.spki).hexdigest()}"

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain, self.key)
        return context

    def outdated_context(self) -> ssl.SSLContext:
        """TLS 1.0 and 1.1 only, as servers that nobody looks after offer it."""
        context = self.server_context()
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():  # that they are outdated is the point
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        return context


class Authority:
    """Signs for whom it is asked to."""

    def __init__(self, folder: Path, name: str = "Hemostat lab authority") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._sign_self()
        self.file = folder / "ca.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _sign_self(self) -> x509.Certificate:
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        return (_builder(self._name, self._name, self._key.public_key(), -DAY, 30 * DAY)
                .add_extension(x509.BasicConstraints(True, 0), True)
                .add_extension(usage, True)
                .sign(self._key, hashes.SHA256()))

    def issue(self, name: str, *more: str) -> Certificate:
        """A good certificate for @name."""
        return self._issue(name, [name, *more], -DAY, 20 * DAY)

    def issue_expired(self, name: str) -> Certificate:
        return self._issue(name, [name], -10 * DAY, -DAY)

    def issue_wrong_name(self, name: str) -> Certificate:
        return self._issue(name, ["elsewhere.lab"], -DAY, 20 * DAY)

    def issue_self_signed(self, name: str) -> Certificate:
        return self._issue(name, [name], -DAY, 20 * DAY, by_itself=True)

    def _issue(self, label: str, names: list[str], begin: datetime.timedelta,
               end: datetime.timedelta, by_itself: bool = False) -> Certificate:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        certificate = (
            _builder(subject, subject if by_itself else self._name, key.public_key(), begin, end)
            .add_extension(x509.BasicConstraints(False, None), True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
            .sign(key if by_itself else self._key, hashes.SHA256()))
        chain, private = self.folder / f"{label}.pem", self.folder / f"{label}.key"
        chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        private.touch(mode=0o600)
        private.write_bytes(key.private_bytes(serialization.Encoding.PEM,
                                              serialization.PrivateFormat.PKCS8,
                                              serialization.NoEncryption()))
        spki = key.public_key().public_bytes(serialization.Encoding.DER,
                                             serialization.PublicFormat.SubjectPublicKeyInfo)
        return Certificate(chain, private, spki)


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey,
             begin: datetime.timedelta, end: datetime.timedelta) -> x509.CertificateBuilder:
    now = datetime.datetime.utcnow()
    return (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + begin).not_valid_after(now + end))
