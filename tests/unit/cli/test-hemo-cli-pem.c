/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-pem.h"

#include "run-verb.h"
#include "smime-sample.h"

#include <glib/gstdio.h>

static void
test_read(void)
{
    g_auto(SmimeSample) sample = smime_sample_new();
    g_autofree char *one = smime_sample_pem(sample.certificate);
    g_autofree char *two = smime_sample_pem(sample.authority);
    g_autofree char *text = g_strconcat("words before\n", one, "between\n", two, NULL);
    g_autoptr(GPtrArray) read = hemo_cli_pem_read(hemo_slice_text(text));
    g_autoptr(GBytes) der = smime_sample_der(sample.authority);
    g_autofree char *digest = NULL;
    guint8 binary[EVP_MAX_MD_SIZE];
    guint size = 0;

    g_assert_cmpuint(read->len, ==, 2);
    g_assert_true(g_bytes_equal(read->pdata[1], der));
    g_assert_cmpint(X509_digest(sample.authority, EVP_sha256(), binary, &size), ==, 1);
    digest = hemo_slice_hex(hemo_slice(binary, size));
    g_free(text);
    text = smime_sample_fingerprint(sample.authority);
    g_assert_cmpint(g_ascii_strcasecmp(digest, text), ==, 0);
}

static void
test_none(void)
{
    static const char *const texts[] = {
        "",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMIIB\n",
        "-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GPtrArray) read = hemo_cli_pem_read(hemo_slice_text(texts[i]));

        g_assert_cmpuint(read->len, ==, 0);
    }
}

static void
test_anchors(void)
{
    g_auto(SmimeSample) sample = smime_sample_new();
    g_autofree char *pem = smime_sample_pem(sample.authority);
    const char *file = run_verb_file("anchors.pem", pem);
    g_autofree char *base = g_path_get_dirname(file);
    g_autofree char *policy = g_strdup_printf("[keys]\nsmime-anchors = %s\n", file);
    g_autofree char *fingerprint = smime_sample_fingerprint(sample.authority);
    g_autoptr(GError) fault = NULL;
    g_autoptr(HemoCliSettings) settings = NULL;
    g_autoptr(GHashTable) none = hemo_cli_pem_anchors(NULL);
    g_autoptr(GHashTable) anchors = NULL;

    g_chmod(run_verb_file("policy.conf", policy), 0600);
    settings = hemo_cli_settings_load(base, &fault, NULL);
    g_assert_no_error(fault);
    anchors = hemo_cli_pem_anchors(settings);
    g_assert_cmpuint(g_hash_table_size(none), ==, 0);
    g_assert_cmpuint(g_hash_table_size(anchors), ==, 1);
    g_assert_true(g_hash_table_contains(anchors, fingerprint));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-pem/read", test_read);
    g_test_add_func("/cli-pem/none", test_none);
    g_test_add_func("/cli-pem/anchors", test_anchors);
    return g_test_run();
}
