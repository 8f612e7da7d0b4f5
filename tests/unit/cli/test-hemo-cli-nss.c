/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-nss.h"

#include "hemo-error.h"
#include "run-verb.h"
#include "smime-sample.h"

#include <glib/gstdio.h>
#include <unistd.h>

static char *
make_folder(void)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    char *folder = g_build_filename(base, "nss-XXXXXX", NULL);

    g_assert_nonnull(g_mkdtemp(folder));
    return folder;
}

static gboolean
bring_in(const HemoCliNss *nss, SmimeSample *sample, GError **error)
{
    int passphrase = smime_sample_passphrase("birch 7");
    int file = smime_sample_export(sample, NULL, passphrase, NULL);
    gboolean good = hemo_cli_nss_import(nss, file, passphrase, error);

    close(file);
    close(passphrase);
    return good;
}

static void
test_there_and_back(void)
{
    g_auto(SmimeSample) sample = smime_sample_new();
    g_autofree char *folder = make_folder();
    g_autofree char *own = smime_sample_fingerprint(sample.certificate);
    g_autofree char *root = smime_sample_fingerprint(sample.authority);
    const HemoCliNss nss = {.folder = folder};
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) entries = NULL;
    const HemoCliNssEntry *entry;

    g_assert_true(hemo_cli_nss_prepare(&nss, &error));
    g_assert_true(hemo_cli_nss_prepare(&nss, &error));
    bring_in(&nss, &sample, &error);
    g_assert_no_error(error);
    entries = hemo_cli_nss_list(&nss, &error);
    g_assert_cmpuint(entries->len, ==, 2);
    entry = hemo_cli_nss_find(entries, own);
    g_assert_cmpstr(entry->nickname, ==, "ana");
    g_assert_cmpstr(entry->trust, ==, "u,u,u");
    entry = hemo_cli_nss_find(entries, root);
    g_assert_cmpstr(entry->trust, ==, ",,");
    g_assert_true(hemo_cli_nss_set_trust(&nss, entry->nickname, ",C,", &error));
    g_ptr_array_unref(entries);
    entries = hemo_cli_nss_list(&nss, &error);
    g_assert_cmpstr(hemo_cli_nss_find(entries, root)->trust, ==, ",C,");
    g_assert_true(hemo_cli_nss_delete(&nss, hemo_cli_nss_find(entries, own), &error));
    g_assert_true(hemo_cli_nss_delete(&nss, hemo_cli_nss_find(entries, root), &error));
    g_ptr_array_unref(entries);
    entries = hemo_cli_nss_list(&nss, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(entries->len, ==, 0);
    g_assert_null(hemo_cli_nss_find(entries, own));
}

/* A profile with a primary password says so, and takes the right one. */
static void
test_password(void)
{
    g_auto(SmimeSample) sample = smime_sample_new();
    g_autofree char *folder = make_folder();
    g_autofree char *database = g_strconcat("sql:", folder, NULL);
    const char *file = run_verb_file("primary", "heron 12\n");
    g_autoptr(HemoSecret) password = hemo_secret_new_copy(hemo_slice_text("heron 12"));
    const HemoCliNss without = {.folder = folder};
    const HemoCliNss with = {.folder = folder, .password = password};
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) make = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE,
                                                   NULL,
                                                   "certutil",
                                                   "-N",
                                                   "-d",
                                                   database,
                                                   "-f",
                                                   file,
                                                   NULL);

    g_assert_true(g_subprocess_wait_check(make, NULL, NULL));
    g_assert_false(bring_in(&without, &sample, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_clear_error(&error);
    bring_in(&with, &sample, &error);
    g_assert_no_error(error);
}

/* Serial number 200 takes two bytes, as its highest bit is set. */
static void
test_key(void)
{
    static const guint8 head[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0};
    g_auto(SmimeSample) sample = smime_sample_new();
    g_autoptr(GBytes) der = smime_sample_der(sample.certificate);
    g_autoptr(GBytes) junk = g_bytes_new_static("x", 1);
    g_autofree char *key = hemo_cli_nss_key(der);
    g_autofree guchar *data = NULL;
    gsize size = 0;

    data = g_base64_decode(key, &size);
    g_assert_cmpuint(size, >, sizeof head + 3);
    g_assert_cmpmem(data, sizeof head, head, sizeof head);
    g_assert_cmpuint(data[sizeof head], ==, size - sizeof head - 3);
    g_assert_cmpuint(data[sizeof head + 1], ==, 0);
    g_assert_cmpuint(data[sizeof head + 2], ==, 200);
    g_assert_cmpuint(data[sizeof head + 3], ==, 0x30);
    g_assert_null(hemo_cli_nss_key(junk));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-nss/there-and-back", test_there_and_back);
    g_test_add_func("/cli-nss/password", test_password);
    g_test_add_func("/cli-nss/key", test_key);
    return g_test_run();
}
