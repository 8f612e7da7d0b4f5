/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-sender.h"

#include "hemo-part.h"
#include "hemo-walk.h"

#include <string.h>

/* @address NULL: no single sender is named. */
static const struct {
    const char *header;
    const char *address;
    const char *name;
} rows[] = {
    {"From: Ana Ruiz <ana@example.org>\n", "ana@example.org", "Ana Ruiz"},
    {"From: =?utf-8?Q?Jos=C3=A9_Ruiz?= <jose@example.org>\n",
     "jose@example.org",
     "Jos\xc3\xa9 Ruiz"},
    {"From: \"Ruiz, Ana (Dr.)\" <ana@example.org>\n", "ana@example.org", "Ruiz, Ana (Dr.)"},
    {"From: ana@example.org\n", "ana@example.org", NULL},
    {"Subject: x\n", NULL, NULL},
    {"From: \n", NULL, NULL},
    {"From: ana@example.org, bo@example.org\n", NULL, NULL},
    {"From: ana@example.org\nFrom: bo@example.org\n", NULL, NULL},
    {"From: clinic: ana@example.org;\n", NULL, NULL},
    /* passed on as it is: From is somebody else */
    {"Resent-From: ana@example.org\nFrom: Bo Lind <bo@example.com>\n", NULL, NULL},
    /* a list of names is no name */
    {"From: Ana Bo Cy Dan Eve Fay Gus Hal Ida Jo <ana@example.org>\n", "ana@example.org", NULL},
    {"From: Ana,Bo,Cy,Dan,Eve,Fay,Gus <ana@example.org>\n", "ana@example.org", NULL},
};

static const char *
text_of(const HemoSecret *secret)
{
    return secret != NULL ? hemo_secret_text(secret) : NULL;
}

static void
test_fields(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *mail = g_strconcat(rows[i].header, "\nx\n", NULL);
        GByteArray bytes = {(guint8 *)mail, (guint)strlen(mail)};
        g_autoptr(GMimeMessage) message =
            hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
        HemoSender sender;

        g_test_message("%s", rows[i].header);
        g_assert_cmpint(hemo_sender_read(message, &sender), ==, rows[i].address != NULL);
        g_assert_cmpstr(text_of(sender.address), ==, rows[i].address);
        g_assert_cmpstr(text_of(sender.name), ==, rows[i].name);
        hemo_sender_clear(&sender);
    }
}

static void
test_long(void)
{
    g_autofree char *name = g_strnfill(81, 'a');
    g_autofree char *mail = g_strconcat("From: ", name, " <a@example.org>\n\nx\n", NULL);
    GByteArray bytes = {(guint8 *)mail, (guint)strlen(mail)};
    g_autoptr(GMimeMessage) message =
        hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
    HemoSender sender;

    g_assert_true(hemo_sender_read(message, &sender));
    g_assert_null(sender.name);
    hemo_sender_clear(&sender);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/sender/fields", test_fields);
    g_test_add_func("/sender/long", test_long);
    return g_test_run();
}
