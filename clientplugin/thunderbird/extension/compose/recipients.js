// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Who a mail that is being written is for, so far: lists of the address book opened up as the
// gate does, what is not a whole address yet left out.
import {expand} from "../send/addresses.js";

const FIELDS = ["to", "cc", "bcc"];
const WHOLE = /^[^\s@<>()",;]+@[^\s@<>()",;]+\.[^\s@<>()",;]{2,}$/;

/** TRUE if nothing need be typed any more for @address to be one. */
export function isWhole(address) {
    return WHOLE.test(address ?? "");
}

/** @address with its domain as the agent writes it. */
export function withPlainDomain(address) {
    const at = address.lastIndexOf("@");
    return address.slice(0, at) + address.slice(at).toLowerCase();
}

/** The people of @mailboxes ({name, email}), each once: [{name, address}]. */
export function uniquePeople(mailboxes) {
    const people = new Map();
    for (const {name, email} of mailboxes.filter(({email}) => isWhole(email))) {
        const address = withPlainDomain(email);
        if (!people.has(address)) {
            people.set(address, {name: name && name !== email ? name : "", address});
        }
    }
    return [...people.values()];
}

/** The people that a mail with compose details @details is for. */
export async function peopleOf(browser, details) {
    const written = FIELDS.flatMap((field) => details[field] ?? []);
    const opened = await Promise.all(
        written.map((entry) => expand(browser, [entry]).catch(() => [])),
    );
    return uniquePeople(opened.flat());
}
