// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The button in the composer that says how this mail will go, and what its panel shows.  It
// only tells: the gate decides anew when the mail is sent.  What it knows of a composer is
// found again after a restart of this page; only the person's choice is kept (rung.js).
import {word} from "../lib/words.js";
import {lookOf, sortLooks} from "./looks.js";
import {Pulse} from "./pulse.js";
import {peopleOf} from "./recipients.js";
import {forgetChoice, readChoice} from "./rung.js";
import {Warmth} from "./warmth.js";

export {rungOf} from "./rung.js";

const PANEL = "compose"; /* the name of the panel's port */
const COMPOSER = "messageCompose";
const TOGETHER = 50; /* ms */

const faultTitle = ({isAway}) => (isAway ? word("agentAway") : word("outlookFailed"));

class Outlook {
    constructor(context) {
        this.context = context;
        this.browser = context.browser;
        this.composers = new Map(); /* tab id: {people, fault, shown} */
        this.panels = new Map(); /* port: tab id */
        this.warmth = new Warmth(context, () => this.showSoon());
        this.showing = null; /* a timer */
        this.pulse = new Pulse((tabId) => this.look(tabId));
        context.agent.onEvent((event) => this.hear(event));
    }

    /* The agent is there again and knows nothing of what it was asked before. */
    hear({event, up}) {
        if (event === "hello" || (event === "link" && up)) {
            [...this.composers.keys()].forEach((tabId) => this.look(tabId));
        }
    }

    /* Finds out who the mail is for: {changed, cost}. */
    async look(tabId) {
        const begun = performance.now();
        try {
            const details = await this.browser.compose.getComposeDetails(tabId);
            const cost = performance.now() - begun;
            return {changed: await this.take(tabId, details), cost};
        } catch {
            return {changed: false, cost: 0}; /* the composer has closed meanwhile */
        }
    }

    async take(tabId, details) {
        const people = await peopleOf(this.browser, details);
        const before = this.composers.get(tabId);
        const composer = {people, fault: before?.fault ?? null, shown: before?.shown};
        this.composers.set(tabId, composer);
        await this.warm(composer, details);
        await this.show(tabId);
        return JSON.stringify(people) !== JSON.stringify(before?.people);
    }

    async warm(composer, {identityId, from}) {
        const addresses = composer.people.map(({address}) => address);
        try {
            await this.warmth.want({identityId, from}, addresses);
            composer.fault = null;
        } catch ({isAway, words}) {
            composer.fault = {isAway: isAway === true, words};
        }
    }

    /* All that is to be shown of a composer. */
    async viewOf(tabId) {
        const {people, fault} = this.composers.get(tabId) ?? {people: [], fault: null};
        const choice = await readChoice(tabId, this.browser);
        const rows = people.map(({name, address}) => ({
            name,
            address,
            ...lookOf(this.warmth.stateOf(address), choice.wanted, word),
        }));
        const shownFault = fault && {...fault, title: faultTitle(fault)};
        return {rows: sortLooks(rows), fault: shownFault, ...choice};
    }

    async show(tabId) {
        const view = await this.viewOf(tabId);
        const composer = this.composers.get(tabId);
        const text = JSON.stringify(view);
        if (!composer || composer.shown === text) {
            return;
        }
        composer.shown = text;
        for (const [port, shown] of this.panels) {
            if (shown === tabId) {
                port.postMessage(view);
            }
        }
        await this.showButton(tabId, view);
    }

    async showButton(tabId, {rows: [weakest], fault}) {
        const {composeAction} = this.browser;
        const words = fault ? faultTitle(fault) : weakest?.words;
        const icon = (fault ? null : weakest?.icon) ?? "unknown";
        const title = words ? `${word("composeAction")}: ${words}` : word("composeAction");
        await Promise.all([
            composeAction.setIcon({tabId, path: `/icons/${icon}.svg`}),
            composeAction.setTitle({tabId, title}),
            composeAction.setLabel({tabId, label: words ?? word("composeAction")}),
            composeAction.setBadgeText({tabId, text: fault ? "!" : ""}),
        ]);
    }

    /* What is said of many people at a time is shown at once. */
    showSoon() {
        this.showing ??= setTimeout(() => this.showAll(), TOGETHER);
    }

    showAll() {
        this.showing = null;
        for (const tabId of this.composers.keys()) {
            this.show(tabId).catch(() => {});
        }
    }

    async close(tabId) {
        if (this.pulse.tabId === tabId) {
            this.pulse.follow(null);
        }
        if (this.composers.delete(tabId) && this.composers.size === 0) {
            this.warmth.rest();
        }
        await forgetChoice(tabId, this.browser);
    }

    /* The composer in front of window @windowId is the one to keep an eye on. */
    async turnTo(windowId) {
        const tabs = windowId > 0 ? await this.browser.tabs.query({windowId}) : [];
        const composer = tabs.find(({type}) => type === COMPOSER);
        await this.pulse.follow(composer?.id ?? null);
    }

    /* After a start of this page: what was open before, and what is in front. */
    async resume() {
        for (const {id} of await this.browser.tabs.query({type: COMPOSER})) {
            await this.look(id);
        }
        const windows = await this.browser.windows.getAll({windowTypes: [COMPOSER]});
        const front = windows.find(({focused}) => focused);
        if (front) {
            await this.turnTo(front.id);
        }
    }

    /* A panel has opened; its first message names its composer. */
    serve(port) {
        port.onDisconnect.addListener(() => this.panels.delete(port));
        port.onMessage.addListener(async ({tabId}) => {
            this.panels.set(port, tabId);
            port.postMessage(await this.viewOf(tabId));
            await this.look(tabId);
        });
    }
}

/** Registers the listeners of this part. */
export function start(context) {
    const {compose, runtime, tabs, windows} = context.browser;
    const outlook = new Outlook(context);

    compose.onComposeStateChanged.addListener(({id}) => outlook.pulse.nudge(id));
    compose.onIdentityChanged.addListener(({id}) => outlook.pulse.nudge(id));
    tabs.onCreated.addListener(({id, type}) => type === COMPOSER && outlook.pulse.nudge(id));
    tabs.onRemoved.addListener((tabId) => outlook.close(tabId));
    windows.onFocusChanged.addListener((windowId) => outlook.turnTo(windowId));
    runtime.onConnect.addListener((port) => port.name === PANEL && outlook.serve(port));
    outlook.resume();
}
