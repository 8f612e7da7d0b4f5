/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * All that is known of the keys of one address, or of all addresses, for a person to read.
 */
#pragma once

#include "hemo-key-desk.h"

#define HEMO_KEY_LIST_SIZE 500 /* keys in one answer */

/* The question that policy asks for @address, about every key: what proof suffices, what is
 * approved.  FALSE if @address is none: HEMO_ERROR_INVALID. */
gboolean hemo_key_list_question(HemoServices *services,
                                HemoKeyKind kind,
                                const char *address,
                                HemoKeyQuestion *ret_question,
                                GError **error);

/* @address "": of all that have a record, and of one's own.  With @fresh lists of revocations
 * are fetched; else nobody is asked. */
void hemo_key_list_make_async(HemoServices *services,
                              const char *address,
                              gboolean fresh,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* All, without fetching; HEMO_ERROR_LOCKED once the screen was locked: for nobody who waits. */
void hemo_key_list_make_quietly_async(HemoServices *services,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GVariant *hemo_key_list_make_finish(GAsyncResult *result, GError **error); /* aa{sv}, full */
