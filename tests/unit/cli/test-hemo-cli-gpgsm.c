/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-gpgsm.h"

#include "run-verb.h"
#include "smime-sample.h"

#include <glib/gstdio.h>
#include <unistd.h>

static void
enter_home(void)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *home = g_build_filename(base, "gnupg", NULL);

    g_assert_cmpint(g_mkdir_with_parents(home, 0700), ==, 0);
    g_setenv("GNUPGHOME", home, TRUE);
    run_verb_file("gnupg/gpgsm.conf", "disable-dirmngr\ndisable-crl-checks\n");
}

/* Its socket is in the home folder; without one there is nobody to end. */
static void
leave_home(void)
{
    g_autoptr(GSubprocess) end =
        g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, NULL, "gpgconf", "--kill", "gpg-agent", NULL);

    g_subprocess_wait(end, NULL, NULL);
}

static char *
read_trust(void)
{
    g_autofree char *path = g_build_filename(g_getenv("GNUPGHOME"), "trustlist.txt", NULL);
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}

static void
check_trust(const char *fingerprint)
{
    g_autoptr(GHashTable) anchors = g_hash_table_new(g_str_hash, g_str_equal);
    g_auto(GStrv) none = hemo_cli_gpgsm_trust(anchors, NULL);
    g_auto(GStrv) lines = NULL;
    g_auto(GStrv) again = NULL;
    g_autofree char *with = NULL;
    g_autofree char *without = NULL;
    g_autofree char *wanted = NULL;

    g_assert_cmpuint(g_strv_length(none), ==, 0);
    g_hash_table_add(anchors, (gpointer)fingerprint);
    lines = hemo_cli_gpgsm_trust(anchors, NULL);
    again = hemo_cli_gpgsm_trust(anchors, NULL);
    g_assert_cmpuint(g_strv_length(lines), ==, 1);
    g_assert_cmpuint(g_strv_length(again), ==, 0);
    with = read_trust();
    wanted = g_strdup_printf("# mine\n%s\n", lines[0]);
    g_assert_cmpstr(with, ==, wanted);
    g_assert_true(g_str_has_suffix(lines[0], " S relax"));
    g_assert_true(hemo_cli_gpgsm_distrust(lines[0], NULL));
    without = read_trust();
    g_assert_cmpstr(without, ==, "# mine\n");
}

static void
test_there_and_back(void)
{
    g_auto(SmimeSample) sample = smime_sample_new();
    g_autofree char *own = smime_sample_fingerprint(sample.certificate);
    g_autofree char *root = smime_sample_fingerprint(sample.authority);
    int passphrase = smime_sample_passphrase("birch 7");
    int file = smime_sample_export(&sample, NULL, passphrase, NULL);
    g_autoptr(GError) error = NULL;

    g_assert_false(hemo_cli_gpgsm_has(own));
    hemo_cli_gpgsm_import(file, passphrase, &error);
    g_assert_no_error(error);
    g_assert_true(hemo_cli_gpgsm_has(own));
    g_assert_false(hemo_cli_gpgsm_has(root));
    run_verb_file("gnupg/trustlist.txt", "# mine");
    check_trust(root);
    g_assert_true(hemo_cli_gpgsm_delete(own, &error));
    g_assert_no_error(error);
    g_assert_false(hemo_cli_gpgsm_has(own));
    g_assert_true(hemo_cli_gpgsm_delete(own, &error));
    close(file);
    close(passphrase);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    enter_home();
    g_test_add_func("/cli-gpgsm/there-and-back", test_there_and_back);
    status = g_test_run();
    leave_home();
    return status;
}
