/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-judge.h.
 */
#include "hemo-key-judge.h"

/* Finders whose secure answer is the domain's own word; a certificate in a CERT record needs
 * an authority. */
#define PUBLISHING ((guint)(HEMO_FINDER_WKD | HEMO_FINDER_SMIMEA))

static gboolean
is_own(const HemoKeyCase *each)
{
    return each->own_address && hemo_key_has_secret(each->key);
}

gboolean
hemo_key_judge_counts(const HemoKeyCase *each)
{
    guint told = each->record != NULL ? each->record->finders : 0;

    if (is_own(each))
        return TRUE;
    if (each->record != NULL && each->record->word != HEMO_KEY_WORD_NONE)
        return TRUE;
    if (each->in_ring && (each->finders & HEMO_FINDER_KEYRING) != 0)
        return TRUE;
    return (told & (each->finders | HEMO_FINDER_IMPORT)) != 0;
}

/* gpg's word counts where its ring does. */
static HemoKeyTrust
engine_trust(const HemoKeyCase *each)
{
    if (each->in_ring && (each->finders & HEMO_FINDER_KEYRING) == 0)
        return HEMO_KEY_TRUST_NONE;
    return hemo_key_trust(each->key);
}

HemoKeyTrust
hemo_key_judge_trust(const HemoKeyCase *each)
{
    const HemoKeyRecord *record = each->record;
    HemoKeyTrust trust = engine_trust(each);

    if (is_own(each))
        return HEMO_KEY_TRUST_CONFIRMED;
    if (record == NULL)
        return trust;
    if (record->word == HEMO_KEY_WORD_CONFIRMED)
        return HEMO_KEY_TRUST_CONFIRMED;
    if (record->secure && (record->finders & each->finders & PUBLISHING) != 0)
        return MAX(trust, HEMO_KEY_TRUST_PUBLISHED);
    return trust;
}

static gboolean
is_over(const HemoKey *key, gint64 now)
{
    return hemo_key_expires(key) > 0 && hemo_key_expires(key) <= now;
}

/* Of certificates their own engine has judged it. */
static gboolean
is_not_approved(const HemoKeyCase *each)
{
    return each->fips && hemo_key_kind(each->key) == HEMO_KEY_KIND_OPENPGP &&
           (hemo_key_abilities(each->key) & HEMO_KEY_ABILITY_APPROVED) == 0;
}

/* Of a key with nothing wrong about it but perhaps whose it is. */
static HemoKeyState
judge_trusted(const HemoKeyCase *each, HemoKeyTrust trust)
{
    if (is_own(each))
        return HEMO_KEY_USABLE;
    if (each->pinned && !each->is_pin && trust < HEMO_KEY_TRUST_CONFIRMED)
        return HEMO_KEY_CHANGED;
    /* less than the domain's own word is nobody's */
    return trust >= MAX(each->least, HEMO_KEY_TRUST_PUBLISHED) ? HEMO_KEY_USABLE
                                                               : HEMO_KEY_UNCONFIRMED;
}

static HemoKeyState
judge_state(const HemoKeyCase *each, HemoKeyTrust trust)
{
    HemoKeyState state = hemo_key_state(each->key);

    if (state < HEMO_KEY_DISTRUSTED)
        return state;
    if (is_over(each->key, each->now))
        return HEMO_KEY_EXPIRED;
    if (is_not_approved(each))
        return HEMO_KEY_NOT_APPROVED;
    if (each->record != NULL && each->record->word == HEMO_KEY_WORD_REJECTED)
        return HEMO_KEY_DISTRUSTED;
    if (state == HEMO_KEY_DISTRUSTED)
        return state;
    if (state == HEMO_KEY_STATUS_UNKNOWN && !is_own(each))
        return state;
    return judge_trusted(each, trust);
}

HemoKey *
hemo_key_judge_make(const HemoKeyCase *each)
{
    HemoKeyTrust trust = hemo_key_judge_trust(each);
    g_autoptr(HemoKey) judged = hemo_key_judged(each->key, judge_state(each, trust), trust);

    return is_own(each) ? g_steal_pointer(&judged) : hemo_key_disowned(judged);
}

static gint64
pinned_at(const HemoKeyRecord *record)
{
    gint64 said = record->word == HEMO_KEY_WORD_CONFIRMED ? record->word_time : 0;

    return MAX(record->used, said);
}

const HemoKeyRecord *
hemo_key_judge_pin(GPtrArray *records, HemoKeyKind kind)
{
    const HemoKeyRecord *pin = NULL;

    for (guint i = 0; i < records->len; i++) {
        const HemoKeyRecord *record = records->pdata[i];

        if (record->kind == kind && pinned_at(record) > (pin != NULL ? pinned_at(pin) : 0))
            pin = record;
    }
    return pin;
}

/* A stranger's mail may not hide that the domain tells of another key now. */
static int
rank(const HemoKey *key)
{
    if (hemo_key_state(key) == HEMO_KEY_CHANGED)
        return hemo_key_trust(key) >= HEMO_KEY_TRUST_PUBLISHED ? 2 * HEMO_KEY_UNCONFIRMED + 1
                                                               : 2 * HEMO_KEY_CHANGED;
    return 2 * (int)hemo_key_state(key);
}

gboolean
hemo_key_judge_is_better(const HemoKey *key, const HemoKey *other)
{
    if (other == NULL || rank(key) != rank(other))
        return other == NULL || rank(key) > rank(other);
    if (hemo_key_trust(key) != hemo_key_trust(other))
        return hemo_key_trust(key) > hemo_key_trust(other);
    return hemo_key_is_better(key, other);
}
