// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// A delivery report about a mail of ours: what became of it, for whom, and the offer to send
// it once more, protected.  Nothing is sent without the person's click.
import {fillList, localise, make} from "../lib/page.js";
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

const SAID = {"sent": "reportAgainSent", "under-way": "reportWaiting"};

function say(text) {
    at("said").textContent = text;
    at("said").hidden = text === "";
}

const recipientLine = ({address, action}) =>
    `${address}: ${word(STATUS[action] ?? "reportStatusUnknown")}`;

const concernedLine = ({names, state, words}) =>
    `${names}: ${[state, words].filter((text) => text).join(". ")}`;

function fillPart(id, rows) {
    fillList(at(id), rows);
    at(id).parentElement.hidden = rows.length === 0;
}

function choiceButton({choice, words, recommended}) {
    const button = make("button", {text: words, kind: recommended ? "recommended" : ""});
    button.type = "button";
    button.addEventListener("click", () => step({received: "resend-answer", report, choice}));
    return button;
}

function showQuestion({title, reasons = [], concerned = [], remedies = [], choices = []}) {
    at("asked").textContent = title;
    fillPart("reasons", reasons);
    fillPart("concerned", concerned.map(concernedLine));
    fillPart("remedies", remedies);
    at("choices").replaceChildren(...choices.map(choiceButton));
    at("choices").parentElement.hidden = choices.length === 0;
}

/* @state: new, under-way, asking, sent. */
function showOutcome({state, view}) {
    const isHeld = state === "asking" && view.choices.length === 0;
    at("offer").hidden = state !== "new";
    at("again").hidden = state !== "new" && !isHeld;
    at("question").hidden = state !== "asking";
    say(state in SAID ? word(SAID[state]) : "");
    if (state === "asking") {
        showQuestion(view);
    }
}

async function step(message) {
    showOutcome({state: "under-way"});
    try {
        showOutcome(await ask(message));
    } catch (error) {
        showOutcome({state: "new"});
        say(word("reportNotAgain", error.message));
    }
}

function showReport({words, recipients, original, again, state}) {
    at("words").textContent = words;
    fillList(at("recipients"), recipients.map(recipientLine));
    at("people").hidden = recipients.length === 0;
    if (original && again.length > 0) {
        showOutcome({state});
        at("again").addEventListener("click", () => step({received: "resend", report}));
    }
}

localise();
document.title = word("reportTitle");
at("close").addEventListener("click", () => window.close());
messenger.runtime.connect({name: `report ${report}`}); /* its end tells that the page is gone */
document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
        window.close();
    }
});
ask({received: "report", report}).then(showReport, (error) => {
    at("words").textContent = error.message;
});
