/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-certificate-check.h"

#include "sample-certificate.h"

#define PLACE "http://crl.example/1.crl"
#define ANN   "ann@clinic.example"

typedef struct {
    Sample *root;
    Sample *middle; /* by the root */
    HemoCertificateCheck check;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    SampleFields middle = {.name = "Middle", .is_authority = TRUE, .crl_place = PLACE};

    fixture->root = sample_authority();
    fixture->middle = sample_new(&middle, fixture->root);
    fixture->check = (HemoCertificateCheck){
        .anchors = sample_list(fixture->root, NULL),
        .intermediates = sample_list(fixture->middle, NULL),
        .now = SAMPLE_NOW,
        .crl_age = 7 * SAMPLE_DAY,
    };
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_ptr_array_unref(fixture->check.anchors);
    g_ptr_array_unref(fixture->check.intermediates);
    sample_free(fixture->root);
    sample_free(fixture->middle);
}

static void
expect(const Sample *sample,
       const HemoCertificateCheck *check,
       HemoKeyState state,
       HemoKeyTrust trust)
{
    g_autoptr(HemoKey) key = hemo_certificate_check(sample->certificate, ANN, check);

    g_assert_cmpint(hemo_key_state(key), ==, state);
    g_assert_cmpint(hemo_key_trust(key), ==, trust);
    g_assert_cmpint(hemo_key_kind(key), ==, HEMO_KEY_KIND_SMIME);
    g_assert_cmpstr(hemo_key_fingerprint(key),
                    ==,
                    hemo_certificate_fingerprint(sample->certificate));
    g_assert_true(
        g_bytes_equal(hemo_key_material(key), hemo_certificate_der(sample->certificate)));
    g_assert_cmpint(hemo_key_expires(key), ==, hemo_certificate_expires(sample->certificate));
}

static void
test_people(Fixture *fixture, gconstpointer data)
{
    static const struct {
        SampleFields fields;
        HemoKeyState state;
        HemoKeyTrust trust;
    } cases[] = {
        {{.names = "email:" ANN}, HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY},
        {{.names = "email:" ANN, .key = "RSA:2048"}, HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY},
        {{.names = "email:bo@b.example,email:" ANN}, HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY},
        {{.mail = ANN}, HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY},
        /* a key only to encrypt with, beside another one to sign with */
        {{.names = "email:" ANN, .usage = "critical,keyAgreement"},
         HEMO_KEY_USABLE,
         HEMO_KEY_TRUST_AUTHORITY},
        {{.names = "email:" ANN, .key = "RSA:2048", .usage = "critical,keyEncipherment"},
         HEMO_KEY_USABLE,
         HEMO_KEY_TRUST_AUTHORITY},
        {{.names = "email:bo@clinic.example"}, HEMO_KEY_WRONG_NAME, HEMO_KEY_TRUST_NONE},
        {{.names = "email:ann@clinic.example.org"}, HEMO_KEY_WRONG_NAME, HEMO_KEY_TRUST_NONE},
        {{.raw_address = {(const guint8 *)ANN "\0.example", 27}},
         HEMO_KEY_WRONG_NAME,
         HEMO_KEY_TRUST_NONE},
        {{.names = "DNS:clinic.example"}, HEMO_KEY_WRONG_NAME, HEMO_KEY_TRUST_NONE},
        {{.names = "email:" ANN, .usage = "digitalSignature"},
         HEMO_KEY_NOT_FOR_ENCRYPTION,
         HEMO_KEY_TRUST_AUTHORITY},
        {{.names = "email:" ANN, .purpose = "serverAuth"},
         HEMO_KEY_NOT_FOR_ENCRYPTION,
         HEMO_KEY_TRUST_AUTHORITY},
        {{.names = "email:" ANN, .expires = SAMPLE_NOW - 1},
         HEMO_KEY_EXPIRED,
         HEMO_KEY_TRUST_NONE},
        {{.names = "email:" ANN, .begins = SAMPLE_NOW + 60},
         HEMO_KEY_NOT_YET_VALID,
         HEMO_KEY_TRUST_NONE},
        {{.names = "email:" ANN, .key = "RSA:1024"}, HEMO_KEY_WEAK, HEMO_KEY_TRUST_NONE},
        {{.names = "email:" ANN, .digest = "SHA1"}, HEMO_KEY_WEAK, HEMO_KEY_TRUST_NONE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Sample) sample = sample_new(&cases[i].fields, fixture->middle);

        g_test_message("case %zu", i);
        expect(sample, &fixture->check, cases[i].state, cases[i].trust);
    }
}

