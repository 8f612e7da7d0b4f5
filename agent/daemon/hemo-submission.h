/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The account's own mail server, for clients that hand mail over themselves, and its
 * password in the keyring under "smtp:HOST:PORT:USER".
 */
#pragma once

#include "hemo-services.h"

/* The keyring's name for the password of @account. */
char *hemo_submission_secret_name(const HemoAccount *account);

/* The server of account @id.  HEMO_ERROR_NOT_FOUND it is not set up or its password is not
 * there, HEMO_ERROR_UNTRUSTED it is set up without TLS, and the keyring's errors. */
void hemo_submission_load_async(HemoServices *services,
                                const char *id,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* a{sv} as Agent1.Submission answers (transfer full), and a sealed memfd with the password. */
GVariant *
hemo_submission_load_finish(GAsyncResult *result, int *ret_password_fd, GError **error);

/* Keeps the password in the sealed memfd @fd (taken over); one line end at its end is cut. */
void hemo_submission_store_async(HemoServices *services,
                                 const char *id,
                                 int fd,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean hemo_submission_store_finish(GAsyncResult *result, GError **error);
