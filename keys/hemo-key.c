/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key.h.
 */
#include "hemo-key.h"

#include <glib/gi18n-lib.h>

struct _HemoKey {
    gatomicrefcount refs;
    HemoKeyFields fields; /* fingerprint and material are owned */
    char *reason;
};

static const char *const reasons[HEMO_N_KEY_STATES] = {
    [HEMO_KEY_BROKEN] = N_("the key of this person is damaged"),
    [HEMO_KEY_REVOKED] = N_("the key of this person was withdrawn by its owner"),
    [HEMO_KEY_DISABLED] = N_("the key of this person is switched off on this computer"),
    [HEMO_KEY_EXPIRED] = N_("the key of this person has expired"),
    [HEMO_KEY_NOT_FOR_ENCRYPTION] =
        N_("the key of this person can only sign mail, not encrypt it"),
    [HEMO_KEY_NOT_YET_VALID] = N_("the key of this person is not valid yet"),
    [HEMO_KEY_WRONG_NAME] = N_("the key was made for another address"),
    [HEMO_KEY_WEAK] = N_("the key of this person is too weak to protect patient data"),
    [HEMO_KEY_NOT_APPROVED] =
        N_("your organisation allows approved algorithms only, and this key uses another"),
    [HEMO_KEY_DISTRUSTED] =
        N_("this key was marked as one that does not belong to this person"),
    [HEMO_KEY_STATUS_UNKNOWN] =
        N_("it cannot be found out whether the key of this person was withdrawn"),
    [HEMO_KEY_CHANGED] =
        N_("the key of this person is another than before, and nobody has confirmed it"),
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
usable_words(HemoKeyTrust trust)
{
    if (trust == HEMO_KEY_TRUST_AUTHORITY)
        return g_strdup(_("the key of this person is vouched for by an authority"));
    if (trust == HEMO_KEY_TRUST_PUBLISHED)
        return g_strdup(_("the key of this person is published by the domain itself"));
    return g_strdup(_(reasons[HEMO_KEY_USABLE]));
}

static char *
usable_until_words(HemoKeyTrust trust, const char *day)
{
    if (trust == HEMO_KEY_TRUST_AUTHORITY)
        return g_strdup_printf(
            _("the key of this person is vouched for by an authority and valid until %s"),
            day);
    if (trust == HEMO_KEY_TRUST_PUBLISHED)
        return g_strdup_printf(
            _("the key of this person is published by the domain itself and valid until %s"),
            day);
    return g_strdup_printf(_("the key of this person is confirmed and valid until %s"), day);
}

/* Of a certificate that an authority withdrew nobody knows who asked for that. */
static gboolean
is_own_withdrawn(const HemoKeyFields *fields)
{
    return fields->has_secret &&
           (fields->state == HEMO_KEY_DISTRUSTED ||
            (fields->state == HEMO_KEY_REVOKED && fields->kind == HEMO_KEY_KIND_OPENPGP));
}

static char *
make_reason(const HemoKeyFields *fields)
{
    g_autofree char *day = fields->expires > 0 ? format_day(fields->expires) : NULL;

    if (fields->state == HEMO_KEY_EXPIRED && day != NULL)
        return g_strdup_printf(_("the key of this person expired on %s"), day);
    if (is_own_withdrawn(fields))
        return g_strdup(_("you withdrew this key"));
    if (fields->state != HEMO_KEY_USABLE)
        return g_strdup(_(reasons[fields->state]));
    return day != NULL ? usable_until_words(fields->trust, day) : usable_words(fields->trust);
}

HemoKey *
hemo_key_new(const HemoKeyFields *fields)
{
    HemoKey *key = g_new0(HemoKey, 1);
    HemoKeyFields *own = &key->fields;

    g_atomic_ref_count_init(&key->refs);
    *own = *fields;
    own->fingerprint = g_ascii_strup(fields->fingerprint, -1);
    own->material = fields->material != NULL ? g_bytes_ref(fields->material) : NULL;
    if (own->state <= HEMO_KEY_BROKEN || own->state >= HEMO_N_KEY_STATES ||
        own->kind <= HEMO_KEY_KIND_INVALID || own->kind >= HEMO_N_KEY_KINDS)
        own->state = HEMO_KEY_BROKEN;
    key->reason = make_reason(own);
    return key;
}

HemoKey *
hemo_key_judged(const HemoKey *key, HemoKeyState state, HemoKeyTrust trust)
{
    HemoKeyFields fields = key->fields;

    fields.state = state;
    fields.trust = trust;
    return hemo_key_new(&fields);
}

HemoKey *
hemo_key_disowned(const HemoKey *key)
{
    HemoKeyFields fields = key->fields;

    fields.has_secret = FALSE;
    return hemo_key_new(&fields);
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
    g_free((char *)key->fields.fingerprint);
    g_clear_pointer(&key->fields.material, g_bytes_unref);
    g_free(key->reason);
    g_free(key);
}

HemoKeyKind
hemo_key_kind(const HemoKey *key)
{
    return key->fields.kind;
}

const char *
hemo_key_fingerprint(const HemoKey *key)
{
    return key->fields.fingerprint;
}

HemoKeyState
hemo_key_state(const HemoKey *key)
{
    return key->fields.state;
}

HemoKeyTrust
hemo_key_trust(const HemoKey *key)
{
    return key->fields.trust;
}

gboolean
hemo_key_usable(const HemoKey *key)
{
    return key->fields.state == HEMO_KEY_USABLE;
}

gboolean
hemo_key_has_secret(const HemoKey *key)
{
    return key->fields.has_secret;
}

gint64
hemo_key_created(const HemoKey *key)
{
    return key->fields.created;
}

gint64
hemo_key_expires(const HemoKey *key)
{
    return key->fields.expires;
}

GBytes *
hemo_key_material(const HemoKey *key)
{
    return key->fields.material;
}

guint
hemo_key_abilities(const HemoKey *key)
{
    return key->fields.abilities;
}

const char *
hemo_key_reason(const HemoKey *key)
{
    return key->reason;
}

static gint64
lasts_until(const HemoKey *key)
{
    return key->fields.expires > 0 ? key->fields.expires : G_MAXINT64;
}

gboolean
hemo_key_is_better(const HemoKey *key, const HemoKey *other)
{
    if (other == NULL || key->fields.state != other->fields.state)
        return other == NULL || key->fields.state > other->fields.state;
    if (key->fields.has_secret != other->fields.has_secret)
        return key->fields.has_secret;
    return lasts_until(key) > lasts_until(other);
}
