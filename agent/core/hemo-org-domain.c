/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-org-domain.h.
 */
#include "hemo-org-domain.h"

#include <libpsl.h>
#include <string.h>

#include "hemo-limits.h"
#include "hemo-mail-provider.h"

#define MAX_LABELS 5 /* of a suffix in the ICANN section, and one more */

static gboolean
is_public_suffix(const char *domain)
{
    return psl_is_public_suffix2(psl_builtin(), domain, PSL_TYPE_ICANN) != 0;
}

/* @host in lower case without a final dot, or NULL if it cannot be a host name. */
static char *
copy_host(HemoSlice host)
{
    char *copy;

    while (host.size > 0 && host.data[host.size - 1] == '.')
        host.size--;
    if (host.size == 0 || host.size > HEMO_LIMIT_DOMAIN || host.data[0] == '[' ||
        hemo_slice_find(host, '.') == host.size || hemo_slice_find(host, '\0') < host.size ||
        hemo_slice_find(host, ':') < host.size)
        return NULL;
    copy = hemo_slice_dup(host);
    for (char *c = copy; *c != '\0'; c++)
        *c = g_ascii_tolower(*c);
    return copy;
}

/* The last @labels labels of @host: no suffix of the list is longer. */
static const char *
cut_labels(const char *host, guint labels)
{
    const char *at = host + strlen(host);

    while (at > host) {
        if (*--at == '.' && --labels == 0)
            return at + 1;
    }
    return host;
}

char *
hemo_org_domain_find(HemoSlice host)
{
    g_autofree char *copy = copy_host(host);
    const char *org;

    if (copy == NULL || copy[0] == '.' || g_hostname_is_ip_address(copy))
        return NULL;
    org = cut_labels(copy, MAX_LABELS);
    if (is_public_suffix(org))
        return NULL;
    for (const char *dot = strchr(org, '.'); dot != NULL; dot = strchr(org, '.')) {
        if (is_public_suffix(dot + 1))
            return g_strdup(org);
        org = dot + 1;
    }
    return NULL;
}

gboolean
hemo_org_domain_is_private(const char *org)
{
    static const char *const ENDINGS[] = {".internal",
                                          ".local",
                                          ".lan",
                                          ".localdomain",
                                          ".intranet",
                                          ".corp",
                                          ".home",
                                          ".private",
                                          ".localhost"};

    for (gsize i = 0; i < G_N_ELEMENTS(ENDINGS); i++) {
        if (g_str_has_suffix(org, ENDINGS[i]))
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_org_domain_same(const char *org, const char *other)
{
    HemoMailProvider provider;

    if (org == NULL || other == NULL)
        return FALSE;
    if (strcmp(org, other) == 0)
        return TRUE;
    provider = hemo_mail_provider_find(org);
    return provider != HEMO_MAIL_PROVIDER_NONE && provider == hemo_mail_provider_find(other);
}
