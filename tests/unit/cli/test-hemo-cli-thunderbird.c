/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "thunderbird-home.h"

#include "hemo-error.h"
#include "hemo-mozilla-prefs.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_load(void)
{
    const char *home =
        thunderbird_home_make("load", THUNDERBIRD_HOME_PREFS, "user_pref('a', 2);");
    g_autoptr(HemoCliThunderbird) thunderbird = NULL;
    const HemoMailAccount *account;

    thunderbird_home_write(home,
                           "root/etc/thunderbird/pref/all.js",
                           "pref('a', 1); pref('mail.dsn.ret_full_on', false)");
    thunderbird = thunderbird_home_load(home, NULL);
    g_assert_nonnull(thunderbird);
    g_assert_cmpuint(thunderbird->accounts->len, ==, 1);
    account = thunderbird->accounts->pdata[0];
    g_assert_cmpstr(account->title, ==, "Clinic");
    g_assert_true(account->drafts_on_server);
    /* the administrator's counts where the profile says nothing; a line of it that is cut off
     * takes none of the profile's with it */
    g_assert_cmpint(hemo_mozilla_prefs_int(thunderbird->prefs, "a", 0), ==, 2);
    g_assert_cmpstr(hemo_mozilla_prefs_string(thunderbird->prefs, "mail.smtpservers"),
                    ==,
                    "smtp1");
}

static void
test_which_profile(void)
{
    static const struct {
        const char *file; /* what more there is */
        const char *text;
        int code; /* of the error */
        const char *words;
    } rows[] = {
        {".thunderbird/x.default/prefs.js", "", -1, NULL},
        {".var/app/x", "", HEMO_ERROR_NOT_FOUND, "*start it once*"},
        {".var/app/org.mozilla.Thunderbird/.thunderbird/profiles.ini",
         "",
         HEMO_ERROR_UNSUPPORTED,
         "*Flatpak*package of the system"},
        {"snap/thunderbird/common/.thunderbird/profiles.ini",
         "",
         HEMO_ERROR_UNSUPPORTED,
         "*Snap*"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strdup_printf("which-%" G_GSIZE_FORMAT, i);
        const char *home = thunderbird_home_make(name, NULL, NULL);
        g_autoptr(HemoCliThunderbird) thunderbird = NULL;
        g_autoptr(GError) error = NULL;

        thunderbird_home_write(home, rows[i].file, rows[i].text);
        thunderbird = thunderbird_home_load(home, &error);
        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_true((thunderbird != NULL) == (rows[i].words == NULL));
        if (rows[i].words != NULL) {
            g_assert_true(hemo_error_is(error, (HemoError)rows[i].code));
            g_assert_true(g_pattern_match_simple(rows[i].words, error->message));
        }
    }
}

static void
test_several_profiles(void)
{
    const char *home = thunderbird_home_make("several", "", NULL);
    g_autofree char *profile = g_build_filename(home, "elsewhere", NULL);
    const HemoCliThunderbirdPlace place = {.home = home, .profile = profile};
    g_autoptr(HemoCliThunderbird) none = NULL;
    g_autoptr(HemoCliThunderbird) named = NULL;
    g_autoptr(GError) error = NULL;

    thunderbird_home_write(home, "elsewhere/prefs.js", "");
    thunderbird_home_write(home,
                           ".thunderbird/profiles.ini",
                           "[Profile0]\nPath=x.default\n[Profile1]\nPath=../elsewhere\n");
    none = thunderbird_home_load(home, &error);
    g_assert_null(none);
    g_assert_true(g_pattern_match_simple("*--profile*x.default, */elsewhere", error->message));
    named = hemo_cli_thunderbird_load(&place, NULL);
    g_assert_cmpstr(named->profile, ==, profile);
}

/* Holds the lock as Thunderbird does, until @fd ends. */
static pid_t
hold_lock(const char *path, const int *wait)
{
    int ready[2];
    pid_t child;
    char byte = 0;

    g_assert_cmpint(pipe(ready), ==, 0);
    child = fork();
    if (child == 0) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        int fd = open(path, O_RDWR);

        close(wait[1]);
        if (fcntl(fd, F_SETLK, &lock) == 0 && write(ready[1], "x", 1) == 1)
            _exit(read(wait[0], &byte, 1) < 0 ? 1 : 0);
        _exit(1);
    }
    close(ready[1]);
    g_assert_cmpint(read(ready[0], &byte, 1), ==, 1);
    close(ready[0]);
    return child;
}

static void
test_running(void)
{
    const char *home = thunderbird_home_make("runs", "", NULL);
    g_autoptr(HemoCliThunderbird) thunderbird = thunderbird_home_load(home, NULL);
    g_autofree char *path = g_build_filename(thunderbird->profile, ".parentlock", NULL);
    g_autofree char *link = g_build_filename(thunderbird->profile, "lock", NULL);
    int wait[2];
    pid_t child;

    g_assert_cmpint(hemo_cli_thunderbird_find_process(thunderbird), ==, 0);
    thunderbird_home_write(home, THUNDERBIRD_HOME_PROFILE "/.parentlock", "");
    /* left by one that was ended hard */
    g_assert_cmpint(symlink("127.0.1.1:+2147483646", link), ==, 0);
    g_assert_cmpint(hemo_cli_thunderbird_find_process(thunderbird), ==, 0);
    g_assert_cmpint(pipe(wait), ==, 0);
    child = hold_lock(path, wait);
    g_assert_cmpint(hemo_cli_thunderbird_find_process(thunderbird), ==, child);
    close(wait[1]);
    g_assert_cmpint(waitpid(child, NULL, 0), ==, child);
    close(wait[0]);
    g_assert_cmpint(hemo_cli_thunderbird_find_process(thunderbird), ==, 0);
}

static void
test_rules_and_version(void)
{
    const char *home = thunderbird_home_make("rules", "", NULL);
    g_autoptr(HemoCliThunderbird) thunderbird = thunderbird_home_load(home, NULL);
    g_autofree char *none = hemo_cli_thunderbird_version(thunderbird);
    g_autofree char *version = NULL;
    g_auto(GStrv) rules = NULL;

    thunderbird_home_write(home, THUNDERBIRD_HOME_PROFILE "/Mail/a/msgFilterRules.dat", "");
    thunderbird_home_write(home, THUNDERBIRD_HOME_PROFILE "/ImapMail/b/msgFilterRules.dat", "");
    thunderbird_home_write(home, THUNDERBIRD_HOME_PROFILE "/Mail/c/Inbox", "");
    thunderbird_home_write(home,
                           "root/usr/lib/thunderbird/application.ini",
                           "[App]\nVersion=153.7.0\n");
    rules = hemo_cli_thunderbird_find_rules(thunderbird->profile);
    version = hemo_cli_thunderbird_version(thunderbird);
    g_assert_cmpuint(g_strv_length(rules), ==, 2);
    g_assert_true(g_str_has_suffix(rules[0], "/Mail/a/msgFilterRules.dat"));
    g_assert_null(none);
    g_assert_cmpstr(version, ==, "153.7.0");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-thunderbird/load", test_load);
    g_test_add_func("/cli-thunderbird/which-profile", test_which_profile);
    g_test_add_func("/cli-thunderbird/several-profiles", test_several_profiles);
    g_test_add_func("/cli-thunderbird/running", test_running);
    g_test_add_func("/cli-thunderbird/rules-and-version", test_rules_and_version);
    return g_test_run();
}
