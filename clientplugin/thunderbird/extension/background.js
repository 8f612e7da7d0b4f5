// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// The event page.  Thunderbird may end it at any time and starts it again for the next
// event, so every listener is registered at once, while this file is read, and nothing
// that matters lives in variables: it lives in the agent and in storage.session.
import {Agent} from "./lib/agent.js";
import * as attachments from "./send/attachments.js";
import * as gate from "./send/gate.js";
import * as outbox from "./send/outbox.js";
import * as outlook from "./compose/outlook.js";
import * as badge from "./received/badge.js";
import * as arrival from "./received/arrival.js";

const context = {agent: new Agent(messenger), browser: messenger};

for (const part of [gate, outbox, attachments, outlook, badge, arrival]) {
    part.start(context);
}
context.agent.keep();
