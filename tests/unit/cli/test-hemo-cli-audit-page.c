/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-audit-page.h"

#include "run-verb.h"

#include <string.h>

/* A record's body is an object of its own, not a text of quotes. */
static void
test_json(void)
{
    g_autoptr(GVariant) record = g_variant_parse(
        G_VARIANT_TYPE_VARDICT,
        "{'number': <uint64 7>, 'event': <'sent'>, 'body': <'{\"messages\":2}'>}",
        NULL,
        NULL,
        NULL);
    g_autofree char *json = hemo_cli_audit_page_json(record);

    g_assert_nonnull(strstr(json, "\"number\":7"));
    g_assert_nonnull(strstr(json, "\"body\":{\"messages\":2}"));
    g_assert_null(strchr(json, '\n'));
}

static void
test_no_agent(void)
{
    g_autoptr(GError) error = NULL;

    run_verb_file("mark", "");
    g_assert_null(hemo_cli_audit_page_open(&error));
    g_assert_nonnull(error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-audit-page/json", test_json);
    g_test_add_func("/cli-audit-page/no-agent", test_no_agent);
    return g_test_run();
}
