# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A client of Marionette, the remote control inside of Thunderbird: TCP, "LENGTH:JSON".

Chrome context only: Thunderbird has no other.  Scripts are function bodies with
"arguments"; run() waits for a promise that they return.  One session a program.
"""
from __future__ import annotations

import base64
import json
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # what WebDriver calls a reference
# run() in terms of ExecuteAsyncScript, so that a failure keeps its own words.
_ASYNC = """
const finish = arguments[arguments.length - 1];
const call = async function () { %s
};
call.apply(null, Array.prototype.slice.call(arguments, 0, -1)).then(
    (value) => finish({value: value === undefined ? null : value}),
    (reason) => finish({failed: String(reason), stack: String(reason && reason.stack || "")}));
"""
# Marionette takes no command while a dialog is open that it knows of; we look at dialogs ourselves.
_LEAVE_PROMPTS_ALONE = """
const {PromptListener} = ChromeUtils.importESModule("chrome://remote/content/shared/listeners/PromptListener.sys.mjs");
const {modal} = ChromeUtils.importESModule("chrome://remote/content/shared/Prompt.sys.mjs");
PromptListener.prototype.observe = function () {};
modal.findPrompt = () => null;
"""


class MarionetteError(Exception):
    """What the program answered instead: .code ("no such window"), and words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code


class ScriptError(Exception):
    """A script of ours threw."""


class Lost(Exception):
    """The connection has ended: the program is gone."""


class Marionette:
    """One session.  Calls are answered in turn."""

    def __init__(self, port: int, seconds: float = 20) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        self._rest = b""
        self._number = 0
        self._lock = threading.Lock()
        self._receive()  # its greeting
        self._socket.settimeout(120)
        self.call("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": False}})
        self.call("Marionette:SetContext", value="chrome")
        self.call("WebDriver:SetTimeouts", script=60000, implicit=0, pageLoad=30000)
        self.script(_LEAVE_PROMPTS_ALONE)

    def __enter__(self) -> "Marionette":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    # --- the protocol

    def _fill(self) -> None:
        data = self._socket.recv(1 << 16)
        if not data:
            raise Lost("Thunderbird has closed the connection")
        self._rest += data

    def _receive(self) -> Any:
        while b":" not in self._rest:
            self._fill()
        length, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(length):
            self._fill()
        frame, self._rest = self._rest[:int(length)], self._rest[int(length):]
        return json.loads(frame)

    def call(self, command: str, /, **parameters: Any) -> Any:
        with self._lock:
            self._number += 1
            frame = json.dumps([0, self._number, command, parameters]).encode()
            try:
                self._socket.sendall(b"%d:%b" % (len(frame), frame))
                _, number, error, result = self._receive()
            except OSError as reason:
                raise Lost(str(reason)) from reason
            assert number == self._number, "an answer to something else"
        if error:
            raise MarionetteError(error["error"], f"{error['message']}\n{error.get('stacktrace', '')}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    # --- scripts

    def script(self, code: str, *arguments: Any) -> Any:
        """Runs @code at once; what it returns."""
        return self.call("WebDriver:ExecuteScript", script=code, args=list(arguments),
                         sandbox="system", newSandbox=False)

    def run(self, code: str, *arguments: Any) -> Any:
        """Runs @code, which may await; what it returns."""
        answer = self.call("WebDriver:ExecuteAsyncScript", script=_ASYNC % code,
                           args=list(arguments), sandbox="system", newSandbox=False)
        if "failed" in answer:
            raise ScriptError(f"{answer['failed']}\n{answer['stack']}")
        return answer["value"]

    # --- windows and what is in them

    def windows(self) -> list[str]:
        return list(self.call("WebDriver:GetWindowHandles"))

    def switch(self, handle: str) -> None:
        self.call("WebDriver:SwitchToWindow", handle=handle, focus=False)

    def current(self) -> str:
        return str(self.call("WebDriver:GetWindowHandle"))

    def find(self, selector: str) -> str:
        """The first element that a CSS selector finds in the current window."""
        return str(self.call("WebDriver:FindElement", using="css selector", value=selector)[_ELEMENT])

    def click(self, element: str) -> None:
        """As by hand: refused where a hand could not."""
        self.call("WebDriver:ElementClick", id=element)

    def type_text(self, element: str, text: str) -> None:
        self.call("WebDriver:ElementSendKeys", id=element, text=text)

    def screenshot(self, path: Path) -> Path:
        """The current window."""
        data = self.call("WebDriver:TakeScreenshot", full=True, hash=False)
        path.write_bytes(base64.b64decode(data))
        return path
