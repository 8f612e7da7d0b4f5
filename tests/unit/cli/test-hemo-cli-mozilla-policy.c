/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-mozilla-policy.h"

#include "thunderbird-home.h"

#define PLACE  "/etc/thunderbird/policies/policies.json"
#define SECOND "/usr/lib/thunderbird/distribution/policies.json"
#define FORCED                                                                                 \
    "{\"policies\":{\"ExtensionSettings\":{\"a@b\":{\"installation_mode\":\"force_"            \
    "installed\"},"                                                                            \
    "\"c@d\":{\"installation_mode\":\"blocked\"},\"e@f\":1}}}"

static const char *
make_root(const char *name, const char *place, const char *text)
{
    const char *home = thunderbird_home_make(name, NULL, NULL);

    thunderbird_home_write(home, place, text);
    return home;
}

static void
test_installs(void)
{
    static const struct {
        const char *place;
        const char *text;
        const char *id;
        gboolean installs;
    } rows[] = {
        {PLACE, FORCED, "a@b", TRUE},
        {SECOND, FORCED, "a@b", TRUE},
        {PLACE, FORCED, "c@d", FALSE},
        {PLACE, FORCED, "e@f", FALSE},
        {PLACE, FORCED, "x", FALSE},
        {PLACE, "", "a@b", FALSE},
        {PLACE, "[]", "a@b", FALSE},
        {PLACE, "{\"policies\":1}", "a@b", FALSE},
        {"x", FORCED, "a@b", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strdup_printf("policy-%" G_GSIZE_FORMAT, i);
        const char *root = make_root(name, rows[i].place, rows[i].text);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_cli_mozilla_policy_installs(root, rows[i].id),
                        ==,
                        rows[i].installs);
    }
}

static void
test_prefs(void)
{
    const char *root = make_root(
        "prefs",
        PLACE,
        "{\"policies\":{\"Preferences\":{\"a\":{\"Value\":true,\"Status\":\"locked\"},"
        "\"b\":{\"Value\":5},\"c\":{\"Value\":\"x\\\"y\"},\"d\":false,\"e\":null,\"f\":[1]}}}");
    g_autofree char *text = hemo_cli_mozilla_policy_prefs(root);
    g_autofree char *none = hemo_cli_mozilla_policy_prefs("/nowhere");

    g_assert_cmpstr(text,
                    ==,
                    "pref(\"a\", true);\npref(\"b\", 5);\npref(\"c\", \"x\\\"y\");\n"
                    "pref(\"d\", false);\n");
    g_assert_cmpstr(none, ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-mozilla-policy/installs", test_installs);
    g_test_add_func("/cli-mozilla-policy/prefs", test_prefs);
    return g_test_run();
}
