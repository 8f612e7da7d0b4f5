/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-evidence.h"

#include "hemo-error.h"

static GVariant *
make_object(const char *level)
{
    GVariantBuilder builder;
    const char *reasons[] = {"every mail server offers TLS 1.3", NULL};

    g_variant_builder_init(&builder, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&builder, "{sv}", "domain", g_variant_new_string("example.org"));
    g_variant_builder_add(&builder, "{sv}", "level", g_variant_new_string(level));
    g_variant_builder_add(&builder, "{sv}", "probe", g_variant_new_string("A"));
    g_variant_builder_add(&builder, "{sv}", "dane", g_variant_new_string("none"));
    g_variant_builder_add(&builder, "{sv}", "mta_sts", g_variant_new_string("none"));
    g_variant_builder_add(&builder, "{sv}", "mx", g_variant_new("aa{sv}", NULL));
    g_variant_builder_add(&builder, "{sv}", "reasons", g_variant_new_strv(reasons, -1));
    g_variant_builder_add(&builder, "{sv}", "checked", g_variant_new_int64(1000));
    g_variant_builder_add(&builder, "{sv}", "expires", g_variant_new_int64(2000));
    return g_variant_builder_end(&builder);
}

static void
test_good(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoEvidence) evidence = hemo_evidence_new(make_object("A"), &error);
    g_autofree const char **reasons = NULL;

    g_assert_no_error(error);
    reasons = hemo_evidence_reasons(evidence);
    g_assert_cmpstr(hemo_evidence_domain(evidence), ==, "example.org");
    g_assert_cmpint(hemo_evidence_level(evidence), ==, HEMO_LEVEL_AUTHENTICATED);
    g_assert_cmpint(hemo_evidence_expires(evidence), ==, 2000);
    g_assert_cmpint(hemo_evidence_checked(evidence), ==, 1000);
    g_assert_cmpstr(reasons[0], ==, "every mail server offers TLS 1.3");
}

static void
test_bad(void)
{
    GVariant *rows[] = {
        make_object("Z"),
        make_object(""),
        g_variant_new("a{sv}", NULL),
        g_variant_new_string("A"),
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoEvidence) evidence = hemo_evidence_new(rows[i], &error);

        g_assert_null(evidence);
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/evidence/good", test_good);
    g_test_add_func("/evidence/bad", test_bad);
    return g_test_run();
}
