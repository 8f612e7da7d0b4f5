// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Mail that has just come: delivery reports, signed mail and mail with a key go to the agent.
// Mail on a server is not fetched for this: it is looked at when it is shown, but for what
// looks like a delivery report by its sender.
import {readHeaders} from "./headers.js";
import {isThere, judgeOrigin, receiver} from "./inquiry.js";
import {isReportSender, isWanted} from "./kind.js";
import {isOwnKept} from "./origin.js";
import {Queue} from "./queue.js";
import {Reports} from "./report.js";
import {serve} from "./serve.js";

const RECENT = 14 * 24 * 60 * 60 * 1000; /* ms: older mail that is opened is no news */

/** Whether the mail lies on a server, so that reading it fetches it. */
export function isRemote(account) {
    return account.type !== "pop3" && account.type !== "local";
}

/** Whether @message, new in @account, is read at once. */
export function isTakenAtOnce(message, account) {
    return !message.headersOnly && (!isRemote(account) || isReportSender(message.author));
}

async function eachMessage({messages}, list, visit) {
    for (let page = list; page; page = page.id ? await messages.continueList(page.id) : null) {
        for (const message of page.messages) {
            await visit(message);
        }
    }
}

/* The mail of @job, or null if it is gone or the agent does not want it. */
async function readWanted(context, message, folders) {
    const file = await context.browser.messages.getRaw(message.id, {data_format: "File"});
    const headers = await readHeaders(file);
    return !isOwnKept(folders, headers) && isWanted(headers) ? file : null;
}

async function handOver(context, reports, job) {
    const message = await context.browser.messages.get(job.id);
    const {why, folders, home} = await judgeOrigin(context, message);
    const file = why ? null : await readWanted(context, message, folders);
    if (!file) {
        return;
    }
    const {account, agentAccount} = await receiver(context, message, home);
    const blob = await context.agent.putNew(file, "incoming");
    try {
        const result = await context.agent.call("incoming", {blob, account: agentAccount});
        const where = {name: job.name, agentAccount, accountId: account?.id ?? null};
        await reports.take(result, where);
    } finally {
        context.agent.drop([blob]);
    }
}

/** Registers the listeners of this part. */
export function start(context) {
    const {agent, browser} = context;
    const reports = new Reports(context);
    const queue = new Queue(browser.storage.session, (job) => handOver(context, reports, job));

    browser.messages.onNewMailReceived.addListener(async (folder, list) => {
        const account = await browser.accounts.get(folder.accountId);
        await eachMessage(browser, list, (message) =>
            isTakenAtOnce(message, account) ? queue.add(message) : null);
    });
    browser.messageDisplay.onMessagesDisplayed.addListener((tab, {messages}) => {
        const [message] = messages;
        if (messages.length === 1 && !message.external && !message.headersOnly &&
            Date.now() - new Date(message.date) < RECENT) {
            queue.add(message, true);
        }
    });
    agent.onEvent((event) => {
        if (isThere(event)) {
            queue.resume();
        }
    });
    reports.listen();
    serve(context, reports.answers());
    queue.wake();
}
