# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The validating resolver (Unbound) that the lab's programs ask, with the lab's own anchor."""
from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from .daemon import Daemon
from .domains import NAME_SERVER
from .namespace import RESOLVER

CONFIG = """\
server:
    interface: {address}
    port: 53
    access-control: 0.0.0.0/0 allow
    do-ip6: no
    do-daemonize: no
    username: ""
    chroot: ""
    directory: "{folder}"
    pidfile: ""
    use-syslog: no
    logfile: ""
    verbosity: 1
    num-threads: 1
    do-not-query-localhost: no
    module-config: "validator iterator"
    trust-anchor-file: "{anchor}"
    val-log-level: 1
    trust-anchor-signaling: no
    harden-referral-path: no
    qname-minimisation: no
    cache-max-negative-ttl: 1
remote-control:
    control-enable: no
stub-zone:
    name: "."
    stub-addr: {server}@53
    stub-prime: no
"""


class Resolver:
    """Answers on @address, with the AD bit where the lab's anchor proves it."""

    def __init__(self, folder: Path, trust_anchor: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.address = RESOLVER
        config = folder / "unbound.conf"
        config.write_text(CONFIG.format(address=self.address, folder=folder, anchor=trust_anchor,
                                        server=NAME_SERVER))
        # A copy: Debian's AppArmor profile goes by path, and keeps the packaged program from
        # reading settings anywhere but in /etc/unbound.
        program = shutil.copy("/usr/sbin/unbound", folder / "unbound")
        self._daemon = Daemon("unbound", [str(program), "-d", "-c", str(config)],
                              ready="start of service")

    @property
    def endpoint(self) -> str:
        """IP@PORT, as Hemostat's settings want it."""
        return f"{self.address}@53"

    def pause(self) -> None:
        """No answers any more, until resume()."""
        self._daemon.pause()

    def resume(self) -> None:
        self._daemon.resume()

    def stop(self) -> None:
        self._daemon.stop()


def look_up(name: str, kind: str, server: str = RESOLVER,
            seconds: int = 5) -> tuple[set[str], list[str]]:
    """Flags with the status, and answer data, of one question, asked with kdig."""
    done = subprocess.run(["kdig", f"@{server}", "+dnssec", "+retry=0", f"+timeout={seconds}", name, kind],
                          capture_output=True, text=True, check=True)
    flags: set[str] = set()
    answers: list[str] = []
    for line in done.stdout.splitlines():
        if line.startswith(";; Flags:"):
            flags |= set(line.split(":", 1)[1].split(";")[0].split())
        elif line.startswith(";; ->>HEADER"):
            flags.add(line.split("status:")[1].split(";")[0].strip())
        elif line and not line.startswith(";"):
            fields = line.split(None, 4)
            if fields[3] == kind:
                answers.append(fields[4])
    return flags, answers
