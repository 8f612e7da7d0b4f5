/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-thunderbird.h.  The add-on's file is put in place by a rename, as a
 * Thunderbird that was just started may have the old one open.
 */
#include "hemo-cli-setup-thunderbird.h"

#include "hemo-cli-mozilla-addon.h"
#include "hemo-cli-mozilla-policy.h"
#include "hemo-cli-native-host.h"
#include "hemo-mozilla-block.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define LINK  "native-host"
#define ADDON "add-on"

/* With its own build noted here Thunderbird does not look into the profile for add-ons until
 * some seconds after its start. */
#define NOTED "extensions.lastAppBuildId"

static void
fail(const HemoCliSetupStep *step,
     const char *name,
     const char *about,
     const char *words,
     const char *remedy)
{
    hemo_cli_check_add(step->checks, HEMO_CLI_CHECK_FAIL, name, about, words, remedy);
}

static void
good(const HemoCliSetupStep *step, const char *name, const char *about, const char *words)
{
    hemo_cli_check_add(step->checks, HEMO_CLI_CHECK_OK, name, about, words, "");
}

gboolean
hemo_cli_setup_thunderbird_may_write(const HemoCliSetupStep *step, const char *name)
{
    if (hemo_cli_thunderbird_find_process(step->thunderbird) == 0)
        return TRUE;
    fail(step,
         name,
         step->thunderbird->profile,
         _("Thunderbird is running: it would not see the change, or would take it back"),
         _("Close Thunderbird, then run this again"));
    return FALSE;
}

void
hemo_cli_setup_thunderbird_announce(const HemoCliSetupStep *step)
{
    if (hemo_cli_thunderbird_find_process(step->thunderbird) != 0)
        hemo_cli_check_add(
            step->checks,
            HEMO_CLI_CHECK_WARN,
            "thunderbird",
            "",
            _("Thunderbird is running: its add-on and its settings can be set up "
              "only once it is closed"),
            _("Close Thunderbird, then run this again"));
}

static void
write_link(const HemoCliSetupStep *step, const char *path)
{
    g_autofree char *text = hemo_cli_native_host_text();
    g_autofree char *program = hemo_cli_native_host_program();

    hemo_cli_setup_step_show(step, path, "path", NULL, program);
    if (hemo_cli_setup_step_ask(step, _("Tell Thunderbird where Hemostat's program is?")))
        hemo_cli_setup_step_write_bytes(step, LINK, path, hemo_slice_text(text));
    else
        fail(step,
             LINK,
             path,
             _("without this file the add-on cannot reach Hemostat, and holds all mail"),
             _("Run this with --yes to write it"));
}

void
hemo_cli_setup_thunderbird_link(const HemoCliSetupStep *step)
{
    g_autofree char *path = NULL;
    HemoCliNativeHost host = hemo_cli_native_host_find(step->thunderbird, &path);
    g_autofree char *own = hemo_cli_native_host_path(step->thunderbird);
    g_autofree char *program = hemo_cli_native_host_program();

    if (!g_file_test(program, G_FILE_TEST_IS_EXECUTABLE))
        fail(step,
             LINK,
             program,
             _("Hemostat's program for Thunderbird is not installed"),
             _("Install Hemostat with its add-on for Thunderbird"));
    else if (host == HEMO_CLI_NATIVE_HOST_GOOD)
        good(step, LINK, path, _("Thunderbird finds Hemostat's program"));
    else
        write_link(step, own);
}

static gboolean
is_same(const char *path, const char *other)
{
    g_autoptr(GMappedFile) one = g_mapped_file_new(path, FALSE, NULL);
    g_autoptr(GMappedFile) two = g_mapped_file_new(other, FALSE, NULL);

    return one != NULL && two != NULL &&
           hemo_slice_equal(
               hemo_slice(g_mapped_file_get_contents(one), g_mapped_file_get_length(one)),
               hemo_slice(g_mapped_file_get_contents(two), g_mapped_file_get_length(two)));
}

static gboolean
copy(const char *path, const char *target, GError **error)
{
    g_autofree char *fresh = g_strconcat(target, ".new-hemostat", NULL);
    g_autofree char *folder = g_path_get_dirname(target);
    g_autoptr(GFile) from = g_file_new_for_path(path);
    g_autoptr(GFile) to = g_file_new_for_path(fresh);

    g_mkdir_with_parents(folder, 0700);
    if (!g_file_copy(from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error))
        return FALSE;
    if (g_rename(fresh, target) == 0)
        return TRUE;
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror(errno));
    g_unlink(fresh);
    return FALSE;
}

void
hemo_cli_setup_thunderbird_restore(const HemoCliSetupStep *step, const GPtrArray *items)
{
    HemoCliThunderbird *thunderbird = step->thunderbird;
    GBytes *text =
        hemo_mozilla_block_restore(hemo_slice_bytes(thunderbird->prefs_wanted), items);

    g_bytes_unref(thunderbird->prefs_wanted);
    thunderbird->prefs_wanted = text;
}

