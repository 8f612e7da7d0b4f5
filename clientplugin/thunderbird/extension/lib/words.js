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
    // how a received mail came
    badgeCopy: N_("Copy for a technician"),
    badgeFromFile: N_("Opened from a file or out of another mail: it is not known how it came"),
    badgeHops: N_("The servers that handed this mail on, the last one first:"),
    badgeInPart: N_("TLS in part"),
    badgeInside: N_("Inside your mail system"),
    badgeLooking: N_("Hemostat is looking at how this mail came"),
    badgeNoHops: N_("This mail carries no record of its way."),
    badgeNoTls: N_("No TLS"),
    badgeNotKnown: N_("Not known"),
    badgeNotReceived: N_("Not received by mail"),
    badgeOutdated: N_("Outdated TLS"),
    badgeOverTls: N_("TLS"),
    badgeReport: N_("This is a delivery report about your mail."),
    badgeReportOpen: N_("What became of it"),
    badgeSilent: N_("Hemostat does not answer"),
    badgeSilentMore: N_("It is not known whether this mail came over TLS."),
    hopClaimed: N_("claimed by a server that is not yours"),
    hopExternal: N_("from one mail system to another"),
    hopFromTo: N_("From $1 to $2"),
    hopInternal: N_("within one mail system"),
    hopLocal: N_("within one computer"),
    hopSubmission: N_("from the sender's program to a mail server"),
    hopTlsNo: N_("TLS: no"),
    hopTlsUnknown: N_("TLS: not recorded"),
    hopTlsYes: N_("TLS: yes"),
    hopTrusted: N_("recorded by your own mail system"),
    hopUnknownClass: N_("kind of hop not known"),
    hopUnnamed: N_("(unnamed)"),

    // a problem reported
    noteAsk: N_("What is wrong? Your choice goes into Hemostat's record on this computer, with the mail's identification and without its text. It is not sent to anybody."),
    noteFailed: N_("Your report could not be recorded: Hemostat does not answer."),
    noteNeedlessQuestion: N_("Hemostat asked me without need"),
    noteNotReadable: N_("I cannot read this mail"),
    noteOpen: N_("Report a problem…"),
    noteOther: N_("Something else"),
    noteRecord: N_("Record"),
    noteThanks: N_("Thank you. Your report is recorded."),
    noteTitle: N_("Report a problem"),
    noteWrongBadge: N_("What Hemostat says about this mail's way is wrong"),
    noteWrongVerdict: N_("Hemostat held or protected a mail of mine wrongly, or failed to"),

    // delivery reports
    reportAgain: N_("Send again, protected"),
    reportAgainOffer: N_("Hemostat can send it once more, protected."),
    reportAgainSent: N_("It has been handed over to be sent once more, protected."),
    reportClose: N_("Close"),
    reportGone: N_("This delivery report is not known any more. Open the mail with the report once more."),
    reportMore: N_("Click here to see more."),
    reportNoCopy: N_("Its copy is in none of your Sent folders, so Hemostat cannot send it again protected. Please write it once more, or reach the recipient in another way."),
    reportNotAgain: N_("It was not sent again: $1"),
    reportPeople: N_("Recipients"),
    reportStatusDelayed: N_("not delivered yet"),
    reportStatusDelivered: N_("delivered"),
    reportStatusExpanded: N_("handed on to the members of a list"),
    reportStatusFailed: N_("not delivered"),
    reportStatusRelayed: N_("handed on to a server that gives no reports"),
    reportStatusUnknown: N_("not said what became of it"),
    reportTitle: N_("What became of your mail"),
    reportWaiting: N_("Hemostat is preparing the mail…"),
};

/** The sentence @key in the person's language, with its values filled in. */
export function word(key, ...values) {
    return messenger.i18n.getMessage(key, values.map(String));
}
