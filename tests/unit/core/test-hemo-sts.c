/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-sts.h"

#include "hemo-error.h"
#include "hemo-limits.h"

/* Rule A1. */
static void
test_records(void)
{
    static const struct {
        const char *records[3];
        const char *id; /* NULL: none */
        gboolean claimed;
    } rows[] = {
        {{"v=STSv1; id=20260101T0000;"}, "20260101T0000", TRUE},
        {{"v=STSv1;id=x"}, "x", TRUE},
        {{"v=STSv1 \t; \tid=x \t; more=1"}, "x", TRUE},
        {{"v=STSv1; more=1; id=x;"}, "x", TRUE},
        {{"v=STSv1; id=first; id=second"}, "first", TRUE},
        {{"v=spf1 -all", "v=STSv1; id=x;"}, "x", TRUE},
        {{"v=STSv1; id=x;", "v=STSv1; id=x;"}, NULL, TRUE},
        {{"v=spf1 -all"}, NULL, FALSE},
        {{"v=STSv1"}, NULL, FALSE},
        {{"v=STSv2; id=x"}, NULL, FALSE},
        {{"v=STSv10; id=x"}, NULL, FALSE},
        {{" v=STSv1; id=x"}, NULL, FALSE},
        {{"V=STSv1; id=x"}, NULL, FALSE},
        {{"v=stsv1; id=x"}, NULL, FALSE},
        {{"v=STSv1;"}, NULL, TRUE},
        {{"v=STSv1; more=1"}, NULL, TRUE},
        {{"v=STSv1; ID=x"}, NULL, TRUE},
        {{"v=STSv1; id="}, NULL, TRUE},
        {{"v=STSv1; id=a-b"}, NULL, TRUE},
        {{"v=STSv1; id=x;;"}, NULL, TRUE},
        {{"v=STSv1; id=x "}, NULL, TRUE},
        {{"v=STSv1; id=x; no value"}, NULL, TRUE},
        {{"v=STSv1; id=x; more=a b;"}, NULL, TRUE},
        {{"v=STSv1; id=x; more=a=b;"}, NULL, TRUE},
        {{"v=STSv1; id=x; _more=a;"}, NULL, TRUE},
        {{"v=STSv1; id=abcdefghijklmnopqrstuvwxyz012345"},
         "abcdefghijklmnopqrstuvwxyz012345",
         TRUE},
        {{"v=STSv1; id=abcdefghijklmnopqrstuvwxyz0123456"}, NULL, TRUE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoSlice records[3];
        gsize count = 0;
        gboolean claimed = FALSE;
        g_autofree char *id = NULL;

        while (count < 3 && rows[i].records[count] != NULL) {
            records[count] = hemo_slice_text(rows[i].records[count]);
            count++;
        }
        g_test_message("%s", rows[i].records[0]);
        id = hemo_sts_find_id(records, count, &claimed);
        g_assert_cmpstr(id, ==, rows[i].id);
        g_assert_cmpint(claimed, ==, rows[i].claimed);
    }
    g_assert_null(hemo_sts_find_id(NULL, 0, NULL));
}

#define HEAD "version: STSv1\nmode: enforce\nmx: mx.example.org\n"

/* Rule A3. */
static void
test_policies(void)
{
    static const struct {
        const char *text;
        HemoStsMode mode; /* INVALID: refused */
        guint max_age;
    } rows[] = {
        {HEAD "max_age: 5\n", HEMO_STS_MODE_ENFORCE, 5},
        {HEAD "max_age: 5", HEMO_STS_MODE_ENFORCE, 5},
        {HEAD "max_age:5\nnote: caf\303\251\n", HEMO_STS_MODE_ENFORCE, 5},
        {HEAD "max_age : 5 \t\n\n", HEMO_STS_MODE_ENFORCE, 5},
        {HEAD "max_age: 5\nmax_age: 6\nmode: none\n", HEMO_STS_MODE_ENFORCE, 5},
        {HEAD "max_age: 31557600\n", HEMO_STS_MODE_ENFORCE, 31557600},
        {HEAD "max_age: 9999999999\n", HEMO_STS_MODE_ENFORCE, 31557600},
        {"max_age: 0\r\nmode: testing\r\nmx: a.example\r\nversion: STSv1\r\n",
         HEMO_STS_MODE_TESTING,
         0},
        {"version: STSv1\nmode: none\nmax_age: 7\n", HEMO_STS_MODE_NONE, 7},
        {HEAD, 0, 0},
        {HEAD "max_age: \n", 0, 0},
        {HEAD "max_age: -1\n", 0, 0},
        {HEAD "max_age: 5s\n", 0, 0},
        {HEAD "max_age: 12345678901\n", 0, 0},
        {HEAD "\nmax_age: 5\n", 0, 0},
        {HEAD "max_age: 5\nno colon\n", 0, 0},
        {HEAD "max_age: 5\n_x: y\n", 0, 0},
        {HEAD "max_age: 5\nx: a\tb\n", 0, 0},
        {HEAD "max_age: 5\nx: \377\n", 0, 0},
        {HEAD "max_age: 5\rx: y\r", 0, 0},
        {HEAD "max_age: 5\nmx: 192.0.2.1\n", 0, 0},
        {HEAD "max_age: 5\nmx: *.*.example\n", 0, 0},
        {HEAD "max_age: 5\nmx: m*.example\n", 0, 0},
        {HEAD "max_age: 5\nmx: caf\303\251.example\n", 0, 0},
        {HEAD "max_age: 5\nmx: *\n", 0, 0},
        {"version: STSv1\nmode: enforce\nmax_age: 5\n", 0, 0},
        {"version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 5\n", 0, 0},
        {"version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 5\n", 0, 0},
        {"Version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 5\n", 0, 0},
        {"\357\273\277version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 5\n", 0, 0},
        {"<html>", 0, 0},
        {"", 0, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoStsPolicy) policy =
            hemo_sts_parse_policy(hemo_slice_text(rows[i].text), &error);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        if (rows[i].mode == HEMO_STS_MODE_INVALID) {
            g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
            g_assert_null(policy);
            continue;
        }
        g_assert_no_error(error);
        g_assert_cmpint(policy->mode, ==, rows[i].mode);
        g_assert_cmpuint(policy->max_age, ==, rows[i].max_age);
    }
}

static void
test_mx_list(void)
{
    g_autoptr(HemoStsPolicy) policy =
        hemo_sts_parse_policy(hemo_slice_text(HEAD "mx: *.example.net\nmax_age: 5\n"), NULL);

    g_assert_cmpuint(g_strv_length(policy->mx), ==, 2);
    g_assert_cmpstr(policy->mx[0], ==, "mx.example.org");
    g_assert_cmpstr(policy->mx[1], ==, "*.example.net");
}

static void
test_too_big(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strnfill(HEMO_LIMIT_HTTPS_BODY + 1, 'a');

    g_assert_null(hemo_sts_parse_policy(hemo_slice_text(text), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

/* Rule A4. */
static void
test_match(void)
{
    static const struct {
        const char *pattern;
        const char *host;
        gboolean match;
    } rows[] = {
        {"mx.example.org", "mx.example.org", TRUE},
        {"mx.example.org", "MX.Example.ORG.", TRUE},
        {"mx.example.org", "mx2.example.org", FALSE},
        {"*.example.org", "mx.example.org", TRUE},
        {"*.example.org", "a.mx.example.org", FALSE},
        {"*.example.org", "example.org", FALSE},
        {"*.example.org", "mxexample.org", FALSE},
        {"*.org", "mx.example.org", FALSE},
        {"m*.example.org", "mx.example.org", FALSE},
        {"mx.*.org", "mx.example.org", FALSE},
        {".example.org", "mx.example.org", FALSE},
        {"", "mx.example.org", FALSE},
        {"b\303\274cher.example", "xn--bcher-kva.example", TRUE},
        {"mx.example.org", "", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *patterns[] = {"other.example", rows[i].pattern, NULL};

        g_test_message("%s, %s", rows[i].pattern, rows[i].host);
        g_assert_cmpint(hemo_sts_match_mx(patterns, rows[i].host), ==, rows[i].match);
    }
}

static void
test_media_type(void)
{
    g_assert_true(hemo_sts_is_plain_text("text/plain"));
    g_assert_true(hemo_sts_is_plain_text("Text/Plain ; charset=utf-8"));
    g_assert_false(hemo_sts_is_plain_text("text/plainer"));
    g_assert_false(hemo_sts_is_plain_text("text/html"));
    g_assert_false(hemo_sts_is_plain_text("text/html; text/plain"));
    g_assert_false(hemo_sts_is_plain_text(""));
    g_assert_false(hemo_sts_is_plain_text(NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sts/records-A1", test_records);
    g_test_add_func("/sts/policies-A3", test_policies);
    g_test_add_func("/sts/mx-list", test_mx_list);
    g_test_add_func("/sts/too-big", test_too_big);
    g_test_add_func("/sts/match-A4", test_match);
    g_test_add_func("/sts/media-type-A2", test_media_type);
    return g_test_run();
}
