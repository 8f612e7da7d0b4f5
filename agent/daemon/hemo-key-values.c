/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-values.h.
 */
#include "hemo-key-values.h"

const HemoName hemo_key_values_states[] = {
    {HEMO_KEY_BROKEN, "broken"},
    {HEMO_KEY_REVOKED, "revoked"},
    {HEMO_KEY_DISABLED, "disabled"},
    {HEMO_KEY_EXPIRED, "expired"},
    {HEMO_KEY_NOT_YET_VALID, "not-yet-valid"},
    {HEMO_KEY_NOT_FOR_ENCRYPTION, "not-for-encryption"},
    {HEMO_KEY_WRONG_NAME, "wrong-name"},
    {HEMO_KEY_WEAK, "weak"},
    {HEMO_KEY_NOT_APPROVED, "not-approved"},
    {HEMO_KEY_DISTRUSTED, "distrusted"},
    {HEMO_KEY_STATUS_UNKNOWN, "status-unknown"},
    {HEMO_KEY_CHANGED, "changed"},
    {HEMO_KEY_UNCONFIRMED, "unconfirmed"},
    {HEMO_KEY_USABLE, "usable"},
    {0, NULL},
};

const HemoName hemo_key_values_trusts[] = {
    {HEMO_KEY_TRUST_NONE, "none"},
    {HEMO_KEY_TRUST_PUBLISHED, "published"},
    {HEMO_KEY_TRUST_AUTHORITY, "authority"},
    {HEMO_KEY_TRUST_CONFIRMED, "confirmed"},
    {0, NULL},
};

static GVariant *
finder_names(const HemoKeyCandidate *candidate)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);
    guint bits = candidate->record != NULL ? candidate->record->finders : 0;

    if (candidate->in_ring)
        bits |= HEMO_FINDER_KEYRING;
    for (const HemoName *name = hemo_finder_names; name->name != NULL; name++) {
        if ((bits & (guint)name->value) != 0)
            g_variant_builder_add(&builder, "s", name->name);
    }
    return g_variant_builder_end(&builder);
}

static void
add_key(GVariantDict *dict, const HemoKey *key)
{
    g_variant_dict_insert(dict,
                          "kind",
                          "s",
                          hemo_names_find(hemo_key_record_kinds, hemo_key_kind(key)));
    g_variant_dict_insert(dict, "fingerprint", "s", hemo_key_fingerprint(key));
    g_variant_dict_insert(dict,
                          "state",
                          "s",
                          hemo_names_find(hemo_key_values_states, hemo_key_state(key)));
    g_variant_dict_insert(dict, "words", "s", hemo_key_reason(key));
    g_variant_dict_insert(dict,
                          "trust",
                          "s",
                          hemo_names_find(hemo_key_values_trusts, hemo_key_trust(key)));
    g_variant_dict_insert(dict, "created", "x", hemo_key_created(key));
    g_variant_dict_insert(dict, "expires", "x", hemo_key_expires(key));
    g_variant_dict_insert(dict, "own", "b", hemo_key_has_secret(key));
}

static void
add_record(GVariantDict *dict, const HemoKeyRecord *record)
{
    gboolean confirmed = record != NULL && record->word == HEMO_KEY_WORD_CONFIRMED;
    const char *by = confirmed && record->word_by != NULL ? record->word_by : "";
    const char *how = confirmed && record->word_how != NULL ? record->word_how : "";

    g_variant_dict_insert(dict, "since", "x", record != NULL ? record->since : 0);
    g_variant_dict_insert(dict, "seen", "x", record != NULL ? record->seen : 0);
    g_variant_dict_insert(dict, "used", "x", record != NULL ? record->used : 0);
    g_variant_dict_insert(dict, "confirmed_by", "s", by);
    g_variant_dict_insert(dict, "confirmed_how", "s", how);
    g_variant_dict_insert(dict, "confirmed_at", "x", confirmed ? record->word_time : 0);
}

GVariant *
hemo_key_values_make(const HemoKeyCandidate *candidate, const char *address, gboolean chosen)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert(&dict, "address", "s", address);
    add_key(&dict, candidate->key);
    add_record(&dict, candidate->record);
    g_variant_dict_insert_value(&dict, "finders", finder_names(candidate));
    g_variant_dict_insert(&dict, "chosen", "b", chosen && hemo_key_usable(candidate->key));
    return g_variant_dict_end(&dict);
}
