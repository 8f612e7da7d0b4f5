/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-grade.h"

#include <string.h>

/* the table leaves out what is zero */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define MAX_HOSTS     3
#define MAX_ADDRESSES 3

#define FOUND     HEMO_GRADE_HOST_FOUND
#define DANGLING  HEMO_GRADE_HOST_NO_ADDRESS
#define NO_DANE   HEMO_GRADE_DANE_NONE
#define USABLE    HEMO_GRADE_DANE_USABLE
#define GOOD      HEMO_GRADE_PROBE_AUTHENTICATED
#define CLEAR     HEMO_GRADE_PROBE_PLAIN
#define WEAK_CERT HEMO_GRADE_PROBE_ENCRYPTED
#define DOWN      HEMO_GRADE_PROBE_UNREACHABLE
#define UNTRIED   HEMO_GRADE_PROBE_UNTRIED
#define ENFORCE   HEMO_GRADE_STS_ENFORCE

typedef struct {
    HemoGradeHostState state; /* INVALID ends the list */
    HemoGradeDane dane;
    gboolean in_policy;
    HemoGradeAddress addresses[MAX_ADDRESSES]; /* INVALID ends the list */
} Host;

typedef struct {
    const char *name;
    const char *level;
    HemoGradeSts sts;
    Host hosts[MAX_HOSTS];
    gboolean capped;
} Row;

