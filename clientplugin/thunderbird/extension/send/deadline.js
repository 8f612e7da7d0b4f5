// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// One press of Send: it ends with a result, at its deadline, or when the person cancels, and
// whatever comes after its end is not taken any more.

/** Why an attempt ended without a result. */
export class Ended extends Error {
    constructor(why) {
        super(why);
        this.why = why; /* "late" or "cancelled" */
    }
}

export class Attempt {
    #end;

    constructor(milliseconds) {
        this.isOver = false;
        this.ended = new Promise((_, reject) => (this.#end = reject));
        this.ended.catch(() => {});
        this.timer = setTimeout(() => this.end("late"), milliseconds);
    }

    /** Ends it; @why is "late" or "cancelled". */
    end(why) {
        this.isOver = true;
        clearTimeout(this.timer);
        this.#end(new Ended(why));
    }

    /** The result of @work, unless the attempt ends before. */
    async run(work) {
        try {
            return await Promise.race([work(), this.ended]);
        } finally {
            this.isOver = true;
            clearTimeout(this.timer);
        }
    }
}
