# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The web server that all MTA-STS policies of the lab come from (RFC 8461), by name."""
from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

from .ca import Authority
from .eventloop import EventLoop

# By the name of the policy in domains.py: mode and mail hosts.
MODES = {"enforce": ("enforce", "mx.{domain}"), "testing": ("testing", "mx.{domain}"),
         "mismatch": ("enforce", "mail.elsewhere.lab")}


class PolicyHost:
    """Port 443; which policy is told by the Host field, which certificate by the TLS name."""

    def __init__(self, events: EventLoop, address: str, policies: dict[str, str],
                 authority: Authority) -> None:
        self._policies = policies
        contexts = {host: authority.issue(host).server_context() for host in policies}
        first = next(iter(contexts.values()))

        def choose(secured: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
            secured.context = contexts.get(name or "", first)

        first.sni_callback = choose
        events.listen(lambda: _Request(self._answer), address, 443, ssl=first)

    def _answer(self, request: bytes) -> bytes:
        lines = request.decode("latin-1").split("\r\n")
        host = next((line[5:].strip() for line in lines if line.lower().startswith("host:")), "")
        path = lines[0].split(" ")[1] if " " in lines[0] else ""
        if path != "/.well-known/mta-sts.txt" or host not in self._policies:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        mode, mx = MODES[self._policies[host]]
        body = (f"version: STSv1\r\nmode: {mode}\r\nmx: {mx.format(domain=host.split('.', 1)[1])}\r\n"
                "max_age: 86400\r\n").encode()
        return (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body)) + body


class _Request(asyncio.Protocol):
    """One request a connection."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer = answer
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        assert isinstance(self._transport, asyncio.Transport)
        if b"\r\n\r\n" in self._data or len(self._data) > 16384:
            self._transport.write(self._answer(self._data))
            self._transport.close()
