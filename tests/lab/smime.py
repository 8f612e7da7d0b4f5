# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""An authority for S/MIME with the certificates of invented people, good ones and all others;
and the programs of others that read what is encrypted to them: openssl and gpgsm."""
from __future__ import annotations

import datetime
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .gnupg import GnupgHome

DAY = datetime.timedelta(days=1)
PASSPHRASE = "spruce kettle 19"
_PEM = serialization.Encoding.PEM
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Person:
    """Somebody with a certificate for mail: file names, as the programs want them."""

    address: str
    certificate: Path  # PEM
    key: Path
    pkcs12: Path  # with the chain, under PASSPHRASE
    fingerprint: str  # SHA-256, upper-case hex

    def decrypt(self, message: bytes) -> bytes | None:
        """The entity below the encryption, or None if it was not for this person."""
        done = subprocess.run(["openssl", "cms", "-decrypt", "-inform", "SMIME", "-recip",
                               str(self.certificate), "-inkey", str(self.key)],
                              input=message, capture_output=True)
        return done.stdout if done.returncode == 0 else None


def verify(entity: bytes, authority: Path) -> bytes:
    """The content of the signed @entity; raises if its signature does not hold."""
    done = subprocess.run(["openssl", "cms", "-verify", "-inform", "SMIME", "-CAfile", str(authority)],
                          input=entity, capture_output=True, check=True)
    return done.stdout


def _usage(**uses: bool) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
             "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: uses.get(name, False) for name in names})


def _make_key(elliptic: bool = False, bits: int = 2048) -> PrivateKey:
    return ec.generate_private_key(ec.SECP256R1()) if elliptic else rsa.generate_private_key(65537, bits)


class MailAuthority:
    """Signs certificates for addresses, and the list of those that it takes back."""

    def __init__(self, folder: Path, name: str = "Hemostat lab mail authority",
                 crl_place: str | None = None) -> None:
        self.folder = folder
        self.crl_place = crl_place
        folder.mkdir(parents=True, exist_ok=True)
        self._key = _make_key()
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._revoked: list[x509.RevokedCertificate] = []
        self._certificate = (
            self._builder(self._name, self._key, -DAY, 60 * DAY)
            .add_extension(x509.BasicConstraints(True, 0), True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), False)
            .sign(self._key, hashes.SHA256()))
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._certificate.public_bytes(_PEM))

    def _builder(self, subject: x509.Name, key: PrivateKey, begin: datetime.timedelta,
                 end: datetime.timedelta) -> x509.CertificateBuilder:
        now = datetime.datetime.utcnow()
        return (x509.CertificateBuilder().subject_name(subject).issuer_name(self._name)
                .public_key(key.public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(now + begin).not_valid_after(now + end))

    def issue(self, address: str, *, label: str = "", named: str | None = None,
              begin: datetime.timedelta = -DAY, end: datetime.timedelta = 30 * DAY,
              encrypts: bool = True, for_mail: bool = True, elliptic: bool = False, bits: int = 2048,
              domain: bool = False) -> Person:
        """A certificate of @address; @named: whom it names instead; @domain: as Direct's for all
        of a domain."""
        key = _make_key(elliptic, bits)
        stem = label or address.replace("@", ".at.")
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, stem)])
        purpose = ExtendedKeyUsageOID.EMAIL_PROTECTION if for_mail else ExtendedKeyUsageOID.SERVER_AUTH
        names: x509.GeneralName = (x509.DNSName(address.rpartition("@")[2]) if domain
                                   else x509.RFC822Name(named or address))
        usage = _usage(digital_signature=True, key_encipherment=encrypts and not elliptic,
                       key_agreement=encrypts and elliptic)
        builder = (self._builder(subject, key, begin, end)
                   .add_extension(x509.BasicConstraints(False, None), True)
                   .add_extension(usage, True)
                   .add_extension(x509.ExtendedKeyUsage([purpose]), False)
                   .add_extension(x509.SubjectAlternativeName([names]), False)
                   .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(
                       self._key.public_key()), False))
        if self.crl_place:
            place = x509.DistributionPoint([x509.UniformResourceIdentifier(self.crl_place)], None, None, None)
            builder = builder.add_extension(x509.CRLDistributionPoints([place]), False)
        return self._write(address, stem, builder.sign(self._key, hashes.SHA256()), key)

    def _write(self, address: str, stem: str, certificate: x509.Certificate, key: PrivateKey) -> Person:
        paths = {end: self.folder / f"{stem}.{end}" for end in ("pem", "key", "p12")}
        # gpgsm 2.2 reads no newer way of encryption than this
        old = (serialization.PrivateFormat.PKCS12.encryption_builder().hmac_hash(hashes.SHA1())
               .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
               .build(PASSPHRASE.encode()))
        bundle = pkcs12.serialize_key_and_certificates(stem.encode(), key, certificate,
                                                       [self._certificate], old)
        private = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        for end, data in (("pem", certificate.public_bytes(_PEM)), ("key", private), ("p12", bundle)):
            paths[end].touch(mode=0o600)
            paths[end].write_bytes(data)
        return Person(address, paths["pem"], paths["key"], paths["p12"],
                      certificate.fingerprint(hashes.SHA256()).hex().upper())

    def revoke(self, person: Person) -> None:
        serial = x509.load_pem_x509_certificate(person.certificate.read_bytes()).serial_number
        self._revoked.append(x509.RevokedCertificateBuilder().serial_number(serial)
                             .revocation_date(datetime.datetime.utcnow()).build())

    def crl(self, age: datetime.timedelta = datetime.timedelta(), life: datetime.timedelta = 7 * DAY) -> bytes:
        """The list of what was revoked (DER), as it was @age ago."""
        begin = datetime.datetime.utcnow() - age
        builder = (x509.CertificateRevocationListBuilder().issuer_name(self._name)
                   .last_update(begin).next_update(begin + life))
        for revoked in self._revoked:
            builder = builder.add_revoked_certificate(revoked)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


class GpgsmHome:
    """A reader of another make: gpgsm with the key of one person."""

    def __init__(self, folder: Path, authority: MailAuthority, person: Person) -> None:
        self._gnupg = GnupgHome(folder)
        self.folder = folder
        (folder / "gpgsm.conf").write_text("disable-crl-checks\ndisable-dirmngr\n")
        (folder / "gpg-agent.conf").write_text("allow-loopback-pinentry\n")
        digest = x509.load_pem_x509_certificate(authority.file.read_bytes()).fingerprint(hashes.SHA1())
        (folder / "trustlist.txt").write_text(digest.hex().upper() + " S relax\n")
        self._run("--import", data=authority.file.read_bytes())
        self._run("--import", str(person.pkcs12))

    def _run(self, *arguments: str, data: bytes = b"", check: bool = True) -> bytes:
        reading, writing = os.pipe()
        os.write(writing, PASSPHRASE.encode() + b"\n")
        os.close(writing)
        try:
            done = subprocess.run(["gpgsm", "--homedir", str(self.folder), "--batch", "--pinentry-mode",
                                   "loopback", "--passphrase-fd", str(reading), *arguments],
                                  input=data, capture_output=True, pass_fds=(reading,),
                                  env=dict(os.environ, LC_ALL="C.UTF-8"))
        finally:
            os.close(reading)
        if check and done.returncode:
            raise RuntimeError(f"gpgsm {arguments[0]}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def decrypt(self, cms: bytes) -> bytes | None:
        """The content of @cms (DER or PEM), or None if it is not for this person."""
        return self._run("--decrypt", data=cms, check=False) or None

    def close(self) -> None:
        self._gnupg.close()