/* Authorities between the anchor and the person. */
static void
test_authorities(Fixture *fixture, gconstpointer data)
{
    static const struct {
        SampleFields fields;
        HemoKeyState state;
    } cases[] = {
        {{.is_authority = TRUE}, HEMO_KEY_USABLE},
        {{.is_authority = TRUE, .is_plain = TRUE}, HEMO_KEY_USABLE},
        {{.is_authority = TRUE, .purpose = "emailProtection"}, HEMO_KEY_USABLE},
        {{.is_authority = TRUE, .constraints = "permitted;email:clinic.example"},
         HEMO_KEY_USABLE},
        {{.is_authority = TRUE, .constraints = "permitted;email:other.example"},
         HEMO_KEY_UNCONFIRMED},
        {{.is_authority = TRUE, .constraints = "excluded;email:clinic.example"},
         HEMO_KEY_UNCONFIRMED},
        {{.is_authority = TRUE, .purpose = "serverAuth"}, HEMO_KEY_UNCONFIRMED},
        {{.is_authority = TRUE, .expires = SAMPLE_NOW - 1}, HEMO_KEY_UNCONFIRMED},
        {{.is_authority = TRUE, .digest = "SHA1"}, HEMO_KEY_UNCONFIRMED},
        {{.is_authority = TRUE, .key = "RSA:1024"}, HEMO_KEY_UNCONFIRMED},
        {{.is_authority = TRUE, .usage = "critical,cRLSign"}, HEMO_KEY_UNCONFIRMED},
        {{.is_authority = FALSE}, HEMO_KEY_UNCONFIRMED}, /* a person signs for another one */
        {{.is_authority = TRUE, .extra = "1.2.3.4=critical,DER:05:00"}, HEMO_KEY_UNCONFIRMED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Sample) middle = sample_new(&cases[i].fields, fixture->root);
        g_autoptr(Sample) ann = sample_person(middle, ANN, NULL);
        g_autoptr(GPtrArray) list = sample_list(middle, NULL);
        HemoCertificateCheck check = fixture->check;

        g_test_message("case %zu", i);
        check.intermediates = list;
        expect(ann,
               &check,
               cases[i].state,
               cases[i].state == HEMO_KEY_USABLE ? HEMO_KEY_TRUST_AUTHORITY
                                                 : HEMO_KEY_TRUST_NONE);
    }
}

static void
test_no_anchor(Fixture *fixture, gconstpointer data)
{
    g_autoptr(Sample) stranger = sample_authority();
    g_autoptr(Sample) ann = sample_person(stranger, ANN, NULL);
    g_autoptr(Sample) of_middle = sample_person(fixture->middle, ANN, NULL);
    g_autoptr(Sample) alone = sample_person(NULL, ANN, NULL);
    HemoCertificateCheck check = fixture->check;

    expect(ann, &check, HEMO_KEY_UNCONFIRMED, HEMO_KEY_TRUST_NONE);
    expect(alone, &check, HEMO_KEY_UNCONFIRMED, HEMO_KEY_TRUST_NONE);
    check.intermediates = NULL;
    expect(of_middle, &check, HEMO_KEY_UNCONFIRMED, HEMO_KEY_TRUST_NONE);
    check.anchors = NULL;
    expect(of_middle, &check, HEMO_KEY_UNCONFIRMED, HEMO_KEY_TRUST_NONE);
}

/* Somebody made his own certificate, or the middle is all that a clinic trusts. */
static void
test_odd_anchors(Fixture *fixture, gconstpointer data)
{
    g_autoptr(Sample) alone = sample_person(NULL, ANN, NULL);
    g_autoptr(Sample) ann = sample_person(fixture->middle, ANN, NULL);
    g_autoptr(GPtrArray) own = sample_list(alone, NULL);
    g_autoptr(GPtrArray) middle = sample_list(fixture->middle, NULL);
    HemoCertificateCheck check = fixture->check;

    check.need_status = TRUE;
    check.anchors = own;
    expect(alone, &check, HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY);
    check.need_status = FALSE;
    check.anchors = middle;
    check.intermediates = NULL;
    expect(ann, &check, HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY);
}

/* One authority, vouched for by two others, of whom only one is an anchor. */
static void
test_cross_signed(Fixture *fixture, gconstpointer data)
{
    SampleFields fields = {.name = "Middle", .is_authority = TRUE};
    g_autoptr(Sample) stranger =
        sample_new(&(SampleFields){.name = "Stranger", .is_authority = TRUE}, NULL);
    g_autoptr(Sample) other = sample_new_with_key(&fields, stranger, fixture->middle->key);
    g_autoptr(Sample) ann = sample_person(fixture->middle, ANN, NULL);
    g_autoptr(GPtrArray) list = sample_list(other, stranger, fixture->middle, NULL);
    g_autoptr(GPtrArray) turned = sample_list(fixture->middle, stranger, other, NULL);
    HemoCertificateCheck check = fixture->check;

    check.intermediates = list;
    expect(ann, &check, HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY);
    check.intermediates = turned;
    expect(ann, &check, HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY);
}

