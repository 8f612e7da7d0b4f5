/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key.h and hemo-openpgp.h.
 */
#include "hemo-key.h"

#include <glib/gi18n-lib.h>

struct _HemoKey {
    gatomicrefcount refs;
    char *fingerprint;
    HemoKeyState state;
    gboolean has_secret;
    gint64 expires;
    char *reason;
};

static const char *const reasons[HEMO_N_KEY_STATES] = {
    [HEMO_KEY_BROKEN] = N_("the key of this person is damaged"),
    [HEMO_KEY_REVOKED] = N_("the key of this person was withdrawn by its owner"),
    [HEMO_KEY_DISABLED] = N_("the key of this person is switched off on this computer"),
    [HEMO_KEY_EXPIRED] = N_("the key of this person has expired"),
    [HEMO_KEY_NOT_FOR_ENCRYPTION] =
        N_("the key of this person can only sign mail, not encrypt it"),
    [HEMO_KEY_DISTRUSTED] =
        N_("this key was marked as one that does not belong to this person"),
    [HEMO_KEY_UNCONFIRMED] =
        N_("nobody has confirmed yet that this key belongs to this person"),
    [HEMO_KEY_USABLE] = N_("the key of this person is confirmed and does not expire"),
};

/* The day as people here write it. */
static char *
format_day(gint64 time)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_unix_local(time);

    /* Translators: a day, like "3 May 2026". */
    return when != NULL ? g_date_time_format(when, _("%-d %B %Y")) : NULL;
}

static char *
make_reason(HemoKeyState state, gint64 expires)
{
    g_autofree char *day = expires > 0 ? format_day(expires) : NULL;

    if (state == HEMO_KEY_EXPIRED && day != NULL)
        return g_strdup_printf(_("the key of this person expired on %s"), day);
    if (state == HEMO_KEY_USABLE && day != NULL)
        return g_strdup_printf(_("the key of this person is confirmed and valid until %s"),
                               day);
    return g_strdup(_(reasons[state]));
}

HemoKey *
hemo_key_new(const char *fingerprint, HemoKeyState state, gboolean has_secret, gint64 expires)
{
    HemoKey *key = g_new0(HemoKey, 1);

    g_atomic_ref_count_init(&key->refs);
    key->fingerprint = g_ascii_strup(fingerprint, -1);
    key->state = state > HEMO_KEY_BROKEN && state < HEMO_N_KEY_STATES ? state : HEMO_KEY_BROKEN;
    key->has_secret = has_secret;
    key->expires = expires;
    key->reason = make_reason(key->state, expires);
    return key;
}

HemoKey *
hemo_key_ref(HemoKey *key)
{
    g_atomic_ref_count_inc(&key->refs);
    return key;
}

void
hemo_key_unref(HemoKey *key)
{
    if (key == NULL || !g_atomic_ref_count_dec(&key->refs))
        return;
    g_free(key->fingerprint);
    g_free(key->reason);
    g_free(key);
}

const char *
hemo_key_fingerprint(const HemoKey *key)
{
    return key->fingerprint;
}

gboolean
hemo_key_usable(const HemoKey *key)
{
    return key->state == HEMO_KEY_USABLE;
}

gboolean
hemo_key_has_secret(const HemoKey *key)
{
    return key->has_secret;
}

gint64
hemo_key_expires(const HemoKey *key)
{
    return key->expires;
}

const char *
hemo_key_reason(const HemoKey *key)
{
    return key->reason;
}

HemoKeyState
hemo_key_state(const HemoKey *key)
{
    return key->state;
}

static gint64
lasts_until(const HemoKey *key)
{
    return key->expires > 0 ? key->expires : G_MAXINT64;
}

gboolean
hemo_key_is_better(const HemoKey *key, const HemoKey *other)
{
    if (other == NULL || key->state != other->state)
        return other == NULL || key->state > other->state;
    if (key->has_secret != other->has_secret)
        return key->has_secret;
    return lasts_until(key) > lasts_until(other);
}
