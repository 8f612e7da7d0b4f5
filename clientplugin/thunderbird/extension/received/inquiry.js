// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Asks the agent about one mail of Thunderbird.  Only the header block leaves the mail for
// the badge; nothing is kept.
import {readHeaders} from "./headers.js";
import {isOwnKept, receiverOf, whyNoBadge} from "./origin.js";

const IN_ONE_FRAME = 64 * 1024; /* code points; larger ones go as a blob */

/** Whether @event of the host says that the agent can be asked (again). */
export function isThere({event, agent, up}) {
    return (event === "hello" && Boolean(agent)) || (event === "link" && up === true);
}

/* The folder of @message, those above it, and their account. */
async function placeOf({browser}, message) {
    if (!message.folder?.accountId) {
        return {folders: [], home: null};
    }
    const [above, home] = await Promise.all([
        browser.folders.getParentFolders(message.folder.id),
        browser.accounts.get(message.folder.accountId),
    ]);
    return {folders: [message.folder, ...above], home};
}

/** Who received @message: {account, identity, agentAccount}; agentAccount "" if not sure. */
export async function receiver({agent, browser}, message, home) {
    const found = receiverOf(message, home, await browser.accounts.list());
    if (!found) {
        return {account: null, identity: null, agentAccount: ""};
    }
    const {id, email} = found.identity;
    const answer = await agent.call("account", {identity: {id, from: email}});
    return {...found, agentAccount: answer.account};
}

async function askBadge({agent}, headers, account) {
    if (headers.length <= IN_ONE_FRAME) {
        return agent.call("badge", {headers, account});
    }
    const bytes = Uint8Array.from(headers, (letter) => letter.charCodeAt(0));
    const blob = await agent.putNew(new Blob([bytes]), "headers");
    try {
        return await agent.call("badge", {blob, account});
    } finally {
        agent.drop([blob]);
    }
}

/** Where @message came from: {why, folders, home}; @why as of whyNoBadge(). */
export async function judgeOrigin(context, message) {
    const {folders, home} = await placeOf(context, message);
    return {why: whyNoBadge(message, folders, home), folders, home};
}

/**
 * How @message came: {why: key of words.js} if it has no badge, else {badge, account} with
 * Agent1's badge, the agent's account and Thunderbird's account (or null).
 */
export async function judge(context, message) {
    const {why, folders, home} = await judgeOrigin(context, message);
    if (why) {
        return {why};
    }
    const file = await context.browser.messages.getRaw(message.id, {data_format: "File"});
    const headers = await readHeaders(file);
    if (isOwnKept(folders, headers)) {
        return {why: "badgeNotReceived"};
    }
    const {account, agentAccount} = await receiver(context, message, home);
    const badge = await askBadge(context, headers, agentAccount);
    return {badge, agentAccount, accountId: account?.id ?? null};
}

/** How the account fetched its mail, for a person; "" if that is not known. */
export async function fetchWords({agent}, accountId) {
    if (!accountId) {
        return "";
    }
    const answer = await agent.call("fetch", {account: accountId}).catch(() => ({}));
    return answer.words ?? "";
}
