# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What a screen reader sees of a program, and what can be pressed in it.

Tests look for roles and words, as a person does, never for widget names or positions.
This speaks the bus protocol of AT-SPI itself: libatspi keeps a cache that needs a running
main loop, and without it deadlocks when an event comes in during a call.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from .waiting import wait_until  # noqa: E402

ROOT = "/org/a11y/atspi/accessible/root"
NOWHERE = "/org/a11y/atspi/null"
REGISTRY = "org.a11y.atspi.Registry"
TOP = ("frame", "dialog", "alert", "window")
PRESSABLE = ("push button", "toggle button", "check box", "radio button", "menu item",
             "check menu item", "radio menu item", "menu", "link")
DEPTH = 40
CALL_SECONDS = 10  # a program that does not answer for so long is frozen
# Bits of a state set, and kinds of relation (at-spi2-core, atspi-constants.h).
ACTIVE, CHECKED, EDITABLE, FOCUSED, MODAL, MANY_LINES, SENSITIVE, SHOWING = 1, 4, 7, 12, 16, 17, 24, 25
ON_SCREEN = 0  # how coordinates are meant
LABELLED_BY = 2
_DULL = ("filler", "panel", "scroll pane", "scroll bar", "viewport", "split pane", "page tab list",
         "icon", "separator", "unknown", "toggle button")


class Gone(Exception):
    """The widget was destroyed meanwhile, or its program has ended."""


class Hand(Protocol):
    """What a Desktop can do to windows."""

    def raise_window(self, title: str, pid: int) -> None: ...
    def click(self, left: int, top: int) -> None: ...


class Bus:
    """The accessibility bus of one Desktop, and the hand at its mouse."""

    def __init__(self, address: str, hand: Hand) -> None:
        self.hand = hand
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self._connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self._connection.set_exit_on_close(False)

    def call(self, name: str, path: str, method: str, arguments: GLib.Variant | None = None) -> Any:
        """@method: "Interface.Method" below org.a11y.atspi."""
        interface, _, member = method.rpartition(".")
        if not interface.startswith("org."):
            interface = f"org.a11y.atspi.{interface}"
        try:
            answer = self._connection.call_sync(name, path, interface, member, arguments, None,
                                                Gio.DBusCallFlags.NONE, CALL_SECONDS * 1000, None)
        except GLib.Error as error:
            if error.matches(Gio.io_error_quark(), Gio.IOErrorEnum.TIMED_OUT):
                raise TimeoutError(f"{name} is frozen: no answer to {method}") from None
            raise Gone(error.message) from None
        values = answer.unpack()
        return values[0] if len(values) == 1 else values

    def get(self, name: str, path: str, of: str, key: str) -> Any:
        return self.call(name, path, "org.freedesktop.DBus.Properties.Get",
                         GLib.Variant("(ss)", (f"org.a11y.atspi.{of}", key)))

    def process(self, name: str) -> int:
        return int(self.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                             "org.freedesktop.DBus.GetConnectionUnixProcessID",
                             GLib.Variant("(s)", (name,))))

    def programs(self) -> list["Program"]:
        return [Program(self, name, path) for name, path in
                self.call(REGISTRY, ROOT, "Accessible.GetChildren")]

    def program_of(self, pid: int) -> "Program | None":
        """The program with this process id, once it has registered."""
        for program in self.programs():
            try:
                if self.process(program.owner) == pid:
                    return program
            except Gone:
                continue
        return None

    def close(self) -> None:
        self._connection.close_sync(None)


