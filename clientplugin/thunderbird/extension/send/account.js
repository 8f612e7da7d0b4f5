// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Which account of the agent's settings a mail goes out by.  No add-on is told Thunderbird's
// server settings; the host reads them itself, and how safe the way to that server is.

/** The agent's name ("" if it knows none) of the account behind a composer's identity. */
export async function accountOf({agent}, {identityId, from}) {
    const identity = {id: identityId ?? "", from};
    const {account} = await agent.call("account", {identity});
    return account ?? "";
}
