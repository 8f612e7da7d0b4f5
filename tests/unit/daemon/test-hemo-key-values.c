/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-values.h"

#include "key-place.h"

static const char *
text(GVariant *values, const char *key)
{
    const char *found = NULL;

    g_assert_true(g_variant_lookup(values, key, "&s", &found));
    return found;
}

static void
test_all(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, nora, NORA);
    g_autoptr(GPtrArray) found = NULL;
    g_autoptr(GVariant) values = NULL;
    g_autofree const char **finders = NULL;
    gboolean chosen = FALSE;
    gint64 at = 0;

    record->finders |= HEMO_FINDER_WKD;
    hemo_key_record_say(record, HEMO_KEY_WORD_CONFIRMED, 77, "ana", "telephone");
    key_place_keep(place, record);
    found = key_place_gather(place, HEMO_KEY_KIND_SMIME, NORA);
    values = g_variant_ref_sink(hemo_key_values_make(found->pdata[0], NORA, TRUE));
    g_assert_cmpstr(text(values, "address"), ==, NORA);
    g_assert_cmpstr(text(values, "kind"), ==, "smime");
    g_assert_cmpstr(text(values, "state"), ==, "usable");
    g_assert_cmpstr(text(values, "trust"), ==, "confirmed");
    g_assert_cmpstr(text(values, "confirmed_by"), ==, "ana");
    g_assert_cmpstr(text(values, "confirmed_how"), ==, "telephone");
    g_assert_true(g_variant_lookup(values, "confirmed_at", "x", &at));
    g_assert_cmpint(at, ==, 77);
    g_assert_true(g_variant_lookup(values, "finders", "^a&s", &finders));
    g_assert_cmpstr(finders[0], ==, "harvest");
    g_assert_cmpstr(finders[1], ==, "wkd");
    g_assert_null(finders[2]);
    g_assert_true(g_variant_lookup(values, "chosen", "b", &chosen) && chosen);
}

/* A word that was taken back confirms nothing, and what cannot be used is not chosen. */
static void
test_rejected(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, nora, NORA);
    g_autoptr(GPtrArray) found = NULL;
    g_autoptr(GVariant) values = NULL;
    gboolean chosen = TRUE;

    hemo_key_record_say(record, HEMO_KEY_WORD_REJECTED, 77, "ana", "other");
    key_place_keep(place, record);
    found = key_place_gather(place, HEMO_KEY_KIND_SMIME, NORA);
    values = g_variant_ref_sink(hemo_key_values_make(found->pdata[0], NORA, TRUE));
    g_assert_cmpstr(text(values, "state"), ==, "distrusted");
    g_assert_cmpstr(text(values, "confirmed_by"), ==, "");
    g_assert_true(g_variant_lookup(values, "chosen", "b", &chosen) && !chosen);
}

static void
test_names(KeyPlace *place, gconstpointer data)
{
    for (int state = 0; state < HEMO_N_KEY_STATES; state++)
        g_assert_nonnull(hemo_names_find(hemo_key_values_states, state));
    for (int trust = 0; trust < HEMO_N_KEY_TRUSTS; trust++)
        g_assert_nonnull(hemo_names_find(hemo_key_values_trusts, trust));
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-values/all", test_all);
    key_place_add("/key-values/rejected", test_rejected);
    key_place_add("/key-values/names", test_names);
    status = g_test_run();
    services_place_end();
    return status;
}
