/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor-agent.h.
 */
#include "hemo-cli-doctor-agent.h"

#include "hemo-bus.h"
#include "hemo-cli-mail.h"
#include "hemo-cli-object.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-paths.h"
#include "hemo-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define AGENT_WAIT (10 * 1000) /* ms */

/* Made up; nobody is meant. */
#define SAMPLE                                                                                 \
    "From: a@example.org\nTo: b@example.org\nSubject: tea\n\nShall we have tea at four?\n"

typedef struct {
    HemoReader *reader;
    GMainLoop *loop;
    GVariant *answer;
    GError *error;
} Reading;

const char *
hemo_cli_doctor_agent_remedy(const GError *error, gboolean answered)
{
    if (hemo_error_is(error, HEMO_ERROR_CONFIG) || hemo_error_is(error, HEMO_ERROR_DENIED))
        return _("Correct the settings; until then all mail is held");
    if (hemo_error_is(error, HEMO_ERROR_LOCKED))
        return _("Unlock the keyring, then run this again");
    if (hemo_error_is(error, HEMO_ERROR_LOST))
        return _(
            "Until then all mail is held. If the keyring has a copy, bring that back; else "
            "the file keys.md, \"If the keyring is lost\", says how to begin anew");
    if (hemo_error_is(error, HEMO_ERROR_MISSING))
        return answered ? "" : _("Install Hemostat again, as a whole");
    return _("Log out and in again");
}

static void
tell_error(HemoCliCheck *checks, const char *name, const GError *error, const char *remedy)
{
    hemo_cli_check_add(checks, HEMO_CLI_CHECK_FAIL, name, "", error->message, remedy);
}

static void
check_version(HemoCliCheck *checks, HemoAgent1 *agent)
{
    GError *error = NULL;
    g_autofree char *version = NULL;
    g_autofree char *words = NULL;

    g_dbus_proxy_set_default_timeout(G_DBUS_PROXY(agent), AGENT_WAIT);
    if (!hemo_agent1_call_hello_sync(agent,
                                     HEMO_BUS_VERSION,
                                     "hemostat",
                                     G_DBUS_CALL_FLAGS_NONE,
                                     AGENT_WAIT,
                                     &version,
                                     NULL,
                                     &error)) {
        hemo_bus_convert_error(&error);
        tell_error(checks, "agent", error, hemo_cli_doctor_agent_remedy(error, TRUE));
        g_error_free(error);
        return;
    }
    words = g_strdup_printf(_("the agent runs, version %s"), version);
    if (g_str_equal(version, PACKAGE_VERSION))
        hemo_cli_check_add(checks, HEMO_CLI_CHECK_OK, "agent", "", words, "");
    else
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_WARN,
                           "agent",
                           "",
                           words,
                           _("It is not the installed one: log out and in again"));
}

/* To show the audit, the agent needs its key from the keyring; of this number there is no
 * record. */
static void
check_keyring(HemoCliCheck *checks, HemoAgent1 *agent)
{
    GError *error = NULL;
    g_autoptr(GVariant) records = NULL;
    g_autoptr(HemoAudit1) audit =
        hemo_audit1_proxy_new_sync(g_dbus_proxy_get_connection(G_DBUS_PROXY(agent)),
                                   G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
                                   NULL,
                                   HEMO_BUS_PATH,
                                   NULL,
                                   &error);

    if (audit != NULL && hemo_audit1_call_show_sync(audit,
                                                    G_MAXINT64,
                                                    FALSE,
                                                    G_DBUS_CALL_FLAGS_NONE,
                                                    AGENT_WAIT,
                                                    &records,
                                                    NULL,
                                                    &error)) {
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_OK,
                           "keyring",
                           "",
                           _("the agent has its keys, and can record"),
                           "");
        return;
    }
    hemo_bus_convert_error(&error);
    tell_error(checks, "keyring", error, hemo_cli_doctor_agent_remedy(error, TRUE));
    g_error_free(error);
}

static void
check_agent(HemoCliCheck *checks)
{
    GError *error = NULL;
    g_autoptr(HemoAgent1) agent = hemo_cli_mail_connect(&error);

    if (agent == NULL) {
        tell_error(checks, "agent", error, hemo_cli_doctor_agent_remedy(error, FALSE));
        g_error_free(error);
        return;
    }
    check_version(checks, agent);
    check_keyring(checks, agent);
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    Reading *reading = data;

    reading->answer = hemo_reader_ask_finish(reading->reader, result, &reading->error);
    g_main_loop_quit(reading->loop);
}

static void
read_sample(Reading *reading)
{
    HemoSlice sample = hemo_slice_text(SAMPLE);
    int fd = hemo_sealed_fd_create(&reading->error);

    if (fd < 0)
        return;
    if (hemo_sealed_fd_write(fd, &sample, 1, &reading->error) &&
        hemo_sealed_fd_seal(fd, &reading->error)) {
        hemo_reader_ask_async(reading->reader,
                              "mail",
                              fd,
                              g_variant_new_array(G_VARIANT_TYPE("{sv}"), NULL, 0),
                              HEMO_LIMIT_READER_TIME,
                              NULL,
                              on_read,
                              reading);
        g_main_loop_run(reading->loop);
    }
    close(fd);
}

static void
check_reader(HemoCliCheck *checks)
{
    g_autofree char *program = hemo_paths_program("hemostat-reader");
    g_autoptr(HemoReader) reader = hemo_reader_new(program);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Reading reading = {.reader = reader, .loop = loop};

    read_sample(&reading);
    if (reading.answer != NULL &&
        g_str_equal(hemo_cli_object_text(reading.answer, "verdict"), "none"))
        hemo_cli_check_add(checks, HEMO_CLI_CHECK_OK, "reader", "", _("mails can be read"), "");
    else
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_FAIL,
                           "reader",
                           "",
                           reading.error != NULL ? reading.error->message
                                                 : _("mails cannot be read"),
                           _("Install Hemostat again"));
    g_clear_pointer(&reading.answer, g_variant_unref);
    g_clear_error(&reading.error);
}

static void
check_settings(HemoCliCheck *checks,
               const HemoCliSettings *settings,
               const GError *error,
               const GError *fault)
{
    g_auto(GStrv) ids = settings != NULL ? hemo_cli_settings_ids(settings) : NULL;
    guint n = ids != NULL ? g_strv_length(ids) : 0;
    g_autofree char *words = NULL;

    if (error != NULL || fault != NULL) {
        tell_error(checks,
                   "settings",
                   error != NULL ? error : fault,
                   _("Correct it; until then all mail is held"));
        return;
    }
    if (n == 0) {
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_FAIL,
                           "settings",
                           "",
                           _("Hemostat knows no account yet"),
                           _("\"hemostat setup claws\" or \"hemostat setup thunderbird\" "
                             "brings the accounts in"));
        return;
    }
    words = g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                        "the settings can be used; %u account",
                                        "the settings can be used; %u accounts",
                                        n),
                            n);
    hemo_cli_check_add(checks, HEMO_CLI_CHECK_OK, "settings", "", words, "");
}

void
hemo_cli_doctor_agent_run(HemoCliCheck *checks,
                          const HemoCliSettings *settings,
                          const GError *error,
                          const GError *fault)
{
    check_settings(checks, settings, error, fault);
    check_agent(checks);
    check_reader(checks);
}
