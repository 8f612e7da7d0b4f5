// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The attachments of the mails that are being written.  They go to the host as soon as they
// are there, so that Send need not wait for them.  A file that was attached "by link"
// (Filelink) is judged as if it were in the mail, since nothing that an add-on is told of the
// composer tells the two apart for certain.
import {AgentError} from "../lib/agent.js";
import {word} from "../lib/words.js";
import {blobsOf} from "./composer-blobs.js";

const MEGABYTE = 1000 * 1000;
/* What fits a whole mail of the agent's largest size (64 MiB) once it is in base64. */
const MOST = 48 * MEGABYTE;
const OWN = "attachment "; /* begins the keys of attachments */

/** The media type to write for a file that the system calls @type. */
export function typeOf(type) {
    const plain = (type ?? "").split(";")[0].trim().toLowerCase();
    const isWhole = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(plain);
    return isWhole ? plain : "application/octet-stream";
}

/** The key of one state of a file: attached, renamed or not, but not written to since. */
export function keyOf(id, file) {
    return `${OWN}${id} ${file.size} ${file.lastModified}`;
}

/** Throws words for the person if @files are too much for one mail. */
export function checkSize(files) {
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > MOST) {
        const inMegabytes = Math.ceil(size / MEGABYTE);
        throw new AgentError("invalid", word("attachmentsLarge", inMegabytes, MOST / MEGABYTE));
    }
}

async function openFile({compose}, {id, name}) {
    try {
        return await compose.getAttachmentFile(id);
    } catch {
        throw new AgentError("invalid", word("attachmentUnreadable", name));
    }
}

/* What is attached just now, in the composer's order. */
async function listOf({browser}, tabId) {
    const attachments = await browser.compose.listAttachments(tabId);
    return Promise.all(
        attachments.map(async ({id, name}) => {
            const file = await openFile(browser, {id, name});
            return {id, name, file, key: keyOf(id, file)};
        }),
    );
}

async function giveList(context, tabId) {
    const list = await listOf(context, tabId);
    const blobs = blobsOf(context);
    const keys = new Set(list.map(({key}) => key));
    checkSize(list.map(({file}) => file));
    blobs.drop(tabId, (key) => key.startsWith(OWN) && !keys.has(key));
    return list.map((attachment) => ({
        ...attachment,
        blob: blobs.take(tabId, attachment.key, () => attachment.file),
    }));
}

/* Hands over what the host does not have; the blobs' names come as they are whole.  In turn:
 * an earlier list would drop what is only in the later one. */
function handOver(context, tabId) {
    return blobsOf(context).turn(tabId, () => giveList(context, tabId));
}

async function takeAll(context, tabId) {
    const list = await handOver(context, tabId);
    const blobs = await Promise.all(list.map(({blob}) => blob));
    return list.map(({name, file}, i) => ({
        name: name || file.name,
        type: typeOf(file.type),
        disposition: "attachment",
        blob: blobs[i],
    }));
}

/** Does @work once more if the host was lost over it: the next call gets another host. */
export async function withSecondHost(work) {
    try {
        return await work();
    } catch (error) {
        if (error.code !== "unreachable") {
            throw error;
        }
        return work();
    }
}

/**
 * The attachments of composer @tabId, each as {name, type, disposition, blob}, in order and
 * once the host has them all.  Rejects with words for the person if one cannot be had.
 */
export function partsOf(context, tabId) {
    return withSecondHost(() => takeAll(context, tabId));
}

/* What fails here is said when the mail is sent. */
async function stream(context, tabId) {
    try {
        const list = await handOver(context, tabId);
        await Promise.all(list.map(({blob}) => blob));
    } catch {
        /* partsOf() tries again */
    }
}

async function streamAll(context) {
    for (const {id} of await context.browser.tabs.query({type: "messageCompose"})) {
        await stream(context, id);
    }
}

/** Registers the listeners of this part. */
export function start(context) {
    const {compose, tabs} = context.browser;

    compose.onAttachmentAdded.addListener((tab) => stream(context, tab.id));
    compose.onAttachmentRemoved.addListener((tab) => stream(context, tab.id));
    tabs.onCreated.addListener((tab) => {
        if (tab.type === "messageCompose") {
            stream(context, tab.id);
        }
    });
    tabs.onRemoved.addListener((tabId) => blobsOf(context).close(tabId));
    context.agent.onEvent(({event}) => event === "hello" && streamAll(context));
}
