/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-expiry.h.
 */
#include "hemo-key-expiry.h"

#include "hemo-key-list.h"
#include "hemo-log.h"
#include "hemo-notice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DAY      (24 * 60 * 60)
#define FIRST    (2 * 60) /* after the start: not in the way of the first mail */
#define INTERVAL (60 * 60)
#define CHECKED  "expiry-checked"

struct _HemoKeyExpiry {
    HemoServices *services;
    guint timer;
    gboolean busy;
};

static const gint64 days[] = {30, 7};

static gboolean
is_in_use(GVariant *key)
{
    gboolean own = FALSE;
    gint64 used = 0;
    gint64 confirmed = 0;
    const char *state = "";

    g_variant_lookup(key, "own", "b", &own);
    g_variant_lookup(key, "used", "x", &used);
    g_variant_lookup(key, "confirmed_at", "x", &confirmed);
    g_variant_lookup(key, "state", "&s", &state);
    return g_str_equal(state, "usable") && (own || used > 0 || confirmed > 0);
}

static gboolean
has_come_near(gint64 expires, gint64 last, gint64 now)
{
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        gint64 warned_at = expires - days[i] * DAY;

        if (warned_at > last && warned_at <= now)
            return TRUE;
    }
    return FALSE;
}

guint
hemo_key_expiry_count(GVariant *keys, gint64 last, gint64 now)
{
    guint count = 0;

    for (gsize i = 0; i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);
        gint64 expires = 0;

        g_variant_lookup(key, "expires", "x", &expires);
        if (expires > now && is_in_use(key) && has_come_near(expires, last, now))
            count++;
    }
    return count;
}

static gint64
read_last(HemoServices *services)
{
    g_autoptr(GBytes) value = hemo_database_get_meta(services->database, CHECKED, NULL);
    g_autofree char *text = value != NULL ? hemo_slice_dup(hemo_slice_bytes(value)) : NULL;
    guint64 last = 0;

    if (text != NULL)
        g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, &last, NULL);
    return (gint64)last;
}

static void
write_last(HemoServices *services, gint64 now)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, now);

    hemo_database_set_meta(services->database, CHECKED, hemo_slice_text(text), NULL);
}

static void
on_shown(GObject *source, GAsyncResult *result, gpointer unused)
{
    g_autoptr(GError) error = NULL;

    if (!hemo_notice_show_finish(result, &error))
        hemo_log_event(HEMO_LOG_FAILED, hemo_log_error_code(error), 0);
}

static void
tell(guint count)
{
    if (count > 0)
        hemo_notice_show_async(HEMO_NOTICE_NORMAL,
                               ngettext("A key that you use expires soon",
                                        "Some keys that you use expire soon",
                                        count),
                               _("Mail may be held then. To see which: hemostat keys list"),
                               on_shown,
                               NULL);
}

static void
on_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoKeyExpiry *expiry = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) keys = hemo_key_list_make_finish(result, &error);
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    expiry->busy = FALSE;
    if (keys == NULL) {
        hemo_log_event(HEMO_LOG_FAILED, hemo_log_error_code(error), 0);
        return;
    }
    tell(hemo_key_expiry_count(keys, read_last(expiry->services), now));
    write_last(expiry->services, now);
}

static gboolean
is_due(HemoKeyExpiry *expiry)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    return !expiry->busy && hemo_services_refresh(expiry->services, NULL) &&
           !hemo_vault_is_shut(expiry->services->vault) &&
           ABS(now - read_last(expiry->services)) >= DAY;
}

static gboolean
on_timer(gpointer data)
{
    HemoKeyExpiry *expiry = data;

    expiry->timer = g_timeout_add_seconds(INTERVAL, on_timer, expiry);
    if (is_due(expiry)) {
        expiry->busy = TRUE;
        hemo_key_list_make_quietly_async(expiry->services, on_listed, expiry);
    }
    return G_SOURCE_REMOVE;
}

HemoKeyExpiry *
hemo_key_expiry_new(HemoServices *services)
{
    HemoKeyExpiry *expiry = g_new0(HemoKeyExpiry, 1);

    expiry->services = services;
    expiry->timer = g_timeout_add_seconds(FIRST, on_timer, expiry);
    return expiry;
}

/* The main loop is over: nothing that is under way comes back. */
void
hemo_key_expiry_free(HemoKeyExpiry *expiry)
{
    if (expiry == NULL)
        return;
    g_clear_handle_id(&expiry->timer, g_source_remove);
    g_free(expiry);
}
