/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One GET over HTTPS (libcurl, in a worker thread), kept small: no redirects, no other
 * protocol, no proxy, no cookies, no cache, as many bytes as the caller allows,
 * HEMO_LIMIT_HTTPS_WAIT seconds, and only the addresses that it is given.  Without TLS only
 * for what is signed itself, such as a list of revoked certificates.
 */
#pragma once

#include <gio/gio.h>

/* Copied when the call is made. */
typedef struct {
    const char *host; /* the certificate must name it; an IPv6 address without brackets */
    guint16 port;
    const char *path;     /* begins with "/"; with the query */
    GPtrArray *addresses; /* GInetAddress, tried in this order */
    const char *ca_file;  /* NULL: the system's */
    gboolean plain;       /* HTTP */
    gsize limit;          /* of the body; 0: HEMO_LIMIT_HTTPS_BODY */
} HemoHttpsRequest;

typedef struct {
    guint status;
    char *content_type; /* "" if there is none */
    GBytes *body;
} HemoHttpsReply;

void hemo_https_reply_free(HemoHttpsReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoHttpsReply, hemo_https_reply_free)

/* Any status is a reply.  HEMO_ERROR_UNTRUSTED certificate or TLS version; HEMO_ERROR_TOO_BIG;
 * HEMO_ERROR_TIMED_OUT; HEMO_ERROR_CANCELLED; HEMO_ERROR_UNREACHABLE all else. */
void hemo_https_get_async(const HemoHttpsRequest *request,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
HemoHttpsReply *hemo_https_get_finish(GAsyncResult *result, GError **error);
