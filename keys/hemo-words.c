/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-words.h.  The list has 2^11 words: 11 bits of randomness name one of them, and
 * none comes more often than another.
 */
#include "hemo-words.h"

#include <glib/gi18n-lib.h>
#include <openssl/rand.h>

#include "hemo-error.h"
#include "hemo-words-table.h"

G_STATIC_ASSERT(G_N_ELEMENTS(words) == 2048);

char *
hemo_words_new(GError **error)
{
    g_autoptr(HemoBuffer) text = hemo_buffer_new();
    guint16 numbers[HEMO_WORDS_COUNT];
    char *copy;

    if (RAND_priv_bytes((guint8 *)numbers, sizeof numbers) != 1) {
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the encryption library reported an error"));
        return NULL;
    }
    for (guint i = 0; i < HEMO_WORDS_COUNT; i++) {
        if (i > 0)
            hemo_buffer_append_byte(text, ' ');
        hemo_buffer_append_text(text, words[numbers[i] % G_N_ELEMENTS(words)]);
    }
    copy = hemo_slice_dup(hemo_buffer_slice(text));
    hemo_erase(numbers, sizeof numbers);
    return copy;
}
