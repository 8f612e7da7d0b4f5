# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Those who say that a person has left her computer, or ask her for the keyring's password: logind
(of python3-dbusmock) on a system bus of the test's own, a screen saver and a Secret Service that is
locked on a session bus of its own."""
from __future__ import annotations

import os
import sys
import threading
from typing import Any

from gi.repository import Gio, GLib

from lab.daemon import Daemon

LOGIND, MANAGER = "org.freedesktop.login1", "/org/freedesktop/login1"
SESSION = "org.freedesktop.login1.Session"
FLAGS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
STRANGER = 4242  # somebody else's user id


def connect(address: str) -> Gio.DBusConnection:
    return Gio.DBusConnection.new_for_address_sync(address, FLAGS, None, None)


class Logind:
    """Sessions of the person and of a stranger."""

    def __init__(self, address: str) -> None:
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address, "PYTHONUNBUFFERED": "1"}
        self._bus = connect(address)
        self._daemon = Daemon("dbusmock", [sys.executable, "-m", "dbusmock", "--template", "logind"],
                              environment=environment)
        self._wait_for_name()
        self.hers = self._add("1", os.geteuid())
        self.terminal = self._add("2", os.geteuid())
        self.strangers = self._add("3", STRANGER)
        self.change(self.hers, Type="wayland")
        self.change(self.terminal, Type="tty")

    def _wait_for_name(self) -> None:
        while True:
            has, = self._bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "NameHasOwner", GLib.Variant("(s)", (LOGIND,)), None,
                                       Gio.DBusCallFlags.NONE, -1, None).unpack()
            if has:
                return
            assert self._daemon.running(), list(self._daemon.said)

    def _call(self, path: str, method: str, arguments: GLib.Variant,
              interface: str = "org.freedesktop.DBus.Mock") -> tuple[Any, ...]:
        return self._bus.call_sync(LOGIND, path, interface, method, arguments, None,
                                   Gio.DBusCallFlags.NONE, 10000, None).unpack()

    def _add(self, name: str, user: int) -> str:
        path, = self._call(MANAGER, "AddSession", GLib.Variant("(ssusb)", (name, f"seat{name}", user, name, True)))
        return path

    def change(self, session: str, **properties: bool | str) -> None:
        values = {name: GLib.Variant("b" if isinstance(value, bool) else "s", value)
                  for name, value in properties.items()}
        self._call(session, "UpdateProperties", GLib.Variant("(sa{sv})", (SESSION, values)))

    def lock(self, session: str) -> None:
        self._call(session, "Lock", GLib.Variant("()", ()), SESSION)

    def sleep(self, begins: bool) -> None:
        arguments = [GLib.Variant("b", begins)]
        self._call(MANAGER, "EmitSignal",
                   GLib.Variant("(sssav)", ("org.freedesktop.login1.Manager", "PrepareForSleep", "b", arguments)))

    def close(self) -> None:
        self._bus.close_sync(None)
        self._daemon.stop()


class Saver:
    """Any screen saver."""

    def __init__(self, address: str) -> None:
        self._bus = connect(address)

    def say(self, interface: str, active: bool) -> None:
        path = "/" + interface.replace(".", "/")
        self._bus.emit_signal(None, path, interface, "ActiveChanged", GLib.Variant("(b)", (active,)))
        self._bus.flush_sync(None)

    def close(self) -> None:
        self._bus.close_sync(None)


SECRETS = """<node>
<interface name='org.freedesktop.Secret.Service'>
<method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/>
<arg type='v' direction='out'/><arg type='o' direction='out'/></method>
<method name='SearchItems'><arg type='a{ss}' direction='in'/><arg type='ao' direction='out'/>
<arg type='ao' direction='out'/></method>
<method name='ReadAlias'><arg type='s' direction='in'/><arg type='o' direction='out'/></method>
<method name='Unlock'><arg type='ao' direction='in'/><arg type='ao' direction='out'/>
<arg type='o' direction='out'/></method>
<property name='Collections' type='ao' access='read'/></interface>
<interface name='org.freedesktop.Secret.Collection'>
<property name='Items' type='ao' access='read'/><property name='Label' type='s' access='read'/>
<property name='Locked' type='b' access='read'/><property name='Created' type='t' access='read'/>
<property name='Modified' type='t' access='read'/></interface>
<interface name='org.freedesktop.Secret.Prompt'>
<method name='Prompt'><arg type='s' direction='in'/></method><method name='Dismiss'/>
<signal name='Completed'><arg type='b'/><arg type='v'/></signal></interface>
</node>"""
ROOT = "/org/freedesktop/secrets"
COLLECTION, PROMPT = ROOT + "/collection/login", ROOT + "/prompt/p1"


class LockedKeyring:
    """A Secret Service whose one collection is locked; in a thread with a main loop of its own.
    It counts how often it was to ask the person, and never finishes asking until told."""

    def __init__(self, address: str) -> None:
        self.asked = 0
        self.dismissed = 0
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop.new(self._context, False)
        self._context.push_thread_default()
        self._bus = connect(address)
        interfaces = Gio.DBusNodeInfo.new_for_xml(SECRETS).interfaces
        for path, interface in zip((ROOT, COLLECTION, PROMPT), interfaces):
            self._bus.register_object(path, interface, self._on_call, self._on_get)
        self._context.pop_thread_default()
        self._bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                            GLib.Variant("(su)", ("org.freedesktop.secrets", 4)), None,
                            Gio.DBusCallFlags.NONE, -1, None)
        self._thread = threading.Thread(target=self._loop.run, daemon=True)
        self._thread.start()

    def _on_get(self, _bus: Gio.DBusConnection, _sender: str, _path: str, _interface: str, name: str) -> GLib.Variant:
        return {"Collections": GLib.Variant("ao", [COLLECTION]), "Items": GLib.Variant("ao", []),
                "Label": GLib.Variant("s", "Login"), "Locked": GLib.Variant("b", True),
                "Created": GLib.Variant("t", 1), "Modified": GLib.Variant("t", 1)}[name]

    def _on_call(self, _bus: Gio.DBusConnection, _sender: str, _path: str, _interface: str, method: str,
                 arguments: GLib.Variant, invocation: Gio.DBusMethodInvocation) -> None:
        if method == "OpenSession" and arguments.unpack()[0] != "plain":
            invocation.return_dbus_error("org.freedesktop.DBus.Error.NotSupported", "plain only")
            return
        if method == "Prompt":
            self.asked += 1
        if method == "Dismiss":
            self.dismissed += 1
        answers = {"OpenSession": GLib.Variant("(vo)", (GLib.Variant("s", ""), ROOT + "/session/s1")),
                   "SearchItems": GLib.Variant("(aoao)", ([], [])),
                   "ReadAlias": GLib.Variant("(o)", (COLLECTION,)),
                   "Unlock": GLib.Variant("(aoo)", ([], PROMPT))}
        invocation.return_value(answers.get(method))

    def finish(self) -> None:
        """The person has closed the question."""
        result = GLib.Variant("(bv)", (True, GLib.Variant("ao", [])))
        self._bus.emit_signal(None, PROMPT, "org.freedesktop.Secret.Prompt", "Completed", result)
        self._bus.flush_sync(None)

    def close(self) -> None:
        self._loop.quit()
        self._thread.join()
        self._bus.close_sync(None)
