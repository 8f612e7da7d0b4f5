/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a mail program hands over with a call: a mail, or the description of one with its
 * parts, as sealed memfds.  Owns the descriptors; nothing is read here.
 */
#pragma once

#include <gio/gunixfdlist.h>

typedef struct _HemoHanded HemoHanded;

/* Of the call's descriptors those that the handles @mail (h) and @parts (ah) name.
 * HEMO_ERROR_INVALID if one is missing, HEMO_ERROR_TOO_BIG for more than
 * HEMO_LIMIT_ATTACHED_FDS parts. */
HemoHanded *hemo_handed_take(GUnixFDList *fds, GVariant *mail, GVariant *parts, GError **error);

/* A mail alone; takes @fd. */
HemoHanded *hemo_handed_new(int fd);
void hemo_handed_free(HemoHanded *handed); /* closes all; NULL is fine */

/* Nobody can change any of it any more, and @with_parts or there are none: else
 * HEMO_ERROR_INVALID or HEMO_ERROR_TOO_BIG. */
gboolean hemo_handed_check(const HemoHanded *handed, gboolean with_parts, GError **error);

/* The mail is not empty: HEMO_ERROR_INVALID. */
gboolean hemo_handed_check_filled(const HemoHanded *handed, GError **error);

int hemo_handed_mail(const HemoHanded *handed); /* borrowed */
const int *hemo_handed_parts(const HemoHanded *handed, gsize *ret_n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoHanded, hemo_handed_free)
