# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A screen that nobody sees: X server, window manager, session bus and accessibility bus.

Nothing of the machine's own desktop takes part, and no display number is fixed, so that
many can run side by side.
"""
from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from .daemon import Daemon  # noqa: E402
from .waiting import wait_until  # noqa: E402
from .widgets import Bus  # noqa: E402

SIZE = "1280x1000x24"
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""  # no service folders: nothing is started that was not asked for


class Desktop:
    """Use with "with"; everything it starts ends with it, last things first."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self.folder: Path
        self.display = ""
        self.accessibility = ""  # address of the bus
        self.widgets: Bus

    @property
    def bus(self) -> str:
        return f"unix:path={self.folder}/bus"

    @property
    def environment(self) -> dict[str, str]:
        """For programs that are to appear here."""
        return {"DISPLAY": self.display, "DBUS_SESSION_BUS_ADDRESS": self.bus,
                "GDK_BACKEND": "x11", "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local"}

    def __enter__(self) -> "Desktop":
        with ExitStack() as stack:
            self.folder = Path(stack.enter_context(
                tempfile.TemporaryDirectory(prefix="hemo-screen-", dir="/tmp")))
            self._start_screen(stack)
            self._start_buses(stack)
            self._start_manager(stack)
            self.widgets = Bus(self.accessibility, self)
            stack.callback(self.widgets.close)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stack.close()

    def _own(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder),
                "XDG_RUNTIME_DIR": str(self.folder), **self.environment}

    def _start(self, stack: ExitStack, name: str, *command: str, ready: str | None = None) -> Daemon:
        """In a process group of its own, as some of them have children that outlive them."""
        daemon = Daemon(name, ["setsid", *command], ready, self._own(), own_group=True)
        stack.callback(daemon.stop)
        return daemon

    def _start_screen(self, stack: ExitStack) -> None:
        server = self._start(stack, "Xvfb", "Xvfb", "-displayfd", "1", "-screen", "0", SIZE,
                             "-nolisten", "tcp", "-noreset", ready=r"^\d+$")
        self.display = ":" + next(line for line in server.said if line.isdigit())

    def _start_buses(self, stack: ExitStack) -> None:
        settings = self.folder / "bus.conf"
        settings.write_text(BUS.format(folder=self.folder))
        self._start(stack, "dbus-daemon", "dbus-daemon", f"--config-file={settings}", "--nofork",
                    "--print-address=1", ready="^unix:")
        self._start(stack, "accessibility", LAUNCHER, "--launch-immediately")
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        connection = Gio.DBusConnection.new_for_address_sync(self.bus, flags, None, None)
        self.accessibility = wait_until("the accessibility bus", lambda: _address(connection))
        connection.close_sync(None)

    def _start_manager(self, stack: ExitStack) -> None:
        self._start(stack, "openbox", "openbox", "--sm-disable")
        wait_until("the window manager", lambda: self.run("wmctrl", "-m", check=False) or None)

    # --- what a hand and an eye do

    def run(self, *command: str, check: bool = True) -> str:
        """A program on this screen; what it said."""
        done = subprocess.run(command, env=self._own(), stdin=subprocess.DEVNULL, text=True,
                              capture_output=True, timeout=30)
        if check and done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")
        return done.stdout if done.returncode == 0 else ""

    def windows(self, pid: int) -> dict[str, str]:
        """X windows of a process: id to title, oldest first."""
        rows = (line.split(None, 4) for line in self.run("wmctrl", "-lp", check=False).splitlines())
        return {row[0]: row[4] if len(row) > 4 else "" for row in rows if row[2] == str(pid)}

    def press_keys(self, window: str, *keys: str) -> None:
        """Keys as xdotool names them ("ctrl+Return"), into a window even if it lies below another."""
        self.run("xdotool", "windowfocus", "--sync", window, "key", "--clearmodifiers", *keys)

    def strike(self, *keys: str) -> "subprocess.Popen[bytes]":
        """Keys into the window in front, without waiting: wait() for the end of what this returns."""
        return subprocess.Popen(["xdotool", "key", "--delay", "0", *keys], env=self._own(),
                                stdin=subprocess.DEVNULL)

    def type_text(self, window: str, text: str) -> None:
        self.run("xdotool", "windowfocus", "--sync", window, "type", "--delay", "2", text)

    def raise_window(self, title: str, pid: int) -> None:
        """Asks the window manager to bring it to front; that may take a moment."""
        window = next((one for one, its in self.windows(pid).items() if its == title), None)
        if window:
            self.run("wmctrl", "-i", "-a", window)

    def click(self, left: int, top: int) -> None:
        self.run("xdotool", "mousemove", str(left), str(top), "click", "1")

    def screenshot(self, path: Path, window: str = "root") -> Path:
        self.run("import", "-silent", "-window", window, str(path))
        return path


def _address(connection: Gio.DBusConnection) -> str:
    try:
        answer = connection.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                      None, GLib.VariantType("(s)"), Gio.DBusCallFlags.NONE, 2000, None)
    except GLib.Error:
        return ""  # not there yet
    return str(answer.unpack()[0])
