// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Asks the agent about the recipients of mails that are being written, each address once, so
// that it has looked at their servers and keys by the time of Send, and keeps what it says of
// them.  Forgets all of it when the host or the agent is lost.
import {withPlainDomain} from "./recipients.js";

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

    /** Asks about @addresses as recipients of a mail from @identity ({id, from}). */
    async want(identity, addresses) {
        const {asked} = this;
        const account = await this.#accountOf(identity);
        const fresh = addresses.filter((address) => asked.get(address) !== account);
        if (fresh.length === 0) {
            return;
        }
        fresh.forEach((address) => asked.set(address, account));
        try {
            await this.agent.call("watch", {account, addresses: fresh});
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
        this.accounts = new Map(); /* by identity: a promise of the agent's account */
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

    #accountOf(identity) {
        const key = JSON.stringify([identity.id, identity.from]);
        const {accounts} = this;
        if (!accounts.has(key)) {
            const found = this.agent.call("account", {identity}).then(({account}) => account);
            found.catch(() => accounts.delete(key));
            accounts.set(key, found);
        }
        return accounts.get(key);
    }
}
