/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Hands finished messages to Claws Mail, which transmits them with its own account or
 * puts them into its queue.  What waits for Claws Mail is memory (a memfd), never a
 * file of ours.
 */
#pragma once

#include "hemo-claws-capture.h"

/* One message with an envelope of its own. */
typedef struct {
    int fd; /* sealed; closed with the message */
    GStrv recipients;
    char *message_id;
    gboolean protected; /* encrypted, for this copy's recipients */
} HemoClawsMessage;

void hemo_claws_deliver_message_free(HemoClawsMessage *message); /* NULL is fine */
HemoClawsMessage *hemo_claws_deliver_message_copy(const HemoClawsMessage *message);

/* The messages that Agent1.Protect answered with, in the order in which they should go: the
 * last is the one to keep in the Sent folder.  NULL and HEMO_ERROR_INVALID. */
GPtrArray *hemo_claws_deliver_messages(GVariant *messages, GUnixFDList *fds, GError **error);

/* The captured message as it is, for @recipients. */
HemoClawsMessage *hemo_claws_deliver_as_is(const HemoClawsCapture *capture,
                                           const char *const *recipients);

/* Transmits @message; returns when the server has taken or refused it, and runs the main loop
 * meanwhile.  With @keep a copy goes into the Sent folder, and the mail that was replied to is
 * marked.  HEMO_ERROR_FAILED with the reason that Claws Mail gives. */
gboolean hemo_claws_deliver_send(const HemoClawsCapture *capture,
                                 const HemoClawsMessage *message,
                                 gboolean keep,
                                 GError **error);

/* Puts all of @messages into the queue, or none. */
gboolean hemo_claws_deliver_queue(const HemoClawsCapture *capture,
                                  const GPtrArray *messages,
                                  GError **error);

/* Lets Claws Mail write @compose's mail itself and send or queue it.  Runs the main loop. */
gboolean hemo_claws_deliver_composed(Compose *compose, gboolean now, GError **error);

/* Puts a copy of @message into @folder (an identifier), as sent. */
gboolean hemo_claws_deliver_file(const char *folder, const HemoClawsMessage *message);

/* The mail is gone: removes the draft that it came from, and closes @compose. */
void hemo_claws_deliver_close(Compose *compose);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoClawsMessage, hemo_claws_deliver_message_free)
