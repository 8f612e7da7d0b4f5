/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Errors cross the socket with their code, and whatever else goes wrong there
 * becomes one of ours.
 */
#include "hemo-bus.h"

#include <string.h>

static void
test_every_code_travels(void)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (int code = 0; code < HEMO_N_ERRORS; code++) {
        g_autoptr(GError) error = g_error_new_literal(HEMO_ERROR, code, "the words");
        g_autofree char *name = g_dbus_error_encode_gerror(error);
        g_autoptr(GError) back = g_dbus_error_new_for_dbus_error(name, "the words");

        g_assert_true(g_str_has_prefix(name, "org.hemostat.Error."));
        g_assert_true(g_hash_table_add(names, g_strdup(name)));
        g_assert_error(back, HEMO_ERROR, code);
        hemo_bus_strip_error(back);
        g_assert_cmpstr(back->message, ==, "the words");
    }
}

/* Clients match on these. */
static void
test_known_names(void)
{
    static const struct {
        HemoError code;
        const char *name;
    } rows[] = {
        {HEMO_ERROR_HELD, "org.hemostat.Error.Held"},
        {HEMO_ERROR_EXPIRED, "org.hemostat.Error.Expired"},
        {HEMO_ERROR_VERSION, "org.hemostat.Error.Version"},
        {HEMO_ERROR_CHANGED, "org.hemostat.Error.Changed"},
        {HEMO_ERROR_TOO_BIG, "org.hemostat.Error.TooBig"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = g_error_new_literal(HEMO_ERROR, rows[i].code, "x");
        g_autofree char *name = g_dbus_error_encode_gerror(error);

        g_assert_cmpstr(name, ==, rows[i].name);
    }
}

static void
test_convert_foreign(void)
{
    GError *errors[] = {
        g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CLOSED, "socket 17 went away"),
        g_error_new_literal(G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "socket 17 is slow"),
        g_dbus_error_new_for_dbus_error("org.freedesktop.DBus.Error.NoReply", "socket 17"),
        g_dbus_error_new_for_dbus_error("com.example.Strange", "socket 17"),
        g_dbus_error_new_for_dbus_error("org.hemostat.Error.FromTheFuture", "socket 17"),
    };

    for (gsize i = 0; i < G_N_ELEMENTS(errors); i++) {
        g_autoptr(GError) error = errors[i];

        hemo_bus_convert_error(&error);
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
        g_assert_null(strstr(error->message, "17"));
        g_assert_nonnull(strstr(error->message, "not sent"));
    }
}

static void
test_convert_ours(void)
{
    g_autoptr(GError) error =
        g_dbus_error_new_for_dbus_error("org.hemostat.Error.Locked", "unlock the keyring");

    hemo_bus_convert_error(&error);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_assert_cmpstr(error->message, ==, "unlock the keyring");
}

static void
test_nothing_to_convert(void)
{
    GError *none = NULL;

    hemo_bus_convert_error(NULL);
    hemo_bus_convert_error(&none);
    g_assert_null(none);
    hemo_bus_strip_error(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    hemo_bus_register_errors();
    hemo_bus_register_errors(); /* a plug-in may be loaded twice */
    g_test_add_func("/bus/every-code-travels", test_every_code_travels);
    g_test_add_func("/bus/known-names", test_known_names);
    g_test_add_func("/bus/convert-foreign", test_convert_foreign);
    g_test_add_func("/bus/convert-ours", test_convert_ours);
    g_test_add_func("/bus/nothing-to-convert", test_nothing_to_convert);
    return g_test_run();
}
