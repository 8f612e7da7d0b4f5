// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// A mail as it stands in its composer, in the agent's form (agent/reader/hemo-compose.h): one
// object, and the names of the blobs that the host holds of its pictures and attachments.
// Decides nothing and leaves nothing out.
import {AgentError} from "../lib/agent.js";
import {word} from "../lib/words.js";
import {accountOf} from "./account.js";
import {dropRepeated, expand, formatMailbox} from "./addresses.js";
import {partsOf} from "./attachments.js";
import {originOf} from "./drafts.js";
import {takePictures} from "./pictures.js";

const toLf = (text) => (text ?? "").replace(/\r\n?/g, "\n");
const idsIn = (values) => (values ?? []).join(" ").match(/<[^<>\s]+>/g) ?? [];

/** How a mail of this type hangs on the one it was begun from, whose header is @headers. */
export function threadOf(type, headers) {
    const [own] = idsIn(headers["message-id"]);
    const references = idsIn(headers["references"]);
    const [parent] = idsIn(headers["in-reply-to"]);
    const earlier = references.length > 0 ? references : parent ? [parent] : [];
    if (type === "draft") {
        return {inReplyTo: parent, references};
    }
    if (own === undefined || type === "new") {
        return {references: []};
    }
    return {inReplyTo: own, references: type === "reply" ? [...earlier, own] : [own]};
}

async function findThread(context, tabId, {type, relatedMessageId}) {
    const origin = type === "draft" ? await originOf(context, tabId) : null;
    const id = origin ?? relatedMessageId;
    if (id === undefined) {
        return {references: []};
    }
    try {
        const {headers} = await context.browser.messages.getFull(id, {decrypt: false});
        return threadOf(type === "draft" && origin === null ? "reply" : type, headers);
    } catch {
        return {references: []}; /* it was deleted or moved: only the thread is lost */
    }
}

async function organizationOf({browser}, {identityId}) {
    const identity = identityId ? await browser.identities.get(identityId) : null;
    return identity?.organization ?? "";
}

async function findRecipients({browser}, details) {
    const [to, cc, bcc, replyTo] = await Promise.all(
        ["to", "cc", "bcc", "replyTo"].map((name) => expand(browser, listOf(details[name]))),
    );
    return {...dropRepeated({to, cc, bcc}), replyTo};
}

function listOf(value) {
    const list = Array.isArray(value) ? value : [value];
    return list.filter((entry) => entry !== undefined && entry !== "");
}

async function findSender({browser}, {from}) {
    const mailboxes = await expand(browser, listOf(from));
    if (mailboxes.length !== 1) {
        throw new AgentError("invalid", word("senderMissing"));
    }
    return mailboxes[0];
}

/* Members that say nothing are left out. */
function withoutEmpty(object) {
    const isEmpty = (value) =>
        value === undefined || value === "" || value === false || value?.length === 0;
    return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}

/** The agent's object of the mail; @found as capture() collects it. */
export function buildMail(details, {sender, recipients, thread, organization, html, parts}) {
    const format = (list) => list.map(formatMailbox);
    return {
        ...withoutEmpty({
            to: format(recipients.to),
            cc: format(recipients.cc),
            bcc: format(recipients.bcc),
            replyTo: format(recipients.replyTo),
            html: toLf(html),
            parts: parts.map(({name, type, disposition, cid}) =>
                cid === undefined ? {name, type, disposition} : {name, type, disposition, cid},
            ),
            inReplyTo: thread.inReplyTo,
            references: thread.references,
            fields: (details.customHeaders ?? []).map(({name, value}) => [name, value]),
            priority: details.priority === "normal" ? "" : details.priority,
            receipt: details.returnReceipt === true,
            organization,
        }),
        from: formatMailbox(sender),
        subject: details.subject ?? "",
        text: toLf(details.plainTextBody),
    };
}

/** The agent's envelope of the same mail; rung and answered are added where they are known. */
export function buildEnvelope(details, {account, sender, recipients}) {
    const bare = (list) => list.map(({email}) => email);
    return {
        account,
        from: sender.email,
        to: bare(recipients.to),
        cc: bare(recipients.cc),
        bcc: bare(recipients.bcc),
        mode: details.type === "redirect" ? "redirect" : "send",
        format: "compose",
    };
}

async function takeBody(context, tab, details) {
    if (details.isPlainText || details.deliveryFormat === "plaintext") {
        return {html: "", parts: []};
    }
    return takePictures(context, details.body, tab, details);
}

/**
 * The mail in composer @tab: {mail, blobs, envelope, recipients, isPublic, mark}; mark is its
 * fingerprint().  Rejects with words for the person if it cannot be had whole.
 */
export async function capture(context, tab, details) {
    const mark = await fingerprint(context, tab.id, details); /* before anything is read */
    const [sender, recipients, thread, organization, account, body, attached] =
        await Promise.all([
            findSender(context, details),
            findRecipients(context, details),
            findThread(context, tab.id, details),
            organizationOf(context, details),
            accountOf(context, details),
            takeBody(context, tab, details),
            partsOf(context, tab.id),
        ]);
    const parts = [...body.parts, ...attached];
    const found = {sender, recipients, thread, organization, account, html: body.html, parts};
    return {
        mail: buildMail(details, found),
        blobs: parts.map(({blob}) => blob),
        envelope: buildEnvelope(details, found),
        recipients: [...recipients.to, ...recipients.cc, ...recipients.bcc],
        isPublic: listOf(details.newsgroups).length > 0,
        mark,
    };
}

/* What a mail is made of, as far as the compose details go. */
const WATCHED = [
    "from", "to", "cc", "bcc", "replyTo", "newsgroups", "subject", "body", "plainTextBody",
    "customHeaders", "identityId", "attachVCard", "attachPublicPGPKey", "deliveryFormat",
];

/**
 * What must not change of a mail once it was taken; equal texts mean an equal mail.  @given
 * are its details; without them as they are now.
 */
export async function fingerprint({browser}, tabId, given) {
    const [details, attachments] = await Promise.all([
        given ?? browser.compose.getComposeDetails(tabId),
        browser.compose.listAttachments(tabId),
    ]);
    const mail = WATCHED.map((name) => details[name] ?? null);
    return JSON.stringify([mail, attachments.map(({id, name, size}) => [id, name, size])]);
}

/**
 * Rejects if composer @tabId does not hold what was taken as @mark any more.  The window that
 * waits is locked against the keyboard only: files and people can be dropped on it.
 */
export async function checkUnchanged(context, tabId, mark) {
    if (mark !== (await fingerprint(context, tabId))) {
        throw new AgentError("changed", word("changedMeanwhile"));
    }
}
