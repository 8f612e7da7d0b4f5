/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The recipients that stand in the header entries of a message being written, as text that
 * a person is still typing (RFC 5322 section 3.4, and ";" between addresses as mail
 * programs take it).  Only for showing what is known of them: who gets a mail is never
 * read here.
 */
#pragma once

#include <glib.h>

#define HEMO_CLAWS_RECIPIENTS_MAX 100 /* as many as Agent1.Watch takes */

/* Adds the complete addresses of @text to @addresses (of char *, each as hemo_address_full()
 * writes it), each once and no more than HEMO_CLAWS_RECIPIENTS_MAX altogether.  What is not an
 * address, or has a domain without a dot, is left out. */
void hemo_claws_recipients_add(GPtrArray *addresses, const char *text);
