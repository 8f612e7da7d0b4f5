/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-likeness.h"

#define MAIL(date, to, boundary, text)                                                         \
    "Date: " date "\nFrom: Ana <ana@example.org>\nTo: " to "\nSubject: results\n"              \
    "Content-Type: multipart/mixed;\n boundary=\"" boundary "\"\n\n"                           \
    "--" boundary "\nContent-Type: text/plain\n\n" text "\n--" boundary                        \
    "\n\nmore\n--" boundary "--\n"

static const struct {
    const char *label;
    const char *one;
    const char *other;
    gboolean alike;            /* as a mail */
    gboolean alike_in_content; /* whoever it goes to */
} rows[] = {
    {"same",
     MAIL("1", "a@b.example", "MP_/x", "hello"),
     MAIL("1", "a@b.example", "MP_/x", "hello"),
     TRUE,
     TRUE},
    {"date",
     MAIL("1", "a@b.example", "MP_/x", "hello"),
     MAIL("2", "a@b.example", "MP_/x", "hello"),
     TRUE,
     TRUE},
    {"boundary",
     MAIL("1", "a@b.example", "MP_/x", "hello"),
     MAIL("1", "a@b.example", "MP_/yyy", "hello"),
     TRUE,
     TRUE},
    {"recipient",
     MAIL("1", "a@b.example", "MP_/x", "hello"),
     MAIL("1", "e@b.example", "MP_/x", "hello"),
     FALSE,
     TRUE},
    {"folded recipient",
     MAIL("1", "a@b.example,\n e@b.example", "x", "t"),
     MAIL("1", "a@b.example", "x", "t"),
     FALSE,
     TRUE},
    {"text",
     MAIL("1", "a@b.example", "MP_/x", "hello"),
     MAIL("1", "a@b.example", "MP_/x", "hullo"),
     FALSE,
     FALSE},
    {"a line more",
     MAIL("1", "a@b.example", "x", "a\n\nb"),
     MAIL("1", "a@b.example", "x", "a\nb"),
     FALSE,
     FALSE},
    {"date in the text", "Subject: a\n\nDate: 1\n", "Subject: a\n\nDate: 2\n", FALSE, FALSE},
    {"folded date", "Date: 1\n x\nTo: a\n\nb\n", "Date: 2\n y\nTo: a\n\nb\n", TRUE, TRUE},
    {"subject", "Subject: a\n\nb\n", "Subject: c\n\nb\n", FALSE, FALSE},
    {"delimiter moved", MAIL("1", "a", "x", "t"), MAIL("1", "a", "x", "--x\nt"), FALSE, FALSE},
    {"two boundaries swapped",
     "A: boundary=\"x\"\nB: boundary=\"y\"\n\n--x\n--y\n",
     "A: boundary=\"x\"\nB: boundary=\"y\"\n\n--y\n--x\n",
     FALSE,
     FALSE},
    {"empty", "", "\n", FALSE, FALSE},
};

static char *
likeness(const char *mail, gboolean with_recipients)
{
    return hemo_claws_likeness_new(hemo_slice_text(mail), with_recipients);
}

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *one = likeness(rows[i].one, TRUE);
        g_autofree char *other = likeness(rows[i].other, TRUE);
        g_autofree char *content = likeness(rows[i].one, FALSE);
        g_autofree char *other_content = likeness(rows[i].other, FALSE);

        g_test_message("%s", rows[i].label);
        g_assert_cmpint(g_str_equal(one, other), ==, rows[i].alike);
        g_assert_cmpint(g_str_equal(content, other_content), ==, rows[i].alike_in_content);
    }
}

/* More boundaries than are kept make two mails unlike, never alike. */
static void
test_many_boundaries(void)
{
    g_autoptr(GString) one = g_string_new("Subject: x\n\n");
    g_autoptr(GString) other = g_string_new("Subject: x\n\n");
    g_autofree char *left = NULL;
    g_autofree char *right = NULL;

    for (int i = 0; i < 100; i++) {
        g_string_append_printf(one, "Content-Type: a; boundary=\"one%d\"\n", i);
        g_string_append_printf(other, "Content-Type: a; boundary=\"two%d\"\n", i);
    }
    left = likeness(one->str, TRUE);
    right = likeness(other->str, TRUE);
    g_assert_cmpstr(left, !=, right);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/claws/likeness/rows", test_rows);
    g_test_add_func("/claws/likeness/many-boundaries", test_many_boundaries);
    return g_test_run();
}
