/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-leave-smime.h"

#include "hemo-cli-output.h"
#include "run-verb.h"
#include "smime-sample.h"

static SmimeSample sample;

/* x FOLDER [PASSPHRASE-FILE] */
static int
run(int argc, char **argv)
{
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(FALSE);
    g_autoptr(HemoCliOwnSmime) own = smime_sample_own(&sample);

    return hemo_cli_leave_smime_write(checks, own, argv[1], argv[2]) ? HEMO_CLI_GOOD
                                                                     : HEMO_CLI_HELD;
}

static int
run_none(int argc, char **argv)
{
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(FALSE);
    g_autoptr(HemoCliOwnSmime) own = hemo_cli_own_smime_new();

    return hemo_cli_leave_smime_write(checks, own, argv[1], argv[2]) ? HEMO_CLI_GOOD
                                                                     : HEMO_CLI_HELD;
}

static int
run_agent(int argc, char **argv)
{
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(FALSE);

    return hemo_cli_leave_smime_run(checks, argv[1], NULL) ? HEMO_CLI_GOOD : HEMO_CLI_HELD;
}

/* Opens with this passphrase, and has this certificate. */
static void
check_file(const char *path, const char *passphrase)
{
    g_autofree char *data = NULL;
    gsize size = 0;
    const guint8 *at;
    PKCS12 *file;
    EVP_PKEY *key = NULL;
    X509 *certificate = NULL;

    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    at = (const guint8 *)data;
    file = d2i_PKCS12(NULL, &at, (long)size);
    g_assert_cmpint(PKCS12_parse(file, passphrase, &key, &certificate, NULL), ==, 1);
    g_assert_cmpint(X509_cmp(certificate, sample.certificate), ==, 0);
    g_assert_cmpint(EVP_PKEY_eq(key, sample.key), ==, 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    PKCS12_free(file);
}

static void
test_write(void)
{
    const char *words = run_verb_file("words", "birch kettle 7\nmore\n");
    const char *others = run_verb_file("others", "alder kettle 8\n");
    g_autofree char *folder = g_path_get_dirname(words);
    g_autofree char *fingerprint = smime_sample_fingerprint(sample.certificate);
    g_autofree char *name = g_strdup_printf("key-%.16s.p12", fingerprint);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *nowhere = g_build_filename(folder, "nowhere", NULL);
    const RunVerbRow held[] = {
        {{"x", folder}, HEMO_CLI_HELD, "FAIL *--passphrase-file*", NULL},
        {{"x", nowhere, words}, HEMO_CLI_HELD, "FAIL *cannot be written*", NULL},
    };
    const RunVerbRow good[] = {
        {{"x", folder, words}, HEMO_CLI_GOOD, "ok *.p12*private part*safe*", NULL},
        {{"x", folder, others}, HEMO_CLI_GOOD, "ok *.p12*private part*safe*", NULL},
    };

    run_verb_check(run, held, G_N_ELEMENTS(held));
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    run_verb_check(run, good, 1);
    check_file(path, "birch kettle 7");
    /* a later run counts, with what was typed then */
    run_verb_check(run, good + 1, 1);
    check_file(path, "alder kettle 8");
}

/* Nobody is asked for a passphrase that is for nothing. */
static void
test_none(void)
{
    static const RunVerbRow none = {{"x", "/nowhere"}, HEMO_CLI_GOOD, "", NULL};
    static const RunVerbRow no_agent = {{"x", "/nowhere"},
                                        HEMO_CLI_HELD,
                                        "FAIL *Hemostat*",
                                        NULL};

    run_verb_check(run_none, &none, 1);
    run_verb_check(run_agent, &no_agent, 1);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    sample = smime_sample_new();
    g_test_add_func("/cli-leave-smime/write", test_write);
    g_test_add_func("/cli-leave-smime/none", test_none);
    status = g_test_run();
    smime_sample_clear(&sample);
    return status;
}
