// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The sign beside a received mail that tells how it came.  It is neutral first and whenever
// nothing is sure: a sign never belongs to another mail than the one that is shown.  Answers
// that come late, for a mail that is shown no more, are dropped.
import {word} from "../lib/words.js";
import {fetchWords, isThere, judge} from "./inquiry.js";
import {lookOf} from "./look.js";
import {NOTE_KINDS} from "./note.js";
import {nameOf} from "./queue.js";
import {serve} from "./serve.js";

const PATIENCE = 2000; /* ms, until it is said that there is no answer */
const TYPES = ["mail", "messageDisplay"];

const NEUTRAL = {title: null, label: null, icon: null};

/** What the sign shows for the judgement @found: {title, label, icon}. */
export function signOf(found, say = word) {
    if (found.why) {
        const {icon} = lookOf("unknown");
        return {title: say(found.why), label: say("badgeNotReceived"), icon};
    }
    const {icon, label} = lookOf(found.badge.badge);
    return {title: found.badge.title, label: say(label), icon};
}

function silence(say = word) {
    const {icon, label} = lookOf("unknown");
    return {title: `${say("badgeSilent")}. ${say("badgeSilentMore")}`, label: say(label), icon};
}

/** The signs of all tabs and windows that show mails. */
export class Badges {
    constructor(context, {patience = PATIENCE, look = judge} = {}) {
        this.context = context;
        this.patience = patience;
        this.look = look;
        this.shown = new Map(); /* tab id -> {message, found: a promise, failed} */
    }

    paint(tabId, {title, label, icon}) {
        const action = this.context.browser.messageDisplayAction;
        const done = [ /* the label first: without one the title is shown in its place */
            action.setLabel({tabId, label}),
            action.setTitle({tabId, title}),
            action.setIcon(icon ? {tabId, path: `/${icon}`} : {tabId}),
        ];
        return Promise.all(done).catch(() => {}); /* the tab is gone */
    }

    /** No mail, or several. */
    clear(tabId) {
        this.shown.delete(tabId);
        this.paint(tabId, NEUTRAL);
    }

    /** One that nothing is known of yet. */
    wait(tabId) {
        const {icon} = lookOf("unknown");
        this.paint(tabId, {title: word("badgeLooking"), label: "…", icon});
    }

    /** Another mail was chosen, and will be shown soon. */
    choose(tabId, messages) {
        const shown = this.shown.get(tabId);
        if (messages.length !== 1) {
            this.clear(tabId);
        } else if (shown?.message.id !== messages[0].id) {
            this.shown.delete(tabId);
            this.wait(tabId);
        }
    }

    /** The tab shows @messages from now on. */
    show(tabId, messages) {
        if (messages.length !== 1) {
            this.clear(tabId);
            return Promise.resolve();
        }
        const [message] = messages;
        const shown = {message, found: null, failed: false};
        this.shown.set(tabId, shown);
        this.wait(tabId);
        shown.found = this.look(this.context, message);
        return this.settle(tabId, shown);
    }

    async settle(tabId, shown) {
        const timer = setTimeout(() => {
            if (this.shown.get(tabId) === shown) {
                this.paint(tabId, silence());
            }
        }, this.patience);
        try {
            const found = await shown.found;
            clearTimeout(timer);
            if (await this.isShown(tabId, shown)) {
                await this.paint(tabId, signOf(found));
            }
        } catch {
            shown.failed = true; /* patience tells; asked again when the agent is there */
        }
    }

    /* Thunderbird's own word counts: its event for the next mail may still be under way. */
    async isShown(tabId, shown) {
        if (this.shown.get(tabId) !== shown) {
            return false;
        }
        const messages = await this.displayed(tabId);
        return messages.length === 1 && messages[0].id === shown.message.id &&
            this.shown.get(tabId) === shown;
    }

    async displayed(tabId) {
        const {messageDisplay} = this.context.browser;
        const list = await messageDisplay.getDisplayedMessages(tabId).catch(() => null);
        return list?.messages ?? [];
    }

    /** Looks at every mail on the screen that has no answer yet. */
    async refresh() {
        const tabs = await this.context.browser.tabs.query({});
        await Promise.all(tabs.filter(({type}) => TYPES.includes(type)).map(async ({id}) => {
            const messages = await this.displayed(id);
            if (messages.length > 0 && (this.shown.get(id)?.failed ?? true)) {
                await this.show(id, messages);
            }
        }));
    }

    /** The judgement of the mail that the tab shows, for the popup. */
    async found(tabId) {
        const messages = await this.displayed(tabId);
        if (messages.length !== 1) {
            return {why: "badgeNotReceived", message: null};
        }
        const [message] = messages;
        const shown = this.shown.get(tabId);
        const same = shown?.message.id === message.id ? shown.found : null;
        const found = await (same ?? Promise.reject())
            .catch(() => this.look(this.context, message));
        return {...found, message};
    }
}

function withPatience(promise, patience) {
    let timer;
    const late = new Promise((resolve) => {
        timer = setTimeout(() => resolve({silent: true}), patience);
    });
    return Promise.race([promise.catch(() => ({silent: true})), late])
        .finally(() => clearTimeout(timer));
}

/* What the popup shows. */
async function tell(context, badges, tabId) {
    const found = await withPatience(badges.found(tabId), PATIENCE);
    if (found.silent) {
        return found;
    }
    const {why, badge, agentAccount, accountId, message} = found;
    return {
        why, badge, agentAccount,
        messageId: message?.headerMessageId ?? "",
        name: message ? nameOf(message) : "",
        fetch: await fetchWords(context, accountId),
    };
}

async function note({agent}, {kind, messageId, badge, account}) {
    if (!NOTE_KINDS.some((one) => one.kind === kind)) {
        throw new Error(word("noteFailed"));
    }
    const context = {message_id: messageId ?? "", badge: badge ?? "", account: account ?? ""};
    await agent.call("note", {kind, context});
}

/** Registers the listeners of this part. */
export function start(context) {
    const {agent, browser} = context;
    const badges = new Badges(context);

    browser.messageDisplay.onMessagesDisplayed.addListener((tab, list) => {
        badges.show(tab.id, list.messages);
    });
    browser.mailTabs.onSelectedMessagesChanged.addListener((tab, list) => {
        badges.choose(tab.id, list.messages);
    });
    browser.tabs.onRemoved.addListener((tabId) => badges.shown.delete(tabId));
    agent.onEvent((event) => {
        if (isThere(event)) {
            badges.refresh();
        }
    });
    serve(context, {
        badge: ({tabId}) => tell(context, badges, tabId),
        note: (message) => note(context, message),
    });
    badges.refresh().catch(() => {});
}
