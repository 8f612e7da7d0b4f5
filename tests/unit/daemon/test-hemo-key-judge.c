/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Every way in which word, past, finders and policy meet.
 */
#include "hemo-key-judge.h"

#define FIRST "0123456789ABCDEF0123456789ABCDEF01234567"
#define NOW   1000
#define ALL   63u

enum { NO_RECORD = -1 };

static const struct {
    const char *name;
    HemoKeyState engine;
    HemoKeyTrust engine_trust;
    int word; /* HemoKeyWord or NO_RECORD */
    guint told;
    gboolean secure;
    gboolean in_ring;
    gboolean pinned;
    gboolean is_pin;
    guint finders;
    HemoKeyTrust least;
    gboolean secret;
    gboolean counts;
    HemoKeyState state;
    HemoKeyTrust trust;
} rows[] = {
#define PUBLISHED HEMO_KEY_TRUST_PUBLISHED
#define AUTHORITY HEMO_KEY_TRUST_AUTHORITY
#define CONFIRMED HEMO_KEY_TRUST_CONFIRMED
#define NONE      HEMO_KEY_TRUST_NONE
    {"lies in the ring",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     NO_RECORD,
     0,
     FALSE,
     TRUE,
     FALSE,
     FALSE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"gpg trusts it",
     HEMO_KEY_USABLE,
     CONFIRMED,
     NO_RECORD,
     0,
     FALSE,
     TRUE,
     FALSE,
     FALSE,
     ALL,
     CONFIRMED,
     FALSE,
     TRUE,
     HEMO_KEY_USABLE,
     CONFIRMED},
    {"gpg trusts it, the ring is off",
     HEMO_KEY_USABLE,
     CONFIRMED,
     NO_RECORD,
     0,
     FALSE,
     TRUE,
     FALSE,
     FALSE,
     ALL & ~(guint)HEMO_FINDER_KEYRING,
     PUBLISHED,
     FALSE,
     FALSE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"gpg distrusts it, a person does not",
     HEMO_KEY_DISTRUSTED,
     NONE,
     HEMO_KEY_WORD_CONFIRMED,
     0,
     FALSE,
     TRUE,
     TRUE,
     TRUE,
     ALL,
     AUTHORITY,
     FALSE,
     TRUE,
     HEMO_KEY_DISTRUSTED,
     CONFIRMED},
    {"confirmed",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_CONFIRMED,
     HEMO_FINDER_HARVEST,
     FALSE,
     FALSE,
     TRUE,
     TRUE,
     ALL,
     CONFIRMED,
     FALSE,
     TRUE,
     HEMO_KEY_USABLE,
     CONFIRMED},
    {"confirmed, its finder is off",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_CONFIRMED,
     HEMO_FINDER_WKD,
     TRUE,
     FALSE,
     TRUE,
     TRUE,
     HEMO_FINDER_IMPORT,
     CONFIRMED,
     FALSE,
     TRUE,
     HEMO_KEY_USABLE,
     CONFIRMED},
    {"confirmed and expired",
     HEMO_KEY_EXPIRED,
     NONE,
     HEMO_KEY_WORD_CONFIRMED,
     HEMO_FINDER_HARVEST,
     FALSE,
     FALSE,
     TRUE,
     TRUE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_EXPIRED,
     CONFIRMED},
    {"confirmed, withdrawn",
     HEMO_KEY_REVOKED,
     NONE,
     HEMO_KEY_WORD_CONFIRMED,
     0,
     FALSE,
     TRUE,
     TRUE,
     TRUE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_REVOKED,
     CONFIRMED},
    {"confirmed, status unknown",
     HEMO_KEY_STATUS_UNKNOWN,
     AUTHORITY,
     HEMO_KEY_WORD_CONFIRMED,
     0,
     FALSE,
     FALSE,
     TRUE,
     TRUE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_STATUS_UNKNOWN,
     CONFIRMED},
    {"rejected",
     HEMO_KEY_USABLE,
     AUTHORITY,
     HEMO_KEY_WORD_REJECTED,
     HEMO_FINDER_WKD,
     TRUE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_DISTRUSTED,
     AUTHORITY},
    {"rejected and gpg trusts it",
     HEMO_KEY_USABLE,
     CONFIRMED,
     HEMO_KEY_WORD_REJECTED,
     0,
     FALSE,
     TRUE,
     FALSE,
     FALSE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_DISTRUSTED,
     CONFIRMED},
    {"harvested",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_HARVEST,
     FALSE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"harvested, says it is secure",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_HARVEST,
     TRUE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"harvested, harvest is off",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_HARVEST,
     FALSE,
     FALSE,
     FALSE,
     FALSE,
     ALL & ~(guint)HEMO_FINDER_HARVEST,
     PUBLISHED,
     FALSE,
     FALSE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"imported",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_IMPORT,
     FALSE,
     FALSE,
     FALSE,
     FALSE,
     HEMO_FINDER_IMPORT,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"no proof asked for is still proof",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_IMPORT,
     FALSE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     NONE,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"published",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_WKD,
     TRUE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_USABLE,
     PUBLISHED},
    {"published, more is asked",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_SMIMEA,
     TRUE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     AUTHORITY,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     PUBLISHED},
    {"published without proof",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_SMIMEA,
     FALSE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"published, that finder is off, harvested too",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_WKD | HEMO_FINDER_HARVEST,
     TRUE,
     FALSE,
     FALSE,
     FALSE,
     HEMO_FINDER_HARVEST,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"in a CERT record",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_DNS_CERT,
     TRUE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     NONE},
    {"an authority",
     HEMO_KEY_USABLE,
     AUTHORITY,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_HARVEST,
     FALSE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     AUTHORITY,
     FALSE,
     TRUE,
     HEMO_KEY_USABLE,
     AUTHORITY},
    {"an authority, a person is asked for",
     HEMO_KEY_USABLE,
     AUTHORITY,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_HARVEST,
     FALSE,
     FALSE,
     FALSE,
     FALSE,
     ALL,
     CONFIRMED,
     FALSE,
     TRUE,
     HEMO_KEY_UNCONFIRMED,
     AUTHORITY},
    {"an authority, another key before",
     HEMO_KEY_USABLE,
     AUTHORITY,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_HARVEST,
     FALSE,
     FALSE,
     TRUE,
     FALSE,
     ALL,
     AUTHORITY,
     FALSE,
     TRUE,
     HEMO_KEY_CHANGED,
     AUTHORITY},
    {"harvested, another key before",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_HARVEST,
     FALSE,
     FALSE,
     TRUE,
     FALSE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_CHANGED,
     NONE},
    {"confirmed, another key before",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     HEMO_KEY_WORD_CONFIRMED,
     0,
     FALSE,
     TRUE,
     TRUE,
     FALSE,
     ALL,
     CONFIRMED,
     FALSE,
     TRUE,
     HEMO_KEY_USABLE,
     CONFIRMED},
    {"gpg trusts it, another key before",
     HEMO_KEY_USABLE,
     CONFIRMED,
     NO_RECORD,
     0,
     FALSE,
     TRUE,
     TRUE,
     FALSE,
     ALL,
     CONFIRMED,
     FALSE,
     TRUE,
     HEMO_KEY_USABLE,
     CONFIRMED},
    {"the pin",
     HEMO_KEY_USABLE,
     AUTHORITY,
     HEMO_KEY_WORD_NONE,
     HEMO_FINDER_HARVEST,
     FALSE,
     FALSE,
     TRUE,
     TRUE,
     ALL,
     AUTHORITY,
     FALSE,
     TRUE,
     HEMO_KEY_USABLE,
     AUTHORITY},
    {"one's own",
     HEMO_KEY_UNCONFIRMED,
     NONE,
     NO_RECORD,
     0,
     FALSE,
     TRUE,
     TRUE,
     FALSE,
     0,
     CONFIRMED,
     TRUE,
     TRUE,
     HEMO_KEY_USABLE,
     CONFIRMED},
    {"one's own, expired",
     HEMO_KEY_EXPIRED,
     NONE,
     NO_RECORD,
     0,
     FALSE,
     TRUE,
     FALSE,
     FALSE,
     ALL,
     AUTHORITY,
     TRUE,
     TRUE,
     HEMO_KEY_EXPIRED,
     CONFIRMED},
    {"one's own, withdrawn here",
     HEMO_KEY_USABLE,
     CONFIRMED,
     HEMO_KEY_WORD_REJECTED,
     0,
     FALSE,
     TRUE,
     FALSE,
     FALSE,
     ALL,
     AUTHORITY,
     TRUE,
     TRUE,
     HEMO_KEY_DISTRUSTED,
     CONFIRMED},
    {"broken stays so",
     HEMO_KEY_BROKEN,
     CONFIRMED,
     HEMO_KEY_WORD_CONFIRMED,
     HEMO_FINDER_WKD,
     TRUE,
     TRUE,
     TRUE,
     TRUE,
     ALL,
     PUBLISHED,
     FALSE,
     TRUE,
     HEMO_KEY_BROKEN,
     CONFIRMED},
};

