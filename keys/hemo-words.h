/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Passphrases that can be read out over the telephone: five words drawn by the random
 * generator of OpenSSL from a list of 2048, which makes 55 bits.  Never keeps one.
 */
#pragma once

#include "hemo-secret.h"

#define HEMO_WORDS_COUNT 5

/* HEMO_WORDS_COUNT words in lower case with one blank between them; each word of the list
 * is as likely as any other.  The caller wipes it with hemo_erase_text().  NULL and
 * HEMO_ERROR_FAILED if no randomness is to be had. */
char *hemo_words_new(GError **error);
