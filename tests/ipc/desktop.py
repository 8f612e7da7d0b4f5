# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A session bus, and on it who shows notifications (org.freedesktop.Notifications)."""
from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from gi.repository import Gio, GLib

from lab.daemon import Daemon

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
INTERFACE = """<node><interface name='org.freedesktop.Notifications'>
<method name='GetCapabilities'><arg type='as' direction='out'/></method>
<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/>
<arg type='s' direction='out'/><arg type='s' direction='out'/></method>
<method name='CloseNotification'><arg type='u' direction='in'/></method>
<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>
<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>
<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>
</interface></node>"""
# No services: nothing is started that the test does not start.
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


class SessionBus:
    """One of the test's own, with a socket in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        socket, configuration = folder / "bus", folder / "bus.conf"
        configuration.write_text(CONFIGURATION.format(path=socket))
        self.address = f"unix:path={socket}"
        self._daemon = Daemon("dbus-daemon", ["dbus-daemon", f"--config-file={configuration}", "--nofork",
                                              "--print-address"], ready="^unix:")

    def close(self) -> None:
        self._daemon.stop()


@dataclass(frozen=True)
class Notification:
    program: str
    title: str
    body: str
    actions: list[str]
    urgency: int | None
    expires: int


class Desktop:
    """Shows notifications, by keeping them; in a thread with a main loop of its own."""

    def __init__(self, address: str) -> None:
        self.shown: list[Notification] = []
        self.taken_away: list[int] = []
        self.abilities = ["body", "persistence"]
        self.silent = False  # takes calls, and answers none
        self._kept: list[Gio.DBusMethodInvocation] = []
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop.new(self._context, False)
        self._context.push_thread_default()
        flags = Gio.DBusConnectionFlags
        self._bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        self._bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], self._on_call)
        self._context.pop_thread_default()
        self._bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                            GLib.Variant("(su)", (NAME, 4)), None, Gio.DBusCallFlags.NONE, -1, None)
        self._thread = threading.Thread(target=self._loop.run, daemon=True)
        self._thread.start()

    def _on_call(self, _bus: Gio.DBusConnection, _sender: str, _path: str, _interface: str, method: str,
                 arguments: GLib.Variant, invocation: Gio.DBusMethodInvocation) -> None:
        if self.silent:
            self._kept.append(invocation)
            return
        invocation.return_value(getattr(self, "_" + method)(*arguments.unpack()))

    def _GetCapabilities(self) -> GLib.Variant:
        return GLib.Variant("(as)", (self.abilities,))

    def _GetServerInformation(self) -> GLib.Variant:
        return GLib.Variant("(ssss)", ("desktop", "example.org", "1", "1.2"))

    def _Notify(self, program: str, _replaces: int, _icon: str, title: str, body: str, actions: list[str],
                hints: dict[str, object], expires: int) -> GLib.Variant:
        urgency = hints.get("urgency")
        self.shown.append(Notification(program, title, body, actions,
                                       urgency if isinstance(urgency, int) else None, expires))
        return GLib.Variant("(u)", (len(self.shown),))

    def _CloseNotification(self, number: int) -> None:
        self.taken_away.append(number)

    def close(self) -> None:
        self._loop.quit()
        self._thread.join()
        self._bus.close_sync(None)
