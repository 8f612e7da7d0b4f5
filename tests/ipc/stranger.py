# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A client of another user: stranger.py SOCKET CLAIMED-UID prints "answered" or "refused".

It goes on as if it had been let in: only an answer to Hello would be one.  On its own, as
it is run by somebody who may not read our files.
"""
import socket
import struct
import sys


def text(value: bytes) -> bytes:
    return struct.pack("<I", len(value)) + value + b"\0"


def field(code: int, kind: bytes, value: bytes) -> bytes:
    data = bytes([code, len(kind)]) + kind + b"\0" + value
    return data + b"\0" * (-len(data) % 8)


def hello() -> bytes:
    fields = (field(1, b"o", text(b"/org/hemostat/Agent1")) + field(2, b"s", text(b"org.hemostat.Agent1"))
              + field(3, b"s", text(b"Hello")) + field(8, b"g", b"\x02us\0"))
    body = struct.pack("<I", 1) + text(b"stranger")
    return struct.pack("<cBBBIII", b"l", 1, 0, 1, len(body), 1, len(fields)) + fields + body


def is_answered(path: str, claimed: str) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(20)
        client.connect(path)
        client.sendall(b"\0AUTH EXTERNAL " + claimed.encode().hex().encode() + b"\r\nBEGIN\r\n" + hello())
        got = b""
        while True:
            data = client.recv(4096)
            if not data:
                return False
            got += data
            if b"\r\nl\x02" in got:  # a method's return, after the line that let us in
                return True


try:
    answered = is_answered(*sys.argv[1:])
except ConnectionError:
    answered = False
print("answered" if answered else "refused")
