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

    // while a mail is being written
    agentAway: N_("Hemostat cannot be reached"),
    agentAwayRemedy: N_("Until it can, no mail leaves. To see what is missing, run in a terminal: hemostat doctor"),
    attachmentsLarge: N_("The attachments are too large: $1 MB together. One mail can carry up to $2 MB."),
    attachmentUnreadable: N_("The attachment “$1” cannot be read. Remove it or attach it again."),
    encryptLocked: N_("This mail answers or passes on an encrypted one, so it is encrypted too."),
    encryptWanted: N_("Encrypt this mail"),
    encryptWhy: N_("The least protection of this mail.  Hemostat protects patient data in any case."),
    pictureUnreadable: N_("A picture in this mail cannot be read: $1. Remove it or insert it again."),
    recipientLater: N_("checked on sending"),
    recipientsLead: N_("If this mail has patient data, it goes like this:"),
    recipientsNone: N_("Nobody to send it to yet."),
    recipientUnknown: N_("not known yet"),
};

/** The sentence @key in the person's language, with its values filled in. */
export function word(key, ...values) {
    return messenger.i18n.getMessage(key, values.map(String));
}
