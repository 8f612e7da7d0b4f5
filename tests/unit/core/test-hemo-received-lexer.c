/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-received-lexer.h"

#include <string.h>

/* One letter a token, with what it holds. */
static char *
describe(HemoSlice field)
{
    g_autoptr(GString) text = g_string_new(NULL);
    HemoReceivedLexer lexer = hemo_received_lexer(field);
    HemoToken token;

    while (hemo_received_lexer_next(&lexer, &token)) {
        g_assert_cmpuint(token.offset + token.length, <=, field.size);
        g_string_append_c(text, ".wcqas"[token.kind]);
        g_string_append_len(text, (const char *)token.text.data, (gssize)token.text.size);
        g_string_append_c(text, '|');
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_tokens(void)
{
    static const struct {
        const char *field, *tokens;
    } ROWS[] = {
        {"from a (b [192.0.2.1])\r\n\tby c;", "wfrom|wa|cb [192.0.2.1]|wby|wc|s;|"},
        {"a(b(c)d)e", "wa|cb(c)d|we|"},
        {"(a \"b)c\" d) e", "ca \"b)c\" d|we|"},
        {"(a \"b) c", "ca \"b|wc|"},
        {"(a \\) b) c", "ca \\) b|wc|"},
        {"(a b c", "wa|wb|wc|"},
        {"a ) b", "wa|wb|"},
        {"for <\"x> y\"@z> w", "wfor|a\"x> y\"@z|ww|"},
        {"< a b", "wa|wb|"},
        {"[(192.0.2.1)] x", "w[(192.0.2.1)]|wx|"},
        {"[from a]", "wfrom|wa]|"},
        {"\"a b\" () <>", "qa b|c|a|"},
        {"(((((((((a)))))))))", "c(((((((a)))))))|"},
        {"", ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autofree char *tokens = describe(hemo_slice_text(ROWS[i].field));

        g_assert_cmpstr(tokens, ==, ROWS[i].tokens);
    }
}

/* Brackets that never close must not cost more than the bytes that they stand in. */
static void
test_hostile_length(void)
{
    static const char *const UNITS[] = {"(", "<", "(\"", "[", "\"(", "(a\\", "(\"(\" "};

    for (gsize i = 0; i < G_N_ELEMENTS(UNITS); i++) {
        g_autoptr(GString) field = g_string_new(NULL);
        g_autofree char *tokens = NULL;
        gint64 start;

        while (field->len < 64 * 1024)
            g_string_append(field, UNITS[i]);
        start = g_get_monotonic_time();
        tokens = describe(hemo_slice(field->str, field->len));
        g_assert_cmpint(g_get_monotonic_time() - start, <, G_USEC_PER_SEC / 2);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lexer/tokens", test_tokens);
    g_test_add_func("/lexer/hostile-length", test_hostile_length);
    return g_test_run();
}
