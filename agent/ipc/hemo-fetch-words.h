/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How an account fetches its mail, in words: the last leg of a received mail, which no server
 * records.  The same words for every mail program; each knows itself how to read its settings.
 */
#pragma once

#include <glib.h>

typedef enum {
    HEMO_FETCH_WORDS_UNTOLD = 0, /* say nothing */
    HEMO_FETCH_WORDS_PLAIN,
    HEMO_FETCH_WORDS_UNCHECKED, /* TLS, but anybody's certificate would do */
    HEMO_FETCH_WORDS_TLS,
    HEMO_FETCH_WORDS_HERE, /* never leaves this computer */
    HEMO_N_FETCH_WORDS
} HemoFetchWords;

/* One sentence for the person, or NULL where nothing is known: @server is NULL or empty, which
 * only HERE allows.  A @server that is this computer itself is HERE however it is reached.  The
 * caller frees it. */
char *hemo_fetch_words(HemoFetchWords leg, const char *server);
