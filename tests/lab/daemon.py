# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""One server process: started, waited for by what it says, stopped by its process id."""
from __future__ import annotations

import re
import subprocess
import threading
from collections import deque


class DaemonError(Exception):
    """It did not come up; the text holds what it said last."""


class Daemon:
    """A child that stays in the foreground and says when it is ready.

    setpriv(1) ties its life to ours, so that it ends even if we are killed outright.
    """

    def __init__(self, name: str, command: list[str], ready: str | None = None,
                 environment: dict[str, str] | None = None, seconds: float = 20) -> None:
        self.name = name
        self.said: deque[str] = deque(maxlen=2000)
        self._pattern = re.compile(ready) if ready else None
        self._ready = threading.Event()
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "--", *command], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            env=environment)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        if self._pattern:
            self._wait_ready(seconds)

    @property
    def pid(self) -> int:
        return self.process.pid

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if self._pattern and self._pattern.search(line):
                self._ready.set()
        self._ready.set()  # it closed its output: nobody needs to wait any longer

    def _wait_ready(self, seconds: float) -> None:
        self._ready.wait(seconds)
        assert self._pattern
        if not any(self._pattern.search(line) for line in list(self.said)):
            self.stop()
            raise DaemonError(f"{self.name} did not start:\n" + "\n".join(list(self.said)[-20:]))

    def running(self) -> bool:
        return self.process.poll() is None

    def stop(self, seconds: float = 5) -> int:
        """Asks it to end, insists after @seconds; returns its status."""
        if self.running():
            self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._listener.join(2)
        if self.process.stdout and not self._listener.is_alive():
            self.process.stdout.close()
        return self.process.returncode
