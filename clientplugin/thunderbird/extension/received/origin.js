// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Where a mail that is shown came from: whether it was received by mail at all, and by which
// account of Thunderbird.  If that is not sure, no account is named: the agent then trusts no
// server, and a badge that says too little is better than one that says too much.
import {field} from "./headers.js";

const OWN = ["drafts", "templates", "sent", "outbox"];
const KEPT = ["trash", "archives"]; /* mail of one's own gets here too */
const MAIL = ["imap", "pop3", "ews"];

const isMail = ({type}) => MAIL.includes(type) || type.startsWith("extension:");

function hasUse(folders, uses) {
    return folders.some(({specialUse = []}) => specialUse.some((use) => uses.includes(use)));
}

/**
 * Why @message has no badge, as a key of words.js; null if it can have one.  @folders: its
 * folder and those above it; @account: theirs, or null.
 */
export function whyNoBadge(message, folders, account) {
    if (message.external || folders.length === 0 || !account) {
        return "badgeFromFile";
    }
    if (!(isMail(account) || account.type === "local") || hasUse(folders, OWN)) {
        return "badgeNotReceived";
    }
    return null;
}

/** Mail of one's own that was thrown away or archived has come from nowhere. */
export function isOwnKept(folders, headers) {
    return hasUse(folders, KEPT) && field(headers, "Received") === null;
}

const addressOf = (mailbox) => (/<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox)
    .trim().toLowerCase();

function addressedIdentity(message, account) {
    const people = [...message.recipients ?? [], ...message.ccList ?? []].map(addressOf);
    return account.identities.find(({email}) => people.includes(email.toLowerCase()));
}

/* Mail in the local folders was fetched by one of the accounts: which? */
function conclude(message, accounts) {
    const candidates = accounts.filter((one) => isMail(one) && one.identities.length > 0);
    if (candidates.length < 2) {
        return candidates[0] ?? null;
    }
    const addressed = candidates.filter((one) => addressedIdentity(message, one));
    return addressed.length === 1 ? addressed[0] : null;
}

/**
 * {account, identity} that received @message, which lies in an account @home of @accounts;
 * null if that is not sure.
 */
export function receiverOf(message, home, accounts) {
    const account = isMail(home) ? home : conclude(message, accounts);
    if (!account || account.identities.length === 0) {
        return null;
    }
    const identity = addressedIdentity(message, account) ?? account.identities[0];
    return {account, identity};
}
