# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A resolver that knows no name and says so at once (RFC 1035 section 4.1.1: SERVFAIL).

A closed port would do as well, but costs every first mail to a domain three seconds.
"""
from __future__ import annotations

import socketserver
import struct
import threading

RESPONSE, SERVFAIL, AVAILABLE = 0x8000, 2, 0x0080


class _Answer(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        question, sock = self.request
        if len(question) < 12:
            return
        number, flags = struct.unpack("!HH", question[:4])
        end = question.index(b"\0", 12) + 5  # the name, its type and class; nothing that follows
        flags = flags & 0x7900 | RESPONSE | AVAILABLE | SERVFAIL
        sock.sendto(struct.pack("!HHHHHH", number, flags, 1, 0, 0, 0) + question[12:end], self.client_address)


class NoNames:
    """Serves until it is closed."""

    def __init__(self) -> None:
        self._server = socketserver.UDPServer(("127.0.0.1", 0), _Answer)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05},
                                        daemon=True)
        self._thread.start()

    @property
    def endpoint(self) -> str:
        """As policy.conf has it."""
        return f"127.0.0.1@{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()
