/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-thunderbird-undo.h.  Only what setup made: our block of user.js with what
 * it left in prefs.js, the add-on in the profile, the user's own file for the program.
 */
#include "hemo-cli-setup-thunderbird-undo.h"

#include "hemo-cli-mozilla-addon.h"
#include "hemo-cli-mozilla-policy.h"
#include "hemo-cli-native-host.h"
#include "hemo-cli-setup-thunderbird.h"
#include "hemo-cli-setup-undo.h"
#include "hemo-mozilla-block.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define PREFS "prefs"
#define ADDON "add-on"
#define LINK  "native-host"
#define GNUPG "mail.openpgp.allow_external_gnupg"

static void
show_block(const HemoCliSetupStep *step, const GPtrArray *block)
{
    for (guint i = 0; i < block->len; i++) {
        const HemoMozillaBlockItem *item = block->pdata[i];

        g_autofree char *line = g_strdup_printf("%s = %s", item->name, item->literal);

        hemo_cli_setup_step_show(step, "user.js", "", line, "");
    }
}

static void
show_file(const HemoCliSetupStep *step, const char *path)
{
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        hemo_cli_setup_step_show(step, "-", "", path, "");
}

/* TRUE for what opens old mail: the certificates that are named, and asking GnuPG. */
static gboolean
opens_mail(const HemoMozillaBlockItem *item)
{
    return g_str_equal(item->name, GNUPG) || strstr(item->name, ".encryption_cert_") != NULL ||
           strstr(item->name, ".signing_cert_") != NULL;
}

/* Out of @block: what somebody who leaves keeps. */
static GPtrArray *
take_kept(const HemoCliSetupStep *step, GPtrArray *block)
{
    GPtrArray *kept = g_ptr_array_new_with_free_func(hemo_mozilla_block_item_free);

    for (guint i = 0; step->leaving && i < block->len; i++) {
        if (opens_mail(block->pdata[i]))
            g_ptr_array_add(kept, g_ptr_array_steal_index(block, i--));
    }
    return kept;
}

/* A user.js that held nothing else goes as a whole. */
static void
take_settings(const HemoCliSetupStep *step, const GPtrArray *block, const GPtrArray *kept)
{
    const HemoCliThunderbird *thunderbird = step->thunderbird;
    g_autoptr(GBytes) user =
        hemo_mozilla_block_write(hemo_slice_bytes(thunderbird->user_text), kept);

    if (g_bytes_get_size(user) == 0 && g_unlink(thunderbird->user_js) == 0)
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_OK,
                           PREFS,
                           thunderbird->user_js,
                           _("taken out"),
                           "");
    else
        hemo_cli_setup_step_write_bytes(step,
                                        PREFS,
                                        thunderbird->user_js,
                                        hemo_slice_bytes(user));
    hemo_cli_setup_thunderbird_restore(step, block);
}

static void
take_file(const HemoCliSetupStep *step, const char *name, const char *path)
{
    if (g_file_test(path, G_FILE_TEST_EXISTS) && g_unlink(path) == 0)
        hemo_cli_check_add(step->checks, HEMO_CLI_CHECK_OK, name, path, _("taken out"), "");
}

static gboolean
is_forced(const HemoCliSetupStep *step)
{
    return hemo_cli_mozilla_policy_installs(step->thunderbird->root, HEMO_CLI_MOZILLA_ADDON_ID);
}

/* It then has nobody to ask. */
static void
tell_cut_off(const HemoCliSetupStep *step)
{
    g_autofree char *path = NULL;

    if (hemo_cli_native_host_find(step->thunderbird, &path) == HEMO_CLI_NATIVE_HOST_ABSENT)
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_WARN,
                           LINK,
                           path,
                           _("Thunderbird is not told where Hemostat's program is: the add-on "
                             "then holds all mail"),
                           _("\"hemostat setup thunderbird\" does that"));
}

