# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A person who leaves her computer: nobody else answers or sends in her name, nothing is lost."""
from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gi.repository import GLib

from away import LockedKeyring, Logind, Saver
from desktop import SessionBus
from lab.agent_client import AgentClient, Refused
from surgery import ANA, NORA, RESULT, TEA, Surgery, settings, wait_until

SAVERS = ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver",
          "org.mate.ScreenSaver", "org.xfce.ScreenSaver"]


@pytest.fixture(name="system", scope="module")
def system_bus(reports: Path, new_folder: Callable[[], Path]) -> Iterator[SessionBus]:
    bus = SessionBus(new_folder())
    yield bus
    bus.close()


@pytest.fixture(name="session", scope="module")
def session_bus(reports: Path, new_folder: Callable[[], Path]) -> Iterator[SessionBus]:
    bus = SessionBus(new_folder())
    yield bus
    bus.close()


@pytest.fixture(name="logind", scope="module")
def one_logind(system: SessionBus) -> Iterator[Logind]:
    logind = Logind(system.address)
    yield logind
    logind.close()


@pytest.fixture(name="saver", scope="module")
def one_saver(session: SessionBus) -> Iterator[Saver]:
    saver = Saver(session.address)
    yield saver
    saver.close()


@pytest.fixture(name="ward", scope="module")
def one_surgery(reports: Path, new_folder: Callable[[], Path], policy: Any, system: SessionBus, session: SessionBus,
                logind: Logind) -> Iterator[Surgery]:
    """With both buses, and an agent that listens to them by now."""
    surgery = Surgery(new_folder(), policy)
    surgery.changed = {"DBUS_SYSTEM_BUS_ADDRESS": system.address, "DBUS_SESSION_BUS_ADDRESS": session.address}
    surgery.start()
    surgery.warm_up()
    client, count = heard_by(surgery)

    def both() -> bool:  # a bus that is not heard yet tells nobody
        logind.lock(logind.hers)
        return count() > 0

    assert wait_until(both), surgery.log
    client.close()
    yield surgery
    assert surgery.stop() == 0
    surgery.close()


def heard_by(surgery: Surgery) -> tuple[AgentClient, Callable[[], int]]:
    """A client, and how often it was told that the screen is locked."""
    told: list[tuple[Any, ...]] = []
    client = surgery.client()
    client.listen("Locked", told.append)

    def count() -> int:
        while GLib.MainContext.default().iteration(False):
            pass
        return len(told)

    return client, count


@pytest.fixture(name="listener")
def one_listener(ward: Surgery) -> Iterator[tuple[AgentClient, Callable[[], int]]]:
    client, count = heard_by(ward)
    yield client, count
    client.close()


