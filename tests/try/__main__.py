# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""./dev try: mails are judged, protected and sent before your eyes, in a closed lab.

A namespace of its own with real name servers, mail hosts with and without TLS, an ordinary
provider, and the real agent with a temporary home.  Nothing leaves this machine, and
nothing stays on it.  With files as arguments it does the same with those.
"""
from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lab import namespace, programs  # noqa: E402
from lab.agent import AgentHome  # noqa: E402
from lab.gnupg import GnupgHome  # noqa: E402
from lab.town import Town  # noqa: E402
from performance import Performance  # noqa: E402
from people import ACCOUNT, ANA, PEOPLE, SHOWN_SETTINGS, policy  # noqa: E402
from scenes import RECEIVED, SCENES, own_scenes  # noqa: E402
from table import indent  # noqa: E402


def give_keys(stack: ExitStack, folder: Path, agent: AgentHome) -> dict[str, GnupgHome]:
    """Makes everybody's key, and lets Ana trust those that she compared on the telephone."""
    homes: dict[str, GnupgHome] = {}
    agent.gnupg.make_key(ANA.name, ANA.address)
    for one in PEOPLE:
        if not one.has_key or one is ANA:
            continue
        home = GnupgHome(folder / "keys" / one.address.split("@")[0])
        stack.callback(home.close)
        fingerprint = home.make_key(one.name, one.address)
        agent.gnupg.import_key(home.export(one.address))
        agent.gnupg.sign_locally(fingerprint, ANA.address)
        homes[one.address] = home
    return homes


def introduce() -> None:
    print("\nA closed lab: made-up people and domains, real servers, the real agent.")
    print("Nothing leaves this machine and nothing stays on it.\n")
    print(f"{ANA.name} <{ANA.address}> writes to:")
    for one in PEOPLE[1:]:
        print(f"  {one.name:11} <{one.address}>  {one.about}")
    print("\nHer provider is an ordinary one: it uses TLS where that happens to work (route R0).")
    print("\nSettings that this lab presets:")
    for setting, meaning in SHOWN_SETTINGS:
        print(indent(f"{setting}: {meaning}"))
    print()


def play(files: list[str]) -> int:
    with ExitStack() as stack:
        town = stack.enter_context(Town(passwords={ACCOUNT.user: ACCOUNT.password}))
        agent = AgentHome(town.folder / "ana", policy(town), (ACCOUNT,))
        stack.callback(agent.close)
        homes = give_keys(stack, town.folder, agent)
        agent.start()
        introduce()
        performance = Performance(town, agent, homes)
        performance.send(own_scenes(files) if files else SCENES)
        performance.show_badges([Path(name) for name in files] or list(RECEIVED))
        performance.show_audit()
        return performance.close()


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        print("usage: ./dev try [FILE.eml...]")
        return 0
    files = [str(Path(name).resolve()) for name in arguments]
    if unreadable := [name for name in files if not Path(name).is_file()]:
        print(f"try: there is no file {', '.join(unreadable)}", file=sys.stderr)
        return 2
    if missing := programs.missing():
        print(f"try: not built: {', '.join(missing)}; run ./dev build", file=sys.stderr)
        return 1
    try:
        namespace.enter_program()
    except namespace.Forbidden as reason:
        print(reason, file=sys.stderr)
        return 1
    try:
        return play(files)
    except KeyboardInterrupt:
        print("\nstopped; everything is cleaned up")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
