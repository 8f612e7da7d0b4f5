/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * OpenPGP by GPGME, in the main loop (no threads): keys by fingerprint, our own
 * judgement of trust, private keys never leave gpg-agent.  Contexts are made when
 * first needed.
 */
#pragma once

#include "hemo-key.h"
#include "hemo-secret.h"

#include <gio/gio.h>

typedef struct _HemoOpenpgp HemoOpenpgp;

/* @home is a GnuPG home folder, or NULL for the user's own. */
HemoOpenpgp *hemo_openpgp_new(const char *home);
HemoOpenpgp *hemo_openpgp_ref(HemoOpenpgp *openpgp);
void hemo_openpgp_unref(HemoOpenpgp *openpgp);

/* The best key whose user id is exactly @address (lower-case comparison).  A key that is
 * expired, revoked, without encryption subkey or not trusted is still returned, with
 * usable FALSE and the reason.  HEMO_ERROR_NOT_FOUND there is none; HEMO_ERROR_MISSING gpg or
 * its home is not there (never told as "no keys").  With @need_secret only keys whose
 * private part is here (the self key). */
void hemo_openpgp_find_async(HemoOpenpgp *openpgp,
                             const char *address,
                             gboolean need_secret,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
HemoKey *hemo_openpgp_find_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error);

/* All keys with a user id that is exactly @address, judged, the best first; may be empty.
 * Errors as above, without HEMO_ERROR_NOT_FOUND. */
void hemo_openpgp_list_async(HemoOpenpgp *openpgp,
                             const char *address,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GPtrArray *hemo_openpgp_list_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error);

/* Encrypts @chunks (HemoSlice array, in order; the memory must stay until the end) to
 * @fingerprints, armored, not compressed, into @output_fd from its current offset on.
 * With @hidden the recipients' key ids are left out of the message.  With @signing_key, the
 * fingerprint of an own key, it is signed inside as well (RFC 4880 section 11.3); gpg's agent
 * asks for a passphrase then, so it may take as long as a person does: HEMO_ERROR_CANCELLED
 * if the person does not want to, HEMO_ERROR_LOCKED if nobody could be asked.
 * Any key that cannot be used fails the whole call: HEMO_ERROR_UNUSABLE.  After an error
 * what stands in @output_fd must be thrown away. */
void hemo_openpgp_encrypt_async(HemoOpenpgp *openpgp,
                                const char *const *fingerprints,
                                gboolean hidden,
                                const char *signing_key,
                                const HemoSlice *chunks,
                                gsize n_chunks,
                                int output_fd,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean
hemo_openpgp_encrypt_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoOpenpgp, hemo_openpgp_unref)
