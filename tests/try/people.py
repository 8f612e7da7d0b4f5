# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Who takes part in ./dev try: one clinician, and the people that she writes to.

All are invented.  What sets them apart is how their mail can be protected.
"""
from __future__ import annotations

from dataclasses import dataclass

from lab.agent import Account, Policy
from lab.domains import HOME
from lab.town import SUBMISSION_HOST, Town


@dataclass(frozen=True)
class Person:
    """A correspondent; @about is what a reader of the table should know of him."""

    name: str
    address: str
    about: str
    has_key: bool = False


ANA = Person("Ana Ruiz", f"ana.ruiz@{HOME}", "the sender", has_key=True)
NORA = Person("Nora Lind", "nora.lind@lakeside-cardiology.lab", "good TLS, no key")
SAM = Person("Sam Oduya", "sam.oduya@lakeside-cardiology.lab", "good TLS, an OpenPGP key", True)
PETRA = Person("Petra Holm", "petra.holm@oldtown-physio.lab", "no TLS, an OpenPGP key", True)
DESK = Person("Front desk", "front.desk@oldtown-physio.lab", "no TLS, no key")
PEOPLE = (ANA, NORA, SAM, PETRA, DESK)

ACCOUNT = Account(
    name="clinic", addresses=(ANA.address,), names=("Ana Ruiz", "Dr. Ana Ruiz"),
    words=("Hartwell Clinic", "12 Mill Lane", "555-0117"), host=SUBMISSION_HOST, port=587,
    security="starttls", user="ana.ruiz", password="a password of the lab")


def person(address: str) -> Person:
    return next((one for one in PEOPLE if one.address == address), Person(address, address, ""))


def policy(town: Town) -> Policy:
    """The administrator's settings in the lab; shown to the reader, as they decide much."""
    return (Policy()
            .set("network", resolver=town.resolver.endpoint,
                 trust_anchor=str(town.names.trust_anchor), ca=str(town.authority.file))
            .set("agent", keyring="file")
            .set("default", predicted="V+A"))


# Setting, and what it means, for the reader.
SHOWN_SETTINGS = [
    ("predicted = V+A",
     "an administrator accepts TLS that was seen to work when last checked, although this "
     "ordinary mail provider could still deliver in the clear; shipped: none"),
    ("keyring = file", "the lab has no desktop, so secrets are in a private file; shipped: the "
                       "desktop's keyring"),
    ("resolver, trust-anchor, ca", "the lab's own, as its domains are made up"),
]
