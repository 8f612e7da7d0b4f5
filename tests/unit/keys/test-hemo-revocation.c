/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-revocation.h"

#include "sample-certificate.h"

#define OLDEST (SAMPLE_NOW - 7 * SAMPLE_DAY)
#define PLACE  "http://crl.example/1.crl"

typedef struct {
    Sample *authority;
    Sample *namesake; /* another authority of the same name */
    Sample *ann;
    Sample *bo;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    SampleFields ann = {.names = "email:ann@example.org", .crl_place = PLACE};

    fixture->authority = sample_authority();
    fixture->namesake = sample_authority();
    fixture->ann = sample_new(&ann, fixture->authority);
    fixture->bo = sample_new(&ann, fixture->authority);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    sample_free(fixture->authority);
    sample_free(fixture->namesake);
    sample_free(fixture->ann);
    sample_free(fixture->bo);
}

static HemoRevocation
look_up(const Fixture *fixture, GBytes *first, GBytes *second)
{
    g_autoptr(GPtrArray) crls = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autoptr(GPtrArray) lists = NULL;

    g_ptr_array_add(crls, first);
    if (second != NULL)
        g_ptr_array_add(crls, second);
    lists = hemo_revocation_read(crls);
    return hemo_revocation_look_up(lists,
                                   fixture->ann->x509,
                                   fixture->authority->x509,
                                   OLDEST,
                                   SAMPLE_NOW);
}

static void
test_ages(Fixture *fixture, gconstpointer data)
{
    static const struct {
        gint64 made;
        HemoRevocation other; /* somebody else is on the list */
    } cases[] = {
        {SAMPLE_NOW, HEMO_REVOCATION_GOOD},
        {OLDEST, HEMO_REVOCATION_GOOD},
        {OLDEST - 1, HEMO_REVOCATION_STALE},
        {SAMPLE_NOW + 1, HEMO_REVOCATION_STALE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Sample *authority = fixture->authority;

        g_assert_cmpint(
            look_up(fixture, sample_crl(authority, fixture->bo, cases[i].made, NULL), NULL),
            ==,
            cases[i].other);
        g_assert_cmpint(
            look_up(fixture, sample_crl(authority, fixture->ann, cases[i].made, NULL), NULL),
            ==,
            HEMO_REVOCATION_REVOKED);
    }
}

static void
test_scopes(Fixture *fixture, gconstpointer data)
{
    static const struct {
        const char *scope;
        HemoRevocation other;
    } cases[] = {
        {"critical,onlyuser:TRUE", HEMO_REVOCATION_GOOD},
        {"critical,onlyCA:TRUE", HEMO_REVOCATION_UNKNOWN},
        {"critical,onlyAA:TRUE", HEMO_REVOCATION_UNKNOWN},
        {"critical,indirectCRL:TRUE", HEMO_REVOCATION_UNKNOWN},
        {"critical,onlysomereasons:keyCompromise", HEMO_REVOCATION_UNKNOWN},
        {"critical,fullname:URI:" PLACE, HEMO_REVOCATION_GOOD},
        {"critical,fullname:URI:http://crl.example/2.crl", HEMO_REVOCATION_UNKNOWN},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *scope = cases[i].scope;

        g_assert_cmpint(
            look_up(fixture, sample_crl(fixture->authority, NULL, SAMPLE_NOW, scope), NULL),
            ==,
            cases[i].other);
        g_assert_cmpint(look_up(fixture,
                                sample_crl(fixture->authority, fixture->ann, OLDEST - 1, scope),
                                NULL),
                        ==,
                        HEMO_REVOCATION_REVOKED);
    }
}

/* A list that says good does not hide one that says otherwise, in either order. */
static void
test_two_lists(Fixture *fixture, gconstpointer data)
{
    const Sample *authority = fixture->authority;

    g_assert_cmpint(look_up(fixture,
                            sample_crl(authority, NULL, SAMPLE_NOW, NULL),
                            sample_crl(authority, fixture->ann, OLDEST - 1, NULL)),
                    ==,
                    HEMO_REVOCATION_REVOKED);
    g_assert_cmpint(look_up(fixture,
                            sample_crl(authority, fixture->ann, OLDEST - 1, NULL),
                            sample_crl(authority, NULL, SAMPLE_NOW, NULL)),
                    ==,
                    HEMO_REVOCATION_REVOKED);
}

/* Nobody else can take a certificate back, or say that it is good. */
static void
test_namesake(Fixture *fixture, gconstpointer data)
{
    g_assert_cmpint(
        look_up(fixture, sample_crl(fixture->namesake, fixture->ann, SAMPLE_NOW, NULL), NULL),
        ==,
        HEMO_REVOCATION_UNKNOWN);
    g_assert_cmpint(
        look_up(fixture, sample_crl(fixture->namesake, NULL, SAMPLE_NOW, NULL), NULL),
        ==,
        HEMO_REVOCATION_UNKNOWN);
}

static void
test_not_its_task(Fixture *fixture, gconstpointer data)
{
    SampleFields fields = {.name = "Signs no lists",
                           .is_authority = TRUE,
                           .usage = "critical,keyCertSign"};
    g_autoptr(Sample) authority = sample_new(&fields, NULL);
    g_autoptr(Sample) ann = sample_person(authority, "ann@example.org", NULL);
    g_autoptr(GPtrArray) crls = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autoptr(GPtrArray) lists = NULL;

    g_ptr_array_add(crls, sample_crl(authority, ann, SAMPLE_NOW, NULL));
    lists = hemo_revocation_read(crls);
    g_assert_cmpint(
        hemo_revocation_look_up(lists, ann->x509, authority->x509, OLDEST, SAMPLE_NOW),
        ==,
        HEMO_REVOCATION_UNKNOWN);
}

static void
test_damaged(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GBytes) good = sample_crl(fixture->authority, fixture->ann, SAMPLE_NOW, NULL);
    HemoSlice der = hemo_slice_bytes(good);
    g_autofree guint8 *bent = g_memdup2(der.data, der.size);

    g_assert_cmpint(look_up(fixture, g_bytes_new(der.data, der.size - 1), NULL),
                    ==,
                    HEMO_REVOCATION_UNKNOWN);
    bent[der.size - 1] ^= 1;
    g_assert_cmpint(look_up(fixture, g_bytes_new(bent, der.size), NULL),
                    ==,
                    HEMO_REVOCATION_UNKNOWN);
    g_assert_cmpint(look_up(fixture, g_bytes_new_static("", 0), NULL),
                    ==,
                    HEMO_REVOCATION_UNKNOWN);
}

static void
add(const char *path, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/revocation/ages", test_ages);
    add("/revocation/scopes", test_scopes);
    add("/revocation/two-lists", test_two_lists);
    add("/revocation/namesake", test_namesake);
    add("/revocation/not-its-task", test_not_its_task);
    add("/revocation/damaged", test_damaged);
    return g_test_run();
}
