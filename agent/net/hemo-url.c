/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-url.h.
 */
#include "hemo-url.h"

#include "hemo-address.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SIZE        2048
#define HTTP_PORT       80
#define HTTPS_PORT      443
#define FIRST_USER_PORT 1024

void
hemo_url_free(HemoUrl *url)
{
    if (url == NULL)
        return;
    g_free(url->host);
    g_clear_object(&url->address);
    g_free(url->path);
    g_free(url);
}

/* Blanks and what else is not of a URL would end up in a request line. */
static gboolean
is_printable(const char *text)
{
    gsize size = strlen(text);

    for (gsize i = 0; i < size; i++) {
        if (!g_ascii_isgraph(text[i]))
            return FALSE;
    }
    return size <= MAX_SIZE;
}

/* A last label of digits alone is an odd way to write an IPv4 address, never a name. */
static gboolean
is_name(const char *host)
{
    const char *dot = strrchr(host, '.');
    const char *last = dot != NULL ? dot + 1 : host;

    return last[strspn(last, "0123456789")] != '\0' && !g_str_has_prefix(last, "0x");
}

static gboolean
take_host(HemoUrl *url, const char *host)
{
    g_autofree char *given = g_strdup(host != NULL ? host : "");
    gsize size = strlen(given);

    if (size > 0 && given[size - 1] == '.')
        given[size - 1] = '\0';
    url->address = g_inet_address_new_from_string(given);
    if (url->address != NULL)
        url->host = g_inet_address_to_string(url->address);
    else if (is_name(given))
        url->host = hemo_address_normalise_domain(given, NULL);
    return url->host != NULL;
}

static gboolean
take_port(HemoUrl *url, int port)
{
    int usual = url->plain ? HTTP_PORT : HTTPS_PORT;

    url->port = (guint16)(port < 0 ? usual : port);
    return port < 0 || port == usual || (port >= FIRST_USER_PORT && port <= G_MAXUINT16);
}

static char *
make_path(GUri *uri)
{
    const char *path = g_uri_get_path(uri);
    const char *query = g_uri_get_query(uri);

    return g_strconcat(path[0] != '\0' ? path : "/",
                       query != NULL ? "?" : "",
                       query != NULL ? query : "",
                       NULL);
}

static gboolean
take(HemoUrl *url, GUri *uri)
{
    const char *scheme = g_uri_get_scheme(uri);

    url->plain = g_strcmp0(scheme, "http") == 0;
    if (!url->plain && g_strcmp0(scheme, "https") != 0)
        return FALSE;
    if (g_uri_get_userinfo(uri) != NULL || g_uri_get_fragment(uri) != NULL)
        return FALSE;
    url->path = make_path(uri);
    return take_port(url, g_uri_get_port(uri)) && take_host(url, g_uri_get_host(uri));
}

HemoUrl *
hemo_url_parse(const char *text, GError **error)
{
    g_autoptr(HemoUrl) url = g_new0(HemoUrl, 1);
    g_autoptr(GUri) uri = NULL;

    if (is_printable(text))
        uri = g_uri_parse(text, G_URI_FLAGS_ENCODED, NULL);
    if (uri == NULL || !take(url, uri)) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the web address cannot be used"));
        return NULL;
    }
    return g_steal_pointer(&url);
}
