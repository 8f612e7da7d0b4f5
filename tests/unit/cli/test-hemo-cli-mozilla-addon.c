/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-mozilla-addon.h"

#include "thunderbird-home.h"

#define OURS(flags) "{\"addons\":[{\"id\":\"hemostat@hemostat.org\"," flags "}]}"
#define ELSEWHERE   "\"path\":\"/nowhere/x.xpi\""
#define THERE       "\"path\":\"/\""

static void
test_states(void)
{
    static const struct {
        const char *json; /* NULL: no such file */
        const char *file; /* that there is, below the home */
        HemoCliMozillaAddon state;
    } rows[] = {
        {NULL, "x", HEMO_CLI_MOZILLA_ADDON_ABSENT},
        {NULL,
         THUNDERBIRD_HOME_PROFILE "/extensions/hemostat@hemostat.org.xpi",
         HEMO_CLI_MOZILLA_ADDON_NEW},
        {"{\"addons\":[]}",
         "root/usr/share/mozilla/extensions/" THUNDERBIRD_HOME_PROGRAM
         "/hemostat@hemostat.org.xpi",
         HEMO_CLI_MOZILLA_ADDON_NEW},
        {OURS("\"active\":true,\"userDisabled\":false," THERE),
         "x",
         HEMO_CLI_MOZILLA_ADDON_ACTIVE},
        {OURS("\"active\":false,\"userDisabled\":true," THERE),
         "x",
         HEMO_CLI_MOZILLA_ADDON_DISABLED},
        {OURS("\"active\":false,\"appDisabled\":true," THERE),
         "x",
         HEMO_CLI_MOZILLA_ADDON_REFUSED},
        {OURS("\"active\":false," THERE), "x", HEMO_CLI_MOZILLA_ADDON_DISABLED},
        /* noted, but taken away since */
        {OURS("\"active\":true," ELSEWHERE), "x", HEMO_CLI_MOZILLA_ADDON_ABSENT},
        /* nothing that can be read */
        {"", "x", HEMO_CLI_MOZILLA_ADDON_ABSENT},
        {"[1]", "x", HEMO_CLI_MOZILLA_ADDON_ABSENT},
        {"{\"addons\":{}}", "x", HEMO_CLI_MOZILLA_ADDON_ABSENT},
        {"{\"addons\":[1,null,{\"id\":2}]}", "x", HEMO_CLI_MOZILLA_ADDON_ABSENT},
        {OURS("\"active\":\"yes\"," THERE), "x", HEMO_CLI_MOZILLA_ADDON_DISABLED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strdup_printf("states-%" G_GSIZE_FORMAT, i);
        const char *home = thunderbird_home_make(name, "", NULL);
        g_autoptr(HemoCliThunderbird) thunderbird = thunderbird_home_load(home, NULL);

        thunderbird_home_write(home, rows[i].file, "x");
        if (rows[i].json != NULL)
            thunderbird_home_write(home,
                                   THUNDERBIRD_HOME_PROFILE "/extensions.json",
                                   rows[i].json);
        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_cli_mozilla_addon_find(thunderbird), ==, rows[i].state);
    }
}

static void
test_others(void)
{
    const char *home = thunderbird_home_make("others", "", NULL);
    g_autoptr(HemoCliThunderbird) thunderbird = thunderbird_home_load(home, NULL);
    g_auto(GStrv) names = NULL;
    g_autofree char *all = NULL;

    thunderbird_home_write(
        home,
        THUNDERBIRD_HOME_PROFILE "/extensions.json",
        "{\"addons\":["
        "{\"id\":\"hemostat@hemostat.org\",\"active\":true,"
        "\"userPermissions\":{\"permissions\":[\"compose\"]}},"
        "{\"id\":\"a\",\"active\":true,\"defaultLocale\":{\"name\":\"Later\"},"
        "\"userPermissions\":{\"permissions\":[\"storage\",\"compose\"]}},"
        "{\"id\":\"b\",\"active\":true,\"userPermissions\":{\"permissions\":[\"compose.send\"]}"
        "},"
        "{\"id\":\"c\",\"active\":false,\"userPermissions\":{\"permissions\":[\"compose\"]}},"
        "{\"id\":\"d\",\"active\":true,\"userPermissions\":{\"permissions\":[\"storage\"]}},"
        "{\"id\":\"e\",\"active\":true,\"userPermissions\":null},"
        "{\"id\":\"f\",\"active\":true,\"location\":\"app-builtin\","
        "\"userPermissions\":{\"permissions\":[\"compose\"]}}]}");
    names = hemo_cli_mozilla_addon_find_others(thunderbird);
    all = g_strjoinv(" ", names);
    g_assert_cmpstr(all, ==, "Later b");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-mozilla-addon/states", test_states);
    g_test_add_func("/cli-mozilla-addon/others", test_others);
    return g_test_run();
}
