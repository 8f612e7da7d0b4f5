# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The authoritative name server (Knot DNS): a signed root, one signed and one unsigned zone.

The keys are made before the server starts, so that the root can hold the child's DS record
and the trust anchor is known to the resolver and to the agent.
"""
from __future__ import annotations

import subprocess
from pathlib import Path

from .ca import Certificate
from .daemon import Daemon
from .domains import NAME_SERVER, POLICY_HOST, SIGNED, SUBMISSION, UNSIGNED, Domain, policy_host

CONFIG = """\
server:
    rundir: "{folder}"
    listen: {address}@53
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stdout
    any: info
database:
    storage: "{folder}/db"
policy:
  - id: ours
    manual: on
template:
  - id: default
    storage: "{folder}"
    file: "%s.zone"
    zonefile-sync: -1
    zonefile-load: whole
    journal-content: none
    semantic-checks: off
zone:
  - domain: .
    file: root.zone
    dnssec-signing: on
    dnssec-policy: ours
  - domain: {signed}.
    dnssec-signing: on
    dnssec-policy: ours
  - domain: {unsigned}.
"""
SOA = "@ 300 SOA ns.lab. hostmaster.lab. 1 3600 900 86400 5\n@ 300 NS ns.lab.\n"


class NameServer:
    """Serves the domains of the lab; trust_anchor is the file that proves them."""

    def __init__(self, folder: Path, domains: tuple[Domain, ...], addresses: dict[str, str],
                 certificates: dict[str, Certificate], hosts: dict[str, str],
                 lines: list[str]) -> None:
        """@hosts: further names of .lab, with their addresses; @lines: further records."""
        self.folder = folder
        self._hosts = hosts
        self._lines = lines
        self.trust_anchor = folder / "root.key"
        (folder / "db").mkdir(parents=True)
        self._config = folder / "knot.conf"
        self._config.write_text(CONFIG.format(folder=folder, address=NAME_SERVER,
                                              signed=SIGNED, unsigned=UNSIGNED))
        for zone in (".", SIGNED + "."):
            self._keymgr(zone, "generate", "algorithm=ECDSAP256SHA256", "ksk=yes", "zsk=yes")
        self.trust_anchor.write_text(self._keymgr(".", "dnskey"))
        self._write_root()
        for top in (SIGNED, UNSIGNED):
            mine = [domain for domain in domains if domain.top == top]
            self._write_zone(top, mine, addresses, certificates)
        self._daemon = Daemon("knotd", ["/usr/sbin/knotd", "-c", str(self._config)],
                              ready="server started")

    def _keymgr(self, zone: str, *command: str) -> str:
        done = subprocess.run(["/usr/sbin/keymgr", "-c", str(self._config), zone, *command],
                              capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"keymgr {zone} {command[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def _write_root(self) -> None:
        text = SOA + f"ns.lab. 300 A {NAME_SERVER}\n"
        text += "".join(f"{top}. 300 NS ns.lab.\n" for top in (SIGNED, UNSIGNED))
        text += "".join(line + "\n" for line in self._keymgr(SIGNED + ".", "ds").splitlines()
                        if " 2 " in line)  # SHA-256
        (self.folder / "root.zone").write_text("$ORIGIN .\n" + text)

    def _write_zone(self, top: str, domains: list[Domain], addresses: dict[str, str],
                    certificates: dict[str, Certificate]) -> None:
        lines = [f"$ORIGIN {top}.", SOA]
        if top == UNSIGNED:
            lines += [f"ns 300 A {NAME_SERVER}", f"smtp.hartwell-clinic 300 A {SUBMISSION}"]
            lines += [f"{name}. 300 A {address}" for name, address in self._hosts.items()]
        for domain in domains:
            lines += domain_records(domain, addresses, certificates)
        lines += [line for line in self._lines if line.split(" ", 1)[0].endswith(f".{top}.")]
        (self.folder / f"{top}.zone").write_text("\n".join(lines) + "\n")

    def stop(self) -> None:
        self._daemon.stop()


def domain_records(domain: Domain, addresses: dict[str, str],
                   certificates: dict[str, Certificate]) -> list[str]:
    """Zone file lines of one domain."""
    lines = [record.replace("@", f"{domain.name}.", 1) for record in domain.records]
    if domain.null_mx:
        lines.append(f"{domain.name}. 300 MX 0 .")
    if domain.sts:
        lines.append(f"{policy_host(domain.name)}. 300 A {POLICY_HOST}")
        lines.append(f'_mta-sts.{domain.name}. 300 TXT "v=STSv1; id=20260302T080000;"')
    for preference, host in enumerate(domain.host_names(), 1):
        lines.append(f"{domain.name}. 300 MX {preference}0 {host}.")
        lines.append(f"{host}. 300 A {addresses[host]}")
        if domain.dane:
            data = certificates[host].tlsa() if domain.dane == "good" else "3 1 1 " + "00" * 32
            lines.append(f"_25._tcp.{host}. 300 TLSA {data}")
    return lines
