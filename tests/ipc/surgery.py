# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A surgery whose agent is badly treated, and what must be true of the agent afterwards.

No network: the resolver of the settings knows no names, so that nothing is known of any
recipient.
"""
from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gi.repository import GLib

from lab.agent import Account, AgentHome, Policy
from lab.agent_client import AgentClient, variant

ANA, NORA, PETRA = "ana.ruiz@example.org", "nora.lind@example.com", "petra.holm@example.net"
CLINIC = Account("clinic", (ANA,), ("Ana Ruiz",), (), "mail.example.org", 587, "starttls",
                 "ana.ruiz", "a password of the lab")
TEA = f"From: {ANA}\r\nTo: {NORA}\r\nSubject: Tea\r\n\r\nAt four?\r\n".encode()
RESULT = (f"From: {ANA}\r\nTo: {NORA}\r\nSubject: results\r\n\r\n"
          "Mrs. Harriet Penfold, DOB 14/07/1951, MRN 4480127: potassium 6.1 mmol/L; she takes "
          "spironolactone 50 mg for heart failure.\r\n").encode()


def settings(resolver: str) -> Policy:
    return Policy().set("network", resolver=resolver, no_port25="true").set("agent", keyring="file")


def envelope(**changes: Any) -> dict[str, GLib.Variant]:
    """That of an ordinary mail; a GLib.Variant among @changes is taken as it is, None leaves out."""
    values: dict[str, Any] = {"account": "clinic", "from": ANA, "to": [NORA], "mode": "send",
                              "format": "rfc822", **changes}
    return {key: value if isinstance(value, GLib.Variant) else variant(value)
            for key, value in values.items() if value is not None}


def assess_arguments(handle: int = 0, parts: tuple[int, ...] = (), **changes: Any) -> GLib.Variant:
    return GLib.Variant("(haha{sv})", (handle, list(parts), envelope(**changes)))


class Surgery(AgentHome):
    """Ana's home, made for one test or for a file of tests."""

    def __init__(self, folder: Path, policy: Policy) -> None:
        super().__init__(folder, policy, (CLINIC,))
        self.changed: dict[str, str | None] = {}  # of the environment; None: not set

    @property
    def environment(self) -> dict[str, str]:
        values: dict[str, str | None] = {**super().environment, **self.changed}
        return {name: value for name, value in values.items() if value is not None}

    def start_without_passwords(self, through: tuple[str, ...] = ()) -> None:
        """For a start after which nothing can be stored."""
        self.accounts = ()
        self.start(through)

    @property
    def config(self) -> Path:
        return self.home / ".config/hemostat"

    def client(self) -> AgentClient:
        return AgentClient(self.socket)

    def check_served(self) -> None:
        """An ordinary mail of an ordinary client is judged as always."""
        client = self.client()
        try:
            verdict, ticket, _ = client.assess(TEA, ANA, [NORA])
            assert verdict == "send" and len(ticket) == 32
        finally:
            client.close()

    def warm_up(self) -> None:
        """All that is made once and late is made now: the records, the resolver."""
        client = self.client()
        verdict, _, _ = client.assess(RESULT, ANA, [NORA])
        client.close()
        assert verdict == "hold"

    @property
    def pid(self) -> int:
        assert self.daemon
        return self.daemon.pid


# --- what a process has, seen from outside

def wait_until(is_true: Callable[[], bool], seconds: float = 25) -> bool:
    """FALSE if it did not come true."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return []


def descendants(pid: int) -> list[int]:
    return [one for child in children(pid) for one in (child, *descendants(child))]


def status_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def name_of(pid: int) -> str:
    return status_of(pid)["Name"]


def is_dead(pid: int) -> bool:
    return status_of(pid)["State"][0] == "Z"


def may_look_inside() -> bool:
    """The agent is not dumpable: only root sees its descriptors."""
    return os.geteuid() == 0


def descriptors(pid: int) -> list[str]:
    """What each open descriptor is, eventfds and the like by their kind."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(os.readlink(entry))
        except FileNotFoundError:
            continue
    return sorted(found)


def anonymous_megabytes(pid: int) -> float:
    return int(status_of(pid)["RssAnon"].split()[0]) / 1024


def is_sanitized(program: Path) -> bool:
    """Sanitizers keep freed memory: sizes say nothing then."""
    return b"__asan_init" in program.read_bytes()


class Inventory:
    """What the agent had before somebody treated it badly."""

    def __init__(self, surgery: Surgery) -> None:
        self.surgery = surgery
        surgery.check_served()
        wait_until(self._is_quiet)
        self._before = descriptors(surgery.pid) if may_look_inside() else []

    def _is_quiet(self) -> bool:
        """There is the reader, at most one child of it that waits for the next mail, and nobody
        who is left to be buried."""
        readers = children(self.surgery.pid)
        try:
            return len(readers) == 1 and name_of(readers[0]) == "hemostat-reader" and \
                len(descendants(readers[0])) <= 1 and not any(map(is_dead, descendants(self.surgery.pid)))
        except (FileNotFoundError, ProcessLookupError):  # one has just ended
            return False

    def _has_no_more(self) -> bool:
        return not may_look_inside() or len(descriptors(self.surgery.pid)) <= len(self._before)

    def check(self) -> None:
        """Nothing was left behind, and others are served."""
        assert self.surgery.daemon and self.surgery.daemon.running(), self.surgery.log
        self.surgery.check_served()
        assert wait_until(self._is_quiet), descendants(self.surgery.pid)
        if not wait_until(self._has_no_more, 15):
            more = Counter(descriptors(self.surgery.pid)) - Counter(self._before)
            raise AssertionError(f"left open: {dict(more)}")
