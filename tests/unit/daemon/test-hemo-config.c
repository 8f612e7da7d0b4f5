/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-config.h"

#include "daemon-home.h"
#include "hemo-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *top;
    char *system;
    char *user;
    HemoConfig *config;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
    place->top = g_dir_make_tmp("hemo-config-XXXXXX", NULL);
    place->system = g_build_filename(place->top, "system", NULL);
    place->user = g_build_filename(place->top, "user", NULL);
    g_assert_no_errno(g_mkdir(place->system, 0755));
    g_assert_no_errno(g_mkdir(place->user, 0700));
    place->config = hemo_config_new(place->system, place->user);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    hemo_config_free(place->config);
    daemon_home_remove(place->top);
    g_free(place->top);
    g_free(place->system);
    g_free(place->user);
}

/* Replaces the file, as an editor does. */
static void
write_file(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) error = NULL;

    g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
    g_assert_no_errno(g_chmod(path, 0644));
}

static void
refresh(Place *place)
{
    g_autoptr(GError) error = NULL;

    hemo_config_refresh(place->config, &error);
    g_assert_no_error(error);
}

static void
assert_refused(Place *place, int code, const char *part_of_words)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(hemo_config_refresh(place->config, &error));
    g_assert_error(error, HEMO_ERROR, code);
    g_assert_nonnull(strstr(error->message, part_of_words));
    g_assert_null(hemo_config_policy(place->config));
    g_assert_null(hemo_config_accounts(place->config));
}

static const char *
min_tls(Place *place)
{
    HemoRule rule =
        hemo_policy_rule(hemo_config_policy(place->config), "a@example.org", "example.org", 0);

    return hemo_names_find(hemo_rule_key_values(HEMO_RULE_MIN_TLS),
                           rule.values[HEMO_RULE_MIN_TLS]);
}

static void
test_no_files(Place *place, gconstpointer data)
{
    g_assert_null(hemo_config_policy(place->config));
    refresh(place);
    g_assert_cmpstr(min_tls(place), ==, "A");
    g_assert_null(hemo_accounts_find(hemo_config_accounts(place->config), "work"));
    g_assert_cmpstr(hemo_config_origin(place->config), ==, place->system);
    hemo_config_free(NULL);
}

static void
test_installed_has_no_origin(Place *place, gconstpointer data)
{
    g_autoptr(HemoConfig) config = hemo_config_new(HEMOSTAT_SYSTEM_CONFIG, place->user);

    g_assert_null(hemo_config_origin(config));
}

static void
test_four_files(Place *place, gconstpointer data)
{
    write_file(place->system, "policy.conf", "[default]\nmin-tls=E\n");
    write_file(place->user, "policy.conf", "[default]\nmin-tls=V\n");
    write_file(place->system,
               "accounts.conf",
               "[account work]\nroute=R2\nenforcement=X-Tls: yes\n");
    write_file(place->user, "accounts.conf", "[account home]\nroute=R1\n");
    refresh(place);
    g_assert_cmpstr(min_tls(place), ==, "V");
    g_assert_cmpint(
        hemo_account_route(hemo_accounts_find(hemo_config_accounts(place->config), "work")),
        ==,
        HEMO_ROUTE_R2);
    g_assert_cmpint(
        hemo_account_route(hemo_accounts_find(hemo_config_accounts(place->config), "home")),
        ==,
        HEMO_ROUTE_R0);
}

/* Only the administrator can say that users are believed about their routes. */
static void
test_trusted_user(Place *place, gconstpointer data)
{
    static const struct {
        const char *policy;
        HemoRoute route;
    } rows[] = {
        {"[agent]\nuser-accounts=trusted\n", HEMO_ROUTE_R1},
        {"[agent]\nuser-accounts=limited\n", HEMO_ROUTE_R0},
        {"", HEMO_ROUTE_R0},
    };

    write_file(place->user, "accounts.conf", "[account home]\nroute=R1\n");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const HemoAccount *account;

        write_file(place->system, "policy.conf", rows[i].policy);
        refresh(place);
        account = hemo_accounts_find(hemo_config_accounts(place->config), "home");
        g_assert_cmpint(hemo_account_route(account), ==, rows[i].route);
    }
}

