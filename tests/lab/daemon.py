# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""One server process: started, waited for by what it says, stopped by its process id."""
from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections import deque
from pathlib import Path


class DaemonError(Exception):
    """It did not come up; the text holds what it said last."""


class Daemon:
    """A child that stays in the foreground and says when it is ready.

    setpriv(1) ties its life to ours, so that it ends even if we are killed outright.
    """

    def __init__(self, name: str, command: list[str], ready: str | None = None,
                 environment: dict[str, str] | None = None, seconds: float = 20,
                 own_group: bool = False) -> None:
        self.name = name
        self._own_group = own_group  # it makes a process group of its own, which must end with it
        self.said: deque[str] = deque(maxlen=2000)
        self._pattern = re.compile(ready) if ready else None
        self._ready = threading.Event()
        self._spoken = threading.Condition()
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
            with self._spoken:
                self.said.append(line.rstrip("\n"))
                self._spoken.notify_all()
            if self._pattern and self._pattern.search(line):
                self._ready.set()
        self._ready.set()  # it closed its output: nobody needs to wait any longer

    def _wait_ready(self, seconds: float) -> None:
        self._ready.wait(seconds)
        assert self._pattern
        if not any(self._pattern.search(line) for line in list(self.said)):
            self.stop()
            raise DaemonError(f"{self.name} did not start:\n" + "\n".join(list(self.said)[-20:]))

    def wait_to_say(self, words: str, count: int = 1, seconds: float = 20) -> None:
        """Waits until it has said @words in @count lines."""
        with self._spoken:
            if not self._spoken.wait_for(
                    lambda: sum(words in line for line in self.said) >= count, seconds):
                raise TimeoutError(f"{self.name} did not say {words!r}:\n" + "\n".join(self.said))

    def running(self) -> bool:
        return self.process.poll() is None

    def pause(self) -> None:
        """It keeps its ports and answers nobody: what a dead network looks like."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """As the kernel does when memory runs out: no goodbye."""
        self.process.kill()
        self.process.wait()

    def children(self) -> list[int]:
        """Process ids of what it started itself."""
        path = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(word) for word in path.read_text().split()] if path.exists() else []

    def stop(self, seconds: float = 5) -> int:
        """Asks it to end, insists after @seconds; returns its status."""
        if self.running():
            self.process.terminate()
            self.resume()  # it may be paused
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self._own_group:
            self._end_group(seconds)
        self._listener.join(2)
        if self.process.stdout and not self._listener.is_alive():
            self.process.stdout.close()
        return self.process.returncode

    def _end_group(self, seconds: float) -> None:
        """Its children are not ours to wait for: ask until the group is empty."""
        deadline = time.monotonic() + seconds
        pause = threading.Event()
        number = signal.SIGTERM
        while members := group_members(self.pid):
            for member in members:
                _signal(member, number)
            if time.monotonic() > deadline:
                number = signal.SIGKILL
            pause.wait(0.02)


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def group_members(group: int) -> list[int]:
    """Living processes of a process group; the dead that nobody buried do not count."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state not in "ZX":
            found.append(int(path.parent.name))
    return found