static HemoKey *
make_key(HemoKeyState state, HemoKeyTrust trust, gboolean secret, gint64 expires)
{
    return hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                         .fingerprint = FIRST,
                                         .state = state,
                                         .trust = trust,
                                         .has_secret = secret,
                                         .expires = expires});
}

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoKey) key =
            make_key(rows[i].engine, rows[i].engine_trust, rows[i].secret, 0);
        g_autoptr(HemoKeyRecord) record =
            hemo_key_record_new(HEMO_KEY_KIND_OPENPGP, "nora@example.com", FIRST);
        g_autoptr(HemoKey) judged = NULL;
        HemoKeyCase each = {.key = key,
                            .own_address = TRUE,
                            .record = rows[i].word == NO_RECORD ? NULL : record,
                            .in_ring = rows[i].in_ring,
                            .pinned = rows[i].pinned,
                            .is_pin = rows[i].is_pin,
                            .finders = rows[i].finders,
                            .least = rows[i].least,
                            .now = NOW};

        g_test_message("%s", rows[i].name);
        record->finders = rows[i].told;
        record->secure = rows[i].secure;
        record->word = (HemoKeyWord)MAX(rows[i].word, 0);
        judged = hemo_key_judge_make(&each);
        g_assert_cmpint(hemo_key_judge_counts(&each), ==, rows[i].counts);
        g_assert_cmpint(hemo_key_state(judged), ==, rows[i].state);
        g_assert_cmpint(hemo_key_trust(judged), ==, rows[i].trust);
        g_assert_cmpstr(hemo_key_fingerprint(judged), ==, FIRST);
    }
}

