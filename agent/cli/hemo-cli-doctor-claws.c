/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor-claws.h.
 */
#include "hemo-cli-doctor-claws.h"

#include "hemo-cli-doctor-accounts.h"
#include "hemo-cli-handed.h"
#include "hemo-cli-plugin-file.h"

#include <glib/gi18n-lib.h>

#define SET_UP _("\"hemostat setup claws\" does that")

static void
check_version(HemoCliCheck *checks)
{
    g_autofree char *version = hemo_cli_claws_version(NULL);
    g_autofree char *words = NULL;
    gboolean fits;

    if (version == NULL) {
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_WARN,
                           "claws",
                           "",
                           _("no installed Claws Mail is known to the package system"),
                           "");
        return;
    }
    fits = hemo_cli_claws_compare(version, hemo_cli_claws_built_for) <= 0;
    words = g_strdup_printf(_("Claws Mail is %s, the add-on was built for %s"),
                            version,
                            hemo_cli_claws_built_for);
    hemo_cli_check_add(checks,
                       fits ? HEMO_CLI_CHECK_OK : HEMO_CLI_CHECK_FAIL,
                       "claws",
                       "",
                       words,
                       fits ? ""
                            : _("Build and install Hemostat again, or Claws Mail refuses it"));
}

static void
fail_plugin(HemoCliCheck *checks, const char *about, const char *words, const char *remedy)
{
    hemo_cli_check_add(checks, HEMO_CLI_CHECK_FAIL, "add-on", about, words, remedy);
}

static const char *const broken_words[] = {
    [HEMO_CLI_PLUGIN_FILE_BROKEN] = N_(
        "this file is no add-on that Claws Mail can load, so that mail goes out in the clear"),
    [HEMO_CLI_PLUGIN_FILE_OTHER] =
        N_("this file is no add-on of Claws Mail, so that mail goes out in the clear"),
};

/* TRUE if there is an add-on that could be loaded. */
static gboolean
check_file(HemoCliCheck *checks, const char *plugin)
{
    HemoCliPluginFile kind;

    if (!g_file_test(plugin, G_FILE_TEST_IS_REGULAR)) {
        fail_plugin(checks,
                    plugin,
                    _("the add-on is not installed, so that mail goes unprotected"),
                    _("Install Hemostat with its add-on for Claws Mail"));
        return FALSE;
    }
    kind = hemo_cli_plugin_file_check(plugin);
    if (kind == HEMO_CLI_PLUGIN_FILE_GOOD)
        return TRUE;
    fail_plugin(checks,
                plugin,
                _(broken_words[kind]),
                _("Install Hemostat again, then close Claws Mail and start it again"));
    return FALSE;
}

static gboolean
check_listed(HemoCliCheck *checks, const HemoCliClaws *claws, const char *plugin)
{
    g_autofree char *listed = hemo_cli_claws_find_plugin(claws, plugin);

    if (listed == NULL) {
        fail_plugin(checks,
                    "",
                    _("Claws Mail does not load the add-on, so that mail goes unprotected"),
                    SET_UP);
        return FALSE;
    }
    if (g_str_equal(listed, plugin))
        return TRUE;
    if (check_file(checks, listed))
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_WARN,
                           "add-on",
                           listed,
                           _("Claws Mail loads another add-on than the installed one"),
                           SET_UP);
    return FALSE;
}

/* What is listed is loaded at the next start only; what runs now may have none. */
static const struct {
    HemoCliCheckStatus status;
    const char *words;
    const char *remedy;
} running[] = {
    [HEMO_CLI_CLAWS_PROCESS_BARE] =
        {HEMO_CLI_CHECK_FAIL,
         N_("the Claws Mail that runs now has not loaded the add-on: it sends in the clear"),
         N_("Close Claws Mail and start it again")},
    [HEMO_CLI_CLAWS_PROCESS_UNSEEN] = {HEMO_CLI_CHECK_WARN,
                                       N_("whether the Claws Mail that runs now has loaded the "
                                          "add-on cannot be seen; without "
                                          "it, it sends in the clear"),
                                       N_("Close Claws Mail and start it again")},
    [HEMO_CLI_CLAWS_PROCESS_STARTING] =
        {HEMO_CLI_CHECK_WARN,
         N_("Claws Mail was started just now, and has not loaded the add-on yet"),
         N_("Run this again in half a minute")},
    [HEMO_CLI_CLAWS_PROCESS_LOADED] = {HEMO_CLI_CHECK_OK,
                                       N_("the Claws Mail that runs now has loaded the add-on"),
                                       ""},
    [HEMO_CLI_CLAWS_PROCESS_NONE] = {HEMO_CLI_CHECK_OK,
                                     N_("Claws Mail loads the add-on when it starts"),
                                     ""},
};

