# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""hemostat-native as Thunderbird runs it: a child with two pipes, frames of JSON both ways."""
from __future__ import annotations

import base64
import json
import os
import selectors
import struct
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PIECE = 256 * 1024
FRAME_IN = 512 * 1024
FRAME_OUT = 1024 * 1024


class Refused(Exception):
    """The answer was an error."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code, self.words = code, words


class Ended(Exception):
    """The program closed its end; the text tells its status, its last words and events, which
    say why."""


class Native:
    """One running hemostat-native; nothing here waits for ever."""

    def __init__(self, program: Path, environment: Mapping[str, str], seconds: float = 30) -> None:
        self.process = subprocess.Popen(
            [program, "/nowhere/org.hemostat.thunderbird.json", "hemostat@hemostat.org"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.seconds = seconds
        self.events: list[dict[str, Any]] = []
        self.answers: dict[int, dict[str, Any]] = {}
        self._unread = b""
        self._said = b""
        self._last = 0

    def __enter__(self) -> "Native":
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    # --- frames

    def say(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, frame: Any) -> None:
        text = json.dumps(frame).encode()
        self.say(struct.pack("=I", len(text)) + text)

    def _fill(self, deadline: float) -> None:
        assert self.process.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(max(deadline - time.monotonic(), 0)):
                raise TimeoutError("hemostat-native says nothing")
        data = os.read(self.process.stdout.fileno(), 1 << 20)
        if not data:
            raise Ended(self._last_words())
        self._unread += data

    def _last_words(self) -> str:
        """Of a program that has closed its output."""
        try:
            status, said = self.wait()
        except subprocess.TimeoutExpired:
            return f"it runs on, but has closed its output; events {self.events}"
        return f"status {status}, said {said!r}, events {self.events}, half a frame {self._unread!r}"

    def frame(self, seconds: float | None = None) -> Any:
        deadline = time.monotonic() + (self.seconds if seconds is None else seconds)
        while len(self._unread) < 4 or len(self._unread) < 4 + self._size():
            self._fill(deadline)
        size = self._size()
        assert size < FRAME_OUT
        text, self._unread = self._unread[4:4 + size], self._unread[4 + size:]
        return json.loads(text)

    def _size(self) -> int:
        return int(struct.unpack("=I", self._unread[:4])[0])

    # --- calls

    def begin(self, call: str, **members: Any) -> int:
        self._last += 1
        self.send({"id": self._last, "call": call, **members})
        return self._last

    def _sort(self, frame: dict[str, Any]) -> None:
        if "event" in frame:
            self.events.append(frame)
        else:
            self.answers[frame["id"]] = frame

    def end(self, number: int) -> dict[str, Any]:
        while number not in self.answers:
            self._sort(self.frame())
        answer = self.answers.pop(number)
        if "error" in answer:
            raise Refused(answer["error"]["code"], answer["error"]["words"])
        return answer["ok"]

    def call(self, call: str, **members: Any) -> dict[str, Any]:
        return self.end(self.begin(call, **members))

    def event(self, name: str) -> dict[str, Any]:
        """The next event @name, which may have come already."""
        while True:
            for event in self.events:
                if event["event"] == name:
                    self.events.remove(event)
                    return event
            self._sort(self.frame())

    def hello(self) -> dict[str, Any]:
        return self.call("hello", version=1, extension="0.1.0")

    # --- blobs

    def put(self, name: str, data: bytes) -> int:
        size = 0
        for offset in range(0, max(len(data), 1), PIECE):
            piece = data[offset:offset + PIECE]
            size = self.call("put", blob=name, data=base64.b64encode(piece).decode(),
                             last=offset + PIECE >= len(data))["size"]
        return size

    def get(self, name: str) -> bytes:
        data = b""
        while True:
            answer = self.call("get", blob=name, offset=len(data))
            data += base64.b64decode(answer["data"])
            if answer["last"]:
                return data

    # --- mail

    def assess(self, mail: Any, sender: str, to: Iterable[str], parts: Iterable[str] = (),
               **more: Any) -> dict[str, Any]:
        envelope = {"account": "clinic", "from": sender, "to": list(to), "mode": "send",
                    "format": "rfc822" if isinstance(mail, str) else "compose", **more}
        return self.call("assess", mail=mail, parts=list(parts), envelope=envelope)

    # --- the end

    def wait(self) -> tuple[int, str]:
        """Its exit status and what it said on standard error, once it has ended."""
        assert self.process.stderr
        status = self.process.wait(self.seconds)
        self._said += self.process.stderr.read()
        return status, self._said.decode(errors="replace")

    def hang_up(self) -> tuple[int, str]:
        """Closes its input, as Thunderbird does when it ends."""
        assert self.process.stdin
        self.process.stdin.close()
        return self.wait()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe
            try:
                pipe.close()
            except BrokenPipeError:
                pass
        self.process.wait()
