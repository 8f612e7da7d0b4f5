/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mozilla-override.h"

#define HEAD "# PSM Certificate Override Settings file\n# Generated file!  Do not edit.\n"
#define REST "\tOID.2.16.840.1.101.3.4.2.1\t01:23:45:67\t\n"

static const struct {
    const char *text;
    const char *host;
    guint16 port;
    gboolean wanted;
} rows[] = {
    {"", "mail.example.org", 465, FALSE},
    {HEAD, "mail.example.org", 465, FALSE},
    {HEAD "mail.example.org:465:" REST, "mail.example.org", 465, TRUE},
    {HEAD "mail.example.org:465" REST, "mail.example.org", 465, TRUE}, /* an old file */
    {HEAD "Mail.Example.org:465:" REST, "mail.example.org", 465, TRUE},
    {HEAD "mail.example.org:465:^userContextId=1" REST, "mail.example.org", 465, TRUE},
    {HEAD "imap.example.org:993:" REST "mail.example.org:587:" REST,
     "mail.example.org",
     587,
     TRUE},
    {HEAD "mail.example.org:587:" REST, "mail.example.org", 465, FALSE},
    {HEAD "mail.example.org:4650:" REST, "mail.example.org", 465, FALSE},
    {HEAD "amail.example.org:465:" REST, "mail.example.org", 465, FALSE},
    {"# mail.example.org:465:" REST, "mail.example.org", 465, FALSE},
    {"\tmail.example.org:465:" REST, "mail.example.org", 465, FALSE},
    {"mail.example.org:465:", "mail.example.org", 465, TRUE}, /* cut off: rather so */
};

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(hemo_mozilla_override_has(hemo_slice_text(rows[i].text),
                                                  rows[i].host,
                                                  rows[i].port),
                        ==,
                        rows[i].wanted);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mozilla-override/rows", test_rows);
    return g_test_run();
}