static void
check_plugin(HemoCliCheck *checks,
             const HemoCliClaws *claws,
             const char *plugin,
             HemoCliClawsProcess process)
{
    gboolean good = check_file(checks, plugin);

    good = check_listed(checks, claws, plugin) && good;
    if (good || running[process].status != HEMO_CLI_CHECK_OK)
        hemo_cli_check_add(checks,
                           running[process].status,
                           "add-on",
                           "",
                           _(running[process].words),
                           *running[process].remedy != '\0' ? _(running[process].remedy) : "");
}

/* A receipt repeats the subject, and goes out at once. */
static void
check_receipts(HemoCliCheck *checks, const HemoCliClaws *claws)
{
    g_autofree char *never = hemo_ini_text_get(claws->settings, "Common", "never_send_retrcpt");

    if (g_strcmp0(never, "1") != 0)
        hemo_cli_check_add(
            checks,
            HEMO_CLI_CHECK_WARN,
            "receipts",
            claws->clawsrc,
            _("Claws Mail can send return receipts, which repeat the subject in the clear"),
            _("Choose in its settings that return receipts are never sent"));
}

/* A hidden setting: then anybody on the way can be the mail server. */
static void
check_certificates(HemoCliCheck *checks, const HemoCliClaws *claws)
{
    g_autofree char *skips =
        hemo_ini_text_get(claws->settings, "Common", "skip_ssl_cert_check");

    if (skips != NULL && !g_str_equal(skips, "0"))
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_FAIL,
                           "certificates",
                           claws->clawsrc,
                           _("Claws Mail accepts any certificate of any mail server"),
                           _("Close Claws Mail and set skip_ssl_cert_check=0 there"));
}

/* Only for who uses S/MIME: setup handed a certificate to GnuPG. */
static void
check_smime(HemoCliCheck *checks, const HemoCliClaws *claws)
{
    g_autoptr(HemoCliHanded) handed = hemo_cli_handed_load();
    g_auto(GStrv) lines = hemo_cli_handed_list(handed, "claws");
    g_autofree char *listed = hemo_cli_claws_find_plugin(claws, "smime.so");
    g_autofree char *file = g_build_filename(hemo_cli_claws_plugin_folder, "smime.so", NULL);

    if (lines[0] == NULL || (listed != NULL && g_file_test(file, G_FILE_TEST_EXISTS)))
        return;
    hemo_cli_check_add(checks,
                       HEMO_CLI_CHECK_WARN,
                       "smime",
                       "",
                       _("Claws Mail cannot show again what was encrypted with S/MIME"),
                       listed != NULL || !g_file_test(file, G_FILE_TEST_EXISTS)
                           ? _("Install the package claws-mail-smime-plugin")
                           : SET_UP);
}

static void
check_reading(HemoCliCheck *checks, const HemoCliClaws *claws)
{
    g_autofree char *listed = hemo_cli_claws_find_plugin(claws, "pgpmime.so");

    if (listed != NULL)
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_OK,
                           "pgpmime",
                           "",
                           _("Claws Mail can show encrypted mail"),
                           "");
    else
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_WARN,
                           "pgpmime",
                           "",
                           _("Claws Mail cannot show again what was encrypted"),
                           SET_UP);
}

void
hemo_cli_doctor_claws_run(HemoCliCheck *checks,
                          const HemoCliClaws *claws,
                          const HemoCliSettings *settings,
                          const char *plugin,
                          HemoCliClawsProcess process)
{
    const HemoCliDoctorProgram program = {
        .name = "Claws Mail",
        .verb = "claws",
        .accounts = claws->accounts,
    };

    check_version(checks);
    check_plugin(checks, claws, plugin, process);
    check_reading(checks, claws);
    check_smime(checks, claws);
    check_certificates(checks, claws);
    check_receipts(checks, claws);
    hemo_cli_doctor_accounts_run(checks, &program, settings);
}
