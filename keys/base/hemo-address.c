/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-address.h.
 */
#include "hemo-address.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>
#include <idn2.h>
#include <string.h>

struct _HemoAddress {
    gatomicrefcount refs;
    char *full;
    char *local;
    char *key;
    const char *domain; /* inside full */
};

#define ATEXT_SPECIAL "!#$%&'*+-/=?^_`{|}~"

static gboolean
is_atext(char byte)
{
    return g_ascii_isalnum(byte) || (byte != '\0' && strchr(ATEXT_SPECIAL, byte) != NULL);
}

/* Dot-string of RFC 5321: atoms joined by single dots. */
static gboolean
is_dot_string(const char *text, gsize size)
{
    gboolean dot = TRUE;

    for (gsize i = 0; i < size; i++) {
        if (text[i] == '.' ? dot : !is_atext(text[i]))
            return FALSE;
        dot = text[i] == '.';
    }
    return size > 0 && !dot;
}

static gboolean
is_ldh_label(const char *label)
{
    gsize size = strlen(label);

    if (size == 0 || size > HEMO_LIMIT_LABEL || label[0] == '-' || label[size - 1] == '-')
        return FALSE;
    for (gsize i = 0; i < size; i++) {
        if (!g_ascii_isalnum(label[i]) && label[i] != '-' && label[i] != '_')
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_host_name(const char *name)
{
    g_auto(GStrv) labels = g_strsplit(name, ".", -1);

    if (*name == '\0' || strlen(name) > HEMO_LIMIT_DOMAIN)
        return FALSE;
    for (gsize i = 0; labels[i] != NULL; i++) {
        if (!is_ldh_label(labels[i]))
            return FALSE;
    }
    return TRUE;
}

char *
hemo_address_normalise_domain(const char *text, GError **error)
{
    g_autofree char *plain = g_strdup(text != NULL ? text : "");
    g_autofree char *lower = NULL;
    char *ascii = NULL;

    if (g_str_has_suffix(plain, "."))
        plain[strlen(plain) - 1] = '\0';
    if (g_utf8_validate(plain, -1, NULL) &&
        idn2_to_ascii_8z(plain, &ascii, IDN2_NONTRANSITIONAL) == IDN2_OK) {
        lower = g_ascii_strdown(ascii, -1);
        idn2_free(ascii);
    } else {
        /* names with underscores are no IDNA labels, yet are met in the DNS */
        lower = g_ascii_strdown(plain, -1);
    }
    if (!is_host_name(lower)) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("this is not a mail domain"));
        return NULL;
    }
    return g_steal_pointer(&lower);
}

HemoAddress *
hemo_address_parse(const char *text, GError **error)
{
    const char *at = text != NULL ? strrchr(text, '@') : NULL;
    g_autofree char *domain = NULL;
    HemoAddress *address;

    if (at == NULL || at - text > HEMO_LIMIT_LOCAL_PART ||
        !is_dot_string(text, (gsize)(at - text))) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("this is not a mail address"));
        return NULL;
    }
    domain = hemo_address_normalise_domain(at + 1, error);
    if (domain == NULL)
        return NULL;
    address = g_new0(HemoAddress, 1);
    g_atomic_ref_count_init(&address->refs);
    address->local = g_strndup(text, (gsize)(at - text));
    address->full = g_strconcat(address->local, "@", domain, NULL);
    address->domain = address->full + strlen(address->local) + 1;
    address->key = g_ascii_strdown(address->full, -1);
    return address;
}

HemoAddress *
hemo_address_ref(HemoAddress *address)
{
    g_atomic_ref_count_inc(&address->refs);
    return address;
}

void
hemo_address_unref(HemoAddress *address)
{
    if (address == NULL || !g_atomic_ref_count_dec(&address->refs))
        return;
    g_free(address->local);
    g_free(address->full);
    g_free(address->key);
    g_free(address);
}

const char *
hemo_address_full(const HemoAddress *address)
{
    return address->full;
}

const char *
hemo_address_local(const HemoAddress *address)
{
    return address->local;
}

const char *
hemo_address_domain(const HemoAddress *address)
{
    return address->domain;
}

const char *
hemo_address_key(const HemoAddress *address)
{
    return address->key;
}