static const Row rows[] = {
    /* M9: every host and every address */
    {"good", "A", 1, {{FOUND, NO_DANE, 0, {{GOOD}}}}},
    {"two good", "A", 1, {{FOUND, NO_DANE, 0, {{GOOD}}}, {FOUND, NO_DANE, 0, {{GOOD}}}}},
    {"second host plain",
     "N",
     1,
     {{FOUND, NO_DANE, 0, {{GOOD}}}, {FOUND, NO_DANE, 0, {{CLEAR}}}}},
    {"second address plain", "N", 1, {{FOUND, NO_DANE, 0, {{GOOD}, {CLEAR}}}}},
    {"second host down",
     "A",
     1,
     {{FOUND, NO_DANE, 0, {{GOOD}}}, {FOUND, NO_DANE, 0, {{DOWN}}}}},
    {"second host dangling", "A", 1, {{FOUND, NO_DANE, 0, {{GOOD}}}, {DANGLING, 0, 0, {{0}}}}},
    {"second host rejects",
     "U",
     1,
     {{FOUND, NO_DANE, 0, {{GOOD}}}, {FOUND, NO_DANE, 0, {{HEMO_GRADE_PROBE_REJECTED}}}}},
    {"second host self-signed",
     "E",
     1,
     {{FOUND, NO_DANE, 0, {{GOOD}}}, {FOUND, NO_DANE, 0, {{WEAK_CERT}}}}},
    {"more hosts than seen", "U", 1, {{FOUND, NO_DANE, 0, {{GOOD}}}}, TRUE},
    {"more hosts, one plain", "N", 1, {{FOUND, NO_DANE, 0, {{CLEAR}}}}, TRUE},
    {"all down", "U", 1, {{FOUND, NO_DANE, 0, {{DOWN}, {DOWN}}}}},
    {"not tried", "U", 1, {{FOUND, NO_DANE, 0, {{UNTRIED}}}}},
    {"all dangling", "X", 1, {{DANGLING, 0, 0, {{0}}}, {DANGLING, 0, 0, {{0}}}}},
    {"no hosts", "X", 1, {{0}}},
    {"unanswered", "U", 1, {{HEMO_GRADE_HOST_UNANSWERED, 0, 0, {{0}}}}},
    {"one unanswered",
     "U",
     1,
     {{FOUND, NO_DANE, 0, {{GOOD}}}, {HEMO_GRADE_HOST_UNANSWERED, 0, 0, {{0}}}}},
    {"one forged",
     "C",
     1,
     {{FOUND, NO_DANE, 0, {{GOOD}}}, {HEMO_GRADE_HOST_BOGUS, 0, 0, {{0}}}}},
    {"address for a name", "N", 1, {{HEMO_GRADE_HOST_MALFORMED, NO_DANE, 0, {{0}}}}},
    /* the kinds of failure of one connection */
    {"stripped", "N", 1, {{FOUND, NO_DANE, 0, {{HEMO_GRADE_PROBE_TAMPERED}}}}},
    {"weak", "N", 1, {{FOUND, NO_DANE, 0, {{HEMO_GRADE_PROBE_WEAK}}}}},
    {"broken", "N", 1, {{FOUND, NO_DANE, 0, {{HEMO_GRADE_PROBE_BROKEN}}}}},
    {"refuses TLS", "N", 1, {{FOUND, NO_DANE, 0, {{HEMO_GRADE_PROBE_REFUSED}}}}},
    {"not SMTP", "U", 1, {{FOUND, NO_DANE, 0, {{HEMO_GRADE_PROBE_NOT_SMTP}}}}},
    {"silent", "U", 1, {{FOUND, NO_DANE, 0, {{HEMO_GRADE_PROBE_TIMED_OUT}}}}},
    {"private address", "U", 1, {{FOUND, NO_DANE, 0, {{HEMO_GRADE_PROBE_FORBIDDEN}}}}},
    /* DANE, rules D1 to D7 */
    {"DANE good", "V", 1, {{FOUND, USABLE, 0, {{WEAK_CERT, TRUE}}}}},
    {"DANE, port 25 blocked", "V", 1, {{FOUND, USABLE, 0, {{UNTRIED}}}}},
    {"DANE, another certificate", "C", 1, {{FOUND, USABLE, 0, {{GOOD, FALSE}}}}},
    {"DANE, no TLS (D7)", "C", 1, {{FOUND, USABLE, 0, {{CLEAR}}}}},
    {"DANE, second address wrong", "C", 1, {{FOUND, USABLE, 0, {{GOOD, TRUE}, {GOOD}}}}},
    {"DANE on one of two",
     "A",
     1,
     {{FOUND, USABLE, 0, {{WEAK_CERT, TRUE}}}, {FOUND, NO_DANE, 0, {{GOOD}}}}},
    {"DANE on one of two, blocked",
     "U",
     1,
     {{FOUND, USABLE, 0, {{UNTRIED}}}, {FOUND, NO_DANE, 0, {{UNTRIED}}}}},
    {"DANE look-up failed (D5)", "C", 1, {{FOUND, HEMO_GRADE_DANE_FAILED, 0, {{GOOD}}}}},
    {"DANE unusable (D2)", "A", 1, {{FOUND, HEMO_GRADE_DANE_UNUSABLE, 0, {{GOOD}}}}},
    {"DANE unusable, blocked", "U", 1, {{FOUND, HEMO_GRADE_DANE_UNUSABLE, 0, {{UNTRIED}}}}},
    {"DANE unusable, no TLS", "C", 1, {{FOUND, HEMO_GRADE_DANE_UNUSABLE, 0, {{CLEAR}}}}},
    {"DANE, more hosts than seen", "U", 1, {{FOUND, USABLE, 0, {{GOOD, TRUE}}}}, TRUE},
    /* MTA-STS, rules A5 and A7 */
    {"STS good", "V", ENFORCE, {{FOUND, NO_DANE, TRUE, {{GOOD}}}}},
    {"STS, blocked", "V", ENFORCE, {{FOUND, NO_DANE, TRUE, {{UNTRIED}}}}},
    {"STS, DANE not known", "V", ENFORCE, {{FOUND, 0, TRUE, {{GOOD}}}}},
    {"STS, one host in the policy",
     "V",
     ENFORCE,
     {{FOUND, NO_DANE, TRUE, {{GOOD}}}, {FOUND, NO_DANE, FALSE, {{CLEAR}}}}},
    {"STS, no host in the policy", "C", ENFORCE, {{FOUND, NO_DANE, FALSE, {{GOOD}}}}},
    {"STS, self-signed", "C", ENFORCE, {{FOUND, NO_DANE, TRUE, {{WEAK_CERT}}}}},
    {"STS, self-signed, and more hosts",
     "C",
     ENFORCE,
     {{FOUND, NO_DANE, TRUE, {{WEAK_CERT}}}},
     TRUE},
    {"STS, no TLS", "C", ENFORCE, {{FOUND, NO_DANE, TRUE, {{CLEAR}}}}},
    {"STS, no answer for the host",
     "U",
     ENFORCE,
     {{HEMO_GRADE_HOST_UNANSWERED, NO_DANE, TRUE, {{0}}}}},
    {"STS testing", "A", HEMO_GRADE_STS_TESTING, {{FOUND, NO_DANE, TRUE, {{GOOD}}}}},
    {"STS testing, blocked",
     "U",
     HEMO_GRADE_STS_TESTING,
     {{FOUND, NO_DANE, TRUE, {{UNTRIED}}}}},
    {"STS invalid", "A", HEMO_GRADE_STS_INVALID, {{FOUND, NO_DANE, TRUE, {{GOOD}}}}},
    {"STS unchecked", "A", 0, {{FOUND, NO_DANE, TRUE, {{GOOD}}}}},
    {"STS does not rescue DANE (A7)", "C", ENFORCE, {{FOUND, USABLE, TRUE, {{GOOD}}}}},
    {"STS does not rescue a failed look-up (A7)",
     "C",
     ENFORCE,
     {{FOUND, HEMO_GRADE_DANE_FAILED, TRUE, {{GOOD}}}}},
};

static gsize
fill_hosts(const Row *row, HemoGradeHost *hosts)
{
    gsize count = 0;

    while (count < MAX_HOSTS && row->hosts[count].state != HEMO_GRADE_HOST_INVALID) {
        const Host *host = &row->hosts[count];

        hosts[count] =
            (HemoGradeHost){host->state, host->dane, host->in_policy, host->addresses, 0};
        while (hosts[count].n_addresses < MAX_ADDRESSES &&
               host->addresses[hosts[count].n_addresses].probe != HEMO_GRADE_PROBE_INVALID)
            hosts[count].n_addresses++;
        count++;
    }
    return count;
}

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoGradeHost hosts[MAX_HOSTS];
        HemoGradeFacts facts = {.mail = HEMO_GRADE_MAIL_HOSTS,
                                .sts = rows[i].sts,
                                .capped = rows[i].capped,
                                .hosts = hosts};
        HemoGrade grade;

        g_test_message("%s", rows[i].name);
        facts.n_hosts = fill_hosts(&rows[i], hosts);
        grade = hemo_grade_domain(&facts);
        g_assert_cmpstr(hemo_names_find(hemo_level_names, grade.level), ==, rows[i].level);
        g_assert_cmpuint(grade.n_reasons, >=, 1);
    }
}

