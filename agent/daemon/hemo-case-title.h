/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The one sentence above everything else that a person reads about a judged mail: what
 * it is and what stands in its way, or what will be done.
 */
#pragma once

#include "hemo-case.h"

/* A whole sentence, translated; "" for a mail that simply goes.  Free with g_free(). */
char *hemo_case_title_words(const HemoCase *mail);
