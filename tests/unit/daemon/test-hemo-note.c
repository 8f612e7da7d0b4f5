/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A reported problem is recorded without words of anybody's own.
 */
#include "hemo-note.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "services-place.h"

#include <string.h>

static gboolean
record(HemoServices *services, const char *kind, const char *context, GError **error)
{
    g_autoptr(GVariant) values = g_variant_ref_sink(g_variant_new_parsed(context));
    g_autoptr(GAsyncResult) result = NULL;

    hemo_note_record_async(services, kind, values, daemon_home_on_result, &result);
    return hemo_note_record_finish(daemon_home_wait(&result), error);
}

/* The newest record as text. */
static char *
newest(HemoServices *services, gboolean reveal)
{
    g_autoptr(GVariant) records =
        g_variant_ref_sink(hemo_audit_log_show(services->audit, 0, reveal, NULL));
    g_autoptr(GVariant) last =
        g_variant_get_child_value(records, g_variant_n_children(records) - 1);

    return g_variant_print(last, FALSE);
}

#define CONTEXT "{'message_id': <'<one@example.org>'>, 'badge': <'plain'>, 'account': <'work'>}"

static void
test_kinds(void)
{
    static const char *const kinds[] = {"wrong-badge",
                                        "wrong-verdict",
                                        "needless-question",
                                        "not-readable",
                                        "other"};
    HemoServices *services = services_place_new();

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;
        g_autofree char *revealed = NULL;

        g_assert_true(record(services, kinds[i], i > 0 ? CONTEXT : "@a{sv} {}", &error));
        g_assert_no_error(error);
        g_assert_cmpuint(services_place_count(services, "note"), ==, i + 1);
        text = newest(services, FALSE);
        revealed = newest(services, TRUE);
        g_assert_nonnull(strstr(text, kinds[i]));
        g_assert_null(strstr(text, "example.org"));
        g_assert_null(strstr(text, "work"));
        g_assert_true((strstr(revealed, "one@example.org") != NULL) == (i > 0));
    }
    services_place_close(services);
}

/* About a mail of ours it stands with that mail. */
static void
test_mail_of_ours(void)
{
    static const char *const recipients[] = {"b@example.org", NULL};
    HemoServices *services = services_place_new();
    g_autofree char *text = NULL;

    g_assert_true(hemo_sent_store_add(services->sent,
                                      "<one@example.org>",
                                      "0123456789abcdef",
                                      HEMO_RUNG_TLS,
                                      recipients,
                                      NULL));
    g_assert_true(record(services, "other", CONTEXT, NULL));
    text = newest(services, FALSE);
    g_assert_nonnull(strstr(text, "0123456789abcdef"));
    services_place_close(services);
}

static void
test_refused(void)
{
    static const struct {
        const char *kind;
        const char *context;
    } rows[] = {
        {"", CONTEXT},
        {"Other", CONTEXT},
        {"Mrs. Penfold's potassium", CONTEXT},
        {"other", "{'words': <'Mrs. Penfold'>}"},
        {"other", "{'badge': <'Mrs. Penfold'>}"},
        {"other", "{'badge': <3>}"},
        {"other", "{'message_id': <['a']>}"},
    };
    HemoServices *services = services_place_new();
    g_autofree char *long_text = g_strnfill(999, 'a');
    g_autofree char *long_context = g_strdup_printf("{'account': <'%s'>}", long_text);
    g_autoptr(GError) too_long = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(record(services, rows[i].kind, rows[i].context, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        g_assert_null(strstr(error->message, "Penfold"));
    }
    g_assert_false(record(services, "other", long_context, &too_long));
    g_assert_error(too_long, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_assert_cmpuint(services_place_count(services, "note"), ==, 0);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/note/kinds", test_kinds);
    g_test_add_func("/note/mail-of-ours", test_mail_of_ours);
    g_test_add_func("/note/refused", test_refused);
    status = g_test_run();
    services_place_end();
    return status;
}
