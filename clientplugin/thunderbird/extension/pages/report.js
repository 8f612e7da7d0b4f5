// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// A delivery report about a mail of ours: what became of it, for whom, and the offer to send
// it once more, protected.  Nothing is sent without the person's click.
import {fillList, localise} from "../lib/page.js";
import {word} from "../lib/words.js";
import {ask} from "../received/ask.js";

const at = (id) => document.getElementById(id);
const report = new URLSearchParams(location.search).get("report") ?? "";

const STATUS = {
    failed: "reportStatusFailed",
    delayed: "reportStatusDelayed",
    delivered: "reportStatusDelivered",
    relayed: "reportStatusRelayed",
    expanded: "reportStatusExpanded",
};

function say(text) {
    at("said").textContent = text;
    at("said").hidden = text === "";
}

const recipientLine = ({address, action}) =>
    `${address}: ${word(STATUS[action] ?? "reportStatusUnknown")}`;

function showOutcome({state, words}) {
    const open = state === "new" || state === "not-sent";
    at("again").hidden = !open;
    at("offer").hidden = !open;
    if (state === "sent") {
        say(word("reportAgainSent"));
    } else if (state === "under-way") {
        say(word("reportWaiting"));
    } else {
        say(words ?? "");
    }
}

async function sendAgain() {
    showOutcome({state: "under-way"});
    try {
        showOutcome(await ask({received: "resend", report}));
    } catch (error) {
        showOutcome({state: "not-sent", words: word("reportNotAgain", error.message)});
    }
}

function showReport({words, recipients, original, again, state}) {
    at("words").textContent = words;
    fillList(at("recipients"), recipients.map(recipientLine));
    at("people").hidden = recipients.length === 0;
    if (original && again.length > 0) {
        showOutcome({state});
        at("again").addEventListener("click", sendAgain);
    }
}

localise();
document.title = word("reportTitle");
at("close").addEventListener("click", () => window.close());
document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
        window.close();
    }
});
ask({received: "report", report}).then(showReport, (error) => {
    at("words").textContent = error.message;
});