void
hemo_cli_setup_thunderbird_save(const HemoCliSetupStep *step)
{
    const HemoCliThunderbird *thunderbird = step->thunderbird;

    if (!g_bytes_equal(thunderbird->prefs_wanted, thunderbird->prefs_text) &&
        hemo_cli_setup_thunderbird_may_write(step, "prefs"))
        hemo_cli_setup_step_write_bytes(step,
                                        "prefs",
                                        thunderbird->prefs_js,
                                        hemo_slice_bytes(thunderbird->prefs_wanted));
}

void
hemo_cli_setup_thunderbird_rescan(const HemoCliSetupStep *step)
{
    g_autofree char *noted = hemo_mozilla_prefs_literal(step->thunderbird->prefs, NOTED);
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(hemo_mozilla_block_item_free);

    if (noted == NULL || hemo_cli_thunderbird_find_process(step->thunderbird) != 0)
        return;
    g_ptr_array_add(items, hemo_mozilla_block_item_new(NOTED, noted, NULL, NULL));
    hemo_cli_setup_thunderbird_restore(step, items);
}

static void
put_file(const HemoCliSetupStep *step, const char *target)
{
    g_autoptr(GError) error = NULL;

    hemo_cli_setup_step_show(step, "extensions", "", NULL, step->plugin);
    if (!hemo_cli_setup_thunderbird_may_write(step, ADDON))
        return;
    if (!hemo_cli_setup_step_ask(step, _("Put the add-on into this profile of Thunderbird?")))
        fail(step,
             ADDON,
             target,
             _("the add-on is not there yet, so that mail goes unprotected"),
             _("Run this with --yes to put it there"));
    else if (copy(step->plugin, target, &error)) {
        good(step, ADDON, target, _("written"));
        hemo_cli_setup_thunderbird_rescan(step);
    } else
        fail(step, ADDON, target, error->message, "");
}

/* The one in the profile counts before the one for all, and nobody would keep it up to date. */
static void
take_old_one(const HemoCliSetupStep *step, const char *path)
{
    hemo_cli_setup_step_show(step, "extensions", "", path, "");
    if (!hemo_cli_setup_thunderbird_may_write(step, ADDON))
        return;
    if (hemo_cli_setup_step_ask(step,
                                _("Take this copy of the add-on out? The one that is installed "
                                  "for all is used then")))
        g_unlink(path);
}

static void
tell_installed(const HemoCliSetupStep *step, const char *path)
{
    HemoCliMozillaAddon state = hemo_cli_mozilla_addon_find(step->thunderbird);

    if (state == HEMO_CLI_MOZILLA_ADDON_NEW)
        hemo_cli_setup_thunderbird_rescan(step);
    if (state == HEMO_CLI_MOZILLA_ADDON_DISABLED)
        fail(step,
             ADDON,
             path,
             _("the add-on is switched off in Thunderbird, so that mail goes unprotected"),
             _("In Thunderbird choose Add-ons and Themes, Extensions, and switch Hemostat on"));
    else if (state == HEMO_CLI_MOZILLA_ADDON_REFUSED)
        fail(step,
             ADDON,
             path,
             _("Thunderbird refuses the add-on: it is made for a newer Thunderbird"),
             _("Bring Thunderbird up to date: version 147 at least"));
    else
        good(step,
             ADDON,
             path,
             state == HEMO_CLI_MOZILLA_ADDON_ACTIVE
                 ? _("Thunderbird uses the add-on")
                 : _("Thunderbird uses the add-on when it starts next"));
}

/* Thunderbird then fetches it by itself, and keeps it up to date. */
static gboolean
is_forced(const HemoCliSetupStep *step)
{
    return hemo_cli_mozilla_policy_installs(step->thunderbird->root, HEMO_CLI_MOZILLA_ADDON_ID);
}

void
hemo_cli_setup_thunderbird_add(const HemoCliSetupStep *step)
{
    g_autofree char *system = hemo_cli_mozilla_addon_find_system(step->thunderbird);
    g_autofree char *own = hemo_cli_mozilla_addon_path(step->thunderbird);
    gboolean has_own = g_file_test(own, G_FILE_TEST_EXISTS);

    if (is_forced(step)) {
        tell_installed(step, own);
        return;
    }
    if (system != NULL) {
        if (has_own && !is_same(own, system))
            take_old_one(step, own);
        tell_installed(step, system);
        return;
    }
    if (!g_file_test(step->plugin, G_FILE_TEST_IS_REGULAR)) {
        fail(step,
             ADDON,
             step->plugin,
             _("the add-on is not installed"),
             _("Install Hemostat with its add-on for Thunderbird"));
        return;
    }
    if (!is_same(step->plugin, own))
        put_file(step, own);
    if (g_file_test(own, G_FILE_TEST_EXISTS))
        tell_installed(step, own);
}