static GPtrArray *
make_crls(GBytes *first, GBytes *second)
{
    GPtrArray *crls = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    if (first != NULL)
        g_ptr_array_add(crls, first);
    if (second != NULL)
        g_ptr_array_add(crls, second);
    return crls;
}

static void
test_revocation(Fixture *fixture, gconstpointer data)
{
    const Sample *root = fixture->root;
    const Sample *middle = fixture->middle;
    g_autoptr(Sample) ann = sample_person(middle, ANN, NULL);
    g_autoptr(Sample) stranger = sample_authority();
    const gint64 old = SAMPLE_NOW - 30 * SAMPLE_DAY;
    struct {
        GBytes *of_middle;
        GBytes *of_root;
        HemoKeyState off;
        HemoKeyState soft;
        HemoKeyState hard;
    } cases[] = {
        {NULL, NULL, HEMO_KEY_USABLE, HEMO_KEY_USABLE, HEMO_KEY_STATUS_UNKNOWN},
        {sample_crl(middle, NULL, SAMPLE_NOW, NULL),
         sample_crl(root, NULL, SAMPLE_NOW, NULL),
         HEMO_KEY_USABLE,
         HEMO_KEY_USABLE,
         HEMO_KEY_USABLE},
        {sample_crl(middle, NULL, old, NULL),
         sample_crl(root, NULL, SAMPLE_NOW, NULL),
         HEMO_KEY_USABLE,
         HEMO_KEY_STATUS_UNKNOWN,
         HEMO_KEY_STATUS_UNKNOWN},
        /* an authority that publishes a list is asked as well */
        {sample_crl(middle, NULL, SAMPLE_NOW, NULL),
         NULL,
         HEMO_KEY_USABLE,
         HEMO_KEY_USABLE,
         HEMO_KEY_STATUS_UNKNOWN},
        {sample_crl(middle, NULL, SAMPLE_NOW, NULL),
         sample_crl(root, NULL, old, NULL),
         HEMO_KEY_USABLE,
         HEMO_KEY_STATUS_UNKNOWN,
         HEMO_KEY_STATUS_UNKNOWN},
        /* of a stranger: no list at all */
        {sample_crl(stranger, NULL, old, NULL),
         NULL,
         HEMO_KEY_USABLE,
         HEMO_KEY_USABLE,
         HEMO_KEY_STATUS_UNKNOWN},
        {sample_crl(middle, ann, SAMPLE_NOW, NULL),
         NULL,
         HEMO_KEY_REVOKED,
         HEMO_KEY_REVOKED,
         HEMO_KEY_REVOKED},
        {sample_crl(middle, ann, old, NULL),
         NULL,
         HEMO_KEY_REVOKED,
         HEMO_KEY_REVOKED,
         HEMO_KEY_REVOKED},
        {sample_crl(middle, NULL, SAMPLE_NOW, NULL),
         sample_crl(root, middle, old, NULL),
         HEMO_KEY_REVOKED,
         HEMO_KEY_REVOKED,
         HEMO_KEY_REVOKED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) crls = make_crls(cases[i].of_middle, cases[i].of_root);
        HemoCertificateCheck check = fixture->check;
        const struct {
            gboolean need_fresh;
            gboolean need_status;
            HemoKeyState state;
        } ways[] = {{FALSE, FALSE, cases[i].off},
                    {TRUE, FALSE, cases[i].soft},
                    {FALSE, TRUE, cases[i].hard},
                    {TRUE, TRUE, cases[i].hard}};

        g_test_message("case %zu", i);
        check.crls = crls;
        for (gsize k = 0; k < G_N_ELEMENTS(ways); k++) {
            g_autoptr(HemoKey) key = NULL;

            check.need_fresh = ways[k].need_fresh;
            check.need_status = ways[k].need_status;
            key = hemo_certificate_check(ann->certificate, ANN, &check);
            g_assert_cmpint(hemo_key_state(key), ==, ways[k].state);
        }
    }
}

