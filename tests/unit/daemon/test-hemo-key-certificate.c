/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-certificate.h"

#include "hemo-error.h"
#include "key-place.h"

static HemoKey *
judge(KeyPlace *place, const HemoKeyRecord *record)
{
    g_autoptr(GError) error = NULL;
    HemoKey *key = hemo_key_certificate_judge(place->services, record, FALSE, &error);

    g_assert_no_error(error);
    return key;
}

static void
test_who_vouches(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(Sample) other = sample_person(place->stranger, NORA, NULL);
    g_autoptr(HemoKeyRecord) good = key_place_record(place, nora, NORA);
    g_autoptr(HemoKeyRecord) bad = key_place_record(place, other, NORA);
    g_autoptr(HemoKeyRecord) wrong = key_place_record(place, nora, ANA);
    g_autoptr(HemoKey) key = judge(place, good);
    g_autoptr(HemoKey) unknown = judge(place, bad);
    g_autoptr(HemoKey) misnamed = judge(place, wrong);

    g_assert_cmpint(hemo_key_state(key), ==, HEMO_KEY_USABLE);
    g_assert_cmpint(hemo_key_trust(key), ==, HEMO_KEY_TRUST_AUTHORITY);
    g_assert_cmpint(hemo_key_state(unknown), ==, HEMO_KEY_UNCONFIRMED);
    g_assert_cmpint(hemo_key_trust(unknown), ==, HEMO_KEY_TRUST_NONE);
    g_assert_cmpint(hemo_key_state(misnamed), ==, HEMO_KEY_WRONG_NAME);
}

/* A fingerprint that is not the certificate's, and bytes that are none. */
static void
test_injected(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(Sample) other = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, nora, NORA);
    g_autoptr(GBytes) der = sample_der(other);
    g_autoptr(GBytes) rubbish = g_bytes_new_static("0\x82xx", 4);
    g_autoptr(HemoKey) swapped = NULL;
    g_autoptr(HemoKey) broken = NULL;

    hemo_key_record_set_material(record, der);
    swapped = judge(place, record);
    g_assert_cmpint(hemo_key_state(swapped), ==, HEMO_KEY_BROKEN);
    g_assert_cmpstr(hemo_key_fingerprint(swapped), ==, record->fingerprint);
    hemo_key_record_set_material(record, rubbish);
    broken = judge(place, record);
    g_assert_cmpint(hemo_key_state(broken), ==, HEMO_KEY_BROKEN);
}

/* The authority between stands beside the certificate. */
static void
test_chain(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) middle =
        sample_new(&(SampleFields){.name = "Middle", .is_authority = TRUE}, place->authority);
    g_autoptr(Sample) nora = sample_person(middle, NORA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, nora, NORA);
    g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autoptr(HemoKey) without = judge(place, record);
    g_autoptr(HemoKey) with = NULL;

    g_ptr_array_add(chain, g_bytes_new_static("rubbish", 7));
    g_ptr_array_add(chain, sample_der(middle));
    hemo_key_record_set_chain(record, chain);
    with = judge(place, record);
    g_assert_cmpint(hemo_key_state(without), ==, HEMO_KEY_UNCONFIRMED);
    g_assert_cmpint(hemo_key_state(with), ==, HEMO_KEY_USABLE);
}

static void
test_revocation_policy(KeyPlace *place, gconstpointer data)
{
    static const struct {
        const char *policy;
        HemoKeyState state;
    } rows[] = {
        {"crl=soft\n", HEMO_KEY_USABLE},
        {"crl=off\n", HEMO_KEY_USABLE},
        {"crl=hard\n", HEMO_KEY_STATUS_UNKNOWN},
    };
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, nora, NORA);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoKey) key = NULL;

        key_place_set_policy(place, rows[i].policy);
        key = judge(place, record);
        g_assert_cmpint(hemo_key_state(key), ==, rows[i].state);
    }
}

/* Direct: a certificate of the whole domain counts by its own authorities alone. */
static void
test_direct(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) domain =
        sample_new(&(SampleFields){.name = "example.com", .names = "DNS:example.com"},
                   place->stranger);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, domain, NORA);
    g_autofree char *pem = key_place_pem(place->stranger);
    g_autofree char *path = g_build_filename(services_place_system(), "direct.pem", NULL);
    g_autofree char *policy = g_strdup_printf("direct-anchors=%s\n", path);
    g_autoptr(HemoKey) before = judge(place, record);
    g_autoptr(HemoKey) after = NULL;

    services_place_write("direct.pem", pem);
    key_place_set_policy(place, policy);
    after = judge(place, record);
    g_assert_cmpint(hemo_key_state(before), !=, HEMO_KEY_USABLE);
    g_assert_cmpint(hemo_key_state(after), ==, HEMO_KEY_USABLE);
}

static void
test_no_anchors(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, nora, NORA);
    g_autoptr(GError) error = NULL;

    services_place_write("smime.pem", "nothing");
    g_assert_null(hemo_key_certificate_judge(place->services, record, FALSE, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
}

static void
test_renewed(KeyPlace *place, gconstpointer data)
{
    const SampleFields fields = {.name = "Nora", .names = "email:" NORA};
    g_autoptr(Sample) first = sample_new(&fields, place->authority);
    g_autoptr(Sample) renewed = sample_new_with_key(&fields, place->authority, first->key);
    g_autoptr(Sample) other = sample_new(&fields, place->authority);
    g_autoptr(HemoKeyRecord) old = key_place_record(place, first, NORA);
    g_autoptr(HemoKeyRecord) young = key_place_record(place, renewed, NORA);
    g_autoptr(HemoKeyRecord) foreign = key_place_record(place, other, NORA);

    g_assert_true(hemo_key_certificate_same_key(old, young));
    g_assert_false(hemo_key_certificate_same_key(old, foreign));
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-certificate/who-vouches", test_who_vouches);
    key_place_add("/key-certificate/injected", test_injected);
    key_place_add("/key-certificate/chain", test_chain);
    key_place_add("/key-certificate/revocation-policy", test_revocation_policy);
    key_place_add("/key-certificate/direct", test_direct);
    key_place_add("/key-certificate/no-anchors", test_no_anchors);
    key_place_add("/key-certificate/renewed", test_renewed);
    status = g_test_run();
    services_place_end();
    return status;
}