/* Anybody can hand over a private key: it makes nobody else's address one's own. */
static void
test_secret_of_another_address(void)
{
    static const struct {
        HemoKeyState engine;
        HemoKeyTrust trust;
        gboolean pinned;
        HemoKeyState wanted;
    } cases[] = {
        {HEMO_KEY_UNCONFIRMED, HEMO_KEY_TRUST_NONE, FALSE, HEMO_KEY_UNCONFIRMED},
        {HEMO_KEY_UNCONFIRMED, HEMO_KEY_TRUST_NONE, TRUE, HEMO_KEY_CHANGED},
        {HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY, TRUE, HEMO_KEY_CHANGED},
        {HEMO_KEY_STATUS_UNKNOWN, HEMO_KEY_TRUST_AUTHORITY, FALSE, HEMO_KEY_STATUS_UNKNOWN},
        {HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY, FALSE, HEMO_KEY_USABLE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoKey) key = make_key(cases[i].engine, cases[i].trust, TRUE, 0);
        HemoKeyCase each = {.key = key,
                            .in_ring = TRUE,
                            .pinned = cases[i].pinned,
                            .finders = ALL,
                            .least = HEMO_KEY_TRUST_PUBLISHED,
                            .now = NOW};
        g_autoptr(HemoKey) judged = hemo_key_judge_make(&each);

        g_assert_cmpint(hemo_key_state(judged), ==, cases[i].wanted);
        g_assert_cmpint(hemo_key_trust(judged), ==, cases[i].trust);
        g_assert_false(hemo_key_has_secret(judged));
        each.finders = 0;
        g_assert_false(hemo_key_judge_counts(&each));
    }
}

/* What was judged a while ago has run out meanwhile. */
static void
test_expiry(void)
{
    static const gint64 expiries[] = {0, NOW - 1, NOW, NOW + 1};

    for (gsize i = 0; i < G_N_ELEMENTS(expiries); i++) {
        g_autoptr(HemoKey) key =
            make_key(HEMO_KEY_USABLE, HEMO_KEY_TRUST_CONFIRMED, FALSE, expiries[i]);
        HemoKeyCase each = {.key = key, .in_ring = TRUE, .finders = ALL, .now = NOW};
        g_autoptr(HemoKey) judged = hemo_key_judge_make(&each);
        gboolean over = expiries[i] != 0 && expiries[i] <= NOW;

        g_assert_cmpint(hemo_key_state(judged), ==, over ? HEMO_KEY_EXPIRED : HEMO_KEY_USABLE);
    }
}

