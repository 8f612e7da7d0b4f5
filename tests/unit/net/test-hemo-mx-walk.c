/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mx-walk.h"

#include "fake-dns.h"

#define MX(preference, label) preference "\2" label "\7example\3org\0"
#define DATA(text)            (text), sizeof(text) - 1

static const FakeDnsRecord records[] = {
    {"two.test.example", HEMO_DNS_MX, 0, DATA(MX("\0\024", "m2"))},
    {"two.test.example", HEMO_DNS_MX, 0, DATA(MX("\0\012", "m1"))},
    {"m1.example.org", HEMO_DNS_A, 0, DATA("\xc0\x00\x02\x01")},
    {"m1.example.org", HEMO_DNS_A, 0, DATA("\xc0\x00\x02\x02")},
    {"m2.example.org", HEMO_DNS_AAAA, 0, DATA("\x20\x01\xdb\x08\0\0\0\0\0\0\0\0\0\0\0\1")},
    {"null.test.example", HEMO_DNS_MX, 0, DATA("\0\0\0")},
    {"nullplus.test.example", HEMO_DNS_MX, 0, DATA("\0\0\0")},
    {"nullplus.test.example", HEMO_DNS_MX, 0, DATA(MX("\0\012", "m1"))},
    {"implicit.test.example", HEMO_DNS_A, 0, DATA("\xc0\x00\x02\x03")},
    {"nothing.test.example", HEMO_DNS_TXT, 0, DATA("\1x")},
    {"dangling.test.example", HEMO_DNS_MX, 0, DATA(MX("\0\012", "no"))},
    {"ip.test.example", HEMO_DNS_MX, 0, DATA("\0\012\003192\0010\0012\0011\0")},
    {"servfail.test.example", HEMO_DNS_MX, 2, NULL, 0},
    {"half.test.example", HEMO_DNS_MX, 0, DATA(MX("\0\012", "hf"))},
    {"hf.example.org", HEMO_DNS_A, 0, DATA("\xc0\x00\x02\x04")},
    {"hf.example.org", HEMO_DNS_AAAA, 2, NULL, 0},
    {NULL, 0, 0, NULL, 0},
};

typedef struct {
    HemoMxWalk *walk;
    GError *error;
    gboolean done;
} Wait;

static void
on_walk(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->walk = hemo_mx_walk_finish(result, &wait->error);
    wait->done = TRUE;
}

static HemoMxWalk *
walk(HemoDns *dns, const char *domain)
{
    Wait wait = {0};

    hemo_mx_walk_async(dns, domain, NULL, on_walk, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_no_error(wait.error);
    return wait.walk;
}

static void
test_rows(void)
{
    static const struct {
        const char *domain;
        HemoGradeMail mail;
        guint hosts;
        HemoGradeHostState first;
    } rows[] = {
        {"two.test.example", HEMO_GRADE_MAIL_HOSTS, 2, HEMO_GRADE_HOST_FOUND},
        {"null.test.example", HEMO_GRADE_MAIL_REFUSED, 0, 0},
        {"nullplus.test.example", HEMO_GRADE_MAIL_REFUSED, 0, 0},
        {"implicit.test.example", HEMO_GRADE_MAIL_HOSTS, 1, HEMO_GRADE_HOST_FOUND},
        {"nothing.test.example", HEMO_GRADE_MAIL_HOSTS, 1, HEMO_GRADE_HOST_NO_ADDRESS},
        {"absent.test.example", HEMO_GRADE_MAIL_NAME_DENIED, 0, 0},
        {"dangling.test.example", HEMO_GRADE_MAIL_HOSTS, 1, HEMO_GRADE_HOST_NO_ADDRESS},
        {"ip.test.example", HEMO_GRADE_MAIL_HOSTS, 1, HEMO_GRADE_HOST_MALFORMED},
        {"servfail.test.example", HEMO_GRADE_MAIL_UNANSWERED, 0, 0},
        {"half.test.example", HEMO_GRADE_MAIL_HOSTS, 1, HEMO_GRADE_HOST_UNANSWERED},
    };
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoMxWalk) found = walk(dns, rows[i].domain);

        g_test_message("%s", rows[i].domain);
        g_assert_cmpint(found->mail, ==, rows[i].mail);
        g_assert_cmpuint(found->hosts->len, ==, rows[i].hosts);
        if (rows[i].hosts > 0)
            g_assert_cmpint(((HemoMxHost *)found->hosts->pdata[0])->state, ==, rows[i].first);
        g_assert_false(found->capped);
    }
}

/* Rule M9: best preference first, every address of both families. */
static void
test_all_addresses(void)
{
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);
    g_autoptr(HemoMxWalk) found = walk(dns, "two.test.example");
    const HemoMxHost *first = found->hosts->pdata[0];
    const HemoMxHost *second = found->hosts->pdata[1];

    g_assert_cmpstr(first->host, ==, "m1.example.org");
    g_assert_cmpuint(first->addresses->len, ==, 2);
    g_assert_cmpstr(second->host, ==, "m2.example.org");
    g_assert_cmpuint(second->addresses->len, ==, 1);
    g_assert_cmpint(g_inet_address_get_family(second->addresses->pdata[0]),
                    ==,
                    G_SOCKET_FAMILY_IPV6);
    /* unsigned: DANE was not even asked for */
    g_assert_cmpint(first->dane, ==, HEMO_GRADE_DANE_UNCHECKED);
}

/* Rule M9: more hosts than are looked at must show. */
static void
test_capped(void)
{
    static const char hosts[][18] = {
        MX("\0\1", "a1"),
        MX("\0\2", "a2"),
        MX("\0\3", "a3"),
        MX("\0\4", "a4"),
        MX("\0\5", "a5"),
        MX("\0\6", "a6"),
        MX("\0\7", "a7"),
        MX("\0\010", "a8"),
        MX("\0\011", "a9"),
    };
    FakeDnsRecord many[G_N_ELEMENTS(hosts) + 1] = {0};
    g_autoptr(FakeDns) fake = NULL;
    g_autoptr(HemoDns) dns = NULL;
    g_autoptr(HemoMxWalk) found = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++)
        many[i] = (FakeDnsRecord){"many.test.example", HEMO_DNS_MX, 0, hosts[i], 18};
    fake = fake_dns_new(many);
    dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);
    found = walk(dns, "many.test.example");
    g_assert_true(found->capped);
    g_assert_cmpuint(found->hosts->len, ==, HEMO_LIMIT_MX_HOSTS);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mx-walk/rows-M3-M4-M5-M6-M7", test_rows);
    g_test_add_func("/mx-walk/all-addresses-M9", test_all_addresses);
    g_test_add_func("/mx-walk/capped-M9", test_capped);
    return g_test_run();
}
