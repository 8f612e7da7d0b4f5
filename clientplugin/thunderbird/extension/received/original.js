// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Finds the copy of a mail of ours that came back.  Only Sent folders are looked through:
// anybody can send a mail with that Message-ID.
import {sentFolders} from "../send/sent.js";

/* What Thunderbird writes for itself, and who had a hidden copy. */
const OURS = /^(x-mozilla-[^:]*|x-identity-key|x-account-key|x-uidl|fcc|bcc)[ \t]*:/i;

/** @text, a header block, without the fields that only Thunderbird reads. */
export function cleanHeaders(text) {
    const fields = text.split(/(?<=\n)(?![ \t])/);
    return fields.filter((one) => !OURS.test(one)).join("");
}

/** The mails with Message-ID @id (no angle brackets) in Sent folders. */
export async function findCopies(browser, id) {
    const folderId = await sentFolders(browser);
    if (folderId.length === 0) {
        return [];
    }
    return (await browser.messages.query({folderId, headerMessageId: id})).messages;
}

/** Of @addresses those that a field of @message names, and those that had a hidden copy. */
export function splitHidden({recipients, ccList}, addresses) {
    const named = [...recipients, ...ccList].join(" ").toLowerCase();
    const isNamed = (address) => named.split(/[\s<>,;]+/).includes(address.toLowerCase());
    return {
        to: addresses.filter(isNamed),
        bcc: addresses.filter((address) => !isNamed(address)),
    };
}

/** The identity of @accounts that sent @message; null if there is none. */
export function senderOf(message, accounts) {
    const address = (/<([^<>]*)>\s*$/.exec(message.author)?.[1] ?? message.author)
        .trim().toLowerCase();
    const identities = accounts.flatMap((account) => account.identities ?? []);
    return identities.find(({email}) => email.toLowerCase() === address) ?? null;
}
