/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A delivery report in plain words: how many, which domain, what happened, why.  No
 * names: the words may be shown where others look on.
 */
#pragma once

#include <glib.h>

/* @recipients is the aa{sv} of Agent1.Incoming.  One sentence a line, for each domain and
 * outcome; no more than 5, and then how many more there are.  Free with g_free(). */
char *hemo_report_words_make(GVariant *recipients);
