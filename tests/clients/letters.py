# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Received mails for every state of the badge, as they reach ines@clinic.example.org."""
from __future__ import annotations

from email.utils import format_datetime
from datetime import datetime, timedelta, timezone

DOMAIN = "clinic.example.org"
ADDRESS = f"ines@{DOMAIN}"
DATE = datetime.now(timezone.utc) - timedelta(hours=1)

_TLS = "(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))"
_OLD = "(using TLSv1 with cipher RC4-SHA (128/128 bits))"
_LABEL = "(Postfix)"


def _hop(sender: str, address: str, by: str, protocol: str, tls: str = "", number: int = 1) -> str:
    named = f"from {sender} ({sender} [{address}])"
    return (f"Received: {named}\n" + (f"\t{tls}\n" if tls else "")
            + f"\tby {by} {_LABEL} with {protocol} id 4A{number}\n"
            + f"\tfor <{ADDRESS}>; {format_datetime(DATE)}\n")


def _into(protocol: str, tls: str = "") -> str:
    """Into the clinic's own mail server."""
    return _hop("out.example.net", "192.0.2.7", f"mx.{DOMAIN}", protocol, tls)


def _from_pc(protocol: str, tls: str = "") -> str:
    """Into the sender's server, from his mail program."""
    return _hop("pc.example.com", "198.51.100.9", "out.example.net", protocol, tls, 2)


_UNRECORDED = ("Received: from pc.example.com (pc.example.com [198.51.100.9])\n"
               "\tby out.example.net with SMTP id q7; " + format_datetime(DATE) + "\n")

WAYS = {
    "full": _into("ESMTPS", _TLS) + _from_pc("ESMTPS", _TLS),
    "entry": _into("ESMTPS", _TLS) + _UNRECORDED,
    "partial": _into("ESMTPS", _TLS) + _from_pc("ESMTP"),
    "weak": _into("ESMTPS", _OLD),
    "plain": _into("ESMTP"),
    "internal": _hop(f"app.{DOMAIN}", "192.0.2.20", f"mx.{DOMAIN}", "ESMTPS", _TLS),
    "unknown": "",
}


def letter(state: str, subject: str = "", more: str = "", body: str = "Good morning.\n") -> bytes:
    """@more: further header lines, each with its line end."""
    return (f"{WAYS[state]}From: Otto Berg <otto@example.com>\nTo: Ines Roth <{ADDRESS}>\n"
            f"Subject: {subject or 'Letter ' + state}\nDate: {format_datetime(DATE)}\n"
            f"Message-ID: <{state}.{subject.replace(' ', '-') or 'letter'}@example.com>\n{more}"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}").encode()
