/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One GET of a URL that a stranger named: its host is looked up, and addresses that are not
 * of the public Internet are not called, unless this is a network of our own.
 */
#pragma once

#include "hemo-dns.h"
#include "hemo-https.h"

typedef struct {
    const char *ca_file;    /* NULL: the system's */
    gboolean own_namespace; /* private addresses may be called */
    gsize limit;            /* of the body; 0: HEMO_LIMIT_HTTPS_BODY */
} HemoWebGetOptions;

/* Any status is a reply, a redirect too.  HEMO_ERROR_INVALID the URL; else as
 * hemo_https_get_async(); a host without an address that may be called is UNREACHABLE. */
void hemo_web_get_async(HemoDns *dns,
                        const char *url,
                        const HemoWebGetOptions *options,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
HemoHttpsReply *hemo_web_get_finish(GAsyncResult *result, GError **error);
