/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The words for a server; what is read out of a profile is tested with the whole program.
 */
#include "hemo-native-account.h"

static void
test_security(void)
{
    static const struct {
        HemoSecurity security;
        gboolean unchecked;
        const char *wanted;
    } rows[] = {
        {HEMO_SECURITY_TLS, FALSE, "tls"},
        {HEMO_SECURITY_STARTTLS, FALSE, "starttls"},
        {HEMO_SECURITY_TLS, TRUE, "unverified"},
        {HEMO_SECURITY_STARTTLS, TRUE, "unverified"},
        {HEMO_SECURITY_NONE, FALSE, "none"},
        {HEMO_SECURITY_NONE, TRUE, "none"},
        {HEMO_SECURITY_INVALID, FALSE, "none"},
        {(HemoSecurity)9, FALSE, "none"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const HemoMailServer server = {.security = rows[i].security};

        g_assert_cmpstr(hemo_native_account_security(&server, rows[i].unchecked),
                        ==,
                        rows[i].wanted);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/native-account/security", test_security);
    return g_test_run();
}
