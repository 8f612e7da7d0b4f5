// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Drafts of a mail hold its text in the clear.  Once the mail is in the Outbox, protected, the
// draft that it came from and those that were saved of it go, and the composer closes.  Which
// draft a composer was opened from no add-on is told: it is the one that looks like the mail
// as it was opened; where two do, none is touched.
import {bareSubject, isSameMail} from "./sent.js";

const keyOf = (tabId) => `drafts:${tabId}`;

async function read({browser}, tabId) {
    const key = keyOf(tabId);
    return {origin: null, saved: [], ...(await browser.storage.session.get(key))[key]};
}

function write({browser}, tabId, known) {
    return browser.storage.session.set({[keyOf(tabId)]: known});
}

async function isDraft({messages}, id) {
    const message = await messages.get(id).catch(() => null);
    return message?.folder?.specialUse?.includes("drafts") === true;
}

async function findOrigin({browser}, details) {
    const {subject, relatedMessageId} = details;
    if (relatedMessageId !== undefined && (await isDraft(browser, relatedMessageId))) {
        return relatedMessageId;
    }
    const folders = await browser.folders.query({specialUse: ["drafts"]});
    if (folders.length === 0) {
        return null;
    }
    const query = {folderId: folders.map(({id}) => id), subject: bareSubject(subject)};
    const {messages} = await browser.messages.query(query);
    const lists = [details.to, details.cc, details.bcc].map((list) => [list ?? []].flat());
    const recipients = lists.flat().map((each) => /<([^<>]+)>\s*$/.exec(each)?.[1] ?? each);
    const found = messages.filter((message) => isSameMail({subject, recipients}, message));
    return found.length === 1 ? found[0].id : null;
}

/** A composer has opened: notes the draft that it shows, if it does. */
export async function noteOrigin(context, {id, type}) {
    if (type !== "messageCompose") {
        return;
    }
    const details = await context.browser.compose.getComposeDetails(id);
    if (details.type === "draft") {
        const origin = await findOrigin(context, details);
        await write(context, id, {...(await read(context, id)), origin});
    }
}

/** Notes the drafts that Thunderbird saved of composer @tab. */
export async function noteDraft(context, tab, {mode, messages = []}) {
    if (mode !== "draft" && mode !== "autoSave") {
        return;
    }
    const known = await read(context, tab.id);
    const saved = [...new Set([...known.saved, ...messages.map(({id}) => id)])];
    await write(context, tab.id, {...known, saved});
}

/** The message that composer @tabId shows a draft of; null if that is not known. */
export async function originOf(context, tabId) {
    return (await read(context, tabId)).origin;
}

/** A composer has closed. */
export function forgetDrafts({browser}, tabId) {
    return browser.storage.session.remove(keyOf(tabId));
}

/** Closes composer @tabId of a mail that has gone, and deletes its drafts. */
export async function closeComposer(context, tabId) {
    const {browser} = context;
    const {origin, saved} = await read(context, tabId);
    await browser.compose.setComposeDetails(tabId, {isModified: false}).catch(() => {});
    await browser.tabs.remove(tabId).catch(() => {});
    for (const id of origin === null ? saved : [origin, ...saved]) {
        if (await isDraft(browser, id)) {
            await browser.messages.delete([id], {deletePermanently: true}).catch(() => {});
        }
    }
}
