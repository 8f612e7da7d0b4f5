// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// How each state of the badge looks in Thunderbird: icon and the two or three words beside
// it.  The sentence is the agent's.  Nothing is told by colour alone, and a state that is not
// known looks like "unknown".  "Encrypted" is not said here: in a mail program that word
// means the mail itself, and this is about its way.

const LOOKS = new Map([
    ["full", "badgeOverTls"],
    ["entry", "badgeOverTls"],
    ["partial", "badgeInPart"],
    ["weak", "badgeOutdated"],
    ["plain", "badgeNoTls"],
    ["internal", "badgeInside"],
    ["unknown", "badgeNotKnown"],
]);

/** {icon, label} of the badge state @state: a path in the add-on, a key of words.js. */
export function lookOf(state) {
    const known = LOOKS.has(state) ? state : "unknown";
    return {icon: `icons/${known}.svg`, label: LOOKS.get(known)};
}

const HOPS = new Map([["yes", "full"], ["no", "plain"]]);

/** The icon of a hop of Agent1.Badge says the same as its words. */
export function hopIcon({tls, strength}) {
    return lookOf(strength === "weak" ? "weak" : HOPS.get(tls)).icon;
}
