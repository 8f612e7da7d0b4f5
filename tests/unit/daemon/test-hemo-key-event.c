/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-event.h"

#include "key-place.h"

#include <string.h>

static GVariant *
newest(KeyPlace *place, gboolean reveal)
{
    g_autoptr(GVariant) records =
        g_variant_ref_sink(hemo_audit_log_show(place->services->audit, 0, reveal, NULL));

    return g_variant_get_child_value(records, g_variant_n_children(records) - 1);
}

/* Who, what, which key; whose it is only under seal. */
static void
test_recorded(KeyPlace *place, gconstpointer data)
{
    const HemoKeyEvent event = {
        .act = "confirm",
        .kind = HEMO_KEY_KIND_SMIME,
        .fingerprint = "ABCD",
        .how = "telephone",
        .address = NORA,
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) shown = NULL;
    g_autoptr(GVariant) revealed = NULL;
    g_autofree char *text = NULL;
    g_autofree char *more = NULL;

    g_assert_true(hemo_key_event_record(place->services, &event, &error));
    shown = newest(place, FALSE);
    revealed = newest(place, TRUE);
    text = g_variant_print(shown, FALSE);
    more = g_variant_print(revealed, FALSE);
    g_assert_nonnull(strstr(text, "confirm"));
    g_assert_nonnull(strstr(text, "ABCD"));
    g_assert_nonnull(strstr(text, "telephone"));
    g_assert_nonnull(strstr(text, g_get_user_name()));
    g_assert_null(strstr(text, NORA));
    g_assert_nonnull(strstr(more, NORA));
}

static void
test_closed(KeyPlace *place, gconstpointer data)
{
    const HemoKeyEvent event = {.act = "backup", .count = 3};
    g_autoptr(GError) error = NULL;

    hemo_vault_close(place->services->vault);
    g_assert_false(hemo_key_event_record(place->services, &event, &error));
    g_assert_nonnull(error);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-event/recorded", test_recorded);
    key_place_add("/key-event/closed", test_closed);
    status = g_test_run();
    services_place_end();
    return status;
}
