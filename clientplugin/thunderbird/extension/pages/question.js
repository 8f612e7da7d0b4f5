// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The window of a pending mail.  It shows what send/view.js says and hands back which button
// was pressed; it knows and decides nothing itself.  All text is shown as text.
import {localise, make} from "../lib/page.js";
import {word} from "../lib/words.js";

const tab = Number(new URLSearchParams(location.search).get("tab"));
const byId = (id) => document.getElementById(id);
const MARGIN = 48; /* pixels of the screen that a window leaves free */
const ICONS = {send: "✓", protect: "🔒", ask: "?", hold: "!"};

function ask(message) {
    return messenger.runtime.sendMessage({hemostat: "question", tab, ...message});
}

function showList(id, heading, rows, build) {
    byId(`${id}-part`).hidden = rows.length === 0;
    byId(`${id}-title`).textContent = heading;
    byId(id).replaceChildren(...rows.map(build));
}

function buildConcerned({look, names, state, words}) {
    const row = make("li", {kind: "card row"});
    const lines = make("div", {kind: "grow"});
    const icon = make("span", {text: ICONS[look]});
    const first = make("div", {text: `${names}: `});
    icon.setAttribute("aria-hidden", "true");
    first.append(make("span", {kind: "state", text: state}));
    lines.append(first);
    if (words) {
        lines.append(make("div", {kind: "quiet", text: words}));
    }
    row.append(icon, lines);
    return row;
}

function buildButton(view, {act, choice, words, recommended}) {
    const button = make("button", {kind: recommended ? "recommended" : "", text: words});
    button.type = "button";
    button.dataset.act = act;
    if (choice !== undefined) {
        button.dataset.choice = choice;
    }
    if (recommended) {
        button.append(make("span", {kind: "mark", text: word("recommended")}));
    }
    button.addEventListener("click", () => press(view, {act, choice}));
    return button;
}

async function press(view, {act, choice}) {
    for (const button of document.querySelectorAll("button")) {
        button.disabled = true;
    }
    try {
        await ask({act, choice, ticket: view.ticket});
    } catch (error) {
        console.error(error);
        await refresh();
    }
}

function draw(view) {
    const isAlert = view.isUrgent === true;
    document.title = view.title;
    byId("main").setAttribute("role", isAlert ? "alertdialog" : "dialog");
    byId("said").setAttribute("aria-live", isAlert ? "assertive" : "polite");
    byId("title").textContent = view.title;
    byId("text").textContent = view.text ?? "";
    byId("text").hidden = !view.text;
    byId("busy").hidden = view.isBusy !== true;
    const item = (text) => make("li", {text});
    const button = (each) => buildButton(view, each);
    showList("reasons", word("whatWasFound"), view.reasons ?? [], item);
    showList("concerned", word("whomItConcerns"), view.concerned ?? [], buildConcerned);
    showList("remedies", word("whatYouCanDo"), view.remedies ?? [], item);
    showList("choices", word("whatShallBeDone"), view.choices ?? [], button);
    byId("buttons").replaceChildren(...view.buttons.map(button));
    byId("buttons").querySelector('[data-act="back"]')?.focus({preventScroll: true});
    window.scrollTo(0, 0);
    fit().catch((error) => console.error(error));
}

/* As high as what it says, if the screen is. */
async function fit() {
    const frame = window.outerHeight - window.innerHeight;
    const wanted = document.documentElement.scrollHeight + frame;
    const height = Math.min(wanted, screen.availHeight - MARGIN);
    if (height > window.outerHeight) {
        const {id} = await messenger.windows.getCurrent();
        await messenger.windows.update(id, {height});
    }
}

async function refresh() {
    const view = await ask({act: "show"});
    if (view) {
        draw(view);
    } else {
        window.close();
    }
}

localise();
document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
        byId("buttons").querySelector('[data-act="back"]')?.click();
    }
});
messenger.runtime.onMessage.addListener((message) => {
    if (message?.hemostat === "question-changed" && message.tab === tab) {
        refresh();
    }
    return undefined;
});
refresh();
