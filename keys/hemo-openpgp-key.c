/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Judges what gpg lists.  A key counts for an address only by a user id that is
 * exactly this address and that a person here has confirmed, by a signature or as
 * their own; what others signed far away never reaches that mark by itself.
 */
#include "hemo-key.h"
#include "hemo-openpgp-private.h"

#include <string.h>

/* "Mallory (<ann@example.org>) <m@example.net>": programs disagree about whose it is, and
 * who confirmed it may have meant the other. */
static gboolean
is_ambiguous(gpgme_user_id_t uid)
{
    const char *first = uid->uid != NULL ? strchr(uid->uid, '<') : NULL;

    return first != NULL && strchr(first + 1, '<') != NULL;
}

/* The user id of @address that is trusted most, or NULL. */
static gpgme_user_id_t
find_uid(gpgme_key_t key, const char *address)
{
    gpgme_user_id_t best = NULL;

    for (gpgme_user_id_t uid = key->uids; uid != NULL; uid = uid->next) {
        if (uid->address == NULL || g_ascii_strcasecmp(uid->address, address) != 0 ||
            is_ambiguous(uid))
            continue;
        if (best == NULL || (best->revoked && !uid->revoked) ||
            (best->revoked == uid->revoked && uid->validity > best->validity))
            best = uid;
    }
    return best;
}

static gboolean
subkey_is_good(gpgme_subkey_t subkey)
{
    return !subkey->revoked && !subkey->expired && !subkey->disabled && !subkey->invalid;
}

/* The encryption subkey that gpg would take: the newest good one; else an expired one. */
static gpgme_subkey_t
find_subkey(gpgme_key_t key)
{
    gpgme_subkey_t best = NULL;

    for (gpgme_subkey_t each = key->subkeys; each != NULL; each = each->next) {
        if (!each->can_encrypt || (!subkey_is_good(each) && !each->expired))
            continue;
        if (best == NULL || (subkey_is_good(each) && !subkey_is_good(best)) ||
            (subkey_is_good(each) == subkey_is_good(best) &&
             each->timestamp >= best->timestamp))
            best = each;
    }
    return best;
}

static gint64
earlier(gint64 time, gint64 other)
{
    return time == 0 || (other != 0 && other < time) ? other : time;
}

static HemoKeyState
judge_trust(gpgme_user_id_t uid)
{
    if (uid->validity >= GPGME_VALIDITY_FULL)
        return HEMO_KEY_USABLE;
    return uid->validity == GPGME_VALIDITY_NEVER ? HEMO_KEY_DISTRUSTED : HEMO_KEY_UNCONFIRMED;
}

static HemoKeyState
judge_state(gpgme_key_t key, gpgme_user_id_t uid, gpgme_subkey_t subkey)
{
    if (key->revoked || uid->revoked)
        return HEMO_KEY_REVOKED;
    if (key->expired)
        return HEMO_KEY_EXPIRED;
    if (key->disabled)
        return HEMO_KEY_DISABLED;
    if (key->invalid || uid->invalid)
        return HEMO_KEY_BROKEN;
    if (subkey == NULL)
        return HEMO_KEY_NOT_FOR_ENCRYPTION;
    return subkey_is_good(subkey) ? judge_trust(uid) : HEMO_KEY_EXPIRED;
}

HemoKey *
hemo_openpgp_key_judge(gpgme_key_t key, const char *address)
{
    gpgme_user_id_t uid = find_uid(key, address);
    gpgme_subkey_t subkey = find_subkey(key);
    HemoKeyState state;
    gint64 expires = 0;

    if (uid == NULL || key->subkeys == NULL || key->subkeys->fpr == NULL)
        return NULL;
    expires =
        earlier((gint64)key->subkeys->expires, subkey != NULL ? (gint64)subkey->expires : 0);
    state = judge_state(key, uid, subkey);
    return hemo_key_new(&(HemoKeyFields){
        .kind = HEMO_KEY_KIND_OPENPGP,
        .fingerprint = key->subkeys->fpr,
        .state = state,
        .trust = state == HEMO_KEY_USABLE ? HEMO_KEY_TRUST_CONFIRMED : HEMO_KEY_TRUST_NONE,
        .has_secret = subkey != NULL && subkey->secret,
        .created = MAX((gint64)key->subkeys->timestamp, 0),
        .expires = expires,
    });
}
