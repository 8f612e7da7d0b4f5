// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The window of what lies in the Outbox too long: shows what send/outbox.js says and hands
// back which button was pressed.  All text is shown as text.
import {word} from "../lib/words.js";

const byId = (id) => document.getElementById(id);

function make(name, text, className = "") {
    const element = document.createElement(name);
    element.textContent = text;
    element.className = className;
    return element;
}

function ask(message) {
    return messenger.runtime.sendMessage({hemostat: "outbox", ...message});
}

function buildButton(act, words, messageId) {
    const button = make("button", words);
    button.type = "button";
    button.dataset.act = act;
    button.addEventListener("click", () => press(act, messageId));
    return button;
}

function buildMail({messageId, names, subject, canSplit}) {
    const card = make("section", "", "card");
    const buttons = make("div", "", "buttons");
    card.setAttribute("aria-label", names);
    card.append(make("div", names, "state"));
    if (subject) {
        card.append(make("div", subject, "quiet"));
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

async function refresh() {
    const {reason, mails} = await ask({act: "show"});
    const isEmpty = mails.length === 0;
    byId("title").textContent = isEmpty ? word("outboxEmpty") : word("outboxTitle");
    byId("reason").textContent = isEmpty ? "" : reason;
    byId("mails").replaceChildren(...mails.map(buildMail));
}

document.documentElement.lang = messenger.i18n.getUILanguage();
document.title = word("outboxTitle");
byId("close").textContent = word("close");
byId("close").addEventListener("click", () => window.close());
byId("close").focus();
document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
        window.close();
    }
});
messenger.runtime.onMessage.addListener((message) => {
    if (message?.hemostat === "outbox-changed") {
        refresh();
    }
    return undefined;
});
refresh();
