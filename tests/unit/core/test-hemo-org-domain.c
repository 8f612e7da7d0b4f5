/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-org-domain.h"

static void
test_find(void)
{
    static const struct {
        const char *host, *org;
    } ROWS[] = {
        {"mx1.Mail.Example.ORG.", "example.org"},
        {"example.co.uk", "example.co.uk"},
        {"a.b.example.co.uk", "example.co.uk"},
        {"a.b.c.d.e.f.example.org", "example.org"},
        {"a.b.c.kawasaki.jp", "b.c.kawasaki.jp"},
        {"mail.example.internal", "example.internal"},
        /* the private section of the list would say "clinic.blogspot.com" */
        {"clinic.blogspot.com", "blogspot.com"},
        {"co.uk", NULL},
        {"localhost", NULL},
        {"192.0.2.1", NULL},
        {"[192.0.2.1]", NULL},
        {"2001:db8::1", NULL},
        {".", NULL},
        {"", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autofree char *org = hemo_org_domain_find(hemo_slice_text(ROWS[i].host));

        g_assert_cmpstr(org, ==, ROWS[i].org);
    }
}

static void
test_private(void)
{
    g_assert_true(hemo_org_domain_is_private("clinic.internal"));
    g_assert_true(hemo_org_domain_is_private("clinic.local"));
    g_assert_false(hemo_org_domain_is_private("internal.example"));
}

static void
test_same(void)
{
    g_assert_true(hemo_org_domain_same("example.org", "example.org"));
    g_assert_true(hemo_org_domain_same("google.com", "googlemail.com"));
    g_assert_false(hemo_org_domain_same("google.com", "outlook.com"));
    g_assert_false(hemo_org_domain_same("example.org", "example.net"));
    g_assert_false(hemo_org_domain_same(NULL, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/org/find", test_find);
    g_test_add_func("/org/private", test_private);
    g_test_add_func("/org/same", test_same);
    return g_test_run();
}
