// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The way to the agent: one native messaging port, opened when it is first wanted and
// again after it was lost.

/** What went wrong, in words for the person; code as the agent's (held, changed ...). */
export class AgentError extends Error {
    constructor(code, words) {
        super(words);
        this.code = code;
    }
}

export class Agent {
    constructor(browser) {
        this.browser = browser;
    }

    /** Calls @name of the host; resolves with its answer, rejects with an AgentError. */
    async call(name, members = {}, {deadline = 30000} = {}) {
        throw new AgentError("unsupported", `${name} ${deadline} ${members}`);
    }
}
