// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Finds the copy that Thunderbird files of a mail it has sent.  Only reads.

const addressIn = (mailbox) => (/<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox).toLowerCase();

/** @subject without what Thunderbird keeps apart from it, so as its headers have it. */
export function bareSubject(subject) {
    return (subject ?? "").replace(/^((re|fwd?):\s*)+/i, "").trim();
}

/** Whether @message (a header of Thunderbird's) can be the mail with @subject to @recipients. */
export function isSameMail({subject, recipients}, message) {
    const named = [message.recipients, message.ccList, message.bccList]
        .flatMap((list) => list ?? [])
        .map(addressIn);
    const all = new Set(named);
    return (
        bareSubject(message.subject) === bareSubject(subject) &&
        recipients.every((address) => all.has(address.toLowerCase())) &&
        all.size === new Set(recipients.map((address) => address.toLowerCase())).size
    );
}

/** The ids of all folders for sent mail. */
export async function sentFolders({folders}) {
    return (await folders.query({specialUse: ["sent"]})).map(({id}) => id);
}

/** The folders that deleted mail goes to. */
export function trashFolders({folders}) {
    return folders.query({specialUse: ["trash"]});
}

/**
 * The copy of the mail with @messageId in one of @folderIds, and none of @before (ids of
 * messages); null if there is none yet.
 */
export async function findSent({messages}, folderIds, {messageId, before = []}) {
    if (folderIds.length === 0) {
        return null;
    }
    const query = {folderId: folderIds, headerMessageId: messageId};
    const found = (await messages.query(query)).messages;
    return found.find(({id}) => !before.includes(id)) ?? null;
}
