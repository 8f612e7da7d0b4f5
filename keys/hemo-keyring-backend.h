/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a keyring backend can do.  The functions block and run in a worker thread
 * of hemo-keyring.c, several at a time perhaps; they set errors of HEMO_ERROR only
 * and never ask a person anything, but for unlock.
 */
#pragma once

#include "hemo-secret.h"

#include <gio/gio.h>

/* @place is the backend's own: a path, or NULL. */
typedef struct {
    HemoSecret *(*load)(const char *place,
                        const char *name,
                        GCancellable *cancellable,
                        GError **error);
    gboolean (*store)(const char *place,
                      const char *name,
                      HemoSecret *secret,
                      GCancellable *cancellable,
                      GError **error);
    gboolean (*remove)(const char *place,
                       const char *name,
                       GCancellable *cancellable,
                       GError **error);
    /* Everything that is ours, whatever its name. */
    gboolean (*clear)(const char *place, GCancellable *cancellable, GError **error);
    /* The one that asks a person; NULL: there is nothing to unlock. */
    gboolean (*unlock)(GCancellable *cancellable, GError **error);
} HemoKeyringBackend;

extern const HemoKeyringBackend hemo_keyring_secret_service;
extern const HemoKeyringBackend hemo_keyring_file;
