/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-part-pictures.h"

static void
test_find(void)
{
    static const struct {
        const char *html;
        const char *cid; /* the one that counts, or NULL */
        gboolean is_found;
    } cases[] = {
        {"<div class=\"moz-signature\"><img src=\"cid:a@b\"></div>", "a@b", FALSE},
        {"<DIV CLASS=\"gmail_signature\"><div><IMG SRC='cid:A%40b'></div></DIV>", "A@b", FALSE},
        {"<div id=\"Signature\"><p><img src=cid:a></p></div>", "a", FALSE},
        {"<img src=\"cid:a\">", NULL, FALSE},
        {"<div class=\"moz-signature\">x</div><img src=\"cid:a\">", NULL, FALSE},
        {"<div class=\"moz-signature\"><div></div></div><img src=\"cid:a\">", NULL, FALSE},
        {"<div class=\"moz-signature\"><img src=\"cid:a\">", NULL, FALSE},
        {"<div class=\"moz-signature\"><div><img src=\"cid:a\"></div>", NULL, FALSE},
        {"<img src=\"data:image/png;base64,AA\">", NULL, TRUE},
        {"<div class=\"moz-signature\"><img src=\"data:image/png;base64,AA\"></div>",
         NULL,
         FALSE},
        {"<div class=\"moz-signature\"><img src=\"data:image/png;base64,AA\">", NULL, TRUE},
        {"<a href=\"data:text/html;base64,AA\">", NULL, TRUE},
        {"<iframe src=' data:application/pdf;base64,AA'>", NULL, TRUE},
        {"<object data=DATA:,x>", NULL, TRUE},
        {"<a href=\"https://example.org/?a=data:b,c\">", NULL, TRUE},
        {"<a href=\"https://example.org/metadata:b,c\" title=\"data: none\">", NULL, FALSE},
        {"<", NULL, FALSE},
        {"<img src=\"cid:", NULL, FALSE},
        {"", NULL, FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GHashTable) cids =
            g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

        g_assert_cmpint(hemo_part_pictures_find(hemo_slice_text(cases[i].html), cids),
                        ==,
                        cases[i].is_found);
        g_assert_cmpuint(g_hash_table_size(cids), ==, cases[i].cid != NULL ? 1 : 0);
        g_assert_true(cases[i].cid == NULL || g_hash_table_contains(cids, cases[i].cid));
    }
}

static void
test_big(void)
{
    g_autoptr(GHashTable) cids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) html =
        g_string_new("<div class=\"moz-signature\"><img src=\"data:image/png;base64,");

    while (html->len < 2 * HEMO_PART_PICTURES_MAX)
        g_string_append(html, "AAAA");
    g_string_append(html, "\"></div>");
    g_assert_true(hemo_part_pictures_find(hemo_slice(html->str, html->len), cids));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/part-pictures/find", test_find);
    g_test_add_func("/part-pictures/big", test_big);
    return g_test_run();
}
