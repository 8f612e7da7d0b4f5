/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * hemostat-notify URGENCY: shows one notification and ends.  A program of its own, as
 * libnotify waits for the desktop and brings a picture library, neither of which the
 * process that holds keys should have.  Started by agent/ipc/hemo-notice.c, never by hand.
 */
#include "hemo-limits.h"
#include "hemo-notify-input.h"

#include <libnotify/notify.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct {
    const char *name;
    NotifyUrgency urgency;
    const char *icon;
    int expires;
} Manner;

static const Manner manners[] = {
    {"critical", NOTIFY_URGENCY_CRITICAL, "dialog-warning", NOTIFY_EXPIRES_NEVER},
    {"normal", NOTIFY_URGENCY_NORMAL, "dialog-information", NOTIFY_EXPIRES_DEFAULT},
    {"low", NOTIFY_URGENCY_LOW, "dialog-information", NOTIFY_EXPIRES_DEFAULT},
};

/* Ends with the agent, and by itself if the desktop does not answer. */
static void
harden(void)
{
    const struct rlimit none = {0, 0};

    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    alarm(HEMO_LIMIT_NOTICE);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    g_unsetenv("DISPLAY"); /* or GIO would start a session bus where there is none */
}

static const Manner *
find_manner(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(manners); i++) {
        if (g_str_equal(manners[i].name, name))
            return &manners[i];
    }
    return NULL;
}

/* Some desktops take the body for markup. */
static char *
make_body(const char *text)
{
    GList *abilities = notify_get_server_caps();
    gboolean markup =
        g_list_find_custom(abilities, "body-markup", (GCompareFunc)g_strcmp0) != NULL;

    g_list_free_full(abilities, g_free);
    return markup ? g_markup_escape_text(text, -1) : g_strdup(text);
}

/* No notify_uninit(): it takes away again what is to stay. */
static gboolean
show(const HemoNotifyInput *input, const Manner *manner)
{
    g_autofree char *body = NULL;
    NotifyNotification *notification;
    gboolean shown;

    if (!notify_init("Hemostat"))
        return FALSE;
    body = make_body(input->body);
    notification = notify_notification_new(input->title, body, manner->icon);
    notify_notification_set_urgency(notification, manner->urgency);
    notify_notification_set_timeout(notification, manner->expires);
    shown = notify_notification_show(notification, NULL);
    g_object_unref(notification);
    return shown;
}

int
main(int argc, char **argv)
{
    const Manner *manner = argc == 2 ? find_manner(argv[1]) : NULL;
    g_autoptr(HemoNotifyInput) input = NULL;

    harden();
    if (manner != NULL)
        input = hemo_notify_input_read(STDIN_FILENO, NULL);
    if (input == NULL)
        return 2;
    return show(input, manner) ? 0 : 1;
}
