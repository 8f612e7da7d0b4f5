# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The made-up mail domains of the lab: one row each, saying what is wrong with it.

Two top-level names that nobody has: ".lab" is not signed, ".seclab" is.  Every domain has
mail hosts "mx.DOMAIN" ("mx2.DOMAIN" ...) on test addresses (RFC 5737).
"""
from __future__ import annotations

import enum
from dataclasses import dataclass

UNSIGNED, SIGNED = "lab", "seclab"
NAME_SERVER = "192.0.2.53"
SUBMISSION = "192.0.2.5"
POLICY_HOST = "192.0.2.8"  # serves every domain's MTA-STS policy
FIRST_MX = 100


class Tls(enum.Enum):
    """How a mail host treats somebody who would like TLS."""

    GOOD = "a valid certificate"
    NONE = "no TLS at all"
    EXPIRED = "an expired certificate"
    SELF_SIGNED = "a certificate that nobody vouches for"
    WRONG_NAME = "a certificate for another name"
    OUTDATED = "TLS 1.0 and 1.1 only"
    STRIPPED = "somebody on the way removes the offer of TLS"
    REFUSED = "offers TLS and refuses it"
    HANGING = "accepts the connection and says nothing"


@dataclass(frozen=True)
class Domain:
    """One domain and its mail hosts, in order of preference."""

    name: str
    hosts: tuple[Tls, ...]
    dane: str = ""  # "", "good", "wrong"
    sts: str = ""  # MTA-STS policy: "enforce", "testing", "mismatch" (names other hosts)
    records: tuple[str, ...] = ()  # further zone file lines; @ is the domain
    null_mx: bool = False

    @property
    def top(self) -> str:
        return self.name.rsplit(".", 1)[1]

    def host_names(self) -> list[str]:
        return [f"mx{number or ''}.{self.name}"
                for number in (0, *range(2, len(self.hosts) + 1))][:len(self.hosts)]


HOME = "hartwell-clinic.lab"  # where the sender works

DOMAINS: tuple[Domain, ...] = (
    Domain(HOME, (Tls.GOOD,)),
    Domain("lakeside-cardiology.lab", (Tls.GOOD,)),
    Domain("two-doors.lab", (Tls.GOOD, Tls.GOOD)),
    Domain("one-door-open.lab", (Tls.GOOD, Tls.NONE)),
    Domain("oldtown-physio.lab", (Tls.NONE,)),
    Domain("expired.lab", (Tls.EXPIRED,)),
    Domain("self-signed.lab", (Tls.SELF_SIGNED,)),
    Domain("wrong-name.lab", (Tls.WRONG_NAME,)),
    Domain("outdated.lab", (Tls.OUTDATED,)),
    Domain("stripped.lab", (Tls.STRIPPED,)),
    Domain("refused.lab", (Tls.REFUSED,)),
    Domain("hanging.lab", (Tls.HANGING,)),
    Domain("promised.lab", (Tls.GOOD,), sts="enforce"),
    Domain("rehearsing.lab", (Tls.GOOD,), sts="testing"),
    Domain("moved-away.lab", (Tls.GOOD,), sts="mismatch"),
    Domain("promise-without-tls.lab", (Tls.NONE,), sts="enforce"),
    Domain("takes-no-mail.lab", (), null_mx=True),
    Domain("northbay-oncology.seclab", (Tls.SELF_SIGNED,), dane="good"),
    Domain("broken-promise.seclab", (Tls.GOOD,), dane="wrong"),
    Domain("signed.seclab", (Tls.GOOD,)),
)


def policy_host(domain: str) -> str:
    """Where RFC 8461 looks for a domain's policy."""
    return f"mta-sts.{domain}"


def host_addresses(domains: tuple[Domain, ...]) -> dict[str, str]:
    """Mail host to address: one address each, so that a receiver knows who was called."""
    names = [host for domain in domains for host in domain.host_names()]
    return {name: f"192.0.2.{FIRST_MX + number}" for number, name in enumerate(names)}