/* Rules M5 and M6: what the DNS alone decides. */
static void
test_mail(void)
{
    static const struct {
        HemoGradeMail mail;
        HemoLevel level;
    } mails[] = {
        {HEMO_GRADE_MAIL_INVALID, HEMO_LEVEL_UNKNOWN},
        {HEMO_GRADE_MAIL_REFUSED, HEMO_LEVEL_UNDELIVERABLE},
        {HEMO_GRADE_MAIL_NO_NAME, HEMO_LEVEL_UNDELIVERABLE},
        {HEMO_GRADE_MAIL_NAME_DENIED, HEMO_LEVEL_UNDELIVERABLE},
        {HEMO_GRADE_MAIL_UNANSWERED, HEMO_LEVEL_UNKNOWN},
        {HEMO_GRADE_MAIL_BOGUS, HEMO_LEVEL_CONFLICT},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
        HemoGradeFacts facts = {.mail = mails[i].mail, .sts = ENFORCE};
        HemoGrade grade = hemo_grade_domain(&facts);

        g_assert_cmpint(grade.level, ==, mails[i].level);
        g_assert_cmpint(grade.probe, ==, HEMO_LEVEL_INVALID);
        g_assert_cmpuint(grade.n_reasons, ==, 1);
    }
}

/* A network that lies about a name is not repeated as if it was true. */
static void
test_denied(void)
{
    HemoGradeFacts denied = {.mail = HEMO_GRADE_MAIL_NAME_DENIED};
    HemoGradeFacts proved = {.mail = HEMO_GRADE_MAIL_NO_NAME};

    g_assert_nonnull(strstr(hemo_grade_domain(&denied).reasons[0], "the name service says"));
    g_assert_null(strstr(hemo_grade_domain(&proved).reasons[0], "says"));
}

/* Zeroed memory is never a level that mail may go by. */
static void
test_zero(void)
{
    HemoGradeFacts facts = {0};
    HemoGradeAddress address = {0};

    g_assert_cmpint(hemo_grade_domain(&facts).level, ==, HEMO_LEVEL_UNKNOWN);
    g_assert_cmpint(hemo_grade_address(&address), ==, HEMO_LEVEL_UNKNOWN);
    address.probe = 99;
    g_assert_cmpint(hemo_grade_address(&address), ==, HEMO_LEVEL_UNKNOWN);
}

/* The deciding reason comes first. */
static void
test_reasons(void)
{
    HemoGradeAddress addresses[] = {{GOOD, FALSE}, {CLEAR, FALSE}};
    HemoGradeHost host = {FOUND, NO_DANE, FALSE, addresses, 2};
    HemoGradeFacts facts = {HEMO_GRADE_MAIL_HOSTS, HEMO_GRADE_STS_NONE, FALSE, &host, 1};
    HemoGrade grade = hemo_grade_domain(&facts);

    g_assert_cmpuint(grade.n_reasons, ==, 2);
    g_assert_cmpstr(grade.reasons[0], ==, "the mail server does not offer encryption");
    g_assert_cmpstr(grade.dane, ==, "none");
    g_assert_cmpstr(grade.mta_sts, ==, "none");
    g_assert_cmpint(grade.probe, ==, HEMO_LEVEL_NONE);
}

static void
test_words(void)
{
    HemoGradeAddress address = {GOOD, FALSE};
    HemoGradeHost host = {FOUND, HEMO_GRADE_DANE_UNCHECKED, FALSE, &address, 1};
    HemoGradeFacts facts = {HEMO_GRADE_MAIL_HOSTS, HEMO_GRADE_STS_UNCHECKED, FALSE, &host, 1};

    g_assert_cmpstr(hemo_grade_domain(&facts).dane, ==, "unchecked");
    g_assert_cmpstr(hemo_grade_domain(&facts).mta_sts, ==, "unchecked");
    facts.sts = ENFORCE;
    g_assert_cmpstr(hemo_grade_domain(&facts).mta_sts, ==, "mismatch");
    host.dane = USABLE;
    g_assert_cmpstr(hemo_grade_domain(&facts).dane, ==, "mismatch");
    address.dane_matched = TRUE;
    g_assert_cmpstr(hemo_grade_domain(&facts).dane, ==, "ok");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/grade/rows", test_rows);
    g_test_add_func("/grade/mail-M5-M6", test_mail);
    g_test_add_func("/grade/denied--M6", test_denied);
    g_test_add_func("/grade/zero", test_zero);
    g_test_add_func("/grade/reasons", test_reasons);
    g_test_add_func("/grade/words", test_words);
    return g_test_run();
}
