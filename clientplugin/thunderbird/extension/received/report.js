// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Delivery reports about mail of ours: told by a notification in the agent's words, which
// name no person and no subject, and shown in a page of their own.  They are forgotten when
// Thunderbird ends.
import {word} from "../lib/words.js";
import {answerAgain, giveUp, sendAgain} from "./resend.js";

const KEPT = 100; /* reports */
const PREFIX = "hemostat-report-";
const PAGE = {width: 560, height: 480};

/** What is kept of Agent1's @result about a report; null if it is none of ours. */
export function recordOf(result, {name, agentAccount, accountId}) {
    if (result.report !== true || !result.words) {
        return null;
    }
    const {words, original = "", again = [], recipients = []} = result;
    return {words, original, again, recipients, name, agentAccount, accountId, state: "new"};
}

export class Reports {
    constructor(context) {
        this.context = context;
        this.store = context.browser.storage.session;
        this.changes = Promise.resolve();
    }

    async all() {
        return (await this.store.get("reports")).reports ?? {};
    }

    /* One change at a time, as each reads and writes all of them. */
    #change(alter) {
        const changed = this.changes.then(async () => {
            const reports = await this.all();
            alter(reports);
            await this.store.set({reports});
        });
        this.changes = changed.catch(() => {});
        return changed;
    }

    async update(id, values) {
        await this.#change((reports) => {
            if (reports[id]) {
                Object.assign(reports[id], values);
            }
        });
    }

    /** Tells the person what the agent read in a report. */
    async take(result, where) {
        const record = recordOf(result, where);
        if (!record) {
            return;
        }
        const id = crypto.randomUUID();
        await this.#change((reports) => {
            reports[id] = record;
            for (const old of Object.keys(reports).slice(0, -KEPT)) {
                delete reports[old];
            }
        });
        await this.context.browser.notifications.create(PREFIX + id, {
            type: "basic",
            title: word("reportTitle"),
            message: `${record.words}\n${word("reportMore")}`,
            iconUrl: "/icons/hemostat.svg",
        });
    }

    /** The id of the report that came in the mail @name, or null. */
    async find(name) {
        const found = Object.entries(await this.all()).find(([, one]) => one.name === name);
        return found ? found[0] : null;
    }

    async open(id) {
        const url = `/pages/report.html?report=${encodeURIComponent(id)}`;
        await this.context.browser.windows.create({
            type: "popup", url, allowScriptsToClose: true, ...PAGE,
        });
    }

    async read(id) {
        const report = (await this.all())[id];
        if (!report) {
            throw new Error(word("reportGone"));
        }
        return report;
    }

    /** A report as its page begins: what was asked in a page that is gone is forgotten. */
    async look(id) {
        await this.leave(id);
        return this.read(id);
    }

    /* One step of sending again.  A second click finds it under way. */
    async #step(id, work) {
        const report = await this.read(id);
        if (report.state === "under-way" || report.state === "sent") {
            return {state: report.state};
        }
        await this.update(id, {state: "under-way"});
        let outcome = {state: "new"};
        try {
            outcome = await work(report);
        } finally {
            await this.update(id, {state: outcome.state, ticket: outcome.ticket ?? ""});
        }
        return outcome;
    }

    /** Sends the mail again that @id is about. */
    again(id) {
        return this.#step(id, async (report) => {
            await giveUp(this.context, report.ticket);
            return sendAgain(this.context, report);
        });
    }

    /** Goes on with what the agent asked about it. */
    answer(id, choice) {
        return this.#step(id, (report) =>
            answerAgain(this.context, report, {ticket: report.ticket, choice}));
    }

    async leave(id) {
        const {state, ticket} = await this.read(id);
        if (state === "asking") {
            await giveUp(this.context, ticket);
            await this.update(id, {state: "new", ticket: ""});
        }
    }

    listen() {
        const {notifications, runtime} = this.context.browser;
        runtime.onConnect.addListener((port) => {
            const [kind, id] = port.name.split(" ");
            if (kind === "report") {
                port.onDisconnect.addListener(() => this.leave(id).catch(() => {}));
            }
        });
        notifications.onClicked.addListener((id) => {
            if (id.startsWith(PREFIX)) {
                notifications.clear(id);
                this.open(id.slice(PREFIX.length));
            }
        });
    }

    /** What pages can ask; see serve.js. */
    answers() {
        return {
            "find-report": async ({name}) => ({report: await this.find(name)}),
            "open-report": ({report}) => this.open(report),
            "report": ({report}) => this.look(report),
            "resend": ({report}) => this.again(report),
            "resend-answer": ({report, choice}) => this.answer(report, choice),
        };
    }
}
