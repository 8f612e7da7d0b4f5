/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-case-keys.h.
 */
#include "hemo-case-keys.h"

#include <string.h>

typedef struct {
    HemoKey *key;    /* usable or not, or NULL */
    char *reason;    /* why it cannot be used; NULL if it can */
    gboolean missed; /* as there is none */
} Slot;

typedef struct {
    Slot *recipients;
    Slot own;
    GPtrArray *also;   /* HemoKey, all usable */
    char *also_reason; /* of the first that is not */
} Side;

struct _HemoCaseKeys {
    gsize n;
    Side sides[HEMO_N_KEY_KINDS]; /* that of HEMO_KEY_KIND_INVALID stays empty */
};

static void
clear_slot(Slot *slot)
{
    g_clear_pointer(&slot->key, hemo_key_unref);
    g_clear_pointer(&slot->reason, g_free);
}

static void
fill_slot(Slot *slot, HemoKey *key, const char *reason)
{
    HemoKey *kept = key != NULL ? hemo_key_ref(key) : NULL;
    char *words = g_strdup(key != NULL && hemo_key_usable(key) ? NULL : reason);

    clear_slot(slot);
    slot->key = kept;
    slot->reason = words;
    slot->missed = FALSE;
}

static gboolean
is_usable(const Slot *slot)
{
    return slot->key != NULL && hemo_key_usable(slot->key);
}

HemoCaseKeys *
hemo_case_keys_new(gsize n_recipients)
{
    HemoCaseKeys *keys = g_new0(HemoCaseKeys, 1);

    keys->n = n_recipients;
    for (int kind = 0; kind < HEMO_N_KEY_KINDS; kind++) {
        keys->sides[kind].recipients = g_new0(Slot, n_recipients);
        keys->sides[kind].also = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);
    }
    return keys;
}

void
hemo_case_keys_free(HemoCaseKeys *keys)
{
    for (int kind = 0; keys != NULL && kind < HEMO_N_KEY_KINDS; kind++) {
        Side *side = &keys->sides[kind];

        for (gsize i = 0; i < keys->n; i++)
            clear_slot(&side->recipients[i]);
        g_free(side->recipients);
        clear_slot(&side->own);
        g_ptr_array_unref(side->also);
        g_free(side->also_reason);
    }
    g_free(keys);
}

void
hemo_case_keys_set(HemoCaseKeys *keys,
                   gsize index,
                   HemoKeyKind kind,
                   HemoKey *key,
                   const char *reason)
{
    fill_slot(&keys->sides[kind].recipients[index], key, reason);
}

void
hemo_case_keys_miss(HemoCaseKeys *keys, gsize index, HemoKeyKind kind)
{
    keys->sides[kind].recipients[index].missed = TRUE;
}

gboolean
hemo_case_keys_is_missed(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind)
{
    return keys->sides[kind].recipients[index].missed;
}

void
hemo_case_keys_set_own(HemoCaseKeys *keys, HemoKeyKind kind, HemoKey *key, const char *reason)
{
    fill_slot(&keys->sides[kind].own, key, reason);
}

void
hemo_case_keys_miss_own(HemoCaseKeys *keys, HemoKeyKind kind)
{
    keys->sides[kind].own.missed = TRUE;
}

void
hemo_case_keys_add_also(HemoCaseKeys *keys, HemoKeyKind kind, HemoKey *key, const char *reason)
{
    Side *side = &keys->sides[kind];

    if (key != NULL && hemo_key_usable(key))
        g_ptr_array_add(side->also, hemo_key_ref(key));
    else if (side->also_reason == NULL)
        side->also_reason = g_strdup(reason);
}

HemoKey *
hemo_case_keys_get(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind)
{
    return keys->sides[kind].recipients[index].key;
}

HemoKey *
hemo_case_keys_own(const HemoCaseKeys *keys, HemoKeyKind kind)
{
    return keys->sides[kind].own.key;
}

gboolean
hemo_case_keys_has(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind)
{
    return is_usable(&keys->sides[kind].recipients[index]);
}

static gboolean
own_side_is_ready(const Side *side)
{
    return is_usable(&side->own) && side->also_reason == NULL;
}

gboolean
hemo_case_keys_can(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind)
{
    const Side *side = &keys->sides[kind];

    return kind > HEMO_KEY_KIND_INVALID && is_usable(&side->recipients[index]) &&
           own_side_is_ready(side);
}

gboolean
hemo_case_keys_lacks_own(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind)
{
    const Side *side = &keys->sides[kind];

    return is_usable(&side->recipients[index]) && side->own.missed;
}

const char *
hemo_case_keys_own_reason(const HemoCaseKeys *keys, HemoKeyKind kind)
{
    const Side *side = &keys->sides[kind];

    return side->own.reason != NULL ? side->own.reason : side->also_reason;
}

const char *
hemo_case_keys_reason(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind)
{
    const Slot *slot = &keys->sides[kind].recipients[index];

    return is_usable(slot) ? hemo_case_keys_own_reason(keys, kind) : slot->reason;
}

static void
add_once(GPtrArray *list, HemoKey *key)
{
    for (guint i = 0; i < list->len; i++) {
        if (strcmp(hemo_key_fingerprint(list->pdata[i]), hemo_key_fingerprint(key)) == 0)
            return;
    }
    g_ptr_array_add(list, hemo_key_ref(key));
}

GPtrArray *
hemo_case_keys_list(const HemoCaseKeys *keys, HemoKeyKind kind, const gsize *indices, gsize n)
{
    const Side *side = &keys->sides[kind];
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);

    for (gsize i = 0; i < n; i++) {
        if (is_usable(&side->recipients[indices[i]]))
            add_once(list, side->recipients[indices[i]].key);
    }
    if (is_usable(&side->own))
        add_once(list, side->own.key);
    for (guint i = 0; i < side->also->len; i++)
        add_once(list, side->also->pdata[i]);
    return list;
}
