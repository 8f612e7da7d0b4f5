# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""An agent that gets its socket from somebody else, as systemd and clients do it."""
from __future__ import annotations

import socket
import subprocess
import threading
from pathlib import Path

from surgery import Surgery

FD = 3


def listening_socket(path: Path) -> socket.socket:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    return listener


class Handed:
    """An agent with @given as descriptor 3 and whatever @options say of it."""

    def __init__(self, surgery: Surgery, given: socket.socket | None, *options: str,
                 environment: dict[str, str] | None = None) -> None:
        number = given.fileno() if given else -1
        move = f'exec "$0" "$@" {FD}<&{number}' if given else 'exec "$0" "$@"'
        self.process = subprocess.Popen(
            ["bash", "-c", move, *surgery.command, *(options or (f"--listen-fd={FD}",))],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            pass_fds=[number] if given else [], env={**surgery.environment, **(environment or {})})
        self.said: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stderr
        self.said.extend(self.process.stderr)

    def __enter__(self) -> "Handed":
        return self

    def __exit__(self, *unused: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait(self, seconds: float = 20) -> int:
        """Its status; everything it said is in said then."""
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self._listener.join(5)
        return status

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.terminate()
        return self.wait()