class Widget:
    """One accessible object; everything is asked anew each time."""

    def __init__(self, bus: Bus, owner: str, path: str) -> None:
        self.bus, self.owner, self.path = bus, owner, path

    def __repr__(self) -> str:
        try:
            return f"<{self.role} {self.name!r}>"
        except Gone:
            return "<gone>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Widget) and (self.owner, self.path) == (other.owner, other.path)

    def __hash__(self) -> int:
        return hash((self.owner, self.path))

    def _call(self, method: str, signature: str = "", *arguments: Any) -> Any:
        packed = GLib.Variant(signature, arguments) if signature else None
        return self.bus.call(self.owner, self.path, method, packed)

    @property
    def role(self) -> str:
        return str(self._call("Accessible.GetRoleName"))

    @property
    def name(self) -> str:
        return str(self.bus.get(self.owner, self.path, "Accessible", "Name"))

    @property
    def description(self) -> str:
        return str(self.bus.get(self.owner, self.path, "Accessible", "Description"))

    def _is(self, state: int) -> bool:
        return bool(self._call("Accessible.GetState")[state // 32] >> state % 32 & 1)

    @property
    def showing(self) -> bool:
        """On the screen, it and all that it lies in."""
        return self._is(SHOWING)

    @property
    def sensitive(self) -> bool:
        return self._is(SENSITIVE)

    @property
    def focused(self) -> bool:
        return self._is(FOCUSED)

    @property
    def checked(self) -> bool:
        return self._is(CHECKED)

    @property
    def modal(self) -> bool:
        return self._is(MODAL)

    @property
    def active(self) -> bool:
        """A window that has the keyboard."""
        return self._is(ACTIVE)

    @property
    def has_many_lines(self) -> bool:
        return self._is(MANY_LINES)

    @property
    def editable(self) -> bool:
        return self._is(EDITABLE)

    @property
    def text(self) -> str:
        """Its text: what is in an entry or a text view, what a label says."""
        if "org.a11y.atspi.Text" not in self._call("Accessible.GetInterfaces"):
            return self.name
        return str(self._call("Text.GetText", "(ii)", 0, -1))

    def set_text(self, text: str) -> None:
        """As when everything in the entry is replaced by typing."""
        assert self._call("EditableText.SetTextContents", "(s)", text), repr(self)

    def labels(self) -> list[str]:
        """The words that a screen reader says before it: of the labels that name it."""
        return [Widget(self.bus, *target).name
                for kind, targets in self._call("Accessible.GetRelationSet") if kind == LABELLED_BY
                for target in targets]

    @property
    def parent(self) -> "Widget":
        return Widget(self.bus, *self.bus.get(self.owner, self.path, "Accessible", "Parent"))

    @property
    def window(self) -> "Widget":
        """The window that it is in."""
        one = self
        while one.role not in TOP:
            one = one.parent
        return one

    @property
    def extents(self) -> tuple[int, int, int, int]:
        """Left, top, width and height on the screen."""
        left, top, width, height = self._call("Component.GetExtents", "(u)", ON_SCREEN)
        return left, top, width, height

    def press(self) -> None:
        """A click of the mouse in its middle.  Not activate(): what that starts runs inside
        the call, and a program that then waits for a dialog answers nobody any more."""
        if not self.sensitive:
            raise AssertionError(f"{self!r} cannot be pressed: it is insensitive")
        window = self.window
        if not window.active:
            self.bus.hand.raise_window(window.name, self.bus.process(self.owner))
        # Only a window that has the keyboard has found its place on the screen.
        wait_until(f"the keyboard in {window!r}", lambda: window.active)
        left, top, width, height = self.extents
        self.bus.hand.click(left + width // 2, top + height // 2)

    def activate(self) -> None:
        """What a keyboard or a screen reader can do with it; for what opens no dialog that waits."""
        assert self._call("Action.DoAction", "(i)", 0), repr(self)

    def focus(self) -> None:
        assert self._call("Component.GrabFocus"), repr(self)

    @property
    def children(self) -> list["Widget"]:
        return [Widget(self.bus, owner, path)
                for owner, path in self._call("Accessible.GetChildren") if path != NOWHERE]

    def walk(self, depth: int = DEPTH) -> Iterator["Widget"]:
        """It and all below it, those not on the screen too; the destroyed are passed over."""
        yield self
        try:
            # The cells of a list are asked for by those who want them: there may be thousands.
            children = self.children if depth and self.role not in ("table", "tree table") else []
        except Gone:
            return
        for child in children:
            yield from child.walk(depth - 1)

    def _each(self, role: str | tuple[str, ...], name: str | None,
              showing: bool) -> Iterator["Widget"]:
        roles = (role,) if isinstance(role, str) else role
        for widget in self.walk():
            try:
                if widget.role in roles and name in (None, widget.name):
                    if widget.showing or not showing:
                        yield widget
            except Gone:
                continue

    def all(self, role: str | tuple[str, ...], name: str | None = None,
            showing: bool = True) -> list["Widget"]:
        """Everything below with this role and, if given, exactly this name."""
        return list(self._each(role, name, showing))

    def find(self, role: str | tuple[str, ...], name: str | None = None, seconds: float = 10,
             showing: bool = True) -> "Widget":
        """Waits until there is one."""
        try:
            return wait_until(f"{role} {name!r}",
                              lambda: next(self._each(role, name, showing), None), seconds)
        except TimeoutError as late:
            raise TimeoutError(f"{late}\n{self.outline()}") from None

    def button(self, name: str, seconds: float = 10) -> "Widget":
        return self.find(PRESSABLE, name, seconds)

    def buttons(self) -> list[str]:
        """Names of the push buttons that can be seen, in their order."""
        return [widget.name for widget in self.all("push button")]

    def words(self) -> list[str]:
        """Every text that can be read in it: labels, headings, text views."""
        return [text for widget in self.all(("label", "text", "heading", "static", "paragraph"))
                if (text := widget.text.strip())]

    def info_bars(self) -> list["Widget"]:
        return self.all("info bar")

    def entries(self) -> list["Widget"]:
        return [widget for widget in self.all("text")
                if widget.editable]

    def outline(self) -> str:
        """For a failed test: what there is to be seen or read."""
        return "\n".join(self._lines(0)[:100])

    def _lines(self, depth: int) -> list[str]:
        try:
            if depth and not self.showing:
                return []
            words = self.text if self.role in ("text", "password text") else self.name
            dull = self.role in _DULL and not words
            lines = [] if dull else ["  " * depth + f"{self.role} {words!r}"
                                     + ("" if self.sensitive else " (insensitive)")]
            for child in self.children if self.role not in ("table", "tree table") else []:
                lines += child._lines(depth + (not dull))
            return lines
        except Gone:
            return []


class Program(Widget):
    """A program on the accessibility bus."""

    @property
    def windows(self) -> list[Widget]:
        return [child for child in self.children if _still(lambda: child.role in TOP)]

    def shown(self) -> list[Widget]:
        return [window for window in self.windows if _still(lambda: window.showing)]

    def dialogs(self) -> list[Widget]:
        """Windows that ask or say something; GTK calls some that are modal just frames."""
        return [window for window in self.shown()
                if _still(lambda: window.role in ("dialog", "alert") or window.modal)]


def _still(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except Gone:
        return False
