/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The certificates in a Thunderbird profile (NSS, cert9.db and key4.db), by certutil and
 * pk12util of libnss3-tools.  Thunderbird must not run.
 */
#pragma once

#include "hemo-secret.h"

#include <gio/gio.h>

typedef struct {
    char *nickname;
    char *trust;       /* ",C,": for servers, mail, programs; "u" one's own */
    char *fingerprint; /* SHA-256, upper-case hex */
    GBytes *der;
} HemoCliNssEntry;

typedef struct {
    const char *folder;         /* the profile */
    const HemoSecret *password; /* its primary password; NULL: none was set */
} HemoCliNss;

gboolean hemo_cli_nss_is_installed(void);

/* Makes the files if Thunderbird has not done so yet. */
gboolean hemo_cli_nss_prepare(const HemoCliNss *nss, GError **error);

/* What is there; HemoCliNssEntry, owned by the array. */
GPtrArray *hemo_cli_nss_list(const HemoCliNss *nss, GError **error);
const HemoCliNssEntry *hemo_cli_nss_find(const GPtrArray *entries, const char *fingerprint);

/* Brings in a PKCS#12 file with its chain: both are memfds.  HEMO_ERROR_LOCKED: there is
 * another primary password. */
gboolean hemo_cli_nss_import(const HemoCliNss *nss, int pkcs12, int passphrase, GError **error);

gboolean hemo_cli_nss_set_trust(const HemoCliNss *nss,
                                const char *nickname,
                                const char *trust,
                                GError **error);

/* Takes a certificate out, one's own with its private key. */
gboolean
hemo_cli_nss_delete(const HemoCliNss *nss, const HemoCliNssEntry *entry, GError **error);

/* How Thunderbird's settings name a certificate beside its nickname; NULL if it cannot be read.
 * Free it with g_free(). */
char *hemo_cli_nss_key(GBytes *der);
