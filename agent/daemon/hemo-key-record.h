/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What is known of one key for one address: whence, since when, confirmed by whom.  A plain
 * value that the key store keeps sealed; the same fields go out over Keys1.
 */
#pragma once

#include "hemo-finder.h"

typedef enum {
    HEMO_KEY_WORD_NONE = 0,
    HEMO_KEY_WORD_CONFIRMED, /* it belongs to this person */
    HEMO_KEY_WORD_REJECTED,  /* never use it: it does not, or it was withdrawn */
} HemoKeyWord;

typedef struct {
    HemoKeyKind kind;
    char *address;     /* lower case */
    char *fingerprint; /* upper-case hex */
    GBytes *material;  /* or NULL: stands in gpg's ring */
    GPtrArray *chain;  /* GBytes, DER: the authorities that came with a certificate; or NULL */
    guint finders;     /* bits of HemoFinderBits: everyone who brought it */
    gboolean secure;   /* one of the network's finders could prove whose it is */
    guint abilities;   /* bits of HemoKeyAbility */
    gint64 since;      /* Unix seconds: seen first */
    gint64 seen;       /* seen last */
    gint64 used;       /* a mail was encrypted to it last; 0 never.  The newest is the pin */
    HemoKeyWord word;  /* a person's */
    gint64 word_time;
    char *word_by;  /* who said it: login name; or NULL */
    char *word_how; /* "telephone", "in person", ...; or NULL */
} HemoKeyRecord;

#define HEMO_KEY_RECORD_CHAIN 8 /* certificates in a chain */

extern const HemoName hemo_key_record_kinds[]; /* "openpgp", "smime" */

HemoKeyRecord *
hemo_key_record_new(HemoKeyKind kind, const char *address, const char *fingerprint);
HemoKeyRecord *hemo_key_record_copy(const HemoKeyRecord *record);
void hemo_key_record_free(HemoKeyRecord *record); /* NULL is fine; wipes the address */

void hemo_key_record_set_material(HemoKeyRecord *record, GBytes *material); /* NULL is fine */
void hemo_key_record_set_chain(HemoKeyRecord *record, GPtrArray *chain);    /* copied */

/* A person says @word now, at @time; @by is the login name, @how may be NULL. */
void hemo_key_record_say(HemoKeyRecord *record,
                         HemoKeyWord word,
                         gint64 time,
                         const char *by,
                         const char *how);

/* Adds to @record what @other knows: the later word of a person stays, of everything else the
 * sum.  Both are of the same key and address. */
void hemo_key_record_merge(HemoKeyRecord *record, const HemoKeyRecord *other);

/* Same kind, address and fingerprint. */
gboolean hemo_key_record_is(const HemoKeyRecord *record, const HemoKeyRecord *other);

/* a{sv} (floating) to be kept, and back; HEMO_ERROR_INVALID. */
GVariant *hemo_key_record_values(const HemoKeyRecord *record);
HemoKeyRecord *hemo_key_record_parse(GVariant *values, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoKeyRecord, hemo_key_record_free)
