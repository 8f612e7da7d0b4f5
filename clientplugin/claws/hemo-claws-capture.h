/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A mail as Claws Mail was about to send it, taken out of its hands: the whole
 * message in a sealed memfd, its recipients, and what Claws Mail needs to send it
 * after all.  Immutable, and independent of the compose window.
 */
#pragma once

#include "hemo-claws-queue.h"
#include "hemo-claws.h"
#include "hemo-slice.h"

#include "compose.h"
#include "procmime.h"

typedef struct {
    int fd;     /* the message, sealed */
    GStrv to;   /* To and Cc; addresses only */
    GStrv bcc;  /* those that the message does not name */
    char *from; /* the address that the message is from */
    char *likeness;
    char *content_likeness; /* whoever it goes to */
    int account_id;
    gboolean now;      /* FALSE: "send later" */
    gboolean redirect; /* a received mail, sent on as it is */
    gboolean signed_already;
    gboolean news;        /* it also goes to a newsgroup */
    HemoClawsQueue queue; /* views of what follows; without recipients */
    char *strings[6];
} HemoClawsCapture;

/* Takes the mail out of @message, the complete tree that Claws Mail is about to write; the
 * tree stays as it was.  HEMO_ERROR_STORAGE, HEMO_ERROR_TOO_BIG, HEMO_ERROR_INVALID. */
HemoClawsCapture *hemo_claws_capture_new(Compose *compose, MimeInfo *message, GError **error);

/* A mail that is redirected: Claws Mail writes it past any privacy system, so it is made
 * here from the original's file, as Claws Mail would. */
HemoClawsCapture *hemo_claws_capture_new_redirect(Compose *compose, GError **error);

/* The mail @bytes of @account again, to @recipients only; there is no window. */
HemoClawsCapture *hemo_claws_capture_new_resend(const PrefsAccount *account,
                                                GBytes *bytes,
                                                const char *const *recipients,
                                                GError **error);

/* Makes @capture count as the same mail as @other. */
void hemo_claws_capture_liken(HemoClawsCapture *capture, const HemoClawsCapture *other);

void hemo_claws_capture_free(HemoClawsCapture *capture); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoClawsCapture, hemo_claws_capture_free)
