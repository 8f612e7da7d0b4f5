/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the add-on asks the agent about a received mail: which of its accounts the mail is
 * for, then the badge, or what arrived.  Nothing waits; the answer belongs to the mail that was
 * given, whatever is shown by then.
 */
#pragma once

#include "hemo-claws.h"

typedef enum {
    HEMO_CLAWS_INQUIRY_BADGE,    /* Agent1.Badge, of a header block */
    HEMO_CLAWS_INQUIRY_INCOMING, /* Agent1.Incoming, of a whole mail */
} HemoClawsInquiry;

typedef struct {
    GVariant *values; /* a{sv} */
    char *account;    /* the Hemostat account's id, "" if there is none */
} HemoClawsAnswer;

void hemo_claws_inquiry_free_answer(HemoClawsAnswer *answer); /* NULL is fine */

/* @fd (taken over): a sealed memfd.  @account: whose mail it is, NULL if that is not known;
 * read before this returns and not kept.  After @cancellable was cancelled the answer is
 * G_IO_ERROR_CANCELLED, always. */
void hemo_claws_inquiry_ask_async(HemoClaws *claws,
                                  HemoClawsInquiry inquiry,
                                  const PrefsAccount *account,
                                  int fd,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* NULL and @error, one of ours or G_IO_ERROR_CANCELLED. */
HemoClawsAnswer *hemo_claws_inquiry_ask_finish(GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoClawsAnswer, hemo_claws_inquiry_free_answer)
