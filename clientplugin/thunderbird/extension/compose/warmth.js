// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Asks the agent about the recipients of mails that are being written, each address once, so
// that it has looked at their servers and keys by the time of Send, and keeps what it says of
// them.  Forgets all of it when the host or the agent is lost.
import {accountOf} from "../send/account.js";
import {withPlainDomain} from "./recipients.js";

const MOST = 100; /* addresses of one Watch that the agent listens to */

export class Warmth {
    /** changed() is called when something else is known of somebody. */
    constructor({agent}, changed) {
        this.agent = agent;
        this.changed = changed;
        this.#forget();
        agent.onEvent((event) => this.#take(event));
    }

    /** What the agent last said of @address: {state, words}; undefined: nothing yet. */
    stateOf(address) {
        return this.states.get(address);
    }

    /** Asks about @addresses as recipients of a mail from @sender ({identityId, from}). */
    async want(sender, addresses) {
        const {asked} = this;
        const account = await this.#accountOf(sender);
        const fresh = addresses.filter((address) => asked.get(address) !== account);
        if (fresh.length === 0) {
            return;
        }
        fresh.forEach((address) => asked.set(address, account));
        try {
            for (let i = 0; i < fresh.length; i += MOST) {
                const some = fresh.slice(i, i + MOST);
                await this.agent.call("watch", {account, addresses: some});
            }
        } catch (error) {
            fresh.forEach((address) => asked.delete(address));
            throw error;
        }
    }

    /** No mail is being written any more. */
    rest() {
        this.#forget();
    }

    #forget() {
        this.states = new Map(); /* by address */
        this.asked = new Map(); /* address: the account it was last asked for */
        this.accounts = new Map(); /* by sender: a promise of the agent's account */
    }

    #take(event) {
        if (event.event === "state") {
            const {address, state, words} = event;
            this.states.set(withPlainDomain(address), {state, words});
            this.changed();
        } else if (event.event === "lost" || event.event === "link") {
            this.#forget();
            this.changed();
        }
    }

    #accountOf({identityId, from}) {
        const key = JSON.stringify([identityId, from]);
        const {accounts} = this;
        if (!accounts.has(key)) {
            const found = accountOf(this, {identityId, from});
            found.catch(() => accounts.delete(key));
            accounts.set(key, found);
        }
        return accounts.get(key);
    }
}
