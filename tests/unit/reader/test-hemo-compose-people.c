/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose-people.h"

static char *
read_one(const char *mailbox)
{
    const char *const mailboxes[] = {mailbox, NULL};
    g_autoptr(InternetAddressList) people = hemo_compose_people_read(mailboxes);

    return people != NULL ? internet_address_list_to_string(people, NULL, FALSE) : NULL;
}

static void
test_read(void)
{
    static const struct {
        const char *mailbox;
        const char *expected; /* NULL: refused */
    } cases[] = {
        {"ana@example.org", "ana@example.org"},
        {"Ana Ruiz <ana@example.org>", "Ana Ruiz <ana@example.org>"},
        {"\"Ruiz, Ana\" <ana@Example.ORG>", "\"Ruiz, Ana\" <ana@example.org>"},
        {"Jos\303\251 <jose@b\303\274cher.example>",
         "Jos\303\251 <jose@xn--bcher-kva.example>"},
        {"=?utf-8?q?a=0D=0AB?= <ana@example.org>", "a  B <ana@example.org>"},
        {"", NULL},
        {"Ana", NULL},
        {"ana@", NULL},
        {"<>", NULL},
        {"a@example.org, b@example.org", NULL},
        {"Ana <a@example.org>, Bo <b@example.org>", NULL},
        {"people: a@example.org;", NULL},
        {"a@example.org\nBcc: b@example.org", NULL},
        {"\"Ana\r\n\" <a@example.org>", NULL},
        {"jos\303\251@example.org", NULL},
        {"\"a b\"@example.org", NULL},
        {"a@[192.0.2.1]", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *read = read_one(cases[i].mailbox);

        g_assert_cmpstr(read, ==, cases[i].expected);
    }
}

static void
test_keep(void)
{
    const char *const mailboxes[] = {"A <a@example.org>",
                                     "b@example.org",
                                     "A@EXAMPLE.org",
                                     NULL};
    const char *const kept[] = {"a@example.org", "other@example.org", NULL};
    const char *const nobody[] = {NULL};
    g_autoptr(InternetAddressList) people = hemo_compose_people_read(mailboxes);
    g_autofree char *text = NULL;

    hemo_compose_people_keep(people, kept);
    text = internet_address_list_to_string(people, NULL, FALSE);
    g_assert_cmpstr(text, ==, "A <a@example.org>, A@example.org");
    hemo_compose_people_keep(people, nobody);
    g_assert_cmpint(internet_address_list_length(people), ==, 0);
}

static void
test_are(void)
{
    const char *const mailboxes[] = {"A <a@example.org>", "b@example.org", NULL};
    const char *const same[] = {"B@example.org", "a@example.org", NULL};
    const char *const fewer[] = {"b@example.org", NULL};
    const char *const more[] = {"b@example.org", "a@example.org", "rubbish", NULL};
    const char *const nobody[] = {NULL};
    g_autoptr(InternetAddressList) people = hemo_compose_people_read(mailboxes);
    g_autoptr(InternetAddressList) none = hemo_compose_people_read(nobody);

    g_assert_true(hemo_compose_people_are(people, same));
    g_assert_false(hemo_compose_people_are(people, fewer));
    g_assert_false(hemo_compose_people_are(people, more));
    g_assert_false(hemo_compose_people_are(people, NULL));
    g_assert_true(hemo_compose_people_are(none, NULL));
    g_assert_false(hemo_compose_people_are(none, fewer));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/compose-people/read", test_read);
    g_test_add_func("/compose-people/keep", test_keep);
    g_test_add_func("/compose-people/are", test_are);
    return g_test_run();
}
