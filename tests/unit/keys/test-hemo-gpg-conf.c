/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-gpg-conf.h"

#include "hemo-error.h"

#include <glib/gstdio.h>
#include <string.h>

static gboolean
check(const char *text, GError **error)
{
    g_autofree char *home = g_dir_make_tmp("hemo-conf-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(home, "gpg.conf", NULL);
    gboolean good;

    if (text != NULL)
        g_assert_true(g_file_set_contents(path, text, -1, NULL));
    good = hemo_gpg_conf_check(home, error);
    g_unlink(path);
    g_rmdir(home);
    return good;
}

static void
test_harmless(void)
{
    static const char *const texts[] = {
        NULL,
        "",
        "# group team = 0123\n",
        "default-key 0123\nencrypt-to 4567\ntrust-model tofu\n",
        "keyserver hkps://keys.example.org\nrequire-cross-certification\n",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_true(check(texts[i], &error));
        g_assert_no_error(error);
    }
}

static void
test_others_would_read(void)
{
    static const char *const texts[] = {
        "group 0123456789ABCDEF = FEDCBA9876543210\n",
        "no-greeting\n\tgroup team=0123 4567\n",
        "--group team=0123\n",
        "grou team=0123\n",
        "recipient eve@example.com",
        "hidden-recipient eve@example.com\n",
        "remote-user eve@example.com\r\n",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(check(texts[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
        g_assert_null(strstr(error->message, "eve@"));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/gpg-conf/harmless", test_harmless);
    g_test_add_func("/gpg-conf/others-would-read", test_others_would_read);
    return g_test_run();
}