/* Also of an authority that is no anchor. */
static void
test_revoked_stranger(Fixture *fixture, gconstpointer data)
{
    g_autoptr(Sample) stranger = sample_authority();
    g_autoptr(Sample) ann = sample_person(stranger, ANN, NULL);
    g_autoptr(GPtrArray) list = sample_list(stranger, NULL);
    g_autoptr(GPtrArray) crls = make_crls(sample_crl(stranger, ann, SAMPLE_NOW, NULL), NULL);
    HemoCertificateCheck check = fixture->check;

    check.intermediates = list;
    expect(ann, &check, HEMO_KEY_UNCONFIRMED, HEMO_KEY_TRUST_NONE);
    check.crls = crls;
    expect(ann, &check, HEMO_KEY_REVOKED, HEMO_KEY_TRUST_NONE);
}

static void
test_whole_domain(Fixture *fixture, gconstpointer data)
{
    static const struct {
        const char *names;
        const char *domain;
        HemoKeyState state;
    } cases[] = {
        {"DNS:clinic.example", "clinic.example", HEMO_KEY_USABLE},
        {"DNS:Clinic.Example", "Clinic.example", HEMO_KEY_USABLE},
        {"DNS:clinic.example", NULL, HEMO_KEY_WRONG_NAME},
        {"DNS:clinic.example", "other.example", HEMO_KEY_WRONG_NAME},
        {"DNS:other.example", "other.example", HEMO_KEY_WRONG_NAME},
        {"DNS:other.example", "clinic.example", HEMO_KEY_WRONG_NAME},
        {"DNS:*.clinic.example", "clinic.example", HEMO_KEY_WRONG_NAME},
        {"DNS:example", "clinic.example", HEMO_KEY_WRONG_NAME},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Sample) sample =
            sample_new(&(SampleFields){.names = cases[i].names}, fixture->middle);
        HemoCertificateCheck check = fixture->check;

        g_test_message("case %zu", i);
        check.domain = cases[i].domain;
        expect(sample,
               &check,
               cases[i].state,
               cases[i].state == HEMO_KEY_USABLE ? HEMO_KEY_TRUST_AUTHORITY
                                                 : HEMO_KEY_TRUST_NONE);
    }
}

static void
test_approved(Fixture *fixture, gconstpointer data)
{
    SampleFields fields = {.names = "email:" ANN, .key = "EC:brainpoolP256r1"};
    g_autoptr(Sample) odd = sample_new(&fields, fixture->middle);
    HemoCertificateCheck check = fixture->check;

    expect(odd, &check, HEMO_KEY_USABLE, HEMO_KEY_TRUST_AUTHORITY);
    check.fips = TRUE;
    expect(odd, &check, HEMO_KEY_NOT_APPROVED, HEMO_KEY_TRUST_AUTHORITY);
}

static void
add(const char *path, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

/* Each by the next up to the anchor; what only came along is no part of it. */
static void
test_way_up(void)
{
    g_autoptr(Sample) authority = sample_authority();
    g_autoptr(Sample) middle =
        sample_new(&(SampleFields){.name = "Middle", .is_authority = TRUE}, authority);
    g_autoptr(Sample) fake =
        sample_new(&(SampleFields){.name = "Fake", .is_authority = TRUE}, NULL);
    g_autoptr(Sample) person = sample_person(middle, "ana@example.org", NULL);
    g_autoptr(Sample) stranger = sample_person(fake, "ana@example.org", NULL);
    g_autoptr(GPtrArray) anchors = sample_list(authority, NULL);
    g_autoptr(GPtrArray) between = sample_list(fake, middle, NULL);
    HemoCertificateCheck check = {.anchors = anchors,
                                  .intermediates = between,
                                  .now = SAMPLE_NOW};
    const Sample *wanted[] = {person, middle, authority};
    g_autoptr(GPtrArray) way = hemo_certificate_check_chain(person->certificate, &check);
    g_autoptr(GPtrArray) none = hemo_certificate_check_chain(stranger->certificate, &check);

    g_assert_cmpuint(none->len, ==, 0);
    g_assert_cmpuint(way->len, ==, G_N_ELEMENTS(wanted));
    for (guint i = 0; i < way->len; i++)
        g_assert_cmpstr(hemo_certificate_fingerprint(way->pdata[i]),
                        ==,
                        hemo_certificate_fingerprint(wanted[i]->certificate));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/certificate-check/people", test_people);
    add("/certificate-check/authorities", test_authorities);
    add("/certificate-check/no-anchor", test_no_anchor);
    add("/certificate-check/odd-anchors", test_odd_anchors);
    add("/certificate-check/cross-signed", test_cross_signed);
    add("/certificate-check/revocation", test_revocation);
    add("/certificate-check/revoked-stranger", test_revoked_stranger);
    add("/certificate-check/whole-domain", test_whole_domain);
    add("/certificate-check/approved", test_approved);
    g_test_add_func("/certificate-check/way-up", test_way_up);
    return g_test_run();
}
