// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// What is pending of each composer, and the window in which it is shown.  It stands in
// storage.session (memory only), as this page may end at any time and the window stays.

const PAGE = "pages/question.html";
const KEY = "send:";
const SIZE = {width: 620, height: 640};
const SMALL = {width: 480, height: 220};

export class Desk {
    #turns = new Map(); /* tab id -> promise: one change at a time */

    constructor({browser}) {
        this.browser = browser;
    }

    /** What is pending of composer @tabId; {} if nothing is. */
    async get(tabId) {
        const key = `${KEY}${tabId}`;
        return (await this.browser.storage.session.get(key))[key] ?? {};
    }

    /** All that is pending: [[tabId, state]]. */
    async all() {
        const stored = await this.browser.storage.session.get(null);
        return Object.entries(stored)
            .filter(([key]) => key.startsWith(KEY))
            .map(([key, state]) => [Number(key.slice(KEY.length)), state]);
    }

    /** Keeps @changes without showing anything. */
    patch(tabId, changes) {
        return this.#inTurn(tabId, async () => {
            const state = {...(await this.get(tabId)), ...changes};
            await this.browser.storage.session.set({[`${KEY}${tabId}`]: state});
        });
    }

    /** Keeps @changes and shows them: in the composer's window, which comes to the front. */
    show(tabId, changes) {
        return this.#inTurn(tabId, async () => {
            const state = {...(await this.get(tabId)), ...changes};
            state.windowId = (await this.#raise(state)) ?? (await this.#open(tabId, state));
            await this.browser.storage.session.set({[`${KEY}${tabId}`]: state});
            const notice = {hemostat: "question-changed", tab: tabId};
            this.browser.runtime.sendMessage(notice).catch(() => {});
        });
    }

    /** Closes the window; @keep are the members that stay known. */
    close(tabId, keep = []) {
        return this.#inTurn(tabId, async () => {
            const state = await this.get(tabId);
            const kept = keep.filter((name) => state[name] !== undefined);
            const key = `${KEY}${tabId}`;
            if (kept.length > 0) {
                const rest = Object.fromEntries(kept.map((name) => [name, state[name]]));
                await this.browser.storage.session.set({[key]: rest});
            } else {
                await this.browser.storage.session.remove(key);
            }
            if (state.windowId !== undefined) {
                await this.browser.windows.remove(state.windowId).catch(() => {});
            }
        });
    }

    /** What was answered for composer @tabId does not count any more. */
    forgetAnswer(tabId) {
        return this.#inTurn(tabId, async () => {
            const {answered, ...rest} = await this.get(tabId);
            const key = `${KEY}${tabId}`;
            if (answered !== undefined && Object.keys(rest).length === 0) {
                await this.browser.storage.session.remove(key);
            } else if (answered !== undefined) {
                await this.browser.storage.session.set({[key]: rest});
            }
        });
    }

    /** The composer whose window is @windowId; undefined if it is no window of ours. */
    async find(windowId) {
        const pending = await this.all();
        return pending.find(([, state]) => state.windowId === windowId)?.[0];
    }

    /** Brings the composer to the front. */
    async raiseComposer(tabId) {
        try {
            const {windowId} = await this.browser.tabs.get(tabId);
            await this.browser.windows.update(windowId, {focused: true});
        } catch {
            /* it is closed */
        }
    }

    #inTurn(tabId, work) {
        const before = this.#turns.get(tabId) ?? Promise.resolve();
        const turn = before.catch(() => {}).then(work);
        this.#turns.set(tabId, turn);
        turn.finally(() => {
            if (this.#turns.get(tabId) === turn) {
                this.#turns.delete(tabId);
            }
        }).catch(() => {});
        return turn;
    }

    async #raise({windowId, phase}) {
        if (windowId === undefined) {
            return undefined;
        }
        try {
            const size = phase === "asking" || phase === "failed" ? SIZE : {};
            await this.browser.windows.update(windowId, {focused: true, ...size});
            return windowId;
        } catch {
            return undefined; /* it is closed */
        }
    }

    async #open(tabId, {phase}) {
        const size = phase === "asking" || phase === "failed" ? SIZE : SMALL;
        const {id} = await this.browser.windows.create({
            type: "popup",
            url: `${PAGE}?tab=${tabId}`,
            allowScriptsToClose: true,
            ...size,
        });
        return id;
    }
}
