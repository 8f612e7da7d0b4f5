# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What a mail program says of its own settings: it finds the account, and can only make the way
to the server count as less."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from gi.repository import GLib

from lab.agent_client import AgentClient, Refused
from surgery import ANA, NORA, RESULT, TEA, Surgery

WITHOUT_TLS = "your mail program is set to send without TLS"


def account(client: AgentClient, **changes: Any) -> str:
    settings = {"from": ANA, "host": "mail.example.org", "port": GLib.Variant("q", 587), "user": "ana.ruiz",
                "security": "starttls", **changes}
    values = {key: value if isinstance(value, GLib.Variant) else GLib.Variant("s", value)
              for key, value in settings.items()}
    return client.call("Account", GLib.Variant("(a{sv})", (values,)))[0][0]


def reasons(client: AgentClient, name: str = "clinic") -> tuple[str, ...]:
    """Why patient data is held for Nora."""
    verdict, _, details = client.assess(RESULT, ANA, [NORA], account=name)
    assert verdict == "hold"
    return (*details["recipients"][0]["reasons"], *details["remedies"])


@pytest.mark.parametrize("changes,found", [
    ({}, "clinic"), ({"host": "MAIL.example.org."}, "clinic"), ({"security": "quantum"}, "clinic"),
    ({"host": "mail.example.com"}, ""), ({"port": GLib.Variant("q", 25)}, ""), ({"user": "ana"}, ""),
    ({"host": "\r\n"}, ""), ({"from": "nobody"}, "clinic"),
], ids=str)
def test_an_account_is_found_by_its_server(unharmed: Surgery, changes: dict[str, Any], found: str) -> None:
    client = unharmed.client()
    assert account(client, **changes) == found
    client.close()


@pytest.mark.parametrize("changes", [{"colour": "red"}, {"port": "587"}, {"port": GLib.Variant("u", 587)}], ids=str)
def test_what_is_not_understood_is_refused(unharmed: Surgery, changes: dict[str, Any]) -> None:
    client = unharmed.client()
    with pytest.raises(Refused) as refused:
        account(client, **changes)
    assert refused.value.name == "Invalid"
    client.close()


def test_the_weaker_of_both_counts_until_it_is_mended(unharmed: Surgery) -> None:
    client, other = unharmed.client(), unharmed.client()
    before = reasons(client)
    assert not any("mail program" in words for words in before)
    assert account(client, security="none") == "clinic"
    now = reasons(client)
    assert WITHOUT_TLS in now
    assert any(words.endswith("switch on TLS for sending: STARTTLS") for words in now)
    assert reasons(other) == before  # another program has settings of its own
    account(client, security="starttls")
    assert reasons(client) == before
    client.close()
    other.close()


def test_mail_without_patient_data_goes_all_the_same(unharmed: Surgery) -> None:
    client = unharmed.client()
    account(client, security="none")
    assert client.assess(TEA, ANA, [NORA])[0] == "send"
    client.close()


def test_a_mail_is_judged_anew_if_the_settings_became_worse(unharmed: Surgery) -> None:
    client = unharmed.client()
    _, ticket, _ = client.assess(TEA, ANA, [NORA])
    account(client, security="unverified")
    with pytest.raises(Refused, match="settings changed"):
        client.protect(ticket, TEA)
    _, ticket, _ = client.assess(TEA, ANA, [NORA])
    account(client, security="starttls")
    assert len(client.protect(ticket, TEA)) == 1  # better is no reason to ask again
    client.close()


def test_an_account_that_nobody_set_up(unharmed: Surgery) -> None:
    client = unharmed.client()
    assert account(client, host="mail.example.com") == ""
    assert "Hemostat does not know this account" in reasons(client, "")
    client.close()


def test_settings_that_cannot_be_used(new_surgery: Callable[[], Surgery]) -> None:
    surgery = new_surgery()
    surgery.start()
    client = surgery.client()
    (surgery.config / "accounts.conf").write_text("[account clinic]\nroute=R9\n")
    with pytest.raises(Refused) as refused:
        account(client)
    assert refused.value.name == "Config"
    client.close()
