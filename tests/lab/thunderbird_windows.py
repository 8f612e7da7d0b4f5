# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What a Thunderbird of the lab shows: windows of mails being written, pages of the add-on,
and Thunderbird's own dialogs."""
from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .marionette import MarionetteError
from .waiting import wait_until

if TYPE_CHECKING:
    from .thunderbird import ThunderbirdDesk

_WINDOW = """
const win = Array.from(Services.wm.getEnumerator("msgcompose"))
    .find((one) => windows.getId(one) === arguments[0]);
if (!win) {
    return null;
}
"""
_OUTLOOK = """
const button = win.document.querySelector("[id^=hemostat_hemostat_org-composeAction]");
"""


class ComposeWindow:
    """One mail that is being written, in a window of its own."""

    def __init__(self, desk: "ThunderbirdDesk", tab: dict[str, Any]) -> None:
        self.desk, self.tab, self.number = desk, tab["id"], tab["windowId"]

    def script(self, code: str, *values: Any) -> Any:
        """Runs @code with "win", this window; None if it is closed."""
        return self.desk.run(_WINDOW + code, self.number, *values)

    @property
    def open(self) -> bool:
        return bool(self.script("return !win.closed;"))

    @property
    def locked(self) -> bool:
        """Whether it waits for an answer: Send is grey."""
        return bool(self.script("return !!win.gWindowLocked;"))

    def wait_ready(self) -> None:
        wait_until("the editor", lambda: self.script("return !!win.composeEditorReady;"),
                   also=self.desk.check_alive)

    @property
    def details(self) -> dict[str, Any]:
        return dict(self.desk.ext("return await messenger.compose.getComposeDetails(arguments[0]);", self.tab))

    @property
    def body(self) -> str:
        """What is written there, as it is read."""
        return str(self.script("return win.document.getElementById('messageEditor').contentDocument.body.innerText;")
                   or "")

    def set(self, **details: Any) -> None:
        self.desk.ext("await messenger.compose.setComposeDetails(arguments[0], arguments[1]);", self.tab, details)

    def attach(self, path: Path) -> None:
        """As when a file is dropped on the window."""
        self.script("""
            const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
            file.initWithPath(arguments[1]);
            const one = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
            one.url = Services.io.newFileURI(file).spec;
            one.name = file.leafName;
            one.size = file.fileSize;
            await win.AddAttachments([one]);""", str(path))

    def _enter(self) -> None:
        """Makes it the window that clicks and shots go to."""
        marionette = self.desk.marionette
        wanted = self.script("return win.docShell.outerWindowID;")
        for handle in marionette.windows():
            try:
                marionette.switch(handle)
                if marionette.script("return window.docShell.outerWindowID;") == wanted:
                    return
            except MarionetteError:
                continue  # it has closed meanwhile
        raise RuntimeError("the window is not there any more")

    def click(self, selector: str) -> None:
        """A real click; the window may be gone after it."""
        self._enter()
        marionette = self.desk.marionette
        try:
            marionette.click(marionette.find(selector))
        except MarionetteError as reason:
            if reason.code not in ("no such window", "stale element reference"):
                raise
        finally:
            self.desk.at_main()

    @property
    def outlook(self) -> dict[str, str]:
        """What the add-on's button in this window says: label and title."""
        return dict(self.script(_OUTLOOK + """
            return {label: button.getAttribute("label") || "", title: button.getAttribute("tooltiptext") || ""};"""))

    def press_outlook(self) -> "Page":
        """The panel of that button."""
        self.script(_OUTLOOK + "button.click();")
        return self.desk.page("compose.html")

    def press_send(self) -> None:
        """The Send button, once it can be pressed."""
        wait_until("Send to be possible", lambda: self.script(
            "return !win.gWindowLocked && win.composeEditorReady !== false"
            " && !win.document.getElementById('button-send').disabled;"), also=self.desk.check_alive)
        self.click("#button-send")

    def send_later(self) -> None:
        self.script("win.goDoCommand('cmd_sendLater');")

    def save_draft(self) -> None:
        self.script("win.goDoCommand('cmd_saveAsDraft');")
        wait_until("the draft", lambda: self.desk.messages("Drafts"), also=self.desk.check_alive)

    def wait_closed(self, seconds: float = 15) -> None:
        wait_until("the end of the window", lambda: not self.open, seconds, self.desk.check_alive)

    def wait_unlocked(self, seconds: float = 15) -> None:
        wait_until("the window to be free again", lambda: self.open and not self.locked, seconds,
                   self.desk.check_alive)

    def close(self) -> None:
        """Gives the mail up without keeping it."""
        self.script("""
            win.gWindowLocked = false;
            if (win.gMsgCompose) { win.gMsgCompose.bodyModified = false; }
            win.gContentChanged = false;
            win.close();""")
        self.wait_closed()

    def screenshot(self, path: Path) -> Path:
        self._enter()
        try:
            return self.desk.marionette.screenshot(path)
        finally:
            self.desk.at_main()


