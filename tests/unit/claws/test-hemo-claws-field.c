/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-field.h"

typedef struct {
    const char *name;
    const char *headers;
    const char *field;
    const char *wanted; /* NULL: there is none */
} Case;

static const Case cases[] = {
    {"plain", "Subject: a\nFrom: b\n\n", "From", "b"},
    {"crlf", "Subject: a\r\nFrom: b\r\n\r\n", "From", "b"},
    {"any-case", "FROM: b\n\n", "from", "b"},
    {"first-of-two", "From: a\nFrom: b\n\n", "From", "a"},
    {"folded",
     "Content-Type: multipart/report;\n\treport-type=delivery-status\nTo: c\n\n",
     "Content-Type",
     "multipart/report;\treport-type=delivery-status"},
    {"blank-before-colon", "From : b\n\n", "From", "b"},
    {"empty", "From:\n\n", "From", ""},
    {"absent", "Subject: a\n\n", "From", NULL},
    {"not-in-body", "Subject: a\n\nFrom: b\n", "From", NULL},
    {"not-in-fold", "Subject: a\n From: b\n\n", "From", NULL},
    {"not-a-longer-name", "From-Whom: b\n\n", "From", NULL},
    {"no-end", "From: b", "From", "b"},
    {"no-colon", "From", "From", ""},
    {"nothing", "", "From", NULL},
};

static void
test_find(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HemoSecret) body = hemo_claws_field_find(hemo_slice_text(c->headers), c->field);

    g_assert_cmpstr(body != NULL ? hemo_secret_text(body) : NULL, ==, c->wanted);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/claws/field/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_find);
    }
    return g_test_run();
}
