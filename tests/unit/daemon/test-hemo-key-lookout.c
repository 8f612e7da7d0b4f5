/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-lookout.h"

#include "daemon-home.h"
#include "hemo-key-gather.h"
#include "key-place.h"
#include "keys/fake-net.h"

#define SMIMEA 53

/* The name of RFC 8162 section 3 for nora.lind@example.com. */
static char *
smimea_name(void)
{
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "nora.lind", -1);

    return g_strdup_printf("%.56s._smimecert.example.com", digest);
}

/* Usage 3 (domain-issued), the whole certificate, as it is. */
static GBytes *
rdata(const Sample *person)
{
    GByteArray *bytes = g_byte_array_new();
    HemoSlice der = sample_slice(person);

    g_byte_array_append(bytes, (const guint8 *)"\3\0\0", 3);
    g_byte_array_append(bytes, der.data, (guint)der.size);
    return g_byte_array_free_to_bytes(bytes);
}

static void
ask(HemoKeyLookout *lookout, guint silent)
{
    g_autoptr(GAsyncResult) one = NULL;
    g_autoptr(GAsyncResult) two = NULL;
    g_autoptr(GError) error = NULL;

    hemo_key_lookout_ask_async(lookout,
                               NORA,
                               HEMO_FINDER_SMIMEA,
                               NULL,
                               daemon_home_on_result,
                               &one);
    hemo_key_lookout_ask_async(lookout,
                               "Nora.Lind@example.com",
                               HEMO_FINDER_SMIMEA,
                               NULL,
                               daemon_home_on_result,
                               &two);
    g_assert_true(hemo_key_lookout_ask_finish(daemon_home_wait(&one), &error));
    g_assert_true(hemo_key_lookout_ask_finish(daemon_home_wait(&two), &error));
    g_assert_no_error(error);
    g_assert_cmpuint(hemo_key_lookout_ask_silent(one), ==, silent);
    g_assert_cmpuint(hemo_key_lookout_ask_silent(two), ==, silent);
}

static HemoKeyLookout *
make(KeyPlace *place, FakeNet *net)
{
    return hemo_key_lookout_new(place->services->key_store,
                                place->services->inspection,
                                &fake_net_functions,
                                net);
}

static void
publish(KeyPlace *place, const Sample *person, FakeNetMood mood)
{
    g_autofree char *name = smimea_name();
    g_autoptr(GBytes) bytes = rdata(person);
    gsize size = 0;
    const char *data = g_bytes_get_data(bytes, &size);
    const FakeNetRow rows[] = {{name, SMIMEA, mood, data, size}, {NULL, 0, 0, NULL, 0}};
    g_autoptr(FakeNet) net = fake_net_new(rows);
    g_autoptr(HemoKeyLookout) lookout = make(place, net);
    g_auto(GStrv) asked = NULL;

    g_assert_false(hemo_key_lookout_is_fresh(lookout, NORA));
    ask(lookout, mood == FAKE_NET_FAILS ? HEMO_FINDER_SMIMEA : 0);
    g_assert_true(hemo_key_lookout_is_fresh(lookout, NORA));
    g_assert_false(hemo_key_lookout_is_fresh(lookout, ANA));
    /* who asks meanwhile waits for the same answer */
    asked = g_strsplit(fake_net_asked(net), "\n", -1);
    g_assert_cmpuint(g_strv_length(asked), ==, 2);
}

static HemoKeyTrust
trust_of(KeyPlace *place, const Sample *person)
{
    g_autoptr(GPtrArray) found = key_place_gather(place, HEMO_KEY_KIND_SMIME, NORA);

    for (guint i = 0; i < found->len; i++) {
        const HemoKeyCandidate *each = found->pdata[i];

        if (g_str_equal(hemo_key_fingerprint(each->key),
                        hemo_certificate_fingerprint(person->certificate)))
            return hemo_key_trust(each->key);
    }
    g_assert_not_reached();
}

static void
test_published(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) first = sample_person(place->stranger, NORA, NULL);
    g_autoptr(Sample) second = sample_person(place->stranger, NORA, NULL);

    publish(place, first, FAKE_NET_ANSWERS);
    g_assert_cmpint(trust_of(place, first), ==, HEMO_KEY_TRUST_PUBLISHED);
    /* the domain's word is its last one */
    publish(place, second, FAKE_NET_ANSWERS);
    g_assert_cmpint(trust_of(place, second), ==, HEMO_KEY_TRUST_PUBLISHED);
    g_assert_cmpint(trust_of(place, first), ==, HEMO_KEY_TRUST_NONE);
}

static void
test_unproved(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->stranger, NORA, NULL);
    g_autoptr(Sample) ana = sample_person(place->stranger, ANA, NULL);
    g_autoptr(GPtrArray) found = NULL;

    publish(place, ana, FAKE_NET_ANSWERS);
    publish(place, nora, FAKE_NET_FAILS);
    found = hemo_key_store_find(place->services->key_store, NORA, NULL);
    g_assert_cmpuint(found->len, ==, 0);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-lookout/published", test_published);
    key_place_add("/key-lookout/unproved", test_unproved);
    status = g_test_run();
    services_place_end();
    return status;
}
