// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// How a recipient's state is shown: its icon, its words, and which state of several stands for
// the mail.  Pure; an unknown state is "unknown".

/* From the best to the worst, so that the button never says more than holds for everybody;
 * icons/ has one for each. */
const STATES = ["encrypted", "tls", "predicted", "portal", "unknown", "undeliverable"];

/* States without a picture of their own. */
const SHOWN_AS = {pdf: "predicted"};

/* Over TLS is not what was asked for: whether there is a key shows only on sending. */
const NEEDS_KEY = ["tls", "predicted"];

/** How a recipient is shown: {icon, words}; @known is {state, words} of the agent, or none. */
export function lookOf(known, isWanted, word) {
    const shown = SHOWN_AS[known?.state] ?? known?.state;
    const state = STATES.includes(shown) ? shown : "unknown";
    if (isWanted && NEEDS_KEY.includes(state)) {
        return {icon: "unknown", words: word("recipientLater")};
    }
    return {icon: state, words: known?.words || word("recipientUnknown")};
}

const rankOf = ({icon}) => STATES.indexOf(icon);

/** @looks with the worst first, as a panel has room for few; the first stands for the mail. */
export function sortLooks(looks) {
    return [...looks].sort((a, b) => rankOf(b) - rankOf(a));
}
