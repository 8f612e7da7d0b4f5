/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One's own S/MIME certificate in GnuPG (gpgsm), which Claws Mail reads with; the private key
 * stays with gpg-agent.
 */
#pragma once

#include "hemo-secret.h"

gboolean hemo_cli_gpgsm_is_installed(void);

/* TRUE if the private key of the certificate with this fingerprint (SHA-256) is there. */
gboolean hemo_cli_gpgsm_has(const char *fingerprint);

/* Brings in a PKCS#12 file, a memfd; @passphrase (a memfd too) opens it, and protects the
 * private key from then on. */
gboolean hemo_cli_gpgsm_import(int pkcs12, int passphrase, GError **error);

/* Takes the certificate and its private key out. */
gboolean hemo_cli_gpgsm_delete(const char *fingerprint, GError **error);

/* Trusts those certificates of GnuPG whose fingerprints (SHA-256) are in @anchors as roots, in
 * trustlist.txt; the lines that were added, freed with g_strfreev(). */
char **hemo_cli_gpgsm_trust(GHashTable *anchors, GError **error);
gboolean hemo_cli_gpgsm_distrust(const char *line, GError **error);
