# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The Received fields, the last stamp first, that bring about each state of the badge."""
from __future__ import annotations

OURS = "hartwell-clinic.lab"
DATE = "Mon, 02 Mar 2026 10:15:01 +0000"
_TLS = "(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))"
_OLD = "(using TLSv1 with cipher RC4-SHA (128/128 bits))"


def _stamp(sender: str, address: str, by: str, protocol: str, tls: str = "") -> str:
    return (f"from {sender} ({sender} [{address}])\n\t" + (f"{tls}\n\t" if tls else "")
            + f"by {by} (Postfix) with {protocol} id 4A71;\n\t{DATE}")


def _into_ours(protocol: str, tls: str = "") -> str:
    return _stamp("out.example.net", "192.0.2.7", f"mx.{OURS}", protocol, tls)


def _from_pc(protocol: str, tls: str = "") -> str:
    return _stamp("pc.example.com", "198.51.100.9", "out.example.net", protocol, tls)


_UNRECORDED = ("from pc.example.com (pc.example.com [198.51.100.9])\n\t"
               f"by out.example.net with SMTP id q7; {DATE}")

WAYS: dict[str, tuple[str, ...]] = {
    "full": (_into_ours("ESMTPS", _TLS), _from_pc("ESMTPS", _TLS)),
    "entry": (_into_ours("ESMTPS", _TLS), _UNRECORDED),
    "partial": (_into_ours("ESMTPS", _TLS), _from_pc("ESMTP")),
    "weak": (_into_ours("ESMTPS", _OLD),),
    "plain": (_into_ours("ESMTP"),),
    "internal": (_stamp(f"app.{OURS}", "192.0.2.20", f"mx.{OURS}", "ESMTPS", _TLS),),
    "unknown": (),
}
