# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A reported problem goes into the audit, without anybody's own words."""
from __future__ import annotations

import pytest
from gi.repository import GLib

from lab.agent_client import Refused, variant
from surgery import Surgery


def note(surgery: Surgery, kind: str, **context: str) -> None:
    client = surgery.client()
    try:
        client.call("Note", GLib.Variant("(sa{sv})", (kind, {key: variant(text) for key, text in context.items()})))
    finally:
        client.close()


def test_a_note_is_recorded(unharmed: Surgery) -> None:
    note(unharmed, "wrong-badge", badge="plain", account="clinic", message_id="<tea-1@example.com>")
    record = unharmed.run("audit", "show", "--json").objects[-1]
    assert (record["event"], record["mail"]) == ("note", "")
    assert (record["body"]["kind"], record["body"]["badge"]) == ("wrong-badge", "plain")
    assert "tea-1" not in str(record)
    assert "what was shown about how a mail travelled is wrong" in unharmed.run("audit", "show").text
    assert "tea-1@example.com" in str(unharmed.run("audit", "show", "--reveal", "--json").objects)


@pytest.mark.parametrize("kind,context", [("Mrs. Penfold", {}), ("other", {"badge": "Mrs. Penfold"}),
                                          ("other", {"text": "Mrs. Penfold"})], ids=str)
def test_other_words_are_refused(unharmed: Surgery, kind: str, context: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        note(unharmed, kind, **context)
    assert refused.value.name == "Invalid" and "Penfold" not in refused.value.words
