/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A web address that a stranger wrote, taken apart (RFC 3986) and kept narrow: http or https,
 * no user, no fragment, no port of another service.  Pure.
 */
#pragma once

#include <gio/gio.h>

typedef struct {
    gboolean plain;        /* http */
    char *host;            /* lower-case A-labels without a final dot, or an IP address */
    GInetAddress *address; /* what the host is if it is no name; else NULL */
    guint16 port;
    char *path; /* with the query; at least "/" */
} HemoUrl;

/* HEMO_ERROR_INVALID; the message does not repeat it.  Ports below 1024 only as the scheme has
 * them, so that nobody makes us talk to a mail server. */
HemoUrl *hemo_url_parse(const char *text, GError **error);
void hemo_url_free(HemoUrl *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoUrl, hemo_url_free)
