/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mozilla-block.h"

#include <string.h>

static GPtrArray *
make_items(void)
{
    GPtrArray *items = g_ptr_array_new_with_free_func(hemo_mozilla_block_item_free);

    g_ptr_array_add(items, hemo_mozilla_block_item_new("a.b", "true", NULL, "because"));
    g_ptr_array_add(items, hemo_mozilla_block_item_new("c", "\"x\\\"y\"", "\"old\"", NULL));
    return items;
}

static char *
text_of(GBytes *bytes)
{
    g_autoptr(GBytes) owned = bytes;

    return hemo_slice_dup(hemo_slice_bytes(owned));
}

/* What goes in comes out again, and out of it what was there before. */
static void
test_there_and_back(void)
{
    static const char *const files[] = {
        "",
        "// mine\nuser_pref(\"z\", 1);\n",
        "user_pref(\"a.b\", false);\n",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GPtrArray) items = make_items();
        g_autoptr(GPtrArray) none = g_ptr_array_new();
        g_autoptr(GPtrArray) again = NULL;
        g_autofree char *with =
            text_of(hemo_mozilla_block_write(hemo_slice_text(files[i]), items));
        g_autofree char *twice =
            text_of(hemo_mozilla_block_write(hemo_slice_text(with), items));
        g_autofree char *without =
            text_of(hemo_mozilla_block_write(hemo_slice_text(with), none));
        const HemoMozillaBlockItem *item;

        g_assert_true(g_str_has_prefix(with, files[i]));
        g_assert_nonnull(
            strstr(with, "// because\n// was: not set\nuser_pref(\"a.b\", true);\n"));
        g_assert_cmpstr(twice, ==, with);
        g_assert_cmpstr(without, ==, files[i]);
        again = hemo_mozilla_block_read(hemo_slice_text(with));
        g_assert_cmpuint(again->len, ==, 2);
        item = again->pdata[0];
        g_assert_cmpstr(item->name, ==, "a.b");
        g_assert_cmpstr(item->literal, ==, "true");
        g_assert_cmpstr(item->reason, ==, "because");
        g_assert_null(item->before);
        item = again->pdata[1];
        g_assert_cmpstr(item->literal, ==, "\"x\\\"y\"");
        g_assert_cmpstr(item->before, ==, "\"old\"");
        g_assert_null(item->reason);
    }
}

/* What the person wrote around the block stays; what we set has the last word. */
static void
test_around(void)
{
    g_autoptr(GPtrArray) items = make_items();
    g_autofree char *with = text_of(hemo_mozilla_block_write(hemo_slice_text("first"), items));
    g_autofree char *more = g_strconcat(with, "last\n", NULL);
    g_autofree char *moved = text_of(hemo_mozilla_block_write(hemo_slice_text(more), items));

    g_assert_true(g_str_has_prefix(moved, "first\nlast\n// Hemostat begin"));
    g_assert_true(g_str_has_suffix(moved, "// Hemostat end\n"));
}

static void
test_broken_block(void)
{
    g_autoptr(GPtrArray) items = make_items();
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GPtrArray) read = NULL;
    g_autofree char *with = text_of(hemo_mozilla_block_write(HEMO_SLICE_EMPTY, items));
    g_autofree char *cut = g_strndup(with, strlen(with) - 5);
    g_autofree char *kept = text_of(hemo_mozilla_block_write(hemo_slice_text(cut), none));

    read = hemo_mozilla_block_read(hemo_slice_text(cut));
    g_assert_cmpuint(read->len, ==, 0);
    g_assert_cmpstr(kept, ==, cut);
}

static void
test_restore(void)
{
    static const struct {
        const char *before;
        const char *after;
    } rows[] = {
        {"user_pref(\"a.b\", true);\nuser_pref(\"z\", 1);\n", "user_pref(\"z\", 1);\n"},
        {"x\nuser_pref(\"c\", \"x\\\"y\");\r\ny", "x\nuser_pref(\"c\", \"old\");\ny"},
        /* the person's own by now */
        {"user_pref(\"a.b\", false);\nuser_pref(\"c\", \"z\");\n",
         "user_pref(\"a.b\", false);\nuser_pref(\"c\", \"z\");\n"},
        {"// user_pref(\"a.b\", true);\n", "// user_pref(\"a.b\", true);\n"},
        {"", ""},
    };
    g_autoptr(GPtrArray) items = make_items();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *after =
            text_of(hemo_mozilla_block_restore(hemo_slice_text(rows[i].before), items));

        g_assert_cmpstr(after, ==, rows[i].after);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mozilla-block/there-and-back", test_there_and_back);
    g_test_add_func("/mozilla-block/around", test_around);
    g_test_add_func("/mozilla-block/broken-block", test_broken_block);
    g_test_add_func("/mozilla-block/restore", test_restore);
    return g_test_run();
}
