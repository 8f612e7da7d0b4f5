/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See key-place.h.
 */
#include "key-place.h"

#include "daemon-home.h"
#include "hemo-key-list.h"

#include <string.h>

#define POLICY                                                                                 \
    "[agent]\nkeyring=file\n[network]\nresolver=127.0.0.1@1\nno-port25=true\n[keys]\n"

char *
key_place_pem(const Sample *sample)
{
    GString *text = g_string_new("-----BEGIN CERTIFICATE-----\n");
    HemoSlice der = sample_slice(sample);
    g_autofree char *body = g_base64_encode(der.data, der.size);

    for (gsize at = 0; body[at] != '\0'; at += MIN(strlen(body + at), 64))
        g_string_append_printf(text, "%.64s\n", body + at);
    g_string_append(text, "-----END CERTIFICATE-----\n");
    return g_string_free(text, FALSE);
}

void
key_place_set_policy(KeyPlace *place, const char *more)
{
    g_autofree char *path = g_build_filename(services_place_system(), "smime.pem", NULL);
    g_autofree char *text = g_strdup_printf(POLICY "smime-anchors=%s\n%s", path, more);
    g_autoptr(GError) error = NULL;

    services_place_write("policy.conf", text);
    hemo_services_refresh(place->services, &error);
    g_assert_no_error(error);
}

void
key_place_set_up(KeyPlace *place, gconstpointer data)
{
    g_autofree char *pem = NULL;

    place->authority = sample_authority();
    place->stranger =
        sample_new(&(SampleFields){.name = "Stranger", .is_authority = TRUE}, NULL);
    pem = key_place_pem(place->authority);
    services_place_write("smime.pem", pem);
    place->services = services_place_new();
    services_place_write("accounts.conf", "[account ana]\naddresses=" ANA "\n");
    key_place_set_policy(place, "");
}

void
key_place_tear_down(KeyPlace *place, gconstpointer data)
{
    services_place_close(place->services);
    sample_free(place->authority);
    sample_free(place->stranger);
}

HemoKeyRecord *
key_place_record(const KeyPlace *place, const Sample *person, const char *address)
{
    HemoKeyRecord *record =
        hemo_key_record_new(HEMO_KEY_KIND_SMIME,
                            address,
                            hemo_certificate_fingerprint(person->certificate));
    g_autoptr(GBytes) der = sample_der(person);

    hemo_key_record_set_material(record, der);
    record->finders = HEMO_FINDER_HARVEST;
    record->since = 1000;
    record->seen = 1000;
    return record;
}

HemoKeyRecord *
key_place_keep(KeyPlace *place, HemoKeyRecord *record)
{
    g_autoptr(GError) error = NULL;

    hemo_key_store_put(place->services->key_store, record, &error);
    g_assert_no_error(error);
    return record;
}

GPtrArray *
key_place_gather(KeyPlace *place, HemoKeyKind kind, const char *address)
{
    HemoKeyQuestion question;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    GPtrArray *found;

    g_assert_true(hemo_key_list_question(place->services, kind, address, &question, NULL));
    hemo_key_gather_async(place->services, &question, NULL, daemon_home_on_result, &result);
    found = hemo_key_gather_finish(daemon_home_wait(&result), &error);
    g_assert_no_error(error);
    return found;
}

int
key_place_state(KeyPlace *place, const char *address)
{
    g_autoptr(GPtrArray) found = key_place_gather(place, HEMO_KEY_KIND_SMIME, address);

    return found->len > 0 ? (int)hemo_key_state(((HemoKeyCandidate *)found->pdata[0])->key)
                          : -1;
}

void
key_place_add(const char *path, void (*test)(KeyPlace *place, gconstpointer data))
{
    g_test_add(path, KeyPlace, NULL, key_place_set_up, test, key_place_tear_down);
}
