/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor-thunderbird.h.
 */
#include "hemo-cli-doctor-thunderbird.h"

#include "hemo-cli-doctor-accounts.h"
#include "hemo-cli-mozilla-addon.h"
#include "hemo-cli-native-host.h"
#include "hemo-cli-setup-prefs.h"
#include "hemo-mozilla-block.h"
#include "hemo-mozilla-outbox.h"

#include <glib/gi18n-lib.h>

#define SET_UP _("\"hemostat setup thunderbird\" does that")
#define OLDEST 147 /* first major version that the add-on is made for */

static void
add(HemoCliCheck *checks,
    HemoCliCheckStatus status,
    const char *name,
    const char *about,
    const char *words,
    const char *remedy)
{
    hemo_cli_check_add(checks, status, name, about, words, remedy);
}

static void
check_version(HemoCliCheck *checks, const HemoCliThunderbird *thunderbird)
{
    g_autofree char *version = hemo_cli_thunderbird_version(thunderbird);
    g_autofree char *words = NULL;

    if (version == NULL)
        return;
    words = g_strdup_printf(_("Thunderbird is %s, the add-on needs %u"), version, OLDEST);
    if (g_ascii_strtoull(version, NULL, 10) >= OLDEST)
        add(checks, HEMO_CLI_CHECK_OK, "thunderbird", "", words, "");
    else
        add(checks,
            HEMO_CLI_CHECK_FAIL,
            "thunderbird",
            "",
            words,
            _("Bring Thunderbird up to date: version 147 at least"));
}

static const struct {
    HemoCliCheckStatus status;
    const char *words;
} hosts[] = {
    [HEMO_CLI_NATIVE_HOST_ABSENT] = {HEMO_CLI_CHECK_FAIL,
                                     N_("Thunderbird is not told where Hemostat's program is: "
                                        "the add-on then holds all mail")},
    [HEMO_CLI_NATIVE_HOST_WRONG] =
        {HEMO_CLI_CHECK_FAIL,
         N_("this file does not lead Thunderbird to Hemostat: the add-on then holds all mail")},
    [HEMO_CLI_NATIVE_HOST_GONE] =
        {HEMO_CLI_CHECK_FAIL,
         N_("this file names a program that is not there: the add-on then holds all mail")},
    [HEMO_CLI_NATIVE_HOST_OTHER] =
        {HEMO_CLI_CHECK_WARN, N_("this file names another program than the installed one")},
    [HEMO_CLI_NATIVE_HOST_GOOD] = {HEMO_CLI_CHECK_OK,
                                   N_("Thunderbird finds Hemostat's program")},
};

static void
check_host(HemoCliCheck *checks, const HemoCliThunderbird *thunderbird)
{
    g_autofree char *path = NULL;
    HemoCliNativeHost host = hemo_cli_native_host_find(thunderbird, &path);

    add(checks,
        hosts[host].status,
        "native-host",
        path,
        _(hosts[host].words),
        host == HEMO_CLI_NATIVE_HOST_GOOD ? "" : SET_UP);
}

static const struct {
    HemoCliCheckStatus status;
    const char *words;
    const char *remedy;
} addons[] = {
    [HEMO_CLI_MOZILLA_ADDON_ABSENT] =
        {HEMO_CLI_CHECK_FAIL,
         N_("Thunderbird has no add-on of Hemostat, so that mail goes unprotected"),
         N_("\"hemostat setup thunderbird\" does that")},
    [HEMO_CLI_MOZILLA_ADDON_NEW] = {HEMO_CLI_CHECK_OK,
                                    N_("Thunderbird uses the add-on when it starts next"),
                                    ""},
    [HEMO_CLI_MOZILLA_ADDON_DISABLED] =
        {HEMO_CLI_CHECK_FAIL,
         N_("the add-on is switched off in Thunderbird, so that mail goes unprotected"),
         N_("In Thunderbird choose Add-ons and Themes, Extensions, and switch Hemostat on")},
    [HEMO_CLI_MOZILLA_ADDON_REFUSED] =
        {HEMO_CLI_CHECK_FAIL,
         N_("Thunderbird refuses the add-on: it is made for a newer Thunderbird"),
         N_("Bring Thunderbird up to date: version 147 at least")},
    [HEMO_CLI_MOZILLA_ADDON_ACTIVE] = {HEMO_CLI_CHECK_OK,
                                       N_("Thunderbird uses the add-on"),
                                       ""},
};

