/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-certificate.h"

#include "hemo-error.h"
#include "key-place.h"
#include "keys/fake-net.h"

#define CRL_PLACE   "http://crl.example.org/ca.crl"
#define OTHER_PLACE "http://crl.example.org/other.crl"

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

static void
on_refreshed(GObject *source, GAsyncResult *result, gpointer data)
{
    hemo_key_certificate_refresh_finish(result);
    *(gboolean *)data = TRUE;
}

/* The next agent refreshes @record in a network where CRL_PLACE has @crl; the state then. */
static HemoKeyState
refresh(KeyPlace *place, const HemoKeyRecord *record, GBytes *crl)
{
    gsize size = 0;
    const char *data = g_bytes_get_data(crl, &size);
    FakeNetRow rows[] = {{CRL_PLACE, 0, FAKE_NET_ANSWERS, data, size}, {0}};
    g_autoptr(FakeNet) net = fake_net_new(rows);
    HemoServices *services = place->services;
    HemoCrlStore *real = services->crls;
    g_autoptr(HemoCrlStore) store =
        hemo_crl_store_new(services->database, &fake_net_functions, net);
    g_autoptr(HemoKey) key = NULL;
    gboolean done = FALSE;

    services->crls = store;
    hemo_key_certificate_refresh_async(services, record, NULL, on_refreshed, &done);
    while (!done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpstr(fake_net_asked(net), ==, "0 " CRL_PLACE "\n");
    key = judge(place, record);
    services->crls = real;
    return hemo_key_state(key);
}

/* As if the lists had been fetched the day before yesterday. */
static void
grow_old(KeyPlace *place)
{
    sqlite3_stmt *statement =
        hemo_database_prepare(place->services->database,
                              "UPDATE crls SET fetched = fetched - 172800",
                              NULL);

    g_assert_true(hemo_database_run(place->services->database, statement, NULL));
}

/* An authority that nobody knows comes along with the certificate: no place of its own is
 * asked, and its list takes nothing back. */
static void
test_revoked_stays(KeyPlace *place, gconstpointer data)
{
    const SampleFields fields = {.name = "Nora",
                                 .names = "email:" NORA,
                                 .crl_place = CRL_PLACE};
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    g_autoptr(Sample) nora = sample_new(&fields, place->authority);
    g_autoptr(Sample) fake = sample_new(
        &(SampleFields){.name = "Fake", .crl_place = OTHER_PLACE, .is_authority = TRUE},
        NULL);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, nora, NORA);
    g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autoptr(GBytes) revoked = sample_crl(place->authority, nora, now - 2 * SAMPLE_DAY, NULL);
    g_autoptr(GBytes) forged = sample_crl(fake, NULL, now + 3650 * SAMPLE_DAY, NULL);
    g_autoptr(GBytes) foreign = sample_crl(fake, NULL, now - 60, NULL);

    g_ptr_array_add(chain, sample_der(fake));
    hemo_key_record_set_chain(record, chain);
    g_assert_cmpint(refresh(place, record, foreign), ==, HEMO_KEY_USABLE);
    g_assert_cmpint(refresh(place, record, revoked), ==, HEMO_KEY_REVOKED);
    grow_old(place);
    g_assert_cmpint(refresh(place, record, forged), ==, HEMO_KEY_REVOKED);
    g_assert_cmpint(refresh(place, record, foreign), ==, HEMO_KEY_REVOKED);
}

/* The honest list of another authority that counts hides no revocation, nor that there is no
 * fresh list. */
static void
test_list_of_another(KeyPlace *place, gconstpointer data)
{
    const SampleFields fields = {.name = "Nora",
                                 .names = "email:" NORA,
                                 .crl_place = CRL_PLACE};
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    g_autoptr(Sample) nora = sample_new(&fields, place->authority);
    g_autoptr(Sample) ana = sample_new(&fields, place->authority);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, nora, NORA);
    g_autoptr(HemoKeyRecord) other = key_place_record(place, ana, NORA);
    g_autoptr(GBytes) old = sample_crl(place->authority, nora, now - 20 * SAMPLE_DAY, NULL);
    g_autoptr(GBytes) foreign = sample_crl(place->stranger, NULL, now - 60, NULL);
    g_autoptr(GBytes) fresh = sample_crl(place->authority, nora, now - 60, NULL);
    g_autofree char *first = key_place_pem(place->authority);
    g_autofree char *second = key_place_pem(place->stranger);
    g_autofree char *both = g_strconcat(first, second, NULL);

    services_place_write("smime.pem", both);
    key_place_set_policy(place, "");
    g_assert_cmpint(refresh(place, record, old), ==, HEMO_KEY_REVOKED);
    grow_old(place);
    g_assert_cmpint(refresh(place, record, foreign), ==, HEMO_KEY_REVOKED);
    g_assert_cmpint(refresh(place, other, foreign), ==, HEMO_KEY_STATUS_UNKNOWN);
    g_assert_cmpint(refresh(place, other, fresh), ==, HEMO_KEY_USABLE);
    grow_old(place);
    g_assert_cmpint(refresh(place, record, foreign), ==, HEMO_KEY_REVOKED);
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
    key_place_add("/key-certificate/revoked-stays", test_revoked_stays);
    key_place_add("/key-certificate/list-of-another", test_list_of_another);
    key_place_add("/key-certificate/direct", test_direct);
    key_place_add("/key-certificate/no-anchors", test_no_anchors);
    key_place_add("/key-certificate/renewed", test_renewed);
    status = g_test_run();
    services_place_end();
    return status;
}
