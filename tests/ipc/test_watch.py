# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What a person reads beside an address that she types is what would become of patient data for it."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from gi.repository import Gio, GLib

from surgery import ANA, NORA, RESULT, Surgery
from wire import Wire


def watch(wire: Wire, *addresses: str, account: str = "clinic") -> dict[str, tuple[str, str]]:
    """State and words of each of @addresses."""
    wire.send("Watch", GLib.Variant("(sas)", (account, addresses)))
    return heard(wire, len(addresses))


def heard(wire: Wire, count: int) -> dict[str, tuple[str, str]]:
    """The next @count states that are told."""
    told: dict[str, tuple[str, str]] = {}
    while len(told) < count:
        message = wire.receive()
        if message.get_message_type() == Gio.DBusMessageType.SIGNAL:
            address, state, words = message.get_body().unpack()
            told[address] = (state, words)
    return told


@pytest.fixture(name="surgery_with_keys")
def with_keys(new_surgery: Callable[[], Surgery]) -> Surgery:
    """Nora's key is there; Ana has none of her own yet.  All of example.net is on Ana's server."""
    surgery = new_surgery()
    (surgery.system / "accounts.conf").write_text(
        f"[account inner]\nhost=mail.example.org\nuser=ana\naddresses={ANA}\ninternal=example.net\n")
    surgery.gnupg.make_key("Nora Lind", NORA)
    surgery.start()
    return surgery


def test_states_are_those_of_a_mail_with_patient_data(surgery_with_keys: Surgery) -> None:
    surgery, client = surgery_with_keys, surgery_with_keys.client()
    with Wire(surgery.socket).hello() as wire:
        assert watch(wire, NORA, "petra@example.net", account="inner") == {
            NORA: ("unknown", "no safe way yet"), "petra@example.net": ("tls", "TLS verified")}
        assert client.assess(RESULT, ANA, [NORA], account="inner")[0] == "hold"
        assert client.assess(RESULT, ANA, ["petra@example.net"], account="inner")[0] == "send"
        surgery.gnupg.make_key("Ana Ruiz", ANA)
        assert watch(wire, NORA, account="inner")[NORA] == ("encrypted", "will be encrypted")
        verdict, _, details = client.assess(RESULT, ANA, [NORA], account="inner")
        assert (verdict, details["recipients"][0]["method"]) == ("protect", "openpgp")
    client.close()


def test_settings_of_the_mail_program_change_what_is_told(surgery_with_keys: Surgery) -> None:
    settings = {"from": GLib.Variant("s", ANA), "host": GLib.Variant("s", "mail.example.org"),
                "port": GLib.Variant("q", 587), "user": GLib.Variant("s", "ana")}
    with Wire(surgery_with_keys.socket).hello() as wire:
        assert watch(wire, "petra@example.net", account="inner")["petra@example.net"][0] == "tls"
        for security, state in (("none", "unknown"), ("tls", "tls")):
            wire.send("Account", GLib.Variant("(a{sv})", ({**settings, "security": GLib.Variant("s", security)},)))
            assert heard(wire, 1)["petra@example.net"][0] == state