class Page:
    """A page of the add-on, in a window, a tab or a panel."""

    def __init__(self, desk: "ThunderbirdDesk", context: int) -> None:
        self.desk, self.context = desk, context

    def run(self, code: str, *values: Any) -> Any:
        """Runs @code in the page; @values are its arguments."""
        return self.desk.in_page(self.context, code, *values)

    @property
    def open(self) -> bool:
        return self.context in self.desk.pages()

    @property
    def text(self) -> str:
        """What can be read there."""
        return str(self.run("return document.body ? document.body.innerText : '';"))  # it may still load

    def wait_text(self, words: str, seconds: float = 15) -> str:
        wait_until(f"{words!r} on the page", lambda: words in self.text, seconds, self.desk.check_alive)
        return self.text

    @property
    def buttons(self) -> list[str]:
        """Those that can be pressed."""
        return list(self.run("""
            return Array.from(document.querySelectorAll("button, input[type=submit], input[type=button]"))
                .filter((one) => !one.disabled && one.checkVisibility())
                .map((one) => (one.textContent || one.value).trim());"""))

    def press(self, label: str) -> None:
        """The button with @label in its words, once it can be pressed."""
        wait_until(f"a button {label!r}", lambda: any(label in one for one in self.buttons),
                   also=self.desk.check_alive)
        self.run("""
            const wanted = Array.from(document.querySelectorAll("button, input[type=submit], input[type=button]"))
                .find((one) => !one.disabled && one.checkVisibility()
                    && (one.textContent || one.value).includes(arguments[0]));
            setTimeout(() => wanted.click());  // after the answer, as the page may close""", label)

    def choose(self, label: str) -> None:
        """The radio button or check box with @label in its words, once it is there."""
        self.wait_text(label)
        self.run("""
            const one = Array.from(document.querySelectorAll("input[type=radio], input[type=checkbox]"))
                .find((input) => Array.from(input.labels || [])
                    .some((label) => label.textContent.includes(arguments[0])));
            if (!one) { throw new Error("no choice " + arguments[0]); }
            one.click();""", label)

    def fill(self, selector: str, text: str) -> None:
        self.run("""
            const one = document.querySelector(arguments[0]);
            one.value = arguments[1];
            one.dispatchEvent(new Event("input", {bubbles: true}));
            one.dispatchEvent(new Event("change", {bubbles: true}));""", selector, text)

    def close(self) -> None:
        """As the cross of its window does."""
        self.desk.run("""
            const browser = BrowsingContext.get(arguments[0]).top.embedderElement;
            const win = browser.ownerDocument.defaultView;
            if (win.document.documentElement.getAttribute("windowtype") === "mail:extensionPopup") {
                win.close();
            } else {
                const tabmail = document.getElementById("tabmail");
                const tab = tabmail.tabInfo.find((one) => one.browser === browser);
                if (tab) { tabmail.closeTab(tab); } else { browser.closest("panel").hidePopup(); }
            }""", self.context)
        self.wait_closed()

    def wait_closed(self, seconds: float = 15) -> None:
        wait_until("the end of the page", lambda: not self.open, seconds, self.desk.check_alive)

    def screenshot(self, path: Path) -> Path:
        """The page alone, as it is painted."""
        data = self.desk.run("""
            const browsing = BrowsingContext.get(arguments[0]);
            const shot = await browsing.currentWindowGlobal.drawSnapshot(null, 1, "white");
            const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
            canvas.width = shot.width;
            canvas.height = shot.height;
            canvas.getContext("2d").drawImage(shot, 0, 0);
            return canvas.toDataURL("image/png").split(",")[1];""", self.context)
        path.write_bytes(base64.b64decode(data))
        return path


class Dialog:
    """An alert or a question of Thunderbird's own."""

    def __init__(self, desk: "ThunderbirdDesk", number: int, words: str) -> None:
        self.desk, self.number, self.words = desk, number, words

    def _do(self, what: str) -> None:
        self.desk.run("""
            for (const win of Services.wm.getEnumerator(null)) {
                if (win.docShell.outerWindowID === arguments[0]) {
                    win.document.querySelector("dialog").%s;
                }
            }""" % what, self.number)

    def accept(self) -> None:
        self._do("acceptDialog()")

    def cancel(self) -> None:
        self._do("cancelDialog()")
