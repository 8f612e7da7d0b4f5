/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-object.h"

static GVariant *
parse(const char *text)
{
    return g_variant_parse(G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
}

static void
test_reads(void)
{
    g_autoptr(GVariant) object = parse("{'a': <'b'>, 'l': <['x', 'y']>, 'm': <@ms 'told'>, "
                                       "'n': <@ms nothing>, 'o': <[{'k': <'v'>}]>}");
    g_autofree const char **texts = hemo_cli_object_texts(object, "l");
    g_autoptr(GVariant) list = hemo_cli_object_list(object, "o");

    g_assert_cmpstr(hemo_cli_object_text(object, "a"), ==, "b");
    g_assert_cmpstr(texts[1], ==, "y");
    g_assert_null(texts[2]);
    g_assert_cmpuint(g_variant_n_children(list), ==, 1);
    g_assert_cmpstr(hemo_cli_object_text(object, "m"), ==, "told");
    g_assert_cmpstr(hemo_cli_object_text(object, "n"), ==, "");
    /* not there, or of another type */
    g_assert_cmpstr(hemo_cli_object_text(object, "l"), ==, "");
    g_assert_cmpstr(hemo_cli_object_text(object, "z"), ==, "");
    g_assert_null(hemo_cli_object_texts(object, "a"));
    g_assert_null(hemo_cli_object_list(object, "l"));
}

/* The file stands first and only once, whatever the object says. */
static void
test_with(void)
{
    g_autoptr(GVariant) object = parse("{'a': <'b'>, 'file': <'another'>}");
    g_autoptr(GVariant) with = g_variant_ref_sink(
        hemo_cli_object_with(object, "file", g_variant_new_string("mine.eml")));
    g_autofree char *text = g_variant_print(with, FALSE);

    g_assert_cmpstr(text, ==, "{'file': <'mine.eml'>, 'a': <'b'>}");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-object/reads", test_reads);
    g_test_add_func("/cli-object/with", test_with);
    return g_test_run();
}
