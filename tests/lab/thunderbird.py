# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The real Thunderbird, headless, in the home of an AgentHome, with the add-on.

Thunderbird, the program hemostat-native that it starts and the agent share home and runtime
folder.  Everything is driven over Marionette.  By hand, from tests/:

    HEMOSTAT_BUILD=$PWD/../build /usr/bin/python3 -m lab.namespace --optional \\
        /usr/bin/python3 -i -m lab.thunderbird

and then, in the Python that comes up, with "tb" running:

    mail = tb.compose(to=["nora.lind@lakeside-cardiology.lab"], subject="Tea", text="At four?")
    mail.press_send()                     # the button of the window
    tb.page("question").text              # a page of the add-on, wherever it is shown
    tb.page("question").press("Go on")
    tb.wait_outbox_empty(); tb.raw("Sent"); tb.complaints()
    tb.ext("return await messenger.accounts.list()")
    tb.background("return Object.keys(globalThis)")
    town.provider.submitted; town.wire.deliveries; tb.agent.log; tb.profile.folder
    tb.close(); exit()
"""
from __future__ import annotations

import base64
import itertools
import json
import os
import re
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .agent import AgentHome
from .daemon import Daemon
from .marionette import Lost, Marionette, MarionetteError
from .thunderbird_profile import (ADDON, PAGE, Profile, Settings, announce_native, missing,
                                  native_program)
from .thunderbird_windows import ComposeWindow, Dialog, Page
from .waiting import wait_until

__all__ = ["ComposeWindow", "Dialog", "Page", "Settings", "ThunderbirdDesk", "missing"]

PROGRAM = "thunderbird"
# Thunderbird's own words about a page that was closed while it waited for an answer, or while it
# was being loaded: nobody can catch that, nobody is there.
_NO_FAULT = re.compile("Promise rejected after context unloaded|ExtensionPageChild.*FrameData missing")
# What every script of ours begins with.
_PRELUDE = """
const {ExtensionParent} = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const extension = ExtensionParent.GlobalManager.getExtension("%s");
const windows = ExtensionParent.apiManager.global.windowTracker;
""" % ADDON
# A page's script: arguments are a browser element's number in lab_browsers(), code, values.
_BROWSERS = """
function lab_browsers() {
    const found = [];
    const look = (root) => {
        for (const browser of root.querySelectorAll("browser, iframe")) {
            const url = browser.currentURI ? browser.currentURI.spec : "";
            if (url.startsWith("moz-extension:")) {
                found.push(browser);
            } else if (browser.contentDocument && browser.contentDocument !== root) {
                look(browser.contentDocument);
            }
        }
    };
    for (const win of Services.wm.getEnumerator(null)) {
        if (win.document) {
            look(win.document);
        }
    }
    return found.filter((browser) => browser.messageManager);
}
"""
_IN_PAGE = _BROWSERS + """
const [id, code, values, key] = arguments;
const browser = lab_browsers().find((one) => one.browsingContext && one.browsingContext.id === id);
if (!browser) {
    throw new Error("no such page");
}
const manager = browser.messageManager;
const source = `{
    const box = Cu.Sandbox(content, {sandboxPrototype: content, wantXrays: false});
    box.labValues = JSON.stringify(${JSON.stringify(values)});
    const code = "(async function () {" + ${JSON.stringify(code)} + "\\\\n})(...JSON.parse(labValues))"
        + ".then((value) => JSON.stringify({value: value === undefined ? null : value}),"
        + " (error) => JSON.stringify({failed: String(error), stack: String(error && error.stack)}))";
    let answer;
    try {
        answer = Cu.evalInSandbox(code, box, "latest", content.location.href, 1);
        answer.then((text) => sendAsyncMessage(${JSON.stringify(key)}, text));
    } catch (error) {
        sendAsyncMessage(${JSON.stringify(key)}, JSON.stringify({failed: String(error), stack: ""}));
    }
}`;
const text = await new Promise((resolve, reject) => {
    manager.addMessageListener(key, function listen(message) {
        manager.removeMessageListener(key, listen);
        resolve(message.data);
    });
    browser.addEventListener("oop-browser-crashed", () => reject(new Error("the page crashed")), {once: true});
    manager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(source), false);
});
return text;
"""

_BADGE = """
function lab_badge() {
    const about = document.getElementById("tabmail").currentAboutMessage;
    return about && about.document.querySelector("[id^=hemostat_hemostat_org-messageDisplayAction]");
}
"""
# Folders by name; those with a purpose also where Thunderbird calls them otherwise on the disk.
_FOLDERS = """
function lab_folders(name) {
    const flag = {Outbox: "Queue", Sent: "SentMail", Drafts: "Drafts", Inbox: "Inbox"}[name];
    const all = MailServices.accounts.allServers.flatMap((server) => Array.from(server.rootFolder.descendants));
    return all.filter((one) => one.name === name || flag && one.getFlag(Ci.nsMsgFolderFlags[flag]));
}
"""


class PageError(Exception):
    """What a page of the add-on threw at a script of ours."""


class ThunderbirdDesk:
    """One Thunderbird.  start(), compose(), look, close()."""

    def __init__(self, home: AgentHome, trust: Path | None = None, settings: Settings | None = None,
                 native: Path | None = None) -> None:
        """@trust: the authority that proves servers.  @native: in the place of hemostat-native."""
        self.agent, self.trust = home, trust
        self.settings = settings or Settings(home.accounts[0])
        self.profile = Profile(home.home / ".thunderbird/lab", self.settings, trust)
        self.native = native or native_program()
        self.native_manifest = announce_native(home.home, self.native)
        self.daemon: Daemon | None = None
        self.marionette: Marionette
        self._main = ""
        self._ended_by_us = False
        self._keys = itertools.count(1)
        self._page_id = 0
        self._forgiven = 0
        self._belonging: tuple[str, ...] = ()

    # --- the program

    @property
    def environment(self) -> dict[str, str]:
        folder = self.agent.folder / "tmp"
        folder.mkdir(exist_ok=True)
        return {**self.agent.environment, "TMPDIR": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1",
                "MOZ_DISABLE_CONTENT_SANDBOX": "1", "MOZ_HEADLESS": "1", "MOZ_HEADLESS_WIDTH": "1280",
                "MOZ_HEADLESS_HEIGHT": "1000", "GDK_BACKEND": "x11", "LANG": "C.UTF-8",
                "DBUS_SESSION_BUS_ADDRESS": "disabled:", "NO_AT_BRIDGE": "1"}

    def start(self, *arguments: str, seconds: float = 60, **environment: str) -> "ThunderbirdDesk":
        """Starts it and waits for its main window."""
        port = self.profile.folder / "MarionetteActivePort"
        port.unlink(missing_ok=True)
        self._ended_by_us, self._page_id, self._forgiven = False, 0, 0
        self.daemon = Daemon(PROGRAM, [
            PROGRAM, "--no-remote", "--headless", "--profile", str(self.profile.folder),
            "--marionette", "--remote-allow-system-access", *arguments],
            environment={**self.environment, **environment})
        number = wait_until("Thunderbird's Marionette", lambda: _number_in(port), seconds, self.check_alive)
        self.marionette = Marionette(number)
        wait_until("its main window", self._find_main, seconds, self.check_alive)
        self._store_passwords()
        return self

    def _find_main(self) -> bool:
        for handle in self.marionette.windows():
            try:
                self.marionette.switch(handle)
                ready = self.marionette.script(
                    "return document.documentElement.getAttribute('windowtype') === 'mail:3pane'"
                    " && document.readyState === 'complete' && !!window.gTabmail"
                    " || !!(window.document.getElementById('tabmail') || {}).currentTabInfo;")
            except MarionetteError:
                continue
            if ready:
                self._main = handle
                return True
        return False

    def _store_passwords(self) -> None:
        """For sending and for fetching, where Thunderbird keeps them."""
        account = self.settings.account
        self.run("""
            const [host, user, password] = arguments;
            const Login = Components.Constructor("@mozilla.org/login-manager/loginInfo;1", Ci.nsILoginInfo, "init");
            for (const origin of ["smtp://" + host, "mailbox://" + host]) {
                if (!(await Services.logins.searchLoginsAsync({origin})).length) {
                    await Services.logins.addLoginAsync(new Login(origin, null, origin, user, password, "", ""));
                }
            }""", account.host, account.user, account.password)

    @property
    def pid(self) -> int:
        assert self.daemon
        return self.daemon.pid

    @property
    def said(self) -> list[str]:
        return list(self.daemon.said) if self.daemon else []

    def running(self) -> bool:
        return bool(self.daemon and self.daemon.running())

    def check_alive(self) -> None:
        if not self.running():
            raise RuntimeError("Thunderbird has ended:\n" + "\n".join(self.said[-30:]))

    def exit(self, seconds: float = 20) -> int:
        """Asks it to end as its menu does; its status."""
        assert self.daemon
        self._ended_by_us = True
        try:
            self.marionette.call("Marionette:Quit", flags=["eForceQuit"])
        except Lost:
            pass  # sooner than its answer
        status = self.daemon.process.wait(seconds)
        self.marionette.close()
        return status

    def restart(self, *arguments: str, **environment: str) -> "ThunderbirdDesk":
        self.exit()
        assert self.daemon
        self.daemon.stop()
        return self.start(*arguments, **environment)

    def kill(self) -> None:
        """As the kernel does: no goodbye."""
        assert self.daemon
        self._ended_by_us = True
        self.daemon.kill()

    @property
    def crashed(self) -> bool:
        """It ended by itself, by a signal or with a complaint."""
        return bool(self.daemon and not self._ended_by_us and self.daemon.process.poll())

    def close(self) -> None:
        """For the end of a test: whatever windows are open."""
        if not self.daemon:
            return
        if self.running():
            self._ended_by_us = True
        self.daemon.stop(10)
        if hasattr(self, "marionette"):
            self.marionette.close()

    # --- scripts

    def run(self, code: str, *arguments: Any) -> Any:
        """Runs @code in the main window as the program's own; it may await and return a value.
        There are: extension, windows (by the add-on's numbers), MailServices."""
        if self.marionette.current() != self._main:
            self.marionette.switch(self._main)
        return self.marionette.run(_PRELUDE + code, *arguments)

    def at_main(self) -> None:
        """Back to the main window, which never closes."""
        self.marionette.switch(self._main)

    def in_page(self, context: int, code: str, *values: Any) -> Any:
        """Runs @code, with messenger.*, in a page of the add-on."""
        key = f"lab:{os.getpid()}:{next(self._keys)}"
        answer = json.loads(self.run(_IN_PAGE, context, code, list(values), key))
        if "failed" in answer:
            raise PageError(f"{answer['failed']}\n{answer['stack']}")
        return answer["value"]

    def ext(self, code: str, *values: Any) -> Any:
        """Runs @code with messenger.* in an empty page of the add-on; @values are its arguments."""
        if not self._page_id:
            self._page_id = self._open_page(PAGE)
        return self.in_page(self._page_id, code, *values)

    def _open_page(self, name: str) -> int:
        """Opens a page of the add-on in a tab behind the others; its browsing context."""
        return int(self.run("""
            const tabmail = document.getElementById("tabmail");
            const url = `moz-extension://${extension.uuid}/${arguments[0]}`;
            const tab = tabmail.openTab("contentTab", {url, background: true, linkHandler: "single-page",
                principal: extension.principal, initialBrowsingContextGroupId: extension.browsingContextGroupId});
            while (tab.browser.currentURI.spec !== url || tab.browser.webProgress.isLoadingDocument) {
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
            return tab.browser.browsingContext.id;""", name))

    # --- the add-on

    @property
    def addon_ready(self) -> bool:
        return bool(self.run("return !!(extension && extension.hasStarted !== false && !extension.hasShutdown);"))

    def wait_addon(self, seconds: float = 20) -> None:
        wait_until("the add-on", lambda: self.addon_ready, seconds, self.check_alive)

    def background_state(self) -> str:
        """"running", "stopped", "starting" or "suspending"."""
        return str(self.run("return extension.backgroundState || '';"))

    def background(self, code: str, *values: Any) -> Any:
        """Runs @code in the event page, which is started if it is not there."""
        key = f"lab:{os.getpid()}:{next(self._keys)}"
        text = self.run("""
            await extension.wakeupBackground();
            const view = Array.from(extension.views).find((one) => one.viewType === "background");
            if (!view) { throw new Error("the event page does not run"); }
            """ + _IN_PAGE.replace("const browser = lab_browsers().find(", "const browser = [view.xulBrowser].find(")
            .replace("one.browsingContext && one.browsingContext.id === id", "one"), 0, code, list(values), key)
        answer = json.loads(text)
        if "failed" in answer:
            raise PageError(f"{answer['failed']}\n{answer['stack']}")
        return answer["value"]

    def stop_background(self) -> None:
        """Ends the event page as its time limit does; the next event starts it again."""
        self.run("await extension.terminateBackground({ignoreDevToolsAttached: true,"
                 " disableResetIdleForTest: true});")

    def complaints(self) -> list[str]:
        """Errors of the add-on since the last forgive(): in the Error Console, or said by itself."""
        return [line for line in self._complaints()[self._forgiven:]
                if not any(part in line for part in self._belonging)]

    def forgive(self, *parts: str) -> None:
        """What was complained of until now belongs to the test, and later on what has one of @parts."""
        self._forgiven = len(self._complaints())
        self._belonging = parts

    def _complaints(self) -> list[str]:
        thrown = self.run("""
            const ours = extension ? extension.uuid : "hemostat@";
            const found = [];
            for (const message of Services.console.getMessageArray()) {
                if (!(message instanceof Ci.nsIScriptError) || message.flags & Ci.nsIScriptError.warningFlag) {
                    continue;
                }
                const text = `${message.sourceName}:${message.lineNumber}: ${message.errorMessage}`;
                if ((text.includes(ours) || text.includes("hemostat")) && !text.includes("lab.html")) {
                    found.push(text);
                }
            }
            return found;""")
        return [line for line in thrown if not _NO_FAULT.search(line)] + self.logged()

    def logged(self) -> list[str]:
        """What the add-on said by console.*; nothing belongs there."""
        return [line for line in self.said if line.startswith("console.")]

    # --- the program that speaks with the agent

    def natives(self) -> list[int]:
        """Process ids of the hemostat-native that this Thunderbird started."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(path.read_text().rpartition(")")[2].split()[1])
                program = (path.parent / "exe").resolve().name
            except OSError:
                continue
            if parent == self.pid and program == self.native.resolve().name:
                found.append(int(path.parent.name))
        return found

    def kill_native(self) -> None:
        pids = wait_until("hemostat-native", self.natives)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        wait_until("its end", lambda: not set(pids) & set(self.natives()))

    # --- windows

    def pages(self) -> dict[int, str]:
        """Pages of the add-on that are shown anywhere: browsing context to address in it."""
        rows = self.run(_BROWSERS + """
            return lab_browsers().filter((one) => one.browsingContext && one.currentURI.spec.includes(extension.uuid))
                .map((one) => [one.browsingContext.id, one.currentURI.pathQueryRef]);""")
        return {number: address for number, address in rows if address != f"/{PAGE}"}

    def page(self, name: str, seconds: float = 15) -> Page:
        """Waits for a page with @name in its address ("question")."""
        def look() -> int | None:
            return next((number for number, address in self.pages().items() if name in address), None)
        return Page(self, wait_until(f"a page {name!r}", look, seconds, self.check_alive))

    def dialogs(self) -> list[Dialog]:
        """Thunderbird's own alerts and questions, in windows of their own or within one."""
        rows = self.run("""
            const found = [];
            for (const win of Services.wm.getEnumerator(null)) {
                const url = win.location.href;
                if (url.includes("commonDialog.xhtml") && win.document.querySelector("dialog")) {
                    const words = ["infoTitle", "infoBody", "checkbox"].map((id) => {
                        const one = win.document.getElementById(id);
                        return one ? one.textContent.trim() || one.label || "" : "";
                    });
                    found.push([win.docShell.outerWindowID, words.filter(Boolean).join("\\n")]);
                }
            }
            return found;""")
        return [Dialog(self, number, words) for number, words in rows]

    def dialog(self, saying: str = "", seconds: float = 15) -> Dialog:
        def look() -> Dialog | None:
            return next((one for one in self.dialogs() if one.words and saying in one.words), None)
        return wait_until(f"a dialog {saying!r}", look, seconds, self.check_alive)

    def window_types(self) -> list[str]:
        return list(self.run("""
            return Array.from(Services.wm.getEnumerator(null), (win) =>
                win.document.documentElement.getAttribute("windowtype") || win.location.href);"""))

    def screenshot(self, path: Path) -> Path:
        """The main window; windows and pages have their own."""
        self.at_main()
        return self.marionette.screenshot(path)

    # --- writing

    def compose(self, to: str | Iterable[str] = (), cc: str | Iterable[str] = (),
                bcc: str | Iterable[str] = (), subject: str = "", text: str = "", html: str = "",
                attachments: Iterable[Path] = (), identity: str = "", **details: Any) -> ComposeWindow:
        """A new mail in a window of its own.  @details: further ones of compose.beginNew()."""
        people = {key: [value] if isinstance(value, str) else list(value)
                  for key, value in (("to", to), ("cc", cc), ("bcc", bcc)) if value}
        body: dict[str, Any] = {"body": html} if html else {"plainTextBody": text}
        if not html and not self.settings.plain:
            body = {"body": _as_html(text)}
        if identity:
            details["identityId"] = identity
        tab = self.ext("return await messenger.compose.beginNew(arguments[0]);",
                       {**people, **body, "subject": subject, **details})
        window = ComposeWindow(self, tab)
        for path in attachments:
            window.attach(path)
        return window

    def write_and_click(self, to: str, subject: str, text: str) -> float:
        """A mail written and sent without the help of the add-on; when Send was clicked, in
        milliseconds of the clock."""
        return float(self.run("""
            const Params = Components.Constructor("@mozilla.org/messengercompose/composeparams;1", Ci.nsIMsgComposeParams);
            const Fields = Components.Constructor("@mozilla.org/messengercompose/composefields;1", Ci.nsIMsgCompFields);
            const [to, subject, body] = arguments;
            const params = new Params(), fields = new Fields();
            Object.assign(fields, {to, subject, body});
            Object.assign(params, {composeFields: fields, type: Ci.nsIMsgCompType.New,
                format: Ci.nsIMsgCompFormat.PlainText,
                identity: MailServices.accounts.defaultAccount.defaultIdentity});
            const known = new Set(Services.wm.getEnumerator("msgcompose"));
            MailServices.compose.OpenComposeWindowWithParams(null, params);
            const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
            const find = () => Array.from(Services.wm.getEnumerator("msgcompose")).find((one) => !known.has(one));
            while (!find() || !find().composeEditorReady) { await pause(20); }
            await pause(700);
            const begin = Date.now();
            find().document.getElementById("button-send").click();
            return begin;""", to, subject, text))

    def answer(self, message: int, how: str = "reply", **details: Any) -> ComposeWindow:
        """@how: "reply", "replyAll", "forwardInline", "forwardAsAttachment", "redirect"."""
        begin = {"reply": "return await messenger.compose.beginReply(id, 'replyToSender', details);",
                 "replyAll": "return await messenger.compose.beginReply(id, 'replyToAll', details);",
                 "redirect": ""}.get(how, "return await messenger.compose.beginForward(id, how, details);")
        if not begin:
            return self._redirect(message, **details)
        tab = self.ext("const [id, how, details] = arguments;" + begin, message, how, details)
        return ComposeWindow(self, tab)

    def _redirect(self, message: int, **details: Any) -> ComposeWindow:
        before = {window.number for window in self.compose_windows()}
        self.run("""
            const header = extension.messageManager.get(arguments[0]);
            const params = Ci.nsIMsgCompType;
            MailServices.compose.OpenComposeWindow(null, header,
                header.folder.getUriForMsg(header), params.Redirect, Ci.nsIMsgCompFormat.Default,
                MailServices.accounts.defaultAccount.defaultIdentity, null, null);""", message)
        window = wait_until("a compose window", lambda: next(
            (one for one in self.compose_windows() if one.number not in before), None), also=self.check_alive)
        window.wait_ready()
        if details:
            window.set(**details)
        return window

    def edit_draft(self, message: int) -> ComposeWindow:
        """Goes on with it, as its button "Edit" does."""
        before = {window.number for window in self.compose_windows()}
        self.run("""
            const header = extension.messageManager.get(arguments[0]);
            MailServices.compose.OpenComposeWindow(null, header, header.folder.getUriForMsg(header),
                Ci.nsIMsgCompType.Draft, Ci.nsIMsgCompFormat.Default,
                MailServices.accounts.defaultAccount.defaultIdentity, null, null);""", message)
        window = wait_until("a compose window", lambda: next(
            (one for one in self.compose_windows() if one.number not in before), None), also=self.check_alive)
        window.wait_ready()
        return window

    def compose_windows(self) -> list[ComposeWindow]:
        tabs = self.ext("return await messenger.tabs.query({type: 'messageCompose'});")
        return [ComposeWindow(self, tab) for tab in tabs]

    # --- reading

    def show(self, name: str, message_id: str = "") -> None:
        """Opens a folder and selects a mail, by Message-ID without brackets or the first."""
        self.open_folder(name)
        self.select(message_id)

    def select(self, message_id: str = "") -> None:
        """A mail of the open folder."""
        self.run("""
            const pane = document.getElementById("tabmail").currentAbout3Pane;
            const view = pane.gDBView;
            for (let row = 0; row < view.rowCount; row++) {
                if (!arguments[0] || view.getMsgHdrAt(row).messageId === arguments[0]) {
                    pane.threadTree.selectedIndex = row;
                    return;
                }
            }
            throw new Error("no such mail in the folder");""", message_id)

    def badge(self) -> dict[str, str]:
        """What the add-on's button beside the shown mail says: label, title, icon."""
        return dict(self.run(_BADGE + """
            const button = lab_badge();
            return button ? {label: button.getAttribute("label") || "", icon: button.getAttribute("style") || "",
                title: button.getAttribute("tooltiptext") || ""} : {};"""))

    def wait_badge(self, title: str, seconds: float = 15) -> dict[str, str]:
        wait_until(f"the badge {title!r}", lambda: title in self.badge().get("title", ""), seconds,
                   self.check_alive)
        return self.badge()

    def press_badge(self) -> Page:
        """Its panel."""
        self.run(_BADGE + "lab_badge().click();")
        return self.page("badge.html")

    @property
    def shown_text(self) -> str:
        """The body of the mail in the message pane."""
        return str(self.run("""
            const about = document.getElementById("tabmail").currentAboutMessage;
            const browser = about && about.getMessagePaneBrowser();
            return browser && browser.contentDocument && browser.contentDocument.body
                ? browser.contentDocument.body.innerText : "";"""))

    def tidy(self) -> None:
        """Closes what is open and empties the folders, for the next test."""
        self.run("""
            for (const win of Array.from(Services.wm.getEnumerator(null))) {
                if (win.location.href.includes("commonDialog.xhtml")) {
                    win.document.querySelector("dialog").cancelDialog();
                }
            }
            for (const win of Array.from(Services.wm.getEnumerator(null))) {
                if (win !== window && win.windowUtils) {
                    win.gWindowLocked = win.gContentChanged = false;
                    if (win.gMsgCompose) { win.gMsgCompose.bodyModified = false; }
                    win.close();
                }
            }
            const tabmail = document.getElementById("tabmail");
            for (const tab of tabmail.tabInfo.slice(1)) {
                if (!tab.browser || !tab.browser.currentURI.spec.endsWith("/%s")) { tabmail.closeTab(tab); }
            }""" % PAGE)
        wait_until("the other windows to close", lambda: len(self.window_types()) == 1)
        for name in ("Outbox", "Drafts", "Sent", "Inbox", "Trash"):
            self.empty(name)

    def wait_recorded(self, seconds: float = 20) -> None:
        """Until the add-on has told the agent what became of every mail that was let go."""
        wait_until("the record", lambda: not self.ext(
            "return ((await messenger.storage.session.get('outbox')).outbox || []).length;"), seconds,
            self.check_alive)

    def empty(self, name: str) -> None:
        """Deletes all mails of a folder for good."""
        self.run(_FOLDERS + """
            for (const folder of lab_folders(arguments[0])) {
                let headers = [];
                try { headers = Array.from(folder.msgDatabase.enumerateMessages()); } catch (error) { continue; }
                if (headers.length) {
                    await new Promise((resolve) => folder.deleteMessages(headers, null, true, false, {
                        QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
                        onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() { return null; },
                        onStopCopy() { resolve(); }}, false));
                }
                await new Promise((resolve) => folder.compact({
                    OnStartRunningUrl() {}, OnStopRunningUrl() { resolve(); }}, null));
            }""", name)

    # --- folders

    def folder(self, name: str) -> Any:
        """A MailFolder by its name, for messenger.*"""
        return self.run(_FOLDERS + """
            const found = lab_folders(arguments[0])[0];
            return found ? extension.folderManager.convert(found) : null;""", name)

    def open_folder(self, name: str) -> None:
        """Shows it, as a click into the list of folders does."""
        self.run(_FOLDERS + """
            const pane = document.getElementById("tabmail").currentAbout3Pane;
            const folder = lab_folders(arguments[0])[0];
            pane.displayFolder(folder.URI);
            for (let turn = 0; turn < 200 && pane.gFolder !== folder; turn++) {
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
            await new Promise((resolve) => setTimeout(resolve, 100));""", name)

    def messages(self, name: str) -> list[dict[str, Any]]:
        """What a folder holds, in its order: id for messenger.*, subject, messageId, flags."""
        return list(self.run(_FOLDERS + """
            const rows = [];
            for (const folder of lab_folders(arguments[0])) {
                let database = null;
                try { database = folder.msgDatabase; } catch (error) {
                    await new Promise((resolve) => {
                        folder.parseFolder ? folder.parseFolder(null, {OnStartRunningUrl() {}, OnStopRunningUrl: resolve})
                            : resolve();
                    });
                    try { database = folder.msgDatabase; } catch (error_) { continue; }
                }
                for (const header of database.enumerateMessages()) {
                    rows.push({id: extension && extension.messageManager ? extension.messageManager.convert(header).id : 0,
                        subject: header.mime2DecodedSubject, messageId: header.messageId,
                        key: header.messageKey, flags: header.flags});
                }
            }
            return rows;""", name))

    def raw(self, name: str) -> list[bytes]:
        """The mails of a folder, as they are stored there."""
        found = []
        for row in self.messages(name):
            text = self.ext("""
                const file = await messenger.messages.getRaw(arguments[0], {data_format: "BinaryString"});
                return btoa(file);""", row["id"])
            found.append(base64.b64decode(text))
        return found

    def wait_for_messages(self, name: str, count: int, seconds: float = 20) -> list[dict[str, Any]]:
        wait_until(f"{count} mails in {name}", lambda: len(self.messages(name)) >= count, seconds,
                   self.check_alive)
        return self.messages(name)

    def wait_outbox_empty(self, seconds: float = 20) -> None:
        wait_until("an empty Outbox", lambda: not self.messages("Outbox"), seconds, self.check_alive)

    def traces(self, *words: bytes) -> list[Path]:
        """Files of hers that hold one of @words in the clear: in her home with the profile, the
        folder for temporary files and that of the run."""
        found = []
        for folder in (self.agent.home, self.agent.folder / "tmp", self.agent.runtime):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.is_symlink() and any(word in _read(path) for word in words):
                    found.append(path)
        return found

    def receive(self) -> None:
        """Get Messages."""
        self.run("""
            const server = MailServices.accounts.defaultAccount.incomingServer;
            await new Promise((resolve) => MailServices.pop3.GetNewMail(null, {
                OnStartRunningUrl() {}, OnStopRunningUrl() { resolve(); }}, server.rootFolder
                .getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox), server));""")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # gone meanwhile


def _number_in(path: Path) -> int | None:
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


def _as_html(text: str) -> str:
    lines = (line.replace("&", "&amp;").replace("<", "&lt;") for line in text.splitlines())
    return "<p>" + "<br>".join(lines) + "</p>"


def _open_by_hand() -> "tuple[ThunderbirdDesk, Any]":
    """A lab, a desk with its agent and a Thunderbird, for a person to play with."""
    import atexit
    import sys
    sys.path[:0] = [str(Path(__file__).parents[1] / name) for name in ("integration", "clients")]
    from desk import Correspondents, Desk  # type: ignore[import-not-found]
    from scenes import CLINIC  # type: ignore[import-not-found]
    from .town import Town
    town = Town(passwords={CLINIC.user: CLINIC.password}).__enter__()
    atexit.register(town.__exit__, None, None, None)
    people = Correspondents(town.folder / "people")
    atexit.register(people.close)
    desk = Desk(town, people, accounts=(CLINIC,))
    atexit.register(desk.close)
    desk.start()
    thunderbird = ThunderbirdDesk(desk, town.authority.file)
    atexit.register(thunderbird.close)
    return thunderbird.start(), town


if __name__ == "__main__":
    tb, town = _open_by_hand()
