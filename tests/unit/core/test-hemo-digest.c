/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-digest.h"

#include <string.h>

typedef struct {
    const char *media_type;
    const char *file_name;
    const char *content;
} Part;

typedef struct {
    const char *from;
    const char *recipients[4];
    const char *subject;
    Part parts[3];
} Mail;

static const Mail plain = {
    "ana@example.org",
    {"bob@example.com", "cy@example.net", NULL},
    "Lunch",
    {{"text/plain", NULL, "one\ntwo\n"}},
};

static char *
digest_of(const Mail *mail)
{
    g_autoptr(HemoDigest) digest =
        hemo_digest_new(mail->from, mail->recipients, hemo_slice_text(mail->subject));

    for (guint i = 0; i < G_N_ELEMENTS(mail->parts) && mail->parts[i].media_type != NULL; i++) {
        const Part *part = &mail->parts[i];

        hemo_digest_begin_part(digest,
                               part->media_type,
                               part->file_name,
                               g_ascii_tolower(part->media_type[0]) == 't');
        hemo_digest_add(digest, hemo_slice_text(part->content));
        hemo_digest_end_part(digest);
    }
    return hemo_digest_finish(digest);
}

/* The list of kinds and lengths itself: worked out by hand, so that it never changes
 * unnoticed between two versions. */
static void
test_form(void)
{
    static const guint8 list[] = "H\0\0\0\0\0\0\0\021hemostat digest 1"
                                 "F\0\0\0\0\0\0\0\003a@b"
                                 "S\0\0\0\0\0\0\0\001x"
                                 "E\0\0\0\0\0\0\0\010\0\0\0\0\0\0\0\0";
    g_autofree char *expected =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, list, sizeof list - 1);
    g_autofree char *digest = digest_of(&(Mail){"a@b", {NULL}, " x\n", {{0}}});

    g_assert_cmpstr(digest, ==, expected);
}

static void
test_same(void)
{
    static const Mail mails[] = {
        {"ANA@Example.ORG",
         {"cy@example.net", "Bob@example.com", "bob@EXAMPLE.com"},
         "Lunch",
         {{"text/plain", NULL, "one\ntwo\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         " Lunch\n",
         {{"Text/PLAIN", "", "one  \r\ntwo\t \r\n\r\n  \n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"text/plain", NULL, "one\rtwo"}}},
    };
    g_autofree char *expected = digest_of(&plain);

    for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
        g_autofree char *digest = digest_of(&mails[i]);

        g_assert_cmpstr(digest, ==, expected);
    }
}

static void
test_different(void)
{
    static const Mail mails[] = {
        {"ana@example.com",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"text/plain", NULL, "one\ntwo\n"}}},
        {"ana@example.org", {"bob@example.com"}, "Lunch", {{"text/plain", NULL, "one\ntwo\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net", "d@example.org"},
         "Lunch",
         {{"text/plain", NULL, "one\ntwo\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "lunch",
         {{"text/plain", NULL, "one\ntwo\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"text/html", NULL, "one\ntwo\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"text/plain", "a", "one\ntwo\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"text/plain", NULL, "one\n\ntwo\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"text/plain", NULL, " one\ntwo\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"application/pdf", NULL, "one\ntwo\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"application/pdf", NULL, "one\ntwo"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"text/plain", NULL, "one\n"}, {"text/plain", NULL, "two\n"}}},
        {"ana@example.org",
         {"bob@example.com", "cy@example.net"},
         "Lunch",
         {{"text/plain", NULL, "two\n"}, {"text/plain", NULL, "one\n"}}},
        {"ana@example.org", {"bob@example.com", "cy@example.net"}, "Lunch", {{0}}},
    };
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    g_hash_table_add(seen, digest_of(&plain));
    for (guint i = 0; i < G_N_ELEMENTS(mails); i++)
        g_assert_true(g_hash_table_add(seen, digest_of(&mails[i])));
}

static void
test_pieces(void)
{
    static const char text[] = "one \t\r\n\r\n\ntwo\r three  \r\n\r\n";
    g_autofree char *whole =
        digest_of(&(Mail){"a@example.org", {NULL}, "", {{"text/plain", NULL, text}}});
    g_autoptr(HemoDigest) digest = hemo_digest_new("a@example.org", NULL, HEMO_SLICE_EMPTY);
    g_autofree char *pieces = NULL;

    hemo_digest_begin_part(digest, "text/plain", NULL, TRUE);
    for (gsize i = 0; i < sizeof text - 1; i++)
        hemo_digest_add(digest, hemo_slice(text + i, 1));
    hemo_digest_end_part(digest);
    pieces = hemo_digest_finish(digest);
    g_assert_cmpstr(pieces, ==, whole);
    g_assert_cmpuint(strlen(pieces), ==, 64);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/digest/form", test_form);
    g_test_add_func("/digest/same", test_same);
    g_test_add_func("/digest/different", test_different);
    g_test_add_func("/digest/pieces", test_pieces);
    return g_test_run();
}
