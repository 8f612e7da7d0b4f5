/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-bounce-address.h"

static void
test_find(void)
{
    static const struct {
        const char *text, *address;
    } ROWS[] = {
        {"to <jo@full.example>.", "jo@full.example"},
        {"mailto:jo@full.example", "jo@full.example"},
        {"'jo@full.example'", "jo@full.example"},
        {"rfc822;jo+x=y@full.example", "jo+x=y@full.example"},
        {"\"jo smith\"@full.example", "\"jo smith\"@full.example"},
        {"dda:SMTP=jo@full.example;", "jo@full.example"},
        {"j\xc3\xb6@f\xc3\xbcll.example", "j\xc3\xb6@f\xc3\xbcll.example"},
        {"@route.example", NULL},
        {"jo@", NULL},
        {"@ @ @", NULL},
        {"no address", NULL},
        {"", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        HemoSlice text = hemo_slice_text(ROWS[i].text), address;
        gsize at = hemo_bounce_address_find(text, 0, &address);

        g_test_message("%s", ROWS[i].text);
        g_assert_true(hemo_slice_equal(address, hemo_slice_text(ROWS[i].address)));
        g_assert_cmpint(at == text.size, ==, ROWS[i].address == NULL);
    }
}

static void
test_several(void)
{
    HemoSlice text = hemo_slice_text("a@x.example,b@x.example c@x.example"), address;
    guint n = 0;

    for (gsize at = 0; (at = hemo_bounce_address_find(text, at, &address)) < text.size;
         at += address.size)
        n++;
    g_assert_cmpuint(n, ==, 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/address/find", test_find);
    g_test_add_func("/address/several", test_several);
    return g_test_run();
}
