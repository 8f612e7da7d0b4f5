# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The lab as a whole: names, resolver, certificates, mail hosts, the clinic's own provider.

    with Town() as town:
        town.wire.wait_for(1)

Parts stop in the reverse order of their start, also after a failure or Ctrl-C, and the
folder goes with them.
"""
from __future__ import annotations

import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from .ca import Authority, Certificate
from .domains import (DOMAINS, HOME, NAME_SERVER, POLICY_HOST, SUBMISSION, Domain, Tls,
                      host_addresses, policy_host)
from .eventloop import EventLoop
from .namespace import RESOLVER, furnish, unfurnish
from .policies import PolicyHost
from .publisher import ADDRESS as PUBLISHER
from .publisher import Publisher
from .receivers import Receivers, Wire
from .resolver import Resolver
from .submission import Routes, SubmissionServer
from .zones import NameServer

SUBMISSION_HOST = f"smtp.{HOME}"
# For servers that a test adds, such as Postfix; the names are in the zone.
SPARE = {f"spare{number}.{HOME}": f"192.0.2.{number + 10}" for number in range(1, 7)}


def _ended(number: int, frame: object) -> None:
    raise SystemExit(128 + number)  # so that "with" cleans up


def short_folder() -> str:
    """Where temporary folders go; gpg's and the agent's sockets lie below it, and the path of
    a socket has 107 bytes."""
    usual = tempfile.gettempdir()
    return usual if len(usual) <= 24 else "/tmp"


class Town:
    """Everything around the agent."""

    def __init__(self, domains: tuple[Domain, ...] = DOMAINS,
                 passwords: dict[str, str] | None = None, honours_header: bool = False,
                 own_provider: bool = True) -> None:
        self.domains = domains
        self.addresses = host_addresses(domains)
        self.passwords = passwords or {}
        self._honours_header, self._own_provider = honours_header, own_provider
        self._stack = ExitStack()
        self.folder: Path
        self.authority: Authority
        self.publisher: Publisher
        self.names: NameServer
        self.resolver: Resolver
        self.events: EventLoop
        self.receivers: Receivers
        self.provider: SubmissionServer | None = None
        self.certificates: dict[str, Certificate] = {}

    @property
    def wire(self) -> Wire:
        return self.receivers.wire

    def __enter__(self) -> "Town":
        with ExitStack() as stack:
            signal.signal(signal.SIGTERM, _ended)
            self.folder = Path(stack.enter_context(
                tempfile.TemporaryDirectory(prefix="hemostat-lab-", dir=short_folder())))
            furnish(self.folder, [NAME_SERVER, RESOLVER, SUBMISSION, *SPARE.values(),
                                  POLICY_HOST, PUBLISHER, *self.addresses.values()])
            stack.callback(unfurnish)
            self.authority = Authority(self.folder / "ca")
            self._issue()
            self.publisher = Publisher(self.folder)
            self.names = NameServer(self.folder / "names", self.domains, self.addresses,
                                    self.certificates, SPARE, self.publisher.zone_lines)
            stack.callback(self.names.stop)
            self.resolver = Resolver(self.folder / "resolver", self.names.trust_anchor)
            stack.callback(self.resolver.stop)
            self.events = EventLoop()
            stack.callback(self.events.stop)
            self._open_receivers()
            self._open_policies()
            self.publisher.serve(self.events, self.authority)
            if self._own_provider:
                self._open_provider()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stack.close()

    def _issue(self) -> None:
        make = {Tls.EXPIRED: self.authority.issue_expired,
                Tls.SELF_SIGNED: self.authority.issue_self_signed,
                Tls.WRONG_NAME: self.authority.issue_wrong_name}
        for domain in self.domains:
            for host, mood in zip(domain.host_names(), domain.hosts):
                self.certificates[host] = make.get(mood, self.authority.issue)(host)
        self.certificates[SUBMISSION_HOST] = self.authority.issue(SUBMISSION_HOST)

    def _open_receivers(self) -> None:
        self.receivers = Receivers(self.events)
        for domain in self.domains:
            for host, mood in zip(domain.host_names(), domain.hosts):
                self.receivers.add(host, self.addresses[host], mood, self.certificates[host])

    def _open_policies(self) -> None:
        policies = {policy_host(domain.name): domain.sts for domain in self.domains if domain.sts}
        if policies:
            PolicyHost(self.events, POLICY_HOST, policies, self.authority)

    def _open_provider(self) -> None:
        self.provider = SubmissionServer(
            self.events, SUBMISSION_HOST, SUBMISSION, self.certificates[SUBMISSION_HOST], self.routes(),
            self.passwords, self._honours_header, self.authority.file)

    def routes(self) -> Routes:
        return Routes({domain.name: [(host, self.addresses[host]) for host in domain.host_names()]
                       for domain in self.domains})

    def on_close(self, stop: object) -> None:
        """Adds a part of the test's own, to be stopped first."""
        assert callable(stop)
        self._stack.callback(stop)