def refused(name: str, call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    assert refusal.value.name == name, refusal.value
    return refusal.value.words


Listener = tuple[AgentClient, Callable[[], int]]


def test_what_waits_for_her_is_forgotten(ward: Surgery, logind: Logind, listener: Listener) -> None:
    client, count = listener
    _, held, _ = client.assess(RESULT, ANA, [NORA])
    _, judged, _ = client.assess(TEA, ANA, [NORA])
    logind.lock(logind.hers)
    assert wait_until(lambda: count() == 1)
    refused("Expired", lambda: client.answer(held, "wait"))
    refused("Expired", lambda: client.protect(held, RESULT))
    assert "press Send again" in refused("Expired", lambda: client.protect(judged, TEA))
    refused("Expired", lambda: client.answer(judged, "wait"))
    _, again, _ = client.assess(TEA, ANA, [NORA])  # she is back
    assert len(client.protect(again, TEA)) == 1


def test_what_has_gone_is_recorded(logind: Logind, listener: Listener) -> None:
    """Large mail takes its time, and a screen does not wait for it."""
    client, count = listener
    _, protected, _ = client.assess(TEA, ANA, [NORA])
    client.protect(protected, TEA)
    _, own_form, _ = client.assess(TEA, ANA, [NORA])
    before = client.verify()["records"]
    logind.lock(logind.hers)
    assert wait_until(lambda: count() == 1)
    client.sent(protected, ("<1@example.org>", [NORA]))
    client.sent(own_form, ("<2@example.org>", [NORA]))
    assert client.verify()["records"] == before + 2


@pytest.mark.parametrize("properties", [{"LockedHint": True}, {"IdleHint": True}], ids=["locked", "idle"])
def test_hints(logind: Logind, listener: Listener, properties: dict[str, bool]) -> None:
    _, count = listener
    logind.change(logind.hers, **dict.fromkeys(properties, False))
    logind.change(logind.strangers, **properties)
    logind.lock(logind.strangers)
    if "IdleHint" in properties:
        logind.change(logind.terminal, **properties)  # she works elsewhere
    logind.change(logind.hers, **properties)
    assert wait_until(lambda: count() > 0)
    assert count() == 1  # of all these only the last one counted


def test_the_computer_sleeps(logind: Logind, listener: Listener) -> None:
    _, count = listener
    logind.sleep(False)
    logind.sleep(True)
    assert wait_until(lambda: count() > 0)
    assert count() == 1


@pytest.mark.parametrize("interface", SAVERS)
def test_screen_savers(saver: Saver, listener: Listener, interface: str) -> None:
    _, count = listener
    saver.say(interface, False)
    saver.say(interface, True)
    assert wait_until(lambda: count() > 0)
    assert count() == 1


def gpg(surgery: Surgery, *arguments: str) -> str:
    done = subprocess.run(arguments, env=surgery.environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_passphrases_of_gpg(ward: Surgery, logind: Logind, listener: Listener) -> None:
    """gpg's agent keeps them for minutes; whoever sits down then would sign as her."""
    _, count = listener
    gpg(ward, "gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", "secret words", "--quick-gen-key",
        ANA, "ed25519", "sign", "0")

    def is_kept() -> bool:  # S KEYINFO <keygrip> <type> <serial> <id> <cached> ...
        lines = gpg(ward, "gpg-connect-agent", "keyinfo --list", "/bye").splitlines()
        return [line.split()[6] for line in lines if line.startswith("S KEYINFO")] == ["1"]

    gpg(ward, "gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", "secret words", "--local-user", ANA,
        "--output", "-", "--armor", "--detach-sign", str(ward.system / "policy.conf"))
    assert is_kept()
    logind.lock(logind.hers)
    assert wait_until(lambda: count() == 1)
    assert wait_until(lambda: not is_kept())


def test_only_a_person_is_asked_for_the_keyring(reports: Path, new_folder: Callable[[], Path],
                                               policy: Any) -> None:
    """Who presses Send is asked to unlock it, once at a time; the mail waits meanwhile."""
    bus = SessionBus(new_folder())
    keyring = LockedKeyring(bus.address)
    surgery = Surgery(new_folder(), settings("127.0.0.1:9").set("agent", keyring="secret-service"))
    surgery.changed = {"DBUS_SESSION_BUS_ADDRESS": bus.address, "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}
    surgery.start_without_passwords()
    client = surgery.client()
    try:
        client.incoming(TEA)
        refused("Locked", lambda: client.call("Note", GLib.Variant("(sa{sv})", ("other", {}))))
        assert keyring.asked == 0
        assert "unlock it" in refused("Locked", lambda: client.assess(TEA, ANA, [NORA]))
        assert wait_until(lambda: keyring.asked == 1)
        refused("Locked", lambda: client.assess(TEA, ANA, [NORA]))
        keyring.finish()

        def is_asked_again() -> bool:
            refused("Locked", lambda: client.assess(TEA, ANA, [NORA]))
            return keyring.asked > 1

        assert wait_until(is_asked_again)
        assert keyring.asked == 2
    finally:
        client.close()
        assert surgery.stop() == 0, surgery.log
        surgery.close()
        keyring.close()
        bus.close()
