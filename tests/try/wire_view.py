# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What reached the wire, in words, judged from the bytes that the receivers took."""
from __future__ import annotations

import email
import email.policy
import quopri
from dataclasses import dataclass
from email.message import Message

from lab.gnupg import GnupgHome
from lab.receivers import Delivery
from people import person


@dataclass(frozen=True)
class Seen:
    """One delivery: in words, and whether the private word could be read on the way."""

    words: str
    protected: bool  # over TLS, or encrypted for its recipients
    exposed: bool


def is_openpgp(message: Message) -> bool:
    return (message.get_content_type() == "multipart/encrypted"
            and message.get_param("protocol") == "application/pgp-encrypted")


def readable(message: Message) -> bytes:
    """All text that somebody who has the bytes can read, without any key."""
    parts = [part.get_payload(decode=True) or b"" for part in message.walk() if not part.is_multipart()]
    return b"\n".join([message.as_bytes(), quopri.decodestring(message.as_bytes()), *parts])


def opened(message: Message, home: GnupgHome | None) -> bool:
    """Whether the recipient's key opens it."""
    if home is None:
        return False
    parts = [part for part in message.walk() if part.get_content_type() == "application/octet-stream"]
    coded = parts[0].get_payload(decode=True) if parts else b""
    return isinstance(coded, bytes) and home.decrypt(coded) is not None


def view(delivery: Delivery, private: bytes, homes: dict[str, GnupgHome]) -> Seen:
    """Describes @delivery; @homes has the keys of those who have one."""
    message = email.message_from_bytes(delivery.content, policy=email.policy.compat32)
    way = f"over {delivery.tls}" if delivery.tls else "in the clear"
    who = ", ".join(person(address).name for address in delivery.recipients)
    words = f"{who}: {way}"
    if is_openpgp(message):
        keys = [homes.get(address) for address in delivery.recipients]
        can = all(opened(message, home) for home in keys)
        words += f", OpenPGP, subject \"{message['Subject']}\"; "
        words += "opened with the recipient's key" if can else "NOT opened with the recipient's key"
    else:
        words += ", as written"
    protected = delivery.tls is not None or is_openpgp(message)
    exposed = bool(private) and delivery.tls is None and private in readable(message)
    return Seen(words + ("; THE PRIVATE PART COULD BE READ" if exposed else ""), protected, exposed)
