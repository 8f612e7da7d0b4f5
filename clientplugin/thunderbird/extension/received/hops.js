// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The way of a mail in words: who handed it to whom, how, and who says so.  The names come
// from the mail, so what is made here is shown as text and never as markup.

const TLS = new Map([["yes", "hopTlsYes"], ["no", "hopTlsNo"]]);
const CLASSES = new Map([
    ["external", "hopExternal"],
    ["submission", "hopSubmission"],
    ["internal", "hopInternal"],
    ["local", "hopLocal"],
]);
const DETAILS = ["helo", "rdns", "ip", "protocol"];

const textOf = (hop, key) => typeof hop?.[key] === "string" ? hop[key] : "";

function tlsWords(hop, word) {
    return word(TLS.get(textOf(hop, "tls")) ?? "hopTlsUnknown");
}

/** What happened on the hop @hop of Agent1.Badge, in a sentence. */
export function hopWords(hop, word) {
    return textOf(hop, "words") || tlsWords(hop, word);
}

/** From which server to which. */
export function hopServers(hop, word) {
    const named = (key) => textOf(hop, key) || word("hopUnnamed");
    return word("hopFromTo", named("from"), named("by"));
}

/** Whether the hop was recorded by the person's own mail system, or only claimed. */
export function hopTrust(hop, word) {
    return word(hop?.trusted === true ? "hopTrusted" : "hopClaimed");
}

/** TLS, its version and cipher, the kind of hop, who says so: one line. */
export function hopTechnical(hop, word) {
    const parts = [
        tlsWords(hop, word),
        textOf(hop, "version"),
        textOf(hop, "cipher"),
        word(CLASSES.get(textOf(hop, "class")) ?? "hopUnknownClass"),
        hopTrust(hop, word),
    ];
    return parts.filter((part) => part !== "").join(" · ");
}

function hopLines(hop, number, word) {
    const details = DETAILS.filter((key) => textOf(hop, key) !== "");
    return [
        "",
        `${number}. ${hopServers(hop, word)}`,
        `   ${hopWords(hop, word)}`,
        `   ${hopTechnical(hop, word)}`,
        ...details.map((key) => `   ${key}: ${textOf(hop, key)}`),
    ];
}

/** All of the badge, for a technician's mail. */
export function badgeDetails(badge, word) {
    const lines = [`${textOf(badge, "title")} (${textOf(badge, "badge")})`];
    lines.push(...(badge.reasons ?? []).map((reason) => `- ${reason}`));
    (badge.hops ?? []).forEach((hop, i) => lines.push(...hopLines(hop, i + 1, word)));
    return `${lines.join("\n")}\n`;
}
