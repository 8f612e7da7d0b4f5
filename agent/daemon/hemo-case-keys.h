/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The keys that one mail could be encrypted with, of both kinds: the recipients', the sender's
 * own, and those that every encrypted copy is for.  Looks nothing up and decides nothing.
 */
#pragma once

#include "hemo-key.h"

typedef struct _HemoCaseKeys HemoCaseKeys;

HemoCaseKeys *hemo_case_keys_new(gsize n_recipients);
void hemo_case_keys_free(HemoCaseKeys *keys); /* NULL is fine */

/* What was found of @kind for recipient @index: a key, usable or not, or NULL; with @reason
 * (plain words) why there is none that can be used. */
void hemo_case_keys_set(HemoCaseKeys *keys,
                        gsize index,
                        HemoKeyKind kind,
                        HemoKey *key,
                        const char *reason);

/* ... as nobody knows of any key of his, rather than for another reason. */
void hemo_case_keys_miss(HemoCaseKeys *keys, gsize index, HemoKeyKind kind);
gboolean hemo_case_keys_is_missed(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind);

/* The sender's own, likewise: one that cannot be used rules its kind out. */
void
hemo_case_keys_set_own(HemoCaseKeys *keys, HemoKeyKind kind, HemoKey *key, const char *reason);

/* She has none of @kind at all, which she can mend herself. */
void hemo_case_keys_miss_own(HemoCaseKeys *keys, HemoKeyKind kind);

/* Of somebody for whom every encrypted copy is as well (also-encrypt-to), likewise. */
void
hemo_case_keys_add_also(HemoCaseKeys *keys, HemoKeyKind kind, HemoKey *key, const char *reason);

/* What was found for @index, usable or not; or NULL. */
HemoKey *hemo_case_keys_get(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind);
HemoKey *hemo_case_keys_own(const HemoCaseKeys *keys, HemoKeyKind kind); /* or NULL */

/* TRUE if @index has a key of @kind that can be used. */
gboolean hemo_case_keys_has(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind);

/* TRUE if everything is there to encrypt for @index with @kind. */
gboolean hemo_case_keys_can(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind);

/* TRUE if nothing but a key of her own keeps the sender from that. */
gboolean hemo_case_keys_lacks_own(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind);

/* Why @kind cannot be used for @index; NULL if it can, or if nobody has looked. */
const char *hemo_case_keys_reason(const HemoCaseKeys *keys, gsize index, HemoKeyKind kind);

/* The sender's side of that alone. */
const char *hemo_case_keys_own_reason(const HemoCaseKeys *keys, HemoKeyKind kind);

/* The keys for a copy: of the recipients @indices (@n of them), the sender's and those of
 * also-encrypt-to, none twice.  HemoKey, owned by the array. */
GPtrArray *
hemo_case_keys_list(const HemoCaseKeys *keys, HemoKeyKind kind, const gsize *indices, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCaseKeys, hemo_case_keys_free)
