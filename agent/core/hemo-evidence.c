/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-evidence.h.
 */
#include "hemo-evidence.h"

#include "hemo-error.h"

#include <glib/gi18n-lib.h>

struct _HemoEvidence {
    gatomicrefcount refs;
    GVariant *object;
    const char *domain; /* inside object */
    HemoLevel level;
    gint64 checked;
    gint64 expires;
};

static const struct {
    const char *key;
    const char *type;
} keys[] = {
    {"domain", "s"},
    {"level", "s"},
    {"probe", "s"},
    {"dane", "s"},
    {"mta_sts", "s"},
    {"mx", "aa{sv}"},
    {"reasons", "as"},
    {"checked", "x"},
    {"expires", "x"},
};

static gboolean
has_all_keys(GVariant *object)
{
    if (!g_variant_is_of_type(object, G_VARIANT_TYPE_VARDICT))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autoptr(GVariant) value =
            g_variant_lookup_value(object, keys[i].key, G_VARIANT_TYPE(keys[i].type));

        if (value == NULL)
            return FALSE;
    }
    return TRUE;
}

HemoEvidence *
hemo_evidence_new(GVariant *object, GError **error)
{
    g_autoptr(GVariant) owned = g_variant_ref_sink(object);
    const char *level = NULL;
    HemoEvidence *evidence;

    if (!has_all_keys(owned) || !g_variant_lookup(owned, "level", "&s", &level) ||
        hemo_names_value(hemo_level_names, level, HEMO_LEVEL_INVALID) == HEMO_LEVEL_INVALID) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the record about a domain is damaged"));
        return NULL;
    }
    evidence = g_new0(HemoEvidence, 1);
    g_atomic_ref_count_init(&evidence->refs);
    evidence->level = hemo_names_value(hemo_level_names, level, HEMO_LEVEL_INVALID);
    g_variant_lookup(owned, "domain", "&s", &evidence->domain);
    g_variant_lookup(owned, "checked", "x", &evidence->checked);
    g_variant_lookup(owned, "expires", "x", &evidence->expires);
    evidence->object = g_steal_pointer(&owned);
    return evidence;
}

HemoEvidence *
hemo_evidence_ref(HemoEvidence *evidence)
{
    g_atomic_ref_count_inc(&evidence->refs);
    return evidence;
}

void
hemo_evidence_unref(HemoEvidence *evidence)
{
    if (evidence == NULL || !g_atomic_ref_count_dec(&evidence->refs))
        return;
    g_variant_unref(evidence->object);
    g_free(evidence);
}

const char *
hemo_evidence_domain(const HemoEvidence *evidence)
{
    return evidence->domain;
}

HemoLevel
hemo_evidence_level(const HemoEvidence *evidence)
{
    return evidence->level;
}

gint64
hemo_evidence_checked(const HemoEvidence *evidence)
{
    return evidence->checked;
}

gint64
hemo_evidence_expires(const HemoEvidence *evidence)
{
    return evidence->expires;
}

const char **
hemo_evidence_reasons(const HemoEvidence *evidence)
{
    g_autoptr(GVariant) reasons =
        g_variant_lookup_value(evidence->object, "reasons", G_VARIANT_TYPE_STRING_ARRAY);

    return g_variant_get_strv(reasons, NULL);
}

GVariant *
hemo_evidence_object(const HemoEvidence *evidence)
{
    return evidence->object;
}
