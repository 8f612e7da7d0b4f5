# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Sends the scenes through the real agent and shows what it found, decided and did.

What the agent says is printed as it says it; what reached the wire comes from the receiving
side alone.
"""
from __future__ import annotations

from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from lab.agent import AgentHome, Answer
from lab.gnupg import GnupgHome
from lab.town import Town
from people import ACCOUNT, ANA, person
from scenes import Scene
from table import Table, indent
from wire_view import Seen, view

VERDICTS = {"send": "SENT as usual", "protect": "SENT, protected", "ask": "ASKS you first",
            "hold": "HELD, nothing was sent"}
CONTENTS = {"phi": "patient data", "health": "health talk, no particular person",
            "unread": "a part that cannot be read", "none": "no patient data"}
METHODS = {"tls": "TLS", "openpgp": "OpenPGP", "smime": "S/MIME", "portal": "portal",
           "none": "as usual"}
LEVELS = {"V": "TLS promised and verified", "A": "TLS with a valid certificate, seen just now",
          "E": "TLS without a valid certificate", "K": "a known provider", "U": "not known",
          "N": "no TLS to rely on", "C": "NOT what was promised", "X": "takes no mail"}
BADGES = {"full": "Transmitted over TLS on every hop", "entry": "Transmitted over TLS into your mail system",
          "partial": "Transmitted over TLS into your mail system, but not before",
          "weak": "Transmitted over outdated TLS", "plain": "Arrived without encryption",
          "internal": "Never left your mail system", "unknown": "Not known"}
SENT, HELD = (0,), (3,)


class Performance:
    """Keeps count of what must never happen, for the exit status."""

    def __init__(self, town: Town, agent: AgentHome, homes: dict[str, GnupgHome]) -> None:
        self._town, self._agent, self._homes = town, agent, homes
        self._faults: list[str] = []

    # --- sending

    def send(self, scenes: tuple[Scene, ...]) -> None:
        table = Table(("mail", "found", "decided, and why", "what reached the wire"), (5, 4, 9, 6))
        for number, scene in enumerate(scenes, 1):
            self._perform(number, scene, table)
        print(table.text())

    def _perform(self, number: int, scene: Scene, table: Table) -> None:
        self._town.wire.clear()
        found = self._agent.run("classify", "--json", scene.mail)
        sent = self._agent.send(ACCOUNT.name, ANA.address,
                                tuple(one.address for one in scene.recipients), scene.mail)
        assert self._town.provider
        self._town.provider.settle()
        seen = [view(delivery, scene.private, self._homes) for delivery in self._town.wire.deliveries]
        self._judge(number, found, sent, seen)
        table.add([f"{number}. {scene.says}", *(f"to {one.name} ({one.about})" for one in scene.recipients)],
                  found_words(found), decided_words(sent),
                  [one.words for one in seen] or ["nothing"])

    def _judge(self, number: int, found: Answer, sent: Answer, seen: list[Seen]) -> None:
        """What no settings excuse: a readable leak, and a held mail that left."""
        sensitive = not found.objects or found.object.get("verdict") in ("phi", "unread")
        if any(one.exposed or (sensitive and not one.protected) for one in seen):
            self._faults.append(f"mail {number}: what was to be protected could be read on the way")
        if sent.status in HELD and seen:
            self._faults.append(f"mail {number}: it was held, and still something left")
        if sent.status not in SENT + HELD:
            self._faults.append(f"mail {number}: hemostat ended with status {sent.status}: {sent.said.strip()}")

    # --- receiving and afterwards

    def show_badges(self, mails: list[Path]) -> None:
        """A mail that never travelled has no badge."""
        if not (mails := [mail for mail in mails if has_travelled(mail)]):
            return
        print("\nThe badge of a received mail: was it transmitted over TLS?")
        for mail in mails:
            answer = self._agent.run("badge", "--json", "--trust", ANA.address.split("@")[1], mail)
            for line in badge_words(mail, answer):
                print(indent(line))

    def show_audit(self) -> None:
        print("\nThe audit of all this (hemostat audit show, hemostat audit verify):")
        for verb in ("show", "verify"):
            answer = self._agent.run("audit", verb)
            print(indent((answer.text + answer.said).rstrip() or "(nothing)"))
            if answer.status:
                self._faults.append(f"audit {verb} ended with status {answer.status}")

    def close(self) -> int:
        """Says how it went; the exit status."""
        if self._faults:
            print("\nThis must not happen:")
            print("\n".join(indent(fault) for fault in self._faults))
            return 1
        print("\nNothing that Hemostat recognised as needing protection could be read on the way.")
        return 0


def has_travelled(mail: Path) -> bool:
    return BytesHeaderParser().parsebytes(mail.read_bytes())["Received"] is not None


def found_words(found: Answer) -> list[str]:
    if not found.objects:
        return ["could not be read: " + found.said.strip()]
    report = found.object
    words = [CONTENTS.get(report["verdict"], report["verdict"])]
    words += [f"- {reason}" for reason in report.get("reasons", [])]
    return words


def recipient_words(recipient: dict[str, Any]) -> str:
    method = METHODS.get(recipient.get("method", ""), recipient.get("method") or "no way")
    method = {"hold": "held", "ask": "waits for your answer"}.get(recipient.get("verdict", ""), method)
    reasons = "; ".join(recipient.get("reasons", []))
    level = recipient.get("level", "")
    return (f"- {person(recipient['address']).name}: {method}. {reasons} "
            f"[servers: {LEVELS.get(level, 'not told')}]")


def decided_words(sent: Answer) -> list[str]:
    if not sent.objects:
        return ["HELD, nothing was sent" if sent.status in HELD else "FAILED", sent.said.strip()]
    verdict = sent.object
    words = [VERDICTS.get(verdict["verdict"], verdict["verdict"])]
    methods = {recipient.get("method") for recipient in verdict.get("recipients", [])}
    if verdict["verdict"] == "send" and methods == {"tls"}:
        words = ["SENT, over TLS"]
    words += [recipient_words(recipient) for recipient in verdict.get("recipients", [])]
    words += [f"- you may choose: {choice['words']}" for choice in verdict.get("choices", [])]
    return words + [f"- what you can do: {remedy}" for remedy in verdict.get("remedies", [])]


def badge_words(mail: Path, answer: Answer) -> list[str]:
    if not answer.objects:
        return [f"{mail.name}: {answer.said.strip()}"]
    badge = answer.object
    lines = [f"{mail.name}: {BADGES.get(badge['badge'], badge['badge'])} ({badge['badge']})"]
    for hop in badge.get("hops", []):
        claim = "" if hop.get("trusted") else " (a claim: not recorded by your own servers)"
        lines.append(f"- {hop.get('from')} to {hop.get('by')}: TLS {hop.get('tls')}{claim}")
    return lines + [f"- {reason}" for reason in badge.get("reasons", [])]
