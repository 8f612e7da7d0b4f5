// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Mails that wait to be handed to the agent, one after the other, each once in a session.
// The list lives in storage.session, so that it survives an end of the event page; it holds
// ids and no text.

const WAITING = 500; /* mails; later ones are not looked at */
const REMEMBERED = 2000; /* mails that were handed over */
const TRIES = 3; /* of one mail, when the agent went meanwhile */
const ABSENT = ["unreachable", "missing", "timed-out", "version"];

/** Names one mail, also when it was moved. */
export function nameOf(message) {
    return [message.headerMessageId, Number(new Date(message.date)), message.size].join(" ");
}

export class Queue {
    /** @work: async function of a job {id, name, opened}; @store: a storage area. */
    constructor(store, work) {
        this.store = store;
        this.work = work;
        this.running = null;
        this.pausing = false; /* the agent is not there */
        this.changes = Promise.resolve();
    }

    async #read() {
        const {arrival} = await this.store.get("arrival");
        return {jobs: [], done: [], ...arrival};
    }

    /* One change at a time, as each reads and writes the whole list. */
    #change(alter) {
        const changed = this.changes.then(async () => {
            const state = await this.#read();
            const result = alter(state);
            await this.store.set({arrival: state});
            return result;
        });
        this.changes = changed.catch(() => {});
        return changed;
    }

    /** Lets @message wait, unless it was handed over or waits already. */
    async add(message, opened = false) {
        const name = nameOf(message);
        await this.#change(({jobs, done}) => {
            if (jobs.length < WAITING && !done.includes(name)) {
                jobs.push({id: message.id, name, opened, tries: 0});
                done.push(name);
                done.splice(0, done.length - REMEMBERED);
            }
        });
        this.wake();
    }

    /** The agent is there (again). */
    resume() {
        this.pausing = false;
        return this.wake();
    }

    /** Goes on with what waits, unless the agent is known to be gone. */
    wake() {
        if (this.pausing) {
            return Promise.resolve();
        }
        this.running ??= this.#run().catch(() => {}).finally(() => {
            this.running = null;
        });
        return this.running;
    }

    async #run() {
        for (;;) {
            const [job] = (await this.#read()).jobs;
            if (!job || !await this.#takeOne(job)) {
                return;
            }
        }
    }

    /* FALSE: the agent is not there; the mail goes on waiting. */
    async #takeOne(job) {
        let absent = false;
        try {
            await this.work(job);
        } catch (error) {
            absent = ABSENT.includes(error?.code);
        }
        this.pausing = absent;
        return this.#change(({jobs}) => {
            const first = jobs.find(({name}) => name === job.name);
            const again = absent && first && ++first.tries < TRIES;
            if (first && !again) {
                jobs.splice(jobs.indexOf(first), 1);
            }
            return !absent;
        });
    }
}
