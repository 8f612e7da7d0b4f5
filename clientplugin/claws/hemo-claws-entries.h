/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Watches the header entries of one message being written.  Claws Mail adds and removes them
 * as it likes; here one signal says that the recipients may be others now.
 */
#pragma once

#include "hemo-claws.h"

#include "compose.h"

typedef struct _HemoClawsEntries HemoClawsEntries;

/* @changed is called with @data at each change of a header entry.  To be freed before
 * @compose. */
HemoClawsEntries *
hemo_claws_entries_new(Compose *compose, void (*changed)(gpointer data), gpointer data);
void hemo_claws_entries_free(HemoClawsEntries *entries);

/* The complete addresses in To, Cc and Bcc as they stand now (of char *). */
GPtrArray *hemo_claws_entries_read(HemoClawsEntries *entries);
