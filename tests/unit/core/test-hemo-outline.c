/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-outline.h"

#include <string.h>

static void
test_text(void)
{
    static const struct {
        const char *one;
        const char *other;
        gboolean same;
    } rows[] = {
        {"Potassium 6.1", "> Potassium\r\n> 6.1\n", TRUE},
        {"Jos\303\251 called", "*Jos\303\251* _called_!", TRUE},
        {"Jos\303\251 called", "Jose called", FALSE},
        {"Potassium 6.1", "Potassium 61,", TRUE}, /* signs do not count */
        {"Potassium 6.1", "Potassium 6.2", FALSE},
        {"Potassium", "potassium", FALSE},
        {"our site", "our site <https://example.org/a?b=c>", TRUE},
        {"our site", "our site <HTTP://example.org>", TRUE},
        {"our site", "our site <https://example.org and more>", FALSE},
        {"our site", "our site <Note: call>", FALSE},
        {"our site", "our site <https://example.org", FALSE},
        {"tea\nmilk", "  1. tea\n  2. milk\n", TRUE},
        {"tea\nmilk", "1.5 tea\nmilk", FALSE},
        {"tea", "1234. tea", FALSE},
        {"tea", "v1. tea", FALSE},
        {"", " \n> \n", TRUE},
        {"", "x", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *one = hemo_outline_hash_text(hemo_slice_text(rows[i].one));
        g_autofree char *other = hemo_outline_hash_text(hemo_slice_text(rows[i].other));

        g_test_message("%s / %s", rows[i].one, rows[i].other);
        g_assert_cmpuint(strlen(one), ==, 64);
        g_assert_cmpint(strcmp(one, other) == 0, ==, rows[i].same);
    }
}

/* Bytes that are no text, and much of what looks like the start of something. */
static void
test_hostile_text(void)
{
    static const char bytes[] = "a\0b\377\303c";
    g_autofree char *one = hemo_outline_hash_text(hemo_slice(bytes, sizeof bytes - 1));
    g_autofree char *other = hemo_outline_hash_text(hemo_slice_text("abc"));
    g_autoptr(GString) much = g_string_new(NULL);
    g_autofree char *hash = NULL;

    g_assert_cmpstr(one, ==, other);
    for (guint i = 0; i < 200000; i++)
        g_string_append(much, "<http:");
    hash = hemo_outline_hash_text(hemo_slice(much->str, much->len));
    g_assert_cmpuint(strlen(hash), ==, 64);
}

static char *
hash_file(const char *name, const char *content, gsize piece)
{
    HemoOutlineFile *file = hemo_outline_file_new(name);
    HemoSlice rest = hemo_slice_text(content);

    while (rest.size > 0) {
        hemo_outline_file_add(file, hemo_slice_sub(rest, 0, piece));
        rest = hemo_slice_from(rest, piece);
    }
    return hemo_outline_file_finish(file);
}

static void
test_file(void)
{
    static const struct {
        const char *name;
        const char *content;
        gsize piece;
        gboolean same;
    } rows[] = {
        {"a.txt", "one\n\ntwo\n", 100, TRUE},
        {"a.txt", "one\n\ntwo\n", 1, TRUE},
        {" a.txt ", "one\r\n\r\ntwo\r\n\r\n", 3, TRUE},
        {"a.txt", "one\n\ntwo", 4, TRUE},
        {"b.txt", "one\n\ntwo\n", 100, FALSE},
        {NULL, "one\n\ntwo\n", 100, FALSE},
        {"a.txt", "one\ntwo\n", 100, FALSE},
        {"a.txt", "\none\n\ntwo\n", 100, FALSE},
        {"a.tx", "tone\n\ntwo\n", 100, FALSE},
    };
    g_autofree char *expected = hash_file("a.txt", "one\n\ntwo\n", 100);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *hash = hash_file(rows[i].name, rows[i].content, rows[i].piece);

        g_assert_cmpint(strcmp(hash, expected) == 0, ==, rows[i].same);
    }
}

#define PEOPLE                                                                                 \
    "'from': <'a@example.org'>, 'to': <['b@example.org']>, 'cc': <@as []>, 'bcc': <@as []>,"
#define JUDGED                                                                                 \
    "{" PEOPLE                                                                                 \
    "'subject': <'s'>, 'texts': <['p', 'h']>, 'files': <['1', '1', '2']>, 'cards': <@as []>}"

static HemoOutline *
make(const char *text)
{
    g_autoptr(GVariant) object = g_variant_ref_sink(g_variant_new_parsed(text));

    return hemo_outline_new(object);
}

static void
test_compare(void)
{
    static const struct {
        const char *sent;
        guint differences;
    } rows[] = {
        {JUDGED, 0},
        {"{" PEOPLE
         "'subject': <'s'>, 'texts': <['p']>, 'files': <['2', '1', '1']>, 'cards': <['k']>}",
         0},
        {"{" PEOPLE
         "'subject': <'t'>, 'texts': <['h']>, 'files': <['2', '1', '1']>, 'cards': <@as []>}",
         HEMO_OUTLINE_SUBJECT},
        {"{" PEOPLE "'subject': <'s'>, 'texts': <['p', 'x']>, 'files': <['1', '1', '2']>, "
         "'cards': <@as []>}",
         HEMO_OUTLINE_TEXT},
        {"{" PEOPLE
         "'subject': <'s'>, 'texts': <@as []>, 'files': <['1', '1', '2']>, 'cards': <@as []>}",
         HEMO_OUTLINE_TEXT},
        {"{" PEOPLE
         "'subject': <'s'>, 'texts': <['p']>, 'files': <['1', '2']>, 'cards': <@as []>}",
         HEMO_OUTLINE_FILES},
        {"{" PEOPLE "'subject': <'t'>, 'texts': <['x']>, 'files': <['1', '1', '2', '3']>, "
         "'cards': <@as []>}",
         HEMO_OUTLINE_SUBJECT | HEMO_OUTLINE_TEXT | HEMO_OUTLINE_FILES},
    };
    g_autoptr(HemoOutline) judged = make(JUDGED);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoOutline) sent = make(rows[i].sent);

        g_assert_nonnull(sent);
        g_assert_cmpuint(hemo_outline_compare(judged, sent), ==, rows[i].differences);
    }
}

/* A card that was judged must not be missing. */
static void
test_cards(void)
{
    g_autoptr(HemoOutline) judged = make(
        "{" PEOPLE "'subject': <''>, 'texts': <['p']>, 'files': <@as []>, 'cards': <['k']>}");
    g_autoptr(HemoOutline) sent = make(
        "{" PEOPLE "'subject': <''>, 'texts': <['p']>, 'files': <@as []>, 'cards': <['l']>}");

    g_assert_cmpuint(hemo_outline_compare(judged, sent), ==, HEMO_OUTLINE_FILES);
    g_assert_cmpstr(hemo_outline_from(judged), ==, "a@example.org");
    g_assert_cmpstr(hemo_outline_to(judged)[0], ==, "b@example.org");
    g_assert_null(hemo_outline_cc(judged)[0]);
    g_assert_null(hemo_outline_bcc(judged)[0]);
    g_assert_null(make("{'from': <'a@example.org'>}"));
    g_assert_null(make(
        "{" PEOPLE "'subject': <''>, 'texts': <'p'>, 'files': <@as []>, 'cards': <@as []>}"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/outline/text", test_text);
    g_test_add_func("/outline/hostile-text", test_hostile_text);
    g_test_add_func("/outline/file", test_file);
    g_test_add_func("/outline/compare", test_compare);
    g_test_add_func("/outline/cards", test_cards);
    return g_test_run();
}
