/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One operation with what it reads and writes.
 */
#include "hemo-openpgp-op.h"

#include "gpg-home.h"
#include "hemo-error.h"

#include <string.h>

static gpgme_error_t
start_import(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    return gpgme_op_import_start(context, input);
}

static gpgme_error_t
start_export(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    return gpgme_op_export_start(context, data, 0, output);
}

static gpgme_error_t
start_nothing(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    return gpgme_error(GPG_ERR_INV_VALUE);
}

static GAsyncResult *
run(HemoOpenpgp *openpgp, HemoOpenpgpStart start, GBytes *input, gpointer data)
{
    GpgWait wait = {NULL};

    hemo_openpgp_op_async(openpgp, start, input, data, NULL, gpg_wait_done, &wait);
    return gpg_wait(&wait);
}

static void
test_in_and_out(void)
{
    char *mine = gpg_home_new();
    char *theirs = gpg_home_new();
    g_autofree char *ann = gpg_home_make_key(theirs, "ann@example.org", "0");
    g_autoptr(HemoOpenpgp) from = hemo_openpgp_new(theirs);
    g_autoptr(HemoOpenpgp) to = hemo_openpgp_new(mine);
    g_autoptr(GAsyncResult) exported = run(from, start_export, NULL, ann);
    g_autoptr(GAsyncResult) imported = NULL;
    g_autoptr(GBytes) key = NULL;
    g_autoptr(GError) error = NULL;
    gpgme_err_code_t code = GPG_ERR_GENERAL;
    gpgme_ctx_t context = NULL;

    g_assert_nonnull(hemo_openpgp_op_finish(exported, &code, &error));
    g_assert_cmpint(code, ==, GPG_ERR_NO_ERROR);
    key = hemo_openpgp_op_output(exported);
    g_assert_cmpuint(g_bytes_get_size(key), >, 100);
    imported = run(to, start_import, key, NULL);
    context = hemo_openpgp_op_finish(imported, &code, &error);
    g_assert_cmpint(code, ==, GPG_ERR_NO_ERROR);
    g_assert_cmpstr(gpgme_op_import_result(context)->imports->fpr, ==, ann);
    gpg_home_free(mine);
    gpg_home_free(theirs);
}

static void
test_errors(void)
{
    char *home = gpg_home_new();
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(home);
    g_autoptr(HemoOpenpgp) nowhere = hemo_openpgp_new("/nonexistent/gnupg");
    g_autoptr(GAsyncResult) nothing = run(openpgp, start_nothing, NULL, NULL);
    g_autoptr(GAsyncResult) missing = run(nowhere, start_nothing, NULL, NULL);
    g_autoptr(GError) error = NULL;
    gpgme_err_code_t code = GPG_ERR_NO_ERROR;

    g_assert_nonnull(hemo_openpgp_op_finish(nothing, &code, &error));
    g_assert_cmpint(code, ==, GPG_ERR_INV_VALUE);
    g_assert_null(hemo_openpgp_op_finish(missing, &code, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_MISSING);
    gpg_home_free(home);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp-op/in-and-out", test_in_and_out);
    g_test_add_func("/openpgp-op/errors", test_errors);
    return g_test_run();
}
