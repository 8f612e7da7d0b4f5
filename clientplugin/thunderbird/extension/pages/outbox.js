// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The window of what lies in the Outbox too long: shows what send/outbox.js says and hands
// back which button was pressed.  All text is shown as text.
import {localise, make} from "../lib/page.js";
import {word} from "../lib/words.js";

const byId = (id) => document.getElementById(id);

function ask(message) {
    return messenger.runtime.sendMessage({hemostat: "outbox", ...message});
}

function buildButton(act, words, messageId) {
    const button = make("button", {text: words});
    button.type = "button";
    button.dataset.act = act;
    button.addEventListener("click", () => press(act, messageId));
    return button;
}

function buildMail({messageId, names, subject, canSplit}) {
    const card = make("section", {kind: "card"});
    const buttons = make("div", {kind: "buttons"});
    card.setAttribute("aria-label", names);
    card.append(make("div", {kind: "state", text: names}));
    if (subject) {
        card.append(make("div", {kind: "quiet", text: subject}));
    }
    buttons.append(buildButton("again", word("tryAgain"), messageId));
    if (canSplit) {
        buttons.append(buildButton("split", word("outboxSplit"), messageId));
    }
    buttons.append(buildButton("out", word("outboxOut"), messageId));
    card.append(buttons);
    return card;
}

async function press(act, messageId) {
    byId("problem").hidden = true;
    for (const button of byId("mails").querySelectorAll("button")) {
        button.disabled = true;
    }
    try {
        await ask({act, messageId});
    } catch (error) {
        byId("problem").textContent = error.message;
        byId("problem").hidden = false;
    }
    await refresh();
}

function buildNotice({title, message}) {
    const card = make("section", {kind: "card"});
    card.append(make("div", {kind: "state", text: title}), make("div", {text: message}));
    return card;
}

function titleFor(notices, mails) {
    if (mails.length > 0) {
        return word("outboxTitle");
    }
    return notices.length > 0 ? word("outboxNotice") : word("outboxEmpty");
}

async function refresh() {
    const {notices, reason, mails} = await ask({act: "show"});
    byId("title").textContent = titleFor(notices, mails);
    document.title = byId("title").textContent;
    byId("reason").textContent = mails.length === 0 ? "" : reason;
    byId("notices").replaceChildren(...notices.map(buildNotice));
    byId("mails").replaceChildren(...mails.map(buildMail));
}

async function leave() {
    await ask({act: "read"}).catch(() => {});
    window.close();
}

localise();
byId("close").textContent = word("close");
byId("close").addEventListener("click", leave);
byId("close").focus();
document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
        leave();
    }
});
messenger.runtime.onMessage.addListener((message) => {
    if (message?.hemostat === "outbox-changed") {
        refresh();
    }
    return undefined;
});
refresh();
