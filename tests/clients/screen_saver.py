# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A screen saver that begins, as the agent hears it on the session bus of the desktop."""
from __future__ import annotations

from gi.repository import Gio, GLib

from lab.display import Desktop

NAME = "org.freedesktop.ScreenSaver"


def begin(desktop: Desktop) -> None:
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    bus = Gio.DBusConnection.new_for_address_sync(desktop.bus, flags, None, None)
    bus.emit_signal(None, "/org/freedesktop/ScreenSaver", NAME, "ActiveChanged", GLib.Variant("(b)", (True,)))
    bus.flush_sync(None)
    bus.close_sync(None)
