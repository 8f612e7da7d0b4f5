/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What is thought of the algorithms of OpenPGP: too weak for patient data, or approved by
 * NIST.
 */
#pragma once

#include <glib.h>
#include <gpgme.h>

/* RSA, DSA or ElGamal below 2048 bits (NIST SP 800-131A). */
gboolean hemo_openpgp_algorithm_is_weak(gpgme_subkey_t key);

/* FIPS 186-5: RSA from 2048 bits on, ECDSA on the NIST curves, Ed25519; DSA no more. */
gboolean hemo_openpgp_algorithm_may_sign(gpgme_subkey_t key);

/* NIST SP 800-56A and 800-56B: RSA from 2048 bits on, ECDH on the NIST curves; not Curve25519,
 * Brainpool or ElGamal. */
gboolean hemo_openpgp_algorithm_may_encrypt(gpgme_subkey_t key);

/* Ciphers by their number (RFC 4880 section 9.2): those with a block of 64 bits, among them the
 * 3DES that gpg falls back to, do not protect patient data; AES alone is approved. */
gboolean hemo_openpgp_algorithm_cipher_is_strong(guint64 number);
gboolean hemo_openpgp_algorithm_cipher_is_approved(guint64 number);
