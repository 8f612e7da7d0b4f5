# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The real hemostat-agent with a home of its own, and the real command line beside it."""
from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import programs
from .daemon import Daemon, DaemonError
from .gnupg import GnupgHome


@dataclass(frozen=True)
class Account:
    """One section of accounts.conf."""

    name: str
    addresses: tuple[str, ...]
    names: tuple[str, ...]
    words: tuple[str, ...]
    host: str
    port: int
    security: str  # "starttls" or "tls"
    user: str
    password: str
    route: str = "R0"

    def section(self) -> str:
        def several(values: tuple[str, ...]) -> str:
            return "".join(value + ";" for value in values)
        return (f"[account {self.name}]\naddresses={several(self.addresses)}\n"
                f"names={several(self.names)}\nwords={several(self.words)}\n"
                f"host={self.host}\nport={self.port}\nsecurity={self.security}\n"
                f"user={self.user}\nroute={self.route}\n")

    @property
    def secret_name(self) -> str:
        """The name of its password in the keyring."""
        return f"smtp:{self.host}:{self.port}:{self.user}"


@dataclass
class Policy:
    """The administrator's policy.conf: group to keys, in the order of the file."""

    groups: dict[str, dict[str, str]] = field(default_factory=dict)

    def set(self, group: str, **keys: str) -> "Policy":
        """Python names for keys: trust_anchor is "trust-anchor"."""
        row = self.groups.setdefault(group, {})
        row.update({key.replace("_", "-"): value for key, value in keys.items()})
        return self

    def text(self) -> str:
        return "\n".join(f"[{group}]\n" + "".join(f"{key}={value}\n" for key, value in keys.items())
                         for group, keys in self.groups.items())


@dataclass(frozen=True)
class Answer:
    """What one call of the command line gave back."""

    status: int
    objects: list[dict[str, Any]]
    said: str  # on standard error
    text: str = ""  # on standard output, as it was

    @property
    def object(self) -> dict[str, Any]:
        if not self.objects:
            raise AssertionError(f"no object, status {self.status}: {self.said}")
        return self.objects[0]


class AgentHome:
    """A user's home folder below @folder, with settings, keys and, when started, an agent."""

    def __init__(self, folder: Path, policy: Policy, accounts: tuple[Account, ...]) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.system = folder / "etc"
        self.state = self.home / ".local/state/hemostat"
        self.runtime = folder / "run"
        self.socket = self.runtime / "hemostat/agent"
        self.accounts = accounts
        config = self.home / ".config/hemostat"
        for path in (self.home, self.system, self.runtime, config):
            path.mkdir(parents=True)
            path.chmod(0o700)
        self._libexec = programs.gather(folder / "libexec")
        self.gnupg = GnupgHome(self.home / ".gnupg")
        self.daemon: Daemon | None = None
        self.write_policy(policy)
        (config / "accounts.conf").write_text("\n".join(account.section() for account in accounts))
        (config / "accounts.conf").chmod(0o600)

    @property
    def environment(self) -> dict[str, str]:
        return {**programs.environment(self._libexec), "HOME": str(self.home),
                "XDG_CONFIG_HOME": str(self.home / ".config"),
                "XDG_STATE_HOME": str(self.home / ".local/state"),
                "XDG_DATA_HOME": str(self.home / ".local/share"),
                "XDG_CACHE_HOME": str(self.home / ".cache"),
                "XDG_RUNTIME_DIR": str(self.runtime)}

    def write_policy(self, policy: Policy) -> None:
        (self.system / "policy.conf").write_text(policy.text())

    # --- the agent

    @property
    def command(self) -> list[str]:
        """The agent as it is started by hand."""
        return [str(self._libexec / "hemostat-agent"), "--system-config", str(self.system)]

    def start(self, through: tuple[str, ...] = (), **environment: str) -> None:
        """Starts the agent, by way of the command @through, and waits until it takes connections."""
        self.daemon = Daemon("hemostat-agent", [*through, *self.command],
                             environment={**self.environment, **environment})
        self._wait_for_socket()
        self._store_passwords()

    def _wait_for_socket(self, seconds: float = 20) -> None:
        assert self.daemon
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with socket.socket(socket.AF_UNIX) as client:
                if client.connect_ex(str(self.socket)) == 0:
                    return
            try:  # wait a moment, but not for one that is gone
                self.daemon.process.wait(0.01)
                break
            except subprocess.TimeoutExpired:
                continue
        self.daemon.stop()
        raise DaemonError("hemostat-agent did not open its socket:\n" + "\n".join(self.daemon.said))

    def _store_passwords(self) -> None:
        """By standard input: a command line can be read by everybody on the machine."""
        for account in self.accounts:
            answer = self.run("password", "--json", "--account", account.name,
                              data=account.password.encode() + b"\n")
            if answer.status:
                raise DaemonError(f"the password of {account.name} was not taken: {answer.said}")

    @property
    def log(self) -> list[str]:
        return list(self.daemon.said) if self.daemon else []

    def stop(self) -> int | None:
        """Ends the agent; its exit status, None if it never ran."""
        status = self.daemon.stop() if self.daemon else None
        self.daemon = None
        return status

    def close(self) -> None:
        self.stop()
        self.run_started_agent_down()
        self.gnupg.close()

    # --- agents that clients start

    def start_on_demand(self) -> None:
        """From now on an agent that a client starts has the lab's settings."""
        program = self._libexec / "hemostat-agent"
        real = program.resolve()
        program.unlink()
        program.write_text(f"#!/bin/sh\nexec {real} --system-config {self.system} \"$@\"\n")
        program.chmod(0o755)

    def started_agents(self) -> list[int]:
        """Process ids of agents that clients started in this home."""
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline")
                if self._is_started(_words(path))
                and not (self.daemon and int(path.parent.name) == self.daemon.pid)]

    def _is_started(self, words: list[str]) -> bool:
        """By the name that it has here, or through start_on_demand()."""
        return words[0] == str(self._libexec / "hemostat-agent") or (
            words[0].endswith("/hemostat-agent") and str(self.system) in words)

    def run_started_agent_down(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Ends the agents that clients started, and waits until they are gone."""
        for pid in self.started_agents():
            try:
                handle = os.pidfd_open(pid)
            except ProcessLookupError:
                continue
            if self._is_started(_words(Path(f"/proc/{pid}/cmdline"))):  # not another of that number
                signal.pidfd_send_signal(handle, number)
                assert select.select([handle], [], [], 10)[0], "the agent does not end"
            os.close(handle)

    # --- the command line

    def run(self, *arguments: str | os.PathLike[str], data: bytes | None = None,
            seconds: float = 60) -> Answer:
        """hemostat ARGUMENT...; every line of its output that is JSON becomes an object."""
        source: dict[str, Any] = {"input": data} if data is not None else {"stdin": subprocess.DEVNULL}
        done = subprocess.run([self._libexec / "hemostat", *arguments], capture_output=True,
                              env=self.environment, timeout=seconds, **source)
        text = done.stdout.decode()
        objects = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        return Answer(done.returncode, objects, done.stderr.decode(errors="replace"), text)

    def send(self, account: str, sender: str, recipients: tuple[str, ...], mail: Path,
             *more: str) -> Answer:
        to = [word for recipient in recipients for word in ("--to", recipient)]
        return self.run("send", "--json", "--account", account, "--from", sender, *to, *more, mail)


def _words(cmdline: Path) -> list[str]:
    """A command line; one empty word if the process has ended."""
    try:
        return os.fsdecode(cmdline.read_bytes()).split("\0")
    except OSError:
        return [""]
