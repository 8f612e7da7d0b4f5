/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One's own S/MIME certificates for the accounts of a mail program, as the agent keeps them, to
 * be handed to that program.
 */
#pragma once

#include <gio/gio.h>

typedef struct {
    char *address;
    char *fingerprint; /* SHA-256, upper-case hex */
    gboolean named;    /* the one that is used now; others open older mail */
} HemoCliOwnSmimeItem;

typedef struct {
    GPtrArray *items; /* HemoCliOwnSmimeItem: all, those that are named first */
    char *obstacle;   /* why they could not be found out, in words; or NULL */
    /* The PKCS#12 file of one under @passphrase (a sealed memfd): a memfd, the caller's to
     * close; -1 and an error. */
    int (*export)(gpointer data, const char *fingerprint, int passphrase, GError **error);
    gpointer data;
    GDestroyNotify free_data;
} HemoCliOwnSmime;

/* Of the agent; without one there are none, and an obstacle.  @accounts: HemoMailAccount. */
HemoCliOwnSmime *hemo_cli_own_smime_load(const GPtrArray *accounts);

/* Of all addresses, each key once; NULL and an error if they cannot be found out. */
HemoCliOwnSmime *hemo_cli_own_smime_load_all(GError **error);
HemoCliOwnSmime *hemo_cli_own_smime_new(void);
/* @named: it is used now, which the first one of an address is at most. */
void hemo_cli_own_smime_add(HemoCliOwnSmime *own,
                            const char *address,
                            const char *fingerprint,
                            gboolean named);
void hemo_cli_own_smime_free(HemoCliOwnSmime *own); /* NULL is fine */

/* The fingerprint of the named one for @address; NULL if there is none. */
const char *hemo_cli_own_smime_find(const HemoCliOwnSmime *own, const char *address);

/* A passphrase that nobody knows, as a sealed memfd; -1. */
int hemo_cli_own_smime_passphrase(GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCliOwnSmime, hemo_cli_own_smime_free)
