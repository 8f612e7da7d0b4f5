/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-error.h"
#include "hemo-limits.h"
#include "show-targets.h"

static void
test_guess(void)
{
    static const struct {
        const char *name;
        const char *text;
        HemoForwardFormat format;
    } rows[] = {
        {"x/a.sieve", "", HEMO_FORWARD_FORMAT_SIEVE},
        {"/etc/aliases", "", HEMO_FORWARD_FORMAT_ALIASES},
        {"/home/a/.claws-mail/matcherrc", "", HEMO_FORWARD_FORMAT_CLAWS},
        {".forward", "a@example.org", HEMO_FORWARD_FORMAT_FORWARD},
        {".forward", "x: a@example.org", HEMO_FORWARD_FORMAT_FORWARD},
        {".forward", "# Sieve filter\nkeep;", HEMO_FORWARD_FORMAT_SIEVE},
        {"-", "# c\nrequire [\"copy\"];", HEMO_FORWARD_FORMAT_SIEVE},
        {"-", "# c\nif true { keep; }", HEMO_FORWARD_FORMAT_SIEVE},
        {"-", "[filtering]\n", HEMO_FORWARD_FORMAT_CLAWS},
        {"x/Mail/pop/msgFilterRules.dat", "", HEMO_FORWARD_FORMAT_THUNDERBIRD},
        {"-", "version=\"9\"\n", HEMO_FORWARD_FORMAT_THUNDERBIRD},
        {"-", "# c\nroot: ana\n", HEMO_FORWARD_FORMAT_ALIASES},
        {"-", "a@example.org\n", HEMO_FORWARD_FORMAT_FORWARD},
        {"-", ":include:/x\n", HEMO_FORWARD_FORMAT_FORWARD},
        {"-", "\"|tool a: b\"\n", HEMO_FORWARD_FORMAT_FORWARD},
        {"", "", HEMO_FORWARD_FORMAT_FORWARD},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_forward_list_guess(rows[i].name, hemo_slice_text(rows[i].text)),
                        ==,
                        rows[i].format);
    }
}

static void
test_formats(void)
{
    static const struct {
        HemoForwardFormat format;
        const char *text;
        const char *targets;
    } rows[] = {
        {HEMO_FORWARD_FORMAT_SIEVE, "redirect \"a@example.org\";", "1a a@example.org\n"},
        {HEMO_FORWARD_FORMAT_FORWARD, "a@example.org", "1a a@example.org\n"},
        {HEMO_FORWARD_FORMAT_FORWARD, "#Exim filter\ndeliver x", "1? Exim filter\n"},
        {HEMO_FORWARD_FORMAT_ALIASES, "x: a@example.org", "1a a@example.org\n"},
        {HEMO_FORWARD_FORMAT_CLAWS, "all redirect 1 \"a@example.org\"", "1a a@example.org\n"},
        {HEMO_FORWARD_FORMAT_THUNDERBIRD,
         "action=\"Forward\"\nactionValue=\"a@example.org\"",
         "1a a@example.org\n"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) targets =
            hemo_forward_list_parse(rows[i].format, hemo_slice_text(rows[i].text), NULL);
        g_autofree char *all = show_targets(targets);

        g_assert_cmpstr(all, ==, rows[i].targets);
        g_assert_nonnull(hemo_names_find(hemo_forward_format_names, rows[i].format));
    }
}

static void
test_refused(void)
{
    g_autofree char *big = g_strnfill(HEMO_LIMIT_CONFIG + 1, '\n');
    GString *many = g_string_new(NULL);
    GError *error = NULL;

    for (guint i = 0; i <= HEMO_LIMIT_FORWARDS; i++)
        g_string_append(many, "a@example.org\n");
    g_assert_null(
        hemo_forward_list_parse(HEMO_FORWARD_FORMAT_FORWARD, hemo_slice_text(big), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    g_clear_error(&error);
    g_assert_null(hemo_forward_list_parse(HEMO_FORWARD_FORMAT_FORWARD,
                                          hemo_slice(many->str, many->len),
                                          &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    g_clear_error(&error);
    g_assert_null(
        hemo_forward_list_parse(HEMO_FORWARD_FORMAT_INVALID, HEMO_SLICE_EMPTY, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_string_free(many, TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/forward-list/guess", test_guess);
    g_test_add_func("/forward-list/formats", test_formats);
    g_test_add_func("/forward-list/refused", test_refused);
    return g_test_run();
}
