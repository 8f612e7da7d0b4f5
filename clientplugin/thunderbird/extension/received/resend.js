// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Sends a mail once more that came back for want of TLS, protected this time.  Only when the
// person asked for it; the recipients are those whom the agent named, and the agent judges
// the mail anew.
import {word} from "../lib/words.js";
import * as outbox from "../send/outbox.js";
import {endOfHeaders, readHeaders} from "./headers.js";
import {cleanHeaders, findSent, senderOf} from "./original.js";

const RUNG = "end-to-end"; /* TLS did not do */

const notSent = (words) => ({state: "not-sent", words});

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

/* Why the agent does not send it. */
function reasonOf({details}) {
    const {title = "", remedies = []} = details ?? {};
    return [title, ...remedies].filter((line) => line !== "").join("\n");
}

async function protectAndSend(context, {ticket, blob, identity}) {
    const {messages} = await context.agent.call("protect", {ticket, mail: blob, parts: []});
    await outbox.transmit(context, messages, identity.id);
    const sent = messages.map(({message_id: id, recipients}) => [id, recipients]);
    await context.agent.call("sent", {ticket, messages: sent});
    return {state: "sent"};
}

async function judgeAndSend(context, {blob, identity, account, again}) {
    const envelope = {
        account, from: identity.email, to: again, cc: [], bcc: [],
        mode: "resend", format: "rfc822", rung: RUNG,
    };
    const judged = await context.agent.call("assess", {blob, parts: [], envelope});
    if (judged.verdict === "send" || judged.verdict === "protect") {
        return protectAndSend(context, {ticket: judged.ticket, blob, identity});
    }
    await context.agent.call("abandon", {ticket: judged.ticket}).catch(() => {});
    return notSent(word("reportNotAgain", reasonOf(judged)));
}

/** Sends the mail of the report @record again: {state, words}. */
export async function sendAgain(context, record) {
    const {agent, browser} = context;
    const message = await findSent(browser, record.original);
    if (!message) {
        return notSent(word("reportNoCopy"));
    }
    const identity = senderOf(message, await browser.accounts.list());
    if (!identity) {
        return notSent(word("reportNoCopy"));
    }
    const named = {identity: {id: identity.id, from: identity.email}};
    const {account} = await agent.call("account", named);
    const blob = await agent.putNew(await readOriginal(context, message), "again");
    try {
        return await judgeAndSend(context, {blob, identity, account, again: record.again});
    } finally {
        agent.drop([blob]);
    }
}
