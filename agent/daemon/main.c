/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * hemostat-agent: options, main loop, nothing else.
 */
#include "hemo-agent.h"
#include "hemo-bus.h"
#include "hemo-forget.h"
#include "hemo-harden.h"
#include "hemo-key-expiry.h"
#include "hemo-listen.h"
#include "hemo-log.h"
#include "hemo-session-lock.h"
#include "hemo-unguarded.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <unistd.h>

typedef struct {
    int listen_fd;
    char *system_config;
    gboolean version;
} Options;

static gboolean
parse_options(int argc, char **argv, Options *options, GError **error)
{
    const GOptionEntry entries[] = {
        {"listen-fd",
         0,
         0,
         G_OPTION_ARG_INT,
         &options->listen_fd,
         N_("Serve this listening socket (as systemd and clients hand it over)"),
         N_("NUMBER")},
        {"system-config",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->system_config,
         N_("Read the administrator's settings from this folder; told in every audit record"),
         N_("FOLDER")},
        {"version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_("Print the version"), NULL},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);

    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    g_option_context_set_summary(context, _("Hemostat's agent. Clients start it themselves."));
    return g_option_context_parse(context, &argc, &argv, error);
}

/* Started by hand: makes the socket that others hand over. */
static int
open_socket(GError **error)
{
    int lock = hemo_listen_lock(error);
    int fd = lock >= 0 ? hemo_listen_open(error) : -1;

    if (lock >= 0)
        close(lock);
    return fd;
}

static gboolean
on_signal(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_CONTINUE;
}

static void
on_flushed(GObject *source, GAsyncResult *result, gpointer loop)
{
    g_main_loop_quit(loop);
}

static void
run(HemoServices *services)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);

    g_unix_signal_add(SIGTERM, on_signal, loop);
    g_unix_signal_add(SIGINT, on_signal, loop);
    g_main_loop_run(loop);
    if (services->audit == NULL || services->wiped)
        return;
    hemo_audit_log_flush_async(services->audit, on_flushed, loop);
    g_main_loop_run(loop);
}

static void
on_unguarded(const char *client, gpointer services)
{
    hemo_unguarded_tell(services, client);
}

static void
watch_clients(HemoServices *services)
{
    const HemoClientWatchHooks hooks = {.warn = on_unguarded, .user_data = services};

    services->clients = hemo_client_watch_new(&hooks);
    hemo_client_watch_start(services->clients);
}

static void
on_away(gpointer services)
{
    hemo_forget_all(services);
}

static gboolean
serve(const Options *options, GError **error)
{
    g_autoptr(HemoServices) services = NULL;
    g_autoptr(HemoAgent) agent = NULL;
    g_autoptr(HemoKeyExpiry) expiry = NULL;
    g_autoptr(HemoSessionLock) lock = NULL;
    int fd = options->listen_fd >= 0 ? options->listen_fd : open_socket(error);

    if (fd < 0)
        return FALSE;
    services = hemo_services_new(options->system_config);
    agent = hemo_agent_new(services, fd, error);
    if (agent == NULL)
        return FALSE;
    hemo_log_event(HEMO_LOG_STARTED, PACKAGE_VERSION, 0);
    hemo_reader_start(services->reader, NULL);
    watch_clients(services);
    expiry = hemo_key_expiry_new(services);
    lock = hemo_session_lock_new(on_away, services);
    run(services);
    g_clear_pointer(&agent, hemo_agent_free);
    hemo_log_event(HEMO_LOG_STOPPED, NULL, 0);
    return TRUE;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    Options options = {.listen_fd = -1};
    gboolean good;

    hemo_harden_process();
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, HEMOSTAT_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
    hemo_bus_register_errors();
    good = parse_options(argc, argv, &options, &error);
    if (good && options.version)
        g_print("hemostat-agent %s\n", PACKAGE_VERSION);
    else if (good)
        good = serve(&options, &error);
    if (!good)
        g_printerr("hemostat-agent: %s\n", error->message);
    g_free(options.system_config);
    return good ? 0 : 1;
}