static void
test_pin(void)
{
    g_autoptr(GPtrArray) records =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_record_free);
    HemoKeyRecord *used = hemo_key_record_new(HEMO_KEY_KIND_SMIME, "a@example.org", FIRST);
    HemoKeyRecord *said = hemo_key_record_new(HEMO_KEY_KIND_SMIME, "a@example.org", FIRST);
    HemoKeyRecord *other = hemo_key_record_new(HEMO_KEY_KIND_OPENPGP, "a@example.org", FIRST);

    g_ptr_array_add(records, said);
    g_ptr_array_add(records, used);
    g_ptr_array_add(records, other);
    g_assert_null(hemo_key_judge_pin(records, HEMO_KEY_KIND_SMIME));
    other->used = 900;
    g_assert_null(hemo_key_judge_pin(records, HEMO_KEY_KIND_SMIME));
    used->used = 100;
    g_assert_true(hemo_key_judge_pin(records, HEMO_KEY_KIND_SMIME) == used);
    hemo_key_record_say(said, HEMO_KEY_WORD_REJECTED, 200, "ana", NULL);
    g_assert_true(hemo_key_judge_pin(records, HEMO_KEY_KIND_SMIME) == used);
    hemo_key_record_say(said, HEMO_KEY_WORD_CONFIRMED, 200, "ana", NULL);
    g_assert_true(hemo_key_judge_pin(records, HEMO_KEY_KIND_SMIME) == said);
    used->used = 201;
    g_assert_true(hemo_key_judge_pin(records, HEMO_KEY_KIND_SMIME) == used);
}

/* Each is better than the next. */
static const struct {
    HemoKeyState state;
    HemoKeyTrust trust;
    gint64 expires;
} order[] = {
    {HEMO_KEY_USABLE, HEMO_KEY_TRUST_CONFIRMED, 0},
    {HEMO_KEY_USABLE, HEMO_KEY_TRUST_CONFIRMED, 5000},
    {HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY, 9000},
    {HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY, 5000},
    {HEMO_KEY_USABLE, HEMO_KEY_TRUST_PUBLISHED, 0},
    {HEMO_KEY_CHANGED, HEMO_KEY_TRUST_PUBLISHED, 0},
    {HEMO_KEY_UNCONFIRMED, HEMO_KEY_TRUST_NONE, 0},
    {HEMO_KEY_CHANGED, HEMO_KEY_TRUST_NONE, 0},
    {HEMO_KEY_STATUS_UNKNOWN, HEMO_KEY_TRUST_AUTHORITY, 0},
    {HEMO_KEY_DISTRUSTED, HEMO_KEY_TRUST_CONFIRMED, 0},
    {HEMO_KEY_EXPIRED, HEMO_KEY_TRUST_CONFIRMED, 500},
    {HEMO_KEY_REVOKED, HEMO_KEY_TRUST_CONFIRMED, 0},
};

static void
test_order(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++) {
        g_autoptr(HemoKey) key =
            make_key(order[i].state, order[i].trust, FALSE, order[i].expires);

        g_assert_true(hemo_key_judge_is_better(key, NULL));
        for (gsize j = i + 1; j < G_N_ELEMENTS(order); j++) {
            g_autoptr(HemoKey) other =
                make_key(order[j].state, order[j].trust, FALSE, order[j].expires);

            g_assert_true(hemo_key_judge_is_better(key, other));
            g_assert_false(hemo_key_judge_is_better(other, key));
        }
    }
}

/* Approved algorithms only: gpg's word for a key does not make up for its algorithm. */
static void
test_fips(void)
{
    static const struct {
        guint abilities;
        gboolean fips;
        HemoKeyState state;
        HemoKeyState wanted;
    } cases[] = {
        {0, FALSE, HEMO_KEY_USABLE, HEMO_KEY_USABLE},
        {0, TRUE, HEMO_KEY_USABLE, HEMO_KEY_NOT_APPROVED},
        {0, TRUE, HEMO_KEY_REVOKED, HEMO_KEY_REVOKED},
        {HEMO_KEY_ABILITY_APPROVED, TRUE, HEMO_KEY_USABLE, HEMO_KEY_USABLE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoKey) key =
            hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                          .fingerprint = FIRST,
                                          .state = cases[i].state,
                                          .trust = HEMO_KEY_TRUST_CONFIRMED,
                                          .abilities = cases[i].abilities});
        g_autoptr(HemoKey) judged =
            hemo_key_judge_make(&(HemoKeyCase){.key = key,
                                               .in_ring = TRUE,
                                               .finders = ALL,
                                               .least = HEMO_KEY_TRUST_PUBLISHED,
                                               .fips = cases[i].fips,
                                               .now = NOW});

        g_assert_cmpint(hemo_key_state(judged), ==, cases[i].wanted);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key-judge/rows", test_rows);
    g_test_add_func("/key-judge/secret-of-another-address", test_secret_of_another_address);
    g_test_add_func("/key-judge/expiry", test_expiry);
    g_test_add_func("/key-judge/pin", test_pin);
    g_test_add_func("/key-judge/order", test_order);
    g_test_add_func("/key-judge/fips", test_fips);
    return g_test_run();
}
