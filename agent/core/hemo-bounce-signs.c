/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-bounce-signs.h.
 */
#include "hemo-bounce-signs.h"

#include "hemo-field-scan.h"
#include "hemo-secret.h"

#define MAX_TEXT (8 * 1024) /* first bytes of a text; what it is about stands there */

static const char *const SENDERS[] = {
    "mailer-daemon",
    "postmaster",
    "mail delivery",
    "delivery subsystem",
    "mailerdaemon",
    "system administrator",
    "mail system",
    "mailer_daemon",
    "mail administrator",
    "post_master",
    "delivery agent",
    "email delivery",
    "mdaemon",
    "mailadmin",
};

static const char *const SUBJECTS[] = {
    "undeliver",         "undelivered",           "returned mail",
    "return mail",       "failure notice",        "delivery fail",
    "delivery status",   "delivery notification", "delivery report",
    "delivery error",    "mail delivery",         "message delivery",
    "mail failure",      "delivery has failed",   "could not be delivered",
    "not delivered",     "delivery problem",      "mail system error",
    "non delivery",      "non-delivery",          "nondeliverable",
    "failed delivery",   "delivery delay",        "warning: could not send",
    "mail could not",    "message status",        "returned to sender",
    "user unknown",      "failed mail",           "mail error",
    "message could not", "unknown user",          "unable to deliver",
    "delayed mail",      "message undeliverable", "email delivery",
    "relayed mail",      "successful mail",       "error sending your mail",
    "warning: message",  "errors from",
};

static const char *const TEXTS[] = {
    "could not be delivered",
    "undeliverable",
    "unable to deliver",
    "wasn't able to deliver",
    "delivery failed",
    "did not reach",
    "not be delivered",
    "permanent error",
    "permanent fatal errors",
    "delivery to the following",
    "not delivered",
    "delivery has failed",
    "has been returned",
    "returned message",
    "trouble delivering",
    "returned permanent errors",
    "permanent delivery errors",
    "failed to deliver",
    "error delivering",
    "delivery problem",
    "were unable to",
    "cannot be delivered",
    "couldn't be delivered",
    "can't be delivered",
    "unknown user",
    "user unknown",
    "mailbox exceeds",
    "address failed",
    "addresses failed",
    "transient non-fatal",
    "fatal errors",
    "delivery status",
    "undelivered",
    "could not deliver",
    "was rejected",
    "was not accepted",
    "invalid final delivery",
    "recipient",
    "unable to relay",
    "attempting to deliver",
    "returned to you",
    "message to:",
};

static const char *const DELAYS[] = {
    "has not yet been delivered",
    "not yet been delivered",
    "will be retried",
    "will continue to try",
    "still being retried",
    "has been delayed",
    "will keep trying",
    "do not need to resend",
    "not need to resend",
    "warning message only",
    "have not been able to deliver",
    "transient non-fatal",
    "delivery to the following recipient has been delayed",
    "is delayed",
    "message is still in the queue",
};

static gboolean
has_any(HemoSlice text, const char *const *list, gsize n)
{
    g_autoptr(HemoSecret) copy = hemo_secret_new_copy(hemo_slice_sub(text, 0, MAX_TEXT));
    HemoSlice lower = hemo_secret_slice(copy);
    guint8 *data = hemo_secret_data(copy);
    gsize size = 0;

    for (gsize i = 0; i < lower.size; i++) {
        guint8 byte = (guint8)g_ascii_tolower((char)data[i]);

        byte = byte == '\n' || byte == '\r' || byte == '\t' ? ' ' : byte;
        if (byte != ' ' || size == 0 || data[size - 1] != ' ')
            data[size++] = byte;
    }
    lower.size = size;
    for (gsize i = 0; i < n; i++) {
        if (hemo_slice_find_text(lower, list[i]) < lower.size)
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_bounce_signs_in_sender(HemoSlice headers)
{
    HemoSlice from;

    if (hemo_field_scan_find(headers, "Return-Path", &from) &&
        hemo_slice_equal(from, hemo_slice_text("<>")))
        return TRUE;
    return hemo_field_scan_find(headers, "From", &from) &&
           (from.size == 0 || hemo_slice_equal(from, hemo_slice_text("<>")) ||
            has_any(from, SENDERS, G_N_ELEMENTS(SENDERS)));
}

gboolean
hemo_bounce_signs_of_reply(HemoSlice headers)
{
    static const char *const ANSWERS[] = {"Re:", "Fwd:", "Fw:", "Aw:", "Wg:"};
    HemoSlice subject;

    if (!hemo_field_scan_find(headers, "Subject", &subject))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(ANSWERS); i++) {
        if (hemo_slice_has_prefix_nocase(subject, ANSWERS[i]))
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_bounce_signs_in_subject(HemoSlice headers)
{
    HemoSlice subject;

    return !hemo_bounce_signs_of_reply(headers) &&
           hemo_field_scan_find(headers, "Subject", &subject) &&
           has_any(subject, SUBJECTS, G_N_ELEMENTS(SUBJECTS));
}

gboolean
hemo_bounce_signs_in_text(HemoSlice text)
{
    return has_any(text, TEXTS, G_N_ELEMENTS(TEXTS));
}

gboolean
hemo_bounce_signs_of_delay(HemoSlice text)
{
    return has_any(text, DELAYS, G_N_ELEMENTS(DELAYS));
}

gboolean
hemo_bounce_signs_of_answer(HemoSlice headers)
{
    static const char *const SUBJECTS_OF_ANSWERS[] = {
        "out of office",
        "out of the office",
        "autoreply",
        "auto-reply",
        "automatic reply",
        "auto reply",
        "vacation",
        "away from my",
        "auto response",
    };
    HemoSlice value;

    if (hemo_field_scan_find(headers, "Auto-Submitted", &value) &&
        hemo_slice_has_prefix_nocase(value, "auto-replied"))
        return !hemo_bounce_signs_in_subject(headers);
    return hemo_field_scan_find(headers, "Subject", &value) &&
           has_any(value, SUBJECTS_OF_ANSWERS, G_N_ELEMENTS(SUBJECTS_OF_ANSWERS));
}
