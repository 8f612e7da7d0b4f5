/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-sieve-lexer.h"

static char *
read_all(const char *text)
{
    static const char kinds[] = "!.w:sm";
    g_autoptr(HemoSieveLexer) lexer = hemo_sieve_lexer_new(hemo_slice_text(text));
    GString *all = g_string_new(NULL);
    HemoSieveToken token;

    do {
        g_autofree char *copy = NULL;

        token = hemo_sieve_lexer_next(lexer);
        copy = token.kind > HEMO_SIEVE_END ? hemo_slice_dup(token.text) : g_strdup("");
        g_string_append_printf(all, "%u%c%s ", token.line, kinds[token.kind], copy);
    } while (token.kind > HEMO_SIEVE_END);
    return g_string_free(all, FALSE);
}

static void
test_tokens(void)
{
    static const struct {
        const char *text;
        const char *tokens;
    } rows[] = {
        {"", "1. "},
        {"keep;", "1wkeep 1m; 1. "},
        {"# c\n/* d\n*/ a :b 1K", "3wa 3:b 3w1K 3. "},
        {"\"a\\\"b\\\\\n\" [", "1sa\"b\\\n 2m[ 2. "},
        {"text: # c\r\nx\r\n..y\r\n.\r\n;", "1sx\n.y\n 5m; 5. "},
        {"text:\n.\n", "1s 3. "},
        {"TEXT:\nx", "1! "},
        {"text :", "1wtext 1m: 1. "},
        {"\"open", "1! "},
        {"a \"b\\", "1wa 1! "},
        {"a /* open", "1wa 1! "},
        {"a /*/ b", "1wa 1! "},
        {"\x01\xff", "1m\x01 1m\xff 1. "},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *tokens = read_all(rows[i].text);

        g_assert_cmpstr(tokens, ==, rows[i].tokens);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sieve-lexer/tokens", test_tokens);
    return g_test_run();
}
