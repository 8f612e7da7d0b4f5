/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-gather.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "hemo-forget.h"
#include "key-place.h"
#include "keys/gpg-home.h"

#include <string.h>

static void
test_best_first(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) good = sample_person(place->authority, NORA, NULL);
    g_autoptr(Sample) bad = sample_person(place->stranger, NORA, NULL);
    g_autoptr(HemoKeyRecord) one = key_place_keep(place, key_place_record(place, bad, NORA));
    g_autoptr(HemoKeyRecord) two = key_place_keep(place, key_place_record(place, good, NORA));
    g_autoptr(GPtrArray) found = key_place_gather(place, HEMO_KEY_KIND_SMIME, NORA);
    const HemoKeyCandidate *first = found->pdata[0];
    const HemoKeyCandidate *second = found->pdata[1];

    g_assert_cmpuint(found->len, ==, 2);
    g_assert_cmpstr(hemo_key_fingerprint(first->key), ==, two->fingerprint);
    g_assert_cmpint(hemo_key_state(first->key), ==, HEMO_KEY_USABLE);
    g_assert_true(hemo_key_record_is(first->record, two));
    g_assert_false(first->in_ring);
    g_assert_cmpint(hemo_key_state(second->key), ==, HEMO_KEY_UNCONFIRMED);
    g_assert_true(hemo_key_record_is(second->record, one));
}

/* The key that was used stays, whoever sends another; one's renewed certificate is no other. */
static void
test_change(KeyPlace *place, gconstpointer data)
{
    const SampleFields fields = {.name = "Nora", .names = "email:" NORA};
    g_autoptr(Sample) first = sample_new(&fields, place->authority);
    g_autoptr(Sample) renewed = sample_new_with_key(&fields, place->authority, first->key);
    g_autoptr(Sample) other = sample_new(&fields, place->authority);
    g_autoptr(HemoKeyRecord) used = key_place_record(place, first, NORA);
    g_autoptr(HemoKeyRecord) young = key_place_record(place, renewed, NORA);
    g_autoptr(HemoKeyRecord) foreign = key_place_record(place, other, NORA);

    used->used = 2000;
    hemo_key_record_say(used, HEMO_KEY_WORD_REJECTED, 3000, "ana", NULL);
    key_place_keep(place, used);
    key_place_keep(place, foreign);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_CHANGED);
    key_place_keep(place, young);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
}

/* Whom a person confirmed and then gave up is not followed by whoever comes next. */
static void
test_given_up(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) first = sample_person(place->stranger, NORA, NULL);
    g_autoptr(Sample) other = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, first, NORA);
    g_autoptr(HemoKeyRecord) foreign =
        key_place_keep(place, key_place_record(place, other, NORA));

    hemo_key_record_say(record, HEMO_KEY_WORD_CONFIRMED, 2000, "ana", "telephone");
    key_place_keep(place, record);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
    hemo_key_record_say(record, HEMO_KEY_WORD_REJECTED, 3000, "ana", NULL);
    key_place_keep(place, record);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_CHANGED);
    hemo_key_record_say(foreign, HEMO_KEY_WORD_CONFIRMED, 4000, "ana", "telephone");
    key_place_keep(place, foreign);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
}

static void
test_finders_off(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));

    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
    key_place_set_policy(place, "finders=keyring; wkd\n");
    g_assert_cmpint(key_place_state(place, NORA), ==, -1);
    record->finders |= HEMO_FINDER_IMPORT;
    key_place_keep(place, record);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
}

static void
test_others(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));
    g_autoptr(GPtrArray) none = key_place_gather(place, HEMO_KEY_KIND_OPENPGP, NORA);

    g_assert_cmpuint(none->len, ==, 0);
    g_assert_cmpint(key_place_state(place, ANA), ==, -1);
    g_assert_cmpint(key_place_state(place, "NORA.lind@example.COM"), ==, HEMO_KEY_USABLE);
}

/* A record of a new OpenPGP key of Nora's, as it comes with a mail. */
static HemoKeyRecord *
make_openpgp(const char *home, gint64 seen)
{
    g_autofree char *fingerprint = gpg_home_make_key(home, NORA, "0");
    g_autofree char *path = g_build_filename(home, fingerprint, NULL);
    HemoKeyRecord *record = hemo_key_record_new(HEMO_KEY_KIND_OPENPGP, NORA, fingerprint);
    g_autoptr(GBytes) bytes = NULL;
    char *data = NULL;
    gsize size = 0;

    g_free(gpg_home_run(home, NULL, "--output", path, "--export", fingerprint, NULL));
    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    bytes = g_bytes_new_take(data, size);
    hemo_key_record_set_material(record, bytes);
    record->finders = HEMO_FINDER_HARVEST;
    record->seen = seen;
    return record;
}

static GPtrArray *
ask(KeyPlace *place, const HemoKeyQuestion *question, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_gather_async(place->services, question, NULL, daemon_home_on_result, &result);
    return hemo_key_gather_finish(daemon_home_wait(&result), error);
}

