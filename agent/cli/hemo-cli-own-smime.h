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
} HemoCliOwnSmimeItem;

typedef struct {
    GPtrArray *items; /* HemoCliOwnSmimeItem: usable ones, one for each address */
    /* The PKCS#12 file of one under @passphrase (a sealed memfd): a memfd, the caller's to
     * close; -1 and an error. */
    int (*export)(gpointer data, const char *fingerprint, int passphrase, GError **error);
    gpointer data;
    GDestroyNotify free_data;
} HemoCliOwnSmime;

/* Of the agent; without one there are none.  @accounts: HemoMailAccount. */
HemoCliOwnSmime *hemo_cli_own_smime_load(const GPtrArray *accounts);
HemoCliOwnSmime *hemo_cli_own_smime_new(void);
void hemo_cli_own_smime_add(HemoCliOwnSmime *own, const char *address, const char *fingerprint);
void hemo_cli_own_smime_free(HemoCliOwnSmime *own); /* NULL is fine */

/* The fingerprint for @address; NULL if there is none. */
const char *hemo_cli_own_smime_find(const HemoCliOwnSmime *own, const char *address);

/* A passphrase that nobody knows, as a sealed memfd; -1. */
int hemo_cli_own_smime_passphrase(GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCliOwnSmime, hemo_cli_own_smime_free)
