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

/* Was it AES that gpg took (FIPS 197)?  It takes what the preferences of all recipients' keys
 * have in common and rank highest, AES-256 for those that gpg made by default; anything with a
 * block of 64 bits has failed already. */
gboolean hemo_openpgp_encrypt_is_approved(GAsyncResult *result);

/* The public keys in @material, a stranger's bytes (binary or armored, one or more keys):
 * looked at in a home of their own, which is gone afterwards; nothing reaches the user's ring
 * or the network.  At most HEMO_LIMIT_KEYS_OF_ADDRESS HemoKey, each with its own material:
 * binary, with its last self-signatures only, without pictures.  With @address those that have
 * exactly it as a user id (may be none); with NULL all.  Nobody's trust counts there: a good
 * key is UNCONFIRMED. HEMO_ERROR_INVALID no key, or a private one; HEMO_ERROR_TOO_BIG above
 * HEMO_LIMIT_KEY; HEMO_ERROR_TIMED_OUT after HEMO_LIMIT_KEYS_WAIT; HEMO_ERROR_MISSING no gpg;
 * HEMO_ERROR_STORAGE, HEMO_ERROR_CANCELLED. */
void hemo_openpgp_inspect_async(HemoOpenpgp *openpgp,
                                GBytes *material,
                                const char *address,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *
hemo_openpgp_inspect_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error);

/* Puts the one key @fingerprint of @material into the user's ring, inspected as above.  Says
 * nothing of whose it is: gpg's ownertrust stays.  HEMO_ERROR_UNTRUSTED if @material has no
 * such key; else errors as above. */
void hemo_openpgp_import_async(HemoOpenpgp *openpgp,
                               GBytes *material,
                               const char *fingerprint,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean hemo_openpgp_import_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error);

/* The public key @fingerprint out of the user's ring, with its last self-signatures only.
 * HEMO_ERROR_NOT_FOUND, HEMO_ERROR_MISSING, HEMO_ERROR_CANCELLED. */
void hemo_openpgp_export_async(HemoOpenpgp *openpgp,
                               const char *fingerprint,
                               gboolean armored,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GBytes *hemo_openpgp_export_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error);

/* A new key of the person's own, as gpg makes them by default, for two years; gpg's agent asks
 * for a passphrase, so this takes as long as a person does.  @name may be empty.
 * HEMO_ERROR_INVALID a name that no key can have, or this person has a key of that name and
 * address; HEMO_ERROR_LOCKED nobody could be asked; HEMO_ERROR_CANCELLED, HEMO_ERROR_MISSING.
 */
void hemo_openpgp_create_async(HemoOpenpgp *openpgp,
                               const char *name,
                               const char *address,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
HemoKey *hemo_openpgp_create_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error);

/* Has gpg's agent forget all passphrases that it keeps, if it runs; does not wait for it. */
void hemo_openpgp_forget(HemoOpenpgp *openpgp);

/* Withdraws the own key @fingerprint in the user's ring, by the certificate that gpg made along
 * with it; there is no way back.  HEMO_ERROR_NOT_FOUND there is no such certificate or key,
 * HEMO_ERROR_INVALID it is another key's. */
void hemo_openpgp_revoke_async(HemoOpenpgp *openpgp,
                               const char *fingerprint,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean hemo_openpgp_revoke_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoOpenpgp, hemo_openpgp_unref)