/* What runs now may have been started before the add-on came. */
static void
check_running(HemoCliCheck *checks,
              const HemoCliThunderbird *thunderbird,
              HemoCliMozillaAddon addon)
{
    gint process = hemo_cli_thunderbird_find_process(thunderbird);

    if (process == 0 || addon == HEMO_CLI_MOZILLA_ADDON_ABSENT)
        return;
    if (addon == HEMO_CLI_MOZILLA_ADDON_NEW)
        add(checks,
            HEMO_CLI_CHECK_FAIL,
            "add-on",
            "",
            _("the Thunderbird that runs now was started without the add-on: it sends in the "
              "clear"),
            _("Close Thunderbird and start it again"));
    else if (addon == HEMO_CLI_MOZILLA_ADDON_ACTIVE &&
             !hemo_cli_native_host_runs("/proc", process))
        add(checks,
            HEMO_CLI_CHECK_WARN,
            "add-on",
            "",
            _("the Thunderbird that runs now has no connection with Hemostat"),
            _("The add-on makes one as soon as Thunderbird has started: run this again in a "
              "minute. If it still says so, close Thunderbird and start it again"));
}

static void
check_addon(HemoCliCheck *checks, const HemoCliThunderbird *thunderbird)
{
    HemoCliMozillaAddon addon = hemo_cli_mozilla_addon_find(thunderbird);

    add(checks,
        addons[addon].status,
        "add-on",
        thunderbird->profile,
        _(addons[addon].words),
        *addons[addon].remedy != '\0' ? _(addons[addon].remedy) : "");
    check_running(checks, thunderbird, addon);
}

static void
check_others(HemoCliCheck *checks, const HemoCliThunderbird *thunderbird)
{
    g_auto(GStrv) others = hemo_cli_mozilla_addon_find_others(thunderbird);

    for (guint i = 0; others[i] != NULL; i++)
        add(checks,
            HEMO_CLI_CHECK_WARN,
            "other-add-on",
            others[i],
            _("this add-on too can change a mail or send one, also after Hemostat has looked "
              "at "
              "it"),
            _("Switch it off unless you need it"));
}

static void
check_prefs(HemoCliCheck *checks, const HemoCliThunderbird *thunderbird)
{
    g_autoptr(GPtrArray) missing = hemo_cli_setup_prefs_find(thunderbird, FALSE);

    for (guint i = 0; i < missing->len; i++) {
        const HemoMozillaBlockItem *item = missing->pdata[i];
        /* TRANSLATORS: a setting of Thunderbird and its value: "mail.x should be true" */
        g_autofree char *about =
            g_strdup_printf(_("%s should be %s"), item->name, item->literal);

        add(checks, HEMO_CLI_CHECK_WARN, "prefs", about, item->reason, SET_UP);
    }
    if (missing->len == 0)
        add(checks,
            HEMO_CLI_CHECK_OK,
            "prefs",
            "",
            _("the settings of Thunderbird are as Hemostat needs them"),
            "");
}

static void
check_outbox(HemoCliCheck *checks, const HemoCliThunderbird *thunderbird)
{
    g_autofree char *path = g_build_filename(thunderbird->profile,
                                             "Mail",
                                             "Local Folders",
                                             "Unsent Messages",
                                             NULL);
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
    g_autofree char *words = NULL;
    guint n = 0;

    if (file != NULL)
        n = hemo_mozilla_outbox_count(
            hemo_slice(g_mapped_file_get_contents(file), g_mapped_file_get_length(file)));
    if (n == 0)
        return;
    words = g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                        "%u mail waits in the Outbox, and has not been sent",
                                        "%u mails wait in the Outbox, and have not been sent",
                                        n),
                            n);
    add(checks,
        HEMO_CLI_CHECK_WARN,
        "outbox",
        "",
        words,
        _("In Thunderbird choose File, Send Unsent Messages, and see what it says"));
}

void
hemo_cli_doctor_thunderbird_run(HemoCliCheck *checks,
                                const HemoCliThunderbird *thunderbird,
                                const HemoCliSettings *settings)
{
    const HemoCliDoctorProgram program = {
        .name = "Thunderbird",
        .verb = "thunderbird",
        .accounts = thunderbird->accounts,
    };

    check_version(checks, thunderbird);
    check_host(checks, thunderbird);
    check_addon(checks, thunderbird);
    check_others(checks, thunderbird);
    check_prefs(checks, thunderbird);
    check_outbox(checks, thunderbird);
    hemo_cli_doctor_accounts_run(checks, &program, settings);
}
