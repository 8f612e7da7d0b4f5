/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Judges what gpg lists.  A key counts for an address only by a user id that is
 * exactly this address and that a person here has confirmed, by a signature or as
 * their own; what others signed far away never reaches that mark by itself.
 */
#include "hemo-key.h"
#include "hemo-openpgp-algorithm.h"
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

static gboolean
is_for(gpgme_user_id_t uid, const char *address)
{
    return address == NULL ||
           (uid->address != NULL && g_ascii_strcasecmp(uid->address, address) == 0 &&
            !is_ambiguous(uid));
}

/* The user id of @address that is trusted most, or NULL. */
static gpgme_user_id_t
find_uid(gpgme_key_t key, const char *address)
{
    gpgme_user_id_t best = NULL;

    for (gpgme_user_id_t uid = key->uids; uid != NULL; uid = uid->next) {
        if (!is_for(uid, address))
            continue;
        if (best == NULL || (best->revoked && !uid->revoked) ||
            (best->revoked == uid->revoked && uid->validity > best->validity))
            best = uid;
    }
    return best;
}

/* From bad to good. */
typedef enum {
    SUBKEY_UNFIT,
    SUBKEY_EXPIRED,
    SUBKEY_TOO_NEW, /* made in the future, which gpg does not take */
    SUBKEY_GOOD
} SubkeyClass;

static SubkeyClass
classify(gpgme_subkey_t subkey, gint64 now)
{
    if (!subkey->can_encrypt || subkey->revoked || subkey->disabled ||
        (subkey->invalid && !subkey->expired))
        return SUBKEY_UNFIT;
    if (subkey->expired)
        return SUBKEY_EXPIRED;
    return (gint64)subkey->timestamp > now ? SUBKEY_TOO_NEW : SUBKEY_GOOD;
}

/* The encryption subkey that gpg would take: the newest good one; else one that was or will be
 * good. */
static gpgme_subkey_t
find_subkey(gpgme_key_t key, gint64 now)
{
    gpgme_subkey_t best = NULL;
    SubkeyClass best_class = SUBKEY_UNFIT;

    for (gpgme_subkey_t each = key->subkeys; each != NULL; each = each->next) {
        SubkeyClass class = classify(each, now);

        if (class == SUBKEY_UNFIT || class < best_class ||
            (class == best_class && each->timestamp < best->timestamp))
            continue;
        best = each;
        best_class = class;
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
judge_subkey(gpgme_key_t key, gpgme_user_id_t uid, gpgme_subkey_t subkey, gint64 now)
{
    if (subkey == NULL)
        return HEMO_KEY_NOT_FOR_ENCRYPTION;
    if (subkey->expired)
        return HEMO_KEY_EXPIRED;
    if ((gint64)subkey->timestamp > now || (gint64)key->subkeys->timestamp > now)
        return HEMO_KEY_NOT_YET_VALID;
    if (hemo_openpgp_algorithm_is_weak(key->subkeys) || hemo_openpgp_algorithm_is_weak(subkey))
        return HEMO_KEY_WEAK;
    return judge_trust(uid);
}

static HemoKeyState
judge_state(gpgme_key_t key, gpgme_user_id_t uid, gpgme_subkey_t subkey, gint64 now)
{
    if (key->revoked || uid->revoked)
        return HEMO_KEY_REVOKED;
    if (key->expired)
        return HEMO_KEY_EXPIRED;
    if (key->disabled)
        return HEMO_KEY_DISABLED;
    if (key->invalid || uid->invalid)
        return HEMO_KEY_BROKEN;
    return judge_subkey(key, uid, subkey, now);
}

/* What signs it all, and what the mail is encrypted to. */
static gboolean
is_approved(gpgme_key_t key, gpgme_subkey_t subkey)
{
    return subkey != NULL && hemo_openpgp_algorithm_may_sign(key->subkeys) &&
           hemo_openpgp_algorithm_may_encrypt(subkey);
}

HemoKey *
hemo_openpgp_key_judge(gpgme_key_t key, const char *address, GBytes *material)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    gpgme_user_id_t uid = find_uid(key, address);
    gpgme_subkey_t subkey = find_subkey(key, now);
    HemoKeyState state;
    gint64 expires = 0;

    if (uid == NULL || key->subkeys == NULL || key->subkeys->fpr == NULL)
        return NULL;
    expires =
        earlier((gint64)key->subkeys->expires, subkey != NULL ? (gint64)subkey->expires : 0);
    state = judge_state(key, uid, subkey, now);
    return hemo_key_new(&(HemoKeyFields){
        .kind = HEMO_KEY_KIND_OPENPGP,
        .fingerprint = key->subkeys->fpr,
        .state = state,
        .trust = state == HEMO_KEY_USABLE ? HEMO_KEY_TRUST_CONFIRMED : HEMO_KEY_TRUST_NONE,
        .has_secret = subkey != NULL && subkey->secret,
        .created = MAX((gint64)key->subkeys->timestamp, 0),
        .expires = expires,
        .material = material,
        .abilities = is_approved(key, subkey) ? HEMO_KEY_ABILITY_APPROVED : 0,
    });
}