/* A correction works at once, and so does a mistake. */
static void
test_reload(Place *place, gconstpointer data)
{
    HemoPolicy *before;

    write_file(place->system, "policy.conf", "[default]\nmin-tls=V\n");
    refresh(place);
    before = hemo_config_policy(place->config);
    refresh(place);
    g_assert_true(hemo_config_policy(place->config) == before);
    write_file(place->system, "policy.conf", "[default]\nmin-tls=E\n");
    refresh(place);
    g_assert_cmpstr(min_tls(place), ==, "E");
    write_file(place->user, "accounts.conf", "[account x]\nport=none\n");
    assert_refused(place, HEMO_ERROR_CONFIG, "port");
    assert_refused(place, HEMO_ERROR_CONFIG, "port"); /* not forgotten when unchanged */
    write_file(place->user, "accounts.conf", "[account x]\nport=25\n");
    refresh(place);
    g_assert_cmpstr(min_tls(place), ==, "E");
}

static void
test_broken(Place *place, gconstpointer data)
{
    static const char *const names[] = {"policy.conf", "accounts.conf"};

    for (gsize i = 0; i < 2 * G_N_ELEMENTS(names); i++) {
        const char *folder = i % 2 == 0 ? place->system : place->user;

        write_file(folder, names[i / 2], "[nonsense]\nx=y\n");
        assert_refused(place, HEMO_ERROR_CONFIG, "nonsense");
        write_file(folder, names[i / 2], "");
        refresh(place);
    }
}

/* What others may write is not the administrator's word. */
static void
test_writable(Place *place, gconstpointer data)
{
    static const guint modes[] = {0664, 0646, 0666};
    g_autofree char *path = g_build_filename(place->system, "policy.conf", NULL);
    g_autofree char *mine = g_build_filename(place->user, "policy.conf", NULL);

    write_file(place->system, "policy.conf", "[default]\nmin-tls=E\n");
    for (gsize i = 0; i < G_N_ELEMENTS(modes); i++) {
        g_assert_no_errno(g_chmod(path, (int)modes[i]));
        assert_refused(place, HEMO_ERROR_DENIED, "policy.conf");
    }
    g_assert_no_errno(g_chmod(path, 0644));
    write_file(place->user, "policy.conf", "[default]\nmin-tls=V\n");
    g_assert_no_errno(g_chmod(mine, 0666)); /* can only tighten anyway */
    refresh(place);
    g_assert_cmpstr(min_tls(place), ==, "V");
}

static void
test_strange_files(Place *place, gconstpointer data)
{
    g_autofree char *path = g_build_filename(place->user, "policy.conf", NULL);
    g_autofree char *big = g_strnfill(2 * 1024 * 1024, '#');

    g_assert_no_errno(g_mkdir(path, 0700));
    assert_refused(place, HEMO_ERROR_CONFIG, "policy.conf");
    g_assert_no_errno(g_rmdir(path));
    g_assert_no_errno(mkfifo(path, 0600)); /* must not wait for a writer */
    assert_refused(place, HEMO_ERROR_CONFIG, "policy.conf");
    g_assert_no_errno(g_unlink(path));
    write_file(place->user, "policy.conf", big);
    assert_refused(place, HEMO_ERROR_CONFIG, "policy.conf");
    g_assert_no_errno(g_unlink(path));
    refresh(place);
}

#define ADD(name, function)                                                                    \
    g_test_add("/config/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("no-files", test_no_files);
    ADD("installed-has-no-origin", test_installed_has_no_origin);
    ADD("four-files", test_four_files);
    ADD("trusted-user", test_trusted_user);
    ADD("reload", test_reload);
    ADD("broken", test_broken);
    ADD("writable", test_writable);
    ADD("strange-files", test_strange_files);
    return g_test_run();
}
