// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The popup beside a received mail: what is known of its way, hop by hop, and who says so.
// Names of servers come from the mail and are only ever text.
import {fillList, localise, make} from "../lib/page.js";
import {word} from "../lib/words.js";
import {ask} from "../received/ask.js";
import {badgeDetails, hopServers, hopTechnical, hopWords} from "../received/hops.js";
import {hopIcon, lookOf} from "../received/look.js";
import {NOTE_KINDS} from "../received/note.js";

const at = (id) => document.getElementById(id);

function say(id, text) {
    at(id).textContent = text;
    at(id).hidden = text === "";
}

function hopItem(hop) {
    const item = make("li", {kind: "row"});
    const icon = make("img");
    const lines = make("div", {kind: "grow"});
    icon.src = `/${hopIcon(hop)}`;
    icon.alt = "";
    lines.append(make("p", {text: hopWords(hop, word)}),
        make("p", {kind: "quiet small", text: hopServers(hop, word)}),
        make("p", {kind: "quiet small", text: hopTechnical(hop, word)}));
    item.append(icon, lines);
    return item;
}

function showWay(badge) {
    const hops = badge.hops ?? [];
    at("hops").replaceChildren(...hops.map(hopItem));
    at("hops").hidden = at("hops-title").hidden = hops.length === 0;
    at("no-hops").hidden = hops.length > 0;
    at("way").hidden = at("buttons").hidden = false;
}

/* Reasons that neither the title nor a hop tells. */
function ownReasons({title, reasons = [], hops = []}) {
    const told = new Set([title, ...hops.map((hop) => hopWords(hop, word))]);
    return reasons.filter((reason) => !told.has(reason));
}

function showBadge({badge, fetch}) {
    say("title", badge.title);
    at("icon").src = `/${lookOf(badge.badge).icon}`;
    fillList(at("reasons"), ownReasons(badge));
    say("fetch", fetch);
    showWay(badge);
}

function showSilence() {
    say("title", word("badgeSilent"));
    say("more", word("badgeSilentMore"));
}

function kindRow({kind, words}, number) {
    const label = make("label", {kind: "row"});
    const input = make("input");
    input.type = "radio";
    input.name = "kind";
    input.value = kind;
    input.checked = number === 0;
    label.append(input, make("span", {text: word(words)}));
    return label;
}

/* The story or the form: both are too much for a popup. */
function openForm(open) {
    at("note-form").hidden = !open;
    at("story").hidden = at("buttons").hidden = open;
    (open ? at("kinds").querySelector("input:checked") : at("note")).focus();
}

async function record(event, found) {
    event.preventDefault();
    const kind = new FormData(at("note-form")).get("kind");
    const {messageId, agentAccount, badge} = found;
    openForm(false);
    at("note").disabled = true;
    try {
        const about = {messageId, account: agentAccount, badge: badge.badge};
        await ask({received: "note", kind, ...about});
        say("thanks", word("noteThanks"));
    } catch {
        say("thanks", word("noteFailed"));
        at("note").disabled = false;
    }
}

function connect(found) {
    at("kinds").replaceChildren(...NOTE_KINDS.map(kindRow));
    at("copy").addEventListener("click", () =>
        navigator.clipboard.writeText(badgeDetails(found.badge, word)));
    at("note").addEventListener("click", () => openForm(true));
    at("back").addEventListener("click", () => openForm(false));
    at("note-form").addEventListener("submit", (event) => record(event, found));
}

function offerReport({report}) {
    if (!report || !at("report").hidden) {
        return;
    }
    at("report").hidden = false;
    at("open-report").addEventListener("click", async () => {
        await ask({received: "open-report", report});
        window.close();
    });
}

/* A mail can be looked at before the agent has read what it reports. */
function awaitReport(name) {
    const {onChanged} = messenger.storage.session;
    const look = () => ask({received: "find-report", name}).then(offerReport, () => {});
    const lookAgain = ({reports}) => reports && look();
    onChanged.addListener(lookAgain);
    window.addEventListener("pagehide", () => onChanged.removeListener(lookAgain));
    look();
}

async function show() {
    const [tab] = await messenger.tabs.query({active: true, currentWindow: true});
    const found = await ask({received: "badge", tabId: tab.id});
    if (found.name) {
        awaitReport(found.name);
    }
    if (found.silent) {
        showSilence();
    } else if (found.why) {
        say("title", word(found.why));
    } else {
        showBadge(found);
        connect(found);
    }
}

localise();
show().catch(showSilence);
