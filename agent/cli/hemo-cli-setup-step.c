/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-step.h.
 */
#include "hemo-cli-setup-step.h"

#include "hemo-cli-file.h"
#include "hemo-cli-output.h"
#include "hemo-cli-question.h"

#include <glib/gi18n-lib.h>

static void
print_object(const char *group, const char *key, const char *now, const char *want)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&builder, "{sv}", "check", g_variant_new_string("change"));
    g_variant_builder_add(&builder, "{sv}", "group", g_variant_new_string(group));
    g_variant_builder_add(&builder, "{sv}", "key", g_variant_new_string(key));
    g_variant_builder_add(&builder, "{sv}", "now", g_variant_new("ms", now));
    g_variant_builder_add(&builder, "{sv}", "want", g_variant_new_string(want));
    hemo_cli_output_object(g_variant_builder_end(&builder));
}

void
hemo_cli_setup_step_show(const HemoCliSetupStep *step,
                         const char *group,
                         const char *key,
                         const char *now,
                         const char *want)
{
    if (step->json)
        print_object(group, key, now, want);
    else if (now != NULL && *want == '\0')
        hemo_cli_output_line(_("      [%s] without: %s"), group, now);
    else if (now != NULL && *key == '\0')
        hemo_cli_output_line(_("      [%s] %s (now: %s)"), group, want, now);
    else if (now != NULL)
        hemo_cli_output_line(_("      [%s] %s = %s (now: %s)"), group, key, want, now);
    else if (*key != '\0')
        hemo_cli_output_line("      [%s] %s = %s", group, key, want);
    else
        hemo_cli_output_line("      [%s] %s", group, want);
}

static gboolean
ask(const HemoCliSetupStep *step, const char *question)
{
    return !step->json && hemo_cli_question_ask(question);
}

gboolean
hemo_cli_setup_step_ask(const HemoCliSetupStep *step, const char *question)
{
    return step->yes || ask(step, question);
}

gboolean
hemo_cli_setup_step_ask_replace(const HemoCliSetupStep *step, const char *question)
{
    return step->replace ? hemo_cli_setup_step_ask(step, question)
                         : !step->yes && ask(step, question);
}

void
hemo_cli_setup_step_write(const HemoCliSetupStep *step,
                          const char *name,
                          const char *path,
                          const HemoIniText *text)
{
    hemo_cli_setup_step_write_bytes(step, name, path, hemo_ini_text_slice(text));
}

void
hemo_cli_setup_step_write_bytes(const HemoCliSetupStep *step,
                                const char *name,
                                const char *path,
                                HemoSlice bytes)
{
    GError *error = NULL;
    gboolean kept = g_file_test(path, G_FILE_TEST_EXISTS);

    if (hemo_cli_file_replace(path, bytes, &error)) {
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_OK,
                           name,
                           path,
                           kept ? _("written; what was there before Hemostat is kept as "
                                    "\".before-hemostat\" beside it")
                                : _("written"),
                           "");
        return;
    }
    hemo_cli_check_add(step->checks, HEMO_CLI_CHECK_FAIL, name, path, error->message, "");
    g_error_free(error);
}
