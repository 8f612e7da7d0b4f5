# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Evidence about a domain as the agent keeps it, made up: the clock of a test cannot jump,
but the times in its records can."""
from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import gi

gi.require_version("GLib", "2.0")
from gi.repository import GLib  # noqa: E402


@dataclass(frozen=True)
class Evidence:
    """One row; @checked and @expires in seconds since 1970."""

    domain: str
    level: str
    checked: int
    expires: int

    def object(self) -> bytes:
        texts = {"domain": self.domain, "level": self.level, "probe": self.level, "dane": "none",
                 "mta_sts": "none"}
        values = {key: GLib.Variant("s", text) for key, text in texts.items()}
        values["mx"] = GLib.Variant("aa{sv}", [])
        values["reasons"] = GLib.Variant("as", ["made up"])
        values["checked"] = GLib.Variant("x", self.checked)
        values["expires"] = GLib.Variant("x", self.expires)
        return GLib.Variant("a{sv}", values).get_data_as_bytes().get_data()

    def insert(self, database: sqlite3.Connection) -> None:
        database.execute("INSERT OR REPLACE INTO evidence (domain, object) VALUES (?, ?)",
                         (self.domain, self.object()))
