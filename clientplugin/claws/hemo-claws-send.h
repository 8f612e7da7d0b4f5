/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One press of Send: asks the agent about a captured mail, asks the person what only
 * she knows, and lets the mail go, protected or as it is, or says why not.  Whatever
 * goes wrong, the mail is still in its window.
 */
#pragma once

#include "hemo-claws-had.h"

typedef struct _HemoClawsSend HemoClawsSend;

/* What a send needs from the window that it is for. */
typedef struct {
    /* Lets Claws Mail write and send the mail itself; it must still be @expected.  If it is
     * not, HEMO_ERROR_CHANGED and @ret_changed is what it is now. */
    gboolean (*let_go)(gpointer user_data,
                       const HemoClawsCapture *expected,
                       HemoClawsCapture **ret_changed,
                       GError **error);
    /* The last thing that is called; @sent: the window has been closed. */
    void (*ended)(gpointer user_data, gboolean sent);
    gpointer user_data;
} HemoClawsSendWindow;

/* Begins; takes @capture.  @compose may be NULL (a mail that is sent again); @rung is the least
 * protection, "" for none; @own_encryption: the person told Claws Mail to encrypt.  @had is
 * borrowed until ended(). */
HemoClawsSend *hemo_claws_send_begin(HemoClaws *claws,
                                     Compose *compose,
                                     HemoClawsCapture *capture,
                                     const char *rung,
                                     gboolean own_encryption,
                                     HemoClawsHad *had,
                                     const HemoClawsSendWindow *window);

/* The window is gone, or the add-on goes: nothing more is sent; ended() is not called, and
 * the send takes over its HemoClawsHad. */
void hemo_claws_send_abandon(HemoClawsSend *send);
