/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Fills in the keys that a mail may be encrypted with: those that are here already, of all
 * kinds side by side; then, only for recipients of whom none of them will do, those that the
 * network tells of.
 */
#pragma once

#include "hemo-case.h"
#include "hemo-services.h"

/* Ends within HEMO_LIMIT_KEYS_WAIT seconds whatever happens; what did not answer until then is
 * told as the reason of the recipient.  Evidence must be filled in before. */
void hemo_case_search_async(HemoServices *services,
                            HemoCase *mail,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
void hemo_case_search_finish(GAsyncResult *result);
