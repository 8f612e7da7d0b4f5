/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One GPGME operation with what it reads and writes in memory; for small things.
 */
#pragma once

#include "hemo-openpgp-private.h"

/* Starts the operation in @context: @input as given, or NULL; @output empty. */
typedef gpgme_error_t (*HemoOpenpgpStart)(gpgme_ctx_t context,
                                          gpgme_data_t input,
                                          gpgme_data_t output,
                                          gpointer data);

/* @data must live until the end. */
void hemo_openpgp_op_async(HemoOpenpgp *openpgp,
                           HemoOpenpgpStart start,
                           GBytes *input,
                           gpointer data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* The context, to ask it for details as long as @result lives, and how the operation ended;
 * or NULL and HEMO_ERROR_MISSING, HEMO_ERROR_CONFIG, HEMO_ERROR_CANCELLED (also by the person
 * whom gpg's agent asked for a passphrase). */
gpgme_ctx_t
hemo_openpgp_op_finish(GAsyncResult *result, gpgme_err_code_t *ret_code, GError **error);

/* What it wrote; after finish. */
GBytes *hemo_openpgp_op_output(GAsyncResult *result);
