// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Whether the person wants this mail encrypted, by composer: the least protection of the mail,
// as patient data is protected in any case.  What came encrypted is answered and passed on
// encrypted.  Kept in storage.session, as this page may be ended at any time.
const RUNG = "end-to-end";

const ENCRYPTED = ["multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"];
/* S/MIME that anyone can read. */
const OPEN_KINDS = ["signed-data", "certs-only"];

const keyOf = (tabId) => `rung-${tabId}`;

/** TRUE if a mail with this Content-Type is encrypted as a whole. */
export function isEncryptedType(contentType) {
    const value = (contentType ?? "").toLowerCase();
    const type = value.split(";")[0].trim();
    return ENCRYPTED.includes(type) && !OPEN_KINDS.some((kind) => value.includes(kind));
}

/* A mail that cannot be looked at any more may have been encrypted, and its text be in this
 * one: that begins encrypted, but the person knows better. */
async function firstChoice({compose, messages}, tabId) {
    const {relatedMessageId} = await compose.getComposeDetails(tabId);
    if (!relatedMessageId) {
        return {wanted: false, locked: false};
    }
    try {
        const headers = await messages.getHeaders(relatedMessageId);
        const locked = isEncryptedType(headers["content-type"]?.[0]);
        return {wanted: locked, locked};
    } catch {
        return {wanted: true, locked: false};
    }
}

/** What stands for composer @tabId: {wanted, locked}; locked: it cannot be switched off. */
export async function readChoice(tabId, browser = messenger) {
    const key = keyOf(tabId);
    const kept = (await browser.storage.session.get(key))[key];
    if (kept) {
        return kept;
    }
    const choice = await firstChoice(browser, tabId);
    await browser.storage.session.set({[key]: choice});
    return choice;
}

/** Keeps what the person chose; a locked one stays as it is. */
export async function setWanted(tabId, wanted, browser = messenger) {
    const {locked} = await readChoice(tabId, browser);
    const choice = {wanted: locked || wanted, locked};
    await browser.storage.session.set({[keyOf(tabId)]: choice});
    return choice;
}

/** Forgets composer @tabId, which has closed. */
export async function forgetChoice(tabId, browser = messenger) {
    await browser.storage.session.remove(keyOf(tabId));
}

/** The rung for the envelope of composer @tabId: "end-to-end", or "" for as needed. */
export async function rungOf(tabId, browser = messenger) {
    return (await readChoice(tabId, browser)).wanted ? RUNG : "";
}
