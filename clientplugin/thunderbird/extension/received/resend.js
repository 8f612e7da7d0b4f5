// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Sends a mail once more that came back for want of TLS, protected this time.  Only when the
// person asked for it; the recipients are those whom the agent named, and the agent judges
// the mail anew.  Each step reads the copy in Sent again, so nothing of the mail is kept
// while the person thinks; the agent takes an answer only for the same bytes.
import {word} from "../lib/words.js";
import {importAll, protect} from "../send/deliver.js";
import {viewOf} from "../send/view.js";
import {endOfHeaders, readHeaders} from "./headers.js";
import {cleanHeaders, findCopies, senderOf, splitHidden} from "./original.js";

const RUNG = "end-to-end"; /* TLS did not do */
const GOES = ["send", "protect"];

/* The mail as it was sent, without what Thunderbird added to its copy. */
async function readOriginal({browser}, message) {
    const file = await browser.messages.getRaw(message.id, {data_format: "File"});
    const headers = await readHeaders(file);
    if (endOfHeaders(headers) < 0) {
        return file;
    }
    const clean = Uint8Array.from(cleanHeaders(headers), (letter) => letter.charCodeAt(0));
    return new Blob([clean, file.slice(headers.length)]);
}

/* The copy in Sent, who sent it, and all that is there now; rejects with words if nothing is. */
async function findOriginal({browser}, {original, again}) {
    const copies = await findCopies(browser, original);
    const [message] = copies;
    const identity = message ? senderOf(message, await browser.accounts.list()) : null;
    if (!identity) {
        throw new Error(word("reportNoCopy"));
    }
    const people = splitHidden(message, again);
    return {message, identity, people, before: copies.map(({id}) => id)};
}

async function withOriginal(context, record, work) {
    const {message, ...found} = await findOriginal(context, record);
    const blob = await context.agent.putNew(await readOriginal(context, message), "again");
    try {
        return await work({blob, ...found});
    } finally {
        context.agent.drop([blob]);
    }
}

/* Its fields still name all who had it once, and the Outbox would send to them.  It keeps its
 * Message-ID, so the copies of before must not be taken for the new one. */
async function send(context, {ticket}, {blob, identity, people, before}) {
    const hidden = people.bcc.map((address) => address.toLowerCase());
    const isHidden = ({recipients}) => hidden.includes(recipients[0].toLowerCase());
    const made = (await protect(context, {ticket, blob}, []))
        .map((message) => ({...message, readdress: true, blind: isHidden(message)}));
    const imported = await importAll(context, made, identity.id);
    const messages = imported.map((message) => ({...message, before}));
    await context.outbox.watch({ticket, identityId: identity.id, messages});
    return {state: "sent"};
}

/* Sends it, or tells what the agent asks. */
function goOn(context, judged, original) {
    if (GOES.includes(judged.verdict)) {
        return send(context, judged, original);
    }
    const {verdict, ticket, details} = judged;
    return {state: "asking", ticket, view: viewOf({phase: "asking", verdict, ticket, details})};
}

async function assess({agent}, {blob, identity, people}) {
    const named = {identity: {id: identity.id, from: identity.email}};
    const {account} = await agent.call("account", named);
    const envelope = {
        account, from: identity.email, to: people.to, cc: [], bcc: people.bcc,
        mode: "resend", format: "rfc822", rung: RUNG, answered: "",
    };
    return agent.call("assess", {mail: blob, parts: [], envelope});
}

/** Sends the mail of the report @record again: {state, ticket, view}. */
export function sendAgain(context, record) {
    return withOriginal(context, record, async (original) =>
        goOn(context, await assess(context, original), original));
}

/** The person chose @choice of what the agent asked about @ticket. */
export async function answerAgain(context, record, {ticket, choice}) {
    const judged = await context.agent.call("answer", {ticket, choice, reason: ""});
    return withOriginal(context, record, (original) => goOn(context, judged, original));
}

/** The person gave up. */
export async function giveUp({agent}, ticket) {
    if (ticket) {
        await agent.call("abandon", {ticket}).catch(() => {});
    }
}
