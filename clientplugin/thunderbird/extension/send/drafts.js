// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Drafts of a mail hold its text in the clear.  Once the mail is in the Outbox, protected, the
// draft that it came from and those that were saved of it go, and the composer closes.

const KEY = "drafts:";

/** Notes the drafts that Thunderbird saved of composer @tab. */
export async function noteDraft({browser}, tab, {mode, messages = []}) {
    if (mode !== "draft" && mode !== "autoSave") {
        return;
    }
    const key = `${KEY}${tab.id}`;
    const {[key]: known = []} = await browser.storage.session.get(key);
    const ids = messages.map(({id}) => id);
    await browser.storage.session.set({[key]: [...new Set([...known, ...ids])]});
}

async function isDraft({messages}, id) {
    const message = await messages.get(id).catch(() => null);
    return message?.folder?.specialUse?.includes("drafts") === true;
}

async function deleteDrafts({browser}, ids) {
    for (const id of ids) {
        if (await isDraft(browser, id)) {
            await browser.messages.delete([id], {deletePermanently: true}).catch(() => {});
        }
    }
}

/** Closes composer @tabId of a mail that has gone, and deletes its drafts. */
export async function closeComposer(context, tabId, {type, relatedMessageId}) {
    const {browser} = context;
    const key = `${KEY}${tabId}`;
    const {[key]: saved = []} = await browser.storage.session.get(key);
    const begun = type === "draft" && relatedMessageId !== undefined ? [relatedMessageId] : [];
    await browser.compose.setComposeDetails(tabId, {isModified: false}).catch(() => {});
    await browser.tabs.remove(tabId).catch(() => {});
    await browser.storage.session.remove(key);
    await deleteDrafts(context, [...begun, ...saved]);
}
