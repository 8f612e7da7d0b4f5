// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Hemostat Authors
//
// Every sentence that the add-on itself says; most come from the agent instead.  The build
// makes _locales/ out of this table and po/, so N_() only marks.  $1, $2 stand for values.
const N_ = (text) => text;

export const WORDS = {
    name: N_("Hemostat"),
    description: N_("Stops patient data from leaving unprotected. Works with the Hemostat program on this computer."),
    badgeAction: N_("How this mail came"),
    composeAction: N_("How this mail will go"),

    // the way to the agent
    agentFailed: N_("Hemostat's program gave an answer that could not be understood."),
    agentLate: N_("Hemostat's program did not answer in time. Please try again."),
    hostEnded: N_("Hemostat's program ended unexpectedly. Please try again."),
    hostMissing: N_("Hemostat's program was not found on this computer. To set it up, run in a terminal: hemostat setup thunderbird"),
    hostVersion: N_("Hemostat's program and its add-on do not fit together. Please update both and restart Thunderbird."),
};

/** The sentence @key in the person's language, with its values filled in. */
export function word(key, ...values) {
    return messenger.i18n.getMessage(key, values.map(String));
}
