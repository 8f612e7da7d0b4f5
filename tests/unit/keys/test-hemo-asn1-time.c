/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-asn1-time.h"

#include <string.h>

static void
test_read(void)
{
    static const struct {
        const char *text;
        gboolean is_time;
        gint64 seconds;
    } cases[] = {
        {"19700101000000Z", TRUE, 0},
        {"20260528202640Z", TRUE, G_GINT64_CONSTANT(1780000000)},
        {"260528202640Z", TRUE, G_GINT64_CONSTANT(1780000000)},
        {"491231235959Z", TRUE, G_GINT64_CONSTANT(2524607999)},
        {"500101000000Z", TRUE, G_GINT64_CONSTANT(-631152000)},
        {"99991231235959Z", TRUE, G_GINT64_CONSTANT(253402300799)},
        {"20260231000000Z", FALSE, 0},
        {"tomorrow", FALSE, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        ASN1_STRING *time = ASN1_STRING_type_new(
            strlen(cases[i].text) == 13 ? V_ASN1_UTCTIME : V_ASN1_GENERALIZEDTIME);
        gint64 seconds = 1;

        ASN1_STRING_set(time, cases[i].text, -1);
        g_assert_cmpint(hemo_asn1_time_read(time, &seconds), ==, cases[i].is_time);
        g_assert_cmpint(seconds, ==, cases[i].seconds);
        ASN1_STRING_free(time);
    }
}

static void
test_none(void)
{
    gint64 seconds = 1;

    g_assert_false(hemo_asn1_time_read(NULL, &seconds));
    g_assert_cmpint(seconds, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/asn1-time/read", test_read);
    g_test_add_func("/asn1-time/none", test_none);
    return g_test_run();
}
