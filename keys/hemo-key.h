/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One key or certificate that could be used for an address, whatever its kind, and
 * why it may or may not be.  Immutable; knows no engine and no address.
 */
#pragma once

#include <glib.h>

typedef enum {
    HEMO_KEY_KIND_INVALID = 0,
    HEMO_KEY_KIND_OPENPGP,
    HEMO_KEY_KIND_SMIME,
    HEMO_N_KEY_KINDS
} HemoKeyKind;

/* How well it is known whose it is, from bad to good. */
typedef enum {
    HEMO_KEY_TRUST_NONE = 0,  /* it lay there, or came with a mail */
    HEMO_KEY_TRUST_PUBLISHED, /* the domain itself publishes it: WKD, SMIMEA with DNSSEC */
    HEMO_KEY_TRUST_AUTHORITY, /* a certificate chain up to an anchor that counts */
    HEMO_KEY_TRUST_CONFIRMED, /* a person of this clinic said so, here or to gpg */
    HEMO_N_KEY_TRUSTS
} HemoKeyTrust;

/* From bad to good: of two keys the one with the higher state is the better. */
typedef enum {
    HEMO_KEY_BROKEN, /* cannot be read */
    HEMO_KEY_REVOKED,
    HEMO_KEY_DISABLED,
    HEMO_KEY_EXPIRED,
    HEMO_KEY_NOT_YET_VALID,
    HEMO_KEY_NOT_FOR_ENCRYPTION, /* wrong purpose: signing only, a web server's */
    HEMO_KEY_WRONG_NAME,         /* it names somebody else */
    HEMO_KEY_WEAK,               /* size or algorithm below what counts today */
    HEMO_KEY_NOT_APPROVED,       /* crypto = fips-approved refuses its algorithm */
    HEMO_KEY_DISTRUSTED,         /* a person said that it must not be trusted */
    HEMO_KEY_STATUS_UNKNOWN,     /* whether it was revoked cannot be known, and policy asks */
    HEMO_KEY_CHANGED,            /* another than before, and nobody has confirmed it */
    HEMO_KEY_UNCONFIRMED,        /* nobody has said whose it is */
    HEMO_KEY_USABLE,
    HEMO_N_KEY_STATES
} HemoKeyState;

typedef struct _HemoKey HemoKey;

/* Everything that is told of a key.  Copied. */
typedef struct {
    HemoKeyKind kind;
    const char *fingerprint; /* hex in either case: OpenPGP v4 40 or v6 64 digits, S/MIME
                              * SHA-256 of the certificate, 64 */
    HemoKeyState state;
    HemoKeyTrust trust;
    gboolean has_secret; /* we can decrypt with it */
    gint64 created;      /* Unix seconds, 0 unknown */
    gint64 expires;      /* Unix seconds, 0 never; for an expired key when that was */
    GBytes *material; /* the certificate (DER) or public key (binary), or NULL: in gpg's ring */
    guint abilities;  /* bits of HemoKeyAbility that the owner announced */
} HemoKeyFields;

/* What else than AES-256-CBC and RSA PKCS#1 v1.5 the owner's signed mail announced (RFC 8551
 * section 2.5.2). */
typedef enum {
    HEMO_KEY_ABILITY_GCM = 1 << 0,      /* AES-256-GCM: AuthEnvelopedData, RFC 5083 */
    HEMO_KEY_ABILITY_OAEP = 1 << 1,     /* RSAES-OAEP, RFC 3560 */
    HEMO_KEY_ABILITY_APPROVED = 1 << 8, /* not announced but seen, for OpenPGP: crypto =
                                         * fips-approved allows its algorithms */
} HemoKeyAbility;

HemoKey *hemo_key_new(const HemoKeyFields *fields);
HemoKey *hemo_key_ref(HemoKey *key);
void hemo_key_unref(HemoKey *key); /* NULL is fine */

/* The same key judged anew. */
HemoKey *hemo_key_judged(const HemoKey *key, HemoKeyState state, HemoKeyTrust trust);

/* The same key as that of somebody else, whatever is here of it. */
HemoKey *hemo_key_disowned(const HemoKey *key);

HemoKeyKind hemo_key_kind(const HemoKey *key);
const char *hemo_key_fingerprint(const HemoKey *key); /* upper-case hex */
HemoKeyState hemo_key_state(const HemoKey *key);
HemoKeyTrust hemo_key_trust(const HemoKey *key);
gboolean hemo_key_usable(const HemoKey *key); /* state is USABLE */
gboolean hemo_key_has_secret(const HemoKey *key);
gint64 hemo_key_created(const HemoKey *key);
gint64 hemo_key_expires(const HemoKey *key);
GBytes *hemo_key_material(const HemoKey *key); /* or NULL; the key keeps it */
guint hemo_key_abilities(const HemoKey *key);
const char *hemo_key_reason(const HemoKey *key); /* a phrase, as an error's */

/* The one to use; @other may be NULL.  Of two alike the one that is valid for longer. */
gboolean hemo_key_is_better(const HemoKey *key, const HemoKey *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoKey, hemo_key_unref)
