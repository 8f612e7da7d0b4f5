// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What the window of a pending mail says, as values that the page shows as they are.  Most
// sentences are the agent's.
import {word} from "../lib/words.js";
import {groupConcerned} from "./decide.js";

const MOST_ROWS = 40; /* of one kind; nobody reads more */
const LOOKS = {
    send: "concernedSend",
    protect: "concernedProtect",
    ask: "concernedAsk",
    hold: "concernedHold",
};

function listView(list = []) {
    const rest = list.length - MOST_ROWS;
    const rows = list.slice(0, MOST_ROWS);
    return rest > 0 ? [...rows, word("andMore", rest)] : rows;
}

function concernedView(recipients = []) {
    return groupConcerned(recipients)
        .slice(0, MOST_ROWS)
        .map(({verdict, words, addresses}) => ({
            look: LOOKS[verdict] === undefined ? "hold" : verdict,
            names: listView(addresses).join(", "),
            state: word(LOOKS[verdict] ?? LOOKS.hold),
            words,
        }));
}

function busyView(title) {
    return {title, isBusy: true, buttons: [{act: "back", words: word("cancel")}]};
}

function failedTitle({had, isGone}) {
    if (isGone) {
        return word("titleGone");
    }
    return had ? word("titlePartly") : word("titleNotSent");
}

/* What has gone whole is not offered to be sent again. */
function failedView({text, had, isGone, isAway}) {
    const again = isGone ? [] : [{act: "again", words: word("tryAgain")}];
    return {
        title: failedTitle({had, isGone}),
        text: had ? `${text} ${had}` : text,
        isUrgent: true,
        remedies: isAway ? [word("seeDoctor")] : [],
        buttons: [...again, {act: "back", words: word("backToMail")}],
    };
}

function choiceView({id, words, recommended}) {
    return {act: "answer", choice: id, words, recommended: recommended === true};
}

function askingView({verdict, ticket, details}) {
    const isHeld = verdict !== "ask";
    const again = isHeld ? [{act: "again", words: word("tryAgain")}] : [];
    return {
        ticket,
        title: details.title || word(isHeld ? "titleHeld" : "titleAsk"),
        text: word(isHeld ? "whereHeld" : "whereAsk"),
        reasons: listView(details.reasons),
        concerned: concernedView(details.recipients),
        remedies: listView(details.remedies),
        choices: (details.choices ?? []).slice(0, MOST_ROWS).map(choiceView),
        buttons: [...again, {act: "back", words: word("backToMail")}],
    };
}

/** What to show of @state of a composer; null: nothing is pending any more. */
export function viewOf(state) {
    switch (state.phase) {
        case "checking":
            return busyView(word("checking"));
        case "protecting":
            return {title: word("protecting"), isBusy: true, buttons: []};
        case "failed":
            return failedView(state);
        case "asking":
            return askingView(state);
        default:
            return null;
    }
}