/* Not ours to take. */
static gboolean
is_for_all(const HemoCliSetupStep *step)
{
    g_autofree char *system = hemo_cli_mozilla_addon_find_system(step->thunderbird);

    return system != NULL || is_forced(step);
}

static void
tell_system(const HemoCliSetupStep *step)
{
    g_autofree char *system = hemo_cli_mozilla_addon_find_system(step->thunderbird);

    hemo_cli_check_add(
        step->checks,
        HEMO_CLI_CHECK_WARN,
        ADDON,
        system != NULL ? system : "",
        _("is left: the add-on is installed for all users of this computer"),
        is_forced(step)
            ? _("An administrator can take it out of Thunderbird's policies.json")
            : _("In Thunderbird choose Add-ons and Themes, Extensions, and switch Hemostat "
                "off"));
}

static void
tell_end(const HemoCliSetupStep *step)
{
    const char *const changed[] = {step->thunderbird->user_js,
                                   step->thunderbird->prefs_js,
                                   NULL};

    if (is_for_all(step)) {
        tell_system(step);
        tell_cut_off(step);
    } else
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_WARN,
                           "without-add-on",
                           "",
                           _("from now on Thunderbird sends your mail as it is, with patient "
                             "data in the clear"),
                           _("\"hemostat setup thunderbird\" puts the add-on back"));
    hemo_cli_setup_undo_tell_left(step, changed);
}

/* What is true afterwards. */
static const char *
find_question(const HemoCliSetupStep *step)
{
    return is_for_all(step)
               ? _("Take this user's settings and files of Hemostat out of Thunderbird? The "
                   "add-on is installed for all users and stays on, and encrypted mail then "
                   "waits in the Outbox")
               : _("Take Hemostat out of Thunderbird? It then sends patient data in the clear");
}

static gboolean
agrees(const HemoCliSetupStep *step)
{
    if (hemo_cli_setup_step_ask(step, find_question(step)))
        return TRUE;
    hemo_cli_check_add(step->checks,
                       HEMO_CLI_CHECK_FAIL,
                       ADDON,
                       "",
                       _("nothing was taken out"),
                       _("Run this with --yes to take it out"));
    return FALSE;
}

/* TRUE if there is nothing to ask about. */
static gboolean
tell_nothing(const HemoCliSetupStep *step, const GPtrArray *block, const char *const *files)
{
    for (gsize i = 0; files[i] != NULL; i++) {
        if (g_file_test(files[i], G_FILE_TEST_EXISTS))
            return FALSE;
    }
    if (block->len > 0)
        return FALSE;
    hemo_cli_check_add(step->checks,
                       HEMO_CLI_CHECK_OK,
                       PREFS,
                       step->thunderbird->profile,
                       _("there is nothing of Hemostat left to take out here"),
                       "");
    return TRUE;
}

void
hemo_cli_setup_thunderbird_undo_run(const HemoCliSetupStep *step)
{
    g_autoptr(GPtrArray) block =
        hemo_mozilla_block_read(hemo_slice_bytes(step->thunderbird->user_text));
    g_autoptr(GPtrArray) kept = take_kept(step, block);
    g_autofree char *addon = hemo_cli_mozilla_addon_path(step->thunderbird);
    g_autofree char *link = hemo_cli_native_host_path(step->thunderbird);
    const char *const files[] = {link, is_forced(step) ? NULL : addon, NULL};

    if (tell_nothing(step, block, files)) {
        tell_end(step);
        return;
    }
    show_block(step, block);
    if (!is_forced(step))
        show_file(step, addon);
    show_file(step, link);
    if (!hemo_cli_setup_thunderbird_may_write(step, ADDON) || !agrees(step))
        return;
    if (block->len > 0)
        take_settings(step, block, kept);
    if (!is_forced(step))
        take_file(step, ADDON, addon);
    take_file(step, LINK, link);
    hemo_cli_setup_thunderbird_rescan(step);
    hemo_cli_setup_thunderbird_save(step);
    tell_end(step);
}