/* What Send asks: how many keys are looked at, and that the first one is @best. */
static void
assert_sent_to(KeyPlace *place, const HemoKeyRecord *best, HemoKeyState state, guint count)
{
    const HemoKeyQuestion question = {
        .kind = HEMO_KEY_KIND_OPENPGP,
        .address = NORA,
        .least = HEMO_KEY_TRUST_PUBLISHED,
    };
    g_autoptr(GPtrArray) found = ask(place, &question, NULL);
    const HemoKeyCandidate *first = found->pdata[0];

    g_assert_cmpuint(found->len, ==, count);
    g_assert_cmpstr(hemo_key_fingerprint(first->key), ==, best->fingerprint);
    g_assert_cmpint(hemo_key_state(first->key), ==, state);
}

/* Strangers' keys that came later do not keep a mail waiting for which there is a sure one. */
static void
test_crowd(KeyPlace *place, gconstpointer data)
{
    char *home = gpg_home_new();
    g_autoptr(HemoKeyRecord) good = key_place_keep(place, make_openpgp(home, 1000));
    g_autoptr(HemoKeyRecord) one = key_place_keep(place, make_openpgp(home, 2000));
    g_autoptr(HemoKeyRecord) two = key_place_keep(place, make_openpgp(home, 3000));
    g_autoptr(GPtrArray) all = NULL;

    good->secure = TRUE;
    good->finders |= HEMO_FINDER_WKD;
    key_place_keep(place, good);
    key_place_set_policy(place, "finders=keyring; harvest; wkd\n");
    assert_sent_to(place, good, HEMO_KEY_USABLE, 1);
    two->used = 2500;
    key_place_keep(place, two);
    assert_sent_to(place, good, HEMO_KEY_CHANGED, 3);
    hemo_key_record_say(good, HEMO_KEY_WORD_CONFIRMED, 2600, "ana", "telephone");
    key_place_keep(place, good);
    assert_sent_to(place, good, HEMO_KEY_USABLE, 2);
    all = key_place_gather(place, HEMO_KEY_KIND_OPENPGP, NORA);
    g_assert_cmpuint(all->len, ==, 3);
    gpg_home_free(home);
}

/* gpg trusts the key in its ring, and only a mail has told that it was withdrawn. */
static void
test_withdrawn(KeyPlace *place, gconstpointer data)
{
    const char *ring = g_getenv("GNUPGHOME");
    char *home = gpg_home_new();
    g_autoptr(HemoKeyRecord) sample = make_openpgp(home, 1000);
    g_autoptr(HemoKeyRecord) other = key_place_keep(place, make_openpgp(home, 3000));
    g_autofree char *trust = g_strdup_printf("%s:6:\n", sample->fingerprint);
    g_autofree char *name = g_strconcat(sample->fingerprint, ".rev", NULL);
    g_autofree char *path = g_build_filename(home, "openpgp-revocs.d", name, NULL);
    g_autofree char *key = g_build_filename(home, "withdrawn", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GBytes) bytes = NULL;
    char *bits = NULL;
    gsize size = 0;

    gpg_home_copy_key(home, ring, sample->fingerprint);
    g_free(gpg_home_run(ring, trust, "--import-ownertrust", NULL));
    assert_sent_to(place, sample, HEMO_KEY_USABLE, 1);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_free(gpg_home_run(home, strstr(text, ":-----BEGIN") + 1, "--import", NULL));
    g_free(gpg_home_run(home, NULL, "--output", key, "--export", sample->fingerprint, NULL));
    g_assert_true(g_file_get_contents(key, &bits, &size, NULL));
    bytes = g_bytes_new_take(bits, size);
    hemo_key_record_set_material(sample, bytes);
    key_place_keep(place, sample);
    assert_sent_to(place, other, HEMO_KEY_UNCONFIRMED, 2);
    gpg_home_free(home);
}

/* One's own key is in gpg's ring, or nowhere. */
static void
test_own(KeyPlace *place, gconstpointer data)
{
    const HemoKeyQuestion question = {
        .kind = HEMO_KEY_KIND_OPENPGP,
        .address = NORA,
        .own = TRUE,
    };
    char *home = gpg_home_new();
    g_autoptr(HemoKeyRecord) record = key_place_keep(place, make_openpgp(home, 1000));
    g_autoptr(GPtrArray) found = ask(place, &question, NULL);

    g_assert_cmpuint(found->len, ==, 0);
    gpg_home_free(home);
}

/* What nobody waits for does not bring back what was forgotten. */
static void
test_quiet(KeyPlace *place, gconstpointer data)
{
    HemoKeyQuestion question = {
        .kind = HEMO_KEY_KIND_SMIME,
        .address = NORA,
        .quiet = TRUE,
    };
    g_autoptr(GPtrArray) before = ask(place, &question, NULL);
    g_autoptr(GPtrArray) after = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_nonnull(before);
    hemo_forget_all(place->services);
    g_assert_null(ask(place, &question, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_assert_null(hemo_vault_state_key(place->services->vault));
    question.quiet = FALSE;
    after = ask(place, &question, NULL);
    g_assert_nonnull(after);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-gather/best-first", test_best_first);
    key_place_add("/key-gather/change", test_change);
    key_place_add("/key-gather/given-up", test_given_up);
    key_place_add("/key-gather/finders-off", test_finders_off);
    key_place_add("/key-gather/others", test_others);
    key_place_add("/key-gather/crowd", test_crowd);
    key_place_add("/key-gather/own", test_own);
    key_place_add("/key-gather/withdrawn", test_withdrawn);
    key_place_add("/key-gather/quiet", test_quiet);
    status = g_test_run();
    services_place_end();
    return status;
}
