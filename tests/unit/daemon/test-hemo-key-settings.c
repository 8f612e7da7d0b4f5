/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-settings.h"

static HemoKeySettings
read_text(const char *text, HemoPolicy **ret_policy)
{
    *ret_policy = hemo_policy_parse(hemo_slice_text(text), HEMO_SLICE_EMPTY, NULL);
    g_assert_nonnull(*ret_policy);
    return hemo_key_settings_read(*ret_policy);
}

static void
test_shipped(void)
{
    g_autoptr(HemoPolicy) policy = NULL;
    HemoKeySettings settings = read_text("", &policy);

    g_assert_cmpuint(settings.finders,
                     ==,
                     HEMO_FINDER_KEYRING | HEMO_FINDER_HARVEST | HEMO_FINDER_WKD |
                         HEMO_FINDER_SMIMEA | HEMO_FINDER_DNS_CERT | HEMO_FINDER_IMPORT);
    g_assert_cmpstr(settings.smime_anchors, ==, "/etc/ssl/certs/ca-certificates.crt");
    g_assert_null(settings.direct_anchors);
    g_assert_cmpint(settings.revocation, ==, HEMO_REVOCATION_SOFT);
    g_assert_cmpint(settings.crl_age, ==, 7 * 24 * 3600);
}

static void
test_set(void)
{
    g_autoptr(HemoPolicy) policy = NULL;
    g_autoptr(HemoPolicy) none = NULL;
    HemoKeySettings settings =
        read_text("[keys]\nfinders= smimea ;wkd;\nsmime-anchors=/a.pem\ndirect-anchors=/b.pem\n"
                  "crl=hard\ncrl-max-age=2\n",
                  &policy);
    HemoKeySettings nothing = read_text("[keys]\nfinders=none\ncrl=off\n", &none);

    g_assert_cmpuint(settings.finders,
                     ==,
                     HEMO_FINDER_SMIMEA | HEMO_FINDER_WKD | HEMO_FINDER_IMPORT);
    g_assert_cmpstr(settings.smime_anchors, ==, "/a.pem");
    g_assert_cmpstr(settings.direct_anchors, ==, "/b.pem");
    g_assert_cmpint(settings.revocation, ==, HEMO_REVOCATION_HARD);
    g_assert_cmpint(settings.crl_age, ==, 2 * 24 * 3600);
    g_assert_cmpuint(nothing.finders, ==, HEMO_FINDER_IMPORT);
    g_assert_cmpint(nothing.revocation, ==, HEMO_REVOCATION_OFF);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key-settings/shipped", test_shipped);
    g_test_add_func("/key-settings/set", test_set);
    return g_test_run();
}
