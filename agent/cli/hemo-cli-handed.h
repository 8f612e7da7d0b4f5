/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What "setup" handed to mail programs, so that "setup --undo" takes back that and nothing
 * else: handed.conf beside accounts.conf, a group for each place.
 */
#pragma once

#include <glib.h>

typedef struct _HemoCliHanded HemoCliHanded;

/* As it stands; empty if there is none. */
HemoCliHanded *hemo_cli_handed_load(void);
void hemo_cli_handed_free(HemoCliHanded *handed);

/* The lines of @place ("claws", "thunderbird /the/profile"): "own FINGERPRINT" a certificate
 * with its private key, "chain FINGERPRINT" one that came with it, "trust FINGERPRINT BEFORE",
 * "root LINE-OF-TRUSTLIST"; NULL-terminated, free it with g_strfreev(). */
GStrv hemo_cli_handed_list(const HemoCliHanded *handed, const char *place);

/* Written at once.  HEMO_ERROR_STORAGE. */
gboolean hemo_cli_handed_add(HemoCliHanded *handed,
                             const char *place,
                             const char *kind,
                             const char *value,
                             GError **error);
gboolean hemo_cli_handed_remove(HemoCliHanded *handed,
                                const char *place,
                                const char *line,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCliHanded, hemo_cli_handed_free)
