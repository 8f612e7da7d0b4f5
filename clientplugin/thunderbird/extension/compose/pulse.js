// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// When to look at the composer that is in front, since no event tells of a recipient that is
// added: soon while something changes, ever more seldom while nothing does, never while no
// composer is in front.  A look that takes long, as of a mail with large pictures, makes the
// next one wait longer still.
const SOON = 1500; /* ms */
const SELDOM = 8000; /* ms */
const GROWTH = 1.5;
const SHARE = 50; /* a look takes no more than 1/50 of the time */

const CLOCK = {
    set: (call, wait) => setTimeout(call, wait),
    clear: (timer) => clearTimeout(timer),
};

/** How long to wait after a look that took @cost ms and found a change or not. */
export function nextWait(wait, {changed, cost}) {
    const next = changed ? SOON : Math.min(wait * GROWTH, SELDOM);
    return Math.max(next, cost * SHARE);
}

export class Pulse {
    /** look(tabId) resolves with {changed, cost}; cost is what it took of Thunderbird, in ms. */
    constructor(look, clock = CLOCK) {
        this.look = look;
        this.clock = clock;
        this.tabId = null;
        this.timer = null;
        this.turn = 0; /* counts what was begun; an earlier one does not go on */
    }

    /** Looks at @tabId now, and again and again; null: at none. */
    follow(tabId) {
        this.tabId = tabId;
        this.turn++;
        this.clock.clear(this.timer);
        return tabId === null ? Promise.resolve() : this.#beat(this.turn, SOON);
    }

    /** Looks at @tabId now, and soon again if it is the one that is followed. */
    nudge(tabId) {
        return tabId === this.tabId ? this.follow(tabId) : this.look(tabId);
    }

    async #beat(turn, wait) {
        const looked = await this.look(this.tabId);
        if (turn === this.turn) {
            const next = nextWait(wait, looked);
            this.timer = this.clock.set(() => this.#beat(turn, next), next);
        }
    }
}
