// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Puts the agent's finished messages into the Outbox, all or none, byte for byte but for a few
// fields in front; Thunderbird sends them with its own account.  Nothing of ours is written
// anywhere else, and no message is held longer than it takes.
import {AgentError} from "../lib/agent.js";
import {word} from "../lib/words.js";
import {
    addressedTo,
    hasSender,
    messageIdOf,
    prefixFor,
    readHead,
    toBytes,
    variantOf,
    withMessageId,
} from "./raw.js";

const PROTECT_WAIT = 120000; /* ms */
const FILE_NAME = "hemostat.eml";
const TYPE = {type: "message/rfc822"};

/** The folder that Thunderbird sends from. */
export async function findOutbox(browser) {
    const [outbox] = await browser.folders.query({specialUse: ["outbox"]});
    if (outbox === undefined) {
        throw new AgentError("failed", word("outboxMissing"));
    }
    return outbox;
}

/** Puts @file into @outbox; once more if that fails, as it may be the only copy left. */
export async function importFile({messages}, file, outbox) {
    try {
        return await messages.import(file, outbox.id, {read: true});
    } catch {
        return messages.import(file, outbox.id, {read: true});
    }
}

/** @file with @head in the place of its first @length bytes. */
export function replaceHead(file, length, head) {
    return new File([toBytes(head), file.slice(length)], FILE_NAME, TYPE);
}

/* A second message with the Message-ID of one in the Outbox would be refused. */
function ownId(head, ids) {
    const id = messageIdOf(head);
    let own = id;
    for (let n = 2; ids.has(own); n++) {
        own = variantOf(id, n);
    }
    ids.add(own);
    return {id: own, head: own === id ? head : withMessageId(head, own)};
}

/** The message as the Outbox wants it: {file, messageId}; @ids are taken already. */
export async function prepare(pieces, {identityId, blind, only = null}, ids) {
    const raw = new Blob(pieces);
    const {head: made, length} = await readHead(raw);
    const head = only === null ? made : addressedTo(made, only, {blind: blind.length > 0});
    const {id, head: own} = ownId(head, ids);
    if (!hasSender(head) || id === "") {
        throw new AgentError("failed", word("agentFailed"));
    }
    const file = replaceHead(raw, length, prefixFor({identityId, blind}) + own);
    return {file, messageId: id};
}

async function fetchOne({agent}, message, identityId, ids) {
    const pieces = await agent.getPieces(message.blob, message.size);
    await agent.drop([message.blob]);
    const blind = message.blind ? message.recipients : [];
    const only = message.readdress ? message.recipients : null;
    const {file, messageId} = await prepare(pieces, {identityId, blind, only}, ids);
    const {recipients, method} = message;
    return {file, messageId, recipients, method, size: file.size};
}

/** Takes messages out of @folder (the Outbox) for good; which of them were still there. */
export async function takeOut(browser, folder, messageIds, deletePermanently = true) {
    const found = [];
    for (const headerMessageId of messageIds) {
        const query = {headerMessageId, folderId: folder.id};
        const {messages} = await browser.messages.query(query);
        found.push(...messages);
    }
    if (found.length > 0) {
        const ids = found.map(({id}) => id);
        await browser.messages.delete(ids, {deletePermanently});
    }
    return found.map(({headerMessageId}) => headerMessageId);
}

async function undo(browser, outbox, done) {
    const ids = done.map(({messageId}) => messageId);
    const back = await takeOut(browser, outbox, ids).catch(() => []);
    return done.filter(({messageId}) => !back.includes(messageId));
}

/* What has left already cannot be called back, so it is said. */
function failureOf(error, gone) {
    const addresses = gone.flatMap(({recipients}) => recipients);
    const words = error instanceof AgentError ? error.words : word("outboxRefused");
    const failure = new AgentError(error.code ?? "failed", words);
    failure.gone = gone;
    failure.had = addresses.length > 0 ? word("alreadyGone", addresses.join(", ")) : "";
    return failure;
}

/**
 * Puts @messages of the agent into the Outbox: [{messageId, recipients, method, size}].  The
 * Outbox sends to whom the fields name: a message with readdress gets them anew.  None goes in
 * before all are here, as the first may leave at once.  If one fails, the others are taken out
 * again; the error's @gone are those that had left.
 */
export async function importAll(context, messages, identityId) {
    const {browser} = context;
    const outbox = await findOutbox(browser);
    const ids = new Set();
    const done = [];
    const ready = [];
    try {
        for (const message of messages) {
            ready.push(await fetchOne(context, message, identityId, ids));
        }
        for (const {file, ...entry} of ready) {
            await browser.messages.import(file, outbox.id, {read: true});
            done.push(entry);
        }
        return done;
    } catch (error) {
        throw failureOf(error, await undo(browser, outbox, done));
    }
}

/** The agent's messages of the mail judged as @judged (a reply to assess). */
export async function protect({agent}, judged, blobs) {
    const members = {ticket: judged.ticket, mail: judged.blob, parts: blobs};
    const {messages} = await agent.call("protect", members, {deadline: PROTECT_WAIT});
    if (!Array.isArray(messages) || messages.length === 0) {
        throw new AgentError("failed", word("agentFailed"));
    }
    return messages;
}
