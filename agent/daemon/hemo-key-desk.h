/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Which key would be used for an address, out of all that is known: gpg's ring, the stored
 * certificates, what the network's finders tell.  The trust of a person, of an authority and
 * of the key's own past are joined here, and nowhere else.
 */
#pragma once

#include "hemo-identity.h"
#include "hemo-key-store.h"
#include "hemo-services.h"

/* What a search is for. */
typedef struct {
    HemoKeyKind kind;
    const char *address;
    gboolean own;         /* one of which we hold the private key */
    gboolean look_around; /* ask the network too if nothing usable is known */
    HemoKeyTrust least;   /* what proof suffices (key-trust) */
    gboolean fips;
    gboolean every; /* each key that is known, not only as many as it takes to know the best */
    gboolean quiet; /* behind everybody's back: HEMO_ERROR_LOCKED once the screen was locked */
} HemoKeyQuestion;

/* The best key, usable or with the reason why not.  HEMO_ERROR_NOT_FOUND there is none;
 * HEMO_ERROR_MISSING, HEMO_ERROR_LOCKED, HEMO_ERROR_CANCELLED.  A rejected key is DISTRUSTED;
 * another key than the pin (the one last used or confirmed) is CHANGED unless a person
 * confirmed it; less proof than @least is UNCONFIRMED. */
void hemo_key_desk_find_async(HemoServices *services,
                              const HemoKeyQuestion *question,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
HemoKey *hemo_key_desk_find_finish(GAsyncResult *result, GError **error);

/* @key was used to protect a mail to @address: from now on it is the pin. */
gboolean hemo_key_desk_use(HemoServices *services,
                           const char *address,
                           const HemoKey *key,
                           GError **error);

/* The private key of the own S/MIME certificate @fingerprint.  HEMO_ERROR_LOCKED,
 * HEMO_ERROR_NOT_FOUND. */
void hemo_key_desk_identity_async(HemoServices *services,
                                  const char *fingerprint,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
HemoIdentity *hemo_key_desk_identity_finish(GAsyncResult *result, GError **error);

/* Makes sure that the engines can encrypt to all of @keys (HemoKey): an OpenPGP key that was
 * found, and that is not in gpg's ring yet, is brought there.  Before every encryption.
 * HEMO_ERROR_UNUSABLE, HEMO_ERROR_MISSING. */
void hemo_key_desk_ready_async(HemoServices *services,
                               GPtrArray *keys,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean hemo_key_desk_ready_finish(GAsyncResult *result, GError **error);

/* Drops the private keys that are in memory: on lock. */
void hemo_key_desk_forget(HemoServices *services);
