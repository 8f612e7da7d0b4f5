/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-check.h.
 */
#include "hemo-cli-check.h"

#include "hemo-cli-output.h"

#include <string.h>

struct _HemoCliCheck {
    gboolean json;
    HemoCliCheckStatus worst;
};

static const char *const names[] = {
    [HEMO_CLI_CHECK_FAIL] = "FAIL",
    [HEMO_CLI_CHECK_WARN] = "warn",
    [HEMO_CLI_CHECK_OK] = "ok",
};

HemoCliCheck *
hemo_cli_check_new(gboolean json)
{
    HemoCliCheck *checks = g_new0(HemoCliCheck, 1);

    checks->json = json;
    checks->worst = HEMO_CLI_CHECK_OK;
    return checks;
}

void
hemo_cli_check_free(HemoCliCheck *checks)
{
    g_free(checks);
}

static void
print_object(HemoCliCheckStatus status,
             const char *name,
             const char *about,
             const char *words,
             const char *remedy)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&builder, "{sv}", "check", g_variant_new_string(name));
    g_variant_builder_add(&builder, "{sv}", "about", g_variant_new_string(about));
    g_variant_builder_add(&builder, "{sv}", "status", g_variant_new_string(names[status]));
    g_variant_builder_add(&builder, "{sv}", "words", g_variant_new_string(words));
    g_variant_builder_add(&builder, "{sv}", "remedy", g_variant_new_string(remedy));
    hemo_cli_output_object(g_variant_builder_end(&builder));
}

/* What stands between two sentences, the first of which may have its own end. */
static const char *
find_join(const char *words, const char *remedy)
{
    gsize size = strlen(words);

    if (*remedy == '\0')
        return "";
    return size > 0 && strchr(".?!", words[size - 1]) != NULL ? " " : ". ";
}

void
hemo_cli_check_add(HemoCliCheck *checks,
                   HemoCliCheckStatus status,
                   const char *name,
                   const char *about,
                   const char *words,
                   const char *remedy)
{
    g_autofree char *valid = g_utf8_make_valid(about, -1);

    checks->worst = MIN(checks->worst, status);
    if (checks->json)
        print_object(status, name, valid, words, remedy);
    else
        hemo_cli_output_line("%-4s  %s%s%s%s%s",
                             names[status],
                             valid,
                             *valid != '\0' ? ": " : "",
                             words,
                             find_join(words, remedy),
                             remedy);
    hemo_cli_output_flush();
}

gboolean
hemo_cli_check_has_failed(const HemoCliCheck *checks)
{
    return checks->worst == HEMO_CLI_CHECK_FAIL;
}

gboolean
hemo_cli_check_has_doubt(const HemoCliCheck *checks)
{
    return checks->worst != HEMO_CLI_CHECK_OK;
}
