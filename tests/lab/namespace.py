# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Runs a program in a network namespace of its own, where real ports are free.

The program is started again below unshare(1): unprivileged in a user namespace, as root in
a plain one (Postfix needs more than one user id).  In there is nothing but loopback, so
nothing can leave; the resolver file is replaced too, for this program's children only.

    python3 -m lab.namespace [--optional] PROGRAM ARGUMENT...

With --optional the program runs outside, after a word about it, where namespaces are
forbidden; the tests in it then see inside() == False.
"""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MARK = "HEMOSTAT_LAB_OUTSIDE"  # the network namespace that we came from
RESOLVER = "192.0.2.54"


class Forbidden(Exception):
    """This machine lets us have no namespace; the text says what to do."""


def inside() -> bool:
    """True if we run in a namespace that enter() made: a mark alone proves nothing."""
    outside = os.environ.get(MARK)
    return bool(outside) and outside != os.readlink("/proc/self/ns/net")


def unshare_command() -> list[str]:
    flags = "-nm" if os.geteuid() == 0 else "-Urnm"
    return ["unshare", flags]


# Kernel switch, the value that forbids, the value that allows.
SWITCHES = [("kernel/unprivileged_userns_clone", "0", "1"),
            ("kernel/apparmor_restrict_unprivileged_userns", "1", "0"),
            ("user/max_user_namespaces", "0", "15000")]


def advice() -> str:
    """What a person can do about it, judged by what this machine says."""
    steps = [f"sudo sysctl {switch.replace('/', '.')}={good}" for switch, bad, good in SWITCHES
             if (path := Path("/proc/sys") / switch).exists() and path.read_text().strip() == bad]
    if os.geteuid() != 0:
        steps.append("run it as root")
    steps.append("in a container: start that with --cap-add SYS_ADMIN --cap-add NET_ADMIN "
                 "--security-opt seccomp=unconfined --security-opt apparmor=unconfined")
    return "\n".join(f"  {'or ' if number else ''}{step}" for number, step in enumerate(steps))


def check() -> None:
    """Raises Forbidden where no namespace can be had."""
    try:
        done = subprocess.run([*unshare_command(), "true"], capture_output=True, text=True)
    except FileNotFoundError:
        raise Forbidden("The lab needs unshare(1): install the package util-linux.") from None
    if done.returncode:
        raise Forbidden(
            "The lab runs mail servers on real ports in a network namespace of its own, and this "
            f"machine forbids that\n({done.stderr.strip()}).  What to do:\n{advice()}")


def enter(command: list[str]) -> None:
    """Replaces this process by @command in a new namespace.  Raises Forbidden."""
    check()
    environment = dict(os.environ, **{MARK: os.readlink("/proc/self/ns/net")})
    os.execvpe("unshare", [*unshare_command(), "--", *command], environment)


def enter_program() -> None:
    """For programs: start ourselves again inside; returns only when inside."""
    if not inside():
        enter([sys.executable, *sys.argv])


def furnish(folder: Path, addresses: list[str]) -> None:
    """Brings loopback up with @addresses, and points the resolver file at our own.

    Without the resolver file everything still works that does not use the C library's
    look-ups, so where even a private mount is refused we go on.
    """
    if not inside():
        raise RuntimeError("not in a namespace of our own")
    lines = ["link set lo up", *(f"address replace {address}/32 dev lo" for address in addresses)]
    subprocess.run(["/sbin/ip", "-batch", "-"], input="\n".join(lines) + "\n", text=True, check=True)
    resolver = folder / "resolv.conf"
    resolver.write_text(f"nameserver {RESOLVER}\noptions edns0 trust-ad timeout:2 attempts:1\n")
    target = os.path.realpath("/etc/resolv.conf")
    if os.path.exists(target):
        subprocess.run(["mount", "--bind", str(resolver), target], stderr=subprocess.DEVNULL)


def unfurnish() -> None:
    """Gives the resolver file back, so that the lab's folder can go."""
    subprocess.run(["umount", os.path.realpath("/etc/resolv.conf")], stderr=subprocess.DEVNULL)


def main(arguments: list[str]) -> int:
    optional = arguments[:1] == ["--optional"]
    command = arguments[1:] if optional else arguments
    try:
        enter(command)
    except Forbidden as reason:
        print(reason, file=sys.stderr)
        if not optional:
            return 1
        os.execvp(command[0], command)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
